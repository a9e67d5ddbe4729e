"""The key of the store: made once, held by the keyring, a passphrase, or a private file.

The database key is 256 random bits and never changes. What changes is what holds it: the
system's keyring where there is one, a passphrase (Argon2id, RFC 9106), and always a recovery
code written down by the person. Where there is neither keyring nor passphrase the key lies in a
file only its owner can read, and the person is told so.
"""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag

from os1.config import Home
from os1.errors import (
    KeyMissing,
    PassphraseNeeded,
    StoreDamaged,
    StoreFull,
    WrongPassphrase,
    WrongRecoveryCode,
)
from os1.store import wrapping

SERVICE = "os1"
HOLDERS = ("keyring", "file", "passphrase", "")  # "" in a backup, which holds no bare key

NO_KEYRING = (
    "No keyring was found on this computer, so the key to your memories lies in {file}, readable "
    "only by you; whoever can read that file can read them. `os1 key passphrase` locks it."
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A key, and on the first start what the person must see once."""

    key: bytes
    recovery_code: str | None = None
    warning: str | None = None


def open_key(home: Home, passphrase: str | None = None) -> Opened:
    """The home's key; a new home gets a new one.

    Raises PassphraseNeeded, WrongPassphrase, or KeyMissing where nothing here can give the key.
    """
    if not home.wraps.exists():
        if home.database.exists() and home.database.stat().st_size > 0:
            raise KeyMissing(
                f"{home.wraps} is gone, and without it {home.database.name} can't be opened; "
                "put it back, or restore a backup with `os1 restore FILE`."
            )
        return _first_key(home, passphrase)
    wraps = read_wraps(home)
    holder = wraps["held_by"]
    if holder == "keyring":
        return Opened(_from_keyring(home, wraps["id"]))
    if holder == "file":
        return Opened(_from_file(home), warning=NO_KEYRING.format(file=home.key_file))
    if passphrase is None:
        raise PassphraseNeeded(
            "This home is locked; give its passphrase (set OS1_PASSPHRASE, or start OS1 in a "
            "terminal and type it)."
        )
    return Opened(key_from_passphrase(wraps, passphrase))


def set_passphrase(home: Home, key: bytes, passphrase: str) -> None:
    """Lock the home: from now on only the passphrase or the recovery code opens it."""
    wraps = read_wraps(home)
    wraps["passphrase"] = wrapping.wrap(key, passphrase.encode())
    _drop_holder(home, wraps)
    wraps["held_by"] = "passphrase"
    _write_wraps(home, wraps)


def drop_passphrase(home: Home, key: bytes) -> str | None:
    """Unlock the home again: keyring or file holds the key; a warning where it is the file."""
    wraps = read_wraps(home)
    wraps.pop("passphrase", None)
    warning = _hold(home, wraps, key)
    _write_wraps(home, wraps)
    return warning


def new_recovery_code(home: Home, key: bytes) -> str:
    """A fresh recovery code; the one before stops working."""
    wraps = read_wraps(home)
    code = wrapping.fresh_code()
    wraps["recovery"] = wrapping.wrap_code(key, code)
    _write_wraps(home, wraps)
    return code


def key_from_passphrase(wraps: dict[str, Any], passphrase: str) -> bytes:
    """The key a passphrase wraps. Raises WrongPassphrase."""
    try:
        return wrapping.unwrap(wraps["passphrase"], passphrase.encode("utf-8", "surrogateescape"))
    except InvalidTag as error:
        raise WrongPassphrase(
            "That passphrase doesn't open this home; try again, or use the recovery code with "
            "`os1 key recover`."
        ) from error


def key_from_recovery(wraps: dict[str, Any], code: str) -> bytes:
    """The key from the written-down code; spaces, dashes and case don't matter."""
    try:
        return wrapping.unwrap_code(wraps["recovery"], code)
    except InvalidTag as error:
        raise WrongRecoveryCode(
            "That recovery code doesn't open these memories; look again at what was written down "
            f"({wrapping.CODE_LENGTH} letters and digits)."
        ) from error


def recover(home: Home, code: str) -> str | None:
    """Open a locked home with the recovery code and hold the key anew; see drop_passphrase."""
    key = key_from_recovery(read_wraps(home), code)
    return drop_passphrase(home, key)


def read_wraps(home: Home) -> dict[str, Any]:
    """What key.json says. Raises StoreDamaged where it can't be read."""
    return parse_wraps(home.wraps.read_bytes(), str(home.wraps))


def parse_wraps(data: bytes, name: str) -> dict[str, Any]:
    """key.json's bytes as a mapping; `name` is what to call it when it is damaged."""
    try:
        wraps: dict[str, Any] = json.loads(data)
        _check(wraps)
    except (ValueError, RecursionError) as error:
        raise StoreDamaged(
            f"{name} is damaged; put it back from a backup with `os1 restore FILE`."
        ) from error
    return wraps


def _check(wraps: object) -> None:
    if not isinstance(wraps, dict) or not isinstance(wraps.get("id"), str):
        raise ValueError("it doesn't say whose it is")
    holder = wraps.get("held_by")
    if holder not in HOLDERS or (holder == "passphrase" and "passphrase" not in wraps):
        raise ValueError("it doesn't say what holds the key")
    wrapping.check(wraps.get("recovery"), costly=False)
    if "passphrase" in wraps:
        wrapping.check(wraps["passphrase"], costly=True)


def adopt(home: Home, wraps: dict[str, Any], key: bytes) -> str | None:
    """Make this home hold `key` under the wraps of a backup; a warning where a file holds it."""
    warning: str | None = None
    if "passphrase" in wraps:
        _drop_holder(home, wraps)
        wraps["held_by"] = "passphrase"
    else:
        warning = _hold(home, wraps, key)
    _write_wraps(home, wraps)
    return warning


def mark_made(home: Home) -> None:
    """Note that this home has had a database, so that an empty one is known for a loss."""
    wraps = read_wraps(home)
    if not wraps.get("made"):
        wraps["made"] = True
        _write_wraps(home, wraps)


def was_made(home: Home) -> bool:
    return home.wraps.exists() and bool(read_wraps(home).get("made"))


def _first_key(home: Home, passphrase: str | None) -> Opened:
    """A new home's key; who gives a passphrase at the start wants it locked from the start."""
    key = secrets.token_bytes(32)
    code = wrapping.fresh_code()
    wraps: dict[str, Any] = {
        "version": 1,
        "id": secrets.token_hex(8),
        "recovery": wrapping.wrap_code(key, code),
    }
    warning = None
    if passphrase is not None:
        wraps["passphrase"] = wrapping.wrap(key, passphrase.encode("utf-8", "surrogateescape"))
        wraps["held_by"] = "passphrase"
    else:
        warning = _hold(home, wraps, key)
    _write_wraps(home, wraps)
    return Opened(key, recovery_code=code, warning=warning)


def _hold(home: Home, wraps: dict[str, Any], key: bytes) -> str | None:
    """Give the key to the keyring, or where there is none to a private file."""
    import keyring  # here, because finding the keyring's back end costs start-up time
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, wraps["id"], key.hex())
        if keyring.get_password(SERVICE, wraps["id"]) == key.hex():
            wraps["held_by"] = "keyring"
            return None
    except KeyringError:
        pass  # no keyring here, or it is locked: the file is the honest fallback
    write_private(home.key_file, key.hex().encode())
    wraps["held_by"] = "file"
    return NO_KEYRING.format(file=home.key_file)


