"""How an utterance was spoken, measured from its sound: pitch, loudness, pace and pauses."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from os1.speech import Tone
from os1.voice.sound import RATE, Sound

HOP = 192  # samples, 12 ms
LOW, HIGH = 65.0, 400.0  # hertz a voice may have
PERIODIC = 0.6  # correlation from which a frame is voiced: white noise reaches 0.4, a voice at 10 dB keeps 0.8
SHORTEST_PERIOD = 0.88  # share of the best correlation at which the shorter period is believed (else octaves too low)
SILENT, CONTRAST, DEEP = -65.0, 4.0, 15.0  # dB: no sound at all; speech above the noise; below its own loudest
# At a depth of 15 dB pace and pauses come out the same at 10 dB of noise as without (30 dB made it a third faster).
REST = 20  # hops of quiet that are a pause and no stop consonant: 240 ms
LEAST = 0.3  # seconds of voice from which figures are given
_WINDOW, _LAGS, _FFT = 256, int(RATE / 2 / LOW) + 1, 512
_SOFT = np.hanning(11)[1:-1].astype(np.float32) / np.float32(np.hanning(11).sum())
_Floats = NDArray[np.float64]


def measure(sound16k: Sound, words: int) -> Tone:
    """The tone of one utterance of so many words; Tone() where there is too little voice to say.

    Pitch is found by normalised cross-correlation (Talkin 1995) on the half rate. The noise's own power is taken
    off the loudness, so that a fan nearby doesn't make anybody louder.
    """
    sound = np.clip(np.nan_to_num(np.asarray(sound16k, np.float32)), -1.0, 1.0)
    hops = len(sound) // HOP - (2 * (_WINDOW + _LAGS)) // HOP - 1
    if hops < LEAST * RATE / HOP:
        return Tone()
    sound = sound - sound.mean(dtype=np.float64).astype(np.float32)
    power = np.square(sound[: (hops + 1) * HOP], dtype=np.float64).reshape(-1, HOP).mean(1) + 1e-12
    power = (power[:-1] + power[1:]) / 2
    loud = 10 * np.log10(power)
    floor, peak = np.percentile(loud, (10, 95))
    speech = loud > max(floor + CONTRAST, peak - DEEP)
    if peak < SILENT or not speech.any():
        return Tone()
    pitch, held = _pitches(sound, np.flatnonzero(speech))
    if len(pitch) * HOP / RATE < LEAST:
        return Tone()
    semitones = 12 * np.log2(pitch)
    near = np.abs(semitones - np.median(semitones)) < 8  # the rest are octaves taken for one another
    low, middle, high = np.percentile(semitones[near], (10, 50, 90))
    clean = np.maximum(power[held] - 10 ** (floor / 10), power[held] / 10)
    spoken, rests = _rests(speech)
    return Tone(
        pitch=float(2 ** (middle / 12)), spread=float(high - low), energy=float(np.median(10 * np.log10(clean))),
        pace=words / (spoken * HOP / RATE), pauses=rests / (spoken + rests), floor=float(max(floor, -120.0)),
        voiced=len(pitch) * HOP / RATE,
    )  # fmt: skip


def _pitches(sound: Sound, frames: NDArray[np.intp]) -> tuple[_Floats, NDArray[np.intp]]:
    """The pitch in hertz of each voiced frame among these, and which they are."""
    half = np.convolve(sound, _SOFT, "same")[::2]
    seen = np.lib.stride_tricks.sliding_window_view(half, _WINDOW + _LAGS)[frames * (HOP // 2)]
    both = np.fft.rfft(seen[:, :_WINDOW], _FFT).conj() * np.fft.rfft(seen, _FFT)
    alike = np.fft.irfft(both, _FFT)[:, : _LAGS + 1]
    sums = np.cumsum(np.square(seen, dtype=np.float64), axis=1)
    sums = np.concatenate([np.zeros((len(seen), 1)), sums], axis=1)
    energy = sums[:, _WINDOW:] - sums[:, : _LAGS + 1]
    alike = alike / np.sqrt(np.maximum(energy[:, :1] * energy, 1e-20))
    first = int(RATE / 2 / HIGH)
    inner = alike[:, first:-1]
    tops = (inner >= alike[:, first - 1 : -2]) & (inner > alike[:, first + 1 :])
    best = np.where(tops, inner, 0.0).max(1)
    held = np.flatnonzero(best >= PERIODIC)
    at = first + np.argmax(tops[held] & (inner[held] >= SHORTEST_PERIOD * best[held, None]), axis=1)
    before, top, after = (alike[held, at + step] for step in (-1, 0, 1))
    shift = 0.5 * (before - after) / np.minimum(before - 2 * top + after, -1e-9)
    return RATE / 2 / (at + np.clip(shift, -0.5, 0.5)), frames[held]


def _rests(speech: NDArray[np.bool_]) -> tuple[int, int]:
    """Hops of speech and of pauses between the first and the last of it."""
    at = np.flatnonzero(speech)
    gaps = np.diff(at) - 1
    rests = int(gaps[gaps >= REST].sum())
    return int(at[-1] - at[0] + 1 - rests), rests
