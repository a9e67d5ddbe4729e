"""A plain model of what holds after a row of statements, and a real shelf told the same.

The model keeps what was said as a list and works out from it, afresh each time, what should hold; it
knows nothing of rows or links. Words no language has are the values, so that their bytes can be
looked for in every page of the files.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Literal

from sqlalchemy import text as sql
from tests.contracts.homes import ME, MONDAY, a_shelf, keep

from os1.listening.hear import hear
from os1.memory import beliefs, episodes, facts, people
from os1.memory.episodes import Shelf
from os1.types import Memory, Mention, Modality, Statement

WHO = ("Ruth", "Tom")
ONE = ("lives in", "works at")
MANY = ("plays",)
MEANT: tuple[Modality, ...] = ("hearsay", "wish", "hypothetical", "joke", "quotation", "question", "doubt")
VALUES = ("bagodilunezax", "vopirekasutix", "fuzenabolitex")
OPPOSITE = {"likes": "dislikes", "dislikes": "likes"}

How = Literal["so", "not", "over"]


@dataclass(frozen=True, slots=True)
class Said:
    """One utterance of one statement, and its number once it is kept."""

    who: str
    predicate: str
    value: str
    how: How = "so"
    modality: Modality = "asserted"
    number: int = 0

    @property
    def text(self) -> str:
        manner = {"so": "", "not": "not ", "over": "no longer "}[self.how]
        meant = "" if self.modality == "asserted" else f", and that is {self.modality}"
        return f"{self.who}, {manner}{self.predicate}: {self.value}{meant}."


@dataclass
class Belief:
    """What the model takes to hold: a value of somebody's, and the utterances that said it."""

    said: Said
    receipts: list[int]
    closed: Said | None = None


def replayed(row: Sequence[Said]) -> list[Belief]:
    """All that follows from a row of utterances, told one after the other to somebody who knew nothing."""
    held: list[Belief] = []
    for said in row:
        if said.modality != "asserted":
            continue
        now = [b for b in held if b.closed is None and b.said.how != "over" and b.said.who == said.who]
        slot = [b for b in now if b.said.predicate == said.predicate]
        same = [b for b in slot if b.said.value == said.value]
        again = [b for b in same if b.said.how == said.how]
        if said.how != "over" and again:
            again[0].receipts.append(said.number)
            over = []
        elif said.how == "over":
            held.append(Belief(said, [said.number]))
            over = [b for b in same if b.said.how == "so"]
        else:
            held.append(Belief(said, [said.number]))
            against = [b for b in now if b.said.predicate == OPPOSITE.get(said.predicate)]
            against = [b for b in against if b.said.value == said.value and b.said.how == said.how == "so"]
            over = (slot if said.predicate in ONE and said.how == "so" else same) + against
        for belief in over:
            belief.closed = said
    return held


def standing(row: Sequence[Said]) -> set[tuple[str, str, str, bool]]:
    """What is believed now, by the model."""
    return {
        (b.said.who, b.said.predicate, b.said.value, b.said.how == "not")
        for b in replayed(row)
        if b.closed is None and b.said.how != "over"
    }


def believed(shelf: Shelf) -> set[tuple[str, str, str, bool]]:
    """What is believed now, by the shelf; fails where something is believed twice."""
    rows = [(m.subject, m.predicate, m.value, m.denied) for m in beliefs.current(shelf, ME)]
    assert len(rows) == len(set(rows)), rows
    return set(rows)


def tell(shelf: Shelf, said: Said) -> Said:
    """Say it, a day after what was said before."""
    with shelf.database.read() as connection:
        number = int(connection.execute(sql("SELECT count(*) FROM utterance")).scalar_one())
    at = MONDAY + timedelta(days=number)
    kept = keep(shelf, f"t{number}", said.text, at)
    episodes.understand(shelf, ME, kept, hear(said.text, at))
    people.note_mentions(shelf, ME, kept.id, (Mention(said.who, "person", 0),))
    new = Statement(
        "fact", said.who, said.predicate, said.value, said.text, 0,
        denied=said.how == "not", over=said.how == "over", modality=said.modality,
    )  # fmt: skip
    facts.learn(shelf, ME, kept, [new])
    return replace(said, number=kept.id)


@contextmanager
def told(row: Sequence[Said]) -> Iterator[tuple[Shelf, list[Said], Path]]:
    """A real shelf on which a row was said, the row with its numbers, and the home."""
    with tempfile.TemporaryDirectory() as folder:
        shelf = a_shelf(Path(folder))
        try:
            yield shelf, [tell(shelf, said) for said in row], Path(folder) / "home"
        finally:
            shelf.database.close()


def everything(shelf: Shelf) -> list[Memory]:
    """Every statement there is, whatever its state."""
    with shelf.database.read() as connection:
        numbers = connection.execute(sql("SELECT id FROM statement ORDER BY id")).scalars().all()
    return beliefs.by_number(shelf, ME, numbers)


def whole(shelf: Shelf) -> None:
    """No row points at one that isn't there; whatever is closed says by what and since when."""
    with shelf.database.read() as connection:

        def rows(query: str) -> list[tuple[object, ...]]:
            return [tuple(row) for row in connection.execute(sql(query))]

        assert rows("PRAGMA foreign_key_check") == []
        for child, column, parent in (
            ("statement", "closed_by", "statement"), ("chore", "about", "statement"),
            ("support", "statement_id", "statement"), ("support", "utterance_id", "utterance"),
            ("statement", "utterance_id", "utterance"), ("statement", "entity_id", "entity"),
            ("mention", "entity_id", "entity"), ("embedding", "utterance_id", "utterance"),
        ):  # fmt: skip
            lost = f"SELECT * FROM {child} WHERE {column} <> 0 AND {column} NOT IN (SELECT id FROM {parent})"  # noqa: S608
            assert rows(lost) == [], (child, column)
        closed = (
            "SELECT id FROM statement WHERE state = 'replaced' AND (closed_by IS NULL OR valid_to IS NULL)"
        )
        assert rows(closed) == []
        assert rows("SELECT id FROM statement WHERE state = 'current' AND closed_by IS NOT NULL") == []
        wrong = (
            "SELECT s.id FROM statement s JOIN statement c ON c.id = s.closed_by WHERE s.state = 'replaced' "
            "AND (s.valid_to <> coalesce(c.valid_from, c.asserted_at) OR c.state IN ('aside', 'taken_back'))"
        )
        assert rows(wrong) == [], "closed on another day than its successor's, or by what isn't believed"
        counted = (
            "SELECT id FROM statement s WHERE times <> 1 + "
            "(SELECT count(*) FROM support WHERE statement_id = s.id)"
        )
        assert rows(counted) == []


def tell_both(shelf: Shelf, *both: Said) -> tuple[Said, ...]:
    """Say two things in one breath, a sentence each."""
    at = MONDAY + timedelta(days=episodes.count(shelf, ME))
    kept = keep(shelf, at.isoformat(), " ".join(each.text for each in both), at)
    episodes.understand(shelf, ME, kept, hear(kept.text, at))
    for sentence, each in enumerate(both):
        new = Statement("fact", each.who, each.predicate, each.value, each.text, sentence)
        facts.learn(shelf, ME, kept, [new])
    return tuple(replace(each, number=kept.id) for each in both)
