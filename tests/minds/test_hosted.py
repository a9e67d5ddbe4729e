"""Hosted models, by exchanges in the shapes their makers document: what is sent to them, and what becomes of each stream."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.contracts.homes import a_house
from tests.minds.fixed import Answer, Fixed, fixed

from os1.conversation import Conversation
from os1.house import House
from os1.store import minds
from os1.types import Reply

RECORDED = Path(__file__).with_name("recorded")
TOLD = "I planted tomatoes with my neighbour Joan today."
SAID = "Tomatoes with Joan, a whole row of them in the ground."
HALF = "Tomatoes with Joan, a whole row"
KEY = "sk-ant-api03-made-up-for-a-test"
PATHS = {"anthropic": "/v1/messages", "openai": "/v1/chat/completions"}
MODELS = {"anthropic": "claude-sonnet-4-5", "openai": "gpt-4.1-mini"}
BOTH = pytest.mark.parametrize("kind", ["anthropic", "openai"])


@dataclass(frozen=True)
class Told:
    """One turn as it went: what the plain mind had ready, the pieces passed on, the reply, what the page says so
    quietly, what was sent."""

    plain: str
    pieces: list[str]
    reply: Reply
    notice: str
    prompt: dict[str, Any]

    @property
    def text(self) -> str:
        return "".join(self.pieces).strip()


def stream(name: str, *, held: bool = False) -> Answer:
    """A recorded stream; with `held` the server doesn't close it."""
    return Answer((RECORDED / f"{name}.txt").read_bytes(), "text/event-stream; charset=utf-8", held=held)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with a_house(tmp_path) as house:
        yield house


@asynccontextmanager
async def with_mind(house: House, kind: str, *answers: Answer) -> AsyncIterator[Fixed]:
    """The house speaking by a server with these answers; no connection outlives the tongue."""
    with ExitStack() as stack:
        there = stack.enter_context(fixed({PATHS[kind]: list(answers)}))
        server = minds.server("hosted", kind, f"{there.base}/v1", MODELS[kind], KEY)
        await house.run(minds.use, house.database, house.person.id, server)
        yield there
        await house.tongue.aclose()
        assert await asyncio.to_thread(there.all_gone)


async def turn(house: House, text: str = TOLD, name: str = "t1") -> Told:
    """One whole turn, as a channel takes it."""
    draft = await house.answer(await house.accept(name, text))
    plain = " ".join(draft.clauses)
    async with asyncio.timeout(20):
        pieces = [piece async for piece in house.speak(draft)]
    reply = await house.finish(draft)
    notice = draft.larger.notice if draft.larger else ""
    return Told(plain, pieces, reply, notice, await house.run(minds.last_prompt, house.database, house.person.id))


@pytest.mark.parametrize("name", ["anthropic_text", "anthropic_thinking", "openai_text", "openai_prompt_filtered",
                                  "openai_router", "openai_choices_null", "openai_crlf"])  # fmt: skip
async def test_a_reply_is_said_just_as_it_was_streamed(house: House, name: str) -> None:
    async with with_mind(house, name.split("_", maxsplit=1)[0], stream(name)) as there:
        told = await turn(house)
    assert told.text == told.reply.reply == SAID
    assert told.notice == ""
    assert told.prompt["fault"] == ""
    assert len(there.came) == 1


@pytest.mark.parametrize("name", ["anthropic_text", "openai_text"])
async def test_the_tokens_the_server_counted_are_shown(house: House, name: str) -> None:
    async with with_mind(house, name.split("_", maxsplit=1)[0], stream(name)):
        told = await turn(house)
    assert told.prompt["tokens"] == 812
    assert told.prompt["counted"] is True


async def test_anthropic_gets_its_own_headers_and_shape(house: House) -> None:
    async with with_mind(house, "anthropic", stream("anthropic_text")) as there:
        await turn(house)
        await turn(house, "The soil was warm already, said Joan.", "t2")
    for came in there.came:
        assert (came.method, came.path) == ("POST", "/v1/messages")
        assert came.headers["x-api-key"] == KEY
        assert came.headers["anthropic-version"] == "2023-06-01"
        assert came.headers["content-type"].startswith("application/json")
        assert "authorization" not in came.headers
        assert KEY not in came.body.decode()
        body = came.json
        assert body["model"] == MODELS["anthropic"] and body["stream"] is True
        assert isinstance(body["max_tokens"], int) and body["max_tokens"] > 0
        system = body["system"] if isinstance(body["system"], str) else "".join(block["text"] for block in body["system"])
        assert "Samantha" in system
        roles = [message["role"] for message in body["messages"]]
        assert roles == [("user", "assistant")[n % 2] for n in range(len(roles))] and roles[-1] == "user"
        assert all(message["content"] for message in body["messages"])
        assert not {"messages_", "stream_options", "n", "stop", "max_completion_tokens", "reasoning_effort"} & body.keys()
        for tool in body.get("tools", []):
            assert tool.keys() <= {"name", "description", "input_schema", "type", "cache_control"}
            assert tool["input_schema"]["type"] == "object"
    assert {"clock_time", "clock_date"} <= {tool["name"] for tool in there.came[0].json["tools"]}


