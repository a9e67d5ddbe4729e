"""The seams of the house: what a part must offer to be plugged in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from os1.speech import Manner, Spoken
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


@runtime_checkable
class Ears(Protocol):
    """Turns speech into words, in batch. Used from one thread; both methods may block."""

    name: str

    def transcribe(self, sound: NDArray[np.float32]) -> str:
        """The words in mono sound of 16 kHz, -1 to 1, up to about ten seconds long; "" where there are none.
        Raises EarsFailed."""

    def close(self) -> None: ...


@runtime_checkable
class Voice(Protocol):
    """Turns words into speech. Used from one thread; both methods may block.

    `name` is what it is chosen by, `label` what a person reads.
    """

    @property
    def name(self) -> str: ...

    @property
    def label(self) -> str: ...

    def say(self, text: str, manner: Manner) -> Spoken:
        """One clause, spoken. Raises VoiceFailed."""

    def close(self) -> None: ...


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
