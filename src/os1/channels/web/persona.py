"""The page of her character: who she is, what she has come to like, and the person's tuning of her."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from os1.channels.web.memories import Paired, body_of, not_paired, refused
from os1.conversation import Conversation
from os1.errors import OS1Error, RubbishError
from os1.mind import character
from os1.mind.likings import likings
from os1.rooms import Rooms
from os1.store import settings, tuning


def character_routes(house: Rooms, conversation: Conversation, static: Path, paired: Paired) -> list[Route]:
    """`GET /character` is the page; `/character/told` reads what it shows, and by POST tunes her."""

    async def page(request: Request) -> Response:
        return FileResponse(static / "character.html", media_type="text/html")

    async def told(request: Request) -> Response:
        if not await paired(request):
            return not_paired()
        try:
            if request.method == "POST":
                await house.run(_tune, house, await body_of(request))
                await conversation.tell_person()
            return JSONResponse(await house.run(_shown, house))
        except OS1Error as error:
            return refused(error)

    return [Route("/character", page, methods=["GET"]), Route("/character/told", told, methods=["GET", "POST"])]


def _shown(house: Rooms) -> dict[str, Any]:
    me = house.person.id
    return {**character.shape(settings.persona(house.database, me), likings(house.shelf, me)), "sounding": tuning.reads_voice(house.database, me)}


def _tune(house: Rooms, wanted: dict[str, Any]) -> None:
    name, tone, sounding = wanted.get("name"), wanted.get("tone"), wanted.get("sounding")
    if not all(isinstance(value, kind) or value is None for value, kind in ((name, str), (tone, str), (sounding, bool))):
        raise RubbishError("The page sent something I can't read; reload it.")
    if name is not None:
        tuning.call(house.database, house.person.id, name)
    if tone is not None:
        tuning.sound(house.database, house.person.id, tone)
    if sounding is not None:
        tuning.read_voice(house.database, house.person.id, on=sounding)
