"""A loudspeaker that only counts: what comes out of it, sample by sample, and what it reports of each piece."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any

import numpy as np
from tests.spoken.people import RATE, Sound, joined, resampled, rest

Report = dict[str, Any]
EVERY = RATE // 10  # samples between two reports of a piece that plays
HOLD_FADE = RATE // 50
STOP_FADE = RATE // 100
READING = 15  # characters a second of a voice of the browser's own


@dataclass
class Piece:
    """One piece of her speech on its way out; `at` and `reported` are samples from its beginning."""

    speech: Any
    sound: Sound
    pause: float
    chars: int | None = None
    at: int = 0
    reported: int = 0

    def report(self, *, done: bool = False) -> Report:
        self.reported = self.at
        told: Report = {"speech": self.speech, "seconds": round(self.at / RATE, 4), "done": done}
        if self.chars is not None:
            share = self.at / max(len(self.sound), 1)
            told |= {"seconds": -1, "chars": round(self.chars * share)}
        return told


class Loudspeaker:
    """Plays pieces one after the other, holds and stops as it is told. `reports` are for whoever owns it to send."""

    def __init__(self) -> None:
        self.queue: deque[Piece] = deque()
        self.reports: deque[Report] = deque()
        self.held = False
        self.gain = 1.0
        self._resting = 0  # samples of the pause after a piece that are still to come
        self._tail: Sound = rest(0.0)  # what is still fading after a stop

    @property
    def idle(self) -> bool:
        """Whether nothing is left to play."""
        return not self.queue and not len(self._tail)

    @property
    def playing(self) -> bool:
        """Whether a piece has begun and isn't held."""
        return bool(self.queue) and self.queue[0].at > 0 and not self.held

    def take(self, told: dict[str, Any], sound: Sound) -> None:
        """Queue a piece as its `speech` event and its binary frame tell."""
        if "browser" in told:
            chars = len(told["text"])
            self.queue.append(Piece(told["speech"], rest(chars / READING), 0.0, chars))
            return
        self.queue.append(Piece(told["speech"], resampled(sound, told["rate"]), told.get("pause", 0.0)))

    def hold(self, on: bool) -> None:
        self.held = on

    def stop(self) -> None:
        """Drop everything: the piece that played fades, the others never were."""
        for n, piece in enumerate(self.queue):
            begun = n == 0 and piece.at > 0
            if begun and not (self.held and self.gain == 0):
                fading = piece.sound[piece.at : piece.at + STOP_FADE] * np.float32(self.gain)
                self._tail = fading * np.linspace(1, 0, len(fading), dtype=np.float32)
                piece.at += len(fading)
            self.reports.append(piece.report(done=True))
        self.queue.clear()
        self._resting, self.held, self.gain = 0, False, 1.0

    def advance(self, count: int) -> Sound:
        """The next `count` samples that come out."""
        out = [self._tail[:count]]
        self._tail = self._tail[count:]
        left = count - len(out[0])
        while left:
            stretch = self._stretch(left)
            out.append(stretch)
            left -= len(stretch)
        return joined(*out)

    def _stretch(self, most: int) -> Sound:
        """At most so many samples of one kind: nothing, a rest between pieces, or a piece."""
        if self.held and self.gain == 0:
            return rest(most / RATE)
        if self._resting:
            count = min(most, self._resting)
            self._resting -= count
            return rest(count / RATE)
        if not self.queue:
            self.gain = 0.0 if self.held else 1.0
            return rest(most / RATE)
        return self._play(self.queue[0], most)

    def _play(self, piece: Piece, most: int) -> Sound:
        aim = 0.0 if self.held else 1.0
        fade = abs(aim - self.gain) * HOLD_FADE
        count = max(1, min(most, len(piece.sound) - piece.at, *([round(fade)] if fade >= 1 else [])))
        till = self.gain + np.sign(aim - self.gain) * count / HOLD_FADE if fade >= 1 else aim
        out = piece.sound[piece.at : piece.at + count] * np.linspace(self.gain, till, count, dtype=np.float32)
        self.gain = float(np.clip(till, 0, 1)) if abs(aim - till) * HOLD_FADE >= 1 else aim
        piece.at = min(piece.at + count, len(piece.sound))
        if piece.at == len(piece.sound):
            self.queue.popleft()
            self._resting = round(piece.pause * RATE)
            self.reports.append(piece.report(done=True))
        elif piece.at - piece.reported >= EVERY:
            self.reports.append(piece.report())
        return out if len(out) else rest(1 / RATE)
