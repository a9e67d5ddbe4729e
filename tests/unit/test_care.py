"""What she does when it is serious: every kind and level, again, answered, about somebody else, afterwards."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args

import pytest

from os1.mind import care
from os1.mind.care import Doing, State, proceed
from os1.mind.care_words import about_other, safety
from os1.mind.moment import Moment
from os1.mind.pickup import Pickup
from os1.mind.plain.book import book
from os1.types import Heard, Meaning, Move, Risk, RiskKind, RiskLevel, Utterance

DOC = Path(__file__).parents[2] / "docs" / "care.md"
NOW = datetime(2026, 11, 22, 21, 0, tzinfo=UTC)
KINDS = [kind for kind in get_args(RiskKind) if kind != "none"]
LEVELS = [level for level in get_args(RiskLevel) if level != "none"]
TOLD = {"self_harm": "I want to die.", "harm_to_others": "I want to hurt him.", "abuse": "He hits me.",
        "eating": "I make myself throw up.", "medical": "My chest hurts and I can't breathe."}  # fmt: skip
NO_RISK = Risk()


def moment(text: str, risk: Risk = NO_RISK, after: float = 0, said: tuple[Utterance, ...] = ()) -> Moment:
    return Moment(text=text, heard=Heard(risk=risk), now=NOW + timedelta(minutes=after), said=said, pickup=Pickup())


def told(kind: str, level: str, state: State | None = None, after: float = 0) -> Doing:
    doing = proceed(state, moment(TOLD[kind], Risk(kind, level), after), Move("keep_safe"))  # type: ignore[arg-type]
    assert doing is not None
    return doing


def answer(text: str, to: Doing, after: float = 1, kind: str = "reflect", trusted: str = "") -> Doing | None:
    return proceed(to.state, moment(text, after=after), Move(kind), trusted)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("who", ["me", "other"])
def test_every_kind_and_level_has_its_row(kind: str, level: str, who: str) -> None:
    row = care.step(kind, level, who)
    assert row.parts[-1].startswith("safe.ask")
    assert any(part.startswith("safe.help") for part in row.parts)
    if level == "imminent":
        assert "safe.cannot" in row.parts  # she says what she can't do
    assert len(row.does) > 30


def test_every_part_the_protocol_names_has_words() -> None:
    named = {part for step in care.protocol() for part in step.parts} - {"words"}
    named |= {f"safe.{kind}_{when}" for kind in KINDS
              for when in ("told", "now", "other_told", "other_now", "again", "followed_up")}  # fmt: skip
    named |= {"safe.stay", "safe.leaving", "safe.joking", "safe.declined", "safe.nobody", "safe.other_again",
              "safe.other_followed_up", "safe.ask_trusted", "safe.ask_more", "safe.ask_you", "notice.body"}  # fmt: skip
    assert not [part for part in sorted(named) if len(book().get(part, ())) < 2]
    assert len(book()["notice.body"]) >= 8


def test_what_she_is_is_said_where_it_has_to_be() -> None:
    software = re.compile(r"software|program|not human|not a human")
    assert [p.text for p in book()["notice.body"] + book()["safe.cannot"] if not software.search(p.text)] == []
    assert [p.text for p in book()["greet.honest"] if not re.search(r"software|program|machine", p.text)] == []


def test_help_asks_nothing_and_names_its_line() -> None:
    """Of two questions in a reply only the last is kept: a line of help mustn't go with the first."""
    for part, pieces in book().items():
        if part.startswith("safe.help"):
            assert [p.text for p in pieces if "?" in p.text or not p.slots & {"help", "emergency"}] == []
        if part.startswith(("safe.ask", "safe.")) and part.endswith("_followed_up"):
            assert [p.text for p in pieces if not p.text.endswith("?") and "?" not in p.text] == []


def test_afterwards_is_asked_without_naming_it() -> None:
    naming = re.compile(r"suicid|kill|die\b|harm|hit\b|abuse|weight|vomit|pills", re.IGNORECASE)
    asked = [p.text for part, ps in book().items() if part.endswith("followed_up") for p in ps]
    assert asked and not [text for text in asked if naming.search(text)]


@pytest.mark.parametrize("kind", KINDS)
def test_first_time_and_again(kind: str) -> None:
    first = told(kind, "active")
    assert first.helps and first.parts == care.step(kind, "active").parts
    again = told(kind, "active", first.state, 2)
    assert again.parts[0] == f"safe.{kind}_again"
    assert not again.helps  # the same number isn't said at every turn
    assert sum(part.startswith("safe.ask") for part in again.parts) == 1
    third = told(kind, "active", again.state, 3)
    assert third.parts[-1] != again.parts[-1]  # one question at a time, and not the same one


