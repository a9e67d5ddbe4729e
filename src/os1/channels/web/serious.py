"""The page "When it's serious": what she does, published, and the lines of the country by one touch."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from os1.channels.web.memories import Paired
from os1.mind import care, helplines
from os1.rooms import Rooms

_TITLES = {"self_harm": "Not wanting to live", "harm_to_others": "Hurting somebody", "abuse": "Being hurt by somebody",
           "eating": "Eating", "medical": "The body", "any": "Whatever it is"}  # fmt: skip
_WHEN = {"passive": "thought of", "active": "meant", "imminent": "now"}


def serious_routes(house: Rooms, static: Path, paired: Paired) -> list[Route]:
    """`GET /serious` for everyone here; `GET` and `POST /care` for who is paired."""

    async def page(request: Request) -> Response:
        told = (static / "serious.html").read_text(encoding="utf-8")
        return HTMLResponse(told.replace("<!-- protocol -->", published()))

    async def shown(request: Request) -> Response:
        if not await paired(request):
            return JSONResponse({"problem": "This browser isn't paired; open the link OS1 printed."}, 401)
        if request.method == "POST":
            code = request.query_params.get("country", "")
            if code not in await house.run(house.turns.care.countries):
                return JSONResponse({"problem": "The page named no country I know; reload it."}, 400)
            await house.run(house.turns.care.settle, house.person.id, code)
        asked = request.query_params
        kind, level = asked.get("kind", "self_harm"), asked.get("level", "active")
        known = kind in helplines.KINDS and level in care.RANK
        given: dict[str, Any] = await house.run(house.turns.care.shown, house.person.id,
                                                kind if known else "self_harm", level if known else "active")  # fmt: skip
        return JSONResponse({**given, "countries": await house.run(house.turns.care.countries)})

    return [Route("/serious", page, methods=["GET"]), Route("/care", shown, methods=["GET", "POST"])]


def published() -> str:
    """The protocol as HTML, kind by kind."""
    made: list[str] = []
    for kind, title in _TITLES.items():
        made.append(f"<h3>{escape(title)}</h3><dl>")
        for step in (step for step in care.protocol() if step.kind == kind):
            when = ", ".join(_WHEN.get(level, level) for level in step.levels)
            whose = ", of somebody else" if step.who == "other" else ""
            made.append(f"<dt>{escape(when + whose)}</dt><dd>{escape(step.does)}</dd>")
        made.append("</dl>")
    return "".join(made)
