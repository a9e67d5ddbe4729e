"""What is in mind while talking with one person: what came, what is meant, what was said aside."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from os1.memory import commands
from os1.memory.episodes import STRETCH
from os1.mind.chat.prompt import Brief, Prompt
from os1.mind.chat.tools import Done as Called
from os1.speech import Sounding, Tone
from os1.store.minds import Server
from os1.types import Heard, Memory, Move, Persona, Utterance

BAD_NEWS = -0.5  # how low a talk is at most when something bad is told
WORRIED_OVER, NO_WORRY = 6, -10.0  # utterances
HEARD_BACK = 700  # her utterances whose sentences aren't said again


@dataclass(frozen=True, slots=True)
class Accepted:
    """Words that have come, kept unless off the record. `earlier` is the reply they already got, `tone` how they
    were spoken, if they were."""

    turn_id: str
    text: str
    at: datetime
    kept: Utterance | None
    on_record: bool
    earlier: Utterance | None = None
    command: str = ""
    tone: Tone | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """What a mind may know of the moment."""

    persona: Persona
    person_name: str | None
    now: datetime
    feeling: object
    said: Sequence[Utterance]
    answered: str = ""


@dataclass(slots=True)
class Larger:
    """What a larger tongue is asked, and what came of it: the prompt as it was sent last and the fuller one a
    server may have refused before, the tools offered, the calls
    made, the clauses a guard kept back by rule, and why it faltered if it did."""

    server: Server
    brief: Brief
    prompt: Prompt | None = None
    refused: Prompt | None = None
    sent: int = 0
    offered: Sequence[Mapping[str, Any]] = ()
    called: list[Called] = field(default_factory=list)
    slips: dict[str, int] = field(default_factory=dict)
    fault: str = ""
    notice: str = ""


@dataclass(slots=True)
class Draft:
    """A reply found but not yet said; with `larger`, one whose words may yet be a model's. `follows` is the plan it
    asks after and `doubts` the doubt it asks about, by number: settled only once she was heard to ask; `sounds` how the
    person sounds beside their usual, `acted` whether a skill has changed something."""

    accepted: Accepted
    heard: Heard
    move: Move
    clauses: list[str]
    pieces: list[int]
    learned: list[Memory]
    done: commands.Done
    began: float
    spoken: str = ""
    larger: Larger | None = None
    follows: int = 0
    doubts: int = 0
    sounds: Sounding | None = None
    acted: bool = False

    @property
    def text(self) -> str:
        return " ".join(self.clauses)


@dataclass(slots=True)
class Talk:
    """What is in mind while talking with one person, and can be read again from the store.

    What was said off the record is only here, and dropped when the record is on again.
    """

    hers: deque[Utterance] = field(default_factory=lambda: deque(maxlen=HEARD_BACK))
    aside: list[Utterance] = field(default_factory=list)
    aside_moves: list[Move] = field(default_factory=list)
    loaded: bool = False
    mood: float = 0.0
    _dangers: deque[float] = field(default_factory=lambda: deque(maxlen=WORRIED_OVER))
    _was: tuple[float, tuple[float, ...]] = (0.0, ())

    @property
    def worry(self) -> float:
        """How much danger a stretch of talk holds between the lines: the three gravest of the last utterances
        together, as log odds, whichever of them was said last."""
        gravest = sorted(self._dangers)[-3:]
        return sum(gravest) / 3 if len(gravest) == 3 else NO_WORRY

    def moved(self, heard: Heard, bad: str, after: timedelta, voiced: float = 0.0) -> float:
        """How the talk has been, from -1 to 1: it moves with every utterance, how it was `voiced` and every piece
        of bad news, and a pause before it lets go of it."""
        meant = heard.meaning
        playful = 0.3 * bool({"joke", "tease", "laugh"} & set(meant.acts))
        now = 0.5 * (meant.valence + heard.feeling.valence) + playful + voiced
        self._was = self.mood, tuple(self._dangers)
        before = self.mood if after < STRETCH else 0.0
        if after >= STRETCH:
            self._dangers.clear()
        self._dangers.append(meant.danger)
        mixed = 0.88 * before + 0.12 * max(-1.0, min(1.0, now))
        self.mood = min(mixed, BAD_NEWS) if bad else mixed
        return self.mood

    def unmove(self) -> None:
        """As it was before the last utterance, which is withdrawn."""
        self.mood, dangers = self._was
        self._dangers = deque(dangers, maxlen=WORRIED_OVER)


def said_again(text: str, said: Sequence[Utterance]) -> bool:
    """Whether the person says, word for word, what they said a moment ago."""
    plain = " ".join(text.lower().split())
    before = [" ".join(u.text.lower().split()) for u in said if u.speaker == "person"]
    return len(plain.split()) >= 3 and plain in before[-6:]
