"""Episodes: every word kept as it was said, once a turn, and each person's own."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.contracts.homes import ME, MONDAY, a_house, a_shelf, keep

from os1.house import House
from os1.listening.hear import hear
from os1.memory import beliefs, episodes, facts, people, plans
from os1.memory.episodes import Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = a_shelf(tmp_path)
    yield shelf
    shelf.database.close()


def read(shelf: Shelf, turn: str, text: str, at: datetime = MONDAY) -> int:
    said = keep(shelf, turn, text, at)
    episodes.understand(shelf, ME, said, hear(text, at))
    return said.id


SURROGATES = st.characters(exclude_categories=["Cs"])


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(SURROGATES.filter(lambda c: c != "\x00"), max_size=200), st.integers(0, 10**9))
@example("  spaces \n\t kept  ", 0)
@example("", 0)
@example("\u202egnp.exe 🐝\u200d", 0)
def test_words_come_back_as_they_went_in(shelf: Shelf, text: str, seed: int) -> None:
    turn = f"{seed}-{text[:20]!r}"
    said = keep(shelf, turn, text)
    again = episodes.by_turn(shelf, ME, turn, "person")
    assert again and (again.id, again.said_at) == (said.id, MONDAY)
    if said.text == text:
        assert again.text == text


def test_the_same_turn_twice_is_one(shelf: Shelf) -> None:
    first = keep(shelf, "t", "The first words.")
    second = keep(shelf, "t", "Other words under the same id.", MONDAY + timedelta(days=1))
    assert second == first
    assert episodes.count(shelf, ME) == 1
    hers = episodes.keep(shelf, ME, "t", "samantha", "Hers.", MONDAY)
    assert hers.id != first.id, "her side of the turn is its own"
    theirs = episodes.keep(shelf, "another", "t", "person", "Theirs.", MONDAY)
    assert theirs.id != first.id, "ids belong to a person"


def test_people_do_not_see_each_other(shelf: Shelf) -> None:
    mine = read(shelf, "t", "My own words.")
    theirs = episodes.keep(shelf, "another", "t", "person", "Not mine.", MONDAY)
    assert [u.id for u in episodes.latest(shelf, ME, 10)] == [mine]
    assert set(episodes.fetch(shelf, ME, [mine, theirs.id])) == {mine}
    assert episodes.count(shelf, ME) == 1
    assert episodes.by_turn(shelf, "third", "t", "person") is None
    assert [u.id for u in episodes.not_understood(shelf, "another")] == [theirs.id]


def test_times_keep_their_offset_and_order_across_offsets(shelf: Shelf) -> None:
    tokyo = timezone(timedelta(hours=9))
    first = keep(shelf, "a", "in Tokyo", datetime(2026, 3, 2, 8, 0, tzinfo=tokyo))
    second = keep(shelf, "b", "in London", datetime(2026, 3, 2, 0, 30, tzinfo=UTC))
    found = episodes.between(shelf, ME, datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 3, tzinfo=UTC))
    assert [u.id for u in found] == [first.id, second.id]
    assert found[0].said_at.utcoffset() == timedelta(hours=9)
    assert episodes.between(shelf, ME, first.said_at, first.said_at) == []
    just = episodes.between(shelf, ME, first.said_at, first.said_at + timedelta(seconds=1))
    assert [u.id for u in just] == [first.id]


def test_the_latest_before_a_number(shelf: Shelf) -> None:
    ids = [keep(shelf, f"t{n}", f"number {n}").id for n in range(10)]
    assert [u.id for u in episodes.latest(shelf, ME, 3)] == ids[-3:]
    assert [u.id for u in episodes.latest(shelf, ME, 3, before=ids[5])] == ids[2:5]
    assert episodes.latest(shelf, ME, 3, before=ids[0]) == []
    assert episodes.latest(shelf, ME, 3, speaker="samantha") == []


def test_what_a_crash_left_unread_is_found(shelf: Shelf) -> None:
    read(shelf, "a", "Read and understood.")
    left = keep(shelf, "b", "Kept just before the lights went out.")
    assert episodes.not_understood(shelf, ME) == [left]
    episodes.understand(shelf, ME, left, hear(left.text, MONDAY))
    episodes.understand(shelf, ME, left, hear(left.text, MONDAY))
    assert episodes.not_understood(shelf, ME) == []
    assert len(shelf.index(ME)) == 2


def test_the_index_is_the_same_after_a_restart(tmp_path: Path) -> None:
    shelf = a_shelf(tmp_path)
    for n, text in enumerate(("The boiler broke.", "Ruth sings.", "The dog is asleep.")):
        read(shelf, f"t{n}", text)
    query = shelf.encoder.encode(["heating trouble"])[0]
    before = shelf.index(ME).search(query)
    shelf.database.close()
    again = a_shelf(tmp_path)
    assert dict(again.index(ME).search(query)) == pytest.approx(dict(before))
    assert len(again.index("another")) == 0
    again.database.close()


def test_many_numbers_at_once(shelf: Shelf) -> None:
    ids = [keep(shelf, f"t{n}", f"number {n}").id for n in range(1_100)]
    assert len(episodes.fetch(shelf, ME, [*ids, 10**12])) == 1_100


@pytest.mark.parametrize("broken", ["note_mentions", "learn", "join"])
def test_a_crash_while_reading_loses_nothing_that_follows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    """Whichever step it comes in: kept words are read anew, with whom and what they speak of."""

    class Crash(BaseException):
        """The lights going out."""

    def crash(*_: object) -> None:
        raise Crash

    def known(house: House) -> tuple[list[str], list[str]]:
        me = house.person.id
        names = [each.name for each in people.everyone(house.shelf, me)]
        return names, [m.text for m in beliefs.current(house.shelf, me)]

    said = "My sister Ruth lives in Leeds."
    with a_house(tmp_path / "unharmed") as house:
        asyncio.run(house.reply("t", said))
        unharmed = known(house)
    assert all(unharmed)
    with a_house(tmp_path) as house, monkeypatch.context() as patched:
        for module in (people, facts, plans):
            patched.setattr(module, broken, crash, raising=False)
        with pytest.raises(Crash):
            asyncio.run(house.reply("t", said))
    with a_house(tmp_path) as house:
        house.warm()
        assert known(house) == unharmed
        assert len(house.shelf.index(house.person.id)) == 1
