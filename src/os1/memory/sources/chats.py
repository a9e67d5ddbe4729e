"""Chats as messengers write them out: a time, a name and what was said, a line each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from os1.memory.sources.item import Hints, Item, cleaned, items
from os1.memory.sources.stamps import CLOCK, NUMERIC, Order, aware, clock, day_order, numeric
from os1.memory.sources.voices import own_voice

ORIGIN = "text"
_LINE = re.compile(
    rf"(?P<open>\[)?(?P<date>{NUMERIC}),?[ \u202f\u00a0T]+(?P<time>{CLOCK})(?(open)\])"
    r"(?P<dash>[ ]+[-–][ ]+|[ ]+)(?P<rest>.*)"
)
_SAID = re.compile(r"(?P<who>[^:\n]{1,60}?):(?: |$)(?P<text>.*)", re.DOTALL)
_NOTHING = re.compile(
    r"<media omitted>|<attached: [^>]*>|(?:image|video|audio|sticker|gif|document|contact card) omitted|"
    r"(?:this message was deleted|you deleted this message|null)\.?|missed (?:voice|video) call.*",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Line:
    """A line with a time, and the lines that go on from it; `who` is "" for the messenger itself, `marked`
    says that brackets or a dash set the time apart."""

    date: str
    time: str
    who: str
    marked: bool
    said: list[str] = field(default_factory=list)


def fits(text: str) -> bool:
    """Whether a text is a chat and no journal: most dated lines say whose they are, and the same
    names come back."""
    lines = _lines(cleaned(text))
    names = Counter(line.who for line in lines if line.who)
    said = names.total()
    if sum(line.marked for line in lines) * 2 > len(lines):
        return said > 0
    short = all(len(name.split()) <= 3 for name in names)
    return said * 5 >= len(lines) * 4 and short and said >= 2 * len(names) > 0


def read(text: str, hints: Hints) -> Iterator[Item]:
    """Every line said, in the order it stands; another's begins with their name."""
    lines = _lines(cleaned(text))
    order = day_order(line.date for line in lines)
    own = own_voice([line.who for line in lines if line.who], hints)
    for line in lines:
        words = "\n".join(line.said).strip()
        at = _at(line, order)
        if not line.who or not words or at is None or _NOTHING.fullmatch(words):
            continue
        key = f"{at:%Y-%m-%d %H:%M:%S} {line.who}"
        if line.who == own:
            yield from items(key, "person", words, at)
        else:
            yield Item(f"{key}\n{words}", "other", f"{line.who}: {words}", at)


def _lines(text: str) -> list[_Line]:
    found: list[_Line] = []
    for line in text.split("\n"):
        begun = _LINE.match(line)
        if begun is None:
            if found:
                found[-1].said.append(line)
            continue
        said = _SAID.match(begun["rest"])
        who, words = (said["who"].strip(), said["text"]) if said else ("", "")
        marked = bool(begun["open"] or begun["dash"].strip())
        found.append(_Line(begun["date"], begun["time"], who, marked, [words]))
    return found


def _at(line: _Line, order: Order) -> datetime | None:
    try:
        return aware(datetime.combine(numeric(line.date, order), clock(line.time)))
    except ValueError:
        return None
