"""Hours of a call and what is left of it: memory stays flat, and nobody's voice lies anywhere.

Ten minutes go by unless OS1_TEST_CALL_HOURS says how many hours should.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from tests.spoken import people
from tests.spoken.caller import Caller, Room
from tests.spoken.conftest import Home, Maker
from tests.spoken.people import RATE, Sound, joined, noise, rest, says

HOURS = float(os.environ.get("OS1_TEST_CALL_HOURS", "0.167"))
MINUTES = max(4, round(HOURS * 60))
SPOKEN_EVERY = 4  # minutes between two things said
GROWTH = 24 * 2**20  # bytes that may come between the first quarter and the end: her memories, and noise
WHOLE = 500 * 2**20  # bytes of all her processes, with voice and ears
RUN = 48  # bytes in a row that tell a person's sound from chance


def family(pid: int) -> Iterator[int]:
    """A process and all that it started."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from family(int(child))


def resident(home: Home) -> int:
    """Bytes of memory that the house and its helpers hold."""
    assert home.process is not None
    total = 0
    for pid in family(home.process.pid):
        found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
        total += int(found.group(1)) * 1024 if found else 0
    return total


def minute(n: int) -> Sound:
    """A minute in a room: quiet, a fan for a while, something falling, a door."""
    sound = noise(60, people.ROOM, n)
    sound[10 * RATE : 20 * RATE] += noise(10, 0.02, n + 1)
    for at in (5, 31, 32, 50):
        sound[at * RATE : at * RATE + 4_000] += noise(0.25, 0.1, n + at) * np.linspace(1, 0, 4_000, dtype=np.float32)
    return sound


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells how much memory a process holds")
def test_memory_stays_flat_through_hours_of_sound(met: Home) -> None:
    held: list[int] = []
    with met.caller() as caller:
        for n in range(MINUTES):
            caller.rush(minute(n))
            if n % SPOKEN_EVERY == 1:
                before = len(caller.of("kept"))
                caller.say(says(f"I bought {n + 2} apples today."))
                caller.wait(lambda before=before: len(caller.of("kept")) > before, "she no longer hears", 120)  # type: ignore[misc]
                caller.send(type="hush")
                caller.until_quiet(0.5)
            held.append(resident(met))
        early, late = max(held[: MINUTES // 4 + 1]), held[-1]
        assert late - early <= GROWTH, [size >> 20 for size in held]
        assert len(caller.of("kept")) == sum(1 for n in range(MINUTES) if n % SPOKEN_EVERY == 1)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells how much memory a process holds")
def test_a_call_fits_a_small_computer(met: Home) -> None:
    with met.caller() as caller:
        caller.say(says("What can you do?"))
        caller.answer(caller.turn()["turn"])
        assert resident(met) <= WHOLE, resident(met) >> 20


class Watch(threading.Thread):
    """Looks into every file under some folders, over and over, for a stretch of sound."""

    def __init__(self, folders: list[Path], needles: list[bytes]) -> None:
        super().__init__(daemon=True)
        self.folders, self.needles = folders, needles
        self.seen: dict[Path, int] = {}
        self.found: set[Path] = set()
        self.done = threading.Event()

    def run(self) -> None:
        while not self.done.wait(0.05):
            self.look()

    def look(self) -> None:
        for path in (path for folder in self.folders for path in folder.rglob("*")):
            try:
                data = path.read_bytes() if path.is_file() else b""
            except OSError:  # gone meanwhile
                continue
            self.seen[path] = max(self.seen.get(path, 0), len(data))
            if any(needle in data for needle in self.needles):
                self.found.add(path)


def needles(sound: Sound) -> list[bytes]:
    """Bits from the middle of a sound, as integers and as the numbers they may be turned into."""
    loudest = int(np.argmax(people.levels(sound))) * people.STEP
    whole = np.frombuffer(people.to_pcm(sound), "<i2")
    bits = [whole[at : at + RUN // 2] for at in (loudest, len(whole) // 3, len(whole) // 2)]
    bits = [bit for bit in bits if np.abs(bit.astype(int)).max() > 300]
    return [
        *(bit.tobytes() for bit in bits),
        *((bit.astype(np.float32) / np.float32(scale)).tobytes() for bit in bits for scale in (32_768, 32_767)),
    ]


@pytest.fixture
def apart(fresh: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Home, Path]:
    """A home with a folder for passing things of its own."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    home = fresh()
    home.introduce()
    return home, tmp_path


def test_nothing_of_anybodys_voice_is_written_anywhere(apart: tuple[Home, Path]) -> None:
    home, passing = apart
    said = says("I bought a blue bicycle yesterday.")
    watch = Watch([home.home.parent, passing], needles(said))
    assert watch.needles
    control = passing / "control"
    control.write_bytes(people.to_pcm(said))
    watch.look()
    assert watch.found == {control}, "the watch would have seen nothing"
    watch.found.clear()
    control.unlink()
    watch.start()
    with home.caller(Room(noise=rest(8.0))) as caller:
        caller.say(said)
        caller.answer(caller.turn()["turn"])
        caller.until_quiet(0.5)
    before = sum(path.stat().st_size for path in home.home.rglob("*") if path.is_file())
    with home.caller(Room(noise=rest(8.0))) as caller:
        _talk_at_length(caller)
    after = sum(path.stat().st_size for path in home.home.rglob("*") if path.is_file())
    watch.done.set()
    watch.join()
    assert not watch.found
    assert not [path for path in watch.seen if path.suffix in {".wav", ".raw", ".pcm", ".webm", ".opus"} and path.exists()]
    assert after - before < 500_000, "an hour of talk would fill the disk"


def _talk_at_length(caller: Caller) -> None:
    """A minute of sound that isn't quiet, two megabytes of it."""
    caller.rush(joined(*[noise(15, 0.03, n) for n in range(4)]))
    caller.say(says("I went to the doctor on Monday."))
    caller.answer(caller.turn(60)["turn"])
