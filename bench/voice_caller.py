"""A person on the line, made of sound: speaks in real time, and listens to when she is heard and when she is silent.

The same for OS1 and for whoever is measured beside it; only the line differs. Times are seconds of one clock
(`time.perf_counter`). A window is sent when its last sample would have been recorded.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from bench.voice_sound import INTERRUPTIONS, SAID, SEED, Speech, spoken
from os1.voice.sound import RATE, WINDOW, Sound, to_pcm

BLOCK = 0.005  # seconds of what is heard, kept as one figure
AUDIBLE = 10 ** (-45 / 20)
STEP = WINDOW / RATE
PATIENCE = 8.0  # seconds after which no answer comes any more
QUIET = 0.4  # seconds without sound that are no pause between her words
DYING = 0.1  # seconds in which what was begun to be played is heard out
FACTS = ("My sister Ruth lives in Leeds.", "I work as a nurse in a small hospital.", "My daughter Emma loves horses.")
QUESTION = "What do you remember about me?"
BREAKS_IN = 1.0  # seconds of her reply before somebody speaks over it
ROOM = 10 ** (-75 / 20)  # a microphone is never quite silent


@dataclass(slots=True)
class Turn:
    """One thing said, and its answer: when its sound began and ended, when the answer was first heard (None: never),
    and what was noticed meanwhile (`Line.marks`), as seconds after the end of speech."""

    text: str
    began: float
    ended: float
    audible: float | None
    marks: dict[str, float] = field(default_factory=dict)

    @property
    def lag(self) -> float | None:
        """Seconds from the end of speech to the first sound of the answer."""
        return None if self.audible is None else self.audible - self.ended


class Loudspeaker:
    """What comes out: the loudest sample of every 5 ms."""

    def __init__(self) -> None:
        self._times: list[float] = []
        self._peaks: list[float] = []

    def play(self, sound: Sound, rate: int, at: float) -> None:
        """Sound that begins to be heard at a time."""
        size = int(BLOCK * rate)
        for n in range(0, len(sound), size):
            self._times.append(at + n / rate)
            self._peaks.append(float(np.max(np.abs(sound[n : n + size]))))

    def _loud(self) -> Sound:
        return np.asarray([t for t, peak in zip(self._times, self._peaks, strict=True) if peak > AUDIBLE], np.float64)

    def first(self, after: float) -> float | None:
        """When something was first heard after a time."""
        later = self._loud()
        later = later[later >= after]
        return float(later[0]) if len(later) else None

    def last(self, before: float) -> float:
        """When something was last heard before a time; 0 where nothing was."""
        earlier = self._loud()
        earlier = earlier[earlier < before]
        return float(earlier[-1]) + BLOCK if len(earlier) else 0.0


class Line(Protocol):
    """Where the microphone goes and her voice comes from.

    `marks` are moments by name: "quiet" (silence was noticed), "words" (were read), "turn" (is taken for over), "sound"
    (of an answer was made), "cut" (she falls silent with more to say) and "stop" (for good).
    """

    speaker: Loudspeaker
    marks: list[tuple[float, str]]

    async def send(self, pcm: bytes) -> None: ...

    async def hush(self) -> None:
        """Have her stop, as by a button."""


class Microphone:
    """Sends a window every 32 ms, of what is being said or of a quiet room."""

    def __init__(self, send: Callable[[bytes], Coroutine[Any, Any, None]]) -> None:
        self._send = send
        self._chance = np.random.default_rng(SEED)
        self._waiting = np.zeros(0, np.float32)
        self._sent = 0
        self._began = time.perf_counter()

    def say(self, sound: Sound) -> tuple[float, float]:
        """Speak after what is being spoken; when it begins and when it ends."""
        begins = self._began + self._sent * STEP + len(self._waiting) / RATE
        self._waiting = np.concatenate([self._waiting, sound])
        return begins, begins + len(sound) / RATE

    async def run(self) -> None:
        """Send for as long as nobody stops it."""
        self._began = time.perf_counter() - self._sent * STEP
        while True:
            await asyncio.sleep(max(0.0, self._began + (self._sent + 1) * STEP - time.perf_counter()))
            window, self._waiting = self._waiting[:WINDOW], self._waiting[WINDOW:]
            window = np.concatenate([window, np.zeros(WINDOW - len(window), np.float32)])
            self._sent += 1
            await self._send(to_pcm(window + self._chance.normal(0, ROOM, WINDOW).astype(np.float32)))


async def _until(found: Callable[[], float | None], patience: float) -> float | None:
    ends = time.perf_counter() + patience
    while (value := found()) is None and time.perf_counter() < ends:  # noqa: ASYNC110 - a clock has to be looked at
        await asyncio.sleep(0.01)
    return value


async def answered(line: Line, microphone: Microphone, speech: Speech) -> Turn:
    """Say something and wait until the answer is heard."""
    began, ended = microphone.say(speech.sound)
    audible = await _until(lambda: line.speaker.first(began), ended - time.perf_counter() + PATIENCE)
    marks: dict[str, float] = {}
    for at, name in line.marks:
        if at >= began and (audible is None or at <= audible + 0.05):
            marks[name] = at - ended  # the last of a kind: an earlier one was of a pause within
    return Turn(speech.text, began, ended, audible, marks)


async def silence(line: Line) -> None:
    """Have her stop, and let the room be quiet for a moment."""
    await asyncio.sleep(0.3)
    await line.hush()
    hushed = time.perf_counter()
    await _until(lambda: 1.0 if line.speaker.last(time.perf_counter()) < time.perf_counter() - 2 * QUIET else None, PATIENCE)
    await asyncio.sleep(max(0.0, hushed + 2 * QUIET - time.perf_counter()))


async def replies(line: Line, microphone: Microphone, said: Sequence[str]) -> list[Turn]:
    """Everything said, one after the other, each after the last answer was over."""
    turns = []
    for text in said:
        turns.append(await answered(line, microphone, spoken(text)))
        await silence(line)
    return turns


@dataclass(slots=True)
class Stopped:
    """Somebody spoke over her: seconds from the first sound of that until nothing of her was heard, and until she had
    given up what was left. None where she went on."""

    silent: float | None
    over: float | None


async def interruptions(line: Line, microphone: Microphone, count: int) -> list[Stopped]:
    """Ask for a long answer and speak over it. Where there was no answer to be interrupted, nothing is counted."""
    await replies(line, microphone, FACTS)
    found: list[Stopped] = []
    for n in range(count):
        turn = await answered(line, microphone, spoken(QUESTION))
        if turn.audible is not None:
            await asyncio.sleep(max(0.0, turn.audible + BREAKS_IN - time.perf_counter()))
            began, ended = microphone.say(spoken(INTERRUPTIONS[n % len(INTERRUPTIONS)]).sound)
            await asyncio.sleep(ended - time.perf_counter() + QUIET)
            first = {name: at for at, name in reversed(line.marks) if at > began}
            if "cut" in first:
                silent = max(first["cut"], line.speaker.last(first["cut"] + DYING))
                found.append(Stopped(silent - began, max(silent, first["stop"]) - began if "stop" in first else None))
            elif line.speaker.last(ended) > began + 1.0:
                found.append(Stopped(None, None))
            await _until(lambda since=ended: line.speaker.first(since), 2.0)  # type: ignore[misc]
        await silence(line)
    return found


@dataclass(frozen=True, slots=True)
class Cost:
    """Percent of one core and megabytes of a process and those it started."""

    cpu: float
    memory: float


async def cost(process: int, seconds: float) -> Cost:
    """What a process costs over the next seconds."""
    before, began = _cpu(process), time.perf_counter()
    await asyncio.sleep(seconds)
    return Cost(100 * (_cpu(process) - before) / (time.perf_counter() - began), _memory(process))


def _family(process: int) -> list[Path]:
    found = [Path(f"/proc/{process}")]
    for task in found[0].glob("task/*/children"):
        for child in task.read_text().split():
            found += _family(int(child))
    return found


def _cpu(process: int) -> float:
    """Seconds of processor time, by the kernel's count of hundredths."""
    times = [path.joinpath("stat").read_text().rpartition(")")[2].split() for path in _family(process)]
    return sum(int(each[11]) + int(each[12]) for each in times) / 100


