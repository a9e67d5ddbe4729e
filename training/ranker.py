"""Trains the ranker of turns on talks and histories of our own, and on nothing else.

    python training/ranker.py [OUT]

Reads `chats/*.jsonl` and `chats_plain.tsv` beside this file (two friends each, with questions),
`lives/*.txt` and `bench/histories/seen/*.jsonl` (one person each). What two say and what one tells
are weighed apart. Every conversation is held out once, a sixth of them at a time; how strongly
weights are held small is chosen by what that gives. Prints it, and writes the weights.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import matcher_data
import numpy as np
from numpy.typing import NDArray

from os1.listening.encoder import MiniLM
from os1.memory import ranking

HERE = Path(__file__).parent
HISTORIES = HERE.parent / "bench/histories/seen"
OUT = HERE.parent / "src/os1/memory/models/ranker.txt"
PAUSE = 3 * 3600  # seconds of silence after which a history's next words are another stretch
RIDGES = (30.0, 100.0, 300.0)
FOLDS = 6
FALSE_REFUSALS = 0.01  # of our own talks; on talks unlike them it is several times that
Floats = NDArray[np.float32]


@dataclass
class Asked:
    """A question: its words, the places of the turns that answer it, and whether it is a trap that
    asks one of what only the other said; later its clues, shape (turns, clues)."""

    words: str
    evidence: list[int]
    trap: bool
    clues: Floats = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    vectors: Floats = field(default_factory=lambda: np.zeros((0, 0), np.float32))


@dataclass
class Conversation:
    """One talk with its questions."""

    name: str
    talk: ranking.Talk
    asked: list[Asked]


def main() -> None:
    """Read, choose, train, write."""
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    plain = [row.split("\t") for row in (HERE / "chats_plain.tsv").read_text("utf-8").splitlines()]
    talks = [chat(path, plain) for path in sorted((HERE / "chats").glob("*.jsonl"))]
    years = [history(path) for path in sorted(HISTORIES.glob("*.jsonl"))]
    alone = [life(each) for path in sorted((HERE / "lives").glob("*.txt")) for each in matcher_data.lives(path)]
    names = list(ranking.features(talks[0].talk, "?", np.zeros((1, MiniLM.width), np.float32)))
    for each in (*talks, *years, *alone):
        with_clues(each)
    print(f"{len(talks)} talks of two, {len(years) + len(alone)} of one", flush=True)
    rows = []
    for part, own, more in (("rank", talks, years), ("alone", years + alone, [])):
        ridge = max(RIDGES, key=lambda r: held_out(part, own, more, r))
        weights = fit(examples([*own, *more]), ridge)
        rows += [(part, name, value) for name, value in zip(names, weights, strict=True)]
    ridge = RIDGES[1]
    neutral = [n for n, name in enumerate(names) if name not in ranking.SPEAKING]
    blind = fit(examples(talks, neutral, traps=True), ridge)
    rows += [("neutral", names[n], value) for n, value in zip(neutral, blind, strict=True)]
    rows += [("other", name, value) for name, value in refusing(talks, names, neutral, ridge).items()]
    out.parent.mkdir(exist_ok=True)
    out.write_text("".join(f"{part}\t{value:.5g}\t{name}\n" for part, name, value in rows if value), "utf-8")


def chat(path: Path, plain: Sequence[Sequence[str]]) -> Conversation:
    """Two friends' talk, with the questions of its own file and the plainer ones."""
    head, *rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    turns = [row for row in rows if "text" in row]
    place = {row["id"]: n for n, row in enumerate(turns)}
    talk = told(turns, [row["who"] for row in turns], [int(row["id"][1:].partition(":")[0]) for row in turns])
    asked = [Asked(row["ask"], [place[i] for i in dict.fromkeys(row["evidence"])], row["kind"] == "other")
             for row in rows if "q" in row and row["evidence"]]  # fmt: skip
    asked += [Asked(words, [place[i] for i in ids.split()], kind == "other")
              for name, kind, ids, words in plain if name == head["chat"]]  # fmt: skip
    return Conversation(head["chat"], talk, asked)


