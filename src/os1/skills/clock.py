"""What time it is, and what day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Clock:
    """Tells the time and the date as one says them."""

    name = "clock"
    description = "What time it is, and what day."
    intents: Sequence[str] = ("clock.time", "clock.date")
    outside = False
    effects = False

    async def __call__(self, *, intent: str, now: datetime, **slots: str) -> str:
        if intent == "clock.date":
            return f"{_DAYS[now.weekday()]}, the {_ordinal(now.day)} of {_MONTHS[now.month - 1]}."
        return f"{spoken_time(now)}."


def spoken_time(now: datetime) -> str:
    """The time in words where it is round, in figures where it isn't: "Half past seven", "7:41"."""
    hour, minute = now.hour % 12 or 12, now.minute
    part = "in the morning" if now.hour < 12 else "in the afternoon" if now.hour < 18 else ""
    if now.hour >= 18:
        part = "in the evening" if now.hour < 22 else "at night"
    if now.hour < 5:
        part = "at night"
    if (now.hour, minute) == (0, 0):
        return "Midnight exactly"
    if (now.hour, minute) == (12, 0):
        return "Noon exactly"
    words = {0: f"{hour} o'clock", 15: f"Quarter past {hour}", 30: f"Half past {hour}",
             45: f"Quarter to {hour % 12 + 1}"}  # fmt: skip
    return f"{words.get(minute, f'{hour}:{minute:02d}')} {part}"


def _ordinal(day: int) -> str:
    if 10 <= day % 100 <= 20:
        return f"{day}th"
    return f"{day}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th') }"
