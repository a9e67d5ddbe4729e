"""What holds after any row of statements, takings back and forgettings, against a plain model.

The model keeps what was said as a list and works out from it, afresh each time, what should hold; it
knows nothing of rows or links. Words no language has are the values, so that their bytes can be
looked for in every page of the files.
"""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text as sql
from tests.contracts.homes import ME, MONDAY, a_shelf, keep
from tests.flows.pages import blobs, traces

from os1.listening.hear import hear
from os1.memory import episodes, facts, forgetting, hands, people
from os1.memory.episodes import Shelf
from os1.types import Memory, Mention, Modality, Statement

WHO = ("Ruth", "Tom")
ONE = ("lives in", "works at")
MANY = ("plays",)
MEANT: tuple[Modality, ...] = ("hearsay", "wish", "hypothetical", "joke", "quotation", "question", "doubt")
VALUES = ("bagodilunezax", "vopirekasutix", "fuzenabolitex")
OPPOSITE = {"likes": "dislikes", "dislikes": "likes"}

How = Literal["so", "not", "over"]


@dataclass(frozen=True, slots=True)
class Said:
    """One utterance of one statement, and its number once it is kept."""

    who: str
    predicate: str
    value: str
    how: How = "so"
    modality: Modality = "asserted"
    number: int = 0

    @property
    def text(self) -> str:
        manner = {"so": "", "not": "not ", "over": "no longer "}[self.how]
        meant = "" if self.modality == "asserted" else f", and that is {self.modality}"
        return f"{self.who}, {manner}{self.predicate}: {self.value}{meant}."


@dataclass
class Belief:
    """What the model takes to hold: a value of somebody's, and the utterances that said it."""

    said: Said
    receipts: list[int]
    closed: Said | None = None


def replayed(row: Sequence[Said]) -> list[Belief]:
    """All that follows from a row of utterances, told one after the other to somebody who knew nothing."""
    held: list[Belief] = []
    for said in row:
        if said.modality != "asserted":
            continue
        now = [b for b in held if b.closed is None and b.said.how != "over" and b.said.who == said.who]
        slot = [b for b in now if b.said.predicate == said.predicate]
        same = [b for b in slot if b.said.value == said.value]
        again = [b for b in same if b.said.how == said.how]
        if said.how != "over" and again:
            again[0].receipts.append(said.number)
            over = []
        elif said.how == "over":
            held.append(Belief(said, [said.number]))
            over = [b for b in same if b.said.how == "so"]
        else:
            held.append(Belief(said, [said.number]))
            against = [b for b in now if b.said.predicate == OPPOSITE.get(said.predicate)]
            against = [b for b in against if b.said.value == said.value and b.said.how == said.how == "so"]
            over = (slot if said.predicate in ONE and said.how == "so" else same) + against
        for belief in over:
            belief.closed = said
    return held


def standing(row: Sequence[Said]) -> set[tuple[str, str, str, bool]]:
    """What is believed now, by the model."""
    return {
        (b.said.who, b.said.predicate, b.said.value, b.said.how == "not")
        for b in replayed(row)
        if b.closed is None and b.said.how != "over"
    }


def believed(shelf: Shelf) -> set[tuple[str, str, str, bool]]:
    """What is believed now, by the shelf; fails where something is believed twice."""
    rows = [(m.subject, m.predicate, m.value, m.denied) for m in facts.current(shelf, ME)]
    assert len(rows) == len(set(rows)), rows
    return set(rows)


def tell(shelf: Shelf, said: Said) -> Said:
    """Say it, a day after what was said before."""
    with shelf.database.read() as connection:
        number = int(connection.execute(sql("SELECT count(*) FROM utterance")).scalar_one())
    at = MONDAY + timedelta(days=number)
    kept = keep(shelf, f"t{number}", said.text, at)
    episodes.understand(shelf, ME, kept, hear(said.text, at))
    people.note_mentions(shelf, ME, kept.id, (Mention(said.who, "person", 0),))
    new = Statement(
        "fact", said.who, said.predicate, said.value, said.text, 0,
        denied=said.how == "not", over=said.how == "over", modality=said.modality,
    )  # fmt: skip
    facts.learn(shelf, ME, kept, [new])
    return replace(said, number=kept.id)


