"""How the hearing model's labels are cut and measured."""

from __future__ import annotations

import numpy as np


def cuts(odds: np.ndarray, gold: np.ndarray) -> np.ndarray:
    """For each label the score from which on it counts, best by F1."""
    best = []
    for label in range(gold.shape[1]):
        order = np.argsort(-odds[:, label], kind="stable")
        hits = gold[order, label]
        f1 = 2 * np.cumsum(hits) / (np.arange(1, len(hits) + 1) + max(hits.sum(), 1))
        width = max(3, int(hits.sum() * 0.15)) | 1
        smooth = np.convolve(np.pad(f1, width // 2, mode="edge"), np.ones(width) / width, "valid")
        best.append(odds[order[int(smooth.argmax())], label])
    return np.array(best, np.float32)


def macro(said: np.ndarray, gold: np.ndarray) -> float:
    """Mean F1 over the labels."""
    hit = (said & gold).sum(0)
    return float(np.mean(2 * hit / np.maximum(said.sum(0) + gold.sum(0), 1)))
