"""Whose turn it is: one id is one turn, an interruption keeps what had gone out, pages in step."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.contracts.homes import MONDAY, a_house
from tests.unit.conversing import kept, talking, until, words

from os1 import conversation as module
from os1.conversation import LEFT_BEHIND
from os1.events import Event
from os1.house import House
from os1.memory import episodes, replies

Queue = asyncio.Queue[Event]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with a_house(tmp_path) as house:
        yield house


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
