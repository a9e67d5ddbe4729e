"""How somebody sounds, in a talk: kept as a guess with its figures, said once, put right, switched off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.contracts.homes import MONDAY, a_house
from tests.unit.test_character import CONTRACTED

from os1.house import House
from os1.memory import beliefs, sayings
from os1.speech import Tone
from os1.store import settings, tuning
from os1.talk import Draft
from os1.types import Memory

USUAL = Tone(pitch=190, spread=5.0, energy=-24, pace=3.2, pauses=0.1, floor=-60, voiced=2.0)
LOW = replace(USUAL, pitch=168, spread=2.6, energy=-30, pace=3.0)
PLAIN = (
    "I had toast for breakfast.", "The bus was on time today.", "I put the bins out.", "My sister rang about the curtains.",
    "I read the paper in the garden.", "We had soup for lunch.", "The postman came early.", "I moved the desk to the window.",
    "There was football on the radio.", "I watered the tomatoes.", "I wrote the shopping list.", "The neighbours painted their fence.",
    "I walked round the park.", "I fixed the tap in the kitchen.", "I changed the sheets.",
)  # fmt: skip


class Speaking:
    """Somebody who talks aloud in a house, a minute between two things said."""

    def __init__(self, house: House) -> None:
        self.house, self.me, self.at, self.count = house, house.person.id, MONDAY, 0

    def say(self, text: str, tone: Tone | None = None, *, later: timedelta = timedelta(minutes=1), off_record: bool = False) -> Draft:
        self.at += later
        self.count += 1
        turns = self.house.turns
        wave = 0.3 * (self.count % 5 - 2)  # nobody says two things alike
        spoken = tone and replace(tone, pitch=tone.pitch * 2 ** (wave / 12), energy=tone.energy + wave, pace=tone.pace + wave / 10)
        came = replace(turns.accept(self.me, f"t{self.count}", text, self.at, off_record=off_record), tone=spoken)
        draft = turns.answer(self.me, came)
        turns.finish(self.me, draft, ended=self.at)
        return draft

    def settled(self) -> None:
        """They have talked long enough for her to know how they sound."""
        for text in PLAIN:
            assert self.say(text, USUAL).move.kind != "sounded"

    def quietly(self) -> Iterator[Draft]:
        return (self.say(text, LOW) for text in ("I went to the shop.", "I bought some bread.", "I sat on the bench a while.", "I came home by the canal."))

    def until_said(self) -> Draft:
        """Up to where she says that they sound quieter."""
        return next(draft for draft in self.quietly() if draft.move.kind == "sounded")

    def readings(self) -> list[Memory]:
        return beliefs.slot(self.house.shelf, self.me, None, ["sounded"])


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with a_house(tmp_path) as house:
        yield house


@pytest.fixture
def talk(house: House) -> Speaking:
    speaking = Speaking(house)
    speaking.settled()
    return speaking


@pytest.mark.parametrize("tone", settings.TONES)
def test_a_quiet_voice_is_noticed_once_and_as_a_guess(house: House, tone: str) -> None:
    tuning.sound(house.database, house.person.id, tone)
    talk = Speaking(house)
    talk.settled()
    said = [draft for draft in talk.quietly() if draft.move.kind == "sounded"]
    assert len(said) == 1
    (draft,) = said
    assert draft.text.endswith("?") and draft.text.count("?") == 1
    assert tone != "formal" or not CONTRACTED.search(draft.text)
    (kept,) = talk.readings()
    assert draft.move.memories == (kept.id,) and kept.kind == "feeling" and kept.value == "quieter than usual"
    assert "dB softer" in kept.text and kept.source.startswith("u") and kept.quote


def test_she_says_why_in_figures(talk: Speaking) -> None:
    talk.until_said()
    why = talk.say("Why did you say that?", LOW)
    assert why.move.kind == "why" and "dB softer" in why.text and "semitones" in why.text and "guess" in why.text


def test_how_did_i_sound(talk: Speaking) -> None:
    assert talk.say("How did I sound today?").move.kind == "sounded_nothing"
    talk.until_said()
    talk.at += timedelta(days=1)
    told = talk.say("How did I sound yesterday?")
    assert told.move.kind == "sounded_told" and "quieter than usual" in told.text and "dB" in told.text


@pytest.mark.parametrize("words", ["I'm not sad, I'm just tired.", "No, I'm fine.", "I always sound like this.", "That's just how I talk."])
def test_put_right_it_is_taken_back_and_learned_from(talk: Speaking, words: str) -> None:
    talk.until_said()
    assert talk.say(words, LOW).move.kind == "sounded_wrong"
    assert talk.readings() == []
    shown = beliefs.current(talk.house.shelf, talk.me, predicate="sounded", state="taken_back")
    assert [m.taken_back for m in shown] == [True]
    later = [talk.say(text, LOW, later=timedelta(hours=12)) for text in ("I had a bath.", "I made the bed.", "I swept the yard.")]
    assert all(draft.move.kind != "sounded" for draft in later) and talk.readings() == []


@pytest.mark.parametrize("words", ["I'm not fine, no.", "It's the day, I suppose."])
def test_an_answer_is_no_correction(talk: Speaking, words: str) -> None:
    talk.until_said()
    talk.say(words, LOW)
    assert len(talk.readings()) == 1


@pytest.mark.parametrize("words", ["My dad died last night.", "I want to kill myself.", "What's the time?", "Forget that.", "I feel so lonely."])
def test_nothing_of_it_where_it_would_be_deaf(talk: Speaking, words: str) -> None:
    for text in ("I went to the shop.", words, "I came home."):
        draft = talk.say(text, LOW)
        if text == words:
            assert draft.move.kind != "sounded"
    after = talk.say("The funeral is on Friday.", LOW) if "died" in words else None
    assert after is None or after.move.kind != "sounded"


def test_switched_off_and_on(talk: Speaking) -> None:
    assert talk.say("Don't read my voice.", LOW).move.kind == "sounding_off"
    assert settings.get(talk.house.database, talk.me, "tones") == ""
    assert all(draft.move.kind != "sounded" for draft in talk.quietly()) and talk.readings() == []
    assert settings.get(talk.house.database, talk.me, "tones") == ""
    assert talk.say("You can read my voice again.").move.kind == "sounding_on"
    assert tuning.reads_voice(talk.house.database, talk.me)


@pytest.mark.parametrize("words", ["stop telling me how I sound", "please don't read my voice", "Don't tell me how I sound.", "stop reading my tone of voice"])
def test_ways_to_switch_it_off(house: House, words: str) -> None:
    assert Speaking(house).say(words).move.kind == "sounding_off"


def test_off_the_record_nothing_is_kept(talk: Speaking) -> None:
    before = settings.get(talk.house.database, talk.me, "tones")
    for text in PLAIN[:4]:
        assert talk.say(text, LOW, off_record=True).move.kind != "sounded"
    assert settings.get(talk.house.database, talk.me, "tones") == before and talk.readings() == []


def test_it_goes_with_the_words(talk: Speaking) -> None:
    talk.until_said()
    (kept,) = talk.readings()
    talk.say("Forget everything about the bench.")
    talk.say("Forget everything about the bread.")
    talk.say("Forget everything about the shop.")
    talk.say("Forget everything about the canal.")
    assert talk.readings() == [] and kept.id


def test_every_word_forgotten_takes_the_figures_along(talk: Speaking) -> None:
    talk.until_said()
    talk.say("Forget every word.")
    assert settings.get(talk.house.database, talk.me, "tones") == "" and talk.readings() == []


def test_it_is_shown_among_the_feelings(talk: Speaking) -> None:
    talk.until_said()
    (week,) = sayings.weeks(talk.house.shelf, talk.me)["weeks"]
    (kept,) = talk.readings()
    rows = sayings.felt(talk.house.shelf, talk.me, datetime.fromisoformat(week["starts"]))["rows"]
    assert [row["label"] for row in rows if row["id"] == kept.source] == [kept.text]
