"""Every way a model can fail: she keeps talking, says it once, and the page is told where she took over."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import perf_counter

import pytest
from tests.contracts.homes import a_house
from tests.minds.faults import (
    FAR,
    GOOD,
    HALF,
    HALF_CAME,
    LATE,
    NOT_HERS,
    NOTHING_COMES,
    REST,
    RUNS_ON,
    SOMETHING_CAME,
)
from tests.minds.scripted import ModelServer, Script, Step, serving, words
from tests.unit.conversing import kept, talking, until
from tests.unit.conversing import words as spoken

from os1.events import Event
from os1.house import House
from os1.store import minds
from os1.store.minds import Server

TELLING = "I planted tomatoes with my neighbour Joan today."


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with a_house(tmp_path) as house:
        yield house


async def turn(house: House, server: Server) -> list[Event]:
    """Everything a page hears of one turn, and of what may come after it."""
    await house.run(house.warm)
    await house.run(minds.use, house.database, house.person.id, server)
    async with talking(house) as conversation:
        with conversation.listen() as events:
            await conversation.say("t", TELLING)
            seen = await until(events, "said", "t")
            await asyncio.sleep(0.05)  # anything doubled would come now
            seen += [events.get_nowait() for _ in range(events.qsize())]
    return seen


def check(house: House, seen: list[Event]) -> str:
    """What she said, after seeing that it was said once, kept once, and is hers."""
    said = [e for e in seen if e["type"] == "said"]
    assert len(said) == 1 and seen[-1] is said[0]
    text: str = said[0]["entry"]["text"]
    assert said[0]["entry"]["cut"] is False
    assert text == spoken(seen, "t").strip(), "what is kept is what went out"
    assert [(u.turn_id, u.speaker, u.text) for u in kept(house)] == [("t", "person", TELLING), ("t", "samantha", text)]
    assert not any(e["type"] == "problem" for e in seen)
    assert re.search(r"[A-Za-z]{2}", text) and text[-1] in ".?!…”’)", text
    assert not NOT_HERS.search(text), text
    sentences = [s for s in re.split(r"(?<=[.?!])\s+", text) if s]
    assert len(set(sentences)) == len(sentences), f"doubled: {text}"
    return text


def notices(seen: list[Event]) -> list[str]:
    """What the page was told quietly about the turn, each a sentence."""
    found = [str(e["text"]) for e in seen if e["type"] == "notice" and e["turn"] == "t"]
    assert all(text.endswith(".") for text in found)
    return found


def took_over(seen: list[Event]) -> bool:
    """Whether every word was the plain mind's, and the page was told so, once; or none was, and it wasn't."""
    why = seen[-1]["entry"]["move"]["why"]
    credited = any("find the words" in each for each in why)
    assert len(notices(seen)) == (not credited), (notices(seen), why)
    return not credited


async def gone(server: ModelServer) -> None:
    """Wait until nothing is open on the server's side."""
    async with asyncio.timeout(5):
        while server.open:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


