"""When it was, or is to be: the day a remembered thing names, reckoned from the day it was said."""

from __future__ import annotations

import re
from datetime import datetime

from os1.listening import dates
from os1.listening.intentions import MOVED
from os1.listening.spoken_dates import say_span
from os1.memory import beliefs
from os1.memory.episodes import Shelf
from os1.memory.wording import key_words, number, stem, stems
from os1.types import DateSpan, Memory

_AGO = re.compile(r"\bhow long (?:ago|since|is it|has it been|till|until|before|to go)|\bhow (?:many|much) (?:days|weeks|months|years|longer)")
_PLANNED = re.compile(
    r"\bwhat(?:'s| is| have| do| am| are)?\b.*\b(?:planned|plans|coming up|lined up|on (?:the|my) (?:calendar|diary|cards)|in the diary|ahead)\b"
    r"|\b(?:list|tell me|what are) (?:all )?my (?:plans|appointments)\b"
)
_GROUND = frozenset(
    stem(w) for w in """time day date now start starting happen happened happening long ago since until till many weeks
    days months years week month year again get got have come came coming go went going still supposed meant exact
    exactly before previously originally at first begin with place""".split()
)  # fmt: skip
UPCOMING = 4


_WHEN = re.compile(r"\W*(?:\w+ )?(?:when|what time|what day|which day)\b|\W*(?:and |so )?what (?:date|day|time)\b")


_FIRST = re.compile(r"\b(?:at first|originally|first of all|to begin with|in the first place)\b")
_EARLIER = re.compile(
    rf"\bpreviously\b|\bbefore\b(?! (?:the |my )?(?:\d|noon|lunch|dinner|christmas|easter|\w+day\b))|{_FIRST.pattern}"
)


def asks_first(plain: str) -> bool:
    """Whether a question wants what was so at the very beginning."""
    return bool(_FIRST.search(plain))


def asks_earlier(plain: str) -> bool:
    """Whether a question wants what was so before."""
    return bool(_EARLIER.search(plain))


def asks_when(plain: str) -> bool:
    """Whether a question, in small letters, wants a day or a time."""
    return bool(_WHEN.match(plain))


def asks_how_long(words: str) -> bool:
    """Whether a question wants the distance to a day rather than the day."""
    return bool(_AGO.search(words.lower()))


def asks_plans(words: str) -> bool:
    """Whether a question wants to hear what is planned."""
    return bool(_PLANNED.search(words.lower()))


def upcoming(shelf: Shelf, person_id: str, now: datetime) -> list[Memory]:
    """The plans still to come, nearest first."""
    ahead = [
        (times[1], m)
        for m in beliefs.current(shelf, person_id, kind="plan")
        if m.predicate == "planned" and (times := beliefs.plan_times(shelf, int(m.id[1:]))) and times[1] > now
    ]
    return [m for _, m in sorted(ahead, key=lambda pair: pair[0])][:UPCOMING]


_BEGUN = ("works at", "works as", "studies at")


def span_of(shelf: Shelf, person_id: str, memory: Memory, wanted: set[str]) -> DateSpan | None:
    """The time a memory names, the one nearest to what is asked where it names several."""
    if memory.kind not in ("plan", "fact") or memory.predicate in _BEGUN:
        # a plan read from the same words has its day reckoned already
        planned = [m for m in beliefs.of_utterances(shelf, person_id, [int(memory.source[1:])]) if m.kind == "plan"]
        memory = planned[0] if planned else memory
    if memory.kind == "plan" and (times := beliefs.plan_times(shelf, int(memory.id[1:]))):
        named = dates.find(memory.quote, memory.said_at)
        same = [d for d in named if d.start == times[0]]
        grain = same[0].grain if same else "day"
        return DateSpan(times[0], times[1], "", grain, 0, 0)
    found = dates.find(memory.quote, memory.said_at)
    if any(_told_as_past(memory.quote, each) for each in found):
        found = dates.find(memory.quote, memory.said_at, past=True)
    if not found:
        return None
    return max(found, key=lambda d: (_near(memory.quote, d, wanted), d.grain in ("minute", "hour", "part", "day"), -d.from_))


