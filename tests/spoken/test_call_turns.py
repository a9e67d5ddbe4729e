"""Whose turn it is in a call: interruptions, listening noises, hesitation, second thoughts, long stories."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from tests.spoken import ears, people
from tests.spoken.caller import Caller
from tests.spoken.conftest import STORY, Home
from tests.spoken.people import RATE, Sound, rest, says

MISHEARD = 0.25


def a_wish() -> Sound:
    return says("Tell me a story.")


def together(caller: Caller, since: float = 0.0) -> float:
    """Seconds in which both made a sound."""
    both = people.loud(caller.her(since)) & people.loud(caller.me(since))[: len(people.loud(caller.her(since)))]
    return float(both.sum()) / 100


def prefix_wrong(said: str, aloud: str) -> float:
    """How far what she is held to have said is from what came out, where the last word may have been broken off."""
    return min(ears.wrong(said, aloud), ears.wrong(said, " ".join(ears.words(aloud)[:-1])))


def into_her_story(caller: Caller, seconds: float = 2.5) -> str:
    """Ask for a story and let her come so far; its turn."""
    caller.say(a_wish())
    turn = str(caller.turn()["turn"])
    caller.until_she_talks(seconds)
    return turn


@pytest.mark.parametrize("words", ["Wait, stop, what about tomorrow?", "No, what time is it now?"])
def test_an_interruption_silences_her_and_only_what_was_heard_was_said(teller: Home, words: str) -> None:
    with teller.caller() as caller:
        turn = into_her_story(caller)
        at = caller.now
        caller.say(says(words))
        said = caller.answer(turn)
        mine = caller.turn()
        assert ears.wrong(words, mine["text"]) <= 0.35, mine
        assert said["cut"] and said["text"]
        assert STORY.startswith(said["text"])
        # She was quiet before they had spoken for a second, and before they had come to an end.
        assert not people.loud(caller.her(at + 1.0, at + len(says(words)) / RATE)).any(), caller.tale()
        aloud = ears.heard(caller.her(0.0, at + 1.5))
        assert prefix_wrong(said["text"], aloud) <= MISHEARD, (said["text"], aloud)
        assert abs(len(ears.words(said["text"])) - len(ears.words(aloud))) <= 2, (said["text"], aloud)
        assert not caller.answer(mine["turn"])["cut"]
    kept = [entry for entry in teller.by("samantha") if entry["turn"] == turn]
    assert [(entry["text"], entry["cut"]) for entry in kept] == [(said["text"], True)]


def test_she_is_quieter_or_still_soon_after_somebody_speaks(teller: Home) -> None:
    with teller.caller() as caller:
        into_her_story(caller)
        at = caller.now
        caller.say(says("Wait, stop, what about tomorrow?"))
        caller.answer()
        mine = people.loud(caller.me(at)).nonzero()[0]
        stopped = at + mine[0] / 100
        quiet = [n for n, told in enumerate(caller.timeline) if told.event["type"] in {"hold", "stop"} and told.at > at]
        assert quiet and caller.timeline[quiet[0]].at - stopped <= 0.5, caller.tale()
        assert not people.loud(caller.her(stopped + 0.75, stopped + 1.2)).any()


NOISES: dict[str, Callable[[], Sound]] = {
    "mm-hm": people.mm_hm,
    "a higher mm-hm": lambda: people.mm_hm(180.0),
    "yeah": lambda: says("yeah", voice="awb"),
    "okay": lambda: says("okay"),
}


@pytest.mark.parametrize("noise", NOISES)
def test_a_listening_noise_lets_her_go_on(teller: Home, noise: str) -> None:
    with teller.caller() as caller:
        turn = into_her_story(caller)
        caller.say(NOISES[noise]())
        said = caller.answer(turn)
        caller.until_quiet()
        assert not said["cut"] and said["text"] == STORY, caller.tale()
        assert ears.wrong(STORY, ears.heard(caller.her())) <= MISHEARD
        assert len(caller.of("kept")) == 1, caller.tale()


def test_a_hesitation_is_one_turn(told: Home) -> None:
    before = len(told.kept())
    with told.caller() as caller:
        began = caller.now
        caller.say(says("I went to", 0.9, "um", 0.7, "the doctor on Monday."))
        mine = caller.turn()
        ended = began + people.loud(caller.me(began)).nonzero()[0][-1] / 100
        caller.answer(mine["turn"])
        assert not people.loud(caller.her(began, ended)).any(), caller.tale()
    assert ears.words(mine["text"])[0] == "i", mine["text"]
    assert {"doctor", "monday"} <= set(ears.words(mine["text"])), mine["text"]
    (kept,) = told.by("person", before)
    assert kept["text"] == mine["text"]


@pytest.mark.parametrize("pause", [0.4, 0.5])
def test_going_on_after_she_began_to_think_makes_one_turn(told: Home, pause: float) -> None:
    before = len(told.kept())
    with told.caller() as caller:
        caller.say(says("I missed the train this morning.", pause, "because I was late."))
        caller.until("kept", lambda event: "late" in event["entry"]["text"])
        caller.until_quiet(2.0)
        assert together(caller) <= 0.45, caller.tale()  # they may begin at the same moment; then she stops
    mine, hers = told.by("person", before), told.by("samantha", before)
    assert len(mine) == 1, mine
    assert {"train", "late"} <= set(ears.words(mine[0]["text"])), mine
    assert [entry["turn"] for entry in hers] == [mine[0]["turn"]], hers
    assert not hers[0]["cut"]


def test_what_came_of_the_first_half_is_gone(told: Home) -> None:
    """What she took from words that turned out to be half a sentence isn't remembered as if it were all."""
    with told.caller() as caller:
        caller.say(says("I live in Boston.", 0.5, "until I was twelve years old.", voice="awb"))
        caller.until("kept", lambda event: "twelve" in event["entry"]["text"] or "12" in event["entry"]["text"])
        caller.until_quiet(2.0)
    assert sum("boston" in entry["text"].lower() for entry in told.by("person")) == 1


