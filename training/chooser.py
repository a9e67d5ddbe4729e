"""Trains what chooses among words that were read, and says how sure it may be.

    python training/chooser.py [--gather] [OUT]

Tells every life and stretch of `apart/*.txt` (the matcher never saw them) and every seen history
to a real home, asks its questions, and takes down the clues of what was read (`--gather`; kept in
`build/chooser.json`). Then fits the weights, each life held out once to say how good they are: what
of all questions would be answered rightly, wrongly or not at all at each level of sureness.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import matcher_data
import numpy as np
from numpy.typing import NDArray
from ranker import lowest

from os1.config import Home
from os1.house import House
from os1.memory import choosing, episodes, questions
from os1.memory.answering import Recollection
from os1.memory.likely import weigh
from os1.testing import SetClock

HERE = Path(__file__).parent
SEEN = HERE.parent / "bench/histories/seen"
KEPT = HERE.parent / "build/chooser.json"
OUT = HERE.parent / "src/os1/memory/models/chooser.txt"
FOLDS, RIDGES = 6, (0.3, 1.0, 3.0, 10.0)
LEVELS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
SHORT, NEVER_IN_SHORT = 15, 1.0
"""Half the questions of the short stretches have no answer, and few of those that people ask: they
count less."""
Question = dict[str, Any]
"""life, whether it is a short stretch, kind, clues (a list of names and values for each of what was read), right, stale, trap (one
true or false each), told (whether anything answers)."""


def gather() -> Iterator[Question]:
    """The clues of every question, as the house works them out."""
    talks = [talk for path in sorted((HERE / "apart").glob("*.txt")) for talk in matcher_data.lives(path)]
    talks += [matcher_data.history(path) for path in sorted(SEEN.glob("*.jsonl"))]
    with ProcessPoolExecutor() as pool:
        for talk, made in zip(talks, pool.map(lived, talks), strict=True):
            print(f"{talk.name}: {len(talk.turns)} utterances, {len(made)} questions", flush=True)
            yield from made


def lived(talk: matcher_data.Talk) -> list[Question]:
    """The clues of one life's questions, in a home of its own."""
    with tempfile.TemporaryDirectory() as place:
        first = datetime.fromtimestamp(talk.turns[0].moment, UTC)
        with House(Home(Path(place)), SetClock(first)) as house:
            return asyncio.run(live(house, talk))


async def live(house: House, talk: matcher_data.Talk) -> list[Question]:
    """Tell it, and ask where each question stands."""
    number: dict[int, int] = {}
    asked = sorted(talk.asked, key=lambda a: a.before)
    made: list[Question] = []
    at = datetime.fromtimestamp(talk.turns[0].moment, UTC)
    for n in range(len(talk.turns) + 1):
        while asked and (asked[0].before == n or n == len(talk.turns)):
            seen = looked_at(house, talk, asked.pop(0), number, at + timedelta(hours=1))
            made += [seen] if seen else []
        if n < len(talk.turns):
            at = max(datetime.fromtimestamp(talk.turns[n].moment, UTC), at + timedelta(minutes=2))
            await house.reply(f"t{n}", talk.turns[n].text, at=at)
            kept = episodes.by_turn(house.shelf, house.person.id, f"t{n}", "person")
            assert kept is not None
            number[kept.id] = n
    return made


def looked_at(
    house: House, talk: matcher_data.Talk, asked: matcher_data.Asked, number: dict[int, int], at: datetime
) -> Question | None:
    """The clues of what is read for one question; None where rules alone answer."""
    found = questions.ruled(house.shelf, house.person.id, asked.words, None, at, None)
    if isinstance(found, Recollection):
        return None
    about, by_rule = found
    if not asked.answers and by_rule.answer.gist.startswith("No"):
        return None  # "no" to what was only a rumour is right, and nothing else would be
    setting, read = weigh(about, by_rule)
    turns = [number.get(a.number, -1) for a in read]
    return {
        "life": f"{talk.name} {len(talk.turns)}", "short": len(talk.turns) < SHORT, "kind": asked.kind, "told": bool(asked.answers),
        "clues": choosing.clues(about.asked, read, setting),
        "right": [n in asked.answers for n in turns], "stale": [n in asked.stale for n in turns],
        "trap": [n in asked.traps for n in turns],
    }  # fmt: skip


Fitted = NDArray[np.float64]


