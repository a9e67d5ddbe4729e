"""The data sets behind the feelings model, read from where they lie."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from os1.listening.feeling_words import BUCKETS, buckets, tokens

HERE = Path(__file__).parent
UNSIGNED = {
    "neutral", "surprise", "realization", "confusion", "curiosity", "desire", "caring", "approval",
}  # fmt: skip
"""Labels that say nothing clear about good or bad."""

EDOS_LABELS = {
    "Angry": "anger", "Furious": "anger", "Annoyed": "annoyance", "Disgusted": "disgust",
    "Anxious": "nervousness", "Apprehensive": "nervousness", "Afraid": "fear",
    "Terrified": "fear", "Embarrassed": "embarrassment", "Ashamed": "embarrassment",
    "Guilty": "remorse", "Caring": "caring", "Consoling": "caring", "Devastated": "sadness",
    "Sad": "sadness", "Lonely": "sadness", "Disappointed": "disappointment",
    "Excited": "excitement", "Grateful": "gratitude", "Hopeful": "optimism",
    "Impressed": "admiration", "Joyful": "joy", "Content": "joy", "Proud": "pride",
    "Surprised": "surprise", "Agreeing": "approval", "Questioning": "curiosity",
    "Wishing": "desire",
}  # fmt: skip


class Labelled(NamedTuple):
    """Texts and which labels each carries, as a boolean matrix (texts × labels)."""

    texts: list[str]
    gold: np.ndarray


def read_goemotions(path: Path, labels: list[str]) -> Labelled:
    texts, gold = [], []
    for line in path.read_text(encoding="utf-8").splitlines():
        text, numbers, _ = line.split("\t")
        row = np.zeros(len(labels), bool)
        row[[int(number) for number in numbers.split(",")]] = True
        texts.append(text)
        gold.append(row)
    return Labelled(texts, np.array(gold))


def read_own(path: Path, labels: list[str]) -> Labelled:
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    eye = np.eye(len(labels), dtype=bool)
    return Labelled([text for text, _ in rows], eye[[labels.index(label) for _, label in rows]])


def read_edos(path: Path, labels: list[str]) -> Labelled:
    """The last speaker's words of each dialogue whose listeners agreed on a feeling we know."""
    texts, numbers = [], []
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        for row in csv.DictReader(file):
            label = EDOS_LABELS.get(row["Agreed emotion (2/3 vote)"])
            text = row["Dialog"].strip().split("\n")[-1].lstrip("- ").replace(" '", "'")
            if label and 8 <= len(text) <= 200:
                texts.append(text)
                numbers.append(labels.index(label))
    return Labelled(texts, np.eye(len(labels), dtype=bool)[numbers])


def emobank(path: Path) -> dict[str, tuple[list[str], np.ndarray]]:
    """By split: texts and their (valence, arousal), each brought to about -1 to 1."""
    found: dict[str, tuple[list[str], list[list[float]]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            texts, marks = found.setdefault(row["split"], ([], []))
            texts.append(row["text"])
            marks.append([float(row["V"]) - 3, float(row["A"]) - 3])
    return {split: (texts, np.array(marks)) for split, (texts, marks) in found.items()}


def grams(texts: list[str]) -> sp.csr_matrix:
    """The n-grams of each text as zeros and ones (texts × `BUCKETS`)."""
    starts, columns = [0], []
    for text in texts:
        columns += sorted(buckets(tokens(text)))
        starts.append(len(columns))
    ones = np.ones(len(columns), np.float32)
    return sp.csr_matrix((ones, columns, starts), shape=(len(texts), BUCKETS))
