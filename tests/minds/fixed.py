"""An HTTP server with fixed answers, a real one on a free port: it keeps every request just as it came."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic
from typing import Any

PATIENCE = 10.0  # seconds that anything here waits at most
PIECE = 17  # bytes sent at once, so that words and letters are torn apart


@dataclass(frozen=True)
class Answer:
    """What a path answers. `dribbles` never ends, a byte at a time, `endless` never ends as fast as it can; `held`
    leaves the stream open after its body, until the asker goes."""

    body: bytes = b""
    kind: str = "application/json"
    status: int = 200
    more: Mapping[str, str] = field(default_factory=dict)
    endless: bool = False
    dribbles: bool = False
    held: bool = False


@dataclass(frozen=True)
class Came:
    """One request as it came; the names of its headers in small letters."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.body)
        return told

    @property
    def all(self) -> str:
        """Everything in it that could tell something."""
        return f"{self.method} {self.path}\n{dict(self.headers)}\n{self.body.decode()}"


class Fixed:
    """Where it is, what came, how many connections are open, and how many askers left a held stream."""

    def __init__(self, answers: Mapping[str, Answer | list[Answer]]) -> None:
        self.answers = {path: list(told) if isinstance(told, list) else [told] for path, told in answers.items()}
        self.came: list[Came] = []
        self.open = self.left = 0
        self.changed = threading.Condition()
        self.stopping = threading.Event()
        self.port = 0

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def next(self, path: str) -> Answer:
        """The next answer of a path, its last one for ever."""
        held = self.answers.get(path, [Answer(b'{"detail":"Not Found"}', status=404)])
        return held.pop(0) if len(held) > 1 else held[0]

    def count(self, open_: int = 0, left: int = 0) -> None:
        with self.changed:
            self.open, self.left = self.open + open_, self.left + left
            self.changed.notify_all()

    def all_gone(self) -> bool:
        """Whether no connection is left, now or within a moment."""
        with self.changed:
            return self.changed.wait_for(lambda: self.open == 0, PATIENCE)

    def was_left(self) -> bool:
        """Whether somebody went away from a held stream, now or within a moment."""
        with self.changed:
            return self.changed.wait_for(lambda: self.left > 0, PATIENCE)


def _handler(fixed: Fixed) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = PATIENCE

        def setup(self) -> None:
            super().setup()
            fixed.count(open_=1)

        def finish(self) -> None:
            super().finish()
            fixed.count(open_=-1)

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            fixed.came.append(Came(self.command, self.path, headers, body))
            answer = fixed.next(self.path)
            try:
                _give(self, answer, fixed.stopping)
            except OSError:  # whoever asked has gone
                fixed.count(left=1)
                self.close_connection = True

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Nothing: tests have their own words."""

    return Handler


def _give(to: BaseHTTPRequestHandler, answer: Answer, stopping: threading.Event) -> None:
    to.send_response(answer.status)
    to.send_header("content-type", answer.kind)
    to.send_header("transfer-encoding", "chunked")
    for name, value in answer.more.items():
        to.send_header(name, value)
    to.end_headers()
    for at in range(0, len(answer.body), PIECE):
        _piece(to, answer.body[at : at + PIECE])
    until = monotonic() + 3 * PATIENCE
    while (answer.endless or answer.dribbles) and monotonic() < until and not stopping.wait(0.3 * answer.dribbles):
        _piece(to, b" " if answer.dribbles else b" " * 65_536)
    if answer.held:
        if not to.connection.recv(1):
            raise ConnectionResetError
        to.close_connection = True
        return
    to.wfile.write(b"0\r\n\r\n")


def _piece(to: BaseHTTPRequestHandler, piece: bytes) -> None:
    to.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
    to.wfile.flush()


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing: an asker that breaks off is what some tests are about."""


@contextmanager
def fixed(answers: Mapping[str, Answer | list[Answer]], port: int = 0) -> Iterator[Fixed]:
    """A server giving these answers by path. Raises OSError where the port is taken."""
    made = Fixed(answers)
    server = _Quiet(("127.0.0.1", port), _handler(made))
    made.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join(PATIENCE)


def listing(*rows: Mapping[str, Any], under: str = "data") -> Answer:
    """A list of models as servers give it."""
    return Answer(json.dumps({"object": "list", under: list(rows)}).encode())