def _memory(process: int) -> float:
    lines = [line for path in _family(process) for line in path.joinpath("status").read_text().splitlines()]
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


@dataclass(slots=True)
class Figures:
    """Everything measured on one line."""

    turns: list[Turn]
    interruptions: list[Stopped]
    silent: Cost
    listening: Cost

    def told(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return asdict(self)

    @classmethod
    def of(cls, told: dict[str, Any]) -> Figures:
        """From that."""
        over = [Stopped(**each) for each in told["interruptions"]]
        return cls([Turn(**turn) for turn in told["turns"]], over, Cost(**told["silent"]), Cost(**told["listening"]))


async def measured(line: Line, process: int, counts: tuple[int, int], seconds: float, heard: Sound) -> Figures:
    """The whole call: silence, turns, interruptions, and somebody who talks on and on (`heard`)."""
    microphone = Microphone(line.send)
    speaking = asyncio.create_task(microphone.run())
    try:
        await answered(line, microphone, spoken("Good morning."))  # whatever is made on first use is made now
        await silence(line)
        turns = await replies(line, microphone, SAID[: counts[0]])
        over = await interruptions(line, microphone, counts[1])
        quiet = await cost(process, seconds)
        microphone.say(heard)
        talking = await cost(process, seconds)
        return Figures(turns, over, quiet, talking)
    finally:
        speaking.cancel()
