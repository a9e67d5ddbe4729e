"""Somebody on a call without a browser: a microphone and a loudspeaker on one clock, at the end of a real socket.

Every tick of WINDOW samples takes what comes out of the loudspeaker, mixes it into the microphone where the room
echoes, and sends that. All sounds and moments are counted on this clock, so they can be laid over one another.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from tests.spoken.loudspeaker import Loudspeaker
from tests.spoken.people import RATE, Sound, from_pcm, joined, noise, rest, to_pcm
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

Event = dict[str, Any]
Where = Callable[[Event], bool]
WINDOW = 512
PATIENCE = 20.0
ROOM = noise(8.0, seed=1)  # repeated for ever


@dataclass(frozen=True)
class Room:
    """How much of the loudspeaker comes back into the microphone, and when."""

    gain: float = 0.0
    delay: float = 0.08
    noise: Sound | None = None


@dataclass(frozen=True)
class Moment:
    """Something that came (or went, with `mine`), `at` seconds on the call's clock."""

    at: float
    event: Event
    mine: bool = False


class Caller:
    """One page's part of a call. `timeline` is all that came and went, `seen` is how far
    a test has read it, `reports` whether it tells what it plays."""

    def __init__(self, socket: ClientConnection, room: Room | None = None) -> None:
        self.room = room or Room()
        self.loudspeaker = Loudspeaker()
        self.timeline: list[Moment] = []
        self.seen = 0
        self.closed = False
        self.reports = True
        self._socket = socket
        self._changed = threading.Condition()
        self._script: Sound = rest(0.0)
        self._out: list[Sound] = []
        self._in: list[Sound] = []
        self._echo: Sound = rest(self.room.delay)
        self._ticks = 0
        self._on_air = self._stopping = False
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._read, self._run)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Put the telephone down the way a page that is closed does."""
        with self._changed:
            self._stopping = True
        self._socket.close()
        for thread in self._threads:
            thread.join(PATIENCE)

    # --- the clock ----------------------------------------------------------------------------

    @property
    def now(self) -> float:
        return self._ticks * WINDOW / RATE

    def _run(self) -> None:
        began = time.monotonic()
        while not self._stopping:
            late = time.monotonic() - began - self.now
            if late < 0:
                time.sleep(-late)
                continue
            try:
                self._tick()
            except ConnectionClosed:
                self._hang_up()
                return

    def _tick(self) -> None:
        with self._changed:
            out = self.loudspeaker.advance(WINDOW)
            said, self._script = self._script[:WINDOW], self._script[WINDOW:]
            said = joined(said, rest((WINDOW - len(said)) / RATE))
            sound = said + self._around(out)
            self._out.append(out)
            self._in.append(said)
            self._ticks += 1
            on_air, reports = self._on_air, list(self.loudspeaker.reports)
            self.loudspeaker.reports.clear()
            self._changed.notify_all()
        if on_air:
            self._socket.send(to_pcm(sound))
        for report in reports if self.reports else ():
            self.send(type="heard", **report)

    def _around(self, out: Sound) -> Sound:
        """What the microphone hears besides the person: her echo and the room."""
        self._echo = joined(self._echo, out * np.float32(self.room.gain))
        back, self._echo = self._echo[:WINDOW], self._echo[WINDOW:]
        heard = ROOM if self.room.noise is None else self.room.noise
        at = self._ticks * WINDOW % (len(heard) - WINDOW)
        return back + heard[at : at + WINDOW]

    def _read(self) -> None:
        told: Event | None = None
        try:
            for message in self._socket:
                if isinstance(message, bytes):
                    assert told is not None, "a binary frame that no speech announced"
                    assert len(message) == told["samples"] * 2, told
                    self._take(told, from_pcm(message))
                    told = None
                    continue
                assert told is None, "speech was announced and not sent"
                event: Event = json.loads(message)
                told = event if event["type"] == "speech" and "browser" not in event else None
                self._note(event)
        except ConnectionClosed:
            pass
        self._hang_up()

    def _take(self, told: Event, sound: Sound) -> None:
        with self._changed:
            self.loudspeaker.take(told, sound)

    def _note(self, event: Event) -> None:
        with self._changed:
            self.timeline.append(Moment(self.now, event))
            if event["type"] == "hold":
                self.loudspeaker.hold(event["on"])
            elif event["type"] == "call" and not event["on"]:
                self._on_air = False  # as a page does, which is told a moment after the server knew
            elif event["type"] == "stop":
                self.loudspeaker.stop()
            elif event["type"] == "speech" and "browser" in event:
                self.loudspeaker.take(event, rest(0.0))
            self._changed.notify_all()

    def _hang_up(self) -> None:
        with self._changed:
            self.closed = True
            self._changed.notify_all()

    # --- what the person does -----------------------------------------------------------------

    def send(self, **event: Any) -> None:
        with self._changed:
            self.timeline.append(Moment(self.now, event, mine=True))
        self._socket.send(json.dumps(event))

    def send_raw(self, message: str | bytes) -> None:
        """Whatever it is, just as it is."""
        self._socket.send(message)

    def call(self, **more: Any) -> Event:
        """Begin; gives how the server answered."""
        self.send(type="call", on=True, **{"local_voices": [], **more})
        answer = self.until("call", within=30)
        self._on_air = bool(answer["on"])
        return answer

    def end(self) -> None:
        """End the call as a page does: nothing is sent any more once that has been told."""
        self._on_air = False
        self.rest(2 * WINDOW / RATE)
        self.send(type="call", on=False)

    def mute(self, on: bool, *, honest: bool = True) -> None:
        """Mute or unmute; where it isn't honest, the page goes on sending what it hears."""
        self.send(type="mute", on=on)
        self._on_air = not (on and honest)

    def say(self, sound: Sound) -> None:
        """Let the microphone have a sound, after what it has yet to hear, and wait until it is heard."""
        self.begin(sound)
        self.wait(lambda: not len(self._script), within=len(self._script) / RATE + PATIENCE)

    def begin(self, sound: Sound) -> None:
        """The same without waiting."""
        with self._changed:
            self._script = joined(self._script, sound)

    def rest(self, seconds: float) -> None:
        """Let time go by on the call's clock."""
        till = self.now + seconds
        self.wait(lambda: self.now >= till, within=seconds * 3 + PATIENCE)

    def rush(self, sound: Sound) -> None:
        """Send a sound as fast as the server takes it, past the clock."""
        for at in range(0, len(sound), WINDOW):
            self._socket.send(to_pcm(sound[at : at + WINDOW]))

    # --- what came ----------------------------------------------------------------------------

    def wait(self, holds: Callable[[], bool], what: str = "", within: float = PATIENCE) -> None:
        with self._changed:
            came = self._changed.wait_for(lambda: holds() or self.closed, within) and holds()
        assert came, f"{what or 'it never came true'}{' (the line is closed)' if self.closed else ''}\n{self.tale()}"

    def until(self, kind: str, where: Where = lambda event: True, within: float = PATIENCE) -> Event:
        """The next event of a kind that a test hasn't read yet."""
        found: list[int] = []

        def came() -> bool:
            for n in range(self.seen, len(self.timeline)):
                moment = self.timeline[n]
                if not moment.mine and moment.event["type"] == kind and where(moment.event):
                    found.append(n)
                    return True
            return False

        self.wait(came, f"no {kind} came", within)
        self.seen = found[0] + 1
        return self.timeline[found[0]].event

    def of(self, kind: str, since: float = 0.0) -> list[Event]:
        """Everything of a kind that came since a moment."""
        with self._changed:
            return [m.event for m in self.timeline if m.event["type"] == kind and m.at >= since and not m.mine]

    def moment(self, event: Event) -> float:
        """When an event came."""
        with self._changed:
            return next(moment.at for moment in self.timeline if moment.event is event)

    def turn(self, within: float = PATIENCE) -> Event:
        """The entry of the person's next turn."""
        kept: Event = self.until("kept", within=within)["entry"]
        return kept

    def answer(self, turn: str | None = None, within: float = 45.0) -> Event:
        """Her entry once her words are out."""
        said: Event = self.until("said", lambda event: turn in (None, event["turn"]), within)["entry"]
        return said

    def until_she_talks(self, seconds: float = 0.0, within: float = PATIENCE) -> None:
        """Wait until something comes out of the loudspeaker, and then so many seconds more."""
        self.wait(lambda: self.loudspeaker.playing, "she said nothing", within)
        self.rest(seconds)

    def until_quiet(self, seconds: float = 1.5, within: float = 60.0) -> None:
        """Wait until nothing has been left to play for so long."""
        since = [self.now]

        def quiet() -> bool:
            since[0] = since[0] if self.loudspeaker.idle else self.now
            return self.now - since[0] >= seconds

        self.wait(quiet, "she never came to an end", within)

    def her(self, since: float = 0.0, till: float | None = None) -> Sound:
        """What came out of the loudspeaker."""
        with self._changed:
            return joined(*self._out)[round(since * RATE) : None if till is None else round(till * RATE)]

    def me(self, since: float = 0.0) -> Sound:
        """What the person said into the microphone, without room and echo."""
        with self._changed:
            return joined(*self._in)[round(since * RATE) :]

    def tale(self) -> str:
        """The timeline for people: what they need when a test fails. Reports of playing are left out."""
        lines = [f"{m.at:7.2f} {'→' if m.mine else '←'} {json.dumps(m.event)[:220]}" for m in self.timeline
                 if m.event["type"] not in {"heard", "words", "welcome"}]  # fmt: skip
        return "\n".join(lines[-60:])


@contextmanager
def calling(socket: ClientConnection, room: Room | None = None, *, hello: bool = True) -> Iterator[Caller]:
    """Somebody at a socket, who has said hello and not yet called."""
    caller = Caller(socket, room)
    caller.start()
    try:
        if hello:
            caller.send(type="hello")
            caller.until("welcome")
        yield caller
    finally:
        caller.stop()
