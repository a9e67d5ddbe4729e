"""Learns when a person has finished: `src/os1/voice/endpointing.npz`.

    python training/endpointing.py hear LANGUAGE WORK      (festival with three voices, moonshine; 15 minutes)
    python training/endpointing.py learn LANGUAGE WORK [OUT]

LANGUAGE holds clinc150 (`clinc150/data_full.json`) and EDOS (`edos/1._MTurk_groundtruth_labels_9K.csv`,
`edos/3._Self-labeled_dialogs_4K.csv`). `hear` lets Festival say utterances, whole and cut off
after a word, and writes down what Moonshine hears and how the voice ended, so that both models learn from
what they will meet. Voices: `festvox-us-slt-hts`, `festvox-kallpc16k`, `festvox-kdlpc16k`. `learn` takes
these, and some 50,000 utterances cut at random words, and prints what it finds in a tenth kept apart.
"""

from __future__ import annotations

import csv
import json
import random
import re
import subprocess
import sys
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from os1.listening.date_words import HOURS, MONTH_NAMES, NUMBERS, WEEKDAY_NAMES
from os1.listening.names import HERS, HIS, RELATIONS
from os1.voice.endpointing import SIZE, Trail, features, heard, trail, words
from os1.voice.sound import RATE, from_pcm, resample

HERE = Path(__file__).parent
OUT = HERE.parent / "src/os1/voice/endpointing.npz"
VOICES = ("cmu_us_slt_arctic_hts", "kal_diphone", "ked_diphone")
FILLERS = ("um", "uh", "like", "so", "I mean", "you know", "well", "and um", "and", "er")
ANSWERS = (
    "yes|no|yeah|nope|not really|a bit|sometimes|never|about ten|blue|my sister|my mum|yesterday|on Tuesday|Tuesday|in Leeds"
    "|tea|coffee please|the first one|both|neither|okay|sure|maybe|I don't know|not yet|at seven|last week|twice|work|the kids"
    "|all of it|fine|tired|good thanks|he did|she is|I do|I did|I have|we are|it was|two|half past six|nothing|with Anna|alone"
).split("|")
ALONE = (
    "yeah|yes|no|okay|right|exactly|sorry|thanks|thank you|wow|really|oh no|good night|hello|hi|bye|true|fair enough|never mind"
    "|of course|fine|great|same|oh|hm|cool|lovely|help|stop|wait|sure|absolutely|hey Samantha|Samantha|good morning|I know|me too"
).split("|")
DIGITS = "oh zero one two three four five six seven eight nine double".split()
Floats = NDArray[np.float32]
Row = tuple[str, str, bool, float]  # what was heard, what she had said, whether it was the end, how much it counts


# --- what people say -------------------------------------------------------------------------


def talks() -> Iterator[tuple[str, str]]:
    """Lines of people talking to a listener, with what the listener had said."""
    for path in sorted((HERE / "talks").glob("*.txt")):
        hers = ""
        for row in path.read_text("utf-8").splitlines():
            if row.startswith("P "):
                yield row[2:].partition(" :: ")[0].strip(), hers
                hers = ""
            elif row.startswith("S "):
                hers = row[2:].strip()
                yield hers, ""


def told() -> Iterator[tuple[str, str]]:
    """What people tell and ask, from our own collections."""
    for path in sorted((HERE / "situations").glob("*.tsv")):
        yield from ((row.split("\t")[1], "") for row in path.read_text("utf-8").splitlines() if "\t" in row)
    for path in [*sorted((HERE / "lives").glob("*.txt")), *sorted((HERE / "stretches").glob("*.txt"))]:
        for row in path.read_text("utf-8").splitlines():
            if found := re.match(r"\d+ \d{4}-\d\d-\d\d (.+)", row):
                yield found[1], ""
    for path in sorted((HERE / "questions").glob("*.tsv")):
        yield from ((row.split("\t")[3], "") for row in path.read_text("utf-8").splitlines() if row.count("\t") > 2)
    for path in sorted((HERE / "chats").glob("*.jsonl")):
        last = ""
        for line in path.read_text("utf-8").splitlines():
            if text := json.loads(line).get("text", ""):
                yield text, last
                last = text


