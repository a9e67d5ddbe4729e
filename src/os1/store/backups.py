"""Backups: one file with the encrypted database and the wrapped key, and bringing it back.

The bare key is never in a backup: it opens with the passphrase or the recovery code, or on the
machine whose keyring or home still holds the key.
"""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from os1.config import Home
from os1.errors import KeyMissing, OS1Error, RubbishError, StoreDamaged, StoreFull
from os1.store import migrations
from os1.store.database import Database, connect, translated
from os1.store.keys import (
    adopt,
    key_from_passphrase,
    key_from_recovery,
    mark_made,
    open_key,
    parse_wraps,
    read_wraps,
)
from os1.store.settings import TO_FORGET, put_in
from os1.store.tables import person, utterance

DATABASE, WRAPS = "os1.db", "key.json"


def backup(home: Home, database: Database, now: datetime, given: str | None = None) -> Path:
    """Write a backup and return where it is; whole or not at all. Raises StoreFull, RubbishError."""
    if given is None:
        home.backups.mkdir(mode=0o700, exist_ok=True)
    path = Path(given) if given else home.backups / f"os1-{now:%Y%m%d-%H%M%S}.backup"
    if path.exists():
        raise RubbishError(f"{path} exists already; name another file for the backup.")
    wraps = read_wraps(home)
    wraps.pop("held_by")
    database.checkpoint()
    part = path.with_name(path.name + ".part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as bundle:
                bundle.write(database.path, DATABASE)
                bundle.writestr(WRAPS, json.dumps(wraps))
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise StoreFull(
            f"The backup couldn't be written to {path} ({error.strerror}); name another place."
        ) from error
    return path


def restore(home: Home, file: Path, *, code: str | None = None, passphrase: str | None = None) -> str | None:
    """Put a backup in this home's place; the caller holds the home's lock.

    The database it replaces is set aside, and what was forgotten there since stays forgotten.
    Returns a warning where the key now lies in a file. Raises RubbishError, KeyMissing,
    WrongRecoveryCode, StoreDamaged; then nothing has changed.
    """
    part = home.root / "restoring.db"
    part.unlink(missing_ok=True)
    try:
        wraps = _unpack(file, part)
        key = _key_for(home, wraps, part, code, passphrase)
        _remember_to_forget(part, key, _words_here(home))
        warning = None
        if not _is_this_homes(home, wraps):
            warning = adopt(home, {**wraps, "held_by": ""}, key)
        if home.database.exists():
            home.backups.mkdir(mode=0o700, exist_ok=True)
            home.database.replace(home.backups / "replaced-by-restore.db")
        for leftover in ("-wal", "-shm"):
            home.database.with_name(home.database.name + leftover).unlink(missing_ok=True)
        part.replace(home.database)
    finally:
        for leftover in ("", "-wal", "-shm"):
            part.with_name(part.name + leftover).unlink(missing_ok=True)
    mark_made(home)
    return warning


def _unpack(file: Path, part: Path) -> dict[str, Any]:
    try:
        with zipfile.ZipFile(file) as bundle:
            held = json.loads(bundle.read(WRAPS))
            if not isinstance(held, dict):
                raise ValueError("key.json is no mapping")
            wraps = parse_wraps(json.dumps({"held_by": "", **held}).encode(), str(file))
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as out, bundle.open(DATABASE) as source:
                while block := source.read(1 << 20):
                    out.write(block)
                out.flush()
                os.fsync(out.fileno())
    except (zipfile.BadZipFile, KeyError, ValueError, RecursionError) as error:
        raise RubbishError(f"{file} isn't a whole OS1 backup; nothing was changed.") from error
    except OSError as error:
        raise RubbishError(f"{file} can't be brought in ({error.strerror}).") from error
    return wraps


def _key_for(
    home: Home, wraps: dict[str, Any], part: Path, code: str | None, passphrase: str | None
) -> bytes:
    """A key that opens the backup: given, this home's own, or the keyring's."""
    if code is not None:
        return _opens(part, key_from_recovery(wraps, code))
    if passphrase is not None and "passphrase" in wraps:
        return _opens(part, key_from_passphrase(wraps, passphrase))
    if _is_this_homes(home, wraps):
        return _opens(part, open_key(home, passphrase).key)
    raise KeyMissing(
        "This backup comes from another home; give its recovery code with --recovery CODE"
        + (" or its passphrase in OS1_PASSPHRASE." if "passphrase" in wraps else ".")
    )


def _is_this_homes(home: Home, wraps: dict[str, Any]) -> bool:
    return home.wraps.exists() and bool(read_wraps(home)["id"] == wraps["id"])


def _opens(part: Path, key: bytes) -> bytes:
    with _opened(part, key) as connection:
        if migrations.version(connection) == 0:
            raise StoreDamaged("The database in this backup is empty; nothing was changed.")
        migrations.pending(connection)  # raises where it is from a newer OS1
    return key


def _words_here(home: Home) -> dict[tuple[str, str], str]:
    """(turn, speaker) → the words of it in the home that is being replaced, "" where they were
    forgotten; nothing where the home can't be read."""
    if not home.wraps.exists() or not home.database.exists():
        return {}
    try:
        with _opened(home.database, open_key(home).key) as connection:
            return _words(connection)
    except OS1Error:
        return {}  # it may be why a backup is being brought back


def _words(connection: Connection) -> dict[tuple[str, str], str]:
    rows = connection.execute(select(utterance.c.turn_id, utterance.c.speaker, utterance.c.text))
    return {(str(turn), str(speaker)): str(words) for turn, speaker, words in rows}


def _remember_to_forget(part: Path, key: bytes, here: dict[tuple[str, str], str]) -> None:
    """Leave in the backup's database what the house has to forget when it next opens.

    Words once kept change only by forgetting, so where the two differ the home is right.
    """
    with _opened(part, key) as connection:
        lost = [
            [turn, speaker, here[turn, speaker]]
            for (turn, speaker), words in _words(connection).items()
            if here.get((turn, speaker), words) != words
        ]
        owner = connection.execute(select(person.c.id)).scalar()
        if lost and owner is not None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            put_in(connection, str(owner), **{TO_FORGET: json.dumps(lost)})
            connection.exec_driver_sql("COMMIT")


@contextmanager
def _opened(path: Path, key: bytes) -> Iterator[Connection]:
    connection = connect(path, key)
    try:
        with translated(path):
            yield connection
    finally:
        connection.close()
        connection.engine.dispose()
