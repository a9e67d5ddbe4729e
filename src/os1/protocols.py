"""The seams of the house: what a part must offer to be plugged in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from os1.types import Feeling, Move, Persona, Utterance


@runtime_checkable
class Clock(Protocol):
    """Where the time comes from; `now` is always timezone-aware."""

    def now(self) -> datetime: ...


@runtime_checkable
class Encoder(Protocol):
    """Turns texts into unit vectors, shape (len(texts), `width`), float32."""

    width: int
    name: str

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]: ...

    def clear(self) -> None:
        """Drop whatever words it still holds in mind."""


class Situation(Protocol):
    """What a mind may know of the moment besides the move."""

    persona: Persona
    person_name: str | None
    now: datetime
    feeling: Feeling
    said: Sequence[Utterance]
    answered: str


@runtime_checkable
class Mind(Protocol):
    """Finds the words for a move, clause by clause."""

    name: str

    def speak(self, move: Move, situation: Situation) -> AsyncIterator[str]: ...


@runtime_checkable
class Skill(Protocol):
    """Something she can do. `intents` are the requests it answers; the call returns a sentence.

    `outside` says that its words come from outside the house, `effects` that it changes something there.
    """

    name: str
    description: str
    intents: Sequence[str]
    outside: bool
    effects: bool

    async def __call__(self, *, intent: str, now: datetime, **slots: str) -> str: ...
