"""Trains the ear for "hey Samantha" (src/os1/voice/wake.npz) on speech this machine's engines make.

    PYTHONPATH=src python training/wake.py WORK [REAL]

WORK keeps the spoken pieces between runs; REAL is a folder of real speech (WAV) that only measures. Needs
festival with slt-hts, kal_diphone and ked_diphone, flite, espeak-ng and pyopen-wakeword, and scipy. A model
that hasn't heard the voices kept apart is measured first; what ships then learns from all of them, with the
bar found for the first. Seeded.
"""

from __future__ import annotations

import pickle
import random
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from wake_data import CALLS, NEAR, Piece, Speaker, at_rate, ordinary, read, speak, speakers, streams

from os1.voice.sound import RATE, Sound
from os1.voice.wake import SPAN, Classifier, Embeddings

HERE = Path(__file__).parent
OUT = HERE.parent / "src/os1/voice/wake.npz"
HIDDEN, ROUNDS, BATCHES, BATCH = 64, 4, 400, 512
EARLY, LATE = -0.05, 0.25  # seconds around the end of the word in which a span that ends there holds it
Floats = NDArray[np.float32]
Set = tuple[Floats, NDArray[np.int64], NDArray[np.int8]]  # embeddings, spans' last rows, 1 the word, 0 not
Weights = dict[str, Floats]


def kept(path: Path, make: Callable[[], Any]) -> Any:
    """What was made before, or is made now."""
    if path.exists():
        return pickle.loads(path.read_bytes())  # noqa: S301 - our own file, written below
    path.parent.mkdir(parents=True, exist_ok=True)
    made = make()
    path.write_bytes(pickle.dumps(made))
    return made


def pieces() -> list[Piece]:
    """Everything that is said, spoken."""
    rng = random.Random(2013)
    talk = ordinary(HERE / "lives")
    rng.shuffle(talk)
    made: list[Piece] = []

    def add(speaker: Speaker, texts: Iterable[str], call: bool) -> None:
        made.extend(Piece(speaker, t, call, rng.uniform(0.75, 1.3), rng.randint(25, 75)) for t in texts)

    for speaker in speakers(rng):
        recorded = speaker.engine != "espeak"
        add(speaker, rng.choices(CALLS, k=40 if recorded else 12), True)
        add(speaker, NEAR if recorded else rng.sample(NEAR, 15), False)
        for _ in range(100 if recorded else 16):
            add(speaker, [talk.pop()], False)
    speak(made)
    return made


def heard(embeddings: Embeddings, sound: Sound) -> Floats:
    return embeddings.of_mels(embeddings.mels(sound))


def moments(rows: Floats) -> NDArray[np.float64]:
    """The second at which each embedding's sound ends."""
    return ((8 * np.arange(len(rows)) + 75) * 160 + 512) / RATE


def gather(embeddings: Embeddings, said: Sequence[Piece], passes: int, seed: int) -> Set:
    """Spans with and without the word, from everything said in a new order each pass."""
    rng = np.random.default_rng(seed)
    rows, ends, marks, count = [], [], [], 0
    for _ in range(passes):
        for sound, calls in streams([said[int(n)] for n in rng.permutation(len(said))], rng):
            found = heard(embeddings, sound)
            at, mark = moments(found), np.zeros(len(found), np.int8)
            for start, end in calls:
                mark[(at > start / RATE + 0.3) & (at < end / RATE + 1)] = -1
                mark[(at > end / RATE + EARLY) & (at < end / RATE + LATE)] = 1
            keep = np.flatnonzero(mark >= 0)
            keep = keep[keep >= SPAN - 1]
            rows.append(found)
            ends.append(keep + count)
            marks.append(mark[keep])
            count += len(found)
    return np.concatenate(rows), np.concatenate(ends), np.concatenate(marks)


