"""The reader as torch modules, for training only; `reader_graph.py` draws the same in ONNX."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from encoder import HEADS, READ, WIDTH
from encoder import Array as Floats
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from os1.listening.encoder import placed, session
from os1.listening.reader import pooling

LAYERS, ARC, LABEL = 2, 256, 96
INNER = 4 * WIDTH


class Layer(nn.Module):
    """One transformer layer, BERT's kind, its weights those of one of the encoder's."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, 1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.last = nn.LayerNorm(WIDTH, 1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, keep: Tensor) -> Tensor:
        shape = (*x.shape[:2], 3, HEADS, WIDTH // HEADS)
        q, k, v = self.qkv(x).view(shape).permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(q, k, v, keep[:, None, None, :])
        x = self.norm(x + self.drop(self.out(mixed.transpose(1, 2).reshape(x.shape))))
        return self.last(x + self.drop(self.down(functional.gelu(self.up(x)))))


class Trunk(nn.Module):
    """The two layers, and words made of their pieces: (batch, words + 1, 384)."""

    def __init__(self, tensors: dict[str, Floats]) -> None:
        super().__init__()
        self.layers = upper(tensors)
        self.inner = nn.Parameter(torch.zeros(WIDTH))

    def forward(self, states: Tensor, keep: Tensor, share: Tensor, inner: Tensor) -> Tensor:
        x = states
        for layer in self.layers:
            x = layer(x, keep)
        return share @ x + inner * self.inner


def upper(tensors: dict[str, Floats]) -> nn.ModuleList:
    """The encoder's layers above the one whose states are started from, to be learned on."""
    layers = nn.ModuleList(Layer() for _ in range(LAYERS))
    for n, layer in enumerate(layers):
        layer.load_state_dict(layer_weights(tensors, f"encoder.layer.{READ + n}"))
    return layers


def layer_weights(tensors: dict[str, Floats], name: str) -> dict[str, Tensor]:
    """The weights of one of the encoder's layers, as a Layer takes them."""
    own = [tensors[f"{name}.attention.self.{part}.weight"] for part in ("query", "key", "value")]
    bias = [tensors[f"{name}.attention.self.{part}.bias"] for part in ("query", "key", "value")]
    parts = {"qkv.weight": np.concatenate(own), "qkv.bias": np.concatenate(bias)}
    for mine, theirs in PARTS.items():
        for kind in ("weight", "bias"):
            parts[f"{mine}.{kind}"] = tensors[f"{name}.{theirs}.{kind}"]
    return {k: torch.tensor(v) for k, v in parts.items()}


PARTS = {
    "out": "attention.output.dense",
    "norm": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "last": "output.LayerNorm",
}


class Parser(nn.Module):
    """Biaffine arcs and labels (Dozat and Manning 2017), and word classes besides.

    `arcs`: (batch, words, words + 1), a score for each head, the first column for the root;
    `labels`: (batch, words, words + 1, relations); `tags`: (batch, words, tags).
    """

    def __init__(self, relations: int, tags: int) -> None:
        super().__init__()
        self.arc_dep, self.arc_head = nn.Linear(WIDTH, ARC), nn.Linear(WIDTH, ARC)
        self.label_dep, self.label_head = nn.Linear(WIDTH, LABEL), nn.Linear(WIDTH, LABEL)
        self.arc = nn.Linear(ARC, ARC)
        self.lean = nn.Linear(ARC, 1)
        self.label = nn.Linear(LABEL, relations * LABEL)
        self.dep, self.head = nn.Linear(LABEL, relations), nn.Linear(LABEL, relations, bias=False)
        self.tag = nn.Linear(WIDTH, tags)
        self.drop = nn.Dropout(0.33)

    def forward(self, words: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        x = self.drop(words)
        own = x[:, 1:]
        dep, head = self.hidden(self.arc_dep, own), self.hidden(self.arc_head, x)
        arcs = self.arc(dep) @ head.transpose(1, 2) / ARC**0.5 + self.lean(head).transpose(1, 2)
        dep, head = self.hidden(self.label_dep, own), self.hidden(self.label_head, x)
        mixed = self.label(dep).unflatten(-1, (-1, LABEL)).flatten(1, 2) @ head.transpose(1, 2)
        both = mixed.unflatten(1, (dep.shape[1], -1)).transpose(2, 3) / LABEL**0.5
        labels = both + self.dep(dep)[:, :, None] + self.head(head)[:, None]
        return arcs, labels, self.tag(own)

    def hidden(self, layer: nn.Linear, x: Tensor) -> Tensor:
        return self.drop(functional.relu(layer(x)))


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts of like length: states, which pieces are real, and how pieces make words."""

    chosen: list[int]
    states: Tensor
    keep: Tensor
    share: Tensor
    inner: Tensor

    def given(self) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        return self.states, self.keep, self.share, self.inner


def below(ids: NDArray[np.int64], mask: NDArray[np.int64]) -> Floats:
    """What the shipped encoder gives the reader to start from."""
    (states,) = session("os1.listening", "lower").run(["lower"], {"ids": ids, "mask": mask})
    (states,) = session("os1.listening", "upper").run(["states"], {"lower": states, "mask": mask})
    return np.asarray(states, np.float32)


def batches(
    texts: Sequence[tuple[str, list[tuple[int, int]]]],
    chance: random.Random,
    size: int,
) -> Iterator[Batch]:
    """All texts (with their words' spans) in batches of about `size` pieces, in any order."""
    read = [placed(text) for text, _ in texts]
    order = sorted(range(len(texts)), key=lambda n: (len(read[n][0]), chance.random()))
    groups: list[list[int]] = [[]]
    for n in order:
        if groups[-1] and (len(groups[-1]) + 1) * len(read[n][0]) > size:
            groups.append([])
        groups[-1].append(n)
    chance.shuffle(groups)
    for chosen in groups:
        pieces = max(len(read[n][0]) for n in chosen)
        words = max(len(texts[n][1]) for n in chosen) + 1
        ids = np.zeros((len(chosen), pieces), np.int64)
        mask = np.zeros_like(ids)
        share = np.zeros((len(chosen), words, pieces), np.float32)
        inner = np.zeros((len(chosen), words, 1), np.float32)
        for row, n in enumerate(chosen):
            numbers, spans = read[n]
            ids[row, : len(numbers)] = numbers
            mask[row, : len(numbers)] = 1
            own, begins = pooling(texts[n][1], spans)
            share[row, : len(own), : len(numbers)] = own
            inner[row, : len(own)] = begins
        states = below(ids, mask)
        yield Batch(
            chosen,
            torch.from_numpy(states),
            torch.from_numpy(mask == 1),
            torch.from_numpy(share),
            torch.from_numpy(inner),
        )


def descent(parts: Sequence[tuple[nn.Module, float]], steps: int) -> tuple[torch.optim.AdamW, object]:
    """AdamW with a rate for each part, warmed up over a tenth of the steps, then falling to nothing."""
    groups = [{"params": list(module.parameters()), "lr": rate} for module, rate in parts]
    adam = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98))
    warm = max(1, steps // 10)
    plan = torch.optim.lr_scheduler.LambdaLR(
        adam, lambda n: min((n + 1) / warm, max(0.0, (steps - n) / (steps - warm)))
    )
    return adam, plan
