"""What this person has shown to like: learned from what they take up and pass over, kept, faded, and never words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text as sql
from tests.contracts.homes import ME, MONDAY, a_database, a_house

from os1.mind import taste
from os1.mind.moment import Moment
from os1.mind.pickup import Pickup
from os1.mind.policy import choose
from os1.mind.taste import Leaning, judge, taken_up
from os1.store.database import Database
from os1.types import Heard, Meaning, Move

PLENTY = "la " * 12
TAKES_UP = Heard(acts=("statement",), meaning=Meaning(acts=("story",), act=0.9))
PASSES_OVER = Heard(acts=("leave",), meaning=Meaning(acts=("refuse",), act=0.9))


@dataclass
class Person:
    """Somebody who answers her moves; what they like is learned in a real database."""

    database: Database
    id: str = ME
    last: Leaning = field(default_factory=lambda: Leaning(0, {}))

    def answers(self, kind: str, *, gladly: bool, times: int = 1, asks: bool = False, kept: bool = True) -> Leaning:
        text, heard = (PLENTY, TAKES_UP) if gladly else ("drop it please", PASSES_OVER)
        for _ in range(times):
            self.last = judge(self.database, self.id, Move(kind, ("",), asks=asks), text, heard, kept=kept)
        return self.last

    def likes(self, kind: str) -> float:
        return self.last.leanings.get(kind, 0.0)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = a_database(tmp_path)
    yield database
    database.close()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One database for many people."""
    database = a_database(tmp_path_factory.mktemp("many"))
    yield database
    database.close()


@pytest.fixture
def person(database: Database) -> Person:
    return Person(database)


# --- what counts as taking up -----------------------------------------------------------------


def meant(*acts: str) -> Heard:
    return Heard(meaning=Meaning(acts=acts, act=0.9))


@pytest.mark.parametrize(
    ("text", "heard", "expected"),
    [
        (PLENTY, meant("inform"), True), ("on the pier in the rain", meant("answer"), True), ("la la la", meant("laugh"), True),
        ("la la la", meant("story"), True), ("la la la", meant("thank"), True), ("ok", meant("backchannel"), False),
        ("la la la", meant("refuse"), False), ("la la la", meant("blame_her"), False), (PLENTY, meant("refuse"), False),
        (PLENTY, meant("correct"), False), ("la la la", meant("part"), False), (PLENTY, Heard(acts=("complaint",)), False),
        (PLENTY, Heard(acts=("insult",)), False), ("la la la la", meant("inform"), None),
    ],
)  # fmt: skip
def test_what_takes_up_and_what_passes_over(text: str, heard: Heard, expected: bool | None) -> None:
    assert taken_up(text, heard) is expected


# --- learning ---------------------------------------------------------------------------------


def test_somebody_unknown_leans_no_way(person: Person) -> None:
    assert judge(person.database, "a stranger", Move("reflect"), "", Heard(), kept=True) == Leaning(0, {})


def test_what_is_taken_up_is_liked_and_what_is_passed_over_is_not(person: Person) -> None:
    person.answers("own", gladly=True, times=12)
    person.answers("tease", gladly=False, times=12)
    assert person.likes("tease") < -0.2 < 0.2 < person.likes("own")
    assert person.last.turns == 24


def test_the_oftener_the_surer(person: Person) -> None:
    person.answers("own", gladly=True)
    once = person.answers("tease", gladly=False).leanings
    person.answers("tease", gladly=False, times=10)
    often = person.answers("own", gladly=True, times=10).leanings
    assert 0 < once["own"] < often["own"]
    assert 0 > once["tease"] > often["tease"]
    assert abs(once["own"]) < 0.25, "one answer means little"


def test_the_middle_is_this_persons_own(person: Person) -> None:
    """Somebody who has few words for anything doesn't thereby dislike it all; taste is what differs."""
    for kind in ("reflect", "respond", "own"):
        person.answers(kind, gladly=False, times=10)
    assert all(abs(person.likes(kind)) < 0.15 for kind in ("reflect", "respond", "own"))
    person.answers("tease", gladly=True, times=10)
    assert person.likes("tease") > 0.3


def test_half_and_half_is_neither(person: Person) -> None:
    for _ in range(8):
        person.answers("own", gladly=True)
        person.answers("own", gladly=False)
    assert abs(person.likes("own")) < 0.1


