"""Rubbish said or replayed: one clear sentence goes out and nothing told before is lost."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from tests.flows.talk import (
    Turn,
    complaint,
    complaints,
    finds,
    fine,
    kept,
    os1,
    replay,
    results,
    still_answers,
)

TUESDAY = "2026-03-03T09:30:00+00:00"


def line(text: str, at: str = TUESDAY) -> str:
    """One replay line."""
    return json.dumps({"at": at, "text": text})


def write(tmp_path: Path, content: bytes) -> Path:
    """A file to be replayed."""
    path = tmp_path / "given.jsonl"
    path.write_bytes(content)
    return path


# What is said


@pytest.mark.parametrize("text", ["", " ", "\n\t  \n"])
def test_nothing_said(told: Path, text: str) -> None:
    run = os1("say", text, "--json", home=told)
    if run.code == 0:
        (turn,) = results(run)
        assert turn["learned"] == []
    else:
        complaint(run)
    still_answers(told)


ORDINARY = [
    "🐝🐝🐝",
    "😀",
    "אמא שלי גרה בחיפה",
    "\u202eevil\u202c right to left",
    "Zürich — “naïve” café",
    "日本語で話します",
    "a\u0301" * 200,
    "null",
    "'; DROP TABLE utterances; --",
    '" OR * NEAR( ^ AND',
    "%s %d {0} {text}",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "!?!?!?",
    "7",
    "x" * 5000,
    "word " * 2000,
]


def test_odd_but_ordinary(told: Path) -> None:
    """These are things people say: she keeps them word for word and answers."""
    lines: list[Turn] = [
        {"at": f"2026-03-03T09:{minute:02d}:00+00:00", "text": text} for minute, text in enumerate(ORDINARY)
    ]
    turns = replay(told, lines)
    for turn, text in zip(turns, ORDINARY, strict=True):
        assert turn["text"] == text
        assert turn["reply"].strip(), text
        assert len(turn["reply"]) < 2000, text
    again = replay(told, lines)
    assert [turn["reply"] for turn in again] == [turn["reply"] for turn in turns]
    assert kept(told)[1:] == ORDINARY
    still_answers(told)


@pytest.mark.parametrize("query", ["🐝", "", '" OR *', "(", "a AND NOT b", "אמא", "'", "*" * 500])
def test_odd_searches(told: Path, query: str) -> None:
    run = os1("memory", "search", query, "--json", home=told)
    if run.code == 0:
        assert isinstance(json.loads(run.out), list)
    else:
        complaint(run)


@pytest.mark.parametrize("size", [100_000, 1_000_000])
def test_a_very_long_text(told: Path, tmp_path: Path, size: int) -> None:
    """Kept whole, or refused whole: never cut in silence."""
    text = ("the bees are on the roof again and " * (size // 35 + 1))[:size]
    run = os1("replay", write(tmp_path, line(text).encode() + b"\n"), "--json", home=told)
    if run.code == 0:
        (turn,) = results(run)
        assert turn["text"] == text
        assert turn["reply"].strip()
        assert len(turn["reply"]) < 2000
    else:
        assert re.search(r"(?i)\b(long|large|big)", complaint(run))
    still_answers(told)


def test_words_that_are_no_text(told: Path) -> None:
    """Bytes that are no UTF-8, as a shell may pass them."""
    run = os1("say", b"caf\xe9 \xff\xfe", "--json", home=told)
    if run.code == 0:
        (turn,) = results(run)
        assert turn["reply"].strip()
    else:
        complaint(run)
    still_answers(told)


@pytest.mark.parametrize("text", ['"\\ud800"', '"bees \\udfff and \\ud800"', '"\\u0000"'])
def test_lone_surrogates_and_nul(told: Path, tmp_path: Path, text: str) -> None:
    content = f'{{"at": "{TUESDAY}", "text": {text}}}\n' + line("The teapot is blue.") + "\n"
    run = os1("replay", write(tmp_path, content.encode()), "--json", home=told)
    assert "Traceback" not in run.err
    if run.code:
        assert "1" in complaint(run)
    assert finds(told, "teapot")
    still_answers(told)


# Replay files


BAD_LINES = {
    "malformed": b'{"at": "2026-03-03T09:30:00+00:00", "text": "half',
    "not JSON": b"hello there",
    "a list": b"[1, 2, 3]",
    "a number": b"42",
    "null": b"null",
    "no text": b'{"at": "2026-03-03T09:30:00+00:00"}',
    "text is a number": b'{"at": "2026-03-03T09:30:00+00:00", "text": 7}',
    "text is null": b'{"at": "2026-03-03T09:30:00+00:00", "text": null}',
    "no at": b'{"text": "The lamp is green."}',
    "naive at": b'{"at": "2026-03-03T09:30:00", "text": "The lamp is green."}',
    "garbage at": b'{"at": "half past never", "text": "The lamp is green."}',
    "at is a number": b'{"at": 1772530200, "text": "The lamp is green."}',
    "impossible at": b'{"at": "2026-02-31T09:30:00+00:00", "text": "The lamp is green."}',
    "off_record is a word": b'{"at": "2026-03-03T09:30:00+00:00", "text": "x", "off_record": "no"}',
    "binary": bytes(b for b in range(256) if b not in b"\r\n\x0b\x0c\x1c\x1d\x1e\x85"),
    "deep": b'{"at":' + b"[" * 100_000,
}


def test_bad_lines_are_named_and_the_good_ones_are_kept(told: Path, tmp_path: Path) -> None:
    """Each bad line stands between two good ones, on an even line."""
    good = [f"Number {n} is the wheelbarrow." for n in range(len(BAD_LINES) + 1)]
    content = line(good[0], "2026-03-03T09:00:00+00:00").encode() + b"\n"
    for n, bad in enumerate(BAD_LINES.values(), start=1):
        content += bad + b"\n" + line(good[n], f"2026-03-03T09:{n:02d}:00+00:00").encode() + b"\n"
    run = os1("replay", write(tmp_path, content), "--json", home=told)
    said = complaints(run)
    for n, name in enumerate(BAD_LINES, start=1):
        naming = [text for text in said if re.search(rf"(?i)\bline {2 * n}\b", text)]
        assert len(naming) == 1, (name, said)
    assert len(said) <= len(BAD_LINES) + 1, "at most one line more, to sum up"
    assert [turn["text"] for turn in results(run)] == good
    assert kept(told)[1:] == good
    still_answers(told)


def test_a_file_of_noise(told: Path, tmp_path: Path) -> None:
    run = os1("replay", write(tmp_path, os.urandom(5000)), home=told)
    complaints(run)
    still_answers(told)


@pytest.mark.parametrize("content", [b"", b"\n\n\n", b"\xef\xbb\xbf\n"])
def test_a_file_with_nothing_in_it(told: Path, tmp_path: Path, content: bytes) -> None:
    run = os1("replay", write(tmp_path, content), "--json", home=told)
    assert run.code in (0, 1)
    assert "Traceback" not in run.err
    assert results(run) == []
    still_answers(told)


def test_a_file_from_windows(told: Path, tmp_path: Path) -> None:
    """A byte order mark and CRLF are no reason to refuse a file."""
    content = b"\xef\xbb\xbf" + line("The teapot is blue.").encode() + b"\r\n"
    (turn,) = results(fine(os1("replay", write(tmp_path, content), "--json", home=told)))
    assert turn["text"] == "The teapot is blue."


def test_a_file_that_is_not_there(told: Path, tmp_path: Path) -> None:
    assert "missing.jsonl" in complaint(os1("replay", tmp_path / "missing.jsonl", home=told))
    complaint(os1("replay", tmp_path, home=told))
    complaint(os1("restore", tmp_path / "missing.os1", home=told))
    still_answers(told)


def test_a_clock_that_jumps_back(told: Path) -> None:
    lines: list[Turn] = [
        {"at": "2026-03-10T12:00:00+00:00", "text": "The teapot is blue."},
        {"at": "2026-03-03T12:00:00+00:00", "text": "The kettle is broken."},
        {"at": "2001-01-01T00:00:00+00:00", "text": "The wheelbarrow squeaks."},
        {"at": "2026-03-10T12:01:00+00:00", "text": "What did I tell you about the teapot?"},
    ]
    turns = replay(told, lines)
    assert all(turn["reply"].strip() for turn in turns)
    assert "blue" in turns[3]["reply"]
    for word in ("teapot", "kettle", "wheelbarrow"):
        assert finds(told, word)
    still_answers(told)


@pytest.mark.parametrize("at", ["never", "2026-02-31T00:00:00+00:00", "", "99999-01-01T00:00:00Z"])
def test_a_time_that_is_none(told: Path, at: str) -> None:
    run = os1("say", "The lamp is green.", "--at", at, home=told)
    assert run.code in (1, 2)
    assert run.err.strip()
    assert "Traceback" not in run.err
    assert not finds(told, "lamp")
