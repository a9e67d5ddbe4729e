"""Forgetting: words, what followed from them, and every trace in the indexes and files.

Sentences are what is forgotten: where an utterance also speaks of other things, those stay. Her
own replies that rest on forgotten words, or name whom they were about, go as well. Turn ids stay
behind, without words, so that a turn sent again isn't kept a second time.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Connection, delete, select, update

from os1.listening.hear import hear
from os1.listening.segments import sentences
from os1.memory import episodes, receipts, unnaming
from os1.memory.episodes import FORGOTTEN, Shelf
from os1.memory.receipts import Going
from os1.memory.succession import drop
from os1.memory.waking import TRACE
from os1.store import search
from os1.store.tables import (
    embedding,
    mention,
    move,
    reading,
    setting,
    statement,
    support,
    utterance,
)
from os1.types import Utterance


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What went: the ids of the person's utterances, the words of each, and her replies' ids."""

    ids: tuple[str, ...]
    words: tuple[str, ...]
    replies: tuple[int, ...]
    shortened: tuple[int, ...] = ()


def forget(
    shelf: Shelf,
    person_id: str,
    which: dict[int, Collection[int] | None],
    names: Collection[str] = (),
    replies: Collection[int] = (),
) -> Forgotten:
    """Forget utterances: number → the sentences to go, or None for all of it.

    `names` are words that must not stay in her replies either, `replies` the numbers of further
    replies of hers to go. When this returns nothing of it
    is left in the database file, its free pages, its log or the indexes.
    """
    which = which | dict.fromkeys(_by_others(shelf, person_id, names))
    kept = episodes.fetch(shelf, person_id, which)
    gone: list[str] = []
    changed: dict[int, str] = {}
    for number, said in kept.items():
        part, rest = _split(said.text, which[number])
        gone.append(part)
        changed[number] = rest
    going: Going = {number: which[number] if rest else None for number, rest in changed.items()}
    with episodes.at_once(shelf, person_id), shelf.database.write() as connection:
        found = _her_replies(connection, person_id, kept.values(), changed, names)
        hers = sorted({*replies, *found})
        whose = unnaming.meant_in(connection, going)
        bare = receipts.hand_over(connection, going)
        unnaming.forget_own_name(connection, person_id, bare)
        drop(connection, bare)
        for number, rest in changed.items():
            _drop(connection, kept[number], going[number])
            if rest:
                _shorten(shelf, connection, person_id, kept[number], rest, going[number] or ())
        unnaming.unname(connection, whose, receipts.words(" ".join(gone)))
        _silence(connection, hers)
        unnaming.drop_unmentioned(connection, person_id, names)
    shelf.circles.pop(person_id, None)
    for number, rest in changed.items():
        if not rest:
            shelf.index(person_id).remove(number)
    _scrub(shelf)
    return Forgotten(
        ids=tuple(f"u{n}" for n in kept),
        words=tuple(gone),
        replies=tuple(hers),
        shortened=tuple(n for n, rest in changed.items() if rest),
    )


def _by_others(shelf: Shelf, person_id: str, names: Collection[str]) -> list[int]:
    """What others said, in talk that was brought in, that holds one of these names."""
    if not names:
        return []
    named = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in names), re.IGNORECASE)
    with shelf.database.read() as connection:
        rows = connection.execute(
            select(utterance.c.id, utterance.c.text).where(
                utterance.c.person_id == person_id, utterance.c.speaker == "other", utterance.c.forgotten == 0
            )
        )
        return [int(number) for number, words in rows if named.search(str(words))]


def _split(text: str, numbers: Collection[int] | None) -> tuple[str, str]:
    """The words to go, and the words that stay."""
    parts = [s.text.strip() for s in sentences(text)]
    if numbers is None or len(parts) <= 1:
        return text, ""
    going = [part for n, part in enumerate(parts) if n in numbers]
    staying = [part for n, part in enumerate(parts) if n not in numbers]
    return " ".join(going), " ".join(staying)


def _drop(connection: Connection, said: Utterance, parts: Collection[int] | None) -> None:
    """Take the words of an utterance out of every index, and who was meant in what goes of it."""
    if connection.execute(
        select(reading.c.utterance_id).where(reading.c.utterance_id == said.id)
    ).first():
        search.drop_words(connection, said.id, said.text)
    meant = delete(mention).where(mention.c.utterance_id == said.id)
    connection.execute(meant if parts is None else meant.where(mention.c.sentence.in_(list(parts))))
    connection.execute(delete(embedding).where(embedding.c.utterance_id == said.id))
    if parts is None:
        connection.execute(delete(reading).where(reading.c.utterance_id == said.id))
        connection.execute(
            update(utterance).where(utterance.c.id == said.id).values(text=FORGOTTEN, forgotten=1)
        )


