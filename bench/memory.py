"""Finding the words on LoCoMo: ours beside BM25, FTS5, MiniLM alone and mem0, in one run.

LoCoMo (Maharana et al. 2024) is CC BY-NC 4.0: it measures here, nothing is fitted on it and none of
it is kept. Its file isn't part of OS1; give it by `--locomo FILE`. mem0 lives in an environment of
its own (`pip install mem0ai langchain`); give its Python by `--mem0 PYTHON`.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from math import log2
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.recall_quality import USUAL
from bench.searches import (
    Case,
    Found,
    Question,
    Search,
    bm25,
    fts5,
    mem0,
    minilm,
    of_another,
    ours,
    reread,
    talk,
)
from bench.tables import Table
from os1.listening import dates
from os1.listening.encoder import MiniLM
from os1.memory import ranking
from os1.types import DateSpan

DEPTHS = (5, 10, 20)
TEMPORAL, ADVERSARIAL = 2, 5
FAIR = (1, 2, 3, 4)
LEVELS = (0.01, 0.03, 0.05, 0.10)
TARGETS = {"R@10": 84.0, "nDCG@10": 71.0, "dates resolved@10": 78.0}
CAUGHT_TARGET = 60.0
EMPTY = frozenset(
    "the a an of in on at and or to for around about before after from since th st nd rd s".split()
)
RANKED, OURS = "OS1's ranker", "OS1's ranker, its best read with the question"
NOTES = (
    "Evidence turns found, percent, with 95 % intervals by bootstrap over questions: ten conversations, "
    "categories 1 to 4 with evidence; the pool is one conversation's turns.",
    "Dates: all words of a category 2 answer among the ten turns handed back, each with the day it was "
    "said; “resolved” adds the dates its words mean, worked out against that day as OS1 does when it writes.",
    "No system calls a language model. Ours is weighed by talks of our own, never by these.",
)


def run(given: Path | None = None, python: Path | None = None) -> list[Table]:
    """Measure on all ten conversations; no table where the file isn't there."""
    path = given or USUAL
    if not path.exists():
        print(f"  no {path.name} here; memory isn't measured (give it by --locomo)", file=sys.stderr)
        return []
    cases = [_case(each) for each in json.loads(path.read_text("utf-8"))]
    MiniLM().load()
    ranking.weights("rank")
    systems: dict[str, Search] = {
        "BM25, stemmed, stop words, speaker's name": bm25, "SQLite FTS5 porter, the same": fts5,
        "MiniLM vectors, speaker's name": minilm,
    }  # fmt: skip
    notes = [*NOTES]
    if python:
        systems["mem0, infer=False"] = lambda case: mem0(case, python)
    else:
        notes.append("mem0 wasn't measured: no Python that has it was given by --mem0.")
    systems |= {RANKED: ours, OURS: reread}
    rows = []
    for name, search in systems.items():
        print(f"  {name}", file=sys.stderr)
        rows.append(_row(name, cases, [search(case) for case in cases]))
    head = ("search", *(f"R@{k}" for k in DEPTHS), "nDCG@10", "dates as said@10", "dates resolved@10",
            "ms a turn", "ms a query", "model MB")  # fmt: skip
    notes += _verdict(head, rows[-1])
    return [
        Table("Memory: finding the evidence on LoCoMo", head, tuple(rows), tuple(notes)),
        _wrong_speaker(cases),
    ]


def _case(given: dict[str, object]) -> Case:
    said: dict[str, list[dict[str, str]]] = given["conversation"]  # type: ignore[assignment]
    ids: list[str] = []
    case = Case([], [], [], [], [])
    for session in range(1, 100):
        turns = said.get(f"session_{session}") or []
        for turn in turns:
            ids.append(turn["dia_id"])
            case.texts.append(turn["text"])
            case.speakers.append(turn["speaker"])
            at = datetime.strptime(str(said[f"session_{session}_date_time"]), "%I:%M %p on %d %B, %Y")
            case.moments.append(at.replace(tzinfo=UTC))
            case.stretches.append(session)
    place = {turn: n for n, turn in enumerate(ids)}
    for asked in given["qa"]:  # type: ignore[attr-defined]
        turns_named = re.findall(r"D\d+:\d+", " ".join(map(str, asked["evidence"])))
        evidence = frozenset(place[turn] for turn in turns_named if turn in place)
        if evidence:
            case.questions.append(Question(str(asked["question"]), asked["category"],
                                           str(asked.get("answer", "")), evidence))  # fmt: skip
    return case


