"""Calendars (iCalendar): each event as a sentence with its day, place and how it repeats."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from os1.memory.sources.contentlines import Line, blocks
from os1.memory.sources.item import Hints, Item
from os1.memory.sources.stamps import aware

ORIGIN = "calendar"
_DAYS = {name[:2].upper(): name for name in
         "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()}  # fmt: skip
_STAMP = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d):?(\d\d)(Z?))?")
_UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_PLACES = {"1": "first", "2": "second", "3": "third", "4": "fourth", "5": "fifth", "-1": "last"}


def fits(text: str) -> bool:
    return text.lstrip("\ufeff\r\n ")[:20].upper().startswith("BEGIN:VCALENDAR")


def read(text: str, hints: Hints) -> Iterator[Item]:
    """One item an event, earliest first; dated by when it was entered, or when it was if that was
    before."""
    found: list[tuple[datetime, Item]] = []
    for event in blocks(text, "VEVENT"):
        lines = {line.name: line for line in event}
        summary = " ".join(lines["SUMMARY"].words.split()) if "SUMMARY" in lines else ""
        start = _time(lines.get("DTSTART"))
        if not summary or start is None:
            continue
        entered = _time(lines.get("CREATED")) or _time(lines.get("DTSTAMP"))
        at = min(start[0], entered[0]) if entered else start[0]
        words = _sentence(summary, start, lines)
        uid = lines["UID"].value if "UID" in lines else summary
        key = f"{uid} {lines['RECURRENCE-ID'].value if 'RECURRENCE-ID' in lines else ''}\n{words}"
        found.append((at, Item(key, "person", words, at)))
    yield from (item for _, item in sorted(found, key=lambda pair: pair[0]))


def _sentence(summary: str, start: tuple[datetime, bool], lines: dict[str, Line]) -> str:
    at, timed = start
    end = _time(lines.get("DTEND"))
    words = f"{summary.rstrip('.')}: {_day(at)}"
    last = end[0] - timedelta(0 if timed else 1) if end else at
    if last.date() > at.date():
        words += f"{_clock(at, timed)} to {_day(last)}{_clock(last, timed)}"
    elif timed:
        words += _clock(at, timed) + (f" to {last:%H:%M}" if last > at else "")
    if "LOCATION" in lines and lines["LOCATION"].words.strip():
        words += f", at {' '.join(lines['LOCATION'].words.split())}"
    if "RRULE" in lines:
        words += ", " + repeats(lines["RRULE"].value)
    cancelled = "STATUS" in lines and lines["STATUS"].value.strip().upper() == "CANCELLED"
    return words + (". It was cancelled." if cancelled else ".")


def repeats(rule: str) -> str:
    """A rule of repetition in words: "every second week on Monday and Thursday, until 1 May 2024"."""
    given = dict(part.upper().split("=", 1) for part in rule.split(";") if "=" in part)
    unit = _UNITS.get(given.get("FREQ", ""), "so often")
    every = given.get("INTERVAL", "1")
    words = f"every {unit}" if every == "1" else f"every {every} {unit}s"
    days = [_weekday(day) for day in given.get("BYDAY", "").split(",") if day]
    if sorted(given.get("BYDAY", "").split(",")) == sorted(list(_DAYS)[:5]):
        days = ["weekdays"]
    if days:
        words += " on " + " and ".join(filter(None, (", ".join(days[:-1]), days[-1])))
    if "BYMONTHDAY" in given:
        words += f" on day {given['BYMONTHDAY'].replace(',', ' and ')}"
    if "COUNT" in given:
        words += f", {given['COUNT']} times"
    until = re.match(r"\d{8}", given.get("UNTIL", ""))
    end = _time(Line("", "UNTIL", {}, until[0])) if until else None
    return words + (f", until {end[0].day} {end[0]:%B %Y}" if end else "")


def _weekday(rule: str) -> str:
    found = re.fullmatch(r"([+-]?\d+)?([A-Z]{2})", rule)
    if not found or found[2] not in _DAYS:
        return rule
    place = _PLACES.get((found[1] or "").lstrip("+"), "")
    return f"the {place} {_DAYS[found[2]]}" if place else _DAYS[found[2]]


def _day(at: datetime) -> str:
    return f"{at:%A} {at.day} {at:%B %Y}"


def _clock(at: datetime, timed: bool) -> str:
    return f" at {at:%H:%M}" if timed else ""


def _time(line: Line | None) -> tuple[datetime, bool] | None:
    """A time with its offset, and whether it is one, or a whole day from its noon on."""
    found = _STAMP.match(line.value.strip()) if line else None
    if not found or line is None:
        return None
    try:
        if found[4] is None:
            year, month, day = (int(n) for n in found.groups()[:3])
            return aware(datetime(year, month, day, 12)), False
        year, month, day, hour, minute, second = (int(n) for n in found.groups()[:6])
        naive = datetime(year, month, day, hour, minute, second)
        return (naive.replace(tzinfo=UTC).astimezone() if found[7] else _in_zone(naive, line)), True
    except ValueError:
        return None


def _in_zone(naive: datetime, line: Line) -> datetime:
    try:
        return naive.replace(tzinfo=ZoneInfo(line.given["TZID"]))
    except (KeyError, ValueError, OSError):  # no zone said, or none this computer knows of
        return aware(naive)
