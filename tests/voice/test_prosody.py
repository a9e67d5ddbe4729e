"""How somebody speaks, measured: rendered voices of known pitch and pace, noise, rubbish, and what is read from it."""

from __future__ import annotations

import io
import subprocess
import time
import wave
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from os1.speech import Tone
from os1.voice.baseline import ENOUGH, Baseline
from os1.voice.prosody import measure
from os1.voice.sound import RATE, Sound, from_pcm, resample

SAID = ("I went down to the market this morning and bought some bread.", "My sister is coming over on Sunday with the children.",
        "It was a long day at work and nothing much happened really.")  # fmt: skip
SEMITONE = 2 ** (1 / 12)


@cache
def spoken(text: str, *how: str) -> Sound:
    """Words as a machine says them: `espeak-ng` with these options, or `flite` where they begin with its name."""
    program = ["flite", "-voice", "kal", *how[1:], "-t", text, "-o", "/dev/stdout"] if how[:1] == ("flite",) else ["espeak-ng", *how, "--stdout", text]
    told = subprocess.run(program, capture_output=True, check=True).stdout
    with wave.open(io.BytesIO(told[:40] + (len(told) - 44).to_bytes(4, "little") + told[44:])) as file:
        return resample(from_pcm(told[44:]), file.getframerate())


def tone(sound: Sound, text: str = SAID[0]) -> Tone:
    return measure(sound, len(text.split()))


def noisy(sound: Sound, decibels: float) -> Sound:
    loud = float(np.sqrt(np.mean(np.square(sound))))
    return sound + (np.random.default_rng(1).standard_normal(len(sound)) * loud * 10 ** (-decibels / 20)).astype(np.float32)


def hummed(hertz: float) -> Sound:
    """Three seconds of a pulse train through a vowel's first resonance, after one of silence."""
    pulses = np.diff(np.floor(hertz * np.arange(3 * RATE) / RATE), prepend=0.0)
    bell = np.exp(-np.arange(400) / 60) * np.sin(2 * np.pi * 600 * np.arange(400) / RATE)
    sound = np.convolve(pulses, bell)[: 3 * RATE]
    return np.concatenate([np.zeros(RATE), 0.3 * sound / np.abs(sound).max()]).astype(np.float32)


@pytest.mark.parametrize("hertz", [75, 110, 170, 240, 330])
@pytest.mark.parametrize("snr", [60, 10])
def test_pitch_is_right_within_half_a_percent(hertz: int, snr: int) -> None:
    assert measure(noisy(hummed(hertz), snr), 5).pitch == pytest.approx(hertz, rel=0.005)


def test_pitch_of_voices() -> None:
    for target in (100, 160, 220):
        found = tone(spoken(SAID[0], "flite", "--setf", f"int_f0_target_mean={target}", "--setf", "int_f0_target_stddev=10")).pitch
        assert target / SEMITONE**1.5 < found < target * SEMITONE**1.5
    assert tone(spoken(SAID[0], "-p", "20")).pitch < tone(spoken(SAID[0], "-p", "50")).pitch < tone(spoken(SAID[0], "-p", "80")).pitch


@pytest.mark.parametrize("text", SAID)
def test_pace_follows_the_rate(text: str) -> None:
    paces = [tone(spoken(text, "-s", rate), text).pace for rate in ("110", "150", "190", "230")]
    assert paces == sorted(paces) and paces[-1] > 1.5 * paces[0]


def test_loudness_and_range() -> None:
    sound = spoken(SAID[0])
    assert tone(sound).energy - tone(sound * np.float32(0.5)).energy == pytest.approx(6.02, abs=0.1)
    flat, lively = (tone(spoken(SAID[0], "flite", "--setf", f"int_f0_target_stddev={n}")).spread for n in (3, 25))
    assert flat < lively


def test_a_pause_counts_as_one() -> None:
    sound = spoken(SAID[0])
    half = len(sound) // 2
    held = tone(np.concatenate([sound[:half], np.zeros(RATE, np.float32), sound[half:]]))
    assert held.pauses > tone(sound).pauses + 0.15 and held.pace == pytest.approx(tone(sound).pace, rel=0.1)


