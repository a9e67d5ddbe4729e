"""Trains the statement tagger over the parser's weights, and draws the reader with both.

    python training/tagger.py PARSER_WEIGHTS MINILM_DIR HISTORIES_DIR HELD_OUT,HELD_OUT [OUT_DIR]

PARSER_WEIGHTS is what `training/reader.py` wrote. HISTORIES_DIR holds `*.jsonl` with gold. Trains
without the histories named as held out and without every eighth of the labelled sentences,
measures on those and sets the floors there; then trains on all and draws the model. Needs torch.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from encoder import WIDTH, weights
from reader_graph import save
from reader_net import Batch, Trunk, batches, descent
from tagger_data import (
    MODALITIES,
    PREDICATES,
    Line,
    Said,
    history,
    labelled,
    noisy,
    shortened,
    swapped,
    values,
    written,
)
from torch import Tensor, nn
from torch.nn import functional

from os1.listening.tagging import Marked, marked

SEED, EPOCHS, SIZE = 2019, 13, 700
# The histories' gold names one of several readings: read by hand, about a third of what it calls
# wrong was right, so that this share means one of about .85.
PRECISION, FLOOR = 0.74, 0.5
STATEMENTS = Path(__file__).parent / "statements"


class Tagger(nn.Module):
    """Scores for the words' marks and for how what they state is meant."""

    def __init__(self) -> None:
        super().__init__()
        self.marks = nn.Linear(WIDTH, 1 + len(PREDICATES))
        self.traits = nn.Linear(WIDTH, len(MODALITIES) + 4)
        self.drop = nn.Dropout(0.3)

    def forward(self, words: Tensor) -> tuple[Tensor, Tensor]:
        own = self.drop(words[:, 1:])
        return self.marks(own), self.traits(own)


def targets(rows: Sequence[Line], width: int) -> Tensor:
    """Mark, modality, denied, over, somebody else's and first for each word, -1 where unknown."""
    found = torch.full((6, len(rows), width), -1)
    for n, line in enumerate(rows):
        found[0, n, : len(line.words)] = 0
        for s in reversed(line.said):
            found[0, n, s.first : s.last] = 1 + PREDICATES.index(s.predicate)
            over = -1 if s.over is None else s.over
            traits = (MODALITIES.index(s.modality), s.denied, over, not s.mine)
            for row, value in enumerate(traits, start=1):
                found[row, n, s.first : s.last] = int(value)
            found[5, n, s.first : s.last] = 0
            found[5, n, s.first] = 1
    return found


def loss(trunk: Trunk, tagger: Tagger, batch: Batch, rows: Sequence[Line]) -> Tensor:
    states, *rest = batch.given()
    # Now and then a piece isn't seen, so that the words around it have to tell what it is.
    seen = torch.rand(states.shape[:2]) > 0.08
    marks, traits = tagger(trunk(states * seen[:, :, None], *rest))
    gold = targets(rows, marks.shape[1]).flatten(1)
    total = functional.cross_entropy(marks.flatten(0, 1), gold[0], ignore_index=-1)
    size, traits = len(MODALITIES), traits.flatten(0, 1)
    if (gold[1] >= 0).any():
        total = total + 0.3 * functional.cross_entropy(traits[:, :size], gold[1], ignore_index=-1)
    for row in range(4):
        known = gold[2 + row] >= 0
        if known.any():
            score, wanted = traits[known, size + row], gold[2 + row][known].float()
            total = total + 0.2 * functional.binary_cross_entropy_with_logits(score, wanted)
    return total


def found(trunk: Trunk, tagger: Tagger, data: list[Line]) -> list[list[Marked]]:
    """What the tagger marks in each line."""
    trunk.eval(), tagger.eval()
    result: list[list[Marked]] = [[] for _ in data]
    with torch.no_grad():
        for batch in batches([written(line) for line in data], random.Random(SEED), 3000):
            marks, traits = (x.numpy() for x in tagger(trunk(*batch.given())))
            for n, at in enumerate(batch.chosen):
                words = data[at].words
                result[at] = marked(marks[n, : len(words)], traits[n, : len(words)], words)
    trunk.train(), tagger.train()
    return result


def agrees(one: Marked, said: Said) -> bool:
    """Same predicate, some words of the value, the same owner, and alike asserted or not."""
    return (
        PREDICATES[one.predicate] == said.predicate
        and one.first < said.last
        and said.first < one.last
        and one.mine == said.mine
        and (MODALITIES[one.modality] == "asserted") == (said.modality == "asserted")
    )


def scored(data: list[Line], guesses: list[list[Marked]]) -> tuple[list[tuple[int, float, bool]], int, int]:
    """Every guess as (predicate, confidence, right); the gold found, and all gold."""
    rows, hit, gold = [], 0, 0
    for line, guess in zip(data, guesses, strict=True):
        for one in guess:
            rows.append((one.predicate, one.confidence, any(agrees(one, s) for s in line.said)))
        gold += len(line.said)
        hit += sum(any(agrees(one, s) for one in guess) for s in line.said)
    return rows, hit, gold


def floors(rows: list[tuple[int, float, bool]]) -> list[float]:
    """For each predicate the confidence above which what it marks was right often enough.

    Few examples are told apart from many by eight more that have the share right of all.
    """
    chosen = []
    for number in range(len(PREDICATES)):
        own = sorted((sure, right) for kind, sure, right in rows if kind == number)
        options = [FLOOR, 0.55, 0.6, 0.65, 0.7, 0.75]
        shares = []
        for floor in options:
            above = [right for sure, right in own if sure >= floor]
            base = sum(r for _, s, r in rows if s >= floor) / max(1, sum(s >= floor for _, s, _ in rows))
            shares.append((sum(above) + 8 * base) / (len(above) + 8))
        good = [floor for floor, share in zip(options, shares, strict=True) if share >= PRECISION]
        chosen.append(good[0] if good else options[int(np.argmax(shares))])
    return chosen


