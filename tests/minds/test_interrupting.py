"""Stopping her while a model speaks: it is stopped too, at once, and only what had gone out was said."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import perf_counter

import pytest
from tests.contracts.homes import a_house
from tests.minds.scripted import ModelServer, Script, Step, beside, words
from tests.unit.conversing import Queue, kept, talking, until
from tests.unit.conversing import words as spoken

from os1 import conversation as module
from os1 import minds as choosing
from os1.conversation import LEFT_BEHIND, Conversation
from os1.events import Event
from os1.house import House
from os1.store import minds
from os1.store.minds import Server

TELLING = "I planted tomatoes with my neighbour Joan today."
NEXT = "My sister Ruth walks her greyhounds by the canal."
SOON = 0.1  # seconds: so soon is the model's own server told
FAR = 60.0  # seconds; longer than any test lasts
FIRST = "Tomatoes with Joan sound like a good day. "
MORE = "The two of you must have been glad of the sun. "
BOTH = "Greyhounds by the canal sound lovely. Ruth must be fit by now."
OPEN: list[Step] = [*(f"{word} " for word in f"{FIRST}{MORE}".split()), FAR]
"""Two sentences all at once, and a stream that is then held open."""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with a_house(tmp_path) as house:
        house.warm()
        yield house


async def use(house: House, server: Server) -> None:
    await house.run(minds.use, house.database, house.person.id, server)


async def eventually(so: Callable[[], object]) -> None:
    """Wait until something is so on the server's side, which lives in a thread of its own."""
    async with asyncio.timeout(10):
        while not so():  # noqa: ASYNC110
            await asyncio.sleep(0.002)


def told_to(server: ModelServer, text: str) -> bool:
    """Whether words of the person's ever reached a server; it may have been asked something else to get ready."""
    return any(text in json.dumps(body) for body in server.asked)


async def closed_after(server: ModelServer, began: float) -> float:
    """How long after `began` the server saw that it was left."""
    await eventually(lambda: server.gone_at)
    return server.gone_at[0] - began


async def hush(conversation: Conversation, server: ModelServer) -> None:
    """Stop her, and see that the request is closed as soon as it has to be."""
    began = perf_counter()
    await conversation.hush()
    assert await closed_after(server, began) < SOON


async def out(events: Queue, n: int, turn: str = "t") -> str:
    """What has gone out once `n` words of a turn have."""
    seen: list[Event] = []
    while sum(e["type"] == "words" and e["turn"] == turn for e in seen) < n:
        seen.append(await asyncio.wait_for(events.get(), 20))
    return spoken(seen, turn)


def hers(house: House, turn: str) -> list[str]:
    return [u.text for u in kept(house) if u.turn_id == turn and u.speaker == "samantha"]


async def test_hush_closes_the_request_at_once(house: House) -> None:
    with beside(Script(OPEN)) as server:
        await use(house, server.server())
        async with talking(house) as conversation:
            with conversation.listen() as events:
                await conversation.say("t", TELLING)
                gone = await out(events, 3)
                await hush(conversation, server)
                seen = await until(events, "said", "t")
        await eventually(lambda: not server.open)
    assert seen[-1]["entry"]["cut"] is True
    assert hers(house, "t") == [seen[-1]["entry"]["text"]] == [(gone + spoken(seen, "t")).strip()]
    assert not [e for e in seen if e["type"] == "notice"], "being stopped is no failing of the model's"


async def test_hush_where_reading_is_far_ahead_of_speaking(house: House) -> None:
    """All was read long ago, two words went out: two words were said."""
    with beside(Script(OPEN)) as server:
        await use(house, server.server())
        async with talking(house, pause=0.3) as conversation:
            with conversation.listen() as events:
                await conversation.say("t", TELLING)
                gone = await out(events, 2)
                await hush(conversation, server)
                (said,) = await until(events, "said", "t")
    assert said["entry"]["text"] == gone.strip() == "Tomatoes with"
    assert hers(house, "t") == ["Tomatoes with"]


