"""What a question asks for: the slot of a life it means ("where am I kipping" is where they live),
and what of it (now, before, since when, how many). A linear model over the sentence encoder and
the question's words, made by `training/asking.py` from questions of our own."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

WEIGHT = 8.0  # of the vector beside the words, chosen on questions held out
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


@dataclass(frozen=True, slots=True)
class Asking:
    """A predicate ("" where none is meant: the words themselves must be searched) and an aspect,
    each with how sure that is, from 0 to 1."""

    predicate: str
    aspect: str
    sure: float
    aspect_sure: float


@dataclass(frozen=True, slots=True)
class _Model:
    predicates: tuple[str, ...]
    aspects: tuple[str, ...]
    words: Mapping[str, int]
    weights: NDArray[np.float32]


@cache
def _model() -> _Model:
    packed = files("os1.listening").joinpath("models/asking.npz").read_bytes()
    with np.load(io.BytesIO(packed)) as arrays:
        words = arrays["words"].tobytes().decode("utf-8").split("\n")
        return _Model(
            tuple(arrays["predicates"].tolist()),
            tuple(arrays["aspects"].tolist()),
            {word: at for at, word in enumerate(words)},
            arrays["weights"].astype(np.float32) * arrays["scale"].astype(np.float32),
        )


def read(question: str, vector: NDArray[np.float32]) -> Asking:
    """What a question asks for; `vector` is its sentence vector, of unit length."""
    model = _model()
    row = features(question, vector, model.words)
    scores = model.weights @ row
    first, second = scores[: len(model.predicates)], scores[len(model.predicates) : -1]
    a, b = _share(first), _share(second)
    predicate = model.predicates[int(a.argmax())]
    return Asking(predicate, model.aspects[int(b.argmax())], float(a.max()), float(b.max()))


def asks(words: str, vector: NDArray[np.float32]) -> float:
    """How likely, from 0 to 1, the words ask after something once told, whatever their form:
    "my shoe size", "wats my flat number". What tells something, or asks the world, doesn't."""
    model = _model()
    score = float(model.weights[-1] @ features(words, vector, model.words))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def features(question: str, vector: NDArray[np.float32], words: Mapping[str, int]) -> NDArray[np.float32]:
    """One row: the vector, the words and word pairs known to the model, and a one."""
    width = len(vector)
    row = np.zeros(width + len(words) + 1, np.float32)
    row[:width] = vector * WEIGHT
    for word in terms(question):
        if word in words:
            row[width + words[word]] = 1.0
    row[-1] = 1.0
    return row


def terms(question: str) -> list[str]:
    """The small-letter words of a question and its pairs, the first one marked as such."""
    low = [word.replace("’", "'") for word in _WORD.findall(question.lower())]
    pairs = [f"{a} {b}" for a, b in pairwise(low)]
    return [*low, *pairs, *(f"^{word}" for word in low[:1])]


def _share(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    raised = np.exp(scores - scores.max())
    share: NDArray[np.float32] = raised / raised.sum()
    return share
