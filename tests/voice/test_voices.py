"""Festival, Flite and eSpeak: what comes out is her, in time, however hostile the words."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from pathlib import Path

import numpy as np
import pytest

from os1.errors import VoiceFailed
from os1.speech import Manner, Spoken
from os1.voice import festival as festival_module
from os1.voice import programs
from os1.voice.festival import Festival, moved
from os1.voice.programs import Espeak, Flite, Program
from os1.voice.sound import resample
from os1.voice.stt import Moonshine
from os1.voice.timing import by_letters, from_wav, voiced

SENTENCE = "I was thinking about what you said yesterday."
HER_OWN = """I'm glad you told me about it.|That sounds really hard.|You said the house by the sea belonged to your aunt.
It makes sense that you feel tired after a week like that.|What happened next?|I remember you said that your sister was coming on Monday.
Good morning. Did you sleep at all?|There is no hurry, take your time.|I don't know, but I can help you look for it.
You have been carrying this for a long time.|Would you like me to remind you tomorrow?|That is wonderful news, and I'm happy for you.
I was wrong about the train, I'm sorry.|Tell me about the garden.|She would have been proud of you.
You told me that in nineteen seventy two.|We can talk about something else if you like.|Shall we go through it together?
It is five past three in the afternoon.|I like how you say that.""".replace("\n", "|").split("|")


def pitch(spoken: Spoken) -> float:
    """Median F0 in hertz, by the peak of each frame's autocorrelation."""
    size, found = int(0.04 * spoken.rate), []
    for at in range(0, len(spoken.sound) - size, size // 2):
        frame = spoken.sound[at : at + size]
        if np.max(np.abs(frame)) > 0.05:
            power = np.abs(np.fft.rfft(frame, 4 * size)) ** 2
            alike = np.fft.irfft(power)[:size]
            low, high = spoken.rate // 450, spoken.rate // 90
            best = low + int(np.argmax(alike[low:high]))
            if alike[best] > 0.5 * alike[0]:
                found.append(spoken.rate / best)
    return float(np.median(found))


def plain(text: str) -> list[str]:
    return re.sub(r"[^a-z' ]", " ", text.lower().replace("’", "'")).split()


def wrong(said: list[str], heard: list[str]) -> int:
    """Words to put in, take out or change to get from one to the other."""
    row = list(range(len(heard) + 1))
    for n, word in enumerate(said, 1):
        before, row[0] = row[:], n
        for m, other in enumerate(heard, 1):
            row[m] = min(before[m] + 1, row[m - 1] + 1, before[m - 1] + (word != other))
    return row[-1]


def sane(spoken: Spoken, text: str) -> None:
    assert spoken.text == text
    assert len(spoken.ends) == len(text.split())
    assert list(spoken.ends) == sorted(spoken.ends)
    assert all(0 <= end <= spoken.seconds + 1e-3 for end in spoken.ends)


@pytest.mark.parametrize("text", ["Oh.", SENTENCE, "In 1972 Dr. Smith paid $3.50 (twice), at 3:15 p.m., for 5km — truly.", "Ruth’s café… 😀 okay?", "a"])
def test_every_word_has_its_end(festival: Festival, text: str) -> None:
    spoken = festival.say(text, Manner())
    sane(spoken, text)
    assert spoken.seconds > 0.1
    assert np.max(np.abs(spoken.sound[: int(0.06 * spoken.rate)])) > 0.003, "silence before it is time lost"


def test_a_year_ends_with_its_last_word(festival: Festival) -> None:
    in_, year, we = festival.say("In 1972 we moved.", Manner()).ends[:3]
    assert year - in_ > 0.8
    assert we - year < 0.6


@pytest.mark.parametrize("text", ["", "   ", "😀", "Ελλάδα", "...", "()"])
def test_nothing_to_say_is_no_sound(festival: Festival, text: str) -> None:
    spoken = festival.say(text, Manner())
    sane(spoken, text)
    assert spoken.seconds < 0.2


HOSTILE = [
    '") (system "touch {file}") ("', '\\") (system "touch {file}") ;', '\n(system "touch {file}")\n', "'(system \"touch {file}\")",
    "\x00\x1b\x07\")(quit)", "`touch {file}` $(touch {file}) | touch {file}", "”) (quit) (“", "\\\\\") (quit)", "#<unquote> ,@(quit)",
    "＂) (quit) (＂", "ʺ\u201d\uff02\u0022\u005c)",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_ever_run(festival: Festival, text: str, tmp_path: Path) -> None:
    file = tmp_path / "run"
    hostile = text.replace("{file}", str(file))
    sane(festival.say(hostile, Manner()), hostile)
    assert festival._apart is not None
    pid = festival._apart.pid
    sane(festival.say("Still here.", Manner()), "Still here.")
    assert festival._apart.pid == pid
    assert not file.exists()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
def test_a_dead_or_hung_process_is_started_anew(festival: Festival, how: signal.Signals, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(festival_module, "PATIENCE", 0.5)
    festival.say("Warm.", Manner())
    assert festival._apart is not None
    os.kill(festival._apart.pid, how)
    began = time.monotonic()
    sane(festival.say(SENTENCE, Manner()), SENTENCE)
    assert time.monotonic() - began < 10


def test_a_festival_that_never_answers_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, festival: Festival) -> None:
    (tmp_path / "festival").write_text("#!/bin/sh\nsleep 60\n")
    (tmp_path / "festival").chmod(0o755)
    monkeypatch.setattr(festival_module, "STARTING", 0.3)
    folder = festival_module.found()
    monkeypatch.setattr(festival_module, "found", lambda: folder)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(VoiceFailed, match="doesn't start"):
        Festival()


@pytest.mark.parametrize("semitones", [-4.0, -2.0, 2.0, 4.0])
def test_festival_moves_her_pitch(festival: Festival, semitones: float) -> None:
    own, other = (pitch(festival.say(SENTENCE, Manner(pitch=each))) for each in (0.0, semitones))
    assert 12 * np.log2(other / own) == pytest.approx(semitones, abs=0.5)


def test_a_voice_file_laid_out_otherwise_is_refused() -> None:
    with pytest.raises(ValueError, match="no voice file"):
        moved(b"[GLOBAL]\nHTS_VOICE_VERSION:2.0\n[DATA]\n", 1.0)


def programs_here() -> list[type[Program]]:
    return [each for each in (Flite, Espeak) if each.there()]


@pytest.mark.parametrize("kind", [Festival, *programs_here()])
def test_rate_is_honoured(kind: type[Festival | Program]) -> None:
    if kind is Festival and festival_module.found() is None:
        pytest.skip("no Festival here")
    voice = kind()
    slow, own, quick = (voice.say(SENTENCE, Manner(rate=rate)).seconds for rate in (0.8, 1.0, 1.25))
    voice.close()
    assert slow / own == pytest.approx(1.25, abs=0.1)
    assert quick / own == pytest.approx(0.8, abs=0.08)


@pytest.mark.parametrize("kind", programs_here())
def test_the_lesser_voices_say_anything(kind: type[Program], tmp_path: Path) -> None:
    voice = kind()
    for text in (SENTENCE, "Oh.", "-h --version", "😀 Ελλάδα", *(each.replace("{file}", str(tmp_path / "run")) for each in HOSTILE)):
        sane(voice.say(text, Manner()), text)
    higher = 12 * np.log2(pitch(voice.say(SENTENCE, Manner(pitch=3.0))) / pitch(voice.say(SENTENCE, Manner())))
    assert higher == pytest.approx(3.0, abs=1.0)
    assert not (tmp_path / "run").exists()


def test_a_program_that_fails_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, body in (("flite", "exit 3"), ("espeak-ng", "sleep 9")):
        (tmp_path / name).write_text(f"#!/bin/sh\n{body}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(programs, "PATIENCE", 0.3)
    for kind in (Flite, Espeak):
        with pytest.raises(VoiceFailed, match="stopped"):
            kind().say("Hello.", Manner())
    monkeypatch.setenv("PATH", "")
    with pytest.raises(VoiceFailed, match="isn't on this computer"):
        Espeak()


def test_sound_that_is_none_is_told() -> None:
    for data in (b"", b"RIFF", b"RIFF\x00\x00\x00\x00WAVEdata\xff\xff\xff\xff", b"<html>"):
        with pytest.raises(VoiceFailed):
            from_wav(data)


def test_shares_by_letters_and_trimming() -> None:
    assert by_letters("", 1.0) == ()
    ends = by_letters("I, too, remember", 2.0)
    assert len(ends) == 3
    assert ends[-1] == pytest.approx(2.0)
    quiet = np.concatenate([np.zeros(3200, np.float32), np.full(3200, 0.5, np.float32), np.zeros(3200, np.float32)])
    spoken = voiced("one two", quiet, 16_000, (0.3, 0.4))
    assert spoken.seconds == pytest.approx(0.24, abs=0.01)
    assert spoken.ends == pytest.approx((0.11, 0.21), abs=0.01)


def test_she_is_understood(festival: Festival, moonshine: Moonshine) -> None:
    errors = words = 0
    for sentence in HER_OWN:
        spoken = festival.say(sentence, Manner())
        heard = plain(moonshine.transcribe(resample(spoken.sound, spoken.rate)))
        errors += wrong(plain(sentence), heard)
        words += len(plain(sentence))
    print(f"read back: {errors} of {words} words wrong")
    assert errors / words < 0.10


def test_nothing_is_left_running(festival: Festival) -> None:
    voice = Festival()
    assert voice._apart is not None
    pid = voice._apart.pid
    voice.close()
    assert subprocess.run(["ps", "-p", str(pid)], capture_output=True, check=False).returncode == 1
    sane(voice.say("Again.", Manner()), "Again.")
    voice.close()
