"""Dialogue acts: what an utterance does, on talk as people type it."""

from __future__ import annotations

import pytest

from os1.listening import acts, requests


def of(text: str) -> tuple[str, ...]:
    return acts.read(text, requests.read(text))


DOES = {
    "heyyy": "greeting",
    "Good morning.": "greeting",
    "gonna nap, cya": "farewell",
    "right, I've got to go": "farewell",
    "ok bed": "goodnight",
    "Night night": "goodnight",
    "thanks for not panicking": "thanks",
    "sorry. it isn't you": "apology",
    "yeah exactly": "agreement",
    "not really": "disagreement",
    "meh": "backchannel",
    "hmmm": "backchannel",
    "Nothing to say, really.": "nothing",
    "nothing much to report": "nothing",
    "brb": "pause",
    "hang on a sec": "pause",
    "lol that cat": "laugh",
    "Just kidding.": "joke",
    "Actually scrap that, she isn't moving": "retraction",
    "No, it's Friday at 3.": "correction",
    "sorry, i meant tuesday": "correction",
    "that's not what I said": "correction",
    "You're useless.": "insult",
    "That wasn't funny.": "complaint",
    "ur not helping lol": "complaint",
    "you've been all right, you know": "praise",
    "I was only testing you.": "test",
    "just checking if you remember": "test",
    "So you're just autocomplete.": "doubt",
    "I don't know why I'm telling a program this.": "doubt",
    "you're like a diary that answers back": "remark",
    "remember that the key is in the blue teapot": "remember",
    "let's not talk about it": "leave",
    "I don't want advice": "wont",
    "don't laugh": "wont",
    "i'm so bored": "boredom",
}


@pytest.mark.parametrize("text", DOES)
def test_what_it_does(text: str) -> None:
    assert DOES[text] in of(text)


NOT = {
    "no, she's fine": "correction",
    "I had a meeting at 3, it was Friday": "correction",
    "my test is on Friday": "test",
    "the doctor is testing my blood": "test",
    "I told my machine knitting group": "doubt",
    "you never know with Ruth": "remark",
    "you know how it is": "remark",
    "I said hello to her and she walked past": "greeting",
    "nothing happened at work and then the roof came off": "nothing",
    "hold on to your hats, we won": "pause",
    "Sue is not helping my mum": "complaint",
    "I don't want to go to work": "wont",
    "the bread was sliced by hand": "goodnight",
}


@pytest.mark.parametrize("text", NOT)
def test_what_it_does_not_do(text: str) -> None:
    assert NOT[text] not in of(text)


@pytest.mark.parametrize(
    ("text", "act"),
    [("", "silence"), ("   ", "silence"), ("🙂", "emoji"), ("?!...", "gibberish"), ("xkcdqwrt", "gibberish")],
)
def test_what_holds_no_words(text: str, act: str) -> None:
    assert of(text) == (act,)


def test_something_told_beside_a_courtesy_is_told() -> None:
    assert "statement" in of("Good evening. My name is Arthur.")
    assert "statement" in of("haha someone brought back a cactus. he'd drowned it")
    assert "statement" not in of("Good evening.")


def test_wondering_aloud_is_telling() -> None:
    assert "statement" in of("i think i smashed it???")
    assert "question" not in of("i think i smashed it???")
    assert "question" in of("did i pass?")


def test_a_wish_to_forget_tells_nothing() -> None:
    assert "statement" not in of("forget everything about Tom")


def test_a_flood_is_a_ramble() -> None:
    assert "ramble" in of("and then she said it again " * 30)
    assert "ramble" not in of("and then she said it again")
