"""Statements: what follows from utterances, what is current, and what it replaced.

Nothing is overwritten. A newer value of a single-valued predicate closes the older one, which
keeps its words and its day; both point at the utterances they came from.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, insert, select, update

from os1.memory.episodes import Shelf, inserted
from os1.memory.wording import best_sentences
from os1.store.tables import chore, reading, statement, utterance
from os1.types import Memory, MemoryKind, Statement, Utterance

FOLLOW_UP = "follow_up"


def learn(
    shelf: Shelf, person_id: str, source: Utterance, said: Sequence[Statement]
) -> list[Memory]:
    """Keep what an utterance states; returns what was new, with its receipt."""
    if not said:
        return []
    new: list[int] = []
    with shelf.database.write() as connection:
        for each in said:
            number = _learn_one(connection, person_id, source, each)
            if number is not None:
                new.append(number)
    return by_number(shelf, person_id, new)


def _learn_one(
    connection: Connection, person_id: str, source: Utterance, said: Statement
) -> int | None:
    same = _current(connection, person_id, said.subject, said.predicate)
    if any(row.value.lower() == said.value.lower() for row in same) and said.kind != "feeling":
        return None  # known already; the first words stay its receipt
    result = connection.execute(
        insert(statement).values(
            person_id=person_id,
            utterance_id=source.id,
            sentence=said.sentence,
            kind=said.kind,
            subject=said.subject,
            predicate=said.predicate,
            value=said.value,
            text=said.text,
            asserted_at=source.said_at.isoformat(),
            starts_at=said.start.isoformat() if said.start else None,
            ends_at=said.end.isoformat() if said.end else None,
            state="current",
        )
    )
    number = inserted(result)
    if said.single:
        for row in same:
            _close(connection, int(row.id), number)
    if said.kind == "plan" and said.end and not said.closes:
        connection.execute(
            insert(chore).values(
                person_id=person_id, name=FOLLOW_UP, about=number, due=said.end.timestamp()
            )
        )
    return number


def _current(
    connection: Connection, person_id: str, subject: str, predicate: str
) -> Sequence[Row[tuple[object, ...]]]:
    return connection.execute(
        select(statement).where(
            statement.c.person_id == person_id,
            statement.c.subject == subject,
            statement.c.predicate == predicate,
            statement.c.state == "current",
        )
    ).all()


def _close(connection: Connection, number: int, by: int) -> None:
    connection.execute(
        update(statement).where(statement.c.id == number).values(state="replaced", closed_by=by)
    )


def close_plans(shelf: Shelf, numbers: Iterable[int], by: int) -> None:
    """Plans that a newer one moved or called off: their words stay, they are no longer current."""
    with shelf.database.write() as connection:
        for number in numbers:
            _close(connection, number, by)


def take_back(shelf: Shelf, utterance_id: int) -> None:
    """What followed from an utterance that was a joke, or that is no longer meant, isn't believed."""
    with shelf.database.write() as connection:
        connection.execute(
            update(statement)
            .where(statement.c.utterance_id == utterance_id)
            .values(state="taken_back")
        )


def current(shelf: Shelf, person_id: str, **where: str) -> list[Memory]:
    """Statements with these column values (kind, subject, predicate; current ones unless another
    state is named), oldest first."""
    where.setdefault("state", "current")
    wanted = [statement.c[name] == value for name, value in where.items()]
    return _select(shelf, statement.c.person_id == person_id, *wanted)


def replaced_by(shelf: Shelf, person_id: str, number: int) -> list[Memory]:
    """The statements that a newer one closed, oldest first."""
    return _select(
        shelf, statement.c.person_id == person_id, statement.c.closed_by == number,
        statement.c.state == "replaced",
    )  # fmt: skip


def history(shelf: Shelf, person_id: str, subject: str, predicate: str) -> list[Memory]:
    """All values a predicate has had that weren't taken back, oldest first."""
    return _select(
        shelf,
        statement.c.person_id == person_id,
        statement.c.subject == subject,
        statement.c.predicate == predicate,
        statement.c.state != "taken_back",
    )


def plans_holding(shelf: Shelf, person_id: str, part: str, most: int = 12) -> list[Memory]:
    """The newest plans, not replaced, that hold these letters or put right one that does."""
    like = statement.c.text.contains(part, autoescape=True)
    righted = select(statement.c.closed_by).where(
        statement.c.person_id == person_id, statement.c.closed_by.is_not(None), like
    )
    with shelf.database.read() as connection:
        rows = connection.execute(
            select(statement.c.id)
            .where(
                statement.c.person_id == person_id,
                statement.c.kind == "plan",
                statement.c.state.in_(("current", "past", "asked")),
                like | statement.c.id.in_(righted),
            )
            .order_by(statement.c.id.desc())
            .limit(most)
        )
        numbers = [int(row[0]) for row in rows]
    return by_number(shelf, person_id, numbers)


def of_utterances(shelf: Shelf, person_id: str, numbers: Iterable[int]) -> list[Memory]:
    """Every statement that follows from one of these utterances."""
    return _select(
        shelf,
        statement.c.person_id == person_id,
        statement.c.utterance_id.in_(list(numbers)),
    )


def by_number(shelf: Shelf, person_id: str, numbers: Iterable[int]) -> list[Memory]:
    """Statements by number, in order; unknown ones are left out."""
    return _select(shelf, statement.c.person_id == person_id, statement.c.id.in_(list(numbers)))


def plan_times(shelf: Shelf, number: int) -> tuple[datetime, datetime] | None:
    """When a planned thing is to happen; None for a statement without a time."""
    with shelf.database.read() as connection:
        row = connection.execute(
            select(statement.c.starts_at, statement.c.ends_at).where(statement.c.id == number)
        ).first()
    if row is None or row[0] is None or row[1] is None:
        return None
    return datetime.fromisoformat(str(row[0])), datetime.fromisoformat(str(row[1]))


def _select(shelf: Shelf, *where: ColumnElement[bool]) -> list[Memory]:
    with shelf.database.read() as connection:
        rows = connection.execute(
            select(statement, utterance.c.text.label("words"), reading.c.taken_back)
            .join(utterance, utterance.c.id == statement.c.utterance_id)
            .outerjoin(reading, reading.c.utterance_id == utterance.c.id)
            .where(*where)
            .order_by(statement.c.id)
        ).all()
    return [_as_memory(row) for row in rows]


def _as_memory(row: Row[tuple[object, ...]]) -> Memory:
    kind: MemoryKind = row.kind
    return Memory(
        id=f"m{row.id}",
        kind=kind,
        text=str(row.text),
        source=f"u{row.utterance_id}",
        quote=best_sentences(str(row.words), set(), [int(row.sentence)]),
        said_at=datetime.fromisoformat(str(row.asserted_at)),
        current=row.state == "current",
        taken_back=row.state == "taken_back" or bool(row.taken_back),
        replaced=row.state == "replaced",
    )
