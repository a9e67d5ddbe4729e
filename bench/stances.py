"""Whether she holds the same view when asked for it in other words, months apart."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.tables import Table, shown
from os1.config import Home
from os1.house import House
from os1.testing import SetClock

ASKED = Path(__file__).parents[1] / "tests/flows/stances.tsv"
BEGAN = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
BETWEEN = timedelta(hours=17)  # so that hours and days vary; 300 questions take seven months
SAME = {key: {"real"} for key in ("real", "alive", "body", "childhood", "feelings", "sleep", "boredom", "her_age")} | {"love": {"love_her"}}
"""Moves besides the view itself that say the same."""


def asked() -> list[tuple[str, str]]:
    """Every question with the key of the view it asks for, the wordings of one view far apart."""
    rows = [line.split("\t") for line in ASKED.read_text("utf-8").splitlines()]
    return [(row[0].replace("-", "_"), row[n]) for n in range(2, 7) for row in rows]


def said() -> list[tuple[str, str, str, str]]:
    """Key, question, the view she gave ("" for none) or her move, and her words."""
    found = []
    with tempfile.TemporaryDirectory() as folder, House(Home(Path(folder)), SetClock(BEGAN)) as house:
        for n, (key, question) in enumerate(asked()):
            reply = asyncio.run(house.reply(f"ask{n}", question, at=BEGAN + n * BETWEEN))
            move = reply.move
            found.append((key, question, move.slots.get("stance") or f"({move.kind})", reply.reply))
    return found


def holds(key: str, gave: str) -> bool:
    """Whether what she gave is the view asked for."""
    return gave == key or gave.strip("()") in SAME.get(key, ())


def run() -> list[Table]:
    """All questions of one home, and how many found their view."""
    told = said()
    if "--show" in sys.argv:
        for key, question, gave, words in told:
            if not holds(key, gave):
                print(f"{key:18} {gave:18} {question}\n{'':37}{words}", file=sys.stderr)
    right = sum(holds(key, gave) for key, _, gave, _ in told)
    other = sum(not holds(key, gave) and not gave.startswith("(") for key, _, gave, _ in told)
    whole = Counter(key for key, _, gave, _ in told if holds(key, gave))
    steady = sum(times == 5 for times in whole.values())
    rows = (("the view asked for", f"{right} of {len(told)}", f"{100 * right / len(told):.1f} %"),
            ("another view of hers", f"{other}", f"{100 * other / len(told):.1f} %"),
            ("no view: another honest answer", f"{len(told) - right - other}", f"{100 * (len(told) - right - other) / len(told):.1f} %"),
            ("views given in all five wordings", f"{steady} of {len(told) // 5}", ""))  # fmt: skip
    return [Table("Views asked for in five wordings over seven months", ("what she gave", "questions", "share"), rows,
                  ("The wordings were written apart from those the model learned from.",))]  # fmt: skip


if __name__ == "__main__":
    for table in run():
        print(shown(table))
