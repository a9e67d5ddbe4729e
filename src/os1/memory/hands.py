"""The person's hands: putting right, letting go of, pinning and hushing what is remembered."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, Row, select, update

from os1.errors import NoSuchMemory, RubbishError
from os1.listening.hear import hear
from os1.listening.predicates import room, said
from os1.memory import beliefs, episodes, facts, forgetting, people, receipts, replies
from os1.memory.episodes import Shelf
from os1.memory.forgetting import Forgotten
from os1.memory.succession import reopen, same_value
from os1.store import settings
from os1.store.tables import entity, statement
from os1.types import Heard, Memory, Move, Statement, Utterance

LONGEST_VALUE = 400
CORRECTED = Move("corrected", ("you put it right with your own hands",))


def correct(
    shelf: Shelf, person_id: str, turn_id: str, memory_id: str, new_value: str, at: datetime
) -> Memory:
    """Put a statement right: kept as words of the person's own, from which the new one follows.

    The old one is no longer believed, and nothing it had closed opens again. The same turn twice is
    one correction. Raises NoSuchMemory, and RubbishError where the value can't be taken.
    """
    old = _row(shelf, person_id, memory_id)
    value = " ".join(new_value.split()).rstrip(".")
    if not value or len(value) > LONGEST_VALUE:
        raise RubbishError(f"Say in a few words what is right, {LONGEST_VALUE} letters at most.")
    value = _whole(str(old.predicate), str(old.value), value)
    if value.lower() == str(old.value).lower() and old.state == "current":
        raise RubbishError("That is what I have already.")
    if old.kind == "feeling":
        raise RubbishError("What you felt can be let go of here, but only you can say it anew.")
    known = episodes.by_turn(shelf, person_id, turn_id, "person")
    if known is not None:
        follows = beliefs.of_utterances(shelf, person_id, [known.id])
        if not follows:
            raise NoSuchMemory("That was put right, and forgotten since; reload the page.")
        return follows[-1]
    words = in_own_words(shelf, person_id, memory_id, value)
    heard = hear(words, at, known=people.known_names(people.everyone(shelf, person_id)))
    with episodes.at_once(shelf, person_id):
        kept = episodes.keep(shelf, person_id, turn_id, "person", words, at)
        episodes.understand(shelf, person_id, kept, heard)
        people.note_mentions(shelf, person_id, kept.id, heard.mentions)
        number = _replace(shelf, person_id, old, kept, _as_said(old, value, words, heard))
        pieces = json.loads(settings.get(shelf.database, person_id, "pieces", "[]"))
        replies.keep_reply(shelf, person_id, turn_id, "", at, CORRECTED, cut=False, pieces=pieces)
        _follow(shelf, person_id, old, value)
    return beliefs.by_number(shelf, person_id, [number])[0]


def in_own_words(shelf: Shelf, person_id: str, memory_id: str, value: str) -> str:
    """A statement with another value as the person would say it: "No: I live in Ghent."."""
    old = _memory(shelf, person_id, memory_id)
    if old.kind == "plan":
        return value[:1].upper() + value[1:] + "."
    value = _whole(old.predicate, old.value, value)
    own = value.rpartition(": ")[2]
    given = value if said("me", "is a", own).endswith(own) else value.removesuffix(own) + "\0"
    told = said("me" if old.subject == "me" else old.subject, old.predicate, given, denied=old.denied)
    for hers, theirs in ((r"^you are\b", "I am"), (r"^you aren't\b", "I'm not"), (r"^you\b", "I"),
                        (r"\byour\b", "my")):  # fmt: skip
        told = re.sub(hers, theirs, told)
    return f"No: {told}.".replace("\0", own)


def _whole(predicate: str, old: str, new: str) -> str:
    """What there is one each of keeps what it is of: "piece: The Swan"."""
    of, mark, _ = old.partition(": ")
    return f"{of}: {new}" if mark and room(predicate) == "each" and ": " not in new else new


def _as_said(old: Row[tuple[object, ...]], value: str, words: str, heard: Heard) -> Statement:
    when = heard.dates[0] if heard.dates and old.kind == "plan" else None
    return Statement(
        kind=old.kind,
        subject=str(old.subject),
        predicate="planned" if old.kind == "plan" else str(old.predicate),
        value=value,
        text=words if old.kind == "plan" else words.removeprefix("No: ").rstrip("."),
        sentence=max(0, len(heard.sentences) - 1),
        start=when.start if when else None,
        end=when.end if when else None,
        denied=bool(old.denied) and old.kind != "plan",
    )


def _replace(
    shelf: Shelf, person_id: str, old: Row[tuple[object, ...]], kept: Utterance, new: Statement
) -> int:
    """Close the old statement and learn the new one, about the very same person."""
    plan = old.kind == "plan"
    with shelf.database.write() as connection:
        _set(connection, int(old.id), state="replaced" if plan else "taken_back")
        learned = facts.learn(shelf, person_id, kept, [new])
        made = learned or [
            m for m in beliefs.slot(shelf, person_id, [old.entity_id] if old.entity_id else None,
                                  [new.predicate])
            if m.current and same_value(m.value, new.value)
        ]  # fmt: skip
        number = int(made[-1].id[1:])
        _set(connection, number, entity_id=old.entity_id, pinned=old.pinned, quiet=old.quiet)
        _set(connection, int(old.id), closed_by=number)
        earlier = statement.c.closed_by == old.id, statement.c.id != number
        connection.execute(update(statement).where(*earlier).values(closed_by=number))
    return number


def _follow(shelf: Shelf, person_id: str, old: Row[tuple[object, ...]], value: str) -> None:
    """What else goes by a name or a relation that was put right."""
    if old.predicate == "is called" and old.entity_id is None and old.subject == "me":
        settings.rename(shelf.database, person_id, value)
    if old.entity_id is None or old.predicate not in ("is called", "is my"):
        return
    column = "name" if old.predicate == "is called" else "relation"
    with shelf.database.write() as connection:
        connection.execute(update(entity).where(entity.c.id == old.entity_id).values(**{column: value}))
    shelf.circles.pop(person_id, None)


def deny(shelf: Shelf, person_id: str, memory_id: str) -> None:
    """It isn't so and never was: no longer believed; the words it was read from stay."""
    old = _row(shelf, person_id, memory_id)
    with shelf.database.write() as connection:
        _set(connection, int(old.id), state="taken_back")
        reopen(connection, [int(old.id)])


