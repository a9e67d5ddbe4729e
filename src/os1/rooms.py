"""What conversation and channels may ask of the house, so that they needn't know it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from datetime import datetime
from typing import ParamSpec, Protocol, TypeVar

from os1.config import Home
from os1.memory.episodes import Shelf
from os1.protocols import Clock
from os1.speech import Tone
from os1.store.database import Database
from os1.talk import Accepted, Draft
from os1.tongue import Tongue
from os1.turn import Turns
from os1.types import Person, Reply

P = ParamSpec("P")
T = TypeVar("T")


class Rooms(Protocol):
    """The house as its channels see it."""

    home: Home
    person: Person
    shelf: Shelf
    database: Database
    turns: Turns
    tongue: Tongue
    clock: Clock

    async def accept(
        self, turn_id: str, text: str, *, at: datetime | None = None, off_record: bool = False, tone: Tone | None = None
    ) -> Accepted: ...

    async def answer(self, came: Accepted) -> Draft: ...

    def speak(self, draft: Draft) -> AsyncGenerator[str]: ...

    async def finish(self, draft: Draft, *, cut: bool = False) -> Reply: ...

    async def set_up(self, turn_id: str, call_me: str, tone: str, on_mind: str) -> Draft: ...

    async def welcome_back(self, turn_id: str) -> Draft | None: ...

    def needs_set_up(self) -> bool: ...

    def warm(self) -> None: ...

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T: ...
