"""Her ears, her voice and her sense of whose turn it is as parts of a Pipecat pipeline (the extra `pipecat`).

The only file that imports Pipecat (1.14 or newer); nothing of OS1 imports it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator
from concurrent.futures import ThreadPoolExecutor

from pipecat.frames.frames import (
    ErrorFrame,
    Frame,
    InputAudioRawFrame,
    TranscriptionFrame,
    TTSAudioRawFrame,
    VADUserStartedSpeakingFrame,
    VADUserStoppedSpeakingFrame,
)
from pipecat.services.settings import STTSettings, TTSSettings
from pipecat.services.stt_service import SegmentedSTTService
from pipecat.services.tts_service import TTSService
from pipecat.turns.types import ProcessFrameResult
from pipecat.turns.user_stop import BaseUserTurnStopStrategy
from pipecat.utils.time import time_now_iso8601

from os1.errors import EarsFailed, VoiceFailed
from os1.protocols import Ears, Voice
from os1.speech import Manner
from os1.voice.endpointing import ended, trail, wait
from os1.voice.sound import RATE, from_pcm, resample, to_pcm

KEPT = 8.0  # seconds of sound a decision may look back on
SLOWEST = 0.6  # seconds from the end of speech until its words are there, in 99 of 100 cases on two cores


class EarsService(SegmentedSTTService):  # type: ignore[misc]  # Pipecat isn't there when types are checked
    """Ears as Pipecat's speech to text; they are closed with the pipeline."""

    wants_wav_segments = False

    def __init__(self, ears: Ears) -> None:
        super().__init__(
            sample_rate=RATE,
            trailing_silence_secs=0.0,  # ears add what they need
            ttfs_p99_latency=SLOWEST,
            settings=STTSettings(model=ears.name, language=None),
        )
        self._ears = ears
        self._thread = ThreadPoolExecutor(1, "ears")

    async def run_stt(self, audio: bytes) -> AsyncGenerator[Frame | None, None]:
        """The words in PCM16 of 16 kHz, as one frame; none where there are no words."""
        try:
            text = await asyncio.get_running_loop().run_in_executor(self._thread, self._ears.transcribe, from_pcm(audio))
        except EarsFailed as error:
            yield ErrorFrame(str(error))
            return
        if text:
            yield TranscriptionFrame(text, self._user_id, time_now_iso8601())

    async def cleanup(self) -> None:
        """Close the ears, in their own thread."""
        await super().cleanup()
        await _closed(self._thread, self._ears)


class VoiceService(TTSService):  # type: ignore[misc]
    """A voice as Pipecat's text to speech. Each word comes with the time it is spoken at, so that after an
    interruption the pipeline's context holds only what was heard."""

    def __init__(self, voice: Voice, manner: Manner | None = None) -> None:
        super().__init__(
            push_start_frame=True,
            push_stop_frames=True,
            push_text_frames=False,
            settings=TTSSettings(model=None, voice=voice.name, language=None),
        )
        self._voice, self._manner = voice, manner or Manner()
        self._thread = ThreadPoolExecutor(1, "voice")
        self._spoken: dict[str, float] = {}

    async def run_tts(self, text: str, context_id: str) -> AsyncGenerator[Frame | None, None]:
        """One sentence as sound at the pipeline's own rate."""
        try:
            spoken = await asyncio.get_running_loop().run_in_executor(self._thread, self._voice.say, text, self._manner)
        except VoiceFailed as error:
            yield ErrorFrame(str(error))
            return
        began = self._spoken.get(context_id, 0.0)  # words are timed from the first sound of a whole turn
        self._spoken = {context_id: began + spoken.seconds}
        starts = (0.0, *spoken.ends)
        await self.add_word_timestamps([(word, began + at) for word, at in zip(text.split(), starts, strict=False)], context_id)
        sound = resample(spoken.sound, spoken.rate, self.sample_rate)
        yield TTSAudioRawFrame(to_pcm(sound), self.sample_rate, 1, context_id=context_id)

    async def cleanup(self) -> None:
        """Close the voice, in its own thread."""
        await super().cleanup()
        await _closed(self._thread, self._voice)


class MeantTurnStop(BaseUserTurnStopStrategy):  # type: ignore[misc]
    """Ends a turn by its words and how the voice fell, after at most 1.2 s of silence. It wants sound of 16 kHz."""

    def __init__(self) -> None:
        super().__init__()
        self._sound = bytearray()
        self._begin()

    def _begin(self) -> None:
        self._words: list[str] = []
        self._stopped: float | None = None
        self._sleeping: asyncio.Task[None] | None = None

    async def process_frame(self, frame: Frame) -> ProcessFrameResult:
        """Follow speech, silence and words; all other strategies see the frame too."""
        if isinstance(frame, InputAudioRawFrame):
            self._sound += frame.audio
            del self._sound[: -int(KEPT * RATE) * 2]
        elif isinstance(frame, VADUserStartedSpeakingFrame):
            self._stopped = None
            await self._rouse()
        elif isinstance(frame, VADUserStoppedSpeakingFrame):
            self._stopped = frame.timestamp - frame.stop_secs
        elif isinstance(frame, TranscriptionFrame):
            self._words.append(frame.text)
            await self._rouse()
            if self._stopped is not None:
                self._sleeping = self.task_manager.create_task(self._end_after_wait(self._stopped), f"{self}::wait")
        return ProcessFrameResult.CONTINUE

    async def _end_after_wait(self, stopped: float) -> None:
        chance = await asyncio.to_thread(ended, " ".join(self._words), trail(from_pcm(bytes(self._sound))))
        await asyncio.sleep(max(0.0, stopped + wait(chance) - time.time()))
        self._sleeping = None
        await self.trigger_user_turn_stopped()

    async def _rouse(self) -> None:
        if self._sleeping is not None:
            await self.task_manager.cancel_task(self._sleeping)
            self._sleeping = None

    async def handle_user_turn_stopped(self) -> None:
        """Nothing of a turn is left when it is over, whoever ended it."""
        await self._rouse()
        self._begin()

    async def cleanup(self) -> None:
        """Stop waiting."""
        await super().cleanup()
        await self._rouse()


async def _closed(thread: ThreadPoolExecutor, part: Ears | Voice) -> None:
    await asyncio.get_running_loop().run_in_executor(thread, part.close)
    thread.shutdown(wait=False)