@contextmanager
def told(row: Sequence[Said]) -> Iterator[tuple[Shelf, list[Said], Path]]:
    """A real shelf on which a row was said, the row with its numbers, and the home."""
    with tempfile.TemporaryDirectory() as folder:
        shelf = a_shelf(Path(folder))
        try:
            yield shelf, [tell(shelf, said) for said in row], Path(folder) / "home"
        finally:
            shelf.database.close()


def everything(shelf: Shelf) -> list[Memory]:
    """Every statement there is, whatever its state."""
    with shelf.database.read() as connection:
        numbers = connection.execute(sql("SELECT id FROM statement ORDER BY id")).scalars().all()
    return facts.by_number(shelf, ME, numbers)


def whole(shelf: Shelf) -> None:
    """No row points at one that isn't there; whatever is closed says by what and since when."""
    with shelf.database.read() as connection:

        def rows(query: str) -> list[tuple[object, ...]]:
            return [tuple(row) for row in connection.execute(sql(query))]

        assert rows("PRAGMA foreign_key_check") == []
        for child, column, parent in (
            ("statement", "closed_by", "statement"), ("chore", "about", "statement"),
            ("support", "statement_id", "statement"), ("support", "utterance_id", "utterance"),
            ("statement", "utterance_id", "utterance"), ("statement", "entity_id", "entity"),
            ("mention", "entity_id", "entity"), ("embedding", "utterance_id", "utterance"),
        ):  # fmt: skip
            lost = f"SELECT * FROM {child} WHERE {column} <> 0 AND {column} NOT IN (SELECT id FROM {parent})"  # noqa: S608
            assert rows(lost) == [], (child, column)
        closed = "SELECT id FROM statement WHERE state = 'replaced' AND (closed_by IS NULL OR valid_to IS NULL)"
        assert rows(closed) == []
        assert rows("SELECT id FROM statement WHERE state = 'current' AND closed_by IS NOT NULL") == []
        wrong = (
            "SELECT s.id FROM statement s JOIN statement c ON c.id = s.closed_by WHERE s.state = 'replaced' "
            "AND (s.valid_to <> coalesce(c.valid_from, c.asserted_at) OR c.state IN ('aside', 'taken_back'))"
        )
        assert rows(wrong) == [], "closed on another day than its successor's, or by what isn't believed"
        counted = (
            "SELECT id FROM statement s WHERE times <> 1 + "
            "(SELECT count(*) FROM support WHERE statement_id = s.id)"
        )
        assert rows(counted) == []


who = st.sampled_from(WHO)
value = st.sampled_from(VALUES)
how: st.SearchStrategy[How] = st.sampled_from(("so", "so", "so", "not", "over"))
meant: st.SearchStrategy[Modality] = st.one_of(st.just("asserted"), st.just("asserted"), st.sampled_from(MEANT))
SAID = st.builds(Said, who, st.sampled_from((*ONE, *MANY, *OPPOSITE)), value, how, meant)
SINGLE = st.builds(Said, who, st.just("lives in"), value)
CLOSE = st.builds(Said, st.just("Ruth"), st.sampled_from(("lives in", *OPPOSITE)), st.sampled_from(VALUES[:2]), how)
ROWS = st.one_of(st.lists(SAID, min_size=1, max_size=9), st.lists(CLOSE, min_size=3, max_size=8))


