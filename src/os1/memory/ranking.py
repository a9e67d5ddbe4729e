"""Ranking turns of talk by how likely each holds what a question is after.

A linear model over clues of words, meaning, neighbours, stretches of talk, speakers and times,
trained listwise: a softmax over all turns that could answer (Cao et al. 2007), by
`training/ranker.py` on talks of our own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from os1.memory import clues

Floats = NDArray[np.float32]
K1, B = 1.2, 0.75
_CROSSED = (("when", "time"), ("when", "number"), ("count", "number"), ("count", "time"), ("feel", "feeling"),
            ("where", "place"), ("where", "name"), ("who", "name"), ("who", "title"), ("why", "reason"),
            ("why", "feeling"), ("title", "title"), ("title", "name"))  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Talk:
    """Turns in their order, read for ranking; every list has one entry a turn.

    `speakers` are names, "" for whoever needs none; `stretches` numbers the sittings, `moments` are
    seconds since 1970, `vectors` unit rows (zeros where a turn has none). `documents` and `holding`
    are of the whole store where the turns are only some of it: how many turns there are, and in how
    many each word of the question occurs.
    """

    read: clues.Read
    speakers: Sequence[str]
    moments: Sequence[float]
    stretches: NDArray[np.int64]
    vectors: Floats
    documents: int
    holding: Mapping[str, int]


def gather(
    texts: Sequence[str],
    speakers: Sequence[str],
    moments: Sequence[float],
    stretches: Sequence[int] | NDArray[np.int64],
    vectors: Floats,
    documents: int = 0,
    holding: Mapping[str, int] | None = None,
) -> Talk:
    """Read turns for ranking; there must be at least one."""
    return Talk(clues.read(texts), speakers, moments, np.array(stretches, np.int64), vectors,
                documents or len(texts), holding or {})  # fmt: skip


def named(question: str, speakers: Sequence[str]) -> list[str]:
    """The speakers a question names."""
    return [each for each in dict.fromkeys(speakers)
            if each and re.search(rf"\b{re.escape(each)}\b", question, re.IGNORECASE)]  # fmt: skip


def as_own(question: str, names: Sequence[str], me: str = "I", mine: str = "my") -> str:
    """A question as whoever it names would ask it: people don't name themselves when they tell."""
    for name in names:
        question = re.sub(rf"\b{re.escape(name)}['’]s\b", mine, question)
        question = re.sub(rf"\b{re.escape(name)}\b", me, question)
    return question


def wordings(question: str, names: Sequence[str]) -> list[str]:
    """What of a question to encode: as its own speaker would ask, and, where it names a speaker, as
    said to that speaker and as asked."""
    own = as_own(question, names)
    return [own, as_own(question, names, "you", "your"), question] if names else [own]


def features(talk: Talk, question: str, vectors: Floats) -> dict[str, Floats]:
    """The clues of every turn for a question, by name; `vectors` are those of its `wordings`."""
    meant = named(question, talk.speakers)
    found = _speaking(talk, meant)
    found |= _wording(talk, as_own(question, meant, " ", " "))
    found |= _meaning(talk, vectors)
    found |= _asking(talk, question)
    found |= _dated(talk, question)
    return found | _together(talk, found)


def _speaking(talk: Talk, meant: Sequence[str]) -> dict[str, Floats]:
    one = float(len(meant) == 1 and len(set(talk.speakers)) > 1)
    own = np.array([one * (each in meant) for each in talk.speakers], np.float32)
    called = [one * any(name in text for name in meant) for text in talk.read.texts]
    return {"own": own, "own before": _beside(own, talk, -1), "called": np.array(called, np.float32)}