def test_nearer_brings_the_lines_again_and_less_near_does_not() -> None:
    first = told("self_harm", "passive")
    nearer = told("self_harm", "imminent", first.state, 1)
    assert nearer.parts == care.step("self_harm", "imminent").parts
    assert not told("self_harm", "passive", nearer.state, 2).helps
    other = told("medical", "imminent", nearer.state, 3)
    assert other.helps  # another kind begins anew


def test_after_half_an_hour_it_is_the_first_time_again() -> None:
    assert told("self_harm", "active", told("self_harm", "active").state, 31).helps


@pytest.mark.parametrize("words", ["what number can i call?", "who can I talk to", "is there a helpline"])
def test_asked_for_the_lines_come_again(words: str) -> None:
    again = answer(words, told("self_harm", "active"), kind="unknown_to_care")
    assert again is not None and again.helps


@pytest.mark.parametrize("words", ["no, i'm safe, my sister is here", "I'm okay, I won't do anything", "no"])
def test_safety_answered_is_believed(words: str) -> None:
    done = answer(words, told("self_harm", "passive"))
    assert done is not None
    assert done.parts[0] == "safe.answered" and not done.state.open and not done.helps
    assert answer("the bus was late", done, 2) is None  # and the talk goes where it goes


@pytest.mark.parametrize("words", ["yes", "i'm not safe", "i don't know if i'm safe", "nobody is here"])
def test_unsafe_brings_the_emergency_number(words: str) -> None:
    done = answer(words, told("self_harm", "passive"))
    assert done is not None
    assert done.parts[:2] == ("safe.unsafe", "safe.help_now") and done.state.open


def test_a_yes_means_what_was_asked() -> None:
    assert safety("yes", "safe.ask_self_harm") == "unsafe"
    assert safety("yes", "safe.ask_safe") == "safe"
    assert safety("no", "safe.ask_safe") == "unsafe"
    assert safety("yes", "safe.ask_more") == ""
    assert safety("no, i'm not ok", "safe.ask_self_harm") == "unsafe"


def test_she_stays_for_a_few_turns_and_asks_at_most_every_other() -> None:
    state: Doing | None = told("self_harm", "active")
    asked = []
    for n in range(1, 6):
        assert state is not None
        after = answer("it's been raining", state, n)
        if after is None:
            break
        assert after.parts[0] == "safe.stay"
        asked.append(any(part.startswith("safe.ask") for part in after.parts))
        state = after
    assert asked == [True, False, True]


def test_what_was_asked_of_her_is_still_done() -> None:
    assert answer("what did I tell you about Ruth?", told("self_harm", "active"), kind="recall") is None


def test_a_joke_and_a_goodbye_are_let_be_warmly() -> None:
    first = told("self_harm", "passive")
    joke, bye = answer("lol just kidding", first), answer("bye", first, kind="goodbye")
    assert joke and joke.parts == ("safe.joking",) and not joke.state.open
    assert bye and bye.parts == ("safe.leaving",) and bye.helps


def test_somebody_they_trust_only_if_they_agree_and_in_their_own_words() -> None:
    first = told("self_harm", "passive")
    safe = answer("no", first)
    assert safe is not None and safe.parts[-1] == "safe.ask_who"
    no = answer("no, rather not", safe, 2)
    assert no is not None and no.parts == ("safe.declined",)
    yes = answer("Ruth, 07700 900123", safe, 2)
    assert yes is not None and yes.trusted == ("Ruth", "07700 900123") and "words" in yes.parts
    said = (Utterance(1, "a", "person", "I “want” to die", NOW), Utterance(2, "a", "samantha", "…", NOW))
    words = care.words_to_send(yes.state, moment("Ruth", said=said))
    assert "‘I 'want' to die’" in words and words.endswith("Could you ring me, or come?")
    assert care.words_to_send(yes.state, moment("Ruth")).count("‘") == 0
    nobody = answer("there's nobody", safe, 2)
    assert nobody is not None and nobody.parts[0] == "safe.nobody" and nobody.helps
    asked = answer("no", first, trusted="Ruth")
    assert asked is not None and asked.parts[-1] == "safe.ask_trusted"
    agreed = answer("yes please", asked, 2, trusted="Ruth")
    assert agreed is not None and agreed.trusted[0] == "Ruth"


