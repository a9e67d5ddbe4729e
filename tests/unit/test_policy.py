"""The policy over moves, weighed without words: what counts, what never happens, and why, in her own voice."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from os1.listening import hearing
from os1.mind.moment import Moment
from os1.mind.pickup import Pickup
from os1.mind.policy import choose, clues, reason, table, weigh
from os1.types import Heard, Meaning, Persona

Tone = Literal["warm", "playful", "quiet", "formal"]
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SMALL_HOURS = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
WORDLESS = "la " * 12
"""As many words as people say at once, and no meaning in them: only what was heard counts."""
ASKED = (("reflect", True),)
KINDS = tuple(row.kind for row in table())
OFFERED = ("reflect", "respond", "ask", "name", "affirm", "wonder_aloud", "own", "tease", "challenge", "be_with")
"""Of the moves the policy is to have, those that answer something told."""
ACTS = ("inform", "feel", "story", "opine", "plan", "ask_advice", "rhetorical", "tease", "joke", "laugh", "agree",
        "backchannel", "wonder", "answer", "refuse", "leave")  # fmt: skip
FELT = {"sad": -0.7, "grief": -0.9, "afraid": -0.6, "angry": -0.7, "tired": -0.4, "lonely": -0.6, "glad": 0.7, "proud": 0.8, "amused": 0.5,
        "unsure": -0.1, "none": 0.0}  # fmt: skip


def told(*acts: str, clause: str = "you la la", text: str = WORDLESS, turns: int = 100, now: datetime = NOON,
         tone: Tone = "warm", moves: tuple[tuple[str, bool], ...] = (), taste: Mapping[str, float] | None = None,
         mood: float = 0.0, person: str = "", feeling: str = "none", strength: float = 1.0, topic: str = "home",
         sure: float = 0.9, advice: float = 0.0, irony: float = 0.0) -> Moment:  # fmt: skip
    """The moment somebody told something, as it might be heard; everything that may count can be set."""
    meant = Meaning(acts=acts or ("inform",), act=0.9, feeling=feeling, felt=0.9, valence=FELT[feeling], strength=strength,
                    topic=topic, sure=sure, advice=advice, irony=irony)  # fmt: skip
    return Moment(text=text, heard=Heard(acts=("statement",), meaning=meant), now=now, mood=mood, turns=turns,
                  persona=Persona(tone=tone), pickup=Pickup(clause=clause, person=person), moves=moves,
                  taste=taste or {})  # fmt: skip


def weight(kind: str, moment: Moment) -> float | None:
    """What a move weighs; None where it may not be made."""
    return next((choice.weight for choice in weigh(moment) if choice.kind == kind), None)


CALLED_FOR = {
    "an answer to her question": ("reflect", told("answer", moves=ASKED)),
    "a funny story": ("respond", told("story", feeling="amused", clause="", moves=ASKED)),
    "a glad plan with somebody": ("ask", told("plan", feeling="glad", person="Ruth")),
    "a question to nobody": ("wonder_aloud", told("wonder", clause="")),
    "teasing, to somebody playful": ("tease", told("tease", "joke", tone="playful", feeling="amused", moves=ASKED)),
    "belittling oneself": (
        "challenge", told("opine", text="i am a hopeless failure with all of it", clause="", topic="self", turns=500, moves=ASKED)),
    "fresh grief": ("be_with", told("feel", feeling="grief", strength=3.0)),
}  # fmt: skip
FITS_BEST = {
    "a feeling between the lines": ("name", told("rhetorical", "inform", feeling="unsure", strength=1.5)),
    "something done in spite of it": ("affirm", told("plan", feeling="tired", clause="you dug the garden")),
    "something done, and proudly": ("affirm", told("plan", feeling="proud", clause="you dug the garden")),
    "an opinion on a light evening": ("own", told("opine", "backchannel", clause="", mood=0.6, turns=500)),
}
"""Beside saying back, answering and asking, which are nearly always in place."""
USUAL = {"reflect", "respond", "ask", "nod"}
MADE = {**CALLED_FOR, **FITS_BEST}


@pytest.mark.parametrize("what", CALLED_FOR)
def test_what_is_called_for_is_done(what: str) -> None:
    kind, moment = CALLED_FOR[what]
    assert choose(moment).kind == kind


@pytest.mark.parametrize("what", FITS_BEST)
def test_what_fits_best_beside_the_usual(what: str) -> None:
    kind, moment = FITS_BEST[what]
    particular = [choice for choice in weigh(moment) if choice.kind not in USUAL]
    assert particular[0].kind == kind
    others = [choice.weight for choice in weigh(told()) if choice.kind == kind]
    assert all(particular[0].weight > plain for plain in others)


@pytest.mark.parametrize("what", MADE)
def test_where_it_is_liked_and_fits_it_is_made(what: str) -> None:
    kind, moment = MADE[what]
    tired_of_the_usual = (("respond", False), ("reflect", False)) * 4
    asked = () if kind in ("ask", "wonder_aloud") else ASKED
    assert choose(replace(moment, taste={kind: 0.8}, moves=(*tired_of_the_usual, *asked))).kind == kind


def test_every_move_is_called_for_somewhere() -> None:
    assert {kind for kind, _ in MADE.values()} == set(OFFERED) <= set(KINDS)


DIFFERENCE = {
    "what was just said": ("wonder_aloud", told("wonder"), told("inform")),
    "how it was felt": ("be_with", told(feeling="grief", strength=3.0), told(feeling="sad", strength=1.0)),
    "how the talk has been": ("ask", told(), told(mood=-0.8)),
    "whom it is about": ("ask", told(person="Ruth"), told()),
    "how close they are": ("tease", told("joke", turns=1000), told("joke", turns=3)),
    "the hour": ("ask", told(), told(now=SMALL_HOURS)),
    "what she did lately": ("wonder_aloud", told(), told(moves=(("wonder_aloud", False),))),
    "what they have shown to like": ("own", told(taste={"own": 0.6}), told(taste={"own": -0.6})),
    "how she was asked to sound": ("tease", told("joke", tone="playful"), told("joke")),
}


@pytest.mark.parametrize("what", DIFFERENCE)
def test_it_counts(what: str) -> None:
    kind, more, less = DIFFERENCE[what]
    heavier, lighter = weight(kind, more), weight(kind, less)
    assert heavier is not None
    assert lighter is None or heavier > lighter


def test_it_can_tip_the_choice() -> None:
    """Taste, hour, mood and what she did lately don't only shift numbers: each can change what she does."""
    _, glad = CALLED_FOR["a glad plan with somebody"]
    assert choose(glad).kind == "ask"
    assert choose(replace(glad, moves=ASKED)).kind != "ask"
    even = replace(glad, taste={"ask": -0.8})
    assert choose(replace(even, mood=-0.8)).kind != "ask" and choose(replace(even, now=SMALL_HOURS)).kind != "ask"


