"""A model server that does as it is told: replies given word by word, and every way of failing there is.

It speaks OpenAI's chat completions over plain sockets, so that it can break off, stall and send rubbish
where a well-made server couldn't, and it notes when whoever asked went away.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from os1.store.minds import Server

Step = str | float | bytes | dict[str, Any]
"""Words to send, seconds to wait, bytes to send as they are, or a delta of another kind."""


@dataclass
class Script:
    """What one request gets. `status` other than 200 sends only that; `ends` False breaks off without an end."""

    steps: list[Step] = field(default_factory=list)
    status: int = 200
    ends: bool = True
    kind: str = "text/event-stream"
    finish: str = "stop"
    forever: bool = False


def words(text: str, pause: float = 0.0) -> Script:
    """A reply given word by word."""
    steps: list[Step] = []
    for word in text.split(" "):
        steps += [f"{word} ", pause] if pause else [f"{word} "]
    return Script(steps)


def calls(name: str, arguments: dict[str, Any], n: int = 0) -> Script:
    """A reply that calls a tool, the arguments in two bits."""
    whole = json.dumps(arguments)
    half = len(whole) // 2
    first = {"tool_calls": [{"index": 0, "id": f"call_{n}", "type": "function", "function": {"name": name, "arguments": whole[:half]}}]}
    rest = {"tool_calls": [{"index": 0, "function": {"arguments": whole[half:]}}]}
    return Script([first, rest], finish="tool_calls")


class ModelServer:
    """Answers each request with the next script, the last one for ever. `asked` are the bodies that came, `left` how
    many seconds after a request began its asker went away before the end."""

    def __init__(self, *scripts: Script) -> None:
        self.scripts = list(scripts) or [words("All right.")]
        self.asked: list[dict[str, Any]] = []
        self.left: list[float] = []
        self.gone_at: list[float] = []
        self.first_sent: list[float] = []
        self.open = 0
        self._server: asyncio.Server | None = None
        self._serving: dict[asyncio.Task[Any], asyncio.StreamWriter] = {}
        self.port = 0

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        for writer in self._serving.values():
            writer.close()
        if self._serving:
            await asyncio.wait(list(self._serving), timeout=5)
        await self._server.wait_closed()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def server(self, name: str = "scripted") -> Server:
        """This server as one a home can use."""
        return Server(name, "openai", self.url, "scripted-1")

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open += 1
        task = asyncio.current_task()
        assert task is not None
        self._serving[task] = writer
        try:
            while await self._one(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self.open -= 1
            writer.close()
            del self._serving[task]

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        length = next((int(line.split(":")[1]) for line in head.split("\r\n") if line.lower().startswith("content-length")), 0)
        body = await reader.readexactly(length)
        if head.startswith("GET"):
            listed = json.dumps({"object": "list", "data": [{"id": "scripted-1", "object": "model"}]}).encode()
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s" % (len(listed), listed))
            await writer.drain()
            return True
        self.asked.append(json.loads(body))
        script = self.scripts.pop(0) if len(self.scripts) > 1 else self.scripts[0]
        began = perf_counter()
        if script.status != 200:
            writer.write(b'HTTP/1.1 %d No\r\ncontent-type: application/json\r\ncontent-length: 13\r\n\r\n{"error":"x"}' % script.status)
            await writer.drain()
            return True
        leaving = asyncio.create_task(reader.read(1))
        telling = asyncio.create_task(self._tell(writer, script))
        await asyncio.wait({leaving, telling}, return_when=asyncio.FIRST_COMPLETED)
        if not telling.done() or telling.exception() is not None:
            self.left.append(perf_counter() - began)
            self.gone_at.append(perf_counter())
        telling.cancel()
        leaving.cancel()
        await asyncio.gather(telling, leaving, return_exceptions=True)
        return False

    async def _tell(self, writer: asyncio.StreamWriter, script: Script) -> None:
        writer.write(f"HTTP/1.1 200 OK\r\ncontent-type: {script.kind}\r\nconnection: close\r\n\r\n".encode())
        first = True
        while True:
            for step in script.steps:
                if isinstance(step, float):
                    await writer.drain()
                    await asyncio.sleep(step)
                    continue
                if first:
                    self.first_sent.append(perf_counter())
                    first = False
                writer.write(step if isinstance(step, bytes) else _event(step))
                await writer.drain()
            if not script.forever:
                break
            await asyncio.sleep(0.001)
        if script.ends:
            writer.write(_event({}, script.finish) + b"data: [DONE]\n\n")
        await writer.drain()


def _event(step: str | dict[str, Any], finish: str | None = None) -> bytes:
    delta = {"content": step} if isinstance(step, str) else step
    told = {"id": "c1", "object": "chat.completion.chunk", "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}
    return b"data: " + json.dumps(told).encode() + b"\n\n"


@asynccontextmanager
async def serving(*scripts: Script) -> AsyncIterator[ModelServer]:
    """A server in this event loop."""
    server = ModelServer(*scripts)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


@contextmanager
def beside(*scripts: Script) -> Iterator[ModelServer]:
    """A server in a thread of its own, for what runs in another process."""
    server, loop = ModelServer(*scripts), asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    asyncio.run_coroutine_threadsafe(server.start(), loop).result(5)
    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(server.stop(), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()
