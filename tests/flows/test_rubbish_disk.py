"""A disk without room and a pipe nobody reads: what was acknowledged stays, the rest is said."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from tests.flows.talk import (
    OS1,
    complaint,
    environment,
    finds,
    kept,
    os1,
    results,
    say,
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


def no_room(limit: int) -> str:
    """No file may grow beyond `limit` bytes: a real error at a real write."""
    return (
        "import resource, signal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))"
    )


@pytest.mark.parametrize("limit", [0, 4096, 20_000, 100_000, 300_000])
def test_a_full_disk(told: Path, tmp_path: Path, limit: int) -> None:
    """What was acknowledged is there, what wasn't is said to have failed."""
    text = "".join(
        line(f"Number {n} is the wheelbarrow. " + "Its wheel squeaks. " * 100,
             f"2026-03-03T10:{n:02d}:00+00:00") + "\n"
        for n in range(40)
    )  # fmt: skip
    run = os1("replay", write(tmp_path, text.encode()), "--json", home=told, before=no_room(limit))
    done = results(run)
    if len(done) < 40:
        assert re.search(r"(?i)full|space|room", complaint(run))
    else:
        assert run.code == 0
    if limit <= 20_000:
        assert len(done) < 40, "forty long turns can't fit"
    texts = kept(told)
    assert [turn["text"] for turn in done if turn["text"] not in texts] == []
    still_answers(told)


def test_no_room_for_a_new_home(home: Path) -> None:
    complaint(os1("say", "hello", home=home, before=no_room(0)))
    assert say(home, "hello")["reply"].strip(), "with room again she starts as if for the first time"


def test_no_room_for_a_backup(told: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.os1"
    complaint(os1("backup", copy, home=told, before=no_room(40_000)))
    assert not copy.exists(), "half a copy is worse than none"
    still_answers(told)


def test_output_that_nobody_reads(told: Path, tmp_path: Path) -> None:
    """`os1 replay … | head` closes the pipe early: no traceback, nothing lost."""
    lines = "".join(
        line(f"The wheelbarrow squeaks, number {n}.", f"2026-03-03T10:{n:02d}:00+00:00") + "\n"
        for n in range(30)
    )
    path = write(tmp_path, lines.encode())
    run = subprocess.Popen(
        [OS1, "replay", path, "--json", "--home", told],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert run.stdout is not None
    run.stdout.readline()
    run.stdout.close()
    assert run.stderr is not None
    error = run.stderr.read().decode()
    run.stderr.close()
    run.wait(timeout=120)
    assert "Traceback" not in error
    assert "BrokenPipe" not in error
    assert finds(told, "wheelbarrow")
    still_answers(told)
