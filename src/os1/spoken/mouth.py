"""Her side of a call: replies spoken clause by clause, and what of them has come out of the loudspeaker.

The line reports how far it has played; a word counts as said when its end has come out.
"""

from __future__ import annotations

import asyncio
import itertools
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic

import numpy as np

from os1.errors import VoiceError
from os1.speech import Manner, Spoken
from os1.spoken.line import Line
from os1.spoken.parts import Parts
from os1.talk import Draft
from os1.voice.clauses import Clause, Clauses
from os1.voice.loopback import Loopback
from os1.voice.manner import between, manner
from os1.voice.sound import RATE, resample, to_pcm

AHEAD = 8.0  # seconds of speech that may wait on the line
PATIENCE = 6.0  # seconds without a report after which the line isn't playing
LETTER = 0.07  # seconds a letter takes in a browser's voice, about
STOPPED = 0.4  # seconds to wait for the report of where she was stopped
LATELY = 12.0  # seconds for which words that came out may stand in a stretch that is read: its length and the reading
NEXT = 4  # words that may have come out since the last report


@dataclass(slots=True, eq=False)
class Piece:
    """A clause on its way: its words with the spaces before them, when each has been spoken, how much has been heard."""

    words: list[str]
    ends: tuple[float, ...]
    seconds: float
    heard: float = 0.0
    chars: int = 0
    done: bool = False
    given: int = 0
    browser: bool = False

    def said(self) -> int:
        """How many words have come out."""
        if self.browser:  # how far it has got is told in letters; a space leads each word here, and not there
            return sum(len("".join(self.words[: n + 1])) - 1 <= self.chars for n in range(len(self.words)))
        if self.done and self.heard >= self.seconds - 0.02:
            return len(self.words)
        return sum(end <= self.heard for end in self.ends)


