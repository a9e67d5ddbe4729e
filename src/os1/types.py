"""The words the whole house shares: frozen dataclasses that import nothing of ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Speaker = Literal["person", "samantha", "other"]
"""Who said an utterance; "other" only in what was brought in from elsewhere."""

Modality = Literal[
    "asserted", "hearsay", "wish", "hypothetical", "joke", "quotation", "question", "doubt"
]
"""How a statement was meant; only what is asserted is believed."""

RiskKind = Literal["none", "self_harm", "harm_to_others", "abuse", "eating", "medical"]
RiskLevel = Literal["none", "passive", "active", "imminent"]

MemoryKind = Literal["episode", "fact", "person", "plan", "feeling"]
"""An episode is an utterance itself; the other kinds are statements that follow from one."""


@dataclass(frozen=True, slots=True)
class Person:
    """Whoever lives in this home. `name` is what she calls them; None until they say."""

    id: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an utterance; `start` and `end` are character offsets into its text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark of a sentence; offsets are into the text that was tokenised."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Feeling:
    """What an utterance sounds like it carries.

    `label` is one of the GoEmotions names ("neutral" for none), `valence` runs from -1 (bad)
    to 1 (good), `arousal`, `intensity` and `confidence` from 0 to 1.
    """

    label: str = "neutral"
    valence: float = 0.0
    arousal: float = 0.0
    intensity: float = 0.0
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Risk:
    """Whether somebody may come to harm; level "none" exactly when kind is "none"."""

    kind: RiskKind = "none"
    level: RiskLevel = "none"


@dataclass(frozen=True, slots=True)
class Request:
    """Something asked of her. `intent` is a dotted name, `slots` its arguments in words."""

    intent: str
    slots: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A stretch of time somebody meant: `start` up to but not including `end`.

    `words` are the words it was said in, `from_` and `to` where they stand in the text, and
    `grain` how finely it was meant.
    """

    start: datetime
    end: datetime
    words: str
    grain: Literal["minute", "hour", "part", "day", "week", "weekend", "month", "year", "span"]
    from_: int
    to: int


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody or something named in an utterance.

    `name` is "" where only the relation was said ("my sister"); `sentence` is the index of the
    sentence; `carried` is True where a pronoun stands for somebody named before.
    """

    name: str
    kind: Literal["person", "pet", "place", "other"]
    sentence: int
    relation: str = ""
    carried: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that follows from an utterance, before it is kept.

    `subject` is "me" for the person themselves, a name, or a relation ("my sister", "Ruth's
    boyfriend"); `sentence` is the index of the sentence it was read from, `from_` and `to` where
    its words stand in the utterance. `denied` says it isn't so, `over` that it is so no longer.
    """

    kind: MemoryKind
    subject: str
    predicate: str
    value: str
    text: str
    sentence: int
    closes: bool = False
    start: datetime | None = None
    end: datetime | None = None
    denied: bool = False
    over: bool = False
    modality: Modality = "asserted"
    certainty: float = 1.0
    cause: str = ""
    from_: int = 0
    to: int = 0


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the hearing model makes of an utterance.

    `acts` are what it does, the surest first (`act` is how sure); `feeling` and `felt` the likeliest
    feeling and its share; `valence` from -1 to 1, `strength` from 0 to 3; `topic` and `sure` what it is
    about and its share; `advice` and `irony` chances from 0 to 1. `danger` are the log odds that somebody
    may come to harm, `kind` and `level` what it would then be. `view` is which of her views is asked for ("" for none) and
    `viewed` its share.
    """

    acts: tuple[str, ...] = ()
    act: float = 0.0
    feeling: str = "none"
    felt: float = 0.0
    valence: float = 0.0
    strength: float = 0.0
    topic: str = "other"
    sure: float = 0.0
    advice: float = 0.0
    irony: float = 0.0
    danger: float = -10.0
    kind: RiskKind = "none"
    level: RiskLevel = "none"
    view: str = ""
    viewed: float = 0.0


@dataclass(frozen=True, slots=True)
class Situated:
    """A situation an utterance is near to: its key, kind and tone, how near (a cosine), the share of all
    situations of its kind, and how far all of them lean from dark (-1) to bright (1)."""

    key: str
    kind: str
    tone: str
    near: float
    share: float
    lean: float = 0.0


@dataclass(frozen=True, slots=True)
class Heard:
    """Everything listening made of one utterance."""

    sentences: tuple[Sentence, ...] = ()
    acts: tuple[str, ...] = ()
    feeling: Feeling = Feeling()
    meaning: Meaning = Meaning()
    situated: tuple[Situated, ...] = ()
    requests: tuple[Request, ...] = ()
    risk: Risk = Risk()
    mentions: tuple[Mention, ...] = ()
    dates: tuple[DateSpan, ...] = ()
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words said by somebody at a time. `id` is its number in the store, 0 where it isn't kept."""

    id: int
    turn_id: str
    speaker: Speaker
    text: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Memory:
    """One thing she remembers, with its receipt.

    `id` is "u12" for an episode and "m7" for a statement; `source` is the id of the episode the
    words come from, `quote` those words, `said_at` when they were said. `current` is False once
    something newer replaced it (`replaced`) or the person took it back; `score` is how well it fits
    a search. A statement also carries its `subject` as it is called, `predicate` and `value`,
    whether it was `denied`, how it was meant, and since and until when it held, as far as known.
    """

    id: str
    kind: MemoryKind
    text: str
    source: str
    quote: str
    said_at: datetime
    current: bool = True
    taken_back: bool = False
    replaced: bool = False
    score: float = 0.0
    subject: str = ""
    predicate: str = ""
    value: str = ""
    denied: bool = False
    modality: Modality = "asserted"
    since: datetime | None = None
    until: datetime | None = None
    times: int = 1


@dataclass(frozen=True, slots=True)
class Move:
    """What she means to do with a reply, decided before any words are found.

    `why` holds plain sentences in her own voice, `memories` the ids it rests on, `slots` what the
    words have to carry.
    """

    kind: str
    why: tuple[str, ...] = ()
    memories: tuple[str, ...] = ()
    slots: Mapping[str, str] = field(default_factory=dict)
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """One finished turn: what was heard, learned, meant and said. `ms` is the time it took."""

    turn_id: str
    said_at: datetime
    text: str
    reply: str
    move: Move
    heard: Heard
    learned: tuple[Memory, ...] = ()
    kept: bool = True
    ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Persona:
    """Who she is in this home: what she is called, how she sounds, and the voice wished for her."""

    name: str = "Samantha"
    tone: Literal["warm", "playful", "quiet", "formal"] = "warm"
    voice: str = ""
