"""The page's real server on a real socket, in a thread, with a count of what reached a handler."""

from __future__ import annotations

import asyncio
import http.client
import json
import logging
import threading
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import func, select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send
from tests.contracts.homes import a_house
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from os1.channels.web import bind, make_server
from os1.channels.web.app import COOKIE, Doors, make_app
from os1.conversation import Conversation
from os1.house import House
from os1.store.tables import device, setting, utterance

T = TypeVar("T")
TOKEN = "a-link-token-that-must-never-be-seen-0123456789"


class Counted:
    """A handler as it is, with a note of each request that comes to it."""

    def __init__(self, app: ASGIApp, name: str, reached: Counter[str]) -> None:
        self.app, self.name, self.reached = app, name, reached

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.reached[self.name] += 1
        await self.app(scope, receive, send)


class Log(logging.Handler):
    """Every line anybody logs."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


class Served:
    """A house behind its doors: where it is, what reached its handlers, what was logged."""

    def __init__(self, house: House, loop: asyncio.AbstractEventLoop, doors: Doors) -> None:
        self.house, self.loop, self.doors = house, loop, doors
        self.reached: Counter[str] = Counter()
        self.routes: list[BaseRoute] = []
        self.log = Log()
        self.cookie = ""

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.doors.port}"

    @property
    def origin(self) -> str:
        return f"http://{self.host}"

    def ask(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run something on the server's own loop and wait for it."""
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(30)

    def run(self, work: Callable[[], T]) -> T:
        """Do plain work in the house's thread."""
        return self.ask(self.house.run(work))

    def state(self) -> tuple[int, int, int]:
        """How many devices, utterances and settings there are: what a request could change."""

        def count() -> tuple[int, int, int]:
            with self.house.database.read() as connection:
                found = [
                    int(connection.execute(select(func.count()).select_from(table)).scalar_one())
                    for table in (device, utterance, setting)
                ]
            return found[0], found[1], found[2]

        return self.run(count)

    def pair(self) -> str:
        """A cookie of a new device's own, got as the page gets it."""
        connection = http.client.HTTPConnection(self.host, timeout=20)
        connection.request("POST", "/session", json.dumps({"token": TOKEN}), {"Origin": self.origin})
        response = connection.getresponse()
        response.read()
        connection.close()
        assert response.status == 204
        set_cookie = response.headers["set-cookie"]
        name, _, value = set_cookie.partition(";")[0].partition("=")
        assert name == COOKIE
        return value

    def open(self) -> ClientConnection:
        """A socket as the page opens it."""
        headers = {"Cookie": f"{COOKIE}={self.cookie}"}
        return connect(
            f"ws://{self.host}/ws", origin=Origin(self.origin), additional_headers=headers,
            max_size=None, open_timeout=20,
        )  # fmt: skip


async def broken(request: Request) -> Response:
    """A handler with a defect, to see how that is answered."""
    raise ZeroDivisionError("a defect")


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """A served house, ended when the block ends. No thread and no task is left behind."""
    listener = bind(0)
    ready = threading.Event()
    made: list[Served] = []

    async def live() -> None:
        with a_house(folder) as house:
            doors = Doors(port=listener.getsockname()[1], link_token=TOKEN)
            served = Served(house, asyncio.get_running_loop(), doors)
            async with Conversation(house, pause=0) as conversation:
                app = make_app(house, conversation, doors)
                app.router.routes.append(Route("/broken", broken))
                served.routes = list(app.routes)
                for route in served.routes:
                    assert isinstance(route, Route | Mount | WebSocketRoute)
                    route.app = Counted(route.app, route.path, served.reached)
                server = make_server(app, doors)
                logging.getLogger().addHandler(served.log)
                logging.getLogger("uvicorn").addHandler(served.log)
                made.extend([served])
                stop.append(lambda: setattr(server, "should_exit", True))
                ready.set()
                await server.serve(sockets=[listener])
                logging.getLogger().removeHandler(served.log)
                logging.getLogger("uvicorn").removeHandler(served.log)
            left = asyncio.all_tasks() - {asyncio.current_task()}
            assert not left, left

    stop: list[Callable[[], None]] = []
    failed: list[BaseException] = []

    def thread() -> None:
        try:
            asyncio.run(live())
        except BaseException as error:
            failed.append(error)
            ready.set()
            raise

    running = threading.Thread(target=thread, name="served")
    running.start()
    assert ready.wait(60) and not failed, failed
    try:
        yield made[0]
    finally:
        for each in stop:
            each()
        running.join(60)
        assert not running.is_alive() and not failed
