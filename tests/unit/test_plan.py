"""The move for a moment: what she means to do with a reply, before any words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from os1.listening.hear import hear
from os1.memory.answering import Recollection
from os1.mind.moment import Moment
from os1.mind.pickup import pick_up
from os1.mind.plan import decide
from os1.types import Memory

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
Moves = tuple[tuple[str, bool], ...]


def moment(text: str, moves: Moves = (), recollection: Recollection | None = None, **more: object) -> Moment:
    heard = hear(text, NOW)
    return Moment(text=text, heard=heard, now=NOW, moves=moves, recollection=recollection,
                  pickup=pick_up(text, heard, (), ()), **more)  # type: ignore[arg-type]  # fmt: skip


MEANS = {
    "Hello.": "hello",
    "Good evening. My name is Arthur.": "met",
    "Good night.": "goodnight",
    "gonna nap, cya": "goodbye",
    "Thank you for listening.": "thanks",
    "You're useless.": "anger_at_her",
    "That wasn't funny.": "complaint",
    "I was only testing you.": "tested",
    "So you're just autocomplete.": "doubt",
    "you're like a diary that answers back": "remark",
    "Nothing to say, really.": "quiet",
    "brb": "pause",
    "Just kidding.": "laugh",
    "No, it's Friday at 3.": "correct",
    "Actually scrap that, she isn't moving": "took_back",
    "I don't want advice": "wont",
    "leave it": "leave_it",
    "remember that the key is in the teapot": "noted",
    "My wife Margaret died in October.": "condole",
    "My father had a stroke on Tuesday.": "condole",
    "i feel so stupid": "be_with|reflect|respond",
    "RUTH GOT THE JOB": "celebrate",
    "Purple.": "fragment",
    "Perhaps I am.": "agree|respond",
    "ok": "agree",
    "My daughter Helen rings on Sundays.": "reflect|respond",
    "Are you real?": "real",
    "do you ever sleep?": "real",
    "whats ur fave song": "taste",
    "Would Margaret have wanted me to move?": "wonder",
    "should i text him": "advice",
    "Tell me a joke.": "joke",
    "I'm going to kill myself tonight": "keep_safe",
    "": "silence",
    "🙂": "emoji",
}


@pytest.mark.parametrize("text", MEANS)
def test_what_she_means_to_do(text: str) -> None:
    move = decide(moment(text))
    assert move.kind in MEANS[text].split("|")
    assert move.why and all(reason.strip() for reason in move.why)


def test_the_same_moment_gives_the_same_move() -> None:
    assert decide(moment("I planted the potatoes")) == decide(moment("I planted the potatoes"))


@pytest.mark.parametrize("asked", [(("reflect", True),), (("reflect", True), ("agree", False))])
def test_no_question_right_after_a_question(asked: Moves) -> None:
    assert not decide(moment("My sister Ruth is a nurse", asked)).asks


@pytest.mark.parametrize(
    "text", ["i miss him", "I burst into tears in front of her",
             "I don't know what I'm supposed to do with it.", "My wife Margaret died in October."]
)  # fmt: skip
def test_no_question_in_grief_or_doubt(text: str) -> None:
    assert not decide(moment(text)).asks


def test_condolence_is_said_once() -> None:
    again = decide(moment("My wife died in October, after the stroke.", (("condole", False),)))
    assert again.kind != "condole"


def test_joy_is_not_made_of_a_kind_word() -> None:
    assert decide(moment("She was lovely about it")).kind == "reflect"
    assert decide(moment("she won't settle")).kind == "reflect"


def test_somebody_just_introduced_may_be_asked_about() -> None:
    assert "new" in decide(moment("My sister Ruth lives in Leeds.")).slots
    assert "new" not in decide(moment("Ruth rang about the car and the rain.")).slots


def a_memory(number: int, words: str) -> Memory:
    return Memory(f"u{number}", "episode", words, f"u{number}", words, NOW)


def test_what_was_never_told() -> None:
    had = Recollection(about="your brother")
    move = decide(moment("Where does my brother live?", recollection=had))
    assert (move.kind, move.slots["about"], move.memories) == ("not_told", "your brother", ())


def test_what_nobody_told_of_the_world() -> None:
    asked = moment("who invented glass?", recollection=Recollection(personal=False))
    assert decide(asked).kind == "unknown"


def test_remembered_words_come_with_their_receipts() -> None:
    old, new = a_memory(1, "Thursday at 3"), a_memory(2, "No, Friday!")
    had = Recollection(found=(new,), changed=(old,))
    move = decide(moment("When is the meeting?", recollection=had))
    assert move.kind == "recall_one"
    assert move.memories == ("u1", "u2")
    assert move.slots["quote0"] == "“No, Friday!”"
    assert move.slots["changedquote0"] == "“Thursday at 3.”"


def test_danger_comes_before_everything() -> None:
    text = "Hello. I'm going to kill myself tonight. What did I tell you about Ruth?"
    assert decide(moment(text, recollection=Recollection(about="Ruth"))).kind == "keep_safe"
