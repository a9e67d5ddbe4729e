"""Episodes: every utterance word for word, whose it was and when it was said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, CursorResult, Row, func, insert, select, update

from os1.memory.vectors import VectorIndex, pack
from os1.protocols import Encoder
from os1.store import search
from os1.store.database import Database
from os1.store.tables import embedding, entity, mention, reading, utterance
from os1.types import Heard, Speaker, Utterance

if TYPE_CHECKING:
    from os1.memory.people import Circle

STRETCH = timedelta(minutes=30)
"""Silence after which talk is a new stretch of talk."""
FORGOTTEN = ""  # what stands where words were, so that the turn stays one turn


@dataclass(frozen=True, slots=True)
class Shelf:
    """What remembering works with: the database, the encoder, and what is held in memory of it:
    one vector index and one circle of known people a person."""

    database: Database
    encoder: Encoder
    vectors: dict[str, VectorIndex]
    circles: dict[str, Circle] = field(default_factory=dict)

    def index(self, person_id: str) -> VectorIndex:
        """The person's vectors, read from the database the first time they are needed."""
        if person_id not in self.vectors:
            index = VectorIndex(self.encoder.width)
            with self.database.read() as connection:
                rows = connection.execute(
                    select(embedding.c.utterance_id, embedding.c.vector).where(
                        embedding.c.person_id == person_id
                    )
                )
                index.load((number, raw) for number, raw in rows)
            self.vectors[person_id] = index
        return self.vectors[person_id]


@contextmanager
def at_once(shelf: Shelf, person_id: str) -> Iterator[None]:
    """Several steps as one transaction; where it fails, what is in memory is read anew."""
    try:
        with shelf.database.write():
            yield
    except BaseException:
        shelf.vectors.pop(person_id, None)
        shelf.circles.pop(person_id, None)
        raise


def keep(
    shelf: Shelf,
    person_id: str,
    turn_id: str,
    speaker: Speaker,
    text: str,
    at: datetime,
    *,
    cut: bool = False,
) -> Utterance:
    """Put words on the disk; when this returns they are there. The same turn twice is kept once.

    Raises StoreFull, HomeReadOnly or StoreDamaged, and then nothing was kept.
    """
    with shelf.database.write() as connection:
        return keep_in(connection, person_id, turn_id, speaker, text, at, cut=cut)


def keep_in(
    connection: Connection,
    person_id: str,
    turn_id: str,
    speaker: Speaker,
    text: str,
    at: datetime,
    *,
    cut: bool = False,
) -> Utterance:
    """The same, as part of a transaction that is open already."""
    old = _find(connection, person_id, turn_id, speaker)
    if old:
        return old
    result = connection.execute(
        insert(utterance).values(
            person_id=person_id,
            turn_id=turn_id,
            speaker=speaker,
            text=text,
            said_at=at.isoformat(),
            moment=at.timestamp(),
            cut=int(cut),
            forgotten=0,
        )
    )
    number = inserted(result)
    return Utterance(number, turn_id, speaker, text, at)


def inserted(result: CursorResult[Any]) -> int:
    """The number the database gave a new row."""
    key = result.inserted_primary_key
    assert key is not None
    return int(key[0])


def by_turn(shelf: Shelf, person_id: str, turn_id: str, speaker: Speaker) -> Utterance | None:
    """What was said in a turn, if that turn has been kept; forgotten words are empty."""
    with shelf.database.read() as connection:
        return _find(connection, person_id, turn_id, speaker)


def _find(connection: Connection, person_id: str, turn_id: str, speaker: Speaker) -> Utterance | None:
    row = connection.execute(
        select(utterance).where(
            utterance.c.person_id == person_id,
            utterance.c.turn_id == turn_id,
            utterance.c.speaker == speaker,
        )
    ).first()
    return as_utterance(row) if row else None


def understand(shelf: Shelf, person_id: str, kept: Utterance, heard: Heard) -> None:
    """Make a kept utterance findable by words and meaning, with what was heard in it."""
    vector = shelf.encoder.encode([kept.text[:2000]])[0]
    raw = pack(vector)
    with shelf.database.write() as connection:
        if connection.execute(
            select(reading.c.utterance_id).where(reading.c.utterance_id == kept.id)
        ).first():
            return
        connection.execute(insert(reading).values(utterance_id=kept.id, **as_row(heard)))
        search.index_words(connection, kept.id, kept.text)
        connection.execute(insert(embedding).values(utterance_id=kept.id, person_id=person_id, vector=raw))
    shelf.index(person_id).add(kept.id, raw)


def as_row(heard: Heard) -> dict[str, object]:
    """What was heard, as columns of the reading table."""
    feeling = heard.feeling
    return {
        "acts": " ".join(heard.acts),
        "label": feeling.label,
        "valence": feeling.valence,
        "arousal": feeling.arousal,
        "intensity": feeling.intensity,
        "confidence": feeling.confidence,
        "risk_kind": heard.risk.kind,
        "risk_level": heard.risk.level,
        "taken_back": "",
    }