TALE = (
    "I wanted to buy some apples but", 0.6, "there was a man with a dog who was", 0.7, "standing at the door with", 0.6,
    "a lot of heavy bags because", 0.6, "it was market day in town and he was so old that", 0.7, "he could not carry them but", 0.6,
    "I carried all of them home.",
)  # fmt: skip


def stretches(loud: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[float]:
    """How long each stretch of sound lasts, gaps under a fifth of a second bridged."""
    edges = loud.nonzero()[0]
    if not len(edges):
        return []
    parts = np.split(edges, np.nonzero(np.diff(edges) > 20)[0] + 1)
    return [(int(part[-1]) - int(part[0]) + 1) / 100 for part in parts]


def test_a_long_story_is_listened_to(told: Home) -> None:
    before = len(told.kept())
    with told.caller() as caller:
        began = caller.now
        caller.say(says(*TALE))
        ended = began + people.loud(caller.me(began)).nonzero()[0][-1] / 100
        mine = caller.turn()
        caller.until_quiet()
        meanwhile = caller.her(began, ended)
        assert together(caller, began) == 0, caller.tale()
        assert all(seconds <= 0.7 for seconds in stretches(people.loud(meanwhile))), caller.tale()
        asides = [event for event in caller.of("speech") if event["aside"]]
        assert len(asides) <= 4
        spoken = [m for m in caller.timeline if m.event["type"] == "speech" and not m.event["aside"]]
        assert all(m.at > ended for m in spoken), caller.tale()
    assert {"apples", "dog", "heavy", "carry"} <= set(ears.words(mine["text"])), mine["text"]
    assert [entry["text"] for entry in told.by("person", before)] == [mine["text"]]


def test_listening_noises_are_no_words_of_hers(told: Home) -> None:
    with told.caller() as caller:
        caller.say(says(*TALE[:8], "that was all."))
        mine = caller.turn()
        said = caller.answer(mine["turn"])
        pieces = " ".join(event["text"] for event in caller.of("speech") if not event["aside"])
        assert ears.wrong(said["text"], pieces) <= 0.1, (said, pieces)


def cough() -> Sound:
    """A burst without a tone, as a door or a cough makes."""
    burst = people.noise(0.25, 0.12, seed=3)
    return people.joined(burst * np.linspace(1, 0, len(burst), dtype=np.float32), rest(0.2))


def test_a_cough_doesnt_take_the_turn(teller: Home) -> None:
    with teller.caller() as caller:
        turn = into_her_story(caller)
        caller.say(cough())
        said = caller.answer(turn)
        assert said["text"] == STORY and not said["cut"], caller.tale()
        assert len(caller.of("kept")) == 1


def test_two_sentences_in_a_row_are_heard_whole(told: Home) -> None:
    with told.caller() as caller:
        caller.say(says("I live in Antwerp.", 0.25, "What can you do?"))
        mine = caller.turn()
        assert ears.wrong("I live in Antwerp. What can you do?", mine["text"]) <= 0.25
        caller.until_she_talks()