@settings(max_examples=8)
@given(st.lists(SINGLE, min_size=1, max_size=9))
def test_of_what_can_be_one_the_last_holds_and_nothing_is_lost(row: list[Said]) -> None:
    with told(row) as (shelf, said, _):
        for name in {each.who for each in said}:
            own = [each for each in said if each.who == name]
            now = facts.current(shelf, ME, subject=name, predicate="lives in")
            assert [m.value for m in now] == [own[-1].value]
            runs = [e for n, e in enumerate(own) if n == 0 or own[n - 1].value != e.value]
            known = [e.id for e in people.everyone(shelf, ME) if e.name == name]
            ever = facts.slot(shelf, ME, known, ["lives in"])
            assert [(m.value, m.quote, m.source) for m in ever] == [
                (e.value, e.text, f"u{e.number}") for e in runs
            ]
            for older, newer in itertools.pairwise(ever):
                assert older.replaced and older.until == newer.said_at
                assert older in facts.replaced_by(shelf, ME, int(newer.id[1:]))
        whole(shelf)


@settings(max_examples=25)
@given(ROWS)
def test_the_shelf_believes_what_the_model_does(row: list[Said]) -> None:
    """And has for each belief every receipt, and believes nothing that wasn't plainly meant."""
    with told(row) as (shelf, said, _):
        assert believed(shelf) == standing(said)
        whole(shelf)
        kept = everything(shelf)
        expected = replayed(said)
        assert len([m for m in kept if m.modality == "asserted"]) == len(expected)
        for belief in expected:
            (memory,) = [m for m in kept if m.source == f"u{belief.receipts[0]}"]
            assert memory.quote == belief.said.text and memory.times == len(belief.receipts)
            assert memory.replaced == (belief.closed is not None)
            if belief.closed is not None:
                closer = f"u{belief.closed.number}"
                (newer,) = [m for m in kept if m.source == closer]
                assert memory.until == newer.said_at
                assert memory in facts.replaced_by(shelf, ME, int(newer.id[1:]))
            for number in belief.receipts:
                assert memory in facts.of_utterances(shelf, ME, [number])
        aside = [(m.modality, m.quote) for m in kept if m.modality != "asserted"]
        assert aside == [(e.modality, e.text) for e in said if e.modality != "asserted"]
        assert not any(m.current or m.replaced for m in kept if m.modality != "asserted")


@settings(max_examples=8)
@given(ROWS)
def test_what_is_of_one_is_never_of_another(row: list[Said]) -> None:
    """Whatever is said of Tom, what holds of Ruth is what was said of her."""
    with told(row) as (shelf, said, _):
        for name in WHO:
            known = [e.id for e in people.everyone(shelf, ME) if e.name == name]
            own = {(m.subject, m.predicate, m.value, m.denied) for m in facts.of_somebody(shelf, ME, known)}
            assert own == standing([each for each in said if each.who == name])


@settings(max_examples=25)
@given(ROWS, st.data())
def test_taken_back_it_is_as_if_it_had_never_been_said(row: list[Said], data: st.DataObject) -> None:
    """Of any utterance that nobody has said again since; its words are still there."""
    with told(row) as (shelf, said, _):
        again = {number for belief in replayed(said) if len(belief.receipts) > 1 for number in belief.receipts[:1]}
        free = [each for each in said if each.number not in again]
        back = data.draw(st.sampled_from(free)) if free else None
        if back is None:
            return
        facts.take_back(shelf, back.number)
        assert believed(shelf) == standing([each for each in said if each is not back])
        whole(shelf)
        assert episodes.fetch(shelf, ME, [back.number])[back.number].text == back.text


@settings(max_examples=25)
@given(ROWS, st.data())
def test_forgotten_it_is_as_if_it_had_never_been_said(row: list[Said], data: st.DataObject) -> None:
    """Of any utterances: those said again, those that closed others, those that others closed."""
    with told(row) as (shelf, said, home):
        going = data.draw(st.sets(st.sampled_from(said), min_size=1))
        left = [each for each in said if each not in going]
        forgetting.forget(shelf, ME, {each.number: None for each in going})
        assert believed(shelf) == standing(left)
        whole(shelf)
        sources = {m.source for m in everything(shelf)}
        assert sources <= {f"u{each.number}" for each in left}
        for belief in replayed(left):
            stated = facts.of_utterances(shelf, ME, belief.receipts)
            assert any(m.value == belief.said.value and m.quote == belief.said.text for m in stated)
        with shelf.database.read() as connection:
            for table in ("reading", "embedding", "mention", "support", "statement"):
                rows = connection.execute(sql(f"SELECT utterance_id FROM {table}")).scalars()  # noqa: S608
                assert set(rows) <= {each.number for each in left}, table
        assert set(episodes.fetch(shelf, ME, [e.number for e in said])) == {e.number for e in left}
        for word in VALUES:
            assert bool(traces(home, word)) == any(word == each.value for each in left), word


