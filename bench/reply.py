"""How long a reply takes, and a search of memory, with 1,000 to 100,000 utterances stored."""

from __future__ import annotations

import asyncio
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select, text

from bench import home
from bench.tables import Table, met, percentile
from bench.talk import Talk
from os1.config import Home
from os1.house import House
from os1.memory import recall
from os1.memory.wording import key_words
from os1.store.tables import embedding
from os1.testing import SetClock

TARGET_MS = 50.0
TURNS = 150
SEARCHES = 150
KINDS = ("told", "asked", "small")
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Timed:
    """How long one thing took, in milliseconds of the clock on the wall and of this process."""

    kind: str
    wall: float
    cpu: float


def run(homes: Sequence[tuple[int, Path]]) -> list[Table]:
    """Measure replies and searches in each home."""
    replies: list[tuple[str, ...]] = []
    searches: list[tuple[str, ...]] = []
    verdict = ""
    for size, root in homes:
        print(f"  replies with {size:,} stored", file=sys.stderr)
        with House(Home(root), SetClock(home.END)) as house:
            began = time.perf_counter()
            house.warm()
            warm = (time.perf_counter() - began) * 1000
            timed = asyncio.run(_replies(house))
            replies.append(_reply_row(size, warm, timed))
            searches += _searches(size, house)
        p50 = percentile([t.wall for t in timed], 50)
        verdict = f"p50 at {size:,} is {p50:.1f} ms, target {TARGET_MS:.0f} ms: {met(p50, TARGET_MS)}."
    return [_reply_table(replies, verdict), _search_table(searches)]


async def _replies(house: House) -> list[Timed]:
    """A mix of telling, asking and small talk, in sittings of a dozen turns."""
    talk, chance = Talk(home.SEED + 1), random.Random(1)
    pool = talk.pool(500)
    say: dict[str, Callable[[], str]] = {
        "told": lambda: talk.utterance(pool).text, "asked": talk.question, "small": talk.small,
    }  # fmt: skip
    at = await house.run(_after, house)
    timed = []
    for n in range(TURNS):
        at += timedelta(hours=26) if n % home.STRETCH == 0 else timedelta(minutes=2)
        kind = chance.choices(KINDS, (50, 30, 20))[0]
        words = say[kind]()
        wall, cpu = time.perf_counter(), time.process_time()
        await house.reply(f"bench-{at.isoformat()}", words, at=at)
        took = (time.perf_counter() - wall) * 1000
        timed.append(Timed(kind, took, (time.process_time() - cpu) * 1000))
    return timed


def _after(house: House) -> datetime:
    """A time after everything said in this home."""
    latest = house.database.connection.execute(text("SELECT max(moment) FROM utterance")).scalar()
    return max(home.END, datetime.fromtimestamp(latest or 0, home.END.tzinfo))


def _reply_row(size: int, warm: float, timed: list[Timed]) -> tuple[str, ...]:
    wall, cpu = [t.wall for t in timed], [t.cpu for t in timed]
    by_kind = (percentile([t.wall for t in timed if t.kind == kind], 50) for kind in KINDS)
    figures = (percentile(wall, 50), percentile(wall, 95), percentile(cpu, 50),
               percentile(cpu, 95), *by_kind)  # fmt: skip
    return (f"{size:,}", *(f"{value:.1f}" for value in figures), f"{timed[0].wall:.0f}", f"{warm:.0f}")


def _reply_table(rows: list[tuple[str, ...]], verdict: str) -> Table:
    return Table(
        "Reply time, milliseconds",
        ("stored", "p50", "p95", "p50 CPU", "p95 CPU", "told", "asked", "small", "first", "warming"),
        tuple(rows),
        (
            verdict,
            f"{TURNS} turns through the real house, each kept on the disk twice over (her words as "
            "well) before it counts; half tell something, three in ten ask of memory, two in ten "
            "are small talk, and their columns are p50 on the wall clock.",
            "“Stored” counts what the person said; her replies are stored beside them.",
            f"The talk is made up: {home.POOL:,} different sentences over {home.YEARS} years, each "
            "really heard and encoded; an utterance is one to three of them, most with an ending "
            "of its own, and has the mean of their vectors.",
        ),
    )


def _searches(size: int, house: House) -> list[tuple[str, ...]]:
    """Our search, and beside it full-text search alone and vectors alone, on the same rows."""
    shelf, person_id, talk = house.shelf, house.person.id, Talk(home.SEED + 2)
    questions = [talk.question() if n % 2 else talk.sentence() for n in range(SEARCHES)]
    vectors = shelf.encoder.encode(questions)
    _, matrix = stored_vectors(house)
    index = shelf.index(person_id)

    def full_text(n: int) -> object:
        return words_alone(house, questions[n])

    def brute(n: int) -> list[int]:
        return vectors_alone(matrix, vectors[n])

    def ours(n: int) -> object:
        return recall.search(shelf, person_id, questions[n], most=10, vector=vectors[n])

    def signs(n: int) -> object:
        return index.search(vectors[n], 10)

    timed = [_timed(one) for one in (ours, full_text, brute, signs)]
    names = ("OS1 recall (words and meaning)", "SQLite FTS5, bm25 of all words",
             "numpy, every vector in float", "OS1's vector index alone")  # fmt: skip
    return [
        (f"{size:,}", name, *(f"{percentile(cpu, share):.1f}" for share in (50, 95)))
        for name, cpu in zip(names, timed, strict=True)
    ]


def _timed(one: Callable[[int], object]) -> list[float]:
    """CPU milliseconds a search; the first few only bring pages in."""
    for n in range(5):
        one(n)
    taken = []
    for n in range(SEARCHES):
        began = time.process_time()
        one(n)
        taken.append((time.process_time() - began) * 1000)
    return taken


def words_alone(house: House, question: str, most: int = 10) -> list[int]:
    """What full-text search finds by itself: utterance ids, best first."""
    query = " OR ".join(f'"{word}"' for word in key_words(question.replace('"', " "))) or '"?"'
    rows: Any = house.database.connection.execute(
        text("SELECT rowid FROM words WHERE words MATCH :q ORDER BY bm25(words) LIMIT :most"),
        {"q": query, "most": most},
    )
    return [int(row[0]) for row in rows]


def stored_vectors(house: House) -> tuple[list[int], Floats]:
    """The utterance ids and their unit vectors, one row each, as they are stored."""
    rows = house.database.connection.execute(
        select(embedding.c.utterance_id, embedding.c.vector).order_by(embedding.c.utterance_id)
    ).all()
    raw = np.frombuffer(b"".join(row[1] for row in rows), np.int8)
    floats = raw.reshape(len(rows), -1).astype(np.float32)
    unit: Floats = floats / np.linalg.norm(floats, axis=1, keepdims=True)
    return [row[0] for row in rows], unit


def vectors_alone(matrix: Floats, vector: Floats, most: int = 10) -> list[int]:
    """The rows nearest to a vector, every one compared, best first."""
    scores = matrix @ vector
    top = np.argpartition(-scores, most)[:most] if len(scores) > most else np.arange(len(scores))
    return [int(n) for n in top[np.argsort(-scores[top])]]


def _search_table(rows: list[tuple[str, ...]]) -> Table:
    return Table(
        "Search of memory, CPU milliseconds",
        ("stored", "search", "p50", "p95"),
        tuple(rows),
        ("The ten best of the same utterances for the same questions; the question's own vector "
         "(about 2 ms) is made beforehand for all of them.",),
    )  # fmt: skip