def history(path: Path) -> Conversation:
    """One person's utterances, with the questions that something in them answers."""
    head, *rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    turns = [row for row in rows if "text" in row]
    place = {row["id"]: n for n, row in enumerate(turns)}
    at = np.array([datetime.fromisoformat(row["at"]).timestamp() for row in turns])
    talk = told(turns, [""] * len(turns), np.r_[0, np.cumsum(np.diff(at) > PAUSE)].tolist())
    asked = [Asked(row["ask"], [place[i] for i in dict.fromkeys(row["evidence"])], False)
             for row in rows if "q" in row and row.get("evidence") and not row.get("abstain")]  # fmt: skip
    return Conversation(head["history"], talk, asked)


def life(given: matcher_data.Talk) -> Conversation:
    """One person's year in short, asked at its end."""
    at = np.array([turn.moment for turn in given.turns])
    texts = [turn.text for turn in given.turns]
    stretches = np.r_[0, np.cumsum(np.diff(at) > PAUSE)]
    talk = ranking.gather(texts, [""] * len(texts), at.tolist(), stretches, MiniLM().encode(texts))
    return Conversation(given.name, talk, [Asked(a.words, list(a.answers), False) for a in given.asked if a.answers])


def told(turns: Sequence[Mapping[str, Any]], who: Sequence[str], stretches: Sequence[int]) -> ranking.Talk:
    """Turns read and encoded."""
    texts = [row["text"] for row in turns]
    moments = [datetime.fromisoformat(row["at"]).timestamp() for row in turns]
    return ranking.gather(texts, who, moments, stretches, MiniLM().encode(texts))


def with_clues(each: Conversation) -> None:
    """Work out the clues of every question."""
    wordings = [ranking.wordings(a.words, ranking.named(a.words, each.talk.speakers)) for a in each.asked]
    flat = MiniLM().encode([words for row in wordings for words in row])
    parts = np.split(flat, np.cumsum([len(row) for row in wordings])[:-1])
    for asked, vectors in zip(each.asked, parts, strict=True):
        asked.vectors = vectors
        found = ranking.features(each.talk, asked.words, vectors)
        asked.clues = np.array(list(found.values()), np.float32).T


Examples = list[tuple[Floats, list[int]]]


def examples(
    talks: Sequence[Conversation], columns: Sequence[int] | None = None, *, traps: bool = False
) -> Examples:
    """The clues and the answering turns of every question that is no trap, or of all."""
    return [(a.clues if columns is None else a.clues[:, columns], a.evidence)
            for each in talks for a in each.asked if traps or not a.trap]  # fmt: skip


def held_out(part: str, talks: Sequence[Conversation], more: Sequence[Conversation], ridge: float) -> float:
    """Recall at ten, each sixth of the talks held out once; `more` is always learned from."""
    found: list[float] = []
    for fold in range(FOLDS):
        by = fit(examples([*(t for n, t in enumerate(talks) if n % FOLDS != fold), *more]), ridge)
        for rows, evidence in examples([t for n, t in enumerate(talks) if n % FOLDS == fold]):
            top = np.argsort(-(rows @ by), kind="stable")[:10]
            found.append(len(set(top.tolist()) & set(evidence)) / len(evidence))
    print(f"{part}, ridge {ridge:.0f}: held out, recall at ten {100 * np.mean(found):.1f}", flush=True)
    return float(np.mean(found))


