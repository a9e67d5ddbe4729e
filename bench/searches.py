"""Ways of finding the turns of a talk that answer a question: ours, and those it is measured beside."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from os1.listening.encoder import MiniLM
from os1.memory import clues, matching, ranking
from os1.memory.recall import CLOSELY
from os1.memory.wording import key_words

MOST, MOST_READ = 20, 16
LEAST_READ = -10.0  # log odds
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Question:
    """A question, its category, the answer, and the places of the turns that hold it."""

    words: str
    category: int
    answer: str
    evidence: frozenset[int]


@dataclass(frozen=True, slots=True)
class Case:
    """One conversation; `questions` are those whose evidence is in it."""

    texts: list[str]
    speakers: list[str]
    moments: list[datetime]
    stretches: list[int]
    questions: list[Question]

    def named(self) -> list[str]:
        """The turns with their speaker's name before them."""
        return [f"{who}: {text}" for who, text in zip(self.speakers, self.texts, strict=True)]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found for every question of a case, best first, and the CPU it took (ms)."""

    lists: list[list[int]]
    a_turn: float
    a_query: float


Search = Callable[[Case], Found]


def _timed(case: Case, read: Callable[[], Callable[[str], Floats]]) -> Found:
    """Read the turns, then score them for every question."""
    began = time.process_time()
    score = read()
    middle = time.process_time()
    lists = [np.argsort(-score(q.words), kind="stable")[:MOST].tolist() for q in case.questions]
    took = time.process_time() - middle
    return Found(lists, 1000 * (middle - began) / len(case.texts), 1000 * took / len(lists))


def bm25(case: Case) -> Found:
    """BM25 over stems, without stop words, with the speaker's name."""

    def read() -> Callable[[str], Floats]:
        words = [clues.roots(text) for text in case.named()]
        lengths = np.array([len(each) for each in words], float)
        damped = 1.2 * (0.25 + 0.75 * lengths / lengths.mean())

        def score(question: str) -> Floats:
            counts = clues.table(words, list(dict.fromkeys(clues.roots(question))) or [""]).astype(float)
            rare = np.array([clues.rarity(int(n), len(words)) for n in (counts > 0).sum(0)])
            scored: Floats = (counts * 2.2 / (counts + damped[:, None])) @ rare
            return scored

        return score

    return _timed(case, read)


def fts5(case: Case) -> Found:
    """SQLite's full-text index with the Porter stemmer, on the same text."""

    def read() -> Callable[[str], Floats]:
        base = sqlite3.connect(":memory:")
        base.execute("CREATE VIRTUAL TABLE words USING fts5(text, tokenize='porter unicode61')")
        base.executemany("INSERT INTO words(rowid, text) VALUES(?, ?)", enumerate(case.named()))

        def score(question: str) -> Floats:
            scores = np.zeros(len(case.texts))
            query = " OR ".join(f'"{word}"' for word in key_words(question)) or '"?"'
            for row, value in base.execute(
                "SELECT rowid, -bm25(words) FROM words WHERE words MATCH ?", (query,)
            ):
                scores[row] = value
            return scores

        return score

    return _timed(case, read)


def minilm(case: Case) -> Found:
    """Cosine of MiniLM vectors, with the speaker's name."""

    def read() -> Callable[[str], Floats]:
        stored = MiniLM().encode(case.named())
        return lambda question: np.asarray(stored @ MiniLM().encode([question])[0], float)

    return _timed(case, read)


def ours(case: Case) -> Found:
    """The ranker that `recall` uses, with both friends as speakers."""

    def read() -> Callable[[str], Floats]:
        told = talk(case)
        return lambda question: np.asarray(ranking.rank(told, question, vectors(told, question)), float)

    return _timed(case, read)


def reread(case: Case) -> Found:
    """The ranker's best few, each read together with the question."""

    def read() -> Callable[[str], Floats]:
        told = talk(case)
        return lambda question: read_closely(case, ranking.rank(told, question, vectors(told, question)), question)

    return _timed(case, read)


_READ: dict[tuple[int, str], Floats] = {}
"""What reading gave, kept for the second thing it is measured at."""


def read_closely(case: Case, ranks: NDArray[np.float32], question: str) -> Floats:
    """Log odds of answering for the turns ranked best; the others stand below them as they were ranked."""
    if (id(case), question) in _READ:
        return _READ[id(case), question]
    near = np.argsort(-ranks, kind="stable")[:CLOSELY]
    shown = []
    for n in near.tolist():
        last = n - 1 if n and case.stretches[n - 1] == case.stretches[n] else None
        said, who = ("", "") if last is None else (case.texts[last], case.speakers[last])
        shown.append(matching.beside(said, case.texts[n], who, case.speakers[n]))
    scores: Floats = ranks.astype(float) - float(ranks.max()) - 100
    found = matching.match(question, shown, matching.prior(ranks[near], ranks[near][:MOST_READ]))
    scores[near] = [m.odds for m in found]
    _READ[id(case), question] = scores
    return scores


def of_another(case: Case, told: ranking.Talk, question: str) -> float:
    """How much likelier, in log odds, a question asks its speaker of what only another told: by the
    ranker's clues, and by how far the other's best turn reads ahead of the speaker's own."""
    by_rank = ranking.misplaced(told, question, vectors(told, question))
    meant = ranking.named(question, case.speakers)
    if len(meant) != 1:
        return by_rank
    scores = read_closely(case, ranking.rank(told, question, vectors(told, question)), question)
    own = np.array([who == meant[0] for who in case.speakers])
    ahead = float(np.maximum(scores[~own].max(), LEAST_READ) - np.maximum(scores[own].max(), LEAST_READ))
    return by_rank + ahead


def talk(case: Case) -> ranking.Talk:
    """A case read and encoded for the ranker."""
    moments = [at.timestamp() for at in case.moments]
    return ranking.gather(case.texts, case.speakers, moments, case.stretches, MiniLM().encode(case.texts))


def vectors(read: ranking.Talk, question: str) -> NDArray[np.float32]:
    """The vectors of a question's wordings."""
    return MiniLM().encode(ranking.wordings(question, ranking.named(question, read.speakers)))


def mem0(case: Case, python: Path) -> Found:
    """mem0 in its own Python, with our encoder's vectors."""
    turns, questions = case.named(), [q.words for q in case.questions]
    with tempfile.TemporaryDirectory() as folder:
        asked, made = Path(folder) / "asked.json", Path(folder) / "vectors.npz"
        asked.write_text(json.dumps({"turns": turns, "questions": questions, "most": MOST}), "utf-8")
        np.savez(made, turns=MiniLM().encode(turns), questions=MiniLM().encode(questions))
        script = Path(__file__).with_name("mem0_search.py")
        done = subprocess.run([python, script, asked, made], capture_output=True, check=True, text=True)
    told = json.loads(done.stdout)
    return Found(told["found"], told["store_ms"], told["search_ms"])
