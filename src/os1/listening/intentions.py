"""Plans: what somebody means to do and when, moved or called off where they say so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from os1.listening import dates
from os1.listening.requests import straight
from os1.types import DateSpan, Sentence, Statement

_UNSURE = re.compile(
    r"\?|\b(?:lol|lmao|haha+|jk)\b|\b(?:if|unless|suppose|imagine|wish|wished|maybe|perhaps|might|could|would|wouldn't|i'd|"
    r"would've|should|dreamt|dreamed|pretend|hypothetically|apparently|supposedly|rumou?r|as if|"
    r"used to think|they say|(?:he|she|they|\w+) (?:says?|said|thinks?|thought|reckons?|claims?|told me|"
    r"heard)|i (?:think|guess|hope|doubt|reckon|bet)|i'm not sure|not sure|"
    r"whether|or something|in the (?:film|book|show|story|novel|song|play|game)|joking|kidding)\b|[\"“”]"
)
_PLANNED = re.compile(
    r"\b(?:(?:i|we|he|she|they)'?(?:m|re|s| am| are| is) \w+ing|"
    r"its? now|it's now|its on|going to|gonna|'ll|will|i've got|i have|we've got|we have|there's|is on"
    r"|'s on|are on|is at|"
    r"'s at|have to|got to|due|booked|planned|planning|meeting|seeing|visiting|starting|starts?|moving"
    r"|flying|^got (?:a|an|my|the|some)|"
    r"moved to|put back to|put off (?:to|until|till)|pushed (?:back )?to|postponed (?:to|until)|"
    r"brought forward to|changed to|comes|coming|arrives|leaving|leaves|is now|taking|going)\b"
)  # fmt: skip
MOVED = re.compile(
    r"\b(?:moved?|put|pushed|postponed|shifted|shunted|changed|brought|rescheduled|delayed|rearranged)\b.{0,40}?"
    r"\b(?:to|until|till|for|back|forward|off)\b"
)
PUT_RIGHT = re.compile(
    r"\W*(?:(?:no|nope|sorry|wait|oops|actually|correction)\W+)+(?:it'?s|that'?s|it is|make (?:it|that)"
    r"|i meant?|on|at|not)\b"
)
_PAST = re.compile(r"\b(?:was|were|had|went|did|last|ago|yesterday|said|got back|came|'d)\b")
_CANCELLED = re.compile(r"\b(?:cancel+ed|called off|not happening|isn't happening|fell through"
                        r"|fallen through|"
                        r"is off|'s off|scrapped|isn't moving|not (?:going|coming|moving))\b")  # fmt: skip


def read(
    text: str, sentences: Sequence[Sentence], number: int, found: Sequence[DateSpan], now: datetime
) -> list[Statement]:
    """The plans one sentence makes, moves or calls off."""
    here = sentences[number]
    spans = [d for d in found if here.start <= d.from_ < here.end]
    text = text.strip()
    if _UNSURE.search(text.lower()) or "birthday is" in text.lower() or "birthday's" in text.lower():
        return []
    if _CANCELLED.search(text.lower()):
        every = " ".join(straight(s.text).strip() for s in sentences)[:300]
        return [Statement("plan", "me", "cancelled", every, every, number, closes=True)]
    whole = text
    if number and re.match(r"(?:it|its|it's|that|they)\b", text.lower()):
        whole = f"{straight(sentences[number - 1].text).strip()} {text}"  # "it" needs its noun
    return _plans(whole, spans, number, now)


def _plans(text: str, spans: Sequence[DateSpan], number: int, now: datetime) -> list[Statement]:
    plain = text.lower()
    if _moved(plain) or "postpone" in plain:  # "they've postponed it, it's now the 2nd": a day to come
        tail = text[max(text.rfind(mark) for mark in (",", ";", " to ", " till ", " until ")) + 1 :]
        spans = [*spans, *dates.find(tail, now)]
    ahead = [d for d in spans if d.end > now + timedelta(minutes=1)]
    # "Hearing tomorrow, half ten" needs no verb; "Ruth rang tonight" has one already.
    bare = len(plain.split()) <= 6 and not text[:1].isupper()
    bare = bare or bool(PUT_RIGHT.match(plain))
    if not ahead or not (bare or _PLANNED.search(plain) or _moved(plain)) or (_PAST.search(plain) and not _moved(plain)):
        return []
    when = max(ahead, key=lambda d: d.start)  # "on the 26th at half ten": the day, not the hour
    return [Statement("plan", "me", "planned", text, text, number, start=when.start, end=when.end)]


def _moved(plain: str) -> bool:
    return bool(MOVED.search(plain))
