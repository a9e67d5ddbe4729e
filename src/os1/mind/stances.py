"""Which of her views is asked for: a question compared with the ways people ask for each.

Her views are data: `phrases/stances.txt` holds what she says, `askings.txt` how it is asked for. The
same question in other words finds the same view (`training/stances.py` places the askings).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from os1.listening.encoder import MiniLM
from os1.types import Heard

FILE = Path(__file__).with_name("stances.npz")
LONGEST = 45  # words
ASKED, TOLD = 0.5, 0.7  # how sure it must be where something is asked of her, and where it isn't
_OPEN = ("her.real", "her.life", "her.love", "her.who", "her.taste", "her.liked", "her.wonder", "her.opinion", "her.advice", "question", "cannot")
_ACTS = {"ask_her", "test", "blame_her", "tease", "praise_her", "ask_fact", "rhetorical"}


@dataclass(frozen=True, slots=True)
class Views:
    """A linear model over the encoder's vectors: keys, the last of them "" for no view asked for."""

    keys: tuple[str, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]


@cache
def views() -> Views:
    """The model, read once from beside this module."""
    with np.load(FILE) as file:
        return Views(tuple(str(k) for k in file["keys"]), file["weights"].astype(np.float32) * file["scale"], file["bias"])


def nearest(text: str) -> tuple[str, float]:
    """The view that `text` asks for and how sure that is; "" where it asks for none."""
    model = views()
    odds = MiniLM().encode([text])[0] @ model.weights + model.bias
    shares = np.exp(odds - odds.max())
    shares /= shares.sum()
    best = int(shares.argmax())
    return model.keys[best], float(shares[best])


def asked(text: str, heard: Heard) -> str:
    """The view asked for, as its key; "" where none is."""
    intent = heard.requests[0].intent if heard.requests else ""
    if (intent and intent not in _OPEN) or not text.strip() or len(text.split()) > LONGEST:
        return ""
    key, sure = nearest(text)
    least = ASKED if intent.startswith("her.") or _ACTS & set(heard.meaning.acts) else TOLD
    return key if sure >= least else ""
