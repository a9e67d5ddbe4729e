"""What the hearing model promises whoever listens through it: shapes, ranges, sameness, context, and letting go."""

from __future__ import annotations

import gc
import math
import subprocess
import sys
import time
import typing
import weakref
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from os1.listening import hear, hearing
from os1.listening.encoder import MiniLM
from os1.listening.hearing import listen, names, scores
from os1.mind.answers import IN_WORDS
from os1.mind.plain.book import book
from os1.types import Meaning, RiskKind, RiskLevel

LONG = 10_000
TEXTS = (
    "My sister Ruth lives in Leeds.", "I got the job!", "What should I do about it?", "ok", "no", "?", "...", "12:30",
    "Ich habe heute Brot gekauft.", "今日は雨です", "مرحبا بك", "🙂", "🙂🙂🙂 😭", "❤️", "\x00", "\u200b", "a\nb\tc", "'" * 40,
    "la " * 300, "x" * LONG, "é" * 500, "I don't know. " * 700,
)  # fmt: skip


@pytest.fixture(autouse=True)
def fresh() -> None:
    hearing.clear()


def is_well_formed(meant: Meaning) -> None:
    """Every part of a meaning is where and what it is said to be."""
    assert meant.acts and len(set(meant.acts)) == len(meant.acts)
    assert set(meant.acts) <= set(names("acts"))
    assert meant.feeling in names("feeling") and meant.topic in names("topic")
    assert meant.kind in set(typing.get_args(RiskKind)) - {"none"}
    assert meant.level in set(typing.get_args(RiskLevel)) - {"none"}
    for share in (meant.act, meant.felt, meant.sure, meant.advice, meant.irony):
        assert 0 <= share <= 1
    assert -1 <= meant.valence <= 1 and 0 <= meant.strength <= 3
    for part in fields(meant):
        value = getattr(meant, part.name)
        assert isinstance(value, float | str | tuple), part.name
        assert not isinstance(value, float) or (type(value) is float and math.isfinite(value)), part.name


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_any_text_has_a_well_formed_meaning(text: str) -> None:
    is_well_formed(listen(text))
    is_well_formed(listen(text, hers=text, mine=text))


@settings(max_examples=60)
@given(st.text(max_size=200), st.text(max_size=50), st.text(max_size=50))
def test_made_up_texts_too(text: str, hers: str, mine: str) -> None:
    meant = listen(text, hers, mine)
    if text.strip():
        is_well_formed(meant)
    else:
        assert meant == Meaning()


@pytest.mark.parametrize("text", ["", " ", "\n\t  \n"])
def test_nothing_said_means_nothing(text: str) -> None:
    assert listen(text) == listen(text, hers="And you?", mine="Well.") == Meaning()


# --- its heads ----------------------------------------------------------------------------------

HEADS = ("acts", "feeling", "topic", "advice", "irony", "danger", "level", "view")


def test_every_head_scores_each_of_its_labels_once() -> None:
    found = scores("My sister Ruth lives in Leeds.")
    assert set(HEADS) <= set(found)
    for head, odds in found.items():
        assert odds.ndim == 1 and odds.dtype == np.float32 and np.isfinite(odds).all(), head
    for head in HEADS:
        labels = names(head)
        assert found[head].shape == (len(labels),), head
        assert len(set(labels)) == len(labels) and all(label == label.strip() for label in labels)


def test_its_labels_are_those_the_house_speaks_of() -> None:
    assert set(names("danger")) == set(typing.get_args(RiskKind))
    assert set(names("level")) == set(typing.get_args(RiskLevel))
    assert names("danger")[0] == names("level")[0] == "none"
    assert set(names("feeling")) - {"none"} <= set(IN_WORDS)
    assert {f"stance.{view}" for view in names("view") if view} <= set(book())
    assert {"none", "sad", "grief", "afraid", "angry", "ashamed", "tired", "lonely", "glad", "proud"} <= set(names("feeling"))
    assert {"other", "family", "work", "health", "death", "her"} <= set(names("topic"))
    assert {"inform", "feel", "story", "ask_her", "ask_advice", "greet", "part", "thank", "joke", "refuse"} <= set(names("acts"))


@pytest.mark.parametrize("text", ["I miss him so much today", "Shall we?", "haha no", "the shop opens at nine"])
def test_the_surest_act_comes_first(text: str) -> None:
    meant, odds = listen(text), scores(text)["acts"]
    order = [float(odds[names("acts").index(act)]) for act in meant.acts]
    assert order == sorted(order, reverse=True)
    assert order[0] == float(odds.max())
    assert meant.act == pytest.approx(1 / (1 + math.exp(-order[0])), abs=1e-4)