def joined(sets: Sequence[Set]) -> Set:
    starts = np.cumsum([0, *(len(rows) for rows, _, _ in sets)])
    return (
        np.concatenate([rows for rows, _, _ in sets]),
        np.concatenate([ends + start for (_, ends, _), start in zip(sets, starts, strict=False)]),
        np.concatenate([marks for _, _, marks in sets]),
    )


def spans(rows: Floats, ends: NDArray[np.int64]) -> Floats:
    return rows[ends[:, None] + np.arange(1 - SPAN, 1)]


def scores(weights: Weights, rows: Floats, ends: NDArray[np.int64]) -> Floats:
    ear = Classifier(weights)
    return np.concatenate([ear.score(spans(rows, ends[n : n + 4096])) for n in range(0, len(ends), 4096)] or [np.zeros(0, np.float32)])


def fit(found: Set, seed: int) -> Weights:
    """One hidden layer by Adam on as many spans with the word as without; of those without, half are what the
    last round took for it."""
    rows, ends, marks = found
    print("spans", len(ends), "with the word", int((marks == 1).sum()))
    rng = np.random.default_rng(seed)
    wide = SPAN * rows.shape[1]
    weights: Weights = {
        "mean": rows.mean(0), "spread": rows.std(0) + 1e-3,
        "w1": (rng.normal(size=(wide, HIDDEN)) * (1 / wide) ** 0.5).astype(np.float32), "b1": np.zeros(HIDDEN, np.float32),
        "w2": (rng.normal(size=HIDDEN) * (1 / HIDDEN) ** 0.5).astype(np.float32), "b2": np.zeros(1, np.float32),
    }  # fmt: skip
    first, second = ({n: np.zeros_like(weights[n]) for n in ("w1", "b1", "w2", "b2")} for _ in range(2))
    yes, no = np.flatnonzero(marks == 1), np.flatnonzero(marks == 0)
    hard, step = no, 0
    for turn in range(ROUNDS):
        for batch in range(BATCHES):
            step += 1
            some = np.concatenate([rng.choice(yes, BATCH // 2), rng.choice(no, BATCH // 4), rng.choice(hard, BATCH // 4)])
            given = ((spans(rows, ends[some]) - weights["mean"]) / weights["spread"]).reshape(BATCH, -1)
            given *= 2 * (rng.random(given.shape, np.float32) > 0.5)
            inner = np.maximum(given @ weights["w1"] + weights["b1"], 0)
            chance = 1 / (1 + np.exp(-(inner @ weights["w2"] + weights["b2"])))
            off = ((chance - (0.02 + 0.96 * (marks[some] == 1))) / BATCH).astype(np.float32)
            back = np.outer(off, weights["w2"]) * (inner > 0)
            slopes = {"w1": given.T @ back, "b1": back.sum(0), "w2": inner.T @ off, "b2": off.sum(keepdims=True)}
            rate = 1e-3 * (1 - (turn * BATCHES + batch) / (ROUNDS * BATCHES)) + 1e-5
            for name, slope in slopes.items():
                first[name] = 0.9 * first[name] + 0.1 * slope
                second[name] = 0.999 * second[name] + 0.001 * slope**2
                change = first[name] / (1 - 0.9**step) / (np.sqrt(second[name] / (1 - 0.999**step)) + 1e-8)
                weights[name] = (weights[name] - rate * (change + 0.1 * weights[name])).astype(np.float32)
        odds = scores(weights, rows, ends[no])
        hard = no[np.argsort(-odds)[: max(2000, len(no) // 50)]]
    return weights


Stretch = tuple[Floats, list[float]]  # a stretch's embeddings, and the seconds at which calls end in it


def trials(embeddings: Embeddings, said: Sequence[Piece], real: Path | None) -> dict[str, list[Stretch]]:
    """What is measured on, by name: talk and near words without the word, real speech, and calls in noise."""
    rng = np.random.default_rng(11)
    talk = [p for p in said if not p.call and p.text not in NEAR]
    near = [p for p in said if p.text in NEAR]
    recorded = [p for p in said if p.call and p.speaker.engine != "espeak"]
    made = [p for p in said if p.call and p.speaker.engine == "espeak"]

    def all_of(found: Iterable[tuple[Sound, list[tuple[int, int]]]]) -> list[Stretch]:
        return [(heard(embeddings, sound), [end / RATE for _, end in calls]) for sound, calls in found]

    table = {"talk": all_of(s for _ in range(6) for s in streams([talk[int(n)] for n in rng.permutation(len(talk))], rng))}
    table[f"{len(near)} near words"] = all_of(streams(near, rng, plain=True))
    if real:
        clips = [np.concatenate([read(path), np.zeros(3 * RATE, np.float32)]) for path in sorted(real.glob("*.wav"))]
        table["real speech"] = all_of((at_rate(c, r), []) for r in (16_000, 14_400, 17_600) for c in clips)
    for name, calls in (("recorded", recorded), ("espeak", made)):
        for snr in (None, 10.0, 5.0):
            table[f"{name} {snr or 'clean'}"] = all_of(streams([*calls, *talk[:20]], rng, snr=snr, plain=True))
    return table


def measure(weights: Weights, table: dict[str, list[Stretch]]) -> float:
    """Prints the curve and gives the lowest bar with at most half a false accept an hour of ordinary talk."""
    bars = np.array([0.5, 0.6, 0.7, 0.75, 0.8, 0.84, 0.86, 0.88, 0.9, 0.91, 0.92, 0.94], np.float32)
    print(" " * 26, *(f"{bar:6.2f}" for bar in bars))
    found = float(bars[-1])
    for name, stretches in table.items():
        falls, caught, calls = np.zeros(len(bars), np.int64), np.zeros(len(bars), np.int64), 0
        hours = sum(len(rows) for rows, _ in stretches) * 0.08 / 3600
        for rows, ends in stretches:
            odds = scores(weights, rows, np.arange(SPAN - 1, len(rows)))
            both, at = np.minimum(odds[1:], odds[:-1]), moments(rows)[SPAN:]
            calls += len(ends)
            for n, bar in enumerate(bars):
                over = at[both >= bar]
                caught[n] += sum(bool(np.any((over > end - 0.3) & (over < end + 0.8))) for end in ends)
                over = over[[all(abs(moment - end) > 1.5 for end in ends) for moment in over]]
                falls[n] += np.sum(np.diff(over, prepend=-9) > 2)
        if calls:
            print(f"{name:16} {calls:4d} calls", *(f"{100 * c / calls:6.1f}" for c in caught))
        else:
            print(f"{name:16} {hours:6.2f} h ", *(f"{f:6d}" for f in falls))
        if name == "talk" and np.any(falls <= 0.5 * hours):
            found = float(bars[np.flatnonzero(falls <= 0.5 * hours)[0]])
    return found


def main() -> None:
    work, real = Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None
    embeddings = Embeddings()
    said: list[Piece] = kept(work / "pieces.pickle", pieces)
    apart = [p for p in said if p.speaker.apart]
    print(len(said), "pieces,", len(apart), "apart;", sum(len(p.sound) for p in said) / RATE / 3600, "hours")
    table = kept(work / "table.pickle", lambda: trials(embeddings, apart, real))

    known: Set = kept(work / "known.pickle", lambda: gather(embeddings, [p for p in said if not p.speaker.apart], 2, 1))
    bar = measure(fit(known, 1), table)
    rest: Set = kept(work / "rest.pickle", lambda: gather(embeddings, apart, 2, 2))
    weights = fit(joined([known, rest]), 1)
    print("what ships, on voices it learned from; bar", bar)
    measure(weights, table)
    np.savez_compressed(OUT, bar=np.float32(bar), **{n: v.astype(np.float16) for n, v in weights.items()})  # type: ignore[arg-type]
    print(OUT, OUT.stat().st_size, "bytes;", time.process_time(), "CPU seconds")


if __name__ == "__main__":
    main()