def test_a_taste_may_change(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was liked long ago weighs less than what is liked now."""
    monkeypatch.setattr(taste, "MOST", 40)
    for gladly in (True, False):
        person.answers("own", gladly=gladly, times=80)
        person.answers("reflect", gladly=not gladly, times=80)
        assert person.likes("own") > 0.2 if gladly else person.likes("own") < -0.2


def test_a_question_is_learned_apart_from_what_it_came_with(person: Person) -> None:
    person.answers("reflect", asks=True, gladly=False, times=10)
    person.answers("reflect", gladly=True, times=10)
    assert person.likes("ask") < 0 < person.likes("reflect")


@pytest.mark.parametrize("kind", ["keep_safe", "goodbye", "goodnight", "hello", "recall_one", "forget_done", "real", "condole"])
def test_what_has_to_be_is_no_matter_of_taste(person: Person, kind: str) -> None:
    assert kind not in person.answers(kind, gladly=False, times=6).leanings


def test_what_shows_neither_teaches_nothing(person: Person) -> None:
    person.answers("own", gladly=True, times=3)
    before = dict(person.last.leanings)
    after = judge(person.database, ME, Move("own"), "la la la la", meant("inform"), kept=True)
    assert after.leanings == before and after.turns == 4


@given(st.lists(st.tuples(st.sampled_from(("own", "tease", "reflect", "ask")), st.booleans()), max_size=30))
def test_no_taste_outgrows_its_bounds(shared: Database, answered: list[tuple[str, bool]]) -> None:
    person = Person(shared, f"the one who answered {answered!r}")
    turns = person.answers("hello", gladly=True).turns
    for kind, gladly in answered:
        person.answers(kind, gladly=gladly)
    assert all(-0.8 <= leaning <= 0.8 for leaning in person.last.leanings.values())
    assert person.last.turns == turns + len(answered)


# --- keeping ----------------------------------------------------------------------------------


def test_it_outlives_the_night(tmp_path: Path) -> None:
    first = a_database(tmp_path)
    learned = Person(first).answers("own", gladly=True, times=9)
    first.close()
    second = a_database(tmp_path)
    assert judge(second, ME, Move("none"), "", Heard(), kept=True) == learned
    second.close()


def test_each_has_their_own(database: Database) -> None:
    Person(database).answers("own", gladly=True, times=9)
    assert judge(database, "a guest", Move("none"), "", Heard(), kept=True) == Leaning(0, {})


def test_off_the_record_nothing_is_learned(person: Person) -> None:
    before = person.answers("own", gladly=True, times=3)
    assert person.answers("tease", gladly=False, times=9, kept=False) == before
    assert person.answers("own", gladly=False, kept=False) == before


def test_no_word_of_theirs_is_kept_with_it(database: Database) -> None:
    for n in range(5):
        judge(database, ME, Move("own", ("why",), ("u7",), {"clause": "you hid the pomegranate"}), f"the pomegranate, {n} times over and again at that",
              TAKES_UP, kept=True)  # fmt: skip
    with database.read() as connection:
        rows = [row[0] for row in connection.execute(sql("SELECT value FROM setting"))]
    assert rows and "pomegranate" not in " ".join(rows)
    assert not set(" ".join(rows)) & set("“”") and len(json.dumps(rows)) < 200


# --- and doing something with it ----------------------------------------------------------------


def moment(leaning: Leaning, *acts: str) -> Moment:
    heard = Heard(acts=("statement",), meaning=Meaning(acts=acts, act=0.9, topic="home", sure=0.9))
    return Moment(text=PLENTY, heard=heard, now=datetime(2026, 3, 2, 12, tzinfo=UTC), taste=leaning.leanings, turns=100,
                  pickup=Pickup(clause=""))  # fmt: skip


def test_who_passes_over_questions_is_asked_less(person: Person) -> None:
    assert choose(moment(person.last, "plan")).kind == "ask"
    person.answers("reflect", gladly=True, times=15)
    person.answers("respond", gladly=True, times=15)
    person.answers("reflect", asks=True, gladly=False, times=15)
    assert choose(moment(person.last, "plan")).kind != "ask"


async def test_a_house_learns_from_how_its_person_answers(tmp_path: Path) -> None:
    """What follows each reply is counted as the answer to it; off the record it isn't."""
    with a_house(tmp_path) as house:
        before = judge(house.database, house.person.id, Move("none"), "", Heard(), kept=True)
        for n, text in enumerate(("My sister Ruth came by on Sunday with the twins.", "no", "I painted the shed green last week.", "no") * 4):
            await house.reply(f"t{n}", text, at=MONDAY + timedelta(minutes=n))
        after = judge(house.database, house.person.id, Move("none"), "", Heard(), kept=True)
        assert before == Leaning(0, {}) and after.turns == 16
        assert after.leanings
        for n in range(6):
            await house.reply(f"aside{n}", "We walked all the way round the lake and back again.", at=MONDAY + timedelta(hours=1, minutes=n), off_record=True)
        assert judge(house.database, house.person.id, Move("none"), "", Heard(), kept=True) == after
