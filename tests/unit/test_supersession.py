"""Supersession and forgetting under any row of statements, against a plain model of what should hold."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text as sql
from tests.contracts.homes import ME
from tests.flows.pages import traces
from tests.unit.beliefs import (
    MANY,
    MEANT,
    ONE,
    OPPOSITE,
    VALUES,
    WHO,
    How,
    Said,
    believed,
    everything,
    replayed,
    standing,
    tell_both,
    told,
    whole,
)

from os1.memory import beliefs, episodes, facts, forgetting, people

CHANCE = st.integers(0, 10**9)
"""Rows are drawn from a number: small ones made of choices are too much alike to meet each other."""
SINGLE = st.builds(Said, st.sampled_from(WHO), st.just("lives in"), st.sampled_from(VALUES))


def a_row(number: int) -> list[Said]:
    """Most of the rows are about one thing of one person, where everything meets everything."""
    chance = random.Random(number)
    close = chance.random() < 0.7
    about = chance.choice((("lives in",), tuple(OPPOSITE))) if close else (*ONE, *MANY, *OPPOSITE)
    hows: tuple[How, ...] = ("so", "so", "so", "so", "not", "over")
    return [
        Said(
            WHO[0] if close else chance.choice(WHO),
            chance.choice(about),
            chance.choice(VALUES),
            chance.choice(hows),
            chance.choice(MEANT) if chance.random() < 0.15 else "asserted",
        )
        for _ in range(chance.randint(3, 9))
    ]


ROWS = CHANCE.map(a_row)


def some_of(said: list[Said], number: int) -> set[Said]:
    """One at least, all at most."""
    chance = random.Random(number)
    return set(chance.sample(said, chance.randint(1, len(said))))


@settings(max_examples=8)
@given(st.lists(SINGLE, min_size=1, max_size=9))
def test_of_what_can_be_one_the_last_holds_and_nothing_is_lost(row: list[Said]) -> None:
    with told(row) as (shelf, said, _):
        for name in {each.who for each in said}:
            own = [each for each in said if each.who == name]
            now = beliefs.current(shelf, ME, subject=name, predicate="lives in")
            assert [m.value for m in now] == [own[-1].value]
            runs = [e for n, e in enumerate(own) if n == 0 or own[n - 1].value != e.value]
            known = [e.id for e in people.everyone(shelf, ME) if e.name == name]
            ever = beliefs.slot(shelf, ME, known, ["lives in"])
            assert [(m.value, m.quote, m.source) for m in ever] == [
                (e.value, e.text, f"u{e.number}") for e in runs
            ]
            for older, newer in itertools.pairwise(ever):
                assert older.replaced and older.until == newer.said_at
                assert older in beliefs.replaced_by(shelf, ME, int(newer.id[1:]))
        whole(shelf)


@settings(max_examples=20)
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
                assert memory in beliefs.replaced_by(shelf, ME, int(newer.id[1:]))
            for number in belief.receipts:
                assert memory in beliefs.of_utterances(shelf, ME, [number])
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
            own = {(m.subject, m.predicate, m.value, m.denied) for m in beliefs.of_somebody(shelf, ME, known)}
            assert own == standing([each for each in said if each.who == name])


@settings(max_examples=20)
@given(ROWS, CHANCE)
def test_taken_back_it_is_as_if_it_had_never_been_said(row: list[Said], number: int) -> None:
    """Of any utterances, one after the other, that nobody has said again since; the words stay."""
    chance = random.Random(number)
    with told(row) as (shelf, said, _):
        left = list(said)
        for _ in range(3):
            again = {b.receipts[0] for b in replayed(left) if len(b.receipts) > 1}
            free = [each for each in left if each.number not in again]
            if not free:
                return
            back = chance.choice(free)
            left.remove(back)
            facts.take_back(shelf, back.number)
            assert believed(shelf) == standing(left)
            whole(shelf)
            assert episodes.fetch(shelf, ME, [back.number])[back.number].text == back.text


@settings(max_examples=20)
@given(ROWS, CHANCE)
def test_forgotten_it_is_as_if_it_had_never_been_said(row: list[Said], number: int) -> None:
    """Of any utterances: those said again, those that closed others, those that others closed."""
    with told(row) as (shelf, said, home):
        going = some_of(said, number)
        left = [each for each in said if each not in going]
        forgetting.forget(shelf, ME, {each.number: None for each in going})
        assert believed(shelf) == standing(left)
        whole(shelf)
        sources = {m.source for m in everything(shelf)}
        assert sources <= {f"u{each.number}" for each in left}
        for belief in replayed(left):
            stated = beliefs.of_utterances(shelf, ME, belief.receipts)
            assert any(m.value == belief.said.value and m.quote == belief.said.text for m in stated)
        with shelf.database.read() as connection:
            for table in ("reading", "embedding", "mention", "support", "statement"):
                rows = connection.execute(sql(f"SELECT utterance_id FROM {table}")).scalars()  # noqa: S608
                assert set(rows) <= {each.number for each in left}, table
        assert set(episodes.fetch(shelf, ME, [e.number for e in said])) == {e.number for e in left}
        for word in VALUES:
            assert bool(traces(home, word)) == any(word == each.value for each in left), word


@settings(max_examples=10)
@given(st.lists(st.tuples(SINGLE, SINGLE), min_size=2, max_size=5), CHANCE)
def test_a_forgotten_sentence_leaves_the_other_where_it_stood(
    row: list[tuple[Said, Said]], number: int
) -> None:
    """What stays of an utterance doesn't become newer than what was said since."""
    with told([]) as (shelf, _, home):
        pairs = [tell_both(shelf, first, replace(second, who="Tom")) for first, second in row]
        going = some_of([each for pair in pairs for each in pair], number)
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
