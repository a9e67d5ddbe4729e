"""Statements: one current value whatever the order, and a receipt for each in its own words."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.contracts.homes import ME, MONDAY, a_shelf, keep

from os1.listening.hear import hear
from os1.listening.predicates import room
from os1.memory import beliefs, episodes, facts, people
from os1.memory.episodes import Shelf
from os1.types import Memory, Statement

PLACES = ("Leeds", "York", "Hull", "Bath")


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = a_shelf(tmp_path)
    yield shelf
    shelf.database.close()


def lives(value: str, *, sentence: int = 0) -> Statement:
    return Statement("fact", "Ruth", "lives in", value, f"Ruth lives in {value}", sentence)


def likes(value: str) -> Statement:
    return Statement("fact", "Ruth", "likes", value, f"Ruth likes {value}", 0)


def all_of(shelf: Shelf, predicate: str) -> list[Memory]:
    """Everything ever said of Ruth under a predicate, oldest first."""
    known = [e.id for e in people.everyone(shelf, ME) if e.name == "Ruth"]
    return beliefs.slot(shelf, ME, known, [predicate])


def told(shelf: Shelf, text: str, *statements: Statement, turn: str = "") -> list[Memory]:
    """Words kept with what they state."""
    at = MONDAY + timedelta(minutes=episodes.count(shelf, ME))
    said = keep(shelf, turn or f"t{at.isoformat()}", text, at)
    episodes.understand(shelf, ME, said, hear(text, at))
    return facts.learn(shelf, ME, said, statements)


@settings(max_examples=25)
@given(st.lists(st.sampled_from(PLACES), min_size=1, max_size=8))
def test_the_last_value_said_is_the_one_that_holds(places: list[str]) -> None:
    """Whatever was said before, in whatever order: one current value, nothing lost."""
    with tempfile.TemporaryDirectory() as folder:
        shelf = a_shelf(Path(folder))
        for n, place in enumerate(places):
            told(shelf, f"Ruth lives in {place} now.", lives(place), turn=f"t{n}")
        current = beliefs.current(shelf, ME, subject="Ruth", predicate="lives in")
        assert [m.text for m in current] == [f"Ruth lives in {places[-1]}"]
        said = [p for n, p in enumerate(places) if n == 0 or places[n - 1] != p]
        past = all_of(shelf, "lives in")
        assert [m.text.rsplit(" ", 1)[1] for m in past] == said
        for memory in past:
            source = episodes.fetch(shelf, ME, [int(memory.source[1:])])
            assert memory.quote in source[int(memory.source[1:])].text
            assert memory.text.rsplit(" ", 1)[1] in memory.quote
        shelf.database.close()


HEARD = (
    "My sister Ruth lives in Leeds.",
    "Ruth moved to York last week.",
    "I work as a nurse. My brother Tom is a baker.",
    "Tom is allergic to peanuts, and he hates cats.",
    "My name is Elena.",
    "I'm seeing the dentist on Friday at three.",
    "Ruth lives in Hull now. It was sudden.",
    "My boss is called Mrs Okafor.",
    "We had a dog named Biscuit.",
)


@settings(max_examples=12)
@given(st.permutations(HEARD))
def test_every_statement_heard_has_its_receipt(order: list[str]) -> None:
    """What listening itself makes of real sentences, in any order."""
    with tempfile.TemporaryDirectory() as folder:
        shelf = a_shelf(Path(folder))
        single: set[tuple[str, str]] = set()
        for n, text in enumerate(order):
            at = MONDAY + timedelta(minutes=n)
            said = keep(shelf, f"t{n}", text, at)
            heard = hear(text, at)
            episodes.understand(shelf, ME, said, heard)
            single |= {
                (s.subject, s.predicate)
                for s in heard.statements
                if room(s.predicate) == "one" and s.modality == "asserted" and not s.over
            }
            for memory in facts.learn(shelf, ME, said, heard.statements):
                assert memory.source == f"u{said.id}" and memory.quote in text
                assert memory.said_at == at
        assert single, "nothing was heard that could be replaced"
        for subject, predicate in single:
            held = beliefs.current(shelf, ME, subject=subject, predicate=predicate)
            assert len(held) == 1, (subject, predicate, held)
        shelf.database.close()


def test_the_first_words_stay_the_receipt(shelf: Shelf) -> None:
    (first,) = told(shelf, "Ruth lives in Leeds.", lives("Leeds"))
    assert told(shelf, "She lives in leeds, as I said.", lives("leeds")) == []
    (current,) = beliefs.current(shelf, ME, subject="Ruth")
    assert current.id == first.id and current.quote == "Ruth lives in Leeds." and current.times == 2


def test_many_values_where_many_can_hold(shelf: Shelf) -> None:
    for place in PLACES:
        told(shelf, f"Ruth likes {place}.", likes(place))
    assert len(beliefs.current(shelf, ME, subject="Ruth")) == len(PLACES)


def test_the_quote_is_the_sentence_it_was_read_from(shelf: Shelf) -> None:
    text = "What a day! Ruth lives in Leeds. " + "The boiler broke once more. " * 20
    (memory,) = told(shelf, text, lives("Leeds", sentence=1))
    assert "Ruth lives in Leeds." in memory.quote
    assert memory.quote in text and "boiler" not in memory.quote


def test_what_is_taken_back_is_not_believed_but_kept(shelf: Shelf) -> None:
    (memory,) = told(shelf, "Ruth lives in Leeds.", lives("Leeds"))
    facts.take_back(shelf, int(memory.source[1:]))
    assert beliefs.current(shelf, ME, subject="Ruth") == []
    assert all_of(shelf, "lives in") == []
    (held,) = beliefs.by_number(shelf, ME, [int(memory.id[1:])])
    assert held.taken_back and not held.current and held.quote == "Ruth lives in Leeds."
    assert told(shelf, "No, Ruth does live in Leeds.", lives("Leeds")), "said again it holds again"


NOT_MEANT = {
    "I wish I lived in York.": "wish",
    "Apparently Ruth works at the Royal Infirmary.": "hearsay",
    "If I moved to York, I'd live in Fulford.": "hypothetical",
    "Maybe Ruth lives in York.": "doubt",
}


@pytest.mark.parametrize("text", NOT_MEANT)
def test_what_was_not_plainly_meant_is_kept_aside(shelf: Shelf, text: str) -> None:
    """With how it was meant; it is never believed, and closes nothing that is."""
    told(shelf, "I live in Leeds.", *hear("I live in Leeds.", MONDAY).statements)
    told(shelf, "Ruth lives in Hull.", *hear("Ruth lives in Hull.", MONDAY).statements)
    before = beliefs.current(shelf, ME)
    aside = told(shelf, text, *hear(text, MONDAY).statements)
    assert aside and {m.modality for m in aside} == {NOT_MEANT[text]}
    assert not any(m.current for m in aside) and beliefs.current(shelf, ME) == before
    assert all(m.quote == text for m in beliefs.current(shelf, ME, state="aside"))


def test_each_person_has_their_own(shelf: Shelf) -> None:
    (memory,) = told(shelf, "Ruth lives in Leeds.", lives("Leeds"))
    assert beliefs.current(shelf, "another", subject="Ruth") == []
    assert beliefs.by_number(shelf, "another", [int(memory.id[1:])]) == []
