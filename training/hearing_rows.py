"""What the hearing model learns from, as rows: a text, what was said before it, and the gold of some heads."""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from encoder import WIDTH
from hearing_data import ACTS, ADVICE, DANGERS, FEELINGS, IRONY, LEVELS, TOPICS, Line, Told, askings

from os1.listening.encoder import MiniLM

MIND = Path(__file__).parents[1] / "src/os1/mind"
VIEWS = (*dict.fromkeys(key for key, _ in askings(MIND / "askings.txt")), "")
HERS = {"ask_her", "test", "ask_advice", "praise_her", "blame_her"}
FILMS = {
    "hopeful": "hopeful", "anticipating": "hopeful", "apprehensive": "afraid", "anxious": "afraid", "afraid": "afraid",
    "terrified": "afraid", "surprised": "surprised", "angry": "angry", "annoyed": "angry", "furious": "angry",
    "caring": "loving", "ashamed": "ashamed", "embarrassed": "ashamed", "guilty": "guilty", "excited": "glad",
    "joyful": "glad", "devastated": "grief", "sad": "sad", "disappointed": "sad", "grateful": "grateful",
    "proud": "proud", "lonely": "lonely", "disgusted": "disgusted", "jealous": "jealous", "content": "calm",
    "neutral": "none", "acknowledging": "none", "questioning": "none", "agreeing": "none", "suggesting": "none",
}  # fmt: skip
"""EDOS' feelings as ours; the others have none of ours."""


@dataclass(frozen=True, slots=True)
class Row:
    """A text, the vectors of what was said before it, and the gold of some heads."""

    text: str
    before: np.ndarray
    gold: dict[str, np.ndarray | int]


NOTHING = np.zeros(2 * WIDTH, np.float32)


def of_talk(lines: Sequence[Line]) -> list[Row]:
    """The lines of talks as rows."""
    made = []
    for line in lines:
        acts = np.array([name in line.acts for name in ACTS], np.float32)
        scale = np.array([line.valence / 2, line.strength / 3], np.float32)
        made.append(Row(line.text, context(line.hers, line.mine),
                        {"acts": acts, "feeling": FEELINGS.index(line.feeling), "scale": scale,
                         "topic": TOPICS.index(line.topic), "advice": ADVICE.index(line.advice),
                         "irony": IRONY.index(line.irony)}))  # fmt: skip
    return made


def of_danger(told: Sequence[Told]) -> list[Row]:
    """The utterances with and without danger as rows."""
    return [Row(t.text, context("", t.before), {"danger": DANGERS.index(t.kind), "level": LEVELS.index(t.level)})
            for t in told]  # fmt: skip


NO_DANGER: dict[str, np.ndarray | int] = {"danger": 0, "level": 0}


def harmless(lines: Sequence[Line], comments: Sequence[str], folder: Path) -> list[Row]:
    """Ordinary talk, comments and lines of the lives, as what is no danger."""
    told = [Row(line.text, context("", line.mine), NO_DANGER) for line in lines]
    lives = [text for text, _ in _spoken(folder)]
    return told + [Row(text, NOTHING, NO_DANGER) for text in (*comments, *lives)]


def of_views(asked: Sequence[tuple[str, str]], lines: Sequence[Line]) -> list[Row]:
    """The ways to ask for a view of hers, and lines that ask for none."""
    none = [line.text for line in lines if not HERS & set(line.acts)]
    told = [*asked, *(("", text) for text in none[:: max(1, len(none) // len(asked))])]
    return [Row(text, NOTHING, {"view": VIEWS.index(key)}) for key, text in told]


def context(hers: str, mine: str) -> np.ndarray:
    """What was said before, as two vectors; nothing is nought."""
    return np.concatenate([_vector(hers), _vector(mine)]).astype(np.float32)


@lru_cache(maxsize=20_000)
def _vector(words: str) -> np.ndarray:
    return MiniLM().encode([words])[0] if words else NOTHING[:WIDTH]


def roughened(row: Row, chance: random.Random) -> Row:
    """As hurried hands would type it, now and then; now and then with nothing known of what came before."""
    text, before = row.text, row.before
    if chance.random() < 0.25:
        text = text.lower().rstrip("?.!")
    if chance.random() < 0.15:
        text = text.replace("'", "").replace("’", "")
    if chance.random() < 0.1 and len(text) > 12:
        at = chance.randrange(1, len(text) - 1)
        text = text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :]
    if chance.random() < 0.2:
        before = NOTHING
    return Row(text, before, row.gold)


def in_films(folder: Path) -> list[Row]:
    """EDOS' dialogues (Welivita et al. 2021): the last line, what was said before it, and its feeling."""
    made = []
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                felt = FILMS.get((row.get("Agreed emotion (2/3 vote)") or row.get("emotion") or "").lower())
                said = _lines(row.get("Dialog") or row.get("os_dialog") or "")
                if felt and said and len(said[-1].split()) <= 60:
                    before = context(said[-2] if len(said) > 1 else "", "")
                    made.append(Row(said[-1], before, {"feeling": FEELINGS.index(felt)}))
    return made


def _lines(dialogue: str) -> list[str]:
    """The lines of a dialogue, its marks set as people set them."""
    rows = [re.sub(r"^[-\s]+", "", row) for row in dialogue.splitlines()]
    return [re.sub(r" ([.,!?;:])", r"\1", re.sub(r"(\w) ?'(\w)", r"\1'\2", row)).strip() for row in rows if row.strip(" -")]


def by_words(folder: Path) -> list[Row]:
    """Lines of the lives that hold words of one topic alone (`topic_words.txt`)."""
    return [Row(text, NOTHING, {"topic": TOPICS.index(topic)}) for text, topic in _spoken(folder)]


def _spoken(folder: Path) -> Iterator[tuple[str, str]]:
    words = {}
    for row in (folder / "topic_words.txt").read_text("utf-8").splitlines():
        if row and not row.startswith("#"):
            topic, _, held = row.partition(": ")
            words[topic] = held
    ways = {topic: re.compile(rf"\b(?:{'|'.join(_phrases(held))})\b") for topic, held in words.items()}
    for path in sorted((folder / "lives").glob("*.txt")):
        for row in path.read_text("utf-8").splitlines():
            found = re.match(r"\d+ \d{4}-\d\d-\d\d (.+)", row)
            about = [topic for topic, way in ways.items() if found and way.search(found[1].lower())]
            if found and len(about) == 1:
                yield found[1], about[0]


def _phrases(held: str) -> list[str]:
    return [re.escape(word) for word in held.split()]
