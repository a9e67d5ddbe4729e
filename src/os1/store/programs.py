"""Other programs that may talk to her: each with a token of its own, of which only a hash is kept."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import datetime

from sqlalchemy import delete

from os1.errors import RubbishError
from os1.store import settings
from os1.store.database import Database
from os1.store.tables import device

LONGEST_NAME = 60
BEGINS = "os1-"  # what every token begins with


def let_in(database: Database, person_id: str, name: str, at: datetime) -> str:
    """A new token for a program of this name, shown this once. Raises RubbishError for a name that is taken or none."""
    bare, held = " ".join(name.split()), _held(database, person_id)
    if not bare or len(bare) > LONGEST_NAME or not bare.isprintable():
        raise RubbishError("Give the program a short name, so that you know it again.")
    if bare in held:
        raise RubbishError(f"{bare} has a token already; take it back first (`os1 token {bare} --drop`).")
    token = f"{BEGINS}{secrets.token_urlsafe(32)}"
    made_at = at.isoformat(timespec="seconds")
    settings.add_device(database, person_id, hash_of(token), made_at)
    settings.put(database, person_id, programs=json.dumps({**held, bare: [hash_of(token), made_at]}))
    return token


def listed(database: Database, person_id: str) -> dict[str, str]:
    """The programs that may talk to her, each with since when."""
    return {name: at for name, (_, at) in _held(database, person_id).items()}


def drop(database: Database, person_id: str, name: str) -> None:
    """Take a program's token back. Raises RubbishError where there is none."""
    held = _held(database, person_id)
    if name not in held:
        raise RubbishError(f"No program called {name} has a token.")
    token_hash, _ = held.pop(name)
    with database.write() as connection:
        connection.execute(delete(device).where(device.c.token_hash == token_hash))
        settings.put_in(connection, person_id, programs=json.dumps(held))


def hash_of(token: str) -> str:
    """What of a token is kept."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _held(database: Database, person_id: str) -> dict[str, list[str]]:
    raw = settings.get(database, person_id, "programs")
    return dict(json.loads(raw)) if raw else {}
