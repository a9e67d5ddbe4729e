"""Learns which of her views a question asks for, or none.

    python training/stances.py [OUT]

A linear model (softmax, L2) over the encoder's vectors of the askings in `mind/askings.txt`; for "none"
stand the lines of `talks` that ask her nothing. Prints, over five folds, how many askings find their
view at a chance of a half, find another, and how many lines that ask for none find one. Numpy only.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from hearing_data import talks
from numpy.typing import NDArray

from os1.listening.encoder import MiniLM

HERE = Path(__file__).parent
MIND = HERE.parent / "src/os1/mind"
HERS = {"ask_her", "test", "ask_advice", "praise_her", "blame_her"}
STEPS, RATE, DECAY, WEIGHT, FOLDS = 600, 0.5, 3e-6, 6.0, 5
Floats = NDArray[np.float32]


def askings() -> Iterator[tuple[str, str]]:
    """Each view's key with a way to ask for it."""
    key = ""
    for line in (MIND / "askings.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            key = line[1:-1]
        elif line and not line.startswith("#"):
            yield key, line


def told() -> list[str]:
    """Lines that ask for no view of hers."""
    lines = (line for path in sorted((HERE / "talks").glob("*.txt")) for talk in talks(path) for line in talk)
    return [line.text for line in lines if not HERS & set(line.acts)]


def learn(x: Floats, gold: NDArray[np.int64], size: int) -> tuple[Floats, Floats]:
    """Weights (384 x size) and biases, by Adam on all rows at once; a view's rows weigh more than none's."""
    w, b = np.zeros((x.shape[1], size), np.float32), np.zeros(size, np.float32)
    first, second = np.zeros_like(w), np.zeros_like(w)
    share = np.where(gold < size - 1, WEIGHT, 1.0).astype(np.float32)
    share /= share.sum()
    rows = np.arange(len(x))
    for step in range(1, STEPS + 1):
        odds = x @ w + b
        chance = np.exp(odds - odds.max(1, keepdims=True))
        chance /= chance.sum(1, keepdims=True)
        chance[rows, gold] -= 1
        chance *= share[:, None]
        grad = x.T @ chance + DECAY * w
        first, second = 0.9 * first + 0.1 * grad, 0.99 * second + 0.01 * grad**2
        w -= RATE * (1 - step / STEPS) * first / (np.sqrt(second) + 1e-6)
        b -= RATE * 10 * chance.sum(0)
    return w, b


def shares(x: Floats, w: Floats, b: Floats) -> Floats:
    odds = x @ w + b
    raised = np.exp(odds - odds.max(1, keepdims=True))
    made: Floats = raised / raised.sum(1, keepdims=True)
    return made


def main(out: Path) -> None:
    asked, none, read = list(askings()), told(), MiniLM()
    keys = [*dict.fromkeys(key for key, _ in asked), ""]
    x = read.encode([text for _, text in asked] + none)
    gold = np.array([keys.index(key) for key, _ in asked] + [len(keys) - 1] * len(none))
    fold = np.arange(len(gold)) % FOLDS
    found, sure = np.zeros(len(gold), np.int64), np.zeros(len(gold), np.float32)
    for n in range(FOLDS):
        chance = shares(x[fold == n], *learn(x[fold != n], gold[fold != n], len(keys)))
        found[fold == n], sure[fold == n] = chance.argmax(1), chance.max(1)
    asks, silent = gold < len(keys) - 1, len(keys) - 1
    for least in (0.3, 0.4, 0.5, 0.6, 0.7):
        said = np.where(sure >= least, found, silent)
        print(f"{least}: of {asks.sum()} askings {np.mean(said[asks] == gold[asks]):.3f} found, "
              f"{np.mean((said[asks] != gold[asks]) & (said[asks] != silent)):.3f} another; "
              f"of {(~asks).sum()} others {np.mean(said[~asks] != silent):.3f} taken for one")  # fmt: skip
    w, b = learn(x, gold, len(keys))
    scale = np.float32(np.abs(w).max() / 127)
    np.savez_compressed(out, keys=np.array(keys), weights=np.round(w / scale).astype(np.int8), scale=scale, bias=b)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else MIND / "stances.npz")