async def test_openai_gets_its_own_headers_and_shape(house: House) -> None:
    async with with_mind(house, "openai", stream("openai_text")) as there:
        await turn(house)
        await turn(house, "The soil was warm already, said Joan.", "t2")
    for came in there.came:
        assert (came.method, came.path) == ("POST", "/v1/chat/completions")
        assert came.headers["authorization"] == f"Bearer {KEY}"
        assert came.headers["content-type"].startswith("application/json")
        assert not {"x-api-key", "anthropic-version"} & came.headers.keys()
        assert KEY not in came.body.decode()
        body = came.json
        assert body["model"] == MODELS["openai"] and body["stream"] is True
        assert body.get("max_tokens") or body.get("max_completion_tokens")
        assert "system" not in body
        system, *rest = body["messages"]
        assert system["role"] == "system" and "Samantha" in system["content"]
        roles = [message["role"] for message in rest]
        assert roles == [("user", "assistant")[n % 2] for n in range(len(roles))] and roles[-1] == "user"
        for tool in body.get("tools", []):
            assert tool["type"] == "function"
            assert tool["function"]["parameters"]["type"] == "object"
    assert {"clock_time", "clock_date"} <= {tool["function"]["name"] for tool in there.came[0].json["tools"]}


async def test_a_mind_without_a_key_gets_no_authorization(house: House) -> None:
    with fixed({PATHS["openai"]: stream("openai_text")}) as there:
        server = minds.server("local", "openai", f"{there.base}/v1", "m")
        await house.run(minds.use, house.database, house.person.id, server)
        await turn(house)
        await house.tongue.aclose()
    assert "authorization" not in there.came[0].headers


async def test_anthropics_calls_are_answered_with_results_under_their_ids(house: House) -> None:
    async with with_mind(house, "anthropic", stream("anthropic_two_tools"), stream("anthropic_text")) as there:
        told = await turn(house)
    assert told.text == SAID
    first, second = (came.json["messages"] for came in there.came)
    assert second[: len(first)] == first
    roles = [message["role"] for message in second]
    assert roles == [("user", "assistant")[n % 2] for n in range(len(roles))], "each call's result in a message of its own breaks the turns"
    uses = [block for block in second[len(first)]["content"] if block["type"] == "tool_use"]
    results = [block for message in second[len(first) + 1 :] for block in message["content"]]
    assert [(use["id"], use["name"], use["input"]) for use in uses] == [("toolu_01AAA", "clock_time", {}), ("toolu_01BBB", "clock_date", {})]
    assert [(block["type"], block["tool_use_id"]) for block in results] == [("tool_result", "toolu_01AAA"), ("tool_result", "toolu_01BBB")]
    assert "6 o'clock in the evening" in str(results[0]["content"])
    assert "Monday, the 2nd of March" in str(results[1]["content"])


async def test_openais_calls_are_answered_with_results_under_their_ids(house: House) -> None:
    async with with_mind(house, "openai", stream("openai_two_tools"), stream("openai_text")) as there:
        told = await turn(house)
    assert told.text == SAID
    first, second = (came.json["messages"] for came in there.came)
    assert second[: len(first)] == first
    asked, *results = second[len(first) :]
    assert asked["role"] == "assistant"
    assert [(call["id"], call["type"], call["function"]["name"]) for call in asked["tool_calls"]] == [
        ("call_AAA", "function", "clock_time"), ("call_BBB", "function", "clock_date")]  # fmt: skip
    assert [(row["role"], row["tool_call_id"]) for row in results] == [("tool", "call_AAA"), ("tool", "call_BBB")]
    assert "6 o'clock in the evening" in results[0]["content"]
    assert "Monday, the 2nd of March" in results[1]["content"]


