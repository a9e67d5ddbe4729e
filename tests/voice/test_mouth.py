"""Her side of a call: what she was heard to say, and nothing else, however she is held, stopped or left alone."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from tests.contracts.homes import MONDAY, a_house

from os1.errors import VoiceFailed
from os1.house import House
from os1.memory import commands
from os1.speech import Manner, Spoken
from os1.spoken import mouth as module
from os1.spoken.mouth import Mouth
from os1.spoken.parts import Parts
from os1.talk import Accepted, Draft
from os1.types import Heard, Move
from os1.voice.voices import Choice, HerVoice

pytestmark = pytest.mark.skipif(shutil.which("flite") is None, reason="no flite on this machine")
SENTENCES = ("My sister keeps bees behind the house. ", "There are eleven hives, and they hum all summer long.")


class Loudspeaker:
    """Takes what it is sent; what has come out of it is reported by the test."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        self.pieces: list[dict[str, Any]] = []
        self.came = asyncio.Event()
        self.mouth: Mouth
        self.says_where = True
        """Whether it reports, when it is stopped, where that was."""

    async def send(self, event: dict[str, Any], sound: bytes | None = None) -> None:
        self.told.append(event)
        if event["type"] == "speech":
            assert sound is not None and len(sound) == 2 * event["samples"]
            self.pieces.append(event)
            self.came.set()
        if event["type"] == "stop" and self.says_where:
            for piece in self.pieces:
                self.mouth.heard(piece["speech"], 0.0, done=True)

    def kinds(self) -> list[str]:
        return [f"{event['type']} {event.get('on', '')}".strip() for event in self.told]

    def seconds(self, n: int) -> float:
        return float(self.pieces[n]["samples"] / self.pieces[n]["rate"])

    def plays(self, n: int, seconds: float | None = None) -> None:
        """A piece has been played, up to so many seconds or to its end."""
        whole = self.seconds(n)
        self.mouth.heard(self.pieces[n]["speech"], whole if seconds is None else seconds, done=seconds is None)

    async def has(self, count: int) -> None:
        async with asyncio.timeout(10):
            while len(self.pieces) < count:
                self.came.clear()
                await self.came.wait()


class Reply:
    """A reply that is being spoken, and the words that came out."""

    def __init__(self, mouth: Mouth, texts: tuple[str, ...] = SENTENCES) -> None:
        self.words: list[str] = []
        self._mouth, self._texts = mouth, texts
        self.task = asyncio.create_task(self._speak())

    async def _texts_one_by_one(self) -> AsyncGenerator[str]:
        for text in self._texts:
            yield text

    async def _speak(self) -> None:
        came = Accepted("t", "", MONDAY, None, True)
        draft = Draft(came, Heard(), Move("reflect"), list(self._texts), [], [], commands.Done(), 0.0)
        async with aclosing(self._mouth.speak(draft, self._texts_one_by_one())) as words:
            async for word in words:
                self.words.append(word)

    @property
    def text(self) -> str:
        return "".join(self.words)

    async def cut(self) -> str:
        self.task.cancel()
        await asyncio.wait({self.task})
        return await self._mouth.stop()


async def begins() -> None:
    """Nobody minds when she begins."""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with a_house(tmp_path) as house:
        yield house


@pytest.fixture
def parts(house: House) -> Iterator[Parts]:
    parts = Parts(house)
    parts.voice = HerVoice(house.home, Choice("flite"))
    yield parts
    parts.close()


@pytest.fixture
def line() -> Loudspeaker:
    return Loudspeaker()


@pytest.fixture
def mouth(line: Loudspeaker, parts: Parts) -> Mouth:
    line.mouth = Mouth(line, parts, begins)
    return line.mouth


async def soon() -> None:
    await asyncio.sleep(0.02)


async def test_words_are_said_when_they_have_come_out(mouth: Mouth, line: Loudspeaker) -> None:
    reply = Reply(mouth)
    await line.has(2)
    assert not reply.words and mouth.since == 0
    line.plays(0, line.seconds(0) / 2)
    await soon()
    assert 0 < len(reply.text.split()) < len(line.pieces[0]["text"].split())
    assert "".join(SENTENCES).startswith(reply.text)
    for n in range(len(line.pieces)):
        line.plays(n)
    async with asyncio.timeout(5):
        while not reply.task.done():
            await soon()
            for n in range(len(line.pieces)):
                line.plays(n)
    assert reply.text == "".join(SENTENCES)
    assert not mouth.active and mouth.left == 0


async def test_stopped_in_the_middle_only_what_was_played_was_said(mouth: Mouth, line: Loudspeaker) -> None:
    reply = Reply(mouth)
    await line.has(2)
    line.plays(0)
    line.plays(1, line.seconds(1) / 2)
    await soon()
    heard = await reply.cut()
    assert line.kinds()[-1] == "stop"
    assert heard == reply.text and "".join(SENTENCES).startswith(heard) and 3 < len(heard.split()) < len("".join(SENTENCES).split())
    assert not mouth.active and mouth.left == 0


async def test_a_line_that_says_nothing_when_stopped_is_not_waited_for(mouth: Mouth, line: Loudspeaker) -> None:
    line.says_where = False
    reply = Reply(mouth)
    await line.has(1)
    began = monotonic()
    assert await reply.cut() == ""
    assert monotonic() - began < module.STOPPED + 0.2


