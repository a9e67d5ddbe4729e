"""The guard's own ear: what a sin sounds like in words no pattern foresaw, and what an invented memory does.

Two linear judgements made by `training/guard.py`: over a sentence's vector and its words in ones, twos
and threes (hashed, after Weinberger et al. 2009), and over the clues of `support`.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

SINS = ("human", "advice", "flattery", "goodbye", "exclusive", "diagnosis", "refusal", "sycophancy")
BUCKETS = 1 << 14
OF_VECTOR, OF_WORDS = 4.0, 2.0
"""What the two halves of a sentence's features are multiplied by, so that neither drowns the other."""
BARS: Mapping[str, float] = {"human": 0.3, "advice": 0.3, "flattery": 0.3, "goodbye": 0.3, "exclusive": 0.3, "diagnosis": 0.35,
                             "refusal": 0.35, "sycophancy": 0.3}  # fmt: skip
"""The chance from which a sin is taken for one, and the chance of an invented memory from which it isn't said."""
INVENTED, CLEAR = 0.6, 0.5
CLAIMS = np.array([0, 1, 2, 3, 7, 12, 13, 20])
"""The clues of which one at least makes a sentence a claim: a name, relation, figure or day of its own, that something was
told, was or is so of the person, or is grave."""


@lru_cache(maxsize=1)
def _weights() -> dict[str, NDArray[np.float32]]:
    with files("os1.mind").joinpath("chat/guard.npz").open("rb") as held, np.load(held) as arrays:
        return {name: arrays[name].astype(np.float32) for name in arrays.files}


def sin(sentence: str, row: NDArray[np.float32], minded: Collection[str] = SINS, *, leaving: bool = True) -> str:
    """The likeliest sin among those minded, "" where none is likely. `row` is the sentence's unit vector. Where nobody
    is `leaving`, what sounds like holding on has to sound so clearly."""
    chances = heard(sentence, row)
    bars = BARS if leaving else {**BARS, "goodbye": CLEAR}
    over = {name: float(chances[n]) - bars[name] for n, name in enumerate(SINS) if name in minded}
    worst = max(over, key=lambda name: over[name], default="")
    return worst if worst and over[worst] > 0 else ""


def heard(sentence: str, row: NDArray[np.float32]) -> NDArray[np.float32]:
    """The chance of each sin, shape (len(SINS),)."""
    weights = _weights()
    held = buckets(sentence)
    total = OF_VECTOR * (row @ weights["vector"]) + weights["bias"]
    total = total + OF_WORDS / len(held) ** 0.5 * weights["words"][held].sum(axis=0)
    return np.asarray(1 / (1 + np.exp(-total)), np.float32)


def unsupported(found: NDArray[np.float32]) -> bool:
    """Whether what is said of the person was probably never said by them; `found` as `support.clues` gives it."""
    return bool(found[CLAIMS].any()) and invented(found) > INVENTED


def invented(found: NDArray[np.float32]) -> float:
    """The chance that it was invented."""
    return float(1 / (1 + np.exp(-(found @ _weights()["support"]))))


def buckets(sentence: str) -> Sequence[int]:
    """Which of the hashed words, pairs and triples a sentence holds."""
    words = ["^", *re.findall(r"[a-z']+|[?!]", sentence.lower().replace("’", "'")), "$"]
    runs = {" ".join(words[n : n + size]) for size in (1, 2, 3) for n in range(len(words) - size + 1)}
    return sorted({zlib.crc32(run.encode()) % BUCKETS for run in runs})
