"""What an utterance sounds like it carries: a label, good or bad, how stirred, how strongly.

A linear model over hashed n-grams (`training/feelings.py` makes its weights; the labels are those
of GoEmotions, Demszky et al. 2020; valence and arousal after EmoBank, Buechel & Hahn 2017).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from os1.listening.feeling_words import (
    INTENSIFIERS,
    LABEL_AROUSAL,
    LABEL_VALENCE,
    POLARITY,
    READ_CHARS,
    SOFTENERS,
    buckets,
    negated,
    polarity,
    tokens,
)
from os1.types import Feeling

Floats = npt.NDArray[np.float32]

MODEL_FILE: Final = Path(__file__).with_name("models") / "feelings.npz"

_SHOUT: Final = re.compile(r"\b[A-Z]{3,}\b")
_DRAWN: Final = re.compile(r"([a-zA-Z!?])\1{2,}|!{2,}|\?!|!\?")
_DENIED_WORTH: Final = 0.2
"""The valence of a denied word alone: "not bad" is good, but faintly."""
_WORTH_FLIPPED: Final = 0.25
"""How far from zero a label's valence must lie for a denied word to rule it out."""


@dataclass(frozen=True, slots=True)
class Model:
    """The weights as stored: n-grams × (labels, then valence and arousal), int8 with scales.

    What is stored is a signed root, so that small weights keep their differences in one byte.
    """

    ids: npt.NDArray[np.uint32]
    idf: Floats
    weights: npt.NDArray[np.int8]
    scale: Floats
    bias: Floats
    cuts: Floats
    offset: float
    labels: tuple[str, ...]
    sure: Floats
    mix: Floats
    worth: Floats
    stir: Floats

    def scores(self, words: list[str]) -> Floats:
        """A score for every label (log-odds), then valence and arousal, for some tokens."""
        grams = np.array(buckets(words), dtype=np.uint32)
        places = np.minimum(np.searchsorted(self.ids, grams), len(self.ids) - 1)
        places = places[self.ids[places] == grams]
        if not len(places):
            return self.bias
        values = self.idf[places]
        values = values / np.sqrt(values @ values)
        roots = self.weights[places].astype(np.float32)
        found: Floats = values @ (roots * np.abs(roots)) * self.scale + self.bias
        return found


@lru_cache(maxsize=1)
def model() -> Model:
    """The model, read once from beside this module."""
    with np.load(MODEL_FILE) as file:
        labels = tuple(str(label) for label in file["labels"])
        return Model(
            ids=file["ids"],
            idf=file["idf"].astype(np.float32),
            weights=file["weights"],
            scale=file["scale"],
            bias=file["bias"],
            cuts=file["cuts"],
            offset=float(file["offset"]),
            labels=labels,
            sure=file["sure"],
            mix=file["mix"],
            worth=np.array([LABEL_VALENCE[label] for label in labels], np.float32),
            stir=np.array([LABEL_AROUSAL[label] for label in labels], np.float32),
        )


def passes(text: str) -> npt.NDArray[np.bool_]:
    """Which labels pass the thresholds tuned on GoEmotions, in the model's order, several or none.

    For measuring; `read` says the one that fits best.
    """
    with_model = model()
    found: npt.NDArray[np.bool_] = with_model.scores(tokens(text))[: len(with_model.cuts)] >= with_model.cuts
    return found


def read(text: str, heard: Floats | None = None) -> Feeling:
    """The feeling in `text`; neutral and zero where nothing is heard.

    `heard` are what the hearing model gives each label, past what it must reach (`hearing.margins`):
    the two together hear more than either.
    Reads the first 2,000 characters of any text and never raises.
    """
    text = text[:READ_CHARS]
    words = tokens(text)
    if not words:
        return Feeling()
    m = model()
    scores = m.scores(words)
    odds = scores[: len(m.labels)]
    chances: Floats = (1 / (1 + np.exp(-np.clip(odds, -60, 60)))).astype(np.float32)
    sign = polarity(words)
    margins = (odds - m.cuts + m.offset)[:-1]
    if heard is not None:
        margins = 0.5 * (margins + heard[:-1])
    denied = _denied(words, sign)
    if denied:
        margins = np.where(m.worth[:-1] * denied < -_WORTH_FLIPPED, -np.inf, margins)
    best = int(margins.argmax())
    margin = float(margins[best])
    label = m.labels[best] if margin > 0 else "neutral"
    slope, bias = m.sure[0 if margin > 0 else 1]
    confidence = _squash(float(slope) * min(abs(margin), 10.0) + float(bias))
    return Feeling(
        label=label,
        valence=_valence(m, scores, by_words=(sign, denied), label=label, sure=confidence),
        arousal=_arousal(m, scores, chances, text),
        intensity=_intensity(float(chances[-1]), label, words, text),
        confidence=round(confidence, 3),
    )


def _squash(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def _denied(words: list[str], sign: float) -> float:
    """The sign of the clear words where all of them are denied ("not happy" is -1), else 0."""
    flags = [under for word, under in zip(words, negated(words), strict=True) if word in POLARITY]
    return sign if flags and all(flags) else 0.0


def _valence(m: Model, scores: Floats, by_words: tuple[float, float], label: str, sure: float) -> float:
    """Regression, labels and clear words mixed, leaning to the chosen label as far as it's sure.

    `by_words` is the clear words' sign, and it again where every one of them is denied: then it
    decides, since the n-grams still see the word that is denied.
    """
    sign, denied = by_words
    chances = 1 / (1 + np.exp(-np.clip(scores[: len(m.labels)], -60, 60)))
    by_labels = float(chances @ m.worth / chances.sum())
    parts = np.array([scores[-2], by_labels, sign], np.float32)
    mixed = float(parts @ m.mix)
    chosen = LABEL_VALENCE[label]
    if abs(chosen) > _WORTH_FLIPPED:
        lean = 0.5 * sure
        mixed = (1 - lean) * mixed + lean * chosen
    if mixed * denied < 0:
        mixed = _DENIED_WORTH * denied
    return round(max(-1.0, min(1.0, mixed)), 3)


def _arousal(m: Model, scores: Floats, chances: Floats, text: str) -> float:
    """How stirred up: the labels' own arousal and EmoBank's, more with capitals and marks."""
    by_labels = float(chances @ m.stir / chances.sum())
    loud = 0.1 * min(2, len(_SHOUT.findall(text)) + len(_DRAWN.findall(text)))
    return round(max(0.0, min(1.0, by_labels + 0.5 * float(scores[-1]) + loud)), 3)


def _intensity(neutral: float, label: str, words: list[str], text: str) -> float:
    """How strongly it is said: what isn't neutral, with intensifiers, capitals and repeats."""
    loud = sum(word in INTENSIFIERS for word in words) - sum(word in SOFTENERS for word in words)
    loud += len(_SHOUT.findall(text)) + len(_DRAWN.findall(text))
    loud += sum(word.startswith("emj_") for word in words)
    base = (1 - neutral) * (0.6 if label != "neutral" else 0.25)
    return round(max(0.0, min(1.0, base + 0.12 * max(-2, min(3, loud)))), 3)
