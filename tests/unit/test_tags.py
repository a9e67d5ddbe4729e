"""Parts of speech of written, spoken and sloppily typed sentences."""

from __future__ import annotations

import time
from importlib.resources import files

import pytest

from os1.listening.segments import tokens
from os1.listening.tags import tag, tag_forms, tagger

TAGGED = {
    "i dont know what to do about my sister": ("PRON AUX PART VERB PRON PART VERB ADP PRON NOUN"),
    "I don’t know what to do about my sister.": (
        "PRON AUX PART VERB PRON PART VERB ADP PRON NOUN PUNCT"
    ),
    "im so tired of my job": "PRON AUX ADV ADJ ADP PRON NOUN",
    "My boss yelled at me in front of everyone": "PRON NOUN VERB ADP PRON ADP NOUN ADP PRON",
    "ruth said she was coming but she never did": "PROPN VERB PRON AUX VERB CCONJ PRON ADV AUX",
    "the last week of term was brutal": "DET ADJ NOUN ADP NOUN AUX ADJ",
}


@pytest.mark.parametrize(("text", "expected"), TAGGED.items())
def test_tags(text: str, expected: str) -> None:
    assert tag(tokens(text)) == expected.split()


def test_forms_tell_past_from_present_and_owner_from_person() -> None:
    forms = tag_forms(tokens("they told her that her dog died"))
    assert forms[1] == "VERB-VBD"
    assert forms[2] == "PRON-PRP"
    assert forms[4] == "PRON-PRP$"


def test_anything_gets_one_tag_a_token() -> None:
    for text in ("", "🎉 🎉", "مرحبا كيف حالك", "\ud800", "a" * 10_000, "?!", "x " * 2000):
        row = tokens(text)
        assert len(tag(row)) == len(row)


def test_the_model_is_small_and_quick() -> None:
    assert len(files("os1.listening").joinpath("models/tags.npz").read_bytes()) < 1_500_000
    start = time.process_time()
    tagger.__wrapped__()
    assert time.process_time() - start < 1
    row = tokens("I don't know what to do about my sister and her dog")
    tag(row)
    start = time.process_time()
    for _ in range(100):
        tag(row)
    assert (time.process_time() - start) / 100 < 0.005
