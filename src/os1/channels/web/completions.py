"""Her as a server for other programs: `/v1/chat/completions` and `/v1/models`, in the shape OpenAI's clients speak.

The last thing said by the user is a turn like any other: kept, remembered, answered by whichever mind is in
use, shown on every open page. What a client sends of earlier talk or of who to be is passed over: she
remembers for herself, and who she is isn't up to a caller. The token says whose home it is.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
import uuid
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from os1.channels.web.bodies import json_object
from os1.conversation import LEFT_BEHIND, Conversation
from os1.errors import RubbishError
from os1.mind.chat.prompt import tokens
from os1.rooms import Rooms
from os1.store import programs

MODEL = "samantha"
LOOKS = 0.1  # seconds between two looks whether whoever asked is still there
LARGEST = 4_000_000  # bytes of a request: clients send the whole talk each time
LONGEST_TOKEN, LONGEST_TEXT = 1_024, 2_000_000
RETRIES = 64  # requests whose turns are remembered, so that one sent again isn't a second turn
_NO_BODY = (
    f"That is over {LARGEST // 1_000_000} MB; send less of the earlier talk, she remembers it herself.",
    "The request isn't JSON; send an object with “messages”.", "The request isn't a JSON object; send one with “messages”.",
)  # fmt: skip
Answer = Callable[[Request], Awaitable[Response]]


def _only_let_in(house: Rooms, answer: Answer) -> Answer:
    """The route for whoever carries the token of a program that was let in, and a refusal for everybody else."""

    async def checked(request: Request) -> Response:
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        bears = kind.lower() == "bearer" and 0 < len(token) <= LONGEST_TOKEN
        if not bears or not await house.run(programs.knows, house.database, house.person.id, token.strip()):
            return _refused("This needs the token of a program that was let in: make one with `os1 token NAME`.", 401)
        return await answer(request)

    return checked


def completion_routes(house: Rooms, conversation: Conversation) -> list[Route]:
    """The two routes, each refused without a token."""
    again = _Again()

    async def models(request: Request) -> Response:
        return JSONResponse({"object": "list", "data": [{"id": MODEL, "object": "model", "created": 0, "owned_by": "os1"}]})

    async def completions(request: Request) -> Response:
        try:
            wanted = _wanted(await json_object(request, LARGEST, *_NO_BODY))
        except RubbishError as error:
            return _refused(str(error), 400)
        turn_id = again.turn_of(request, wanted["messages"])
        said = _say(conversation, turn_id, _last(wanted["messages"]))
        if wanted.get("stream"):
            return StreamingResponse(_streamed(said, turn_id), media_type="text/event-stream")
        work = asyncio.create_task(_whole(said))
        while not work.done():
            await asyncio.wait({work}, timeout=LOOKS)
            if not work.done() and await request.is_disconnected():
                work.cancel()
                await asyncio.gather(work, return_exceptions=True)
                return Response(status_code=499)  # nobody is there to read it
        try:
            words = await work
        except RubbishError as error:
            return _refused(str(error), 503)
        message = {"role": "assistant", "content": words}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        return JSONResponse({**_head(turn_id, "chat.completion"), "choices": [choice], "usage": _used(_last(wanted["messages"]), words)})

    return [Route("/v1/models", _only_let_in(house, models), methods=["GET"]),
            Route("/v1/chat/completions", _only_let_in(house, completions), methods=["POST"])]  # fmt: skip


class _Again:
    """Knows a request that is sent again: by its idempotency key, or by being the same while it says it is a retry."""

    def __init__(self) -> None:
        self._turns: dict[str, str] = {}

    def turn_of(self, request: Request, messages: list[Any]) -> str:
        key = request.headers.get("idempotency-key", "")
        retried = request.headers.get("x-stainless-retry-count", "0") not in ("", "0")
        mark = hashlib.sha256(json.dumps([request.headers.get("authorization", ""), key or "same", [] if key else messages]).encode()).hexdigest()
        turn = self._turns[mark] if (key or retried) and mark in self._turns else f"v1-{uuid.uuid4().hex}"
        self._turns.pop(mark, None)
        self._turns[mark] = turn
        while len(self._turns) > RETRIES:
            self._turns.pop(next(iter(self._turns)))
        return turn


async def _say(conversation: Conversation, turn_id: str, text: str) -> AsyncGenerator[str]:
    """Her reply, in the pieces it comes in; leaving it before its end hushes her. Raises RubbishError with what went wrong."""
    spoken, ended = "", False
    with conversation.listen() as events:
        try:
            if spoken := conversation.so_far(turn_id):  # asked again while it is being answered
                yield spoken
            await conversation.say(turn_id, text, at_once=True)
            while not ended:
                event = await events.get()
                if event is LEFT_BEHIND:
                    raise RubbishError("That went too fast for this program; ask again.")
                if event.get("turn") != turn_id:
                    continue
                if event["type"] == "words":
                    spoken += event["text"]
                    yield event["text"]
                elif event["type"] == "said":
                    ended = True
                    whole = str(event["entry"]["text"])
                    if not spoken and whole:
                        yield whole
                elif event["type"] == "problem":
                    ended = True
                    raise RubbishError(event["text"])
        finally:
            if not ended:
                await asyncio.shield(conversation.hush(turn_id))


async def _whole(said: AsyncGenerator[str]) -> str:
    async with aclosing(said):
        return "".join([text async for text in said])


async def _streamed(said: AsyncGenerator[str], turn_id: str) -> AsyncGenerator[bytes]:
    """The reply as server-sent events."""
    yield _event({**_head(turn_id, "chat.completion.chunk"), "choices": [_delta({"role": "assistant", "content": ""})]})
    try:
        async with aclosing(said):
            async for text in said:
                yield _event({**_head(turn_id, "chat.completion.chunk"), "choices": [_delta({"content": text})]})
    except RubbishError as error:
        yield _event({"error": {"message": str(error), "type": "server_error"}})
        return
    yield _event({**_head(turn_id, "chat.completion.chunk"), "choices": [{**_delta({}), "finish_reason": "stop"}]})
    yield b"data: [DONE]\n\n"


def _event(told: dict[str, Any]) -> bytes:
    return b"data: " + json.dumps(told, ensure_ascii=False).encode("utf-8", "replace") + b"\n\n"


def _delta(delta: dict[str, str]) -> dict[str, Any]:
    return {"index": 0, "delta": delta, "finish_reason": None}


def _used(asked: str, told: str) -> dict[str, int]:
    """About how many tokens the last words and her reply have, which is all that was looked at; clients want figures."""
    sent, made = tokens(asked), tokens(told)
    return {"prompt_tokens": sent, "completion_tokens": made, "total_tokens": sent + made}


def _head(turn_id: str, kind: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-{turn_id}", "object": kind, "created": int(time.time()), "model": MODEL}


def _refused(sentence: str, status: int) -> Response:
    """A refusal as OpenAI's clients read it."""
    kind = "authentication_error" if status == 401 else "invalid_request_error" if status < 500 else "server_error"
    return JSONResponse({"error": {"message": sentence, "type": kind, "param": None, "code": None}}, status)


def _wanted(told: dict[str, Any]) -> dict[str, Any]:
    """The request, if it can be answered. Raises RubbishError saying what is wrong with it."""
    messages = told.get("messages")
    if not isinstance(messages, list) or not all(isinstance(m, dict) for m in messages):
        raise RubbishError("“messages” is missing, or isn't a list of objects with “role” and “content”.")
    if told.get("n") not in (None, 1):
        raise RubbishError("She gives one answer; leave “n” out or at 1.")
    if not isinstance(told.get("stream", False), bool | None):
        raise RubbishError("“stream” is true or false.")
    if not messages or messages[-1].get("role") != "user" or not _last(messages).strip():
        raise RubbishError("The last message has to be the user's, and in words.")
    if len(_last(messages)) > LONGEST_TEXT:
        raise RubbishError(f"That is more than {LONGEST_TEXT:,} characters in one message; send it in parts.")
    return told


def _last(messages: list[dict[str, Any]]) -> str:
    """What the user said last."""
    content = messages[-1].get("content")
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    if not all(isinstance(p, dict) and p.get("type") == "text" and isinstance(p.get("text"), str) for p in parts):
        raise RubbishError("She reads words only, no pictures, sounds or files; send text.")
    return "\n".join(p["text"] for p in parts)