def _wording(talk: Talk, bare: str) -> dict[str, Floats]:
    words = list(dict.fromkeys(clues.roots(bare))) or [""]
    counts = clues.table(talk.read.words, words)
    put = np.minimum(clues.table(talk.read.asking, words), 1)
    present = np.minimum(counts, 1)
    holding = present.sum(0).astype(int).tolist()
    holding = [talk.holding.get(word, here) for word, here in zip(words, holding, strict=True)]
    rare = np.array([clues.rarity(n, talk.documents) for n in holding], np.float32)
    weight = rare / max(float(rare.sum()), 1e-6)
    score = _saturated(counts, talk.read.lengths) @ weight
    near = np.maximum(present, np.maximum(_beside(present, talk, 1), _beside(present, talk, -1)))
    far = np.maximum(near, np.maximum(_beside(near, talk, 1), _beside(near, talk, -1)))
    whole = _by_stretch(counts, talk, np.add)
    stretch = _saturated(whole, _by_stretch(talk.read.lengths, talk, np.add)) @ weight
    rarest = int(np.argmax(np.where(np.array(holding) > 0, rare, -1)))
    asking = put @ weight
    return {
        "words": score, "words of best": _of_best(score), "words place": _place(score),
        "words before": _beside(score, talk, -1), "words after": _beside(score, talk, 1),
        "words 2 before": _beside(score, talk, -2), "words 2 after": _beside(score, talk, 2),
        "covered": present @ weight, "covered near": near @ weight, "covered far": far @ weight,
        "rarest": present[:, rarest], "rarest near": near[:, rarest],
        "asking": asking, "asking before": _beside(asking, talk, -1),
        "telling": (present * (1 - put)) @ weight,
        "stretch words": _of_best(stretch), "stretch covered": np.minimum(whole, 1) @ weight,
        "stretch best words": _of_best(_by_stretch(score, talk, np.maximum)),
    }  # fmt: skip


def _meaning(talk: Talk, vectors: Floats) -> dict[str, Floats]:
    likes = talk.vectors @ vectors.T
    own, said_to, asked = likes.T if len(vectors) > 1 else (likes[:, 0],) * 3
    together = np.einsum("ij,ij->i", talk.vectors, _beside(talk.vectors, talk, -1))
    pair = (own + _beside(said_to, talk, -1)) / np.sqrt(2 + 2 * np.maximum(together, -0.9))
    near_best = np.maximum(own - own.max() + 0.3, 0) ** 2
    return {
        "like": own, "like as asked": asked, "like place": _place(own),
        "like sharp": np.maximum(own - 0.35, 0),
        "like before": _beside(own, talk, -1), "like after": _beside(own, talk, 1),
        "said to": said_to, "said to before": _beside(said_to, talk, -1),
        "like 2 before": _beside(own, talk, -2), "like 2 after": _beside(own, talk, 2),
        "like pair": pair, "like pair place": _place(pair),
        "stretch like": _by_stretch(own, talk, np.maximum),
        "stretch like sum": _of_best(_by_stretch(near_best, talk, np.add)),
    }  # fmt: skip


def _asking(talk: Talk, question: str) -> dict[str, Floats]:
    nothing = np.zeros(len(talk.speakers), np.float32)
    wants = clues.asks(question)
    held = {hold: clues.holds(talk.read, hold) for ask, hold in _CROSSED if wants[ask]}
    found = {f"{ask} {hold}": held[hold] if wants[ask] else nothing for ask, hold in _CROSSED}
    length: Floats = (np.log1p(talk.read.lengths) / 3).astype(np.float32)
    return found | {"length": length, "asked part": talk.read.asked,
                    "asked part before": _beside(talk.read.asked, talk, -1)}  # fmt: skip


def _dated(talk: Talk, question: str) -> dict[str, Floats]:
    """Whether turns were said in the month asked about, the one after, near the day, in the year."""
    months, day = clues.months(question), clues.day(question)
    named_year = re.search(r"\b(?:19|20)\d\d\b", question)
    year = int(named_year[0]) if named_year else 0
    found = np.zeros((4, len(talk.speakers)), np.float32)
    for n, moment in enumerate(talk.moments if months or year else ()):
        at = datetime.fromtimestamp(moment, UTC)
        near = max(0.0, 1 - abs(at.day - day) / 8) if day and at.month in months else 0.0
        found[:, n] = at.month in months, (at.month - 2) % 12 + 1 in months, near, at.year == year
    return dict(zip(("month", "month after", "day", "year"), found, strict=True))


def _together(talk: Talk, found: Mapping[str, Floats]) -> dict[str, Floats]:
    """Clues that only mean something together; a question before its answer most of all."""
    put, own = found["asked part before"], found["own"]
    return {
        "asked words before": put * found["words before"], "asked like before": put * found["like before"],
        "asked said to before": put * found["said to before"],
        "own words": own * found["words"], "own like": own * found["like"],
        "own asked words": own * put * found["words before"],
        "own asked said to": own * put * found["said to before"],
        "words like": found["covered"] * found["like"], "near like": found["covered near"] * found["like"],
        "short asked": np.maximum(0, 0.8 - found["length"]) * put,
    }  # fmt: skip


def _saturated(counts: Floats, lengths: Floats) -> Floats:
    """How often words occur as BM25 weighs it: ever less for each further time, less in long texts."""
    damped = K1 * (1 - B + B * lengths / max(float(lengths.mean()), 1.0))
    weighed: Floats = (counts * (K1 + 1) / (counts + damped[:, None])).astype(np.float32)
    return weighed