@BOTH
async def test_a_single_call_is_run_and_the_reply_said(house: House, kind: str) -> None:
    async with with_mind(house, kind, stream(f"{kind}_tool"), stream(f"{kind}_text")) as there:
        told = await turn(house)
    assert told.text == SAID and len(there.came) == 2
    assert [call["name"] for call in told.prompt["called"]] == ["clock_time"]


@pytest.mark.parametrize("name", ["anthropic_refusal", "anthropic_overloaded", "openai_refusal", "openai_content_filter"])
async def test_where_it_says_nothing_the_plain_mind_takes_over_quietly(house: House, name: str) -> None:
    async with with_mind(house, name.split("_", maxsplit=1)[0], stream(name)) as there:
        told = await turn(house)
    assert told.text == told.reply.reply == told.plain
    assert "hosted" in told.notice
    assert "sorry" not in told.text
    assert len(there.came) == 1, "a refusal isn't asked again"


@pytest.mark.parametrize("name", ["anthropic_refusal_midway", "anthropic_overloaded_midway", "openai_error_midway",
                                  "anthropic_broken_off"])  # fmt: skip
async def test_where_it_breaks_off_she_goes_on_and_says_nothing_twice(house: House, name: str) -> None:
    async with with_mind(house, name.split("_", maxsplit=1)[0], stream(name)) as there:
        told = await turn(house)
    assert told.text.startswith(HALF) and told.text.count(HALF) == 1
    assert told.text == told.reply.reply
    assert told.text.rstrip("”’\"")[-1] in ".!?…"
    assert "And then" not in told.text
    assert "hosted" in told.notice
    assert len(there.came) == 1


@pytest.mark.parametrize("name", ["anthropic_max_tokens", "openai_length"])
async def test_a_reply_cut_by_its_limit_ends_decently(house: House, name: str) -> None:
    async with with_mind(house, name.split("_", maxsplit=1)[0], stream(name)):
        told = await turn(house)
    assert told.text.count(HALF) == 1
    assert told.text[-1] in ".!?…", told.text


@BOTH
@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 429, 500, 503, 529])
async def test_an_error_of_the_host_is_the_plain_minds_turn(house: House, kind: str, status: int) -> None:
    body = b'{"type":"error","error":{"type":"overloaded_error","message":"SECRET DETAIL"},"request_id":"req_011"}'
    async with with_mind(house, kind, Answer(body, status=status)) as there:
        told = await turn(house)
    assert told.text == told.reply.reply == told.plain
    assert "hosted" in told.notice and "SECRET DETAIL" not in told.notice
    assert len(there.came) <= 2


@BOTH
async def test_a_redirect_of_the_host_is_not_followed(house: House, kind: str) -> None:
    with fixed({PATHS[kind]: stream(f"{kind}_text")}) as elsewhere:
        to = {"location": f"http://localhost:{elsewhere.port}{PATHS[kind]}"}
        async with with_mind(house, kind, Answer(status=307, more=to)):
            told = await turn(house)
        assert elsewhere.came == []
    assert told.text and "hosted" in told.notice


@pytest.mark.parametrize("name", ["anthropic_overloaded", "anthropic_refusal", "anthropic_text", "openai_refusal",
                                  "openai_content_filter", "openai_text"])  # fmt: skip
async def test_a_stream_the_host_leaves_open_is_closed_by_the_house(house: House, name: str) -> None:
    async with with_mind(house, name.split("_", maxsplit=1)[0], stream(name, held=True)) as there:
        await turn(house)
        assert await asyncio.to_thread(there.was_left)


@BOTH
async def test_the_page_is_told_of_a_refusal_and_she_keeps_talking(house: House, kind: str) -> None:
    seen: list[dict[str, Any]] = []
    async with with_mind(house, kind, stream(f"{kind}_refusal"), stream(f"{kind}_text")), Conversation(house, pause=0.0) as conversation:
        with conversation.listen() as events:
            for name in ("t1", "t2"):
                await conversation.say(name, TOLD if name == "t1" else "We dug the whole bed over with Joan.")
                while not seen or seen[-1]["type"] != "said" or seen[-1].get("turn") != name:
                    seen.append(dict(await asyncio.wait_for(events.get(), 20)))
    assert len([event for event in seen if event["type"] == "notice"]) == 1
    first, second = (event["entry"]["text"] for event in seen if event["type"] == "said")
    assert first and second.startswith("Tomatoes with Joan")