def asked(language: Path) -> Iterator[tuple[str, str]]:
    """Spoken requests to an assistant (CLINC150)."""
    yield from ((text, "") for text, _ in json.loads((language / "clinc150/data_full.json").read_text())["train"])


def filmed(language: Path) -> Iterator[tuple[str, str]]:
    """Lines of films with the line before (EDOS)."""
    for name, column in (("1._MTurk_groundtruth_labels_9K", "Dialog"), ("3._Self-labeled_dialogs_4K", "os_dialog")):
        with (language / f"edos/{name}.csv").open(encoding="utf-8", errors="replace", newline="") as file:
            for row in csv.DictReader(file):
                last = ""
                for line in (row[column] or "").strip().split("\n"):
                    plain = re.sub(r" (?=['.,?!])|^[- ]+|(?<=n) (?='t)", "", line).replace(" n't", "n't")
                    yield plain, last
                    last = plain


def numbers(chance: random.Random) -> Iterator[Row]:
    """Numbers said figure by figure: a whole one is an end, half of one isn't."""
    for _ in range(1500):
        said = chance.choice(("my number is", "it's", "the number's", "call me on", "the code is", ""))
        size = chance.choice((4, 6, 10, 11, 11))
        figures = [chance.choice(DIGITS[:-1]) for _ in range(size)]
        if chance.random() < 0.5:
            figures = [str(DIGITS.index(f) - 1 if f != "oh" else 0) for f in figures]
        stop = chance.randrange(1, size)
        yield " ".join([said, *figures]), "", True, 0.5
        yield " ".join([said, *figures[:stop]]), "", False, 0.5


def answers(chance: random.Random, questions: list[str]) -> Iterator[Row]:
    """Short answers to a question of hers, and small words that are whole at any time."""
    who, names = sorted(RELATIONS), sorted(HERS | HIS)
    for _ in range(3000):
        made = (f"my {chance.choice(who)}", chance.choice(names).title(), chance.choice(WEEKDAY_NAMES), chance.choice(ANSWERS),
                f"{chance.choice(('in', 'next', 'last'))} {chance.choice(MONTH_NAMES)}", f"with {chance.choice(names).title()}",
                f"at {chance.choice(list(HOURS))}", f"{chance.choice(list(NUMBERS))} {chance.choice(('days', 'years', 'times'))}",
                f"{chance.choice(names).title()} and {chance.choice(names).title()}")  # fmt: skip
        yield chance.choice(made), chance.choice(questions), True, 1.5
        yield chance.choice(ALONE), chance.choice(("", "I see.", chance.choice(questions))), True, 2.0


def cut(text: str, hers: str, chance: random.Random) -> Iterator[Row]:
    """An utterance whole, and broken off at words where no sentence ends; hesitating now and then."""
    parts = text.split()
    ask = text.endswith("?")
    if not 0 < len(parts) <= 40 or not words(text):
        return
    if len(parts) > 4 and chance.random() < 0.15:
        at = chance.randrange(1, len(parts) - 1)
        parts[at:at] = [chance.choice(("um,", "uh,", "like,", "I mean,", "you know,"))]
    if chance.random() < 0.15:
        parts[:0] = [chance.choice(("so", "well", "um", "okay", "and", "but", "yeah", "I mean"))]
    yield " ".join(parts), hers, True, 1.0
    places = [n for n in range(1, len(parts)) if parts[n - 1][-1] not in ".?!:;…" and parts[n - 1][-1:] != "—"]
    for at in chance.sample(places, min(len(places), 2 if len(parts) < 12 else 3)):
        part = " ".join(parts[:at])
        # Nobody pauses after a first word as often as after any other.
        weight = (0.4 if part[-1] in ",-–" else 1.0) * (0.35, 0.7, 1.0)[min(at, 3) - 1]
        if chance.random() < 0.12:
            part, weight = f"{part} {chance.choice(FILLERS)}", 1.0
        yield part + ("?" if ask and chance.random() < 0.4 else ""), hers, False, weight


