"""The command line without a person in front of it: every command does what it says."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from tests.flows.talk import (
    Turn,
    complaint,
    export,
    finds,
    fine,
    kept,
    os1,
    replay,
    results,
    say,
    show,
    write_lines,
)

MONDAY = "2026-03-02T18:00:00+00:00"
TUESDAY = "2026-03-03T09:30:00+00:00"
LINES: list[Turn] = [
    {"at": MONDAY, "text": "My sister Ruth lives in Leeds.", "off_record": False},
    {"at": "2026-03-02T18:05:00+00:00", "text": "She keeps bees on the roof."},
    {"at": TUESDAY, "text": "Mrs Okafor lent me a wheelbarrow."},
]


def shape(turn: Turn) -> None:
    """One result has every field of its documented shape."""
    assert set(turn) >= {"n", "at", "text", "reply", "move", "heard", "learned", "ms"}
    assert isinstance(turn["n"], int)
    assert set(turn["move"]) >= {"kind", "why", "memories"}
    heard = turn["heard"]
    assert set(heard) >= {"acts", "feeling", "requests", "risk"}
    assert set(heard["feeling"]) >= {"label", "valence", "arousal", "intensity", "confidence"}
    assert set(heard["risk"]) >= {"kind", "level"}
    for memory in turn["learned"]:
        assert set(memory) >= {"id", "kind", "text", "source"}
    assert isinstance(turn["ms"], int | float)


def test_say_answers_in_plain_words(home: Path) -> None:
    run = fine(os1("say", "hello there", home=home))
    assert run.out.strip()
    assert not run.out.lstrip().startswith("{")


def test_say_in_json(home: Path) -> None:
    turn = say(home, "My sister Ruth lives in Leeds.", at=MONDAY)
    shape(turn)
    assert turn["at"] == MONDAY
    assert turn["text"] == "My sister Ruth lives in Leeds."
    assert turn["reply"].strip()


def test_the_clock_follows_at(home: Path) -> None:
    say(home, "I planted forty leeks.", at=MONDAY)
    turn = say(home, "What did I say yesterday?", at=TUESDAY)
    assert "leeks" in turn["reply"]
    later = say(home, "What did I say yesterday?", at="2026-03-09T09:30:00+00:00")
    assert "leeks" not in later["reply"]
    assert re.search(r"(?i)9[:.]30|half (past )?(nine|9)", say(home, "What time is it?", at=TUESDAY)["reply"])


def test_say_without_at_is_now(home: Path) -> None:
    say(home, "I planted forty leeks.", at=MONDAY)
    turn = say(home, "What did I say yesterday?")
    assert "leeks" not in turn["reply"]


def test_say_off_the_record(home: Path) -> None:
    turn = say(home, "I hid the wheelbarrow in the church.", at=MONDAY, off_record=True)
    shape(turn)
    assert turn["learned"] == []
    assert not finds(home, "wheelbarrow")


def test_replay_gives_a_line_for_a_line(home: Path) -> None:
    turns = replay(home, LINES)
    for turn, line in zip(turns, LINES, strict=True):
        shape(turn)
        assert (turn["text"], turn["at"]) == (line["text"], line["at"])
    assert [turn["n"] for turn in turns] == list(range(turns[0]["n"], turns[0]["n"] + 3))


def test_replay_without_json_is_read_by_people(home: Path, tmp_path: Path) -> None:
    run = fine(os1("replay", write_lines(tmp_path, LINES), home=home))
    assert len([line for line in run.out.splitlines() if line.strip()]) >= len(LINES)


def test_the_same_file_twice_adds_nothing(home: Path) -> None:
    doubled = [*LINES, LINES[1]]  # said twice, so kept twice
    turns = replay(home, doubled)
    before = export(home)
    again = replay(home, doubled)
    assert export(home) == before
    assert [turn["reply"] for turn in again] == [turn["reply"] for turn in turns]
    assert kept(home) == [line["text"] for line in doubled]


def test_the_same_id_twice_is_one_turn(home: Path) -> None:
    line = {"id": "turn-one", "at": MONDAY, "text": "The teapot is blue."}
    first, second = replay(home, [line, line])
    assert first["reply"] == second["reply"]
    replay(home, [line])
    assert kept(home) == ["The teapot is blue."]


def test_os1_home_is_respected(home: Path, tmp_path: Path) -> None:
    say(home, "The teapot is blue.", at=MONDAY)
    run = fine(os1("memory", "search", "teapot", "--json", env={"OS1_HOME": os.fspath(home)}))
    assert "teapot" in run.out
    other = tmp_path / "other"
    fine(os1("say", "hello", env={"OS1_HOME": os.fspath(other)}))
    assert other.is_dir()
    run = fine(os1("memory", "search", "teapot", "--json", home=home, env={"OS1_HOME": str(other)}))
    assert "teapot" in run.out, "--home goes before OS1_HOME"


def test_export_holds_every_word(home: Path) -> None:
    turns = replay(home, LINES)
    text = export(home)
    for line, turn in zip(LINES, turns, strict=True):
        assert line["text"] in text
        assert line["at"][:10] in text
        assert json.dumps(turn["reply"], ensure_ascii=False)[1:-1] in text


def test_she_remembers_after_a_restart(home: Path) -> None:
    say(home, "My sister Ruth lives in Leeds.", at=MONDAY)
    turn = say(home, "Where does Ruth live?", at=TUESDAY)
    assert "Leeds" in turn["reply"]
    assert turn["move"]["memories"]
    shown = show(home, turn["move"]["memories"][0])
    assert shown["quote"] in "My sister Ruth lives in Leeds."


def test_why_works_after_a_restart(home: Path) -> None:
    say(home, "My sister Ruth lives in Leeds.", at=MONDAY)
    say(home, "Where does Ruth live?", at=TUESDAY)
    reply = say(home, "Why did you say that?", at="2026-03-03T09:31:00+00:00")["reply"]
    assert re.search(r"because|asked|told|said", reply)


def test_backup_and_restore(home: Path, tmp_path: Path) -> None:
    """A home's first run shows the recovery code, with which a copy opens anywhere."""
    first = fine(os1("replay", write_lines(tmp_path, LINES), home=home))
    code = re.search(r"\b[0-9A-Z]{5}(-[0-9A-Z]+){4,}\b", first.err)
    assert code, first.err
    copy = tmp_path / "copy.os1"
    fine(os1("backup", copy, home=home))
    assert copy.stat().st_size > 0
    assert b"wheelbarrow" not in copy.read_bytes()
    say(home, "The teapot is blue.", at="2026-03-04T09:30:00+00:00")
    fresh = tmp_path / "fresh"
    complaint(os1("restore", copy, home=fresh))
    wrong = "AAAAA" + code[0][5:]
    complaint(os1("restore", copy, "--recovery", wrong, home=fresh))
    fine(os1("restore", copy, "--recovery", code[0], home=fresh))
    asked = {"at": "2026-03-05T09:30:00+00:00", "text": "Where does Ruth live?"}
    assert "Leeds" in replay(fresh, [asked])[0]["reply"]
    assert finds(fresh, "wheelbarrow")
    assert not finds(fresh, "teapot")
    assert finds(home, "teapot")


