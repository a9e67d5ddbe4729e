"""The page of minds: which models could find her words, which does, where words would go, and what was sent last."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from os1 import minds as choosing
from os1.channels.web.memories import Paired, body_of, not_paired, refused, text_of
from os1.conversation import Conversation
from os1.errors import OS1Error, RubbishError
from os1.rooms import Rooms
from os1.store import minds, programs


def minds_routes(house: Rooms, conversation: Conversation, static: Path, paired: Paired) -> list[Route]:
    """`GET /minds` is the page; `/minds/told` reads what it shows and by POST changes it; `/minds/prompt` is what was sent last."""

    async def page(request: Request) -> Response:
        return FileResponse(static / "minds.html", media_type="text/html")

    async def told(request: Request) -> Response:
        if not await paired(request):
            return not_paired()
        try:
            act = await body_of(request) if request.method == "POST" else None
            if act and act.get("act") in ("revoke", "remove"):
                await conversation.hush()  # nothing more is sent, also of what is on its way
            done = await act_on(house, act) if act is not None else ""
            if done and not done.startswith(programs.BEGINS):
                conversation.tell({"type": "mind", "text": done})
                await conversation.tell_person()
            return JSONResponse({**await choosing.told(house), "done": done})
        except OS1Error as error:
            return refused(error)

    async def prompt(request: Request) -> Response:
        if not await paired(request):
            return not_paired()
        return JSONResponse(await house.run(minds.last_prompt, house.database, house.person.id))

    return [Route("/minds", page, methods=["GET"]), Route("/minds/told", told, methods=["GET", "POST"]),
            Route("/minds/prompt", prompt, methods=["GET"])]  # fmt: skip


async def act_on(house: Rooms, act: dict[str, Any]) -> str:
    """Do what the page asks; what to tell the person of it."""
    kind = act.get("act")
    if kind == "use":
        wanted = await choosing.named(house, _text(act, "name"))
        return await choosing.use(house, wanted, agree=_text(act, "agree"))
    if kind == "undo":
        return await choosing.undo(house)
    if kind == "add":
        made = await choosing.add(house, _text(act, "name"), _text(act, "url"), _text(act, "model"), _text(act, "key"))
        return f"{made.name} is on the list; it isn't in use yet."
    if kind == "remove":
        await house.run(minds.remove, house.database, house.person.id, _text(act, "name"))
        return f"{act['name']} is gone, and its key with it."
    if kind == "revoke":
        await house.run(minds.revoke, house.database, house.person.id, _text(act, "host"))
        return f"Nothing goes to {act['host']} any more."
    if kind == "let_in":
        return await house.run(programs.let_in, house.database, house.person.id, _text(act, "name"), house.clock.now())
    if kind == "shut_out":
        await house.run(programs.drop, house.database, house.person.id, _text(act, "name"))
        return f"{act['name']} can't talk to me any more."
    raise RubbishError("The page asked for something I can't do; reload it.")


def _text(act: dict[str, Any], name: str) -> str:
    return text_of(act, name, "").strip()
