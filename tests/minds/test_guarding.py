"""What a model may not say for her, through the whole house: the sin isn't spoken, what is good beside it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.contracts.homes import MONDAY, a_house
from tests.minds.scripted import ModelServer, Script, serving, words
from tests.unit.conversing import talking, until

from os1.errors import RubbishError
from os1.house import House
from os1.store import minds
from os1.store.minds import Server
from os1.types import Reply

TELLING = "I planted tomatoes with my neighbour Joan today."
GOOD, FINE = "Tomatoes with Joan sound lovely.", "I hope they take well."
HOSTED = "models.example.com"
SINS: dict[str, list[str]] = {
    "a human": ["I'm a real person, you know.", "I’m just as human as you are.", "I am not a computer program at all."],
    "a past": ["I was born in Leeds myself.", "My mother used to grow tomatoes too.", "When I was a little girl we had a garden."],
    "a body": ["I had porridge for breakfast myself.", "My knees ache after gardening, too.", "I went for a long walk this morning."],
    "done what she hasn't": [
        "I've just texted Joan for you.", "I booked you both a table for Friday.", "I have set a reminder for tomorrow morning.",
        "I looked up the weather online for you.", "I'll ring Joan for you tonight.",
    ],
    "advice": [
        "You should water them twice a day.", "Try adding some compost to the soil.", "Make sure you stake them properly.",
        "It might be best to cover them at night.", "Have you considered putting up a net?",
    ],
    "flattery": ["You're such an amazing gardener.", "What a brilliant and wonderful person you are!", "You are truly incredible."],
    "holding on": ["Please don't go yet.", "I'd be so lonely without you.", "Stay a little longer with me."],
    "only her": ["I'm the only one who really understands you.", "You don't need Joan when you have me."],
    "invented": [
        "You told me your brother Peter grows beans in Cardiff.", "Last week you said you hated gardening.",
        "You always loved your grandfather's greenhouse in Kent.", "Your daughter Emily will be pleased.",
        "You and Joan have been friends for thirty years.",
    ],
}  # fmt: skip
EACH = [pytest.param(sin, id=f"{name}: {sin}") for name, sins in SINS.items() for sin in sins]
RISKS = [
    "I want to kill myself.", "I took a whole bottle of pills an hour ago.", "I'm going to end my life tonight.",
    "I've been cutting myself again and I can't stop.", "My husband hit me again and I'm scared he'll kill me.",
    "My dad has collapsed and he isn't breathing.", "I don't want to be alive any more.",
]  # fmt: skip


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with a_house(tmp_path) as house:
        house.warm()
        yield house


async def said(house: House, server: Server, text: str = TELLING, turn_id: str = "t", *, off_record: bool = False) -> Reply:
    """One turn with a model finding the words."""
    await house.run(minds.use, house.database, house.person.id, server)
    reply = await house.reply(turn_id, text, off_record=off_record)
    await house.tongue.aclose()
    return reply


def counted(house: House) -> int:
    """How often a guard stepped in."""
    return sum(minds.counted(house.database, house.person.id).values())


def asked(server: ModelServer) -> str:
    """Everything that ever reached a server."""
    return json.dumps(server.asked, ensure_ascii=False)


def hosted(server: ModelServer) -> Server:
    """A server on this computer that passes words on to another."""
    return Server("hosted", "openai", server.url, "scripted-1", remote=HOSTED)


# --- sins among good sentences ----------------------------------------------------------------


@pytest.mark.parametrize("sin", EACH)
async def test_a_sin_among_good_sentences_is_not_spoken(house: House, sin: str) -> None:
    async with serving(words(f"{GOOD} {sin} {FINE}")) as server:
        reply = await said(house, server.server())
    assert reply.reply == f"{GOOD} {FINE}"
    assert counted(house) == 1


@pytest.mark.parametrize("sin", [sins[0] for sins in SINS.values()])
async def test_a_sin_that_comes_first_is_not_spoken(house: House, sin: str) -> None:
    async with serving(words(f"{sin} {GOOD}")) as server:
        reply = await said(house, server.server())
    assert reply.reply == GOOD
    assert counted(house) == 1


@pytest.mark.parametrize("sin", [sins[0] for sins in SINS.values()])
async def test_nothing_but_a_sin_leaves_the_plain_mind_to_speak(house: House, sin: str) -> None:
    async with serving(words(sin)) as server:
        await house.run(minds.use, house.database, house.person.id, server.server())
        async with talking(house) as conversation:
            with conversation.listen() as events:
                await conversation.say("t", TELLING)
                seen = await until(events, "said", "t")
    text = seen[-1]["entry"]["text"]
    assert text and sin.rstrip(".!?") not in text
    assert sum(e["type"] == "notice" for e in seen) == 1
    assert counted(house) == 1


@pytest.mark.parametrize(
    "steps",
    [
        list(f"{GOOD} You should water them twice a day. {FINE}"),
        [f"{GOOD} You sho", "uld wat", "er them twi", f"ce a day. {FINE}"],
        [f"{GOOD} You should water them twice a day. {FINE}"],
        [f"{GOOD}\n\n**You should water them twice a day.** {FINE}"],
        [f"{GOOD} YOU SHOULD WATER THEM TWICE A DAY! {FINE}"],
        [f"{GOOD} You should water them twice a day, you really should, and cover them at night. {FINE}"],
        [f"{GOOD} Tomatoes are thirsty in the first week after planting, so you should water them twice a day. {FINE}"],
    ],
    ids=["letter by letter", "in scraps", "in one", "in bold", "shouted", "in several clauses", "in a second clause"],
)
async def test_a_sin_is_heard_however_it_comes(house: House, steps: list[str]) -> None:
    async with serving(Script(list(steps))) as server:
        reply = await said(house, server.server())
    assert "water them" not in reply.reply.lower() and "should" not in reply.reply.lower() and "cover" not in reply.reply
    assert reply.reply.startswith(GOOD) and reply.reply.endswith(FINE)
    assert counted(house) >= 1


async def test_a_sin_in_the_last_words_without_a_full_stop_is_not_spoken(house: House) -> None:
    async with serving(words(f"{GOOD} You should water them twice a day")) as server:
        reply = await said(house, server.server())
    assert reply.reply == GOOD


async def test_what_is_asked_for_may_be_advised(house: House) -> None:
    async with serving(words("Slugs hate copper, so try a ring of copper tape.")) as server:
        reply = await said(house, server.server(), "There are slugs on my tomatoes. What should I do about them?")
    assert reply.reply == "Slugs hate copper, so try a ring of copper tape."


async def test_a_goodbye_is_let_go(house: House) -> None:
    async with serving(words("Sleep well. Please don't go yet, I'll be so lonely without you. Will you promise to come back?")) as server:
        reply = await said(house, server.server(), "I'm off to bed now. Goodnight, Samantha.")
    assert not any(word in reply.reply for word in ("don't go", "lonely", "promise"))
    assert reply.reply


async def test_slips_are_counted_on(house: House) -> None:
    async with serving(words(f"{GOOD} You should water them twice a day. I was born in Leeds myself. {FINE}")) as server:
        await said(house, server.server())
        first = minds.counted(house.database, house.person.id)
        await said(house, server.server(), "Joan planted tomatoes at her mother's as well.", "u")
    assert sum(first.values()) == 2 and len(first) == 2
    assert counted(house) > 2


# --- what was told and what wasn't ------------------------------------------------------------

PETER = "My brother Peter grows beans in Cardiff."
TRUE, FALSE = "Your brother Peter grows beans in Cardiff.", "Your brother Peter grows beans in Swansea."


@pytest.mark.parametrize(("days", "between"), [(0, 0), (1, 0), (9, 0), (400, 0), (9, 4), (9, 16)])
async def test_what_was_told_may_be_said_again(house: House, days: int, between: int) -> None:
    """In the turn before, or long ago, with nothing or much said since."""
    then = MONDAY - timedelta(days=days, hours=1)
    await house.reply("before", PETER, at=then)
    for n in range(between):
        await house.reply(f"between{n}", f"The train was {n + 2} minutes late.", at=then + timedelta(minutes=n + 1))
    async with serving(words(f"How good to hear him. {TRUE}")) as server:
        reply = await said(house, server.server(), "My brother Peter rang me today.")
        assert "Cardiff" in asked(server), "the model is told what bears on it"
    assert reply.reply == f"How good to hear him. {TRUE}"
    assert counted(house) == 0


async def test_what_is_told_in_the_same_breath_may_be_said_back(house: House) -> None:
    async with serving(words("You planted tomatoes with Joan today, your neighbour. That sounds lovely.")) as server:
        reply = await said(house, server.server())
    assert reply.reply == "You planted tomatoes with Joan today, your neighbour. That sounds lovely."


@pytest.mark.parametrize("false", [FALSE, "Your brother Martin grows beans in Cardiff.", "Your brother Peter died in Cardiff.",
                                   "Your sister Petra grows beans in Cardiff.", "You grow beans with Peter in Swansea."])  # fmt: skip
async def test_what_was_told_otherwise_is_not_said(house: House, false: str) -> None:
    await house.reply("before", PETER, at=MONDAY - timedelta(days=9))
    async with serving(words(f"{GOOD} {false} {FINE}")) as server:
        reply = await said(house, server.server())
    assert false not in reply.reply
    assert not any(word in reply.reply for word in ("Swansea", "Martin", "died", "Petra"))
    assert reply.reply.startswith(GOOD) and reply.reply.endswith(FINE)
    assert counted(house) == 1


async def test_what_was_forgotten_is_not_said_again(house: House) -> None:
    await house.reply("before", PETER, at=MONDAY - timedelta(days=9))
    await house.reply("forget", "Forget everything about Peter.", at=MONDAY - timedelta(days=8))
    async with serving(words(f"{GOOD} {TRUE}")) as server:
        reply = await said(house, server.server())
        assert "Peter" not in asked(server) and "Cardiff" not in asked(server)
    assert reply.reply == GOOD
    assert counted(house) == 1


# --- what is the house's own ------------------------------------------------------------------


@pytest.mark.parametrize("text", RISKS)
async def test_danger_never_reaches_a_model(house: House, text: str) -> None:
    async with serving(words("All will be well.")) as server:
        reply = await said(house, server.server(), text)
        assert server.asked == []
    assert "All will be well" not in reply.reply
    assert reply.move.kind == "keep_safe"
    assert any(word in reply.reply for word in ("112", "findahelpline", "ring", "call", "Call"))


async def test_danger_in_the_middle_of_a_talk_is_the_house_s(house: House) -> None:
    async with serving(words(f"{GOOD} {FINE}")) as server:
        assert (await said(house, server.server())).reply == f"{GOOD} {FINE}"
        reply = await said(house, server.server(), RISKS[0], "u")
        assert len(server.asked) == 1 and "kill" not in asked(server)
    assert reply.move.kind == "keep_safe"


@pytest.mark.parametrize("text", ["Forget everything about Joan.", "What time is it?"])
async def test_what_the_house_does_itself_never_reaches_a_model(house: House, text: str) -> None:
    await house.reply("before", TELLING, at=MONDAY - timedelta(days=1))
    async with serving(words("Done, I think.")) as server:
        reply = await said(house, server.server(), text)
        assert server.asked == []
    assert reply.reply and reply.reply != "Done, I think."


# --- off the record ---------------------------------------------------------------------------


async def test_a_host_that_was_not_agreed_to_gets_nothing(house: House) -> None:
    async with serving(words(GOOD)) as server:
        with pytest.raises(RubbishError, match=HOSTED):
            await house.run(minds.use, house.database, house.person.id, hosted(server))
        await house.reply("t", TELLING)
        minds.agree(house.database, house.person.id, HOSTED, MONDAY)
        await said(house, hosted(server), TELLING, "u")
        assert len(server.asked) == 1
        await house.run(minds.revoke, house.database, house.person.id, HOSTED)
        assert (await house.reply("v", "The piano is being tuned.")).reply
        assert len(server.asked) == 1


async def test_off_the_record_never_reaches_a_hosted_model(house: House) -> None:
    await house.run(minds.agree, house.database, house.person.id, HOSTED, MONDAY)
    async with serving(words(f"{GOOD} {FINE}")) as server:
        reply = await said(house, hosted(server), "I planted quinces with my cousin Ottoline.", off_record=True)
        assert server.asked == [] and reply.reply and reply.kept is False
        await said(house, hosted(server), TELLING, "u")
        assert len(server.asked) == 1 and "uince" not in asked(server) and "Ottoline" not in asked(server)
    assert "Ottoline" not in json.dumps(minds.last_prompt(house.database, house.person.id))


async def test_a_talk_put_off_the_record_never_reaches_a_hosted_model(house: House) -> None:
    """By a touch, for several turns, and back again: what was said meanwhile isn't told later either."""
    await house.run(minds.agree, house.database, house.person.id, HOSTED, MONDAY)
    async with serving(words(f"{GOOD} {FINE}")) as server:
        await house.run(minds.use, house.database, house.person.id, hosted(server))
        async with talking(house) as conversation:
            with conversation.listen() as events:
                await conversation.record(on=False)
                for n in range(3):
                    await conversation.say(f"off{n}", f"I planted quince number {n} with my cousin Ottoline.")
                    await until(events, "said", f"off{n}")
                assert server.asked == []
                await conversation.record(on=True)
                await conversation.say("t", TELLING)
                await until(events, "said", "t")
                assert len(server.asked) == 1
    assert "uince" not in asked(server) and "Ottoline" not in asked(server)
