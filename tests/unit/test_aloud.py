"""Replies that are spoken: only what was heard was said, and a turn nobody heard an answer to is taken back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import pytest
from tests.contracts.homes import a_house
from tests.unit.conversing import kept, talking, until

from os1.events import Event
from os1.house import House
from os1.memory import people
from os1.store import settings
from os1.talk import Draft

Queue = asyncio.Queue[Event]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with a_house(tmp_path) as house:
        yield house


class Voice:
    """Says a reply as the test lets it: `out` words of it come out at a time."""

    def __init__(self) -> None:
        self.out = asyncio.Semaphore(0)
        self.began = asyncio.Event()
        self.heard = ""
        self.later = ""
        """What turns out to have been heard only when she is stopped."""

    async def speak(self, draft: Draft, texts: AsyncGenerator[str]) -> AsyncGenerator[str]:
        self.heard = ""
        self.began.set()
        async for text in texts:
            for word in text.split():
                await self.out.acquire()
                self.heard = f"{self.heard} {word}".strip()
                yield f" {word}"

    async def stop(self) -> str:
        return f"{self.heard} {self.later}".strip()

    def lets(self, words: int) -> None:
        for _ in range(words):
            self.out.release()


async def test_aloud_what_had_come_out_when_she_was_stopped_was_said(house: House) -> None:
    async with talking(house) as conversation:
        conversation.aloud = voice = Voice()
        voice.lets(2)
        voice.later = "and"
        with conversation.listen() as events:
            await conversation.say("t", "My sister Ruth walks her greyhounds by the canal.")
            await until(events, "words", "t")
            seen = await until(events, "words", "t")
            await conversation.hush()
            seen += await until(events, "said", "t")
    said = seen[-1]["entry"]
    assert said["cut"] and said["text"] == f"{voice.heard} and"
    assert kept(house)[-1].text == said["text"]


async def test_a_turn_nobody_heard_an_answer_to_is_taken_back(house: House) -> None:
    """The person went on: the same words come again with more, and the first ones never were a turn."""
    async with talking(house) as conversation:
        conversation.aloud = voice = Voice()
        with conversation.listen() as events:
            await conversation.say("t", "My sister Ruth lives in Lisbon.")
            await asyncio.wait_for(voice.began.wait(), 20)
            assert await conversation.withdraw("t")
            seen = await until(events, "withdrawn", "t")
            assert [e["type"] for e in seen] == ["kept", "withdrawn"] and not conversation.speaking
            assert not kept(house)
            assert not await conversation.withdraw("t"), "once is enough"
            voice.lets(100)
            await conversation.say("u", "My sister Ruth lives in Lisbon, and she likes it.")
            seen = await until(events, "said", "u")
            welcome = await conversation.welcome("1")
    assert [u.turn_id for u in kept(house)] == ["u", "u"] and seen[-1]["entry"]["text"]
    assert [e["turn"] for e in welcome["entries"]] == ["u", "u"]
    circle = people.everyone(house.shelf, house.person.id)
    assert [e.name for e in circle if "Ruth" in e.name] == ["Ruth"]


async def test_the_mood_is_as_it_was_before_a_turn_that_is_taken_back(house: House) -> None:
    async with talking(house) as conversation:
        conversation.aloud = voice = Voice()
        talk = house.turns.talk(house.person.id)
        before = talk.mood, talk.worry
        await conversation.say("t", "My mother died this morning.")
        await asyncio.wait_for(voice.began.wait(), 20)
        assert talk.mood < before[0]
        assert await conversation.withdraw("t")
        assert (talk.mood, talk.worry) == before


async def test_what_was_heard_is_not_taken_back(house: House) -> None:
    async with talking(house) as conversation:
        conversation.aloud = voice = Voice()
        voice.lets(1)
        with conversation.listen() as events:
            await conversation.say("t", "My sister Ruth lives in Lisbon.")
            await until(events, "words", "t")
            assert not await conversation.withdraw("t")
            assert not await conversation.withdraw("another")
            voice.lets(100)
            await until(events, "said", "t")
            assert not await conversation.withdraw("t")
    assert len(kept(house)) == 2


async def test_what_was_done_is_not_taken_back(house: House) -> None:
    async with talking(house) as conversation:
        conversation.aloud = voice = Voice()
        await conversation.say("t", "Off the record.")
        await asyncio.wait_for(voice.began.wait(), 20)
        assert not await conversation.withdraw("t")
    assert settings.get(house.database, house.person.id, "off_record") == "yes"


async def test_what_a_skill_did_is_not_done_twice(house: House) -> None:
    """Its answer wasn't heard, yet the thing was done: the words stay a turn of their own."""
    done: list[str] = []

    class Clock:
        name, description, outside, effects = "clock", "Sets something.", False, True
        intents: Sequence[str] = ("clock.time",)

        async def __call__(self, *, intent: str, now: datetime, **slots: str) -> str:
            done.append(intent)
            return "It is done."

    house.skills["clock.time"] = Clock()
    async with talking(house) as conversation:
        conversation.aloud = voice = Voice()
        await conversation.say("t", "What time is it?")
        await asyncio.wait_for(voice.began.wait(), 20)
        assert done
        assert not await conversation.withdraw("t")


async def test_off_the_record_a_turn_is_taken_back_as_well(house: House) -> None:
    async with talking(house) as conversation:
        await conversation.record(on=False)
        conversation.aloud = voice = Voice()
        await conversation.say("t", "My sister Ruth lives in Lisbon.")
        await asyncio.wait_for(voice.began.wait(), 20)
        assert await conversation.withdraw("t")
        assert not house.turns.talk(house.person.id).aside and not kept(house)


async def test_waiting_until_a_reply_is_over(house: House) -> None:
    async with talking(house, pause=0.01) as conversation:
        await conversation.over("nothing")
        await conversation.say("t", "The piano is being tuned.")
        await asyncio.wait_for(conversation.over("t"), 20)
        assert not conversation.speaking and len(kept(house)) == 2
        await conversation.say("u", "It was badly out.")
        waiting = asyncio.create_task(conversation.over("u"))
        await asyncio.sleep(0.02)
        await conversation.hush()
        await asyncio.wait_for(waiting, 5)
