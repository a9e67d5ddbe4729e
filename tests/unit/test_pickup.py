"""What of a person's words can be said back, and what is better left."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from os1.listening.hear import hear
from os1.mind.pickup import Pickup, pick_up, say_back

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


def of(text: str, pets: tuple[str, ...] = (), not_topics: tuple[str, ...] = ()) -> Pickup:
    return pick_up(text, hear(text, NOW), pets, not_topics)


SAID_BACK = {
    "The boiler man came and it's mended, thank heavens.": "the boiler man came and it's mended",
    "I love her but she has opinions about everything": "you love her but she has opinions about everything",
    "I've been asked to judge the sweet peas at the village show on Saturday.": (
        "you've been asked to judge the sweet peas at the village show"
    ),
    "Ada's three weeks old and I haven't slept more than two hours at once since she was born": (
        "you haven't slept more than two hours at once"
    ),
    "I'm called Viktor and I write firmware for pacemakers.": "you write firmware for pacemakers",
    "so coffee was a disaster": "coffee was a disaster",
    "im so done w her": "you're so done with her",
    "My mum's coming to stay on Wednesday": "your mum is coming to stay on Wednesday",
    "It's on Thursday 26th now at half ten": "it's on Thursday 26th now at half ten",
    "exam got moved to monday thank god": "exam got moved to Monday",
}


@pytest.mark.parametrize("text", SAID_BACK)
def test_said_back(text: str) -> None:
    assert say_back(text) == SAID_BACK[text]


@pytest.mark.parametrize(
    "text",
    [
        "My sister Ines lives in Porto.",  # cut short it would say that she lives
        "I can't go if it rains on Saturday because the car is broken and nobody will take me there",
        "so tired of this",
        "you never listen",
        "look at http://example.com",
        "he said 'never' to me",
    ],
)
def test_better_left(text: str) -> None:
    assert say_back(text) is None


def test_names_typed_small_are_names() -> None:
    assert of("my flatmate priya ate my leftovers").clause == "your flatmate Priya ate your leftovers"


def test_a_question_is_not_said_back_and_wondering_is() -> None:
    assert of("Is Ruth moving to Leeds?").clause == ""
    assert of("i think i smashed it???").clause == "you think you smashed it"


def test_what_hangs_on_maybe_is_not_torn_off() -> None:
    assert "drive" not in of("I don't know why. Maybe because she'd drive down here and shout at me").clause


@pytest.mark.parametrize(
    ("text", "fragment"),
    [("Purple.", "Purple"), ("like the whole curry", "the whole curry"), ("A real one", "A real one"),
     ("again", ""), ("Perhaps I am.", ""), ("no", ""), ("you", ""), ("I slept well today", ""), ("🙂", "")],
)  # fmt: skip
def test_a_fragment_is_held_up_as_it_came(text: str, fragment: str) -> None:
    assert of(text).fragment == fragment


def test_where_it_happened_is_no_topic() -> None:
    assert of("She was sharp on the telephone").topic == ""
    assert of("the telephone is broken").topic == "the telephone"


def test_a_pet_alone_or_her_own_name_is_no_topic() -> None:
    assert of("Biscuit barked", pets=("biscuit",)).topic == ""
    assert of("Samantha, it rained", not_topics=("samantha",)).topic != "Samantha"


def test_whoever_opens_the_sentence_is_meant() -> None:
    assert of("Ruth rang tonight").person == "Ruth"
    assert of("My brother is coming").person == "your brother"
    assert of("I sat in the rain with Ruth").person == ""
