"""Speech while she has the floor: when she holds, and whether what was said is meant to stop her.

Silence comes first and the decision after it: she holds as soon as somebody surely speaks, and goes on from there
where it was a cough, an "mm-hm" or her own voice come back.
"""

from __future__ import annotations

from collections import deque
from typing import Literal

import numpy as np

from os1.spoken.mouth import Mouth
from os1.voice import echo
from os1.voice.floor import STEP, Read
from os1.voice.sound import Sound

HOLD, SURE = 0.16, 0.096  # seconds of speech after which she holds, and where it is surely speech
SURELY = 0.9
STOP, LET = 0.5, 1.1  # seconds of speech that stop her, and where it sounds like "mm-hm" or her own echo
ECHOING = 0.5  # seconds before she holds, where her own words have been read from the microphone
ALIKE, HERS = 8, 0.35  # windows looked at for her own voice, and its share of them from which they are hers
DOUBTS = 2  # windows more that have to be somebody's, where her own voice was heard just before
QUIET, LOUDER = 0.1, 8.0  # the chance of speech under which there is only the room, and how much more somebody is
FEW = 4  # words an answer right after hers may have and still be hers by chance
AFTER = 0.6  # seconds after she ended in which "mm-hm" is still no turn
ANSWERS = 0.8  # seconds before the end of a question of hers from which "yes" is its answer
BEHIND = 0.4  # seconds her voice may come back after she ended

Verdict = Literal["hers", "theirs", "open"]


class Crosstalk:
    """What is said over one mouth."""

    def __init__(self, mouth: Mouth) -> None:
        self._mouth = mouth
        self._last: deque[Sound] = deque(maxlen=ALIKE)
        self._sure = self._theirs = self._doubts = 0
        self._noise = 1e-6
        self._limit = STOP
        self._echoes = False
        self._after = False
        self.on = self.echoing = False

    def began(self, *, answering: bool) -> None:
        """Somebody has begun to speak; `answering` says that a turn of theirs is being answered."""
        mouth = self._mouth
        self.on = mouth.active or mouth.since < BEHIND or answering
        self._after = not mouth.active
        self._limit, self._doubts, self.echoing = STOP, 0, False

    def hear(self, window: Sound, chance: float) -> None:
        """Take in the last window, and how surely it was speech."""
        self._last.append(window)
        self._sure = self._sure + 1 if chance > SURELY else 0
        self._theirs += 1
        if chance < QUIET:
            self._noise += 0.05 * (_energy(window) - self._noise)

    @property
    def theirs(self) -> float:
        """Seconds since her own voice was last heard in the microphone."""
        return self._theirs * STEP

    async def weigh(self, burst: float) -> bool:
        """Hold her, where somebody has spoken for that many seconds; whether they have for so long that she stops."""
        theirs = min(burst, self._theirs * STEP)
        bar = ECHOING if self._echoes else SURE if self._sure * STEP >= SURE else HOLD
        if theirs < bar:
            return False
        if not self._mouth.held and not self._somebody():
            return False
        await self._mouth.hold(on=True)
        return theirs >= self._limit and bool(self._mouth.said)

    def _somebody(self) -> bool:
        """Whether what was heard last is somebody, and not her own voice or what is left of it in the room."""
        sound = np.concatenate([*self._last])
        share = self._mouth.loopback.share(sound)
        if share >= HERS:
            self.echoing = True
            self._theirs, self._doubts = 0, DOUBTS  # whoever speaks over it is heard from here on
            return False
        if not self._sure or (1 - share) * _energy(sound) < LOUDER * self._noise:
            return False
        self._doubts -= 1
        return self._doubts < 0

    async def judge(self, words: str, sign: Read, *, burst: float) -> Verdict:
        """Whose the floor is after words were read: hers, and she goes on; theirs; or still open."""
        mouth, hers = self._mouth, self._mouth.lately()
        said = any(c.isalnum() for c in words)
        quick = self._after and not self._echoes and len(words.split()) < FEW  # an answer may be in her own words
        echoed = said and not quick and echo.is_echo(words, hers)
        over = not mouth.active or mouth.left < ANSWERS
        listens = echo.goes_on(words) and not (over and hers.rstrip().endswith("?")) and mouth.since < AFTER
        only_hers = mouth.active and not mouth.held  # nothing in it was anybody's but her own
        if not said or echoed or listens or only_hers:
            self._echoes = self._echoes or (echoed and self.echoing)  # by sound as well: words may be alike by chance
            self._limit = LET
            if echoed or not burst:
                await mouth.hold(on=False)
            return "hers"
        if not sign.paused and len(words.split()) < 2 and burst < self._limit:
            return "open"  # half a word may yet be an "mm-hm"
        self._echoes = False
        return "theirs"


def _energy(sound: Sound) -> float:
    return float(np.mean(np.square(sound)))