@pytest.mark.parametrize("text", SAID)
def test_noise_changes_little(text: str) -> None:
    quiet = np.zeros(RATE // 4, np.float32)
    sound = np.concatenate([quiet, spoken(text), quiet])
    clean, loud = tone(sound, text), tone(noisy(sound, 10), text)
    assert abs(12 * np.log2(loud.pitch / clean.pitch)) < 0.5 and loud.energy == pytest.approx(clean.energy, abs=1.5)
    assert loud.pace == pytest.approx(clean.pace, rel=0.1) and loud.pauses == pytest.approx(clean.pauses, abs=0.05)


def test_rubbish_gives_nothing_or_numbers() -> None:
    sound, chance = spoken(SAID[0]), np.random.default_rng(2).standard_normal(3 * RATE).astype(np.float32)
    for silent in (np.zeros(RATE), np.zeros(0), np.ones(RATE), chance / 10, np.full(RATE, np.nan), sound[: RATE // 5], np.sign(chance)):
        assert measure(silent.astype(np.float32), 3) == Tone()
    clipped = tone(np.clip(sound * 30, -1, 1))
    assert abs(12 * np.log2(clipped.pitch / tone(sound).pitch)) < 0.5
    assert all(np.isfinite(getattr(clipped, name)) for name in Tone.__slots__)


def test_it_is_quick() -> None:
    sound = np.tile(spoken(SAID[0]), 3)[: 5 * RATE]
    took = []
    for _ in range(9):
        began = time.perf_counter()
        tone(sound)
        took.append(time.perf_counter() - began)
    assert min(took) < 0.015


# --- beside the person's usual ------------------------------------------------------------------

CHANCE = np.random.default_rng(3)
USUAL = Tone(pitch=190, spread=5.0, energy=-24, pace=3.2, pauses=0.1, floor=-60, voiced=2.0)


def as_ever(like: Tone = USUAL) -> Tone:
    """A tone as somebody varies from one sentence to the next."""
    pitch, spread, energy, pace, pauses = CHANCE.standard_normal(5)
    return replace(like, pitch=like.pitch * SEMITONE ** (0.8 * pitch), spread=max(0.5, like.spread + 1.2 * spread),
                   energy=like.energy + 1.5 * energy, pace=like.pace + 0.4 * pace, pauses=abs(like.pauses + 0.05 * pauses))  # fmt: skip


def known(count: int = 40) -> Baseline:
    baseline = Baseline()
    for n in range(count):
        if n % 10 == 0:
            baseline.begin()
        baseline.update(as_ever())
    return baseline


LOW = replace(USUAL, pitch=165, spread=2.2, energy=-30)
WAYS = {
    "quieter": LOW, "livelier": replace(USUAL, pitch=215, spread=9.5, energy=-19, pace=3.9),
    "slower": replace(USUAL, pace=1.7, pauses=0.35), "faster": replace(USUAL, pace=5.0, pauses=0.0),
    "flatter": replace(USUAL, spread=1.2, pitch=170, pace=2.6), "higher": replace(USUAL, pitch=250, pace=3.9),
}  # fmt: skip


@pytest.mark.parametrize("how", WAYS)
def test_each_way_of_sounding_is_found(how: str) -> None:
    baseline = known()
    heard = []
    for _ in range(4):
        heard.append(baseline.reading(as_ever(WAYS[how])))
        baseline.update(as_ever(WAYS[how]))
    assert heard[0] is None, "one utterance says nothing"
    assert how in {each.how for each in heard if each}
    assert all(0.4 < each.sure < 0.8 and "than" not in each.evidence for each in heard if each)


def test_the_evidence_is_figures() -> None:
    baseline = known()
    for _ in range(2):
        baseline.update(LOW)
    found = baseline.reading(LOW)
    assert found and found.how == "quieter" and "dB softer" in found.evidence and "semitones lower" in found.evidence


def test_nothing_is_read_from_the_usual() -> None:
    baseline, read = known(), 0
    for n in range(600):
        if n % 12 == 0:
            baseline.begin()
        one = as_ever()
        read += baseline.reading(one) is not None
        baseline.update(one)
    assert read <= 6


def test_too_few_say_nothing() -> None:
    baseline = known(ENOUGH - 1)
    baseline.update(LOW)
    baseline.update(LOW)
    assert baseline.reading(LOW) is None


@pytest.mark.parametrize("noise", [0, -12])
def test_another_microphone_is_no_feeling(noise: int) -> None:
    baseline = known()
    baseline.begin()
    far = replace(USUAL, energy=USUAL.energy - 12, floor=USUAL.floor + noise)
    for _ in range(8):
        one = as_ever(far)
        assert baseline.reading(one) is None
        baseline.update(one)


def test_turned_down_in_the_middle_of_a_call() -> None:
    baseline = known()
    down = replace(USUAL, energy=USUAL.energy - 12, floor=USUAL.floor - 12)
    for _ in range(6):
        one = as_ever(down)
        assert baseline.reading(one) is None
        baseline.update(one)


def test_told_that_it_is_usual_it_learns() -> None:
    baseline = known()
    for _ in range(3):
        baseline.update(as_ever(LOW))
    assert baseline.reading(LOW)
    baseline.settle()
    assert baseline.reading(LOW) is None and len(baseline.rows) <= 80
