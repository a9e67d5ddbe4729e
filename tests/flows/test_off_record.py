"""Off the record: what is said there is in no file, no search, no export and no answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.flows.pages import traces
from tests.flows.talk import Turn, export, finds, replay, say

SECRET = "Bartholomew and I stole the rhododendron and the honeysuckle."
SECRET_WORDS = ("Bartholomew", "rhododendron", "honeysuckle")
KEPT = "wheelbarrow"


def at(minute: int) -> str:
    """A minute of one Monday evening."""
    return f"2026-03-02T18:{minute:02d}:00+00:00"


def by_flag(home: Path) -> list[Turn]:
    """The secret on a line marked as off the record."""
    return replay(
        home,
        [
            {"at": at(0), "text": "Mrs Okafor lent me a wheelbarrow."},
            {"at": at(1), "text": SECRET, "off_record": True},
            {"at": at(2), "text": "It has a squeaking wheel."},
        ],
    )[1:2]


def by_option(home: Path) -> list[Turn]:
    """The secret with `os1 say --off-record`."""
    say(home, "Mrs Okafor lent me a wheelbarrow.", at=at(0))
    turn = say(home, SECRET, at=at(1), off_record=True)
    say(home, "It has a squeaking wheel.", at=at(2))
    return [turn]


def by_voice(home: Path) -> list[Turn]:
    """The secret between "off the record" and "back on the record"."""
    return replay(
        home,
        [
            {"at": at(0), "text": "Mrs Okafor lent me a wheelbarrow."},
            {"at": at(1), "text": "Off the record."},
            {"at": at(2), "text": SECRET},
            {"at": at(3), "text": "I mean it, all the honeysuckle."},
            {"at": at(4), "text": "Back on the record."},
            {"at": at(5), "text": "It has a squeaking wheel."},
        ],
    )[2:4]


def by_voice_across_restarts(home: Path) -> list[Turn]:
    """The same, with every sentence said to a new process."""
    say(home, "Mrs Okafor lent me a wheelbarrow.", at=at(0))
    say(home, "Off the record.", at=at(1))
    turn = say(home, SECRET, at=at(2))
    say(home, "Back on the record.", at=at(3))
    say(home, "It has a squeaking wheel.", at=at(4))
    return [turn]


@pytest.mark.parametrize("way", [by_flag, by_option, by_voice, by_voice_across_restarts])
def test_nothing_of_it_is_kept(home: Path, way: object) -> None:
    assert callable(way)
    turns = way(home)
    text = export(home)
    assert not finds(home, *SECRET_WORDS)
    for word in SECRET_WORDS:
        assert word.casefold() not in text.casefold()
        assert traces(home, word) == []
    for turn in turns:
        assert turn["learned"] == []
        assert turn["reply"].strip()
        assert turn["move"]["kind"]
        assert turn["reply"] not in text, "her answer off the record isn't kept either"
    assert finds(home, KEPT)
    assert finds(home, "squeaking"), "back on the record she keeps again"
    assert "os1.db (plain)" in traces(home, KEPT)


@pytest.mark.parametrize("way", [by_flag, by_voice])
def test_she_does_not_know_it_later(home: Path, way: object) -> None:
    assert callable(way)
    way(home)
    asked = replay(
        home,
        [
            {"at": at(20), "text": "What did I say earlier?"},
            {"at": at(21), "text": "What do you know about my neighbour's flowers?"},
            {"at": "2026-03-03T18:00:00+00:00", "text": "What did I say yesterday?"},
        ],
    )
    for turn in asked:
        for word in SECRET_WORDS:
            assert word.casefold() not in turn["reply"].casefold()
    assert KEPT in asked[2]["reply"] or "squeaking" in asked[2]["reply"]


def test_a_question_off_the_record_is_answered_and_not_kept(home: Path) -> None:
    say(home, "My sister Ruth lives in Leeds.", at=at(0))
    turn = say(home, "Where does Ruth live, for the honeysuckle?", at=at(1), off_record=True)
    assert "Leeds" in turn["reply"]
    assert traces(home, "honeysuckle") == []


def test_talking_about_records_is_not_the_switch(home: Path) -> None:
    replay(
        home,
        [
            {"at": at(0), "text": "He told me off the record that the till is wrong."},
            {"at": at(1), "text": "Mrs Okafor lent me a wheelbarrow."},
        ],
    )
    assert finds(home, KEPT)


def test_both_switches_are_acknowledged(home: Path) -> None:
    off, said, back = replay(
        home,
        [
            {"at": at(1), "text": "Off the record."},
            {"at": at(2), "text": SECRET},
            {"at": at(3), "text": "Back on the record."},
        ],
    )
    sayings = [turn["reply"].lower() for turn in (off, back)]
    assert all(any(w in reply for w in ("record", "keep", "kept", "stor", "remember")) for reply in sayings), sayings
    assert len({off["reply"], said["reply"], back["reply"]}) == 3
