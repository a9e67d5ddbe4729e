"""The full-text index: what is found by its words, and that nothing said can break a query."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.contracts.homes import ME, a_shelf, keep

from os1.listening.hear import hear
from os1.memory import episodes
from os1.memory.episodes import Shelf
from os1.memory.wording import key_words
from os1.store import search

TOLD = {
    "a": "My sister Ruth walks her greyhounds by the canal.",
    "b": "The boiler broke again and the plumber was late.",
    "c": "Ruth moved into the café by the canal, naïvely.",
}


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = a_shelf(tmp_path)
    for turn, text in TOLD.items():
        said = keep(shelf, turn, text)
        episodes.understand(shelf, ME, said, hear(text, said.said_at))
    yield shelf
    shelf.database.close()


def found(shelf: Shelf, *words: str) -> set[str]:
    with shelf.database.read() as connection:
        numbers = [number for number, _ in search.matching(connection, words)]
    return {said.turn_id for said in episodes.fetch(shelf, ME, numbers).values()}


@pytest.mark.parametrize(
    ("words", "turns"),
    [
        (["ruth"], {"a", "c"}),
        (["greyhound"], {"a"}),
        (["walking"], {"a"}),
        (["cafe"], {"c"}),
        (["naive"], {"c"}),
        (["boiler", "greyhound"], {"a", "b"}),
        (["submarine"], set()),
        ([], set()),
        (["canal", "submarine"], {"a", "c"}),
    ],
)
def test_words_are_found_in_any_form(shelf: Shelf, words: list[str], turns: set[str]) -> None:
    assert found(shelf, *words) == turns


def test_the_better_fit_comes_first(shelf: Shelf) -> None:
    with shelf.database.read() as connection:
        ranked = search.matching(connection, ["ruth", "canal", "greyhounds"])
    assert len(ranked) == 2
    assert ranked[0][1] > ranked[1][1]
    first = episodes.fetch(shelf, ME, [ranked[0][0]])[ranked[0][0]]
    assert first.turn_id == "a"


def test_holders_are_the_newest_first(shelf: Shelf) -> None:
    with shelf.database.read() as connection:
        rows = search.holders(connection, ["ruth", "submarine", "greyhounds"])
    assert list(rows) == ["ruth", "greyhounds"]
    newest = rows["ruth"].ids.tolist()
    assert rows["ruth"].count == 2 and newest == sorted(newest, reverse=True)
    assert [number for number, _ in search.best(rows, 1)] == rows["greyhounds"].ids.tolist()


def test_of_common_words_old_utterances_are_listed_where_they_meet(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    for turn in "defg":
        said = keep(shelf, turn, "Greyhounds." if turn in "df" else "Sister.")
        episodes.understand(shelf, ME, said, hear(said.text, said.said_at))
    old = episodes.by_turn(shelf, ME, "a", "person")
    monkeypatch.setattr(search, "NEWEST", 1)
    with shelf.database.read() as connection:
        alone = search.holders(connection, ["sister"])
        both = search.holders(connection, ["sister", "greyhounds"])
        top = search.matching(connection, ["sister", "greyhounds"], 1)
    assert old and old.id not in alone["sister"].ids.tolist() and alone["sister"].count == 3
    assert both["sister"].ids.tolist()[-1] == both["greyhounds"].ids.tolist()[-1] == old.id
    assert top[0][0] == old.id


def test_words_too_common_to_choose_by_are_counted(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST_ROWS", 1)
    with shelf.database.read() as connection:
        rows = search.holders(connection, ["ruth", "greyhounds"])
    assert rows["ruth"].count == 2 and not rows["ruth"].ids.size
    assert rows["greyhounds"].ids.size == 1


def test_all_of_the_words(shelf: Shelf) -> None:
    with shelf.database.read() as connection:
        assert len(search.holding_all(connection, ["ruth", "canal"])) == 2
        assert len(search.holding_all(connection, ["ruth", "greyhounds"])) == 1
        assert search.holding_all(connection, ["ruth", "boiler"]) == []
        assert search.holding_all(connection, []) == []


def test_what_is_dropped_is_gone(shelf: Shelf) -> None:
    said = episodes.by_turn(shelf, ME, "b", "person")
    assert said
    with shelf.database.write() as connection:
        search.drop_words(connection, said.id, said.text)
    assert found(shelf, "boiler") == set()
    assert found(shelf, "ruth") == {"a", "c"}


def test_common_words_give_way_to_rare_ones(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST_ROWS", 1)
    assert found(shelf, "ruth", "greyhound") == {"a"}
    assert found(shelf, "ruth") == {"a", "c"}, "where there is nothing rarer it is asked for"


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_no_words_break_a_query(shelf: Shelf, words: str) -> None:
    """Whatever is typed, as it stands or as its key words, is a search and not an error."""
    clean = words.encode("utf-8", "replace").decode().replace("\x00", " ")
    with shelf.database.read() as connection:
        for asked in ([clean], key_words(clean), clean.split()):
            search.matching(connection, asked)
            search.holders(connection, asked)
            search.holding_all(connection, asked)
