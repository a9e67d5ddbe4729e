"""What the ears wrote, tidied: numbers, stutters, false stops and the names she knows; nothing meant is lost."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from os1.voice.endpointing import words
from os1.voice.tidy import tidy

NAMES = ("Ruth", "Ava", "Aoife", "Siobhan", "Joaquin", "Ken", "Hana Okoye")
TIDIED = {
    "thirty three four": "Thirty three four.",
    "the twenty first of may": "The 21st of May.",
    "born in nineteen seventy two": "Born in 1972.",
    "in two thousand and five": "In 2005.",
    "half past seven": "Half past seven.",
    "twenty past nine": "Twenty past nine.",
    "at ten thirty": "At 10:30.",
    "two hundred and fifty pounds": "250 pounds.",
    "three point five miles": "3.5 miles.",
    "a hundred times": "A hundred times.",
    "one of my friends": "One of my friends.",
    "no one came": "No one came.",
    "a second please": "A second please.",
    "my number is oh seven seven double oh nine one two": "My number is 07700912.",
    "I I went to to the shop": "I went to the shop.",
    "um I, uh, went home": "I went home.",
    "Yes, um, I did": "Yes, I did.",
    "he is in the ER": "He is in the ER.",
    "I do not, not really": "I do not, not really.",
    "No. No. No.": "No. No. No.",
    "Unless a system is established. For the frequent formal review": "Unless a system is established for the frequent formal review.",
    "I went to. The shop": "I went to the shop.",
    "When I was young. I lived in Leeds": "When I was young, I lived in Leeds.",
    "I went home. We ate": "I went home. We ate.",
    "You\nHe told the dentist": "He told the dentist.",
    "it is coming to-night,": "It is coming tonight.",
    "what is she doing": "What is she doing?",
    "Thank you. Thank you. Thank you.": "",
    "[BLANK_AUDIO]": "",
    "(music) hello": "Hello.",
    "Um.": "",
    "mm-hm": "Mm-hm.",
}
NAMED = {
    "My sister root said so.": "My sister Ruth said so.",
    "The root of it.": "The root of it.",
    "I saw Roof today.": "I saw Ruth today.",
    "The roof leaks.": "The roof leaks.",
    "I had lunch with Efa and Shivon.": "I had lunch with Aoife and Siobhan.",
    "Wakeen's car is red.": "Joaquin's car is red.",
    "My daughter Eva called.": "My daughter Ava called.",
    "I met Eva and Ben.": "I met Eva and Ben.",
    "Hannah came by.": "Hana came by.",
    "My sister can come.": "My sister can come.",
    "Can you come?": "Can you come?",
    "I like Ed Sheeran.": "I like Ed Sheeran.",
    "Oof, sorry.": "Oof, sorry.",
}


@pytest.mark.parametrize(("heard", "tidied"), TIDIED.items())
def test_what_was_said_reads_as_people_write(heard: str, tidied: str) -> None:
    assert tidy(heard) == tidied


@pytest.mark.parametrize(("heard", "tidied"), NAMED.items())
def test_a_name_she_knows_is_written_as_she_knows_it(heard: str, tidied: str) -> None:
    assert tidy(heard, NAMES) == tidied


SAID = st.lists(
    st.sampled_from(
        "I went to the the shop and and not never no don't um uh twenty thirty three hundred first of may 7 250 at past Ruth roof"
        " my sister because . , ? ! It. For when you You two thousand oh double point half nineteen seventy I'm er with a".split()
    ),
    max_size=25,
).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(SAID)
def test_tidying_twice_is_tidying_once_and_nothing_meant_is_lost(said: str) -> None:
    once = tidy(said, NAMES)
    assert tidy(once, NAMES) == once
    kept, held = words(once), words(said)
    for word in ("not", "never", "no", "don't", "sister", "shop"):
        assert kept.count(word) == held.count(word)
    digits = [re.sub(r"\D", "", word) for word in held if word[0].isdigit()]
    assert all(any(digit in word for word in re.findall(r"\d+", once)) for digit in digits)
    if set(held) - {"um", "uh", "er", "you"}:
        assert once


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_any_text_at_all_is_taken(text: str) -> None:
    assert tidy(tidy(text, NAMES), NAMES) == tidy(text, NAMES)


def test_a_hundred_words_take_a_few_milliseconds() -> None:
    text = "My sister Roof said on the twenty first of may that she, um, would come to to Leeds by train. " * 5
    tidy(text, NAMES)
    begun = time.process_time()
    for _ in range(5):
        tidy(text, NAMES)
    assert (time.process_time() - begun) / 5 < 0.03
