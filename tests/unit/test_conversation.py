"""Whose turn it is: one id is one turn, an interruption keeps what had gone out, pages in step."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.contracts.homes import MONDAY, a_house

from os1 import conversation as module
from os1.conversation import LEFT_BEHIND, Conversation
from os1.events import Event
from os1.house import House
from os1.memory import episodes, people, replies
from os1.store import settings
from os1.talk import Draft
from os1.types import Utterance

Queue = asyncio.Queue[Event]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with a_house(tmp_path) as house:
        yield house


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


async def test_a_turn_is_kept_then_answered_word_by_word(house: House) -> None:
    async with talking(house) as conversation:
        with conversation.listen() as events:
            await conversation.say("t", "The piano is being tuned.")
            seen = await until(events, "said", "t")
    assert [e["type"] for e in seen[:1]] == ["kept"]
    assert seen[0]["entry"]["seq"] and seen[0]["entry"]["kept"]
    said = seen[-1]["entry"]
    assert words(seen, "t").strip() == said["text"]
    assert sum(e["type"] == "words" for e in seen) == len(said["text"].split())
    assert said["cut"] is False and said["move"]["why"]
    assert [u.text for u in kept(house)] == ["The piano is being tuned.", said["text"]]


async def test_the_same_id_twice_is_one_turn(house: House) -> None:
    async with talking(house) as conversation:
        with conversation.listen() as events:
            await conversation.say("t", "The piano is being tuned.")
            first = await until(events, "said", "t")
            await conversation.say("t", "The piano is being tuned.")
            again = await until(events, "said", "t")
            await conversation.say("t", "Other words under the same id.")
            third = await until(events, "said", "t")
    assert again[0]["entry"] == first[0]["entry"] == third[0]["entry"]
    assert again[-1]["entry"]["text"] == first[-1]["entry"]["text"]
    assert again[-1]["entry"]["seq"] == first[-1]["entry"]["seq"]
    assert len(kept(house)) == 2


async def test_the_same_id_while_it_is_being_answered(house: House) -> None:
    """As after a dropped connection: acknowledged again, answered once."""
    async with talking(house, pause=0.005) as conversation:
        with conversation.listen() as events:
            await asyncio.gather(*(conversation.say("t", "The piano is tuned.") for _ in range(4)))
            seen = await until(events, "said", "t")
            await asyncio.sleep(0.05)
    assert sum(e["type"] == "kept" for e in seen) == 4
    assert words(seen, "t").strip() == seen[-1]["entry"]["text"]
    assert len(kept(house)) == 2


async def test_hush_keeps_exactly_the_words_that_had_gone_out(house: House) -> None:
    async with talking(house, pause=0.01) as conversation:
        with conversation.listen() as events:
            await conversation.say("t", "My sister Ruth walks her greyhounds by the canal.")
            seen = await until(events, "words", "t")
            seen.append(await asyncio.wait_for(events.get(), 20))
            await conversation.hush()
            seen += await until(events, "said", "t")
            assert not conversation.speaking
    said = seen[-1]["entry"]
    assert said["cut"] is True
    assert said["text"] == words(seen, "t").strip()
    hers = episodes.by_turn(house.shelf, house.person.id, "t", "samantha")
    assert hers and hers.text == said["text"]
    assert replies.moves_behind(house.shelf, [hers.id])[hers.id].why


async def test_hush_before_the_first_word(house: House) -> None:
    """She is stopped between deciding and speaking: the turn still ends, with nothing said."""
    async with talking(house, pause=0.01) as conversation:
        with conversation.listen() as events:
            await conversation.say("t", "The piano is being tuned.")
            await conversation.hush()
            seen = await until(events, "said", "t")
            assert not conversation.speaking
            assert seen[-1]["entry"]["text"] == words(seen, "t").strip()
            await conversation.say("u", "It was badly out.")
            assert (await until(events, "said", "u"))[-1]["entry"]["text"]
            await conversation.say("t", "The piano is being tuned.")
            assert await until(events, "said", "t"), "sent again it is answered as it was"
    assert [u.turn_id for u in kept(house)] == ["t", "t", "u", "u"]


async def test_hush_when_there_is_nothing_to_hush(house: House) -> None:
    async with talking(house) as conversation:
        await conversation.hush()
        await asyncio.gather(conversation.hush(), conversation.hush())


async def test_typing_while_she_talks_stops_her(house: House) -> None:
    async with talking(house, pause=0.02) as conversation:
        with conversation.listen() as events:
            await conversation.say("t", "My sister Ruth walks her greyhounds by the canal.")
            seen = await until(events, "words", "t")
            await conversation.say("u", "And then it rained.")
            seen += await until(events, "said", "t")
            seen += await until(events, "said", "u")
    order = [(e["type"], e["turn"]) for e in seen if e["type"] != "words"]
    assert order.index(("said", "t")) < order.index(("said", "u"))
    first_of_next = next(n for n, e in enumerate(seen) if (e["type"], e["turn"]) == ("words", "u"))
    assert not words(seen[first_of_next:], "t"), "she doesn't talk over herself"
    assert seen[-1]["entry"]["cut"] is False


async def test_an_interruption_with_a_full_queue(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that has stopped reading is let go and told; nobody else waits for it."""
    monkeypatch.setattr(module, "QUEUE", 3)
    async with talking(house, pause=0.001) as conversation:
        with conversation.listen() as stuck:
            monkeypatch.setattr(module, "QUEUE", 2_000)
            with conversation.listen() as events:
                await conversation.say("t", "My sister Ruth walks her greyhounds by the canal.")
                seen = await until(events, "words", "t")
                while not stuck.full():
                    seen.append(await asyncio.wait_for(events.get(), 20))
                await conversation.hush()
                seen += await until(events, "said", "t")
                await conversation.say("u", "And then it rained.")
                await until(events, "said", "u")
    assert words(seen, "t").strip() == seen[-1]["entry"]["text"]
    held = [stuck.get_nowait() for _ in range(stuck.qsize())]
    assert len(held) == 3 and held[-1] is LEFT_BEHIND


