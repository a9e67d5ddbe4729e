"""Trains the matcher: does what was said answer a question, and which words of it.

    python training/matcher.py MINILM_DIR WEIGHTS_FILE [--without NAME,NAME] [--epochs N] [--all]

MINILM_DIR holds `model.safetensors` of all-MiniLM-L6-v2 (Apache-2.0), whose last four layers the
matcher's start as. Learns from `lives`, `stretches`, `chats` and, with `--all`, the seen life
histories, which otherwise measure it. Needs torch. `matcher_graph.py` draws what comes out.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from encoder import LAYERS, MATCH, WIDTH, weights
from matcher_data import Asked, Talk, chat, history, lives
from reader_net import Layer, descent, layer_weights
from torch import Tensor, nn
from torch.nn import functional

from os1.listening.encoder import MiniLM, lower
from os1.memory import ranking
from os1.memory.matching import Pair, pair, prior

HERE = Path(__file__).parent
SEEN = HERE.parent / "bench/histories/seen"
SEED, OTHERS, TOGETHER, ALIKE, NEAREST = 2017, 6, 8, 12, 16
RATE, HEAD = 8e-5, 1e-3


class Matcher(nn.Module):
    """Four layers, log odds of answering, and where an answer begins and ends."""

    def __init__(self, tensors: dict[str, np.ndarray]) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer() for _ in range(MATCH, LAYERS))
        for n, layer in enumerate(self.layers):
            layer.load_state_dict(layer_weights(tensors, f"encoder.layer.{MATCH + n}"))
        self.odds, self.ends = nn.Linear(2 * WIDTH, 1), nn.Linear(WIDTH, 2)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, keep: Tensor) -> tuple[Tensor, Tensor]:
        """(batch, pieces, 384) -> (batch,), (batch, pieces, 2)."""
        for layer in self.layers:
            x = layer(x, keep)
        real = keep[..., None].float()
        mean = (x * real).sum(1) / real.sum(1)
        return self.odds(self.drop(torch.cat([x[:, 0], mean], -1)))[:, 0], self.ends(x)


@dataclass(frozen=True, slots=True)
class Case:
    """A question of a talk with the turns that may be read for it, the nearest first, and what the
    ranker thinks of every turn beforehand."""

    talk: Talk
    asked: Asked
    near: list[int]
    prior: np.ndarray


def cases(talk: Talk) -> list[Case]:
    """The questions of a talk, each with the turns the ranker would hand on."""
    texts = [turn.text for turn in talk.turns]
    who = [turn.who for turn in talk.turns]
    moments = [turn.moment for turn in talk.turns]
    stretches = np.r_[0, np.cumsum(np.diff(moments) > 3 * 3600)]
    vectors = MiniLM().encode(texts)
    whole = ranking.gather(texts, who, moments, stretches, vectors)
    made = []
    for asked in talk.asked:
        put = MiniLM().encode(ranking.wordings(asked.words, ranking.named(asked.words, who)))
        ranks = ranking.rank(whole, asked.words, put)
        order = np.argsort(-ranks, kind="stable").tolist()
        near = [n for n in order if n < asked.before]
        made.append(Case(talk, asked, near, prior(ranks, ranks[near[:NEAREST]]) if near else ranks))
    return made


def drawn(case: Case, chance: random.Random) -> tuple[list[int], int]:
    """Turns to read for a question, answering ones first, and how many of those there are."""
    good = list(case.asked.answers)
    chance.shuffle(good)
    good = good[: 1 + (len(good) > 1)]
    known = {*case.asked.answers, *case.asked.stale}
    traps = [n for n in case.asked.traps if n not in known]
    near = [n for n in case.near if n not in known][:NEAREST]
    others = chance.sample(traps, min(len(traps), 3)) + chance.sample(near, min(len(near), OTHERS))
    return good + list(dict.fromkeys(others))[: OTHERS - len(good) + 1], len(good)


@dataclass(frozen=True, slots=True)
class Batch:
    """Pairs read together: `group` tells whose question each is, `good` whether it answers; `span`
    the first and last piece of the answer, -1 where unknown. `parts`: the pairs of like length, with
    what the pieces are after the encoder's lower layers and which are real."""

    parts: list[tuple[list[int], Tensor, Tensor]]
    prior: Tensor
    group: Tensor
    good: Tensor
    span: Tensor
    questions: int


