"""Whether somebody has finished: the rule, the model on words and sound, and how long she waits."""

from __future__ import annotations

import subprocess
import wave
from pathlib import Path

import numpy as np
import pytest

from os1.voice import smart_turn
from os1.voice.endpointing import LONGEST, SHORTEST, Trail, ended, is_open, trail, wait, words
from os1.voice.sound import RATE, Sound, from_pcm, resample

OPEN = ("I went to…", "and then I", "um", "because", "I've been waiting for.", "I bought milk, eggs and.", "What time is the?",
        "He said it was like, um", "It's my.", "and then he", "I'd like a.", "If.")  # fmt: skip
WHOLE = ("What are you looking for?", "Who is it from?", "I don't want to.", "Remind me to call the dentist tomorrow.",
         "I feel so lonely.", "That's what it was.", "Taller than I am.", "Come on in.", "mm")  # fmt: skip


@pytest.mark.parametrize("text", OPEN)
def test_a_function_word_or_an_open_phrase_at_the_end_always_means_wait(text: str) -> None:
    assert is_open(words(text))
    sounds_done = Trail(slope=-20.0, fall=25.0, voiced=0.4, length=3.0)
    for how in (Trail(), sounds_done):
        assert wait(ended(text, how)) == LONGEST


@pytest.mark.parametrize("text", WHOLE)
def test_what_can_be_an_end_isnt_held_by_the_rule(text: str) -> None:
    assert not is_open(words(text))


def test_the_full_stop_of_the_ears_isnt_believed() -> None:
    assert ended("I was thinking we could.") == pytest.approx(ended("I was thinking we could"))
    assert ended("I was thinking we could.") < 0.2


@pytest.mark.parametrize(
    ("shorter", "longer"),
    [
        ("What time is it?", "What time is"),
        ("I feel so lonely.", "I feel so"),
        ("Remind me to call the dentist tomorrow.", "Remind me to call the dentist at"),
        ("My number is oh seven seven nine one two three four five six seven", "My number is oh seven seven nine"),
    ],
)
def test_whole_is_likelier_an_end_than_half(shorter: str, longer: str) -> None:
    assert ended(shorter) > ended(longer) + 0.3
    assert wait(ended(shorter)) < wait(ended(longer))


def test_one_word_answers_her_question() -> None:
    assert ended("My sister.", hers="Who gave you that?") > ended("My sister.") + 0.2
    for answer in ("Yes.", "Tuesday.", "Not yet."):
        assert wait(ended(answer, hers="Is it soon?")) <= 0.4


def test_nothing_heard_is_no_end() -> None:
    assert ended("") == ended(" … ") == 0.0


def test_the_wait_lies_within_its_bounds_and_falls_as_it_grows_surer() -> None:
    waits = [wait(chance / 20) for chance in range(21)]
    assert waits == sorted(waits, reverse=True)
    assert (waits[0], waits[-1]) == (LONGEST, SHORTEST)
    assert SHORTEST < wait(0.9, long=True) <= 0.4
    assert wait(0.0, long=True) == LONGEST


def glide(start: float, stop: float, seconds: float) -> Sound:
    """A voice-like tone that glides from one pitch in Hz to another."""
    pitch = np.geomspace(start, stop, int(seconds * RATE))
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    overtones = np.arange(1, 8)[:, None]
    tone: Sound = (np.sin(overtones * phase) / overtones).sum(axis=0).astype(np.float32) * np.float32(0.1)
    return tone


def test_the_melody_at_the_end_is_heard() -> None:
    silence = np.zeros(RATE // 3, np.float32)
    falling, rising = (trail(np.concatenate([glide(150, to, 0.6), silence])) for to in (110, 220))
    assert falling.slope == pytest.approx(12 * np.log2(110 / 150) / 0.6, abs=2)
    assert rising.slope == pytest.approx(12 * np.log2(220 / 150) / 0.6, abs=2)
    assert falling.length == pytest.approx(0.6, abs=0.05)
    assert falling.voiced == pytest.approx(0.6, abs=0.08)


def test_noise_and_silence_have_no_melody() -> None:
    noise = np.random.default_rng(1).normal(0, 0.05, RATE).astype(np.float32)
    assert trail(noise).slope is None
    assert trail(np.zeros(RATE, np.float32)) == trail(np.zeros(10, np.float32)) == Trail()


def spoken(text: str, folder: Path) -> Sound:
    """A sentence by flite, where it is installed."""
    path = folder / "said.wav"
    try:
        subprocess.run(["flite", "-voice", "slt", "-t", text, "-o", str(path)], check=True)
    except FileNotFoundError:
        pytest.skip("flite isn't installed")
    with wave.open(str(path)) as file:
        return resample(from_pcm(file.readframes(file.getnframes())), file.getframerate())


def test_a_spoken_sentence_has_its_length_and_pitch(tmp_path: Path) -> None:
    how = trail(spoken("I went to the market this morning.", tmp_path))
    assert 1.2 < how.length < 3.0
    assert how.voiced > 0.05


@pytest.mark.skipif(smart_turn.found() is None, reason="pipecat-ai isn't installed")
def test_smart_turn_hears_an_end(tmp_path: Path) -> None:
    path = smart_turn.found()
    assert path is not None
    turn, sound = smart_turn.SmartTurn(path), spoken("I went to the market this morning.", tmp_path)
    assert turn.ended(sound) > turn.ended(sound[: int(len(sound) * 0.45)])


def test_both_chances_are_mixed_and_the_rule_holds() -> None:
    assert smart_turn.mixed(0.05, 0.99) == 0.05
    assert smart_turn.mixed(0.5, 0.9) == pytest.approx(0.75)
    assert smart_turn.spectrum(np.zeros(RATE, np.float32)).shape == (80, 800)
