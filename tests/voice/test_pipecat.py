"""The adapter to Pipecat, in real Pipecat pipelines with real speech (where Pipecat is installed)."""

from __future__ import annotations

import subprocess
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from os1.voice.sound import RATE, Sound, from_pcm, resample, to_pcm

pytest.importorskip("pipecat")
pytestmark = pytest.mark.filterwarnings("ignore")  # Pipecat's own

from pipecat.frames.frames import (  # noqa: E402
    Frame,
    InputAudioRawFrame,
    TranscriptionFrame,
    TTSAudioRawFrame,
    TTSSpeakFrame,
    TTSTextFrame,
    UserStartedSpeakingFrame,
    UserStoppedSpeakingFrame,
    VADUserStartedSpeakingFrame,
    VADUserStoppedSpeakingFrame,
)
from pipecat.processors.aggregators.llm_context import LLMContext  # noqa: E402
from pipecat.processors.aggregators.llm_response_universal import (  # noqa: E402
    LLMContextAggregatorPair,
    LLMUserAggregatorParams,
)
from pipecat.tests.utils import SleepFrame, run_test  # noqa: E402
from pipecat.turns.user_turn_strategies import UserTurnStrategies  # noqa: E402

from os1.voice.festival import Festival  # noqa: E402
from os1.voice.pipecat import EarsService, MeantTurnStop, VoiceService  # noqa: E402
from os1.voice.stt import Moonshine  # noqa: E402

PAUSE = 0.2


def said(folder: Path, text: str) -> Sound:
    path = folder / "said.wav"
    subprocess.run(["flite", "-voice", "rms", "-t", text, "-o", str(path)], check=True)
    with wave.open(str(path), "rb") as held:
        return resample(from_pcm(held.readframes(held.getnframes())), held.getframerate())


def stretch(sound: Sound) -> list[Frame]:
    """Speech with what the VAD says of it."""
    whole = to_pcm(np.concatenate([sound, np.zeros(int(PAUSE * RATE), np.float32)]))
    parts = [InputAudioRawFrame(whole[at : at + 640], RATE, 1) for at in range(0, len(whole), 640)]
    return [VADUserStartedSpeakingFrame(start_secs=PAUSE), *parts, VADUserStoppedSpeakingFrame(stop_secs=PAUSE)]


async def test_what_is_said_becomes_words(tmp_path: Path) -> None:
    frames = [*stretch(said(tmp_path, "My sister is coming on Sunday.")), SleepFrame(sleep=1.5)]
    came, _ = await run_test(EarsService(Moonshine()), frames_to_send=frames, start_timeout=10.0)
    words = [frame for frame in came if isinstance(frame, TranscriptionFrame)]
    assert [frame.finalized for frame in words] == [True]
    assert "sister is coming on sunday" in words[0].text.lower()


async def test_words_become_speech_that_says_them_and_when() -> None:
    text = "The garden is full of roses."
    came, _ = await run_test(VoiceService(Festival()), frames_to_send=[TTSSpeakFrame(text), SleepFrame(sleep=1.0)], start_timeout=10.0)
    pieces = [frame for frame in came if isinstance(frame, TTSAudioRawFrame)]
    sound = np.concatenate([resample(from_pcm(frame.audio), frame.sample_rate) for frame in pieces])
    ears = Moonshine()
    assert "garden is full of roses" in ears.transcribe(sound).lower()
    ears.close()
    words = [frame for frame in came if isinstance(frame, TTSTextFrame)]
    assert " ".join(frame.text for frame in words) == text
    times = [frame.pts for frame in words]
    assert times == sorted(times)
    assert 0.5e9 < times[-1] - times[0] < len(sound) / RATE * 1e9


async def turns_after(*frames: Any) -> tuple[int, int]:
    """How many turns began and ended."""
    strategies = UserTurnStrategies(stop=[MeantTurnStop()])
    person = LLMContextAggregatorPair(LLMContext(), user_params=LLMUserAggregatorParams(user_turn_strategies=strategies)).user()
    came, _ = await run_test(person, frames_to_send=[*frames], start_timeout=10.0)
    began, ended = (sum(isinstance(frame, kind) for frame in came) for kind in (UserStartedSpeakingFrame, UserStoppedSpeakingFrame))
    return began, ended


@pytest.mark.parametrize(("text", "pause", "ended"), [
    ("I went to the", 0.6, 0), ("I went to the", 1.6, 1), ("I went home.", 0.9, 1),
])  # fmt: skip
async def test_a_turn_ends_where_words_are_whole(tmp_path: Path, text: str, pause: float, ended: int) -> None:
    words = TranscriptionFrame(text, "", "", finalized=True)
    began = await turns_after(*stretch(said(tmp_path, text)), words, SleepFrame(sleep=pause))
    assert began == (1, ended)


async def test_who_goes_on_within_the_pause_is_in_the_same_turn(tmp_path: Path) -> None:
    first, rest = TranscriptionFrame("I went to the", "", "", finalized=True), TranscriptionFrame("sea.", "", "", finalized=True)
    said_first, said_rest = stretch(said(tmp_path, "I went to the")), stretch(said(tmp_path, "sea."))
    assert await turns_after(*said_first, first, SleepFrame(sleep=0.5), *said_rest, rest, SleepFrame(sleep=1.4)) == (1, 1)