async def test_hush_while_a_flood_comes_in(house: House) -> None:
    """Far more than is ever spoken, faster than it can be looked at."""
    flood: list[Step] = [f"{word} " for n in range(200) for word in f"Row {n} of the tomatoes is tied up with string.".split()]
    with beside(Script(flood, forever=True)) as server:
        await use(house, server.server())
        async with talking(house, pause=0.3) as conversation:
            with conversation.listen() as events:
                await conversation.say("t", TELLING)
                gone = await out(events, 2)
                await hush(conversation, server)
                (said,) = await until(events, "said", "t")
    assert said["entry"]["text"] == gone.strip()


async def test_hush_with_a_page_that_has_stopped_reading(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "QUEUE", 3)
    with beside(Script(OPEN)) as server:
        await use(house, server.server())
        async with talking(house, pause=0.005) as conversation:
            with conversation.listen() as stuck:
                monkeypatch.setattr(module, "QUEUE", 2_000)
                with conversation.listen() as events:
                    await conversation.say("t", TELLING)
                    gone = await out(events, 6)
                    assert stuck.full()
                    await hush(conversation, server)
                    seen = await until(events, "said", "t")
                    assert [stuck.get_nowait() for _ in range(3)][-1] is LEFT_BEHIND
    assert hers(house, "t") == [seen[-1]["entry"]["text"]] == [(gone + spoken(seen, "t")).strip()]


async def test_hush_before_the_first_token(house: House) -> None:
    with beside(Script([FAR, "Too late. "]), words(BOTH)) as server:
        await use(house, server.server())
        async with talking(house) as conversation:
            with conversation.listen() as events:
                await conversation.say("t", TELLING)
                await eventually(lambda: server.asked)
                await hush(conversation, server)
                seen = await until(events, "said", "t")
                assert [e["type"] for e in seen] == ["kept", "said"] and seen[-1]["entry"]["text"] == ""
                assert await answered(conversation, events, "u", NEXT) == BOTH
    assert hers(house, "t") in ([], [""])
    assert hers(house, "u") == [BOTH]


async def test_hush_before_anything_is_asked(house: House) -> None:
    """Stopped between deciding and asking: the turn ends, and no request is left open."""
    with beside(Script(OPEN)) as server:
        await use(house, server.server())
        async with talking(house) as conversation:
            with conversation.listen() as events:
                await conversation.say("t", TELLING)
                await conversation.hush()
                await until(events, "said", "t")
        await eventually(lambda: not server.open)


async def test_hush_while_the_model_thinks_between_sentences(house: House) -> None:
    with beside(Script([FIRST, FAR, MORE])) as server:
        await use(house, server.server())
        async with talking(house) as conversation:
            with conversation.listen() as events:
                await conversation.say("t", TELLING)
                assert await out(events, len(FIRST.split())) == FIRST.strip()
                await hush(conversation, server)
    assert hers(house, "t") == [FIRST.strip()]


async def test_hush_while_the_plain_mind_has_taken_over(house: House) -> None:
    with beside(Script(status=503)) as server:
        await use(house, server.server())
        async with talking(house, pause=0.05) as conversation:
            with conversation.listen() as events:
                await conversation.say("t", TELLING)
                gone = await out(events, 2)
                await conversation.hush()
                seen = await until(events, "said", "t")
    assert seen[-1]["entry"]["cut"] is True
    assert hers(house, "t") == [(gone + spoken(seen, "t")).strip()]


async def test_a_second_utterance_stops_the_first_reply(house: House) -> None:
    with beside(Script(OPEN), words(BOTH)) as server:
        await use(house, server.server())
        async with talking(house, pause=0.02) as conversation:
            with conversation.listen() as events:
                await conversation.say("t", TELLING)
                gone = await out(events, 3)
                began = perf_counter()
                await conversation.say("u", NEXT)
                assert await closed_after(server, began) < SOON
                seen = await until(events, "said", "u")
        assert len(server.asked) == 2
        told = [m["content"] for m in server.asked[1]["messages"]]
        assert NEXT in told[-1] and not any("glad of the sun" in text for text in told), "it is told what was said, not what wasn't"
    order = [(e["type"], e["turn"]) for e in seen if e["type"] != "words"]
    assert order.index(("said", "t")) < order.index(("said", "u"))
    assert hers(house, "t") == [(gone + spoken(seen, "t")).strip()]
    assert hers(house, "u") == [spoken(seen, "u").strip()] == [BOTH]


