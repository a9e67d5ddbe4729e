"""Plans: joined when they move or fall through, asked after once and only when their day is past."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.contracts.homes import ME, MONDAY, a_shelf, keep

from os1.listening.hear import hear
from os1.memory import beliefs, episodes, facts, plans
from os1.memory.episodes import Shelf
from os1.store import agenda
from os1.types import Memory

DENTIST = "I'm seeing the dentist on Friday at three."


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = a_shelf(tmp_path)
    yield shelf
    shelf.database.close()


def tell(shelf: Shelf, text: str, at: datetime = MONDAY) -> list[Memory]:
    """Words taken in as the house does; the plans among what was learned."""
    said = keep(shelf, f"{at.isoformat()} {text}", text, at)
    heard = hear(text, at)
    episodes.understand(shelf, ME, said, heard)
    learned = facts.learn(shelf, ME, said, heard.statements)
    plans.join(shelf, ME, learned)
    return [m for m in learned if m.kind == "plan"]


def current(shelf: Shelf) -> list[str]:
    return [m.quote for m in beliefs.current(shelf, ME, kind="plan")]


def test_a_plan_has_its_time_and_a_chore(shelf: Shelf) -> None:
    (plan,) = tell(shelf, DENTIST)
    times = beliefs.plan_times(shelf, int(plan.id[1:]))
    assert times is not None
    start, end = times
    assert (start.year, start.month, start.day, start.hour) == (2026, 3, 6, 15)
    assert end > start
    due = agenda.due(shelf.database, ME, end.timestamp())
    assert [(name, about) for _, name, about, _ in due] == [(facts.FOLLOW_UP, int(plan.id[1:]))]
    assert agenda.due(shelf.database, ME, start.timestamp() - 1) == []


def test_a_moved_plan_replaces_the_old_one(shelf: Shelf) -> None:
    tell(shelf, DENTIST)
    tell(shelf, "We're visiting Aunt Joan on Saturday.")
    moved = "The dentist has been moved to Tuesday next week."
    tell(shelf, moved, MONDAY + timedelta(days=1))
    assert DENTIST not in current(shelf)
    assert len(current(shelf)) == 2, "Aunt Joan still stands"
    assert any("Joan" in quote for quote in current(shelf))


def test_plans_about_other_things_are_left(shelf: Shelf) -> None:
    tell(shelf, DENTIST)
    tell(shelf, "I'm meeting Tom on Friday at eight.")
    assert len(current(shelf)) == 2


def test_a_plan_is_asked_after_once_and_only_afterwards(shelf: Shelf) -> None:
    (plan,) = tell(shelf, DENTIST)
    number = int(plan.id[1:])
    before, after = MONDAY + timedelta(days=1), MONDAY + timedelta(days=6)
    assert plans.to_ask_after(shelf, ME, before) is None
    plans.came_due(shelf, number)
    assert plans.to_ask_after(shelf, ME, before) is None, "its time isn't past yet"
    found = plans.to_ask_after(shelf, ME, after)
    assert found and found.id == plan.id and found.quote == DENTIST
    assert plans.to_ask_after(shelf, "another", after) is None
    plans.asked_after(shelf, number)
    assert plans.to_ask_after(shelf, ME, after) is None
    plans.came_due(shelf, number)
    assert plans.to_ask_after(shelf, ME, after) is None, "asked is asked"


def test_a_plan_long_past_is_let_be(shelf: Shelf) -> None:
    (plan,) = tell(shelf, DENTIST)
    plans.came_due(shelf, int(plan.id[1:]))
    assert plans.to_ask_after(shelf, ME, MONDAY + timedelta(days=60)) is None


def test_a_plan_that_was_replaced_never_comes_due(shelf: Shelf) -> None:
    (plan,) = tell(shelf, DENTIST)
    tell(shelf, "The dentist has been moved to Tuesday next week.", MONDAY + timedelta(hours=1))
    plans.came_due(shelf, int(plan.id[1:]))
    asked = plans.to_ask_after(shelf, ME, MONDAY + timedelta(days=10))
    assert asked is None or asked.id != plan.id
