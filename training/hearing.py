"""Trains the hearing model: what is felt, meant and wanted, and whether somebody may come to harm.

    python training/hearing.py GOEMOTIONS_DIR EDOS_DIR MINILM_DIR WEIGHTS_FILE [--epochs N]

GOEMOTIONS_DIR holds `train.tsv`, `dev.tsv`, `test.tsv`, `labels.txt`; MINILM_DIR `model.safetensors`
of all-MiniLM-L6-v2 (Apache-2.0), whose fifth and sixth layer the model's two start as. Learns from
GoEmotions, EDOS, `talks`, `risk`, the lives and the ways to ask for her views together, in turns; measures on GoEmotions' test part and, for the
rest, on every sixth talk and every sixth utterance, which it doesn't learn from. Needs torch.
`hearing_graph.py` draws what comes out.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from encoder import WIDTH, weights
from feelings_data import read_goemotions
from hearing_data import ACTS, ADVICE, DANGERS, FEELINGS, IRONY, LEVELS, TOPICS, askings, dangers, talks
from hearing_measure import cuts, macro
from hearing_rows import (
    MIND,
    NOTHING,
    VIEWS,
    Row,
    by_words,
    harmless,
    in_films,
    of_danger,
    of_talk,
    of_views,
    roughened,
)
from reader_net import below, descent, upper
from torch import Tensor, nn
from torch.nn import functional

from os1.listening.encoder import placed

HERE = Path(__file__).parent
SEED, PIECES, APART = 2021, 1600, 6
STEPS, COMMENTS = 400, 4000  # of learning the heads for danger again
AGAIN = {"talk": 4, "risk": 3, "views": 3}
RATE, HEAD = 2e-4, 1e-3
HEADS = {"labels": 28, "acts": len(ACTS), "feeling": len(FEELINGS), "scale": 2, "topic": len(TOPICS),
         "advice": len(ADVICE), "irony": len(IRONY), "danger": len(DANGERS), "level": len(LEVELS), "view": len(VIEWS)}  # fmt: skip
CONTEXT = ("acts", "feeling", "scale", "topic", "advice", "irony")
"""What is heard in the light of what was said before; danger isn't, or one alarm would bring the next."""


