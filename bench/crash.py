"""Killed with −9 while turns are being written: what was acknowledged, and what of it is lost.

    python -m bench.crash [-n KILLS] [--homes N] [--seed N]

A nursery process loads everything once, by a turn in a home of its own, and forks for each start.
The child calls the command `os1 serve` on a real home, is talked to over its real WebSocket by a
real client, and is killed with SIGKILL at a random moment. Nothing of that home is open when the
fork happens, so the child differs from a fresh `os1 serve` only in what is loaded already. What
wasn't acknowledged is sent again under the same ids after each restart, as the page does.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import http.client
import importlib
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple, dataclass, field
from pathlib import Path
from typing import Any

from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from os1.channels.web.app import COOKIE
from os1.config import Home
from os1.store.database import Database
from os1.store.keys import open_key

KILLS = 2_000
AHEAD = 3
"""Turns sent before the first of them is acknowledged."""
LONGEST = 0.8
"""Seconds from the first turn of a life to its end, at most."""
FOUND_LATE = ("keyring", "os1.skills.clock", "uvicorn.protocols.http.auto",
              "uvicorn.protocols.websockets.websockets_sansio_impl")  # fmt: skip


@dataclass(slots=True)
class Tally:
    """How it went. `between` counts kills that fell after a commit and before its
    acknowledgement; `wrong` are sentences about what should not have happened."""

    kills: int = 0
    acknowledged: int = 0
    lost: int = 0
    duplicated: int = 0
    between: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


class Nursery:
    """The process from which each `os1 serve` is forked."""

    def __init__(self, home: Path, log: Path) -> None:
        environment = {name: value for name, value in os.environ.items() if "OS1_" not in name}
        environment["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
        environment["OMP_NUM_THREADS"] = environment["OPENBLAS_NUM_THREADS"] = "1"
        self.log = log
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bench.crash", "nursery", str(home)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=out, text=True,
                env=environment, cwd=Path(__file__).resolve().parents[1],
            )  # fmt: skip

    def start(self, port: int) -> int:
        """Have OS1 started on a port; returns the process's id."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(f"{port}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


def nursery(home: str) -> int:
    """Fork an `os1 serve` for each port read from standard input, and say its process id."""
    from os1.cli import main
    from os1.house import House

    with tempfile.TemporaryDirectory() as folder, House(Home(Path(folder))) as house:
        asyncio.run(house.reply("warm", "My sister Ruth rang about the boiler."))
    for name in FOUND_LATE:
        importlib.import_module(name)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the killed need no burying
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.dup2(os.open(home + ".out", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), 1)
            os._exit(main(["serve", "--home", home, "--port", line.strip(), "--no-browser"]))
        print(child, flush=True)
    return 0


