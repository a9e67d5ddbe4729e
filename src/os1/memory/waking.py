"""Traces brought in from elsewhere, and how they become active memory: once, as they come up.

A trace has `TRACE` among the acts of its reading. Waking reads it anew as of its own day and learns
from it; what is learned takes its place behind whatever was said later.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, select, update

from os1.listening.hear import hear
from os1.memory import beliefs, episodes, facts, people, recall
from os1.memory.episodes import Shelf, as_row, at_once
from os1.memory.wording import key_words
from os1.store import settings
from os1.store.tables import reading, statement
from os1.types import Memory, Utterance

TRACE = "trace"
TRACES = "traces"  # the setting that says there are any
STIRRED = 3  # traces a turn wakes at most
NEAR = 8  # of what bears most on a turn, so many are looked at
BEARS = 0.6  # share of a turn's own words a trace holds


def stir(shelf: Shelf, person_id: str, words: str, *, before: int | None = None) -> list[Memory]:
    """Wake the traces that what is said or asked now is about: those that name whom it names, or
    hold most of its words. Returns what was learned; costs one look-up where nothing was brought."""
    if not settings.get(shelf.database, person_id, TRACES):
        return []
    near = recall.search(shelf, person_id, words, most=NEAR, before=before)
    sleeping = asleep(shelf, [int(m.id[1:]) for m in near])
    named = _names(words)
    about = [
        int(m.id[1:])
        for m in near
        if int(m.id[1:]) in sleeping and (named & _names(m.text) or recall.shares(words, m.text) >= BEARS)
    ]
    kept = episodes.fetch(shelf, person_id, about[:STIRRED])
    return [learned for number in sorted(kept) for learned in wake(shelf, person_id, kept[number])]


def _names(words: str) -> set[str]:
    """Words with a capital that carry something."""
    telling = set(key_words(words))
    return {w.lower() for w in re.findall(r"\b[A-Z]\w+", words) if w.lower() in telling}


def asleep(shelf: Shelf, numbers: Iterable[int]) -> set[int]:
    """Those of these utterances that are a trace nobody has spoken of yet."""
    heard = episodes.readings(shelf, numbers)
    return {number for number, row in heard.items() if TRACE in str(row.acts).split()}


def wake(shelf: Shelf, person_id: str, said: Utterance) -> list[Memory]:
    """Make a trace active memory: hear it as of its own day and learn from it, once.

    Returns what was learned; [] for what is no trace or awake already. What is current and was
    said later stays current, and what is learned here was then before it.
    """
    if said.speaker != "person" or said.id not in asleep(shelf, [said.id]):
        return []
    known = people.known_names(people.everyone(shelf, person_id))
    heard = hear(said.text, said.said_at, known=known)
    with at_once(shelf, person_id), shelf.database.write() as connection:
        row = as_row(heard)
        connection.execute(update(reading).where(reading.c.utterance_id == said.id).values(**row))
        people.note_mentions(shelf, person_id, said.id, heard.mentions)
        learned = facts.learn(shelf, person_id, said, heard.statements)
        numbers = [int(m.id[1:]) for m in learned]
        for number in numbers:
            _stand_back(connection, number, said.said_at)
    return beliefs.by_number(shelf, person_id, numbers)


def _stand_back(connection: Connection, number: int, said_at: datetime) -> None:
    """Where old words closed what was said after them, it is the other way round."""
    closed = connection.execute(
        select(statement).where(statement.c.closed_by == number, statement.c.state == "replaced")
    ).all()
    newer = [row for row in closed if datetime.fromisoformat(str(row.asserted_at)) > said_at]
    if not newer:
        return
    connection.execute(
        update(statement)
        .where(statement.c.id.in_([int(row.id) for row in newer]))
        .values(state="current", closed_by=None, valid_to=None)
    )
    first = min(newer, key=lambda row: str(row.asserted_at))
    connection.execute(
        update(statement)
        .where(statement.c.id == number, statement.c.state == "current")
        .values(state="replaced", closed_by=int(first.id), valid_to=first.valid_from or first.asserted_at)
    )
