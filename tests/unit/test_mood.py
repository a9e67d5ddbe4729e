"""How an utterance is taken: the feeling and whether it is high, low, soft or flat."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from os1.listening.hear import hear
from os1.mind import mood
from os1.mind.moment import Moment
from os1.types import Utterance

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


def moment(text: str, *before: str) -> Moment:
    said = tuple(
        Utterance(n, str(n), "person", words, NOW - timedelta(minutes=2)) for n, words in enumerate(before, 1)
    )
    return Moment(text=text, heard=hear(text, NOW), now=NOW, said=said)


FEELS = {
    "My wife Margaret died in October.": "sad",
    "I burst into tears in front of her": "sad",
    "i miss him": "sad",
    "It would have been our forty-fifth anniversary today.": "sad",
    "I slept rather poorly.": "tired",
    "cant sleep": "tired",
    "kinda freaking out ngl": "afraid",
    "he goes back to work on Monday and I'm dreading it": "afraid",
    "i feel so stupid": "ashamed",
    "Everyone says to enjoy it and I feel like a terrible mother": "ashamed",
    "idk why i care": "unsure",
    "I don't know what I'm supposed to do with it.": "unsure",
    "exam got moved to monday thank god": "relieved",
    "The moon is made of aluminium.": "flat",
    "friday the 13th and the till has died": "flat",
}


@pytest.mark.parametrize("text", FEELS)
def test_the_feeling(text: str) -> None:
    assert mood.feeling_group(moment(text)) == FEELS[text]


IS = {
    "she won't settle": "low",
    "The boiler has packed up again": "low",
    "Gareth shouted at Priya in front of customers.": "low",
    "he left in October and took the good saucepans": "low",
    "im so done w her": "low",
    "RUTH GOT THE JOB": "high",
    "EXAM DONE": "high",
    "i think i smashed it???": "high",
    "she smiled at me": "high",
    "The show went off rather well, though the vicar spilled his tea on the first prize.": "high",
    "it was awful and also fine": "soft",
    "I love her but she has opinions about everything": "soft",
    "My daughter Helen rings on Sundays.": "flat",
    "Ruth snores worse than Biscuit": "flat",
}


@pytest.mark.parametrize("text", IS)
def test_high_low_soft_or_flat(text: str) -> None:
    assert mood.valence(moment(text)) == IS[text]


@pytest.mark.parametrize(
    "text", ["I wish we'd won", "she nearly got the job", "he thought it was going well"]
)
def test_good_news_that_did_not_come_is_none(text: str) -> None:
    assert not mood.is_good_news(moment(text))


def test_what_follows_a_loss_is_heard_softly() -> None:
    assert mood.valence(moment("I lay two places at the table.")) == "flat"
    assert mood.valence(moment("I lay two places at the table.", "My wife died in October.")) == "soft"


@pytest.mark.parametrize(
    ("text", "died"),
    [("My wife Margaret died in October.", True), ("then my dog Biscuit died", True),
     ("dad passed away", True), ("Tom has died", True), ("my phone died", False),
      ("the till has died", False),
     ("she nearly died", False), ("I died laughing", False), ("Returns desk is dead", False)],
)  # fmt: skip
def test_a_death_is_somebodys(text: str, died: bool) -> None:
    assert mood.is_death(moment(text)) == died
