"""Whose turn it is: one person's talk, in step on every page that shows it.

Words go out one by one; typing while she talks stops her, and only what had gone out was said.
A turn is acknowledged when it is on the disk. Pages listen through queues of events; an event is
the JSON object that goes over the socket (docs/guide/socket.md).
"""

from __future__ import annotations

import asyncio
import re
import uuid
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing, contextmanager, suppress
from typing import Any, Protocol

from os1 import shown
from os1.errors import OS1Error
from os1.events import Event, entry, problem
from os1.memory import episodes
from os1.rooms import Rooms
from os1.speech import Tone
from os1.talk import Draft
from os1.types import Utterance

WORD_PAUSE = 0.045  # seconds between words: quick reading pace, and slow enough to interrupt
QUEUE = 2_000
LEFT_BEHIND: Event = {"type": "left_behind"}
"""The last event of a listener that was too slow; it never goes over a socket."""


class Aloud(Protocol):
    """A voice that says replies, where there is one: her words are said when they have been heard."""

    def speak(self, draft: Draft, texts: AsyncGenerator[str]) -> AsyncGenerator[str]:
        """The words of a reply, each as it has come out of the loudspeaker."""

    async def stop(self) -> str:
        """Be still at once; returns what of the reply was heard."""


class Conversation:
    """One person's talk in a house. All methods belong to one event loop."""

    def __init__(self, house: Rooms, *, pause: float = WORD_PAUSE) -> None:
        self.house = house
        self.person_id = house.person.id
        self._pause = pause
        self._listeners: set[asyncio.Queue[Event]] = set()
        self._speaking: asyncio.Task[None] | None = None
        self._so_far: dict[str, str] = {}
        self._order = asyncio.Lock()
        self._tasks: asyncio.TaskGroup | None = None
        self._draft: Draft | None = None
        self.aloud: Aloud | None = None
        self.light = ""

    # --- listeners ----------------------------------------------------------------------------

    @contextmanager
    def listen(self) -> Iterator[asyncio.Queue[Event]]:
        """A queue of everything that happens from now on."""
        queue: asyncio.Queue[Event] = asyncio.Queue(QUEUE)
        self._listeners.add(queue)
        try:
            yield queue
        finally:
            self._listeners.discard(queue)

    def tell(self, event: Event) -> None:
        """Give an event to every listener; one that has stopped reading is let go, and told so."""
        for queue in list(self._listeners):
            try:
                queue.put_nowait(event)
            except asyncio.QueueFull:
                self._listeners.discard(queue)
                queue.get_nowait()
                queue.put_nowait(LEFT_BEHIND)

    async def __aenter__(self) -> Conversation:
        self._tasks = asyncio.TaskGroup()
        await self._tasks.__aenter__()
        return self

    async def __aexit__(self, *error: Any) -> None:
        await self.hush()
        assert self._tasks is not None
        await self._tasks.__aexit__(*error)
        await self.house.tongue.aclose()

    @property
    def speaking(self) -> bool:
        """Whether words are still going out."""
        return bool(self._so_far)

    # --- what people do -----------------------------------------------------------------------

    async def say(self, turn_id: str, text: str, *, at_once: bool = False, tone: Tone | None = None) -> None:
        """Take a turn: keep it, acknowledge it, answer it. The same id again only acknowledges. `at_once` gives her
        words out as they are found, for listeners that aren't people; `tone` is how it was spoken."""
        async with self._order:
            try:
                came = await self.house.accept(turn_id, text, tone=tone)
            except OS1Error as error:
                self.tell(problem(str(error), turn_id))
                return
            said = came.kept or Utterance(0, turn_id, "person", came.text, came.at)
            self.tell({"type": "kept", "turn": turn_id, "entry": entry(said, kept=came.kept is not None)})
            if came.earlier is not None:
                await self._say_again(came.earlier, turn_id, kept=came.kept is not None)
                return
            if turn_id in self._so_far:
                return  # being answered right now
            await self.hush()
            try:
                draft = await self.house.answer(came)
            except OS1Error as error:
                self.tell(problem(str(error), turn_id))
                return
            if draft.done.record is not None:
                # Now, not when her words are out: the next may come before that.
                await self._set_record(on=draft.done.record)
            if draft.done.forgot is not None:
                self.tell(await self.house.run(shown.forgotten, self.house, draft.done.forgot))
            if draft.move.kind in ("renamed", "tuned"):
                await self.tell_person()
            self._speak(draft, at_once=at_once)

    async def _say_again(self, earlier: Utterance, turn_id: str, *, kept: bool) -> None:
        rows = await self.house.run(shown.entries_of, self.house, [earlier]) if kept else []
        again = rows[0] if rows else entry(earlier, kept=kept)
        self.tell({"type": "said", "turn": turn_id, "learned": [], "entry": again})

    async def withdraw(self, turn_id: str) -> bool:
        """Take back a turn of which no word has been heard: the person went on talking, and says it all again in
        another. Returns whether it was; a turn that did something stays."""
        async with self._order:
            draft, task = self._draft, self._speaking
            if draft is None or draft.accepted.turn_id != turn_id or self._so_far.get(turn_id) != "":
                return False
            if draft.accepted.command or draft.acted or task is None or task.done():
                return False
            self._draft = None  # so that nothing of it is kept when it stops
            await self.hush()
            if draft.spoken:  # a word had come out after all
                await self._finish(draft, cut=True)
                return False
            await self.house.run(self.house.turns.withdraw, self.person_id, draft.accepted)
            self.tell({"type": "withdrawn", "turn": turn_id})
            return True

    async def over(self, turn_id: str) -> None:
        """Wait until a reply is over, however it ends."""
        task = self._speaking
        if task is not None and turn_id in self._so_far:
            await asyncio.wait({task})

    def so_far(self, turn_id: str) -> str:
        """What has gone out of a turn that is being answered."""
        return self._so_far.get(turn_id, "")

    async def hush(self, turn_id: str = "") -> None:
        """Stop her where she is (in this turn only, where one is named); what had gone out counts as said."""
        if turn_id and turn_id not in self._so_far:
            return
        task = self._speaking
        if task is None or task.done():
            return
        await asyncio.sleep(0)  # a task cancelled before its first step would never end its turn
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        if self._speaking is task:  # only now: who comes meanwhile waits for it as well
            self._speaking = None

    async def quiet(self) -> None:
        """Hush her, also where she is still thinking what to say."""
        async with self._order:
            await self.hush()

    async def set_up(self, turn_id: str, call_me: str, tone: str, on_mind: str) -> None:
        """The answers of the first start; she answers with her first words."""
        async with self._order:
            await self.hush()
            try:
                draft = await self.house.set_up(turn_id, call_me, tone, on_mind)
            except OS1Error as error:
                self.tell(problem(str(error), turn_id))
                return
            await self.tell_person()
            mind = await self.house.run(self._said, f"{turn_id}-mind")
            if mind is not None:
                self.tell({"type": "kept", "turn": mind.turn_id, "entry": entry(mind, kept=True)})
            self._speak(draft)

    async def tell_person(self) -> None:
        """Names or tone have changed: every page is told."""
        self.tell(await self.house.run(shown.person, self.house))

    async def greet(self) -> None:
        """A word for somebody who comes back after a while, or an answer a crash left owing."""
        async with self._order:
            if self._so_far:
                return
            owed = await self.house.run(self._owed)
            if owed is not None:
                came = await self.house.accept(owed.turn_id, owed.text)
                self._speak(await self.house.answer(came))
                return
            draft = await self.house.welcome_back(uuid.uuid4().hex)
            if draft is not None:
                self._speak(draft)

    def _said(self, turn_id: str) -> Utterance | None:
        return episodes.by_turn(self.house.shelf, self.person_id, turn_id, "person")

    def _owed(self) -> Utterance | None:
        """The person's last words, if nothing was ever answered to them."""
        last = episodes.latest(self.house.shelf, self.person_id, 1)
        if not last or last[0].speaker != "person" or not last[0].text:
            return None
        answered = episodes.by_turn(self.house.shelf, self.person_id, last[0].turn_id, "samantha")
        is_mind = last[0].turn_id.endswith("-mind")
        return None if answered or is_mind else last[0]

    async def record(self, *, on: bool) -> None:
        """Put the talk on or off the record by a touch instead of a word."""
        async with self._order:
            await self.hush()  # her reply belongs to how the record stood when it began
            await self._set_record(on=on)

    async def _set_record(self, *, on: bool) -> None:
        await self.house.run(self.house.turns.set_record, self.person_id, on=on)
        self.tell({"type": "record", "on": on})

    # --- speaking -----------------------------------------------------------------------------

    def _speak(self, draft: Draft, *, at_once: bool = False) -> None:
        assert self._tasks is not None, "the conversation has to be entered first"
        turn_id = draft.accepted.turn_id
        self._so_far[turn_id] = ""
        self._draft = draft
        self._speaking = self._tasks.create_task(self._stream(draft, 0.0 if at_once else self._pause))

    async def _stream(self, draft: Draft, pause: float) -> None:
        turn_id = draft.accepted.turn_id
        spoken, cut, aloud = "", True, self.aloud
        try:
            async with aclosing(aloud.speak(draft, self.house.speak(draft)) if aloud else self._paced(draft, pause)) as words:
                async for word in words:
                    spoken += word
                    self._so_far[turn_id] = spoken
                    self.tell({"type": "words", "turn": turn_id, "text": word})
            if draft.larger and draft.larger.notice:
                self.tell({"type": "notice", "turn": turn_id, "text": draft.larger.notice})
            cut = False
        finally:
            # Shielded: an interruption must not lose what had been said before it.
            await asyncio.shield(self._end(draft, spoken, aloud if cut else None, cut=cut))

    async def _paced(self, draft: Draft, pause: float) -> AsyncGenerator[str]:
        async with aclosing(self.house.speak(draft)) as texts:
            async for text in texts:
                for word in re.findall(r"\s*\S+", text):
                    yield word
                    await asyncio.sleep(pause)

    async def _end(self, draft: Draft, spoken: str, aloud: Aloud | None, *, cut: bool) -> None:
        """Keep what was said of a reply: aloud, what had come out of the loudspeaker when she was stopped."""
        draft.spoken = (await aloud.stop() if aloud else spoken).strip()
        if self._draft is draft:
            await self._finish(draft, cut=cut)
        else:
            self._so_far.pop(draft.accepted.turn_id, None)

    async def _finish(self, draft: Draft, *, cut: bool) -> None:
        turn_id = draft.accepted.turn_id
        try:
            reply = await self.house.finish(draft, cut=cut)
        except OS1Error as error:
            self.tell(problem(str(error), turn_id))
            return
        finally:
            self._so_far.pop(turn_id, None)
        self.tell(await self.house.run(shown.said, self.house, reply, cut))

    # --- what a page needs to begin -----------------------------------------------------------

    async def welcome(self, version: str) -> Event:
        """The talk as it stands."""
        event = await self.house.run(shown.welcome, self.house, version)
        speaking = next(iter(self._so_far.items()), None)
        event["speaking"] = {"turn": speaking[0], "text": speaking[1]} if speaking else None
        return event

    async def older(self, before: int) -> Event:
        """The entries before a number."""
        entries, more = await self.house.run(shown.entries, self.house, before)
        return {"type": "older", "entries": entries, "more": more}
