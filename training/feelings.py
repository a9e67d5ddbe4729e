"""Train `src/os1/listening/models/feelings.npz` from GoEmotions, EmoBank, EDOS and our own talk.

    python training/feelings.py DATA OUT

DATA holds `goemotions/` (train.tsv, dev.tsv, test.tsv, labels.txt; from the GoEmotions release of
Google Research), `emobank/emobank.csv` (JULIE Lab's EmoBank) and `edos/` (the EDOS release, its
first file). Our own sentences stand beside this script. Seeded by having nothing random in it:
the same data gives the same file. Needs scipy and scikit-learn; about five minutes on one core.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from feelings_data import (
    HERE,
    UNSIGNED,
    Labelled,
    emobank,
    grams,
    read_edos,
    read_goemotions,
    read_own,
)
from feelings_measure import measure
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.preprocessing import normalize

from os1.listening.feeling_words import LABEL_VALENCE, polarity, tokens

ROWS = 12_000
"""How many n-grams the model keeps for the labels."""
VALENCE_ROWS = 6_000
"""How many it keeps for valence beside those."""
OWN_WEIGHT = 4.0
EDOS_WEIGHT = 0.4
STRENGTH = 4.0
"""Inverse regularisation of the classifiers (scikit-learn's C)."""
SMALL = 0.005
"""Weights under this share of a label's largest are dropped."""


class Space(NamedTuple):
    """The n-grams kept: their buckets (ascending) and inverse document frequencies."""

    ids: np.ndarray
    idf: np.ndarray

    def of(self, grams: sp.csr_matrix) -> sp.csr_matrix:
        """Rows of `grams` over the kept n-grams, weighted and of length one."""
        return normalize(grams[:, self.ids] @ sp.diags(self.idf)).tocsr()


def fit(
    rows: sp.csr_matrix, gold: np.ndarray, weights: np.ndarray, strength: float
) -> tuple[np.ndarray, np.ndarray]:
    """One classifier a label: weights (n-grams × labels) and biases."""
    columns, biases = [], []
    for label in range(gold.shape[1]):
        model = LogisticRegression(C=strength, solver="liblinear", tol=2e-2, random_state=0)
        model.fit(rows, gold[:, label], sample_weight=weights)
        columns.append(model.coef_[0])
        biases.append(model.intercept_[0])
    return np.array(columns).T, np.array(biases)


def fit_all(
    space: Space, parts: list[sp.csr_matrix], gold: list[np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """The classifiers, from Reddit, EDOS and our own talk (`parts`, in this order).

    Two columns beside the n-grams tell the sets apart in training, so that how often a label
    occurs in the smaller ones doesn't shift it for all; they are left out of what is kept.
    """
    sizes = [part.shape[0] for part in parts]
    origin = np.column_stack([np.repeat([0.0, 1.0, 0.0], sizes), np.repeat([0.0, 0.0, 1.0], sizes)])
    rows = sp.hstack([space.of(sp.vstack(parts).tocsr()), sp.csr_matrix(origin)]).tocsr()
    heft = np.repeat([1.0, EDOS_WEIGHT, OWN_WEIGHT], sizes)
    weights, biases = fit(rows, np.vstack(gold), heft, STRENGTH)
    return weights[:-2], biases


def unseen_scores(space: Space, parts: list[sp.csr_matrix], gold: list[np.ndarray]) -> np.ndarray:
    """Scores of the Reddit training texts from models that each left out their third.

    The development set alone has a dozen examples of the rare labels: too few for a threshold.
    """
    third = np.arange(parts[0].shape[0]) % 3
    found = np.zeros(gold[0].shape)
    for out in range(3):
        weights, biases = fit_all(
            space, [parts[0][third != out], *parts[1:]], [gold[0][third != out], *gold[1:]]
        )
        found[third == out] = space.of(parts[0][third == out]) @ weights + biases
    return found


def thresholds(scores: np.ndarray, gold: np.ndarray) -> np.ndarray:
    """For each label the score from which on it is said, best by F1 smoothed over neighbours.

    Smoothing matters for labels with a dozen examples, whose best single cut is luck.
    """
    best = []
    for label in range(gold.shape[1]):
        order = np.argsort(-scores[:, label], kind="stable")
        hits = gold[order, label]
        f1 = 2 * np.cumsum(hits) / (np.arange(1, len(hits) + 1) + hits.sum())
        width = max(3, int(hits.sum() * 0.15)) | 1
        padded = np.pad(f1, (width // 2, width // 2), mode="edge")
        smooth = np.convolve(padded, np.ones(width) / width, "valid")[: 6 * hits.sum() + 10]
        best.append(scores[order[int(smooth.argmax())], label])
    return np.array(best)


def valence_ids(texts: list[str], marks: np.ndarray) -> np.ndarray:
    """The buckets of the `VALENCE_ROWS` n-grams that move a regression of valence most."""
    rows = grams(texts)
    counts = np.asarray(rows.sum(0)).ravel()
    ids = np.flatnonzero(counts >= 2)
    wide = Space(ids, np.log(len(texts) / counts[ids]))
    model = Ridge(alpha=1.0, random_state=0, solver="sparse_cg").fit(wide.of(rows), marks[:, 0])
    pull = np.abs(model.coef_) * np.sqrt(counts[ids])
    return np.asarray(ids[np.argsort(-pull, kind="stable")[:VALENCE_ROWS]])


def choose_space(
    counts: np.ndarray, gold: np.ndarray, all_grams: sp.csr_matrix, weights: np.ndarray,
    also: np.ndarray,
) -> tuple[Space, Space, np.ndarray, np.ndarray]:  # fmt: skip
    """All frequent n-grams, the `ROWS` of them that move the labels most with those of `also`,
    and the weights and biases of the first fit that told which.
    """
    ids = np.flatnonzero(counts >= 3)
    idf = np.log(len(weights) / np.minimum(counts[ids], len(weights) - 1))
    wide = Space(ids, idf)
    first, biases = fit(wide.of(all_grams), gold, weights, 1.0)
    pull = np.sqrt((first**2).sum(1)) * np.sqrt(counts[ids])
    kept = np.union1d(ids[np.argsort(-pull, kind="stable")[:ROWS]], also)
    rarity = np.log(len(weights) / np.clip(counts[kept], 3, len(weights) - 1))
    narrow = Space(kept, rarity.astype(np.float16).astype(np.float64))
    return wide, narrow, first, biases


def talk_offset(scores: np.ndarray, cuts: np.ndarray, gold: np.ndarray) -> float:
    """How much lower than on Reddit the thresholds should lie for everyday talk.

    Plain remarks count as much as all others together: talk is full of them, our sentences not.
    """
    neutral = gold.shape[1] - 1
    right = []
    offsets = np.arange(0.0, 1.3, 0.1)
    for offset in offsets:
        margins = scores - cuts + offset
        margins[:, neutral] = -np.inf
        said = np.where(margins.max(1) > 0, margins.argmax(1), neutral)
        hit = said == gold.argmax(1)
        right.append(float(hit[gold[:, neutral]].mean() + hit[~gold[:, neutral]].mean()) / 2)
    print("talk offset, own sentences unseen:", np.column_stack([offsets, right]).round(3).tolist())
    return float(offsets[int(np.argmax(right))])


def label_valence(scores: np.ndarray, labels: list[str]) -> np.ndarray:
    """The valence of the labels, weighted by how likely each is."""
    chances = 1 / (1 + np.exp(-scores))
    worth = np.array([LABEL_VALENCE[label] for label in labels])
    return np.asarray(chances @ worth / chances.sum(1))


def mix_valence(parts: list[np.ndarray], goals: list[np.ndarray]) -> np.ndarray:
    """Weights of (EmoBank's regression, label valence, polarity of words), by least squares.

    Both sets count the same whatever their size.
    """
    rows = np.vstack([part / np.sqrt(len(part)) for part in parts])
    goal = np.concatenate([goal / np.sqrt(len(goal)) for goal in goals])
    return np.linalg.lstsq(rows, goal, rcond=None)[0]


def calibrate(margins: np.ndarray, right: np.ndarray) -> tuple[float, float]:
    """Slope and bias that turn a margin into how often the label is right."""
    model = LogisticRegression(C=1e6).fit(margins[:, None], right)
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def squeeze(weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weights as int8 roots with one scale a column; small ones become zero, which packs well.

    A root keeps the many small weights apart beside the few large ones: a weight is its stored
    number times that number's size times the scale.
    """
    top = np.abs(weights).max(0)
    roots = np.sign(weights) * np.sqrt(np.abs(weights) / top)
    roots = np.where(np.abs(weights) < SMALL * top, 0, roots)
    return np.rint(roots * 127).astype(np.int8), top / 127**2


def fit_valence(space: Space, bank: dict[str, tuple[list[str], np.ndarray]]) -> tuple[np.ndarray, np.ndarray]:
    """Two ridge regressions (valence, arousal): weights (n-grams × 2) and biases."""
    model = Ridge(alpha=1.0, random_state=0, solver="sparse_cg")
    model.fit(space.of(grams(bank["train"][0])), bank["train"][1])
    return np.asarray(model.coef_).T, np.asarray(model.intercept_)


def unseen_parts(
    space: Space, wide: Space, first: tuple[np.ndarray, np.ndarray], own: Labelled,
    bank: dict[str, tuple[list[str], np.ndarray]], labels: list[str],
) -> np.ndarray:  # fmt: skip
    """The mixing weights of valence, from sentences that no part has seen in training."""
    ridge, bias = fit_valence(space, bank)
    texts, marks = bank["dev"]
    signed = [n for n, g in enumerate(own.gold) if labels[int(g.argmax())] not in UNSIGNED]
    talk = [own.texts[n] for n in signed]
    goal = np.array([LABEL_VALENCE[labels[int(own.gold[n].argmax())]] for n in signed])
    parts = []
    for said in (texts, talk):
        rows = grams(said)
        parts.append(
            np.column_stack([
                (space.of(rows) @ ridge + bias)[:, 0],
                label_valence(wide.of(rows) @ first[0] + first[1], labels),
                [polarity(tokens(text)) for text in said],
            ])
        )  # fmt: skip
    return mix_valence(parts, [marks[:, 0], goal])


def main(data: Path, out: Path) -> None:
    """Train, write `out`, and print the figures of the model card."""
    began = time.process_time()
    labels = (data / "goemotions" / "labels.txt").read_text().split()
    labels = labels if "neutral" in labels else [*labels, "neutral"]
    train, dev = (read_goemotions(data / "goemotions" / f"{s}.tsv", labels) for s in ("train", "dev"))
    own = read_own(HERE / "feelings_own.tsv", labels)
    edos = read_edos(next((data / "edos").glob("1*.csv")), labels)
    bank = emobank(data / "emobank" / "emobank.csv")
    parts = [grams(train.texts), grams(edos.texts), grams(own.texts)]
    totals = [np.asarray(part.sum(0)).ravel() for part in parts]
    reddit_edos = np.repeat([1.0, EDOS_WEIGHT], [len(train.texts), len(edos.texts)])
    wide, space, *first = choose_space(
        totals[0] + EDOS_WEIGHT * totals[1] + 2 * totals[2],
        np.vstack([train.gold, edos.gold]), sp.vstack(parts[:2]).tocsr(), reddit_edos,
        valence_ids(*bank["train"]),
    )  # fmt: skip
    dev_grams = grams(dev.texts)
    offset = talk_offset(
        wide.of(parts[2]) @ first[0] + first[1],
        thresholds(wide.of(dev_grams) @ first[0] + first[1], dev.gold), own.gold,
    )  # fmt: skip
    mix = unseen_parts(space, wide, (first[0], first[1]), own, bank, labels)
    print("valence mix (regression, labels, words):", mix.round(2))
    weights, biases = fit_all(space, parts, [train.gold, edos.gold, own.gold])
    ridge, ridge_bias = fit_valence(space, bank)
    small, scale = squeeze(np.hstack([weights, ridge]))
    rows = space.of(dev_grams)
    whole = small.astype(float) * np.abs(small.astype(float)) * scale
    scores = (rows @ whole)[:, : len(labels)] + biases
    apart = unseen_scores(space, parts, [train.gold, edos.gold, own.gold])
    cuts = thresholds(np.vstack([apart, scores]), np.vstack([train.gold, dev.gold]))
    margins = (scores - cuts + offset)[:, :-1]
    best = margins.argmax(1)
    passing = margins.max(1) > 0
    right = np.where(passing, dev.gold[np.arange(len(best)), best], dev.gold[:, -1])
    sure = [calibrate(np.abs(margins.max(1))[pick], right[pick]) for pick in (passing, ~passing)]
    np.savez_compressed(
        out, ids=space.ids.astype(np.uint32), idf=space.idf.astype(np.float16), weights=small,
        scale=scale.astype(np.float32),
        bias=np.concatenate([biases, ridge_bias]).astype(np.float32),
        cuts=cuts.astype(np.float32), offset=np.float32(offset), labels=np.array(labels),
        sure=np.array(sure, np.float32), mix=mix.astype(np.float32),
    )  # fmt: skip
    print(f"{out} {out.stat().st_size / 1e6:.2f} MB, {time.process_time() - began:.0f} CPU-s")
    measure(data, labels, bank)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
