"""The memory pages' routes: what is remembered, read page by page, and the person's acts on it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from os1.channels.web.bodies import json_object
from os1.conversation import Conversation
from os1.errors import NoSuchMemory, OS1Error, RubbishError
from os1.events import Event, entry
from os1.memory import episodes, hands, joining, overview, sayings
from os1.memory.episodes import Shelf
from os1.memory.forgetting import Forgotten
from os1.memory.overview import Shown
from os1.rooms import Rooms
from os1.store import settings

LARGEST_ACT = 8_192
LONGEST_QUERY = 400
FURTHEST = 1_000_000
Asked = Mapping[str, str]
Paired = Callable[[Request], Awaitable[bool]]
_UNREADABLE = "The page sent something I can't read; reload it."
_CHANGED: Event = {"type": "memory"}


def memory_routes(house: Rooms, conversation: Conversation, paired: Paired) -> list[Route]:
    """`GET /memory/rows?show=…` reads, `POST /memory/acts` does."""

    async def rows(request: Request) -> Response:
        if not await paired(request):
            return not_paired()
        try:
            asked = {name: value[:LONGEST_QUERY] for name, value in request.query_params.items()}
            shown = await house.run(_show, house, asked)
        except OS1Error as error:
            return refused(error)
        return JSONResponse(shown)

    async def acts(request: Request) -> Response:
        if not await paired(request):
            return not_paired()
        try:
            act = await _act(request)
            if act["act"] == "forget":
                await conversation.hush()  # what she is saying may hold what is to go: it is kept first, and goes with it
            now = datetime.now(UTC).astimezone()
            done, events = await house.run(_do, house, act, now)
        except OS1Error as error:
            return refused(error)
        for event in (*events, _CHANGED):
            conversation.tell(event)
        return JSONResponse(done)

    return [Route("/memory/rows", rows, methods=["GET"]), Route("/memory/acts", acts, methods=["POST"])]


def not_paired() -> Response:
    return JSONResponse(
        {"problem": "This browser isn't paired; open the link OS1 printed when it started."}, 401
    )


def refused(error: OS1Error) -> Response:
    status = {RubbishError: 400, NoSuchMemory: 404}.get(type(error), 503)
    return JSONResponse({"problem": str(error)}, status)


# --- reading ----------------------------------------------------------------------------------


def _show(house: Rooms, asked: Asked) -> Shown:
    show = _SHOWN.get(asked.get("show", ""))
    if show is None:
        raise RubbishError("The page didn't say what to show; reload it.")
    shown = show(house.shelf, house.person.id, asked)
    if shown is None:
        raise NoSuchMemory("That is gone, or never was.")
    if asked["show"] == "counts":
        shown["her_name"] = settings.persona(house.database, house.person.id).name
    return shown


def _skip(asked: Asked) -> int:
    given = asked.get("skip", "0")
    if not given.isdecimal() or len(given) > 7 or int(given) > FURTHEST:
        raise RubbishError("The page didn't say from where on; reload it.")
    return int(given)


def _group(asked: Asked, groups: Any) -> str:
    if asked.get("group") not in groups:
        raise RubbishError("The page asked for a part I don't have; reload it.")
    return asked["group"]


def _day(asked: Asked, name: str) -> datetime:
    try:
        day = datetime.fromisoformat(asked.get(name, ""))
        day.timestamp()
    except (ValueError, OverflowError) as error:
        raise RubbishError("The page named a day I can't read; reload it.") from error
    return day if day.tzinfo else day.replace(tzinfo=UTC)


def _number(given: object, letters: str) -> int:
    text = given if isinstance(given, str) else ""
    if not re.fullmatch(rf"[{letters}][0-9]{{1,15}}", text):
        raise RubbishError("The page didn't say which; reload it.")
    return int(text[1:])


def _found(shelf: Shelf, person_id: str, asked: Asked) -> Shown:
    query = asked.get("q", "").strip()
    return sayings.found(shelf, person_id, query) if query else {"people": [], "rows": []}


def _words(shelf: Shelf, person_id: str, asked: Asked) -> Shown | None:
    _number(asked.get("id"), "um")
    return sayings.around(shelf, person_id, asked["id"])


_SHOWN: dict[str, Callable[[Shelf, str, Asked], Shown | None]] = {
    "counts": lambda shelf, me, asked: overview.counts(shelf, me),
    "people": lambda shelf, me, asked: overview.everyone(shelf, me, _skip(asked)),
    "places": lambda shelf, me, asked: overview.everyone(shelf, me, _skip(asked), "places"),
    "person": lambda shelf, me, asked: overview.person(shelf, me, _number(asked.get("id"), "e")),
    "map": lambda shelf, me, asked: overview.circle(shelf, me),
    "facts": lambda shelf, me, asked: overview.known(
        shelf, me, _group(asked, overview.GROUPS), _skip(asked)),
    "plans": lambda shelf, me, asked: overview.planned(
        shelf, me, _group(asked, overview.PLANS), _skip(asked)),
    "timeline": lambda shelf, me, asked: overview.timeline(
        shelf, me, _day(asked, "from"), _day(asked, "to")),
    "feelings": lambda shelf, me, asked: sayings.weeks(shelf, me),
    "felt": lambda shelf, me, asked: sayings.felt(shelf, me, _day(asked, "week"), _skip(asked)),
    "words": _words,
    "search": _found,
}  # fmt: skip


# --- acting -----------------------------------------------------------------------------------


async def body_of(request: Request) -> dict[str, Any]:
    """The JSON object a page sent."""
    return await json_object(request, LARGEST_ACT, "That is more than I can take in here; say it shorter.", _UNREADABLE, _UNREADABLE)


async def _act(request: Request) -> dict[str, Any]:
    act = await body_of(request)
    if not isinstance(act.get("act"), str) or act["act"] not in _ACTS:
        raise RubbishError("The page asked for something I can't do; reload it.")
    return act


def _do(house: Rooms, act: dict[str, Any], now: datetime) -> tuple[Shown, list[Event]]:
    """Do an act; on the disk when it returns. What to answer, and what the open pages are told."""
    return _ACTS[act["act"]](house, act, now)


def _on(act: dict[str, Any]) -> bool:
    on = act.get("on", True)
    if not isinstance(on, bool):
        raise RubbishError("The page didn't say on or off; reload it.")
    return on


def text_of(act: dict[str, Any], name: str, missing: str | None = None) -> str:
    """A text an act brings, `missing` where it doesn't. Raises RubbishError for none, and for what can't be kept."""
    text = act.get(name, missing)
    if not isinstance(text, str) or "\0" in text:
        raise RubbishError("The page left something out; reload it.")
    return text.encode("utf-8", "replace").decode()


def _id(act: dict[str, Any], letters: str) -> str:
    _number(act.get("id"), letters)
    return str(act["id"])


def _correct(house: Rooms, act: dict[str, Any], now: datetime) -> tuple[Shown, list[Event]]:
    me, turn = house.person.id, text_of(act, "turn")
    if not (0 < len(turn) <= 100 and turn.isascii() and turn.isprintable()):
        raise RubbishError("The page left something out; reload it.")
    if not house.turns.on_record(me):
        raise RubbishError("Nothing new is kept off the record; come back on it to put this right.")
    memory = hands.correct(house.shelf, me, turn, _id(act, "m"), text_of(act, "value"), now)
    house.turns.reload(me)
    pair = [episodes.by_turn(house.shelf, me, turn, who) for who in ("person", "samantha")]
    events: list[Event] = [
        {"type": kind, "turn": turn, "learned": [], "entry": entry(each, kept=True)}
        for kind, each in zip(("kept", "said"), pair, strict=True) if each is not None
    ]  # fmt: skip
    return {"id": memory.id, "text": memory.text, "quote": memory.quote}, events


def _forget(house: Rooms, act: dict[str, Any], now: datetime) -> tuple[Shown, list[Event]]:
    gone = hands.forget_statement(house.shelf, house.person.id, _id(act, "um"))
    house.turns.reload(house.person.id)
    return {"words": list(gone.words), "replies": len(gone.replies)}, [_forgotten(house, gone)]


def _forgotten(house: Rooms, gone: Forgotten) -> Event:
    left = episodes.fetch(house.shelf, house.person.id, gone.shortened)
    whole = {int(each[1:]) for each in gone.ids} - {*gone.shortened}
    return {"type": "forgotten", "seqs": [*sorted(whole), *gone.replies],
            "shortened": [entry(u, kept=True) for u in left.values()]}  # fmt: skip


def _plainly(do: Callable[[Shelf, str, dict[str, Any]], Shown | None]) -> Any:
    def act_on(house: Rooms, act: dict[str, Any], now: datetime) -> tuple[Shown, list[Event]]:
        return do(house.shelf, house.person.id, act) or {}, []

    return act_on


def _merge(shelf: Shelf, me: str, act: dict[str, Any]) -> None:
    joining.merge(shelf, me, _number(act.get("id"), "e"), _number(act.get("other"), "e"))


def _split(shelf: Shelf, me: str, act: dict[str, Any]) -> Shown:
    return {"id": f"e{joining.split(shelf, me, _number(act.get('id'), 'e'), text_of(act, 'alias'))}"}


_ACTS: dict[str, Callable[[Rooms, dict[str, Any], datetime], tuple[Shown, list[Event]]]] = {
    "correct": _correct,
    "deny": _plainly(lambda shelf, me, act: hands.deny(shelf, me, _id(act, "m"))),
    "forget": _forget,
    "pin": _plainly(lambda shelf, me, act: hands.pin(shelf, me, _id(act, "m"), on=_on(act))),
    "quiet": _plainly(lambda shelf, me, act: hands.quiet(shelf, me, _id(act, "em"), on=_on(act))),
    "nobody": _plainly(lambda shelf, me, act: hands.nobody(shelf, me, _id(act, "e"))),
    "merge": _plainly(_merge),
    "split": _plainly(_split),
}
