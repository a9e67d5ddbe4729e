"""Questions of memory that don't look like questions: "my shoe size", "wats my flat number"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from os1.listening import asking
from os1.memory import questions
from os1.memory.episodes import Shelf
from os1.types import Heard, Mention, Request

SURE = 0.9  # at which 1 of 100 things merely told is taken for a question, before the checks below
NEAR = 0.4  # how near a situation of asking her memory has to be to be heard
MAYBE = 0.5  # at which words are taken for one only where something surely answers them
LONGEST = 24  # words
TELLING = {"inform", "story", "plan", "answer", "feel", "joke", "tease", "laugh", "part", "opine"}
TOLD = 0.55  # chance of one of these from which words aren't taken for a question
_RHETORIC = re.compile(r"\bwho am i\W*$")
_NOT_DONE = re.compile(r"(?:didn'?t|don'?t|haven'?t|wasn'?t|couldn'?t|can'?t|won'?t|not) (?!i\b|we\b|you\b|he\b|she\b|it\b|they\b|that\b|my\b|the\b)")
"""Something not done, told without saying who: "didn't drop her"."""
_UNSURE = ("her.advice", "her.opinion")
_ASKED, _WHOM = r"(?:am|is|are|was|were|do|does|did|have|has|had|can|can't|will|would|should)", r"(?:i|we|my|our|it|that|he|she|they|his|her|their|the)"
_INVERTED = re.compile(
    rf"\b(?:what|which|who|whose|where|when|how(?: \w+)?)\b(?: [\w'-]+){{0,3}}? {_ASKED} {_WHOM}\b"
    rf"|(?:^|, |\. )(?:so |and |but |now |right )*(?:{_ASKED}|hav|r) {_WHOM}\b"
)
"""Words in the order of a question, wherever they stand: "for the form, what am I allergic to"."""


def also_asks(shelf: Shelf, person_id: str, text: str, heard: Heard, at: datetime, last: Mention | None) -> Heard:
    """What was heard, with the question that its words ask by their meaning alone, or by their order
    where something surely answers it."""
    intent = next((each.intent for each in heard.requests), "")
    if (intent and intent not in _UNSURE) or not 1 < len(text.split()) <= LONGEST:
        return heard
    if any(s.modality == "asserted" and s.kind != "feeling" for s in heard.statements) or heard.risk.level != "none":
        return heard
    telling = heard.meaning.act >= TOLD and heard.meaning.acts[0] in TELLING
    alone = len(heard.sentences) > 1 and _RHETORIC.search(text.lower())
    if telling or alone or (_NOT_DONE.match(text.lower()) and "?" not in text):
        return heard
    chance = asking.asks(text, shelf.encoder.encode([text])[0])
    chance = max([chance, *(s.share for s in heard.situated[:1] if s.kind == "ask_memory" and s.near >= NEAR)])
    if chance < SURE:
        if chance < MAYBE and not _INVERTED.search(text.lower()):
            return heard
        found = questions.question(shelf, person_id, text, None, at, last)
        if not found.found or found.unsure:
            return heard
    acts = tuple(dict.fromkeys(("question", *(act for act in heard.acts if act not in ("statement", "request")))))
    return replace(heard, requests=(Request("question", {"question": text}),), acts=acts)
