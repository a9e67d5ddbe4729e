"""What the voice benchmark listens to: made speech with known ends, the real clips, noise of known loudness."""

from __future__ import annotations

import json
import subprocess
import tempfile
import wave
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from os1.voice.sound import RATE, Sound, from_pcm, resample

SPEECH = Path(__file__).resolve().parents[2] / "shared" / "data" / "speech"
LONGEST = 12.0  # seconds of a real clip; longer ones are whole speeches, no turns
FLOOR = 10 ** (-45 / 20)
"""Below this share of the loudest sample nothing counts as speech."""
PERSON = "rms"  # a man's voice, so that nobody takes it for hers
SEED = 2013
BREATH = 0.35  # seconds
SAID = (
    "I finally finished that painting of the harbour.", "My sister is coming on Sunday.", "We had soup at my mother's.",
    "I couldn't sleep last night.", "The neighbour's boy plays the trumpet now.", "It rained all day and it was lovely.",
    "I'm nervous about the exam.", "My boss moved the meeting again.", "I found my grandfather's letters.",
    "We laughed for an hour on the phone.", "I went for a walk by the river.", "The cat has been ill since Monday.",
    "I started to learn Italian.", "That was the best film I've seen this year.", "I miss my old friends.",
    "We are moving to Leeds in May.", "I got the job.", "My daughter lost her first tooth.", "I cooked for eight people.",
    "The garden is full of roses.", "I'm so tired of this winter.", "He never called me back.", "I bought a new bicycle.",
    "The train was late again this morning.", "I think I'm falling in love.", "My father is in hospital.",
    "We painted the kitchen yellow.", "I read until three in the morning.", "Nobody told me about the party.",
    "Today was a good day.",
)  # fmt: skip
INTERRUPTIONS = (
    "Wait, that isn't what I meant.", "Stop for a second, please.", "No, listen to me first.",
    "Hold on, somebody is at the door.", "Sorry, I have to tell you something.",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """Speech of 16 kHz without silence around it: it begins with its first sample and ends with its last."""

    text: str
    sound: Sound

    @property
    def seconds(self) -> float:
        return len(self.sound) / RATE


def bare(sound: Sound) -> Sound:
    """Sound from its first to its last sample that is loud enough to be speech."""
    loud = np.flatnonzero(np.abs(sound) > FLOOR * float(np.max(np.abs(sound), initial=1e-9)))
    return sound[loud[0] : loud[-1] + 1] if len(loud) else sound[:0]


@cache
def spoken(text: str, voice: str = PERSON) -> Speech:
    """A sentence by one of flite's voices."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "said.wav"
        subprocess.run(["flite", "-voice", voice, "-t", text, "-o", str(made)], check=True, capture_output=True)
        return Speech(text, bare(read_wav(made)))


def talk() -> Sound:
    """Somebody who talks on and on, with a breath after each sentence that is long enough for anybody's VAD."""
    breath = np.zeros(int(BREATH * RATE), np.float32)
    return np.concatenate([part for text in SAID[:12] for part in (spoken(text).sound, breath)])


def read_wav(path: Path) -> Sound:
    """A WAV file of 16-bit PCM, its first channel, at 16 kHz."""
    with wave.open(str(path)) as file:
        sound = from_pcm(file.readframes(file.getnframes()))[:: file.getnchannels()]
        return resample(sound, file.getframerate())


def write_wav(path: Path, sound: Sound, rate: int) -> None:
    """Mono sound as a WAV file of 16-bit PCM."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())


@cache
def clips() -> tuple[Speech, ...]:
    """The real clips with their words that are short enough to be a turn; none where they aren't beside this checkout."""
    told = SPEECH / "manifest.json"
    if not told.exists():
        return ()
    found = [(each["text"], SPEECH / each["file"]) for each in json.loads(told.read_text("utf-8"))]
    heard = [Speech(text, read_wav(path)) for text, path in found if path.suffix == ".wav"]
    return tuple(clip for clip in heard if clip.seconds <= LONGEST)


@cache
def babble() -> Sound:
    """Ten seconds of a room where people talk: eight made voices at once over pink noise, of unit power."""
    chance = np.random.default_rng(SEED)
    length = 10 * RATE
    spectrum = np.fft.rfft(chance.standard_normal(length))
    pink = np.fft.irfft(spectrum / np.sqrt(np.arange(1, len(spectrum) + 1)), length)
    room = pink / np.std(pink) * 0.3
    for n in range(8):
        voices = [spoken(SAID[int(chance.integers(len(SAID)))], ("rms", "awb", "kal16", "slt")[n % 4]).sound for _ in range(6)]
        one = np.roll(np.resize(np.concatenate(voices), length), int(chance.integers(length)))
        room = room + one / np.std(one) * 0.35
    return (room / np.std(room)).astype(np.float32)


def noisy(sound: Sound, decibels: float) -> Sound:
    """Sound in that room, so many decibels above it."""
    power = float(np.mean(np.square(sound)))
    noise = np.resize(babble(), len(sound)) * np.float32(np.sqrt(power / 10 ** (decibels / 10)))
    mixed: Sound = (sound + noise).astype(np.float32)
    return mixed / max(1.0, float(np.max(np.abs(mixed))))
