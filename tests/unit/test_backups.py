"""Backups: a whole copy that opens elsewhere, and never brings back what was forgotten."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from sqlalchemy import select
from tests.contracts.homes import MONDAY, KeptInMemory, a_home, a_house
from tests.flows.pages import traces

from os1.config import Home
from os1.errors import (
    KeyMissing,
    OS1Error,
    RubbishError,
    StoreFull,
    StoreTooNew,
    WrongPassphrase,
    WrongRecoveryCode,
)
from os1.house import House
from os1.memory import archive, episodes, forgetting
from os1.store import migrations
from os1.store.backups import backup, restore
from os1.store.database import lock_home
from os1.store.keys import open_key, set_passphrase
from os1.store.tables import utterance
from os1.testing import SetClock

PASSPHRASE = "a warm lamp over the piano"
TOLD = ("The wheelbarrow is red.", "Ruth lives in Leeds.")


class Copied:
    """A home with two things told, its backup, and its recovery code."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with a_house(folder) as house:
            self.home = house.home
            assert house.opened.recovery_code
            self.code = house.opened.recovery_code
            self.key = house.opened.key
            for n, text in enumerate(TOLD):
                house.turns.accept(house.person.id, f"t{n}", text, MONDAY)
            house.turns.reload(house.person.id)
            self.file = backup(house.home, house.database, MONDAY)

    def texts(self, home: Home | None = None) -> list[str]:
        """What is kept in a home, in order."""
        with opened(home or self.home) as house, house.database.read() as connection:
            rows = connection.execute(
                select(utterance.c.text).where(utterance.c.text != "").order_by(utterance.c.id)
            )
            return [str(row[0]) for row in rows]


def opened(home: Home) -> House:
    return House(home, SetClock(MONDAY), PASSPHRASE)


@pytest.fixture
def copied(tmp_path: Path) -> Iterator[Copied]:
    yield Copied(tmp_path)


def bring(home: Home, file: Path, **how: str) -> str | None:
    lock = lock_home(home)
    try:
        return restore(home, file, **how)
    finally:
        lock.release()


def test_a_backup_holds_no_key_and_no_words(copied: Copied) -> None:
    content = copied.file.read_bytes()
    assert copied.key not in content and copied.key.hex().encode() not in content
    assert not any(text.encode() in content for text in TOLD)
    with zipfile.ZipFile(copied.file) as bundle:
        assert sorted(bundle.namelist()) == ["key.json", "os1.db"]
        assert "held_by" not in json.loads(bundle.read("key.json"))
    if sys.platform != "win32":
        assert copied.file.stat().st_mode & 0o077 == 0
    assert not list(copied.home.root.rglob("*.part"))


def test_to_a_fresh_home_with_the_recovery_code(copied: Copied) -> None:
    elsewhere = a_home(copied.folder, "elsewhere")
    warning = bring(elsewhere, copied.file, code=copied.code)
    assert warning and str(elsewhere.key_file) in warning
    assert copied.texts(elsewhere) == list(TOLD)
    assert open_key(elsewhere).key == copied.key
    again = a_home(copied.folder, "again")
    assert bring(again, copied.file, code=copied.code.lower().replace("-", " "))
    assert copied.texts(again) == list(TOLD)


def test_to_a_fresh_home_whose_keyring_takes_the_key(copied: Copied) -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(KeptInMemory())
    try:
        elsewhere = a_home(copied.folder, "elsewhere")
        assert bring(elsewhere, copied.file, code=copied.code) is None
        assert not elsewhere.key_file.exists()
        assert open_key(elsewhere).key == copied.key
    finally:
        keyring.set_keyring(before)


def test_to_a_fresh_home_with_the_passphrase(copied: Copied) -> None:
    set_passphrase(copied.home, copied.key, PASSPHRASE)
    with opened(copied.home) as house:
        file = backup(house.home, house.database, MONDAY, str(copied.folder / "locked.backup"))
    elsewhere = a_home(copied.folder, "elsewhere")
    with pytest.raises(WrongPassphrase):
        bring(elsewhere, file, passphrase="something else")
    with pytest.raises(KeyMissing, match="passphrase"):
        bring(elsewhere, file)
    assert list(elsewhere.root.glob("os1.db*")) == []
    assert bring(elsewhere, file, passphrase=PASSPHRASE) is None
    assert copied.texts(elsewhere) == list(TOLD)
    assert not elsewhere.key_file.exists(), "it stays locked where it was locked"


def test_into_the_home_it_came_from_nothing_is_asked(copied: Copied) -> None:
    with a_house(copied.folder) as house:
        house.turns.accept(house.person.id, "later", "The boiler broke.", MONDAY)
    bring(copied.home, copied.file)
    assert copied.texts() == list(TOLD)
    aside = copied.home.backups / "replaced-by-restore.db"
    assert aside.exists(), "what was replaced is set aside"


