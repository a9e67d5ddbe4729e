"""A home filled with years of made-up talk, in bulk, through the house's own tables and functions.

Every sentence of a pool is really heard and encoded once; an utterance is one to three of them,
and its vector is the mean of theirs, turned aside a little for its endings, so that no two are
the same. What is kept beside the words is what the house keeps: readings, statements with all that
they rest on, people and mentions, her replies and her moves.
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
from sqlalchemy import Connection, bindparam, insert, text, update

from bench.talk import Said, Talk
from os1.config import Home
from os1.house import House
from os1.listening.encoder import MiniLM
from os1.listening.hear import hear
from os1.listening.predicates import room
from os1.memory import episodes, facts
from os1.memory.vectors import pack
from os1.mind.plain.book import book
from os1.store import settings
from os1.store.tables import (
    chore,
    embedding,
    entity,
    mention,
    move,
    reading,
    statement,
    support,
    utterance,
)
from os1.testing import SetClock
from os1.turn import REMEMBERED_PIECES
from os1.types import Heard, Mention, Statement

SEED = 2013
POOL = 24_000
END = datetime(2026, 3, 1, 20, 0, tzinfo=UTC)
YEARS = 8
STRETCH = 12  # utterances told in one sitting
ASIDE = 0.35  # how far an utterance's own endings turn its vector, as a share of its length
AT_ONCE = 10_000  # utterances a transaction
KEPT = (entity, utterance, reading, move, statement, support, mention, chore, embedding)
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
        times = _times(size, chance)
        for start in range(0, size, AT_ONCE):
            numbers = range(start, min(start + AT_ONCE, size))
            part = [(n, made.talk.utterance(made.sentences), next(times)) for n in numbers]
            with house.database.write() as connection:
                keeper.keep(connection, part)
            print(f"\r  kept {numbers[-1] + 1:,} of {size:,} utterances", end="", file=sys.stderr, flush=True)
        with house.database.write() as connection:
            keeper.settle(connection)
        known = [piece.number for pieces in book().values() for piece in pieces]
        pieces = chance.sample(known, min(len(known), REMEMBERED_PIECES))
        settings.put(house.database, house.person.id, pieces=json.dumps(pieces), set_up="yes")
        settings.rename(house.database, house.person.id, "Robin")
        house.database.tidy()
    print(file=sys.stderr)
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
        self.readings = [episodes.as_row(heard) for heard in made.heard]
        self.chance = np.random.default_rng(SEED)
        self.people: list[Row] = []
        self.by_name: dict[str, Row] = {}
        self.by_relation: dict[str, Row] = {}
        self.current: dict[tuple[str, str], dict[str, int]] = {}
        self.closed: list[Row] = []
        self.facts = 0

    def keep(self, connection: Connection, part: list[tuple[int, Said, datetime]]) -> None:
        """Keep some utterances with her replies; the person's have odd numbers."""
        rows: dict[str, list[Row]] = {table.name: [] for table in KEPT}
        words, met = [], len(self.people)
        packed = self._vectors([said for _, said, _ in part])
        for (n, said, at), vector in zip(part, packed, strict=True):
            number = 2 * n + 1
            rows["utterance"] += self._pair(number, said, at)
            rows["reading"].append({"utterance_id": number} | self._reading(said))
            rows["move"].append({"utterance_id": number + 1, "kind": "reflect asks",
                                 "why": '["it sounded like it mattered"]', "memories": ""})  # fmt: skip
            words.append({"id": number, "text": said.text})
            rows["embedding"].append({"utterance_id": number, "person_id": self.person_id, "vector": vector})
            self._follow(number, said, at, rows)
        rows["entity"] = self.people[met:]
        for table in KEPT:
            if rows[table.name]:
                connection.execute(insert(table), rows[table.name])
        connection.execute(text("INSERT INTO words(rowid, text) VALUES(:id, :text)"), words)

    def settle(self, connection: Connection) -> None:
        """Keep what was replaced, how often each statement was made, and whose people turned out to be."""
        if self.closed:
            replaced = {"state": "replaced", "closed_by": bindparam("by"), "valid_to": bindparam("at")}
            connection.execute(
                update(statement).where(statement.c.id == bindparam("old")).values(replaced), self.closed
            )
        connection.execute(text(
            "UPDATE statement SET times = 1 + "
            "(SELECT count(*) FROM support WHERE statement_id = statement.id)"
        ))  # fmt: skip
        whose = [{"who": row["id"], "whose": row["relation"]} for row in self.people if row["relation"]]
        if whose:
            known = update(entity).where(entity.c.id == bindparam("who"))
            connection.execute(known.values(relation=bindparam("whose")), whose)

    def _vectors(self, said: list[Said]) -> list[bytes]:
        """The packed vector of each utterance."""
        numbers = np.concatenate([each.sentences for each in said])
        starts = np.cumsum([0, *(len(each.sentences) for each in said[:-1])])
        block = np.add.reduceat(self.made.vectors[numbers], starts)
        block /= np.linalg.norm(block, axis=1, keepdims=True)
        block += self.chance.standard_normal(block.shape, np.float32) * ASIDE / block.shape[1] ** 0.5
        return [pack(vector) for vector in block]

    def _pair(self, number: int, said: Said, at: datetime) -> list[Row]:
        later = at + timedelta(seconds=20)
        answer = f"You said it yourself: {self.made.sentences[said.sentences[0]]} How was that?"
        both: tuple[tuple[int, str, str, datetime], ...] = (
            (number, "person", said.text, at), (number + 1, "samantha", answer, later),
        )  # fmt: skip
        return [
            {"id": i, "person_id": self.person_id, "turn_id": f"made-{number}", "speaker": who,
             "text": what, "said_at": when.isoformat(), "moment": when.timestamp()}
            for i, who, what, when in both
        ]  # fmt: skip

    def _reading(self, said: Said) -> Row:
        """The reading of the sentence most is felt in."""
        return max((self.readings[n] for n in said.sentences), key=lambda row: row["intensity"])

    def _follow(self, number: int, said: Said, at: datetime, rows: dict[str, list[Row]]) -> None:
        """What follows from an utterance: statements, people, mentions."""
        named: dict[tuple[int, int], None] = {}
        stated: dict[int, int] = {}
        for place, sentence in enumerate(said.sentences):
            heard = self.made.heard[sentence]
            for each in heard.statements:
                again = self._learn(number, place, each, at, rows)
                if again:
                    stated.setdefault(again, place)
            for mentioned in heard.mentions:
                named[self._met(mentioned)["id"], place] = None
        rows["mention"] += [{"entity_id": who, "utterance_id": number, "sentence": place}
                            for who, place in named]  # fmt: skip
        rows["support"] += [{"statement_id": which, "utterance_id": number, "sentence": place}
                            for which, place in stated.items()]  # fmt: skip

    def _learn(
        self, number: int, place: int, new: Statement, at: datetime, rows: dict[str, list[Row]]
    ) -> int:
        """Keep a statement; the number of the one that said so already, 0 where it is new."""
        known = self.current.setdefault((new.subject, new.predicate), {})
        believed = new.modality == "asserted"
        value = f"{new.value.lower()} {new.denied} {new.over}"
        if value in known and believed and new.kind != "feeling":
            return known[value]
        self.facts += 1
        moved = at - END  # the pool was heard at END
        start = (new.start + moved).isoformat() if new.start else None
        end = new.end + moved if new.end else None
        late = new.kind == "plan" and end is not None and end < END
        row = {
            "id": self.facts, "person_id": self.person_id, "utterance_id": number,
            "sentence": place, "kind": new.kind, "subject": new.subject,
            "predicate": new.predicate, "value": new.value, "text": new.text,
            "asserted_at": at.isoformat(), "starts_at": start if new.kind != "fact" else None,
            "ends_at": end.isoformat() if end else None, "denied": int(new.denied),
            "valid_from": start if new.kind == "fact" else None, "modality": new.modality,
            "certainty": new.certainty, "cause": new.cause, "entity_id": self._owner(new),
            "state": ("past" if new.over else "asked" if late else "current") if believed else "aside",
        }  # fmt: skip
        if believed and not new.over and room(new.predicate) == "one":
            self.closed += [{"old": old, "by": self.facts, "at": at.isoformat()} for old in known.values()]
            known.clear()
        if believed:
            known[value] = self.facts
        rows["statement"].append(row)
        if new.kind == "plan" and believed and end and not late:
            rows["chore"].append({"person_id": self.person_id, "name": facts.FOLLOW_UP,
                                  "about": self.facts, "due": end.timestamp()})  # fmt: skip
        return 0

    def _owner(self, new: Statement) -> int | None:
        """The number of the person a statement is about, where it isn't the one who speaks."""
        if new.subject == "me" or new.kind not in ("fact", "person"):
            return None
        own = new.subject.startswith("my ")
        said = Mention("" if own else new.subject, "person", 0, relation=new.subject[3:] if own else "")
        return int(self._met(said)["id"])

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
