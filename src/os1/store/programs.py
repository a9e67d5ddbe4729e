"""Other programs that may talk to her: each with a token of its own, of which only a hash is kept."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from datetime import datetime

from os1.errors import RubbishError
from os1.store import settings
from os1.store.database import Database

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
    del held[name]
    settings.put(database, person_id, programs=json.dumps(held))


def knows(database: Database, person_id: str, token: str) -> bool:
    """Whether this is the token of a program that was let in. It opens no page: a program may talk, not act for the person."""
    given = hash_of(token)
    return any(hmac.compare_digest(given, kept) for kept, _ in _held(database, person_id).values())


def hash_of(token: str) -> str:
    """What of a token is kept."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _held(database: Database, person_id: str) -> dict[str, list[str]]:
    raw = settings.get(database, person_id, "programs")
    return dict(json.loads(raw)) if raw else {}
