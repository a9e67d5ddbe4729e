"""Whose turn it is: from windows of sound to the moments a call has to act upon. Time is counted in samples received.

Speech is read as soon as it pauses, and over again when it goes on; only silence as long as what was read calls for
ends a turn. What is read is asked for and brought from outside, so that nothing in here waits.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

from os1.voice.sound import RATE, WINDOW, Sound

SPEECH, SILENCE = 0.5, 0.35
"""The chances of speech from which a window begins it and under which it ends."""
STEP = WINDOW / RATE
ONSET = 2  # windows of speech that make it speech and no click
PAUSE = 3  # windows of silence, 96 ms, after which what was said is read
BEFORE = 10  # windows kept before an onset: the first consonant is quiet
GLIMPSE, AGAIN = 10, 30  # windows of speech after which it is read in passing, and after how many more again
LONG = 6.0  # seconds after which a pause closes a stretch: it isn't read again
LONGEST = 9.5  # seconds after which it is closed at its quietest place
KEPT = 15.0  # seconds of an utterance that are kept for how it sounded
LAST_WAIT = 1.2  # seconds of silence that end any turn
LEAD, SOONEST = 0.25, 0.2  # seconds before its end a turn is answered already, and of silence that takes at least
LOST = 60.0  # seconds of silence after which a reading that hasn't come is no longer waited for: sound may come faster than life


@dataclass(frozen=True, slots=True)
class Began:
    """Somebody has begun to speak, or goes on."""


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """A stretch of sound to be read: `number` tells readings apart, `paused` that speech paused, `closed` that
    the stretch is over and won't come again."""

    number: int
    sound: Sound
    paused: bool
    closed: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Ended:
    """A turn is likely over: all of its words, how it sounded (up to the last seconds of it), and after how many
    seconds of silence it surely is. It comes a little before that, so that an answer is ready then."""

    text: str
    sound: Sound
    sure: float


Sign = Began | Read | Ended


