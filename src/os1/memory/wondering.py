"""Questions of memory that don't look like questions: "my shoe size", "wats my flat number"."""

from __future__ import annotations

import re
from dataclasses import replace

from os1.listening import asking
from os1.memory.episodes import Shelf
from os1.types import Heard, Request

SURE = 0.9  # at which 1 of 100 things merely told is taken for a question, before the checks below
LONGEST = 16  # words
_RHETORIC = re.compile(r"\bwho am i\W*$")
_UNSURE = ("her.advice", "her.opinion")


def also_asks(shelf: Shelf, text: str, heard: Heard) -> Heard:
    """What was heard, with the question that its words ask by their meaning alone."""
    intent = heard.requests[0].intent if heard.requests else ""
    if (intent and intent not in _UNSURE) or not 1 < len(text.split()) <= LONGEST:
        return heard
    if any(s.modality == "asserted" and s.kind != "feeling" for s in heard.statements) or heard.risk.level != "none":
        return heard
    if len(heard.sentences) > 1 and _RHETORIC.search(text.lower()):
        return heard
    if asking.asks(text, shelf.encoder.encode([text])[0]) < SURE:
        return heard
    acts = tuple(dict.fromkeys(("question", *(act for act in heard.acts if act not in ("statement", "request")))))
    return replace(heard, requests=(Request("question", {"question": text}),), acts=acts)
