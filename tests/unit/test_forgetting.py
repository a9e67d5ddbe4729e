"""Forgetting, whatever came before: what goes is in no page of the files, what stays is all there."""

from __future__ import annotations

import asyncio
import itertools
import random
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text as sql
from tests.contracts.homes import a_house
from tests.flows.pages import traces

from os1.house import House
from os1.memory import archive, beliefs, commands, episodes, forgetting, people, recall
from os1.store import settings as kept

NAMES = ("Tom", "Ruth", "Gareth")
FORMS = (
    ("{name} collects {a}.",),
    ("The {a} is in the shed.",),
    ("{name} sold the {a}.", "The {b} is in the shed."),
    ("The {a} broke.", "{name} talked about the {b} all evening.", "I mended the {c}."),
    ("My friend {name} lent me the {a} and the {b}.",),
)


def odd_words() -> itertools.chain[str]:
    """Words no language has, none like another, that can be said as if they were things."""
    chance = random.Random(2013)
    made = (
        "".join(chance.choice("bdfgklmnprtvz") + chance.choice("aeiou") for _ in range(7)) + "x"
        for _ in itertools.count()
    )
    return itertools.chain(made)


@dataclass
class Told:
    """One utterance as the test remembers it: each sentence's words, and whom it is about."""

    id: str
    sentences: list[tuple[set[str], str]]


@dataclass
class World:
    """A house, and beside it the test's own account of what must and must not be there."""

    folder: Path
    house: House
    words: itertools.chain[str] = field(default_factory=odd_words)
    told: list[Told] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    cited: tuple[str, ...] = ()
    turns: int = 0

    def say(self, text: str) -> None:
        self.turns += 1
        reply = asyncio.run(self.house.reply(f"t{self.turns}", text))
        recalls = reply.move.kind in commands.RECALLING
        self.cited = reply.move.memories if recalls else ()

    def tell(self, form: int, name: str) -> None:
        sentences = []
        for sentence in FORMS[form]:
            used = {letter: next(self.words) for letter in "abc" if f"{{{letter}}}" in sentence}
            about = name if "{name}" in sentence else ""
            sentences.append((sentence.format(name=name, **used), set(used.values()), about))
        self.say(" ".join(text for text, _, _ in sentences))
        said = episodes.by_turn(self.house.shelf, self.house.person.id, f"t{self.turns}", "person")
        assert said
        self.told.append(Told(f"u{said.id}", [(words, about) for _, words, about in sentences]))

    def forget_about(self, name: str) -> None:
        self.say(f"Forget everything about {name}.")
        for each in self.told:
            self.gone |= {w for words, about in each.sentences if about == name for w in words}
            each.sentences = [s for s in each.sentences if s[1] != name]
        self.told = [each for each in self.told if each.sentences]
        self.check_gone()

    def forget_that(self, _: str = "") -> None:
        meant = self.cited or tuple(each.id for each in self.told[-1:])
        self.say("Forget that.")
        for each in self.told:
            if each.id in meant:
                self.gone |= {w for words, _ in each.sentences for w in words}
        self.told = [each for each in self.told if each.id not in meant]
        self.check_gone()

    def ask(self, name: str) -> None:
        self.say(f"What did I tell you about {name}?")

    def restart(self, _: str = "") -> None:
        self.house.close()
        self.house = a_house(self.folder)
        self.house.warm()

    def check_gone(self) -> None:
        """While the house is open: in no page and in no log either."""
        for word in self.gone:
            assert traces(self.house.home.root, word) == [], word

    def check(self) -> None:
        me, shelf = self.house.person.id, self.house.shelf
        export = "\n".join(archive.export(shelf, me))
        kept = {word for each in self.told for words, _ in each.sentences for word in words}
        for word in self.gone:
            assert word not in export
            found = recall.with_statements(shelf, me, recall.search(shelf, me, word))
            assert not any(word in m.text + m.quote for m in found)
        for word in kept:
            assert word in export
            found = recall.search(shelf, me, word)
            assert any(word in m.text + m.quote for m in found), word
            assert "os1.db (plain)" in traces(self.house.home.root, word) or "os1.db-wal (plain)" in (
                traces(self.house.home.root, word)
            )


STEP = st.one_of(
    st.tuples(st.just("tell"), st.integers(0, len(FORMS) - 1), st.sampled_from(NAMES)),
    st.tuples(st.just("tell"), st.integers(0, len(FORMS) - 1), st.sampled_from(NAMES)),
    st.tuples(
        st.sampled_from(["forget_about", "forget_that", "ask", "restart"]),
        st.just(0),
        st.sampled_from(NAMES),
    ),
)


@settings(max_examples=20)
@given(st.lists(STEP, min_size=3, max_size=9))
def test_what_is_forgotten_is_nowhere_and_the_rest_is_there(
    steps: list[tuple[str, int, str]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder), a_house(Path(folder)))
        try:
            for step, form, name in steps:
                if step == "tell":
                    world.tell(form, name)
                else:
                    getattr(world, step)(name)
            world.restart()
            world.check_gone()
            world.check()
            assert world.house.database.damaged_pages() == []
        finally:
            world.house.close()


