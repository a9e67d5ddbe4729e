"""Lasting statements in an utterance: what is said, in which words, of whom, and how it is meant."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from os1.listening.reader import lists, look, readable

Floats = NDArray[np.float32]
MODALITIES = ("asserted", "hearsay", "wish", "hypothetical", "joke", "quotation", "question", "doubt")


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
    modality: str
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
    predicates, floors = lists("predicates"), [float(floor) for floor in lists("floors")]
    found = []
    for begin, stop in readable(utterance):
        row, out = look(utterance[begin:stop])
        words = [any(letter.isalnum() for letter in token.text) for token in row]
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


def marked(marks: Floats, traits: Floats, words: list[bool]) -> list[Marked]:
    """Statements from the model's scores for the words of one text.

    `marks`, shape (words, 1 + predicates), scores no value, then a value of each predicate;
    `traits`, shape (words, modalities + 4), the modality, then denied, over, somebody else's and
    the first word of a value. `words` tells words from marks of punctuation, which begin and end
    no value. A stretch of words that are likelier in a value than not is one value, cut where
    another begins, and its predicate is the likeliest over all of it.
    """
    if not len(marks):
        return []
    share = _shares(marks)
    inside = share[:, 0] < 0.5
    begins = traits[:, -1] > 0
    found, start = [], 0
    for at in range(1, len(marks) + 1):
        cut = at == len(marks) or inside[at] != inside[start] or (inside[at] and begins[at])
        if not cut:
            continue
        first, last = start, at
        while last > first and not words[last - 1]:
            last -= 1
        while first < last and not words[first]:
            first += 1
        if inside[start] and first < last:
            found.append(_judged(first, last, share[first:last, 1:].mean(axis=0), traits[first:last]))
        start = at
    return found


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
