"""OS1's own export: put back whole into a home that is new, brought as a trace into any other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Float, Integer, Table, Text, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from os1.errors import RubbishError
from os1.memory.sources.item import Item
from os1.store import search, settings
from os1.store.tables import (
    chore,
    entity,
    mention,
    move,
    person,
    reading,
    setting,
    statement,
    support,
    utterance,
)

ORIGIN = "os1"
VERSION = 1
OWN_SETTINGS = ("tone", "her_name", "voice", "set_up", "off_record", "pieces", "traces", "sounding")
_ROWS = {"e": entity, "u": utterance, "m": statement}
_TIMES = frozenset("said_at asserted_at starts_at ends_at valid_from valid_to".split())

_TYPES: dict[type, tuple[type, ...]] = {Text: (str,), Integer: (int,), Float: (int, float)}
_MOST = 1 << 52
SPEAKERS = ("person", "samantha", "other")

Line = dict[str, Any]


def fits(words: str) -> bool:
    """Whether a text is an export of OS1, by its first line."""
    try:
        first = json.loads(words[:100_000].split("\n", 1)[0])
    except (ValueError, RecursionError):
        return False
    return isinstance(first, dict) and (
        first.get("id") == "os1" or {"id", "turn", "speaker", "at", "text"} <= first.keys()
    )


def is_whole(words: str) -> bool:
    """Whether an export says at its head what it holds; the first versions' didn't."""
    return '"os1"' in words[:100]


def lines(words: str, name: str) -> Iterator[Line]:
    """Every line of an export. Raises RubbishError naming the first bad one, or that some are gone."""
    told, count = 0, 0
    for number, line in enumerate(words.split("\n"), 1):  # only there: words hold stranger line ends
        if not line.strip():
            continue
        try:
            each = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise RubbishError(f"{name}: line {number} breaks off or is bad; nothing was taken.") from error
        if not isinstance(each, dict) or not isinstance(each.get("id"), str):
            raise RubbishError(f"{name}: line {number} is nothing OS1 writes; nothing was taken.")
        if each["id"] == "os1":
            told = each["lines"] if isinstance(each.get("lines"), int) else 0
            if each.get("version") != VERSION:
                raise RubbishError(f"{name} was written by a newer OS1; bring it with that one.")
        else:
            count += 1
        yield each
    if count < told:
        gone = f"{told - count} of its {told} lines are missing"
        raise RubbishError(f"{name} breaks off, {gone}; nothing was taken.")


def items(words: str, name: str) -> Iterator[Item]:
    """What was said, as a trace; the key is the id of its turn."""
    for each in lines(words, name):
        if "speaker" not in each:
            continue
        turn, said, speaker = each.get("turn"), each.get("text"), each["speaker"]
        at = _when(each.get("at"))
        if not isinstance(turn, str) or not isinstance(said, str) or at is None:
            raise RubbishError(f"{name}: {each['id']} lacks its words or its time; nothing was taken.")
        if speaker in SPEAKERS and said.strip():
            yield Item(turn, speaker, said, at)


def is_untold(connection: Connection, person_id: str) -> bool:
    """Whether nothing has been told in this home yet."""
    told = select(utterance.c.id).where(utterance.c.person_id == person_id, utterance.c.speaker != "samantha")
    known = select(entity.c.id).where(entity.c.person_id == person_id)
    return not (connection.execute(told.limit(1)).first() or connection.execute(known.limit(1)).first())


def restore(connection: Connection, person_id: str, words: str, name: str) -> int:
    """Put everything back as it was, within a transaction; returns how many utterances.

    Numbers stay as they were in a home without any, else all move on by as many. Raises
    RubbishError, and then the transaction has to be given up.
    """
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")  # a row may come before one it names
    back = _Restored(connection, person_id, name, {
        mark: _last(connection, table.name) for mark, table in _ROWS.items()
    })  # fmt: skip
    for each in lines(words, name):
        try:
            back.take(each)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            raise RubbishError(f"{name}: {each['id']} is nothing OS1 writes; nothing was taken.") from error
        except IntegrityError as error:
            raise RubbishError(f"{name}: {each['id']} is there twice, or half; nothing was taken.") from error
    return back.count


def _last(connection: Connection, table: str) -> int:
    found = connection.execute(text("SELECT seq FROM sqlite_sequence WHERE name = :table"), {"table": table})
    return int(found.scalar() or 0)


@dataclass(slots=True)
class _Restored:
    """A home being filled; `moved` is by how much the numbers of each kind move on."""

    connection: Connection
    person_id: str
    name: str
    moved: dict[str, int]
    count: int = 0

    def take(self, each: Line) -> None:
        if each["id"] == "os1":
            self._settings(each)
        elif each["id"][0] == "e":
            self._row(entity, each["row"], id=self.number(each["id"]))
        elif each["id"][0] == "u":
            self._utterance(each)
        else:
            self._statement(each)

    def number(self, memory_id: str) -> int:
        """The number an id has here. Raises ValueError."""
        mark, digits = memory_id[0], memory_id[1:]
        if not 0 < int(digits) < _MOST:
            raise ValueError("no number of ours")
        return int(digits) + self.moved[mark]

    def _row(self, table: Table, given: Line, **fixed: Any) -> None:
        """One row: what is given under the names of its columns, of their types and no others."""
        row = dict(fixed)
        if "person_id" in table.c:
            row["person_id"] = self.person_id
        for column in table.columns:
            if column.name in row or column.name not in given:
                continue
            value = given[column.name]
            if value is not None and not isinstance(value, _TYPES[type(column.type)]):
                raise TypeError(column.name)
            if value is not None and column.name in _TIMES and _when(value) is None:
                raise ValueError(column.name)
            if isinstance(value, int) and abs(value) >= _MOST:
                raise ValueError(column.name)
            row[column.name] = value
        self.connection.execute(insert(table).values(**row))

    def _settings(self, each: Line) -> None:
        """What the person chose, where they have chosen nothing else here."""
        kept = select(setting.c.name).where(setting.c.person_id == self.person_id)
        known = {row[0] for row in self.connection.execute(kept)}
        given = each.get("settings", {})
        chosen = {name: str(given[name]) for name in OWN_SETTINGS if name in given and name not in known}
        if "pieces" in chosen:
            chosen["pieces"] = json.dumps([int(n) for n in json.loads(chosen["pieces"])])
        settings.put_in(self.connection, self.person_id, **chosen)
        if isinstance(each.get("name"), str):
            me = person.c.id == self.person_id, person.c.name.is_(None)
            self.connection.execute(update(person).where(*me).values(name=each["name"]))

    def _utterance(self, each: Line) -> None:
        number, gone = self.number(each["id"]), bool(each.get("forgotten"))
        at = datetime.fromisoformat(each["at"])
        said, speaker = ("", each["was"]) if gone else (each["text"], each["speaker"])
        if not isinstance(said, str) or speaker not in SPEAKERS:
            raise TypeError("text")
        self._row(utterance, {}, id=number, turn_id=str(each["turn"]), text=said, forgotten=int(gone),
                  speaker=speaker, said_at=at.isoformat(), moment=at.timestamp(),
                  cut=int(bool(each.get("cut"))), origin=str(each.get("origin", "")))  # fmt: skip
        self.count += not gone
        if "heard" in each:
            heard = each["heard"]
            row = {**heard, "label": heard["feeling"], "acts": " ".join(map(str, heard["acts"]))}
            self._row(reading, row, utterance_id=number)
            search.index_words(self.connection, number, said)
        if "move" in each:
            meant = each["move"]
            cited = " ".join(f"{m[0]}{self.number(m)}" for m in meant["memories"] if m[0] in "um")
            why = json.dumps([str(reason) for reason in meant["why"]])
            self._row(move, {}, utterance_id=number, kind=str(meant["kind"]), why=why, memories=cited)
        for who, sentence in each.get("mentions", ()):
            self._row(mention, {}, entity_id=self.number(who), utterance_id=number, sentence=int(sentence))

    def _statement(self, each: Line) -> None:
        number, row = self.number(each["id"]), dict(each["row"])
        fixed = {"id": number, "utterance_id": self.number(each["source"]), "kind": str(each["kind"])}
        for name, mark in (("closed_by", "m"), ("entity_id", "e")):
            if row.get(name) is not None:
                fixed[name] = self.number(f"{mark}{int(row[name])}")
        self._row(statement, row, **fixed)
        for source, sentence in each.get("again", ()):
            self._row(support, {}, statement_id=number, utterance_id=self.number(source),
                      sentence=int(sentence))  # fmt: skip
        for waiting in each.get("waiting", ()):
            self._row(chore, {}, name=str(waiting["name"]), about=number, due=float(waiting["due"]))


def _when(words: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(words) if isinstance(words, str) else None
    except ValueError:
        return None
    return at if at is not None and at.tzinfo is not None else None
