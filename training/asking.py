"""Makes src/os1/listening/models/asking.npz: what a question about one's own life asks for.

    python -m training.asking

Reads training/questions/*.tsv (ours). Softmax regression over the sentence vector and the words,
L2-regularised, fitted by L-BFGS; one question in five is held out first to say how good it is.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from os1.listening.asking import features, terms
from os1.listening.encoder import MiniLM

HERE = Path(__file__).parent
TARGET = HERE.parent / "src/os1/listening/models/asking.npz"
SEED, HELD_OUT, PENALTY, OFTEN = 2013, 5, 0.3, 2
Matrix = NDArray[np.float32]


def questions() -> list[tuple[str, str, str]]:
    """Predicate, aspect, question of every line."""
    found = []
    for path in sorted((HERE / "questions").glob("*.tsv")):
        for line in path.read_text("utf-8").splitlines():
            parts = line.split("\t")
            if len(parts) == 4:
                found.append((parts[0].strip(), parts[1].strip(), parts[3].strip()))
    return found


def told() -> list[str]:
    """What tells something instead: our labelled statements, without their marks."""
    lines = [
        line
        for path in sorted((HERE / "statements").glob("*.txt"))
        for line in path.read_text("utf-8").splitlines()
        if line.strip() and "?question" not in line
    ]
    return [re.sub(r"[<>]", "", re.sub(r"\{[^:}]+:([^}]*)\}", r"\1", line)) for line in lines]


def fit(rows: Matrix, wanted: NDArray[np.int64], classes: int) -> Matrix:
    """Weights, one row a class."""
    count, width = rows.shape
    truth = np.eye(classes, dtype=np.float32)[wanted]

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat.reshape(classes, width)
        scores = rows @ weights.T
        scores -= scores.max(axis=1, keepdims=True)
        share = np.exp(scores)
        share /= share.sum(axis=1, keepdims=True)
        cost = -np.log(np.maximum(share[np.arange(count), wanted], 1e-12)).sum()
        slope = (share - truth).T @ rows + PENALTY * 2 * weights
        return float(cost + PENALTY * (weights**2).sum()), slope.ravel().astype(np.float64)

    done = minimize(loss, np.zeros(classes * width), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return np.asarray(done.x, np.float32).reshape(classes, width)


def main() -> None:
    asked = questions()
    random.Random(SEED).shuffle(asked)
    vectors = MiniLM().encode([text for _, _, text in asked])
    often = Counter(word for _, _, text in asked for word in set(terms(text)))
    words = {word: at for at, word in enumerate(sorted(w for w, n in often.items() if n >= OFTEN))}
    rows = np.stack(
        [features(text, vector, words) for (_, _, text), vector in zip(asked, vectors, strict=True)]
    )
    predicates = sorted({p for p, _, _ in asked})
    aspects = sorted({a for _, a, _ in asked})
    first = np.array([predicates.index(p) for p, _, _ in asked])
    second = np.array([aspects.index(a) for _, a, _ in asked])
    held = np.arange(len(asked)) % HELD_OUT == 0
    for name, wanted, classes in (("predicate", first, len(predicates)), ("aspect", second, len(aspects))):
        weights = fit(rows[~held], wanted[~held], classes)
        right = (rows[held] @ weights.T).argmax(axis=1) == wanted[held]
        print(f"{name}: {100 * right.mean():.1f} % of {held.sum()} held-out questions")
    others = told()
    more = [features(text, vector, words) for text, vector in zip(others, MiniLM().encode(others), strict=True)]
    every = np.concatenate([rows, np.stack(more)])
    asks = np.array([int(p != "none") for p, _, _ in asked] + [0] * len(others))
    apart = np.arange(len(every)) % HELD_OUT == 0
    pair = fit(every[~apart], asks[~apart], 2)
    right = (every[apart] @ pair.T).argmax(axis=1) == asks[apart]
    print(f"whether it asks: {100 * right.mean():.1f} % of {apart.sum()} held-out lines")
    pair = fit(every, asks, 2)
    both = np.concatenate(
        [fit(rows, first, len(predicates)), fit(rows, second, len(aspects)), pair[1:] - pair[:1]]
    )
    scale = np.maximum(np.abs(both).max(axis=1, keepdims=True), 1e-6) / 127
    np.savez_compressed(
        TARGET,
        predicates=np.array(predicates), aspects=np.array(aspects),
        words=np.frombuffer("\n".join(words).encode(), np.uint8),
        weights=np.round(both / scale).astype(np.int8), scale=scale.astype(np.float32),
    )  # fmt: skip
    print(f"{len(asked)} questions, {len(words)} words, {TARGET.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
