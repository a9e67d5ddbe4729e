"""How words are spoken, hers and the person's: frozen dataclasses that import nothing of ours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Manner:
    """How something is spoken: `rate` as a factor (1 is her own pace), `pitch` in semitones from her own,
    `pause` in seconds of rest after it."""

    rate: float = 1.0
    pitch: float = 0.0
    pause: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Spoken:
    """A clause as sound: mono, -1 to 1, `rate` samples a second; `ends` are the seconds at which each word of
    `text.split()` has been spoken."""

    text: str
    sound: NDArray[np.float32]
    rate: int
    ends: tuple[float, ...]

    @property
    def seconds(self) -> float:
        return len(self.sound) / self.rate


@dataclass(frozen=True, slots=True)
class Tone:
    """How an utterance was spoken, in numbers and never as sound: median `pitch` in hertz and its `spread` in
    semitones (10 to 90 %), `energy` of what is voiced and `floor` of the noise in dB below full scale, `pace` in
    words a second without the pauses, `pauses` as a share of the time, `voiced` in seconds; all 0 for no speech."""

    pitch: float = 0.0
    spread: float = 0.0
    energy: float = 0.0
    pace: float = 0.0
    pauses: float = 0.0
    floor: float = 0.0
    voiced: float = 0.0


@dataclass(frozen=True, slots=True)
class Sounding:
    """How somebody may sound beside their own usual: `how` in a word ("quieter"), the figures it rests on as words
    ("4 dB softer"), and how sure it is, from 0 to 1; never more than a guess."""

    how: str
    evidence: str
    sure: float
