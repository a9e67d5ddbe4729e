"""This computer's own microphone and loudspeaker, through PortAudio (the package sounddevice)."""

from __future__ import annotations

import asyncio
import importlib
import sys
import threading
from collections import deque
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from os1.errors import NoMicrophone
from os1.voice.sound import RATE, WINDOW, Sound, from_pcm, resample, to_pcm

_HOLD, _STOP, _REPORT = 0.02, 0.01, 0.1  # seconds: fading to hold and to stop, and between two reports
_BLOCK = 0.02  # seconds the driver fills or hands over at once
_BEHIND = 200  # blocks a slow listener may lag before the oldest is dropped: 4 s
_MUTE = round(2 / _BLOCK)  # blocks of nothing at all after which macOS is taken to withhold the microphone
_PORTAUDIO = {
    "linux": "`sudo apt install libportaudio2` (Fedora: `sudo dnf install portaudio`)",
    "darwin": "`brew install portaudio`",
    "win32": "`pip install --force-reinstall sounddevice`, which brings it along",
}
_WITHHELD = (
    "macOS lets no sound through: open System Settings, Privacy & Security, Microphone, "
    "allow it for your terminal, and start again."
)


@dataclass(frozen=True, slots=True)
class Heard:
    """How many seconds of one piece of speech have gone to the loudspeaker; `done` once no more will."""

    id: str
    seconds: float
    done: bool


@dataclass(slots=True)
class _Piece:
    id: str
    sound: Sound
    rest: int
    at: int = 0
    told: int = 0


class Playing:
    """What is to be played, handed out buffer by buffer. `put`, `hold` and `stop` come from one thread, `fill`
    from the driver's; `tell` is called in either, in the order in which things were heard."""

    def __init__(self, rate: int, tell: Callable[[Heard], None]) -> None:
        self.rate = rate
        self._tell = tell
        self._lock = threading.Lock()
        self._queue: deque[_Piece] = deque()
        self._tail: Sound = np.zeros(0, np.float32)  # the last 10 ms of what was stopped
        self._held = False
        self._gain = 1.0

    def put(self, id: str, sound: Sound, pause: float = 0.0) -> None:  # noqa: A002 - the page's own word
        """Queue sound at the loudspeaker's rate, with `pause` seconds of rest after it."""
        with self._lock:
            self._queue.append(_Piece(id, sound, round(pause * self.rate)))
            if not len(sound):
                self._tell(Heard(id, 0.0, True))

    def hold(self, on: bool) -> None:
        """Fade out within 20 ms and wait there; or go on from there."""
        with self._lock:
            self._held = on

    def stop(self) -> None:
        """Fade what plays within 10 ms, drop the rest and say how much of each was heard."""
        with self._lock:
            for piece in self._queue:
                if piece.at == len(piece.sound):
                    continue  # all of it was heard and told; only its rest was left
                if piece.at and self._gain:
                    last = piece.sound[piece.at : piece.at + round(_STOP * self.rate)]
                    self._tail = (last * np.linspace(self._gain, 0, len(last))).astype(np.float32)
                    piece.at += len(last)
                self._tell(Heard(piece.id, piece.at / self.rate, True))
            self._queue.clear()
            self._held, self._gain = False, 1.0

    def fill(self, count: int) -> Sound:
        """The next `count` samples; silence where there is nothing to say."""
        found = np.zeros(count, np.float32)
        at = 0
        with self._lock:
            while at < count:
                at += self._next(found[at:])
        return found

    def _next(self, room: Sound) -> int:
        """Fill the beginning of `room`; how much of it."""
        if len(self._tail):
            taken = min(len(room), len(self._tail))
            room[:taken], self._tail = self._tail[:taken], self._tail[taken:]
            return taken
        if not self._queue or (self._held and not self._gain):
            self._gain = 0.0 if self._held else 1.0
            return len(room)
        piece = self._queue[0]
        if piece.at == len(piece.sound):
            return self._rest(piece, len(room))
        step = 1 / (_HOLD * self.rate)
        taken = min(len(room), len(piece.sound) - piece.at)
        if self._held:
            taken = min(taken, max(1, round(self._gain / step)))
        gains = self._gain + (-step if self._held else step) * np.arange(1, taken + 1)
        gains = np.clip(gains, 0, 1)
        room[:taken] = piece.sound[piece.at : piece.at + taken] * gains
        self._gain = 0.0 if gains[-1] < step / 2 else float(gains[-1])
        piece.at += taken
        done = piece.at == len(piece.sound)
        if done or piece.at - piece.told >= _REPORT * self.rate:
            piece.told = piece.at
            self._tell(Heard(piece.id, piece.at / self.rate, done))
        return taken

    def _rest(self, piece: _Piece, room: int) -> int:
        if self._held:
            self._gain = 0.0
            return room
        taken = min(room, piece.rest)
        piece.rest -= taken
        if not piece.rest:
            self._queue.popleft()
        return taken


