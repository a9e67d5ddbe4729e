"""What holds the key: keyring, passphrase, recovery code or a private file, and none of them lost."""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked
from tests.contracts.homes import KeptInMemory, a_home

from os1.errors import (
    KeyMissing,
    PassphraseNeeded,
    StoreDamaged,
    WrongPassphrase,
    WrongRecoveryCode,
)
from os1.store.keys import (
    drop_passphrase,
    new_recovery_code,
    open_key,
    recover,
    set_passphrase,
)
from os1.store.wrapping import ALPHABET, CODE_LENGTH

PASSPHRASE = "a warm lamp over the piano"


@pytest.fixture
def ring() -> Iterator[KeptInMemory]:
    """A keyring of the test's own, put in the place of this machine's."""
    before = keyring.get_keyring()
    ring = KeptInMemory()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


def private(path: Path) -> bool:
    return stat.S_IMODE(path.stat().st_mode) == 0o600


def everything(folder: Path) -> bytes:
    return b"".join(p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file())


def test_without_a_keyring_a_private_file_holds_the_key(tmp_path: Path) -> None:
    home = a_home(tmp_path)
    first = open_key(home)
    assert len(first.key) == 32 and first.recovery_code
    assert first.warning and str(home.key_file) in first.warning
    if sys.platform != "win32":
        assert private(home.key_file) and private(home.wraps)
    assert home.key_file.read_text("ascii") == first.key.hex()
    again = open_key(home)
    assert again.key == first.key and again.recovery_code is None
    assert again.warning, "she says so each time it is asked"


def test_every_home_has_a_key_of_its_own(tmp_path: Path) -> None:
    keys = {open_key(a_home(tmp_path, name)).key for name in ("a", "b", "c")}
    assert len(keys) == 3


def test_a_keyring_holds_the_key_and_no_file_does(tmp_path: Path, ring: KeptInMemory) -> None:
    home = a_home(tmp_path)
    first = open_key(home)
    assert first.warning is None
    assert not home.key_file.exists()
    assert list(ring.held.values()) == [first.key.hex()]
    assert first.key.hex().encode() not in everything(home.root)
    assert first.key not in everything(home.root)
    assert open_key(home).key == first.key


def test_a_keyring_that_lost_the_key(tmp_path: Path, ring: KeptInMemory) -> None:
    home = a_home(tmp_path)
    first = open_key(home)
    assert first.recovery_code
    ring.held.clear()
    with pytest.raises(KeyMissing, match=r"os1 key recover"):
        open_key(home)
    assert recover(home, first.recovery_code) is None
    assert open_key(home).key == first.key
    assert list(ring.held.values()) == [first.key.hex()]


