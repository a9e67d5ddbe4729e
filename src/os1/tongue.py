"""Who finds the words of a reply: the model that was chosen, and the plain mind wherever that one fails.

The plain mind's words are always there already, so taking over costs nothing. A model that failed twice
running is left alone for a minute: nobody should wait three seconds at every turn.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping, Sequence
from contextlib import aclosing, suppress
from dataclasses import replace
from time import monotonic
from typing import Any

import httpx2

from os1.memory.wording import stems
from os1.mind.chat import prompt as prompts
from os1.mind.chat import wire
from os1.mind.chat.cutting import Clause
from os1.mind.chat.guard import Guard
from os1.mind.chat.speaking import Telling, tell
from os1.mind.chat.support import Known
from os1.mind.chat.tools import Bench, of_skills
from os1.mind.chat.wire import Faltered
from os1.protocols import Encoder, Skill
from os1.store.minds import Server
from os1.talk import Draft, Larger
from os1.types import Persona

RESTS, FAILS = 60.0, 2  # seconds a failing model is left alone, and after how many failures running
TRY_LEANER = {400, 413, 422, 500}
"""Answers that may mean too long a prompt, or tools it doesn't know: asked once more, with less."""
SHARED = 2  # words a reply and a memory share, from which the reply rests on it
WAITS, NO_TOOLS = {"slow", "dead"}, {400, 422}
_log = logging.getLogger(__name__)
SAID: Mapping[str, str] = {
    "slow": "took too long", "dead": "can't be reached", "refused": "turned it down", "garbage": "sent nothing readable", "loop": "went in circles",
    "empty": "said nothing", "refusal": "declined", "guarded": "said only what I wouldn't", "missed": "left out what mattered",
}  # fmt: skip
Run = Callable[..., Coroutine[Any, Any, Any]]


class Tongue:
    """Speaks drafts. All methods belong to one event loop; what takes thought is run in the house's own thread."""

    def __init__(self, encoder: Encoder, skills: Mapping[str, Skill], run: Run, may_go: Callable[[Server], bool]) -> None:
        self._encoder, self._skills, self._run, self._may_go = encoder, skills, run, may_go
        self._clients: dict[str, httpx2.AsyncClient] = {}
        self._failed: dict[str, tuple[int, float]] = {}
        self._toolless: set[str] = set()
        self._warming: set[asyncio.Task[None]] = set()

    async def aclose(self) -> None:
        """Let go of every connection."""
        for task in self._warming:
            task.cancel()
        await asyncio.gather(*self._warming, return_exceptions=True)
        clients, self._clients = list(self._clients.values()), {}
        for client in clients:
            await client.aclose()

    async def speak(self, draft: Draft) -> AsyncGenerator[str]:
        """The reply in pieces to be put together as they are. Closing it closes whatever is open upstream."""
        if draft.larger is None or self._resting(draft.larger.server):
            if draft.larger:
                draft.larger.notice = f"{draft.larger.server.name} is resting after two failures; these words are my own."
            for text in _plainly(draft.clauses):
                yield text
            return
        plain, pieces = draft.clauses, draft.pieces
        draft.clauses, draft.pieces = [], []
        telling, said = Telling(), ""
        larger = draft.larger
        try:
            async with aclosing(self._told(draft, larger, telling)) as texts:
                async for text in texts:
                    said += text
                    yield text
        finally:  # also where she is stopped: whose words went out is said
            if said:
                memories = tuple(dict.fromkeys((*draft.move.memories, *_rests_on(larger, said))))
                draft.move = replace(draft.move, why=(*draft.move.why, *_credit(larger)), memories=memories)
        if larger.notice:
            draft.move = replace(draft.move, why=(*draft.move.why, larger.notice.rstrip(".")))
        if larger.fault and not telling.whole:
            draft.pieces = pieces
            for text in ["…", *(f" {clause}" for clause in plain)] if said else _plainly(plain):
                said += text
                yield text
        draft.clauses = [said.strip()]

    async def _told(self, draft: Draft, larger: Larger, telling: Telling) -> AsyncGenerator[str]:
        """What the model says, read by a task of its own so that a slow reader never stalls it."""
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        task = asyncio.create_task(self._pump(draft, larger, telling, queue))
        try:
            while (text := await queue.get()) is not None:
                yield text
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _pump(self, draft: Draft, larger: Larger, telling: Telling, queue: asyncio.Queue[str | None]) -> None:
        status = 0
        try:
            for lean in (False, True):
                try:
                    await self._ask(draft, larger, telling, queue, lean=lean)
                except Faltered as fault:
                    self._faltered(larger, fault, ended=telling.whole)
                    if lean or telling.spoken or fault.status not in TRY_LEANER:
                        return
                    status, larger.refused = fault.status, telling.prompt
                else:
                    self._failed.pop(larger.server.name, None)
                    larger.fault = larger.notice = ""
                    if status in NO_TOOLS:
                        self._toolless.add(larger.server.name)
                    return
        except Exception:  # whatever a stranger's server makes of us, the turn goes on
            _log.exception("a model's reply couldn't be read")
            self._faltered(larger, Faltered("garbage"), ended=telling.whole)
        finally:
            larger.sent, larger.prompt = telling.sent, telling.prompt
            queue.put_nowait(None)

    async def _ask(self, draft: Draft, larger: Larger, telling: Telling, queue: asyncio.Queue[str | None], *, lean: bool) -> None:
        if not await self._run(self._may_go, larger.server):  # asked again before anything is sent
            raise Faltered("refused", "nothing may go there any more")
        sent = await self._run(prompts.compose, larger.brief, lean=lean)
        offered = {} if lean or larger.server.name in self._toolless else of_skills(self._skills, draft.accepted.at)
        bench = Bench(offered)
        guard = Guard(sent.bounds, Known(sent.known, self._vectors))
        larger.offered = larger.offered or bench.schemas
        preparing = asyncio.create_task(self._run(guard.prepare))  # beside the request, before its first word
        try:
            async with aclosing(
                tell(self._client(larger.server), larger.server, sent, guard, self._judge, bench, telling, larger.brief.moment.persona.name)
            ) as texts:
                async for text in texts:
                    queue.put_nowait(text)
        finally:
            await asyncio.gather(preparing, return_exceptions=True)
            larger.called += bench.done
            larger.slips = {name: larger.slips.get(name, 0) + guard.slips.get(name, 0) for name in {**larger.slips, **guard.slips}}

    async def _judge(self, guard: Guard, clause: Clause) -> str:
        passed: str = await self._run(guard.pass_on, clause)
        return passed

    def _vectors(self, texts: Sequence[str]) -> Any:
        return self._encoder.encode(list(texts))

    def _client(self, server: Server) -> httpx2.AsyncClient:
        if server.url not in self._clients:
            self._clients[server.url] = wire.client(server)
        return self._clients[server.url]

    def _faltered(self, larger: Larger, fault: Faltered, *, ended: bool) -> None:
        larger.fault = fault.what
        then = "so I left it at that" if ended else "so I went on by myself"
        larger.notice = f"{larger.server.name} {SAID[fault.what]}, {then}."
        if fault.what in WAITS:
            times, _ = self._failed.get(larger.server.name, (0, 0.0))
            self._failed[larger.server.name] = (times + 1, monotonic() + RESTS)

    def _resting(self, server: Server) -> bool:
        times, until = self._failed.get(server.name, (0, 0.0))
        if times >= FAILS and monotonic() > until:
            self._failed[server.name] = (FAILS - 1, 0.0)
            return False
        return times >= FAILS

    def wake(self, server: Server, persona: Persona) -> None:
        """Somebody has just chosen a model, or come home to it: forget that it failed, and where it is on this computer let
        it read who she is before the first turn, which is most of what a slow one would make them wait for."""
        self._failed.pop(server.name, None)
        self._toolless.discard(server.name)
        if not server.leaves:
            task = asyncio.create_task(self._warm(server, persona))
            self._warming.add(task)
            task.add_done_callback(self._warming.discard)

    async def _warm(self, server: Server, persona: Persona) -> None:
        asked = wire.Asked(prompts.system_of(persona), ({"role": "user", "content": "…"},), (), 1)
        with suppress(Faltered):
            async with aclosing(wire.stream(self._client(server), server, asked)) as parts:
                async for _ in parts:
                    pass


