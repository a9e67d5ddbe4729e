"""What stands again, and in whose words, where a statement goes: the cases worth telling one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text as sql
from tests.contracts.homes import ME, MONDAY, a_shelf, keep
from tests.flows.pages import blobs, traces
from tests.unit.beliefs import (
    Said,
    believed,
    everything,
    tell,
    whole,
)

from os1.listening.hear import hear
from os1.memory import beliefs, episodes, facts, forgetting, hands, people
from os1.memory.episodes import Shelf
from os1.types import Memory, Statement


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
    state(
        shelf,
        "Ruth",
        "lives in",
        "a mouldy bagodilunezax in York",
        "Ruth lives in a mouldy bagodilunezax in York.",
    )
    assert state(shelf, "Ruth", "lives in", "York", "Ruth lives in York.") is None
    forgotten(shelf, 1)
    (memory,) = beliefs.current(shelf, ME, subject="Ruth")
    assert (memory.value, memory.quote, memory.times) == ("York", "Ruth lives in York.", 1)
    assert memory.said_at == MONDAY + timedelta(days=1)
    assert traces(tmp_path / "home", "bagodilunezax") == []


def test_said_again_in_another_form_it_stands_in_that_one(shelf: Shelf, tmp_path: Path) -> None:
    state(shelf, "Ruth", "does", "bagodilunezaxing", "Ruth was bagodilunezaxing.")
    assert state(shelf, "Ruth", "does", "bagodilunezax", "Ruth does bagodilunezax.") is None
    forgotten(shelf, 1)
    (memory,) = beliefs.current(shelf, ME, subject="Ruth")
    assert memory.value == "bagodilunezax"
    assert not any(b"bagodilunezaxing" in held.lower() for held in blobs(tmp_path / "home").values())


def test_a_name_told_only_in_what_went_is_not_known_any_more(shelf: Shelf, tmp_path: Path) -> None:
    """Her sister is still known, by what else was said of her."""
    state(shelf, "Bagodilunezax", "plays", "chess", "My sister Bagodilunezax plays chess.")
    state(shelf, "my sister", "lives in", "York", "My sister lives in York.")
    assert [m.subject for m in beliefs.current(shelf, ME, predicate="lives in")] == ["Bagodilunezax"]
    forgotten(shelf, 1)
    (memory,) = beliefs.current(shelf, ME, subject="my sister")
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
    assert beliefs.current(shelf, ME) == []
    (memory,) = everything(shelf)
    assert memory.taken_back and memory.quote == "Ruth lives in Leeds."
    assert episodes.readings(shelf, [1])[1].taken_back == "retracted"


def test_two_birthdays_are_a_doubt_until_one_is_said_again(shelf: Shelf) -> None:
    state(shelf, "Ruth", "birthday", "3 May", "Ruth's birthday is 3 May.")
    state(shelf, "Ruth", "birthday", "9 June", "Ruth's birthday is 9 June.")
    unsure = beliefs.doubt(shelf, ME)
    assert unsure and (unsure[1].value, unsure[2].value) == ("9 June", "3 May")
    state(shelf, "Ruth", "birthday", "3 May", "Ruth's birthday is 3 May, I looked.")
    assert [m.value for m in beliefs.current(shelf, ME, predicate="birthday")] == ["3 May"]
    assert beliefs.doubt(shelf, ME) is None


def test_a_doubt_goes_with_the_words_that_raised_it(shelf: Shelf) -> None:
    state(shelf, "Ruth", "birthday", "3 May", "Ruth's birthday is 3 May.")
    state(shelf, "Ruth", "birthday", "9 June", "Ruth's birthday is 9 June.")
    forgotten(shelf, 2)
    assert beliefs.doubt(shelf, ME) is None
    with shelf.database.read() as connection:
        assert connection.execute(sql("SELECT count(*) FROM chore")).scalar_one() == 0


def test_a_fixed_value_after_its_denial_is_no_doubt(shelf: Shelf) -> None:
    tell(shelf, Said("Ruth", "is from", "Leeds", "not"))
    tell(shelf, Said("Ruth", "is from", "Leeds"))
    assert believed(shelf) == {("Ruth", "is from", "Leeds", False)}
    assert beliefs.doubt(shelf, ME) is None


def test_a_denial_said_twice_ends_nothing_else(shelf: Shelf) -> None:
    tell(shelf, Said("Ruth", "lives in", "York"))
    for _ in range(2):
        tell(shelf, Said("Ruth", "lives in", "Leeds", "not"))
    assert ("Ruth", "lives in", "York", False) in believed(shelf)


def test_married_takes_the_place_of_seeing_and_gives_it_back(shelf: Shelf) -> None:
    state(shelf, "Ruth", "partner", "Sam", "Ruth is with Sam.")
    state(shelf, "Ruth", "married to", "Sam", "Ruth is married to Sam.")
    assert [m.predicate for m in beliefs.current(shelf, ME)] == ["married to"]
    forgotten(shelf, 2)
    assert [m.predicate for m in beliefs.current(shelf, ME)] == ["partner"]


def test_one_favourite_of_each_sort(shelf: Shelf) -> None:
    for told_value in ("song: Hejira", "film: Ran", "song: Coyote"):
        state(shelf, "me", "favourite", told_value, f"My favourite {told_value}.")
    assert {m.value for m in beliefs.current(shelf, ME)} == {"film: Ran", "song: Coyote"}
    forgotten(shelf, 3)
    assert {m.value for m in beliefs.current(shelf, ME)} == {"film: Ran", "song: Hejira"}


def test_taken_back_in_the_middle_nothing_older_comes_back(shelf: Shelf) -> None:
    said = [tell(shelf, Said("Ruth", "lives in", place)) for place in ("Leeds", "York", "Hull")]
    facts.take_back(shelf, said[1].number)
    whole(shelf)
    assert believed(shelf) == {("Ruth", "lives in", "Hull", False)}


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
    (chess,) = facts.learn(
        shelf, ME, kept, [Statement("fact", "Ruth", "plays", "chess", "Ruth plays chess", 0)]
    )
    hands.forget_statement(shelf, ME, chess.id)
    whole(shelf)
    (memory,) = everything(shelf)
    assert (memory.value, memory.times, memory.source) == ("Leeds", 2, "u1")
    assert episodes.fetch(shelf, ME, [1])[1].text == "Tom lives in Leeds."
