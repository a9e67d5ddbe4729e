"""Receipts: the words a statement rests on, its own first, and what becomes of it when some go."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, delete, insert, select, update

from os1.store import search
from os1.store.tables import statement, support, utterance

Place = tuple[int, int]
"""The number of an utterance and of a sentence in it."""


def of(connection: Connection, numbers: Iterable[int]) -> dict[int, list[Place]]:
    """Statement number → where it was said: the words it was first read from, then the others."""
    wanted = search.listed(numbers)
    own = select(statement.c.id, statement.c.utterance_id, statement.c.sentence).where(
        statement.c.id.in_(wanted)
    )
    more = select(support).where(support.c.statement_id.in_(wanted)).order_by(support.c.utterance_id)
    found = {int(r.id): [(int(r.utterance_id), int(r.sentence))] for r in connection.execute(own)}
    for row in connection.execute(more):
        found[int(row.statement_id)].append((int(row.utterance_id), int(row.sentence)))
    return found


def hand_over(connection: Connection, going: Collection[int]) -> None:
    """Before these utterances go: what was also said elsewhere rests on those words from now on."""
    wanted = search.listed(going)
    touched = {
        int(r[0])
        for query in (
            select(statement.c.id).where(statement.c.utterance_id.in_(wanted)),
            select(support.c.statement_id).where(support.c.utterance_id.in_(wanted)),
        )
        for r in connection.execute(query)
    }
    for number, places in of(connection, touched).items():
        left = [place for place in places if place[0] not in going]
        if left:
            rest_on(connection, number, left)
        else:
            connection.execute(delete(support).where(support.c.statement_id == number))


def rest_on(connection: Connection, number: int, places: list[Place]) -> None:
    """Let a statement rest on these words, the first of them its own."""
    own = select(statement.c.utterance_id, statement.c.sentence).where(statement.c.id == number)
    row = connection.execute(own).one()
    values: dict[str, object] = {"times": len(places)}
    if (row.utterance_id, row.sentence) != places[0]:
        said = select(utterance.c.said_at).where(utterance.c.id == places[0][0])
        values |= {"utterance_id": places[0][0], "sentence": places[0][1], "from_char": 0, "to_char": 0,
                   "asserted_at": connection.execute(said).scalar_one()}  # fmt: skip
    connection.execute(update(statement).where(statement.c.id == number).values(**values))
    connection.execute(delete(support).where(support.c.statement_id == number))
    for at, sentence in places[1:]:
        more = {"statement_id": number, "utterance_id": at, "sentence": sentence}
        connection.execute(insert(support).values(**more))