def _plainly(clauses: Sequence[str]) -> list[str]:
    """Clauses as pieces to be put together as they are."""
    return [clause if n == 0 else f" {clause}" for n, clause in enumerate(clauses)]


def _rests_on(larger: Larger, said: str) -> list[str]:
    """The ids of what the person told before that comes up in a reply: its receipts, and what forgetting goes by."""
    before = [(f"u{u.id}", u.text) for u in larger.brief.moment.said if u.speaker == "person" and u.id]
    known = [*((m.id, m.quote) for m in larger.brief.memories), *before]
    own = stems(said)
    return [number for number, text in known if len(own & stems(text)) >= SHARED]


def _credit(larger: Larger) -> list[str]:
    """What is owed to the model, as reasons: whose the words are, and what it looked up."""
    where = f"at {larger.server.host}" if larger.server.leaves else "on this computer"
    looked = [f"I used {done.name.replace('_', ' ')} for it, which said: {re.sub(r'[.]$', '', done.told)}" for done in larger.called if not done.refused]
    return [*looked, f"I had {larger.server.name}, {where}, find the words; what I meant by them is mine"]


def record(larger: Larger) -> dict[str, Any]:
    """What was sent, as it is kept and shown; without the key, which never stands in a prompt."""
    assert larger.prompt is not None
    sent = larger.prompt
    return {
        "mind": larger.server.name, "host": larger.server.host, "leaves": larger.server.leaves, "model": larger.server.model,
        "tokens": larger.sent or sent.tokens, "counted": bool(larger.sent), "fault": larger.fault, "kept_back": larger.slips,
        "messages": sent.rows, "refused": larger.refused.rows if larger.refused else [],
        "tools": list(larger.offered),
        "called": [{"name": done.name, "asked": dict(done.asked), "told": done.told, "refused": done.refused} for done in larger.called],
    }  # fmt: skip