def batches(rows: Sequence[Case], chance: random.Random) -> Iterator[Batch]:
    """All questions in any order, those of like length together."""
    order = sorted(rows, key=lambda c: (len(c.talk.turns[c.near[0]].text) // 30 if c.near else 0, chance.random()))
    groups = [order[n : n + TOGETHER] for n in range(0, len(order), TOGETHER)]
    chance.shuffle(groups)
    for chosen in groups:
        read: list[Pair] = []
        before, group, good, span = [], [], [], []
        for n, case in enumerate(chosen):
            turns, right = drawn(case, chance)
            words = roughened(case.asked.words, chance)
            for place, turn in enumerate(turns):
                last, text = case.talk.shown(turn)
                read.append(pair(words, last if chance.random() < 0.8 else "", text))
                before.append(case.prior[turn])
                group.append(n)
                good.append(place < right)
                span.append(found(read[-1], text, case.asked.span) if place < right else (-1, -1))
        order = sorted(range(len(read)), key=lambda n: len(read[n].ids))
        parts = [order[n : n + ALIKE] for n in range(0, len(order), ALIKE)]
        states = [(part, *map(torch.from_numpy, lower([read[n].ids for n in part]))) for part in parts]
        yield Batch(states, torch.tensor(np.array(before)), torch.tensor(group), torch.tensor(good), torch.tensor(span), len(chosen))


def roughened(words: str, chance: random.Random) -> str:
    """A question as hurried hands would type it, now and then."""
    if chance.random() < 0.25:
        words = words.lower().rstrip("?.")
    if chance.random() < 0.1:
        words = words.replace("'", "").replace("’", "")
    return words


def found(read: Pair, text: str, spans: Sequence[str]) -> tuple[int, int]:
    """The first and last piece of the answer's words, as places in the pair."""
    for words in spans:
        at = text.lower().find(words.lower())
        inside = [n for n, (a, b) in enumerate(read.spans) if at >= 0 and a < at + len(words) and b > at]
        if inside:
            return read.start + inside[0], read.start + inside[-1]
    return -1, -1


def loss(net: Matcher, batch: Batch) -> Tensor:
    """Listwise: what answers against what doesn't and against nothing answering (odds 0); and where
    the answer begins and ends."""
    order = [n for part, *_ in batch.parts for n in part]
    read = [net(states, mask == 1) for _, states, mask in batch.parts]
    odds = torch.cat([own for own, _ in read])[torch.tensor(order).argsort()] + batch.prior
    total = odds.new_zeros(())
    for n in range(batch.questions):
        own, good = odds[batch.group == n], batch.good[batch.group == n]
        bad = torch.cat([own[~good], own.new_zeros(1)])
        if good.any():
            # each answer by itself against all that is none
            for each in own[good]:
                total = total + torch.logsumexp(torch.cat([bad, each[None]]), 0) - each
        else:
            total = total + torch.logsumexp(bad, 0)
    both = functional.binary_cross_entropy_with_logits(odds, batch.good.float())
    spans = odds.new_zeros(())
    for (part, _, mask), (_, ends) in zip(batch.parts, read, strict=True):
        span = batch.span[part]
        known = span[:, 0] >= 0
        if known.any():
            far = ends[known].masked_fill(mask[known][..., None] == 0, -1e4)
            spans = spans + functional.cross_entropy(far[..., 0], span[known, 0], reduction="sum")
            spans = spans + functional.cross_entropy(far[..., 1], span[known, 1], reduction="sum")
    return (total + 0.3 * spans) / batch.questions + both


def ahead(made: Iterator[Batch]) -> Iterator[Batch]:
    """The same, the next one made while the last is learned from."""
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, made, None)
        while (batch := coming.result()) is not None:
            coming = pool.submit(next, made, None)
            yield batch


def train(rows: list[Case], tensors: dict[str, np.ndarray], epochs: int, dev: dict[str, list[Case]], out: Path) -> None:
    """Fit and write to `out`; prints what each epoch gives on `dev`."""
    torch.manual_seed(SEED)
    chance = random.Random(SEED)
    net = Matcher(tensors)
    steps = epochs * (len(rows) // TOGETHER + 1)
    heads = nn.ModuleList([net.odds, net.ends])
    adam, plan = descent([(net.layers, RATE), (heads, HEAD)], steps)
    rounds: list[dict[str, np.ndarray]] = []
    for epoch in range(epochs):
        net.train()
        begun, total, done = time.time(), 0.0, 0
        for batch in ahead(batches(rows, chance)):
            adam.zero_grad()
            cost = loss(net, batch)
            cost.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            adam.step()
            plan.step()
            total, done = total + float(cost.detach()), done + 1
            if done % 100 == 0:
                print(f"  {done}: {total / done:.3f}, {time.time() - begun:.0f} s", flush=True)
        print(f"epoch {epoch + 1}: loss {total / max(done, 1):.3f}, {time.time() - begun:.0f} s", flush=True)
        rounds.append({name: value.numpy().copy() for name, value in net.state_dict().items()})
        # The mean over the rounds (Izmailov et al. 2018): later ones know better when nothing answers,
        # earlier ones which of several does.
        np.savez(out, **{name: np.mean([r[name] for r in rounds], 0) for name in rounds[0]})
        for name, held in dev.items():
            print(f"  {name}: {measure(net, held)}", flush=True)


def scores(net: Matcher, case: Case, most: int) -> np.ndarray:
    """The odds of the nearest turns of a case."""
    net.eval()
    with torch.no_grad():
        read = [pair(case.asked.words, *case.talk.shown(n)) for n in case.near[:most]]
        states, mask = lower([p.ids for p in read])
        return net(torch.from_numpy(states), torch.from_numpy(mask == 1))[0].numpy() + case.prior[case.near[:most]]


def measure(net: Matcher, rows: Sequence[Case], most: int = 16) -> str:
    """How often what it puts first answers, beside what the ranker puts first; how well its odds
    tell questions that have an answer from those that have none."""
    first = ranked = asked = 0
    sure: list[tuple[float, bool]] = []
    for case in rows:
        if not case.near:
            continue
        odds = scores(net, case, most)
        best = case.near[int(odds.argmax())]
        if case.asked.answers:
            asked += 1
            first += best in case.asked.answers
            ranked += case.near[0] in case.asked.answers
        sure.append((float(odds.max()), best in case.asked.answers))
    up = [s for s, right in sure if right]
    down = [s for s, right in sure if not right]
    auc = np.mean([a > b for a in up for b in down]) if up and down else 0
    return f"first {100 * first / asked:.1f}, ranker {100 * ranked / asked:.1f} of {asked}; AUC {auc:.3f}"


def main() -> None:
    given = argparse.ArgumentParser()
    given.add_argument("minilm", type=Path)
    given.add_argument("out", type=Path)
    given.add_argument("--without", default="")
    given.add_argument("--epochs", type=int, default=2)
    given.add_argument("--all", action="store_true")
    options = given.parse_args()
    plain = [row.split("\t") for row in (HERE / "chats_plain.tsv").read_text("utf-8").splitlines()]
    told = sorted([*(HERE / "lives").glob("*.txt"), *(HERE / "stretches").glob("*.txt")])
    talks = [talk for path in told for talk in lives(path)]
    talks += [chat(path, plain) for path in sorted((HERE / "chats").glob("*.jsonl"))]
    without = set(filter(None, options.without.split(",")))
    held = [talk for talk in talks if talk.name in without]
    rows = [case for talk in talks if talk.name not in without for case in cases(talk) if case.near]
    seen = [case for path in sorted(SEEN.glob("*.jsonl")) for case in cases(history(path)) if case.near]
    dev = {"held out": [case for talk in held for case in cases(talk)]} if held else {}
    if options.all:
        rows += seen
    else:
        dev["seen histories"] = seen
    print(f"{len(talks)} talks, {len(rows)} questions", flush=True)
    train(rows, weights(options.minilm / "model.safetensors"), options.epochs, dev, options.out)


if __name__ == "__main__":
    main()
