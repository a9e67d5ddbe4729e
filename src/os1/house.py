"""The house: the only module that knows every part by name, and how a turn goes through them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from typing import ParamSpec, TypeVar

from os1 import chores, initiative, plugins, tongue
from os1.config import Home, SystemClock
from os1.errors import OS1Error, RubbishError
from os1.listening import requests
from os1.listening.encoder import MiniLM
from os1.listening.hear import hear
from os1.listening.phrases import topic
from os1.memory import archive, facts, joining, people, plans
from os1.memory.episodes import Shelf
from os1.mind.pickup import say_back
from os1.mind.plain import PlainMind
from os1.mind.plain.book import book
from os1.protocols import Clock
from os1.speech import Tone
from os1.store import agenda, minds, settings
from os1.store.database import Database
from os1.store.keys import Opened, open_key
from os1.store.minds import Server
from os1.talk import Accepted, Draft
from os1.tongue import Tongue
from os1.turn import Turns
from os1.types import Heard, Move, Person, Reply

LONGEST_TEXT = 2_000_000  # characters; more than anybody says, and it still fits in memory
UPKEEP = "upkeep"
DAY = 86_400.0

P = ParamSpec("P")
T = TypeVar("T")
_log = logging.getLogger(__name__)


class House:
    """Everything of one home, opened; all of its work is done in one thread, in order."""

    def __init__(
        self, home: Home, clock: Clock | None = None, passphrase: str | None = None
    ) -> None:
        """Open the home. Raises what open_key and Database raise."""
        self.home = home
        self.clock: Clock = clock or SystemClock()
        self.opened: Opened = open_key(home, passphrase)
        self.database = Database(home, self.opened.key)
        self.shelf = Shelf(self.database, MiniLM(), {})
        self.turns = Turns(self.shelf, PlainMind())
        self.person: Person = settings.the_person(
            self.database, self.clock.now().isoformat(timespec="seconds")
        )
        self.skills = plugins.skills()
        self.tongue = Tongue(self.shelf.encoder, self.skills, self.run, self._may_go)
        archive.forget_again(self.shelf, self.person.id)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="house")

    # --- one turn -----------------------------------------------------------------------------

    async def reply(
        self, turn_id: str, text: str, *, at: datetime | None = None, off_record: bool = False, plainly: bool = False
    ) -> Reply:
        """One whole turn without streaming, as `say` and `replay` take it; `plainly`, without a language model."""
        came = await self.accept(turn_id, text, at=at, off_record=off_record)
        if came.earlier is not None:
            return Reply(came.turn_id, came.at, came.text, came.earlier.text,
                         Move("again", ("this turn had been answered already",)), Heard(),
                         kept=came.kept is not None)  # fmt: skip
        draft = await self.answer(came)
        draft.larger = None if plainly else draft.larger
        async for _ in self.speak(draft):
            pass
        return await self.finish(draft)

    async def accept(
        self, turn_id: str, text: str, *, at: datetime | None = None, off_record: bool = False, tone: Tone | None = None
    ) -> Accepted:
        """Keep the person's words, which were spoken in a `tone` or typed; when this returns they are on the disk."""
        if len(text) > LONGEST_TEXT:
            raise RubbishError(
                f"That is {len(text):,} characters long, and {LONGEST_TEXT:,} is the most I can "
                "take at once; please send it in parts."
            )
        now = at or self.clock.now()
        return replace(await self.run(self._accept, turn_id, clean(text), now, off_record), tone=tone)

    def _accept(self, turn_id: str, text: str, now: datetime, off_record: bool) -> Accepted:
        accepted = self.turns.accept(self.person.id, turn_id, text, now, off_record=off_record)
        self.run_due(now)  # after the words are kept: nothing that fails here may refuse them
        return accepted

    async def answer(self, came: Accepted) -> Draft:
        """Find what to say to words that were accepted."""
        told, acted = await self._skill(came)
        draft = await self.run(self._answer, came, told)
        draft.acted = acted
        return draft

    def _answer(self, came: Accepted, told: str) -> Draft:
        return self.turns.answer(self.person.id, came, told, minds.chosen(self.database, self.person.id))

    def _may_go(self, server: Server) -> bool:
        return not server.leaves or server.host in minds.agreed(self.database, self.person.id)

    def speak(self, draft: Draft) -> AsyncGenerator[str]:
        """The words of a draft in pieces to be put together as they are; see Tongue.speak."""
        return self.tongue.speak(draft)

    async def _skill(self, came: Accepted) -> tuple[str, bool]:
        """What a skill says to words, and whether it has changed something."""
        her = await self.run(settings.her_name, self.database, self.person.id)
        for request in requests.read(requests.as_addressed(came.text, her)):
            skill = self.skills.get(request.intent)
            if skill is not None:
                return await skill(intent=request.intent, now=came.at, **request.slots), getattr(skill, "effects", False)
        return "", False

    async def finish(self, draft: Draft, *, cut: bool = False) -> Reply:
        """Keep what was said; see Turns.finish."""
        ended = draft.accepted.at
        return await self.run(self._finish, draft, cut, ended)

    def _finish(self, draft: Draft, cut: bool, ended: datetime) -> Reply:
        reply = self.turns.finish(self.person.id, draft, cut=cut, ended=ended)
        self._note(draft)
        return reply

    def _note(self, draft: Draft) -> None:
        """Keep what was sent for this reply, and how often a guard stepped in."""
        me, larger = self.person.id, draft.larger
        sent = tongue.record(larger) if larger and larger.prompt and draft.accepted.kept else None
        if sent or minds.last_prompt(self.database, me):
            minds.keep_prompt(self.database, me, sent)
        if larger and larger.slips:
            minds.count(self.database, me, larger.slips)

    # --- speaking first -----------------------------------------------------------------------

    async def set_up(self, turn_id: str, call_me: str, tone: str, on_mind: str) -> Draft:
        """Take the answers of the first start (each may be ""), and find her first words."""
        name, mind = clean(call_me[:60]), clean(on_mind[:4000])
        return await self.run(self._set_up, turn_id, name, tone, mind)

    def _set_up(self, turn_id: str, call_me: str, tone: str, on_mind: str) -> Draft:
        now = self.clock.now()
        name = " ".join(call_me.split())
        if name:
            settings.rename(self.database, self.person.id, name)
        if tone in settings.TONES:
            settings.put(self.database, self.person.id, tone=tone)
        mind = on_mind.strip()
        came = Accepted(turn_id, "", now, None, True)
        if mind:
            came = self.turns.accept(self.person.id, f"{turn_id}-mind", mind, now)
            if came.kept:
                self.turns.answer(self.person.id, came)
        move = initiative.first_words(name or None, mind, say_back(mind) or "", topic(mind) or "")
        settings.put(self.database, self.person.id, set_up=now.isoformat(timespec="seconds"))
        return self.turns.unasked(self.person.id, turn_id, move, now)

    async def welcome_back(self, turn_id: str) -> Draft | None:
        """What she says to somebody who comes back, or None."""
        return await self.run(self._welcome_back, turn_id)

    def _welcome_back(self, turn_id: str) -> Draft | None:
        now = self.clock.now()
        self.run_due(now)
        name = settings.person_name(self.database, self.person.id)
        move = initiative.welcome_back(self.shelf, self.person.id, name, now)
        return self.turns.unasked(self.person.id, turn_id, move, now) if move else None

    def needs_set_up(self) -> bool:
        """Whether this home has never been introduced; talk without it counts as introduction."""
        return (
            not settings.get(self.database, self.person.id, "set_up")
            and not self.turns.talk(self.person.id).hers
        )

    # --- between turns ------------------------------------------------------------------------

    def run_due(self, now: datetime) -> list[str]:
        """Do the chores that have fallen due, in order; returns their names."""
        person_id = self.person.id
        if not agenda.has(self.database, person_id, UPKEEP):
            agenda.put(self.database, person_id, UPKEEP, now.timestamp() + DAY)

        def upkeep(about: int, due: float) -> None:
            self.database.tidy()
            try:
                joining.consolidate(self.shelf, person_id)
            except OS1Error:
                _log.exception("what was said twice couldn't be joined; it is tried again tomorrow")
            days = max(1.0, (now.timestamp() - due) // DAY + 1)
            agenda.put(self.database, person_id, UPKEEP, due + days * DAY)

        return chores.run_due(
            now,
            lambda until: agenda.due(self.database, person_id, until),
            lambda number: agenda.finish(self.database, number),
            {UPKEEP: upkeep, facts.FOLLOW_UP: lambda about, due: plans.came_due(self.shelf, about)},
        )

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do plain work in the house's own thread."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: work(*args, **kwargs))

    def warm(self) -> None:
        """Read in what the first turn would wait for, and what a crash left unread."""
        self.shelf.encoder.encode(["warm"])
        hear("Warm.", self.clock.now())
        book()
        self.shelf.index(self.person.id)
        people.circle(self.shelf, self.person.id)
        self.turns.reload(self.person.id)
        self.turns.talk(self.person.id)

    def close(self) -> None:
        self._thread.shutdown(wait=True)
        self.database.close()

    def __enter__(self) -> House:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def clean(text: str) -> str:
    """Words as they can be kept: no lone surrogates and no NUL; nothing else is changed."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "\ufffd")
