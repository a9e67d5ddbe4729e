"""A call as a person would have it: she hears, answers aloud, remembers, and is deaf when she should be."""

from __future__ import annotations

import uuid

from tests.minds.scripted import ModelServer
from tests.spoken import ears, people
from tests.spoken.caller import Caller, Room
from tests.spoken.conftest import STORY, Home, Maker
from tests.spoken.people import Sound, rest, says

MISHEARD = 0.25  # of her words, by a stranger's small ears: names are the most of it


def a_question() -> Sound:
    return says("What time is it?")


def ask(caller: Caller, sound: Sound | None = None) -> tuple[str, str]:
    """Ask aloud and hear her out: what she understood and what she said."""
    caller.say(a_question() if sound is None else sound)
    mine = caller.turn()
    said = caller.answer(mine["turn"])
    assert not said["cut"], caller.tale()
    return mine["text"], said["text"]


def test_a_spoken_question_is_heard_and_answered_aloud(told: Home) -> None:
    with told.caller() as caller:
        asked, answer = ask(caller, says("What did I tell you about my sister?", voice="awb"))
        assert ears.wrong("What did I tell you about my sister?", asked) <= 0.15, asked
        assert "Ruth" in answer
        aloud = ears.heard(caller.her())
        assert ears.wrong(answer, aloud) <= MISHEARD, (answer, aloud)
        assert "Lisbon" in aloud


def test_she_answers_soon(told: Home) -> None:
    with told.caller() as caller:
        ask(caller)
        caller.until_quiet()
        began = caller.now
        caller.say(a_question())
        caller.until_she_talks(0.3)
        (mine,), (hers,) = ((people.loud(sound).nonzero()[0],) for sound in (caller.me(began), caller.her(began)))
        assert 0 < (hers[0] - mine[-1]) / 100 <= 1.6


def test_her_words_are_shown_as_they_are_heard(told: Home) -> None:
    with told.caller() as caller:
        _, answer = ask(caller)
        shown = [(m.at, m.event["text"]) for m in caller.timeline if m.event["type"] == "words"]
        assert "".join(text for _, text in shown).strip() == answer
        hers = people.loud(caller.her()).nonzero()[0] / 100
        assert shown[0][0] >= hers[0] - 0.1
        assert abs(shown[-1][0] - hers[-1]) <= 0.7, (shown[-1], hers[-1])


def test_captions_show_what_she_hears(told: Home) -> None:
    with told.caller() as caller:
        asked, _ = ask(caller)
        captions = caller.of("caption")
        assert (captions and captions[-1]["final"]) or not captions[-1]["text"], captions
        assert any(caption["final"] and caption["text"] == asked for caption in captions), captions
        states = [event["state"] for event in caller.of("hearing")]
        assert [states.index(name) for name in ("speech", "speaking")] == sorted(map(states.index, ("speech", "speaking")))


def test_what_was_said_aloud_is_remembered(met: Home) -> None:
    with met.caller() as caller:
        ask(caller, says("My brother Tom lives in Chicago.", voice="awb"))
    with met.line() as line:
        turn = line.say("Where does my brother live?")
        assert "Chicago" in line.until("said", turn)["entry"]["text"]


def test_typing_during_a_call_is_answered(told: Home) -> None:
    with told.caller() as caller:
        turn = uuid.uuid4().hex
        caller.send(type="say", id=turn, text="What did I tell you about Ruth?")
        answer = caller.answer(turn)["text"]
        assert "Lisbon" in answer
        assert ears.wrong(answer, ears.heard(caller.her())) <= MISHEARD
        caller.until_quiet()
        assert "time" in ask(caller)[0]


def test_typing_while_she_talks_stops_her(teller: Home) -> None:
    with teller.caller() as caller:
        caller.say(says("Tell me a story."))
        turn = caller.turn()["turn"]
        caller.until_she_talks(2.0)
        typed, at = uuid.uuid4().hex, caller.now
        caller.send(type="say", id=typed, text="What time is it?")
        assert caller.answer(turn)["cut"]
        said = caller.answer(typed)
        caller.until_quiet()
        assert not people.loud(caller.her(at + 0.06, at + 0.1)).any()
        assert not said["cut"]


