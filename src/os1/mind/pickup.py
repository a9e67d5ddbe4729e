"""What of the person's words can be said back to them."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from os1.listening.phrases import main_clause, topic, turn_about
from os1.memory.wording import stems
from os1.types import Heard, Mention


@dataclass(frozen=True, slots=True)
class Pickup:
    """What of the person's words can be said back, already turned about; "" where nothing safe."""

    clause: str = ""
    topic: str = ""
    person: str = ""


def pick_up(text: str, heard: Heard, pets: Collection[str], not_topics: Collection[str]) -> Pickup:
    """The part of the person's words worth saying back."""
    told = [s.text for s in heard.sentences if not s.text.rstrip().endswith("?")]
    clauses = [said_back for sentence in told[-5:] if (said_back := say_back(sentence))]
    # The clause with most in it; of two alike, the one said last.
    clause = max(enumerate(clauses), key=lambda c: (len(stems(c[1])), c[0]), default=(0, ""))[1]
    about = topic(text[:1500]) or ""
    if about.lower() in not_topics or (len(about.split()) == 1 and about.lower() in pets):
        about = ""
    named = [
        m for m in heard.mentions
        if m.kind == "person" and not m.carried and m.name.lower() not in pets
        and _is_subject(m, heard)
    ]  # fmt: skip
    person = (named[-1].name or f"your {named[-1].relation}") if named else ""
    return Pickup(
        clause=clause,
        topic=about,
        person=person,
    )


def _is_subject(who: Mention, heard: Heard) -> bool:
    """Whether somebody opens the sentence: then it is them the talk is about."""
    opening = heard.sentences[who.sentence].text.lower()[:40]
    called = who.name.lower() if who.name else who.relation
    return bool(re.match(rf"\W*(?:(?:and|but|so|then|well|my|\w+ly) ){{0,2}}(?:\w+ )?{re.escape(called)}\b",
                         opening))  # fmt: skip


def say_back(sentence: str) -> str | None:
    """The clause of a sentence worth saying back, turned about; None where none is safe."""
    clause = main_clause(sentence)
    return turn_about(clause) if clause else None