class Crasher:
    """One home talked to and killed again and again."""

    def __init__(self, folder: Path, name: str, seed: int) -> None:
        self.home = folder / name
        self.chance = random.Random(f"{seed} {name}")
        self.name = name
        self.nursery = Nursery(self.home, folder / f"{name}.err")
        self.cookie = ""
        self.open: dict[str, str] = {}
        self.acknowledged: dict[str, str] = {}
        self.tally = Tally()
        self._count = 0

    def life(self, *, kill: bool = True) -> None:
        """Start, send what is unacknowledged and new turns on top, and kill while they come."""
        port = free_port()
        process = self.nursery.start(port)
        try:
            with self._connect(port) as page:
                self._find_unacknowledged(page)
                delay = self.chance.random() * LONGEST
                if kill:
                    threading.Timer(delay, os.kill, (process, signal.SIGKILL)).start()
                self._talk(page, most=200 if kill else 0)
        except BaseException:
            os.kill(process, signal.SIGKILL)
            raise
        if not kill:
            os.kill(process, signal.SIGTERM)
        wait_for_end(process)
        self.tally.kills += kill

    def _connect(self, port: int) -> ClientConnection:
        until = time.monotonic() + 60
        while True:
            with contextlib.suppress(OSError, WebSocketException, IndexError):
                self.cookie = self.cookie or self._pair(port)
                return connect(
                    f"ws://127.0.0.1:{port}/ws", origin=Origin(f"http://127.0.0.1:{port}"),
                    additional_headers={"Cookie": f"{COOKIE}={self.cookie}"}, compression=None,
                )  # fmt: skip
            if time.monotonic() > until:
                raise TimeoutError(f"OS1 didn't start:\n{self.nursery.log.read_text()[-3000:]}")
            time.sleep(0.01)

    def _pair(self, port: int) -> str:
        """Open the printed link as a browser would; IndexError where it isn't printed yet."""
        printed = Path(f"{self.home}.out").read_text(encoding="utf-8")
        token = re.findall(r"#token=(\S+)", printed)[-1]
        asking = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        asking.request("POST", "/session", json.dumps({"token": token}),
                       {"Origin": f"http://127.0.0.1:{port}"})  # fmt: skip
        response = asking.getresponse()
        response.read()
        asking.close()
        return response.headers["set-cookie"].partition(";")[0].partition("=")[2]

    def _find_unacknowledged(self, page: ClientConnection) -> None:
        """Count what the last kill left on the disk that nobody had been told of."""
        page.send(json.dumps({"type": "hello"}))
        while (event := json.loads(page.recv(60)))["type"] != "welcome":
            pass
        shown = {entry["turn"] for entry in event["entries"]}
        self.tally.between += bool(shown & self.open.keys())

    def _talk(self, page: ClientConnection, most: int) -> None:
        """Send and take acknowledgements until the process is gone, or all is acknowledged."""
        with contextlib.suppress(WebSocketException, OSError):
            for turn, text in self.open.items():
                page.send(json.dumps({"type": "say", "id": turn, "text": text}))
            waiting = set(self.open)
            while waiting or most > 0:
                while most > 0 and len(waiting) < AHEAD:
                    most -= 1
                    waiting.add(self._say_next(page))
                event = json.loads(page.recv(60))
                if event["type"] == "kept":
                    self._acknowledge(event)
                    waiting.discard(event["turn"])
                elif event["type"] == "problem":
                    self.tally.wrong.append(event["text"])

    def _say_next(self, page: ClientConnection) -> str:
        self._count += 1
        turn = f"{self.name}-{self._count}"
        about = self.chance.choice(["my sister Ruth", "the boiler", "Tom's exam", "our garden"])
        self.open[turn] = f"Remark {self._count} is about {about}, and it matters to me."
        page.send(json.dumps({"type": "say", "id": turn, "text": self.open[turn]}))
        return turn

    def _acknowledge(self, event: dict[str, Any]) -> None:
        turn, text = event["turn"], event["entry"]["text"]
        if text != self.open.pop(turn, self.acknowledged.get(turn)):
            self.tally.wrong.append(f"{turn} was acknowledged as {text!r}")
        self.acknowledged[turn] = text

    def check(self) -> Tally:
        """After the last life: every acknowledged turn, once, word for word, in a sound file."""
        self.nursery.process.communicate(timeout=30)
        home = Home(self.home)
        database = Database(home, open_key(home).key)
        with database.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT turn_id, text FROM utterance WHERE speaker = 'person'"
            ).all()
            self.tally.wrong += [f"SQLite: {row[0]}" for row in connection.exec_driver_sql(
                "PRAGMA integrity_check") if row[0] != "ok"]  # fmt: skip
            self.tally.wrong += [f"a row without its parent: {tuple(row)}" for row in
                                 connection.exec_driver_sql("PRAGMA foreign_key_check")]  # fmt: skip
            connection.exec_driver_sql("INSERT INTO words(words) VALUES('integrity-check')")
        self.tally.wrong += [f"a damaged page: {line}" for line in database.damaged_pages()]
        database.close()
        kept = {str(row[0]): str(row[1]) for row in rows}
        texts = Counter(str(row[1]) for row in rows)
        self.tally.acknowledged = len(self.acknowledged)
        self.tally.lost = sum(kept.get(t) != text for t, text in self.acknowledged.items())
        self.tally.duplicated = sum(count - 1 for count in texts.values())
        self.tally.wrong += [f"{turn} was never said" for turn in kept if turn not in
                             self.acknowledged]  # fmt: skip
        self.tally.wrong += [f"{turn} was never acknowledged" for turn in self.open]
        return self.tally


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def wait_for_end(process: int) -> None:
    until = time.monotonic() + 30
    with contextlib.suppress(ProcessLookupError):
        while time.monotonic() < until:
            os.kill(process, 0)
            time.sleep(0.002)
        raise TimeoutError("a killed process is still there")


def crash(folder: Path, kills: int, homes: int = 2, seed: int = 1) -> Iterator[Tally]:
    """Kill so many times over so many homes at once; yields the tally as it grows, then the last."""
    crashers = [Crasher(folder, f"home{n}", seed) for n in range(homes)]
    began = time.monotonic()

    def live(crasher: Crasher, times: int) -> Tally:
        for _ in range(times):
            crasher.life()
        crasher.life(kill=False)
        return crasher.check()

    shares = [kills // homes + (n < kills % homes) for n in range(homes)]
    with ThreadPoolExecutor(homes) as pool:
        running = [pool.submit(live, *each) for each in zip(crashers, shares, strict=True)]
        while not all(each.done() for each in running):
            time.sleep(0.5)
            yield Tally(sum(c.tally.kills for c in crashers),
                        sum(len(c.acknowledged) for c in crashers),
                        between=sum(c.tally.between for c in crashers),
                        seconds=time.monotonic() - began)  # fmt: skip
        total = sum((each.result() for each in running), Tally())
    total.seconds = time.monotonic() - began
    yield total


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.crash", description=__doc__.splitlines()[0])
    parser.add_argument("-n", type=int, default=KILLS, metavar="KILLS")
    parser.add_argument("--homes", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        for tally in crash(Path(folder), given.n, given.homes, given.seed):
            print(f"\r{tally.kills} kills, {tally.acknowledged} acknowledged, "
                  f"{tally.seconds:.0f} s", end="", file=sys.stderr, flush=True)  # fmt: skip
    print(file=sys.stderr)
    print(f"kills {tally.kills}\nacknowledged {tally.acknowledged}\nlost {tally.lost}\n"
          f"duplicated {tally.duplicated}\nkills between commit and acknowledgement "
          f"{tally.between}\nseconds {tally.seconds:.0f}")  # fmt: skip
    for line in tally.wrong[:20]:
        print(f"WRONG: {line}")
    return 1 if tally.lost or tally.duplicated or tally.wrong else 0


if __name__ == "__main__":
    raise SystemExit(nursery(sys.argv[2]) if sys.argv[1:2] == ["nursery"] else main())
