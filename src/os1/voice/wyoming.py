"""Ears and a voice on a Wyoming server, Home Assistant's protocol: a JSON line, then its data, then its sound, over TCP."""

from __future__ import annotations

import ipaddress
import json
import socket
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import numpy as np

from os1.errors import EarsFailed, OS1Error, RubbishError, VoiceFailed
from os1.speech import Manner, Spoken
from os1.voice.apart import refuse_long
from os1.voice.sound import RATE, Sound, from_pcm, to_pcm
from os1.voice.timing import voiced

PATIENCE = 10.0  # seconds for each thing a server says
PIECE = 2048  # bytes of sound in one event
MOST = 1 << 24  # bytes in one event, and of sound in one answer: no server may fill the memory
_SOUND = {"rate": RATE, "width": 2, "channels": 1}
Asked = tuple[str, Mapping[str, Any], bytes]
_BROKEN = (OSError, ValueError, EOFError)


def address(at: str) -> tuple[str, int]:
    """Host and port of "HOST:PORT" ("[::1]:10300" for IPv6). Raises RubbishError."""
    host, _, port = at.strip().removeprefix("tcp://").rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise RubbishError("Say where the server is as HOST:PORT, such as --at 127.0.0.1:10300.")
    return host.strip("[]"), int(port)


def leaves(at: str) -> str:
    """The host that words or sound would leave this computer for; "" where the server is on this computer itself."""
    host, _ = address(at)
    try:
        return "" if ipaddress.ip_address(host).is_loopback else host
    except ValueError:
        return "" if host.lower() == "localhost" else host


class _Link:
    """One connection, kept until it breaks; made anew for the next thing that is asked."""

    def __init__(self, at: str) -> None:
        self.at = at
        self._where = address(at)
        self._socket: socket.socket | None = None
        self._file: BinaryIO | None = None

    def events(self, *asked: Asked) -> Iterator[tuple[str, dict[str, Any], bytes]]:
        """Send what is asked, then every event that comes. Raises OSError, ValueError or EOFError where it breaks."""
        if self._socket is None or self._file is None:
            self._socket = socket.create_connection(self._where, PATIENCE)
            self._file = self._socket.makefile("rb")
        self._socket.sendall(b"".join(_packed(*each) for each in asked))
        while True:
            yield _unpacked(self._file)

    def close(self) -> None:
        for each in (self._file, self._socket):
            if each is not None:
                each.close()
        self._socket = self._file = None


def _packed(kind: str, data: Mapping[str, Any], payload: bytes) -> bytes:
    told = json.dumps(dict(data), ensure_ascii=False).encode() if data else b""
    head = {"type": kind, "version": "1.5.0", "data_length": len(told), "payload_length": len(payload)}
    return json.dumps(head).encode() + b"\n" + told + payload


def _unpacked(file: BinaryIO) -> tuple[str, dict[str, Any], bytes]:
    line = file.readline(MOST)
    if not line.endswith(b"\n"):
        raise EOFError
    head = json.loads(line)
    if not isinstance(head, dict):
        raise ValueError("an event is an object")
    sizes = [head.get(each) or 0 for each in ("data_length", "payload_length")]
    if not all(isinstance(size, int) and 0 <= size <= MOST for size in sizes):
        raise ValueError("an event of no size that can be read")
    told, payload = (_exactly(file, size) for size in sizes)
    data: dict[str, Any] = {}
    for part in (head.get("data"), json.loads(told) if told else None):
        if not isinstance(part, dict | None):
            raise ValueError("what an event tells is an object")
        data |= part or {}
    return str(head.get("type", "")), data, payload


def _exactly(file: BinaryIO, size: int) -> bytes:
    got = file.read(size)
    if len(got) < size:
        raise EOFError
    return got


class _Spoken:
    """What both ends of it share: one try more on a new connection, for a server may have closed an idle one."""

    name = "wyoming"

    def __init__(self, where: str = "") -> None:
        if not where:
            raise self.failed("No Wyoming server was named; say where it is: --at HOST:PORT.")
        self._link = _Link(where)

    failed: type[OS1Error] = OS1Error

    def close(self) -> None:
        self._link.close()

    def _broken(self, error: Exception) -> OS1Error:
        return self.failed(f"The Wyoming server at {self._link.at} doesn't answer as one; is it running?")


class WyomingVoice(_Spoken):
    """Any Wyoming server that synthesizes. The protocol carries no manner: she sounds as the server makes her."""

    label, failed = "a Wyoming server", VoiceFailed

    def say(self, text: str, manner: Manner) -> Spoken:
        """One clause. Raises VoiceFailed."""
        refuse_long(text)
        for again in (True, False):
            try:
                return self._said(text)
            except _BROKEN as error:
                self.close()
                if not again:
                    raise self._broken(error) from error
        raise AssertionError("the second try returns or raises")

    def _said(self, text: str) -> Spoken:
        held, rate, channels = bytearray(), RATE, 1
        for kind, data, payload in self._link.events(("synthesize", {"text": text}, b"")):
            if kind in ("audio-start", "audio-chunk"):
                rate, channels = data.get("rate", rate), data.get("channels", channels)
                if not isinstance(rate, int) or not isinstance(channels, int):
                    raise ValueError("sound without a rate")
                if data.get("width", 2) != 2 or not 4000 <= rate <= 192_000 or not 1 <= channels <= 8:
                    raise ValueError("sound of a kind that can't be played")
                held += payload
            elif kind == "audio-stop":
                break
            if kind == "error" or len(held) > MOST:
                raise ValueError("the server couldn't")
        sound = from_pcm(bytes(held))
        return voiced(text, sound[: len(sound) // channels * channels].reshape(-1, channels).mean(axis=1, dtype=np.float32), rate)


class WyomingEars(_Spoken):
    """Any Wyoming server that transcribes."""

    failed = EarsFailed

    def transcribe(self, sound: Sound) -> str:
        """The words in mono sound of 16 kHz. Raises EarsFailed."""
        pcm = to_pcm(sound)
        asked: list[Asked] = [("transcribe", {"language": "en"}, b""), ("audio-start", _SOUND, b"")]
        asked += [("audio-chunk", _SOUND, pcm[at : at + PIECE]) for at in range(0, len(pcm), PIECE)]
        asked.append(("audio-stop", {}, b""))
        for again in (True, False):
            try:
                for kind, data, _ in self._link.events(*asked):
                    if kind == "transcript":
                        self.close()  # several servers take one sound a connection
                        return str(data.get("text", "")).strip()
                    if kind == "error":
                        raise ValueError("the server couldn't")
            except _BROKEN as error:
                self.close()
                if not again:
                    raise self._broken(error) from error
        raise AssertionError("the second try returns or raises")
