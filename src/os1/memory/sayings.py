"""What the memory pages show of the words themselves: feelings week by week, an utterance with
those around it, and what a search finds."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Integer, cast, func, or_, select

from os1.memory import episodes, overview, people, recall, receipts
from os1.memory.episodes import Shelf
from os1.memory.overview import PAGE, Shown, in_words
from os1.store import search as words
from os1.store.tables import reading, statement, utterance

MOST_FOUND = 30
MOST_NAMED = 12
WEEK = 604_800
MONDAY = 259_200  # seconds by which weeks since 1970 have to be moved to begin on Mondays
_READ = statement.c.utterance_id == utterance.c.id, statement.c.predicate == "sounded", statement.c.state == "current"
_SOUNDED = select(statement.c.text).where(*_READ).limit(1).scalar_subquery()


def weeks(shelf: Shelf, person_id: str) -> Shown:
    """Week by week, in how many utterances a feeling sounded, and how light or heavy they were."""
    week = cast((utterance.c.moment + MONDAY) / WEEK, Integer)
    query = (
        select(week, func.count(), func.avg(reading.c.valence), func.min(reading.c.valence),
               func.max(reading.c.valence))
        .join(reading, reading.c.utterance_id == utterance.c.id)
        .where(*_felt(person_id))
        .group_by(week)
        .order_by(week)
    )  # fmt: skip
    with shelf.database.read() as connection:
        rows = connection.execute(query).all()
    return {
        "weeks": [
            {"starts": datetime.fromtimestamp(int(r[0]) * WEEK - MONDAY, UTC).isoformat(), "count": int(r[1]),
             "mean": round(r[2], 3), "low": round(r[3], 3), "high": round(r[4], 3)}
            for r in rows
        ]
    }  # fmt: skip


def felt(shelf: Shelf, person_id: str, start: datetime, skip: int = 0) -> Shown:
    """The words of one week in which a feeling sounded, in the order they were said."""
    begins = start.timestamp()
    query = (
        select(utterance, reading.c.label, reading.c.valence, _SOUNDED.label("sounded"))
        .join(reading, reading.c.utterance_id == utterance.c.id)
        .where(*_felt(person_id), utterance.c.moment >= begins, utterance.c.moment < begins + WEEK)
        .order_by(utterance.c.moment)
        .limit(PAGE + 1)
        .offset(skip)
    )
    with shelf.database.read() as connection:
        rows = connection.execute(query).all()
    shown = [
        {**in_words(episodes.as_utterance(r)), "label": str(r.sounded or r.label), "valence": round(r.valence, 3)}
        for r in rows[:PAGE]
    ]
    return {"rows": shown, "more": len(rows) > PAGE}


def _felt(person_id: str) -> tuple[ColumnElement[bool], ...]:
    return (utterance.c.person_id == person_id, utterance.c.speaker == "person", utterance.c.forgotten == 0,
            or_(reading.c.label != "neutral", _SOUNDED.is_not(None)), reading.c.taken_back == "")  # fmt: skip


# --- words ------------------------------------------------------------------------------------


def around(shelf: Shelf, person_id: str, memory_id: str) -> Shown | None:
    """The whole utterance behind a memory with those around it, and where else it was said."""
    memory = recall.show(shelf, person_id, memory_id)
    if memory is None:
        return None
    here = int(memory.source[1:])
    with shelf.database.read() as connection:
        places = receipts.of(connection, [int(memory.id[1:])]) if memory.kind != "episode" else {}
        rows = connection.execute(
            select(utterance.c.id, utterance.c.origin)
            .where(utterance.c.person_id == person_id, utterance.c.id.between(here - 8, here + 8),
                   utterance.c.forgotten == 0, utterance.c.text != "")
            .order_by(utterance.c.id)
        ).all()  # fmt: skip
    origin = next((str(r.origin) for r in rows if r.id == here), "")
    near = [int(r.id) for r in rows if str(r.origin) == origin]
    if here not in near:
        return None
    middle = near.index(here)
    shown = near[max(0, middle - 2) : middle + 3]
    others = [place for held in places.values() for place in held if place[0] != here]
    kept = episodes.fetch(shelf, person_id, [*shown, *(at for at, _ in others)])
    return {
        "quote": memory.quote, "origin": origin,
        "entries": [{"id": f"u{n}", "who": kept[n].speaker, "text": kept[n].text,
                     "at": kept[n].said_at.isoformat(), "here": n == here} for n in shown],
        "again": [in_words(kept[at], [sentence]) for at, sentence in others if at in kept],
    }  # fmt: skip


def found(shelf: Shelf, person_id: str, query: str) -> Shown:
    """What is nearest to a query by words and meaning, with what was read from it, and whom it names."""
    meant = recall.people_meant(shelf, person_id, query)
    letters = query.strip().lower()
    named = [e for e in people.everyone(shelf, person_id)
             if e in meant or any(letters in name.lower() for name in e.names)]  # fmt: skip
    said = [m for m in recall.search(shelf, person_id, query, most=MOST_FOUND) if m.score > 0]
    joined = recall.with_statements(shelf, person_id, said)
    numbers = [int(m.id[1:]) for m in joined if m.kind != "episode"]
    which = [statement.c.id.in_(words.listed(numbers))]
    rows = {r["id"]: r for r in overview.rows(shelf, person_id, which, most=4 * MOST_FOUND)}
    shown: dict[str, Shown] = {}
    read = {row["source"] for row in rows.values()}
    for memory in joined:
        if memory.kind == "episode" and memory.id not in read:  # else its rows show the same words
            shown[memory.id] = {"id": memory.id, "kind": "episode", "quote": memory.quote,
                                "at": memory.said_at.isoformat(), "source": memory.source}  # fmt: skip
        elif memory.id in rows:
            shown.setdefault(memory.id, rows[memory.id])
    known = [overview.someone(e, 0, None) for e in named if e.kind != "other"]
    return {"people": known[:MOST_NAMED], "rows": list(shown.values())}