def fit(given: Examples, ridge: float) -> NDArray[np.float64]:
    """Weights that make the answering turns likely among all turns: listwise softmax, each answer
    against the turns that are none, by L-BFGS on standardised clues."""
    rows = np.concatenate([clues for clues, _ in given])
    spread = rows.std(0)
    scale = np.where(spread > 1e-4, 1 / np.maximum(spread, 1e-4), 0)
    rows = ((rows - rows.mean(0)) * scale).astype(np.float32)
    sizes = [len(clues) for clues, _ in given]
    starts = np.r_[0, np.cumsum(sizes)[:-1]]
    owner = np.repeat(np.arange(len(given)), sizes)
    share = np.zeros(len(rows))
    for start, (_, evidence) in zip(starts, given, strict=True):
        share[start + np.array(evidence)] = 1 / len(evidence)
    right = share > 0

    def loss(by: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = rows @ by.astype(np.float32)
        raised = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        wrong = np.add.reduceat(np.where(right, 0, raised), starts)
        chance = raised / (wrong[owner] + raised)
        pull = np.add.reduceat(np.where(right, share / (wrong[owner] + raised), 0), starts)
        slope = rows.T @ np.where(right, share * (chance - 1), raised * pull[owner]).astype(np.float32)
        cost = -(share * np.log(np.maximum(chance, 1e-30)))[right].sum()
        return (cost + ridge * by @ by / 2) / len(given), (slope + ridge * by) / len(given)

    return lowest(loss, rows.shape[1]) * scale


def lowest(loss: Any, size: int, steps: int = 400, memory: int = 12) -> NDArray[np.float64]:
    """Where a smooth convex function is least (L-BFGS with a halving step; Nocedal and Wright)."""
    at = np.zeros(size)
    value, slope = loss(at)
    moved: list[tuple[NDArray[np.float64], NDArray[np.float64]]] = []
    for _ in range(steps):
        way, used = slope.copy(), []
        for s, y in reversed(moved):
            used.append(s @ way / (y @ s))
            way -= used[-1] * y
        way *= (
            moved[-1][0] @ moved[-1][1] / (moved[-1][1] @ moved[-1][1])
            if moved
            else 1 / np.linalg.norm(slope)
        )
        for (s, y), part in zip(moved, reversed(used), strict=True):
            way += s * (part - y @ way / (y @ s))
        step = 1.0
        while (then := loss(at - step * way))[0] > value - 1e-4 * step * (slope @ way) and step > 1e-6:
            step /= 2
        s, y = -step * way, then[1] - slope
        gained, at, (value, slope) = value - then[0], at + s, then
        if s @ y > 1e-12:
            moved = [*moved, (s, y)][-memory:]
        if gained < 1e-6:
            break
    return at


def refusing(
    talks: Sequence[Conversation], names: Sequence[str], neutral: Sequence[int], ridge: float
) -> dict[str, float]:
    """Logistic weights that tell traps from fair questions, by rankings that didn't see the talk."""
    seen: list[tuple[str, dict[str, float], bool]] = []
    unnamed = 0
    for each in talks:
        if not each.talk.speakers[0]:
            continue
        by = fit(examples([t for t in talks if t is not each], neutral, traps=True), ridge)
        weights = {names[n]: float(value) for n, value in zip(neutral, by, strict=True)}
        for a in each.asked:
            found = ranking.belonging(each.talk, a.words, a.vectors, weights)
            unnamed += not found and not a.trap
            seen += [(each.name, found, a.trap)] if found else []
    rows = np.array([list(found.values()) for _, found, _ in seen])
    trap = np.array([float(t) for _, _, t in seen])
    middle, spread = rows.mean(0), rows.std(0)
    rows = np.c_[(rows - middle) / spread, np.ones(len(rows))]
    whose = np.array([name for name, _, _ in seen])
    score = np.zeros(len(rows))
    for name in set(whose):
        score[whose == name] = rows[whose == name] @ logistic(rows[whose != name], trap[whose != name])
    fair = np.sort(score[trap == 0])[::-1]
    level = fair[int(FALSE_REFUSALS * (len(fair) + unnamed))]
    caught = 100 * (score[trap == 1] > level).mean()
    print(f"traps caught, held out: {caught:.1f} % where {FALSE_REFUSALS:.0%} are refused")
    by = logistic(rows, trap)
    slopes = by[:-1] / spread
    found = dict(zip(seen[0][1], slopes.tolist(), strict=True))
    return found | {"level": float(by[-1] - slopes @ middle - level)}


def logistic(
    rows: NDArray[np.float64], right: NDArray[np.float64], ridge: float = 10.0
) -> NDArray[np.float64]:
    """Weights of a logistic regression by Newton's method; the last column is the constant."""
    by = np.zeros(rows.shape[1])
    hold = np.diag([ridge] * (len(by) - 1) + [1e-6])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-rows @ by))
        bent = (rows * (chance * (1 - chance))[:, None]).T @ rows + hold
        by -= np.linalg.solve(bent, rows.T @ (chance - right) + hold @ by)
    return by


if __name__ == "__main__":
    main()
