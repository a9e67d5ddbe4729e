"""How well a piece of the phrasebook goes with what was said: their meanings compared.

What was said and what may be said are laid into one space, the main directions of the encoder's
vectors (`training/fitting.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from os1.listening.encoder import MiniLM

FILE = Path(__file__).with_name("fitting.npz")


@dataclass(frozen=True, slots=True)
class Space:
    """The pieces' places, unit rows (pieces x width), by `numbers`; what was said, less `middle`, is
    laid beside them by `onto` (384 x width)."""

    numbers: NDArray[np.uint32]
    places: NDArray[np.float32]
    onto: NDArray[np.float32]
    middle: NDArray[np.float32]


@cache
def space() -> Space:
    """The space, read once from beside this module."""
    with np.load(FILE) as file:
        places = file["places"].astype(np.float32)
        places /= np.linalg.norm(places, axis=1, keepdims=True)
        return Space(file["numbers"], places, file["onto"].astype(np.float32), file["middle"].astype(np.float32))


def fitness(said: str) -> Mapping[int, float]:
    """For each piece, by its number, how well it goes with what was `said`: a cosine."""
    whole = space()
    there = (MiniLM().encode([said])[0] - whole.middle) @ whole.onto
    there = there / (np.linalg.norm(there) or 1.0)
    return dict(zip(whole.numbers.tolist(), (whole.places @ there).tolist(), strict=True))