class Hearing(nn.Module):
    """Two layers over the encoder's fourth, and a score for each label; what was said before comes as
    the vectors of her words and of the person's last."""

    def __init__(self, tensors: dict[str, np.ndarray]) -> None:
        super().__init__()
        self.layers = upper(tensors)
        self.heads = nn.ModuleDict({name: nn.Linear(2 * WIDTH, size) for name, size in HEADS.items()})
        self.before = nn.ModuleDict({name: nn.Linear(2 * WIDTH, HEADS[name], bias=False) for name in CONTEXT})
        for each in self.before.values():
            nn.init.zeros_(each.weight)
        self.drop = nn.Dropout(0.2)

    def read(self, x: Tensor, keep: Tensor) -> Tensor:
        """(batch, pieces, 384), (batch, pieces) -> (batch, 768): the first piece, and the mean."""
        for layer in self.layers:
            x = layer(x, keep)
        real = keep[..., None].float()
        return torch.cat([x[:, 0], (x * real).sum(1) / real.sum(1)], -1)

    def forward(self, x: Tensor, keep: Tensor, before: Tensor) -> dict[str, Tensor]:
        """(batch, pieces, 384), (batch, pieces), (batch, 768) -> (batch, labels) a head."""
        own = self.drop(self.read(x, keep))
        past = self.drop(before)
        return {name: head(own) + (self.before[name](past) if name in self.before else 0)
                for name, head in self.heads.items()}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of like length, as tensors."""

    states: Tensor
    keep: Tensor
    before: Tensor
    rows: list[Row]


def batches(rows: Sequence[Row], chance: random.Random) -> Iterator[Batch]:
    """All rows in batches of about `PIECES` pieces, in any order."""
    read = [placed(row.text)[0] for row in rows]
    order = sorted(range(len(rows)), key=lambda n: (len(read[n]), chance.random()))
    groups: list[list[int]] = [[]]
    for n in order:
        if groups[-1] and (len(groups[-1]) + 1) * len(read[n]) > PIECES:
            groups.append([])
        groups[-1].append(n)
    chance.shuffle(groups)
    for chosen in groups:
        width = max(len(read[n]) for n in chosen)
        ids, mask = np.zeros((len(chosen), width), np.int64), np.zeros((len(chosen), width), np.int64)
        for place, n in enumerate(chosen):
            ids[place, : len(read[n])], mask[place, : len(read[n])] = read[n], 1
        before = np.stack([rows[n].before for n in chosen])
        yield Batch(torch.from_numpy(below(ids, mask)), torch.from_numpy(mask == 1), torch.from_numpy(before),
                    [rows[n] for n in chosen])  # fmt: skip


def loss(net: Hearing, batch: Batch) -> Tensor:
    """What each head that has gold here costs, together."""
    scores = net(batch.states, batch.keep, batch.before)
    total = batch.states.new_zeros(())
    for name in batch.rows[0].gold:
        gold = torch.tensor(np.array([row.gold[name] for row in batch.rows]))
        if name in ("labels", "acts"):
            total = total + 12 * functional.binary_cross_entropy_with_logits(scores[name], gold.float())
        elif name == "scale":
            total = total + functional.mse_loss(scores[name], gold.float())
        else:
            total = total + functional.cross_entropy(scores[name], gold)
    return total


def train(parts: dict[str, list[Row]], tensors: dict[str, np.ndarray], epochs: int) -> Hearing:
    """Learns from all parts in turns: a batch of the large one, then now and then of the small."""
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    net = Hearing(tensors)
    plan = None
    for epoch in range(epochs):
        chance, begun, total = random.Random(SEED + epoch), time.time(), 0.0
        made = list(plans(parts, chance))
        if plan is None:
            adam, plan = descent([(net.layers, RATE), (net.heads, HEAD), (net.before, HEAD)], epochs * len(made))
        net.train()
        for number, (_, batch_rows) in enumerate(made):
            for batch in batches(batch_rows, chance):
                value = loss(net, batch)
                adam.zero_grad()
                value.backward()
                nn.utils.clip_grad_norm_(net.parameters(), 1.0)
                adam.step()
                total += float(value.detach())
            plan.step()
            if number % 200 == 0:
                print(f"  {number} of {len(made)}, {time.time() - begun:.0f} s", flush=True)
        print(f"epoch {epoch + 1}: {len(made)} batches, loss {total / len(made):.3f}, {time.time() - begun:.0f} s", flush=True)
    return net


def plans(parts: dict[str, list[Row]], chance: random.Random) -> Iterator[tuple[str, list[Row]]]:
    """Which rows go together, all parts mixed; the small ones come several times."""
    made = []
    for name, rows in parts.items():
        for _ in range(AGAIN.get(name, 1)):
            order = sorted((roughened(row, chance) for row in rows), key=lambda r: (len(r.text) // 8, chance.random()))
            group: list[Row] = []
            for row in order:
                if group and (len(group) + 1) * max(len(row.text) // 3, 8) > PIECES:
                    made.append((name, group))
                    group = []
                group.append(row)
            made.append((name, group))
    chance.shuffle(made)
    yield from made


def refit(net: Hearing, rows: Sequence[Row]) -> None:
    """The heads for danger learned again over what the layers have become, with ordinary talk among what
    is no danger, so that grief and weariness aren't taken for it."""
    net.eval()
    own, kinds, levels = [], [], []
    with torch.no_grad():
        for batch in batches(rows, random.Random(SEED)):
            own.append(net.read(batch.states, batch.keep))
            kinds += [row.gold["danger"] for row in batch.rows]
            levels += [row.gold["level"] for row in batch.rows]
    x = torch.cat(own)
    for name, told in (("danger", kinds), ("level", levels)):
        gold = torch.tensor(np.array(told))
        adam = torch.optim.AdamW(net.heads[name].parameters(), lr=2e-3, weight_decay=0.05)
        for step in range(STEPS):
            adam.param_groups[0]["lr"] = 2e-3 * (1 - step / STEPS)
            value = functional.cross_entropy(net.heads[name](functional.dropout(x, 0.2)), gold)
            adam.zero_grad()
            value.backward()
            adam.step()
        print(f"{name} again: loss {float(value.detach()):.3f} over {len(x)} rows", flush=True)


def scores(net: Hearing, rows: Sequence[Row]) -> dict[str, np.ndarray]:
    """Every head's scores for every row."""
    net.eval()
    found: dict[str, list[np.ndarray]] = {name: [] for name in HEADS}
    with torch.no_grad():
        for row in rows:
            batch = next(batches([row], random.Random(0)))
            for name, value in net(batch.states, batch.keep, batch.before).items():
                found[name].append(value[0].numpy())
    return {name: np.array(value) for name, value in found.items()}


