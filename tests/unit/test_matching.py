"""Reading words together with a question: pieces, spans, and what the model makes of plain cases."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from os1.listening.encoder import PIECES, vocabulary
from os1.memory import matching
from os1.memory.matching import match, pair, prior
from os1.memory.wording import LONGEST_QUOTE, quoted_around

EVEN = np.zeros(4, np.float32)

PLAIN = [
    ("what am I allergic to?", "I can't have shellfish, I swell up like a balloon",
     ("my sister can't have nuts", "the allergy season is awful this year", "I had prawns once in Spain")),
    ("where does Ruth live?", "Ruth's moved into a flat in Leeds", (
        "Ruth rang last night", "the train to Hull was late", "we watched a film about Leeds")),
    ("what's the dog called?", "we've named the puppy Biscuit", (
        "the dog was sick on the rug", "I had a biscuit with my tea", "my brother is called Tom")),
    ("when is the dentist?", "the dentist has put me down for the 9th", (
        "I hate the dentist", "the plumber comes on the 4th", "my teeth are fine")),
]  # fmt: skip


@pytest.mark.parametrize("question, right, wrong", PLAIN)
def test_the_words_that_answer_come_first(question: str, right: str, wrong: tuple[str, ...]) -> None:
    found = match(question, [("", words) for words in (*wrong, right)], EVEN)
    assert int(np.argmax([m.odds for m in found])) == 3


def test_the_answer_itself_is_marked() -> None:
    text = "Ruth's moved into a flat in Leeds"
    (found,) = match("where does Ruth live?", [("", text)], EVEN[:1])
    assert "Leeds" in text[slice(*found.span)]


def test_what_ranking_thought_counts() -> None:
    told = [("", "I like tea"), ("", "I like tea")]
    low, high = match("what do I drink?", told, np.array([-3, -1], np.float32))
    assert high.odds - low.odds == pytest.approx(2, abs=0.02)


def test_nothing_to_read() -> None:
    assert match("what do I drink?", [], EVEN[:0]) == []


def test_the_same_whatever_stands_beside_it_in_the_list() -> None:
    told = [("", f"the {word} is in the shed" + " and it rained" * n) for n, word in enumerate(
        ("bike", "rake", "ladder", "saw"))]  # fmt: skip
    alone = [match("where's the ladder?", [each], EVEN[:1])[0].odds for each in told]
    assert alone == [m.odds for m in match("where's the ladder?", told, EVEN)]
    assert int(np.argmax(alone)) == 2


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=900), st.text(max_size=900), st.text(max_size=2500))
def test_any_words_make_a_pair_the_model_can_read(question: str, last: str, text: str) -> None:
    made = pair(question, last, text)
    end = vocabulary()["[SEP]"]
    assert len(made.ids) <= PIECES
    assert made.ids.count(end) == 3
    assert made.ids[made.start - 1] == end
    assert made.start + len(made.spans) + 1 == len(made.ids)
    assert all(0 <= a <= b <= len(text) for a, b in made.spans)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(-30, 30), min_size=1, max_size=20))
def test_what_ranking_thinks_is_log_shares(ranks: list[float]) -> None:
    row = np.array(ranks, np.float32)
    found = prior(row, row)
    assert (found <= 1e-6).all()
    assert (found >= matching.LEAST).all()
    assert np.argmax(found) == np.argmax(row)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["I went home", "Ruth", "x" * 40, "x" * 400, "so", ".", "? And", "\n"]), max_size=120), st.data())
def test_a_quote_holds_the_answer_word_for_word(parts: list[str], data: st.DataObject) -> None:
    text = " ".join(parts)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 60)))
    quote = quoted_around(text, start, end)
    plain = " ".join(text.split())
    assert quote.removeprefix("… ").removesuffix(" …") in plain
    assert quote.strip("… ") or not plain
    assert len(quote) <= LONGEST_QUOTE + 70


def test_a_long_ramble_is_quoted_where_the_answer_stands() -> None:
    text = "and so on it went " * 40 + "until she moved to Cork " + "and the rest of it " * 40
    start = text.index("Cork")
    quote = quoted_around(text, start, start + 4)
    assert "moved to Cork" in quote
    assert quote.startswith("… ")
    assert quote.endswith(" …")