def _row(name: str, cases: Sequence[Case], found: Sequence[Found]) -> tuple[str, ...]:
    fair = [(case, q, ranked) for case, each in zip(cases, found, strict=True)
            for q, ranked in zip(case.questions, each.lists, strict=True) if q.category in FAIR]  # fmt: skip
    columns = [[len(q.evidence & set(ranked[:k])) / len(q.evidence) for _, q, ranked in fair] for k in DEPTHS]
    columns.append([_gain(ranked, q.evidence) for _, q, ranked in fair])
    timed = [(case, q, ranked) for case, q, ranked in fair if q.category == TEMPORAL]
    columns += [
        [_holds(case, q, ranked, resolved) for case, q, ranked in timed] for resolved in (False, True)
    ]
    weights = [len(case.texts) for case in cases]
    turn, query = (float(np.average([getattr(f, part) for f in found], weights=weights)) for part in
                   ("a_turn", "a_query"))  # fmt: skip
    return (name, *map(_with_interval, columns), f"{turn:.2f}", f"{query:.1f}", _megabytes(name))


def _gain(ranked: Sequence[int], evidence: frozenset[int], depth: int = 10) -> float:
    """nDCG with every evidence turn worth one."""
    got = sum(1 / log2(n + 2) for n, turn in enumerate(ranked[:depth]) if turn in evidence)
    return got / sum(1 / log2(n + 2) for n in range(min(depth, len(evidence))))


def _holds(case: Case, asked: Question, ranked: Sequence[int], resolved: bool) -> float:
    """Whether all words of an answer are in the ten turns, with the day each was said."""
    held: set[str] = set()
    for turn in ranked[:10]:
        held |= _words(f"{case.texts[turn]} {_day(case.moments[turn])}")
        if resolved:
            held |= _words(_meant(case.texts[turn], case.moments[turn]))
    return float(_words(asked.answer) <= held)


def _words(text: str) -> set[str]:
    plain = re.sub(r"(\d)(?:st|nd|rd|th)\b", r"\1", text.lower())
    return {word.removesuffix("s") if not word.isdigit() else word.lstrip("0")
            for word in re.findall(r"[a-z]+|\d+", plain) if word not in EMPTY}  # fmt: skip


@cache
def _meant(text: str, at: datetime) -> str:
    """The dates the words of a turn mean, written out."""
    return " ".join(_span(span) for span in dates.find(text, at, day_first=False))


def _span(span: DateSpan) -> str:
    first, last = span.start, span.end - timedelta(seconds=1)
    if span.grain == "year":
        return f"{first.year}"
    if span.grain == "month":
        return f"{first:%B %Y}"
    if span.grain in ("minute", "hour", "part", "day"):
        return _day(first)
    return f"{span.grain} {_day(first)} {_day(last)}"


def _day(at: datetime) -> str:
    return f"{at:%A} {at.day} {at:%B %Y}"


def _with_interval(values: Sequence[float] | NDArray[np.bool_]) -> str:
    """The mean in percent, and between what it lies 95 times in 100 when questions are drawn anew."""
    row = np.array(values)
    drawn = row[np.random.default_rng(2013).integers(0, len(row), (1000, len(row)))].mean(1)
    low, high = np.percentile(drawn, (2.5, 97.5))
    return f"{100 * row.mean():.1f} ({100 * low:.1f}–{100 * high:.1f})"


def _megabytes(name: str) -> str:
    if name.startswith(("BM25", "SQLite")):
        return "0"
    parts = [("os1.listening", part) for part in ("lower.onnx", "upper.onnx", "encoder.vocab.gz")]
    parts += [("os1.memory", "matcher.onnx")] if name == OURS else []
    sizes = [files(package).joinpath("models", part).stat().st_size for package, part in parts]  # type: ignore[attr-defined]
    return f"{sum(sizes) / 1e6:.1f}"


def _verdict(head: Sequence[str], row: Sequence[str]) -> list[str]:
    got = {name: float(cell.split()[0]) for name, cell in zip(head, row, strict=True) if name in TARGETS}
    return [f"Target {name} {target:.0f}: {got[name]:.1f}, {'met' if got[name] >= target else 'missed'}."
            for name, target in TARGETS.items()]  # fmt: skip


def _wrong_speaker(cases: Sequence[Case]) -> Table:
    """How many questions about what only the other speaker told are caught."""
    fair: list[float] = []
    traps: list[float] = []
    for case in cases:
        told = talk(case)
        for q in case.questions:
            (traps if q.category == ADVERSARIAL else fair).append(of_another(case, told, q.words))
    low, high = np.sort(np.array(fair)), np.array(traps)
    area = np.mean(np.searchsorted(low, high, "left") + np.searchsorted(low, high, "right")) / 2 / len(low)
    rows = []
    for level in LEVELS:
        edge = low[len(low) - 1 - int(level * len(low))]
        rows.append(
            (f"where {level:.0%} are refused", _with_interval(low > edge), _with_interval(high > edge))
        )
    caught = 100 * float(np.mean(high > low[len(low) - 1 - int(0.03 * len(low))]))
    notes = (
        f"{len(traps)} questions of category 5, {len(fair)} fair ones; area under the curve {area:.3f}.",
        f"Target {CAUGHT_TARGET:.0f} at 3 % false refusals: {caught:.1f}, "
        f"{'met' if caught >= CAUGHT_TARGET else 'missed'}. The other searches can't tell.",
    )
    head = ("refusing", "fair ones refused", "caught")
    return Table("Memory: asked of the wrong speaker", head, tuple(rows), notes)
