"""Her words found by a real llama.cpp server: found, streamed, interrupted, too small, shared and killed.

The model is so small that it speaks poorly, so nothing is asked of what it says; the house's rules hold for it as
for any other. How patient she is has tests of its own: small machines read slower than she waits.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx2
import pytest
from tests.contracts.homes import a_house
from tests.minds.llamacpp import Llama, running

from os1.conversation import Conversation
from os1.events import Event
from os1.house import House
from os1.memory import episodes
from os1.mind.chat import finding, speaking, wire
from os1.store import minds
from os1.types import Reply

TELLINGS = (
    "I planted tomatoes with my neighbour Joan today.",
    "We had lentil soup on the balcony this evening.",
    "I repaired the old bicycle of my father on Saturday.",
    "My cousin Pim showed me her new greenhouse.",
    "I walked along the canal with the greyhounds this morning.",
    "The choir practised a song from Estonia tonight.",
)
LONGEST = 320  # tokens of a reply she asks for
BUDGET = 1_500
pytestmark = pytest.mark.long
BOUND = 120.0  # seconds; nothing here may take longer, however busy the machine is


@pytest.fixture(autouse=True)
def _no_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PATIENCE", "SILENCE", "LONGEST"):
        monkeypatch.setattr(speaking, name, BOUND)
    monkeypatch.setattr(wire, "READ", BOUND)


@pytest.fixture(scope="module")
def llama(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Llama]:
    """A server as people start it, with room for two talks."""
    with running(tmp_path_factory.mktemp("llama")) as llama:
        yield llama


@pytest.fixture(scope="module")
def endless(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Llama]:
    """A server whose model talks on until it is stopped."""
    with running(tmp_path_factory.mktemp("endless"), endless=True) as llama:
        yield llama


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with a_house(tmp_path) as house:
        yield house


async def found(llama: Llama) -> minds.Server:
    """The server as she finds it by herself."""
    (server,) = await finding.reachable({"llama.cpp": llama.port})
    return server


async def use(house: House, llama: Llama) -> minds.Server:
    server = await found(llama)
    await house.run(minds.use, house.database, house.person.id, server)
    return server


async def told(house: House, turn_id: str, text: str) -> Reply:
    return await asyncio.wait_for(house.reply(turn_id, text), BOUND)


async def last_prompt(house: House) -> dict[str, Any]:
    return await house.run(minds.last_prompt, house.database, house.person.id)


def by_model(reply: Reply, server: minds.Server) -> bool:
    """Whether the reply says that the model found its words."""
    return any(server.name in why for why in reply.move.why)


async def hers(house: House, turn_id: str) -> list[str]:
    """Everything of hers that was kept under a turn."""
    every = await house.run(episodes.latest, house.shelf, house.person.id, 1_000)
    return [said.text for said in every if said.turn_id == turn_id and said.speaker == "samantha"]


async def busy(llama: Llama) -> bool:
    return await asyncio.to_thread(llama.busy)


async def until_busy(llama: Llama, at_least: float = 0.0) -> None:
    """Wait until the server has a request in hand (and has made so many tokens for it)."""
    async with asyncio.timeout(BOUND):
        while True:
            slots = (await asyncio.to_thread(llama.get, "/slots")).json()
            if any(s["is_processing"] and s["next_token"][0]["n_decoded"] >= at_least for s in slots if "next_token" in s):
                return
            await asyncio.sleep(0.02)


async def until(events: asyncio.Queue[Event], kind: str, turn: str) -> list[Event]:
    seen: list[Event] = []
    while not seen or (seen[-1]["type"], seen[-1].get("turn")) != (kind, turn):
        seen.append(await asyncio.wait_for(events.get(), BOUND))
    return seen


async def test_it_is_found_by_what_it_is(llama: Llama) -> None:
    server = await found(llama)
    assert server.kind == "llama.cpp"
    assert "SmolLM2-135M-Instruct" in server.name and "/" not in server.name.removeprefix("llama.cpp/")
    assert not server.leaves and server.host == "127.0.0.1" and not server.key


async def test_it_is_known_for_llama_cpp_on_another_servers_port(llama: Llama) -> None:
    (server,) = await finding.reachable({"vllm": llama.port})
    assert server.kind == "llama.cpp"


async def test_a_turn_is_whole_and_kept_once(llama: Llama, house: House) -> None:
    server = await use(house, llama)
    ours = 0
    for n, text in enumerate(TELLINGS):
        reply = await told(house, f"t{n}", text)
        assert reply.reply.strip()
        assert await hers(house, f"t{n}") == [reply.reply]
        ours += by_model(reply, server)
    await house.tongue.aclose()
    assert ours, "the model never found a word that could be said"


async def test_words_come_while_it_is_still_making_them(endless: Llama, house: House) -> None:
    server = await use(house, endless)
    early = 0
    for n, text in enumerate(TELLINGS):
        draft = await house.answer(await house.accept(f"t{n}", text))
        pieces = house.speak(draft)
        async with asyncio.timeout(BOUND):
            said, still = await anext(pieces), await busy(endless)
            said += "".join([piece async for piece in pieces])
        reply = await house.finish(draft)
        assert reply.reply == said.strip()
        early += still and by_model(reply, server)
    await house.tongue.aclose()
    assert early, "no words were passed on before the server had ended"


async def test_interrupting_her_frees_the_server(endless: Llama, house: House) -> None:
    await use(house, endless)
    made = endless.counts("tokens_predicted_total")
    async with Conversation(house, pause=0.0) as conversation:
        with conversation.listen() as events:
            await conversation.say("t", TELLINGS[0])
            await until_busy(endless, at_least=1)
            await asyncio.wait_for(conversation.hush(), 5)
            assert await asyncio.to_thread(endless.idle_within, 5)
            seen = await until(events, "said", "t")
    assert seen[-1]["entry"]["cut"] is True
    assert endless.counts("tokens_predicted_total") - made < LONGEST / 2


async def test_speaking_up_while_it_reads_her_prompt_frees_the_server_too(endless: Llama, house: House) -> None:
    """Before its first word there is nothing to write to whoever has gone; it looks every second."""
    await use(house, endless)
    async with Conversation(house, pause=0.0) as conversation:
        with conversation.listen() as events:
            await conversation.say("t", TELLINGS[1])
            await until_busy(endless)
            await asyncio.wait_for(conversation.hush(), 5)
            assert await asyncio.to_thread(endless.idle_within, 10)
            await until(events, "said", "t")
    assert len(await hers(house, "t")) <= 1


async def test_what_is_said_into_her_words_is_answered_at_once(endless: Llama, house: House) -> None:
    await use(house, endless)
    async with Conversation(house, pause=0.0) as conversation:
        with conversation.listen() as events:
            await conversation.say("first", TELLINGS[2])
            await until_busy(endless, at_least=1)
            await conversation.say("second", TELLINGS[3])
            seen = await until(events, "said", "second")
            assert await asyncio.to_thread(endless.idle_within, 10)
    ended = [event["turn"] for event in seen if event["type"] == "said"]
    assert ended == ["first", "second"]
    words = "".join(event["text"] for event in seen if event["type"] == "words" and event["turn"] == "second")
    assert words.strip() == seen[-1]["entry"]["text"] != ""


async def test_the_tokens_it_counts_are_the_tokens_she_shows(llama: Llama, house: House) -> None:
    await use(house, llama)
    counted = 0
    for n, text in enumerate(TELLINGS):
        before = llama.read_in()
        await told(house, f"t{n}", text)
        assert await asyncio.to_thread(llama.idle_within, 10)
        given, shown = llama.read_in() - before, await last_prompt(house)
        assert 0 < given <= BUDGET and 0 < shown["tokens"] <= BUDGET
        assert text in shown["messages"][-1]["content"] and shown["leaves"] is False
        if shown["counted"] and not shown["called"]:
            assert shown["tokens"] == given
            counted += 1
    await house.tongue.aclose()
    assert counted, "the server's own count was never shown"


async def test_the_static_part_comes_first_so_it_is_read_once(llama: Llama, house: House) -> None:
    """From one turn to the next it knows the beginning of the prompt again."""
    await use(house, llama)
    await told(house, "t0", TELLINGS[0])
    assert await asyncio.to_thread(llama.idle_within, 10)
    known, given = llama.counts("prompt_tokens_cached_total"), llama.read_in()
    await told(house, "t1", TELLINGS[4])
    assert await asyncio.to_thread(llama.idle_within, 10)
    again, whole = llama.counts("prompt_tokens_cached_total") - known, llama.read_in() - given
    await house.tongue.aclose()
    assert again >= whole / 4, f"{again:.0f} of {whole:.0f} tokens were known"


async def test_tools_are_offered_and_break_nothing(llama: Llama, house: House) -> None:
    """It hardly knows what a tool is; whatever it makes of them, a turn is a turn."""
    await use(house, llama)
    assert house.skills
    for n, text in enumerate(("I wonder how late it got when we sat in the garden.", "I lost all track of the day, planting beans.")):
        reply = await told(house, f"t{n}", text)
        assert reply.reply.strip() and "tool_call" not in reply.reply and "{" not in reply.reply
        assert await hers(house, f"t{n}") == [reply.reply]
        shown = await last_prompt(house)
        assert shown["fault"] not in ("refused", "garbage", "dead"), shown["fault"]
        assert len(shown["called"]) <= 4
    await house.tongue.aclose()


async def test_too_small_a_context_loses_no_turn(tmp_path: Path, house: House) -> None:
    with running(tmp_path, context=512, slots=1) as small:
        await use(house, small)
        for n, text in enumerate(TELLINGS[:3]):
            reply = await told(house, f"t{n}", text)
            assert reply.reply.strip()
            assert await hers(house, f"t{n}") == [reply.reply]
            assert "context" not in reply.reply and "400" not in reply.reply
        await house.tongue.aclose()


async def test_two_houses_talk_to_it_at_once(llama: Llama, tmp_path: Path) -> None:
    with ExitStack() as stack:
        houses = [stack.enter_context(a_house(tmp_path / name)) for name in ("one", "other")]
        for house in houses:
            await use(house, llama)
        replies = await asyncio.gather(told(houses[0], "t", TELLINGS[0]), told(houses[1], "t", TELLINGS[5]))
        for house, reply, text in zip(houses, replies, (TELLINGS[0], TELLINGS[5]), strict=True):
            assert reply.reply.strip() and await hers(house, "t") == [reply.reply]
            sent = " ".join(message["content"] for message in (await last_prompt(house))["messages"])
            other = TELLINGS[5] if text == TELLINGS[0] else TELLINGS[0]
            assert text in sent and other not in sent
            await house.tongue.aclose()


async def test_killed_in_the_middle_of_a_reply_it_is_missed_by_nobody(tmp_path: Path, house: House) -> None:
    with running(tmp_path, slots=1, endless=True) as doomed:
        server = await use(house, doomed)
        async with Conversation(house, pause=0.0) as conversation:
            with conversation.listen() as events:
                await conversation.say("t", TELLINGS[0])
                await until_busy(doomed, at_least=1)
                doomed.process.kill()
                seen = await until(events, "said", "t")
                told_so = [event["text"] for event in seen if event["type"] == "notice"]
                assert told_so and server.name in told_so[0]
                for n, text in enumerate(TELLINGS[1:4]):
                    await conversation.say(f"after-{n}", text)
                    later = await until(events, "said", f"after-{n}")
                    assert later[-1]["entry"]["text"]
                    assert not any("find the words" in why for why in later[-1]["entry"]["move"]["why"])
        said = seen[-1]["entry"]
        assert said["cut"] is False and said["text"].rstrip()[-1] in ".!?…”)"
        assert await hers(house, "t") == [said["text"]]


async def test_once_it_is_gone_it_is_found_no_more(tmp_path: Path) -> None:
    with running(tmp_path) as llama:
        assert await found(llama)
        port = llama.port
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(f"http://127.0.0.1:{port}/health", trust_env=False)
    assert await finding.reachable({"llama.cpp": port}) == []
