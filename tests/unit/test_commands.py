"""What is commanded of her memory: only what is said, of whom it is said, and all of that."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.contracts.homes import a_house

from os1.house import House
from os1.memory import commands, episodes
from os1.types import Reply


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with a_house(tmp_path) as house:
        yield house


def say(house: House, *texts: str) -> Reply:
    """The texts said in turn; the last reply."""
    for text in texts:
        turn = f"t{len(episodes.latest(house.shelf, house.person.id, 1_000))}{text}"
        reply = asyncio.run(house.reply(turn, text))
    return reply


def kept(house: House) -> list[str]:
    said = episodes.latest(house.shelf, house.person.id, 1_000, speaker="person")
    return [u.text for u in said if u.text]


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("Forget that.", "forget.last"),
        ("please forget everything about Tom", "forget.about"),
        ("Forget everything I said about my sister Ruth.", "forget.about"),
        ("Off the record.", "record.off"),
        ("We're back on the record.", "record.on"),
        ("forget every word", "forget.every_word"),
    ],
)
def test_commands_are_heard(text: str, command: str) -> None:
    assert commands.command_in(text) == command


@pytest.mark.parametrize(
    "text",
    [
        "I keep forgetting that my sister is older than me.",
        "I'll never forget that summer.",
        "Don't forget that I have the dentist on Friday.",
        "Tom said I should forget everything about the job.",
        "I forgot everything about the exam.",
        "He told me that off the record.",
        "The record was on when I came in.",
        "Did you forget everything about Tom?",
        "I can't forget what he said about Ruth.",
        "",
        "forget",
    ],
)
def test_talk_of_forgetting_is_no_command(text: str) -> None:
    assert commands.command_in(text) not in (
        "forget.last", "forget.about", "forget.every_word", "record.off",
    )  # fmt: skip


def test_forget_that_takes_what_was_told_last(house: House) -> None:
    reply = say(house, "Ruth lives in Leeds.", "Gareth broke the thermometer.", "Forget that.")
    assert kept(house) == ["Ruth lives in Leeds."]
    assert reply.move.kind.startswith("forget")


def test_forget_that_takes_what_was_just_recalled(house: House) -> None:
    say(house, "Tom sold the tractor.", "Ruth lives in Leeds.", "What did I tell you about Tom?")
    say(house, "Forget that.")
    assert "Tom sold the tractor." not in kept(house)
    assert "Ruth lives in Leeds." in kept(house)


@pytest.mark.parametrize("whom", ["Tom", "tom", "my brother", "my brother Tom"])
def test_forget_about_somebody_however_they_are_called(house: House, whom: str) -> None:
    say(house, "My brother Tom sold the tractor.", "Ruth lives in Leeds.", "Tom snores.")
    say(house, f"Forget everything about {whom}.")
    assert kept(house) == ["Ruth lives in Leeds."]


def test_sentences_about_others_stay(house: House) -> None:
    say(house, "Tom sold the tractor. Ruth lives in Leeds. The boiler broke.")
    say(house, "Forget everything about Tom.")
    assert kept(house) == ["Ruth lives in Leeds. The boiler broke."]


def test_the_wish_itself_is_not_kept(house: House) -> None:
    say(house, "Tom sold the tractor.", "Forget everything about Tom.")
    every = episodes.latest(house.shelf, house.person.id, 1_000)
    assert not any("Tom" in u.text for u in every)


def test_what_was_never_told_takes_nothing(house: House) -> None:
    say(house, "Ruth lives in Leeds.", "The boiler broke.")
    reply = say(house, "Forget everything about Napoleon.")
    assert kept(house) == ["Ruth lives in Leeds.", "The boiler broke."]
    assert "forgot" not in reply.reply.lower() or "nothing" in reply.reply.lower()


def test_every_word(house: House) -> None:
    say(house, "Ruth lives in Leeds.", "The boiler broke.", "Forget every word.")
    every = episodes.latest(house.shelf, house.person.id, 1_000)
    assert not any("Ruth" in u.text or "boiler" in u.text for u in every)
    assert len(house.shelf.index(house.person.id)) == 0


def test_off_the_record_and_back(house: House) -> None:
    say(house, "Ruth lives in Leeds.", "Off the record.", "Tom drinks.", "So does Ruth.")
    assert not house.turns.on_record(house.person.id)
    say(house, "Back on the record.", "The boiler broke.")
    assert house.turns.on_record(house.person.id)
    assert "Ruth lives in Leeds." in kept(house) and "The boiler broke." in kept(house)
    every = episodes.latest(house.shelf, house.person.id, 1_000)
    assert not any("Tom" in u.text or "drinks" in u.text for u in every)


def test_the_record_stays_off_over_a_restart(tmp_path: Path) -> None:
    with a_house(tmp_path) as house:
        say(house, "Off the record.", "Tom drinks.")
    with a_house(tmp_path) as house:
        say(house, "And he smokes.")
        assert not any("smokes" in text or "drinks" in text for text in kept(house))
