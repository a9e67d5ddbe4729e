"""Voices that are added: fetched whole or not at all, run in a process of their own, and stepped down from."""

from __future__ import annotations

import errno
import hashlib
import os
import random
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from os1 import plugins
from os1.cli.opening import open_house
from os1.config import Home
from os1.errors import RubbishError, VoiceFailed
from os1.speech import Manner
from os1.voice import getting, voices
from os1.voice.festival import Festival
from os1.voice.getting import RECIPES, File, Recipe, add
from os1.voice.neural import Kokoro, Neural, Piper, Pocket, python_of
from os1.voice.sound import resample

WEIGHTS = random.Random(1).randbytes(300_000)
SHA = hashlib.sha256(WEIGHTS).hexdigest()


class Shop(BaseHTTPRequestHandler):
    """Gives the weights; by way of another address, in full or cut short."""

    def do_GET(self) -> None:
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/weights")
            self.end_headers()
            return
        self.send_response(200 if self.path in ("/weights", "/short", "/slow") else 404)
        self.send_header("Content-Length", str(len(WEIGHTS)))
        self.end_headers()
        self.wfile.write(WEIGHTS[: 1000 if self.path == "/short" else None])

    def log_message(self, *_: object) -> None:
        """Nothing is said of it."""


@pytest.fixture
def shop() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def recipe(url: str, size: int = len(WEIGHTS), sha256: str = SHA) -> Recipe:
    return Recipe("", (File("weights.bin", url, size, sha256),), 0)


def test_a_voice_is_fetched_whole(shop: str, tmp_path: Path) -> None:
    told: list[str] = []
    for path, size, sha256 in (("/weights", len(WEIGHTS), SHA), ("/moved", 0, "")):
        add(recipe(shop + path, size, sha256), tmp_path / "voices" / "kokoro", told.append)
        assert (tmp_path / "voices" / "kokoro" / "weights.bin").read_bytes() == WEIGHTS
    assert told[-1] == "weights.bin: 0.3 of 0.3 MB"
    assert [each.name for each in (tmp_path / "voices").iterdir()] == ["kokoro"]
    assert (tmp_path / "voices" / "kokoro").stat().st_mode & 0o077 == 0


def interrupted(_: str) -> None:
    raise KeyboardInterrupt


def full(_: str) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize(
    ("path", "size", "sha256", "tell", "raised", "words"),
    [
        ("/none", 1, "", print, VoiceFailed, r"didn't give weights.bin \(404\)"),
        ("/weights", 299_999, "", print, VoiceFailed, "other than it should be"),
        ("/weights", len(WEIGHTS), "0" * 64, print, VoiceFailed, "other than it should be"),
        ("/short", len(WEIGHTS), SHA, print, VoiceFailed, "can't be reached"),
        ("/weights", 10**18, "", print, VoiceFailed, "too full"),
        ("/weights", 0, "", full, VoiceFailed, "the disk is full"),
        ("/weights", 0, "", interrupted, KeyboardInterrupt, "^$"),
    ],
)
def test_whatever_goes_wrong_changes_nothing(
    shop: str, tmp_path: Path, path: str, size: int, sha256: str, tell: Callable[[str], None], raised: type[BaseException], words: str
) -> None:
    folder = tmp_path / "voices" / "kokoro"
    folder.mkdir(parents=True)
    (folder / "old").write_text("as it was")
    with pytest.raises(raised, match=words):
        add(recipe(shop + path, size, sha256), folder, tell)
    assert [each.name for each in folder.parent.iterdir()] == ["kokoro"]
    assert (folder / "old").read_text() == "as it was"


def test_without_a_network_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(VoiceFailed, match=r"127\.0\.0\.1 can't be reached.*Nothing was changed"):
        add(recipe("http://127.0.0.1:9/weights"), tmp_path / "voices" / "kokoro", print)
    assert not list((tmp_path / "voices").iterdir())


def test_a_package_that_cannot_be_installed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(VoiceFailed, match=r"no-such-voice==1 can't be installed .*Nothing was changed"):
        add(Recipe("no-such-voice==1", (), 0), tmp_path / "voices" / "kokoro", print)
    assert not list((tmp_path / "voices").iterdir())


