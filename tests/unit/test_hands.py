"""The person's hands: a correction has its receipt, what goes is gone, two people joined can part again."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from tests.contracts.homes import ME, MONDAY, a_shelf, keep

from os1.errors import NoSuchMemory, RubbishError
from os1.listening.hear import hear
from os1.memory import beliefs, episodes, facts, forgetting, hands, joining, people, receipts
from os1.memory.episodes import Shelf
from os1.store.tables import mention, statement
from os1.types import Memory, Mention, Statement

LATER = MONDAY + timedelta(days=30)
NAMES = ("Jo", "Johanna", "Tom")
PREDICATES = ("lives in", "likes", "works at")
VALUES = ("Leeds", "York", "plums")


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = a_shelf(tmp_path)
    yield shelf
    shelf.database.close()


def told(shelf: Shelf, text: str, *statements: Statement, named: str = "") -> list[Memory]:
    """Words kept with what they state and whom they name."""
    number = episodes.count(shelf, ME)
    at = MONDAY + timedelta(hours=number)
    said = keep(shelf, f"t{number}", text, at)
    episodes.understand(shelf, ME, said, hear(text, at))
    if named:
        people.note_mentions(shelf, ME, said.id, (Mention(named, "person", 0),))
    return facts.learn(shelf, ME, said, statements)


def states(subject: str, predicate: str, value: str) -> Statement:
    return Statement("fact", subject, predicate, value, f"{subject} {predicate} {value}", 0)


def now(shelf: Shelf, predicate: str) -> list[str]:
    return [m.value for m in beliefs.current(shelf, ME, predicate=predicate)]


# --- putting right ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("subject", "predicate", "wrong", "right", "words"),
    [
        ("me", "lives in", "Antwerp", "Ghent", "No: I live in Ghent."),
        ("me", "age", "51", "52", "No: I am 52."),
        ("me", "works at", "a bank", "my uncle's bank", "No: I work at my uncle's bank."),
        ("Ruth", "lives in", "Leeds", "York", "No: Ruth lives in York."),
        ("my sister", "likes", "tea", "coffee", "No: my sister likes coffee."),
        ("me", "favourite", "pie: plum", "pear", "No: my favourite pie is pear."),
    ],
)
def test_a_correction_is_kept_as_words_of_their_own(
    shelf: Shelf, subject: str, predicate: str, wrong: str, right: str, words: str
) -> None:
    (old,) = told(shelf, f"{subject} {predicate} {wrong}.", states(subject, predicate, wrong))
    new = hands.correct(shelf, ME, "hand", old.id, right, LATER)
    said = episodes.by_turn(shelf, ME, "hand", "person")
    assert said is not None and said.text == words
    assert new.source == f"u{said.id}" and new.quote == words
    assert new.value.rpartition(": ")[2] == right and now(shelf, predicate) == [new.value]
    (before,) = beliefs.by_number(shelf, ME, [int(old.id[1:])])
    assert before.taken_back and not before.current and before.quote == old.quote
    assert new.subject == old.subject
    again = hands.correct(shelf, ME, "hand", old.id, right, LATER)
    assert again.id == new.id and episodes.count(shelf, ME) == 2


def test_what_the_wrong_one_had_closed_stays_closed(shelf: Shelf) -> None:
    told(shelf, "I live in Antwerp.", states("me", "lives in", "Antwerp"))
    (wrong,) = told(shelf, "I live in Bruges now.", states("me", "lives in", "Bruges"))
    new = hands.correct(shelf, ME, "hand", wrong.id, "Ghent", LATER)
    assert now(shelf, "lives in") == ["Ghent"]
    assert [m.value for m in beliefs.replaced_by(shelf, ME, int(new.id[1:]))] == ["Antwerp"]


def test_a_denial_opens_again_what_it_had_closed(shelf: Shelf) -> None:
    told(shelf, "I live in Antwerp.", states("me", "lives in", "Antwerp"))
    (wrong,) = told(shelf, "I live in Bruges now.", states("me", "lives in", "Bruges"))
    hands.deny(shelf, ME, wrong.id)
    assert now(shelf, "lives in") == ["Antwerp"]


@pytest.mark.parametrize("value", ["", "  ", "x" * 500, "antwerp"])
def test_a_value_that_is_none_changes_nothing(shelf: Shelf, value: str) -> None:
    (old,) = told(shelf, "I live in Antwerp.", states("me", "lives in", "Antwerp"))
    with pytest.raises(RubbishError):
        hands.correct(shelf, ME, "hand", old.id, value, LATER)
    assert episodes.count(shelf, ME) == 1 and now(shelf, "lives in") == ["Antwerp"]


def test_what_there_is_not_is_said_so(shelf: Shelf) -> None:
    for wrong in ("m99", "u1", "e7", "", "m'; --"):
        with pytest.raises(NoSuchMemory):
            hands.pin(shelf, ME, wrong)
    with pytest.raises(NoSuchMemory):
        hands.forget_statement(shelf, ME, "u99")
    (old,) = told(shelf, "I live in Antwerp.", states("me", "lives in", "Antwerp"))
    with pytest.raises(NoSuchMemory):
        hands.deny(shelf, "another", old.id)


# --- letting go -------------------------------------------------------------------------------


def test_forgetting_a_statement_takes_every_receipt_and_nothing_else(shelf: Shelf) -> None:
    (bees,) = told(shelf, "Ruth keeps bees. I had soup today.", states("Ruth", "likes", "bees"))
    told(shelf, "Yes, bees again for Ruth.", states("Ruth", "likes", "bees"))
    told(shelf, "I like plums.", states("me", "likes", "plums"))
    gone = hands.forget_statement(shelf, ME, bees.id)
    assert gone.words == ("Ruth keeps bees.", "Yes, bees again for Ruth.")
    left = [u.text for u in episodes.latest(shelf, ME, 9) if u.text]
    assert left == ["I had soup today.", "I like plums."]
    assert now(shelf, "likes") == ["plums"]


def test_a_statement_outlives_one_of_its_receipts(shelf: Shelf) -> None:
    (bees,) = told(shelf, "Ruth keeps bees.", states("Ruth", "likes", "bees"))
    told(shelf, "Bees again for Ruth.", states("Ruth", "likes", "bees"))
    gone = hands.forget_statement(shelf, ME, bees.source)
    assert gone.words == ("Ruth keeps bees.",)
    (left,) = beliefs.current(shelf, ME, predicate="likes")
    assert (left.id, left.quote, left.times) == (bees.id, "Bees again for Ruth.", 1)


def test_pinned_and_hushed_stay_so_until_said_otherwise(shelf: Shelf) -> None:
    (fact,) = told(shelf, "Ruth likes plums.", states("Ruth", "likes", "plums"), named="Ruth")
    (ruth,) = people.everyone(shelf, ME)
    hands.pin(shelf, ME, fact.id)
    hands.quiet(shelf, ME, fact.id)
    hands.quiet(shelf, ME, f"e{ruth.id}")
    with shelf.database.read() as connection:
        row = connection.execute(select(statement.c.pinned, statement.c.quiet)).one()
    assert tuple(row) == (1, 1) and people.everyone(shelf, ME)[0].quiet
    hands.quiet(shelf, ME, f"e{ruth.id}", on=False)
    assert not people.everyone(shelf, ME)[0].quiet
    hands.nobody(shelf, ME, f"e{ruth.id}")
    assert people.everyone(shelf, ME)[0].kind == "other"


# --- one person or two ------------------------------------------------------------------------

Said = tuple[str, str, str]


Row = tuple[str, str, str, str, int, tuple[receipts.Place, ...]]


def everything(shelf: Shelf) -> tuple[set[tuple[str, int, int]], set[Row]]:
    """Who is mentioned where, and who is stated to be what, on which words and how it stands."""
    names = {e.id: e.name for e in people.everyone(shelf, ME)}
    with shelf.database.read() as connection:
        said = connection.execute(select(mention))
        mentions = {(names[r.entity_id], r.utterance_id, r.sentence) for r in said}
        rows = connection.execute(select(statement)).all()
        where = receipts.of(connection, [r.id for r in rows])
        told = {(names[r.entity_id], r.predicate, r.value, r.state, r.times, tuple(sorted(where[r.id])))
                for r in rows}  # fmt: skip
    return mentions, told


@settings(max_examples=30)
@given(st.lists(st.tuples(*map(st.sampled_from, (NAMES, PREDICATES, VALUES))), min_size=1, max_size=9))
def test_parting_after_joining_gives_back_everything(said: list[Said]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shelf = a_shelf(Path(folder))
        for name in ("Jo", "Johanna"):
            told(shelf, f"{name} rang.", named=name)
        for name, predicate, value in said:
            told(shelf, f"{name} {predicate} {value}.", states(name, predicate, value), named=name)
        before = everything(shelf)
        ids = {e.name: e.id for e in people.everyone(shelf, ME)}
        joining.merge(shelf, ME, ids["Jo"], ids["Johanna"])
        one = next(e for e in people.everyone(shelf, ME) if e.id == ids["Jo"])
        assert one.names == ("Jo", "Johanna")
        joined = everything(shelf)
        assert {r[1:] for r in joined[0]} == {r[1:] for r in before[0]}, "no mention is lost"
        places = [{p for row in rows for p in row[5]} for rows in (before[1], joined[1])]
        assert places[0] == places[1], "no receipt is lost"
        for predicate in ("lives in", "works at"):
            mine = [m for m in beliefs.slot(shelf, ME, [one.id], [predicate]) if m.current]
            assert len(mine) <= 1, "one person lives in one place"
        joining.split(shelf, ME, one.id, "Johanna")
        assert everything(shelf) == before
        shelf.database.close()


def test_equal_statements_of_both_are_one_with_both_receipts(shelf: Shelf) -> None:
    told(shelf, "Jo likes plums.", states("Jo", "likes", "plums"), named="Jo")
    told(shelf, "Johanna likes plums.", states("Johanna", "likes", "plums"), named="Johanna")
    one, other = people.everyone(shelf, ME)
    joining.merge(shelf, ME, one.id, other.id)
    (fact,) = beliefs.current(shelf, ME, predicate="likes")
    assert fact.times == 2
    assert hands.forget_statement(shelf, ME, fact.id).words == ("Jo likes plums.", "Johanna likes plums.")


def test_she_goes_with_whom_she_meant(shelf: Shelf) -> None:
    for name in ("Jo", "Johanna"):
        told(shelf, f"{name} rang. She was late.", named=name)
    one, other = people.everyone(shelf, ME)
    said = {u.text[:5]: u.id for u in episodes.latest(shelf, ME, 9)}
    with shelf.database.write() as connection:
        for number, who in ((said["Jo ra"], one.id), (said["Johan"], other.id)):
            connection.execute(mention.insert().values(entity_id=who, utterance_id=number, sentence=1))
    before = everything(shelf)
    joining.merge(shelf, ME, one.id, other.id)
    joining.split(shelf, ME, one.id, "Johanna")
    assert everything(shelf) == before


def test_people_that_cannot_be_joined_or_parted(shelf: Shelf) -> None:
    told(shelf, "Jo rang.", named="Jo")
    (one,) = people.everyone(shelf, ME)
    with pytest.raises(RubbishError):
        joining.merge(shelf, ME, one.id, one.id)
    with pytest.raises(NoSuchMemory):
        joining.merge(shelf, ME, one.id, 99)
    for alias in ("Jo", "Tom", ""):
        with pytest.raises(RubbishError):
            joining.split(shelf, ME, one.id, alias)
    assert [e.names for e in people.everyone(shelf, ME)] == [("Jo",)]
    forgetting.forget(shelf, ME, {1: None})
    assert people.everyone(shelf, ME) == []
