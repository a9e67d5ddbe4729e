"""A call as it goes, in real time: a person's words in, her words out of a loudspeaker that plays, and who may speak.

Ears, voice and house are real; only the loudspeaker counts instead of sounding.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.contracts.homes import a_house
from tests.spoken import people
from tests.spoken.people import mm_hm, says

from os1.conversation import Conversation
from os1.house import House
from os1.memory import episodes
from os1.spoken.call import Call
from os1.spoken.parts import Parts
from os1.talk import Draft
from os1.types import Utterance
from os1.voice import voices
from os1.voice.loopback import Loopback
from os1.voice.sound import RATE, WINDOW, Sound, to_pcm

LONG = (
    "There was once a lighthouse with a small garden behind it. Every morning the keeper carried water up the hill, "
    "and every evening he carried apples down."
)

if people.missing():
    if os.environ.get("CI") == "true":
        pytest.fail("CI has no flite, so nobody would speak in the tests.")
    pytest.skip("nobody can speak on this machine", allow_module_level=True)


class Line:
    """A loudspeaker in real time, and everything the call has told."""

    def __init__(self) -> None:
        self.told: list[tuple[float, dict[str, Any]]] = []
        self.queue: list[list[Any]] = []
        self.played: dict[str, float] = {}
        self.held = False
        self.call: Call
        self._rest = 0.0

    async def send(self, event: dict[str, Any], sound: bytes | None = None) -> None:
        self.told.append((time.monotonic(), event))
        if event["type"] == "speech":
            self.queue.append([event["speech"], event["samples"] / event["rate"], 0.0, event["pause"]])
        elif event["type"] == "hold":
            self.held = event["on"]
        elif event["type"] == "stop":
            dropped, self.queue, self.held, self._rest = self.queue, [], False, 0.0
            for speech, _, at, _ in dropped:
                self.call.mouth.heard(speech, at, done=True)

    async def play(self) -> None:
        before = time.monotonic()
        while True:
            await asyncio.sleep(0.02)
            now = time.monotonic()
            passed, before = now - before, now
            if self.held or not self.queue:
                continue
            self._rest -= passed
            if self._rest > 0:
                continue
            piece = self.queue[0]
            piece[2] = self.played[piece[0]] = min(piece[1], piece[2] + passed)
            done = piece[2] >= piece[1]
            self.call.mouth.heard(piece[0], piece[2], done=done)
            if done:
                self._rest = piece[3]
                self.queue.pop(0)

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [event for _, event in self.told if event["type"] == kind]


class Talk:
    """A call under way, and somebody's side of it."""

    def __init__(self, house: House, conversation: Conversation, call: Call, line: Line) -> None:
        self.house, self.conversation, self.call, self.line = house, conversation, call, line
        self._at = 0.0

    def she_says(self, *texts: str) -> None:
        """What she answers from now on, whatever she is told."""
        left = list(texts)

        async def words(draft: Draft) -> AsyncGenerator[str]:
            text = left.pop(0) if len(left) > 1 else left[0]
            draft.clauses[:] = [text]
            yield text

        self.house.speak = words  # type: ignore[method-assign]

    async def says(self, sound: Sound) -> None:
        """Sound as it comes from a microphone, each window in its time."""
        self._at = max(self._at, time.monotonic())
        for at in range(0, len(sound) - WINDOW + 1, WINDOW):
            await self.call.hear(to_pcm(sound[at : at + WINDOW]))
            self._at += WINDOW / RATE
            await asyncio.sleep(max(0.0, self._at - time.monotonic()))

    async def rests(self, seconds: float) -> None:
        await self.says(np.zeros(int(seconds * RATE), np.float32))

    async def until(self, happened: Any, most: float = 12.0) -> None:
        """Be quiet until something has happened."""
        till = time.monotonic() + most
        while not happened():
            assert time.monotonic() < till, [event for _, event in self.line.told]
            await self.rests(0.064)

    async def until_she_has_said(self, words: int) -> None:
        await self.until(lambda: len(self.call.mouth.said.split()) >= words)

    async def until_quiet(self) -> None:
        await self.until(lambda: self.call._shown == "quiet" and not self.call.mouth.active and not self.line.queue)

    def kept(self) -> list[Utterance]:
        return episodes.latest(self.house.shelf, self.house.person.id, 100)

    def theirs(self) -> list[str]:
        return [said.text for said in self.kept() if said.speaker == "person"]

    def hers(self) -> list[Utterance]:
        return [said for said in self.kept() if said.speaker == "samantha"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@asynccontextmanager
async def calling(folder: Path) -> AsyncIterator[Talk]:
    with a_house(folder) as house:
        await house.run(house._set_up, "s", "Theodore", "warm", "")
        await house.run(house.warm)
        await house.run(voices.choose, house.database, house.person.id, "voice", "flite")
        async with Conversation(house) as conversation:
            line, parts = Line(), Parts(house)
            call = line.call = Call(conversation, line, parts)
            await call.begin()
            playing = asyncio.create_task(line.play())
            talk = Talk(house, conversation, call, line)
            try:
                await talk.rests(0.3)
                yield talk
            finally:
                await call.end()
                playing.cancel()
                with suppress(asyncio.CancelledError):
                    await playing
                await asyncio.to_thread(parts.close)
                assert not call._beside._tasks


async def test_a_question_is_answered_aloud_and_both_are_kept(folder: Path) -> None:
    async with calling(folder) as talk:
        await talk.says(says("My sister lives in Lisbon.", voice="awb"))
        await talk.until(lambda: bool(talk.line.queue))
        await talk.until_quiet()
        assert "sister" in talk.theirs()[-1] and talk.hers()[-1].text
        spoken = " ".join(event["text"] for event in talk.line.of("speech"))
        assert spoken.split() == talk.hers()[-1].text.split()
        assert all(seconds > 0 for seconds in talk.line.played.values())


async def test_who_goes_on_before_she_is_heard_has_said_one_thing(folder: Path) -> None:
    async with calling(folder) as talk:
        talk.she_says("I see. " * 3)
        await talk.says(says("I went to see my mother today."))
        await talk.until(lambda: talk.call._shown == "thinking")
        await talk.says(says("because she is not well."))
        await talk.until_she_has_said(2)
        await talk.until_quiet()
        (theirs,) = talk.theirs()
        assert "mother today" in theirs and theirs.rstrip(".").endswith("well")
        assert len(talk.hers()) == 1, "one answer"
        assert sum(talk.line.played.values()) > 0.5, "and it was heard, though she had been held meanwhile"


async def test_an_interruption_stops_her_and_is_answered(folder: Path) -> None:
    async with calling(folder) as talk:
        talk.she_says(LONG, "Of course.")
        await talk.says(says("Tell me something."))
        await talk.until_she_has_said(4)
        before = len(talk.call.mouth.said.split())
        await talk.says(says("Wait, stop. What about tomorrow?", voice="awb"))
        await talk.until(lambda: len(talk.theirs()) == 2)
        await talk.until_quiet()
        cut = talk.hers()[-2]
        assert LONG.startswith(cut.text) and before <= len(cut.text.split()) <= before + 5, "she holds at once"
        assert "tomorrow" in talk.theirs()[-1]


async def test_a_sign_to_go_on_lets_her_go_on(folder: Path) -> None:
    async with calling(folder) as talk:
        talk.she_says(LONG)
        await talk.says(says("Tell me something."))
        await talk.until_she_has_said(4)
        await talk.says(mm_hm())
        await talk.rests(0.5)
        await talk.until_quiet()
        assert talk.theirs() == [talk.theirs()[0]]
        assert talk.hers()[-1].text == LONG and not talk.line.held


@pytest.mark.parametrize("gap", [0.25, 0.5])
async def test_an_answer_right_after_her_question_counts_though_it_is_her_own_word(folder: Path, gap: float) -> None:
    """People answer within a fifth of a second, and often with a word of the question."""
    async with calling(folder) as talk:
        talk.she_says("Would you rather have tea or coffee?", "Fine.")
        await talk.says(says("I am thirsty."))
        await talk.until_she_has_said(7)
        await talk.rests(gap - 0.1)
        await talk.says(says("Coffee.", voice="awb"))
        await talk.rests(2.5)
        assert len(talk.theirs()) == 2, talk.theirs()


async def test_words_after_a_cough_are_heard_though_the_ears_are_slow(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy computer the cough is still being read when the words have been said."""
    async with calling(folder) as talk:
        talk.she_says("Good.")
        ears = talk.call._parts.transcribe

        async def slowly(sound: Sound, clear_of: Loopback | None = None) -> str:
            read = await ears(sound)
            await asyncio.sleep(0.7)
            return "" if len(sound) < 0.8 * RATE else read

        monkeypatch.setattr(talk.call._parts, "transcribe", slowly)
        await talk.says(mm_hm()[: int(0.3 * RATE)])
        await talk.rests(0.15)
        await talk.says(says("Tomorrow."))
        await talk.rests(3.0)
        assert [said for said in talk.theirs() if "omorrow" in said], talk.theirs()


async def test_whoever_hangs_up_is_still_answered_in_writing(folder: Path) -> None:
    async with calling(folder) as talk:
        await talk.says(says("My sister lives in Lisbon."))
        await talk.until(lambda: talk.call._shown == "thinking")
        await talk.call.end()
        await asyncio.sleep(2.0)
        assert talk.theirs() and talk.kept()[-1].speaker == "samantha" and talk.kept()[-1].text


async def test_muted_she_is_shown_as_muted_whatever_ends_meanwhile(folder: Path) -> None:
    async with calling(folder) as talk:
        talk.she_says("Lisbon is bright in May.")
        await talk.says(says("My sister lives in Lisbon."))
        await talk.until(lambda: bool(talk.line.queue))
        await talk.call.mute(on=True)
        await talk.rests(4.0)
        assert not talk.call.mouth.active
        assert talk.line.of("hearing")[-1]["state"] == "muted"
        await talk.call.mute(on=False)
        assert talk.line.of("hearing")[-1]["state"] == "quiet"


async def test_a_minute_of_quiet_is_nothing(folder: Path) -> None:
    async with calling(folder) as talk:
        told = len(talk.line.told)
        room = people.noise(60.0)
        for at in range(0, len(room) - 8_000, 8_000):
            await talk.call.hear(to_pcm(room[at : at + 8_000]))
        assert not talk.theirs() and len(talk.line.told) - told <= 4
        assert talk.call.silent > 55
