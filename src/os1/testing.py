"""Stand-ins that ship with the house: a clock that tests and replays can set."""

from __future__ import annotations

from datetime import datetime


class SetClock:
    """A clock that stands still until it is set; moving it back is allowed."""

    def __init__(self, at: datetime) -> None:
        if at.tzinfo is None:
            raise ValueError("a clock needs a time with an offset")
        self._at = at

    def now(self) -> datetime:
        return self._at

    def set(self, at: datetime) -> None:
        if at.tzinfo is None:
            raise ValueError("a clock needs a time with an offset")
        self._at = at