class Locked(KeptInMemory):
    """A keyring that answers nobody."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("locked")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked("locked")


class Forgetful(KeptInMemory):
    """A keyring that takes passwords and keeps none."""

    def get_password(self, service: str, username: str) -> str | None:
        return None


def test_a_keyring_that_is_locked_later(tmp_path: Path, ring: KeptInMemory) -> None:
    home = a_home(tmp_path)
    open_key(home)
    keyring.set_keyring(Locked())
    with pytest.raises(KeyMissing, match="unlock it"):
        open_key(home)


@pytest.mark.parametrize("broken", [Locked, Forgetful])
def test_a_keyring_that_cannot_be_relied_on(
    tmp_path: Path, ring: KeptInMemory, broken: type[KeyringBackend]
) -> None:
    keyring.set_keyring(broken())
    home = a_home(tmp_path)
    first = open_key(home)
    assert first.warning and home.key_file.exists()
    assert open_key(home).key == first.key


def test_a_passphrase_locks_and_unlocks(tmp_path: Path, ring: KeptInMemory) -> None:
    home = a_home(tmp_path)
    first = open_key(home)
    set_passphrase(home, first.key, PASSPHRASE)
    assert ring.held == {}, "nothing else may hold the key of a locked home"
    assert first.key.hex().encode() not in everything(home.root)
    assert PASSPHRASE.encode() not in everything(home.root)
    with pytest.raises(PassphraseNeeded):
        open_key(home)
    for wrong in ("", " " + PASSPHRASE, PASSPHRASE.upper(), "\udcff"):
        with pytest.raises(WrongPassphrase):
            open_key(home, wrong)
    assert open_key(home, PASSPHRASE).key == first.key
    assert drop_passphrase(home, first.key) is None
    assert open_key(home).key == first.key
    assert "passphrase" not in json.loads(home.wraps.read_text())


def test_a_locked_home_without_a_keyring_leaves_no_key_file(tmp_path: Path) -> None:
    home = a_home(tmp_path)
    key = open_key(home).key
    set_passphrase(home, key, PASSPHRASE)
    assert not home.key_file.exists()
    assert key.hex().encode() not in everything(home.root)
    warning = drop_passphrase(home, key)
    assert warning and home.key_file.exists()
    assert open_key(home).key == key


def test_a_new_passphrase_makes_the_old_one_void(tmp_path: Path) -> None:
    home = a_home(tmp_path)
    key = open_key(home).key
    set_passphrase(home, key, PASSPHRASE)
    set_passphrase(home, key, "another one altogether")
    with pytest.raises(WrongPassphrase):
        open_key(home, PASSPHRASE)
    assert open_key(home, "another one altogether").key == key


def test_a_passphrase_in_any_script(tmp_path: Path) -> None:
    home = a_home(tmp_path)
    key = open_key(home).key
    set_passphrase(home, key, "שלום · 日本 · é")
    assert open_key(home, "שלום · 日本 · é").key == key


def test_the_recovery_code_opens_a_locked_home(tmp_path: Path) -> None:
    home = a_home(tmp_path)
    first = open_key(home)
    code = first.recovery_code
    assert code
    plain = code.replace("-", "")
    assert len(plain) == CODE_LENGTH and set(plain) <= set(ALPHABET)
    assert plain.encode() not in everything(home.root)
    set_passphrase(home, first.key, PASSPHRASE)
    wrong = ("Z" if code[0] != "Z" else "Y") + code[1:]
    for bad in (wrong, "", code[:-1], code + "0", "not a code"):
        with pytest.raises(WrongRecoveryCode):
            recover(home, bad)
    with pytest.raises(PassphraseNeeded):
        open_key(home)
    assert recover(home, code)
    assert open_key(home).key == first.key


def test_a_code_may_be_copied_by_hand(tmp_path: Path) -> None:
    home = a_home(tmp_path)
    code = open_key(home).recovery_code
    assert code
    misread = code.lower().replace("-", "  ").replace("0", "o").replace("1", "l")
    assert recover(home, misread)


def test_a_new_code_makes_the_old_one_void(tmp_path: Path) -> None:
    home = a_home(tmp_path)
    first = open_key(home)
    assert first.recovery_code
    fresh = new_recovery_code(home, first.key)
    assert fresh != first.recovery_code
    with pytest.raises(WrongRecoveryCode):
        recover(home, first.recovery_code)
    assert recover(home, fresh)
    assert open_key(home).key == first.key


DAMAGED = [b"", b"{", b"[]", b"null", b"7", b"\xff\xfe", b"{}", b'{"id": "a", "held_by": "file"}']


@pytest.mark.parametrize("content", DAMAGED)
def test_a_damaged_key_json(tmp_path: Path, content: bytes) -> None:
    home = a_home(tmp_path)
    open_key(home)
    home.wraps.write_bytes(content)
    with pytest.raises(StoreDamaged, match="os1 restore"):
        open_key(home)
    assert home.wraps.read_bytes() == content, "nothing is made better by writing over it"


DAMAGED_PARTS = {
    "recovery is a word": {"recovery": "x"},
    "recovery is empty": {"recovery": {}},
    "recovery is no base 64": {"recovery": {"salt": "!", "sealed": "é"}},
    "recovery is cut": {"recovery": {"salt": "", "sealed": ""}},
    "passphrase is a word": {"passphrase": "x"},
    "passphrase is empty": {"passphrase": {}},
    "its cost is a word": {"passphrase": {"salt": "AAAA", "sealed": "AAAA", "iterations": "x"}},
    "its cost is nothing": {
        "passphrase": {
            "salt": "AAAAAAAAAAAAAAAAAAAAAA==", "sealed": "AAAA",
            "iterations": 0, "lanes": 0, "memory_cost": 0,
        }
    },
    "held by nobody": {"held_by": "nobody"},
    "held by a number": {"held_by": 7},
    "id is a number": {"id": 7, "held_by": "keyring"},
}  # fmt: skip


@pytest.mark.parametrize("part", DAMAGED_PARTS)
def test_a_part_of_key_json_is_damaged(tmp_path: Path, part: str) -> None:
    """Whichever way it is opened, one sentence comes, and never another error."""
    home = a_home(tmp_path)
    first = open_key(home)
    set_passphrase(home, first.key, PASSPHRASE)
    wraps = json.loads(home.wraps.read_text())
    home.wraps.write_text(json.dumps(wraps | DAMAGED_PARTS[part]))
    told = 0
    for attempt in (lambda: open_key(home, PASSPHRASE), lambda: recover(home, "0" * CODE_LENGTH)):
        try:
            attempt()
        except (KeyMissing, StoreDamaged) as error:
            told += 1
            assert str(error).endswith((".", ")"))
    assert told >= 1


@pytest.mark.parametrize("content", [b"", b"zz", b"ab" * 31, b"ab" * 33, b"\xff" * 64])
def test_a_damaged_key_file(tmp_path: Path, content: bytes) -> None:
    home = a_home(tmp_path)
    first = open_key(home)
    assert first.recovery_code
    home.key_file.write_bytes(content)
    with pytest.raises(KeyMissing, match="os1 key recover"):
        open_key(home)
    assert recover(home, first.recovery_code)
    assert open_key(home).key == first.key


def test_a_missing_key_file(tmp_path: Path) -> None:
    home = a_home(tmp_path)
    open_key(home)
    home.key_file.unlink()
    with pytest.raises(KeyMissing, match="os1 key recover"):
        open_key(home)


def test_no_new_key_over_an_old_database(tmp_path: Path) -> None:
    """Where key.json is gone a fresh key would lock everything told for good."""
    home = a_home(tmp_path)
    open_key(home)
    home.database.write_bytes(os.urandom(4096))
    home.wraps.unlink()
    with pytest.raises(KeyMissing, match="os1 restore"):
        open_key(home)
    assert not home.wraps.exists()
