"""The computer's own microphone and loudspeaker: what is played, how much of it was heard, and a real PortAudio."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from os1.errors import NoMicrophone
from os1.voice.microphone import Heard, Microphone, Playing, Sixteen
from os1.voice.sound import Sound

RATE = 16_000


def tone(seconds: float, pitch: float = 440, rate: int = RATE) -> Sound:
    return (0.5 * np.sin(2 * np.pi * pitch * np.arange(round(seconds * rate)) / rate)).astype(np.float32)


@pytest.fixture
def heard() -> list[Heard]:
    return []


@pytest.fixture
def playing(heard: list[Heard]) -> Playing:
    return Playing(RATE, heard.append)


def test_pieces_follow_one_another_with_their_rest(playing: Playing, heard: list[Heard]) -> None:
    playing.put("a", tone(0.25), pause=0.1)
    playing.put("b", tone(0.05))
    found = np.concatenate([playing.fill(n) for n in (320, 4000, 1, 2000, 1679)])
    wanted = np.concatenate([tone(0.25), np.zeros(1600, np.float32), tone(0.05), np.zeros(1600, np.float32)])
    np.testing.assert_allclose(found, wanted, atol=1e-6)
    assert heard == [Heard("a", 0.25, True), Heard("b", 0.05, True)]


def test_how_far_she_is_is_told_about_every_100_ms(playing: Playing, heard: list[Heard]) -> None:
    playing.put("a", tone(1.0))
    for _ in range(50):
        playing.fill(320)
    told = [h.seconds for h in heard]
    assert told[-1] == 1.0 and heard[-1].done and len(told) == 10
    assert max(np.diff(told)) <= 0.121


def test_hold_fades_within_20_ms_and_goes_on_from_there(playing: Playing, heard: list[Heard]) -> None:
    playing.put("a", np.ones(RATE, np.float32))
    playing.fill(1600)
    playing.hold(True)
    faded = playing.fill(3200)
    assert np.all(np.diff(faded[:321]) <= 0) and not faded[320:].any()
    playing.hold(False)
    back = playing.fill(RATE)
    assert np.all(np.diff(back[:320]) >= 0) and back[0] < 0.01 and back[400] == 1
    assert heard[-1] == Heard("a", 1.0, True)
    assert np.flatnonzero(back)[-1] == RATE - 1600 - 320 - 1  # nothing was skipped or said twice


def test_stop_fades_within_10_ms_and_says_what_was_never_heard(playing: Playing, heard: list[Heard]) -> None:
    playing.put("a", np.ones(RATE, np.float32))
    playing.put("b", tone(1))
    playing.fill(800)
    playing.stop()
    after = playing.fill(800)
    assert np.all(np.diff(after[:161]) <= 0) and not after[160:].any()
    assert heard == [Heard("a", 0.06, True), Heard("b", 0.0, True)]
    playing.put("c", np.ones(160, np.float32))
    assert playing.fill(160).all() and heard[-1] == Heard("c", 0.01, True)


def test_stop_while_held_and_in_a_rest(playing: Playing, heard: list[Heard]) -> None:
    playing.put("a", tone(0.01), pause=1)
    playing.put("b", tone(1))
    playing.fill(1000)
    playing.hold(True)
    playing.stop()
    assert not playing.fill(1000).any()
    assert [h for h in heard if h.done] == [Heard("a", 0.01, True), Heard("b", 0.0, True)]
    playing.put("held", np.ones(1000, np.float32))
    assert playing.fill(1000).all()  # stopping ends a hold
    playing.hold(True)
    playing.fill(100)
    playing.put("d", np.ones(1000, np.float32))
    assert not playing.fill(1000).any()


def test_a_piece_without_sound_is_told_at_once(playing: Playing, heard: list[Heard]) -> None:
    playing.put("a", np.zeros(0, np.float32))
    assert heard == [Heard("a", 0.0, True)] and not playing.fill(100).any()


@pytest.mark.parametrize("rate", [44_100, 48_000, 96_000])
def test_another_rate_comes_out_at_16_khz_without_clicks(rate: int) -> None:
    sound, unit = tone(1.0, 1000, rate), rate // 50
    sixteen = Sixteen(rate)
    found = np.concatenate([sixteen.take(sound[n : n + unit]) for n in range(0, len(sound), unit)])
    assert len(found) == RATE
    wanted = tone(1.0, 1000)[: RATE - 320]
    assert np.max(np.abs(found[320 + 400 :] - wanted[400:])) < 0.005


SCRIPT = """
import asyncio, json, sys
import numpy as np
from os1.voice.microphone import Loudspeaker, Microphone
from os1.voice.sound import from_pcm

