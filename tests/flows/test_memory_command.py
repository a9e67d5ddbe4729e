"""`os1 memory`: looking into what she remembers, and taking things out of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.flows.talk import Turn, finds, fine, forget, os1, replay, search, show

MONDAY = "2026-03-02T18:00:00+00:00"
TUESDAY = "2026-03-03T09:30:00+00:00"
LINES: list[Turn] = [
    {"at": MONDAY, "text": "My sister Ruth lives in Leeds."},
    {"at": "2026-03-02T18:05:00+00:00", "text": "She keeps bees on the roof."},
    {"at": TUESDAY, "text": "Mrs Okafor lent me a wheelbarrow."},
]


def test_memory_search(home: Path) -> None:
    replay(home, LINES)
    found = search(home, "Where does my sister live?")
    assert set(found[0]) >= {
        "id", "kind", "text", "source", "quote", "said_at", "current", "taken_back", "score",
    }  # fmt: skip
    assert "Leeds" in found[0]["text"] + found[0]["quote"]
    assert [f["score"] for f in found] == sorted((f["score"] for f in found), reverse=True)
    assert len(search(home, "Ruth bees wheelbarrow", k=1)) == 1
    run = fine(os1("memory", "search", "wheelbarrow", home=home))
    assert "wheelbarrow" in run.out
    assert run.out.lstrip()[0] != "["


def test_memory_search_by_meaning(home: Path) -> None:
    replay(
        home,
        [
            *LINES,
            {"at": TUESDAY, "text": "My car broke down on the motorway."},
            {"at": TUESDAY, "text": "I had soup for lunch."},
        ],
    )
    found = search(home, "trouble with the vehicle", k=3)
    assert any("motorway" in f["quote"] for f in found)


def test_memory_search_for_nothing(home: Path) -> None:
    assert search(home, "wheelbarrow") == []


def test_memory_show(home: Path) -> None:
    (turn,) = replay(home, LINES[:1])
    said = next(f for f in search(home, "Ruth") if f["id"].startswith("u"))
    shown = show(home, said["id"])
    assert shown["quote"] == LINES[0]["text"]
    assert shown["said_at"] == MONDAY
    statement = next(memory for memory in turn["learned"] if memory["id"].startswith("m"))
    assert show(home, statement["id"])["source"] == said["id"]
    assert LINES[0]["text"] in fine(os1("memory", "show", said["id"], home=home)).out


@pytest.mark.parametrize("unknown", ["u999999", "m999999", "x1", "", "u", "1; drop table"])
def test_memory_show_of_an_unknown_id(home: Path, unknown: str) -> None:
    replay(home, LINES)
    run = os1("memory", "show", unknown, "--json", home=home)
    assert run.code == 1
    assert len(run.err.strip().splitlines()) == 1
    assert "Traceback" not in run.err


def test_memory_forget_by_id(home: Path) -> None:
    replay(home, LINES)
    said = next(f for f in search(home, "bees") if f["id"].startswith("u"))
    gone = forget(home, said["id"])
    assert said["id"] in [memory["id"] for memory in gone]
    assert any("bees" in memory["text"] for memory in gone)
    assert not finds(home, "bees")
    assert finds(home, "wheelbarrow")
    assert os1("memory", "show", said["id"], home=home).code == 1


def test_memory_forget_by_words(home: Path) -> None:
    replay(home, LINES)
    gone = forget(home, "wheelbarrow")
    assert any("wheelbarrow" in memory["text"] for memory in gone)
    assert not finds(home, "wheelbarrow")
    assert finds(home, "Ruth")


def test_memory_forget_asks_first(home: Path) -> None:
    replay(home, LINES)
    os1("memory", "forget", "wheelbarrow", home=home, stdin=b"n\n")
    assert finds(home, "wheelbarrow")
    os1("memory", "forget", "wheelbarrow", home=home)
    assert finds(home, "wheelbarrow"), "no answer is no consent"
