"""Matching: whether words answer a question, and which of them, read together with it.

A cross-encoder (Nogueira and Cho 2019) over the sentence encoder's second layer: four layers more
read the question, what was said just before and the words themselves in one go. Trained by
`training/matcher.py` on talks and lives of our own. Dearer than ranking, so only the few that
ranking puts first are read like this.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from os1.listening.encoder import PIECES, lower, placed, session

MOST = 36  # pieces of a question
BEFORE = 28  # pieces of what was said before, its last
SAID_BEFORE = 300  # characters of it looked at
ANSWER = 12  # pieces of an answer, at most
LEAST = -8.0  # log share


@dataclass(frozen=True, slots=True)
class Match:
    """How well words answer: log odds against nothing answering, and the (start, end) of the
    characters that do, if they do."""

    odds: float
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and words as the model reads them: numbers of pieces, and from which piece the
    words stand, with the characters each piece stands for."""

    ids: list[int]
    start: int
    spans: list[tuple[int, int]]


def beside(last: str, text: str, before: str = "", who: str = "") -> tuple[str, str]:
    """What stands before words, and the words, each with who said it where there are several."""
    return (f"{before}: {last}" if before and last else last), (f"{who}: {text}" if who else text)


def pair(question: str, last: str, text: str) -> Pair:
    """[CLS] question [SEP] the end of what was said before, as far as there is room [SEP] the words [SEP]."""
    asked, told = placed(question)[0], placed(last[-SAID_BEFORE:])[0][1:]
    end = asked[-1]
    asked = [*asked[:-1][:MOST], end]
    numbers, spans = placed(text)
    numbers, spans = numbers[1:-1], spans[1:-1]
    room = PIECES - len(asked) - 2
    own = len(numbers[:room])
    told = [*told[:-1][max(0, len(told) - 1 - min(BEFORE, room - own)) :], end]
    return Pair([*asked, *told, *numbers[:room], end], len(asked) + len(told), spans[:room])


def prior(ranks: NDArray[np.float32], found: NDArray[np.float32]) -> NDArray[np.float32]:
    """What ranking thinks of turns before they are read, as log shares among those `found`; the
    model learned only what to add to it."""
    top = found.max()
    whole = top + np.log(np.exp(found - top).sum())
    shares: NDArray[np.float32] = np.clip(ranks - whole, LEAST, 0).astype(np.float32)
    return shares


def match(question: str, told: Sequence[tuple[str, str]], before: NDArray[np.float32]) -> list[Match]:
    """For each of `told`, (what was said before, the words), and what ranking thinks of them: how
    well the words answer."""
    return [_read(pair(question, last, text), float(share))
            for (last, text), share in zip(told, before, strict=True)]  # fmt: skip


def _read(read: Pair, share: float) -> Match:
    # One at a time: a batch is quantised as one, and the same words would read otherwise beside others.
    states, mask = lower([read.ids])
    odds, ends = session("os1.memory", "matcher").run(["odds", "ends"], {"lower": states, "mask": mask})
    return Match(float(odds[0]) + share, _span(read, np.asarray(ends[0])))


def _span(read: Pair, ends: NDArray[np.float32]) -> tuple[int, int]:
    """The likeliest stretch of pieces, as characters; `ends` is (pieces, 2): first, last."""
    if not read.spans:
        return 0, 0
    own = ends[read.start : read.start + len(read.spans)]
    both = own[:, 0][:, None] + own[:, 1][None, :]
    far = np.subtract.outer(np.arange(len(own)), np.arange(len(own))) * -1
    both = np.where((far >= 0) & (far < ANSWER), both, -np.inf)
    start, last = np.unravel_index(int(both.argmax()), both.shape)
    return read.spans[start][0], read.spans[last][1]
