"""Talking to a model server: one streamed request, read part by part, closed the moment nobody listens.

Two interfaces: the one most servers share (OpenAI's chat completions) and Anthropic's messages. No
request is ever sent twice, no redirect followed (it could carry words elsewhere), and to this computer
none goes through a proxy.
"""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx2

from os1.store.minds import Server

CONNECT = 2.0  # seconds
READ = 20.0  # seconds without a byte; who listens is less patient
LONGEST_LINE = 1_000_000  # characters of one event
ANTHROPIC_VERSION = "2023-06-01"
OFFICIAL = {"api.openai.com"}
"""Hosts that take the newer name of a limit and refuse the older."""


class Faltered(Exception):
    """A model that can't go on. `what` is one of slow, dead, refused, garbage, loop, empty, refusal, guarded, missed;
    `status` what it answered with where it turned the request down."""

    def __init__(self, what: str, detail: str = "", status: int = 0) -> None:
        super().__init__(detail or what)
        self.what, self.status = what, status


@dataclass(frozen=True, slots=True)
class Words:
    """Some of the reply's text."""

    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """A tool the model wants run. `arguments` is JSON as the model wrote it."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Used:
    """How many tokens the server says the request had."""

    sent: int


@dataclass(frozen=True, slots=True)
class Cut:
    """The reply was cut off by its limit; what stands after its last sentence is half a one."""


Part = Words | Call | Used | Cut


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: `system` stays the same from turn to turn, `messages` are OpenAI's shape, `tools` its functions."""

    system: str
    messages: Sequence[Mapping[str, Any]]
    tools: Sequence[Mapping[str, Any]] = ()
    most: int = 400


def client(server: Server) -> httpx2.AsyncClient:
    """A client for one server; close it when done."""
    bounds = httpx2.Timeout(READ, connect=CONNECT)
    plain = server.url.startswith("http:")  # no certificates are read in where nothing is encrypted
    return httpx2.AsyncClient(timeout=bounds, follow_redirects=False, trust_env=not server.here, verify=not plain)


async def stream(http: httpx2.AsyncClient, server: Server, asked: Asked) -> AsyncGenerator[Part]:
    """The parts of one reply as they come. Raises Faltered; closing it closes the connection."""
    url, headers, body, read = _messages(server, asked) if server.kind == "anthropic" else _completions(server, asked)
    try:
        async with http.stream("POST", url, headers=headers, json=body) as response:
            if response.status_code != 200:
                raise Faltered("refused", f"it answered with status {response.status_code}", response.status_code)
            async with aclosing(_events(response)) as events, aclosing(read(events)) as parts:
                async for part in parts:
                    yield part
    except httpx2.TimeoutException as error:
        raise Faltered("slow", "it took too long") from error
    except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, OSError) as error:
        raise Faltered("dead", "it can't be reached") from error


async def _events(response: httpx2.Response) -> AsyncGenerator[dict[str, Any]]:
    """The JSON objects of a stream of server-sent events, until its end."""
    if "text/event-stream" not in response.headers.get("content-type", ""):
        raise Faltered("garbage", "it answered with something else than a stream")
    async for line in _lines(response.aiter_bytes()):
        if not line.startswith("data:"):
            continue  # comments, names of events, keep-alives
        data = line[5:].strip()
        if data == "[DONE]":
            return
        try:
            event = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise Faltered("garbage", "it sent what can't be read") from error
        if not isinstance(event, dict):
            raise Faltered("garbage", "it sent what can't be read")
        if event.get("error"):
            raise Faltered("refused", "it broke off with an error")
        yield event


async def _lines(parts: AsyncIterator[bytes]) -> AsyncGenerator[str]:
    """Lines as they become whole; what has no end is garbage."""
    held = b""
    async for part in parts:
        held += part
        *whole, held = held.split(b"\n")
        if len(held) > LONGEST_LINE:
            raise Faltered("garbage", "it sent a line without end")
        for line in whole:
            yield line.decode("utf-8", "replace").rstrip("\r")
    if held:
        yield held.decode("utf-8", "replace")


# --- OpenAI's chat completions ------------------------------------------------------------------


def _completions(server: Server, asked: Asked) -> tuple[str, dict[str, str], dict[str, Any], Any]:
    headers = {"authorization": f"Bearer {server.key}"} if server.key else {}
    limit = "max_completion_tokens" if urlsplit(server.url).hostname in OFFICIAL else "max_tokens"
    body: dict[str, Any] = {
        "model": server.model, "stream": True, limit: asked.most,
        "messages": [{"role": "system", "content": asked.system}, *asked.messages],
    }  # fmt: skip
    if asked.tools:
        body["tools"] = list(asked.tools)
    if server.kind in ("llama.cpp", "vllm"):  # talk has no time for thinking aloud
        body["chat_template_kwargs"] = {"enable_thinking": False}
        body["stream_options"] = {"include_usage": True}
    elif server.kind == "ollama":
        body["reasoning_effort"] = "none"
    return f"{server.url}/chat/completions", headers, body, _read_completions


