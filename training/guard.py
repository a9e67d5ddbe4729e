"""Makes the guard's ear: `python training/guard.py OUT.npz`, a few minutes on two cores, with torch beside it.

From sentences a model might say, written by several hands and labelled (training/guard/*.tsv: label, what
the person had said, the sentence), and from the phrasebook, all of which is hers to say. Two linear
judgements: the sins over vector and hashed words, and whether a memory was invented, over its clues.
Prints how both do on the sentences of tests/unit/data/guard.tsv, which nothing was fitted on.
"""

from __future__ import annotations

import random
import re
import sys
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import binary_cross_entropy_with_logits as loss_of

from os1.listening.encoder import MiniLM
from os1.mind.chat.ears import BUCKETS, OF_VECTOR, OF_WORDS, SINS, buckets
from os1.mind.chat.support import Known, clues
from os1.mind.plain.book import book

HERE = Path(__file__).parent
UNSEEN = HERE.parent / "tests" / "unit" / "data" / "guard.tsv"
ROUNDS, BATCH, RATE, DECAY = 25, 256, 0.02, 1e-5
LABELLED = 3.0  # what a labelled sentence weighs beside one of the phrasebook
Row = tuple[str, str, str]


def rows(path: Path) -> list[Row]:
    """The labelled sentences of one file."""
    split = (line.split("\t") for line in path.read_text("utf-8").splitlines())
    return [(label, known, sentence) for label, known, sentence in split]


class Vectors:
    """Texts to vectors, each worked out once."""

    def __init__(self) -> None:
        self._encoder, self._held = MiniLM(), dict[str, NDArray[np.float32]]()

    def __call__(self, texts: list[str] | tuple[str, ...]) -> NDArray[np.float32]:
        new = [text for text in dict.fromkeys(texts) if text not in self._held]
        for start in range(0, len(new), 64):
            part = new[start : start + 64]
            self._held.update(zip(part, self._encoder.encode(part), strict=True))
        return np.stack([self._held[text] for text in texts])


def hers() -> list[str]:
    """The sentences of the phrasebook."""
    pieces = (re.sub(r"\{\w+\}", "Ruth", piece.text) for part in book().values() for piece in part)
    return [*dict.fromkeys(s for text in pieces for s in re.split(r"(?<=[.!?…])\s+", text) if s)]


def features(sentences: list[str], vectors: Vectors) -> torch.Tensor:
    """Shape (sentences, 384 + BUCKETS)."""
    bags = torch.zeros(len(sentences), BUCKETS)
    for n, sentence in enumerate(sentences):
        held = buckets(sentence)
        bags[n, held] = OF_WORDS / len(held) ** 0.5
    return torch.cat((OF_VECTOR * torch.tensor(vectors(sentences)), bags), 1)


def sins(labelled: list[Row], own: list[str], vectors: Vectors) -> dict[str, NDArray[np.float16]]:
    """Weights of the sins."""
    told = [row for row in labelled if row[0] != "number"]
    texts, labels = [row[2] for row in told] + own, [row[0] for row in told] + ["ok"] * len(own)
    given = features(texts, vectors)
    wanted = torch.tensor([[float(label == name) for name in SINS] for label in labels])
    weight = torch.tensor([LABELLED] * len(told) + [1.0] * len(own))
    layer = torch.nn.Linear(given.shape[1], len(SINS))
    torch.nn.init.zeros_(layer.weight)
    layer.bias.data.fill_(-4.0)
    steps = torch.optim.Adam(layer.parameters(), lr=RATE)
    for turn in range(ROUNDS):
        order, total = torch.randperm(len(texts)), 0.0
        for start in range(0, len(texts), BATCH):
            part = order[start : start + BATCH]
            each = loss_of(layer(given[part]), wanted[part], reduction="none").sum(1)
            loss = (each * weight[part]).mean() + DECAY * (layer.weight**2).sum()
            steps.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            steps.step()
            total += float(loss.detach())
        print(f"round {turn + 1}: {total:.2f}", flush=True)
    weights = layer.weight.detach().numpy().T
    return {"vector": weights[:384].astype(np.float16), "words": weights[384:].astype(np.float16),
            "bias": layer.bias.detach().numpy().astype(np.float16)}  # fmt: skip


def memories(labelled: list[Row], vectors: Vectors) -> NDArray[np.float16]:
    """Weights of the clues to an invented memory."""
    told = [row for row in labelled if row[0] in ("ok", "memory")]
    given = torch.tensor(np.stack([clues(s, Known(tuple(known.split(" | ")), vectors)) for _, known, s in told]))
    wanted = torch.tensor([float(label == "memory") for label, _, _ in told])
    weight = torch.zeros(given.shape[1], requires_grad=True)
    steps = torch.optim.Adam([weight], lr=0.05)
    for _ in range(800):
        loss = loss_of(given @ weight, wanted) + 1e-3 * (weight**2).sum()
        steps.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        steps.step()
    return weight.detach().numpy().astype(np.float16)


def main(out: Path) -> None:
    """Train, write, and say how it does on what it hasn't seen."""
    random.seed(5)
    torch.manual_seed(5)
    labelled = [row for path in sorted((HERE / "guard").glob("*.tsv")) for row in rows(path)]
    vectors, own = Vectors(), hers()
    held = sins(labelled, own, vectors)
    np.savez_compressed(out, support=memories(labelled, vectors), **held)  # type: ignore[arg-type]
    shown = rows(UNSEEN)
    given = features([row[2] for row in shown], vectors)
    weights = np.concatenate((held["vector"], held["words"])).astype(np.float32)
    highest = 1 / (1 + np.exp(-(given.numpy() @ weights + held["bias"].astype(np.float32)).max(axis=1)))
    for bar in (0.2, 0.3, 0.4, 0.5):
        caught = [float(h) > bar for h, row in zip(highest, shown, strict=True) if row[0] in SINS]
        wrong = [float(h) > bar for h, row in zip(highest, shown, strict=True) if row[0] == "ok"]
        print(f"bar {bar}: {np.mean(caught):.1%} of the sins, {np.mean(wrong):.1%} of what is fine")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
