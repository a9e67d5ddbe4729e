"""Looking whether a home is sound, one sentence a finding."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

from sqlalchemy import func, select

from os1.config import Home
from os1.errors import OS1Error
from os1.store import migrations, minds
from os1.store.database import Database
from os1.store.keys import NO_KEYRING, Opened, open_key, read_wraps
from os1.store.tables import person, utterance

LEAST_ROOM = 100 * 1024 * 1024


def examine(home: Home, passphrase: str | None) -> Iterator[tuple[bool, str]]:
    """Findings as (is it fine, a sentence); stops at what hides the rest."""
    yield True, f"The home is {home.root}."
    room = shutil.disk_usage(home.root).free
    if room < LEAST_ROOM:
        yield False, f"Only {room // 1024 // 1024} MB are free on its disk; make room."
    else:
        yield True, f"There is room on its disk ({room // 1024 // 1024:,} MB)."
    if not home.wraps.exists() and not home.database.exists():
        yield True, "Nothing has been said here yet."
        return
    try:
        opened = open_key(home, passphrase)
        held_by = read_wraps(home)["held_by"]
    except OS1Error as error:
        yield False, str(error)
        return
    yield True, _holder(home, held_by, opened)
    yield from _database(home, opened)


def _leaving(database: Database, person_id: str) -> str:
    """Where words may go, and who finds hers now."""
    agreed, now = minds.agreed(database, person_id), minds.chosen(database, person_id)
    speaks = f"{now.name} finds her words" if now else "she finds her words herself"
    if not agreed:
        return f"Nothing leaves this computer; {speaks}."
    hosts = ", ".join(f"{host} (agreed {at[:10]})" for host, at in agreed.items())
    return f"Words may leave this computer for: {hosts}; {speaks}. `os1 mind revoke HOST` ends that."


def _holder(home: Home, held_by: str, opened: Opened) -> str:
    if held_by == "file":
        return NO_KEYRING.format(file=home.key_file)
    return "The key is held by " + (
        "the keyring." if held_by == "keyring" else "your passphrase, which fits."
    )


def _database(home: Home, opened: Opened) -> Iterator[tuple[bool, str]]:
    try:
        database = Database(home, opened.key)
    except OS1Error as error:
        yield False, str(error)
        return
    try:
        told = database.damaged_pages()
        if told:
            yield (
                False,
                (
                    f"The database has {len(told)} damaged place{'s' if len(told) > 1 else ''} (first: "
                    f"{told[0][:80]}); restore a backup with `os1 restore FILE`, after `os1 export` "
                    "has saved what can still be read."
                ),
            )
        else:
            yield True, "The database is whole."
        with database.read() as connection:
            count = connection.execute(
                select(func.count()).select_from(utterance).where(utterance.c.forgotten == 0)
            ).scalar_one()
            yield True, f"{count} utterances are kept, at version {migrations.version(connection)}."
            owner = connection.execute(select(person.c.id)).scalar()
        yield True, _leaving(database, str(owner))
    except OS1Error as error:
        yield False, str(error)
    finally:
        database.close()
