"""What goes wrong at a call's socket: nonsense, two pages at once, pages that vanish, a power cut."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.browser.served import eventually
from tests.spoken import ears, people
from tests.spoken.caller import Caller
from tests.spoken.conftest import STORY, Home
from tests.spoken.people import Sound, rest, says


def a_question() -> Sound:
    return says("What can you do?")


def a_wish() -> Sound:
    return says("Tell me a story.")


def still_talks(home: Home) -> None:
    """A new call works from beginning to end."""
    assert home.process is not None and home.process.poll() is None
    with home.caller() as caller:
        caller.say(a_question())
        assert not caller.answer(caller.turn()["turn"])["cut"]
        assert people.loud(caller.her()).any()


def heard(**more: Any) -> str:
    return json.dumps({"type": "heard", "speech": "nobody's", "seconds": 1.0, "done": False, **more})


NONSENSE: dict[str, str | bytes] = {
    "half a sample": bytes(1_023),
    "one byte": b"\x01",
    "no sample at all": b"",
    "a second at once": bytes(32_000),
    "ten seconds at once": bytes(320_000),
    "garbage": "\x00not json at all {{{",
    "a list": "[1, 2]",
    "no type": "{}",
    "a call that is neither": '{"type": "call", "on": "perhaps"}',
    "a call without a word": '{"type": "call"}',
    "voices that are none": '{"type": "call", "on": true, "local_voices": "Alice"}',
    "voices of all kinds": '{"type": "call", "on": true, "local_voices": [1, null, {}, {"name": 3}]}',
    "a mute that is neither": '{"type": "mute", "on": 2}',
    "nobody's speech": heard(),
    "a speech that is a list": heard(speech=[1]),
    "a speech that is an object": heard(speech={"a": 1}),
    "no seconds": '{"type": "heard"}',
    "not a number of seconds": '{"type": "heard", "speech": 1, "seconds": NaN, "done": true}',
    "endless seconds": '{"type": "heard", "speech": 1, "seconds": Infinity, "done": true}',
    "seconds below nothing": heard(seconds=-5),
    "seconds in words": heard(seconds="one"),
    "no end of seconds": heard(seconds=1e300),
    "done perhaps": heard(done="maybe"),
    "chars below nothing": heard(seconds=-1, chars=-7),
    "chars in words": heard(seconds=-1, chars="many"),
}


@pytest.mark.parametrize("what", NONSENSE)
def test_nonsense_in_a_call_changes_nothing(told: Home, what: str) -> None:
    with told.caller() as caller:
        caller.send_raw(NONSENSE[what])
        caller.say(a_question())
        mine = caller.turn()
        assert ears.wrong("What can you do?", mine["text"]) <= 0.25
        caller.until_she_talks()


def test_nonsense_about_what_plays_right_now_changes_nothing(told: Home) -> None:
    with told.caller() as caller:
        caller.say(a_question())
        turn = caller.turn()["turn"]
        caller.until_she_talks()
        speech = caller.of("speech")[0]["speech"]
        amounts: list[Any] = [-5, "one", None, [], True]
        for seconds in amounts:
            caller.send_raw(heard(speech=speech, seconds=seconds))
        caller.send_raw(f'{{"type": "heard", "speech": {json.dumps(speech)}, "seconds": NaN, "done": false}}')
        said = caller.answer(turn)
        assert not said["cut"]
        assert ears.wrong(said["text"], ears.heard(caller.her())) <= 0.3


@pytest.mark.parametrize("before", [False, True], ids=["without a call", "in a call"])
def test_nonsense_of_any_size_leaves_the_house_standing(told: Home, before: bool) -> None:
    with told.caller(call=before) as caller:
        caller.send_raw(bytes(9_500_000))
        eventually(lambda: caller.closed or caller.now > 3)
    still_talks(told)


def test_sound_without_a_call_is_nobodys(told: Home) -> None:
    entries = len(told.kept())
    with told.caller(call=False) as caller:
        caller._on_air = True
        caller.say(people.joined(a_question(), rest(2.0)))
        assert not caller.closed
        assert not caller.of("kept") and not caller.of("speech"), caller.tale()
        caller.call()
        caller.say(a_question())
        assert caller.turn()["text"]
    assert len(told.kept()) >= entries + 1


def test_a_call_begun_twice_is_one_call(told: Home) -> None:
    with told.caller() as caller:
        assert caller.call()["on"]
        caller.say(a_question())
        turn = caller.turn()["turn"]
        caller.answer(turn)
        caller.until_quiet()
        assert len(caller.of("kept")) == 1
        whole = [event["text"] for event in caller.of("speech") if not event["aside"]]
        assert len(whole) == len(set(whole)), whole
        caller.end()
        caller.send(type="call", on=False)
        caller.rest(0.3)
        assert caller.call()["on"]


def test_the_newer_of_two_pages_has_the_call(told: Home) -> None:
    with told.caller() as older, told.caller() as newer:
        away = older.until("call", lambda event: not event["on"])
        assert len(away["text"].split()) >= 3, "the older page isn't told why"
        newer.say(a_question())
        mine = newer.turn()
        newer.answer(mine["turn"])
        assert people.loud(newer.her()).any()
        assert not older.of("speech") and not older.of("problem"), older.tale()
        assert older.of("said")[-1]["turn"] == mine["turn"], "pages are out of step"
        assert older.call()["on"], "the call can't be taken back"
        assert not newer.until("call", lambda event: not event["on"])["on"]
        older.say(a_question())
        older.until_she_talks()


def test_a_page_that_only_looks_on_hears_nothing(told: Home) -> None:
    with told.caller(call=False) as onlooker, told.caller() as caller:
        caller.say(a_question())
        turn = caller.turn()["turn"]
        caller.answer(turn)
        onlooker.until("said", lambda event: event["turn"] == turn)
        assert not onlooker.of("speech") and not onlooker.of("stop") and not onlooker.of("hold")


def vanished(home: Home) -> tuple[str, Caller]:
    """Somebody gone in the middle of her story: its turn, and what they had heard."""
    with home.caller() as caller:
        caller.say(a_wish())
        turn = str(caller.turn()["turn"])
        caller.until_she_talks(3.5)
    return turn, caller


def test_what_a_vanished_page_had_heard_was_said(teller: Home) -> None:
    turn, caller = vanished(teller)
    eventually(lambda: any(entry["turn"] == turn for entry in teller.by("samantha")))
    (said,) = (entry for entry in teller.by("samantha") if entry["turn"] == turn)
    assert said["cut"] and STORY.startswith(said["text"])
    aloud = ears.heard(caller.her())
    assert abs(len(ears.words(said["text"])) - len(ears.words(aloud))) <= 2, (said["text"], aloud)
    still_talks(teller)


def test_a_page_that_vanishes_while_somebody_speaks_leaves_no_call_behind(told: Home) -> None:
    with told.caller() as caller:
        caller.begin(says("I was going to say something about"))
        caller.rest(1.0)
    still_talks(told)


def test_a_page_that_never_reports_what_it_plays_doesnt_hang_her(told: Home) -> None:
    with told.caller() as caller:
        caller.reports = False
        caller.say(a_question())
        caller.turn()
        caller.until_quiet()
        caller.rest(1.0)
        caller.reports = True
        caller.say(a_question())
        caller.turn()


def test_words_that_were_kept_outlive_a_power_cut(told: Home) -> None:
    with told.caller() as caller:
        caller.say(says("I bought a blue bicycle yesterday."))
        mine = caller.turn()
        told.kill()
    told.start()
    try:
        kept = [entry["text"] for entry in told.by("person") if "bicycle" in entry["text"]]
        assert kept == [mine["text"]]
        eventually(lambda: any(entry["turn"] == mine["turn"] for entry in told.by("samantha")), "she never answered")
        assert len([entry for entry in told.by("samantha") if entry["turn"] == mine["turn"]]) == 1
    finally:
        still_talks(told)


