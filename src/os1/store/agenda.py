"""Chores as rows: what is to be done when, for whom."""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from os1.store.database import Database
from os1.store.tables import chore


def due(database: Database, person_id: str, until: float) -> list[tuple[int, str, int, float]]:
    """Chores due by `until` (seconds since 1970), earliest first: number, name, about, due."""
    with database.read() as connection:
        rows = connection.execute(
            select(chore.c.id, chore.c.name, chore.c.about, chore.c.due)
            .where(chore.c.person_id == person_id, chore.c.due <= until)
            .order_by(chore.c.due, chore.c.id)
        )
        return [(int(r[0]), str(r[1]), int(r[2]), float(r[3])) for r in rows]


def finish(database: Database, number: int) -> None:
    with database.write() as connection:
        connection.execute(delete(chore).where(chore.c.id == number))


def put(database: Database, person_id: str, name: str, due_at: float) -> None:
    """Have a chore done at a time; one of that name at most is waiting."""
    with database.write() as connection:
        connection.execute(
            delete(chore).where(chore.c.person_id == person_id, chore.c.name == name)
        )
        connection.execute(
            insert(chore).values(person_id=person_id, name=name, about=0, due=due_at)
        )


def has(database: Database, person_id: str, name: str) -> bool:
    with database.read() as connection:
        return (
            connection.execute(
                select(chore.c.id).where(chore.c.person_id == person_id, chore.c.name == name)
            ).first()
            is not None
        )
