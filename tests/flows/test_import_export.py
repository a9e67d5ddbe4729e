"""Moving house: what one home exports, another answers from; and histories brought from elsewhere."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from tests.flows.talk import (
    OS1,
    Month,
    Turn,
    complaint,
    environment,
    export,
    finds,
    fine,
    forget,
    os1,
    replay,
    say,
    search,
)

ASKED = (
    "What's my dog called?",
    "What did I tell you about my boss?",
    "When's the hearing?",
    "How old is Biscuit?",
    "What did I tell you about Ruth?",
    "What did I tell you about my mum?",
    "Where does Ruth live?",
    "What did I say about Gareth on Thursday?",
    "Where's Mrs Okafor's spare key?",
    "What did the tribunal give me?",
    "Who has my good saucepans?",
    "What did I tell you about Whitby?",
    "When did I first tell you about Biscuit?",
    "What did I say yesterday?",
    "What did I tell you about Napoleon?",
)
MARCH = "2026-04-01T09:{:02}:00+01:00"


def by_id(home: Path) -> dict[str, Turn]:
    return {each["id"]: each for each in map(json.loads, export(home).splitlines())}


def answers(home: Path) -> list[tuple[str, list[str]]]:
    """What is done about each question, and the words of hers and theirs that it rests on."""
    asked = [{"at": MARCH.format(n), "text": text} for n, text in enumerate(ASKED)]
    turns = replay(home, asked)
    kept = by_id(home)
    quotes = {name: str(each.get("quote", each["text"])) for name, each in kept.items()}
    return [(turn["move"]["kind"], [quotes[m] for m in turn["move"]["memories"]]) for turn in turns]


def test_a_home_that_was_exported_gives_the_same_answers_elsewhere(month: Month, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    shutil.copytree(month.home, first)
    file = tmp_path / "all.jsonl"
    fine(os1("export", file, home=first))
    assert file.stat().st_mode & 0o077 == 0, "for nobody else's eyes"
    assert "back as it was" in fine(os1("import", file, home=second)).out
    assert export(second) == export(first)
    here, there = answers(first), answers(second)
    for question, one, other in zip(ASKED, here, there, strict=True):
        assert one == other, question
    assert sum(bool(quotes) for _, quotes in here) >= 10, "most of them can be answered"


CHATGPT = [
    {
        "id": "c1", "title": "Trip", "create_time": 1709280000.0, "current_node": "b",
        "mapping": {
            "a": {"id": "a", "parent": None, "message": {
                "id": "a", "author": {"role": "user"}, "create_time": 1709280060.0,
                "content": {"content_type": "text", "parts": ["Odile mends harpsichords in Ghent."]}}},
            "b": {"id": "b", "parent": "a", "message": {
                "id": "b", "author": {"role": "assistant"}, "create_time": 1709280090.0,
                "content": {"content_type": "text", "parts": ["Harpsichords are plucked, not struck."]}}},
        },
    }
]  # fmt: skip


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """A folder of what somebody has of their past."""
    folder = tmp_path / "history"
    folder.mkdir()
    (folder / "conversations.json").write_text(json.dumps(CHATGPT))
    (folder / "2024-03-02.md").write_text("The kiln cracked overnight.\n\nBought quinces.")
    (folder / "photo.jpg").write_bytes(bytes(range(256)) * 10)
    return folder


def test_what_is_brought_in_is_found_with_its_day(home: Path, history: Path) -> None:
    run = fine(os1("import", history, home=home))
    assert "4 things" in run.out and "chatgpt" in run.out and "markdown" in run.out
    found = next(f for f in search(home, "the kiln") if "kiln" in f["quote"])
    assert found["quote"] == "The kiln cracked overnight." and found["said_at"].startswith("2024-03-02")
    assert finds(home, "harpsichords") and not finds(home, "plucked")
    assert [line for line in export(home).splitlines() if '"kind"' in line] == [], "nothing is learned yet"
    assert "0 things" in fine(os1("import", history, home=home)).out
    say(home, "Good morning.", at="2026-03-02T09:00:00+00:00")


def test_what_was_forgotten_stays_forgotten(home: Path, history: Path) -> None:
    fine(os1("import", history, home=home))
    forget(home, next(f["id"] for f in search(home, "quinces") if "quinces" in f["quote"]))
    assert "4 were here already, or had been forgotten" in fine(os1("import", history, home=home)).out
    assert not finds(home, "quinces")
    moved = home.with_name("moved")
    (home.parent / "all.jsonl").write_text(export(home))
    fine(os1("import", home.parent / "all.jsonl", home=moved))
    fine(os1("import", history, home=moved))
    assert finds(moved, "kiln") and not finds(moved, "quinces"), "nor does it come back elsewhere"


def test_export_to_be_read(told: Path, tmp_path: Path) -> None:
    file = tmp_path / "all.MD"
    fine(os1("export", file, home=told))
    text = file.read_text("utf-8")
    assert "## Monday, 2 March 2026" in text and "> My sister Ruth lives in Leeds." in text
    assert "### Facts now" in text and "Ruth lives in Leeds: “" in text


def test_stopping_is_clean(home: Path, tmp_path: Path) -> None:
    diary = tmp_path / "diary.txt"
    diary.write_text(
        "".join(f"20{n // 300:02}-0{n % 9 + 1}-1{n % 7} Day {n} was long.\n\n" for n in range(6000))
    )
    began = subprocess.Popen(
        [OS1, "import", diary, "--home", home],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(),
    )
    database = home / "os1.db-wal"
    patience = time.monotonic() + 60
    while time.monotonic() < patience and not (database.exists() and database.stat().st_size > 500_000):
        time.sleep(0.05)
    os.kill(began.pid, signal.SIGINT)
    _, told = began.communicate(timeout=60)
    assert began.returncode == 130, told
    assert b"running it again goes on from there" in told and b"Traceback" not in told
    kept = sum('"speaker"' in line for line in export(home).splitlines())
    assert 0 < kept < 6000


@pytest.mark.parametrize("words", ["nowhere.json", "picture.zip", "chat.txt"])
def test_trouble_is_one_sentence(told: Path, tmp_path: Path, words: str) -> None:
    (tmp_path / "picture.zip").write_bytes(b"PK\x03\x04" + bytes(200))
    (tmp_path / "chat.txt").write_text("[01/03/2024, 10:12] Ann: hi\n[01/03/2024, 10:13] Bo: hi\n")
    assert words in complaint(os1("import", tmp_path / words, home=told))
    if words == "chat.txt":
        assert "2 things" in fine(os1("import", tmp_path / words, "--as", "bo", home=told)).out
