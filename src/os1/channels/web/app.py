"""The page's server: its files, pairing with a link, and the socket."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket

from os1.channels.web.bodies import json_object
from os1.channels.web.calls import Calls
from os1.channels.web.completions import completion_routes
from os1.channels.web.guard import HEADERS, Guard
from os1.channels.web.memories import memory_routes
from os1.channels.web.minds import minds_routes
from os1.channels.web.pages import Rate, attend
from os1.channels.web.persona import character_routes
from os1.channels.web.serious import serious_routes
from os1.conversation import Conversation
from os1.errors import OS1Error, RubbishError
from os1.rooms import Rooms
from os1.store import settings
from os1.store.programs import hash_of

COOKIE = "os1_device"
A_YEAR = 365 * 24 * 3600
LARGEST_TOKEN = 1_024


@dataclass(frozen=True, slots=True)
class Doors:
    """Where the page is and what opens it: `link_token` a browser, `command_token` the command `os1` beside the
    running house. `largest_message` is in bytes, one socket message."""

    port: int
    link_token: str
    command_token: str = ""
    largest_message: int = 9_000_000

    @property
    def hosts(self) -> tuple[str, ...]:
        return (f"127.0.0.1:{self.port}", f"localhost:{self.port}")

    @property
    def origins(self) -> tuple[str, ...]:
        return tuple(f"http://{host}" for host in self.hosts)


def make_app(house: Rooms, conversation: Conversation, doors: Doors) -> Starlette:
    """The whole page as an ASGI application."""
    static = Path(str(files("os1.channels.web") / "static"))
    pairing = Rate(per_second=2, burst=20)
    calls = Calls(house, conversation)

    async def paired(request: Request) -> bool:
        return await _paired(request, house)

    async def either(request: Request) -> bool:
        """A paired browser, or the command `os1` of whoever runs this house."""
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        beside = bool(doors.command_token) and hmac.compare_digest(given.encode(), doors.command_token.encode())
        return beside or await _paired(request, house)

    async def session(request: Request) -> Response:
        """Exchange the token of the printed link for a cookie of this browser's own."""
        if not pairing.allows():
            return JSONResponse({"problem": "Too many tries; wait a few seconds."}, 429)
        given = await _token(request)
        if given is None or not hmac.compare_digest(given.encode(), doors.link_token.encode()):
            return JSONResponse(
                {"problem": "This link isn't the one OS1 printed last; open that one."}, 403
            )
        token = secrets.token_urlsafe(32)
        made_at = datetime.now(UTC).isoformat(timespec="seconds")
        await house.run(settings.add_device, house.database, house.person.id, hash_of(token), made_at)
        response = Response(status_code=204)
        response.set_cookie(
            COOKIE, token, max_age=A_YEAR, httponly=True, samesite="strict", path="/"
        )
        return response

    async def socket(websocket: WebSocket) -> None:
        if not await _paired(websocket, house):
            await websocket.accept()
            await websocket.close(4401, "not paired")
            return
        await websocket.accept()
        await attend(websocket, conversation, calls)

    app = Starlette(
        routes=[
            Route("/", _page(static / "index.html"), methods=["GET"]),
            Route("/memory", _page(static / "memory.html"), methods=["GET"]),
            *memory_routes(house, conversation, paired),
            *character_routes(house, conversation, static, paired),
            *serious_routes(house, static, paired),
            *minds_routes(house, conversation, static, either),
            *completion_routes(house, conversation),
            Route("/session", session, methods=["POST"]),
            WebSocketRoute("/ws", socket),
            Mount("/static", StaticFiles(directory=static)),
        ],
        middleware=[Middleware(Guard, hosts=doors.hosts, origins=doors.origins)],
        exception_handlers={OS1Error: _told, Exception: _failed},
    )
    app.state.calls = calls
    return app


def _page(path: Path) -> Callable[[Request], Awaitable[Response]]:
    async def page(request: Request) -> Response:
        return FileResponse(path, media_type="text/html")

    return page


async def _told(request: Request, error: Exception) -> Response:
    """What the person can do something about, as a sentence."""
    return JSONResponse({"problem": str(error)}, 503)


async def _failed(request: Request, error: Exception) -> Response:
    """The outermost answer, sent from outside the guard: it needs the guard's headers itself."""
    return JSONResponse({"problem": "Something went wrong here; try again."}, 500, HEADERS)


async def _token(request: Request) -> str | None:
    """The token in the body, or None where the body is anything else."""
    try:
        token = (await json_object(request, LARGEST_TOKEN, "", "", "")).get("token")
    except RubbishError:
        return None
    return token.encode("utf-8", "replace").decode() if isinstance(token, str) else None


async def _paired(connection: HTTPConnection, house: Rooms) -> bool:
    token = connection.cookies.get(COOKIE, "")
    if not token or len(token) > LARGEST_TOKEN:
        return False
    return await house.run(settings.knows_device, house.database, hash_of(token))

