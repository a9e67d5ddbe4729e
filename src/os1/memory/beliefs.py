"""What she believes and what it rests on: statements read back with their receipts.

`facts` writes what this reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Row, or_, select

from os1.listening.predicates import said
from os1.memory import people
from os1.memory.episodes import Shelf
from os1.memory.wording import best_sentences
from os1.store.tables import chore, entity, reading, statement, support, utterance
from os1.types import Memory, MemoryKind

UNSURE = "which_is_right"
"""The chore of asking which of two statements is right."""


def doubt(shelf: Shelf, person_id: str) -> tuple[int, Memory, Memory] | None:
    """Two statements that can't both hold and that the person hasn't been asked about: the chore's
    number, the newer and the older."""
    with shelf.database.read() as connection:
        waiting = connection.execute(
            select(chore.c.id, chore.c.about).where(chore.c.person_id == person_id, chore.c.name == UNSURE)
        ).all()
    for number, about in waiting:
        new = by_number(shelf, person_id, [int(about)])
        if new and new[0].current:
            rows = current(shelf, person_id, predicate=new[0].predicate)
            older = [m for m in rows if m.subject == new[0].subject and m.id != new[0].id and not m.denied]
            if older:
                return int(number), new[0], older[-1]
    return None


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


def slot(shelf: Shelf, person_id: str, who: Sequence[int] | None, predicates: Sequence[str]) -> list[Memory]:
    """All that was ever said of these predicates of the person (`who` None) or of these people,
    what was taken back left out, oldest first."""
    owner = statement.c.entity_id.in_(list(who)) if who is not None else statement.c.subject == "me"
    return _select(
        shelf,
        statement.c.person_id == person_id,
        owner,
        statement.c.predicate.in_(list(predicates)),
        statement.c.state != "taken_back",
    )


def of_somebody(shelf: Shelf, person_id: str, who: Sequence[int] | None) -> list[Memory]:
    """What is believed now of the person (`who` None) or of these people, oldest first."""
    owner = statement.c.entity_id.in_(list(who)) if who is not None else statement.c.subject == "me"
    return _select(
        shelf,
        statement.c.person_id == person_id,
        owner,
        statement.c.kind.in_(("fact", "person")),
        statement.c.state == "current",
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
    wanted = list(numbers)
    again = select(support.c.statement_id).where(support.c.utterance_id.in_(wanted))
    return _select(
        shelf,
        statement.c.person_id == person_id,
        or_(statement.c.utterance_id.in_(wanted), statement.c.id.in_(again)),
    )


def by_source(shelf: Shelf, person_id: str, numbers: Iterable[int]) -> dict[str, list[Memory]]:
    """What follows from some utterances, by the id of each."""
    found: dict[str, list[Memory]] = {}
    for each in of_utterances(shelf, person_id, numbers):
        found.setdefault(each.source, []).append(each)
    return found


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
            select(statement, utterance.c.text.label("words"), reading.c.taken_back,
                   entity.c.name.label("named"), entity.c.relation.label("related"))
            .join(utterance, utterance.c.id == statement.c.utterance_id)
            .outerjoin(reading, reading.c.utterance_id == utterance.c.id)
            .outerjoin(entity, entity.c.id == statement.c.entity_id)
            .where(*where)
            .order_by(statement.c.id)
        ).all()  # fmt: skip
    return [_as_memory(row) for row in rows]


def _as_memory(row: Row[tuple[object, ...]]) -> Memory:
    kind: MemoryKind = row.kind
    called = str(row.named or "") or people.by_relation(str(row.related or "")) or str(row.subject)
    over = row.state in ("replaced", "past") and kind == "fact"
    text = str(row.text)
    if kind == "fact":
        text = said(called, row.predicate, row.value, denied=bool(row.denied), over=over and not row.denied)
    since = row.valid_from or (row.starts_at if kind == "plan" else None)
    return Memory(
        id=f"m{row.id}",
        kind=kind,
        text=text,
        source=f"u{row.utterance_id}",
        quote=best_sentences(str(row.words), set(), [int(row.sentence)]),
        said_at=datetime.fromisoformat(str(row.asserted_at)),
        current=row.state == "current",
        taken_back=row.state == "taken_back" or bool(row.taken_back),
        replaced=row.state == "replaced",
        subject=called,
        predicate=str(row.predicate),
        value=str(row.value),
        denied=bool(row.denied),
        modality=row.modality,
        since=datetime.fromisoformat(str(since)) if since else None,
        until=datetime.fromisoformat(str(row.valid_to)) if row.valid_to else None,
        times=int(row.times),
    )
