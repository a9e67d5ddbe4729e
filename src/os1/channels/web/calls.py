"""Calls from a page: its microphone comes in over the socket, and her speech goes out over it."""

from __future__ import annotations

import asyncio
import math
from typing import Any, TypeGuard

from starlette.websockets import WebSocket, WebSocketDisconnect

from os1.conversation import Conversation
from os1.errors import OS1Error, RubbishError
from os1.events import Event
from os1.rooms import Rooms
from os1.spoken.call import Call
from os1.spoken.parts import Parts

TAKEN_OVER = "You began to talk with her on another page, so this one has stopped listening."
FIRST = "We haven't met yet: answer the three questions first, or skip them, and then we can talk."
LONGEST_NAME, MOST_VOICES = 100, 300
LONGEST_FRAME = 96_000  # bytes: three seconds of sound


class Wire:
    """One page's socket. What belongs together goes out together, whoever else is sending."""

    def __init__(self, websocket: WebSocket) -> None:
        self._websocket = websocket
        self._order = asyncio.Lock()
        self._gone = False
        self.called = False

    async def send(self, event: Event, sound: bytes | None = None) -> None:
        """Tell the page something, and the sound of a piece of speech right behind it; nothing where it is gone."""
        # Shielded: a header must not go out without its sound because she was stopped in between.
        await asyncio.shield(self._send(event, sound))

    async def _send(self, event: Event, sound: bytes | None) -> None:
        async with self._order:
            if self._gone:
                return
            try:
                await self._websocket.send_json(event)
                if sound is not None:
                    await self._websocket.send_bytes(sound)
            except (WebSocketDisconnect, RuntimeError):  # starlette raises either, by how far the closing is
                self._gone = True


class Calls:
    """The one call of a house, if there is one: a page that begins to talk takes it over from another."""

    def __init__(self, house: Rooms, conversation: Conversation) -> None:
        self._house, self._conversation = house, conversation
        self._parts = Parts(house)
        self._order = asyncio.Lock()
        self._call: Call | None = None
        self._wire: Wire | None = None

    async def take(self, wire: Wire, event: Event) -> None:
        """`call`: begin or end."""
        wire.called = True
        if _flag(event):
            await self._begin(wire, _voices(event))
        else:
            await self.leave(wire)

    async def _begin(self, wire: Wire, local: list[str]) -> None:
        async with self._order:
            if self._wire is not None and self._wire is not wire:
                await self._wire.send({"type": "call", "on": False, "text": TAKEN_OVER})
            await self._end()
            if await self._house.run(self._house.needs_set_up):
                await wire.send({"type": "call", "on": False, "text": FIRST})
                return
            call = Call(self._conversation, wire, self._parts)
            try:
                await call.begin(local)
            except OS1Error as error:
                await wire.send({"type": "call", "on": False, "text": str(error)})
            else:
                self._call, self._wire = call, wire

    async def leave(self, wire: Wire) -> None:
        """The page ends its call, or is gone."""
        async with self._order:
            if self._wire is wire:
                await self._end()

    async def _end(self) -> None:
        call, self._call, self._wire = self._call, None, None
        if call is not None:
            await call.end()

    async def hear(self, wire: Wire, sound: bytes) -> None:
        """Sound from a page's microphone. Raises RubbishError where it is none."""
        if wire.called and self._wire is not wire:
            return  # on its way still when the call ended, or already before it began
        if self._call is None or self._wire is not wire:
            raise RubbishError("Only text can be taken here, not binary data, as long as you aren't talking with her; nothing was changed.")
        if len(sound) % 2 or len(sound) > LONGEST_FRAME:
            raise RubbishError("That wasn't sound as I can hear it, so it wasn't listened to; reload the page.")
        await self._call.hear(sound)

    async def mute(self, wire: Wire, event: Event) -> None:
        """`mute`: hear nothing, or hear again."""
        on = _flag(event)
        if self._call is not None and self._wire is wire:
            await self._call.mute(on=on)

    async def heard(self, wire: Wire, event: Event) -> None:
        """`heard`: how much of her speech has come out of the page's loudspeaker."""
        speech, seconds, chars = event.get("speech"), event.get("seconds"), event.get("chars", 0)
        if not isinstance(speech, str) or not _is_number(seconds) or not _is_number(chars):
            raise RubbishError("The page didn't say how much it has played; reload it.")
        if self._call is not None and self._wire is wire:
            self._call.mouth.heard(speech, seconds, done=event.get("done") is True, chars=int(chars))

    async def close(self) -> None:
        """End whatever goes on, and let go of ears and voice."""
        async with self._order:
            await self._end()
        await asyncio.to_thread(self._parts.close)


def _voices(event: Event) -> list[str]:
    """The names of the voices a page's browser has of its own."""
    told = event.get("local_voices", [])
    named = [voice.get("name") for voice in told if isinstance(voice, dict)] if isinstance(told, list) else []
    return [name[:LONGEST_NAME] for name in named[:MOST_VOICES] if isinstance(name, str)]


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _flag(event: Event) -> bool:
    on = event.get("on")
    if not isinstance(on, bool):
        raise RubbishError("The page didn't say whether it is on or off; nothing was changed.")
    return on
