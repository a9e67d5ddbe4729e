"""From what was meant to a stretch of the calendar: wall dates in, windows of wall time out.

All arithmetic is on local wall dates, so that "tomorrow" is a day and not 24 hours; only spans
counted in hours and minutes are counted as they pass. Between 00:00 and 04:00 the day is still
the one that hasn't been slept on: "today", "tonight", "tomorrow" and "yesterday" count from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal, NamedTuple

from os1.listening.date_words import EASTERS, PARTS

Grain = Literal["minute", "hour", "part", "day", "week", "weekend", "month", "year", "span"]
NIGHT_ENDS = 4
"""The hour at which a new day begins for somebody who hasn't slept."""
_WAKING = 6
"""The earliest hour meant by a clock time that says neither morning nor evening."""


class Window(NamedTuple):
    """Wall time from `start` up to `end`, without a timezone."""

    start: datetime
    end: datetime
    grain: Grain


@dataclass(frozen=True, slots=True)
class Frame:
    """What a time is told against. `past` says whether it lies behind; None where unknown."""

    now: datetime
    zone: tzinfo
    today: date
    past: bool | None


@dataclass(frozen=True, slots=True)
class Clock:
    """A time on a clock. `twelve`: morning or evening wasn't said; `hour` may be 24."""

    hour: int
    minute: int = 0
    twelve: bool = False
    fine: bool = False
    until: Clock | None = None


Reading = Callable[[Frame], Window | None]
Yearly = Callable[[int], Window | None]


def frame_of(now: datetime, past: bool | None) -> Frame:
    """The frame for an aware `now`; raises ValueError for one without a timezone."""
    if now.tzinfo is None:
        raise ValueError("now needs a timezone")
    return Frame(now.replace(tzinfo=None), now.tzinfo, waking_day(now), past)


def waking_day(moment: datetime) -> date:
    """The day a moment belongs to for somebody awake: before 04:00 still the day before."""
    return moment.date() - timedelta(days=1 if moment.hour < NIGHT_ENDS else 0)


def at_hour(day: date, hour: int, minute: int = 0) -> datetime:
    """Wall time `hour` (24 and more run into the next day) of `day`."""
    return datetime.combine(day, time()) + timedelta(hours=hour, minutes=minute)


def days(day: date, count: int = 1, grain: Grain = "day") -> Window:
    """`count` whole days from `day` on."""
    return Window(at_hour(day, 0), at_hour(day + timedelta(days=count), 0), grain)


def months(year: int, month: int, count: int = 1, grain: Grain = "month") -> Window:
    """`count` whole months from the first of `month` on; months past 12 run into later years."""
    first = shifted(date(year, 1, 1), month - 1, "month")
    return Window(at_hour(first, 0), at_hour(shifted(first, count, "month"), 0), grain)


def part_of(day: date, part: str) -> Window:
    """A part of a day by its name in `PARTS`."""
    first, last = PARTS[part]
    return Window(at_hour(day, first), at_hour(day, last), "part")


def valid_day(year: int, month: int, day: int) -> Window | None:
    """That date, or None where the calendar has none."""
    try:
        return days(date(year, month, day))
    except ValueError:
        return None


def shifted(day: date, count: float, unit: str) -> date:
    """`day` moved by `count` days, weeks, months or years; ends of months stay ends of months."""
    if unit == "day":
        return day + timedelta(days=round(count))
    if unit == "week":
        return day + timedelta(days=round(count * 7))
    whole = round(count * 12) if unit == "year" else int(count)
    year, month = divmod(day.year * 12 + day.month - 1 + whole, 12)
    first = date(year, month + 1, 1)
    length = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - first).days
    moved = first + timedelta(days=min(day.day, length) - 1)
    rest = 0.0 if unit == "year" else count - int(count)
    return moved + timedelta(days=round(rest * 30))


def passed(frame: Frame, count: float, unit: str) -> datetime:
    """Wall time once `count` hours or minutes have passed, whatever the clocks do meanwhile."""
    step = timedelta(hours=count) if unit == "hour" else timedelta(minutes=count)
    then = frame.now.replace(tzinfo=frame.zone).astimezone(UTC) + step
    return then.astimezone(frame.zone).replace(tzinfo=None)


def attached(wall: datetime, zone: tzinfo) -> datetime:
    """Wall time in its timezone; a time the clocks skip becomes the one they skip to."""
    return wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar, by the method of Meeus, Jones and Butcher."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    f = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * f) // 433
    month = (h + f - 7 * m + 90) // 25
    return date(year, month, (h + f - 7 * m + 33 * month + 19) % 32)


def easter_days(name: str) -> Yearly:
    """A feast of Easter by its name in `EASTERS`."""
    start, length = EASTERS[name]
    return lambda year: days(
        easter(year) + timedelta(days=start), length, "day" if length == 1 else "span"
    )


def relative_day(count: int) -> Callable[[Frame], Window]:
    """The day `count` days from today; at night today runs on until it is slept on."""

    def read(frame: Frame) -> Window:
        window = days(frame.today + timedelta(days=count))
        if count == 0 and window.end <= frame.now:
            return window._replace(end=at_hour(frame.now.date(), NIGHT_ENDS))
        return window

    return read


