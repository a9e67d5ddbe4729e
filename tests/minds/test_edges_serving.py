"""At the edges of a served talk: forgetting, taking consent back and programs that go, all while she speaks."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import cast

import pytest
from tests.browser.served import eventually
from tests.contracts.served import Served, serving
from tests.minds.edges import (
    PATIENCE,
    V1,
    act,
    asked,
    begun,
    leave,
    let_in,
    page,
    pieces,
    store,
    texts,
    told,
    use,
)
from tests.minds.scripted import ModelServer, Script, beside, calls, words
from tests.minds.serving import said

from os1.protocols import Skill
from os1.store import minds
from os1.store.minds import Server

TELLING, NEXT = "I planted tomatoes with my neighbour Joan today.", "My sister Ruth walks her greyhounds by the canal."
WHOLE = "That sounds like a good afternoon. Row one of the bed is green now."
SLOW, REST = words(WHOLE, 0.25), "Row one"
"""A reply that takes over three seconds, of no more sentences than she lets through; and what comes late in it."""
BOTH = "Greyhounds by the canal sound lovely."
HOSTED = "models.example.com"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path) as each:
        each.run(each.house.warm)
        each.cookie = each.pair()
        yield each


# --- forgetting while she speaks --------------------------------------------------------------

WALNUT = "I buried the blue tin under the walnut tree with Joan today."
SPOKEN = "The walnut tree keeps your blue tin now. Joan leaned on the spade beside you until the sun was gone."


@pytest.mark.parametrize("when", ["speaking", "thinking"])
def test_what_is_forgotten_while_she_speaks_of_it_is_gone(served: Served, when: str) -> None:
    script = words(SPOKEN, 0.25) if when == "speaking" else Script([2.5, SPOKEN])
    with beside(script, words("All is well.")) as model, page(served) as line:
        use(served, model.server())
        turn = line.say(WALNUT)
        number = line.until("kept", turn)["entry"]["seq"]
        eventually(lambda: told(model) == 1)
        if when == "speaking":
            while not any("walnut" in event.get("text", "") for event in line.heard if event["type"] == "words"):
                line.until("words", turn)
        act(served, "/memory/acts", act="forget", id=f"u{number}")
        assert not [word for word in ("walnut", "tin", "spade") if word in store(served)], "at once, not later"
        assert line.until("said", turn)["entry"]["cut"] is True
        eventually(lambda: len(model.left) == 1, "the model was never left alone")
        line.until("said", line.say(TELLING))
        eventually(lambda: told(model) == 2)
        assert "walnut" not in json.dumps(model.asked[-1])
    assert "walnut" not in store(served)


def test_what_she_is_just_telling_out_of_memory_is_gone_with_it(served: Served) -> None:
    served.ask(served.house.reply("before", "My friend Ruth keeps bees on her roof in Leeds.", plainly=True))
    bees = "Ruth and her bees on the roof in Leeds will be glad of it. So will the sparrows, all summer long."
    with beside(words(bees, 0.25)) as model, page(served) as line:
        use(served, model.server())
        turn = line.say("I planted lavender for the bees of Ruth today.")
        while not any("Leeds" in event.get("text", "") for event in line.heard if event["type"] == "words"):
            line.until("words", turn)
        assert "Leeds" in json.dumps(model.asked[-1])
        act(served, "/memory/acts", act="forget", id="u1")
        line.until("said", turn)
    last = served.run(lambda: minds.last_prompt(served.house.database, served.house.person.id))
    assert "Leeds" not in json.dumps(last)
    assert not [text for _, text in texts(served) if "Leeds" in text], "what she had said of it stays kept"


# --- consent taken back while she speaks ------------------------------------------------------

BACK = [{"act": "revoke", "host": HOSTED}, {"act": "remove", "name": "hosted"}]


class Slow:
    """A skill that takes longer than anybody waits, and says when it was called."""

    name, description, outside, effects = "slow", "Something that takes long.", False, False
    intents: Sequence[str] = ("slow.look",)

    def __init__(self) -> None:
        self.called = threading.Event()

    async def __call__(self, *, intent: str, now: datetime, **slots: str) -> str:
        self.called.set()
        await asyncio.sleep(3)
        return "Fourteen apples."


def hosted(model: ModelServer) -> Server:
    """A server on this computer that passes words on to another."""
    return Server("hosted", "openai", model.url, "scripted-1", remote=HOSTED)


@pytest.mark.parametrize("back", BACK, ids=lambda back: str(back["act"]))
@pytest.mark.parametrize("when", ["speaking", "thinking", "calling"])
def test_taking_consent_back_stops_her_and_nothing_more_is_sent(served: Served, back: dict[str, str], when: str) -> None:
    served.house.skills["slow.look"] = cast(Skill, slow := Slow())
    script = {"speaking": SLOW, "thinking": Script([2.5, WHOLE]), "calling": calls("slow_look", {})}[when]
    with beside(script, words(BOTH)) as model, page(served) as line:
        use(served, hosted(model))
        turn = line.say(TELLING)
        eventually(lambda: told(model) == 1)
        if when == "speaking":
            line.until("words", turn)
        if when == "calling":
            assert slow.called.wait(20)
        act(served, "/minds/told", **back)
        entry = line.until("said", turn)["entry"]
        assert entry["cut"] is True and REST not in entry["text"]
        if when != "calling":
            eventually(lambda: len(model.left) == 1, "the model was never left alone")
        after = line.until("said", line.say(NEXT))["entry"]
        assert after["text"] not in ("", BOTH)
        assert told(model) == len(model.asked) == 1
    assert served.run(lambda: minds.chosen(served.house.database, served.house.person.id)) is None


# --- programs that wait, go away or ask again -------------------------------------------------


@pytest.mark.parametrize("stream", [True, False], ids=["streamed", "whole"])
def test_a_program_that_goes_away_while_it_waits_hushes_nobody(served: Served, stream: bool) -> None:
    token, free = let_in(served, "p"), threading.Event()
    with beside(SLOW) as model, page(served) as line:
        use(served, model.server())
        turn = line.say(TELLING)
        line.until("words", turn)
        connection, body = begun(served, token, NEXT, stream=stream)
        busy: Future[bool] = asyncio.run_coroutine_threadsafe(served.house.run(free.wait, 30), served.loop)
        try:
            connection.send(body)
            answer = connection.getresponse() if stream else None
            leave(connection, answer)
            for _ in range(50):  # rounds of the server's loop, in which it hears of it
                served.ask(asyncio.sleep(0.01))
        finally:
            free.set()
            busy.result(30)
        entry = line.until("said", turn)["entry"]
    assert entry["cut"] is False and entry["text"] == WHOLE
    assert not model.left


def test_a_program_that_goes_after_somebody_else_spoke_hushes_nobody(served: Served) -> None:
    token = let_in(served, "p")
    with beside(SLOW, SLOW) as model, page(served) as line:
        use(served, model.server())
        connection, body = begun(served, token, TELLING, stream=True)
        connection.send(body)
        answer = connection.getresponse()
        came = pieces(answer)
        assert next(piece for piece in came if piece)
        turn = line.say(NEXT)
        line.until("words", turn)
        leave(connection, answer)
        entry = line.until("said", turn)["entry"]
    assert entry["cut"] is False and entry["text"] == WHOLE
    assert len(model.left) == 1, "the program's own, when the page spoke"


@pytest.mark.parametrize(("first", "second"), [(True, True), (True, False), (False, True), (False, False)])
def test_the_same_request_while_it_is_answered_gets_the_whole_reply(served: Served, first: bool, second: bool) -> None:
    token, key = let_in(served, "p"), "one-and-the-same"
    got: list[str] = []

    def ask(stream: bool) -> None:
        status, answer = asked(served, V1, said({"role": "user", "content": TELLING}, stream=stream), bearer=token, **{"Idempotency-Key": key})
        assert status == 200
        if not stream:
            got.append(json.loads(answer)["choices"][0]["message"]["content"])
            return
        chunks = [json.loads(line[6:]) for line in answer.splitlines() if line.startswith(b"data: {")]
        got.append("".join(choice["delta"].get("content") or "" for chunk in chunks for choice in chunk["choices"]))

    with beside(SLOW) as model, page(served) as line:
        use(served, model.server())
        asking = [threading.Thread(target=ask, args=(stream,)) for stream in (first, second)]
        asking[0].start()
        line.until("words")
        asking[1].start()
        for each in asking:
            each.join(PATIENCE)
    assert got == [WHOLE, WHOLE] and told(model) == 1 and not model.left
    assert texts(served) == [("person", TELLING), ("samantha", WHOLE)]


LEAVING = {"speaking": SLOW, "thinking": Script([2.0, *SLOW.steps])}


def left_whole(served: Served, when: str) -> tuple[dict[str, object], float]:
    """A program asks for a whole reply and goes away: what was said, and after how long the model was left."""
    token = let_in(served, "p")
    with beside(LEAVING[when]) as model, page(served) as line:
        use(served, model.server())
        connection, body = begun(served, token, TELLING, stream=False)
        connection.send(body)
        eventually(lambda: told(model) == 1)
        while when == "speaking" and "afternoon." not in line.until("words")["text"]:
            pass
        for _ in range(20):  # rounds of the server's loop, so that every word that is out has been taken
            served.ask(asyncio.sleep(0))
        leave(connection)
        gone = perf_counter()
        entry = line.until("said")["entry"]
        eventually(lambda: bool(model.gone_at), "the model was never left alone")
        return entry, model.gone_at[0] - gone


@pytest.mark.parametrize("when", LEAVING)
def test_who_waits_for_a_whole_reply_and_goes_away_hushes_her(served: Served, when: str) -> None:
    entry, _ = left_whole(served, when)
    assert entry["cut"] is True and entry["text"] != WHOLE


@pytest.mark.parametrize("when", LEAVING)
def test_who_waits_for_a_whole_reply_and_goes_away_hushes_her_at_once(served: Served, when: str) -> None:
    """As soon as one whose reply is streamed: not only when the model has its next sentence ready."""
    entry, after = left_whole(served, when)
    assert after < 1.0 and REST not in str(entry["text"])