class Floor:
    """One person's side of a line."""

    def __init__(self) -> None:
        self._before: deque[Sound] = deque(maxlen=BEFORE)
        self._stretch: list[Sound] = []
        self._whole: deque[Sound] = deque(maxlen=int(KEPT / STEP))
        self._chances: list[float] = []
        self._closed: list[str] = []
        self._closing: dict[int, int] = {}
        self._carried = ""
        self._number = 0
        self._text = ""
        self._wait: float | None = None
        self._onset = 0
        self.speaking = False
        self.voiced = 0
        self.quiet = 0
        self.length = 0.0

    @property
    def burst(self) -> float:
        """Seconds somebody has been speaking without a pause, 0 where nobody is."""
        return self.voiced * STEP if self.speaking else 0.0

    @property
    def silence(self) -> float:
        """Seconds since speech ended."""
        return self.quiet * STEP

    @property
    def text(self) -> str:
        """What has been read of the turn so far, a line a stretch."""
        return "\n".join(part for part in (self._carried, *self._closed, self._text) if part)

    @property
    def open(self) -> bool:
        """Whether something was said that no turn holds yet."""
        return bool(self._stretch or self._closed or self._carried)

    @property
    def wait(self) -> float:
        """Seconds of silence after which what was read is a turn, 0 where that isn't known."""
        return self._wait or 0.0

    def hear(self, window: Sound, chance: float) -> list[Sign]:
        """Take in 512 samples and the chance that they are speech; returns what follows from them."""
        if not self.speaking:
            return self._hear_quiet(window, chance)
        return self._hear_speech(window, chance)

    def _hear_quiet(self, window: Sound, chance: float) -> list[Sign]:
        self._onset = self._onset + 1 if chance >= SPEECH else 0
        self.quiet += 1
        if self.open:
            self._add(window, chance)
        else:
            self._before.append(window)
        if self._onset >= ONSET:
            if not self.open:
                for earlier in self._before:
                    self._add(earlier, 0.0)
                self._before.clear()
            self.speaking, self.voiced, self.quiet, self._wait = True, self._onset, 0, None
            return [Began()]
        return self._end()

    def _end(self) -> list[Sign]:
        known = self._wait is not None and not self._closing
        sure = min(self.wait, LAST_WAIT)
        if not self.open or self.silence < (max(min(sure, SOONEST), sure - LEAD) if known else LOST):
            return []
        ended = Ended(self.text, np.concatenate([*self._whole]), sure)
        self.clear()
        return [ended]

    def _hear_speech(self, window: Sound, chance: float) -> list[Sign]:
        self._add(window, chance)
        self.voiced += 1
        self.quiet = self.quiet + 1 if chance < SILENCE else 0
        if self.quiet >= PAUSE:
            self.speaking, self._onset = False, 0
            self.voiced -= self.quiet
            return [self._read(paused=True, closed=self._seconds() >= LONG)]
        if self._seconds() >= LONGEST:
            return [self._close_at_quietest()]
        if self.voiced >= GLIMPSE and (self.voiced - GLIMPSE) % AGAIN == 0:
            return [self._read(paused=False)]
        return []

    def _add(self, window: Sound, chance: float) -> None:
        self._stretch.append(window)
        self._chances.append(chance)
        self._whole.append(window)
        self.length += STEP

    def _seconds(self) -> float:
        return len(self._stretch) * STEP

    def _read(self, *, paused: bool, closed: bool = False) -> Read:
        self._number += 1
        sound = np.concatenate(self._stretch)
        if closed:
            self._close(len(self._stretch))
        return Read(self._number, sound, paused, closed)

    def _close_at_quietest(self) -> Read:
        """Speech without a pause: cut where it was least like speech within the last seconds."""
        late = len(self._chances) // 2
        cut = late + int(np.argmin(self._chances[late:-1])) + 1
        self._number += 1
        sound = np.concatenate(self._stretch[:cut])
        self._close(cut)
        return Read(self._number, sound, paused=False, closed=True)

    def _close(self, windows: int) -> None:
        del self._stretch[:windows], self._chances[:windows]
        self._closing[self._number] = len(self._closed)
        self._closed.append("")
        self._text = ""

    def read(self, number: int, text: str, wait: float | None) -> None:
        """What a stretch said, and after how long a silence (seconds; None: not to be decided yet) it is a whole turn."""
        if number in self._closing:
            self._closed[self._closing.pop(number)] = text
        elif number == self._number:
            self._text = text
        if number == self._number and not self.speaking:
            self._wait = wait

    def decide(self, number: int, wait: float) -> None:
        """After how long a silence (seconds) what was read last is a whole turn."""
        if number == self._number and not self.speaking:
            self._wait = wait

    def carry(self, text: str) -> None:
        """Words said before, that what is being said now goes on from."""
        if not self.open:
            self._wait = LAST_WAIT  # nobody goes on after all
        self._carried = " ".join(part for part in (text, self._carried) if part)

    def keep_last(self, seconds: float) -> None:
        """What came before the last so many seconds of the stretch was somebody else's."""
        windows = BEFORE + int(seconds / STEP)
        del self._stretch[:-windows], self._chances[:-windows]
        while len(self._whole) > windows:
            self._whole.popleft()

    def uncarry(self) -> str:
        """Take back what was carried, where nothing was said after it."""
        if self._stretch or self._closed:
            return ""
        carried, self._carried = self._carried, ""
        return carried

    def drop(self, number: int) -> bool:
        """What was read is no turn: forget what is open, unless more was said since. Returns whether it was."""
        self._closing.pop(number, None)
        if self.speaking or number != self._number:
            return False
        self.clear()
        return True

    def clear(self) -> None:
        """Nothing is open any more; the last silence stays, since what is said next begins in it."""
        self._before.extend(self._stretch[max(0, len(self._stretch) - self.quiet) :])
        self._stretch, self._chances, self._closed, self._closing = [], [], [], {}
        self._whole.clear()
        self._number += 1  # a reading still under way is of nothing any more
        self._text, self._carried, self._wait, self.voiced, self.length, self._onset = "", "", None, 0, 0.0, 0
        self.speaking = False
