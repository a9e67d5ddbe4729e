"""Dates as programs and diarists write them, and which way round a whole file has them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from itertools import pairwise
from typing import Literal

Order = Literal["dmy", "mdy"]

NUMERIC = r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}"
CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[\s\u202f\u00a0]*[AaPp]\.?[Mm]\.?)?"
_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" if name[3:] else name for name in _MONTHS) + "|sept"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
DATED = re.compile(
    rf"{_WEEKDAY}(?:(?P<iso>\d{{4}}[-./_]\d{{1,2}}[-./_]\d{{1,2}})|(?P<numbers>\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}})"
    rf"|(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?:of\s+)?(?P<month>{_MONTH})\.?,?\s+(?P<year>\d{{4}})"
    rf"|(?P<month_first>{_MONTH})\.?\s+(?P<day_after>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year_after>\d{{4}}))(?!\d)"
    rf"(?:,?(?:\s+at)?[\sT]+(?P<time>{CLOCK}))?",
    re.IGNORECASE,
)
"""A date, with its weekday and time where they are said, wherever it stands."""


def aware(naive: datetime) -> datetime:
    """A time as the clock on the wall had it, with this computer's offset. Raises ValueError."""
    try:
        return naive.astimezone()
    except (OverflowError, OSError) as error:
        raise ValueError("out of the calendar") from error


def exact(words: str) -> datetime | None:
    """An ISO 8601 time or one close to it ("2024-03-01 10:12:33 UTC"); None for anything else."""
    plain = re.sub(r"\s*(?:UTC|GMT)$", "+00:00", words.strip())
    try:
        at = datetime.fromisoformat(plain)
        return at if at.tzinfo else aware(at)
    except ValueError:
        return None


def day_order(dates: Iterable[str]) -> Order:
    """Which of two numbers is the day, by all the dates of a file in the order they stand.

    A number above 12 tells; else the order in which the file runs forward more steadily and over
    less time; dots, and nothing to tell by, mean the day comes first.
    """
    numbers = [[int(n) for n in re.split(r"[./-]", each)] for each in dates]
    short = [n for n in numbers if n[0] < 1000]
    if any(n[0] > 12 for n in short) or not short:
        return "dmy"
    if any(n[1] > 12 for n in short):
        return "mdy"
    days = [(_year(y), a, b) for a, b, y in short]
    day_first = _unsteadiness([(y, b, a) for y, a, b in days])
    return "mdy" if _unsteadiness(days) < day_first else "dmy"


def _unsteadiness(days: list[tuple[int, int, int]]) -> tuple[int, int]:
    """How often dates (year, month, day) step back, and the days they span."""
    counted = [y * 372 + m * 31 + d for y, m, d in days]
    back = sum(b < a for a, b in pairwise(counted))
    return back, max(counted) - min(counted)


def _year(number: int) -> int:
    return number if number > 99 else 2000 + number if number < 70 else 1900 + number


def numeric(words: str, order: Order) -> date:
    """A date of numbers alone. Raises ValueError."""
    a, b, c = (int(n) for n in re.split(r"[./_-]", words))
    if a > 999:
        return _sane(a, b, c)
    return _sane(_year(c), b, a) if order == "dmy" else _sane(_year(c), a, b)


def clock(words: str) -> time:
    """A time of day. Raises ValueError."""
    digits = [int(n) for n in re.findall(r"\d+", words)]
    hour = digits[0]
    half = re.search(r"[AaPp](?=\.?[Mm])", words)
    if half:
        hour = hour % 12 + (12 if half[0].lower() == "p" else 0)
    minute, second, *_ = [*digits[1:3], 0, 0]
    return time(hour, minute, second)


def dated(found: re.Match[str], order: Order) -> tuple[date, time | None]:
    """What a match of DATED says. Raises ValueError for a day no calendar has."""
    at = clock(found["time"]) if found["time"] else None
    if found["iso"]:
        return numeric(found["iso"], order), at
    if found["numbers"]:
        return numeric(found["numbers"], order), at
    month = (found["month"] or found["month_first"]).lower()[:3]
    number = [name[:3] for name in _MONTHS].index(month) + 1
    return _sane(int(found["year"] or found["year_after"]), number,
                 int(found["day"] or found["day_after"])), at  # fmt: skip


def _sane(year: int, month: int, day: int) -> date:
    if not 1900 <= year <= 2200:
        raise ValueError("no year anybody wrote in")
    return date(year, month, day)


def noon(day: date, at: time | None = None) -> datetime:
    """A day's entry: at its time, else at noon, the middle of the day it is about."""
    return aware(datetime.combine(day, at or time(12)))
