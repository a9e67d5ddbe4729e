"""She stays who she is through months of talk: the name she was given, her tone, her views, her likings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.contracts.homes import MONDAY, a_house
from tests.flows.talk import complaint, export, fine, forget, os1, own_words
from tests.unit.test_character import CONTRACTED

from os1.house import House
from os1.mind.plain.book import book
from os1.talk import Draft

TWENTY = (
    "Good morning.", "I had a terrible night.", "My sister Ruth rang and we laughed a lot.", "I got the job!", "Thanks.",
    "I'm so lonely in this flat.", "My boss shouted at me in front of everybody.", "ok", "What do you think about that?",
    "Are you real?", "What should I do?", "I feel stupid about it.", "What's the weather like?", "Tell me a joke.",
    "My brother's dog died.", "I'm tired.", "What did I tell you about Ruth?", "I'm off to the allotment later.", "Goodnight.", "Bye.",
)  # fmt: skip
VIEWS = (
    ("stance.", ("Are you afraid of dying?", "What happens to you when you die?", "Does it scare you that you'll end?")),
    ("stance.", ("Do you believe in ghosts?", "What do you think about ghosts?")),
)  # fmt: skip


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with a_house(tmp_path) as house:
        yield house


class Talking:
    """Somebody who talks in a house, a minute between two things said."""

    def __init__(self, house: House) -> None:
        self.house, self.at, self.count = house, MONDAY, 0

    def say(self, text: str, later: timedelta = timedelta(minutes=1)) -> Draft:
        self.at += later
        self.count += 1
        me = self.house.person.id
        came = self.house.turns.accept(me, f"t{self.count}", text, self.at)
        draft = self.house.turns.answer(me, came)
        self.house.turns.finish(me, draft, ended=self.at)
        return draft

    def ask(self, *texts: str) -> list[Draft]:
        return [self.say(text) for text in texts]


def test_a_name_given_once_holds_a_month_later(house: House) -> None:
    talk = Talking(house)
    given = talk.say("I'll call you Ada.")
    assert given.move.kind == "renamed" and "Ada" in given.text
    talk.say("Hello Ada.", timedelta(days=31))
    hello, who, off, on, bye = talk.ask("Hi Ada!", "Ada, what's your name?", "Off the record, Ada.", "Back on the record, Ada.", "Goodbye Ada.")
    assert [d.move.kind for d in (hello, off, on, bye)] == ["hello", "record_off", "record_on", "goodbye"]
    assert "Samantha" not in f"{hello.text} {who.text} {bye.text}" and house.turns.on_record(house.person.id)
    assert "Ada" in who.text or who.move.kind in ("who", "stance")
    assert '"Ada"' not in "".join(str(m) for m in house.shelf.circles.values()), "she isn't taken for somebody she was told of"
    back = talk.say("I'll call you Samantha again.")
    assert "Samantha" in back.text


def test_formal_contracts_nothing_in_twenty_replies(house: House) -> None:
    talk = Talking(house)
    assert talk.say("Can you be more formal?").move.kind == "tuned"
    for text in TWENTY:
        draft = talk.say(text)
        assert not CONTRACTED.search(own_words(draft.text)), (text, draft.text)
        assert draft.move.kind != "tease"
    warm = talk.say("Be yourself again.")
    assert warm.move.kind == "tuned"
    assert any(CONTRACTED.search(d.text) for d in talk.ask(*TWENTY))


def test_tones_are_set_by_talk_and_said_back(house: House) -> None:
    talk = Talking(house)
    for words, tone in (("Be more playful.", "playful"), ("A bit quieter please.", "quiet"), ("Be yourself again", "warm")):
        draft = talk.say(words)
        said = {p.text for p in book()["tuned.body"] if p.needs.get("tone", (tone,)) == (tone,)}
        assert draft.text in said
        assert not draft.learned


@pytest.mark.parametrize(("prefix", "ways"), VIEWS)
def test_asked_in_other_words_months_apart_her_view_is_the_same(house: House, prefix: str, ways: tuple[str, ...]) -> None:
    talk = Talking(house)
    keys = {talk.say(words, timedelta(days=40)).move.slots.get("stance") for words in ways}
    assert len(keys) == 1 and None not in keys


def test_her_mood_is_what_the_talk_has_been(house: House) -> None:
    talk = Talking(house)
    talk.say("Hello.")
    moods = {value: {p.text for p in book()["mood.body"] if p.needs.get("valence", (value,)) == (value,)} for value in ("high", "low", "flat")}
    for value, mood in (("high", 0.9), ("low", -0.9)):
        house.turns.talk(house.person.id).mood = mood
        asked = talk.say("What mood are you in?")
        assert asked.move.slots["valence"] == value and asked.text in moods[value]
    rested = talk.say("What mood are you in?", timedelta(hours=2))
    assert rested.move.slots["valence"] == "flat" and rested.text in moods["flat"]


def test_a_wish_for_a_voice_is_kept_and_no_voice_claimed(house: House) -> None:
    assert "aloud" in (said := Talking(house).say("Speak in a deeper voice").text) or "voice" in said or "hear" in said


def character(home: Path, *more: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(fine(os1("character", "--json", *more, home=home)).out)
    return told


def test_likings_grow_are_shown_and_go_with_their_words(tmp_path: Path) -> None:
    lines = ("My allotment was glorious today, such a happy morning.", "I love my allotment, it makes me so happy.",
             "Wonderful day at my allotment, the beans are up!")  # fmt: skip
    with a_house(tmp_path) as house:
        talk = Talking(house)
        nothing = talk.say("What do you like?")
        for line in lines:
            talk.say(line, timedelta(days=9))
        liked, where = talk.ask("What have you come to like?", "Where do you have that from?")
    assert nothing.move.kind in ("taste", "stance") and "liked" not in nothing.move.slots
    assert "allotment" in liked.text and liked.move.memories
    assert "llotment" in where.text
    home = tmp_path / "home"
    (shown,) = character(home)["likings"]
    assert "allotment" in shown["about"] and len(shown["told"]) == 3
    forget(home, shown["told"][0]["id"])
    assert character(home)["likings"] == []


def test_the_command_shows_and_tunes(home: Path) -> None:
    told = fine(os1("character", "--name", "Ada", "--tone", "formal", home=home)).out
    assert "What I never do" in told and "I'm Ada." in told and told.endswith("Now: Ada, formal.\n")
    assert complaint(os1("character", "--name", "4!", home=home))
    assert (shown := character(home))["name"] == "Ada" and shown["tone"] == "formal"
    assert '"her_name": "Ada"' in export(home)
    assert character(home, "--name", "")["name"] == "Samantha"
    assert shown["sounding"] and not character(home, "--sounding", "off")["sounding"]
