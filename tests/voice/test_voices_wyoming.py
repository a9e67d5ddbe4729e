"""A Wyoming server, by the protocol's own package, as ears and as a voice; and servers that are none."""

from __future__ import annotations

import asyncio
import socketserver
import threading
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from functools import partial

import numpy as np
import pytest

from os1.errors import EarsFailed, RubbishError, VoiceFailed
from os1.speech import Manner
from os1.voice import wyoming
from os1.voice.sound import RATE, to_pcm
from os1.voice.wyoming import WyomingEars, WyomingVoice, address, leaves

with warnings.catch_warnings():  # it imports audioop, which Python 3.11 and 3.12 warn about
    warnings.simplefilter("ignore", DeprecationWarning)
    from wyoming.asr import Transcribe, Transcript
    from wyoming.audio import AudioChunk, AudioStart, AudioStop
    from wyoming.event import Event
    from wyoming.server import AsyncEventHandler, AsyncTcpServer
    from wyoming.tts import Synthesize

TONE = (0.5 * np.sin(np.arange(22_050) / 22_050 * 2 * np.pi * 200)).astype(np.float32)
TEXT = "Où es-tu, “Ruth”?"


class House(AsyncEventHandler):
    """Says a second of a tone, and hears how many samples there were."""

    def __init__(self, asked: list[str], *given: asyncio.StreamReader | asyncio.StreamWriter) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        self.asked, self.samples, self.rate = asked, 0, 0

    async def handle_event(self, event: Event) -> bool:
        self.asked.append(event.type)
        if Synthesize.is_type(event.type):
            self.asked.append(Synthesize.from_event(event).text)
            await self.write_event(AudioStart(22_050, 2, 1).event())
            pcm = to_pcm(TONE)
            for at in range(0, len(pcm), 5000):
                await self.write_event(AudioChunk(22_050, 2, 1, pcm[at : at + 5000]).event())
            await self.write_event(AudioStop().event())
        elif Transcribe.is_type(event.type):
            self.samples = 0
        elif AudioChunk.is_type(event.type):
            chunk = AudioChunk.from_event(event)
            self.samples, self.rate = self.samples + chunk.samples, chunk.rate
        elif AudioStop.is_type(event.type):
            await self.write_event(Transcript(f" {self.samples} samples of {self.rate} ").event())
        return True


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """Where a true server is, and everything it is asked."""
    asked: list[str] = []
    port: Future[int] = Future()
    ended = threading.Event()

    async def run() -> None:
        listening = AsyncTcpServer("127.0.0.1", 0)
        await listening.start(partial(House, asked))
        assert isinstance(listening._server, asyncio.Server)
        port.set_result(listening._server.sockets[0].getsockname()[1])
        await asyncio.to_thread(ended.wait)
        await listening.stop()

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    yield f"127.0.0.1:{port.result(5)}", asked
    ended.set()
    thread.join()


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[bytes], str]]:
    """Makes a server that answers everything with the same bytes and closes; with none, that doesn't answer."""
    running: list[socketserver.BaseServer] = []
    ended = threading.Event()
    monkeypatch.setattr(wyoming, "PATIENCE", 0.5)

    def make(answer: bytes) -> str:
        class Each(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                self.rfile.readline()
                self.wfile.write(answer)
                if not answer:
                    ended.wait(5)

        made = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Each)
        threading.Thread(target=made.serve_forever, args=(0.05,)).start()
        running.append(made)
        return f"127.0.0.1:{made.server_address[1]}"

    yield make
    ended.set()
    for each in running:
        each.shutdown()
        each.server_close()


def test_it_speaks(server: tuple[str, list[str]]) -> None:
    at, asked = server
    voice = WyomingVoice(at)
    for _ in range(2):
        spoken = voice.say(TEXT, Manner())
        assert spoken.rate == 22_050
        assert spoken.seconds == pytest.approx(1.0, abs=0.05)
        assert len(spoken.ends) == 3
    voice.close()
    assert asked.count(TEXT) == 2


def test_it_hears(server: tuple[str, list[str]]) -> None:
    at, asked = server
    ears = WyomingEars(at)
    for seconds in (1, 3):
        assert ears.transcribe(np.zeros(seconds * RATE, np.float32)) == f"{seconds * RATE} samples of {RATE}"
    ears.close()
    assert asked[:2] == ["transcribe", "audio-start"]


@pytest.mark.parametrize(
    "answer",
    [b"", b"\n", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"[]\n", b'{"type":"error"}\n', b'{"type":"audio-chunk","payload_length":99999999999}\n',
     b"{" * 5000 + b"\n", b'{"type":"audio-start","data":{"rate":"16k"}}\n', b'{"type":"audio-start","data":{"rate":0,"width":2,"channels":1}}\n',
     b'{"type":"audio-chunk","data":{"rate":16000,"width":4},"payload_length":4}\nabcd',
     b'{"type":"transcript","data":[1]}\n', b'{"type":"audio-stop","data_length":"x"}\n', b'{"type":"audio-chunk","data_length":3}\n[1]'],
)  # fmt: skip
def test_a_server_that_is_none_is_told_in_a_sentence(answering: Callable[[bytes], str], answer: bytes) -> None:
    at = answering(answer)
    voice, ears = WyomingVoice(at), WyomingEars(at)
    with pytest.raises(VoiceFailed, match="doesn't answer as one"):
        voice.say("Hello.", Manner())
    with pytest.raises(EarsFailed, match="doesn't answer as one"):
        ears.transcribe(np.zeros(1600, np.float32))


def test_nobody_there_is_told_in_a_sentence() -> None:
    with pytest.raises(VoiceFailed, match="is it running"):
        WyomingVoice("127.0.0.1:9").say("Hello.", Manner())


def test_which_host_it_is_and_whether_anything_leaves() -> None:
    assert address("tcp://[::1]:10300") == ("::1", 10300)
    assert [leaves(at) for at in ("127.0.0.1:1", "localhost:1", "[::1]:1", "127.8.8.8:1")] == [""] * 4
    assert leaves("10.0.0.5:10300") == "10.0.0.5"
    assert leaves("localhost.evil.org:1") == "localhost.evil.org"
    for at in ("", "host", "host:", ":80", "host:99999", "host:x", "host:²"):
        with pytest.raises(RubbishError, match="HOST:PORT"):
            address(at)
