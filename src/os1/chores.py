"""Work between turns: one queue, one loop, everything in the order it falls due."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

Due = Callable[[float], Sequence[tuple[int, str, int, float]]]
"""Given a time, the chores due by then: number, name, what it is about, when it was due."""


def run_due(
    now: datetime,
    due: Due,
    finish: Callable[[int], None],
    handlers: Mapping[str, Callable[[int, float], None]],
) -> list[str]:
    """Do everything due by `now`, earliest first, also what becomes due by doing it.

    A chore nobody knows (from a later version) is left alone. Returns the names done, in order.
    """
    done: list[str] = []
    passed: set[int] = set()
    while True:
        waiting = [c for c in due(now.timestamp()) if c[0] not in passed]
        if not waiting:
            return done
        number, name, about, at = waiting[0]
        passed.add(number)
        if name not in handlers:
            continue
        handlers[name](about, at)  # first the work: a chore done twice beats one lost
        finish(number)
        done.append(name)
