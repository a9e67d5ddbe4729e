"""What is said while she talks: her own words come back, signs to go on, and words that are meant."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from os1.voice.echo import goes_on, is_echo

HERS = (
    "You told me about Ruth on Monday, and about the house in Lisbon. I keep thinking of the garden she wants there. "
    "What would you plant in it, if it were yours?"
)


@pytest.mark.parametrize("words", ["Mm-hm.", "mm hmm", "Uh-huh.", "Yeah, right.", "Oh, okay.", "Hm.", "Yes."])
def test_signs_to_go_on(words: str) -> None:
    assert goes_on(words)


@pytest.mark.parametrize("words", ["No.", "Wait.", "Yes, but who told you?", "Stop.", "Okay, so what about tomorrow?", "Oh no."])
def test_words_that_want_the_floor(words: str) -> None:
    assert not goes_on(words)


@pytest.mark.parametrize(
    "words",
    [
        "You told me about Ruth on Monday",
        "about the house in Lisbon",
        "the garden she wants there",  # "the" stands earlier, too, and far away
        "I keep thinking of the guardian she wants their",
        "what would you plan in it if it were yours",
        "it were yours",
    ],
)
def test_her_own_words_come_back(words: str) -> None:
    assert is_echo(words, HERS)


@pytest.mark.parametrize(
    "words",
    [
        "Wait, stop.",
        "Wait.",  # she says "what"
        "Tell me about tomorrow.",
        "She is thinking of moving to the sea instead.",
        "about the house in Lisbon no wait a moment",  # over her: her words, then theirs
        "You told me about Ruth on Monday, and about the house, but that was my cousin.",
    ],
)
def test_somebody_else_speaks(words: str) -> None:
    assert not is_echo(words, HERS)


def test_nothing_is_no_echo() -> None:
    assert not is_echo("", HERS) and not is_echo("Hello there", "") and not is_echo("...", "...")


@given(st.lists(st.sampled_from(HERS.split()), max_size=20), st.integers(0, 20), st.integers(2, 12))
def test_whatever_stretch_of_hers_comes_back_is_hers(other: list[str], start: int, length: int) -> None:
    stretch = HERS.split()[start : start + length]
    assert is_echo(" ".join(stretch), HERS)
    is_echo(" ".join(other), HERS)


def test_it_is_told_soon() -> None:
    """It is asked between two windows of sound."""
    rng = np.random.default_rng(0)
    words = HERS.lower().split() * 2
    began = time.process_time()
    for _ in range(5):
        is_echo(" ".join(rng.permutation(words)[:30]), " ".join(words))
    assert (time.process_time() - began) / 5 < 0.06