async def _read_completions(events: AsyncIterator[dict[str, Any]]) -> AsyncGenerator[Part]:
    calls: dict[int, list[str]] = {}
    seen = ended = False
    async for event in events:
        usage = event.get("usage")
        if isinstance(usage, dict):
            yield Used(_whole(usage.get("prompt_tokens")))
        choices = event.get("choices") or []
        if not isinstance(choices, list):
            raise Faltered("garbage", "it sent what isn't a reply")
        for choice in choices[:1]:
            delta = choice.get("delta") if isinstance(choice, dict) else None
            if not isinstance(delta, dict):
                raise Faltered("garbage", "it sent what isn't a reply")
            seen = True
            ended = ended or bool(choice.get("finish_reason"))
            if delta.get("refusal") or choice.get("finish_reason") == "content_filter":
                raise Faltered("refusal", "it refused")
            if isinstance(delta.get("content"), str) and delta["content"]:
                yield Words(_clean(delta["content"]))
            elif any(isinstance(delta.get(name), str) for name in ("reasoning_content", "reasoning")):
                yield Words("")  # it is thinking, and hasn't gone away
            _collect(calls, delta.get("tool_calls"))
            if choice.get("finish_reason") == "length":
                yield Cut()
    if not seen:
        raise Faltered("empty", "it said nothing")
    if not ended:
        raise Faltered("dead", "it broke off")
    for number in sorted(calls):
        yield Call(*calls[number])


def _collect(calls: dict[int, list[str]], deltas: Any) -> None:
    """Put together the calls that come in bits."""
    for n, bit in enumerate(deltas if isinstance(deltas, list) else ()):
        function = bit.get("function") if isinstance(bit, dict) else None
        if not isinstance(function, dict):
            continue
        held = calls.setdefault(bit["index"] if isinstance(bit.get("index"), int) else n, ["", "", ""])
        for place, value in enumerate((bit.get("id"), function.get("name"), function.get("arguments"))):
            if isinstance(value, str) and (place == 2 or not held[place]):
                held[place] += value


def _clean(text: str) -> str:
    """Text without halves of letters, which a careless server sends one by one."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _whole(number: Any) -> int:
    return number if isinstance(number, int) and number >= 0 else 0


# --- Anthropic's messages -----------------------------------------------------------------------


def _messages(server: Server, asked: Asked) -> tuple[str, dict[str, str], dict[str, Any], Any]:
    headers = {"x-api-key": server.key, "anthropic-version": ANTHROPIC_VERSION}
    body: dict[str, Any] = {
        "model": server.model, "stream": True, "max_tokens": asked.most,
        "system": [{"type": "text", "text": asked.system, "cache_control": {"type": "ephemeral"}}],
        "messages": _blocks(asked.messages),
    }  # fmt: skip
    if asked.tools:
        body["tools"] = [
            {"name": tool["function"]["name"], "description": tool["function"]["description"],
             "input_schema": tool["function"]["parameters"]} for tool in asked.tools
        ]  # fmt: skip
    return f"{server.url}/messages", headers, body, _read_messages


def _blocks(messages: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Messages in Anthropic's shape: what several calls gave stands in one."""
    rows: list[dict[str, Any]] = []
    for message in messages:
        row = _block(message)
        if message["role"] == "tool" and rows and isinstance(rows[-1]["content"], list) and rows[-1]["role"] == "user":
            rows[-1]["content"] += row["content"]
        else:
            rows.append(row)
    return rows


def _block(message: Mapping[str, Any]) -> dict[str, Any]:
    """A message of OpenAI's shape in Anthropic's."""
    if message["role"] == "tool":
        told = {"type": "tool_result", "tool_use_id": message["tool_call_id"], "content": message["content"]}
        return {"role": "user", "content": [told]}
    if calls := message.get("tool_calls"):
        blocks: list[dict[str, Any]] = [{"type": "text", "text": message["content"]}] if message["content"] else []
        for call in calls:
            function = call["function"]
            blocks.append({"type": "tool_use", "id": call["id"], "name": function["name"],
                           "input": json.loads(function["arguments"])})  # fmt: skip
        return {"role": "assistant", "content": blocks}
    return {"role": message["role"], "content": message["content"]}


async def _read_messages(events: AsyncIterator[dict[str, Any]]) -> AsyncGenerator[Part]:
    open_calls: dict[int, list[str]] = {}
    sent, ended = 0, False
    async for event in events:
        kind, number = event.get("type"), _whole(event.get("index"))
        block, delta = event.get("content_block"), event.get("delta")
        if kind == "message_start" and isinstance(event.get("message"), dict):
            usage = event["message"].get("usage")
            sent = _whole(usage.get("input_tokens")) if isinstance(usage, dict) else 0
        elif kind == "content_block_start" and isinstance(block, dict) and block.get("type") == "tool_use":
            open_calls[number] = [str(block.get("id")), str(block.get("name")), ""]
        elif kind == "content_block_delta" and isinstance(delta, dict):
            if delta.get("type") == "text_delta" and isinstance(delta.get("text"), str):
                yield Words(_clean(delta["text"]))
            elif delta.get("type") == "thinking_delta":
                yield Words("")
            elif delta.get("type") == "input_json_delta" and number in open_calls:
                open_calls[number][2] += str(delta.get("partial_json", ""))
        elif kind == "message_delta" and isinstance(delta, dict):
            if delta.get("stop_reason") == "refusal":
                raise Faltered("refusal", "it refused")
            yield Used(sent)
            if delta.get("stop_reason") == "max_tokens":
                yield Cut()
        ended = ended or kind == "message_stop"
    if not ended:
        raise Faltered("dead", "it broke off")
    for number in sorted(open_calls):
        identity, name, arguments = open_calls[number]
        yield Call(identity, name, arguments or "{}")
