"""Chores: everything due is done in the order it falls due, and nothing is lost by a failure."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.contracts.homes import ME, MONDAY, a_database, a_house

from os1.chores import run_due
from os1.house import UPKEEP
from os1.store import agenda

NOW = datetime(2026, 3, 2, tzinfo=UTC)


class Book:
    """Chores in a list instead of a table: number, name, about, due."""

    def __init__(self, chores: list[tuple[int, str, int, float]]) -> None:
        self.chores = chores
        self.done: list[tuple[str, float]] = []

    def due(self, until: float) -> list[tuple[int, str, int, float]]:
        return sorted((c for c in self.chores if c[3] <= until), key=lambda c: (c[3], c[0]))

    def finish(self, number: int) -> None:
        self.chores = [c for c in self.chores if c[0] != number]

    def note(self, name: str) -> Callable[[int, float], None]:
        return lambda about, at: self.done.append((name, at))


@given(st.lists(st.integers(-1_000_000, 1_000_000), max_size=30))
def test_in_the_order_they_fall_due(offsets: list[int]) -> None:
    now = NOW.timestamp()
    book = Book([(n, "x", 0, now + offset) for n, offset in enumerate(offsets)])
    names = run_due(NOW, book.due, book.finish, {"x": book.note("x")})
    assert len(names) == sum(offset <= 0 for offset in offsets)
    times = [at for _, at in book.done]
    assert times == sorted(times)
    assert all(c[3] > now for c in book.chores)


def test_what_becomes_due_by_doing_is_done_too() -> None:
    book = Book([(1, "first", 0, 0.0)])

    def first(about: int, at: float) -> None:
        book.chores.append((2, "second", 0, 5.0))

    names = run_due(NOW, book.due, book.finish, {"first": first, "second": book.note("second")})
    assert names == ["first", "second"]


def test_a_chore_nobody_knows_is_left_and_holds_up_nobody() -> None:
    book = Book([(1, "from a later version", 0, 0.0), (2, "x", 0, 1.0)])
    assert run_due(NOW, book.due, book.finish, {"x": book.note("x")}) == ["x"]
    assert [c[1] for c in book.chores] == ["from a later version"]


def test_a_chore_that_fails_stays() -> None:
    book = Book([(1, "x", 0, 0.0)])

    def fails(about: int, at: float) -> None:
        raise OSError("no")

    with pytest.raises(OSError, match="no"):
        run_due(NOW, book.due, book.finish, {"x": fails})
    assert book.chores


def test_the_table_keeps_one_of_a_name(tmp_path: Path) -> None:
    database = a_database(tmp_path)
    agenda.put(database, ME, "x", 10.0)
    agenda.put(database, ME, "x", 20.0)
    agenda.put(database, "somebody else", "x", 5.0)
    assert agenda.due(database, ME, 15.0) == []
    ((number, name, about, due),) = agenda.due(database, ME, 25.0)
    assert (name, about, due) == ("x", 0, 20.0)
    agenda.finish(database, number)
    assert not agenda.has(database, ME, "x")
    assert agenda.has(database, "somebody else", "x")
    database.close()


def test_upkeep_comes_once_a_day_and_does_not_pile_up(tmp_path: Path) -> None:
    with a_house(tmp_path) as house:
        asyncio.run(house.accept("t", "hello", at=MONDAY))
        assert house.run_due(MONDAY + timedelta(hours=23)) == []
        assert house.run_due(MONDAY + timedelta(hours=25)) == [UPKEEP]
        assert house.run_due(MONDAY + timedelta(hours=26)) == []
        assert house.run_due(MONDAY + timedelta(days=90)) == [UPKEEP]
        assert house.run_due(MONDAY) == [], "a clock that goes back does nothing twice"