@asynccontextmanager
async def raw(says: bytes | None) -> AsyncIterator[Server]:
    """A port where whoever answers isn't a model server at all: it says something and hangs up, or (None) says nothing."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if says:
                writer.write(says)
                await writer.drain()
            while says is None and await reader.read(4_096):
                pass
        except ConnectionError:
            pass
        finally:
            writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    try:
        yield Server("odd", "openai", f"http://127.0.0.1:{port}/v1", "odd-1")
    finally:
        listening.close()
        await listening.wait_closed()


@pytest.mark.parametrize("fault", NOTHING_COMES)
async def test_the_plain_mind_speaks_where_nothing_fit_to_be_said_comes(house: House, fault: str) -> None:
    async with serving(NOTHING_COMES[fault]) as server:
        seen = await turn(house, server.server())
        await gone(server)
        assert 1 <= len(server.asked) <= 2
    assert check(house, seen) and took_over(seen)
    assert "scripted" in notices(seen)[0]


@pytest.mark.parametrize("fault", SOMETHING_CAME)
async def test_a_whole_sentence_is_left_standing_or_gone_on_from(house: House, fault: str) -> None:
    async with serving(SOMETHING_CAME[fault]) as server:
        seen = await turn(house, server.server())
        await gone(server)
        assert len(server.asked) == 1, "what has begun to be said isn't asked for again"
    text = check(house, seen)
    assert text.startswith(GOOD.strip()) and "I hope" not in text
    (told,) = notices(seen)
    assert ("went on by myself" in told) == (text != GOOD.strip()), f"the page is told what is so: {text}"


@pytest.mark.parametrize("fault", HALF_CAME)
async def test_half_a_sentence_is_gone_on_from_in_her_own_words(house: House, fault: str) -> None:
    async with serving(HALF_CAME[fault]) as server:
        seen = await turn(house, server.server())
        await gone(server)
        assert len(server.asked) == 1
    text = check(house, seen)
    assert text.count(HALF.strip(" ,")) == 1 and len(text) > len(HALF) + 10
    assert len(notices(seen)) == 1


@pytest.mark.parametrize("fault", RUNS_ON)
async def test_what_is_not_hers_is_left_out(house: House, fault: str) -> None:
    async with serving(RUNS_ON[fault]) as server:
        seen = await turn(house, server.server())
        await gone(server)
    assert check(house, seen) == f"{GOOD}{REST}".strip()
    assert not notices(seen), "the plain mind never took over"


@pytest.mark.parametrize("line", ["The {} ones are always a {} delight. ", "{} beans? No, {} it is, by the wall. ", "{} and then {}, "])
async def test_a_stream_without_end_is_closed_when_enough_is_said(house: House, line: str) -> None:
    """A few words change each time, so that it is no plain loop."""
    colours = "red yellow green orange purple white black pink brown golden striped pale".split()
    steps: list[Step] = [f"{word} " for n, each in enumerate(colours) for word in line.format(each, colours[n - 5]).split()]
    async with serving(Script(steps, forever=True)) as server:
        began = perf_counter()
        seen = await turn(house, server.server())
        assert perf_counter() - began < 20
        await gone(server)
        assert len(server.left) == 1
    text = check(house, seen)
    assert len(re.findall(r"[.?!](?:\s|$)", text)) <= 8
    assert len(text.split()) <= 120


async def test_a_port_where_nobody_listens(house: House) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    seen = await turn(house, Server("gone", "openai", f"http://127.0.0.1:{port}/v1", "gone-1"))
    assert check(house, seen) and took_over(seen)


@pytest.mark.parametrize(
    "says", [None, b"", b"SSH-2.0-OpenSSH_9.6\r\n", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhi"],
    ids=["silence", "hanging up", "another protocol", "half a head", "half a body"],
)  # fmt: skip
async def test_a_port_where_something_else_listens(house: House, says: bytes | None) -> None:
    async with raw(says) as server:
        seen = await turn(house, server)
    assert check(house, seen) and took_over(seen)


async def test_nobody_waits_long_for_a_slow_one(house: House) -> None:
    """Three seconds to the first token, and then her own words."""
    async with serving(Script([FAR, LATE])) as server:
        await house.run(house.warm)
        await house.run(minds.use, house.database, house.person.id, server.server())
        async with talking(house) as conversation:
            with conversation.listen() as events:
                await conversation.say("t", TELLING)
                began = perf_counter()
                await until(events, "words", "t")
                waited = perf_counter() - began
                await until(events, "said", "t")
    assert 2 < waited < 4.5


async def test_one_that_takes_two_seconds_is_waited_for(house: House) -> None:
    async with serving(Script([2.0, GOOD, REST])) as server:
        seen = await turn(house, server.server())
    assert check(house, seen) == f"{GOOD}{REST}".strip()
    assert not notices(seen)


@pytest.mark.parametrize("status", [400, 429, 500, 503])
async def test_a_second_try_never_doubles_a_reply(house: House, status: int) -> None:
    async with serving(Script(status=status), words(f"{GOOD}{REST}".strip())) as server:
        seen = await turn(house, server.server())
    assert took_over(seen) != (check(house, seen) == f"{GOOD}{REST}".strip())


async def test_a_second_try_never_doubles_what_was_begun(house: House) -> None:
    async with serving(Script([GOOD, "I hope"], ends=False), words(f"{GOOD}{REST}".strip())) as server:
        seen = await turn(house, server.server())
    assert check(house, seen).count(GOOD.strip()) == 1
    assert len(notices(seen)) == 1


async def test_she_keeps_talking_turn_after_turn_while_it_fails(house: House) -> None:
    """Each turn has one reply and one notice, also when it has been left alone for a while."""
    tellings = [TELLING, "My sister Ruth walks her greyhounds by the canal.", "The piano is being tuned.", "And then it rained."]
    async with serving(Script(status=503)) as server:
        await house.run(minds.use, house.database, house.person.id, server.server())
        async with talking(house) as conversation:
            with conversation.listen() as events:
                for n, text in enumerate(tellings):
                    await conversation.say(f"t{n}", text)
                    seen = await until(events, "said", f"t{n}")
                    assert seen[-1]["entry"]["text"]
                    assert sum(e["type"] == "notice" for e in seen) == 1
    assert [u.turn_id for u in kept(house)] == [f"t{n}" for n in range(4) for _ in "ab"]


async def test_the_same_turn_again_after_a_failure_is_the_same_reply(house: House) -> None:
    async with serving(Script([GOOD, "I hope"], ends=False), words("Something else altogether.")) as server:
        first = check(house, await turn(house, server.server()))
        again = await turn(house, server.server())
        assert len(server.asked) == 1
    assert [e["entry"]["text"] for e in again if e["type"] == "said"] == [first]
    assert len(kept(house)) == 2


async def test_a_model_that_is_well_again_is_heard_again(house: House) -> None:
    async with serving(Script(status=503), words("Greyhounds by the canal sound lovely.")) as server:
        await turn(house, server.server())
        reply = await house.reply("u", "My sister Ruth walks her greyhounds by the canal.")
        await house.tongue.aclose()
    assert reply.reply == "Greyhounds by the canal sound lovely."
