"""Hearing: what words do, carry, are about and want, and whether they tell of danger.

One model of our own, two layers over the encoder's fourth and a head for each thing heard, made by
`training/hearing.py`. What was said just before comes in as the vectors of her last words and of
the person's. `docs/parts/models-hearing.md` is its card.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import cast

import numpy as np
from numpy.typing import NDArray

from os1.listening.encoder import MiniLM, session, states
from os1.types import Meaning, RiskKind, RiskLevel

Floats = NDArray[np.float32]
WIDTH = MiniLM.width
ACT = 0.3
"""Chance from which on an act is said to be done."""


@cache
def names(head: str) -> tuple[str, ...]:
    """The labels of a head, in the order of its scores."""
    text: str = session("os1.listening", "hearing").get_modelmeta().custom_metadata_map[head]
    return tuple(text.split("\n"))


@lru_cache(maxsize=16)
def scores(text: str, hers: str = "", mine: str = "") -> dict[str, Floats]:
    """Every head's scores for `text`; `hers` and `mine` are the last words of each before it."""
    held = states(text)[None]
    before = np.concatenate([_vector(hers), _vector(mine)])[None]
    model = session("os1.listening", "hearing")
    heads = [output.name for output in model.get_outputs()]
    given = {"states": held, "mask": np.ones(held.shape[:2], np.int64), "before": before}
    return {name: value[0] for name, value in zip(heads, model.run(heads, given), strict=True)}


def _vector(words: str) -> Floats:
    return MiniLM().encode([words])[0] if words else np.zeros(WIDTH, np.float32)


def listen(text: str, hers: str = "", mine: str = "") -> Meaning:
    """What `text` means. Of a long text the beginning is heard, as far as the encoder reads."""
    if not text.strip():
        return Meaning()
    found = scores(text, hers, mine)
    acts = _chance(found["acts"])
    done = [n for n in np.argsort(-acts) if acts[n] >= ACT] or [int(acts.argmax())]
    feeling, felt = _likeliest("feeling", found)
    topic, sure = _likeliest("topic", found)
    view, viewed = _likeliest("view", found)
    valence, strength = (float(value) for value in found["scale"])
    advice, irony = _shares(found["advice"]), _shares(found["irony"])
    return Meaning(
        acts=tuple(names("acts")[n] for n in done),
        act=float(acts.max()),
        feeling=feeling,
        felt=felt,
        valence=max(-1.0, min(1.0, valence)),
        strength=max(0.0, min(3.0, 3 * strength)),
        topic=topic,
        sure=sure,
        advice=float(1 - advice[0]),
        irony=float(1 - irony[0]),
        danger=_danger(found["danger"]),
        kind=cast(RiskKind, names("danger")[1 + int(found["danger"][1:].argmax())]),
        level=cast(RiskLevel, names("level")[1 + int(found["level"][1:].argmax())]),
        view=view,
        viewed=viewed,
    )


def margins(text: str, hers: str = "", mine: str = "") -> Floats:
    """What each of GoEmotions' labels has past what it must reach, in their order; shape (28,). What was
    said before has no part in it: it is named so that a text heard already isn't heard again."""
    return scores(text, hers, mine)["labels"]


def labels(text: str) -> NDArray[np.bool_]:
    """Which of GoEmotions' labels pass, in their order; for measuring."""
    passed: NDArray[np.bool_] = margins(text) >= 0
    return passed


def clear() -> None:
    """Let go of every text heard lately."""
    scores.cache_clear()


def _danger(odds: Floats) -> float:
    """Log odds of any danger against none."""
    return float(np.log(np.exp(odds[1:] - odds[0]).sum()))


def _likeliest(head: str, found: dict[str, Floats]) -> tuple[str, float]:
    shares = _shares(found[head])
    best = int(shares.argmax())
    return names(head)[best], float(shares[best])


def _shares(odds: Floats) -> Floats:
    raised = np.exp(odds - odds.max())
    shares: Floats = raised / raised.sum()
    return shares


def _chance(odds: Floats) -> Floats:
    chances: Floats = (1 / (1 + np.exp(-np.clip(odds, -30, 30)))).astype(np.float32)
    return chances
