"""Everything she remembers, written out for the person, and forgetting what a backup brought back."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import Row, func, select

from os1.listening.segments import sentences
from os1.memory import beliefs, episodes, forgetting, people, replies
from os1.memory.episodes import Shelf
from os1.memory.sources.own import OWN_SETTINGS, VERSION
from os1.store import search, settings
from os1.store.tables import chore, entity, mention, statement, support, utterance
from os1.types import Memory, Move

PAGE = 500
Line = dict[str, Any]
_Rows = Sequence[Row[tuple[object, ...]]]

_CALLED = {"person": "You", "other": "Another"}
_ORIGINS = {
    "chatgpt": "a talk with ChatGPT", "replika": "a talk with Replika", "dayone": "your Day One",
    "markdown": "your journal", "text": "a text of yours", "contacts": "your contacts",
    "calendar": "your calendar", "os1": "another OS1",
}  # fmt: skip


def export(shelf: Shelf, person_id: str) -> Iterator[str]:
    """JSON Lines, everything: a head, whom she knows of, then each utterance with what was heard in
    it or meant by it, and what followed from it. `row` holds a table's own columns, so that a new
    home can be filled from it; the rest is for reading."""
    for line in _lines(shelf, person_id):
        yield json.dumps(line, ensure_ascii=False)


def _lines(shelf: Shelf, person_id: str) -> Iterator[Line]:
    with shelf.database.read() as connection:
        known = connection.execute(
            select(entity).where(entity.c.person_id == person_id).order_by(entity.c.id)
        ).all()
        counted = [
            connection.execute(
                select(func.count()).select_from(table).where(table.c.person_id == person_id)
            ).scalar_one()
            for table in (entity, utterance, statement)
        ]
    chosen = {n: v for n in OWN_SETTINGS if (v := settings.get(shelf.database, person_id, n))}
    yield {"id": "os1", "text": "Everything OS1 remembers.", "version": VERSION, "lines": sum(counted),
           "name": settings.person_name(shelf.database, person_id), "settings": chosen}  # fmt: skip
    for row in known:
        yield {"id": f"e{row.id}", "text": str(row.name or people.by_relation(str(row.relation))),
               "row": _columns(row, "id", "person_id")}  # fmt: skip
    for rows in _pages(shelf, person_id):
        yield from _utterances(shelf, rows)
        yield from _statements(shelf, person_id, [int(row.id) for row in rows])


def _pages(shelf: Shelf, person_id: str) -> Iterator[_Rows]:
    after = 0
    while True:
        with shelf.database.read() as connection:
            rows = connection.execute(
                select(utterance)
                .where(utterance.c.person_id == person_id, utterance.c.id > after)
                .order_by(utterance.c.id)
                .limit(PAGE)
            ).all()
        if not rows:
            return
        yield rows
        after = int(rows[-1].id)


def _utterances(shelf: Shelf, rows: _Rows) -> Iterator[Line]:
    numbers = [int(row.id) for row in rows]
    heard, meant = episodes.readings(shelf, numbers), replies.moves_behind(shelf, numbers)
    named: dict[int, list[tuple[str, int]]] = defaultdict(list)
    with shelf.database.read() as connection:
        for each in connection.execute(
            select(mention).where(mention.c.utterance_id.in_(numbers)).order_by(mention.c.entity_id)
        ):
            named[int(each.utterance_id)].append((f"e{each.entity_id}", int(each.sentence)))
    for row in rows:
        number = int(row.id)
        gone = bool(row.forgotten)  # its turn stays, so that it can't be brought in again
        line: Line = {"id": f"u{number}", "turn": row.turn_id, "was" if gone else "speaker": row.speaker,
                      "at": row.said_at, "text": row.text}  # fmt: skip
        line |= {name: row._mapping[name] for name in ("cut", "forgotten", "origin") if row._mapping[name]}
        if number in heard:
            read = heard[number]
            line["heard"] = {"acts": str(read.acts).split(), "feeling": read.label}
            line["heard"] |= _columns(read, "utterance_id", "acts", "label")
        if number in meant:
            line["move"] = _move(meant[number])
        if number in named:
            line["mentions"] = named[number]
        yield line


def _move(meant: Move) -> Line:
    kind = meant.kind + (" asks" if meant.asks else "")
    return {"kind": kind, "why": meant.why, "memories": meant.memories}


def _statements(shelf: Shelf, person_id: str, numbers: Sequence[int]) -> Iterator[Line]:
    with shelf.database.read() as connection:
        rows = connection.execute(
            select(statement).where(statement.c.utterance_id.in_(numbers)).order_by(statement.c.id)
        ).all()
        which = [int(row.id) for row in rows]
        again: dict[int, list[tuple[str, int]]] = defaultdict(list)
        waiting: dict[int, list[Line]] = defaultdict(list)
        for each in connection.execute(
            select(support).where(support.c.statement_id.in_(search.listed(which))).order_by(support.c.utterance_id)
        ):  # fmt: skip
            again[int(each.statement_id)].append((f"u{each.utterance_id}", int(each.sentence)))
        for each in connection.execute(
            select(chore).where(chore.c.about.in_(search.listed(which)), chore.c.person_id == person_id)
        ):
            waiting[int(each.about)].append({"name": each.name, "due": each.due})
    for row, said in zip(rows, beliefs.by_number(shelf, person_id, which), strict=True):
        line: Line = {"id": said.id, "kind": said.kind, "text": said.text, "source": said.source,
                      "quote": said.quote, "at": row.asserted_at, "current": said.current}  # fmt: skip
        if int(row.id) in again:
            line["again"] = again[int(row.id)]
        if int(row.id) in waiting:
            line["waiting"] = waiting[int(row.id)]
        yield line | {"row": _columns(row, "id", "person_id", "utterance_id", "kind")}


def _columns(row: Row[tuple[object, ...]], *without: str) -> Line:
    """A row by the names of its columns; what is empty in it is left out."""
    return {k: v for k, v in row._mapping.items() if k not in without and v is not None}


def journal(shelf: Shelf, person_id: str) -> Iterator[str]:
    """The same to be read, as Markdown: what she believes with its receipts, then all that was said
    by day."""
    name, her = settings.person_name(shelf.database, person_id), settings.her_name(shelf.database, person_id)
    yield f"# What she remembers{f' of {name}' if name else ''}\n"
    yield from _believed(shelf, person_id)
    query = select(utterance).where(utterance.c.person_id == person_id, utterance.c.forgotten == 0)
    with shelf.database.read() as connection:
        rows = connection.execute(query.order_by(utterance.c.moment, utterance.c.id)).all()
    told = ((datetime.fromisoformat(str(row.said_at)), row) for row in rows if row.text)
    for day, said in groupby(told, key=lambda pair: pair[0].date()):
        yield f"\n## {day:%A}, {day.day} {day:%B %Y}\n"
        for at, row in said:
            who = _CALLED.get(str(row.speaker), her)
            source = f", from {_ORIGINS.get(str(row.origin), row.origin)}" if row.origin else ""
            words = str(row.text).strip().replace("\n", "\n> ")
            yield f"**{who}** at {at:%H:%M}{source} (u{row.id})\n\n> {words}\n"


def _believed(shelf: Shelf, person_id: str) -> Iterator[str]:
    with shelf.database.read() as connection:
        rows = connection.execute(
            select(statement.c.id).where(statement.c.person_id == person_id).order_by(statement.c.id)
        )
        numbers = [int(row[0]) for row in rows]
    known = [m for start in range(0, len(numbers), PAGE)
             for m in beliefs.by_number(shelf, person_id, numbers[start : start + PAGE])]  # fmt: skip
    fact = [m for m in known if m.kind in ("fact", "person")]
    yield "## What she believes\n"
    yield from _section("Facts now", [m for m in fact if m.current and not m.taken_back])
    yield from _section("Facts before", [m for m in fact if m.replaced and not m.taken_back])
    yield from _section("Heard but not believed", [m for m in fact if m.modality != "asserted"])
    yield "### People and places\n"
    for each in people.everyone(shelf, person_id):
        names = ", also ".join(each.names)
        whose = people.by_relation(each.relation).replace("my ", "your ", 1)
        yield f"- {', '.join(filter(None, (names, whose)))} ({each.kind})"
    yield ""
    yield from _section("Plans", [m for m in known if m.kind == "plan" and not m.taken_back])
    yield from _section("Feelings", [m for m in known if m.kind == "feeling" and not m.taken_back])


def _section(title: str, memories: Sequence[Memory]) -> Iterator[str]:
    yield f"### {title}\n"
    for m in memories:
        begun, over = ("for", "replaced") if m.kind == "plan" else ("since", "until")
        span = f", {begun} {_day(m.since)}" if m.since else ""
        span += f", {over} {_day(m.until)}" if m.until else ""
        text, quote = " ".join(m.text.split()).rstrip("."), " ".join(m.quote.split())
        yield f"- {text[:1].upper()}{text[1:]}{span}: “{quote}” ({m.source}, {_day(m.said_at)})"
    yield "" if memories else "Nothing.\n"


def _day(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}"


def write_export(path: Path, lines: Iterable[str]) -> int:
    """Write the lines to a file only its owner can read; returns how many."""
    count = 0
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        for count, line in enumerate(lines, 1):  # noqa: B007 - the last count is the answer
            file.write(line + "\n")
    return count


def forget_again(shelf: Shelf, person_id: str) -> None:
    """Forget what had been forgotten before a backup brought it back (see store/backups)."""
    pending = settings.get(shelf.database, person_id, settings.TO_FORGET)
    if not pending:
        return
    which: dict[int, list[int] | None] = {}
    hers: list[int] = []
    for turn, speaker, left in json.loads(pending):
        said = episodes.by_turn(shelf, person_id, turn, speaker)
        if said is None or said.text == left:
            continue
        if speaker == "person":
            stays = {s.text.strip() for s in sentences(left)}
            parts = [s.text.strip() for s in sentences(said.text)]
            which[said.id] = [n for n, part in enumerate(parts) if part not in stays] or None
        else:
            hers.append(said.id)
    forgetting.forget(shelf, person_id, dict(which), replies=hers)
    settings.put(shelf.database, person_id, **{settings.TO_FORGET: ""})
    shelf.database.checkpoint()
