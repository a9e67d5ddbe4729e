"""AnnoMI: good and poor human listeners, to see whether the listening score tells them apart.

AnnoMI (Wu et al. 2022, 2023; 133 transcribed sessions of motivational interviewing, 110 of high and
23 of low quality, coded by experts) is public: https://github.com/uccollab/AnnoMI, AnnoMI-full.csv.
None of it is kept here; give it by the environment: `ANNOMI=…/AnnoMI-full.csv make bench-listening`.
"""

from __future__ import annotations

import csv
import os
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.listener_marks import backchannel
from bench.listener_score import FAULTS, GOODS, PERSON, Mark, Nearness, Talk, mark, parts, total
from bench.tables import Table

HOW = (
    "AnnoMI isn't measured: give AnnoMI-full.csv (https://github.com/uccollab/AnnoMI) by the environment, "
    "`ANNOMI=…/AnnoMI-full.csv`."
)
HEAD = ("part", "sessions, high and low", "AUC", "mean, high", "mean, low")
LONG = 10
NOTES = (
    "AUC: the chance that a session of high quality gets more than one of low quality (for faults: less), with what "
    "95 of 100 draws of sessions anew give. .5 is chance.",
    "The points were written down before the score was run on AnnoMI. One thing was changed since: ratios of "
    "reflections count in the measure that there are any. The rules that find reflections, questions and advice were "
    "mended with the even-numbered sessions in view, and that what advises or judges isn't a reflection was decided "
    "there; that flatters those. The odd-numbered ones weren't read, but measured several times on the way: theirs is the "
    "figure to believe, and where its interval holds .5, nothing is shown about sessions the rules weren't mended by.",
    "The sessions are spoken and transcribed, many staged for teaching, and short (half the low ones have eight "
    "replies or fewer); what a program gets wrong hardly occurs in them.",
)
RECORDED: tuple[tuple[str, ...], ...] = (
    ("listening score, of 100", "110, 23", "0.74 (0.61–0.85)", "59.6", "38.8"),
    ("… even-numbered sessions (rules were mended by them)", "55, 12", "0.91 (0.84–0.97)", "61.8", "25.0"),
    ("… odd-numbered sessions (only measured)", "55, 11", "0.54 (0.34–0.75)", "57.4", "53.9"),
    ("… sessions of 10 replies or more", "86, 11", "0.78 (0.62–0.90)", "62.5", "44.9"),
    ("reflections to questions", "110, 23", "0.61 (0.46–0.74)", "41.4", "34.9"),
    ("replies that reflect", "110, 23", "0.76 (0.66–0.86)", "40.6", "24.6"),
    ("complex", "110, 23", "0.48 (0.33–0.63)", "69.5", "66.1"),
    ("specific", "110, 23", "0.51 (0.38–0.64)", "75.7", "77.3"),
    ("own words taken up", "110, 23", "0.45 (0.32–0.58)", "16.8", "18.8"),
    ("questions answered", "51, 8", "0.34 (0.28–0.40)", "84.5", "100.0"),
    ("remembered", "103, 20", "0.45 (0.29–0.60)", "31.5", "34.9"),
    ("less advice unasked", "110, 23", "0.78 (0.66–0.89)", "6.3", "26.1"),
    ("less judgement", "110, 23", "0.54 (0.48–0.62)", "0.3", "1.6"),
    ("less frames repeated", "110, 23", "0.47 (0.45–0.49)", "0.2", "0.0"),
    ("less sentences repeated", "110, 23", "0.52 (0.46–0.59)", "0.2", "1.8"),
    ("less ill-formed", "110, 23", "0.52 (0.37–0.66)", "17.4", "20.7"),
    ("less attributed", "110, 23", "0.60 (0.45–0.74)", "11.3", "20.1"),
    ("by the experts' codes: reflections to questions", "110, 23", "0.80 (0.68–0.91)", "46.0", "19.2"),
    ("by the experts' codes: turns that reflect", "110, 23", "0.89 (0.82–0.95)", "48.2", "12.5"),
)  # fmt: skip
"""What was measured last, for where the file isn't."""
_REFLECTED = frozenset({"simple", "complex"})
_NOISE = re.compile(r"\[[^\]]*\]|\b(?:um|er|erm|uh(?!-huh))\b,?\s*", re.IGNORECASE)
_STUTTER = re.compile(r"\b([\w']+)-+ ?(?=\1\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Session:
    """One session. `codes` are, for every turn of the therapist's that follows one of the client's, the
    experts': which of "simple", "complex", "question", "advice" it has."""

    number: int
    good: bool
    talk: Talk
    codes: tuple[frozenset[str], ...]


def where() -> Path | None:
    """The file, where the environment names one that is there."""
    path = Path(os.environ.get("ANNOMI", ""))
    return path if path.is_file() else None


def sessions(path: Path) -> list[Session]:
    """All sessions, told as turns: "mm-hmm" said into the other's words doesn't end their turn, and
    neither does the cut the transcript makes there. Of several coders' rows the first is taken."""
    rows: dict[int, dict[int, dict[str, str]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows.setdefault(int(row["transcript_id"]), {}).setdefault(int(row["utterance_id"]), row)
    return [_session(number, [told[n] for n in sorted(told)]) for number, told in rows.items()]


def _session(number: int, rows: Sequence[dict[str, str]]) -> Session:
    told: list[tuple[str, str, set[str]]] = []
    for row in rows:
        speaker = PERSON if row["interlocutor"] == "client" else "listener"
        text = clean(row["utterance_text"])
        if not text or (backchannel(text) and told and told[-1][0] != speaker and not _asked(told)):
            continue
        if told and told[-1][0] == speaker:
            told[-1] = (speaker, f"{told[-1][1]} {text}", told[-1][2] | _codes(row))
        else:
            told.append((speaker, text, _codes(row)))
    while told and told[0][0] != PERSON:
        told.pop(0)
    codes = tuple(frozenset(found) for speaker, _, found in told if speaker != PERSON)
    return Session(number, rows[0]["mi_quality"] == "high", [each[:2] for each in told], codes)


def _asked(told: Sequence[tuple[str, str, set[str]]]) -> bool:
    return told[-1][1].endswith("?")


def _codes(row: dict[str, str]) -> set[str]:
    found = {row["reflection_subtype"]} & {"simple", "complex"}
    found |= {"question"} if row["question_exists"] == "True" else set()
    return found | ({"advice"} if row["therapist_input_subtype"] == "advice" else set())


def clean(text: str) -> str:
    """Speech as transcribed without its noises, stutters and cuts."""
    text = _STUTTER.sub("", _NOISE.sub("", text.replace("’", "'")))
    return re.sub(r"\s+", " ", re.sub(r"(?:^|\s)-+|-+(?:\s|$)", " ", text)).strip()


def area(high: Sequence[float], low: Sequence[float]) -> float:
    """The chance that one of `high` is greater than one of `low` (the area under the ROC curve)."""
    a, b = np.array(high)[:, None], np.array(low)[None]
    return float(np.mean((a > b) + 0.5 * (a == b)))


def interval(high: Sequence[float], low: Sequence[float], times: int = 2000) -> tuple[float, float]:
    """Between what the area lies 95 times in 100 when sessions of each kind are drawn anew."""
    chance = np.random.default_rng(2013)
    a, b = np.array(high), np.array(low)
    areas = [area(chance.choice(a, len(a)).tolist(), chance.choice(b, len(b)).tolist()) for _ in range(times)]
    first, last = np.percentile(areas, (2.5, 97.5))
    return float(first), float(last)


def tables(path: Path | None) -> list[Table]:
    """How the score and its parts tell good listeners from poor ones; as recorded where there is no file."""
    if path is None:
        print(f"  {HOW}", file=sys.stderr)
        return [Table("AnnoMI, as recorded", HEAD, RECORDED, (HOW, *NOTES))]
    told = sessions(path)
    near = Nearness([text for each in told for speaker, text in each.talk if speaker == PERSON])
    print(f"  AnnoMI: {len(told)} sessions", file=sys.stderr)
    found = [mark(each.talk, near) for each in told]
    return [Table("AnnoMI: good listeners and poor ones", HEAD, _rows(told, found), NOTES), _agreement(told, found)]


def _rows(told: Sequence[Session], found: Sequence[list[Mark]]) -> tuple[tuple[str, ...], ...]:
    def row(name: str, values: Sequence[float | None], kept: Callable[[int], bool] = lambda _: True,
            percent: float = 100) -> tuple[str, ...]:  # fmt: skip
        known = [(value, each.good) for n, (value, each) in enumerate(zip(values, told, strict=True))
                 if value is not None and kept(n)]  # fmt: skip
        high, low = ([value for value, good in known if good == side] for side in (True, False))
        first, last = interval(high, low)
        return (name, f"{len(high)}, {len(low)}", f"{area(high, low):.2f} ({first:.2f}–{last:.2f})",
                f"{abs(percent * np.mean(high)):.1f}", f"{abs(percent * np.mean(low)):.1f}")  # fmt: skip

    shares = [parts(each) for each in found]
    whole = [total(each) for each in shares]
    rows = [
        row("listening score, of 100", whole, percent=1),
        row("… even-numbered sessions (rules were mended by them)", whole, lambda n: told[n].number % 2 == 0, 1),
        row("… odd-numbered sessions (only measured)", whole, lambda n: told[n].number % 2 == 1, 1),
        row(f"… sessions of {LONG} replies or more", whole, lambda n: len(found[n]) >= LONG, 1),
    ]
    for name in [*GOODS, *FAULTS]:
        values = [each[name] for each in shares]
        less = name in FAULTS
        signed = [-value if less and value is not None else value for value in values]
        rows.append(row(f"{'less ' if less else ''}{name}", signed, percent=-100 if less else 100))
    rows.append(row("by the experts' codes: reflections to questions",
                    [_of(each, _REFLECTED, _REFLECTED | {"question"}) for each in told]))  # fmt: skip
    rows.append(row("by the experts' codes: turns that reflect",
                    [float(np.mean([bool(codes & _REFLECTED) for codes in each.codes])) for each in told]))  # fmt: skip
    return tuple(rows)


def _of(session: Session, some: frozenset[str], every: frozenset[str]) -> float:
    held = sum(bool(codes & some) for codes in session.codes)
    other = sum(bool(codes & (every - some)) for codes in session.codes)
    return held / (held + other) if held else 0.0


def _agreement(told: Sequence[Session], found: Sequence[list[Mark]]) -> Table:
    pairs = [(each, codes) for marked, session in zip(found, told, strict=True)
             for each, codes in zip(marked, session.codes, strict=True)]  # fmt: skip
    reflected = [(each, codes) for each, codes in pairs if each.kind and codes & _REFLECTED]
    rows = (
        _agreed("reflection", [(bool(each.kind), bool(codes & _REFLECTED)) for each, codes in pairs]),
        _agreed("complex, where both see a reflection",
                [(each.kind == "complex", "complex" in codes) for each, codes in reflected]),
        _agreed("question", [(each.asks, "question" in codes) for each, codes in pairs]),
        _agreed("advice", [(each.advice, "advice" in codes) for each, codes in pairs]),
    )  # fmt: skip
    head = ("turn has", "turns coded so", "found so", "precision, %", "recall, %", "kappa")
    return Table("AnnoMI: the rules beside the experts' codes", head, rows)


def _agreed(name: str, both: Sequence[tuple[bool, bool]]) -> tuple[str, ...]:
    said, gold = (np.array(column) for column in zip(*both, strict=True))
    hit = float(np.sum(said & gold))
    chance = said.mean() * gold.mean() + (1 - said.mean()) * (1 - gold.mean())
    kappa = (np.mean(said == gold) - chance) / (1 - chance)
    return (name, f"{gold.sum():,}", f"{said.sum():,}", f"{100 * hit / said.sum():.0f}", f"{100 * hit / gold.sum():.0f}",
            f"{kappa:.2f}")  # fmt: skip
