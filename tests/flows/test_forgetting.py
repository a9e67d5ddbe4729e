"""Forgetting is true: gone from answers, search, export, restored copies and the bytes on disk."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from tests.flows.pages import traces
from tests.flows.talk import Turn, export, finds, fine, forget, os1, replay, say, search

KEPT = "wheelbarrow"
"""A word that stays, so that every check is seen to be able to find one."""


def at(minute: int) -> str:
    """A minute of one Monday evening."""
    return f"2026-03-02T{18 + minute // 60:02d}:{minute % 60:02d}:00+00:00"


def told(*texts: str, start: int = 0) -> list[Turn]:
    """Replay lines a minute apart."""
    return [{"at": at(start + i), "text": text} for i, text in enumerate(texts)]


TOM = told(
    "Mrs Okafor lent me a wheelbarrow.",
    "Tom collects Portmeirion earthenware.",
    "Tom rang from Aberystwyth, he was quarrelsome.",
    "My sister Ruth lives in Leeds.",
    "What did I tell you about Tom?",
    "Where did Tom ring from?",
)
GONE = r"forg[eo]t|gone|delet|eras|let .* go|remov|never said|(taken|took|wiped|cleared)"
TOMS_WORDS = ("Portmeirion", "earthenware", "Aberystwyth", "quarrelsome")


@pytest.fixture(scope="module")
def told_of_tom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that has been told of Tom; to be copied, never used."""
    home = tmp_path_factory.mktemp("tom") / "home"
    replay(home, TOM)
    return home


@pytest.fixture
def toms(home: Path, told_of_tom: Path) -> Path:
    """A home that has been told of Tom."""
    shutil.copytree(told_of_tom, home)
    return home


def nowhere(home: Path, *words: str) -> None:
    """None of `words` can be had from the home in any way."""
    assert not finds(home, *words)
    text = export(home).casefold()
    for word in words:
        assert word.casefold() not in text, word
        assert traces(home, word) == [], word


def still_there(home: Path, *words: str) -> None:
    """Each of `words` can be had in every way."""
    text = export(home)
    found = " ".join(each["text"] + each["quote"] for each in search(home, " ".join(words)))
    for word in words:
        assert word in found, word
        assert word in text, word
        assert "os1.db (plain)" in traces(home, word), word


def test_the_byte_check_can_find(toms: Path) -> None:
    still_there(toms, KEPT, *TOMS_WORDS)


def test_the_store_can_not_be_read_without_the_key(toms: Path) -> None:
    for word in (KEPT, *TOMS_WORDS):
        assert [name for name in traces(toms, word) if "(plain)" not in name] == []


def test_forget_everything_about_a_person(toms: Path) -> None:
    (turn,) = replay(toms, told("Forget everything about Tom.", start=10))
    assert re.search(GONE, turn["reply"], re.IGNORECASE)
    assert turn["learned"] == []
    nowhere(toms, *TOMS_WORDS)
    still_there(toms, KEPT)
    assert "Leeds" in say(toms, "Where does Ruth live?", at=at(20))["reply"]


def test_what_was_forgotten_is_not_known(toms: Path) -> None:
    replay(toms, told("Forget everything about Tom.", start=10))
    asked = replay(
        toms,
        told(
            "What did I tell you about Tom?",
            "Where did Tom ring from?",
            "What did I say earlier?",
            "What do you know about Tom?",
            start=20,
        ),
    )
    for turn in asked:
        for word in TOMS_WORDS:
            assert word.casefold() not in turn["reply"].casefold()
            assert word.casefold() not in str(turn).casefold()
    assert re.search(r"n[’']t|never|not|nothing|no ", asked[0]["reply"])


def test_forget_that(home: Path) -> None:
    replay(
        home,
        told(
            "Mrs Okafor lent me a wheelbarrow.",
            "Gareth broke the thermometer and the chandeliers.",
            "Forget that.",
        ),
    )
    nowhere(home, "thermometer", "chandeliers")
    still_there(home, KEPT)


def test_forget_that_reaches_her_answer_too(home: Path) -> None:
    """What she said about it goes with it: her own words would give it away."""
    lines = told(
        "Mrs Okafor lent me a wheelbarrow.",
        "My cousin Dilys married a taxidermist.",
        "What did I tell you about Dilys?",
    )
    turns = replay(home, lines)
    assert "taxidermist" in turns[2]["reply"]
    gone = forget(home, "Dilys")
    assert any("taxidermist" in memory["text"] for memory in gone)
    nowhere(home, "taxidermist")
    still_there(home, KEPT)


@pytest.mark.parametrize("by", ["words", "id"])
def test_memory_forget(toms: Path, by: str) -> None:
    if by == "words":
        gone = forget(toms, "Portmeirion")
    else:
        said = next(f for f in search(toms, "Portmeirion") if f["id"].startswith("u"))
        gone = forget(toms, said["id"])
    assert any("Portmeirion" in memory["text"] for memory in gone)
    nowhere(toms, "Portmeirion", "earthenware")
    still_there(toms, "Aberystwyth", KEPT)


def test_forgetting_what_was_never_told_takes_nothing(toms: Path) -> None:
    (turn,) = replay(toms, told("Forget everything about Napoleon.", start=10))
    assert turn["reply"].strip()
    still_there(toms, KEPT, *TOMS_WORDS)


def test_an_older_copy_does_not_bring_it_back(toms: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.os1"
    fine(os1("backup", copy, home=toms))
    forget(toms, "Portmeirion")
    fine(os1("restore", copy, home=toms))
    nowhere(toms, "Portmeirion", "earthenware")
    still_there(toms, KEPT)


def test_replaying_what_was_forgotten_does_not_bring_it_back(toms: Path) -> None:
    """The same turn twice is one turn, also when it has been forgotten."""
    forget(toms, "Portmeirion")
    replay(toms, TOM)
    assert not finds(toms, "Portmeirion")


def test_others_lose_nothing(toms: Path) -> None:
    before = {found["id"]: found["text"] for found in search(toms, "Ruth Leeds wheelbarrow")}
    forget(toms, "Tom")
    after = {found["id"]: found["text"] for found in search(toms, "Ruth Leeds wheelbarrow")}
    kept = {i: text for i, text in before.items() if "Tom" not in text}
    assert kept.items() <= after.items()
