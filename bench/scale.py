"""From a thousand utterances to a million: what one more costs to keep, and ten to find.

Each home is opened by a process of its own (`python -m bench.scale HOME`, figures as JSON), so that
what one leaves in memory isn't counted for the next.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from sqlalchemy import func, select

from bench import home
from bench.reply import stored_vectors, vectors_alone, words_alone
from bench.tables import Table, met, percentile
from bench.talk import Talk
from os1.config import Home
from os1.house import House
from os1.listening.hear import hear
from os1.memory import episodes, facts, joining, people, plans, recall
from os1.store.tables import utterance
from os1.testing import SetClock

SIZES = (1_000, 10_000, 100_000, 1_000_000)
SEARCH_MS = {100_000: 15.0, 1_000_000: 60.0}
KEEP_MS = 20.0
TIMES = 60  # questions, and utterances kept
BEFOREHAND = 5  # that only bring pages and models in
COLUMNS = {
    "keep": "keep one more", "search": "search", "told": "search of what was told",
    "words": "FTS5, any word", "vectors": "float dot product",
}  # fmt: skip
NOTES = (
    "CPU milliseconds, p50 / p95. Keeping: the words on the disk, read, findable, with what follows from "
    f"them; target {KEEP_MS:.0f} ms. Searching: the ten best for a question, its encoding counted in.",
    "Beside it on the same home: SQLite's FTS5 for any of the question's words by bm25, and numpy's product "
    "of the question's vector, encoding counted in, with every vector in float (without reading any words).",
    f"{TIMES} new utterances and {TIMES} questions each, after {BEFOREHAND} others. Start: from opening the "
    "home, with nothing loaded, to the first answer. Resident: after all searches, before the peers'.",
)


def run(homes: Iterable[tuple[int, Path]]) -> list[Table]:
    """Measure each home in a process of its own."""
    rows, notes = [], list(NOTES)
    for size, root in homes:
        command = [sys.executable, "-m", "bench.scale", str(root)]
        told = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        found: dict[str, list[float]] = json.loads(told.stdout)
        rows.append(_row(size, found))
        print("  " + " | ".join(rows[-1]), file=sys.stderr)
        notes += _verdicts(size, found)
    head = ("stored", *COLUMNS.values(), "start, s", "resident, MB", "file, MB")
    return [Table("Scale", head, tuple(rows), tuple(notes))]


def _row(size: int, found: dict[str, list[float]]) -> tuple[str, ...]:
    times = (" / ".join(f"{value:.1f}" for value in _shares(found[name])) for name in COLUMNS)
    resident = f"{found['resident'][0]:.0f}" if found["resident"] else "—"
    return (f"{size:,}", *times, f"{found['start'][0]:.2f}", resident, f"{found['file'][0]:,.0f}")


def _shares(taken: Sequence[float]) -> tuple[float, float]:
    return percentile(taken, 50), percentile(taken, 95)


def _verdicts(size: int, found: dict[str, list[float]]) -> list[str]:
    told = []
    if size in SEARCH_MS:
        p50, p95 = _shares(found["search"])
        most = SEARCH_MS[size]
        told = [f"Search at {size:,}: target {most:.0f} ms, p50 {met(p50, most)}, p95 {met(p95, most)}."]
    kept = percentile(found["keep"], 50)
    return [*told, *([f"Keeping at {size:,} missed its target."] if kept > KEEP_MS else [])]


def measure(root: Path) -> dict[str, list[float]]:
    """Open a home and time it: CPU milliseconds by column, and single figures as lists of one."""
    talk = Talk(home.SEED + 4)
    asked = [talk.question() if n % 2 else talk.sentence() for n in range(TIMES + BEFOREHAND)]
    began = time.perf_counter()
    with House(Home(root), SetClock(home.END)) as house:
        recall.search(house.shelf, house.person.id, asked[0])
        found = {"start": [time.perf_counter() - began]}
        found["search"] = _timed("searching", lambda n: _search(house, asked[n]))
        found["told"] = _timed("searching what was told", lambda n: _search(house, asked[n], told_only=True))
        found["keep"] = _kept(house, talk)
        found["resident"] = _resident()
        found["words"] = _timed("full text alone", lambda n: words_alone(house, asked[n]))
        _, matrix = stored_vectors(house)
        encode = house.shelf.encoder.encode
        found["vectors"] = _timed("vectors alone", lambda n: vectors_alone(matrix, encode([asked[n]])[0]))
        house.database.checkpoint()
        found["file"] = [house.database.path.stat().st_size / 1e6]
    return found


def _timed(what: str, one: Callable[[int], object]) -> list[float]:
    print(f"  {what}", file=sys.stderr)
    taken = []
    for n in range(TIMES + BEFOREHAND):
        began = time.process_time()
        one(n)
        taken.append((time.process_time() - began) * 1000)
    return taken[BEFOREHAND:]


def _search(house: House, words: str, *, told_only: bool = False) -> object:
    return recall.search(house.shelf, house.person.id, words, told_only=told_only)


def _kept(house: House, talk: Talk) -> list[float]:
    """Keep new utterances, minutes after the last there is."""
    pool = talk.pool(2 * TIMES)
    said = [talk.utterance(pool).text for _ in range(TIMES + BEFOREHAND)]
    latest = house.database.connection.execute(select(func.max(utterance.c.moment))).scalar_one()
    first = datetime.fromtimestamp(latest, home.END.tzinfo) + timedelta(days=1)

    def keep(n: int) -> None:
        _keep(house, said[n], first + n * timedelta(minutes=2), said[max(0, n - 4) : n])

    return _timed("keeping", keep)


def _keep(house: House, words: str, at: datetime, before: list[str]) -> None:
    """All that a turn does with words before it thinks of an answer."""
    shelf, person_id = house.shelf, house.person.id
    said = episodes.keep(shelf, person_id, uuid4().hex, "person", words, at)
    known = people.known_names(people.everyone(shelf, person_id))
    heard = hear(words, at, known=known, before=before)
    with episodes.at_once(shelf, person_id):
        episodes.understand(shelf, person_id, said, heard)
        people.note_mentions(shelf, person_id, said.id, heard.mentions)
        learned = facts.learn(shelf, person_id, said, heard.statements)
        joining.join_namesakes(shelf, person_id)
        plans.join(shelf, person_id, learned, before)


def _resident() -> list[float]:
    """Megabytes of this process in memory; nothing where the system doesn't tell."""
    told = Path("/proc/self/status")
    line = re.search(r"^VmRSS:\s+(\d+) kB", told.read_text(), re.MULTILINE) if told.exists() else None
    return [int(line[1]) / 1024] if line else []


if __name__ == "__main__":
    try:
        print(json.dumps(measure(Path(sys.argv[1]))))
    except KeyboardInterrupt:
        raise SystemExit(130) from None
