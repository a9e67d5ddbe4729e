"""The reader: two layers of our own over the encoder's fourth, once for the parser and once for the
statement tagger.

Made by `training/reader.py` and `training/tagger.py`; `parse` and `tagging` turn what they give into
words. They are two models because most utterances need only the second.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from os1.listening.encoder import PIECES, pieces, placed, session, states
from os1.listening.segments import sentences, tokens
from os1.types import Token

Floats = NDArray[np.float32]
Span = tuple[int, int]
Part = Literal["parser", "tagger"]


@cache
def lists(part: Part, name: str) -> tuple[str, ...]:
    """A list that travels inside a model, as the parser's "relations" or "lemmas"."""
    text: str = session("os1.listening", part).get_modelmeta().custom_metadata_map[name]
    return tuple(text.split("\n"))


def pooling(words: Sequence[Span], spans: Sequence[Span]) -> tuple[Floats, Floats]:
    """How pieces make words: a share for each piece, shape (len(words) + 1, len(spans)), and
    whether the word begins inside a piece, shape (len(words) + 1, 1).

    A word is the mean of its first and its last piece; the row before the words is the frame
    mark that opens the text. "im" is one piece and two words: both get it, the second marked.
    A word past the last piece read gets nothing.
    """
    share = np.zeros((len(words) + 1, len(spans)), np.float32)
    inner = np.zeros((len(words) + 1, 1), np.float32)
    share[0, 0] = 1
    at = 1
    for row, (start, end) in enumerate(words, start=1):
        while at < len(spans) - 1 and spans[at][1] <= start:
            at += 1
        last = at
        while last + 1 < len(spans) - 1 and spans[last + 1][0] < end:
            last += 1
        if at < len(spans) - 1 and spans[at][0] < end:
            share[row, at] += 0.5
            share[row, last] += 0.5
            inner[row, 0] = spans[at][0] < start
    return share, inner


@lru_cache(maxsize=16)
def look(text: str, part: Part) -> tuple[tuple[Token, ...], dict[str, NDArray[np.generic]]]:
    """The words of a text that the encoder reads to its end, and a model's outputs for them."""
    row = tuple(tokens(text))
    share, inner = pooling([(token.start, token.end) for token in row], placed(text)[1])
    model = session("os1.listening", part)
    names = [output.name for output in model.get_outputs()]
    given = {"states": states(text)[None], "share": share, "inner": inner}
    return row, dict(zip(names, model.run(names, given), strict=True))


def readable(text: str) -> tuple[Span, ...]:
    """The stretches of a text, as (start, end), that the encoder can each read to its end.

    The whole where it can; else its sentences; else runs of words of a sentence that is too long.
    """
    if len(pieces(text)) < PIECES:
        return ((0, len(text)),)
    found: list[Span] = []
    for part in sentences(text):
        if len(pieces(part.text)) < PIECES:
            found.append((part.start, part.end))
        else:
            found += [(part.start + start, part.start + end) for start, end in _runs(part.text)]
    return tuple(found)


def _runs(sentence: str) -> list[Span]:
    row = tokens(sentence)
    found, first, load = [], 0, 0
    for at, token in enumerate(row):
        size = len(pieces(token.text))
        if at > first and load + size > PIECES - 2:
            found.append((row[first].start, row[at - 1].end))
            first, load = at, 0
        load += size
    return [*found, (row[first].start, row[-1].end)] if row else []
