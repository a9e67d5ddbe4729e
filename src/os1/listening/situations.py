"""Which of the situations she knows an utterance is nearest to, and to whom and for what it is said.

One model of our own, two layers over the encoder's fourth, made by `training/situations.py` from the
wordings in `mind/plain/situations`; a situation is a place among the vectors it gives.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

from os1.listening.encoder import session, states
from os1.types import Situated

SCALE = 18.0  # what cosines are multiplied by to be shares, as learned
MOST = 5
LEAST, LATEST = 3, 6  # words of a sentence that is looked at alone, and how many of the last are
WHOLE = 0.05
BRIGHT = {"glad": 1.0, "funny": 1.0, "warm": 0.7, "heavy": -1.0, "sad": -1.0, "hard": -1.0}
WEIGHT = {"heavy": 0.1, "sad": 0.06, "hard": 0.04, "glad": 0.03}


@dataclass(frozen=True, slots=True)
class _Places:
    """Unit rows (situations x 384) with what is `told` of each (key, kind, tone), which are of each kind, and
    whether a tone is bright or dark."""

    rows: NDArray[np.float32]
    told: list[tuple[str, str, str]]
    of_kind: dict[str, NDArray[np.bool_]]
    lean: NDArray[np.float32]


@cache
def _places() -> _Places:
    with as_file(files("os1.listening").joinpath("models/situations.npz")) as path, np.load(path) as file:
        rows = file["places"].astype(np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        kinds = file["kinds"]
        told = list(zip(file["keys"].tolist(), kinds.tolist(), file["tones"].tolist(), strict=True))
        lean = np.array([BRIGHT.get(tone, 0.0) for _, _, tone in told], np.float32)
        return _Places(rows, told, {kind: kinds == kind for kind in {kind for _, kind, _ in told}}, lean)


def of(text: str, sentences: Sequence[str]) -> tuple[Situated, ...]:
    """The situations of an utterance: of the whole, or of the sentence of it that is surest, where what is
    heavy counts for more than what stands around it."""
    parts = [s for s in sentences if len(s.split()) >= LEAST][-LATEST:]
    if len(parts) < 2:
        return nearest(text)
    found = [(nearest(text), WHOLE), *((nearest(part), 0.0) for part in parts)]
    return max((each for each in found if each[0]), key=lambda each: each[0][0].near + each[1] + WEIGHT.get(each[0][0].tone, 0.0),
               default=((), 0.0))[0]  # fmt: skip


@lru_cache(maxsize=16)
def nearest(text: str) -> tuple[Situated, ...]:
    """The nearest situations, the nearest first; each with its cosine and its kind's share of them all."""
    if not text.strip():
        return ()
    held = states(text)[None]
    given = {"states": held, "mask": np.ones(held.shape[:2], np.int64)}
    (found,) = session("os1.listening", "situations").run(["vectors"], given)
    place = found[0] / (np.linalg.norm(found[0]) or 1.0)
    whole = _places()
    near = whole.rows @ place
    share = np.exp(SCALE * (near - near.max()))
    share /= share.sum()
    kinds = {kind: float(share[held].sum()) for kind, held in whole.of_kind.items()}
    lean = float(share @ whole.lean)
    return tuple(Situated(*whole.told[int(n)], float(near[n]), kinds[whole.told[int(n)][1]], lean) for n in np.argsort(-near)[:MOST])


def clear() -> None:
    """Let go of every text heard lately."""
    nearest.cache_clear()