def rows(language: Path) -> list[Row]:
    """Everything written there is to learn from, shuffled."""
    chance = random.Random(3)
    said = [*talks(), *talks(), *told()]
    said += chance.sample(list(asked(language)), 7000) + chance.sample(list(filmed(language)), 20000)
    questions = [hers for _, hers in talks() if hers.endswith("?")]
    found = [row for text, hers in said for row in cut(text, hers, chance)]
    found += answers(chance, questions)
    found += numbers(chance)
    found = [row for row in found if words(row[0])]
    chance.shuffle(found)
    return found


# --- what is heard ---------------------------------------------------------------------------


def hear(language: Path, work: Path) -> None:
    """Some 750 utterances said, whole and cut, and what was heard of each: `heard.jsonl` in `work`."""
    from moonshine_voice.moonshine_api import ModelArch
    from moonshine_voice.transcriber import Transcriber
    from moonshine_voice.utils import get_model_path

    work.mkdir(parents=True, exist_ok=True)
    chance, noise = random.Random(7), np.random.default_rng(1)
    said = chance.sample(list(talks()), 350) + chance.sample(list(told()), 300) + chance.sample(list(asked(language)), 150)
    said = [(re.sub(r"[^A-Za-z0-9 ',.?!-]", "", text), hers) for text, hers in said]
    said = [(text, hers) for text, hers in said if 1 <= len(text.split()) <= 22]
    ends = _spoken([text for text, _ in said], work)
    ears = Transcriber(str(get_model_path("tiny-en")), ModelArch.TINY)
    with (work / "heard.jsonl").open("w") as out:
        for n, places in ends.items():
            with wave.open(str(work / f"{n}.wav")) as file:
                whole = resample(from_pcm(file.readframes(file.getnframes())), file.getframerate())
            stops = {len(places)} | {int(noise.integers(1, len(places))) for _ in range(min(2, len(places) // 3))}
            for stop in sorted(stops):
                end = stop == len(places)
                sound = whole if end else whole[: int(places[stop - 1] * RATE)]
                sound = sound / max(0.01, float(np.abs(whole).max())) * np.float32(0.5)
                sound = (sound + noise.normal(0, 10 ** (-noise.uniform(45, 65) / 20), len(sound))).astype(np.float32)
                quiet = np.concatenate([sound, np.zeros(RATE * 3 // 10, np.float32)])
                lines = ears.transcribe_without_streaming(quiet.tolist(), RATE, 0).lines
                how = trail(sound)
                out.write(json.dumps({
                    "text": " ".join(line.text for line in lines), "hers": said[n][1], "end": end, "voice": n % 3,
                    "trail": [how.slope, how.fall, how.voiced, how.length],
                }) + "\n")  # fmt: skip


def _spoken(texts: list[str], work: Path) -> dict[int, list[float]]:
    """Lets Festival say each to a file; the seconds at which its words end, by number."""
    script = []
    for n, text in enumerate(texts):
        script.append(
            f'(voice_{VOICES[n % 3]}) (set! u (utt.synth (Utterance Text "{text}"))) '
            f"(utt.save.wave u \"{work}/{n}.wav\" 'riff) (format t \"@{n}\") "
            '(mapcar (lambda (w) (format t " %f" (item.feat w "word_end"))) (utt.relation.items u \'Word)) '
            '(format t "\\n")'
        )
    (work / "said.scm").write_text("\n".join(script))
    told = subprocess.run(["festival", "-b", str(work / "said.scm")], capture_output=True, text=True, check=True)
    found = [line[1:].split() for line in told.stdout.splitlines() if line.startswith("@")]
    return {int(number): [float(at) for at in places] for number, *places in found if len(places) > 1}


# --- learning --------------------------------------------------------------------------------


def logistic(x: NDArray[np.int32], y: Floats, weight: Floats, rounds: int = 6, rate: float = 0.04) -> Floats:
    """Weights for rows of as many features each, by Adam without momentum (Duchi and others, 2011: AdaGrad)."""
    held, seen = np.zeros(SIZE, np.float32), np.full(SIZE, 1.0, np.float32)
    order, chance = np.arange(len(x)), np.random.default_rng(5)
    for _ in range(rounds):
        chance.shuffle(order)
        for start in range(0, len(order), 256):
            some = order[start : start + 256]
            wrong = weight[some] * (1 / (1 + np.exp(-held[x[some]].sum(axis=1))) - y[some])
            slope = np.bincount(x[some].ravel(), np.repeat(wrong, x.shape[1]), SIZE).astype(np.float32)
            slope += 2e-4 * held
            seen += slope**2
            held -= rate * 5 * slope / np.sqrt(seen)
    return held


def dense(x: Floats, y: Floats, pull: float = 1.0) -> Floats:
    """A small logistic model by Newton's steps, drawn to 0 by `pull`."""
    held = np.zeros(x.shape[1], np.float64)
    for _ in range(20):
        p = 1 / (1 + np.exp(-x @ held))
        held -= np.linalg.solve((x.T * (p * (1 - p))) @ x + pull * np.eye(x.shape[1]), x.T @ (p - y) + pull * held)
    return held.astype(np.float32)


def area(score: Floats, end: NDArray[np.bool_]) -> float:
    """How often an end is scored above what isn't one."""
    rank = np.argsort(np.argsort(score))
    return float((rank[end].mean() - (end.sum() - 1) / 2) / (~end).sum())


def learn(language: Path, work: Path, out: Path) -> None:
    from_ears = [json.loads(line) for line in (work / "heard.jsonl").read_text().splitlines()]
    from_ears = [row for row in from_ears if words(row["text"])]
    written = rows(language)
    apart = len(written) // 10
    both = written + [(row["text"], row["hers"], row["end"], 2.0) for row in from_ears]
    x = np.array([features(text, hers) for text, hers, _, _ in both], np.int32)
    y = np.array([end for _, _, end, _ in both], np.float32)
    weight = np.array([row[3] for row in both], np.float32)
    print(f"{len(written)} written, {len(from_ears)} heard, {y.mean():.2f} of them ends")
    trial = logistic(x[apart:], y[apart:], weight[apart:])
    score = trial[x[:apart]].sum(axis=1)
    print(f"words, written apart: right {((score > 0) == y[:apart]).mean():.3f}, area {area(score, y[:apart] > 0):.3f}")
    # What the sound adds is learned where the words weren't: on what a model without the heard rows says of them.
    blind = logistic(x[:-len(from_ears)], y[:-len(from_ears)], weight[:-len(from_ears)])
    late, ends = x[-len(from_ears):], y[-len(from_ears):]  # fmt: skip
    of_words = blind[late].sum(axis=1)
    seen = np.array([[*heard(Trail(*row["trail"]), row["text"]), of_words[n]] for n, row in enumerate(from_ears)], np.float32)
    for voice in range(3):
        other = np.array([row["voice"] != voice for row in from_ears])
        with_sound = seen[~other] @ dense(seen[other], ends[other])
        print(f"heard, voice {VOICES[voice]} apart: words {area(of_words[~other], ends[~other] > 0):.3f}, "
              f"with sound {area(with_sound, ends[~other] > 0):.3f}")  # fmt: skip
    held, sound = logistic(x, y, weight), dense(seen, ends)
    print("sound:", np.round(sound, 2).tolist())
    step = np.float32(np.abs(held).max() / 127)
    np.savez_compressed(out, words=np.round(held / step).astype(np.int8), step=step, sound=sound)


if __name__ == "__main__":
    if sys.argv[1] == "hear":
        hear(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        learn(Path(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4]) if len(sys.argv) > 4 else OUT)
