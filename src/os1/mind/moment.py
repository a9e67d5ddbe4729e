"""The moment a reply is decided in: all that the plan may look at, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from os1.memory.answering import Recollection
from os1.memory.reminding import FollowUp
from os1.mind.pickup import Pickup
from os1.speech import Sounding
from os1.types import Feeling, Heard, Memory, Persona, Utterance


@dataclass(frozen=True, slots=True)
class Moment:
    """Everything known when the plan is made.

    `said` are the last utterances of both (oldest first, the one being answered excluded),
    `moves` her last moves' kinds with whether each asked, newest last. `done` says what a command
    did, in slots. `taste` is how much this person has taken up each kind of move, `mood` how the talk
    has been, from -1 (low) to 1 (light), `turns` how many turns there have been, `stance` the matter
    she was asked her view of, `worry` how much danger the stretch holds between the lines, as log odds,
    `host` where words go while a model elsewhere finds hers ("" for nowhere), `mind` that
    model, or one here ("" for none), `sounds` how they sound beside their usual, where that is clear.
    """

    text: str
    heard: Heard
    now: datetime
    persona: Persona = field(default_factory=Persona)
    person_name: str | None = None
    said: tuple[Utterance, ...] = ()
    moves: tuple[tuple[str, bool], ...] = ()
    pickup: Pickup = field(default_factory=Pickup)
    on_record: bool = True
    recollection: Recollection | None = None
    echo: Memory | None = None
    follow_up: FollowUp | None = None
    doubt: tuple[int, Memory, Memory] | None = None
    reasons: tuple[str, ...] = ()
    skill_answer: str = ""
    done: dict[str, str] = field(default_factory=dict)
    again: bool = False
    taste: Mapping[str, float] = field(default_factory=dict)
    mood: float = 0.0
    turns: int = 0
    stance: str = ""
    worry: float = -10.0
    host: str = ""
    mind: str = ""
    sounds: Sounding | None = None

    @property
    def feeling(self) -> Feeling:
        return self.heard.feeling

    def has(self, *acts: str) -> bool:
        return any(act in self.heard.acts for act in acts)
