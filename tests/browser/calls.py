"""Talking aloud in a browser: sound for its microphone, a server's side of a call, and what came out of the loudspeaker."""

from __future__ import annotations

import json
import subprocess
import time
import wave
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from os1.voice.sound import RATE, Sound, from_pcm, resample, to_pcm

Event = dict[str, Any]
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --autoplay-policy=no-user-gesture-required"
).split()
CARD = 48_000  # samples a second of the microphone's file
OURS = {"call", "mute", "heard"}
# What comes out of the loudspeaker, as frames of 512 samples at 16 kHz, by the page's own worklet;
# and every microphone the page was given.
TAP = """
window.tap = { frames: [], tracks: [], contexts: [] };
const connect = AudioNode.prototype.connect;
AudioNode.prototype.connect = function (to, ...rest) {
  if (this instanceof AnalyserNode && to === this.context.destination) tap.out = this;
  return connect.call(this, to, ...rest);
};
const start = AudioBufferSourceNode.prototype.start;
AudioBufferSourceNode.prototype.start = function (...rest) {
  if (tap.heard !== tap.out) {
    tap.heard = tap.out;
    const ear = new AudioWorkletNode(this.context, "ear", { channelCount: 1, channelCountMode: "explicit" });
    ear.port.onmessage = ({ data }) => tap.frames.push(...data);
    tap.out.connect(ear).connect(new GainNode(this.context, { gain: 0 })).connect(this.context.destination);
  }
  return start.apply(this, rest);
};
const ask = navigator.mediaDevices?.getUserMedia;
if (ask) navigator.mediaDevices.getUserMedia = async function (...rest) {
  const stream = await ask.apply(navigator.mediaDevices, rest);
  tap.tracks.push(...stream.getTracks());
  return stream;
};
"""


def flags_with(microphone: Path) -> list[str]:
    """Chromium's flags for a microphone that gives a file's sound once, and then silence."""
    return [
        *FLAGS, "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={microphone}%noloop",
    ]  # fmt: skip


def spoken(text: str, folder: Path) -> Sound:
    """A sentence as flite says it."""
    path = folder / "flite.wav"
    subprocess.run(["flite", "-voice", "slt", "-t", text, "-o", str(path)], check=True)
    with wave.open(str(path)) as file:
        return resample(from_pcm(file.readframes(file.getnframes())), file.getframerate())


def microphone_file(path: Path, sound: Sound, before: float = 1.5, after: float = 1.0) -> Path:
    """Sound at 16 kHz as the file of a microphone, with seconds of rest before and after."""
    rest = [np.zeros(round(CARD * seconds), np.float32) for seconds in (before, after)]
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(CARD)
        file.writeframes(to_pcm(np.concatenate([rest[0], resample(sound, RATE, CARD), rest[1]])))
    return path


class Call:
    """The server's side of calls, before the real server: everything that isn't about them goes there."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.heard: list[tuple[float, Event]] = []
        self.sound = bytearray()
        self.sockets: list[WebSocketRoute] = []
        self.answers: list[Event] = [{"type": "call", "on": True, "ears": "none", "voice": "none", "notes": []}]
        page.add_init_script(TAP)
        page.route_web_socket("**/ws", self._connected)

    def _connected(self, socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        self.sockets.append(socket)

        def took(message: str | bytes) -> None:
            if isinstance(message, bytes):
                self.sound += message
                return
            event: Event = json.loads(message)
            self.heard.append((time.monotonic(), event))
            if event["type"] not in OURS:
                server.send(message)
            elif event["type"] == "call" and event["on"]:
                for answer in self.answers:
                    socket.send(json.dumps(answer))

        socket.on_message(took)

    def tell(self, **event: Any) -> None:
        self.sockets[-1].send(json.dumps(event))

    def speak(self, name: str, sound: Sound, rate: int = RATE, pause: float = 0.0, turn: str = "t1") -> None:
        """A piece of her speech, and its sound."""
        self.tell(type="speech", speech=name, turn=turn, text=name, rate=rate, samples=len(sound), pause=pause,
                  aside=False)  # fmt: skip
        self.sockets[-1].send(to_pcm(sound))

    def of(self, kind: str, **having: Any) -> list[Event]:
        """What the page sent, of a kind."""
        return [e for _, e in self.heard if e["type"] == kind and having.items() <= e.items()]

    def until(self, kind: str, within: float = 8.0, **having: Any) -> Event:
        """Wait until the page has sent something."""
        end = time.monotonic() + within
        while not self.of(kind, **having):
            assert time.monotonic() < end, (kind, having, self.heard[-5:])
            self.page.wait_for_timeout(20)
        return self.of(kind, **having)[-1]

    def come_out(self, still: float = 0.3) -> Sound:
        """What has come out of the loudspeaker, once it has been quiet for so many seconds."""
        self.page.wait_for_timeout(1000 * still)
        frames = self.page.evaluate("tap.frames.splice(0)")
        return (np.array(frames, np.float32) / 32_768).astype(np.float32)


def stretches(sound: Sound, floor: float = 0.02, gap: float = 0.01) -> list[tuple[float, float]]:
    """Where a recording isn't silent, as seconds from and to; rests shorter than `gap` don't part."""
    loud = np.flatnonzero(np.abs(sound) > floor) / RATE
    if not len(loud):
        return []
    cuts = np.flatnonzero(np.diff(loud) > gap)
    starts = [loud[0], *loud[cuts + 1]]
    ends = [*loud[cuts], loud[-1]]
    return [(float(a), float(b)) for a, b in zip(starts, ends, strict=True)]


def button(page: Page) -> Locator:
    return page.locator("#talk")


def begin(call: Call) -> None:
    button(call.page).click()
    expect(call.page.locator("html")).to_have_attribute("data-call", "on")
