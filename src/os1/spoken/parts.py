"""The ears and the voice of a house: opened once, each worked by a thread of its own."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from os1.errors import VoiceError
from os1.protocols import Ears, Voice
from os1.rooms import Rooms
from os1.types import Manner, Spoken
from os1.voice import voices
from os1.voice.sound import Sound
from os1.voice.voices import Chosen

T = TypeVar("T")


class Parts:
    """Ears and voice, shared by all calls of a house."""

    def __init__(self, house: Rooms) -> None:
        self._house = house
        self._hearing = ThreadPoolExecutor(1, thread_name_prefix="ears")
        self._speaking = ThreadPoolExecutor(1, thread_name_prefix="voice")
        self._opening = asyncio.Lock()
        self.ears: Ears | None = None
        self.voice: Voice | None = None
        self.notes: list[str] = []
        self._chosen: Chosen | None = None

    async def open(self) -> None:
        """Open what was chosen, both at once. Raises EarsFailed; without a voice she is read instead."""
        async with self._opening:
            loop, house = asyncio.get_running_loop(), self._house
            chosen = await house.run(voices.chosen_names, house.database, house.person.id)
            self.notes = []
            if chosen != self._chosen:
                self._let_go()
            self._chosen = chosen
            if self.ears is None:
                self.ears = await loop.run_in_executor(self._hearing, voices.open_ears, house.home, chosen)
            if self.voice is None:
                await self._open_voice(chosen)

    async def _open_voice(self, chosen: Chosen) -> None:
        try:
            loop = asyncio.get_running_loop()
            self.voice, note = await loop.run_in_executor(self._speaking, voices.open_voice, self._house.home, chosen)
        except VoiceError as error:
            note = str(error)
        if note:
            self.notes.append(note)

    async def transcribe(self, sound: Sound) -> str:
        """The words in a stretch of speech. Raises EarsFailed."""
        assert self.ears is not None, "the ears have to be opened first"
        return await asyncio.get_running_loop().run_in_executor(self._hearing, self.ears.transcribe, sound)

    async def say(self, text: str, how: Manner) -> Spoken | None:
        """A clause as sound, None where there is no voice. Raises VoiceFailed."""
        if self.voice is None:
            return None
        return await asyncio.get_running_loop().run_in_executor(self._speaking, self.voice.say, text, how)

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
