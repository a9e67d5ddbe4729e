"""Trains the reader's parser on UD English EWT (CC BY-SA 4.0).

    python training/reader.py EWT_DIR MINILM_DIR WEIGHTS_FILE

EWT_DIR holds `en_ewt-ud-{train,dev,test}.conllu.gz`; MINILM_DIR `model.safetensors` of
all-MiniLM-L6-v2 (Apache-2.0), whose fifth and sixth layer the reader's two start as. Writes the
weights for `training/tagger.py`, which adds its own and draws the model. Needs torch.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import torch
from encoder import weights
from reader_data import Example, Item, documents, examples, joined, lemmas, plain
from reader_net import Batch, Parser, Trunk, batches, descent
from torch import Tensor
from torch.nn import functional

from os1.listening.trees import tree

SEED, EPOCHS, SIZE = 2017, 8, 1200
FAR = -1e4


def targets(rows: Sequence[Example], width: int, relations: dict[str, int], tags: dict[str, int]) -> Tensor:
    """Head column, relation and tag of each word, -1 where there is none: (3, batch, width)."""
    found = torch.full((3, len(rows), width), -1)
    for n, row in enumerate(rows):
        for at, head in enumerate(row.heads):
            found[0, n, at] = 0 if head == at else head + 1
            found[1, n, at] = -1 if head == at else relations.get(row.relations[at], -1)
            found[2, n, at] = tags.get(row.tags[at], -1)
    return found


def bounds(rows: Sequence[Example], width: int) -> Tensor:
    """Zero where an arc may be, far below elsewhere: heads in other sentences, no word at all."""
    found = np.full((len(rows), width, width + 1), FAR, np.float32)
    for n, row in enumerate(rows):
        groups = np.array(row.groups)
        size = len(groups)
        found[n, :size, 1 : size + 1][groups[:, None] == groups[None, :]] = 0
        found[n, :, 0] = 0
        found[n, range(size), range(1, size + 1)] = FAR
    return torch.from_numpy(found)


def loss(
    trunk: Trunk, parser: Parser, batch: Batch, rows: Sequence[Example], names: list[dict[str, int]]
) -> Tensor:
    arcs, labels, tags = parser(trunk(*batch.given()))
    width = arcs.shape[1]
    heads, relations, classes = targets(rows, width, *names)
    arcs = arcs + bounds(rows, width)
    total = functional.cross_entropy(arcs.flatten(0, 1), heads.flatten(), ignore_index=-1)
    at = heads.clamp(min=0)[:, :, None, None].expand(-1, -1, 1, labels.shape[-1])
    chosen = labels.gather(2, at)[:, :, 0]
    total = total + functional.cross_entropy(chosen.flatten(0, 1), relations.flatten(), ignore_index=-1)
    return total + 0.3 * functional.cross_entropy(tags.flatten(0, 1), classes.flatten(), ignore_index=-1)


def measure(
    trunk: Trunk, parser: Parser, data: list[Example], names: list[list[str]]
) -> tuple[float, float, float]:
    """Share of words with the right head, with the right head and relation, and of right tags."""
    trunk.eval(), parser.eval()
    right = np.zeros(4)
    with torch.no_grad():
        for batch in batches([(e.text, e.spans) for e in data], random.Random(SEED), 4000):
            arcs, labels, tags = (x.numpy() for x in parser(trunk(*batch.given())))
            for n, row in enumerate(data[at] for at in batch.chosen):
                size = len(row.heads)
                heads = tree(arcs[n, :size, : size + 1])
                for at, head in enumerate(heads):
                    column = 0 if head == at else head + 1
                    name = "root" if head == at else names[0][labels[n, at, column].argmax()]
                    good = head == row.heads[at]
                    same = names[1][tags[n, at].argmax()].partition("-")[0] == row.tags[at].partition("-")[0]
                    right += 1, good, good and name == row.relations[at], same
    trunk.train(), parser.train()
    return tuple(right[1:] / right[0])


def train(
    data: list[list[list[Item]]], dev: list[Example], tensors: dict, names: list[list[str]]
) -> tuple[Trunk, Parser]:
    """Learns on a fresh typed version of every document each epoch."""
    torch.manual_seed(SEED)
    trunk, parser = Trunk(tensors), Parser(len(names[0]), len(names[1]))
    numbers = [{name: n for n, name in enumerate(row)} for row in names]

    def prepared(epoch: int) -> list[tuple[Batch, list[Example]]]:
        chance = random.Random(SEED + epoch)
        rows = list(examples(data, chance))
        made = batches([(row.text, row.spans) for row in rows], chance, SIZE)
        return [(batch, [rows[n] for n in batch.chosen]) for batch in made]

    with ThreadPoolExecutor(1) as ahead:
        coming = ahead.submit(prepared, 0)
        for epoch in range(EPOCHS):
            start, total, made = time.time(), 0.0, coming.result()
            if epoch + 1 < EPOCHS:
                coming = ahead.submit(prepared, epoch + 1)
            if not epoch:
                adam, plan = descent([(trunk, 3e-4), (parser, 2e-3)], int(EPOCHS * len(made) * 1.02))
            for batch, rows in made:
                value = loss(trunk, parser, batch, rows, numbers)
                adam.zero_grad()
                value.backward()
                torch.nn.utils.clip_grad_norm_([*trunk.parameters(), *parser.parameters()], 2)
                adam.step()
                plan.step()
                total += float(value.detach())
            scores = measure(trunk, parser, dev, names)
            print(f"epoch {epoch}: loss {total / len(made):.3f}, dev UAS {scores[0]:.4f} LAS {scores[1]:.4f} "
                  f"tags {scores[2]:.4f}, {time.time() - start:.0f} s", flush=True)  # fmt: skip
    return trunk, parser


def main(source: Path, minilm: Path, target: Path) -> None:
    torch.set_num_threads(1)
    parts = {n: documents(source / f"en_ewt-ud-{n}.conllu.gz") for n in ("train", "dev", "test")}
    rows = {n: [rows for document in part for rows in document] for n, part in parts.items()}
    counts = [Counter(getattr(item, k) for r in rows["train"] for item in r) for k in ("relation", "tag")]
    names = [sorted(n for n, c in count.items() if c >= 20 and n != "root") for count in counts]
    alone = {n: [joined([row], False) for row in part] for n, part in rows.items()}
    bare = {n: [joined([plain(row)], False) for row in part] for n, part in rows.items()}
    trunk, parser = train(parts["train"], alone["dev"], weights(minilm / "model.safetensors"), names)
    for style, data in (("as written", alone), ("lower-cased, no marks", bare)):
        uas, las, tags = measure(trunk, parser, data["test"], names)
        print(f"test {style}: UAS {uas:.4f} LAS {las:.4f} tags {tags:.4f}", flush=True)
    torch.save(
        {
            "trunk": trunk.state_dict(),
            "parser": parser.state_dict(),
            "lists": {"relations": names[0], "tags": names[1], "lemmas": lemmas(parts["train"])},
        },
        target,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
