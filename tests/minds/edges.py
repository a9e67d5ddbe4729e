"""What the tests at the edges share: requests to a served house as a page or a program sends them, and what is kept."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import select
from tests.browser.served import Line, eventually
from tests.contracts.homes import MONDAY
from tests.contracts.served import Served
from tests.minds.scripted import ModelServer
from tests.minds.serving import said

from os1.channels.web.app import COOKIE
from os1.store import minds, programs
from os1.store.minds import Server
from os1.store.tables import move, setting, statement, utterance

V1, PATIENCE = "/v1/chat/completions", 60.0


def let_in(served: Served, name: str) -> str:
    """A token for a program."""
    return served.run(lambda: programs.let_in(served.house.database, served.house.person.id, name, MONDAY))


def headers(served: Served, cookie: str = "", bearer: str = "") -> dict[str, str]:
    given = {"Origin": served.origin, "content-type": "application/json"}
    given |= {"Cookie": f"{COOKIE}={cookie}"} if cookie else {}
    return given | ({"Authorization": f"Bearer {bearer}"} if bearer else {})


def asked(served: Served, path: str, body: bytes | None = None, *, cookie: str = "", bearer: str = "", **more: str) -> tuple[int, bytes]:
    """One request, and what came back."""
    with closing(http.client.HTTPConnection(served.host, timeout=PATIENCE)) as connection:
        connection.request("GET" if body is None else "POST", path, body, headers(served, cookie, bearer) | more)
        answer = connection.getresponse()
        return answer.status, answer.read()


def act(served: Served, path: str, **told: str) -> dict[str, Any]:
    """Something done on a page."""
    status, answer = asked(served, path, json.dumps(told).encode(), cookie=served.cookie)
    assert status == 200, answer
    done: dict[str, Any] = json.loads(answer)
    return done


def use(served: Served, server: Server) -> None:
    def choose() -> None:
        database, me = served.house.database, served.house.person.id
        if server.leaves:
            minds.agree(database, me, server.host, MONDAY)
        minds.add(database, me, server)
        minds.use(database, me, server)

    served.run(choose)


def texts(served: Served) -> list[tuple[str, str]]:
    """Everything both have said, as it is kept."""

    def read() -> list[tuple[str, str]]:
        with served.house.database.read() as connection:
            return [(str(row.speaker), str(row.text)) for row in connection.execute(select(utterance).order_by(utterance.c.id))]

    return served.run(read)


def store(served: Served) -> str:
    """All that is kept of the talk: words, reasons, what follows from them, what was sent."""

    def read() -> str:
        with served.house.database.read() as connection:
            return str([connection.execute(select(table)).all() for table in (utterance, move, statement, setting)])

    return served.run(read)


@contextmanager
def page(served: Served) -> Iterator[Line]:
    with served.open() as connection:
        yield Line(connection)


def told(model: ModelServer) -> int:
    """How often a model was sent words of the person's; it may have been woken up besides."""
    return sum(body["max_tokens"] > 1 for body in model.asked)


def begun(served: Served, token: str, text: str, *, stream: bool) -> tuple[http.client.HTTPConnection, bytes]:
    """A request whose head has been sent, and the token in it found good; its body is still to come."""
    body, before = said({"role": "user", "content": text}, stream=stream), served.reached[V1]
    connection = http.client.HTTPConnection(served.host, timeout=PATIENCE)
    connection.putrequest("POST", V1)
    for name, value in {**headers(served, bearer=token), "content-length": str(len(body))}.items():
        connection.putheader(name, value)
    connection.endheaders()
    eventually(lambda: served.reached[V1] == before + 1)
    served.run(lambda: None)  # the token is looked up before this
    return connection, body


def leave(connection: http.client.HTTPConnection, answer: http.client.HTTPResponse | None = None) -> None:
    """Go away in the middle."""
    assert isinstance(connection.sock, socket.socket)
    connection.sock.shutdown(socket.SHUT_RDWR)
    if answer:
        answer.close()
    connection.close()


def pieces(answer: http.client.HTTPResponse) -> Iterator[str]:
    """The words of a streamed answer as they come."""
    for line in answer:
        if line.startswith(b"data: {"):
            for choice in json.loads(line[6:])["choices"]:
                yield choice["delta"].get("content") or ""
