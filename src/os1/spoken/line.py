"""The line of a call: where her speech goes, and what is told about it."""

from __future__ import annotations

from typing import Protocol

from os1.events import Event


class Line(Protocol):
    """One microphone and one loudspeaker; what it is sent are the events of docs/guide/socket.md."""

    async def send(self, event: Event, sound: bytes | None = None) -> None:
        """Tell something, and with a piece of speech its sound: 16-bit PCM, mono."""