async def test_held_before_her_first_sound_and_stopped_she_can_be_heard_again(mouth: Mouth, line: Loudspeaker) -> None:
    """Somebody goes on while she thinks: what she would have said is dropped, and the hold with it."""
    await mouth.hold(on=True)
    assert await mouth.stop() == ""
    await mouth.hold(on=False)
    held = [event["on"] for event in line.told if event["type"] == "hold"]
    assert held == [True, False], "or every later word of hers would stay unheard"


async def test_held_and_stopped_while_speaking_the_line_is_free_again(mouth: Mouth, line: Loudspeaker) -> None:
    reply = Reply(mouth)
    await line.has(1)
    await mouth.hold(on=True)
    await reply.cut()
    assert not mouth.held
    assert line.kinds()[-1] in ("stop", "hold False")


async def test_a_stop_that_is_still_being_waited_for_leaves_the_next_reply_alone(mouth: Mouth, line: Loudspeaker) -> None:
    line.says_where = False
    first = Reply(mouth)
    await line.has(1)
    count = len(first_words := line.pieces[0]["text"].split())
    line.plays(0, line.seconds(0) * 0.7)
    await soon()
    first.task.cancel()
    await asyncio.wait({first.task})
    stopping = asyncio.create_task(mouth.stop())
    await asyncio.sleep(0.05)
    sent = len(line.pieces)
    second = Reply(mouth, ("Something else entirely.",))
    await line.has(sent + 1)
    heard = await stopping
    assert 0 < len(heard.split()) <= count and heard.split() == first_words[: len(heard.split())]
    line.plays(sent)
    await asyncio.wait_for(second.task, 5)
    assert second.text == "Something else entirely."


async def test_a_line_that_does_not_play_is_not_waited_for_for_ever(mouth: Mouth, line: Loudspeaker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.2)
    reply = Reply(mouth)
    await asyncio.wait_for(reply.task, 8)
    assert reply.text == "".join(SENTENCES)


async def test_held_she_is_waited_for(mouth: Mouth, line: Loudspeaker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.2)
    reply = Reply(mouth)
    await line.has(1)
    await mouth.hold(on=True)
    await asyncio.sleep(1.3)
    assert reply.text == ""
    await reply.cut()


async def test_a_first_clause_without_sound_takes_no_patience_away(mouth: Mouth, line: Loudspeaker) -> None:
    """What can't be spoken is shown; the wait for the line counts from its first sound."""
    mouth._reported = monotonic() - 60
    reply = Reply(mouth, ("… — … ", *SENTENCES))
    await line.has(1)
    await asyncio.sleep(1.2)
    assert "hives" not in reply.text
    await reply.cut()


async def test_long_replies_are_sent_as_they_are_played(mouth: Mouth, line: Loudspeaker) -> None:
    tale = tuple(f"Once there was a keeper of lamp number {n}, who climbed the stairs every evening. " for n in range(8))
    reply = Reply(mouth, tale)
    async with asyncio.timeout(20):
        while mouth.left < module.AHEAD:
            line.came.clear()
            await line.came.wait()
    await asyncio.sleep(0.5)
    sent = len(line.pieces)
    assert mouth.left < module.AHEAD + 6
    line.plays(0)
    line.plays(1)
    line.plays(2)
    await line.has(sent + 1)
    await reply.cut()


async def test_only_what_has_come_out_can_come_back(mouth: Mouth, line: Loudspeaker) -> None:
    """Words that wait on the line are no echo yet, and somebody who uses them isn't one either."""
    reply = Reply(mouth)
    await line.has(2)
    assert mouth.lately() == ""
    line.plays(0, line.seconds(0) / 2)
    await soon()
    assert mouth.lately().startswith("My sister")
    assert "summer" not in mouth.lately()
    await reply.cut()
    assert "My" in mouth.lately(), "and stays in the air for a while"


async def test_a_voice_that_fails_is_told_once_and_read_instead(mouth: Mouth, line: Loudspeaker, parts: Parts) -> None:
    class Hoarse:
        name = label = "hoarse"
        notes: list[str] = []  # noqa: RUF012

        def say(self, text: str, manner: Manner) -> Spoken:
            raise VoiceFailed("I've lost my voice; you can read me.")

        def close(self) -> None: ...

    parts.voice = Hoarse()  # type: ignore[assignment]
    reply = Reply(mouth)
    await asyncio.wait_for(reply.task, 5)
    assert reply.text == "".join(SENTENCES)
    assert line.kinds().count("notice") == 1


async def test_a_report_of_something_else_changes_nothing(mouth: Mouth, line: Loudspeaker) -> None:
    reply = Reply(mouth)
    await line.has(1)
    mouth.heard("nobody's", 3.0, done=True)
    mouth.heard(line.pieces[0]["speech"], -5.0, done=False)
    await soon()
    assert reply.text == "" and mouth.left > 0
    await reply.cut()
    mouth.heard(line.pieces[0]["speech"], 99.0, done=True)
    assert mouth.said == ""


async def test_a_listening_sound_is_broken_off_by_whoever_speaks(mouth: Mouth, line: Loudspeaker) -> None:
    for act in (mouth.murmur("Mm.", lambda: True), mouth.hush_murmur()):
        await act
    assert line.kinds().count("stop") == 1
