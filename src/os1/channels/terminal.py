"""Talking in the terminal: her words as they come, yours line by line."""

from __future__ import annotations

import asyncio
import sys
import uuid

from os1.conversation import Conversation, Event
from os1.rooms import Rooms

TONES = {"1": "warm", "2": "playful", "3": "quiet"}
LEAVING = {"/bye", "/quit", "/exit"}
HELP = "Type and press Enter. Ctrl-C while she talks stops her; Ctrl-D or /bye leaves."


class Terminal:
    """One person at one terminal."""

    async def run(self, house: Rooms) -> None:
        """Talk until the person leaves; a goodbye is an ordinary turn, leaving is up to them."""
        await house.run(house.warm)
        async with Conversation(house) as conversation:
            with conversation.listen() as events:
                if await house.run(house.needs_set_up):
                    await self._set_up(conversation, events)
                else:
                    print(HELP)
                    await conversation.greet()
                    await self._show(conversation, events, expecting=False)
                await self._talk(house, conversation, events)

    async def _set_up(self, conversation: Conversation, events: asyncio.Queue[Event]) -> None:
        print("OS1\n\nThis is Samantha's house on your computer. She is software; what you tell her "
              "stays here.\nThree questions, and Enter skips any of them.\n")  # fmt: skip
        name = await _ask("What shall she call you? ")
        tone = await _ask("How should she sound? 1 warm, 2 playful, 3 quiet: ")
        mind = await _ask("One thing on your mind? ")
        chosen = TONES.get((tone or "").strip(), (tone or "").strip().lower())
        print(f"\n{HELP}\n")
        await conversation.set_up(uuid.uuid4().hex, name or "", chosen, mind or "")
        await self._show(conversation, events, expecting=True)

    async def _talk(
        self, house: Rooms, conversation: Conversation, events: asyncio.Queue[Event]
    ) -> None:
        while True:
            on_record = await house.run(house.turns.on_record, house.person.id)
            line = await _ask("\nyou: " if on_record else "\nyou (off the record): ")
            if line is None or line.strip().lower() in LEAVING:
                print()
                return
            if not line.strip():
                continue
            await conversation.say(uuid.uuid4().hex, line)
            await self._show(conversation, events, expecting=True)

    async def _show(
        self, conversation: Conversation, events: asyncio.Queue[Event], *, expecting: bool
    ) -> None:
        """Print what she says until she has finished; Ctrl-C hushes her."""
        started = False
        while expecting or conversation.speaking or not events.empty():
            try:
                event = await events.get()
            except asyncio.CancelledError:
                task = asyncio.current_task()
                if task is None or task.uncancel() > 0:
                    raise
                await conversation.hush()
                continue
            if event["type"] == "words":
                if not started:
                    print("\nsamantha: ", end="")
                    started = True
                print(event["text"], end="", flush=True)
            elif event["type"] == "said":
                print("" if started else f"\nsamantha: {event['entry']['text']}", flush=True)
                return
            elif event["type"] == "problem":
                print(event["text"], file=sys.stderr)
                return


async def _ask(prompt: str) -> str | None:
    """One line typed by the person; None where there will be no more."""
    try:
        return await asyncio.to_thread(input, prompt)
    except EOFError:
        return None
