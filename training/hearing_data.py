"""Talk labelled by how it is meant: what the hearing model learns from and is measured on.

`talks/*.txt` hold talks between a person and a good listener, every line of the person's with its
labels; `risk/*.tsv` utterances with and without danger. Tests of the same form lie under `bench`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ACTS = tuple(
    """inform feel story opine plan ask_fact ask_her ask_memory ask_advice rhetorical request greet part
    thank apologise praise_her blame_her tease joke laugh agree disagree backchannel correct retract
    wonder answer refuse test bored nonsense""".split()
)
FEELINGS = tuple(
    """none sad grief afraid angry ashamed tired lonely glad proud loving hopeful surprised amused unsure
    relieved bored disgusted grateful jealous hurt guilty calm""".split()
)
TOPICS = tuple(
    """love family friends work study health body mind sleep money home food pets travel games art faith
    death world weather her self children past future other""".split()
)
ADVICE = ("no", "think", "yes")
IRONY = ("no", "joke", "yes")
DANGERS = ("none", "self_harm", "harm_to_others", "abuse", "eating", "medical")
LEVELS = ("none", "passive", "active", "imminent")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a person's, what was said before it by them and by her ("" at the start), and its
    labels; `strength` from 0 to 3, `valence` from -2 to 2."""

    text: str
    mine: str
    hers: str
    acts: tuple[str, ...]
    feeling: str
    strength: int
    valence: int
    cause: str
    about: str
    topic: str
    advice: str
    irony: str


@dataclass(frozen=True, slots=True)
class Told:
    """An utterance, what was said before it, whether it tells of danger, how near, and of whom."""

    text: str
    before: str
    kind: str
    level: str
    who: str
    note: str


def talks(path: Path) -> Iterator[list[Line]]:
    """The labelled lines of each talk of one file."""
    rows: list[Line] = []
    mine = hers = ""
    for row in path.read_text("utf-8").splitlines():
        if row.startswith("#"):
            if rows:
                yield rows
            rows, mine, hers = [], "", ""
        elif row.startswith("S "):
            hers = row[1:].strip()
        elif row.startswith("P "):
            text, _, labels = row[1:].strip().partition(" :: ")
            told = dict(part.strip().split("=", 1) for part in labels.split(" | "))
            rows.append(_line(text.strip(), mine, hers, told))
            mine = text.strip()
    if rows:
        yield rows


def _line(text: str, mine: str, hers: str, told: dict[str, str]) -> Line:
    cause = "" if told["cause"] == "-" else told["cause"]
    return Line(text, mine, hers, tuple(told["acts"].split(",")), told["feel"], int(told["strength"]),
                int(told["val"]), cause, told["about"], told["topic"], told["advice"], told["irony"])  # fmt: skip


def dangers(path: Path) -> Iterator[Told]:
    """The utterances of one file."""
    for row in path.read_text("utf-8").splitlines():
        kind, level, who, note, before, text = row.split("\t")
        yield Told(text, "" if before == "-" else before, kind, level, who, note)


def askings(path: Path) -> Iterator[tuple[str, str]]:
    """Each of her views by its key, with a way to ask for it."""
    key = ""
    for row in path.read_text("utf-8").splitlines():
        if row.startswith("["):
            key = row[1:-1]
        elif row and not row.startswith("#"):
            yield key, row