async def main():
    frames, told, loud = [], [], Loudspeaker(32000)
    async def listen():
        async for frame in Microphone().frames():
            frames.append(frame)
    ears = asyncio.create_task(listen())
    async def keep():
        while True:
            told.append(await loud.heard.get())
    account = asyncio.create_task(keep())
    await asyncio.sleep(0.5)
    tone = (0.5 * np.sin(2 * np.pi * 440 * np.arange(32000) / 32000)).astype(np.float32)
    await loud.play("a", tone[:16000], 32000, 0.2)
    await loud.play("b", tone, 32000)
    await loud.play("c", tone, 32000)
    while not any(h.id == "b" and h.seconds > 0.2 for h in told):
        await asyncio.sleep(0.01)
    loud.stop()
    await asyncio.sleep(0.7)
    ears.cancel(), account.cancel()
    await asyncio.gather(ears, account, return_exceptions=True)
    loud.close()
    sound = np.abs(from_pcm(b"".join(frames)))
    windows = [float(w.max()) for w in np.array_split(sound, len(sound) // 320)]
    print(json.dumps({"told": [[h.id, h.seconds, h.done] for h in told], "sizes": sorted({len(f) for f in frames}),
                      "loud": sum(w > 0.4 for w in windows) * 0.02, "end": max(windows[-10:]), "delay": loud.delay}))

asyncio.run(main())
"""


def usable() -> None:
    try:
        pytest.importorskip("sounddevice")
    except OSError:
        pytest.skip("needs PortAudio")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A PulseAudio of the test's own, whose microphone hears what its loudspeaker plays."""
    usable()
    if not shutil.which("pulseaudio"):
        pytest.skip("needs pulseaudio, and ALSA's pulse plugin")
    (tmp_path / ".asoundrc").write_text("pcm.!default { type pulse }\nctl.!default { type pulse }\n")
    (tmp_path / "run").mkdir(mode=0o700)
    env = {**os.environ, "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path / "run")}
    load = ["-L", "module-native-protocol-unix", "-L", "module-null-sink sink_name=os1 rate=48000"]
    server = subprocess.Popen(["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", *load], env=env)
    try:
        for _ in range(50):
            if not subprocess.run(
                ["pactl", "set-default-source", "os1.monitor"], env=env, check=False, capture_output=True
            ).returncode:
                break
            time.sleep(0.1)
        yield env
    finally:
        server.terminate()
        server.wait()


def test_through_a_real_portaudio(room: dict[str, str]) -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], env=room, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    ends = {which: seconds for which, seconds, done in found["told"] if done}
    assert found["sizes"] == [1024]
    assert ends["a"] == 0.5 and 0.2 < ends["b"] < 0.9 and ends["c"] == 0
    assert abs(found["loud"] - ends["a"] - ends["b"]) < 0.1  # what she is told was heard is what came out
    assert found["end"] < 0.01


def test_no_device_is_one_sentence(tmp_path: Path) -> None:
    usable()
    (tmp_path / ".asoundrc").write_text("pcm.!default { type null_and_void }\n")
    script = (
        "import asyncio\nfrom os1.voice.microphone import Microphone\n"
        "asyncio.run(Microphone().frames().__anext__())"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env={**os.environ, "HOME": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert "No microphone can be used here" in done.stderr.splitlines()[-1]


def test_a_missing_portaudio_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_: str) -> None:
        raise OSError("PortAudio library not found")

    monkeypatch.setattr("importlib.import_module", gone)
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(NoMicrophone, match="libportaudio2"):
        Microphone()
