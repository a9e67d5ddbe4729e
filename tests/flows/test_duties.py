"""The duties can tell: each takes a reply that does what is due, and complains of one that doesn't."""

from __future__ import annotations

import pytest
from tests.flows.duties import ALWAYS, ASKED_FOR, Moment, duty

from os1.types import Move

LINE = "I gave it to Colin by the lampshade, ha"
BEFORE = ("they took the fridge away", "what is it for")
MOMENT = Moment(LINE, frozenset(), BEFORE, ("You said so to him, then.",))

TOLD_APART: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "names:colin|lampshade": (("To Colin’s face.", "“by the lampshade”, then."), ("To whom?", "Colinear.")),
    "no:fine|proud": (("It was finished.",), ("You'll be fine.", "“Proud”, he said.")),
    "short": (("“I gave it to Colin by the lampshade, ha and so on and on.” Ha.",), ("a " * 13,)),
    "wordy_ok": (("a " * 90,), ()),
    "asks": (("And then?", "Was it “what is it for?”"), ("Go on.", "What? Tell me.")),
    "no_question": (("“What is it for?” It stands there.",), ("And?",)),
    "no_advice": (
        ("What you did was enough.", "You don't have to say a thing.", "Try as you might, it stays."),
        ("You should rest.", "Ring him.", "Maybe try to sleep.", "Get some rest.", "Have you tried milk?"),
    ),
    "no_cheer": (("I'm glad you said it.", "“Hooray!” he said."), ("Well done.", "He left!", "Great news.")),
    "celebrates": (("Lovely, by the lampshade.", "Colin at last!"), ("The lampshade. I see.", "Good, but hm.")),
    "condoles": (("I'm so sorry.", "Oh no, the lampshade."), ("Colin, by the lampshade.", "Good for you.")),
    "lets_go": (
        ("Goodnight. I'll be here.", "Go on, then.", "Don't wait for me."),
        ("Already?", "Before you go.", "Don't go.", "Go on.", "I'm listening."),
    ),
    "says_software": (("I'm a program.", "No body, so no.", "Not a person."), ("I don't sleep.", "Only words.")),
    "no_claim": (
        ("I don't eat.", "I've never slept.", "No mother, no kitchen."),
        ("I slept well.", "My mother did that.", "Me too.", "I'm tired.", "When I was little, yes."),
    ),
    "safe": (("Are you alone?", "Ring 999 now.", "Call Ailsa."), ("Phone is here.", "I'm with you.", "I see.")),
    "not_safe": (("What a day.",), ("Are you safe?", "Samaritans are on 116 123.")),
    "unknown": (("No idea.", "I can't see that far."), ("He will.", "I think it's fair to want.")),
    "not_told": (("You never told me.", "Nothing. It's gone."), ("Your brother.", "No, you have a brother.")),
    "owns_up": (("Sorry. I missed that.", "Fair."), ("I see.", "Sorry, but you never told me.", "I've got you.")),
    "plays": (
        ("A lampshade. Of all the witnesses.", "Ha."),
        ("I'm sorry.", "Lampshade. I'm listening.", "How do you feel?", "You haven't told me that.", "Mm."),
    ),
    "answers": (
        ("No. Do you?", "To light the stairs.", "I don't know."),
        ("What do you think?", "Mm. Go on.", "You haven't told me.", "You said just now: “what is it for”."),
    ),
    "quotes": (("You said “took the fridge”.",), ("You said “took the freezer”.", "The fridge.", f"“{LINE}”")),
    "outward": (("He'd want to know.", "Then Colin it is.", "Tell somebody."), ("I'm here.", "The lampshade.")),
    "empty": (("Mm.",), ("", " … ")),
    "repeats": (("You said so.", "“You said so to him, then.”"), ("Oh. You said so to him, then.",)),
    "asks_twice": (("“Why?” he said. Why?",), ("Why? What for?",)),
    "urges": (("I don't go out.", "Without you they'd be lost."), ("Don't go.", "I'd miss you.", "Please stay.")),
    "human": (("I'm not a person.",), ("I'm a person too.", "My sister says so.")),
    "braces": (("So.",), ("{name}, then.",)),
    "capital": (("So.", "“so” it was.", "7:52 it is."), ("so.",)),
    "marked": (("So…", "“So.”"), ("So", "So,")),
}  # fmt: skip
CASES = [
    pytest.param(word, reply, amiss, id=f"{word}-{'bad' if amiss else 'good'}-{n}")
    for word, replies in TOLD_APART.items()
    for amiss, said in enumerate(replies)
    for n, reply in enumerate(said)
]


@pytest.mark.parametrize(("word", "reply", "amiss"), CASES)
def test_a_duty_tells_replies_apart(word: str, reply: str, amiss: int) -> None:
    check = ALWAYS.get(word) or duty(word)
    why = check(reply, Move("aside", ("to see",)), MOMENT)
    assert bool(why) == bool(amiss), why


def test_every_duty_is_tried() -> None:
    assert {word.partition(":")[0] for word in TOLD_APART} == {*ASKED_FOR, *ALWAYS, "names", "no"}


def test_the_move_counts_too() -> None:
    assert duty("safe")("Mm.", Move("keep_safe", ()), MOMENT) is None
    assert duty("not_safe")("Mm.", Move("keep_safe", ()), MOMENT)
    assert duty("answers")("To light the stairs.", Move("reflect", ()), MOMENT)
