"""Trains the part-of-speech tagger on UD English EWT (CC BY-SA 4.0).

    python training/tags.py EWT_DIR MINILM_DIR [OUT_DIR]

EWT_DIR holds `en_ewt-ud-{train,dev,test}.conllu.gz`; MINILM_DIR `model.safetensors` and
`vocab.txt` of all-MiniLM-L6-v2 (Apache-2.0), whose input vectors are grouped into the word
clusters. Prints accuracy on dev and test, as written and as typed.
"""

from __future__ import annotations

import gzip
import random
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from encoder import weights as tensors
from numpy.typing import NDArray

from os1.listening.tags import Tagger, left, spelled

OUT = Path(__file__).parents[1] / "src/os1/listening/models"
SEED, EPOCHS, CLUSTERS, SCALE = 2013, 8, 320, 127
FORMS = ("VERB", "AUX", "NOUN", "PROPN", "PRON", "DET")

Example = tuple[list[str], list[str]]


def sentences(path: Path) -> list[Example]:
    """Words and labels of each sentence of a CoNLL-U file."""
    found: list[Example] = []
    words: list[str] = []
    labels: list[str] = []
    for line in gzip.decompress(path.read_bytes()).decode("utf-8").split("\n"):
        cells = line.split("\t")
        if len(cells) > 4 and cells[0].isdigit():
            words.append(cells[1])
            labels.append(f"{cells[3]}-{cells[4]}" if cells[3] in FORMS else cells[3])
        elif not line.strip() and words:
            found.append((words, labels))
            words, labels = [], []
    return found


def settle(data: list[Example], keep: set[str]) -> list[Example]:
    """The same with rare labels cut back to their UPOS."""
    return [(w, [x if x in keep else x.partition("-")[0] for x in ls]) for w, ls in data]


def typed(example: Example, chance: random.Random) -> Example:
    """A sentence as people type it: now and then small letters, no last mark, no apostrophes."""
    words, labels = example
    if chance.random() < 0.45:
        return example
    words = [word.lower() for word in words]
    if len(words) > 2 and labels[-1] == "PUNCT" and chance.random() < 0.7:
        words, labels = words[:-1], labels[:-1]
    if chance.random() < 0.4:
        kept = [n for n, label in enumerate(labels) if label != "PUNCT" or words[n] not in ",;"]
        words, labels = [words[n] for n in kept], [labels[n] for n in kept]
    if chance.random() < 0.5:
        words = [w.replace("'", "") or w if len(w) > 1 else w for w in words]
    return words, labels


def clusters(source: Path) -> dict[str, str]:
    """Groups MiniLM's whole words by k-means on their unit input vectors."""
    table = tensors(source / "model.safetensors")["embeddings.word_embeddings.weight"]
    pieces = (source / "vocab.txt").read_text(encoding="utf-8").splitlines()
    whole = [n for n, piece in enumerate(pieces) if piece.isalpha() and piece.isascii()]
    points = table[whole] - table[whole].mean(axis=0)
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    centres = points[np.random.default_rng(SEED).choice(len(points), CLUSTERS, replace=False)]
    for _ in range(25):
        near = (points @ centres.T).argmax(axis=1)
        for n in range(CLUSTERS):
            if (near == n).any():
                centre = points[near == n].mean(axis=0)
                centres[n] = centre / np.linalg.norm(centre)
    return {pieces[n]: str(group) for n, group in zip(whole, near, strict=True)}


class Perceptron:
    """Averaged perceptron over integer features (Collins 2002)."""

    def __init__(self, features: int, labels: int) -> None:
        self.weights = np.zeros((features, labels), np.float32)
        self.drift = np.zeros((features, labels), np.float64)
        self.step = 0

    def learn(self, rows: list[int], gold: int) -> int:
        self.step += 1
        guess = int(self.weights[rows].sum(axis=0).argmax())
        if guess != gold:
            self.weights[rows, gold] += 1
            self.weights[rows, guess] -= 1
            self.drift[rows, gold] += self.step
            self.drift[rows, guess] -= self.step
        return guess

    def average(self) -> NDArray[np.float64]:
        return self.weights - self.drift / max(self.step, 1)