class Mouth:
    """Speaks over one line. All methods belong to one event loop."""

    def __init__(self, line: Line, parts: Parts, begins: Callable[[], Awaitable[None]]) -> None:
        """`begins` is called when a reply begins to be heard."""
        self._line, self._parts, self._begins = line, parts, begins
        self._numbers = itertools.count(1)
        self._pieces: dict[str, Piece] = {}
        self._asides: set[str] = set()
        self._news, self._room = asyncio.Event(), asyncio.Event()
        self._begun = self._all_sent = False
        self._lately: deque[tuple[float, str]] = deque(maxlen=100)
        self._ended = -LATELY
        self._reported = 0.0
        self._failed = ""
        self._murmured: Spoken | None = None
        self.loopback = Loopback()
        self.browser = ""
        self.tone = ""
        self.active = False
        self.held = False

    # --- what others ask ----------------------------------------------------------------------

    @property
    def said(self) -> str:
        """What of the reply has been heard."""
        return _given(self._pieces)

    @property
    def left(self) -> float:
        """Seconds of speech that are still to be heard."""
        return sum(piece.seconds - piece.heard for piece in self._pieces.values() if not piece.done)

    @property
    def since(self) -> float:
        """Seconds since she ended, 0 while she speaks."""
        return 0.0 if self.active else monotonic() - self._ended

    def lately(self) -> str:
        """Her words that may still be in the air: what has come out, and what is coming out now."""
        out = [text for at, text in self._lately if monotonic() - at < LATELY]
        coming = [word for piece in self._pieces.values() if self.active for word in piece.words[piece.given :]]
        begun = any(piece.heard or piece.chars for piece in self._pieces.values())
        return "".join([*out, *(coming[:NEXT] if begun else [])]).strip()

    # --- speaking -----------------------------------------------------------------------------

    async def speak(self, draft: Draft, texts: AsyncGenerator[str]) -> AsyncGenerator[str]:
        """The words of a reply, each as it has come out of the loudspeaker."""
        self._pieces, self._begun, self._all_sent, self.active = {}, False, False, True
        self._news.clear()
        sending = asyncio.create_task(self._send_all(draft, texts))
        try:
            while not (self._all_sent and all(piece.done for piece in self._pieces.values())):
                await self._next_news()
                for word in self._new_words():
                    yield word
            for word in self._new_words():
                yield word
            await sending  # where finding the words failed, that is told
        finally:
            self.active, self._ended = False, monotonic()
            sending.cancel()
            with suppress(asyncio.CancelledError):
                await sending
            await texts.aclose()

    async def _send_all(self, draft: Draft, texts: AsyncGenerator[str]) -> None:
        how = manner(draft.move.kind, draft.heard.feeling, self.tone, draft.sounds)
        clauses = Clauses()
        try:
            async for text in texts:
                for clause in clauses.push(text):
                    await self._send(draft, clause, how)
            for clause in clauses.rest():
                await self._send(draft, clause, how)
        finally:
            self._all_sent = True
            self._news.set()

    async def _send(self, draft: Draft, clause: Clause, how: Manner) -> None:
        words = _words(clause.text)
        said = await self._voiced(clause, how)
        number = f"{draft.accepted.turn_id}:{next(self._numbers)}"
        if said is None:  # nothing to be heard of it: it is read on the page
            self._pieces[number] = Piece(words, (0.0,) * len(words), 0.0, done=True)
            self._news.set()
            return
        if not self._begun:
            self._begun, self._reported = True, monotonic()
            await self._begins()
        self._pieces[number] = Piece(words, said.ends, said.seconds)
        event = _event(number, draft.accepted.turn_id, said, between(clause.text, how))
        if self.browser:
            self._pieces[number].browser = True
            await self._line.send({**event, "browser": self.browser, "pace": how.rate, "pitch": 2 ** (how.pitch / 12)})
        else:
            await self._line.send(event, to_pcm(said.sound))
            self.loopback.play(resample(said.sound, said.rate))
        while self.left > AHEAD:
            self._room.clear()
            await self._room.wait()

    async def _voiced(self, clause: Clause, how: Manner) -> Spoken | None:
        if not any(c.isalnum() for c in clause.spoken):
            return None
        if self.browser:
            seconds = len(clause.text) * LETTER / how.rate
            return Spoken(clause.text, np.zeros(int(seconds * RATE), np.float32), RATE, ())
        try:
            said = await self._parts.say(clause.spoken, how)
        except VoiceError as error:
            if self._failed != str(error):  # once is enough, not with every clause
                self._failed = str(error)
                await self._line.send({"type": "notice", "text": self._failed, "turn": ""})
            return None
        for note in self._parts.told():
            await self._line.send({"type": "notice", "text": note, "turn": ""})
        return clause.shown(said) if said else None

    async def _next_news(self) -> None:
        try:
            await asyncio.wait_for(self._news.wait(), 1.0)
        except TimeoutError:
            if self.left and not self.held and monotonic() - self._reported > PATIENCE:
                for piece in self._pieces.values():  # the line isn't playing: her words can be read
                    piece.heard, piece.done = piece.seconds, True
                self._room.set()
        self._news.clear()

    def _new_words(self) -> list[str]:
        new: list[str] = []
        first = not self.said
        for piece in self._pieces.values():
            said = piece.said()
            words, piece.given = piece.words[piece.given : said], said
            new += words
            if words and piece.seconds:  # what has no sound can't come back
                self._lately.append((monotonic(), "".join(words)))
            if said < len(piece.words):
                break
        return [new[0].lstrip(), *new[1:]] if new and first else new

    # --- what the line tells ------------------------------------------------------------------

    def heard(self, speech: str, seconds: float, *, done: bool, chars: int = 0) -> None:
        """How much of a piece has come out of the loudspeaker."""
        self._asides.discard(speech) if done else None
        piece = self._pieces.get(speech)
        if piece is None or piece.done:
            return
        self._reported = monotonic()
        piece.heard = min(piece.seconds, max(piece.heard, seconds))
        piece.chars, piece.done = max(piece.chars, chars), done
        self._news.set()
        self._room.set()

    # --- being interrupted --------------------------------------------------------------------

    async def hold(self, *, on: bool) -> None:
        """Fall silent where she is, or go on from there."""
        if self.held != on:
            self.held, self._reported = on, monotonic()
            await self._line.send({"type": "hold", "on": on})

    async def stop(self) -> str:
        """Be still at once, and drop what was still to be said; returns what of the reply was heard."""
        pieces = self._pieces
        if any(not piece.done for piece in pieces.values()):
            await self._line.send({"type": "stop"})
            until = monotonic() + STOPPED
            while monotonic() < until and any(not piece.done for piece in pieces.values()):
                with suppress(TimeoutError):
                    self._news.clear()
                    await asyncio.wait_for(self._news.wait(), max(0.01, until - monotonic()))
            if self._pieces is pieces:  # and no other reply has begun
                self._new_words()
        await self.hold(on=False)
        return _given(pieces)

    async def murmur(self, text: str, fits: Callable[[], bool]) -> None:
        """A short listening sound, which isn't part of any reply; only where it still `fits` when it is ready."""
        if self.browser:
            return  # its voices take too long to begin: it would come out over somebody
        with suppress(VoiceError):
            said = self._murmured or await self._parts.say(text, Manner(rate=1.15, pitch=-1.0))
            self._murmured = said  # at once the next time
            if said is None or not fits():
                return
            number = f"aside:{next(self._numbers)}"
            self._asides.add(number)
            self._lately.append((monotonic(), f" {text}"))
            await self._line.send({**_event(number, "", said, 0.0), "aside": True}, to_pcm(said.sound))

    async def hush_murmur(self) -> None:
        """Break a listening sound off: somebody speaks."""
        if self._asides and not self.active:
            self._asides.clear()
            await self._line.send({"type": "stop"})


def _given(pieces: dict[str, Piece]) -> str:
    """The words of a reply that have been told as heard."""
    return "".join(word for piece in pieces.values() for word in piece.words[: piece.given]).lstrip()


def _words(text: str) -> list[str]:
    """Words with a space before each, as they are put together."""
    return [f" {word}" for word in text.split()]


def _event(number: str, turn: str, said: Spoken, pause: float) -> dict[str, object]:
    return {"type": "speech", "speech": number, "turn": turn, "text": said.text, "rate": said.rate,
            "samples": len(said.sound), "pause": pause, "aside": False}  # fmt: skip
