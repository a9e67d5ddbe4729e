"""When each word of a clause has been spoken, and what silence lies around it."""

from __future__ import annotations

import struct
from collections.abc import Sequence

import numpy as np

from os1.errors import VoiceFailed
from os1.speech import Spoken
from os1.voice.sound import Sound, from_pcm, trimmed

LEAD, TAIL = 0.01, 0.03  # seconds of silence left before and after: a cut at the very edge clicks
PAUSES = {",": 3, ";": 4, ":": 4, ".": 6, "?": 6, "!": 6}
"""What a mark after a word adds to its share of a clause, in letters."""


def by_letters(text: str, seconds: float) -> tuple[float, ...]:
    """When each word ends if every letter takes as long as every other: the guess where nothing better is told."""
    words = text.split()
    last = len(words) - 1
    weights = [len(w) + 1 + (PAUSES.get(w[-1], 0) if n < last else 0) for n, w in enumerate(words)]
    total = float(sum(weights)) or 1.0
    return tuple(round(float(at) * seconds / total, 4) for at in np.cumsum(weights))


def voiced(text: str, sound: Sound, rate: int, ends: Sequence[float] = ()) -> Spoken:
    """A clause without the silence around it. `ends` are seconds into `sound`, one a word; without them they are guessed."""
    first, last = trimmed(sound, rate)
    start, stop = max(0, first - int(LEAD * rate)), min(len(sound), last + int(TAIL * rate) if last else 0)
    sound = sound[start:stop]
    seconds, words = len(sound) / rate, len(text.split())
    if len(ends) != words:
        return Spoken(text, sound, rate, by_letters(text, seconds))
    shifted = np.maximum.accumulate(np.clip(np.asarray(ends, np.float64) - start / rate, 0.0, seconds)) if words else ()
    return Spoken(text, sound, rate, tuple(round(float(at), 4) for at in shifted))


def from_wav(data: bytes) -> tuple[Sound, int]:
    """Sound and samples a second of a 16-bit WAV file; sizes in its header that are too large (it was a stream) are
    taken to mean all there is. Raises VoiceFailed."""
    at, channels, rate = 12, 0, 0
    while data[:4] == b"RIFF" and at + 8 <= len(data):
        kind, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        body = data[at + 8 : at + 8 + size]
        if kind == b"fmt " and len(body) >= 16:
            coding, channels, rate, _, _, bits = struct.unpack("<HHIIHH", body[:16])
            channels = channels if coding in (1, 0xFFFE) and bits == 16 else 0
        elif kind == b"data" and channels and rate:
            sound = from_pcm(body)
            return sound[: len(sound) // channels * channels].reshape(-1, channels).mean(axis=1, dtype=np.float32), rate
        at += 8 + size + size % 2
    raise VoiceFailed("What came from this voice was no sound; choose another with `os1 voice use NAME`.")