def feature_rows(data: list[Example], groups: dict[str, str]) -> dict[str, int]:
    """Every feature seen twice or more, numbered, in the text as written and as typed."""
    chance = random.Random(SEED)
    counts: Counter[str] = Counter()
    for example in [*data, *(typed(e, chance) for e in data)]:
        words, labels = example
        for at, own in enumerate(spelled(words, groups)):
            counts.update(own)
            counts.update(left(own, labels[:at]))
    return {f: n for n, f in enumerate(sorted(f for f, c in counts.items() if c > 3))}


def train(data: list[Example], groups: dict[str, str]) -> Tagger:
    """Learns on a fresh typed version of every sentence each epoch."""
    labels = sorted({label for _, row in data for label in row})
    number = {label: n for n, label in enumerate(labels)}
    rows = feature_rows(data, groups)
    model = Perceptron(len(rows), len(labels))
    chance = random.Random(SEED + 1)
    for epoch in range(EPOCHS):
        right = total = 0
        for example in chance.sample(data, len(data)):
            words, gold = typed(example, chance)
            found: list[str] = []
            for own, label in zip(spelled(words, groups), gold, strict=True):
                known = [rows[f] for f in (*own, *left(own, found)) if f in rows]
                found.append(labels[model.learn(known, number[label])])
                right += found[-1] == label
                total += 1
        print(f"epoch {epoch}: {right / total:.4f}", flush=True)
    return pruned(tuple(labels), rows, model.average(), groups)


def pruned(
    labels: tuple[str, ...],
    rows: dict[str, int],
    values: NDArray[np.float64],
    groups: dict[str, str],
    floor: int = 12,
) -> Tagger:
    """Weights as whole numbers of one byte; features that hardly weigh are left out."""
    unit = np.quantile(np.abs(values).max(axis=1), 0.9995) / SCALE
    small = np.clip(np.round(values / unit), -SCALE, SCALE).astype(np.int16)
    small[np.abs(small) < 3] = 0
    keep = np.abs(small).max(axis=1) >= floor
    names = [f for f, kept in zip(rows, keep, strict=True) if kept]
    return Tagger(labels, {f: n for n, f in enumerate(names)}, small[keep], groups)


def save(model: Tagger, path: Path) -> None:
    def text(lines: list[str]) -> NDArray[np.uint8]:
        return np.frombuffer("\n".join(lines).encode("utf-8"), np.uint8)

    np.savez_compressed(
        path,
        labels=np.array(model.labels),
        features=text(list(model.rows)),
        weights=model.weights.astype(np.int8),
        lexicon=text(list(model.clusters)),
        clusters=np.array([int(c) for c in model.clusters.values()], np.uint16),
    )


def accuracy(model: Tagger, data: list[Example]) -> tuple[float, float]:
    """Share of right universal tags, and of right tags with their form."""
    coarse = fine = total = 0
    for words, gold in data:
        found: list[str] = []
        for own in spelled(words, model.clusters):
            known = [model.rows[f] for f in (*own, *left(own, found)) if f in model.rows]
            found.append(model.labels[int(model.weights[known].sum(axis=0).argmax())])
        total += len(gold)
        fine += sum(a == b for a, b in zip(found, gold, strict=True))
        coarse += sum(
            a.partition("-")[0] == b.partition("-")[0] for a, b in zip(found, gold, strict=True)
        )
    return coarse / total, fine / total


def main(source: Path, encoder: Path, target: Path) -> None:
    parts = {n: sentences(source / f"en_ewt-ud-{n}.conllu.gz") for n in ("train", "dev", "test")}
    counts = Counter(label for _, row in parts["train"] for label in row)
    keep = {label for label, count in counts.items() if count >= 30}
    model = train(settle(parts["train"], keep), clusters(encoder))
    save(model, target / "tags.npz")
    print(f"{len(model.rows)} features, {len(model.labels)} labels")
    for name in ("dev", "test"):
        data = settle(parts[name], keep)
        small = [([w.lower() for w in words], labels) for words, labels in data]
        for style, examples in (("as written", data), ("lower-cased", small)):
            coarse, fine = accuracy(model, examples)
            print(f"{name} {style}: {coarse:.4f} universal, {fine:.4f} with forms", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]) if len(sys.argv) > 3 else OUT)
