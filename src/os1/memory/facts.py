"""Statements: what follows from utterances, what is current, and what it replaced.

Nothing is overwritten. A newer value of a single-valued predicate closes the older one, which
keeps its words and its day; both point at the utterances they came from. What wasn't plainly
asserted (a wish, a rumour, a joke) is kept aside and never believed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, or_, select, update

from os1.listening.predicates import OPPOSITE, said
from os1.memory import people
from os1.memory.episodes import Shelf, inserted
from os1.memory.succession import FIXED, displaces, ends_any, family, reopen, same_value
from os1.memory.wording import best_sentences
from os1.store.tables import chore, entity, reading, statement, support, utterance
from os1.types import Memory, MemoryKind, Statement, Utterance

FOLLOW_UP = "follow_up"
BELIEVED = ("asserted",)
UNSURE = "which_is_right"

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
    return by_number(shelf, person_id, new)


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
    current = [
        r for n in family(new.predicate) for r in _current(connection, person_id, who, new.subject, n)
    ]
    if new.kind == "feeling":
        return _keep(connection, person_id, source, new, who, "current")
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
    connection.execute(insert(chore).values(person_id=person_id, name=UNSURE, about=number, due=0.0))


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