@settings(max_examples=12)
@given(st.lists(st.tuples(SINGLE, SINGLE), min_size=2, max_size=5), st.data())
def test_a_forgotten_sentence_leaves_the_other_where_it_stood(
    row: list[tuple[Said, Said]], data: st.DataObject
) -> None:
    """What stays of an utterance doesn't become newer than what was said since."""
    with told([]) as (shelf, _, home):
        pairs = [tell_both(shelf, first, replace(second, who="Tom")) for first, second in row]
        going = data.draw(st.sets(st.sampled_from([each for pair in pairs for each in pair]), min_size=1))
        which: dict[int, set[int]] = {}
        for pair in pairs:
            for sentence, each in enumerate(pair):
                if each in going:
                    which.setdefault(each.number, set()).add(sentence)
        forgetting.forget(shelf, ME, dict(which))
        left = [each for pair in pairs for each in pair if each not in going]
        assert believed(shelf) == standing(left)
        whole(shelf)
        assert episodes.not_understood(shelf, ME) == [], "nothing is left to be read a second time"
        for memory in everything(shelf):
            source = episodes.fetch(shelf, ME, [int(memory.source[1:])])[int(memory.source[1:])]
            assert memory.value in source.text and source.said_at == memory.said_at
        for word in VALUES:
            assert bool(traces(home, word)) == any(word == each.value for each in left), word


def tell_both(shelf: Shelf, *both: Said) -> tuple[Said, ...]:
    """Say two things in one breath, a sentence each."""
    at = MONDAY + timedelta(days=episodes.count(shelf, ME))
    kept = keep(shelf, at.isoformat(), " ".join(each.text for each in both), at)
    episodes.understand(shelf, ME, kept, hear(kept.text, at))
    for sentence, each in enumerate(both):
        new = Statement("fact", each.who, each.predicate, each.value, each.text, sentence)
        facts.learn(shelf, ME, kept, [new])
    return tuple(replace(each, number=kept.id) for each in both)


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = a_shelf(tmp_path)
    yield shelf
    shelf.database.close()


def state(shelf: Shelf, who: str, predicate: str, value: str, text: str, sentence: int = 0) -> Memory | None:
    """Say some words, and what they state in the words of the one who says them."""
    with shelf.database.read() as connection:
        before = int(connection.execute(sql("SELECT count(*) FROM utterance")).scalar_one())
    at = MONDAY + timedelta(days=before)
    kept = keep(shelf, f"t{before}", text, at)
    heard = hear(text, at)
    episodes.understand(shelf, ME, kept, heard)
    people.note_mentions(shelf, ME, kept.id, heard.mentions)
    new = facts.learn(shelf, ME, kept, [Statement("fact", who, predicate, value, text, sentence)])
    return new[0] if new else None


def forgotten(shelf: Shelf, *numbers: int, sentences: Sequence[int] | None = None) -> None:
    forgetting.forget(shelf, ME, dict.fromkeys(numbers, sentences))
    whole(shelf)


def test_the_account_of_links_can_fail(shelf: Shelf) -> None:
    memory = state(shelf, "Ruth", "lives in", "Leeds", "Ruth lives in Leeds.")
    assert memory
    whole(shelf)
    facts.replace(shelf, int(memory.id[1:]), 99, MONDAY)
    with pytest.raises(AssertionError):
        whole(shelf)