class Loudspeaker:
    """Plays her speech. `heard` is read by whoever keeps account of what was said; nothing waits for it.

    What counts as heard has gone to the driver, which plays it within its own delay (`delay`, seconds).
    """

    def __init__(self, rate: int) -> None:
        """Opened at the voice's own rate where the device takes it: resampling costs her time before she speaks."""
        self._loop = asyncio.get_running_loop()
        self.heard: asyncio.Queue[Heard] = asyncio.Queue()
        self._stops = 0
        self._stream, taken = _open("output", rate, self._fill)
        self._playing = Playing(taken, self._tell)
        self.delay = float(self._stream.latency)
        self._stream.start()

    async def play(self, id: str, sound: Sound, rate: int, pause: float = 0.0) -> None:  # noqa: A002
        """Queue one piece; one after the other, in the order in which they are awaited."""
        stops = self._stops
        if rate != self._playing.rate:
            sound = await asyncio.to_thread(resample, sound, rate, self._playing.rate)
        if stops == self._stops:
            self._playing.put(id, sound, pause)
        else:
            self._tell(Heard(id, 0.0, True))

    def hold(self, on: bool) -> None:
        self._playing.hold(on)

    def stop(self) -> None:
        self._stops += 1
        self._playing.stop()

    def close(self) -> None:
        self._stream.close()

    def _fill(self, room: Any, count: int, *_: object) -> None:
        room[:] = to_pcm(self._playing.fill(count))

    def _tell(self, heard: Heard) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.heard.put_nowait, heard)


class Sixteen:
    """A microphone's sound at 16 kHz, where the device has only another rate; 20 ms late."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._unit = rate // 50
        self._held = np.zeros(2 * self._unit, np.float32)

    def take(self, block: Sound) -> Sound:
        """What has become ready, given the next 20 ms."""
        if self._rate == RATE:
            return block
        self._held = np.concatenate([self._held, block])[-3 * self._unit :]
        # Its neighbours on both sides lie within what is resampled, so that blocks join without a click.
        return resample(self._held, self._rate)[RATE // 50 : 2 * RATE // 50]


class Microphone:
    """What this computer's microphone hears."""

    def __init__(self) -> None:
        _sounddevice()
        self._blocks: asyncio.Queue[bytes] = asyncio.Queue(_BEHIND)

    async def frames(self) -> AsyncGenerator[bytes]:
        """PCM16 at 16 kHz, mono, 512 samples at a time, until closed. Raises NoMicrophone."""
        loop = asyncio.get_running_loop()

        def take(block: Any, *_: object) -> None:
            loop.call_soon_threadsafe(self._put, bytes(block))

        stream, rate = _open("input", RATE, take)
        sixteen, held, silent = Sixteen(rate), b"", 0
        try:
            stream.start()
            while True:
                block = await self._blocks.get()
                # A room is never wholly silent; macOS hands over zeros where it forbids.
                silent = 0 if any(block) else silent + 1
                if sys.platform == "darwin" and silent > _MUTE:
                    raise NoMicrophone(_WITHHELD)
                held += block if rate == RATE else to_pcm(sixteen.take(from_pcm(block)))
                while len(held) >= 2 * WINDOW:
                    yield held[: 2 * WINDOW]
                    held = held[2 * WINDOW :]
        finally:
            stream.close()

    def _put(self, block: bytes) -> None:
        if self._blocks.full():
            self._blocks.get_nowait()
        self._blocks.put_nowait(block)


def _sounddevice() -> Any:
    try:
        return importlib.import_module("sounddevice")
    except ImportError as gone:
        raise NoMicrophone(
            "Talking through this computer needs one more package: pip install 'os1[voice]'."
        ) from gone
    except OSError as gone:
        how = _PORTAUDIO.get(sys.platform, "PortAudio from your system's packages")
        raise NoMicrophone(f"Talking through this computer needs PortAudio: {how}, then start again.") from gone


def _open(kind: Literal["input", "output"], wished: int, callback: Callable[..., None]) -> tuple[Any, int]:
    """A stream not yet started, at the rate wished or else the device's own; with its rate."""
    device = _sounddevice()
    stream = device.RawInputStream if kind == "input" else device.RawOutputStream
    why: Exception | None = None
    try:
        own = int(device.query_devices(kind=kind)["default_samplerate"])
        for rate in dict.fromkeys((wished, own)):
            try:
                return stream(
                    rate, round(rate * _BLOCK), channels=1, dtype="int16", latency="low", callback=callback
                ), rate
            except device.PortAudioError as refused:
                why = refused
    except (device.PortAudioError, ValueError) as none:
        why = none
    raise NoMicrophone(
        f"No {'microphone' if kind == 'input' else 'loudspeaker'} can be used here ({why}); connect one, see that "
        "no other program has it and that the system's settings allow it, and start again."
    ) from why