def train(
    data: list[Line], start: dict, tensors: dict, check: list[Line]
) -> tuple[Trunk, Tagger]:
    """Learns on lines typed anew each epoch, the layers starting as the parser's."""
    torch.manual_seed(SEED)
    trunk, tagger = Trunk(tensors), Tagger()
    trunk.load_state_dict(start)
    others = values(data)
    for epoch in range(EPOCHS):
        chance = random.Random(SEED + epoch)
        rows = [noisy(swapped(line, others, chance), chance) for line in data]
        made = list(batches([written(row) for row in rows], chance, SIZE))
        if not epoch:
            adam, plan = descent([(trunk, 2e-4), (tagger, 2e-3)], int(EPOCHS * len(made) * 1.02))
        total = 0.0
        for batch in made:
            value = loss(trunk, tagger, batch, [rows[n] for n in batch.chosen])
            adam.zero_grad()
            value.backward()
            torch.nn.utils.clip_grad_norm_([*trunk.parameters(), *tagger.parameters()], 2)
            adam.step()
            plan.step()
            total += float(value.detach())
        line = f"epoch {epoch}: loss {total / len(made):.3f}"
        if check and (epoch % 3 == 2 or epoch + 1 == EPOCHS):
            guess, hit, gold = scored(check, found(trunk, tagger, check))
            line += f", precision {hit / max(1, len(guess)):.3f} recall {hit / gold:.3f} of {gold}"
        print(line, flush=True)
    return trunk, tagger


def report(name: str, data: list[Line], guesses: list[list[Marked]], least: list[float]) -> None:
    """Precision and recall over the floors, strictly and by predicate and place alone."""
    kept = [[one for one in guess if one.confidence >= least[one.predicate]] for guess in guesses]
    rows, hit, gold = scored(data, kept)
    right = sum(good for *_, good in rows)
    asserted = [replace(line, said=[s for s in line.said if s.modality == "asserted"]) for line in data]
    plain = [[one for one in guess if MODALITIES[one.modality] == "asserted"] for guess in kept]
    own, found_own, gold_own = scored(asserted, plain)
    right_own = sum(good for *_, good in own)
    print(
        f"{name}: all precision {right / max(1, len(rows)):.3f} recall {hit / max(1, gold):.3f} of {gold}; "
        f"asserted precision {right_own / max(1, len(own)):.3f} recall {found_own / max(1, gold_own):.3f} "
        f"of {gold_own}",
        flush=True,
    )
    ranked = np.array([good for _, _, good in sorted(own, key=lambda row: -row[1])], float)
    if len(ranked):
        shares = ranked.cumsum() / range(1, len(ranked) + 1)
        for wanted in (0.85, 0.75, 0.65):
            reached = [n for n, share in enumerate(shares) if share >= wanted]
            part = ranked[: reached[-1] + 1].sum() / gold_own if reached else 0.0
            print(f"  at precision {wanted}: recall {part:.3f}")
    missed, wrong = Counter(), Counter()
    for line, guess in zip(asserted, plain, strict=True):
        missed.update(s.predicate for s in line.said if not any(agrees(one, s) for one in guess))
        wrong.update(PREDICATES[o.predicate] for o in guess if not any(agrees(o, s) for s in line.said))
    print("  missed", dict(missed.most_common(12)), "wrong", dict(wrong.most_common(12)), flush=True)


def main(parsed: Path, minilm: Path, histories: Path, held: list[str], target: Path) -> None:
    torch.set_num_threads(1)
    packed = torch.load(parsed)
    tensors = weights(minilm / "model.safetensors")
    own = [line for path in sorted(STATEMENTS.glob("*.txt")) for line in labelled(path)]
    lives = {path.stem: history(path) for path in sorted(histories.glob("*.jsonl"))}
    data = [shortened(line) for line in own]
    known = [line for n, line in enumerate(data) if n % 8] + [
        shortened(line) for name, lines in lives.items() if name not in held for line in lines
    ]
    apart = {"sentences": [line for n, line in enumerate(data) if n % 8 == 0]}
    apart |= {name: [shortened(line) for line in lives[name]] for name in held}
    together = [line for lines in apart.values() for line in lines]
    print(f"{len(known)} lines to learn from, {len(together)} apart", flush=True)
    trunk, tagger = train(known, packed["trunk"], tensors, together)
    guesses = {name: found(trunk, tagger, lines) for name, lines in apart.items()}
    least = floors(scored(together, [guess for part in guesses.values() for guess in part])[0])
    for name, lines in apart.items():
        report(name, lines, guesses[name], least)
    print({p: f for p, f in zip(PREDICATES, least, strict=True) if f > FLOOR}, flush=True)
    if target == Path():
        return
    trunk, tagger = train(known + together, packed["trunk"], tensors, [])
    arrays = {f"{name}.{key}": value.numpy() for name, part in (
        ("trunk", packed["trunk"]), ("parser", packed["parser"]),
        ("second", trunk.state_dict()), ("tagger", tagger.state_dict()),
    ) for key, value in part.items()}  # fmt: skip
    rows = packed["lists"] | {"predicates": PREDICATES, "floors": [str(floor) for floor in least]}
    save(arrays, rows, target)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]), sys.argv[4].split(","), Path(*sys.argv[5:6]))
