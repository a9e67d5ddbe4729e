"""Runs inside a Python that has Pipecat, apart from OS1's own: the same call on a plain Pipecat pipeline.

    PYTHONPATH=.:src python bench/voice_pipecat.py TURNS INTERRUPTIONS SECONDS MIND

Pipecat's own transports' base, Silero VAD, turn strategies (smart-turn v3) and aggregators, as they are by
default; OS1's ears and voice through OS1's adapter; for a mind a fixed answer after MIND seconds. Prints JSON.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time

from loguru import logger  # type: ignore[import-not-found]
from pipecat.audio.vad.silero import SileroVADAnalyzer
from pipecat.frames.frames import (
    Frame,
    InputAudioRawFrame,
    InterruptionFrame,
    LLMContextFrame,
    LLMFullResponseEndFrame,
    LLMFullResponseStartFrame,
    LLMTextFrame,
    OutputAudioRawFrame,
    StartFrame,
    TranscriptionFrame,
    TTSAudioRawFrame,
    UserStoppedSpeakingFrame,
    VADUserStoppedSpeakingFrame,
)
from pipecat.observers.base_observer import BaseObserver, FramePushed
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.worker import PipelineWorker
from pipecat.processors.aggregators.llm_context import LLMContext
from pipecat.processors.aggregators.llm_response_universal import (
    LLMContextAggregatorPair,
    LLMUserAggregatorParams,
)
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor
from pipecat.transports.base_input import BaseInputTransport
from pipecat.transports.base_output import BaseOutputTransport
from pipecat.transports.base_transport import TransportParams
from pipecat.workers.runner import WorkerRunner

from bench.voice_caller import QUIET, Loudspeaker, measured
from bench.voice_sound import talk
from os1.voice.festival import Festival
from os1.voice.pipecat import EarsService, VoiceService
from os1.voice.sound import RATE, from_pcm
from os1.voice.stt import Moonshine

SHORT = "There's a gap now where it used to nag. What finally got you over the last stretch?"
LONG = ("You work as a nurse in a small hospital. I remember you telling me just now. Your sister lives in Leeds. "
        "Your daughter loves horses. That isn't all of it, I've kept a few more.")  # fmt: skip
MARKS = {VADUserStoppedSpeakingFrame: "quiet", TranscriptionFrame: "words", UserStoppedSpeakingFrame: "turn",
         TTSAudioRawFrame: "sound"}  # fmt: skip


class Noticed(BaseObserver):  # type: ignore[misc]
    """When what was pushed first."""

    def __init__(self) -> None:
        super().__init__()
        self.marks: list[tuple[float, str]] = []
        self._seen: set[int] = set()

    async def on_push_frame(self, data: FramePushed) -> None:
        name = MARKS.get(type(data.frame))
        if name and data.frame.id not in self._seen:
            self._seen.add(data.frame.id)
            if name != "sound" or not self.marks or self.marks[-1][1] != "sound":
                self.marks.append((time.perf_counter(), name))


class Mouth(BaseInputTransport):  # type: ignore[misc]
    """Where the caller's microphone goes in."""

    async def start(self, frame: StartFrame) -> None:
        await super().start(frame)
        await self.set_transport_ready(frame)


class Ear(BaseOutputTransport):  # type: ignore[misc]
    """A loudspeaker that takes as long as sound does."""

    def __init__(self, params: TransportParams, noticed: Noticed) -> None:
        super().__init__(params)
        self.speaker, self._noticed = Loudspeaker(), noticed
        self._free = 0.0

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        await super().process_frame(frame, direction)
        now = time.perf_counter()
        if isinstance(frame, InterruptionFrame) and self.speaker.last(now) > now - QUIET:
            self._noticed.marks += [(now, "cut"), (now, "stop")]

    async def start(self, frame: StartFrame) -> None:
        await super().start(frame)
        await self.set_transport_ready(frame)

    async def write_audio_frame(self, frame: OutputAudioRawFrame) -> bool:
        sound = from_pcm(frame.audio)
        began = max(self._free, time.perf_counter())
        self._free = began + len(sound) / frame.sample_rate
        self.speaker.play(sound, frame.sample_rate, began)
        await asyncio.sleep(self._free - time.perf_counter())
        return True


class Mind(FrameProcessor):  # type: ignore[misc]
    """Answers anything after a fixed time, at length when asked what it remembers."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        await super().process_frame(frame, direction)
        if not isinstance(frame, LLMContextFrame):
            await self.push_frame(frame, direction)
            return
        await asyncio.sleep(self._seconds)
        asked = str(frame.context.messages[-1].get("content"))
        await self.push_frame(LLMFullResponseStartFrame())
        await self.push_frame(LLMTextFrame(LONG if "remember" in asked.lower() else SHORT))
        await self.push_frame(LLMFullResponseEndFrame())


class PipecatLine:
    """A line to that pipeline."""

    def __init__(self, mouth: Mouth, ear: Ear, noticed: Noticed, worker: PipelineWorker) -> None:
        self._mouth, self._worker = mouth, worker
        self.speaker, self.marks = ear.speaker, noticed.marks

    async def send(self, pcm: bytes) -> None:
        await self._mouth.push_audio_frame(InputAudioRawFrame(pcm, RATE, 1))

    async def hush(self) -> None:
        await self._worker.queue_frame(InterruptionFrame())


async def main(turns: int, interruptions: int, seconds: float, mind: float) -> None:
    """Set the pipeline up, call it, print."""
    params = TransportParams(audio_in_enabled=True, audio_out_enabled=True)
    noticed = Noticed()
    mouth, ear = Mouth(params), Ear(params, noticed)
    context = LLMContextAggregatorPair(LLMContext(), user_params=LLMUserAggregatorParams(vad_analyzer=SileroVADAnalyzer()))
    parts = [mouth, EarsService(Moonshine()), context.user(), Mind(mind), VoiceService(Festival()), ear, context.assistant()]
    worker = PipelineWorker(Pipeline(parts), observers=[noticed], idle_timeout_secs=None)
    runner = WorkerRunner(handle_sigint=False)
    await runner.add_workers(worker)
    running = asyncio.create_task(runner.run())
    started = asyncio.Event()
    worker.add_event_handler("on_pipeline_started", lambda *_: started.set())
    await asyncio.wait_for(started.wait(), 60)
    line = PipecatLine(mouth, ear, noticed, worker)
    figures = await measured(line, os.getpid(), (turns, interruptions), seconds, talk())
    sys.stdout.write(json.dumps(figures.told()))
    sys.stdout.flush()
    await worker.cancel()
    await running


if __name__ == "__main__":
    logger.remove()
    logger.add(sys.stderr, level="WARNING")
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4])))
