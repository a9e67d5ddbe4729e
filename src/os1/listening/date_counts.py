"""Times told by counting: "two weeks ago", "in half an hour", "the last few days"."""

from __future__ import annotations

from os1.listening.date_windows import (
    Frame,
    Grain,
    Reading,
    Window,
    at_hour,
    days,
    passed,
    shifted,
)
from os1.listening.date_words import NUMBERS, choice

Amount = tuple[float, float]
"""The least and the most that was meant; the same twice where it was said exactly."""

UNIT = "(?:minute|hour|day|week|fortnight|month|year)"
COUNT = (
    r"(?:half an?|(?:a |three )?quarters? of an|an? (?:couple(?: of)?|few)|couple of|few"
    rf"|several|\d{{1,3}}|{choice(NUMBERS)})"
    r"(?: and a half)?(?: or so)?"
)
_VAGUE: dict[str, Amount] = {"couple": (2, 3), "few": (2, 5), "several": (3, 6)}
_HALF_EACH_WAY = {"week": (3, "day"), "month": (15, "day"), "year": (0.5, "year")}
_GRAINS: dict[str, Grain] = {"week": "week", "month": "month", "year": "year"}


def amount(told: str) -> Amount:
    """How many was meant by words that `COUNT` matches."""
    for word, least_and_most in _VAGUE.items():
        if word in told:
            return least_and_most
    first = told.split(maxsplit=1)[0]
    if "quarter" in told:
        size = 0.75 if first == "three" else 0.25
        return size, size
    if first == "half":
        return 0.5, 0.5
    number = (NUMBERS[first] if first in NUMBERS else int(first)) + 0.5 * ("half" in told)
    return number, number


def offset(count: Amount, unit: str, sign: int) -> Reading:
    """That long from now, ahead (`sign` 1) or behind (-1).

    Hours and minutes give the moment they lead to and one more of their unit; days the day.
    "Two weeks ago" is a week around that day, months and years likewise; "in two weeks" begins
    on that day. A vague count spans from its least to its most. Nothing is "in two weeks" that
    is past: there it says how long something took.
    """
    count, unit = _plain(count, unit)
    least, most = count

    def read(frame: Frame) -> Window | None:
        if sign > 0 and frame.past:
            return None
        if unit in ("minute", "hour"):
            return _by_the_clock(frame, count, unit, sign)
        near, far = sorted(shifted(frame.today, sign * size, unit) for size in count)
        if least != most:
            return Window(at_hour(near, 0), days(far).end, "span")
        if unit == "day":
            return days(near)
        if sign > 0:
            end = shifted(near, 1, unit)
            return Window(at_hour(near, 0), at_hour(end, 0), _GRAINS[unit])
        half, step = _HALF_EACH_WAY[unit]
        start, end = shifted(near, -half, step), shifted(near, half, step)
        return Window(at_hour(start, 0), days(end).end, _GRAINS[unit])

    return read


def rolling(count: Amount, unit: str, sign: int) -> Reading:
    """The last (`sign` -1) or next (1) so many of a unit, up to or from this moment."""
    (_, most), unit = _plain(count, unit)

    def read(frame: Frame) -> Window | None:
        if unit in ("minute", "hour"):
            then = passed(frame, sign * most, unit)
        elif sign < 0:
            then = at_hour(shifted(frame.today, -most, unit), 0)
        else:
            then = days(shifted(frame.today, most, unit)).end
        return Window(min(frame.now, then), max(frame.now, then), "span")

    return read


def _by_the_clock(frame: Frame, count: Amount, unit: str, sign: int) -> Window:
    least, most = count
    if least != most:
        near, far = sorted(passed(frame, sign * size, unit) for size in count)
        return Window(near, far, "span")
    whole = unit == "hour" and least == int(least)
    more = 1 / 60 if unit == "hour" and not whole else 1.0
    start, end = (passed(frame, sign * least + size, unit) for size in (0.0, more))
    return Window(start, end, "hour" if whole else "minute")


def _plain(count: Amount, unit: str) -> tuple[Amount, str]:
    if unit == "fortnight":
        return (count[0] * 2, count[1] * 2), "week"
    return count, unit
