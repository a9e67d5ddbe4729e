"""What she comes to like: told often and gladly, with its words, gone with them, and never what is to rest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.contracts.homes import ME, MONDAY, a_shelf

from os1.memory import episodes, forgetting, hands, people
from os1.memory.episodes import Shelf
from os1.mind.likings import asked, likings
from os1.types import Feeling, Heard, Mention, Request, Risk

ALLOTMENT = ("My allotment was glorious today.", "Spent all morning at my allotment.", "I love my allotment.")
GLAD, HEAVY = 0.8, -0.8


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = a_shelf(tmp_path)
    yield shelf
    shelf.database.close()


def tell(shelf: Shelf, *texts: str, valence: float = GLAD, days: int = 1, who: str = "", risk: Risk | None = None) -> list[int]:
    """Things told, a day or more apart, each sounding as it is said to."""
    before = episodes.count(shelf, ME)
    kept = []
    for n, text in enumerate(texts, before):
        said = episodes.keep(shelf, ME, f"t{n}", "person", text, MONDAY + timedelta(days=n * days))
        episodes.understand(shelf, ME, said, Heard(feeling=Feeling("joy", valence), risk=risk or Risk()))
        if who:
            people.note_mentions(shelf, ME, said.id, (Mention(who, "person", 0),))
        kept.append(said.id)
    return kept


def test_what_is_told_often_and_gladly_is_liked_with_its_words(shelf: Shelf) -> None:
    kept = tell(shelf, *ALLOTMENT)
    (liked,) = likings(shelf, ME)
    assert liked.about == "your allotment"
    assert {*liked.memories} == {f"u{number}" for number in kept}
    assert [liked.quote(said) for said in liked.told] == list(reversed(ALLOTMENT))


@pytest.mark.parametrize("how", ["seldom", "heavily", "on one day", "mostly heavily", "in danger"])
def test_what_is_told_otherwise_is_not(shelf: Shelf, how: str) -> None:
    told = ALLOTMENT[:2] if how == "seldom" else ALLOTMENT
    risk = Risk("self_harm", "active") if how == "in danger" else Risk()
    tell(shelf, *told, valence=HEAVY if how == "heavily" else GLAD, days=0 if how == "on one day" else 1, risk=risk)
    if how == "mostly heavily":
        tell(shelf, *[f"The allotment flooded, week {n}." for n in ("one", "two", "three", "four")], valence=HEAVY)
    assert likings(shelf, ME) == []


def test_somebody_told_of_gladly_is_liked_once(shelf: Shelf) -> None:
    tell(shelf, "Ruth made me laugh.", "A lovely walk with Ruth.", "Ruth brought cake.", who="Ruth")
    assert [each.about for each in likings(shelf, ME)] == ["Ruth"]


def test_whoever_is_to_rest_is_not_liked_aloud(shelf: Shelf) -> None:
    tell(shelf, "Ruth made me laugh.", "A lovely walk with Ruth.", "Ruth brought cake.", who="Ruth")
    hands.quiet(shelf, ME, f"e{people.everyone(shelf, ME)[0].id}")
    assert likings(shelf, ME) == []


def test_forgetting_the_words_removes_the_liking(shelf: Shelf) -> None:
    kept = tell(shelf, *ALLOTMENT)
    assert likings(shelf, ME)
    forgetting.forget(shelf, ME, {kept[0]: None})
    assert likings(shelf, ME) == []


def test_taking_the_words_back_removes_it_too(shelf: Shelf) -> None:
    kept = tell(shelf, *ALLOTMENT)
    episodes.take_back(shelf, kept[0], "joke")
    assert likings(shelf, ME) == []


def test_asked_what_she_likes_she_has_it_with_receipts(shelf: Shelf) -> None:
    wanted = Heard(requests=(Request("her.liked"),))
    assert asked(shelf, ME, wanted) == {}
    kept = tell(shelf, *ALLOTMENT)
    slots = asked(shelf, ME, wanted)
    assert (slots["kind"], slots["liked"]) == ("taste", "your allotment")
    assert {*slots["memories"].split()} == {f"u{number}" for number in kept}
    assert asked(shelf, ME, Heard()) == {}
    assert likings(shelf, "somebody else") == []
