"""From a score for every possible head to the best tree: Chu and Liu 1965, Edmonds 1967."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Heads = NDArray[np.intp]
LOW = np.float32(-1e9)


def tree(scores: Floats) -> list[int]:
    """The head of each word, its own index for the one root.

    `scores` has shape (words, words + 1): row by word, column by head, the first for the root.
    Of the trees with a single root the highest sum wins, among the three likeliest roots.
    """
    size = len(scores)
    if not size:
        return []
    full = np.full((size + 1, size + 1), LOW, np.float32)
    full[1:] = scores
    np.fill_diagonal(full, LOW)
    greedy = full.argmax(axis=1)
    greedy[0] = 0
    if (greedy[1:] == 0).sum() == 1 and not _cycle(greedy):
        return _own(greedy)
    best, most = greedy, -np.inf
    for root in (-full[1:, 0]).argsort()[:3] + 1:
        single = full.copy()
        single[1:, 0] = LOW
        single[root] = LOW
        single[root, 0] = full[root, 0]
        heads = _spanning(single)
        total = full[range(1, size + 1), heads[1:]].sum(dtype=np.float64)
        if total > most:
            best, most = heads, total
    return _own(best)


def _own(heads: Heads) -> list[int]:
    return [int(head) - 1 if head else at for at, head in enumerate(heads[1:].tolist())]


def _cycle(heads: Heads) -> list[int]:
    """The words of one circle of heads; empty where all lead to the root (0)."""
    seen = [0] * len(heads)
    for start in range(1, len(heads)):
        at = start
        while at and not seen[at]:
            seen[at] = start
            at = int(heads[at])
        if at and seen[at] == start:
            found = [at]
            while heads[found[-1]] != at:
                found.append(int(heads[found[-1]]))
            return found
    return []


def _spanning(scores: Floats) -> Heads:
    """The best tree under node 0; `scores[word, head]`, square. Circles are drawn together."""
    heads: Heads = scores.argmax(axis=1)
    heads[0] = 0
    circle = _cycle(heads)
    if not circle:
        return heads
    rest = [n for n in range(len(scores)) if n not in set(circle)]
    new = len(rest)
    small = np.full((new + 1, new + 1), LOW, scores.dtype)
    small[:new, :new] = scores[np.ix_(rest, rest)]
    out = scores[np.ix_(rest, circle)]
    small[:new, new] = out.max(axis=1)
    kept = scores[circle, heads[circle]]
    enter = scores[np.ix_(circle, rest)] - kept[:, None]
    small[new, :new] = enter.max(axis=0) + kept.sum()
    found = _spanning(small)
    for at, word in enumerate(rest):
        if at:
            inside = found[at] == new
            heads[word] = circle[int(out[at].argmax())] if inside else rest[found[at]]
    into = int(found[new])
    heads[circle[int(enter[:, into].argmax())]] = rest[into]
    return heads
