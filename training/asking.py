"""Makes src/os1/listening/models/asking.npz: what a question about one's own life asks for.

    python -m training.asking

Reads training/questions/*.tsv, and training/lives/*.txt for what of a slot is asked and whether
anything is (all ours). Softmax regression over the sentence vector and the words, L2-regularised,
fitted by L-BFGS; one question in five is held out first to say how good it is.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from training.matcher_data import lives

from os1.listening.asking import features, terms
from os1.listening.encoder import MiniLM

HERE = Path(__file__).parent
TARGET = HERE.parent / "src/os1/listening/models/asking.npz"
SEED, HELD_OUT, PENALTY, OFTEN = 2013, 5, 0.3, 2
ASPECTS = {"now": "now", "before": "before", "since": "since", "list": "list", "count": "count", "ago": "ago",
           "whenwas": "when", "whenis": "when", "moved": "when", "still": "whether", "why": "why", "felt": "how"}  # fmt: skip
"""What of a slot the kinds of question in the lives ask for, where they say it."""
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


def years() -> tuple[list[tuple[str, str]], list[str]]:
    """The questions of the lives, each with its aspect ("" where its kind says none), and what tells."""
    talks = [talk for path in sorted((HERE / "lives").glob("*.txt")) for talk in lives(path)]
    asked = [(ASPECTS.get(a.kind, ""), a.words) for talk in talks for a in talk.asked]
    # Hurried hands leave the marks out; nothing else then tells a question from a remark.
    asked += [(aspect, words.lower().rstrip("?.")) for aspect, words in asked[::3]]
    said = [turn.text for talk in talks for turn in talk.turns if "?" not in turn.text]
    return asked, said + [text.lower().rstrip("?.") for text in said[::3]]


def main() -> None:
    asked = questions()
    random.Random(SEED).shuffle(asked)
    more, said = years()
    often = Counter(word for _, _, text in asked for word in set(terms(text)))
    rare = Counter(word for _, text in more for word in set(terms(text)))
    chosen = {w for w, n in often.items() if n >= OFTEN} | {w for w, n in rare.items() if n >= 10 * OFTEN}
    words = {word: at for at, word in enumerate(sorted(chosen))}
    rows = written([text for _, _, text in asked], words)
    asked_of = written([text for _, text in more], words)
    predicates = sorted({p for p, _, _ in asked})
    aspects = sorted({a for _, a, _ in asked})
    known = np.array([bool(aspect) for aspect, _ in more])
    first = np.array([predicates.index(p) for p, _, _ in asked])
    second = np.array([aspects.index(a) for a in [a for _, a, _ in asked] + [a for a, _ in more if a]])
    others = written(told() + said, words)
    asks = np.array([int(p != "none") for p, _, _ in asked] + [1] * len(more) + [0] * len(others))
    parts = [("predicate", rows, first, len(predicates)),
             ("aspect", np.concatenate([rows, asked_of[known]]), second, len(aspects)),
             ("whether it asks", np.concatenate([rows, asked_of, others]), asks, 2)]  # fmt: skip
    made = [measured(*part) for part in parts]
    both = np.concatenate([*made[:2], made[2][1:] - made[2][:1]])
    scale = np.maximum(np.abs(both).max(axis=1, keepdims=True), 1e-6) / 127
    np.savez_compressed(
        TARGET,
        predicates=np.array(predicates), aspects=np.array(aspects),
        words=np.frombuffer("\n".join(words).encode(), np.uint8),
        weights=np.round(both / scale).astype(np.int8), scale=scale.astype(np.float32),
    )  # fmt: skip
    print(f"{len(asked) + len(more)} questions, {len(words)} words, {TARGET.stat().st_size / 1e3:.0f} kB")


def written(texts: list[str], words: dict[str, int]) -> Matrix:
    """The features of texts, a row each."""
    return np.stack([features(t, v, words) for t, v in zip(texts, MiniLM().encode(texts), strict=True)])


def measured(name: str, rows: Matrix, wanted: NDArray[np.int64], classes: int) -> Matrix:
    """Weights fitted on everything, after saying how good those fitted on four in five are."""
    held = np.arange(len(rows)) % HELD_OUT == 0
    scores = rows[held] @ fit(rows[~held], wanted[~held], classes).T
    right = scores.argmax(axis=1) == wanted[held]
    print(f"{name}: {100 * right.mean():.1f} % of {held.sum()} held-out lines", flush=True)
    if classes == 2:
        share = 1 / (1 + np.exp(scores[:, 0] - scores[:, 1]))
        for level in (0.5, 0.7, 0.8, 0.9, 0.95, 0.98):
            taken, found = ((share[wanted[held] == kind] >= level).mean() for kind in (0, 1))
            print(f"  at {level}: {100 * found:.1f} % of questions, {100 * taken:.1f} % of what is told", flush=True)
    return fit(rows, wanted, classes)


if __name__ == "__main__":
    main()
