"""Statements: what follows from utterances, what is current, and what it replaced.

Nothing is overwritten. A newer value of a single-valued predicate closes the older one, which
keeps its words and its day; both point at the utterances they came from. What wasn't plainly
asserted (a wish, a rumour, a joke) is kept aside and never believed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, delete, insert, select, update

from os1.listening.predicates import OPPOSITE
from os1.memory import beliefs, people
from os1.memory.episodes import Shelf, inserted
from os1.memory.succession import FIXED, displaces, ends_any, family, reopen, same_value
from os1.store.tables import chore, statement, support
from os1.types import Memory, Statement, Utterance

FOLLOW_UP = "follow_up"
BELIEVED = ("asserted",)

_Rows = Sequence[Row[tuple[object, ...]]]


def learn(shelf: Shelf, person_id: str, source: Utterance, said: Sequence[Statement]) -> list[Memory]:
    """Keep what an utterance states; returns what was new, with its receipt."""
    if not said:
        return []
    new: list[int] = []
    with shelf.database.write() as connection:
        for each in said:
            number = _learn_one(shelf, connection, person_id, source, each)
            if number is not None:
                new.append(number)
    return beliefs.by_number(shelf, person_id, new)


def _learn_one(
    shelf: Shelf, connection: Connection, person_id: str, source: Utterance, new: Statement
) -> int | None:
    who = None
    if new.subject != "me" and new.kind in ("fact", "person"):
        who = people.meant_by(shelf, connection, person_id, new.subject, source.id, new.sentence)
    if who is not None and new.predicate in ("relation", "is my") and new.modality in BELIEVED:
        people.tie(shelf, connection, person_id, who, new.value)
    if who is not None and new.predicate == "is called" and new.modality in BELIEVED and not new.denied:
        people.name(shelf, connection, person_id, who, new.value)
    if new.modality not in BELIEVED:
        return _keep(connection, person_id, source, new, who, "aside")
    if new.kind == "feeling":
        return _keep(connection, person_id, source, new, who, "current")
    current = [
        r for n in family(new.predicate) for r in _current(connection, person_id, who, new.subject, n)
    ]
    alike = [r for r in current if same_value(str(r.value), new.value)]
    if new.over and ends_any(new.predicate, new.value):
        alike = list(current)
    if new.over and new.closes and not alike and not new.value[:1].isupper():
        return None  # "left the party": nothing had begun that could end
    if new.over:
        return _ended(connection, person_id, source, new, who, alike)
    agreeing = [r for r in alike if bool(r.denied) == new.denied and r.predicate == new.predicate]
    if agreeing:
        _count(connection, int(agreeing[-1].id), source.id, new.sentence)
        for row in current:  # said again, it settles what was in doubt
            if new.predicate in FIXED and not (row.denied or new.denied or row in alike):
                _close(connection, int(row.id), int(agreeing[-1].id), source.said_at)
        return None  # known already; the first words stay its receipt
    number = _keep(connection, person_id, source, new, who, "current")
    if new.predicate in FIXED and not new.denied and any(not r.denied for r in current):
        _ask_once(connection, person_id, number)
    opposite = OPPOSITE.get(new.predicate)
    against = _current(connection, person_id, who, new.subject, opposite) if opposite else ()
    for row in (r for r in (*current, *against) if displaces(new, r)):
        _close(connection, int(row.id), number, source.said_at if new.start is None else new.start)
    if new.kind == "plan" and new.end and not new.closes:
        connection.execute(
            insert(chore).values(person_id=person_id, name=FOLLOW_UP, about=number, due=new.end.timestamp())
        )
    return number


def _ended(
    connection: Connection, person_id: str, source: Utterance, new: Statement, who: int | None, alike: _Rows
) -> int:
    """Something is so no longer: what said it was is closed, and this is kept as what was."""
    number = _keep(connection, person_id, source, new, who, "past")
    for row in alike:
        if not row.denied:
            _close(connection, int(row.id), number, new.start or source.said_at)
    return number


def _keep(
    connection: Connection, person_id: str, source: Utterance, new: Statement, who: int | None, state: str
) -> int:
    result = connection.execute(
        insert(statement).values(
            person_id=person_id,
            utterance_id=source.id,
            sentence=new.sentence,
            kind=new.kind,
            subject=new.subject,
            predicate=new.predicate,
            value=new.value,
            text=new.text,
            asserted_at=source.said_at.isoformat(),
            starts_at=new.start.isoformat() if new.start and new.kind != "fact" else None,
            ends_at=new.end.isoformat() if new.end else None,
            valid_from=new.start.isoformat() if new.start and new.kind == "fact" else None,
            state=state,
            entity_id=who,
            denied=int(new.denied),
            modality=new.modality,
            certainty=new.certainty,
            cause=new.cause,
            from_char=new.from_,
            to_char=new.to,
        )
    )
    return inserted(result)


def _count(connection: Connection, number: int, utterance_id: int, sentence: int) -> None:
    """The same was said again: one statement, one more receipt."""
    known = select(support.c.utterance_id).where(
        support.c.statement_id == number, support.c.utterance_id == utterance_id
    )
    if connection.execute(known).first() is None:
        connection.execute(
            insert(support).values(statement_id=number, utterance_id=utterance_id, sentence=sentence)
        )
        connection.execute(
            update(statement).where(statement.c.id == number).values(times=statement.c.times + 1)
        )


def _ask_once(connection: Connection, person_id: str, number: int) -> None:
    connection.execute(insert(chore).values(person_id=person_id, name=beliefs.UNSURE, about=number, due=0.0))


def _current(connection: Connection, person_id: str, who: int | None, subject: str, predicate: str) -> _Rows:
    owner = statement.c.entity_id == who if who else statement.c.subject == subject
    return connection.execute(
        select(statement).where(
            statement.c.person_id == person_id,
            owner,
            statement.c.predicate == predicate,
            statement.c.state == "current",
        )
    ).all()


def _close(connection: Connection, number: int, by: int, at: datetime) -> None:
    connection.execute(
        update(statement)
        .where(statement.c.id == number)
        .values(state="replaced", closed_by=by, valid_to=at.isoformat())
    )


def close_plans(shelf: Shelf, numbers: Iterable[int], by: int, at: datetime) -> None:
    """Plans that a newer one moved or called off: their words stay, they are no longer current."""
    with shelf.database.write() as connection:
        for number in numbers:
            _close(connection, number, by, at)


def replace(shelf: Shelf, old: int, new: int, at: datetime) -> None:
    """One statement takes the place of another that never was true, and is taken back."""
    if old != new:
        with shelf.database.write() as connection:
            _close(connection, old, new, at)
            connection.execute(update(statement).where(statement.c.id == old).values(state="taken_back"))


def take_back(shelf: Shelf, utterance_id: int) -> None:
    """What followed from an utterance that was a joke, or that is no longer meant, isn't believed;
    what it had closed stands again, and what was said elsewhere too stands on those words."""
    with shelf.database.write() as connection:
        own = select(statement.c.id).where(statement.c.utterance_id == utterance_id)
        reopen(connection, {int(row[0]) for row in connection.execute(own)})
        connection.execute(
            update(statement).where(statement.c.utterance_id == utterance_id).values(state="taken_back")
        )
        again = select(support.c.statement_id).where(support.c.utterance_id == utterance_id)
        connection.execute(
            update(statement).where(statement.c.id.in_(again)).values(times=statement.c.times - 1)
        )
        connection.execute(delete(support).where(support.c.utterance_id == utterance_id))
