"""Trains what tells situations apart: which of those in `mind/plain/situations` an utterance is nearest to.

    python training/situations.py MINILM_DIR WEIGHTS_FILE [--epochs N] [--apart N]

MINILM_DIR holds `model.safetensors` of all-MiniLM-L6-v2 (Apache-2.0), whose last two layers the
model's start as: before any learning it lays an utterance where the encoder does. It learns one place
for each situation, the wordings' mean at first, and draws every wording to its own and away from the
others (a softmax over cosines). With `--apart`, one of the first N wordings of each is kept apart and measured on; what
ships has learned from all. Needs torch. `situations_graph.py` draws what comes out.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from encoder import WIDTH, weights
from hearing import batches
from hearing_rows import NOTHING, Row, roughened
from reader_net import descent, upper
from torch import Tensor, nn
from torch.nn import functional

from os1.mind.plain.situated import Entry, read_all

HERE = Path(__file__).parent
SEED, SCALE, PIECES = 2013, 18.0, 1600
RATE, PLACE = 1.5e-4, 2e-3
SMOOTH = 0.1


class Apart(nn.Module):
    """Two layers over the encoder's fourth, the mean of the pieces, and a place for each situation."""

    def __init__(self, tensors: dict[str, np.ndarray], situations: int) -> None:
        super().__init__()
        self.layers = upper(tensors)
        self.places = nn.Embedding(situations, WIDTH)

    def vectors(self, x: Tensor, keep: Tensor) -> Tensor:
        """(batch, pieces, 384), (batch, pieces) -> (batch, 384), unit rows."""
        for layer in self.layers:
            x = layer(x, keep)
        real = keep[..., None].float()
        return functional.normalize((x * real).sum(1) / real.sum(1), dim=-1)

    def forward(self, x: Tensor, keep: Tensor) -> Tensor:
        """(batch, pieces, 384), (batch, pieces) -> (batch, situations), cosines."""
        return functional.dropout(self.vectors(x, keep), 0.1, self.training) @ functional.normalize(self.places.weight, dim=-1).T


def wordings(entries: Sequence[Entry]) -> list[list[str]]:
    """How people put each situation, from `situations/*.tsv`: its name, a tab, a wording."""
    held: dict[tuple[str, str], list[str]] = {(entry.key.partition(".")[0], entry.name): [] for entry in entries}
    for path in sorted((HERE / "situations").glob("*.tsv")):
        for row in path.read_text("utf-8").splitlines():
            name, _, text = row.partition("\t")
            held[path.stem, name].append(text)
    return list(held.values())


def rows_of(entries: Sequence[Entry], apart: int) -> tuple[list[Row], list[Row]]:
    """The wordings as rows, those learned from and those kept apart."""
    learned, kept, chance, told = [], [], random.Random(SEED), wordings(entries)
    for n, entry in enumerate(entries):
        learned.append(Row(entry.name, NOTHING, {"situation": n}))  # what it is called says what its wordings share
        aside = chance.randrange(apart) if apart else -1
        for number, text in enumerate(told[n]):
            (kept if number == aside else learned).append(Row(text, NOTHING, {"situation": n}))
    return learned, kept


def vectors(net: Apart, rows: Sequence[Row]) -> tuple[np.ndarray, np.ndarray]:
    """Every row's vector, and its situation."""
    net.eval()
    found, gold = [], []
    with torch.no_grad():
        for batch in batches(rows, random.Random(0)):
            found.append(net.vectors(batch.states, batch.keep).numpy())
            gold += [row.gold["situation"] for row in batch.rows]
    return np.concatenate(found), np.array(gold)


def settle(net: Apart, rows: Sequence[Row]) -> None:
    """Each situation's place is the mean of its wordings'."""
    found, gold = vectors(net, rows)
    places = np.zeros((net.places.num_embeddings, WIDTH), np.float32)
    np.add.at(places, gold, found)
    places /= np.maximum(np.linalg.norm(places, axis=1, keepdims=True), 1e-6)
    net.places.weight.data = torch.from_numpy(places)


def report(net: Apart, kept: Sequence[Row], entries: Sequence[Entry], name: str) -> None:
    """How often the nearest situation is the right one, one of the first five, of the right kind and tone."""
    if not kept:
        return
    found, gold = vectors(net, kept)
    places = functional.normalize(net.places.weight.data, dim=-1).numpy()
    near = found @ places.T
    order = np.argsort(-near, axis=1)
    first = order[:, 0]
    kinds, tones = np.array([e.kind for e in entries]), np.array([e.tone for e in entries])
    share = np.exp(SCALE * (near - near.max(1, keepdims=True)))
    share /= share.sum(1, keepdims=True)
    names = sorted(set(kinds))
    pooled = np.stack([share[:, kinds == kind].sum(1) for kind in names], 1)
    kind = np.array(names)[pooled.argmax(1)]
    print(f"{name}: {len(gold)} kept apart: first {np.mean(first == gold):.3f}, of five {np.mean((order[:, :5] == gold[:, None]).any(1)):.3f}, "
          f"kind {np.mean(kind == kinds[gold]):.3f}, tone {np.mean(tones[first] == tones[gold]):.3f}", flush=True)  # fmt: skip
    best = near.max(1)
    for bar in np.quantile(best, [0.25, 0.5, 0.75]):
        sure = best >= bar
        print(f"    nearer than {bar:.2f}: {np.mean(sure):.2f} of them, first {np.mean((first == gold)[sure]):.3f}", flush=True)


def train(learned: Sequence[Row], kept: Sequence[Row], entries: Sequence[Entry], tensors: dict[str, np.ndarray], epochs: int) -> Apart:
    """Draws wordings to their situation's place."""
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    net = Apart(tensors, len(entries))
    settle(net, learned)
    report(net, kept, entries, "before learning")
    plan = None
    for epoch in range(epochs):
        chance, begun, total = random.Random(SEED + epoch), time.time(), 0.0
        made = list(batches([roughened(row, chance) for row in learned], chance))
        if plan is None:
            adam, plan = descent([(net.layers, RATE), (net.places, PLACE)], epochs * len(made))
        net.train()
        for number, batch in enumerate(made):
            gold = torch.tensor(np.array([row.gold["situation"] for row in batch.rows]))
            value = functional.cross_entropy(SCALE * net(batch.states, batch.keep), gold, label_smoothing=SMOOTH)
            adam.zero_grad()
            value.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            adam.step()
            plan.step()
            total += float(value.detach())
            if number % 50 == 0:
                print(f"  {number} of {len(made)}, {time.time() - begun:.0f} s", flush=True)
        print(f"epoch {epoch + 1}: loss {total / len(made):.3f}, {time.time() - begun:.0f} s", flush=True)
        report(net, kept, entries, f"epoch {epoch + 1}")
    return net


def main() -> None:
    """Learns, measures what was kept apart, and writes the weights."""
    given = argparse.ArgumentParser()
    given.add_argument("minilm", type=Path)
    given.add_argument("out", type=Path)
    given.add_argument("--epochs", type=int, default=3)
    given.add_argument("--apart", type=int, default=0)
    options = given.parse_args()
    entries = list(read_all())
    learned, kept = rows_of(entries, options.apart)
    print(f"{len(entries)} situations, {len(learned)} wordings, {len(kept)} kept apart", flush=True)
    net = train(learned, kept, entries, weights(options.minilm / "model.safetensors"), options.epochs)
    np.savez(options.out, **{name: value.numpy() for name, value in net.state_dict().items()})


if __name__ == "__main__":
    main()
