"""Forgetting is true: gone from answers, search, export, restored copies and the bytes on disk."""

from __future__ import annotations

import re
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
    for word in words:
        assert finds(home, word), word
        assert word in text, word
        assert "os1.db (plain)" in traces(home, word), word


def test_the_byte_check_can_find(home: Path) -> None:
    replay(home, TOM)
    still_there(home, KEPT, *TOMS_WORDS)


def test_the_store_can_not_be_read_without_the_key(home: Path) -> None:
    replay(home, TOM)
    for word in (KEPT, *TOMS_WORDS):
        assert [name for name in traces(home, word) if "(plain)" not in name] == []


def test_forget_everything_about_a_person(home: Path) -> None:
    replay(home, TOM)
    (turn,) = replay(home, told("Forget everything about Tom.", start=10))
    assert re.search(GONE, turn["reply"], re.IGNORECASE)
    assert turn["learned"] == []
    nowhere(home, *TOMS_WORDS)
    still_there(home, KEPT)
    assert "Leeds" in say(home, "Where does Ruth live?", at=at(20))["reply"]


def test_what_was_forgotten_is_not_known(home: Path) -> None:
    replay(home, TOM)
    replay(home, told("Forget everything about Tom.", start=10))
    asked = replay(
        home,
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
def test_memory_forget(home: Path, by: str) -> None:
    replay(home, TOM)
    if by == "words":
        gone = forget(home, "Portmeirion")
    else:
        said = next(f for f in search(home, "Portmeirion") if f["id"].startswith("u"))
        gone = forget(home, said["id"])
    assert any("Portmeirion" in memory["text"] for memory in gone)
    nowhere(home, "Portmeirion", "earthenware")
    still_there(home, "Aberystwyth", KEPT)


def test_forgetting_what_was_never_told_takes_nothing(home: Path) -> None:
    replay(home, TOM)
    (turn,) = replay(home, told("Forget everything about Napoleon.", start=10))
    assert turn["reply"].strip()
    still_there(home, KEPT, *TOMS_WORDS)


def test_an_older_copy_does_not_bring_it_back(home: Path, tmp_path: Path) -> None:
    replay(home, TOM)
    copy = tmp_path / "copy.os1"
    fine(os1("backup", copy, home=home))
    forget(home, "Portmeirion")
    fine(os1("restore", copy, home=home))
    nowhere(home, "Portmeirion", "earthenware")
    still_there(home, KEPT)


def test_replaying_what_was_forgotten_does_not_bring_it_back(home: Path) -> None:
    """The same turn twice is one turn, also when it has been forgotten."""
    replay(home, TOM)
    forget(home, "Portmeirion")
    replay(home, TOM)
    assert not finds(home, "Portmeirion")


def test_others_lose_nothing(home: Path) -> None:
    replay(home, TOM)
    before = {found["id"]: found["text"] for found in search(home, "Ruth Leeds wheelbarrow")}
    forget(home, "Tom")
    after = {found["id"]: found["text"] for found in search(home, "Ruth Leeds wheelbarrow")}
    kept = {i: text for i, text in before.items() if "Tom" not in text}
    assert kept.items() <= after.items()
