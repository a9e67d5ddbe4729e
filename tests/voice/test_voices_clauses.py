"""Clauses: every word comes out once and in order, and a voice gets what can be spoken."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from os1.speech import Spoken
from os1.voice.clauses import MOST, Clause, Clauses, speakable


def cut(text: str, size: int = 1) -> list[Clause]:
    clauses = Clauses()
    made = [each for at in range(0, len(text), size) for each in clauses.push(text[at : at + size])]
    return made + clauses.rest()


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("That sounds hard. I'm glad, really, that you told me about it.", ["That sounds hard.", "I'm glad, really, that you told me about it."]),
        ("Dr. Smith came at 3.30 p.m. on 4 Sept. 2021. He left.", ["Dr. Smith came at 3.30 p.m. on 4 Sept. 2021.", "He left."]),
        ("It cost $3,500.50 then, e.g. for A.B. Yates. No. Not now.", ["It cost $3,500.50 then,", "e.g. for A.B. Yates.", "No.", "Not now."]),
        ('You said “no, not me, not ever” and left, all at once, without me.', ["You said “no, not me, not ever”", "and left, all at once,", "without me."]),
        ("A list:\n- milk\n1. Eggs\nDone", ["A list:", "- milk", "1. Eggs", "Done"]),
        ("Well… I don't know. What?! Yes.", ["Well…", "I don't know.", "What?!", "Yes."]),
        ("I was thinking of what you said and of her.", ["I was thinking of what you said", "and of her."]),
    ],
)
def test_where_it_is_cut(text: str, clauses: list[str]) -> None:
    assert [each.text for each in cut(text)] == clauses
    assert [each.text for each in cut(text, 1000)] == clauses, "however it comes"


@pytest.mark.parametrize(
    ("word", "spoken"),
    [("**really**", "really"), ("😀", ""), ("https://www.example-site.org/a?b=1.", "example site dot org."), ("[here](http://x.y)", "here"),
     ("`code`", "code"), ("•", ""), ("&", "and"), ("don't", "don't"), ("Dr.", "Doctor"), ("5%", "5%"), ("—", ""), ("okay…", "okay."),
     ("some_name", "some name"), ("Ελλάδα", "Ελλάδα")],
)  # fmt: skip
def test_what_a_voice_is_given(word: str, spoken: str) -> None:
    assert speakable(word) == spoken


WORDS = st.text(st.sampled_from("ab1.,;:!?…—-\"“”'*_ \n😀éß&%$()[]/\\#") | st.characters(codec="utf-8"), max_size=120)


@given(WORDS, st.integers(1, 50))
def test_every_word_once_and_in_order(text: str, size: int) -> None:
    made = cut(text, size)
    assert " ".join(each.text for each in made).split() == text.split()
    for each in made:
        assert 0 < len(each.text.split()) == len(each.shares)
        assert sum(each.shares) == len(each.spoken.split())


def test_no_clause_goes_on_for_ever() -> None:
    assert max(len(each.text.split()) for each in cut("word " * 200)) <= MOST + 1


def test_ends_are_told_for_the_words_shown() -> None:
    clause = cut("😀 See https://a.org 5 & 6 😀")[0]
    words = clause.spoken.split()
    ends = tuple(float(n + 1) for n in range(len(words)))
    shown = clause.shown(Spoken(clause.spoken, np.zeros(len(words) * 10, np.float32), 10, ends))
    assert shown.text == clause.text
    assert shown.ends == (0.0, 1.0, 4.0, 5.0, 6.0, 7.0, 7.0)
    nothing = Clause("😀 —", "", (0, 0)).shown(Spoken("", np.zeros(0, np.float32), 10, ()))
    assert nothing.ends == (0.0, 0.0)
