"""How somebody was, and why: the feelings told on a day or about a thing, as they were told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from os1.listening import dates
from os1.memory import episodes, recall
from os1.memory.episodes import Shelf
from os1.types import Memory

_ASKS = re.compile(
    r"\bhow (?:was|were|am|did) (?:i|things|it|my)\b(?! (?:old|long|many|much|know|meet|get|come|do))|\bhow (?:did|do) i (?:feel|take)"
    r"|\bmy mood\b|\bwhat (?:made|had|got|put|left) me\b|\bwhat was it (?:that )?(?:made|i was)|\bwhy (?:was|were|am|did) i (?:so |feel\w* )*"
    r"(?:\w*sad|down|low|happy|glad|angry|cross|upset|crying|cry|scared|afraid|worried|nervous|anxious|lonely|lonesome|proud|ashamed"
    r"|guilty|tired|excited|relieved|mad|furious|miserable|blue|in bits|jealous|embarrassed|ragin\w*|gutted)"
)
_LOW = re.compile(
    r"\b(?:sad|down|low|angry|cross|upset|cry\w*|scared|afraid|worried|nervous|anxious|lone\w+|ashamed|guilty|mad|furious|miserable|"
    r"blue|in bits|gutted|jealous|embarrassed|bad)\b"
)
_HIGH = re.compile(r"\b(?:happy|glad|proud|excited|relieved|pleased|delighted|good|laugh\w*)\b")
STRONG = 0.15
NEAR = timedelta(minutes=30)


def asks(words: str) -> bool:
    """Whether a question is about how the person felt, or why."""
    return bool(_ASKS.search(words.lower()))


def answer(
    shelf: Shelf, person_id: str, words: str, fitting: Sequence[Memory], now: datetime, before: int | None
) -> list[Memory]:
    """What was felt: on the day a question names, else about what it names; the strongest first."""
    spans = dates.find(words, now, past=True)
    if spans:
        kept = {u.id: u for u in episodes.between(shelf, person_id, spans[0].start, spans[0].end)}
        kept = {n: u for n, u in kept.items() if before is None or n < before}
        told = [recall.as_memory(u) for u in recall.told(shelf, kept).values()]
    else:
        told = list(fitting[:6])
    heard = episodes.readings(shelf, [int(m.source[1:]) for m in told])
    low, high = _LOW.search(words.lower()), _HIGH.search(words.lower())

    def strength(memory: Memory) -> float:
        row = heard.get(int(memory.source[1:]))
        if row is None or row.label == "neutral":
            return 0.0
        sign = -1 if low else 1 if high else 0
        felt = float(row.intensity) * float(row.confidence)
        if sign and float(row.valence) * sign <= 0:
            return 0.0
        return felt

    strongest = sorted(told, key=strength, reverse=True)
    return [m for m in strongest[:2] if strength(m) >= STRONG][:1] or (list(fitting[:1]) if not spans else [])