# --- whatever the moment -----------------------------------------------------------------------


def moments(feelings: tuple[str, ...] = tuple(FELT), least: float = 0.0) -> st.SearchStrategy[Moment]:
    """All sorts of moments, with these feelings, at least so strong."""
    return st.builds(
        told,
        st.sampled_from(ACTS), st.sampled_from(ACTS),
        clause=st.sampled_from(("", "you la la", "you dug the garden")), text=st.sampled_from((WORDLESS, "la", "la " * 60, "")),
        turns=st.sampled_from((0, 10, 100, 2000)), now=st.sampled_from((NOON, SMALL_HOURS)),
        tone=st.sampled_from(("warm", "playful", "quiet", "formal")),
        moves=st.lists(st.tuples(st.sampled_from(OFFERED), st.booleans()), max_size=9).map(tuple),
        taste=st.dictionaries(st.sampled_from(KINDS), st.floats(-0.8, 0.8), max_size=4), mood=st.floats(-1, 1),
        person=st.sampled_from(("", "Ruth")), feeling=st.sampled_from(feelings), strength=st.floats(least, 3),
        irony=st.floats(0, 1), advice=st.floats(0, 1), sure=st.floats(0, 1),
    )  # fmt: skip


MOMENTS = moments()


@given(MOMENTS)
def test_the_same_moment_gives_the_same_move(moment: Moment) -> None:
    weighed = weigh(moment)
    assert weighed == weigh(replace(moment)) and choose(moment) == weighed[0]
    assert all(before.weight >= after.weight for before, after in pairwise(weighed))
    assert len({choice.kind for choice in weighed}) == len(weighed)


@given(MOMENTS)
def test_no_question_on_the_heels_of_a_question(moment: Moment) -> None:
    if any(asked for _, asked in moment.moves[-2:]):
        assert weight("ask", moment) is None


@given(moments(("sad", "grief", "afraid", "angry"), least=2.5))
def test_heavy_things_are_not_joked_about_asked_about_or_doubted(moment: Moment) -> None:
    offered = {choice.kind for choice in weigh(moment)}
    assert offered.isdisjoint({"tease", "challenge", "ask", "own", "wonder_aloud"})
    assert "be_with" in offered


@given(MOMENTS)
def test_somebody_new_is_not_challenged_and_somebody_formal_not_teased(moment: Moment) -> None:
    if moment.turns < 20:
        assert weight("challenge", moment) is None
    if moment.persona.tone == "formal":
        assert weight("tease", moment) is None


@given(MOMENTS)
def test_who_wants_it_left_alone_is_left_alone(moment: Moment) -> None:
    if {"refuse", "leave"} & set(moment.heard.meaning.acts):
        left = {choice.kind for choice in weigh(moment)}
        assert left.isdisjoint({"ask", "challenge", "tease", "wonder_aloud", "own", "name"})


