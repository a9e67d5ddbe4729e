"""Talking aloud in the terminal: her words and yours as they are heard, and a keyboard beside it."""

from __future__ import annotations

import asyncio
import sys
import uuid

from os1.channels.aloud import LIGHTS, Aloud, may_be_called
from os1.channels.terminal import LEAVING, Terminal
from os1.conversation import Conversation
from os1.errors import OS1Error
from os1.events import Event
from os1.rooms import Rooms


class VoiceTerminal(Terminal):
    """One person in one room with this computer, and their terminal."""

    help = (
        "She is software, not a person. Talk, or type and press Enter. Enter alone: she stops listening, or listens "
        "again. /bye, Ctrl-D or Ctrl-C leaves."
    )

    async def talk(self, house: Rooms, conversation: Conversation, events: asyncio.Queue[Event]) -> None:
        """Listen and speak until the person leaves; where the microphone fails, go on typing."""
        called = await may_be_called(house)
        aloud = Aloud(house, conversation, self._light, self._heard)
        listening = asyncio.create_task(self._listen(aloud, called=called))
        printing = asyncio.create_task(self._print(events))
        try:
            while not self.left.is_set():
                line = await self.ask("")
                if line is None or line.strip().lower() in LEAVING:
                    break
                if line.strip():
                    await conversation.say(uuid.uuid4().hex, line)
                else:
                    aloud.touch()
        finally:
            for task in (listening, printing):
                task.cancel()
            await asyncio.gather(listening, printing, return_exceptions=True)

    async def _listen(self, aloud: Aloud, *, called: bool) -> None:
        try:
            await aloud.run(called=called)
        except OS1Error as error:
            print(f"{error} You can type meanwhile.", file=sys.stderr)

    def _light(self, state: str) -> None:
        print(f"({LIGHTS[state].format(her=self.her)})", flush=True)

    def _heard(self, event: Event) -> None:
        if event["type"] == "caption" and event["final"]:
            print(f"\nyou: {event['text']}", flush=True)
        elif event["type"] in ("notice", "mute", "problem") and event.get("text"):
            print(f"({event['text']})", flush=True)

    async def _print(self, events: asyncio.Queue[Event]) -> None:
        while True:
            await self.show(events)
