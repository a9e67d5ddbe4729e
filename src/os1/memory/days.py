"""Answers that are a day: whether a plan stands on it, and when something was or is to be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from os1.listening import dates
from os1.memory import dated
from os1.memory.answering import Recollection
from os1.memory.bearing import Asked
from os1.memory.episodes import Shelf
from os1.memory.wording import stems
from os1.types import Memory

_BE_ON = re.compile(r"^\W*(?:so |and |but )?(?:is|are|am|was|were|do|does|did) ")


def stands(asked: Asked, now: datetime) -> Recollection | None:
    """Whether a plan stands on the day a question names, or stands at all; None where that isn't asked."""
    shelf, person_id, words = asked.shelf, asked.person_id, asked.words
    spans = dates.find(words, now)
    if not _BE_ON.match(words.lower()) or not (spans or re.search(r"\bstill (?:on|happening|going)\b", words.lower())):
        return None
    bare = words
    for span in reversed(spans):
        bare = bare[: span.from_] + bare[span.to :]
    named = re.sub(r"\b(?:still|on|happening|going)\b", " ", bare)
    found = [m for m in dated.event(shelf, person_id, named) if asked.told_before(m)]
    if not found:
        return None
    best = found[0]
    if best.predicate == "cancelled":
        return Recollection(found=(best,), gist="No, it's off.")
    day = dated.span_of(shelf, person_id, best, stems(bare))
    if day is None:
        return None
    agrees = not spans or any(s.start <= day.start < s.end or day.start <= s.start < day.end for s in spans)
    return Recollection(found=(best,), gist=f"{'Yes' if agrees else 'No'}. {dated.gist(bare, day, now)}")


def told(shelf: Shelf, person_id: str, words: str, found: Sequence[Memory], now: datetime) -> Recollection:
    """The day, then the words it comes from; of what was moved, the day before where that is asked."""
    best = found[0]
    if len(found) > 1 and dated.asks_earlier(words.lower()):
        best = found[-1] if dated.asks_first(words.lower()) else found[1]
    if best.predicate == "cancelled":
        return Recollection(found=(best,), changed=tuple(found[1:2]), gist="It's off.")
    span = dated.span_of(shelf, person_id, best, stems(words))
    gist = dated.gist(words, span, now) if span else dated.by_telling(words, best.said_at, now)
    return Recollection(found=(best,), changed=tuple(found[1:2]), gist=gist)