def test_said_again_in_fewer_words_it_says_no_more_than_they_did(shelf: Shelf, tmp_path: Path) -> None:
    """What stays rests on the plainer words, and the richer ones are nowhere."""
    state(shelf, "Ruth", "lives in", "a mouldy bagodilunezax in York", "Ruth lives in a mouldy bagodilunezax in York.")
    assert state(shelf, "Ruth", "lives in", "York", "Ruth lives in York.") is None
    forgotten(shelf, 1)
    (memory,) = facts.current(shelf, ME, subject="Ruth")
    assert (memory.value, memory.quote, memory.times) == ("York", "Ruth lives in York.", 1)
    assert memory.said_at == MONDAY + timedelta(days=1)
    assert traces(tmp_path / "home", "bagodilunezax") == []


def test_said_again_in_another_form_it_stands_in_that_one(shelf: Shelf, tmp_path: Path) -> None:
    state(shelf, "Ruth", "does", "bagodilunezaxing", "Ruth was bagodilunezaxing.")
    assert state(shelf, "Ruth", "does", "bagodilunezax", "Ruth does bagodilunezax.") is None
    forgotten(shelf, 1)
    (memory,) = facts.current(shelf, ME, subject="Ruth")
    assert memory.value == "bagodilunezax"
    assert not any(b"bagodilunezaxing" in held.lower() for held in blobs(tmp_path / "home").values())


def test_a_name_told_only_in_what_went_is_not_known_any_more(shelf: Shelf, tmp_path: Path) -> None:
    """Her sister is still known, by what else was said of her."""
    state(shelf, "Bagodilunezax", "plays", "chess", "My sister Bagodilunezax plays chess.")
    state(shelf, "my sister", "lives in", "York", "My sister lives in York.")
    assert [m.subject for m in facts.current(shelf, ME, predicate="lives in")] == ["Bagodilunezax"]
    forgotten(shelf, 1)
    (memory,) = facts.current(shelf, ME, subject="my sister")
    assert (memory.value, memory.subject) == ("York", "my sister")
    met = [(e.name, e.relation) for e in people.everyone(shelf, ME) if e.kind == "person"]
    assert met == [("", "sister")]
    assert traces(tmp_path / "home", "bagodilunezax") == []


def test_of_somebody_nobody_can_name_any_more_nothing_is_known(shelf: Shelf, tmp_path: Path) -> None:
    """The words that only said "she" stay; what was read from them was about whoever was named."""
    state(shelf, "Bagodilunezax", "plays", "chess", "Bagodilunezax plays chess.")
    state(shelf, "Bagodilunezax", "lives in", "York", "She lives in York.")
    forgotten(shelf, 1)
    assert everything(shelf) == []
    assert [e.name for e in people.everyone(shelf, ME)] == ["York"]
    assert [u.text for u in episodes.fetch(shelf, ME, [1, 2]).values()] == ["She lives in York."]
    assert traces(tmp_path / "home", "bagodilunezax") == []


def test_a_retraction_outlives_the_words_beside_it(shelf: Shelf) -> None:
    """Shortened, an utterance that was taken back isn't believed again."""
    text = "The boiler broke. Ruth lives in Leeds."
    state(shelf, "Ruth", "lives in", "Leeds", text, sentence=1)
    episodes.take_back(shelf, 1, "retracted")
    facts.take_back(shelf, 1)
    forgotten(shelf, 1, sentences=[0])
    assert facts.current(shelf, ME) == []
    (memory,) = everything(shelf)
    assert memory.taken_back and memory.quote == "Ruth lives in Leeds."
    assert episodes.readings(shelf, [1])[1].taken_back == "retracted"


def test_two_birthdays_are_a_doubt_until_one_is_said_again(shelf: Shelf) -> None:
    state(shelf, "Ruth", "birthday", "3 May", "Ruth's birthday is 3 May.")
    state(shelf, "Ruth", "birthday", "9 June", "Ruth's birthday is 9 June.")
    unsure = facts.doubt(shelf, ME)
    assert unsure and (unsure[1].value, unsure[2].value) == ("9 June", "3 May")
    state(shelf, "Ruth", "birthday", "3 May", "Ruth's birthday is 3 May, I looked.")
    assert [m.value for m in facts.current(shelf, ME, predicate="birthday")] == ["3 May"]
    assert facts.doubt(shelf, ME) is None


