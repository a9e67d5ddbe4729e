"""How a moment or a span is said back, as short as it can be without becoming another one.

What is said here is what `dates.find` reads back to the same time: a night belongs to the day
before it until 04:00, weeks begin on Monday, a weekday is said up to six days off, a year
wherever it isn't this one.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Literal

from os1.listening.date_windows import NIGHT_ENDS, waking_day
from os1.listening.date_words import MONTH_NAMES, PARTS, SEASONS, WEEKDAY_NAMES
from os1.types import DateSpan

_WEEKDAY_REACH = 6
_NEAR = ((-1, "last"), (0, "this"), (1, "next"))
_COUNTED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SOON = ((10, "a few minutes"), (20, "a quarter of an hour"), (45, "half an hour"),
         (90, "about an hour"))  # fmt: skip
"""Minutes up to which each is said."""


def say_when(moment: datetime, now: datetime) -> str:
    """`moment` in words as seen from `now`; both need a timezone, that of `now` is spoken in."""
    minutes = (moment.astimezone(UTC) - now.astimezone(UTC)).total_seconds() / 60
    ahead = minutes > 0
    if abs(minutes) < 1.5:
        return "in a moment" if ahead else "just now"
    for limit, words in _SOON:
        if abs(minutes) < limit:
            return f"in {words}" if ahead else f"{words} ago"
    there = moment.astimezone(now.tzinfo)
    today = waking_day(now)
    if abs(gap := (waking_day(there) - today).days) <= 1:
        return _part_near(gap, _part(there.hour))
    if there.hour < NIGHT_ENDS and abs(gap) <= _WEEKDAY_REACH:
        return f"{_day(waking_day(there), today)} night"
    return _day(there.date(), today)


def say_span(span: DateSpan, now: datetime) -> str:
    """`span` in words as seen from `now`, as finely as it was meant."""
    start, end = span.start.astimezone(now.tzinfo), span.end.astimezone(now.tzinfo)
    today = waking_day(now)
    first, last = start.date(), (end - timedelta(microseconds=1)).date()
    if span.grain in ("minute", "hour"):
        return _clock(start, today)
    if span.grain == "part":
        return _part_of_day(first, start.hour, end, today)
    if span.grain == "day":
        return _day(first, today)
    if span.grain in ("week", "weekend"):
        return _week(first, span.grain, today)
    if span.grain == "month":
        return _month(first, last, today)
    if span.grain == "year":
        return _year(first, today)
    return _stretch(first, last, today)


def hour_of_day(now: datetime) -> Literal["night", "morning", "day", "evening"]:
    """What sort of hour it is: night from 23:00, morning from 05:00, evening from 18:00."""
    if 5 <= now.hour < 12:
        return "morning"
    if 12 <= now.hour < 18:
        return "day"
    return "evening" if 18 <= now.hour < 23 else "night"


def _part(hour: int) -> str:
    if hour < NIGHT_ENDS or hour >= 22:
        return "night"
    return next(part for part in ("morning", "afternoon", "evening") if hour < PARTS[part][1])


def _part_near(gap: int, part: str) -> str:
    if part == "night" and gap <= 0:
        return "tonight" if gap == 0 else "last night"
    return f"{('yesterday', 'this', 'tomorrow')[gap + 1]} {part}"


def _of_year(year: int, today: date, between: str = " ") -> str:
    """What tells the year after a date; nothing for this one."""
    for gap, which in _NEAR:
        if year - today.year == gap:
            return f" {which} year" if gap else ""
    return f"{between}{year}"


def _date(day: date) -> str:
    return f"{day.day} {MONTH_NAMES[day.month - 1]}"


def _day(day: date, today: date) -> str:
    gap = (day - today).days
    if abs(gap) <= 1:
        return ("yesterday", "today", "tomorrow")[gap + 1]
    if abs(gap) <= _WEEKDAY_REACH:
        # "On Thursday" with last week's in mind could still be this week's.
        this_week = -gap <= today.weekday()
        return f"{'on' if this_week else 'last'} {WEEKDAY_NAMES[day.weekday()]}"
    return f"on {_date(day)}{_of_year(day.year, today)}"


def _clock(start: datetime, today: date) -> str:
    hour = "12" if start.hour % 12 == 0 else str(start.hour % 12)
    minute = f":{start.minute:02}" if start.minute else ""
    told = f"{hour}{minute} {'pm' if start.hour >= 12 else 'am'}"
    if start.hour == 12 and not minute:
        told = "noon"
    day = waking_day(start)
    gap = (day - today).days
    if start.hour < NIGHT_ENDS and abs(gap) <= _WEEKDAY_REACH:
        told = "midnight" if start.hour == 0 and not minute else told
        near = _part_near(gap, "night") if abs(gap) <= 1 else f"{_day(day, today)} night"
        return f"{near} at {told}"
    if gap == 0 and start.hour >= PARTS["evening"][0]:
        return f"tonight at {told}"
    return f"{_day(start.date(), today)} at {told}"


def _part_of_day(day: date, hour: int, end: datetime, today: date) -> str:
    exact = {PARTS[part]: part for part in ("lunchtime", "first thing")}
    part = "night" if end.hour == NIGHT_ENDS and hour >= 18 else _part(hour)
    part = exact.get((hour, end.hour), part)
    gap = (day - today).days
    if part == "first thing":
        return f"first thing {_day(day, today)}"
    if part == "lunchtime":
        return f"{_day(day, today)} at lunchtime"
    if abs(gap) <= 1:
        return _part_near(gap, part)
    if abs(gap) <= _WEEKDAY_REACH:
        return f"{_day(day, today)} {part}"
    return f"on the {part} of {_day(day, today).removeprefix('on ')}"


def _week(first: date, unit: str, today: date) -> str:
    if unit == "week" and first.weekday() != 0:
        return _about(first, "week", 7, today)
    monday = today - timedelta(days=today.weekday())
    weeks = (first - timedelta(days=first.weekday()) - monday).days // 7
    for gap, which in _NEAR:
        if weeks == gap:
            return f"{which} {unit}"
    inside = "in the week" if unit == "week" else "on the weekend"
    return f"{inside} of {_date(first)}{_of_year(first.year, today)}"


def _month(first: date, last: date, today: date) -> str:
    whole = first.day == 1 and (last + timedelta(days=1)).day == 1
    if not whole:
        return _about(first, "month", 30.44, today)
    if (first.year, first.month) == (today.year, today.month):
        return "this month"
    return f"in {MONTH_NAMES[first.month - 1]}{_of_year(first.year, today)}"


def _year(first: date, today: date) -> str:
    if (first.month, first.day) != (1, 1):
        return _about(first, "year", 365.25, today)
    for gap, which in _NEAR:
        if first.year - today.year == gap:
            return f"{which} year"
    return f"in {first.year}"


def _about(first: date, unit: str, length: float, today: date) -> str:
    """A span around a day some units off: those behind are centred on it, those ahead begin."""
    behind = first < today
    days = (today - first).days - length / 2 if behind else (first - today).days
    count = max(1, round(days / length))
    number = _COUNTED[count] if count < len(_COUNTED) else str(count)
    told = f"about a {unit}" if count == 1 else f"about {number} {unit}s"
    return f"{told} ago" if behind else f"in {told}"


def _stretch(first: date, last: date, today: date) -> str:
    if first == last:
        return _day(first, today)
    if (first.month, first.day, last.day) == (12, 24, 26):
        return f"over Christmas{_of_year(first.year, today)}"
    if season := _season(first, last):
        return f"in the {season}{_of_year(first.year, today, ' of ')}"
    if max(abs((day - today).days) for day in (first, last)) <= _WEEKDAY_REACH:
        one, other = (_day(day, today).removeprefix("on ") for day in (first, last))
        return f"between {one} and {other}"
    if first.year != last.year:
        return f"between {_date(first)} {first.year} and {_date(last)} {last.year}"
    one = str(first.day) if first.month == last.month else _date(first)
    return f"between {one} and {_date(last)}{_of_year(last.year, today)}"


def _season(first: date, last: date) -> str:
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if first.day != 1 or (last + timedelta(days=1)).day != 1 or months != 3:
        return ""
    return next((name for name, month in SEASONS.items() if month == first.month), "")
