"""A home filled with years of made-up talk, in bulk, through the house's own tables and functions.

Every sentence of a pool is really heard and encoded once; an utterance is one to three of them,
and its vector is the mean of theirs (its own endings borrow them). What is kept beside the words
is what the house keeps: readings, statements, people and mentions, her replies and her moves.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, insert, text

from bench.talk import Said, Talk
from os1.config import Home
from os1.house import House
from os1.listening.encoder import MiniLM
from os1.listening.hear import hear
from os1.memory import episodes, facts
from os1.memory.vectors import pack
from os1.mind.plain.book import book
from os1.store import settings
from os1.store.tables import chore, embedding, entity, mention, move, reading, statement, utterance
from os1.testing import SetClock
from os1.turn import REMEMBERED_PIECES
from os1.types import Heard, Mention, Statement

SEED = 2013
POOL = 24_000
END = datetime(2026, 3, 1, 20, 0, tzinfo=UTC)
YEARS = 8
STRETCH = 12  # utterances told in one sitting
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Made:
    """The pool: sentences, their unit vectors (float32, one row each), what was heard in them."""

    talk: Talk
    sentences: list[str]
    vectors: NDArray[np.float32]
    heard: list[Heard]


def make(size: int = POOL) -> Made:
    """Make, hear and encode the pool: about 3 ms of CPU a sentence."""
    talk = Talk(SEED)
    sentences = talk.pool(size)
    vectors = np.empty((size, MiniLM.width), np.float32)
    heard: list[Heard] = []
    for start in range(0, size, 2_000):
        part = sentences[start : start + 2_000]
        vectors[start : start + len(part)] = MiniLM().encode(part)
        heard += [hear(sentence, END) for sentence in part]
        print(f"  made, heard and encoded {len(heard):,} of {size:,} sentences", file=sys.stderr)
    return Made(talk, sentences, vectors, heard)


def fill(root: Path, made: Made, size: int) -> Path:
    """A home in which the person has said `size` things over eight years; made once."""
    if root.exists():
        return root
    root.mkdir(parents=True)
    with House(Home(root), SetClock(END)) as house:
        keeper = _Keeper(house.person.id, made)
        chance = random.Random(SEED + size)
        said = [made.talk.utterance(made.sentences) for _ in range(size)]
        told = list(zip(range(size), said, _times(size, chance), strict=True))
        for start in range(0, size, 10_000):
            with house.database.write() as connection:
                keeper.keep(connection, told[start : start + 10_000])
        with house.database.write() as connection:
            keeper.keep_people(connection)
        known = [piece.number for pieces in book().values() for piece in pieces]
        pieces = chance.sample(known, min(len(known), REMEMBERED_PIECES))
        settings.put(house.database, house.person.id, pieces=json.dumps(pieces), set_up="yes")
        settings.rename(house.database, house.person.id, "Robin")
        house.database.tidy()
    print(f"  filled a home with {size:,} utterances", file=sys.stderr)
    return root


def _times(size: int, chance: random.Random) -> Iterator[datetime]:
    """Sittings spread over the years, a minute or two between their utterances."""
    seconds = YEARS * 365 * 86_400
    starts = sorted(chance.randrange(seconds) for _ in range(size // STRETCH + 1))
    start = END - timedelta(seconds=seconds + 86_400)
    for n in range(size):
        at = start + timedelta(seconds=starts[n // STRETCH] + 90 * (n % STRETCH))
        yield at.replace(microsecond=0)


class _Keeper:
    """Turns made-up utterances into rows, knowing what is current and who has been met."""

    def __init__(self, person_id: str, made: Made) -> None:
        self.person_id = person_id
        self.made = made
        self.people: list[Row] = []
        self.by_name: dict[str, Row] = {}
        self.by_relation: dict[str, Row] = {}
        self.current: dict[tuple[str, str], dict[str, int]] = {}
        self.closed: list[Row] = []
        self.facts = 0
        self.mentions: list[Row] = []

    def keep(self, connection: Connection, part: list[tuple[int, Said, datetime]]) -> None:
        """Keep some utterances with her replies; the person's have odd numbers."""
        rows: dict[str, list[Row]] = {"said": [], "read": [], "move": [], "fact": [], "chore": []}
        words, vectors = [], []
        for n, said, at in part:
            number = 2 * n + 1
            rows["said"] += self._pair(number, said, at)
            rows["read"].append({"utterance_id": number} | self._reading(said))
            rows["move"].append({"utterance_id": number + 1, "kind": "reflect asks",
                                 "why": '["it sounded like it mattered"]', "memories": ""})  # fmt: skip
            words.append({"id": number, "text": said.text})
            mean = self.made.vectors[list(said.sentences)].sum(axis=0)
            vectors.append({"utterance_id": number, "person_id": self.person_id,
                            "vector": pack(mean / np.linalg.norm(mean))})  # fmt: skip
            self._follow(number, said, at, rows)
        for table, name in ((utterance, "said"), (reading, "read"), (move, "move"),
                            (statement, "fact"), (chore, "chore")):  # fmt: skip
            if rows[name]:
                connection.execute(insert(table), rows[name])
        connection.execute(insert(embedding), vectors)
        connection.execute(text("INSERT INTO words(rowid, text) VALUES(:id, :text)"), words)

    def keep_people(self, connection: Connection) -> None:
        """Keep everybody met, where they were mentioned, and which statements were replaced."""
        connection.execute(
            text("UPDATE statement SET state = 'replaced', closed_by = :by WHERE id = :old"),
            self.closed,
        )
        connection.execute(insert(entity), self.people)
        once = {tuple(row.values()): row for row in self.mentions}
        connection.execute(insert(mention), list(once.values()))

    def _pair(self, number: int, said: Said, at: datetime) -> list[Row]:
        later = at + timedelta(seconds=20)
        answer = f"You said it yourself: {self.made.sentences[said.sentences[0]]} How was that?"
        both: tuple[tuple[int, str, str, datetime], ...] = (
            (number, "person", said.text, at), (number + 1, "samantha", answer, later),
        )  # fmt: skip
        return [
            {"id": i, "person_id": self.person_id, "turn_id": f"made-{number}", "speaker": who,
             "text": what, "said_at": when.isoformat(), "moment": when.timestamp(), "cut": 0,
             "forgotten": 0}
            for i, who, what, when in both
        ]  # fmt: skip

    def _reading(self, said: Said) -> Row:
        heard = [self.made.heard[n] for n in said.sentences]
        strongest = max(heard, key=lambda h: h.feeling.intensity)
        return episodes.as_row(strongest)

    def _follow(self, number: int, said: Said, at: datetime, rows: dict[str, list[Row]]) -> None:
        """What follows from an utterance: statements, people, mentions."""
        for place, sentence in enumerate(said.sentences):
            heard = self.made.heard[sentence]
            for each in heard.statements:
                self._learn(number, place, each, at, rows)
            for named in heard.mentions:
                self.mentions.append({"entity_id": self._met(named)["id"],
                                      "utterance_id": number, "sentence": place})  # fmt: skip

    def _learn(
        self, number: int, place: int, new: Statement, at: datetime, rows: dict[str, list[Row]]
    ) -> None:
        known = self.current.setdefault((new.subject, new.predicate), {})
        if new.value.lower() in known and new.kind != "feeling":
            return
        self.facts += 1
        moved = at - END  # the pool was heard at END
        start = new.start + moved if new.start else None
        end = new.end + moved if new.end else None
        over = new.kind == "plan" and end is not None and end < END
        row = {
            "id": self.facts, "person_id": self.person_id, "utterance_id": number,
            "sentence": place, "kind": new.kind, "subject": new.subject,
            "predicate": new.predicate, "value": new.value, "text": new.text,
            "asserted_at": at.isoformat(), "starts_at": start.isoformat() if start else None,
            "ends_at": end.isoformat() if end else None, "closed_by": None,
            "state": "asked" if over else "current",
        }  # fmt: skip
        if new.single:
            self.closed += [{"old": old, "by": self.facts} for old in known.values()]
            known.clear()
        known[new.value.lower()] = self.facts
        rows["fact"].append(row)
        if new.kind == "plan" and end and not over:
            rows["chore"].append({"person_id": self.person_id, "name": facts.FOLLOW_UP,
                                  "about": self.facts, "due": end.timestamp()})  # fmt: skip

    def _met(self, said: Mention) -> Row:
        known = (self.by_name.get(said.name.lower()) if said.name
                 else self.by_relation.get(said.relation))  # fmt: skip
        if known is None:
            known = {"id": len(self.people) + 1, "person_id": self.person_id, "name": said.name,
                     "kind": said.kind, "relation": said.relation}  # fmt: skip
            self.people.append(known)
            if said.name:
                self.by_name[said.name.lower()] = known
        if said.relation:
            known["relation"] = known["relation"] or said.relation
            self.by_relation.setdefault(said.relation, known)
        return known