def test_a_doubt_goes_with_the_words_that_raised_it(shelf: Shelf) -> None:
    state(shelf, "Ruth", "birthday", "3 May", "Ruth's birthday is 3 May.")
    state(shelf, "Ruth", "birthday", "9 June", "Ruth's birthday is 9 June.")
    forgotten(shelf, 2)
    assert facts.doubt(shelf, ME) is None
    with shelf.database.read() as connection:
        assert connection.execute(sql("SELECT count(*) FROM chore")).scalar_one() == 0


def test_a_fixed_value_after_its_denial_is_no_doubt(shelf: Shelf) -> None:
    tell(shelf, Said("Ruth", "is from", "Leeds", "not"))
    tell(shelf, Said("Ruth", "is from", "Leeds"))
    assert believed(shelf) == {("Ruth", "is from", "Leeds", False)}
    assert facts.doubt(shelf, ME) is None


def test_a_denial_said_twice_ends_nothing_else(shelf: Shelf) -> None:
    tell(shelf, Said("Ruth", "lives in", "York"))
    for _ in range(2):
        tell(shelf, Said("Ruth", "lives in", "Leeds", "not"))
    assert ("Ruth", "lives in", "York", False) in believed(shelf)


def test_married_takes_the_place_of_seeing_and_gives_it_back(shelf: Shelf) -> None:
    state(shelf, "Ruth", "partner", "Sam", "Ruth is with Sam.")
    state(shelf, "Ruth", "married to", "Sam", "Ruth is married to Sam.")
    assert [m.predicate for m in facts.current(shelf, ME)] == ["married to"]
    forgotten(shelf, 2)
    assert [m.predicate for m in facts.current(shelf, ME)] == ["partner"]


def test_one_favourite_of_each_sort(shelf: Shelf) -> None:
    for told_value in ("song: Hejira", "film: Ran", "song: Coyote"):
        state(shelf, "me", "favourite", told_value, f"My favourite {told_value}.")
    assert {m.value for m in facts.current(shelf, ME)} == {"film: Ran", "song: Coyote"}
    forgotten(shelf, 3)
    assert {m.value for m in facts.current(shelf, ME)} == {"film: Ran", "song: Hejira"}


def test_denied_by_hand_in_the_middle_nothing_older_comes_back(shelf: Shelf) -> None:
    """Leeds, then York, then Hull: that York was wrong doesn't make it Leeds again."""
    for place in ("Leeds", "York", "Hull"):
        tell(shelf, Said("Ruth", "lives in", place))
    (york,) = [m for m in everything(shelf) if m.value == "York"]
    hands.deny(shelf, ME, york.id)
    whole(shelf)
    assert believed(shelf) == {("Ruth", "lives in", "Hull", False)}


def test_forgetting_by_hand_leaves_other_statements_their_receipts(shelf: Shelf) -> None:
    """A sentence that goes takes nothing from what the sentence beside it says."""
    for text in ("Ruth plays chess. Tom lives in Leeds.", "Tom lives in Leeds."):
        state(shelf, "Tom", "lives in", "Leeds", text, sentence=1 if "Ruth" in text else 0)
    kept = episodes.fetch(shelf, ME, [1])[1]
    (chess,) = facts.learn(shelf, ME, kept, [Statement("fact", "Ruth", "plays", "chess", "Ruth plays chess", 0)])
    hands.forget_statement(shelf, ME, chess.id)
    whole(shelf)
    (memory,) = everything(shelf)
    assert (memory.value, memory.times, memory.source) == ("Leeds", 2, "u1")
    assert episodes.fetch(shelf, ME, [1])[1].text == "Tom lives in Leeds."
