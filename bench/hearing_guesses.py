"""What the hearing model is measured beside: the most common label, and a plain bag of words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

from bench.listener_words import STOP

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[?!…]+|[^\w\s]")
LEAST = 2
"""How many texts a word must stand in to count."""


class CommonLabel:
    """Says of every text what is commonest."""

    def __init__(self, labels: Sequence[str]) -> None:
        """`labels` are those of the texts to learn from."""
        self.label = Counter(labels).most_common(1)[0][0]

    def __call__(self, text: str) -> str:
        """The commonest label, whatever the text."""
        return self.label


class BagOfWords:
    """Naive Bayes over words and pairs of words, each counted once a text, one added to every count
    (McCallum & Nigam 1998)."""

    def __init__(self, texts: Sequence[str], labels: Sequence[str]) -> None:
        """Learns from texts and the label of each."""
        held = Counter(word for text in texts for word in _words(text))
        self._place = {word: n for n, word in enumerate(w for w, times in held.items() if times >= LEAST)}
        self.labels = sorted(set(labels))
        counts = np.ones((len(self.labels), len(self._place)))
        of = Counter(labels)
        for text, label in zip(texts, labels, strict=True):
            counts[self.labels.index(label), self._found(text)] += 1
        self._weights = np.log(counts / counts.sum(1, keepdims=True))
        self._prior = np.array([log(of[label] / len(labels)) for label in self.labels])

    def _found(self, text: str) -> list[int]:
        return [self._place[word] for word in _words(text) if word in self._place]

    def shares(self, text: str) -> NDArray[np.float64]:
        """How likely each of `labels` is."""
        odds = self._prior + self._weights[:, self._found(text)].sum(1)
        raised = np.exp(odds - odds.max())
        shares: NDArray[np.float64] = raised / raised.sum()
        return shares

    def __call__(self, text: str) -> str:
        """The likeliest label."""
        return self.labels[int(self.shares(text).argmax())]


def _words(text: str) -> set[str]:
    found = [word.lower() for word in _WORD.findall(text)]
    return {*found, *(f"{a} {b}" for a, b in zip(["^", *found], [*found, "$"], strict=True))}


def macro(gold: Sequence[frozenset[str]], said: Sequence[frozenset[str]]) -> float:
    """F1 of each label that stands in the gold ones, averaged (percent)."""
    scores = []
    for label in sorted(frozenset().union(*gold)):
        both = sum(label in a and label in b for a, b in zip(gold, said, strict=True))
        either = sum((label in a) + (label in b) for a, b in zip(gold, said, strict=True))
        scores.append(2 * both / either)
    return 100 * float(np.mean(scores))


def overlap(gold: str, said: str) -> float:
    """F1 of the words two wordings share, words without weight left out unless there are no others."""
    a, b = _weighty(gold), _weighty(said)
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 1.0


def _weighty(text: str) -> set[str]:
    found = set(re.findall(r"[^\W_]+(?:'[^\W_]+)*", text.lower().replace("’", "'")))
    return found - STOP or found
