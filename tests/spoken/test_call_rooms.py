"""Rooms as they are: noise that never stops, and loudspeakers that the microphone hears."""

from __future__ import annotations

import numpy as np
import pytest
from tests.spoken import ears, people
from tests.spoken.caller import Room
from tests.spoken.conftest import STORY, Home
from tests.spoken.people import LOUDNESS, Sound, says

MISHEARD = 0.25
QUESTION = "What can you do?"
ECHOES = [Room(0.3, 0.08), Room(0.3, 0.18)]


def a_wish() -> Sound:
    return says("Tell me a story.")


def din(decibels: float, seed: int = 5) -> Sound:
    """Noise that is so many decibels under what people say here."""
    return people.noise(8.0, LOUDNESS / 10 ** (decibels / 20), seed)


@pytest.mark.parametrize("decibels", [10, 5])
def test_a_question_in_noise_gets_a_turn(told: Home, decibels: float) -> None:
    with told.caller(Room(noise=din(decibels))) as caller:
        caller.rest(1.5)
        caller.say(says(QUESTION))
        ended = caller.now
        mine = caller.turn(within=6)
        assert caller.now - ended <= 4
        assert ears.wrong(QUESTION, mine["text"]) <= 0.5, mine
        caller.until_she_talks()


@pytest.mark.parametrize("decibels", [10, 5, 0])
def test_noise_alone_is_nobody(told: Home, decibels: float) -> None:
    entries = len(told.kept())
    with told.caller(Room(noise=din(decibels, seed=6))) as caller:
        caller.rush(people.joined(*[din(decibels, seed) for seed in range(4)]))
        caller.rest(5)
        assert not caller.of("kept") and not caller.of("speech"), caller.tale()
    assert len(told.kept()) == entries


def test_music_and_knocking_are_nobody(told: Home) -> None:
    time = np.arange(6 * people.RATE) / people.RATE
    chord = sum(np.sin(2 * np.pi * tone * time) for tone in (262, 330, 392, 523))
    knocks = np.where(time % 0.8 < 0.02, 1.0, 0.0) * np.sin(2 * np.pi * 180 * time)
    sounds = [np.asarray(0.05 * chord, np.float32), np.asarray(0.4 * knocks, np.float32)]
    with told.caller() as caller:
        caller.say(people.joined(*sounds))
        caller.rest(2)
        assert not caller.of("kept") and not caller.of("speech"), caller.tale()


@pytest.mark.parametrize("room", ECHOES, ids=lambda room: f"{room.delay * 1000:.0f} ms")
def test_she_doesnt_answer_herself(teller: Home, room: Room) -> None:
    before = len(teller.kept())
    with teller.caller(room) as caller:
        caller.say(a_wish())
        mine = caller.turn()
        said = caller.answer(mine["turn"], within=60)
        assert said["text"] == STORY and not said["cut"], caller.tale()
        caller.until_quiet(2.5)
        assert len(caller.of("kept")) == 1, caller.tale()
        assert ears.wrong(STORY, ears.heard(caller.her())) <= MISHEARD
        held = sum(1 for hold in caller.of("hold") if hold["on"])
        assert held <= 4, "she falters at her own voice"
    assert len(teller.by("person", before)) == 1


@pytest.mark.parametrize("room", ECHOES, ids=lambda room: f"{room.delay * 1000:.0f} ms")
def test_she_can_be_interrupted_through_her_echo(teller: Home, room: Room) -> None:
    words = "Wait, stop, what time is it now?"
    with teller.caller(room) as caller:
        caller.say(a_wish())
        turn = caller.turn()["turn"]
        caller.until_she_talks(3.0)
        at = caller.now
        caller.say(says(words))
        said = caller.answer(turn)
        assert said["cut"], caller.tale()
        assert not people.loud(caller.her(at + 1.3, at + 1.8)).any(), caller.tale()
        mine = caller.turn()
        assert ears.wrong(words, mine["text"]) <= 0.5, mine
        hers = set(ears.words(STORY)) - set(ears.words(words))
        assert len(hers & set(ears.words(mine["text"]))) <= 1, "her own words came into theirs"
        assert caller.answer(mine["turn"])["text"]


def test_what_she_said_may_be_said_back_to_her(teller: Home) -> None:
    """Somebody who repeats her words once she is done is somebody, and no echo."""
    with teller.caller(ECHOES[0]) as caller:
        caller.say(a_wish())
        assert not caller.answer(caller.turn()["turn"])["cut"], caller.tale()
        caller.until_quiet(2.0)
        caller.say(says("He read it twice before supper?"))
        assert "supper" in caller.turn()["text"]


def test_a_loud_echo_doesnt_hush_her_for_ever(teller: Home) -> None:
    with teller.caller(Room(0.8, 0.12)) as caller:
        caller.say(a_wish())
        caller.answer(caller.turn()["turn"])
        caller.rest(6)
        assert len(caller.of("kept")) == 1, caller.tale()
        caller.say(says("What time is it?"))
        caller.until_she_talks()
