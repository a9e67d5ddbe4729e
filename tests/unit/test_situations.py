"""The situations she knows: their form, what she must never say in them, and that the ears know the same ones."""

from __future__ import annotations

import re
from collections import Counter
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
import pytest
from tests.unit.phrasebook_rules import NEVER

from os1.listening import situations
from os1.mind.plain.book import book, fill
from os1.mind.plain.situated import KINDS, TONES, PhrasebookError, parse, read_all
from os1.mind.situation import BECOMES, OF_KIND

WORDINGS = Path(__file__).parents[2] / "training" / "situations"
SLOTS = {"name", "they", "them", "their", "user", "her"}
ALL = read_all()
SAID = [(entry, text) for entry in ALL for text in (*entry.replies, *entry.questions)]


def test_there_are_many() -> None:
    assert len(ALL) >= 1500
    assert len({entry.key for entry in ALL}) == len(ALL)
    assert {entry.kind for entry in ALL} == set(KINDS)
    assert {entry.tone for entry in ALL} == set(TONES)


def test_the_ears_know_the_same_ones() -> None:
    """A model of another day would answer one situation with the words of another."""
    with as_file(files("os1.listening").joinpath("models/situations.npz")) as path, np.load(path) as told:
        assert told["keys"].tolist() == [entry.key for entry in ALL]
        assert told["kinds"].tolist() == [entry.kind for entry in ALL]
        assert told["tones"].tolist() == [entry.tone for entry in ALL]


def test_each_was_learned_from_wordings() -> None:
    names = {(path.stem, row.partition("\t")[0]) for path in WORDINGS.glob("*.tsv") for row in path.read_text("utf-8").splitlines()}
    assert names == {(entry.key.partition(".")[0], entry.name) for entry in ALL}


def test_every_kind_she_answers_has_a_move() -> None:
    assert set(BECOMES) == set(OF_KIND)
    assert set(OF_KIND) <= set(KINDS)
    for entry in ALL:
        assert entry.replies or entry.kind not in OF_KIND, entry.name


def test_no_reply_stands_twice() -> None:
    seen = Counter(text.lower() for _, text in SAID)
    assert [text for text, times in seen.items() if times > 1] == []


@pytest.mark.parametrize("kind", [kind for kind in NEVER if kind != "stem"])
def test_what_she_never_says(kind: str) -> None:
    banned = re.compile(NEVER[kind], re.IGNORECASE)
    assert [text for _, text in SAID if banned.search(text)] == []


def test_form() -> None:
    for entry, text in SAID:
        assert {*re.findall(r"\{(\w+)\}", text)} <= SLOTS, text
        assert len(text.split()) <= 26, text
        assert text.count("?") == (text in entry.questions), text
        assert text[0].isupper() or text[0] in "{'“\"", text


def test_slots_are_filled() -> None:
    slots = {"her": "Samantha", "person": "your sister", "name": "Ana", "they": "she", "them": "her", "their": "her"}
    for entry in ALL:
        for piece in (*book()[f"at.{entry.key}"], *book()[f"at.{entry.key}.ask"]):
            assert "{" not in fill(piece, slots), piece.text


@pytest.mark.parametrize("text", ["tell | joyful | x\n= Yes.", "boast | glad | x\n= Yes.", "tell | glad | x\n* Yes."])
def test_what_cannot_be_read_is_named(text: str) -> None:
    with pytest.raises(PhrasebookError, match="x"):
        list(parse(text, "file"))


def test_nothing_said_is_no_situation() -> None:
    assert situations.nearest("  ") == ()
    assert situations.of("", []) == ()


def test_the_heart_of_several_sentences_is_heard() -> None:
    whole = "Bus was late as ever. Got a coffee. My mum died this morning. Anyway."
    assert situations.of(whole, whole.split(". "))[0].tone in ("heavy", "sad")


@pytest.mark.parametrize(("text", "kind"), [
    ("you're just repeating everything I say", "complain"), ("what do you mean by that", "clarify"),
    ("do you think it ever gets easier", "ask_self"), ("should I ring her or leave it", "ask_advice"),
    ("knock knock", "play"), ("my baby slept through the night", "tell"), ("night samantha, off to bed", "social"),
])  # fmt: skip
def test_kinds_are_told_apart(text: str, kind: str) -> None:
    assert situations.nearest(text)[0].kind == kind
