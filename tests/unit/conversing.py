"""A house to talk in, and what happened in it, for the tests of conversations."""


from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from os1.conversation import Conversation
from os1.events import Event
from os1.house import House
from os1.memory import episodes
from os1.types import Utterance

Queue = asyncio.Queue[Event]


@asynccontextmanager
async def talking(house: House, pause: float = 0.0) -> AsyncIterator[Conversation]:
    """A conversation; a task it leaves behind fails the test."""
    before = asyncio.all_tasks()
    async with Conversation(house, pause=pause) as conversation:
        yield conversation
    left = asyncio.all_tasks() - before
    assert not left, left


async def until(events: Queue, kind: str, turn: str = "") -> list[Event]:
    """Everything up to the first event of a kind (about a turn)."""
    seen: list[Event] = []
    while not seen or seen[-1]["type"] != kind or (turn and seen[-1].get("turn") != turn):
        seen.append(await asyncio.wait_for(events.get(), 20))
    return seen


def kept(house: House) -> list[Utterance]:
    return episodes.latest(house.shelf, house.person.id, 1_000)


def words(events: list[Event], turn: str) -> str:
    return "".join(e["text"] for e in events if e["type"] == "words" and e["turn"] == turn)


