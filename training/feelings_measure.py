"""What the written feelings model does on the test sets: the figures of its card."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from feelings_data import HERE, UNSIGNED, read_goemotions, read_own
from sklearn.metrics import f1_score

from os1.listening import feelings
from os1.listening.feeling_words import LABEL_VALENCE


def measure(data: Path, labels: list[str], bank: dict[str, tuple[list[str], np.ndarray]]) -> None:
    """Print what the written model does on the test sets, read through `feelings` itself."""
    feelings.model.cache_clear()
    test = read_goemotions(data / "goemotions" / "test.tsv", labels)
    said = np.array([feelings.passes(text) for text in test.texts])
    each = f1_score(test.gold, said, average=None, zero_division=0)
    print(f"GoEmotions test macro-F1 {each.mean():.4f}")
    print(" ".join(f"{label} {f1:.2f}" for label, f1 in zip(labels, each, strict=True)))
    heard = [feelings.read(text) for text in test.texts]
    right = np.array([gold[labels.index(h.label)] for h, gold in zip(heard, test.gold, strict=True)])
    sure = np.array([h.confidence for h in heard])
    print(f"best label right {right.mean():.3f}, mean confidence {sure.mean():.3f}")
    for low in np.arange(0, 1, 0.2):
        pick = (sure >= low) & (sure < low + 0.2)
        if pick.any():
            print(
                f"  confidence {low:.1f}-{low + 0.2:.1f}:",
                f"right {right[pick].mean():.2f} of {pick.sum()}",
            )
    texts, marks = bank["test"]
    read = [feelings.read(text) for text in texts]
    for name, column in (("valence", 0), ("arousal", 1)):
        r = np.corrcoef([getattr(feeling, name) for feeling in read], marks[:, column])[0, 1]
        print(f"EmoBank test {name} r {r:.3f}")
    measure_own(labels)


def measure_own(labels: list[str]) -> None:
    """Print accuracy on our own held-out talk, by label and by the sign of valence."""
    own = read_own(HERE / "feelings_own_test.tsv", labels)
    gold = [labels[int(row.argmax())] for row in own.gold]
    heard = [feelings.read(text) for text in own.texts]
    right = [h.label == label for h, label in zip(heard, gold, strict=True)]
    print(f"own test: label right {np.mean(right):.3f} of {len(right)}")
    for label in labels:
        print(f"  {label} {sum(r for r, g in zip(right, gold, strict=True) if g == label)}", end="")
        print(f"/{gold.count(label)}", end="")
    signed = [
        (h.valence, LABEL_VALENCE[g], text)
        for h, g, text in zip(heard, gold, own.texts, strict=True)
        if g not in UNSIGNED
    ]
    wrong = [text for valence, goal, text in signed if valence * goal <= 0]
    print(f"\nown test: sign of valence right {1 - len(wrong) / len(signed):.3f} of {len(signed)}")
    print("wrong sign:", *wrong, sep="\n  ")