def test_a_larger_model_finds_the_words_she_speaks(teller: Home, model: ModelServer) -> None:
    asked = len(model.asked)
    with teller.caller() as caller:
        _, answer = ask(caller, says("Tell me a story."))
        assert answer == STORY
        assert ears.wrong(STORY, ears.heard(caller.her())) <= MISHEARD
    assert len(model.asked) > asked


def test_one_call_after_another(told: Home) -> None:
    with told.caller() as caller:
        ask(caller)
        caller.end()
        since, entries = caller.now, len(told.kept())
        caller.say(a_question())
        caller.rest(2)
        assert not caller.of("speech", since)
        assert len(told.kept()) == entries
        caller.call()
        assert "time" in ask(caller)[0]
    with told.caller() as caller:
        assert "time" in ask(caller)[0]


def test_ending_the_call_while_she_talks_silences_her(teller: Home) -> None:
    with teller.caller() as caller:
        caller.say(says("Tell me a story."))
        turn = caller.turn()["turn"]
        caller.until_she_talks(2.0)
        caller.end()
        at = caller.now
        said = caller.answer(turn)
        assert said["cut"] and STORY.startswith(said["text"])
        caller.rest(1.5)
        assert not people.loud(caller.her(at + 0.3)).any()


def test_muted_she_hears_nothing_even_from_a_page_that_sends(told: Home) -> None:
    entries = len(told.kept())
    with told.caller() as caller:
        caller.mute(True, honest=False)
        caller.until("hearing", lambda event: event["state"] == "muted")
        caller.say(people.joined(a_question(), rest(2.0)))
        assert not caller.of("kept") and not caller.of("caption") and not caller.of("speech"), caller.tale()
        caller.mute(False)
        assert "time" in ask(caller)[0]
    assert len(told.kept()) == entries + 2


def test_words_before_the_mute_are_kept_and_those_in_it_are_not(told: Home) -> None:
    with told.caller() as caller:
        caller.begin(people.joined(says("I live in"), says("a very small house")))
        caller.rest(len(says("I live in")) / people.RATE + 0.3)
        caller.mute(True, honest=False)
        caller.rest(4)
        assert not any("house" in str(event["entry"]["text"]) for event in caller.of("kept")), caller.tale()


def test_off_the_record_nothing_said_aloud_is_kept(told: Home) -> None:
    entries = told.kept()
    with told.caller() as caller:
        caller.send(type="record", on=False)
        caller.until("record")
        caller.say(says("I bought a blue bicycle yesterday."))
        mine = caller.turn()
        assert "bicycle" in mine["text"] and not mine["kept"]
        assert not caller.answer(mine["turn"])["kept"]
        caller.send(type="record", on=True)
        caller.until("record")
    assert told.kept() == entries


def test_a_minute_of_silence_is_a_minute_of_silence(told: Home) -> None:
    entries = len(told.kept())
    with told.caller() as caller:
        caller.rush(people.noise(57, people.ROOM))
        caller.rest(3)
        assert not caller.of("speech") and not caller.of("caption") and not caller.of("kept"), caller.tale()
        assert "time" in ask(caller)[0]
    assert len(told.kept()) == entries + 2


def test_before_they_have_met_nobody_speaks(fresh: Maker) -> None:
    home = fresh()
    with home.caller(call=False) as caller:
        answer = caller.call()
        caller._on_air = True
        caller.say(people.joined(a_question(), rest(3.0)))
        assert answer["on"] or answer["text"]
        assert not caller.of("speech") and not caller.of("kept"), caller.tale()
    assert home.kept() == []


def test_each_of_them_is_heard(told: Home) -> None:
    for voice in people.VOICES:
        with told.caller(Room()) as caller:
            caller.say(says("What can you do?", voice=voice))
            assert ears.wrong("What can you do?", caller.turn()["text"]) <= 0.25
            caller.until_she_talks()
