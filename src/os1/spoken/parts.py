"""The ears and the voice of a house: opened once, each worked by a thread of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from os1.errors import VoiceError
from os1.protocols import Ears
from os1.rooms import Rooms
from os1.speech import Manner, Spoken, Tone
from os1.voice import prosody, voices
from os1.voice.endpointing import ended, trail
from os1.voice.loopback import Loopback
from os1.voice.smart_turn import SmartTurn, mixed
from os1.voice.smart_turn import found as smart_turn_at
from os1.voice.sound import Sound
from os1.voice.voices import Choice

LAST_RESORT = "espeak"
UNASKED = 0.05  # the chance by words up to which nothing else is asked: a function word at the end means wait


class Parts:
    """Ears and voice, shared by all calls of a house."""

    def __init__(self, house: Rooms) -> None:
        self._house = house
        self._hearing = ThreadPoolExecutor(1, thread_name_prefix="ears")
        self._speaking = ThreadPoolExecutor(1, thread_name_prefix="voice")
        self._opening = asyncio.Lock()
        self.ears: Ears | None = None
        self.voice: voices.HerVoice | None = None
        found = smart_turn_at()
        self.smart_turn = SmartTurn(found) if found else None
        self.notes: list[str] = []
        self._chosen: tuple[Choice, Choice] | None = None

    async def open(self) -> None:
        """Open what was chosen. Raises EarsFailed; without a voice she is read instead."""
        async with self._opening:
            loop, house = asyncio.get_running_loop(), self._house
            chosen = await house.run(self._choices)
            if chosen != self._chosen:
                self._let_go()
            self._chosen, self.notes = chosen, []
            if self.ears is None:
                self.ears, notes = await loop.run_in_executor(self._hearing, voices.open_ears, house.home, chosen[1])
                self.notes += notes
            if self.voice is None:
                try:
                    self.voice = await loop.run_in_executor(self._speaking, voices.HerVoice, house.home, chosen[0])
                except VoiceError as error:
                    self.notes.append(str(error))
            if self.voice is not None and self.voice.name == LAST_RESORT:
                self.notes.append(voices.how_to_get())

    def _choices(self) -> tuple[Choice, Choice]:
        house = self._house
        return (voices.chosen(house.database, house.person.id, "voice"), voices.chosen(house.database, house.person.id, "ears"))

    async def transcribe(self, sound: Sound, clear_of: Loopback | None = None) -> str:
        """The words in a stretch of speech, clear of her own voice where that may be in it. Raises EarsFailed."""
        ears = self.ears
        assert ears is not None, "the ears have to be opened first"

        def read() -> str:
            rest = clear_of.without(sound) if clear_of else sound
            return ears.transcribe(rest) if rest.any() else ""

        return await asyncio.get_running_loop().run_in_executor(self._hearing, read)

    async def finished(self, text: str, sound: Sound, hers: str) -> float:
        """The chance that somebody has finished; where Smart Turn is installed, it is asked as well."""
        chance, smart = ended(text, trail(sound), hers=hers), self.smart_turn
        if smart is None or chance <= UNASKED:
            return chance
        theirs = await asyncio.get_running_loop().run_in_executor(self._hearing, smart.ended, sound)
        return mixed(chance, theirs)

    async def measure(self, sound: Sound, words: int) -> Tone:
        """How a stretch of speech sounded."""
        return await asyncio.get_running_loop().run_in_executor(self._hearing, prosody.measure, sound, words)

    async def say(self, text: str, how: Manner) -> Spoken | None:
        """A clause as sound, None where there is no voice. Raises VoiceFailed."""
        if self.voice is None:
            return None
        said = await asyncio.get_running_loop().run_in_executor(self._speaking, self.voice.say, text, how)
        self.notes += self.voice.notes
        self.voice.notes.clear()
        return said

    def of_browser(self, local: Sequence[str]) -> str:
        """Which of a browser's own voices is to speak instead, "" for none."""
        assert self._chosen is not None, "the parts have to be opened first"
        return voices.of_browser(self._house.home, self._chosen[0], local)

    def told(self) -> list[str]:
        """What the person should know of ears and voice and hasn't been told yet."""
        notes, self.notes = self.notes, []
        return notes

    def close(self) -> None:
        """Let go of both."""
        self._hearing.shutdown(wait=True)
        self._speaking.shutdown(wait=True)
        self._let_go()

    def _let_go(self) -> None:
        ears, voice, self.ears, self.voice = self.ears, self.voice, None, None
        for part in (ears, voice):
            if part is not None:
                part.close()