def _beside(column: Floats, talk: Talk, step: int) -> Floats:
    """A column as the turn `step` places on has it, 0 beyond the stretch."""
    moved = np.zeros_like(column)
    here, there = (slice(None, -step), slice(step, None)) if step > 0 else (
        slice(-step, None), slice(None, step))  # fmt: skip
    same = talk.stretches[here] == talk.stretches[there]
    moved[here] = (column[there].T * same).T
    return moved


def _by_stretch(column: Floats, talk: Talk, how: np.ufunc) -> Floats:
    """A column gathered over each stretch, spread back over its turns."""
    starts = np.flatnonzero(np.r_[True, talk.stretches[1:] != talk.stretches[:-1]])
    whole = np.asarray(how.reduceat(column, starts, axis=0), np.float32)
    spread: Floats = np.repeat(whole, np.diff(np.r_[starts, len(column)]), axis=0)
    return spread


def _of_best(column: Floats) -> Floats:
    top = column.max()
    shared: Floats = column / top if top > 0 else column
    return shared


def _place(column: Floats) -> Floats:
    """How far down a turn stands by a column: 0 first, falling with the logarithm of the rank."""
    ranks = np.empty(len(column), np.float32)
    ranks[np.argsort(-column, kind="stable")] = np.arange(len(column))
    placed: Floats = (-np.log1p(ranks) / 4).astype(np.float32)
    return placed


@cache
def weights(part: str) -> Mapping[str, float]:
    """What each clue counts, as `training/ranker.py` wrote it."""
    rows = files("os1.memory").joinpath("models/ranker.txt").read_text("utf-8").splitlines()
    split = (row.split("\t") for row in rows if row.startswith(part + "\t"))
    return {name: float(value) for _, value, name in split}


def weighed(found: Mapping[str, Floats], by: Mapping[str, float]) -> Floats:
    """The scores of turns: each clue times what it counts."""
    counted = np.array(list(by.values()), np.float32)
    total: Floats = counted @ np.array([found[name] for name in by], np.float32)
    return total


def softmax(scores: Floats) -> Floats:
    """Scores as chances that add up to 1."""
    raised = np.exp(scores - scores.max())
    shared: Floats = (raised / raised.sum()).astype(np.float32)
    return shared


SPEAKING = ("own", "own before", "called", "own words", "own like", "own asked words", "own asked said to")
"""The clues of who is speaking; without them a ranking can say whose words fit best."""


def belonging(talk: Talk, question: str, vectors: Floats, by: Mapping[str, float]) -> dict[str, float]:
    """How a question's best words lie between the speaker it names and the others, by name; empty
    where it doesn't name exactly one of several. `by` weighs all clues but those of `SPEAKING`."""
    meant = named(question, talk.speakers)
    if len(meant) != 1 or len(set(talk.speakers)) < 2:
        return {}
    own = np.array([each == meant[0] for each in talk.speakers])
    found = features(talk, question, vectors)
    scores = weighed(found, by)
    other = float(softmax(scores)[~own].sum())
    self_told = np.array([clues.self_told(text) for text in talk.read.texts], np.float32)

    def ahead(column: Floats, most: int = 1) -> float:
        best = (np.sort(column[side])[-most:].mean() for side in (own, ~own))
        return float(next(best) - next(best))

    apart = {f"ahead {name}": ahead(found[name])
             for name in ("like", "words", "covered", "covered near", "like pair")}  # fmt: skip
    return apart | {
        "share": float(np.log((other + 1e-4) / (1 - other + 1e-4))), "ahead": ahead(scores),
        "ahead 3": ahead(scores, 3), "own of themselves": float(softmax(scores[own]) @ self_told[own]),
        "other of themselves": float(softmax(scores[~own]) @ self_told[~own]),
    }  # fmt: skip


def misplaced(talk: Talk, question: str, vectors: Floats) -> float:
    """How likely, as log odds, a question asks one speaker of what only another told; 0 is where
    one in a hundred fair questions of our own talks would be refused."""
    found = belonging(talk, question, vectors, weights("neutral"))
    return sum(value * found[name] for name, value in weights("other").items()
               if name != "level") + weights("other")["level"] if found else -9.0  # fmt: skip


def rank(talk: Talk, question: str, vectors: Floats) -> Floats:
    """The score of each turn for a question, higher is better; differences are log odds."""
    part = "rank" if any(talk.speakers) else "alone"  # what two say to each other, or what one tells
    return weighed(features(talk, question, vectors), weights(part))