def _drop_holder(home: Home, wraps: dict[str, Any]) -> None:
    if wraps.get("held_by") == "keyring":
        import keyring
        from keyring.errors import KeyringError

        try:
            keyring.delete_password(SERVICE, wraps["id"])
        except KeyringError as error:
            raise KeyMissing(
                "The keyring wouldn't let go of the key, so the home isn't locked; unlock the "
                "keyring and try again."
            ) from error
    home.key_file.unlink(missing_ok=True)


def _from_keyring(home: Home, name: str) -> bytes:
    import keyring
    from keyring.errors import KeyringError

    try:
        held = keyring.get_password(SERVICE, name)
    except KeyringError as error:
        raise KeyMissing(
            "The keyring that holds the key to your memories can't be reached; unlock it, or use "
            "the recovery code with `os1 key recover`."
        ) from error
    if held is None:
        raise KeyMissing(
            "The keyring no longer holds the key to your memories; use the recovery code with "
            "`os1 key recover`."
        )
    return bytes.fromhex(held)


def _from_file(home: Home) -> bytes:
    try:
        key = bytes.fromhex(home.key_file.read_text(encoding="ascii").strip())
    except (OSError, ValueError) as error:
        raise KeyMissing(
            f"{home.key_file} is gone or damaged; put it back, or use the recovery code with "
            "`os1 key recover`."
        ) from error
    if len(key) != 32:
        raise KeyMissing(f"{home.key_file} is damaged; use the recovery code: `os1 key recover`.")
    return key


def _write_wraps(home: Home, wraps: dict[str, Any]) -> None:
    write_private(home.wraps, json.dumps(wraps, indent=1).encode())


def write_private(path: Path, data: bytes) -> None:
    """Write a file only its owner can read, whole or not at all, and on the disk when done."""
    try:
        _write_whole(path, data)
    except OSError as error:
        raise StoreFull(
            f"Nothing could be written in {path.parent} ({error.strerror}); free some space, or name "
            "another place with --home."
        ) from error


def _write_whole(path: Path, data: bytes) -> None:
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    if hasattr(os, "O_DIRECTORY"):  # a folder can't be opened to be synced on Windows
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