def test_recipes_name_one_version_of_everything() -> None:
    assert set(RECIPES) == set(voices.ADDED)
    for each in RECIPES.values():
        assert "==" in each.package
        for file in each.files:
            assert file.url.startswith("https://")
            assert len(file.sha256) == 64 or any(len(part) == 40 for part in file.url.split("/")), "a checksum or a revision"


# --- in a process of their own --------------------------------------------------------------

PACKAGES = {
    "kokoro_onnx.py": """
import numpy as np
class Kokoro:
    def __init__(self, model, voices):
        open(model).close()
        print("noise on standard output")
    def create(self, text, voice, speed):
        if "crash" in text: raise ValueError("no phonemes")
        return np.sin(np.arange(int(24000 * len(text) / 20 / speed)) / 20).astype("f4"), 24000
""",
    "piper/__init__.py": "",
    "piper/__main__.py": """
import argparse, logging, sys, time, wave
p = argparse.ArgumentParser()
p.add_argument("-m"); p.add_argument("-d"); p.add_argument("--length-scale", type=float)
a = p.parse_args()
logging.basicConfig(level=logging.INFO)
for line in sys.stdin:
    name = f"{a.d}/{time.monotonic_ns()}.wav"
    with wave.open(name, "wb") as w:
        w.setnchannels(1); w.setsampwidth(2); w.setframerate(22050)
        w.writeframes(b"\\x00\\x40" * int(22050 * a.length_scale * len(line.strip()) / 20))
    logging.info("Wrote %s", name)
""",
    "pocket_tts/__init__.py": """
import numpy as np, pathlib
class Sound(np.ndarray):
    def numpy(self): return np.asarray(self)
class TTSModel:
    sample_rate = 24000
    @classmethod
    def load_model(cls, config):
        told = pathlib.Path(config).read_text()
        assert "hf:" not in told and told.count(".safetensors") == 2 and "tokenizer.json" in told
        return cls()
    def get_state_for_audio_prompt(self, file): return pathlib.Path(file).read_text()
    def generate_audio(self, state, text): return np.ones((1, 12000), "f4").view(Sound)
""",
    "pocket_tts/config/english.yaml": "weights_path: hf://a/b@1\nweights_path_without_voice_cloning: hf://a/c@2\nflow_lm:\n  x:\n    tokenizer_path: hf://t@3\n",
}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with the three voices added, whose packages are stood in for by ones that make a tone."""
    for name in voices.ADDED:
        folder = tmp_path / "voices" / name
        python = python_of(folder)
        python.parent.mkdir(parents=True)
        python.write_text(f'#!/bin/sh\nPYTHONPATH={folder}/packages exec {sys.executable} "$@"\n')
        python.chmod(0o755)
        for file in RECIPES[name].files:
            (folder / file.name).write_text("weights")
        for file_name, code in PACKAGES.items():
            file_at = folder / "packages" / file_name
            file_at.parent.mkdir(parents=True, exist_ok=True)
            file_at.write_text(code)
    return Home(tmp_path)


@pytest.mark.parametrize("kind", [Kokoro, Pocket, Piper])
def test_an_added_voice_speaks(home: Home, kind: type[Neural]) -> None:
    voice = kind(str(home.root / "voices" / kind.name))
    try:
        for text in ("Hello there, it's me.", "“Ruth”\x00 said\nthis."):
            spoken = voice.say(text, Manner())
            assert spoken.seconds > 0.4
            assert len(spoken.ends) == len(text.split())
        assert voice._apart is not None
        os.kill(voice._apart.pid, signal.SIGKILL)
        assert voice.say("Again.", Manner()).text == "Again."
        if kind is not Pocket:
            slow, quick = (voice.say("The same words again.", Manner(rate=rate)).seconds for rate in (0.8, 1.25))
            assert slow / quick == pytest.approx(1.25 / 0.8, rel=0.05)
    finally:
        voice.close()


def test_one_that_is_not_there_or_fails_is_told_in_a_sentence(home: Home) -> None:
    with pytest.raises(VoiceFailed, match="os1 voice add kokoro"):
        Kokoro()
    voice = Kokoro(str(home.root / "voices" / "kokoro"))
    with pytest.raises(VoiceFailed, match="Kokoro stopped"):
        voice.say("crash", Manner())
    (home.root / "voices" / "kokoro" / "kokoro.onnx").unlink()
    with pytest.raises(VoiceFailed, match="Kokoro stopped"):
        voice.say("Hello.", Manner())
    voice.close()


def test_she_steps_down_to_the_next_voice(home: Home) -> None:
    assert voices.available(home)[:3] == ["kokoro", "pocket", "piper"]
    (home.root / "voices" / "kokoro" / "kokoro.onnx").unlink()
    hers = voices.HerVoice(home, voices.Choice("kokoro"))
    assert hers.name == "kokoro"
    assert hers.say("Hello there.", Manner()).seconds > 0.2
    assert hers.name == "pocket"
    assert len(hers.notes) == 1
    assert "Kokoro stopped" in hers.notes[0]
    hers.close()
    gone = voices.HerVoice(home, voices.Choice("a-stranger's"))
    assert gone.name == "kokoro"
    assert "isn't installed any more" in gone.notes[0]
    gone.close()


def test_without_any_voice_it_says_how_to_get_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(VoiceFailed, match=r"^For a voice on this computer"):
        voices.HerVoice(Home(tmp_path), voices.Choice())
    for system, words in (("win32", "winget"), ("darwin", "brew")):
        monkeypatch.setattr(sys, "platform", system)
        assert words in voices.how_to_get()


def test_choosing_is_kept_and_nothing_leaves_unasked(tmp_path: Path) -> None:
    with open_house(str(tmp_path)) as house:
        database, me = house.database, house.person.id
        assert voices.chosen(database, me, "voice") == voices.NONE
        voices.choose(database, me, "voice", "flite")
        assert voices.chosen(database, me, "voice").name == "flite"
        with pytest.raises(RubbishError, match=r"will leave this computer to 10\.0\.0\.5.*--leaves"):
            voices.choose(database, me, "ears", "wyoming", "10.0.0.5:10300")
        assert voices.chosen(database, me, "ears") == voices.NONE
        voices.choose(database, me, "ears", "wyoming", "10.0.0.5:10300", agrees="10.0.0.5")
        with pytest.raises(RubbishError, match=r"10\.0\.0\.6"):
            voices.choose(database, me, "ears", "wyoming", "10.0.0.6:10300", agrees="10.0.0.5")
        assert voices.chosen(database, me, "ears") == voices.Choice("wyoming", "10.0.0.5:10300", "10.0.0.5")
        with pytest.raises(RubbishError, match=r"there are: .*espeak, festival"):
            voices.choose(database, me, "voice", "nobody")
    with pytest.raises(VoiceFailed, match="didn't agree"):
        voices.opened(Home(tmp_path), "wyoming", voices.Choice("wyoming", "10.0.0.5:1", ""))


def test_other_ears_say_what_they_lack(tmp_path: Path) -> None:
    assert {"moonshine", "moonshine-folder", "faster-whisper", "wyoming"} <= plugins.ears().keys()
    for name in ("moonshine-folder", "faster-whisper", "wyoming"):
        ears, notes = voices.open_ears(Home(tmp_path), voices.Choice(name))
        assert ears.name == "moonshine"
        assert len(notes) == 1
        ears.close()
    ears, notes = voices.open_ears(Home(tmp_path), voices.Choice("moonshine-folder", str(tmp_path)))
    assert "no Moonshine model" in notes[0]
    ears.close()


def test_a_folder_with_a_moonshine_model_hears(tmp_path: Path, festival: Festival) -> None:
    from moonshine_voice.utils import get_model_path

    shutil.copytree(str(get_model_path("tiny-en")), tmp_path / "tiny-of-mine")
    ears, notes = voices.open_ears(Home(tmp_path), voices.Choice("moonshine-folder", str(tmp_path / "tiny-of-mine")))
    assert (ears.name, notes) == ("moonshine-folder", [])
    spoken = festival.say("Good morning, how are you?", Manner())
    assert "good morning" in ears.transcribe(resample(spoken.sound, spoken.rate)).lower()
    ears.close()


def test_files_are_checked_as_they_come(monkeypatch: pytest.MonkeyPatch, shop: str, tmp_path: Path) -> None:
    monkeypatch.setattr(getting, "SPARE", 0)
    with pytest.raises(VoiceFailed, match="other than it should be"):
        add(recipe(shop + "/weights", 10, ""), tmp_path / "voices" / "x", print)