def test_the_account_above_can_fail(tmp_path: Path) -> None:
    """Were nothing forgotten, the checks would say so."""
    world = World(tmp_path, a_house(tmp_path))
    world.tell(0, "Tom")
    world.gone |= set(world.told[0].sentences[0][0])
    with pytest.raises(AssertionError):
        world.check_gone()
    with pytest.raises(AssertionError):
        world.check()
    world.house.close()


def test_everything_that_followed_goes_too(tmp_path: Path) -> None:
    """Facts, people, plans and their chores, vectors, readings and moves."""
    with a_house(tmp_path) as house:
        me, shelf = house.person.id, house.shelf
        lines = (
            "My brother Gareth lives in Aberystwyth.",
            "I'm meeting Gareth on Friday at three.",
            "What did I tell you about Gareth?",
        )
        for n, line in enumerate(lines):
            asyncio.run(house.reply(f"t{n}", line))
        assert beliefs.current(shelf, me) and people.everyone(shelf, me)
        assert len(shelf.index(me)) == 3
        asyncio.run(house.reply("w", "Forget everything about Gareth."))
        assert beliefs.current(shelf, me) == []
        assert people.everyone(shelf, me) == []
        with house.database.read() as connection:
            for table in ("statement", "mention", "entity", "embedding", "reading"):
                rows = connection.execute(sql(f"SELECT * FROM {table}")).all()  # noqa: S608
                assert not any("Gareth" in str(row) for row in rows), table
            chores = connection.execute(sql("SELECT name FROM chore")).scalars().all()
            assert "follow_up" not in chores
            texts = connection.execute(sql("SELECT text FROM utterance")).scalars().all()
            assert not any("Gareth" in text or "Aberystwyth" in text for text in texts)


def test_turn_ids_stay_so_that_nothing_comes_back(tmp_path: Path) -> None:
    with a_house(tmp_path) as house:
        asyncio.run(house.reply("t", "Tom sold the tractor."))
        asyncio.run(house.reply("w", "Forget that."))
        again = asyncio.run(house.reply("t", "Tom sold the tractor."))
        assert "tractor" not in again.reply
        said = episodes.by_turn(house.shelf, house.person.id, "t", "person")
        assert said and said.text == ""


def test_only_ones_own(tmp_path: Path) -> None:
    with a_house(tmp_path) as house:
        asyncio.run(house.reply("t", "Tom sold the tractor."))
        gone = forgetting.forget(house.shelf, "another", {1: None})
        assert gone.ids == ()
        assert forgetting.everything(house.shelf, "another").ids == ()
        assert episodes.count(house.shelf, house.person.id) == 1


def test_numbers_given_once_are_never_given_again(tmp_path: Path) -> None:
    """Else an old receipt would point at somebody else's words."""
    with a_house(tmp_path) as house:
        asyncio.run(house.reply("t", "Tom sold the tractor."))
        last = episodes.latest(house.shelf, house.person.id, 1)[0].id
        forgetting.everything(house.shelf, house.person.id)
        asyncio.run(house.reply("u", "Ruth sings."))
        said = episodes.by_turn(house.shelf, house.person.id, "u", "person")
        assert said and said.id > last


def said(house: House, *lines: str) -> str:
    """Say some lines, each a turn of its own; returns her last reply."""
    reply = ""
    for line in lines:
        reply = asyncio.run(house.reply(f"t{next(_turns)}", line)).reply
    return reply


_turns = itertools.count()


def test_what_the_forgotten_words_had_replaced_stands_again(tmp_path: Path) -> None:
    """Nothing stays closed by words that aren't there; what was told twice rests on the other words."""
    with a_house(tmp_path) as house:
        said(house, "I live in Leeds. My brother Gareth is a baker.")
        said(house, "I moved to Aberystwyth, I live in Aberystwyth now.", "My brother Gareth is a baker.")
        assert "Aberystwyth" in said(house, "Where do I live?")
        said(house, "Forget everything about Aberystwyth.")
        assert traces(house.home.root, "Aberystwyth") == []
        assert "Leeds" in said(house, "Where do I live?")
        said(house, "Forget everything about Leeds.")
        assert "baker" in said(house, "What does Gareth do?")


def test_a_shortened_remark_is_not_taken_for_news(tmp_path: Path) -> None:
    """What stays of old words doesn't replace what was said since."""
    with a_house(tmp_path) as house:
        said(house, "I live in Leeds. Gareth broke the thermometer.", "I live in York now.")
        said(house, "Forget everything about Gareth.")
        assert traces(house.home.root, "thermometer") == []
        assert "York" in said(house, "Where do I live?")


def test_a_name_goes_with_the_words_that_told_it(tmp_path: Path) -> None:
    """What she calls the person as well; a name put right since stays."""
    with a_house(tmp_path) as house:
        said(house, "My name is Bartholomewina.")
        assert own_name(house) == "Bartholomewina"
        said(house, "Forget that.")
        assert own_name(house) is None
        assert traces(house.home.root, "Bartholomewina") == []


def own_name(house: House) -> str | None:
    return kept.person_name(house.database, house.person.id)