def test_doctor_finds_a_healthy_home(home: Path) -> None:
    replay(home, LINES)
    run = fine(os1("doctor", home=home))
    assert run.out.strip()
    assert "Traceback" not in run.out + run.err


def test_doctor_changes_nothing(home: Path) -> None:
    replay(home, LINES)
    before = export(home)
    fine(os1("doctor", home=home))
    assert export(home) == before


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["say"],
        ["replay"],
        ["memory"],
        ["memory", "show"],
        ["memory", "search"],
        ["memory", "search", "x", "-k", "many"],
        ["dance"],
        ["say", "hello", "--loudly"],
    ],
)
def test_wrong_usage(home: Path, words: list[str]) -> None:
    """`os1` alone may start her; everything else that can't be understood exits with 2."""
    if not words:
        assert "say" in fine(os1("--help")).out
        return
    run = os1(*words, home=home)
    assert run.code == 2
    assert run.err.strip()
    assert "Traceback" not in run.err


@pytest.mark.parametrize(
    "command", ["say", "replay", "memory", "export", "backup", "restore", "doctor", "talk"]
)
def test_help_names_every_command(command: str) -> None:
    assert command in fine(os1("--help")).out
    assert "--home" in fine(os1(command, "--help")).out or command == "memory"


def test_only_json_on_stdout(home: Path, tmp_path: Path) -> None:
    run = fine(os1("replay", write_lines(tmp_path, LINES), "--json", home=home))
    assert len(results(run)) == 3
