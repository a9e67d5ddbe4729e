"""The word that wakes her, and the words that make her deaf."""

from __future__ import annotations

import subprocess
import sys
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from os1.errors import EarsFailed
from os1.voice.sound import RATE, WINDOW, Sound, from_pcm, level, resample
from os1.voice.wake import Embeddings, Wake, deaf_wish

pytest.importorskip("pyopen_wakeword")


def said(folder: Path, text: str, voice: str = "slt", pace: float = 1.0) -> Sound:
    """Spoken by flite, with a second of rest before and after."""
    path = folder / "said.wav"
    subprocess.run(
        ["flite", "-voice", voice, "--setf", f"duration_stretch={1 / pace}", "-t", text, "-o", str(path)], check=True
    )
    with wave.open(str(path), "rb") as held:
        sound = resample(from_pcm(held.readframes(held.getnframes())), held.getframerate())
    rest = np.zeros(RATE, np.float32)
    return np.concatenate([rest, sound, rest])


def noisy(sound: Sound, snr: float) -> Sound:
    """The same in white noise, `snr` decibels below the speech itself."""
    loud = level(sound[RATE:-RATE])
    noise = np.random.default_rng(3).normal(size=len(sound)) * 10 ** ((loud - snr) / 20)
    return (sound + noise).astype(np.float32)


@pytest.fixture(scope="module")
def ear() -> Iterator[Wake]:
    wake = Wake()
    yield wake
    wake.close()


def times(ear: Wake, sound: Sound) -> list[float]:
    """The seconds at which the word is heard."""
    ear.reset()
    starts = range(0, len(sound) - WINDOW + 1, WINDOW)
    return [(n + WINDOW) / RATE for n in starts if ear.hear(sound[n : n + WINDOW])]


@pytest.mark.parametrize("voice", ["slt", "rms", "awb", "kal16"])
def test_hey_samantha_is_heard_once_and_at_once(ear: Wake, tmp_path: Path, voice: str) -> None:
    sound = said(tmp_path, "Hey Samantha!", voice)
    found = times(ear, sound)
    assert len(found) == 1
    assert found[0] - (len(sound) / RATE - 1) < 0.6


def test_it_is_heard_within_talk_and_in_noise(ear: Wake, tmp_path: Path) -> None:
    call = said(tmp_path, "Hey Samantha.")
    before = said(tmp_path, "I'll be in the kitchen in a minute.", "rms")
    assert len(times(ear, np.concatenate([before, call, before, call]))) == 2
    assert len(times(ear, noisy(call, 10))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "My sister and I went to the market this morning, and it rained.",
        "Hey Amanda, are you coming?",
        "They have a mantra for that.",
        "Hey man, that is mine.",
        "Could you bring some milk when you come home?",
    ],
)
def test_other_words_leave_her_asleep(ear: Wake, tmp_path: Path, text: str) -> None:
    for voice in ("slt", "rms", "awb"):
        assert times(ear, said(tmp_path, text, voice)) == []


def test_silence_costs_no_more_than_the_vad(ear: Wake, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("the networks ran while nobody spoke")

    ear.reset()
    monkeypatch.setattr(Embeddings, "mels", never)
    hiss = (np.random.default_rng(1).normal(size=30 * RATE) * 0.002).astype(np.float32)
    assert times(ear, hiss) == []


def test_many_steps_at_once_are_the_same_as_the_packages_own_one_by_one() -> None:
    from pyopen_wakeword import OpenWakeWordFeatures

    sound = (np.random.default_rng(0).normal(size=480 + 1280 * 20) * 0.05).astype(np.float32)
    ours = Embeddings()
    found = ours.of_mels(ours.mels(sound))
    ours.close()
    theirs = OpenWakeWordFeatures.from_builtin()
    theirs.new_audio_samples = 0
    wanted = [v[0, 0, 0] for v in theirs.process_streaming((sound * 32_768).astype("<i2").tobytes())]
    theirs.close()
    np.testing.assert_allclose(found, np.array(wanted), atol=0.05)


def test_a_missing_package_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyopen_wakeword", None)
    with pytest.raises(EarsFailed, match=r"pip install 'os1\[wake\]'"):
        Wake()


DEAF = """Samantha, don't listen.|Don't listen, Samantha.|Okay Samantha, stop listening for a while.|stop listening
Samantha, go deaf.|please go deaf now|Samantha, don’t listen. I have to call the bank.|Could you stop listening, please?
Hey Samantha, don't listen to us.|Cover your ears.|Samantha don't listen anymore|You can stop listening now."""
OPEN = """Don't listen to him.|He told Samantha don't listen.|He told Samantha, don't listen.|Why don't you listen?
Don't listen to them, Samantha, they're wrong.|You don't listen.|I said to Ruth, don't listen to your mother.
My father is going deaf.|Samantha, listen.|I can't stop listening to that song.|Peter, don't listen.|She never stops listening.
Stop listening to the radio so loud.|People don't listen anymore.|They don't listen.|Did you stop listening?"""


@pytest.mark.parametrize("text", DEAF.replace("\n", "|").split("|"))
def test_a_wish_to_be_left_alone_is_heard(text: str) -> None:
    assert deaf_wish(text, "Samantha")
    assert deaf_wish(text.replace("Samantha", "Ada Lou"), "Ada Lou")


@pytest.mark.parametrize("text", OPEN.replace("\n", "|").split("|"))
def test_what_is_told_of_others_is_no_such_wish(text: str) -> None:
    assert not deaf_wish(text, "Samantha")
