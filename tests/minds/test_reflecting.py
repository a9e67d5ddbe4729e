"""Reflection with a model: what it points at is kept only where it stands in the person's own words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.contracts.homes import MONDAY, a_house
from tests.minds.scripted import Script, serving

from os1 import minds as choosing
from os1.house import House
from os1.memory import beliefs, episodes
from os1.store import minds

SAID = (
    "My neighbour Joan, who moved here from Cork, teaches the violin to half the street.",
    "I wish I played the cello.",
    "Do you think I should take up the harp?",
    "I live in Ghent.",
)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with a_house(tmp_path) as house:
        yield house


async def told(house: House) -> list[int]:
    """Everything said, and the numbers of the utterances."""
    for n, text in enumerate(SAID):
        await house.reply(f"t{n}", text, at=MONDAY + timedelta(minutes=n), plainly=True)
    return [u.id for u in episodes.latest(house.shelf, house.person.id, 10, speaker="person")]


def proposing(*rows: dict[str, object]) -> Script:
    return Script(["\n".join(json.dumps(row) for row in rows)])


def row(number: int, quote: str, subject: str, predicate: str, value: str) -> dict[str, object]:
    return {"from": number, "words": quote, "subject": subject, "predicate": predicate, "value": value}


def facts(house: House) -> set[tuple[str, str, str]]:
    return {(m.subject.lower(), m.predicate, m.value.lower()) for m in beliefs.current(house.shelf, house.person.id, kind="fact")}


async def test_what_stands_in_the_words_is_kept_with_them(house: House) -> None:
    numbers = await told(house)
    async with serving(proposing(row(numbers[0], "Joan, who moved here from Cork", "Joan", "is from", "Cork"))) as server:
        minds.use(house.database, house.person.id, server.server())
        (proposal,) = await choosing.reflect(house)
        assert proposal.refused == ""
        found = [m for m in beliefs.current(house.shelf, house.person.id, kind="fact") if m.predicate == "is from"]
        assert [(m.value, m.source) for m in found] == [("Cork", f"u{numbers[0]}")]
        assert "Cork" in found[0].quote
        assert await choosing.reflect(house) == [], "what was looked at once isn't looked at again"


@pytest.mark.parametrize(("number", "quote", "subject", "predicate", "value", "why"), [
    (0, "Joan plays the cello", "Joan", "plays", "cello", "the words aren't the person's"),
    (0, "teaches the violin", "Joan", "works as", "conductor", "the words don't hold it"),
    (0, "teaches the violin", "Petra", "plays", "violin", "nobody of that name"),
    (0, "teaches the violin", "Joan", "secretly is", "violin", "nothing that is kept"),
    (0, "teaches the violin", "me", "plays", "violin", "it isn't said of them"),
    (1, "I played the cello", "me", "plays", "cello", "it wasn't meant"),
    (2, "take up the harp", "me", "plays", "harp", "it wasn't meant"),
    (9, "anything", "me", "plays", "harp", "no such words"),
])  # fmt: skip
async def test_what_does_not_stand_there_is_not_kept(
    house: House, number: int, quote: str, subject: str, predicate: str, value: str, why: str
) -> None:
    numbers = await told(house)
    before = facts(house)
    place = numbers[number] if number < len(numbers) else 999
    async with serving(proposing(row(place, quote, subject, predicate, value))) as server:
        minds.use(house.database, house.person.id, server.server())
        (proposal,) = await choosing.reflect(house)
    assert why in proposal.refused
    assert facts(house) == before


async def test_it_replaces_nothing_that_was_read_at_once(house: House) -> None:
    numbers = await told(house)
    assert ("me", "lives in", "ghent") in facts(house)
    wrong = row(numbers[0], "half the street", "me", "lives in", "street")
    old = row(numbers[0], "moved here from Cork", "me", "lives in", "Cork")
    async with serving(proposing(wrong, old)) as server:
        minds.use(house.database, house.person.id, server.server())
        await choosing.reflect(house)
    homes = {value for subject, predicate, value in facts(house) if (subject, predicate) == ("me", "lives in")}
    assert homes == {"ghent"}


@pytest.mark.parametrize("said", ["not json at all", '{"from": "one"}', "[1, 2]\n{}", '```json\n{"from": 1}\n```', ""])
async def test_rubbish_teaches_nothing(house: House, said: str) -> None:
    await told(house)
    before = facts(house)
    async with serving(Script([said] if said else [], ends=True)) as server:
        minds.use(house.database, house.person.id, server.server())
        await choosing.reflect(house)
    assert facts(house) == before


async def test_a_model_elsewhere_is_never_asked(house: House) -> None:
    await told(house)
    far = minds.server("far", "openai", "https://models.example.invalid/v1", "m")
    minds.agree(house.database, house.person.id, far.host, MONDAY)
    minds.use(house.database, house.person.id, far)
    assert await choosing.reflect(house) == []
