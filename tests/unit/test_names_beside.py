"""Names told beside what somebody is, and names that are nobody's introduction."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from os1.listening.attributes import own_name
from os1.listening.hear import hear

NOW = datetime(2026, 5, 3, 21, 4, tzinfo=UTC)


def told(text: str) -> set[tuple[str, str]]:
    return {(s.subject, s.value) for s in hear(text, NOW).statements if s.predicate == "is called"}


@pytest.mark.parametrize(
    ("text", "whose", "name"),
    [
        ("I have a daughter in Canada. Elspeth.", "my daughter", "Elspeth"),
        ("My wife died in January. Jean.", "my wife", "Jean"),
        ("My grandson was here today, Alfie, he's four.", "my grandson", "Alfie"),
        ("I've got a brother. Bannock, he was called.", "my brother", "Bannock"),
    ],
)
def test_a_name_beside_a_relation_is_theirs(text: str, whose: str, name: str) -> None:
    assert (whose, name) in told(text)


@pytest.mark.parametrize(
    "text",
    ["My wife was here today. Tuesday.", "My sister Ruth rang. London.", "We saw the sea today. Whitby.", "I have a daughter. Lovely."],
)
def test_no_other_word_is_taken_for_a_name_of_somebody_known(text: str) -> None:
    assert not {name for _, name in told(text)} & {"Tuesday", "London", "Whitby"}


@pytest.mark.parametrize("text", ["Call me Jo", "you can call me Tom", "please call me Ana", "my name's Paul", "Hi, it's Alfie"])
def test_an_introduction_is_one(text: str) -> None:
    assert own_name(text)


@pytest.mark.parametrize(
    "text",
    ["She call me Angel", "Tonight nobody will call me Angel", "no no, only Bridie call me Angel", "he thinks my name is Effie", "It's Alfie."],
)
def test_what_others_say_is_none(text: str) -> None:
    assert own_name(text) is None


def test_a_band_is_not_the_person() -> None:
    assert ("me", "Wet Tarmac") not in told("i play bass in a band. we're called Wet Tarmac")