async def test_two_listeners_are_in_step(house: House) -> None:
    async with talking(house) as conversation:
        with conversation.listen() as one, conversation.listen() as two:
            for n in range(3):
                await conversation.say(f"t{n}", f"Remark number {n} about the boiler.")
            here, there = await until(one, "said", "t2"), await until(two, "said", "t2")
    assert here == there
    turns = [e["turn"] for e in here if e["type"] == "kept"]
    assert turns == ["t0", "t1", "t2"]


async def test_a_listener_that_comes_late_can_catch_up(house: House) -> None:
    async with talking(house, pause=0.01) as conversation:
        with conversation.listen() as events:
            await conversation.say("t", "My sister Ruth walks her greyhounds by the canal.")
            seen = await until(events, "words", "t")
            with conversation.listen() as late:
                welcome = await conversation.welcome("1")
                seen += await until(events, "said", "t")
                rest = await until(late, "said", "t")
    assert welcome["speaking"]["turn"] == "t"
    so_far = welcome["speaking"]["text"]
    whole = seen[-1]["entry"]["text"]
    assert whole.startswith(so_far.strip()) and words(rest, "t").strip() in whole


async def test_leaving_in_mid_sentence_keeps_what_was_said(house: House) -> None:
    async with talking(house, pause=0.01) as conversation:
        with conversation.listen() as events:
            await conversation.say("t", "My sister Ruth walks her greyhounds by the canal.")
            seen = await until(events, "words", "t")
    hers = episodes.by_turn(house.shelf, house.person.id, "t", "samantha")
    assert hers and hers.text.startswith(words(seen, "t").strip())


async def test_an_answer_a_crash_left_owing_is_given(tmp_path: Path) -> None:
    with a_house(tmp_path) as house:
        await house.accept("t", "My sister Ruth walks her greyhounds by the canal.")
    with a_house(tmp_path, MONDAY + timedelta(minutes=1)) as house:
        await house.run(house.warm)
        async with talking(house) as conversation:
            with conversation.listen() as events:
                await asyncio.gather(conversation.greet(), conversation.greet())
                seen = await until(events, "said", "t")
                await conversation.greet()
                await asyncio.sleep(0.02)
                assert events.empty(), "once is enough"
        assert seen[-1]["entry"]["text"]
        assert [u.turn_id for u in kept(house)] == ["t", "t"]


async def test_a_wish_to_forget_that_a_crash_cut_off_is_done(tmp_path: Path) -> None:
    """Acknowledged, so it must come true, though nothing of it had been done."""
    with a_house(tmp_path) as house:
        await house.reply("t", "Tom rang from Aberystwyth.")
        await house.accept("w", "Forget everything about Tom.")
    with a_house(tmp_path, MONDAY + timedelta(minutes=1)) as house:
        await house.run(house.warm)
        async with talking(house) as conversation:
            with conversation.listen() as events:
                await conversation.greet()
                seen = await until(events, "said", "w")
        assert any(e["type"] == "forgotten" for e in seen) or seen[-1]["entry"]["move"]
        assert not any("Aberystwyth" in u.text or "Tom" in u.text for u in kept(house))


async def test_a_disk_that_fails_is_told_and_the_talk_goes_on(house: House) -> None:
    async with talking(house) as conversation:
        with conversation.listen() as events:
            house.database.connection.exec_driver_sql("PRAGMA query_only = ON")
            await conversation.say("t", "The piano is being tuned.")
            (told,) = await until(events, "problem", "t")
            assert told["text"].endswith(".")
            house.database.connection.exec_driver_sql("PRAGMA query_only = OFF")
            await conversation.say("t", "The piano is being tuned.")
            seen = await until(events, "said", "t")
    assert seen[0]["type"] == "kept"
    assert len(kept(house)) == 2


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
