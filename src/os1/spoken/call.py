"""A spoken conversation: what is heard becomes turns, what she says is spoken, and each lets the other finish.

Nothing of the sound is kept: a stretch is read, measured and dropped.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

import numpy as np

from os1.conversation import Conversation
from os1.errors import EarsFailed
from os1.memory import commands, episodes, people
from os1.spoken.beside import Beside
from os1.spoken.crosstalk import LET, Crosstalk
from os1.spoken.line import Line
from os1.spoken.mouth import Mouth
from os1.spoken.parts import Parts
from os1.store import settings
from os1.voice import baseline
from os1.voice.endpointing import wait
from os1.voice.floor import LEAD, Began, Ended, Floor, Read
from os1.voice.sound import RATE, WINDOW, Sound, from_pcm
from os1.voice.tidy import tidy
from os1.voice.vad import Vad
from os1.voice.wake import deaf_wish

FAULT = "Something in me failed just then, and I've written down where; please say it again."
SHOWN = 0.8  # seconds of speech before there is anything worth showing of it
COMMAND = 0.8  # seconds of silence before something is done that can't be taken back
MURMUR_AFTER, MURMUR_EVERY, MURMUR_PAUSE, THINKS = 6.0, 10.0, 0.3, 0.7
DEAF = "I'm not listening now. Touch the microphone when I may hear you again."
MURMUR = "Mm."


@dataclass(slots=True, eq=False)
class Pending:
    """A turn that was taken, and whose answer may not have been heard yet."""

    turn_id: str
    text: str
    sound: Sound


class Call:
    """One call. All methods belong to one event loop, that of its conversation."""

    def __init__(self, conversation: Conversation, line: Line, parts: Parts) -> None:
        self._conversation, self._line, self._parts = conversation, line, parts
        self.mouth = Mouth(line, parts, self._speaks)
        self._floor, self._vad = Floor(), Vad()
        self._rest = b""
        self._beside = Beside(self._recover)
        self._sure = 0.0
        self._stained = False
        self._yielding = asyncio.Lock()
        self._glimpsing = False
        self._pending: Pending | None = None
        self._over = Crosstalk(self.mouth)
        self._murmured = -MURMUR_EVERY
        self._heard_for = self._spoke_at = 0.0
        self._shown = ""
        self._names: list[str] = []
        self._her = self._hers = ""
        self.muted = False

    # --- beginning and ending -----------------------------------------------------------------

    async def begin(self, local: Sequence[str] = ()) -> None:
        """Open ears and voice, and listen; `local` are voices the line has of its own. Raises EarsFailed."""
        await self._parts.open()
        self.mouth.browser = self._parts.of_browser(local)
        await self._look_up()
        house = self._conversation.house
        await house.run(baseline.begin, house.database, house.person.id)
        self._conversation.aloud = self.mouth
        ears, voice = self._parts.ears, self._parts.voice
        await self._line.send({"type": "call", "on": True, "ears": ears.name if ears else "",
                               "voice": self.mouth.browser or (voice.name if voice else ""), "notes": self._parts.told()})  # fmt: skip
        await self._show("quiet")

    async def end(self) -> None:
        """Stop speaking and listening. What she was heard to say is kept; a turn that was taken is answered."""
        if self._conversation.aloud is self.mouth:
            if self.mouth.active:
                await self._conversation.hush()
            self._conversation.aloud = None
        said = tidy(self._floor.text, self._names)
        if said and not self._over.on:  # who hangs up after their last word has still said it
            self._beside.do(self._answer(Pending(uuid.uuid4().hex, said, np.zeros(0, np.float32))), outlives=True)
        await self._beside.end()

    async def mute(self, *, on: bool) -> None:
        """Hear nothing, or hear again."""
        self.muted = on
        self._floor.clear()
        self._vad.reset()
        self._rest = b""
        await self.mouth.hold(on=False)
        await self._show("muted" if on else "quiet")

    @property
    def silent(self) -> float:
        """Seconds since either said anything."""
        return 0.0 if self.mouth.active or self._floor.open else self._heard_for - self._spoke_at

    # --- listening ----------------------------------------------------------------------------

    async def hear(self, pcm: bytes) -> None:
        """Take in sound from the microphone: 16-bit PCM, mono, 16 kHz."""
        if self.muted:
            return
        data = self._rest + pcm
        whole = len(data) // (2 * WINDOW) * 2 * WINDOW
        self._rest = data[whole:]
        sound = from_pcm(data[:whole])
        for at in range(0, len(sound), WINDOW):
            await self._hear(sound[at : at + WINDOW])

    async def _hear(self, window: Sound) -> None:
        self._heard_for += WINDOW / RATE
        chance = self._vad.hear(window)
        for sign in self._floor.hear(window, chance):
            if isinstance(sign, Began):
                await self._began()
            elif isinstance(sign, Read):
                self._start_reading(sign)
            elif isinstance(sign, Ended):
                await self._ended(sign)
        self._over.hear(window, chance)
        if self._sure and not self._floor.speaking and self._floor.silence >= self._sure:
            self._sure = 0.0
            await self.mouth.hold(on=False)
        if self._floor.open or self.mouth.active:
            self._spoke_at = self._heard_for
        if self._floor.speaking:
            await self._while_speaking()
        elif self._floor.open:
            self._maybe_murmur()

    async def _began(self) -> None:
        self._sure = 0.0  # from here on it is decided by what is said
        self._over.began(answering=self._pending is not None)
        self._stained = self._stained or self._over.on
        await self.mouth.hush_murmur()
        if not self._over.on:
            await self._show("speech")

    async def _while_speaking(self) -> None:
        """Somebody speaks: does she hold, does she stop?"""
        burst = self._floor.burst
        if not self._over.on or not (self.mouth.active or self._pending) or not await self._over.weigh(burst):
            return
        if not self._glimpsing or burst >= LET:  # what is being read may be an "mm-hm"; she is silent already
            self._over.on = False
            self._beside.do(self._give_way())  # what was heard is told by the line, whose reports come in meanwhile

    def _start_reading(self, sign: Read) -> None:
        if not (sign.paused or sign.closed):
            if self._glimpsing:
                return
            self._glimpsing = True
        self._beside.do(self._read(sign))

    async def _read(self, sign: Read) -> None:
        try:
            clear_of = self.mouth.loopback if self._stained else None
            raw = await self._parts.transcribe(sign.sound, clear_of)
        except EarsFailed as error:
            await self._line.send({"type": "problem", "text": str(error), "turn": None})
            raw = ""
        finally:
            if not (sign.paused or sign.closed):
                self._glimpsing = False
        if self._over.on and not await self._is_theirs(raw, sign):
            return
        self._floor.read(sign.number, raw, None)
        text = tidy(self._floor.text, self._names)
        if sign.paused:
            await self._decide(text, sign)
        if sign.paused or len(sign.sound) > SHOWN * RATE:
            await self._caption(text, final=False)

    async def _decide(self, text: str, sign: Read) -> None:
        """Say after how long a silence what was said is a whole turn."""
        if not text:
            if self._floor.drop(sign.number):
                await self._show("quiet")
            return
        if not self._floor.speaking:
            await self._show("deciding")
        seconds = wait(await self._parts.finished(self._floor.text, sign.sound, self._hers))
        if commands.command_in(text, self._her):
            seconds = max(seconds, COMMAND + LEAD)
        self._floor.decide(sign.number, seconds)

    # --- speech while she has the floor -------------------------------------------------------

    async def _is_theirs(self, raw: str, sign: Read) -> bool:
        """Whether speech over hers is meant for a turn; where it isn't, she goes on."""
        verdict = await self._over.judge(raw, sign, burst=self._floor.burst)
        if verdict == "theirs":
            await self._give_way()
        elif verdict == "hers" and self._floor.drop(sign.number):
            self._stained = False
            await self._caption("", final=False)
        return verdict != "hers"

    async def _give_way(self) -> None:
        """Somebody means to speak: what was heard of her counts as said; where nothing was, they are still in the same turn."""
        if self._over.echoing:
            self._floor.keep_last(self._over.theirs)
        async with self._yielding:
            pending, self._pending, self._over.on = self._pending, None, False
            if pending and await self._conversation.withdraw(pending.turn_id):
                self._floor.carry(pending.text)
            else:
                await self._conversation.hush()
        await self.mouth.hold(on=False)
        await self._show("speech")

    async def _recover(self) -> None:
        self._floor.clear()
        self._pending = None
        await self.mouth.hold(on=False)
        await self._line.send({"type": "problem", "text": FAULT, "turn": None})
        await self._show("quiet")

    # --- a turn -------------------------------------------------------------------------------

    async def _ended(self, sign: Ended) -> None:
        text, self._stained = tidy(sign.text, self._names), False
        if not text:
            await self._show("quiet")
            return
        if deaf_wish(text, self._her):
            await self.mute(on=True)
            await self._line.send({"type": "mute", "on": True, "text": DEAF})
            return
        await self._caption(text, final=True)
        await self._show("thinking")
        if self._floor.silence < sign.sure:  # found now, said then: whoever goes on meanwhile was never answered
            self._sure = sign.sure
            await self.mouth.hold(on=True)
        self._pending = Pending(uuid.uuid4().hex, text, sign.sound)
        self._beside.do(self._answer(self._pending), outlives=True)

    async def _answer(self, turn: Pending) -> None:
        async with self._yielding:  # what was said before may only now have been taken back
            turn.text = tidy(f"{self._floor.uncarry()}\n{turn.text}", self._names)
        tone = await self._parts.measure(turn.sound, len(turn.text.split()))
        await self._conversation.say(turn.turn_id, turn.text, tone=tone)
        await self._conversation.over(turn.turn_id)
        if self._pending is turn:
            self._pending = None
            if not self._floor.open:
                await self._show("quiet")
            await self._look_up()

    async def _speaks(self) -> None:
        await self._show("speaking")

    async def _look_up(self) -> None:
        house = self._conversation.house
        known = await house.run(people.known_names, await house.run(people.everyone, house.shelf, house.person.id))
        self._names = [*known]
        persona = await house.run(settings.persona, house.database, house.person.id)
        self._her, self.mouth.tone = persona.name, persona.tone
        last = await house.run(partial(episodes.latest, house.shelf, house.person.id, 1, speaker="samantha"))
        self._hers = last[0].text if last else ""

    def _maybe_murmur(self) -> None:
        """A listening sound for somebody who talks long, where they pause to think."""
        floor = self._floor
        if (
            floor.length < MURMUR_AFTER or floor.silence < MURMUR_PAUSE or self._heard_for - self._murmured < MURMUR_EVERY
            or self.mouth.active or floor.wait < THINKS
        ):  # fmt: skip
            return
        self._murmured = self._heard_for
        self._beside.do(self.mouth.murmur(MURMUR, lambda: not self._floor.speaking))

    # --- showing ------------------------------------------------------------------------------

    async def _show(self, state: str) -> None:
        state = "muted" if self.muted and state in ("quiet", "speech", "deciding") else state
        if state != self._shown:
            self._shown = state
            with suppress(ConnectionError):
                await self._line.send({"type": "hearing", "state": state})

    async def _caption(self, text: str, *, final: bool) -> None:
        await self._line.send({"type": "caption", "text": text, "final": final})
