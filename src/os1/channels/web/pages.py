"""One page's socket: what it may send, how often, and everything that happens sent to it."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from os1 import __version__
from os1.channels.web.calls import Calls, Wire
from os1.conversation import LEFT_BEHIND, Conversation
from os1.errors import OS1Error, RubbishError
from os1.events import Event, problem

_log = logging.getLogger(__name__)
FAULT = "Something in me failed just then, and I've written down where; what was kept is kept."
LONGEST_ID = 100
LONGEST_ANSWER = 4_000
WAITING = 200  # messages of a page that wait for the one before
GONE = object()  # None is what the message `null` would be


class Rate:
    """A bucket of tokens: `burst` at once, `per_second` after that."""

    def __init__(self, *, per_second: float, burst: int) -> None:
        self._per_second = per_second
        self._burst = float(burst)
        self._left = float(burst)
        self._at = time.monotonic()

    def allows(self) -> bool:
        now = time.monotonic()
        self._left = min(self._burst, self._left + (now - self._at) * self._per_second)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is being served: its socket, and what it may reach."""

    wire: Wire
    conversation: Conversation
    calls: Calls
    work: asyncio.Queue[Any] = field(default_factory=lambda: asyncio.Queue(WAITING))


async def attend(websocket: WebSocket, conversation: Conversation, calls: Calls) -> None:
    """Serve one page until it goes."""
    rate = Rate(per_second=25, burst=200)
    page = Page(Wire(websocket), conversation, calls)
    with conversation.listen() as events:
        sending = asyncio.create_task(_send_all(websocket, page.wire, events))
        working = asyncio.create_task(_work(page))
        try:
            while (event := await _receive(websocket)) is not GONE and not sending.done():
                if isinstance(event, bytes) or _of_a_call(event):
                    await _take(page, event)
                elif rate.allows():
                    await page.work.put(event)
                else:
                    await page.wire.send(problem("That was a lot at once; wait a second.", _turn_of(event)))
            await page.work.put(GONE)
            await working  # what had come before the page went is still done
        except WebSocketDisconnect:
            pass
        finally:
            for task in (working, sending):
                task.cancel()
                with suppress(asyncio.CancelledError, WebSocketDisconnect, RuntimeError):
                    await task
            await calls.leave(page.wire)


async def _work(page: Page) -> None:
    """Do what a page asks, in order; sound and what was played of hers don't wait for it."""
    while (event := await page.work.get()) is not GONE:
        await _take(page, event)


async def _send_all(websocket: WebSocket, wire: Wire, events: asyncio.Queue[Event]) -> None:
    while (event := await events.get()) is not LEFT_BEHIND:
        await wire.send(event)
    await websocket.close(1013, "fell behind")  # the page connects again and catches up


async def _receive(websocket: WebSocket) -> Any:
    """The next message as JSON or as the bytes of sound, or a RubbishError in its place; GONE when the page is."""
    message = await websocket.receive()
    if message["type"] == "websocket.disconnect":
        return GONE
    text = message.get("text")
    if text is None:
        return bytes(message.get("bytes") or b"")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return RubbishError("That message wasn't JSON, so nothing of it was taken.")


async def _take(page: Page, event: Any) -> None:
    try:
        if isinstance(event, RubbishError):
            raise event
        if isinstance(event, bytes):
            await page.calls.hear(page.wire, event)
            return
        kind = event.get("type") if isinstance(event, dict) else None
        if not isinstance(kind, str) or kind not in _HANDLERS:
            raise RubbishError("That message is of no kind I know; reload the page.")
        await _HANDLERS[kind](page, event)
    except OS1Error as error:
        await page.wire.send(problem(str(error), _turn_of(event)))
    except (WebSocketDisconnect, asyncio.CancelledError):
        raise
    except Exception:  # the outermost loop: a fault in one message mustn't take the page away
        _log.exception("a message of kind %s failed", event.get("type") if isinstance(event, dict) else "sound")
        await page.wire.send(problem(FAULT, _turn_of(event)))


def _of_a_call(event: Any) -> bool:
    """Reports of what was played come as often as she speaks."""
    return isinstance(event, dict) and event.get("type") == "heard"


def _turn_of(event: Any) -> str | None:
    given = event.get("id") if isinstance(event, dict) else None
    return (
        given if isinstance(given, str) and len(given) <= LONGEST_ID and given.isascii() else None
    )


def _text(event: Mapping[str, Any], name: str, longest: int | None = None) -> str:
    value = event.get(name)
    if not isinstance(value, str) or (longest is not None and len(value) > longest):
        raise RubbishError(f"The page sent no good {name!r}, so nothing was taken; reload it.")
    return value


def _id(event: Mapping[str, Any]) -> str:
    value = _text(event, "id", LONGEST_ID)
    if not value.strip() or not value.isascii() or not value.isprintable():
        raise RubbishError("The page sent no good 'id', so nothing was taken; reload it.")
    return value


async def _hello(page: Page, event: Event) -> None:
    welcome = await page.conversation.welcome(__version__)
    await page.wire.send(welcome)
    if page.conversation.light:
        await page.wire.send({"type": "light", "state": page.conversation.light})
    if not welcome["setup_needed"]:
        await page.conversation.greet()


async def _say(page: Page, event: Event) -> None:
    await page.conversation.say(_id(event), _text(event, "text"))


async def _hush(page: Page, event: Event) -> None:
    await page.conversation.quiet()


async def _setup(page: Page, event: Event) -> None:
    answers = [_text(event, name, LONGEST_ANSWER) for name in ("call_me", "tone", "on_mind")]
    await page.conversation.set_up(_id(event), *answers)


async def _record(page: Page, event: Event) -> None:
    on = event.get("on")
    if not isinstance(on, bool):
        raise RubbishError("The page didn't say whether to keep or not; nothing was changed.")
    await page.conversation.record(on=on)


async def _older(page: Page, event: Event) -> None:
    before = event.get("before")
    if not isinstance(before, int) or isinstance(before, bool) or not 0 < before < 2**53:
        raise RubbishError("The page didn't say before which entry; reload it.")
    await page.wire.send(await page.conversation.older(before))


async def _call(page: Page, event: Event) -> None:
    await page.calls.take(page.wire, event)


async def _mute(page: Page, event: Event) -> None:
    await page.calls.mute(page.wire, event)


async def _heard(page: Page, event: Event) -> None:
    await page.calls.heard(page.wire, event)


_HANDLERS = {"hello": _hello, "say": _say, "hush": _hush, "setup": _setup, "record": _record,
             "older": _older, "call": _call, "mute": _mute, "heard": _heard}  # fmt: skip
