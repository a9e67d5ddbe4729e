"""People who speak to her: their words as sound, with pauses, in noise, and with an echo of something else.

None of them has her voice: a test that hears Festival's or flite's `slt` hears her.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import wave
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float32]
"""Mono sound at RATE; 1.0 is as loud as it can be."""
VoiceName = Literal["rms", "awb", "kal", "espeak"]
VOICES: tuple[VoiceName, ...] = ("rms", "awb", "kal", "espeak")
RATE = 16_000  # samples a second, what goes over the socket
CHROMIUM_RATE = 48_000  # what Chromium's pretended microphone reads
LOUDNESS = 0.06  # root mean square of what a person says, a little under an arm's length away
ROOM = 0.0004  # the same of a quiet room, -68 dB: no microphone hears nothing at all
STEP = RATE // 100
NEEDED = ("flite", "espeak-ng")


def missing() -> list[str]:
    """The programs that give people their voices and aren't on this machine."""
    return [name for name in NEEDED if shutil.which(name) is None]


@cache
def spoken(text: str, voice: VoiceName = "rms") -> Sound:
    """One stretch of speech without a pause before or behind it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "spoken.wav"
        command: list[str | Path] = ["flite", "-voice", voice, "-t", text, "-o", path]
        if voice == "espeak":
            command = ["espeak-ng", "-v", "en-us", "-s", "150", "-w", path, "--", text]
        subprocess.run(command, check=True, capture_output=True, timeout=30)
        sound = trimmed(read(path))
    said: Sound = (sound / active_level(sound) * LOUDNESS).astype(np.float32)
    said.setflags(write=False)
    return said


NASAL = ((270.0, 60.0, 1.0), (1_000.0, 120.0, 0.12), (2_300.0, 200.0, 0.06))
"""Where a voice with its mouth shut sounds: frequency and half width in Hz, and how much."""


@cache
def mm_hm(pitch: float = 115.0) -> Sound:
    """Two hums with a breath between them. Engines spell it out instead, so it is made of a nose's resonances."""
    breath = np.random.default_rng(1).standard_normal(round(0.07 * RATE)) * 0.02
    hums = np.concatenate([_hum(0.2, pitch, pitch * 0.97), breath, _hum(0.26, pitch * 1.05, pitch * 1.15)])
    said: Sound = (hums / active_level(hums.astype(np.float32)) * LOUDNESS).astype(np.float32)
    said.setflags(write=False)
    return said


def _hum(seconds: float, from_pitch: float, to_pitch: float) -> NDArray[np.float64]:
    count = round(seconds * RATE)
    phase = 2 * np.pi * np.cumsum(np.linspace(from_pitch, to_pitch, count)) / RATE
    sound, middle = np.zeros(count), (from_pitch + to_pitch) / 2
    for n in range(1, int(4_000 / middle)):
        strength = sum(share / (1 + ((n * middle - at) / width) ** 2) for at, width, share in NASAL)
        sound += strength / np.sqrt(n) * np.sin(n * phase)
    ends = np.minimum(np.arange(count), np.arange(count)[::-1]) / (0.03 * RATE)
    return sound * np.minimum(1, ends)


def says(*parts: str | float, voice: VoiceName = "rms") -> Sound:
    """Words and rests in turn: `says("I went to", 0.9, "um")`, rests in seconds."""
    return joined(*(spoken(part, voice) if isinstance(part, str) else rest(part) for part in parts))


def rest(seconds: float) -> Sound:
    return np.zeros(round(seconds * RATE), np.float32)


def joined(*sounds: Sound) -> Sound:
    return np.concatenate(sounds) if sounds else rest(0.0)


def noise(seconds: float, loudness: float = ROOM, seed: int = 0) -> Sound:
    """Noise that falls by 3 dB an octave, as that of rooms, fans and streets does."""
    count = round(seconds * RATE)
    if not count:
        return rest(0.0)
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(count))
    spectrum /= np.sqrt(np.maximum(np.fft.rfftfreq(count, 1 / RATE), 20.0))
    sound = np.fft.irfft(spectrum, count)
    steady: Sound = (sound / np.sqrt(np.mean(sound**2)) * loudness).astype(np.float32)
    return steady


def in_noise(sound: Sound, decibels: float, seed: int = 0) -> Sound:
    """`sound` in noise that is so many decibels quieter than what is said in it."""
    return sound + noise(len(sound) / RATE, active_level(sound) / 10 ** (decibels / 20), seed)


def delayed(sound: Sound, seconds: float, gain: float = 1.0) -> Sound:
    """What comes back of a sound: later, quieter, as long as it was."""
    late = round(seconds * RATE)
    return joined(rest(seconds), sound * np.float32(gain))[: len(sound)] if late else sound * np.float32(gain)


def levels(sound: Sound) -> NDArray[np.float64]:
    """Root mean square of every hundredth of a second."""
    whole = len(sound) // STEP * STEP
    each: NDArray[np.float64] = np.sqrt(np.mean(sound[:whole].astype(np.float64).reshape(-1, STEP) ** 2, axis=1))
    return each


def loud(sound: Sound, above: float = LOUDNESS / 20) -> NDArray[np.bool_]:
    """Whether each hundredth of a second holds anything that a person would call a sound."""
    return levels(sound) > above


def active_level(sound: Sound) -> float:
    """Root mean square of where something is said, in a sound that may hold pauses."""
    each = levels(sound)
    said = each[each > each.max() / 20]
    return float(np.sqrt(np.mean(said**2)))


def trimmed(sound: Sound) -> Sound:
    """Without the silence before and behind."""
    (said,) = np.nonzero(levels(sound) > np.abs(sound).max() / 200)
    return sound[said[0] * STEP : (said[-1] + 1) * STEP]


def resampled(sound: Sound, rate: int, to: int = RATE) -> Sound:
    """The same sound at another rate, by way of its spectrum: nothing above either half folds back."""
    count = round(len(sound) * to / rate)
    if rate == to or not count:
        return sound[:count]
    spectrum = np.fft.rfft(sound)
    kept = np.zeros(count // 2 + 1, np.complex128)
    shared = min(len(kept), len(spectrum))
    kept[:shared] = spectrum[:shared]
    return (np.fft.irfft(kept, count) * (to / rate)).astype(np.float32)


def read(path: Path) -> Sound:
    """A sound file at RATE, its channels mixed."""
    with wave.open(str(path)) as file:
        assert file.getsampwidth() == 2, path
        sound = from_pcm(file.readframes(file.getnframes()))
        channels = sound.reshape(-1, file.getnchannels()).mean(axis=1, dtype=np.float32)
        return resampled(channels, file.getframerate())


def write(path: Path, sound: Sound, rate: int = CHROMIUM_RATE) -> Path:
    """A sound file as Chromium's pretended microphone reads it."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(to_pcm(resampled(sound, RATE, rate)))
    return path


def to_pcm(sound: Sound) -> bytes:
    return (np.clip(sound, -1, 1) * 32_767).astype("<i2").tobytes()


def from_pcm(data: bytes) -> Sound:
    return np.frombuffer(data, "<i2").astype(np.float32) / np.float32(32_768)
