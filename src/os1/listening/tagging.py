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

    `marks`, shape (words, 1 + 2 x predicates), scores no statement, then for each predicate the
    first word of a value and a further one; `traits`, shape (words, modalities + 3), the modality,
    then denied, over and somebody else's. `words` tells words from marks of punctuation, which
    begin and end no value.
    """
    if not len(marks):
        return []
    share = np.exp(marks - marks.max(axis=1, keepdims=True))
    share /= share.sum(axis=1, keepdims=True)
    first, further = share[:, 1::2], share[:, 2::2]
    both = first + further
    spans: list[list[int]] = []
    for at in np.flatnonzero(share[:, 0] < 0.5).tolist():
        kind = int(both[at].argmax())
        last = spans[-1] if spans else [-1, 0, 0]
        if last[2] == at and further[at, last[0]] >= first[at].max():
            last[2] = at + 1
        else:
            spans.append([kind, at, at + 1])
    found = []
    for kind, start, end in spans:
        while end > start and not words[end - 1]:
            end -= 1
        while start < end and not words[start]:
            start += 1
        if start < end:
            found.append(_judged(kind, start, end, both, traits))
    return found


def _judged(kind: int, start: int, end: int, both: Floats, traits: Floats) -> Marked:
    mean = traits[start:end].mean(axis=0)
    size = len(MODALITIES)
    denied, over, other = (bool(score > 0) for score in mean[size:])
    sure = float(both[start:end, kind].mean())
    return Marked(kind, start, end, int(mean[:size].argmax()), denied, over, not other, sure)
