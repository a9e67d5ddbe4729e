"""A home that can't be used as it is: she says so, and every byte stays for whoever mends it."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlcipher3
from tests.flows.pages import PAGE, key_of
from tests.flows.talk import (
    OS1,
    complaint,
    environment,
    finds,
    fine,
    os1,
    replay,
    say,
    still_answers,
)

MONDAY = "2026-03-02T18:00:00+00:00"
TUESDAY = "2026-03-03T09:30:00+00:00"
ASKED = "Where does Ruth live?"


def test_a_home_that_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "home"
    path.write_text("my shopping list", encoding="utf-8")
    complaint(os1("say", "hello", home=path))
    assert path.read_text(encoding="utf-8") == "my shopping list"


def test_a_home_under_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("my shopping list", encoding="utf-8")
    complaint(os1("say", "hello", home=tmp_path / "file" / "home"))


MORTAL = """
import ctypes
# root writes where it likes: without CAP_DAC_OVERRIDE the permissions hold for root as well
ctypes.CDLL(None).prctl(24, 1)
"""


def test_a_read_only_home(told: Path) -> None:
    for path in told.rglob("*"):
        path.chmod(0o500 if path.is_dir() else 0o400)
    told.chmod(0o500)
    try:
        run = os1("say", "The lamp is green.", home=told, before=MORTAL)
        assert re.search(r"writ|read-only|permission", complaint(run), re.IGNORECASE)
    finally:
        told.chmod(0o700)
        for path in told.rglob("*"):
            path.chmod(0o700 if path.is_dir() else 0o600)
    assert not finds(told, "lamp")
    still_answers(told)


def test_a_home_that_can_not_be_made(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    complaint(os1("say", "hello", home=closed / "home", before=MORTAL))


RIGHT = {"OS1_PASSPHRASE": "correct horse battery"}


@pytest.fixture
def locked(told: Path) -> Path:
    """The told home, locked with a passphrase."""
    new = {"OS1_NEW_PASSPHRASE": RIGHT["OS1_PASSPHRASE"]}
    fine(os1("key", "passphrase", home=told, env=new))
    return told


@pytest.mark.parametrize("given", ["incorrect horse", "", None])
def test_a_wrong_passphrase(locked: Path, given: str | None) -> None:
    run = os1("say", ASKED, home=locked, env=None if given is None else {"OS1_PASSPHRASE": given})
    assert "passphrase" in complaint(run).lower()
    assert "Leeds" not in run.out
    assert "Leeds" in say(locked, ASKED, at=TUESDAY, env=RIGHT)["reply"]


def test_a_lock_leaves_no_key_beside_it(locked: Path) -> None:
    assert not (locked / "key").exists()
    for path in locked.rglob("*"):
        assert not path.is_file() or b"correct horse" not in path.read_bytes()


def test_a_passphrase_given_at_the_start_locks_the_home(home: Path) -> None:
    """Who gives one means it: the key doesn't lie open beside the database."""
    replay(home, [{"at": MONDAY, "text": "My sister Ruth lives in Leeds."}], env=RIGHT)
    assert not (home / "key").exists()
    assert "passphrase" in complaint(os1("say", ASKED, home=home)).lower()


def test_nobody_else_on_this_computer_can_read_the_home(told: Path) -> None:
    assert told.stat().st_mode & 0o077 == 0
    assert [path.name for path in told.rglob("*") if path.stat().st_mode & 0o077] == []


def test_a_lost_key(told: Path) -> None:
    key = (told / "key").read_bytes()
    (told / "key").unlink()
    complaint(os1("say", ASKED, home=told))
    (told / "key").write_bytes(b"not a key at all")
    complaint(os1("say", ASKED, home=told))
    (told / "key").write_bytes(bytes(reversed(key.strip())))
    complaint(os1("say", ASKED, home=told))
    (told / "key").write_bytes(key)
    still_answers(told)


def truncated(path: Path) -> None:
    """Cut in the middle of a page."""
    os.truncate(path, path.stat().st_size // 2 + 100)


def flipped(path: Path) -> None:
    """A byte of every page turned over."""
    content = bytearray(path.read_bytes())
    for start in range(0, len(content), PAGE):
        content[start + 1000] ^= 0xFF
    path.write_bytes(content)


def head_flipped(path: Path) -> None:
    """Only the first page damaged."""
    content = bytearray(path.read_bytes())
    content[200] ^= 0xFF
    path.write_bytes(content)


def emptied(path: Path) -> None:
    """Nothing left."""
    path.write_bytes(b"")


def replaced(path: Path) -> None:
    """Something else under that name."""
    path.write_bytes(b"my shopping list\n" * 2000)


@pytest.mark.parametrize("damage", [truncated, flipped, head_flipped, emptied, replaced])
def test_a_damaged_database(told: Path, damage: Callable[[Path], None]) -> None:
    """She says so, never starts afresh over it, and leaves every byte for whoever mends it."""
    path = told / "os1.db"
    whole = path.read_bytes()
    damage(path)
    broken = path.read_bytes()
    complaint(os1("say", "The lamp is green.", "--at", TUESDAY, home=told))
    assert path.read_bytes() == broken
    looked = os1("doctor", home=told)
    assert looked.code == 1
    assert "Traceback" not in looked.out + looked.err
    assert re.search(r"(?i)damag|restore|backup|empty", looked.out + looked.err)
    path.write_bytes(whole)
    still_answers(told)


def test_a_damaged_database_can_be_restored(told: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.os1"
    fine(os1("backup", copy, home=told))
    flipped(told / "os1.db")
    fine(os1("restore", copy, home=told))
    still_answers(told)


def test_a_damaged_copy_is_not_restored(told: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.os1"
    fine(os1("backup", copy, home=told))
    content = bytearray(copy.read_bytes())
    for start in range(500, len(content), 2000):
        content[start] ^= 0xFF
    copy.write_bytes(content)
    complaint(os1("restore", copy, home=told))
    copy.write_bytes(b"my shopping list")
    complaint(os1("restore", copy, home=told))
    still_answers(told)


def test_a_newer_database(told: Path) -> None:
    def version(number: int | None = None) -> int:
        with sqlcipher3.connect(os.fspath(told / "os1.db")) as connection:
            connection.execute(f"PRAGMA key = \"x'{key_of(told).hex()}'\"")
            if number is not None:
                connection.execute(f"PRAGMA user_version = {number}")
            found = connection.execute("PRAGMA user_version").fetchone()[0]
        connection.close()
        return int(found)

    before = version()
    version(9999)
    assert re.search(r"(?i)newer", complaint(os1("say", ASKED, home=told)))
    assert os1("doctor", home=told).code == 1
    assert version() == 9999
    version(before)
    still_answers(told)


def test_a_second_os1_on_the_same_home(told: Path) -> None:
    """The first is held open by a person who is still typing."""
    first = subprocess.Popen(
        [OS1, "talk", "--home", told],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment(),
    )
    assert first.stdin is not None
    assert first.stdout is not None
    try:
        first.stdin.write(b"skip\nskip\nskip\nThe teapot is blue.\n")
        first.stdin.flush()
        assert first.stdout.read(1), "the first has begun to speak, so it holds the home"
        sentence = complaint(os1("say", "The lamp is green.", home=told))
        assert re.search(r"another|already|open|running", sentence, re.IGNORECASE)
    finally:
        first.stdin.close()
        first.stdout.read()
        first.stdout.close()
        first.wait(timeout=60)
    assert finds(told, "teapot")
    assert not finds(told, "lamp")
    still_answers(told)