def _shorten(
    shelf: Shelf,
    connection: Connection,
    person_id: str,
    said: Utterance,
    rest: str,
    parts: Collection[int],
) -> None:
    """Keep what stays of an utterance, with what followed from it, as it was meant and believed:
    read anew it would seem newer than what was said since."""
    connection.execute(update(utterance).where(utterance.c.id == said.id).values(text=rest))
    shelf.index(person_id).remove(said.id)
    staying = [n for n in range(len(sentences(said.text))) if n not in parts]
    for now, before in enumerate(staying):
        for table in (statement, support, mention):
            here = table.c.utterance_id == said.id, table.c.sentence == before
            connection.execute(update(table).where(*here).values(sentence=now))
    connection.execute(
        update(statement).where(statement.c.utterance_id == said.id).values(from_char=0, to_char=0)
    )
    old = connection.execute(select(reading).where(reading.c.utterance_id == said.id)).first()
    if old is None:
        return  # never read; it is read as it stands now
    connection.execute(delete(reading).where(reading.c.utterance_id == said.id))
    heard = hear(rest, said.said_at)
    episodes.understand(shelf, person_id, replace(said, text=rest), heard)
    again: dict[str, object] = {"taken_back": old.taken_back}
    if TRACE in str(old.acts).split():
        again["acts"] = old.acts
    connection.execute(update(reading).where(reading.c.utterance_id == said.id).values(**again))


def _silence(connection: Connection, replies: Iterable[int]) -> None:
    """Take the words out of her replies, and the reasons behind them."""
    for number in replies:
        connection.execute(
            update(utterance).where(utterance.c.id == number).values(text=FORGOTTEN, forgotten=1)
        )
        connection.execute(delete(move).where(move.c.utterance_id == number))


def _her_replies(
    connection: Connection,
    person_id: str,
    kept: Iterable[Utterance],
    changed: dict[int, str],
    names: Collection[str],
) -> list[int]:
    """Her utterances that answered, cite, quote or name what is going."""
    turns = [said.turn_id for said in kept]
    ids = {f"u{number}" for number in changed}
    statements = connection.execute(
        select(statement.c.id).where(statement.c.utterance_id.in_(list(changed)))
    )
    ids |= {f"m{row[0]}" for row in statements}
    named = re.compile(
        "|".join(rf"\b{re.escape(name)}\b" for name in names) or r"(?!)", re.IGNORECASE
    )
    rows = connection.execute(
        select(utterance.c.id, utterance.c.turn_id, utterance.c.text, move.c.memories, move.c.why)
        .outerjoin(move, move.c.utterance_id == utterance.c.id)
        .where(utterance.c.person_id == person_id, utterance.c.speaker == "samantha")
    )
    answered = set(turns)
    return [
        int(row.id)
        for row in rows
        if row.turn_id in answered
        or named.search(f"{row.text} {row.why or ''}")
        or ids & set(str(row.memories or "").split())
    ]


def _scrub(shelf: Shelf) -> None:
    """Leave no trace in the files: the index's old segments, then the write-ahead log."""
    with shelf.database.write() as connection:
        connection.execute(delete(setting).where(setting.c.name == "prompt"))  # what was sent last may quote it
        connection.exec_driver_sql("INSERT INTO words(words) VALUES('optimize')")
    shelf.database.checkpoint()
    shelf.database.drop_old_copies()


def unsay(shelf: Shelf, number: int) -> None:
    """Take the words out of a wish to forget once it is done; the turn stays a turn."""
    with shelf.database.write() as connection:
        connection.execute(
            update(utterance).where(utterance.c.id == number).values(text=FORGOTTEN)
        )
    _scrub(shelf)


def withdraw(shelf: Shelf, person_id: str, said: Utterance) -> None:
    """Take an utterance out again that somebody went on from before it was answered. Its words come again in a
    longer one, so nothing has to be scrubbed."""
    with episodes.at_once(shelf, person_id), shelf.database.write() as connection:
        drop(connection, receipts.hand_over(connection, {said.id: None}))
        _drop(connection, said, None)
    shelf.circles.pop(person_id, None)
    shelf.index(person_id).remove(said.id)


def everything(shelf: Shelf, person_id: str) -> Forgotten:
    """Forget every word of both, and whatever followed from any of it."""
    with shelf.database.read() as connection:
        rows = connection.execute(
            select(utterance.c.id, utterance.c.speaker).where(
                utterance.c.person_id == person_id, utterance.c.forgotten == 0
            )
        ).all()
    told = {int(row.id): None for row in rows if row.speaker != "samantha"}
    hers = [int(row.id) for row in rows if row.speaker == "samantha"]
    gone = forget(shelf, person_id, dict(told))
    with shelf.database.write() as connection:
        _silence(connection, hers)
        connection.execute(delete(setting).where(setting.c.name == "tones"))  # how they sounded goes with it
    _scrub(shelf)
    return Forgotten(gone.ids, gone.words, tuple(hers))
