"""Lasting statements in an utterance, as the trained tagger finds them."""

from __future__ import annotations

import time

import numpy as np
import pytest

from os1.listening.tagging import MODALITIES, Tagged, marked, tagged


def only(text: str, predicate: str) -> Tagged:
    (one,) = [one for one in tagged(text) if one.predicate == predicate]
    return one


@pytest.mark.parametrize(
    ("text", "predicate", "value"),
    [
        ("I live in Ghent now.", "lives in", "Ghent"),
        ("My dad's called Frank and he lives in Cork.", "lives in", "Cork"),
        ("im allergic to penicillin", "allergic to", "penicillin"),
        ("I'm a nurse at the General", "works as", "nurse"),
        ("I can't stand mushrooms", "dislikes", "mushrooms"),
        ("my sister is a midwife", "works as", "midwife"),
    ],
)
def test_finds_what_is_said(text: str, predicate: str, value: str) -> None:
    one = only(text, predicate)
    assert value in one.value
    assert text[one.start : one.end] == one.value
    assert one.modality == "asserted"


def test_says_whose_it_is() -> None:
    assert only("I live in Ghent now.", "lives in").mine
    assert not only("My dad's called Frank and he lives in Cork.", "lives in").mine


def test_tells_what_is_not_meant() -> None:
    text = "If I ever live in Rome I'll learn Italian"
    plain = [one for one in tagged(text) if one.predicate == "lives in"]
    assert all(one.modality != "asserted" for one in plain)
    assert all(not one.mine or one.denied or one.over for one in tagged("I don't smoke."))


@pytest.mark.parametrize("text", ["", " ", "?!", "🎉", "\ud800", "what's the weather like", "haha ok"])
def test_finds_nothing_where_nothing_is_said(text: str) -> None:
    assert tagged(text) == ()


def test_long_utterances_are_read_by_sentence() -> None:
    text = "The rain went on and on and nobody came by at all that day. " * 20 + "I live in Ghent now."
    one = only(text, "lives in")
    assert text[one.start : one.end] == one.value == "Ghent"
    tagged("word " * 3000)


Floats = np.ndarray[tuple[int, int], np.dtype[np.float32]]


def scores(*rows: int) -> Floats:
    found = np.full((len(rows), 3), -5, np.float32)
    found[range(len(rows)), rows] = 5
    return found


def traits(words: int, *first: int) -> Floats:
    """Everything plainly meant and the speaker's own; these words are a value's first."""
    found = np.zeros((words, len(MODALITIES) + 4), np.float32)
    found[:, 0] = 9
    found[:, len(MODALITIES) :] = -4
    found[list(first), -1] = 4
    return found


def test_marks_become_stretches_of_words() -> None:
    how = traits(6, 1, 4)
    how[1:3, len(MODALITIES) + 2] = 4
    how[4, 2], how[4, len(MODALITIES)] = 18, 2
    row = marked(scores(0, 1, 1, 0, 2, 0), how, ["word"] * 6)
    assert [(one.predicate, one.first, one.last) for one in row] == [(0, 1, 3), (1, 4, 5)]
    assert [(one.mine, one.denied, one.over) for one in row] == [(False, False, False), (True, True, False)]
    assert [MODALITIES[one.modality] for one in row] == ["asserted", "wish"]
    assert all(one.confidence > 0.8 for one in row)


def test_values_side_by_side_stay_two_where_they_are_of_two_kinds() -> None:
    row = marked(scores(1, 2, 2), traits(3, 0, 1), ["word"] * 3)
    assert [(one.first, one.last) for one in row] == [(0, 1), (1, 3)]
    (one,) = marked(scores(1, 1, 1), traits(3, 0, 1), ["word"] * 3)
    assert (one.first, one.last) == (0, 3)
    row = marked(scores(1, 1, 1), traits(3, 0, 2), ["tea", ",", "milk"])
    assert [(one.first, one.last) for one in row] == [(0, 1), (2, 3)]


def test_a_doubtful_word_takes_the_predicate_of_its_stretch() -> None:
    unsure = scores(1, 2, 1)
    unsure[1] = -1, 0, 0.5
    (one,) = marked(unsure, traits(3, 0), ["word"] * 3)
    assert (one.predicate, one.first, one.last) == (0, 0, 3)


def test_an_owner_in_doubt_makes_it_less_sure() -> None:
    how = traits(1, 0)
    (sure,) = marked(scores(1), how, ["word"])
    how[0, len(MODALITIES) + 2] = -0.1
    (unsure,) = marked(scores(1), how, ["word"])
    assert unsure.mine
    assert unsure.confidence < 0.6 < sure.confidence


def test_articles_and_marks_of_punctuation_end_no_value() -> None:
    (one,) = marked(scores(1, 1, 1), traits(3, 0), ["the", "mill", "."])
    assert (one.first, one.last) == (1, 2)
    assert marked(scores(1), traits(1, 0), ["my"]) == []
    assert marked(np.zeros((0, 3), np.float32), traits(0), []) == []


def test_costs_little() -> None:
    tagged("warm")
    texts = [f"I told my sister that the house in Leith has {n} new windows and a cat" for n in range(20)]
    start = time.process_time()
    for text in texts:
        tagged(text)
    assert (time.process_time() - start) / len(texts) < 0.03
