"""Sentences and words, with their places in the text."""

from __future__ import annotations

import time

import pytest

from os1.listening.segments import sentences, tokens, words

SENTENCES = {
    "I saw Dr. Patel at 9 a.m. on Monday. She said 3.5 mg is fine.": [
        "I saw Dr. Patel at 9 a.m. on Monday.",
        "She said 3.5 mg is fine.",
    ],
    "no punctuation at all just typing": ["no punctuation at all just typing"],
    "so tired... i cant even": ["so tired...", "i cant even"],
    "I was thinking... maybe not. Fine…": ["I was thinking... maybe not.", "Fine…"],
    "Hi!!\nNew line\n\nlast": ["Hi!!", "New line", "last"],
    "1. milk\n2. eggs": ["1. milk", "2. eggs"],
    "مرحبا كيف حالك؟ أنا بخير.": ["مرحبا كيف حالك؟", "أنا بخير."],
    "I'm ok 🙂 really. 🎉": ["I'm ok 🙂 really.", "🎉"],
    "'Why?' he asked. She left.": ["'Why?' he asked.", "She left."],
    "It's at 5 p.m. Bring Tom.": ["It's at 5 p.m.", "Bring Tom."],
    "J. Smith came. So did I. They left": ["J. Smith came.", "So did I.", "They left"],
    "i said no. then he left and i am. sad": ["i said no.", "then he left and i am.", "sad"],
    "wow!I didnt know": ["wow!", "I didnt know"],
    "that's it.Then he left": ["that's it.", "Then he left"],
    "see os1.example for more": ["see os1.example for more"],
    "": [],
    " \n\t ": [],
}

TOKENS = {
    "I don't know": ["I", "do", "n't", "know"],
    "I'm here, cannot stay": ["I", "'m", "here", ",", "can", "not", "stay"],
    "I’m sure she’ll come": ["I", "’m", "sure", "she", "’ll", "come"],
    "im sure i cant": ["i", "m", "sure", "i", "ca", "nt"],
    "Ruth's dog, the boys' room": ["Ruth", "'s", "dog", ",", "the", "boys", "'", "room"],
    "wouldn't've": ["would", "n't", "'ve"],
    "at 9:30 on the 10th for $50": ["at", "9:30", "on", "the", "10th", "for", "$", "50"],
    "mail me@example.org or https://example.org/a?b=1, ok": [
        "mail", "me@example.org", "or", "https://example.org/a?b=1", ",", "ok",
    ],
    "Dr. Patel said so...": ["Dr.", "Patel", "said", "so", "..."],
    "I want what went": ["I", "want", "what", "went"],
    "": [],
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SENTENCES.items())
def test_cuts_sentences(text: str, expected: list[str]) -> None:
    found = sentences(text)
    assert [sentence.text for sentence in found] == expected
    assert all(text[s.start : s.end] == s.text for s in found)


@pytest.mark.parametrize(("text", "expected"), TOKENS.items())
def test_cuts_words(text: str, expected: list[str]) -> None:
    found = tokens(text)
    assert [token.text for token in found] == expected
    assert all(text[t.start : t.end] == t.text for t in found)


def test_words_are_small_straight_and_without_marks() -> None:
    assert words("I’m FINE, really… don't!") == ["i", "'m", "fine", "really", "do", "n't"]


@pytest.mark.parametrize(
    "unit",
    ["a.", "a b. ", "'", "a'", "1.", "x", "(", "@a", "a@", "a.b@", "..", "\n ", ":", "\ud800"],
)
def test_a_megabyte_takes_linear_time(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    start = time.process_time()
    found = sentences(text)
    assert time.process_time() - start < 10
    assert all(text[s.start : s.end] == s.text for s in found[:1000])
    start = time.process_time()
    row = tokens(text[:200_000])
    assert time.process_time() - start < 5
    assert "".join(token.text for token in row) == "".join(text[:200_000].split())