# --- sameness -----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", TEXTS[:6])
def test_the_same_words_mean_the_same_whatever_was_heard_before(text: str) -> None:
    first = listen(text, "And you?", "Well.")
    for other in TEXTS:
        listen(other)
    hearing.clear()
    MiniLM().clear()
    assert listen(text, "And you?", "Well.") == first


def test_another_process_hears_the_same() -> None:
    code = "from os1.listening.hearing import listen; print(repr(listen('My sister lives in Leeds.', 'Where?')))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    assert ran.stdout.strip() == repr(listen("My sister lives in Leeds.", "Where?"))


@pytest.mark.parametrize("text", ["My Sister Ruth Lives In Leeds.", "WHAT SHOULD I DO?", "I Got The Job!"])
def test_capitals_change_nothing(text: str) -> None:
    assert listen(text) == listen(text.lower()) == listen(text.upper())
    assert listen("yes", hers=text) == listen("YES", hers=text.lower())


def test_blanks_around_it_change_nothing() -> None:
    assert listen("  i got the job \n") == listen("i got the job")


# --- length -------------------------------------------------------------------------------------


def test_a_long_text_is_heard_quickly_and_by_its_beginning() -> None:
    listen("warm")
    words = "we walked along the river and talked about the house. " * (LONG // 50)
    assert len(words) > LONG
    began = time.perf_counter()
    meant = listen(words)
    assert time.perf_counter() - began < 2
    assert replace(meant) == listen(words + "and then something else altogether happened to us") == listen(words * 20)
    assert listen(words, hers=words, mine=words) == listen(words, hers=words * 2, mine=words * 3)


# --- context ------------------------------------------------------------------------------------


def differ(one: dict[str, hearing.Floats], other: dict[str, hearing.Floats]) -> bool:
    return any(not np.allclose(one[head], other[head], atol=1e-4) for head in HEADS)


@pytest.mark.parametrize("text", ["yes", "no, not really", "Leeds", "that's the one"])
def test_what_went_before_is_heard_with_it(text: str) -> None:
    bare = scores(text)
    her_words, own_words = scores(text, "Did she die?"), scores(text, "", "Did she die?")
    assert differ(bare, her_words) and differ(bare, own_words)
    assert differ(her_words, own_words), "who said it counts"
    assert differ(her_words, scores(text, "Did you win the cup?"))


def test_nothing_before_is_no_context() -> None:
    assert listen("yes") == listen("yes", hers="", mine="")


# --- letting go ---------------------------------------------------------------------------------


class Words(str):
    """Words whose end can be seen."""


@pytest.mark.parametrize("clear", [hearing.clear, hear.clear], ids=["hearing", "listening"])
def test_after_clearing_no_text_is_held(clear: typing.Callable[[], None]) -> None:
    said = [Words(text) for text in ("the key is in the teapot", "where did you put it?", "I moved it on Sunday")]
    seen = [weakref.ref(words) for words in said]
    listen(*said)
    said.clear()
    gc.collect()
    assert any(words() is not None for words in seen), "nothing was held, so nothing is shown"
    clear()
    MiniLM().clear()
    gc.collect()
    assert [words() for words in seen] == [None] * 3


# --- plain talk ---------------------------------------------------------------------------------

PLAIN = {
    "Hello there": "greet", "Goodbye": "part", "Thank you so much": "thank", "I'm sorry": "apologise",
    "are you human?": "ask_her", "what should I do?": "ask_advice", "hahaha": "laugh",
}  # fmt: skip


@pytest.mark.parametrize("text", PLAIN)
def test_what_nobody_could_mishear(text: str) -> None:
    assert PLAIN[text] in listen(text).acts


def test_good_and_bad_are_told_apart() -> None:
    good = [listen(text).valence for text in ("We won, I'm over the moon!", "I got the job!", "what a lovely day we had")]
    bad = [listen(text).valence for text in ("My dog died this morning.", "I was fired today", "I feel awful and alone")]
    assert min(good) > max(bad)


def test_advice_is_wanted_where_it_is_asked_for() -> None:
    assert listen("What should I do about my landlord?").advice > listen("My landlord came round on Tuesday.").advice


def test_danger_is_told_from_a_kettle() -> None:
    assert listen("I want to kill myself").danger > listen("The kettle is on.").danger
