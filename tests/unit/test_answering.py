"""Answers out of memory: the person's own words, what replaced them, or that there are none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.contracts.homes import ME, MONDAY, a_shelf, keep

from os1.listening.hear import hear
from os1.memory import answering, episodes, facts, people, plans, questions
from os1.memory.episodes import Shelf

TOLD = (
    "I'm called Viktor and I write firmware for pacemakers.",
    "My sister Ines lives in Porto.",
    "Ada's three weeks old and I haven't slept since she was born",
    "My flatmate Priya ate my leftovers.",
    "I have a meeting with Karl on Thursday at 3.",
    "No, it's Friday at 3.",
    "Actually, my sister Ines moved to Lisbon last month.",
    "The health visitor said her weight's good",
)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    shelf = a_shelf(tmp_path_factory.mktemp("home"))
    for n, text in enumerate(TOLD):
        tell(shelf, text, MONDAY + timedelta(minutes=n))
    yield shelf
    shelf.database.close()


def tell(shelf: Shelf, text: str, at: datetime) -> None:
    said = keep(shelf, f"{at.isoformat()} {text}", text, at)
    heard = hear(text, at, known=people.known_names(people.everyone(shelf, ME)))
    episodes.understand(shelf, ME, said, heard)
    people.note_mentions(shelf, ME, said.id, heard.mentions)
    plans.join(shelf, ME, facts.learn(shelf, ME, said, heard.statements))


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("where does Ines live?", "Lisbon"),
        ("what is my sister's name?", "Ines"),
        ("what do i do for a living?", "firmware"),
        ("when is my meeting with Karl?", "Friday"),
        ("how old was Ada when i first told you about her?", "three weeks"),
        ("what did the health visitor say?", "weight"),
        ("what's my flatmate's name?", "Priya"),
    ],
)
def test_what_was_told_is_found(shelf: Shelf, asked: str, words: str) -> None:
    had = questions.question(shelf, ME, asked, None)
    assert had.found and words in had.found[0].quote


@pytest.mark.parametrize(
    "asked",
    [
        "where does my brother live?",
        "when is my meeting with Bertrand?",
        "how old is Ines?",
        "what is my dog called?",
    ],
)
def test_what_was_never_told_is_not(shelf: Shelf, asked: str) -> None:
    had = questions.question(shelf, ME, asked, None)
    assert had.found == () and had.personal


@pytest.mark.parametrize(
    ("asked", "older"), [("where does Ines live?", "Porto"), ("when is my meeting with Karl?", "Thursday")]
)
def test_what_was_replaced_comes_along(shelf: Shelf, asked: str, older: str) -> None:
    (before,) = questions.question(shelf, ME, asked, None).changed
    assert older in before.quote


def test_about_somebody_in_the_order_it_was_told(shelf: Shelf) -> None:
    had = answering.about(shelf, ME, "Ines", None, None)
    assert [m.quote for m in had.found] == [TOLD[1], TOLD[6]]


def test_about_a_stranger_there_is_nothing(shelf: Shelf) -> None:
    assert answering.about(shelf, ME, "Napoleon", None, None).found == ()


def test_about_a_thing_on_another_day_there_is_nothing(shelf: Shelf) -> None:
    assert answering.about(shelf, ME, "Ines yesterday", None, None, MONDAY).found == ()


def test_a_day_is_given_in_its_order(shelf: Shelf) -> None:
    had = answering.day(shelf, ME, "yesterday", MONDAY + timedelta(days=1), None)
    numbers = [int(m.source[1:]) for m in had.found]
    assert numbers == sorted(numbers) and len(numbers) == answering.MOST
    assert had.more == len(TOLD) - answering.MOST


def test_an_empty_day_is_empty(shelf: Shelf) -> None:
    assert answering.day(shelf, ME, "yesterday", MONDAY + timedelta(days=9), None).found == ()


def test_a_remark_of_later_is_not_known_before(shelf: Shelf) -> None:
    first = answering.about(shelf, ME, "Ines", None, None).found[1]
    had = answering.about(shelf, ME, "Ines", int(first.source[1:]), None)
    assert [m.quote for m in had.found] == [TOLD[1]]


def test_when_something_was_said(shelf: Shelf) -> None:
    had = answering.when(shelf, ME, "Ines", None, (), "first")
    assert [m.said_at for m in had.found] == [MONDAY + timedelta(minutes=1)]


def test_the_world_is_not_personal(shelf: Shelf) -> None:
    assert not questions.question(shelf, ME, "what is glass made of?", None).personal


def test_a_brothers_name_has_its_apostrophe(shelf: Shelf) -> None:
    assert questions.question(shelf, ME, "do u know my brothers name", None).about == "your brother's name"


def test_receipts_are_each_given_once(tmp_path: Path, shelf: Shelf) -> None:
    found = answering.about(shelf, ME, "Ines", None, None).found
    assert len(answering.cited_receipt([*found, *found])) == len(found)