def not_understood(shelf: Shelf, person_id: str) -> list[Utterance]:
    """Utterances kept just before a crash, that nothing has been made of yet."""
    kept = select(utterance.c.id).where(utterance.c.person_id == person_id, utterance.c.speaker == "person")
    unread = kept.except_(select(reading.c.utterance_id))
    with shelf.database.read() as connection:
        rows = connection.execute(
            select(utterance)
            .where(utterance.c.id.in_(unread), utterance.c.forgotten == 0)
            .order_by(utterance.c.id)
        )
        return [as_utterance(row) for row in rows]


def take_back(shelf: Shelf, utterance_id: int, how: str) -> None:
    """Mark an utterance as a joke ("joke") or no longer meant ("retracted"); the words stay."""
    with shelf.database.write() as connection:
        connection.execute(
            update(reading).where(reading.c.utterance_id == utterance_id).values(taken_back=how)
        )


def latest(
    shelf: Shelf,
    person_id: str,
    most: int,
    *,
    before: int | None = None,
    speaker: Speaker | None = None,
) -> list[Utterance]:
    """The last utterances (before the one with number `before`), oldest first."""
    talk = (utterance.c.forgotten == 0, utterance.c.origin == "")
    query = select(utterance).where(search.newest_first(person_id), *talk)
    if before is not None:
        query = query.where(utterance.c.id < before)
    if speaker is not None:
        query = query.where(utterance.c.speaker == speaker)
    with shelf.database.read() as connection:
        rows = connection.execute(query.order_by(utterance.c.id.desc()).limit(most)).all()
    return [as_utterance(row) for row in reversed(rows)]


def between(shelf: Shelf, person_id: str, start: datetime, end: datetime, most: int = 500) -> list[Utterance]:
    """What the person said from `start` up to `end`, in the order it was said."""
    with shelf.database.read() as connection:
        rows = connection.execute(
            select(utterance)
            .where(
                utterance.c.person_id == person_id,
                utterance.c.speaker == "person",
                utterance.c.forgotten == 0,
                utterance.c.moment >= start.timestamp(),
                utterance.c.moment < end.timestamp(),
            )
            .order_by(utterance.c.moment, utterance.c.id)
            .limit(most)
        )
        return [as_utterance(row) for row in rows]


def fetch(shelf: Shelf, person_id: str, numbers: Iterable[int]) -> dict[int, Utterance]:
    """Utterances by number; unknown and forgotten ones are left out."""
    with shelf.database.read() as connection:
        rows = connection.execute(
            select(utterance).where(
                utterance.c.person_id == person_id,
                utterance.c.forgotten == 0,
                utterance.c.id.in_(search.listed(numbers)),
            )
        ).all()
    return {int(row.id): as_utterance(row) for row in rows}


def readings(shelf: Shelf, numbers: Iterable[int]) -> dict[int, Row[tuple[object, ...]]]:
    """What was heard in these utterances."""
    wanted = search.listed(numbers)
    with shelf.database.read() as connection:
        rows = connection.execute(select(reading).where(reading.c.utterance_id.in_(wanted))).all()
    return {int(row.utterance_id): row for row in rows}


def with_mention(shelf: Shelf, person_id: str, entity_ids: Sequence[int]) -> dict[int, list[int]]:
    """Utterance number → the sentences in which one of these people or things is meant."""
    found: dict[int, list[int]] = {}
    with shelf.database.read() as connection:
        rows = connection.execute(
            select(mention.c.utterance_id, mention.c.sentence)
            .join(entity, entity.c.id == mention.c.entity_id)
            .where(entity.c.person_id == person_id, entity.c.id.in_(list(entity_ids)))
            .order_by(mention.c.utterance_id, mention.c.sentence)
        ).all()
        for number, sentence in rows:
            found.setdefault(int(number), []).append(int(sentence))
    return found


def with_entities(shelf: Shelf, utterance_id: int, others: Sequence[int]) -> set[int]:
    """Of the other utterances, those that mean somebody this one means too."""
    here = select(mention.c.entity_id).where(mention.c.utterance_id == utterance_id)
    with shelf.database.read() as connection:
        rows = connection.execute(
            select(mention.c.utterance_id).where(
                mention.c.entity_id.in_(here), mention.c.utterance_id.in_(list(others))
            )
        )
        return {int(row[0]) for row in rows}


def count(shelf: Shelf, person_id: str) -> int:
    """How many utterances of the person are kept."""
    mine = (utterance.c.person_id == person_id, utterance.c.speaker == "person", utterance.c.origin == "")
    query = select(func.count()).where(*mine, utterance.c.forgotten == 0)
    with shelf.database.read() as connection:
        return int(connection.execute(query).scalar_one())


def as_utterance(row: Row[tuple[object, ...]]) -> Utterance:
    """A row of the utterance table as our type."""
    return Utterance(
        id=int(row.id),
        turn_id=str(row.turn_id),
        speaker=row.speaker,
        text=str(row.text),
        said_at=datetime.fromisoformat(str(row.said_at)),
    )