@given(moments(("glad", "proud", "amused")))
def test_keeping_company_is_for_what_is_hard(moment: Moment) -> None:
    assert weight("be_with", moment) is None


@given(MOMENTS, st.sampled_from(OFFERED), st.floats(0, 0.8), st.floats(0, 0.8))
def test_liking_leans_one_move_and_breaks_no_rule(moment: Moment, kind: str, less: float, more: float) -> None:
    less, more = sorted((less, more))
    bare = replace(moment, taste={})
    before, middle, after = (weigh(replace(moment, taste={kind: liked})) for liked in (-more, less, more))
    assert {c.kind for c in before} == {c.kind for c in after} == {c.kind for c in weigh(bare)}
    heights = [next((c.weight for c in found if c.kind == kind), 0.0) for found in (before, middle, after)]
    assert heights == sorted(heights)
    assert {c.kind: c.weight for c in after if c.kind != kind} == {c.kind: c.weight for c in weigh(bare) if c.kind != kind}


@pytest.mark.parametrize("kind", [kind for kind in OFFERED if kind != "ask"])
def test_a_move_just_made_comes_less_readily_and_comes_back(kind: str) -> None:
    moment = next(m for k, m in MADE.values() if k == kind)
    never, others = replace(moment, moves=()), (("hello", False),)
    just = weight(kind, replace(never, moves=((kind, False),)))
    since = weight(kind, replace(never, moves=((kind, False), *others * 4)))
    long_since = weight(kind, replace(never, moves=((kind, False), *others * 20)))
    full = weight(kind, never)
    assert just is not None and since is not None and full is not None
    assert just < since < full == long_since


def test_none_of_the_moves_is_advice() -> None:
    assert not [row for row in table() if re.search(r"advi[cs]e|suggest|\btell (?:you|them) to\b", f"{row.kind} {row.why}")]


# --- why -----------------------------------------------------------------------------------------


@given(MOMENTS)
def test_every_choice_can_say_why_in_plain_words(moment: Moment) -> None:
    for choice in weigh(moment):
        why = reason(choice)
        assert re.fullmatch(r"I [\w' ]+(?:, [\w' ]+)*", why), why
        assert len(why.split()) >= 3
        assert not re.search(r"[=_&]|\d", why)


@given(MOMENTS)
def test_a_choice_names_only_clues_that_hold(moment: Moment) -> None:
    held = clues(moment) | {"liked"}
    for choice in weigh(moment):
        assert {part for clue in choice.clues for part in clue.split("&")} <= held


def test_another_cause_is_another_reason() -> None:
    for row in table():
        assert row.why.strip()
    assert len({row.why for row in table()}) == len(table())
    teased, joked = told("tease", tone="playful"), told("joke", mood=0.5)
    first, second = (next(c for c in weigh(m) if c.kind == "tease") for m in (teased, joked))
    assert reason(first) != reason(second)


def test_liking_that_tipped_it_is_among_the_reasons() -> None:
    _, moment = FITS_BEST["something done, and proudly"]
    liked = replace(moment, moves=(("affirm", False), *ASKED), taste={"affirm": 0.8})
    assert choose(replace(liked, taste={})).kind != "affirm" == choose(liked).kind
    assert "liked" in choose(liked).clues
    assert "take" in reason(replace(choose(liked), clues=("liked",)))


# --- what it stands on ---------------------------------------------------------------------------


def test_it_is_decided_without_any_mind() -> None:
    """Whoever finds the words has no part in what is meant: the plan can be made with no words at hand."""
    code = "import sys, os1.mind.plan, os1.mind.taste; print(*[m for m in sys.modules if m.startswith('os1.mind.plain')])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.split() == []


def test_every_clue_in_the_table_can_hold() -> None:
    """A clue nobody can hear would weigh nothing, and nobody would notice."""
    named = {part for row in table() for clue in (*row.weights, *row.needs, *row.never) for part in clue.split("&")}
    labels = {"act": hearing.names("acts"), "topic": hearing.names("topic"), "feel": (*hearing.names("feeling"), "flat"),
              "tone": ("warm", "playful", "quiet", "formal")}  # fmt: skip
    for clue in named:
        name, _, value = clue.partition("=")
        assert not value or value in labels[name], clue
    bare = {clue for clue in named if "=" not in clue}
    seen = frozenset[str]().union(*(clues(moment) for moment in (*_all_sorts(), *(m for _, m in MADE.values()))))
    assert bare <= seen


def _all_sorts() -> list[Moment]:
    """Moments that between them show every clue."""
    return [
        told(text="la", moves=(("complaint", False),)),
        told("refuse", text="la", mood=-0.8, turns=0, now=SMALL_HOURS, moves=ASKED), told(turns=2000, person="Ruth", advice=0.9, irony=0.9),
        told(text="i have never told anyone", feeling="lonely"),
        told(text="my father is in hospital", feeling="sad", strength=3.0), told(text="la " * 60, clause="you dug the garden"),
    ]  # fmt: skip
