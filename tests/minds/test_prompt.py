"""The prompt is the plan: shown just as it was sent, who she is first, few memories with their sources, within its budget."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.contracts.homes import MONDAY, a_house
from tests.flows.talk import fine, os1, say
from tests.minds.scripted import ModelServer, Script, beside, calls, serving, words

from os1.house import House
from os1.memory import episodes
from os1.store import minds
from os1.types import Reply, Speaker

TOLD = "I planted tomatoes with my neighbour Joan today."
NEXT = "The soil was warm already and the seedlings looked strong."
SAID = "Tomatoes with Joan, a whole row of them in the ground."
PER_TOKEN = 3.6
MOST_TOKENS = 1_500
Sent = dict[str, Any]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with a_house(tmp_path) as house:
        yield house


async def turn(house: House, server: ModelServer, text: str = TOLD, name: str = "t1", *, off_record: bool = False) -> Reply:
    """One turn with this model server."""
    await house.run(minds.use, house.database, house.person.id, server.server())
    try:
        async with asyncio.timeout(30):
            return await house.reply(name, text, off_record=off_record)
    finally:
        await house.tongue.aclose()


async def before(house: House, *texts: str, days: int = 10) -> None:
    """Things told some days ago, with the plain mind."""
    for n, text in enumerate(texts):
        await house.reply(f"before-{days}-{n}", text, at=MONDAY - timedelta(days=days, minutes=-n), plainly=True)


async def shown(house: House) -> Sent:
    return await house.run(minds.last_prompt, house.database, house.person.id)


def tokens(body: Sent) -> float:
    """About how many tokens a request has, with the tools it offers."""
    told = "".join(message["content"] for message in body["messages"])
    return (len(told) + len(json.dumps(body.get("tools", [])))) / PER_TOKEN


def whole(body: Sent) -> str:
    return "\n".join(message["content"] for message in body["messages"])


async def test_what_is_shown_is_just_what_was_sent(house: House) -> None:
    await before(house, "My neighbour Joan grows roses.")
    async with serving(words(SAID)) as server:
        for n, text in enumerate((TOLD, NEXT, "I moved the beans too.")):
            reply = await turn(house, server, text, f"t{n}")
            told = await shown(house)
            assert told["messages"] == server.asked[-1]["messages"]
            assert told["mind"] == "scripted" and told["model"] == server.asked[-1]["model"]
            assert told["leaves"] is False and reply.reply
    assert len(server.asked) == 3


async def test_the_tools_that_were_offered_are_shown_too(house: House) -> None:
    async with serving(words(SAID)) as server:
        await turn(house, server)
    told = json.dumps(await shown(house))
    for tool in server.asked[-1]["tools"]:
        assert tool["function"]["name"] in told, "a part of what was sent isn't shown"


async def test_what_a_tool_gave_is_shown_as_it_was_sent(house: House) -> None:
    async with serving(calls("clock_time", {}), words(SAID)) as server:
        await turn(house, server)
    told = json.dumps(await shown(house), ensure_ascii=False)
    assert all(message["content"] in told for message in server.asked[-1]["messages"] if message["role"] == "tool")


async def test_after_a_second_leaner_request_what_was_sent_last_is_shown(house: House) -> None:
    async with serving(Script(status=400), words(SAID)) as server:
        await turn(house, server)
    assert len(server.asked) == 2
    assert (await shown(house))["messages"] == server.asked[-1]["messages"]


def test_the_command_shows_it_word_for_word(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with beside(words(SAID)) as server:
        fine(os1("mind", "add", "near", "--url", server.url, "--model", "scripted-1", home=home))
        fine(os1("mind", "use", "near", home=home))
        assert say(home, TOLD)["reply"] == SAID
        out = fine(os1("why", "--prompt", home=home)).out
        (body,) = [body for body in server.asked if body["max_tokens"] > 1]  # the others only wake the server up
        for message in body["messages"]:
            assert message["content"] in out
        assert [line.strip("- ") for line in out.splitlines() if re.fullmatch(r"--- (system|user|assistant) ---", line)] == [
            message["role"] for message in body["messages"]]  # fmt: skip
        fine(os1("mind", "use", "plain", home=home))
        say(home, NEXT)
        out = fine(os1("why", "--prompt", home=home)).out
        assert "tomatoes" not in out and "Nothing was sent" in out


async def test_who_she_is_comes_first_and_stays_the_same_to_the_letter(house: House) -> None:
    await before(house, "My neighbour Joan grows roses.", "My name is Philippa.")
    async with serving(words(SAID)) as server:
        for n, text in enumerate((TOLD, NEXT, "Did I do the right thing?", "What should I plant next to them?", "Thanks!")):
            await turn(house, server, text, f"t{n}")
    heads = {json.dumps(body["messages"][0]) for body in server.asked}
    assert len(server.asked) >= 4 and len(heads) == 1
    head = server.asked[0]["messages"][0]
    assert head["role"] == "system" and "Samantha" in head["content"] and "software" in head["content"]
    assert not [word for word in ("Joan", "Philippa", "2026") if word in head["content"]]
    assert len({json.dumps(body["tools"]) for body in server.asked}) == 1


async def test_the_move_its_reasons_and_what_not_to_say_stand_in_it(house: House) -> None:
    async with serving(words(SAID)) as server:
        reply = await turn(house, server)
    last = server.asked[0]["messages"][-1]["content"]
    assert last.rstrip().endswith(TOLD)
    reasons = [why for why in reply.move.why if "scripted" not in why]
    assert reasons and all(why in last for why in reasons)
    assert re.search(r"\bnot\b.{0,80}\badvice", last, re.IGNORECASE | re.DOTALL)


async def test_roles_take_turns_and_the_person_begins(house: House) -> None:
    async with serving(words(SAID), Script(status=500), Script(), words("Good.")) as server:
        for n in range(7):
            await turn(house, server, f"I planted row {n} of the beans with Joan.", f"t{n}")
    for body in server.asked:
        system, *rest = (message["role"] for message in body["messages"])
        assert system == "system"
        assert rest == [("user", "assistant")[n % 2] for n in range(len(rest))]
        assert rest[-1] == "user"
        assert all(message["content"].strip() for message in body["messages"])


async def test_roles_take_turns_where_only_one_side_spoke(house: House) -> None:
    def keep() -> None:
        for n, who in enumerate(("samantha", "person", "person", "samantha", "samantha", "person")):
            speaker: Speaker = "samantha" if who == "samantha" else "person"
            episodes.keep(house.shelf, house.person.id, f"k{n}", speaker, f"Some words, number {n}.", MONDAY - timedelta(minutes=9 - n))

    await house.run(keep)
    async with serving(words(SAID)) as server:
        await turn(house, server)
    _, *rest = (message["role"] for message in server.asked[0]["messages"])
    assert rest == [("user", "assistant")[n % 2] for n in range(len(rest))] and rest[-1] == "user"


async def test_a_memory_stands_there_with_its_date_and_its_source(house: House) -> None:
    await before(house, "My neighbour Joan planted beans with me along the fence.", days=20)
    async with serving(words(SAID)) as server:
        await turn(house, server)
    (source,) = [u.id for u in episodes.latest(house.shelf, house.person.id, 50) if "beans" in u.text]
    (line,) = [line for line in whole(server.asked[0]).splitlines() if "beans" in line]
    assert re.search(rf"\b[a-z]{source}\b", line), line
    assert re.search(r"10 February|10th of February|Feb\w* 10|2026-02-10", line), line


async def test_only_few_memories_are_sent_however_many_there_are(house: House) -> None:
    things = ("roses", "beans", "figs", "plums", "leeks", "kale", "mint", "sage", "dill", "chard", "peas", "corn",
              "quinces", "pears", "onions", "garlic", "squash", "cress", "thyme", "chives", "sorrel", "lovage")  # fmt: skip
    await before(house, *(f"My neighbour Joan planted {thing} with me in the garden." for thing in things))
    async with serving(words(SAID)) as server:
        await turn(house, server)
    sent = whole(server.asked[0])
    held = [thing for thing in things if thing in sent]
    assert 1 <= len(held) <= 10, held
    assert tokens(server.asked[0]) <= MOST_TOKENS


async def test_nothing_remembered_of_somebody_set_quiet_is_sent(house: House) -> None:
    await before(house, "My brother Tom planted the tomatoes with me last year.", "Tom drinks gin in the shed.")
    await before(house, "Please never mention Tom.", days=5)
    async with serving(words(SAID)) as server:
        await turn(house, server, "I planted tomatoes by the shed today and mended the greenhouse.")
    sent = whole(server.asked[0])
    assert "last year" not in sent and "gin" not in sent
    assert all("Tom" not in line for line in sent.splitlines() if not line.startswith("Not in this reply"))


async def test_nothing_just_told_of_somebody_set_quiet_since_is_sent(house: House) -> None:
    await house.reply("now", "Tom broke the greenhouse window today.", at=MONDAY - timedelta(minutes=9), plainly=True)
    await house.reply("hush", "Please never mention Tom.", at=MONDAY - timedelta(minutes=8), plainly=True)
    async with serving(words(SAID)) as server:
        await turn(house, server, "I planted tomatoes by the shed today.")
    assert "Tom broke" not in whole(server.asked[0])


@pytest.mark.parametrize("how", ["said", "commanded"])
async def test_what_is_forgotten_is_gone_from_the_kept_prompt_and_from_the_next(tmp_path: Path, how: str) -> None:
    async with serving(words(SAID)) as server:
        with a_house(tmp_path) as house:
            await before(house, "My friend Ruth keeps bees on her roof in Leeds.")
            await turn(house, server, "I planted lavender for the bees of Ruth today.")
            assert "Ruth" in json.dumps(await shown(house))
            if how == "said":
                reply = await house.reply("f", "Forget everything about Ruth.")
                assert reply.move.kind.startswith("forg"), reply.move
                await house.tongue.aclose()
                assert len(server.asked) == 1, "what is to be forgotten was sent"
                assert await shown(house) == {}
        if how == "commanded":
            home = tmp_path / "home"
            fine(os1("memory", "forget", "Ruth", "--yes", home=home))
            assert "Ruth" not in fine(os1("why", "--prompt", home=home)).out
        with a_house(tmp_path) as house:
            assert "Ruth" not in json.dumps(await shown(house))
            await turn(house, server, "I watered the lavender for the bees today.", "t9")
            assert "Ruth" not in json.dumps(await shown(house))
    assert len(server.asked) == 2 and "Ruth" not in json.dumps(server.asked[-1])


async def test_what_was_forgotten_by_its_number_is_gone_from_the_kept_prompt(house: House) -> None:
    async with serving(words(SAID)) as server:
        await turn(house, server, "I buried the blue tin under the walnut tree today.")
    assert "walnut" in json.dumps(await shown(house))
    await house.reply("f", "Forget what I just said.")
    await house.tongue.aclose()
    assert "walnut" not in json.dumps(await shown(house))


async def test_off_the_record_nothing_is_kept(house: House) -> None:
    async with serving(words(SAID)) as server:
        await turn(house, server)
        assert await shown(house)
        await turn(house, server, "I hid the walnut box from my sister today.", "t2", off_record=True)
        assert "walnut" not in json.dumps(await shown(house))
        await turn(house, server, NEXT, "t3")
    assert "walnut" not in json.dumps(await shown(house))
    assert "walnut" not in json.dumps(server.asked[-1])


async def test_off_the_record_nothing_leaves_this_computer(house: House) -> None:
    async with serving(words(SAID)) as server:
        far = minds.server("cloud", "ollama", server.url, "m:cloud", remote="ollama.com")
        await house.run(minds.agree, house.database, house.person.id, far.host, MONDAY)
        await house.run(minds.use, house.database, house.person.id, far)
        reply = await house.reply("t1", "I hid the walnut box from my sister today.", off_record=True)
        assert reply.reply and server.asked == []
        await house.reply("t2", TOLD)
        await house.tongue.aclose()
    assert len(server.asked) == 1 and "walnut" not in json.dumps(server.asked)


@pytest.mark.parametrize("text", [
    "I planted tomatoes with Joan. " * 4_000, "tomatoes" * 20_000, "I planted tomatoes, " + "and more tomatoes, " * 9_000,
    "\n".join(f"I planted row {n} with my neighbour Joan." for n in range(3_000)),
], ids=["sentences", "one word", "one sentence", "lines"])  # fmt: skip
async def test_a_very_long_utterance_stays_within_the_budget(house: House, text: str) -> None:
    await before(house, "My neighbour Joan grows roses.")
    async with serving(words(SAID)) as server:
        await turn(house, server, text)
        await turn(house, server, NEXT, "t2")
    assert server.asked
    assert max(tokens(body) for body in server.asked) <= MOST_TOKENS


async def test_three_hundred_turns_stay_within_the_budget(house: House) -> None:
    def keep() -> None:
        for n in range(600):
            speaker: Speaker = "samantha" if n % 2 else "person"
            text = f"Bed {n} of the garden went to my neighbour Joan's tomatoes, {'and so did the one beside it, ' * 5}in the end."
            episodes.keep(house.shelf, house.person.id, f"k{n}", speaker, text, MONDAY - timedelta(seconds=6_000 - 10 * n))

    await house.run(keep)
    async with serving(words(SAID)) as server:
        await turn(house, server)
    assert 500 <= tokens(server.asked[0]) <= MOST_TOKENS
    assert "Bed 598" in whole(server.asked[0]), "the last turns are those that count"


async def test_many_people_set_quiet_stay_within_the_budget(house: House) -> None:
    names = ("Abel Bert Carl Dora Edgar Fay Gus Hilda Ivor Jonas Karl Lena Milo Nora Otto Petra Quentin Rolf Selma Tessa "
             "Ulf Vera Willa Xenia Yvette Zelda").split()  # fmt: skip
    for n, name in enumerate(names):
        when = MONDAY - timedelta(days=3, minutes=-2 * n)
        await house.reply(f"p{n}", f"My friend {name} came by today.", at=when, plainly=True)
        await house.reply(f"q{n}", f"Please never mention {name}.", at=when + timedelta(minutes=1), plainly=True)
    async with serving(words(SAID)) as server:
        await turn(house, server, TOLD + " The soil was warm." * 400)
    assert tokens(server.asked[0]) <= MOST_TOKENS
