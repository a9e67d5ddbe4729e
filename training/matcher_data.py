"""Questions with the words that answer them and those that only seem to: what the matcher learns from.

Three sorts, all our own: `lives/*.txt` (one person's words over a year, questions at its end),
`chats/*.jsonl` (two friends, asked about by a third) and life histories as in `bench/histories`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from os1.memory.matching import beside

PAUSE = 3 * 3600.0
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Turn:
    """What was said, when (seconds since 1970), and by whom where there are two."""

    text: str
    moment: float
    who: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: the turns that answer it, those once right and no longer, those that mislead, and
    the answer's own words ("" where unknown). `before`: how many turns there were when it was asked."""

    words: str
    kind: str
    answers: tuple[int, ...]
    stale: tuple[int, ...] = ()
    traps: tuple[int, ...] = ()
    span: tuple[str, ...] = ()
    before: int = 1 << 30


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk with its questions."""

    name: str
    turns: list[Turn]
    asked: list[Asked] = field(default_factory=list)

    def shown(self, at: int) -> tuple[str, str]:
        """A turn as the matcher reads it: what stands before it, and itself."""
        turn, last = self.turns[at], self.turns[at - 1] if at else None
        near = last is not None and turn.moment - last.moment <= PAUSE
        return beside(last.text if near and last else "", turn.text, last.who if last else "", turn.who)


def lives(path: Path) -> Iterator[Talk]:
    """The lives of one file; numbers in it count from one."""
    talk: Talk | None = None
    for row in path.read_text("utf-8").splitlines():
        if row.startswith("#"):
            if talk:
                yield talk
            talk = Talk(row[1:].partition(";")[0].strip(), [])
        elif row.startswith("?") and talk:
            kind, words, span, *numbers = (part.strip() for part in row[1:].split(" | "))
            answers, stale, traps = (tuple(int(n) - 1 for n in _NUMBER.findall(part)) for part in numbers)
            talk.asked.append(Asked(words, kind, answers, stale, traps, (span,) if span != "-" else ()))
        elif row.strip() and talk:
            _, day, text = row.split(" ", 2)
            moment = datetime.fromisoformat(day + "T12:00:00+00:00").timestamp()
            talk.turns.append(Turn(text, moment))
    if talk:
        yield talk


def chat(path: Path, plain: Sequence[Sequence[str]] = ()) -> Talk:
    """Two friends; `plain` are further questions: (chat, kind, ids, words)."""
    head, *rows = _rows(path)
    said = [row for row in rows if "text" in row]
    place = {row["id"]: n for n, row in enumerate(said)}
    talk = Talk(head["chat"], [Turn(row["text"], _moment(row), row["who"]) for row in said])
    for row in rows:
        if "q" in row and row["evidence"]:
            span = row.get("span") or row.get("answer")
            talk.asked.append(_of(row["ask"], row["kind"], [place[i] for i in row["evidence"]], span))
    for name, kind, ids, words in plain:
        if name == talk.name:
            talk.asked.append(_of(words, kind, [place[i] for i in ids.split()], None))
    return talk


def _of(words: str, kind: str, places: list[int], span: str | None) -> Asked:
    if kind == "other":
        return Asked(words, kind, (), traps=tuple(places))
    return Asked(words, kind, tuple(places), span=(span,) if span else ())


def history(path: Path) -> Talk:
    """One person's year; questions stand where they were asked."""
    head, *rows = _rows(path)
    talk, place = Talk(head["history"], []), dict[str, int]()
    texts: list[Turn] = talk.turns
    for row in rows:
        if "text" in row:
            place[row["id"]] = len(texts)
            texts.append(Turn(row["text"], _moment(row)))
            continue
        answers = tuple(place[i] for i in row.get("evidence") or () if i in place)
        never = row.get("abstain")
        stale = _saying(texts, row.get("stale") or (), answers)
        traps = answers if never else _saying(texts, row.get("others") or (), answers)
        span = tuple(row.get("answer") or row.get("all") or ())
        talk.asked.append(Asked(row["ask"], "never" if never else row["kind"], () if never else answers,
                                stale, traps, span, len(texts)))  # fmt: skip
    return talk


def _saying(turns: Sequence[Turn], values: Sequence[str], but: Sequence[int]) -> tuple[int, ...]:
    return tuple(n for n, turn in enumerate(turns) if n not in but
                 and any(re.search(rf"\b{re.escape(v)}\b", turn.text, re.IGNORECASE) for v in values))  # fmt: skip


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(row) for row in path.read_text("utf-8").splitlines() if row.strip()]


def _moment(row: dict[str, Any]) -> float:
    return datetime.fromisoformat(row["at"]).timestamp()