def test_it_is_asked_after_once_in_the_next_talk_within_three_days() -> None:
    state = told("abuse", "active").state
    assert care.due(state, NOW + timedelta(minutes=10)) == ""
    assert care.due(state, NOW + timedelta(hours=12)) == "safe.abuse_followed_up"
    assert care.due(state, NOW + timedelta(days=4)) == ""
    assert care.due(State("abuse", "active", "other", "", NOW.isoformat()), NOW + timedelta(days=1)) == (
        "safe.other_followed_up"
    )
    assert care.due(State("abuse", "active", "me", "", NOW.isoformat(), followed=True), NOW + timedelta(days=1)) == ""


OTHER = [("My friend said she wants to kill herself.", "self_harm"), ("my brother keeps cutting himself", "self_harm"),
         ("My dad collapsed and isn't breathing", "medical"), ("her husband hits her", "abuse"),
         ("I'm worried my daughter is starving herself", "eating"), ("he told me he is going to shoot them", "harm_to_others"),
         ("My flatmate texted me that he took all the pills and I don't know what to do", "self_harm")]  # fmt: skip
MINE = [("I want to kill myself", "self_harm"), ("my mum died and I can't go on", "self_harm"), ("he hits me", "abuse"),
        ("My boyfriend says I should kill myself", "self_harm"), ("I'm going to hurt her", "harm_to_others"),
        ("she left and I took all the pills", "medical"), ("i cant eat, my sister watches me", "eating"),
        ("my wife doesn't know I want to die", "self_harm")]  # fmt: skip


@pytest.mark.parametrize(("text", "kind"), OTHER)
def test_somebody_else_is_told_apart(text: str, kind: str) -> None:
    assert about_other(text, kind)


@pytest.mark.parametrize(("text", "kind"), MINE)
def test_their_own_danger_is_never_taken_for_another_s(text: str, kind: str) -> None:
    assert not about_other(text, kind)


def test_nothing_about_it_can_leave_the_machine() -> None:
    """Nothing that decides, keeps or shows it can open a connection or start a program."""
    source = Path(care.__file__).parents[1]
    paths = [*(source / "mind" / f"{name}.py" for name in ("care", "care_words", "caring", "helplines")),
             source / "cli" / "caring.py", source / "channels" / "web" / "serious.py"]  # fmt: skip
    reaches = re.compile(r"^\s*(?:from|import) (?:socket|ssl|http|urllib\.request|smtplib|subprocess|websockets|asyncio|"
                         r"webbrowser|logging)\b", re.MULTILINE)  # fmt: skip
    assert [path.name for path in paths if reaches.search(path.read_text("utf-8"))] == []


def test_what_is_published_is_what_is_done() -> None:
    page = DOC.read_text("utf-8")
    assert [step.does for step in care.protocol() if step.does not in page] == []


def test_every_test_that_the_page_names_is_there() -> None:
    root = DOC.parents[1]
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", DOC.read_text("utf-8"))
    assert len(named) > 15
    assert [f"{path}::{name}" for path, name in named if f"def {name}(" not in (root / path).read_text("utf-8")] == []


def asked_plainly(text: str, danger: float = 0.0, ago: int = 0) -> Doing | None:
    """What follows an utterance after a plain question, so many moves ago."""
    meant = Meaning(danger=danger, kind="self_harm", level="passive")
    moves = (("check", True), *((("respond", False),) * ago))
    said = (Utterance(1, "t", "person", "I don't want to wake up any more.", NOW),)
    moment = Moment(text=text, heard=Heard(acts=("statement",), meaning=meant), now=NOW, moves=moves, said=said)
    return proceed(None, moment, Move("respond"))


@pytest.mark.parametrize("text", ["yes", "I do", "sort of"])
def test_a_yes_to_the_plain_question_brings_the_protocol(text: str) -> None:
    doing = asked_plainly(text)
    assert doing is not None and doing.state.level == "active" and doing.helps


def test_more_of_it_soon_after_the_question_brings_it_too() -> None:
    assert asked_plainly("nobody would notice", danger=2.5, ago=3) is not None
    assert asked_plainly("nobody would notice", danger=2.5, ago=9) is None


@pytest.mark.parametrize("text", ["no", "no, I only meant the washing-up", "we went to the sea"])
def test_anything_else_leaves_it_there(text: str) -> None:
    assert asked_plainly(text) is None
