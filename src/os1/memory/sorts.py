"""Whether words hold the sort of thing a question asks for: a day, a place, a number, a name."""

from __future__ import annotations

import re
from datetime import datetime

from os1.listening import dates
from os1.memory import dated
from os1.memory.wording import holds_number, holds_time

_PAST = re.compile(r"\b(?:was|were|did|had|has|have)\b")
_WHERE = re.compile(r"\W*(?:\w+ )?where\b")
_PLACED = re.compile(r"\b(?:in|at|to|on|near|by|under|behind|into|from|inside)\b \w+")
_HOW_OLD = re.compile(r"\bhow old\b")
_AGED = re.compile(r"(?:\b(?:is|am|was|turn\w*|aged?|old)|'s|'m)\b")
_HOW_MANY = re.compile(r"\W*(?:\w+ )?how (?:many|much|long)\b")
_WHAT_NAME = re.compile(r"\W*(?:\w+ )?what(?:'s| is| was) .*\b(?:name|called)\b")
_CAPITAL = re.compile(r"(?<!^)(?<![.!?] )\b[A-Z]\w+")


def holds(plain: str, text: str, said_at: datetime) -> bool:
    """Whether `text`, said then, holds what `plain`, a question in small letters, asks for."""
    low = text.lower()
    if dated.asks_when(plain) and not _PAST.search(plain):
        return bool(dates.find(text, said_at)) or holds_time(text)
    if _WHERE.match(plain):
        return bool(_PLACED.search(low))
    if _HOW_OLD.search(plain):
        return bool(_AGED.search(low)) and holds_number(text)
    if _HOW_MANY.match(plain):
        return holds_number(text)
    if _WHAT_NAME.match(plain):
        return bool(_CAPITAL.search(text)) or "called" in low
    return True
