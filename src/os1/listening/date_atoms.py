"""What a time is made of before it is put together: atoms, and the shapes of their parts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from os1.listening.date_windows import Clock, Reading, Yearly
from os1.listening.date_words import FOLLOWERS, MONTHS, ORDINALS, SHORT_MONTHS, choice

Kind = Literal["day", "weekday", "date", "span", "part", "clock"]


@dataclass(frozen=True, slots=True)
class Atom:
    """One piece of a time, from `at` up to `to` in the text.

    `day` reads the day or span, `yearly` does for a given year, `part` names a part of the day;
    a `weak` atom means nothing unless it stands beside a day.
    """

    at: int
    to: int
    kind: Kind
    day: Reading | None = None
    part: str = ""
    clock: Clock | None = None
    weekday: int | None = None
    yearly: Yearly | None = None
    weak: bool = False


class Talk(NamedTuple):
    """A text as it was written, the same in small letters, and the order of 9/3."""

    text: str
    low: str
    day_first: bool


Reader = Callable[["re.Match[str]", Talk], Atom | None]
Rule = tuple["re.Pattern[str]", Reader]

END = rf"(?![\w'%°/]|[:.,/]\d)(?=\s{{0,3}}(?:$|\n|[^\w\s'-])|\s{{1,3}}{choice(FOLLOWERS)}\b(?!'))"
"""What may come after a number for it to be a time and not a count."""
MONTH = choice(MONTHS | SHORT_MONTHS)
DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|{choice(ORDINALS).replace('-', '[ -]')})"
YEAR = r"(?:19|20)\d\d(?!\d)"
_END = re.compile(END)


def ended(talk: Talk, at: int) -> bool:
    """Whether what stands at `at` may follow a time."""
    return _END.match(talk.low, at) is not None


def rule(shape: str, reader: Reader) -> Rule:
    """A rule for `shape`, whole words only; a space in it stands for up to three of any kind."""
    spaced = shape.replace(" ?", r"\s?").replace("[ -]", r"[\s-]").replace(" ", r"\s{1,3}")
    return re.compile(r"\b" + spaced), reader
