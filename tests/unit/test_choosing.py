"""Choosing among what was read: told to a real home, asked of it, and chosen from."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from os1.config import Home
from os1.house import House
from os1.memory import choosing, matter, ruling
from os1.memory.bearing import Asked
from os1.memory.choosing import Setting
from os1.memory.likely import weigh
from os1.testing import SetClock

BEGUN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TOLD = (
    "I've started at the bakery on Hill Street.",
    "my sister Ruth can't have nuts, she swells up.",
    "it rained all day and I did nothing.",
    "imagine I'd moved to Rome, what a thought.",
    "the boiler man is coming on Thursday at ten.",
    "I've left the bakery. I'm at the library now, on the desk.",
    "what a week, I could sleep for a year.",
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    place: Path = tmp_path_factory.mktemp("home")
    with House(Home(place), SetClock(BEGUN)) as house:
        for n, words in enumerate(TOLD):
            asyncio.run(house.reply(f"t{n}", words, at=BEGUN + timedelta(days=n)))
        yield house


def looked(house: House, words: str, before: int | None = None) -> tuple[Asked, Setting, choosing.Choice]:
    asked = Asked(house.shelf, house.person.id, words, before)
    at = BEGUN + timedelta(days=9)
    about = matter.of(asked, at, None)
    setting, read = weigh(about, ruling.rule(about, at))
    return asked, setting, choosing.choose(asked, read, setting)


def test_shares_are_chances(house: House) -> None:
    _, _, choice = looked(house, "where do I work?")
    assert choice.nothing + sum(choice.shares) == pytest.approx(1)
    assert list(choice.shares) == sorted(choice.shares, reverse=True)


def test_the_newer_of_two_that_answer(house: House) -> None:
    _, _, choice = looked(house, "where am I working these days?")
    assert "library" in choice.answers[0].text
    older = [s for a, s in zip(choice.answers, choice.shares, strict=True) if "Hill Street" in a.text]
    assert choice.shares[0] > 3 * max(older, default=0.0)


def test_the_older_where_that_is_asked(house: House) -> None:
    _, known, choice = looked(house, "where did I work before?")
    assert known.earlier
    assert "bakery" in choice.answers[0].text


def test_nothing_answers_what_was_never_told(house: House) -> None:
    _, _, never = looked(house, "what size shoes do I take?")
    _, _, told = looked(house, "what can't Ruth eat?")
    assert never.nothing > told.nothing


def test_what_is_asked_is_not_its_own_answer(house: House) -> None:
    asked, _, _ = looked(house, "where do I work?", before=6)
    assert asked.read()
    assert all(a.number < 6 for a in asked.read())


def test_every_clue_has_its_weight_and_is_a_number(house: House) -> None:
    known_names = set(choosing.weights())
    for words in ("when is the boiler man coming?", "how many sisters have I got?", "do I live in Rome?"):
        asked, known, _ = looked(house, words)
        for clue in choosing.clues(asked, asked.read(), known):
            assert all(isinstance(value, float) for value in clue.values())
            missing = set(clue) - known_names
            assert all(name.startswith("aspect ") or name in choosing.BARS for name in missing), missing


def test_nothing_to_choose_from(house: House) -> None:
    asked = Asked(house.shelf, house.person.id, "where do I live?", 0)
    about = matter.of(asked, BEGUN, None)
    setting, _ = weigh(about, ruling.rule(about, BEGUN))
    choice = choosing.choose(asked, [], setting)
    assert choice.answers == ()
    assert choice.nothing == pytest.approx(1)