@pytest.mark.parametrize("code", ["", "0" * 26, "not a code"])
def test_a_wrong_code_changes_nothing(copied: Copied, code: str) -> None:
    elsewhere = a_home(copied.folder, "elsewhere")
    with pytest.raises(WrongRecoveryCode):
        bring(elsewhere, copied.file, code=code)
    with pytest.raises(KeyMissing, match="--recovery"):
        bring(elsewhere, copied.file)
    assert {p.name for p in elsewhere.root.iterdir()} <= {"os1.lock"}


def damaged(file: Path, how: str) -> bytes:
    content = file.read_bytes()
    return {
        "empty": b"",
        "cut in half": content[: len(content) // 2],
        "cut at its end": content[:-30],
        "no zip": os.urandom(5_000),
        "a text": b"This isn't a backup.",
        "a page changed": content[:9_000] + b"\x00" * 64 + content[9_064:],
    }[how]


DAMAGES = ["empty", "cut in half", "cut at its end", "no zip", "a text", "a page changed"]


@pytest.mark.parametrize("how", DAMAGES)
def test_a_damaged_backup_changes_nothing(copied: Copied, how: str) -> None:
    file = copied.folder / "damaged.backup"
    file.write_bytes(damaged(copied.file, how))
    before = {p.name: p.read_bytes() for p in copied.home.root.iterdir() if p.is_file()}
    with pytest.raises(RubbishError, match="nothing was changed"):
        bring(copied.home, file)
    assert before == {p.name: p.read_bytes() for p in copied.home.root.iterdir() if p.is_file()}
    assert copied.texts() == list(TOLD)


CONTENTS = {
    "nothing in it": {},
    "no key": {"os1.db": b"x" * 4096},
    "no database": {"key.json": b"{}"},
    "a list for a key": {"key.json": b"[]", "os1.db": b"x"},
    "a number for a key": {"key.json": b"7", "os1.db": b"x"},
    "an empty key": {"key.json": b"{}", "os1.db": b"x"},
}


@pytest.mark.parametrize("name", CONTENTS)
def test_a_zip_that_is_no_backup(copied: Copied, name: str) -> None:
    file = copied.folder / "other.zip"
    with zipfile.ZipFile(file, "w") as bundle:
        for inner, content in CONTENTS[name].items():
            bundle.writestr(inner, content)
    with pytest.raises(OS1Error):
        bring(copied.home, file, code=copied.code)
    assert copied.texts() == list(TOLD)


def test_files_that_can_not_be_read(copied: Copied) -> None:
    for path in (copied.folder / "missing.backup", copied.folder):
        with pytest.raises(RubbishError):
            bring(copied.home, path)
    assert copied.texts() == list(TOLD)


def test_a_backup_from_a_newer_os1(copied: Copied, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "STEPS", ())
    with pytest.raises(StoreTooNew):
        bring(copied.home, copied.file)
    monkeypatch.undo()
    assert copied.texts() == list(TOLD)


def test_what_was_forgotten_since_stays_forgotten(copied: Copied) -> None:
    with a_house(copied.folder) as house:
        said = episodes.by_turn(house.shelf, house.person.id, "t0", "person")
        assert said
        forgetting.forget(house.shelf, house.person.id, {said.id: None})
    bring(copied.home, copied.file)
    assert copied.texts() == [TOLD[1]]
    bring(copied.home, copied.file)
    assert copied.texts() == [TOLD[1]], "and the second time too"


def test_her_reply_forgotten_since_stays_forgotten(tmp_path: Path) -> None:
    with a_house(tmp_path) as house:
        home, me = house.home, house.person.id
        asyncio.run(house.reply("t", "Tom rang from Aberystwyth."))
        asyncio.run(house.reply("q", "What did I tell you about Tom?"))
        file = backup(home, house.database, MONDAY)
        said = episodes.by_turn(house.shelf, me, "t", "person")
        answer = episodes.by_turn(house.shelf, me, "q", "samantha")
        assert said and answer and "Aberystwyth" in answer.text
        forgetting.forget(house.shelf, me, {said.id: None}, ["Tom"])
    bring(home, file)
    with a_house(tmp_path) as house:
        lines = list(archive.export(house.shelf, me))
    assert lines and not any("Aberystwyth" in line for line in lines)
    assert "os1.db (plain)" not in traces(home.root, "Aberystwyth")


def test_one_sentence_forgotten_since_stays_forgotten(tmp_path: Path) -> None:
    with a_house(tmp_path) as house:
        home = house.home
        text = "Tom rang from Aberystwyth. The boiler broke."
        house.turns.accept(house.person.id, "t", text, MONDAY)
        house.turns.reload(house.person.id)
        file = backup(home, house.database, MONDAY)
        said = episodes.by_turn(house.shelf, house.person.id, "t", "person")
        assert said
        forgetting.forget(house.shelf, house.person.id, {said.id: [0]}, ["Tom"])
    bring(home, file)
    with a_house(tmp_path) as house:
        kept = episodes.by_turn(house.shelf, house.person.id, "t", "person")
        assert kept and kept.text == "The boiler broke."


def test_a_place_that_can_not_be_written(copied: Copied) -> None:
    with a_house(copied.folder) as house, pytest.raises(StoreFull, match="another place"):
        backup(house.home, house.database, MONDAY, str(copied.folder / "no" / "such" / "place"))
