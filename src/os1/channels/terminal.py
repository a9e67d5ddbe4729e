"""Talking in the terminal: her words as they come, yours line by line."""

from __future__ import annotations

import asyncio
import signal
import sys
import threading
import uuid

from os1 import minds as choosing
from os1.conversation import Conversation
from os1.errors import OS1Error
from os1.events import Event
from os1.rooms import Rooms
from os1.store import settings

TONES = {"1": "warm", "2": "playful", "3": "quiet", "4": "formal"}
LEAVING = {"/bye", "/quit", "/exit"}
HELP = "She is software, not a person. Type and press Enter. Ctrl-C while she talks stops her; /minds says who finds her words; /bye, Ctrl-D or Ctrl-C leaves."
WELCOME = (
    "OS1\n\nThis is Samantha's house on your computer. She is software; what you tell her stays "
    "here.\nThree questions, and Enter skips any of them.\n"
)


class Terminal:
    """One person at one terminal."""

    help = HELP

    def __init__(self) -> None:
        self.left = asyncio.Event()
        self.her = ""

    async def run(self, house: Rooms) -> None:
        """Talk until the person leaves; a goodbye is an ordinary turn, leaving is up to them."""
        await house.run(house.warm)
        self.her = await house.run(settings.her_name, house.database, house.person.id)
        async with Conversation(house) as conversation:
            await choosing.wake(house)
            self._mind_interrupts(conversation)
            with conversation.listen() as events:
                if await house.run(house.needs_set_up):
                    await self._set_up(conversation, events)
                else:
                    print(self.help)
                    await conversation.greet()
                    if conversation.speaking:
                        await self.show(events)
                await self.talk(house, conversation, events)

    def _mind_interrupts(self, conversation: Conversation) -> None:
        """Ctrl-C stops her while she talks, and leaves when she doesn't."""

        def interrupted() -> None:
            if conversation.speaking:
                hushing.append(loop.create_task(conversation.hush()))
            else:
                self.left.set()

        hushing: list[asyncio.Task[None]] = []
        loop = asyncio.get_running_loop()
        if sys.platform != "win32":  # there Ctrl-C ends the program, and everything said is kept
            loop.add_signal_handler(signal.SIGINT, interrupted)

    async def _set_up(self, conversation: Conversation, events: asyncio.Queue[Event]) -> None:
        print(WELCOME)
        name = await self.ask("What shall she call you? ")
        tone = (await self.ask("How should she sound? 1 warm, 2 playful, 3 quiet, 4 formal: ") or "").strip()
        mind = await self.ask("One thing on your mind? ")
        print(f"\n{self.help}")
        chosen = TONES.get(tone, tone.lower())
        await conversation.set_up(uuid.uuid4().hex, name or "", chosen, mind or "")
        await self.show(events)

    async def talk(
        self, house: Rooms, conversation: Conversation, events: asyncio.Queue[Event]
    ) -> None:
        while not self.left.is_set():
            on_record = await house.run(house.turns.on_record, house.person.id)
            line = await self.ask("\nyou: " if on_record else "\nyou (off the record): ")
            if line is None or line.strip().lower() in LEAVING:
                break
            if line.strip().lower().split()[:1] in (["/mind"], ["/minds"]):
                await self._choose(house, line.split()[1:])
            elif line.strip():
                await conversation.say(uuid.uuid4().hex, line)
                await self.show(events)
        print()

    async def _choose(self, house: Rooms, words: list[str]) -> None:
        """Another mind in the middle of the talk: `/minds` lists them, `/mind NAME` takes one, `/mind undo` goes back."""
        try:
            if words == ["undo"]:
                print(await choosing.undo(house))
            elif words:
                wanted = await choosing.named(house, " ".join(words))
                agreed = not wanted or not wanted.leaves or await choosing.agreed(house, wanted) or await self._agrees(wanted.host)
                print(await choosing.use(house, wanted, agree=wanted.host if wanted else "") if agreed else "As you were, then: nothing leaves this computer.")
            else:
                print("\n".join(choosing.lines(await choosing.told(house))))
        except OS1Error as error:
            print(error, file=sys.stderr)

    async def _agrees(self, host: str) -> bool:
        print(choosing.leaving(host))
        answer = await self.ask("Agree? [y/N] ")
        return (answer or "").strip().lower() in ("y", "yes")

    async def show(self, events: asyncio.Queue[Event]) -> None:
        """Print what she says until she has finished or been hushed."""
        started = False
        while True:
            event = await events.get()
            self.her = event.get("her_name", self.her)
            if event["type"] == "words":
                print(event["text"] if started else f"\n{self.her.lower()}: {event['text']}", end="", flush=True)
                started = True
            elif event["type"] == "said":
                print("" if started else f"\n{self.her.lower()}: {event['entry']['text']}", flush=True)
                return
            elif event["type"] in ("problem", "notice"):
                print(f"\n({event['text']})" if event["type"] == "notice" else event["text"], file=sys.stderr)
                if event["type"] == "problem":
                    return

    async def ask(self, prompt: str) -> str | None:
        """One line typed by the person; None where there will be no more.

        It is read in a thread that may be left behind: nothing can interrupt a read from a
        terminal, and leaving mustn't wait for an Enter nobody will press.
        """
        loop = asyncio.get_running_loop()
        line: asyncio.Future[str | None] = loop.create_future()

        def settle(words: str | None) -> None:
            if not line.done():
                line.set_result(words)

        def read() -> None:
            try:
                words: str | None = input(prompt)
            except EOFError:
                words = None
            if not loop.is_closed():
                loop.call_soon_threadsafe(settle, words)

        threading.Thread(target=read, daemon=True).start()
        leaving = asyncio.create_task(self.left.wait())
        leaving.add_done_callback(lambda _: settle(None))
        try:
            return await line
        finally:
            leaving.cancel()
