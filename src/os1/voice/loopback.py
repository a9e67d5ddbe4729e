"""Her own voice come back through the microphone: how much of a sound it explains, and what is left without it.

What she plays is known to the sample, so it is looked for by correlation, with the spectrum flattened that a
loudspeaker and a room have bent (generalised cross-correlation, Knapp and Carter 1976), and then fitted by a short
filter in the least squares. No clock is shared with the loudspeaker, so where it lies is found anew each time.
"""

from __future__ import annotations

from collections import deque

import numpy as np

from os1.voice.sound import RATE, Sound

KEPT = 12.0  # seconds of what she played
BLOCK = RATE // 2  # samples that are fitted at once: clocks drift little in them
TAPS, EARLY = 96, 16  # of the filter: 6 ms, of which 1 before the place that was found
FLAT = 0.7  # how far spectra are flattened, from 0 to 1
MOSTLY = 0.4  # share of a block from which nothing but her is in it
REST = 0.03  # of the loudest block, under which what is left of another is only the room
FLOOR = 1e-7  # mean square under which there is nothing to explain


class Loopback:
    """What one mouth has played lately."""

    def __init__(self) -> None:
        self._played: deque[Sound] = deque()

    def play(self, sound: Sound) -> None:
        """Note sound at 16 kHz that goes out."""
        self._played.append(sound)
        while sum(map(len, self._played)) - len(self._played[0]) > KEPT * RATE:
            self._played.popleft()

    def clear(self) -> None:
        """Nothing of it is in the air any more."""
        self._played.clear()

    def share(self, heard: Sound, taps: int = TAPS // 2) -> float:
        """How much of the energy of what was heard is hers, from 0 to 1."""
        return self._fit(heard, self._reference(len(heard)), taps)[1]

    def without(self, heard: Sound) -> Sound:
        """What was heard, with what is hers taken out block by block; a block that is mostly hers falls silent."""
        if not self._played or not len(heard):
            return heard
        reference, left = self._reference(BLOCK), []
        blocks = [heard[at : at + BLOCK] for at in range(0, len(heard), BLOCK)]
        loudest = max(float(np.mean(np.square(block))) for block in blocks)
        for block in blocks:
            rest, share = self._fit(block, reference, TAPS)
            hers = share > MOSTLY or float(np.mean(np.square(rest))) < REST * loudest
            left.append(np.zeros_like(rest) if hers else rest)
        return np.concatenate(left)

    def _reference(self, around: int) -> Sound:
        silence = np.zeros(around + TAPS, np.float32)
        return np.concatenate([silence, *self._played, silence])

    def _fit(self, heard: Sound, reference: Sound, taps: int) -> tuple[Sound, float]:
        energy = float(np.mean(np.square(heard))) if len(heard) else 0.0
        if energy < FLOOR or not self._played or len(heard) < 4 * taps:
            return heard, 0.0
        at = max(_lag(heard, reference), taps)
        windows = np.lib.stride_tricks.sliding_window_view(reference, taps)
        rows = windows[at - taps + EARLY + 1 :][: len(heard)]
        heard_there = heard[: len(rows)]
        both = rows.T @ rows
        both[np.diag_indices(taps)] += 1e-3 * np.trace(both) / taps + 1e-6
        rest = heard.copy()
        rest[: len(rows)] -= rows @ np.linalg.solve(both, rows.T @ heard_there)
        return rest, max(0.0, 1 - float(np.mean(np.square(rest))) / energy)


def _lag(heard: Sound, reference: Sound) -> int:
    """Where in the reference what was heard lies, in samples."""
    size = 1 << (len(reference) + len(heard) - 1).bit_length()
    theirs, hers = np.fft.rfft(heard, size), np.fft.rfft(reference, size)
    cross = hers * np.conj(theirs)
    likeness = np.fft.irfft(cross / (np.abs(cross) ** FLAT + 1e-9), size)
    return int(np.argmax(np.abs(likeness[: len(reference) - len(heard) + 1])))