_VERB = re.compile(
    r"\b(?P<past>was|were|had|went|did|died|\w{2,}ed|came|got|fell|broke|left|met|bought|sold|started|began|lost|won|saw|gave|took)\b"
    r"|\b(?:is|are|am|'s|'m|'re|will|'ll|start|starts|going|goes|have|has|\w+ing)\b"
)


def _told_as_past(text: str, span: DateSpan) -> bool:
    """Whether the verb nearest before a date is one of the past."""
    if MOVED.search(text.lower()):
        return False  # put off to a day that is still to come
    verbs = list(_VERB.finditer(text.lower(), 0, span.from_)) or list(_VERB.finditer(text.lower(), span.to))[:1]
    return bool(verbs) and verbs[-1]["past"] is not None


def _near(text: str, span: DateSpan, wanted: set[str]) -> int:
    """How many of the words asked for stand close to a date."""
    around = text[max(0, span.from_ - 60) : span.to + 40]
    return len(wanted & stems(around))


def gist(words: str, span: DateSpan, now: datetime, *, moved: bool = False) -> str:
    """The day in a sentence: "That was on 28 February.", "That's in nine days, on Friday."."""
    ahead = span.end > now
    day = say_span(span, now)
    exact = span.start.astimezone(now.tzinfo)
    full = f"{exact.day} {exact:%B}"
    if span.grain in ("minute", "hour", "part", "day") and full not in day:
        day = f"{day}, {full}"
    if asks_how_long(words):
        far = apart(span.start, now)
        return f"That's {'in ' + far if ahead else far + ' ago'}: {day}."
    return f"{'It’s' if ahead else 'That was'} {day}.".replace("’", "'")


def by_telling(words: str, said_at: datetime, now: datetime) -> str:
    """How long ago it was told, where that is asked and the words name no day themselves."""
    far = apart(said_at, now)
    return f"It's {far} since you told me." if asks_how_long(words) and far != "less than a day" else ""


def apart(moment: datetime, now: datetime) -> str:
    """How far a moment is from now, as finely as one would say it: "nine days", "two years"."""
    days = abs((moment.astimezone(now.tzinfo).date() - now.date()).days)
    if days < 1:
        return "less than a day"
    if days % 7 == 0 and 14 <= days < 60:
        return _counted(days // 7, "week")
    if days < 28:
        return _counted(days, "day")
    if days < 60:
        return f"{days // 7} weeks"
    if days < 700:
        return _counted(round(days / 30.44), "month")
    return _counted(round(days / 365.25), "year")


def _counted(count: int, unit: str) -> str:
    return f"{number(count)} {unit}{'' if count == 1 else 's'}"


def event(shelf: Shelf, person_id: str, words: str) -> list[Memory]:
    """The plans that a question of time is about, the one that stands now first."""
    named = {stem(w) for w in key_words(words)} - _GROUND
    if not named:
        return []
    plans = beliefs.plans_holding(shelf, person_id, max(sorted(named), key=len))
    older = {m.id: beliefs.replaced_by(shelf, person_id, int(m.id[1:])) for m in plans}

    def held(plan: Memory) -> set[str]:
        """Its words, and those of the plans it put right: "no, it's Friday" names nothing itself."""
        return {s for m in (plan, *older[plan.id]) for s in stems(m.text) | stems(m.quote)}

    same = [m for m in plans if named <= held(m) and not m.taken_back]
    if not same:
        return []
    newest = max(same, key=lambda m: int(m.id[1:]))
    chain, at = [newest], newest
    while older_ones := beliefs.replaced_by(shelf, person_id, int(at.id[1:])):
        at = older_ones[0]
        chain.append(at)
    return chain


