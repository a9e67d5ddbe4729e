"""The commands `os1 voice` and `os1 ears`, as they are typed."""

from __future__ import annotations

import builtins
import os
import sys
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest

from os1.cli import main, voicing
from os1.config import Home
from os1.voice import getting, voices
from os1.voice.getting import File, Recipe


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Path]:
    monkeypatch.setenv("OS1_HOME", str(tmp_path))
    mask = os.umask(0o077)
    assert main(["voice"]) == 0
    capsys.readouterr()
    yield tmp_path
    os.umask(mask)


def typed(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    status = main(words)
    out, err = capsys.readouterr()
    return status, (out + err).strip()


def test_voices_are_listed_and_chosen(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, listed = typed(capsys, "voice")
    assert status == 0
    assert [name for name in voices.ORDER if f" {name} " in listed] == list(voices.ORDER)
    assert "kokoro     Kokoro             to be added" in listed
    assert typed(capsys, "voice", "use", "kokoro") == (0, "Chosen, but it isn't here yet, so I speak with the next best. os1 voice add kokoro")
    assert "to be added, chosen" in typed(capsys, "voice")[1]
    assert typed(capsys, "voice", "use", "nobody")[0] == 1
    assert typed(capsys, "voice", "use") == (1, "Say which: os1 voice use NAME.")


def test_a_server_elsewhere_is_asked_about(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    at = ("--at", "10.0.0.5:10300")
    status, told = typed(capsys, "ears", "use", "wyoming", *at)
    assert status == 1
    assert told.startswith("The sound of everything you say to me will leave this computer to 10.0.0.5.")
    assert "* moonshine" in typed(capsys, "ears")[1]
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(builtins, "input", lambda _: "n")
    assert typed(capsys, "ears", "use", "wyoming", *at)[0] == 1
    monkeypatch.setattr(builtins, "input", lambda _: "y")
    assert typed(capsys, "ears", "use", "wyoming", *at)[0] == 0
    assert "* wyoming            10.0.0.5:10300" in typed(capsys, "ears")[1]
    assert typed(capsys, "voice", "use", "wyoming", *at, "--leaves")[0] == 0
    assert typed(capsys, "voice", "use", "wyoming", "--at", "localhost:10300") == (0, "I speak with wyoming from now on.")
    assert typed(capsys, "voice", "use", "wyoming", "--at", "nonsense")[0] == 1


def test_she_greets_into_a_file(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    here = voices.available(Home(home))
    if not here:
        pytest.skip("no voice on this computer")
    for name in here:
        file = home / f"{name}.wav"
        assert typed(capsys, "voice", "try", name, "-o", str(file))[0] == 0
        with wave.open(str(file)) as heard:
            assert heard.getnframes() / heard.getframerate() > 1.0
    assert len(set(voicing.GREETINGS.values())) == len(voicing.GREETINGS)
    assert "can't be written" in typed(capsys, "voice", "try", here[0], "-o", str(home / "no" / "where.wav"))[1]
    assert typed(capsys, "voice", "try", "kokoro") == (1, "Kokoro hasn't been added yet: os1 voice add kokoro")


def test_adding_without_a_network_changes_nothing(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(getting.RECIPES, "kokoro", Recipe("", (File("a", "http://127.0.0.1:9/a"),), 0))
    status, told = typed(capsys, "voice", "add", "kokoro")
    assert (status, told) == (1, "127.0.0.1 can't be reached, so there is no network or not enough of it. Nothing was changed.")
    assert "there are: kokoro, pocket, piper" in typed(capsys, "voice", "add", "festival")[1]

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(getting, "add", stopped)
    assert typed(capsys, "voice", "add", "kokoro") == (130, "Stopped; nothing was changed.")
