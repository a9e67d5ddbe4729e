"""At the edges of the larger tongue: what reflection keeps, what was sent, odd pieces, slow thinkers, changes of mind."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any, cast

import pytest
from tests.contracts.homes import MONDAY, a_home, a_house
from tests.flows.talk import fine, os1
from tests.minds.fixed import Answer, fixed
from tests.minds.scripted import ModelServer, Script, Step, calls, serving, words
from tests.unit.conversing import talking, until

from os1 import minds as choosing
from os1.errors import RubbishError
from os1.events import Event
from os1.house import House
from os1.memory import beliefs, episodes, forgetting, hands, people
from os1.protocols import Skill
from os1.store import minds
from os1.store.minds import Server
from os1.types import Reply

TELLING, NEXT = "I planted tomatoes with my neighbour Joan today.", "My sister Ruth walks her greyhounds by the canal."
SAID, BOTH = "Tomatoes with Joan sound lovely.", "Greyhounds by the canal sound lovely."
HOSTED = "models.example.com"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with a_house(tmp_path) as house:
        house.warm()
        yield house


async def turn(house: House, server: Server, text: str = TELLING, name: str = "t", *, off_record: bool = False) -> Reply:
    """One turn with a model finding the words."""
    await house.run(minds.use, house.database, house.person.id, server)
    try:
        async with asyncio.timeout(60):
            return await house.reply(name, text, off_record=off_record)
    finally:
        await house.tongue.aclose()


async def shown(house: House) -> dict[str, Any]:
    """What was sent for the last reply."""
    return await house.run(minds.last_prompt, house.database, house.person.id)


async def talk(house: House, server: Server, *texts: str) -> list[list[Event]]:
    """What a page hears of each of these turns, said one after another in one conversation."""
    await house.run(minds.use, house.database, house.person.id, server)
    heard = []
    async with talking(house) as conversation:
        with conversation.listen() as events:
            for n, text in enumerate(texts):
                await conversation.say(f"t{n}", text)
                heard.append(await until(events, "said", f"t{n}"))
    return heard


def text_of(seen: list[Event]) -> str:
    return str(seen[-1]["entry"]["text"])


# --- what reflection keeps --------------------------------------------------------------------

CORK, VIOLIN = "Joan moved here from Cork years ago.", "She teaches the violin to half the street."
PROPOSED = (("Joan moved here from Cork", "Joan", "is from", "Cork"), ("She teaches the violin", "Joan", "teaches", "violin"))


async def several(house: House) -> int:
    """Enough said to reflect on; the number of the utterance of two parts."""
    for n, text in enumerate((f"{CORK} {VIOLIN}", "Joan walks by the canal.", "The canal was frozen today.")):
        await house.reply(f"s{n}", text, at=MONDAY + timedelta(minutes=n), plainly=True)
    return episodes.latest(house.shelf, house.person.id, 10, speaker="person")[0].id


def facts(house: House) -> list[str]:
    """Everything believed, with the words behind it."""
    return [f"{m.subject} {m.predicate} {m.value}: {m.quote}" for m in beliefs.current(house.shelf, house.person.id)]


@pytest.mark.parametrize(("going", "gone", "stays"), [((0,), "Cork", VIOLIN), ((1,), "violin", CORK), (None, "Joan moved", "")])
async def test_what_is_forgotten_while_the_model_thinks_is_not_kept(house: House, going: tuple[int, ...] | None, gone: str, stays: str) -> None:
    number = await several(house)
    rows = [{"from": number, "words": said, "subject": who, "predicate": what, "value": it} for said, who, what, it in PROPOSED]
    async with serving(Script([1.0, "\n".join(json.dumps(row) for row in rows)])) as server:
        await house.run(minds.use, house.database, house.person.id, server.server())
        reflecting = asyncio.create_task(choosing.reflect(house))
        async with asyncio.timeout(20):
            while not server.asked:  # noqa: ASYNC110
                await asyncio.sleep(0.005)
        await house.run(forgetting.forget, house.shelf, house.person.id, {number: going})
        await house.run(house.turns.reload, house.person.id)
        assert not reflecting.done()
        await reflecting
    left = episodes.fetch(house.shelf, house.person.id, [number])
    assert (left[number].text if number in left else "") == stays
    held = await house.run(facts, house)
    assert not [each for each in held if gone.lower() in each.lower()], held
    assert all(each.rpartition(": ")[2].rstrip(".") in stays for each in held if "Cork" in each or "violin" in each), held


async def test_sixty_new_utterances_are_all_looked_at_in_time(house: House) -> None:
    def keep() -> None:
        for n in range(60):
            episodes.keep(house.shelf, house.person.id, f"k{n}", "person", f"Row number {n} has beans.", MONDAY + timedelta(seconds=n))

    await house.run(keep)
    async with serving(Script(["nothing"])) as server:
        await house.run(minds.use, house.database, house.person.id, server.server())
        for _ in range(8):
            await choosing.reflect(house)
    looked = [line.partition(": ")[2] for body in server.asked for line in str(body["messages"][-1]["content"]).splitlines()]
    assert sorted(looked) == sorted(f"Row number {n} has beans." for n in range(60)), "each once, and none left out"


# --- what was sent ----------------------------------------------------------------------------


async def test_after_a_refusal_both_requests_are_shown(house: House) -> None:
    async with serving(Script(status=400), words(SAID)) as server:
        assert (await turn(house, server.server())).reply == SAID
        told = await shown(house)
        assert [told["refused"], told["messages"]] == [body["messages"] for body in server.asked]
        await turn(house, server.server(), NEXT, "u")
        assert (await shown(house))["refused"] == [], "of the turn before nothing is left"


async def test_the_command_shows_both_requests_word_for_word(tmp_path: Path) -> None:
    with a_house(tmp_path) as house:
        for n, text in enumerate((TELLING, NEXT, "The piano is being tuned.")):
            await house.reply(f"b{n}", text, at=MONDAY - timedelta(minutes=9 - n), plainly=True)
        async with serving(Script(status=400), words(SAID)) as server:
            await turn(house, server.server(), "We watered them, Joan and I.", "v")
    out = fine(os1("why", "--prompt", home=a_home(tmp_path).root)).out
    assert [m["content"] for body in server.asked for m in body["messages"] if m["content"] not in out] == []


@pytest.mark.parametrize(("status", "again"), [(400, False), (500, True)])
async def test_tools_are_offered_again_only_after_a_passing_fault(house: House, status: int, again: bool) -> None:
    async with serving(Script(status=status), words(SAID)) as server:
        await turn(house, server.server())
        await turn(house, server.server(), NEXT, "u")
    assert [bool(body.get("tools")) for body in server.asked] == [True, False, again]


@pytest.mark.parametrize("how", ["said", "by hand"])
async def test_names_set_quiet_stand_in_no_prompt(house: House, how: str) -> None:
    ago = MONDAY - timedelta(days=5)
    for n, text in enumerate(("My brother Tom planted the tomatoes with me last year.", "Tom drinks gin in the shed.")):
        await house.reply(f"b{n}", text, at=ago + timedelta(minutes=n), plainly=True)
    if how == "said":
        await house.reply("q", "Please never mention Tom.", at=ago + timedelta(minutes=5), plainly=True)
    else:
        (tom,) = [each for each in people.everyone(house.shelf, house.person.id) if "Tom" in each.names]
        await house.run(hands.quiet, house.shelf, house.person.id, f"e{tom.id}")
    async with serving(words(SAID)) as server:
        await turn(house, server.server(), "I planted tomatoes by the shed today and mended the greenhouse.")
        await turn(house, server.server(), TELLING, "u")
    assert len(server.asked) == 2 and "Tom" not in json.dumps(server.asked).replace("Tomato", "")


@pytest.mark.parametrize("text", ["Who can read this?", "Who else can read what I tell you?", "Does anyone else see this?"])
async def test_off_the_record_no_host_is_said_to_read_along(house: House, text: str) -> None:
    async with serving(words("It all goes to them.")) as server:
        far = Server("hosted", "openai", server.url, "scripted-1", remote=HOSTED)
        await house.run(minds.agree, house.database, house.person.id, HOSTED, MONDAY)
        reply = await turn(house, far, text, off_record=True)
        assert reply.reply and "models.example" not in reply.reply and server.asked == []
        assert HOSTED in (await house.reply("u", text, plainly=True)).reply, "on the record they do go there"


# --- odd pieces -------------------------------------------------------------------------------


def piece(written: str) -> bytes:
    """A delta whose words are written in JSON just so."""
    return b'data: {"choices": [{"index": 0, "delta": {"content": "%s"}, "finish_reason": null}]}\n\n' % written.encode()


@pytest.mark.parametrize("halves", [("Tomatoes \\ud83c", "\\udf45 with Joan sound lovely. "), ("Tomatoes with Joan \\ud83c", " sound lovely. "),
                                    ("\\udf45", "Tomatoes with Joan sound lovely. "), ("Tomatoes with Joan sound lovely. \\ud83c", "")])  # fmt: skip
async def test_halves_of_letters_are_no_end_of_the_talk(house: House, halves: tuple[str, str]) -> None:
    async with serving(Script([piece(half) for half in halves]), words(BOTH)) as server:
        first, second = await talk(house, server.server(), TELLING, NEXT)
    assert "lovely" in text_of(first) and text_of(first).encode()
    assert text_of(second) == BOTH


class Bare:
    """A skill that says nothing of where its words come from or what it changes, and may have none."""

    name, description = "bare", "Something to call."
    intents: Sequence[str] = ("bare.look",)

    def __init__(self, told: str | None) -> None:
        self.told, self.came = told, 0

    async def __call__(self, *, intent: str, now: datetime, **slots: str) -> str | None:
        self.came += 1
        return self.told


@pytest.mark.parametrize("told", [None, "", "Fourteen apples."])
async def test_a_bare_skill_leaves_the_talk_as_it_was(house: House, told: str | None) -> None:
    house.skills["bare.look"] = cast(Skill, bare := Bare(told))
    house.skills["clock.time"] = cast(Skill, clock := Bare(told))
    async with serving(calls("bare_look", {}), words(SAID), words(BOTH)) as server:
        first, second, third = await talk(house, server.server(), TELLING, "What time is it?", NEXT)
        (given,) = [row["content"] for row in server.asked[1]["messages"] if row["role"] == "tool"]
    assert bare.came == clock.came == 1
    assert text_of(first) == SAID and text_of(second) and text_of(third) == BOTH
    assert "outside" in given.lower(), "what doesn't say where it comes from comes from outside"


@pytest.mark.parametrize("usage", ["[]", "[1, 2]", '"many"', "7", "null", '{"input_tokens": "x", "output_tokens": [1]}'])
async def test_odd_figures_of_anthropics_are_passed_over(house: House, usage: str) -> None:
    body = (Path(__file__).with_name("recorded") / "anthropic_text.txt").read_text("utf-8")
    lines = [json.dumps(_with(json.loads(line[6:]), json.loads(usage))) if line.startswith("data: ") else "" for line in body.splitlines()]
    answer = Answer("".join(f"data: {line}\n\n" for line in lines if line).encode(), "text/event-stream")
    with fixed({"/v1/messages": answer}) as there:
        hosted = minds.server("hosted", "anthropic", f"{there.base}/v1", "claude-sonnet-4-5", "sk-made-up")
        first, second = await talk(house, hosted, TELLING, "We dug the whole bed over with Joan.")
    assert text_of(first) == text_of(second) == "Tomatoes with Joan, a whole row of them in the ground."


def _with(event: dict[str, Any], usage: Any) -> dict[str, Any]:
    """An event with other figures, wherever it has any."""
    return {k: usage if k == "usage" else _with(v, usage) if isinstance(v, dict) else v for k, v in event.items()}


# --- slow thinkers, and changes of mind -------------------------------------------------------



def aloud(times: int, pause: float, field: str = "content") -> list[Step]:
    """Thoughts of a hundred letters each, a pause after each, in the words or beside them."""
    thoughts = [f"Thought number {n}: the user likes tomatoes, and there may be {n * 7} of them in {n * n} pots, so I want to be kind. " for n in range(times)]
    return [step for thought in thoughts for step in (thought if field == "content" else {"content": None, field: thought}, pause)]


THINKING: dict[str, list[Step]] = {
    "thoughts in the words": ["<think>", *aloud(20, 0.1), "</think>", f"{SAID} "],
    "a table in the thoughts": ["<think>", "They could mean:\n| seeds | pots | beds | jars |\n|---|---|---|---|\n", 0.1, "</think>", f"{SAID} "],
    "thoughts beside the words": [*aloud(10, 0.5, "reasoning_content"), f"{SAID} "],
    "reasoning beside the words": [*aloud(10, 0.5, "reasoning"), f"{SAID} "],
}


@pytest.mark.parametrize("how", THINKING)
async def test_who_thinks_aloud_is_waited_for_and_its_thoughts_stay_its_own(house: House, how: str) -> None:
    async with serving(Script(THINKING[how])) as server:
        (seen,) = await talk(house, server.server(), TELLING)
    assert text_of(seen) == SAID and not [e for e in seen if e["type"] == "notice"]


@pytest.mark.parametrize("field", ["content", "reasoning_content"])
async def test_who_thinks_too_long_is_not_waited_for(house: House, field: str) -> None:
    began = perf_counter()
    async with serving(Script(["<think>", *aloud(120, 0.25, field), "</think>", f"{SAID} "])) as server:
        (seen,) = await talk(house, server.server(), TELLING)
    assert 7 < perf_counter() - began < 20
    assert text_of(seen) not in ("", SAID) and "Thought" not in text_of(seen)


async def test_choosing_the_mind_in_use_again_leaves_what_was_before(house: House) -> None:
    async def now() -> str:
        return str((await choosing.told(house))["now"])

    server: ModelServer
    async with serving(words(SAID)) as server:
        for name in ("one", "two"):
            await choosing.add(house, name, server.url, name, "")
        for name in ("plain", "one", "two", "two", "two"):
            await choosing.use(house, await choosing.named(house, name))
        for expected in ("one", "two", "one"):
            await choosing.undo(house)
            assert await now() == expected
        await choosing.use(house, await choosing.named(house, "plain"))
        await choosing.use(house, None)
        await choosing.undo(house)
        assert await now() == "one"
        await house.tongue.aclose()


async def test_choosing_the_plain_mind_where_it_speaks_anyway_is_nothing_to_undo(house: House) -> None:
    await choosing.use(house, None)
    assert (await choosing.told(house))["undo"] is False
    with pytest.raises(RubbishError):
        await choosing.undo(house)
