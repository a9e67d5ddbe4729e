"""Names: what becomes of whoever was named in words that are forgotten."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, delete, func, or_, select, update

from os1.memory import receipts
from os1.memory.people import by_relation
from os1.memory.receipts import Going
from os1.memory.succession import drop
from os1.store import search
from os1.store.tables import entity, mention, person, statement, utterance


def meant_in(connection: Connection, going: Going) -> set[int]:
    """Whoever is meant in words that go."""
    rows = connection.execute(
        select(mention).where(mention.c.utterance_id.in_(search.listed(going)))
    )
    return {
        int(r.entity_id) for r in rows if receipts.goes(going, (int(r.utterance_id), int(r.sentence)))
    }


def unname(connection: Connection, whose: Collection[int], gone: Collection[str]) -> None:
    """Names and relations told only in words that went aren't known any more; of somebody who then
    has neither, nothing is."""
    for number in whose:
        row = connection.execute(select(entity).where(entity.c.id == number)).one()
        at = select(mention.c.utterance_id).where(mention.c.entity_id == number)
        told = connection.execute(select(utterance.c.text).where(utterance.c.id.in_(at))).scalars()
        lost = set(gone) - receipts.words(" ".join(told))
        names = [n for n in (row.name, *row.aliases.split("\n")) if n and not receipts.words(n) & lost]
        tie = "" if receipts.words(row.relation) & lost else row.relation
        if not names and not tie:
            about = select(statement.c.id).where(statement.c.entity_id == number)
            drop(connection, {int(r[0]) for r in connection.execute(about)})
            connection.execute(delete(mention).where(mention.c.entity_id == number))
            continue
        values = {"name": names[0] if names else "", "aliases": "\n".join(names[1:]), "relation": tie}
        connection.execute(update(entity).where(entity.c.id == number).values(**values))
        called = values["name"] or by_relation(tie)
        for said in connection.execute(select(statement).where(statement.c.entity_id == number)):
            if receipts.words(said.subject) & lost:
                text = receipts.without(said.text, lost)
                named = {"subject": called, "text": text}
                connection.execute(update(statement).where(statement.c.id == said.id).values(**named))


def forget_own_name(connection: Connection, person_id: str, going: Collection[int]) -> None:
    """What the person is called goes with the statement that told it; what else was told stands."""
    told = (
        select(statement.c.id, statement.c.value)
        .where(
            statement.c.person_id == person_id,
            statement.c.subject == "me",
            statement.c.predicate == "is called",
            statement.c.state.in_(("current", "replaced")),
            statement.c.denied == 0,
        )
        .order_by(statement.c.id)
    )
    rows = connection.execute(told).all()
    here = update(person).where(person.c.id == person_id)
    here = here.where(person.c.name.in_([str(r.value) for r in rows if r.id in going]))
    left = [str(r.value) for r in rows if r.id not in going]
    connection.execute(here.values(name=left[-1] if left else None))


def drop_unmentioned(connection: Connection, person_id: str, names: Collection[str] = ()) -> None:
    """People nobody is said to have mentioned any more are not known any more, but for those whom
    the person wants left alone: they stay, unless they are what is forgotten (`names`)."""
    still = select(mention.c.entity_id).union(
        select(statement.c.entity_id).where(statement.c.entity_id.is_not(None))
    )
    connection.execute(
        delete(entity).where(
            entity.c.person_id == person_id, entity.c.id.not_in(still),
            or_(entity.c.quiet == 0, func.lower(entity.c.name).in_([name.lower() for name in names])),
        )
    )
