"""Lasting statements in an utterance: what is said, in which words, of whom, and how it is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from os1.listening.reader import lists, look, readable
from os1.types import Modality

Floats = NDArray[np.float32]
MODALITIES: tuple[Modality, ...] = ("asserted", "hearsay", "wish", "hypothetical", "joke", "quotation", "question", "doubt")


@dataclass(frozen=True, slots=True)
class Tagged:
    """A statement and the words of the utterance that are its value: `utterance[start:end]`.

    `modality` is "asserted" where it is plainly meant; `denied` for "I don't drink", `over` for
    what was so and is no longer ("I used to smoke"), `mine` where it is said of the speaker.
    `confidence` runs from 0 to 1; it is never under the floor set for its predicate in training.
    """

    predicate: str
    value: str
    start: int
    end: int
    modality: Modality
    denied: bool
    over: bool
    mine: bool
    confidence: float


@dataclass(frozen=True, slots=True)
class Marked:
    """A statement over words, `first` to before `last`; `predicate` by number."""

    predicate: int
    first: int
    last: int
    modality: int
    denied: bool
    over: bool
    mine: bool
    confidence: float


def tagged(utterance: str) -> tuple[Tagged, ...]:
    """The statements of an utterance in the order of their words; none where nothing lasts."""
    return _tagged(utterance)


@lru_cache(maxsize=16)
def _tagged(utterance: str) -> tuple[Tagged, ...]:
    predicates, floors = lists("tagger", "predicates"), [float(floor) for floor in lists("tagger", "floors")]
    found = []
    for begin, stop in readable(utterance):
        row, out = look(utterance[begin:stop], "tagger")
        words = [token.text for token in row]
        for one in marked(np.asarray(out["marks"]), np.asarray(out["traits"]), words):
            if one.confidence < floors[one.predicate]:
                continue
            start, end = begin + row[one.first].start, begin + row[one.last - 1].end
            found.append(
                Tagged(
                    predicates[one.predicate], utterance[start:end], start, end,
                    MODALITIES[one.modality], one.denied, one.over, one.mine, one.confidence,
                )
            )  # fmt: skip
    return tuple(found)


# No value ends or begins with an article, and none is made of such words alone.
_ARTICLES = frozenset("a an the".split())
_SLIGHT = frozenset("my his her its our their your of to in on at not n't never and it 's me i".split())


def marked(marks: Floats, traits: Floats, words: Sequence[str]) -> list[Marked]:
    """Statements from the model's scores for the words of one text.

    `marks`, shape (words, 1 + predicates), scores no value, then a value of each predicate;
    `traits`, shape (words, modalities + 4), the modality, then denied, over, somebody else's and
    the first word of a value. A stretch of `words` that are likelier in a value than not is one
    value, cut where another of another predicate begins; the predicate is the likeliest over all
    of it.
    """
    if not len(marks):
        return []
    share = _shares(marks)
    spans: list[list[int]] = []
    for at in np.flatnonzero(share[:, 0] < 0.5).tolist():
        first, last = spans[-1] if spans else (0, -1)
        spoken = words[at - 1][:1].isalnum()
        if last == at and (traits[at, -1] <= 0 or (spoken and _alike(share, first, at))):
            spans[-1][1] = at + 1
        else:
            spans.append([at, at + 1])
    found = []
    for first, last in spans:
        while last > first and not _edge(words[last - 1]):
            last -= 1
        while first < last and not _edge(words[first]):
            first += 1
        if any(word.lower() not in _SLIGHT for word in words[first:last]):
            found.append(_judged(first, last, share[first:last, 1:].mean(axis=0), traits[first:last]))
    return found


def _edge(word: str) -> bool:
    """Whether a value can begin or end with the word."""
    return any(letter.isalnum() for letter in word) and word.lower() not in _ARTICLES


def _alike(share: Floats, first: int, at: int) -> bool:
    """Whether the word at `at` is of the predicate of the value before it: side by side, nobody
    says two values of one kind."""
    before = share[first:at, 1:].mean(axis=0).argmax()
    return bool(before == share[at, 1:].argmax())


def _shares(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), np.float32)


def _judged(first: int, last: int, share: Floats, traits: Floats) -> Marked:
    """The statement over some words; as sure as its predicate, its owner and its being meant are."""
    mean, size = traits.mean(axis=0), len(MODALITIES)
    modality = _shares(mean[:size])
    denied, over, other = (bool(score > 0) for score in mean[size : size + 3])
    owner = 1 / (1 + np.exp(-abs(mean[size + 2])))
    kind = int(share.argmax())
    sure = float(share[kind] * owner * max(modality[0], 1 - modality[0]))
    return Marked(kind, first, last, int(modality.argmax()), denied, over, not other, sure)


def clear() -> None:
    """Let go of the texts read lately."""
    _tagged.cache_clear()
