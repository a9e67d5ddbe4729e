"""Small things kept about a person's home: names, tone, whether the record is on."""

from __future__ import annotations

import secrets

from sqlalchemy import Connection, delete, insert, select, update

from os1.store.database import Database
from os1.store.tables import device, person, setting
from os1.types import Person, Persona

TONES = ("warm", "playful", "quiet", "formal")
TO_FORGET = "to_forget"  # what a restored backup has brought back and has to lose again


def the_person(database: Database, made_at: str) -> Person:
    """Whoever lives here; met now if this is the first start."""
    with database.write() as connection:
        row = connection.execute(select(person.c.id, person.c.name)).first()
        if row:
            return Person(str(row[0]), row[1])
        new = Person(secrets.token_hex(8))
        connection.execute(insert(person).values(id=new.id, name=None, made_at=made_at))
        return new


def person_name(database: Database, person_id: str) -> str | None:
    """What the person wants to be called; None until they said."""
    with database.read() as connection:
        value = connection.execute(select(person.c.name).where(person.c.id == person_id)).scalar()
        return None if value is None else str(value)


def rename(database: Database, person_id: str, name: str | None) -> None:
    with database.write() as connection:
        connection.execute(update(person).where(person.c.id == person_id).values(name=name))


def get(database: Database, person_id: str, name: str, default: str = "") -> str:
    with database.read() as connection:
        value = connection.execute(
            select(setting.c.value).where(setting.c.person_id == person_id, setting.c.name == name)
        ).scalar()
    return default if value is None else str(value)


def put(database: Database, person_id: str, **values: str) -> None:
    with database.write() as connection:
        put_in(connection, person_id, **values)


def put_in(connection: Connection, person_id: str, **values: str) -> None:
    """The same, as part of a transaction that is open already."""
    for name, value in values.items():
        connection.execute(
            delete(setting).where(setting.c.person_id == person_id, setting.c.name == name)
        )
        connection.execute(insert(setting).values(person_id=person_id, name=name, value=value))


def persona(database: Database, person_id: str) -> Persona:
    """Who she is in this home."""
    tone = get(database, person_id, "tone", "warm")
    sounds = tone if tone in TONES else "warm"
    return Persona(her_name(database, person_id), sounds, get(database, person_id, "voice"))  # type: ignore[arg-type]


def her_name(database: Database, person_id: str) -> str:
    """What she is called here."""
    return get(database, person_id, "her_name") or Persona().name


def add_device(database: Database, person_id: str, token_hash: str, made_at: str) -> None:
    with database.write() as connection:
        connection.execute(
            insert(device).values(token_hash=token_hash, person_id=person_id, made_at=made_at)
        )


def knows_device(database: Database, token_hash: str) -> bool:
    with database.read() as connection:
        return (
            connection.execute(
                select(device.c.token_hash).where(device.c.token_hash == token_hash)
            ).first()
            is not None
        )
