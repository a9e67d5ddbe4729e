"""What a call does beside listening: tasks that are ended with it, and a fault in one that doesn't end it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

Work = Coroutine[Any, Any, None]
_log = logging.getLogger(__name__)


class Beside:
    """The tasks of one call."""

    def __init__(self, recover: Callable[[], Work]) -> None:
        """`recover` is done after a fault."""
        self._recover = recover
        self._tasks: set[asyncio.Task[None]] = set()
        self._outlive: set[asyncio.Task[None]] = set()
        self._failing = False

    def do(self, work: Work, *, outlives: bool = False) -> None:
        """Do something; what `outlives` the call isn't ended with it."""
        task = asyncio.create_task(work)
        mine = self._outlive if outlives else self._tasks
        mine.add(task)
        task.add_done_callback(mine.discard)
        task.add_done_callback(self._over)

    def _over(self, task: asyncio.Task[None]) -> None:
        if task.cancelled() or task.exception() is None:
            return
        _log.error("something in a call failed", exc_info=task.exception())
        if not self._failing:
            self._failing = True
            self.do(self._recovered())

    async def _recovered(self) -> None:
        await self._recover()
        self._failing = False

    async def end(self) -> None:
        """End whatever doesn't outlive the call."""
        ending = [*self._tasks]
        for task in ending:
            task.cancel()
        await asyncio.gather(*ending, return_exceptions=True)