def fit(questions: Sequence[Question], names: Sequence[str], ridge: float) -> Fitted:
    """Listwise: the chance of any right one, or of nothing where nothing is right, is to be high."""
    sizes = [len(q["clues"]) for q in questions]
    count = np.array([NEVER_IN_SHORT if q["short"] and not q["told"] else 1.0 for q in questions])
    rows = np.concatenate([table(q, names) for q in questions])
    spread = np.maximum(rows.std(0), 1e-3)
    scaled = rows / spread
    right = np.concatenate([np.array(q["right"], bool) for q in questions])
    owner = np.repeat(np.arange(len(questions)), sizes)
    some = np.bincount(owner, right, len(questions)) > 0

    def loss(by: Fitted) -> tuple[float, Fitted]:
        raised = np.exp(np.clip(scaled @ by, -40, 40))
        whole = 1 + np.bincount(owner, raised, len(questions))
        good = np.where(some, np.bincount(owner, raised * right, len(questions)), 1.0)
        push = np.where(right & some[owner], raised / good[owner], 0) - raised / whole[owner]
        push *= count[owner]
        cost = -(count * np.log(good / whole)).sum() + ridge * by @ by / 2
        return float(cost / len(sizes)), (-(scaled.T @ push) + ridge * by) / len(sizes)

    return lowest(loss, len(names)) / spread


def table(question: Question, names: Sequence[str]) -> Fitted:
    """The clues of a question as rows."""
    return np.array([[clue.get(name, 0.0) for name in names] for clue in question["clues"]]).reshape(-1, len(names))


def chosen(question: Question, names: Sequence[str], by: Fitted) -> tuple[float, int]:
    """How likely the best is to answer, and which that is (-1 where nothing was read)."""
    if not question["clues"]:
        return 0.0, -1
    scores = table(question, names) @ by
    raised = np.exp(np.r_[0.0, scores] - max(0.0, scores.max()))
    best = int(scores.argmax())
    return float(raised[best + 1] / raised.sum()), best


def outcome(question: Question, best: int) -> str:
    """What telling the best would be."""
    if not question["told"]:
        return "invented"
    for name in ("right", "stale", "trap"):
        if question[name][best]:
            return name
    return "beside the point"


def held_out(questions: Sequence[Question], names: Sequence[str], ridge: float) -> list[tuple[float, str]]:
    """For every question how sure, and what telling it would be, its life never learned from."""
    lives = sorted({q["life"] for q in questions})
    found = []
    for fold in range(FOLDS):
        apart = set(lives[fold::FOLDS])
        by = fit([q for q in questions if q["life"] not in apart and q["clues"]], names, ridge)
        for q in (q for q in questions if q["life"] in apart):
            sure, best = chosen(q, names, by)
            found.append((sure, outcome(q, best)) if best >= 0 else (0.0, "beside the point"))
    return found


def main() -> None:
    """Gather, choose, fit, write."""
    if "--gather" in sys.argv or not KEPT.exists():
        KEPT.parent.mkdir(exist_ok=True)
        KEPT.write_text(json.dumps(list(gather())), "utf-8")
    questions: list[Question] = json.loads(KEPT.read_text("utf-8"))
    names = sorted({name for q in questions for clue in q["clues"] for name in clue})
    out = Path(sys.argv[-1]) if sys.argv[-1].endswith(".txt") else OUT
    best, kept = -1.0, RIDGES[0]
    for ridge in RIDGES:
        rows = held_out(questions, names, ridge)
        right = sum(o == "right" for _, o in rows) / sum(q["told"] for q in questions)
        print(f"ridge {ridge}: the first is right in {100 * right:.1f} % of what was told, held out")
        if right > best:
            best, kept, sure = right, ridge, rows
    print(f"{len(questions)} questions, {len(names)} clues; where she answers from a share of")
    for level in LEVELS:
        told = [o for s, o in sure if s >= level]
        parts = {o: f"{100 * told.count(o) / len(sure):.1f} %" for o in sorted(set(told))}
        print(f"  {level}: {len(told)} answered, {100 * told.count('right') / max(len(told), 1):.1f} % of them "
              f"right; of all {parts}")  # fmt: skip
    by = fit([q for q in questions if q["clues"]], names, kept)
    out.write_text("".join(f"{name}\t{value:.5g}\n" for name, value in zip(names, by, strict=True)), "utf-8")


if __name__ == "__main__":
    main()
