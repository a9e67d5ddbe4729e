"""A reply found by a language model: asked for, cut into clauses, held against the guard, passed on as it comes."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from time import perf_counter

import httpx2

from os1.mind.chat import wire
from os1.mind.chat.cutting import Clause, Cutter
from os1.mind.chat.guard import Guard
from os1.mind.chat.prompt import Prompt, with_results
from os1.mind.chat.tools import MOST_CALLS, Bench
from os1.mind.chat.wire import Asked, Call, Cut, Faltered, Used
from os1.store.minds import Server

PATIENCE = 3.0  # seconds to the first word, and between one and the next
SILENCE, LONGEST = 8.0, 60.0  # seconds of thinking aloud before a first word may go out; of a whole reply
MOST_TOKENS = 320
_ENDED = re.compile(r"[.!?…][\"”’)]*$")
Judge = Callable[[Guard, Clause], Awaitable[str]]


@dataclass(slots=True)
class Telling:
    """What came of it: what was said, the prompt as it was sent last, how many tokens that had by the server's count,
    and when the first words were out (seconds from `began`, which leaves out what tools took; None for never)."""

    spoken: str = ""
    uttered: float | None = None
    sent: int = 0
    prompt: Prompt | None = None
    began: float = field(default_factory=perf_counter)

    @property
    def whole(self) -> bool:
        """Whether what was said ends where a sentence ends."""
        return bool(_ENDED.search(self.spoken))


async def tell(
    http: httpx2.AsyncClient, server: Server, prompt: Prompt, guard: Guard, judge: Judge, bench: Bench, telling: Telling, her: str
) -> AsyncGenerator[str]:
    """What may be said, in pieces to be put together as they are.

    Raises Faltered where the model failed; what was passed on until then stays said, and `telling` knows it.
    """
    try:
        async with asyncio.timeout(LONGEST):
            for _ in range(MOST_CALLS + 1):
                calls: list[Call] = []
                telling.prompt = prompt
                cutter = Cutter(her)
                parts = _heard(http, server, prompt, bench, cutter, calls, telling)
                async with aclosing(parts), aclosing(_passed(parts, guard, judge, telling)) as spoken:
                    async for text in spoken:
                        yield text
                if not calls or guard.full:
                    break
                began = perf_counter()
                rows = await bench.run(calls, telling.spoken)
                telling.began += perf_counter() - began
                prompt = with_results(prompt, rows, [done.told for done in bench.done])
    except TimeoutError as error:
        raise Faltered("slow", "it took too long") from error
    if not telling.spoken:
        what = "missed" if guard.lacks and not guard.slips else "guarded" if guard.slips else "empty"
        raise Faltered(what, "nothing it said could be said")


async def _heard(
    http: httpx2.AsyncClient, server: Server, prompt: Prompt, bench: Bench, cutter: Cutter, calls: list[Call], telling: Telling
) -> AsyncGenerator[Clause]:
    """The clauses of one request, in order; the calls it ends with go into `calls`."""
    asked = Asked(prompt.system, prompt.messages, bench.schemas, MOST_TOKENS)
    cut = False
    async with aclosing(wire.stream(http, server, asked)) as parts:
        while not cutter.over:
            part = await _next(parts)
            if part is None:
                break
            if telling.uttered is None and perf_counter() - telling.began > SILENCE:
                raise Faltered("slow", "it went on without a word that could be said")
            if isinstance(part, Call):
                calls.append(part)
            elif isinstance(part, Cut):
                cut = True
            elif isinstance(part, Used):
                telling.sent += part.sent
            else:
                for clause in cutter.push(part.text):
                    yield clause
                if cutter.looping or cutter.endless:
                    raise Faltered("loop", "it said the same over and over")
    for clause in () if cut else cutter.rest():
        yield clause


async def _next(parts: AsyncGenerator[wire.Part]) -> wire.Part | None:
    """The next part, None at the end. Raises Faltered when it takes too long."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await anext(parts)
    except StopAsyncIteration:
        return None
    except TimeoutError as error:
        raise Faltered("slow", f"nothing came for {PATIENCE:.0f} seconds") from error


async def _passed(clauses: AsyncGenerator[Clause], guard: Guard, judge: Judge, telling: Telling) -> AsyncGenerator[str]:
    """The clauses the guard lets through, each with what joins it to the one before; held back until what the
    reply has to hold is in it."""
    refused = hanging = False  # the sentence: whether the rest of it is lost, whether it has begun and not ended
    held = ""
    async for clause in clauses:
        if clause.begins:
            refused = False
        text = "" if refused else await judge(guard, clause)
        if text:
            first = not telling.spoken and not held
            held += text if first or re.match(r"[,;:.!?…]", text) else f" {text}"
            hanging = not clause.ends
        elif clause.begins:
            refused = True
        elif hanging:  # the half that is out ends here, as a sentence of its own
            held, hanging = held + ".", False
        if held and not guard.lacks:
            telling.uttered = telling.uttered or perf_counter() - telling.began
            telling.spoken, out, held = telling.spoken + held, held, ""
            yield out
        if guard.full and clause.ends:
            return
    if hanging and not held:
        telling.spoken += "."
        yield "."