def forget_statement(shelf: Shelf, person_id: str, memory_id: str) -> Forgotten:
    """Forget the sentences a statement was read from, or a whole utterance ("u12").

    What else was said in those utterances stays, with what was read from it; the house has to read
    anew what it has in mind (Turns.reload).
    """
    which: dict[int, set[int] | None] = {}
    if re.fullmatch(r"u\d{1,15}", memory_id):
        which[int(memory_id[1:])] = None
    else:
        number = int(_row(shelf, person_id, memory_id).id)
        with shelf.database.read() as connection:
            for said_in, sentence in receipts.of(connection, [number])[number]:
                parts = which.setdefault(said_in, set())
                if parts is not None:
                    parts.add(sentence)
    if not episodes.fetch(shelf, person_id, which):
        raise NoSuchMemory("That is gone already.")
    going: dict[int, Collection[int] | None] = dict(which)
    return forgetting.forget(shelf, person_id, going)


def pin(shelf: Shelf, person_id: str, memory_id: str, *, on: bool = True) -> None:
    """Keep a statement at the top of its page."""
    number = int(_row(shelf, person_id, memory_id).id)
    with shelf.database.write() as connection:
        _set(connection, number, pinned=int(on))


def quiet(shelf: Shelf, person_id: str, which: str, *, on: bool = True) -> None:
    """Never bring up a statement ("m7") or anybody ("e3") unasked; nothing is forgotten."""
    if not which.startswith("e"):
        number = int(_row(shelf, person_id, which).id)
        with shelf.database.write() as connection:
            _set(connection, number, quiet=int(on))
        return
    _set_entity(shelf, person_id, which, quiet=int(on))


def nobody(shelf: Shelf, person_id: str, which: str) -> None:
    """What was taken for a person ("e3") is none; the words and what was read from them stay."""
    _set_entity(shelf, person_id, which, kind="other")


def _set_entity(shelf: Shelf, person_id: str, which: str, **values: object) -> None:
    with shelf.database.write() as connection:
        known = update(entity).where(entity.c.person_id == person_id, entity.c.id == _number(which))
        if not connection.execute(known.values(**values)).rowcount:
            raise NoSuchMemory("I know nobody under that number; reload the page.")
    shelf.circles.pop(person_id, None)


def _set(connection: Connection, number: int, **values: object) -> None:
    connection.execute(update(statement).where(statement.c.id == number).values(**values))


def _number(memory_id: str) -> int:
    if not re.fullmatch(r"[eum]\d{1,15}", memory_id):
        raise NoSuchMemory("There is no such memory; reload the page.")
    return int(memory_id[1:])


def _row(shelf: Shelf, person_id: str, memory_id: str) -> Row[tuple[object, ...]]:
    number = _number(memory_id) if memory_id.startswith("m") else 0
    with shelf.database.read() as connection:
        row = connection.execute(
            select(statement).where(statement.c.person_id == person_id, statement.c.id == number)
        ).first()
    if row is None:
        raise NoSuchMemory("That memory is gone already; reload the page.")
    return row


def _memory(shelf: Shelf, person_id: str, memory_id: str) -> Memory:
    return beliefs.by_number(shelf, person_id, [int(_row(shelf, person_id, memory_id).id)])[0]
