"""Talking with this computer's own microphone and loudspeaker: in a terminal, or whenever she is called by her name."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager, suppress

from os1.conversation import Conversation
from os1.errors import OS1Error
from os1.events import Event
from os1.rooms import Rooms
from os1.spoken.call import Call
from os1.spoken.parts import Parts
from os1.store import settings
from os1.voice.microphone import Loudspeaker, Microphone
from os1.voice.sound import from_pcm
from os1.voice.wake import Wake

WAKE = "wake"
"""The setting that lets her be called: "yes" or ""."""
HER_RATE = 32_000  # of the voice that is most likely used
QUIET = 30.0  # seconds without a word after which she goes back to waiting for her name
LIGHTS = {"waiting": "○ waiting for “Hey {her}”", "listening": "● listening", "deaf": "○ not listening; press Enter to change that"}


class Room:
    """This computer as a line: its loudspeaker plays, and everything else is told to `show`."""

    def __init__(self, show: Callable[[Event], None]) -> None:
        """Raises NoMicrophone."""
        self._show = show
        self.loudspeaker = Loudspeaker(HER_RATE)

    async def send(self, event: Event, sound: bytes | None = None) -> None:
        """Play a piece of speech, hold or stop it, or show whatever else is told."""
        if event["type"] == "speech" and sound is not None:
            await self.loudspeaker.play(event["speech"], from_pcm(sound), event["rate"], event["pause"])
        elif event["type"] == "hold":
            self.loudspeaker.hold(event["on"])
        elif event["type"] == "stop":
            self.loudspeaker.stop()
        else:
            self._show(event)

    async def report(self, call: Call) -> None:
        """Tell a call what has been played, as long as it goes on."""
        while True:
            heard = await self.loudspeaker.heard.get()
            call.mouth.heard(heard.id, heard.seconds, done=heard.done)


class Aloud:
    """One person in one room with this computer."""

    def __init__(self, house: Rooms, conversation: Conversation, light: Callable[[str], None], show: Callable[[Event], None]) -> None:
        """`light` is told "waiting", "listening" or "deaf" whenever that changes, `show` what happens in a call."""
        self._house, self._conversation, self._light, self._show = house, conversation, light, show
        self._parts = Parts(house)
        self._call: Call | None = None
        self._touched = asyncio.Event()

    def touch(self) -> None:
        """Somebody pressed Enter: deaf she hears again, hearing she is deaf."""
        self._touched.set()

    async def run(self, *, called: bool) -> None:
        """Listen until cancelled; with `called`, only once her name is said. Raises NoMicrophone or EarsFailed."""
        try:
            room = Room(self._show)
            async with aclosing(Microphone().frames()) as frames:
                while True:
                    if called:
                        await self._wait_for_name(frames)
                    async with self._talking(room) as call:
                        deaf = await self._talk(call, frames, called=called)
                    if deaf:
                        await self._be_deaf(frames, called=called)
        finally:
            await asyncio.to_thread(self._parts.close)

    async def _wait_for_name(self, frames: AsyncIterator[bytes]) -> None:
        wake = await asyncio.to_thread(Wake)
        self._light("waiting")
        try:
            async for frame in frames:
                if wake.hear(from_pcm(frame)):
                    return
        finally:
            wake.close()

    @asynccontextmanager
    async def _talking(self, room: Room) -> AsyncIterator[Call]:
        call = Call(self._conversation, room, self._parts)
        await call.begin()
        self._light("listening")
        reports = asyncio.create_task(room.report(call))
        try:
            yield call
        finally:
            await call.end()
            reports.cancel()
            with suppress(asyncio.CancelledError):
                await reports

    async def _talk(self, call: Call, frames: AsyncIterator[bytes], *, called: bool) -> bool:
        """Talk until nobody has said anything for a while (where she was called) or she is asked not to listen."""
        self._touched.clear()
        async for frame in frames:
            await call.hear(frame)
            if call.muted or self._touched.is_set():
                return True
            if called and call.silent > QUIET:
                return False
        return False

    async def _be_deaf(self, frames: AsyncIterator[bytes], *, called: bool) -> None:
        """Hear nothing: sound is dropped as it comes. Her name wakes her where she may be called, a touch always does."""
        self._touched.clear()
        self._light("deaf")
        if called:
            return  # the next round waits for her name
        async for _ in frames:
            if self._touched.is_set():
                return


async def may_be_called(house: Rooms) -> bool:
    """Whether she listens for her name on this computer's microphone; off unless the person turned it on."""
    return await house.run(settings.get, house.database, house.person.id, WAKE) == "yes"


async def listen_for_name(house: Rooms, conversation: Conversation) -> None:
    """Beside a page: wait to be called, as long as the house runs. Every page shows the light."""
    if not await may_be_called(house):
        return

    def light(state: str) -> None:
        conversation.light = state
        conversation.tell({"type": "light", "state": state})

    def show(event: Event) -> None:
        if event["type"] in ("caption", "hearing", "notice"):
            conversation.tell(event)

    try:
        await Aloud(house, conversation, light, show).run(called=True)
    except OS1Error as error:
        conversation.tell({"type": "notice", "text": str(error), "turn": ""})