def report(net: Hearing, parts: dict[str, list[Row]], least: np.ndarray) -> None:
    """Figures on what wasn't learned from."""
    rows = parts["test"]
    odds = scores(net, rows)["labels"]
    gold = np.array([row.gold["labels"] for row in rows], bool)
    print(f"GoEmotions test: macro-F1 {macro(odds >= least, gold):.3f} of {len(rows)}", flush=True)
    rows = parts["talk"]
    found = scores(net, rows)
    acts = np.array([row.gold["acts"] for row in rows], bool)
    first = np.mean([acts[n, found["acts"][n].argmax()] for n in range(len(rows))])
    print(f"talk, {len(rows)} lines: act {first:.3f}", flush=True)
    for name in ("feeling", "topic", "advice", "irony"):
        gold = np.array([row.gold[name] for row in rows])
        print(f"  {name}: {np.mean(found[name].argmax(1) == gold):.3f} (most common {np.bincount(gold).max() / len(gold):.3f})")
    scale = np.array([row.gold["scale"] for row in rows])
    print(f"  valence r {np.corrcoef(scale[:, 0], found['scale'][:, 0])[0, 1]:.3f}")
    rows = parts["views"]
    odds, gold = scores(net, rows)["view"], np.array([row.gold["view"] for row in rows])
    asked = gold < len(VIEWS) - 1
    print(f"views: {np.mean(odds[asked].argmax(1) == gold[asked]):.3f} of {asked.sum()} askings, "
          f"{np.mean(odds[~asked].argmax(1) != gold[~asked]):.3f} of {(~asked).sum()} others taken for one")
    rows = parts["danger"]
    found = scores(net, rows)
    kind = np.array([row.gold["danger"] for row in rows])
    level = np.array([row.gold["level"] for row in rows])
    harm = -found["danger"][:, 0] + np.log(np.exp(found["danger"][:, 1:]).sum(1))
    for false in (0.01, 0.02, 0.05):
        bar = np.quantile(harm[kind == 0], 1 - false)
        print(f"danger at {100 * false:.0f} % false alarms: {np.mean(harm[kind > 0] > bar):.3f}, "
              f"active and imminent {np.mean(harm[level > 1] > bar):.3f}")  # fmt: skip


def main() -> None:
    """Learns, measures what was kept apart, and writes the weights."""
    given = argparse.ArgumentParser()
    given.add_argument("goemotions", type=Path)
    given.add_argument("edos", type=Path)
    given.add_argument("minilm", type=Path)
    given.add_argument("out", type=Path)
    given.add_argument("--epochs", type=int, default=3)
    given.add_argument("--learned", type=Path, help="layers and heads learned before; only the last step is done")
    options = given.parse_args()
    names = (options.goemotions / "labels.txt").read_text("utf-8").split()
    sets = {part: read_goemotions(options.goemotions / f"{part}.tsv", names) for part in ("train", "dev", "test")}
    feelings = {part: [Row(text, NOTHING, {"labels": row.astype(np.float32)}) for text, row in zip(*told, strict=True)]
                for part, told in sets.items()}  # fmt: skip
    spoken = [talk for path in sorted((HERE / "talks").glob("*.txt")) for talk in talks(path)]
    told = [each for path in sorted((HERE / "risk").glob("*.tsv")) for each in dangers(path)]
    talk = of_talk([line for n, lines in enumerate(spoken) if n % APART for line in lines])
    risk = of_danger([each for n, each in enumerate(told) if n % APART])
    apart = {"test": feelings["test"], "danger": of_danger(told[::APART]),
             "talk": of_talk([line for lines in spoken[::APART] for line in lines])}  # fmt: skip
    print(f"{len(feelings['train'])} comments, {len(talk)} lines of talk, {len(risk)} for risk", flush=True)
    asked = list(askings(MIND / "askings.txt"))
    lines = [line for n, talk_lines in enumerate(spoken) if n % APART for line in talk_lines]
    views = of_views([each for n, each in enumerate(asked) if n % APART], lines)
    apart["views"] = of_views(asked[::APART], [line for talk_lines in spoken[::APART] for line in talk_lines])
    tensors = weights(options.minilm / "model.safetensors")
    if options.learned:
        net = Hearing(tensors)
        with np.load(options.learned) as held:
            known = net.state_dict()
            net.load_state_dict({name: torch.from_numpy(value) for name, value in held.items() if name in known})
            least = held["cuts"]
    else:
        net = train({"feelings": feelings["train"], "talk": talk, "risk": risk, "views": views,
                     "films": in_films(options.edos), "topics": by_words(HERE)}, tensors, options.epochs)  # fmt: skip
        gold = np.array([row.gold["labels"] for row in feelings["dev"]], bool)
        least = cuts(scores(net, feelings["dev"])["labels"], gold)
    refit(net, risk + harmless(lines, sets["train"][0][:COMMENTS], HERE))
    report(net, apart, least)
    arrays = {name: value.numpy() for name, value in net.state_dict().items()}
    np.savez(options.out, **arrays, cuts=least)


if __name__ == "__main__":
    main()
