"""A move with the situation that was told: its words where it is near, and giving way where it was mistaken."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from os1.listening.hear import hear
from os1.memory.answering import Recollection
from os1.mind import stances
from os1.mind.moment import Moment
from os1.mind.pickup import Pickup, pick_up
from os1.mind.plan import decide
from os1.mind.situation import fit, mirrors, sayable
from os1.types import Heard, Meaning, Move, Situated, Utterance

NOW = datetime(2026, 5, 3, 21, 4, tzinfo=UTC)


def told(kind: str = "tell", tone: str = "plain", near: float = 0.6, share: float = 0.9, **more: object) -> Moment:
    heard = Heard(acts=("statement",), meaning=Meaning(), situated=(Situated("work.0", kind, tone, near, share),))
    return Moment(text="they gave my shift to somebody else today", heard=heard, now=NOW, **more)  # type: ignore[arg-type]


def test_what_is_near_gives_the_words() -> None:
    move = fit(told(), Move("respond"))
    assert (move.kind, move.slots["at"]) == ("respond", "work.0")


def test_what_is_far_gives_none() -> None:
    assert "at" not in fit(told(near=0.2), Move("respond")).slots
    assert "at" not in fit(told(share=0.1, near=0.45), Move("respond")).slots


@pytest.mark.parametrize("kind", ["keep_safe", "recall_one", "forget_done", "real", "love_her", "why", "noted"])
def test_what_was_asked_or_is_grave_stands(kind: str) -> None:
    moment = replace(told("complain", near=0.9), done={"kind": "x"} if kind == "forget_done" else {})
    assert fit(moment, Move(kind)) == Move(kind)


def test_a_reproach_that_looked_like_a_question_of_memory() -> None:
    move = fit(told("complain"), Move("recall_near", memories=("u1",)))
    assert (move.kind, move.memories) == ("complaint", ())


def test_her_view_gives_way_to_no_other_view() -> None:
    assert fit(told("ask_view", near=0.9), Move("stance")) == Move("stance")


@pytest.mark.parametrize(("tone", "moves", "asks"), [
    ("plain", (), True), ("plain", (("respond", True),), False), ("heavy", (), False),
    ("heavy", (("respond", False),), True), ("heavy", (("respond", True), ("respond", False)), False),
])  # fmt: skip
def test_when_it_asks(tone: str, moves: tuple[tuple[str, bool], ...], asks: bool) -> None:
    assert fit(told(tone=tone, moves=moves), Move("respond")).asks is asks


def test_no_question_after_it_was_said_not_to_be_wanted() -> None:
    assert not fit(told(moves=(("wont", False),)), Move("respond")).asks


def test_a_birthday_that_would_have_been_is_not_wished() -> None:
    moment = replace(told(tone="glad", near=0.9), text="It would have been her birthday today.")
    assert "at" not in fit(moment, Move("respond")).slots


def test_words_are_said_back_whole_or_not_at_all() -> None:
    text = "I sold the car, which I'd had since before the children were born and never once cleaned."
    moment = Moment(text=text, heard=hear(text, NOW), now=NOW, pickup=Pickup(clause="you sold the car"))
    assert not sayable(moment)
    text = "I sold the car."
    assert sayable(Moment(text=text, heard=hear(text, NOW), now=NOW, pickup=Pickup(clause="you sold the car")))


def test_what_was_named_is_not_said_back_twice_running() -> None:
    assert mirrors(told())
    assert not mirrors(replace(told(), said=(Utterance(1, "t", "samantha", "Ah, the boatyard.", NOW),)))
    assert not mirrors(replace(told(), moves=(("complaint", False),)))


@pytest.mark.parametrize(("text", "named"), [("there's a tenor. Bernard", "Bernard"), ("we went to the garden centre", "the garden centre"),
                                             ("I rather like him", ""), ("it was Tuesday", "")])  # fmt: skip
def test_what_was_named_last(text: str, named: str) -> None:
    assert pick_up(text, hear(text, NOW), set(), set()).mirror == named


@pytest.mark.parametrize("text", ["who's reading all this, the other end?", "can she see this, what I've put about Bernard?", "do you keep it? what I've said",
                                  "you won't tell her will you?", "Who can read what I write on here?", "have you sent anything to anyone?",
                                  "does it go off to America"])  # fmt: skip
def test_who_reads_this_is_answered_before_memory(text: str) -> None:
    heard = hear(text, NOW)
    moment = Moment(text=text, heard=heard, now=NOW, stance=stances.asked(text, heard), recollection=Recollection(about="it"))
    assert (decide(moment).kind, moment.stance) == ("stance", "privacy")


@pytest.mark.parametrize("text", ["when are we going to Wales?", "who can I ask to look after the cat?", "did you know she reads a lot?",
                                  "can she see the sea from there?"])  # fmt: skip
def test_other_questions_are_not_about_that(text: str) -> None:
    assert stances.asked(text, hear(text, NOW)) != "privacy"
