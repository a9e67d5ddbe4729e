"""The line to OS1 itself: a real `os1 serve`, its socket, and a loudspeaker that plays as a page would."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

import httpx2
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin

from bench.startup import LINK
from bench.voice_caller import Loudspeaker
from os1.voice.sound import Sound, from_pcm

FADE = 0.01  # seconds
REPORT = 0.1  # seconds between reports of what has been played


@dataclass(slots=True, eq=False)
class Piece:
    """A piece of her speech, and how many samples of it have been played."""

    name: str
    sound: Sound
    rate: int
    pause: float
    played: int = 0


class SocketLine:
    """One call over the page's socket."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self.speaker = Loudspeaker()
        self.marks: list[tuple[float, str]] = []
        self._queue: deque[Piece] = deque()
        self._coming = asyncio.Event()
        self._held = False
        self.began = asyncio.Event()

    async def send(self, pcm: bytes) -> None:
        await self._socket.send(pcm)

    async def hush(self) -> None:
        await self._tell(type="hush")

    async def _tell(self, **event: object) -> None:
        await self._socket.send(json.dumps(event))

    def _mark(self, name: str) -> None:
        self.marks.append((time.perf_counter(), name))

    async def listen(self) -> None:
        """Take in what the house sends, as a page does."""
        about: dict[str, Any] = {}
        async for message in self._socket:
            if isinstance(message, bytes):
                self._mark("sound")
                self._queue.append(Piece(about["speech"], from_pcm(message), about["rate"], about["pause"]))
                self._coming.set()
                continue
            about = json.loads(message)
            match about:
                case {"type": "call", "on": True}:
                    self.began.set()
                case {"type": "call", "text": str(why)}:
                    raise RuntimeError(why)
                case {"type": "caption", "final": final, "text": text} if text:
                    self._mark("turn" if final else "words")
                case {"type": "hold", "on": on}:
                    self._held = on
                    if on and self._queue:
                        self._mark("cut")
                    self._coming.set()
                case {"type": "stop"}:
                    await self._stop()

    async def _stop(self) -> None:
        if self._queue:
            self._mark("cut")
            self._mark("stop")
        self._held = False
        for piece in self._queue:
            await self._heard(piece, done=True)
        self._queue.clear()

    async def _heard(self, piece: Piece, *, done: bool) -> None:
        await self._tell(type="heard", speech=piece.name, seconds=round(piece.played / piece.rate, 3), done=done)

    async def play(self) -> None:
        """Play what has come, a little at a time and no faster than it sounds."""
        at = 0.0
        while True:
            if self._held or not self._queue:
                self._coming.clear()
                await self._coming.wait()
                at = time.perf_counter()
                continue
            piece = self._queue[0]
            part = piece.sound[piece.played : piece.played + int(FADE * piece.rate)]
            self.speaker.play(part, piece.rate, at)
            piece.played += len(part)
            at += len(part) / piece.rate
            over = piece.played >= len(piece.sound)
            if over or piece.played // int(REPORT * piece.rate) != (piece.played - len(part)) // int(REPORT * piece.rate):
                await self._heard(piece, done=over)
            if over:
                with suppress(ValueError):  # it was stopped just now
                    self._queue.remove(piece)
                at += piece.pause
            await asyncio.sleep(max(0.0, at - time.perf_counter()))


@asynccontextmanager
async def calling(link: str) -> AsyncIterator[SocketLine]:
    """A call to the house behind a link."""
    match = re.search(LINK, link)
    assert match is not None
    origin = f"http://127.0.0.1:{match[1]}"
    async with httpx2.AsyncClient(trust_env=False) as door:
        answer = await door.post(f"{origin}/session", json={"token": match[2]}, headers={"Origin": origin})
    cookie = answer.headers["Set-Cookie"].partition(";")[0]
    address = f"ws://127.0.0.1:{match[1]}/ws"
    async with connect(address, origin=Origin(origin), additional_headers={"Cookie": cookie}) as socket:
        line = SocketLine(socket)
        await socket.send(json.dumps({"type": "hello"}))
        await socket.send(json.dumps({"type": "call", "on": True, "local_voices": []}))
        tasks = [asyncio.create_task(line.listen()), asyncio.create_task(line.play())]
        try:
            waiting = asyncio.create_task(line.began.wait())
            await asyncio.wait([waiting, *tasks], timeout=60, return_when=asyncio.FIRST_COMPLETED)
            if not line.began.is_set():
                raise RuntimeError(f"no call could be begun: {next((t.exception() for t in tasks if t.done()), 'no answer')}")
            yield line
        finally:
            for task in tasks:
                task.cancel()
