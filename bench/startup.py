"""From starting OS1 to her first words over the real socket; memory after fifty turns; size."""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from statistics import median

from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from bench import home
from bench.tables import Table, met
from bench.talk import Talk

ROOT = Path(__file__).resolve().parents[1]
OS1 = Path(sys.executable).with_name("os1")
TARGET_SECONDS = 2.0
TARGET_MB = 400.0
STARTS = 5
TURNS = 50
PATIENCE = 60.0  # seconds after which a start has failed
LINK = re.compile(r"http://127\.0\.0\.1:(\d+)/#token=(\S+)")


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds from the start of the process to its link, and to her first word in reply."""

    link: float
    reply: float


def run(homes: Sequence[tuple[int, Path]], *, fresh: bool = False) -> list[Table]:
    """Measure starts, memory and size. `fresh` makes a new environment to weigh (network)."""
    with tempfile.TemporaryDirectory() as folder:
        empty = [(0, Path(folder) / f"empty-{n}") for n in range(STARTS)]
        starts = [_starts(0, [root for _, root in empty])]
        starts += [_starts(size, [root] * STARTS) for size, root in homes]
        starts += _made_run(Path(folder) / "empty-0")
        memory = [_memory(size, root) for size, root in [empty[0], *homes]]
        size = _fresh_size(Path(folder)) if fresh else installed_size()
    how = "a fresh environment" if fresh else "the packages of requirements/run.txt as installed here"
    return [
        Table("Start, seconds (median)",
              ("stored", "link printed", "first words of a reply", "most", "target"),
              tuple(starts), (f"{STARTS} starts each of `os1 serve`; target {TARGET_SECONDS:.0f} s to "
                              "the first words of a reply to something told.",)),
        Table("Resident memory, MB", ("stored", "after 50 turns", "most"), tuple(memory)),
        Table("Installed, MB", ("what", "size", "target", ""),
              ((how, f"{size:.0f}", f"{TARGET_MB:.0f}", met(size, TARGET_MB)),)),
    ]  # fmt: skip


@contextmanager
def serving(root: Path, command: Sequence[str] = ()) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """OS1 serving a home; gives the process and the line its link is in. Stopped at the end."""
    environment = dict(os.environ, PYTHON_KEYRING_BACKEND="keyring.backends.fail.Keyring")
    words = [*(command or (str(OS1), "serve", "--port", "0", "--no-browser")), "--home", str(root)]
    process = subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    )
    try:
        assert process.stdout is not None
        line = next((line for line in process.stdout if LINK.search(line)), "")
        if not line:
            raise RuntimeError(f"{' '.join(words)} ended without a link")
        yield process, line
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def enter(line: str) -> ClientConnection:
    """The page's way in: the link's token exchanged for a cookie, then the socket."""
    match = LINK.search(line)
    assert match is not None
    port, token = int(match[1]), match[2]
    origin = f"http://127.0.0.1:{port}"
    door = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    door.request("POST", "/session", json.dumps({"token": token}), {"Origin": origin})
    answer = door.getresponse()
    cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
    door.close()
    socket = connect(f"ws://127.0.0.1:{port}/ws", origin=Origin(origin),
                     additional_headers={"Cookie": cookie})  # fmt: skip
    socket.send(json.dumps({"type": "hello"}))
    return socket


def say(socket: ClientConnection, words: str) -> None:
    """Say something and wait for the first word of the reply to it."""
    turn_id = uuid.uuid4().hex
    socket.send(json.dumps({"type": "say", "id": turn_id, "text": words}))
    while True:
        event = json.loads(socket.recv(PATIENCE))
        if event["type"] == "problem":
            raise RuntimeError(event["text"])
        if event["type"] in ("words", "said") and event["turn"] == turn_id:
            return


def _one_start(root: Path, command: Sequence[str] = ()) -> Start:
    began = time.perf_counter()
    with serving(root, command) as (_, line):
        link = time.perf_counter() - began
        with enter(line) as socket:
            say(socket, "My sister Ruth has moved to Leeds and I miss her already.")
            return Start(link, time.perf_counter() - began)


def _row(name: str, starts: Sequence[Start]) -> tuple[str, ...]:
    replies = [start.reply for start in starts]
    link = median(start.link for start in starts)
    reply = median(replies)
    verdict = met(reply, TARGET_SECONDS)
    return (name, f"{link:.2f}", f"{reply:.2f}", f"{max(replies):.2f}", verdict)


def _starts(size: int, roots: Sequence[Path]) -> tuple[str, ...]:
    print(f"  {len(roots)} starts with {size:,} stored", file=sys.stderr)
    return _row(f"{size:,}", [_one_start(root) for root in roots])


def _made_run(root: Path) -> list[tuple[str, ...]]:
    """A second `make run`: what make looks at before it starts OS1 costs time as well."""
    make = ["make", "--silent", "-C", str(ROOT), "run"]
    would = subprocess.run([*make, "--dry-run"], capture_output=True, text=True, check=False)
    if would.returncode or "Installing" in would.stdout:
        return [("a second `make run`", "—", "not installed by make here", "—", "—")]
    given = f"ARGS=serve --port 0 --no-browser --home {root}"
    # `make` takes no --home of its own; what `serving` puts at the end is given to sh instead.
    command = ["sh", "-c", 'exec make --silent -C "$1" run "$2"', "sh", str(ROOT), given]
    return [_row("a second `make run`", [_one_start(root, command) for _ in range(3)])]


def _memory(size: int, root: Path) -> tuple[str, ...]:
    print(f"  {TURNS} turns with {size:,} stored", file=sys.stderr)
    talk = Talk(home.SEED + 3)
    pool = talk.pool(200)
    with serving(root) as (process, line), enter(line) as socket:
        for n in range(TURNS):
            say(socket, talk.question() if n % 3 == 2 else talk.utterance(pool).text)
        told = Path(f"/proc/{process.pid}/status")
        if not told.exists():
            return (f"{size:,}", "—", "—")
        found = dict(re.findall(r"^(VmRSS|VmHWM):\s+(\d+) kB", told.read_text(), re.MULTILINE))
    return (f"{size:,}", *(f"{int(found[name]) / 1024:.0f}" for name in ("VmRSS", "VmHWM")))


def installed_size() -> float:
    """Megabytes on the disk of OS1 and the packages it runs on, as they are installed here."""
    lock = (ROOT / "requirements" / "run.txt").read_text("utf-8")
    total = _disk_use(p for p in (ROOT / "src" / "os1").rglob("*") if p.is_file())
    for name in set(re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)):
        try:
            files = metadata.distribution(name).files or ()
        except metadata.PackageNotFoundError:  # for another Python or system than this one
            continue
        paths = (Path(str(file.locate())) for file in files)
        total += _disk_use(path for path in paths if path.is_file())
    return total


def _fresh_size(folder: Path) -> float:
    print("  making a fresh environment", file=sys.stderr)
    place = folder / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
    pip = [str(place / "bin" / "python"), "-m", "pip", "--quiet", "install"]
    locked = ["--require-hashes", "--only-binary", ":all:", "-r", "requirements/run.txt"]
    subprocess.run([*pip, *locked], check=True, cwd=ROOT)
    ours = _disk_use(p for p in (ROOT / "src" / "os1").rglob("*") if p.is_file())
    return ours + _disk_use(p for p in place.rglob("*") if p.is_file() and not p.is_symlink())


def _disk_use(paths: Iterator[Path]) -> float:
    return sum(path.stat().st_blocks * 512 for path in paths) / 1e6
