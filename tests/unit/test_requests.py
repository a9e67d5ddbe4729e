"""Requests: what is asked of her, with its slots, and what only looks like asking."""

from __future__ import annotations

import pytest

from os1.listening import requests


def intent(text: str) -> str:
    found = requests.read(text)
    return found[0].intent if found else ""


ASKED = {
    "Forget that.": "forget.last",
    "forget everything about Tom": "forget.about",
    "Forget what I told you about Karl.": "forget.about",
    "forget every word": "forget.every_word",
    "forget everything": "forget.everything",
    "off the record": "record.off",
    "ok back on the record": "record.on",
    "What did I tell you about Ruth?": "recall.about",
    "What did I tell you yesterday about my dog?": "recall.about",
    "I never said I write firmware.": "recall.about",
    "have i told you about priya": "recall.about",
    "who's Ruth": "recall.about",
    "When did I first tell you about Biscuit?": "recall.when",
    "when did I say that?": "recall.when",
    "What did I say yesterday?": "recall.day",
    "where do you have that from?": "receipt",
    "Why did you say that?": "why",
    "what time is it": "clock.time",
    "shh": "hush",
    "Are you real?": "her.real",
    "how old are you?": "her.real",
    "do you ever sleep?": "her.life",
    "do you have feelings": "her.life",
    "Do you love me?": "her.love",
    "who are you": "her.who",
    "how are you": "her.how",
    "what can you do": "her.can",
    "you still there?": "her.listening",
    "whats ur fave song": "her.taste",
    "do you like jazz?": "her.taste",
    "Would Margaret have wanted me to move, do you think?": "her.wonder",
    "what would he say": "her.wonder",
    "what do you think?": "her.opinion",
    "did I do the right thing?": "her.regret",
    "She was rude, don't you think?": "her.opinion",
    "should i text him": "her.advice",
    "omg what do i wear": "her.advice",
    "Tell me a joke.": "her.joke",
    "tell me a story": "her.story",
    "Will it rain tomorrow?": "cannot",
    "When is my meeting with Karl?": "question",
    "do u know my brothers name": "question",
}


@pytest.mark.parametrize("text", ASKED)
def test_what_is_asked(text: str) -> None:
    assert intent(text) == ASKED[text]


NOTHING = (
    "i think i smashed it???",
    "I guess so?",
    "What a day.",
    "When my mum came I slept.",
    "don't tell me it'll be fine",
    "He asked me to forget it, never mind",
    "We talked off the cuff.",
    "the weather was lovely on the walk",
    "I love that song",
    "Thank you.",
    "",
)


@pytest.mark.parametrize("text", NOTHING)
def test_what_asks_nothing(text: str) -> None:
    assert intent(text) == ""


@pytest.mark.parametrize(
    ("text", "slot", "value"),
    [
        ("What did I tell you about my Aunt Jo?", "about", "my Aunt Jo"),
        ("What did I tell you yesterday about my dog?", "about", "my dog yesterday"),
        ("Forget everything about Tom, please.", "about", "Tom"),
        ("what do you know about me", "about", "me"),
        ("When did I first tell you about Biscuit?", "which", "first"),
        ("What did I say on Saturday?", "when", "on Saturday"),
        ("I never said I write firmware.", "about", "I write firmware"),
        ("can you play some music?", "thing", "music"),
    ],
)
def test_slots_keep_the_letters_they_came_in(text: str, slot: str, value: str) -> None:
    assert requests.read(text)[0].slots[slot] == value


def test_curly_quotes_keep_the_length() -> None:
    assert requests.straight("what’s “that”") == 'what\'s "that"'
    assert len(requests.straight("what’s “that”")) == len("what’s “that”")


def test_a_long_text_is_no_command() -> None:
    assert intent("forget that " + "and then she went home " * 40) == ""


def test_the_question_is_the_last_one() -> None:
    found = requests.read("I saw Ruth. Is she well? When is the hearing?")
    assert found[0].slots["question"] == "when is the hearing?"
