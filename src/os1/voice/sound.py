"""Sound as numbers: mono, float32, -1 to 1, at 16,000 samples a second where nothing else is said."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float32]
RATE = 16_000
WINDOW = 512  # samples the VAD hears at once: 32 ms
_LOUDEST = 32_767


def from_pcm(data: bytes) -> Sound:
    """Little-endian 16-bit PCM as sound; an odd last byte is dropped."""
    return (np.frombuffer(data[: len(data) // 2 * 2], "<i2") / np.float32(_LOUDEST + 1)).astype(np.float32)


def to_pcm(sound: Sound) -> bytes:
    """Sound as little-endian 16-bit PCM; what is too loud is clipped."""
    return (np.clip(sound, -1.0, 1.0) * _LOUDEST).astype("<i2").tobytes()


def level(sound: Sound) -> float:
    """How loud it is on the whole, in decibels below full scale; -120 for silence."""
    if not len(sound):
        return -120.0
    return max(-120.0, 10 * math.log10(float(np.mean(np.square(sound, dtype=np.float64))) + 1e-12))


def resample(sound: Sound, rate: int, to: int = RATE) -> Sound:
    """The same sound at another rate, by a windowed sinc whose edge lies at the lower of both Nyquist rates."""
    if rate == to or not len(sound):
        return sound
    common = math.gcd(rate, to)
    up, down = to // common, rate // common
    edge = min(1.0, to / rate)
    half = math.ceil(16 / edge)
    taps = np.arange(-half + 1, half + 1)
    found = np.zeros(len(sound) * up // down, np.float32)
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(sound, (half - 1, half + 1)), 2 * half)
    for phase in range(min(up, len(found))):  # every `up`th sample lies at the same place between two of the old ones
        base, away = phase * down // up, phase * down / up % 1 - taps
        kernel = np.sinc(away * edge) * edge * (0.5 + 0.5 * np.cos(np.pi * np.clip(away / half, -1, 1)))
        there = found[phase::up]
        there[:] = windows[base::down][: len(there)] @ kernel.astype(np.float32)
    return found


def trimmed(sound: Sound, rate: int, floor: float = 0.003) -> tuple[int, int]:
    """Where sound begins and ends within silence, as sample numbers; (0, 0) where there is none."""
    hop = max(1, rate // 200)
    loud = [n for n in range(0, len(sound), hop) if np.max(np.abs(sound[n : n + hop])) > floor]
    return (loud[0], min(len(sound), loud[-1] + hop)) if loud else (0, 0)
