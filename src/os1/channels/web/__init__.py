"""The web page on this computer: started, its link printed, stopped."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import socket
import sys
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

import uvicorn
from starlette.applications import Starlette

from os1 import minds as choosing
from os1.channels.aloud import listen_for_name
from os1.channels.web.app import Doors, make_app
from os1.config import Home
from os1.conversation import Conversation
from os1.errors import HomeBusy, OS1Error
from os1.memory import episodes
from os1.mind.chat.wire import Faltered
from os1.rooms import Rooms

HOST = "127.0.0.1"
PONDERS, QUIET = 300.0, timedelta(minutes=10)
"""Seconds between two looks whether there is something to reflect on, and how quiet it has to be for that."""


class Web:
    """The page, on loopback only."""

    async def run(self, house: Rooms, *, port: int, browser: bool) -> None:
        """Serve until stopped. Raises HomeBusy where the port is taken."""
        listener = bind(port)
        port = listener.getsockname()[1]
        doors = Doors(port, secrets.token_urlsafe(32), secrets.token_urlsafe(32))
        async with Conversation(house) as conversation:
            app = make_app(house, conversation, doors)
            server = make_server(app, doors)
            link = f"http://{HOST}:{port}/#token={doors.link_token}"
            print(f"Samantha is at home: {link}\nThe link is yours alone. Ctrl-C stops her.",
                  flush=True)  # fmt: skip
            warming = asyncio.create_task(_warm(house))
            if browser and sys.stdout.isatty():
                await asyncio.to_thread(webbrowser.open, link)
            pondering = asyncio.create_task(_ponder(house, conversation))
            called = asyncio.create_task(listen_for_name(house, conversation))
            with _door(house.home, doors):
                await server.serve(sockets=[listener])
            pondering.cancel()
            called.cancel()
            await asyncio.gather(warming, pondering, called, return_exceptions=True)
            await app.state.calls.close()


async def _warm(house: Rooms) -> None:
    """Get ready for the first turn, and a model too, while the page opens already."""
    await house.run(house.warm)
    await choosing.wake(house)


async def _ponder(house: Rooms, conversation: Conversation) -> None:
    """Between talks, now and then, let a model on this computer look over what was said."""
    while True:
        await asyncio.sleep(PONDERS)
        last = await house.run(episodes.latest, house.shelf, house.person.id, 1)
        if last and house.clock.now() - last[-1].said_at > QUIET:
            with suppress(Faltered, OS1Error):  # it is tried again later; memory doesn't wait for it
                await _until_spoken_to(conversation, asyncio.create_task(choosing.reflect(house)))


async def _until_spoken_to(conversation: Conversation, work: asyncio.Task[Any]) -> None:
    """Let something go on only until the person says a word: a small server may do one thing at a time."""
    with conversation.listen() as events:
        while not work.done():
            heard = asyncio.create_task(events.get())
            await asyncio.wait({work, heard}, return_when=asyncio.FIRST_COMPLETED)
            if heard.done() and heard.result()["type"] == "kept":
                work.cancel()
                await asyncio.gather(work, return_exceptions=True)
                return
            heard.cancel()
    await work


@contextmanager
def _door(home: Home, doors: Doors) -> Iterator[None]:
    """Tell the command `os1` of the same person how to reach this house, as long as it runs."""
    with os.fdopen(os.open(home.door, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as door:
        json.dump({"port": doors.port, "token": doors.command_token}, door)
    try:
        yield
    finally:
        home.door.unlink(missing_ok=True)


def make_server(app: Starlette, doors: Doors) -> uvicorn.Server:
    """The server of the page, with what it takes in bounded and nothing said about itself."""
    config = uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off",
                            ws="websockets-sansio", ws_max_size=doors.largest_message,
                            server_header=False, date_header=False,
                            timeout_graceful_shutdown=2)  # fmt: skip
    return uvicorn.Server(config)


def bind(port: int) -> socket.socket:
    """A listening socket on loopback; 0 takes any free port. Raises HomeBusy where it is taken."""
    # With the protocol named, asyncio sends small messages at once; without, each word waits 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if sys.platform != "win32":  # on Windows this would let two servers share the port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        raise HomeBusy(
            f"Port {port} is in use on this computer; choose another with --port."
        ) from error
    listener.listen(128)
    return listener