def weekday(number: int, which: str = "") -> Reading:
    """A day of the week; Monday is 0.

    Bare: the nearest one behind or ahead, never today. "this": today counts. "next": in the week
    after this one. "last": the nearest one behind. Weeks begin on Monday.
    """

    def read(frame: Frame) -> Window:
        calendar = frame.now.date()
        if which == "next":
            ahead = 7 - frame.today.weekday() + number
        elif which == "this" and number == frame.today.weekday():
            ahead = 0
        elif which == "last" or (frame.past and which != "coming"):
            # At night what is behind counts from the calendar's day: Tuesday is over at 00:00.
            back = (calendar.weekday() - number - 1) % 7 + 1
            return days(calendar - timedelta(days=back))
        else:
            ahead = (number - frame.today.weekday() - 1) % 7 + 1
        return days(frame.today + timedelta(days=ahead))

    return read


def calendar_span(unit: str, count: int, *, loose: bool = False) -> Reading:
    """The week, weekend, month or year `count` from this one.

    `loose` is for "the weekend" said bare: the one behind where talk is of the past.
    """

    def read(frame: Frame) -> Window:
        today = frame.today
        monday = today - timedelta(days=today.weekday())
        if unit == "week":
            return days(monday + timedelta(weeks=count), 7, "week")
        if unit == "weekend":
            back = 1 if loose and frame.past and today.weekday() < 5 else 0
            return days(monday + timedelta(days=5 + 7 * (count - back)), 2, "weekend")
        if unit == "month":
            return months(today.year, today.month + count)
        return months(today.year + count, 1, 12, "year")

    return read


def yearly(make: Yearly, which: str = "") -> Reading:
    """Something that comes round every year, by tense or by "last", "this", "next"."""

    def read(frame: Frame) -> Window | None:
        # Nine years reach past the longest gap between leap days.
        return _nearest(make, which, frame, 1) or _nearest(make, which, frame, 9)

    return read


def _nearest(make: Yearly, which: str, frame: Frame, reach: int) -> Window | None:
    around = range(frame.today.year - reach, frame.today.year + reach + 1)
    known = [window for year in around if (window := make(year)) is not None]
    if which == "this":
        running = (w for w in known if w.start <= frame.now < w.end)
        return next(running, make(frame.today.year))
    if which == "last":
        return _latest(window for window in known if window.end <= frame.now)
    if which == "next":
        return next((window for window in known if window.start > frame.now), None)
    if frame.past:
        return _latest(window for window in known if window.start <= frame.now)
    return next((w for w in known if w.end > at_hour(frame.today, 0)), None)


def monthly(day: int) -> Reading:
    """A day of the month told by its number alone; months without it are passed over."""

    def read(frame: Frame) -> Window | None:
        firsts = [shifted(frame.today.replace(day=1), count, "month") for count in range(-2, 3)]
        known = [w for f in firsts if (w := valid_day(f.year, f.month, day)) is not None]
        today = at_hour(frame.today, 0)
        if frame.past:
            return _latest(window for window in known if window.start < today)
        return next((window for window in known if window.start >= today), None)

    return read


def clock_on(day: date, clock: Clock, part: str = "") -> Window:
    """That time on that day; without morning or evening said, one to seven are afternoon."""
    hour = _settled(clock, part)
    start = at_hour(day, hour, clock.minute)
    if clock.until is not None:
        return Window(start, at_hour(day, clock.until.hour, clock.until.minute), "span")
    length = timedelta(minutes=1) if clock.fine else timedelta(hours=1)
    return Window(start, start + length, "minute" if clock.fine else "hour")


def clock_alone(clock: Clock, part: str = "") -> Reading:
    """That time with no day said: the nearest one ahead, or behind in talk of the past."""

    def read(frame: Frame) -> Window | None:
        around = [frame.now.date() + timedelta(days=count) for count in (-2, -1, 0, 1, 2)]
        if clock.twelve and not part:
            faces = [Clock(clock.hour % 12 + more, clock.minute, fine=clock.fine)
                     for more in (0, 12)]  # fmt: skip
            waking = [face for face in faces if face.hour >= _WAKING]
            known = [clock_on(day, face) for day in around for face in waking]
        else:
            known = [clock_on(day, clock, part) for day in around]
        if frame.past:
            return _latest(window for window in known if window.start <= frame.now)
        return next((window for window in known if window.start > frame.now), None)

    return read


def part_alone(part: str) -> Reading:
    """A part of the day with no day said. A morning ahead is one that hasn't begun."""

    def read(frame: Frame) -> Window | None:
        known = [part_of(frame.now.date() + timedelta(days=n), part) for n in (-1, 0, 1, 2)]
        if frame.past:
            return _latest(window for window in known if window.start <= frame.now)
        early = part in ("morning", "first thing")
        return next((w for w in known if (w.start if early else w.end) > frame.now), None)

    return read


def _latest(windows: Iterable[Window]) -> Window | None:
    return max(windows, key=lambda window: window.start, default=None)


def _settled(clock: Clock, part: str) -> int:
    hour = clock.hour
    if part == "night" and hour % 12 < NIGHT_ENDS and hour <= 12:
        return 24 + hour % 12
    if not clock.twelve:
        return hour
    if part in ("morning", "first thing"):
        return hour % 12
    if part or hour <= 7:
        return hour % 12 + 12
    return hour