async def test_many_utterances_in_a_row_leave_nothing_open(house: House) -> None:
    with beside(*[Script(OPEN)] * 5, words(BOTH)) as server:
        await use(house, server.server())
        async with talking(house, pause=0.02) as conversation:
            with conversation.listen() as events:
                for n in range(5):
                    await conversation.say(f"t{n}", f"{TELLING} That was row {n}.")
                    await eventually(partial(told_to, server, f"row {n}"))
                await conversation.say("u", NEXT)
                seen = await until(events, "said", "u")
                await eventually(lambda: len(server.gone_at) == 5)
        await eventually(lambda: not server.open)
    assert [e["turn"] for e in seen if e["type"] == "said"] == ["t0", "t1", "t2", "t3", "t4", "u"]
    assert all(len(hers(house, f"t{n}")) <= 1 for n in range(5))
    assert hers(house, "u") == [BOTH]


async def test_leaving_in_the_middle_closes_the_request(house: House) -> None:
    with beside(Script(OPEN)) as server:
        await use(house, server.server())
        async with talking(house) as conversation:
            with conversation.listen() as events:
                await conversation.say("t", TELLING)
                gone = await out(events, 2)
            began = perf_counter()
        assert await closed_after(server, began) < SOON
    (said,) = hers(house, "t")
    assert said.startswith(gone.strip()) and f"{FIRST}{MORE}".startswith(said)


async def answered(conversation: Conversation, events: Queue, turn: str, text: str) -> str:
    await conversation.say(turn, text)
    return str((await until(events, "said", turn))[-1]["entry"]["text"])


async def test_minds_are_switched_in_the_middle_of_a_conversation(house: House) -> None:
    """The next turn is the other's, it knows what was said before, and it can be had back."""
    third, fourth = "We picked beans with Joan, too.", "Then a cat came over the wall."
    with beside(words("Tomatoes with Joan sound lovely.")) as one, beside(words(BOTH)) as two:
        async with talking(house) as conversation:
            with conversation.listen() as events:
                await choosing.use(house, one.server("one"))
                assert await answered(conversation, events, "a", TELLING) == "Tomatoes with Joan sound lovely."
                await choosing.use(house, two.server("two"))
                assert await answered(conversation, events, "b", NEXT) == BOTH
                before = [(m["role"], m["content"]) for m in two.asked[-1]["messages"]]
                await choosing.undo(house)
                await answered(conversation, events, "c", third)
                assert told_to(one, third) and not told_to(two, third)
                await choosing.use(house, None)
                assert await answered(conversation, events, "d", fourth)
                assert not told_to(one, fourth) and not told_to(two, fourth)
    assert ("assistant", "Tomatoes with Joan sound lovely.") in before
    assert any(role == "user" and TELLING in text for role, text in before)
    assert [u.turn_id for u in kept(house)] == [turn for turn in "abcd" for _ in range(2)]


async def test_a_switch_in_mid_reply_lets_the_reply_end_as_it_began(house: House) -> None:
    with beside(words(f"{FIRST}{MORE}".strip(), 0.02)) as one, beside(words(BOTH)) as two:
        async with talking(house) as conversation:
            with conversation.listen() as events:
                await use(house, one.server("one"))
                await conversation.say("a", TELLING)
                gone = await out(events, 2, "a")
                await choosing.use(house, two.server("two"))
                seen = await until(events, "said", "a")
                assert (gone + spoken(seen, "a")).strip() == f"{FIRST}{MORE}".strip()
                assert not told_to(two, TELLING)
                assert await answered(conversation, events, "b", NEXT) == BOTH
    assert hers(house, "a") == [f"{FIRST}{MORE}".strip()]


async def test_a_switch_away_from_one_that_hangs_is_not_held_up(house: House) -> None:
    with beside(Script([FAR])) as hung, beside(words(BOTH)) as well:
        async with talking(house) as conversation:
            with conversation.listen() as events:
                await use(house, hung.server("hung"))
                await conversation.say("a", TELLING)
                await eventually(lambda: hung.asked)
                await choosing.use(house, well.server("well"))
                began = perf_counter()
                assert await answered(conversation, events, "b", NEXT) == BOTH
                assert await closed_after(hung, began) < SOON
    assert hers(house, "b") == [BOTH]
