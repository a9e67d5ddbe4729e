"""OS1 as a real process with its page on a free port, and a socket to it without a browser."""

from __future__ import annotations

import http.client
import itertools
import json
import re
import signal
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.flows.talk import OS1, environment
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

Event = dict[str, Any]
LINK = re.compile(r"http://127\.0\.0\.1:(\d+)/#token=([\w-]{40,})")
PATIENCE = 15.0


class Served:
    """One home served by `os1 serve`; it can be killed and started again on the same port."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = 0
        self.token = ""
        self.process: subprocess.Popen[str] | None = None

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def link(self) -> str:
        """The link OS1 printed when it last started."""
        return f"{self.origin}/#token={self.token}"

    def start(self) -> None:
        """Start OS1, on the port it had before if it had one, and wait for its link."""
        command = [str(OS1), "serve", "--home", str(self.home), "--port", str(self.port), "--no-browser"]
        with (self.home.parent / "stderr.txt").open("a") as complaints:
            self.process = subprocess.Popen(
                command,
                stdout=subprocess.PIPE,
                stderr=complaints,
                env=environment(),
                text=True,
            )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if found := LINK.search(line):
                self.port, self.token = int(found.group(1)), found.group(2)
                return
        raise AssertionError((self.home.parent / "stderr.txt").read_text()[-2000:])

    def kill(self) -> None:
        """End it the way a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it the way Ctrl-C does."""
        self._end(signal.SIGINT)

    def _end(self, how: signal.Signals) -> None:
        process, self.process = self.process, None
        if process is None:
            return
        process.send_signal(how)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise
        finally:
            assert process.stdout is not None
            process.stdout.close()

    # --- without a browser --------------------------------------------------------------------

    def _cookie(self) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        body = json.dumps({"token": self.token})
        connection.request("POST", "/session", body, {"Origin": self.origin})
        answer = connection.getresponse()
        answer.read()
        cookie = answer.getheader("set-cookie", "")
        connection.close()
        assert answer.status == 204, answer.status
        return cookie.split(";")[0]

    @contextmanager
    def line(self) -> Iterator[Line]:
        """A paired socket that has said hello."""
        address = f"ws://127.0.0.1:{self.port}/ws"
        headers = {"Cookie": self._cookie()}
        with connect(
            address, origin=Origin(self.origin), additional_headers=headers, max_size=None
        ) as socket:
            line = Line(socket)
            line.send(type="hello")
            line.until("welcome")
            yield line

    def introduce(self, call_me: str = "Theodore") -> None:
        """Go through the set-up without a page, and hush her first words."""
        with self.line() as line:
            line.send(type="setup", id=uuid.uuid4().hex, call_me=call_me, tone="", on_mind="")
            line.until("words")
            line.send(type="hush")
            line.until("said")

    def tell(self, *texts: str) -> None:
        """Say things as another page would, hushing each reply."""
        with self.line() as line:
            for text in texts:
                turn = line.say(text)
                line.until("words", turn)
                line.send(type="hush")
                line.until("said", turn)

    def kept(self) -> list[Event]:
        """Every entry that the store holds, oldest first."""
        with self.line() as line:
            entries: list[Event] = []
            event = line.welcome
            while True:
                entries = [*event["entries"], *entries]
                if not event["more"]:
                    return [entry for entry in entries if entry["kept"]]
                line.send(type="older", before=entries[0]["seq"])
                event = line.until("older")


class Line:
    """One open socket; `heard` is everything that came over it."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self.heard: list[Event] = []

    @property
    def welcome(self) -> Event:
        return next(event for event in self.heard if event["type"] == "welcome")

    def send(self, **event: Any) -> None:
        self._socket.send(json.dumps(event))

    def say(self, text: str) -> str:
        """Take a turn; gives its id."""
        turn = uuid.uuid4().hex
        self.send(type="say", id=turn, text=text)
        return turn

    def until(self, kind: str, turn: str | None = None) -> Event:
        """The next event of a kind (and turn)."""
        while True:
            event: Event = json.loads(self._socket.recv(PATIENCE))
            self.heard.append(event)
            if event["type"] == kind and turn in (None, event.get("turn")):
                return event


def eventually(holds: Callable[[], bool], what: str = "", within: float = PATIENCE) -> None:
    """Wait until something holds."""
    end = time.monotonic() + within
    for _ in itertools.count():
        if holds():
            return
        assert time.monotonic() < end, what or "it never came true"
        time.sleep(0.05)
