"""Questions put to a home that was told things plainly: what answers, what is past, whose it is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from os1.config import Home
from os1.house import House
from os1.memory import pets, questions
from os1.memory.answering import Recollection
from os1.memory.sorts import holds
from os1.memory.whom import of_others, relations, subjects
from os1.testing import SetClock

BEGUN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday
Ask = Callable[..., Recollection]


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Callable[[Sequence[str]], Ask]]:
    """A home told some lines, one an hour; then what it answers a day later."""
    houses: list[House] = []

    def tell(lines: Sequence[str]) -> Ask:
        house = House(Home(tmp_path), SetClock(BEGUN)).__enter__()
        houses.append(house)
        for n, words in enumerate(lines):
            asyncio.run(house.reply(f"t{n}", words, at=BEGUN + timedelta(hours=n)))

        def ask(words: str, before: int | None = None) -> Recollection:
            return questions.question(house.shelf, house.person.id, words, before, BEGUN + timedelta(days=1), None)

        return ask

    yield tell
    for house in houses:
        house.__exit__(None, None, None)


def said(found: Recollection) -> str:
    """All that a recollection holds, in one string."""
    return " ".join([found.gist, *(m.quote for m in found.found)])


def test_the_day_before_a_move(told: Callable[[Sequence[str]], Ask]) -> None:
    ask = told(["the dentist is on Thursday at nine", "they've moved the dentist to Friday"])
    assert "Thursday" in ask("when was the dentist before?").gist
    assert "Friday" in ask("when's the dentist?").gist


def test_what_used_to_be_so(told: Callable[[Sequence[str]], Ask]) -> None:
    ask = told(["I live in Ghent", "I've moved to Leeds"])
    assert ask("did I use to live in Ghent?").gist.startswith("Yes")
    assert "Leeds" in said(ask("where do I live?"))


def test_nothing_said_after_the_cut_answers(told: Callable[[Sequence[str]], Ask]) -> None:
    ask = told(["I live in Ghent", "I've moved to Leeds"])
    assert "Leeds" not in said(ask("where do I live?", before=3))


def test_made_up_after_a_row(told: Callable[[Sequence[str]], Ask]) -> None:
    ask = told(["I fell out with Tom over the money", "Tom and I have made it up"])
    assert ask("have I made up with Tom after the row?").gist.startswith("Yes")
    assert ask("am I still on bad terms with Tom?").gist.startswith("No")


def test_how_a_day_was_is_told_by_that_day_alone(told: Callable[[Sequence[str]], Ask]) -> None:
    ask = told(["I was so sad this morning, the cat's poorly", "the train was late"])
    assert "sad" in said(ask("why was I sad on Monday?"))
    assert not ask("why was I sad last Saturday?").found


def test_mine_is_not_hers(told: Callable[[Sequence[str]], Ask]) -> None:
    ask = told(["my sister Ruth came by", "I'm allergic to walnuts", "the bus was late"])
    found = ask("what is Ruth allergic to?")
    assert found.unsure or not found.found
    assert "walnuts" in said(ask("what am I allergic to?"))


def test_a_relation_of_a_relation(told: Callable[[Sequence[str]], Ask]) -> None:
    ask = told(["my sister's husband Karl can't have shellfish, he's allergic", "my sister Ruth rang"])
    assert "Karl" in said(ask("what's my sister's husband called?"))
    assert "Karl" in said(ask("who is Ruth's husband?"))


PETS = ["I've got two cats, Miso and Biscuit", "my neighbour has dogs called Rex and Milo"]


def test_pets_told_together_are_counted(told: Callable[[Sequence[str]], Ask]) -> None:
    ask = told(PETS)
    assert ask("how many cats do I have?").gist == "Two that I know of: Miso and Biscuit."
    assert "Rex" not in said(ask("how many pets do I have?"))
    assert not ask("do I have a snake?").gist.startswith("Yes")


def test_a_pet_that_died_is_none(told: Callable[[Sequence[str]], Ask]) -> None:
    ask = told(["My dog Rex died last week.", "Bo hasn't died, he's only asleep", "my dog Bo is a terror"])
    assert ask("is Rex still alive?").gist.startswith("No")
    assert "Rex" not in said(ask("how many dogs do I have?"))


def test_kinds_of_animal() -> None:
    assert pets.kinds("how many puppies and ponies, and the dog?") == {"puppy", "pony", "dog"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("my sister takes size 38", (False, True)), ("I take size 38", (True, False)), ("it rained", (False, False))],
)
def test_whose_words_are(text: str, expected: tuple[bool, bool]) -> None:
    assert subjects(text) == expected
    assert of_others(text) == (expected == (False, True))


def test_relations_by_their_usual_name() -> None:
    assert relations("my dad's brother") == {"father", "brother"}


@pytest.mark.parametrize(
    ("question", "text", "fits"),
    [
        ("when is the test?", "the test is on Friday", True),
        ("when is the test?", "I'm scared of the test", False),
        ("where is my passport?", "my passport is in the drawer", True),
        ("how old is Mia?", "Mia is seven", True),
        ("how old is Mia?", "Mia is sweet", False),
        ("what's his dog called?", "his dog is called Bo", True),
        ("why did he go?", "anything at all", True),
    ],
)
def test_the_sort_of_thing_asked_for(question: str, text: str, fits: bool) -> None:
    assert holds(question, text, BEGUN) == fits
