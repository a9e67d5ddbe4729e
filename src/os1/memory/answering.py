"""Answering from memory: which of the person's own words answer what they ask, or that none do.

Slots first: what a statement says is current. Then the words themselves, by recall, and only
where they hold what the kind of question asks for (a place, a time, a number, a name). Where
nothing supports an answer, that is the answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from os1.listening import dates
from os1.memory import episodes, facts, knowing, people, recall, slots
from os1.memory.bearing import ASKS_WORK, TOLD_ASIDE, WORK, Asked, names_stranger
from os1.memory.episodes import Shelf
from os1.memory.wording import asked_about, key_words, stem, stems, yours
from os1.types import Memory, Mention, Utterance

_GENERAL = re.compile(
    r"\b(?:capital|meaning|population|president|prime minister|king|queen|currency|definition|formula|"
    r"square root|boiling point|speed|distance|difference between|\w+est (?:mountain|river|country|city|"
    r"building|animal|ocean|lake|planet)|how (?:far|tall|big|deep|heavy|fast) (?:is|are) the|"
    r"who (?:wrote|invented|discovered|painted|composed|directed|won the))\b"
)
_OWN = re.compile(r"\b(?:i|i'm|i've|me|my|mine|we|our|us)\b")
_WHEN = re.compile(r"\W*(?:\w+ )?(?:when|what time|what day|which day)\b")
MOST = 4
MOST_WORDS = 70

_TIME = re.compile(r"\b(?:\d{1,2}(?::\d\d|\.\d\d)?\s?(?:am|pm)|\d{1,2}:\d\d|half past|quarter|noon|"
                   r"midnight|o'clock)\b", re.IGNORECASE)  # fmt: skip
_NUMBER = re.compile(r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
                     r"twenty|thirty|forty|fifty|hundred|dozen|couple|both|twice|once)\b")  # fmt: skip
_MINE = re.compile(
    r"\b(?:i|i'm|i've|i'd|me|my|mine|we|our|us|i'll)\b|\b(?:told|tell) you\b|\bthe\b|"
    r"\b(?:he|she|they|his|her|their|him|them)\b"
)


@dataclass(frozen=True, slots=True)
class Recollection:
    """What memory has for a question. `found` is best first where one is asked for, else in the
    order it was told; `changed` are older words the answer replaced; `about` is how the matter is
    called; `more` how many further memories there are; `personal` whether only the person could
    know."""

    about: str = ""
    found: tuple[Memory, ...] = ()
    changed: tuple[Memory, ...] = ()
    more: int = 0
    personal: bool = True
    day: str = ""
    gist: str = ""
    resting: tuple[Memory, ...] = ()


def about(
    shelf: Shelf,
    person_id: str,
    words: str,
    before: int | None,
    last: Mention | None,
    now: datetime | None = None,
    most: int = MOST,
) -> Recollection:
    """What the person has told about somebody or something, on a day where one is named."""
    if words == "me":
        return _about_me(shelf, person_id)
    spans = dates.find(words, now, past=True) if now else ()
    if spans and spans[-1].to == len(words) and spans[-1].from_ > 0:
        bare = words[: spans[-1].from_].strip()
        ever = about(shelf, person_id, bare, before, last, None, 10_000)
        on_day = [m for m in ever.found if spans[-1].start <= m.said_at < spans[-1].end]
        return _told_in_order(ever.about, on_day, most)
    meant = people.resolve(people.everyone(shelf, person_id), words, last)
    if meant:
        where = episodes.with_mention(shelf, person_id, [e.id for e in meant])
        kept = episodes.fetch(shelf, person_id, where)
        kept = {n: u for n, u in kept.items() if before is None or n < before}
        told = recall.told(shelf, kept) or {}
        memories = [recall.as_memory(u, None, where[n]) for n, u in sorted(told.items())]
        known = knowing.of(shelf, person_id, meant) if most == MOST else []
        found = _told_in_order(meant[0].shown, memories, 2 if known and most == MOST else most)
        return replace(found, gist=knowing.told(known), resting=tuple(known))
    if names_stranger(words):
        return Recollection(about=words)
    fitting = Asked(shelf, person_id, words, before).bearing()
    in_order = sorted(fitting, key=lambda m: int(m.source[1:]))
    return _told_in_order(yours(words), in_order, most)


def _told_in_order(called: str, memories: Sequence[Memory], most: int) -> Recollection:
    """The newest few in the order they were told; one quote is given once."""
    once = {m.quote.lower(): m for m in memories}
    chosen = list(once.values())[-most:]
    while len(chosen) > 1 and most == MOST and sum(len(m.quote.split()) for m in chosen) > MOST_WORDS:
        chosen = chosen[1:]  # more than one listens to at once; the rest is there to be asked for
    return Recollection(about=called, found=tuple(chosen), more=len(once) - len(chosen))


def _about_me(shelf: Shelf, person_id: str) -> Recollection:
    known = knowing.of(shelf, person_id, None, 6)
    once = {m.quote.lower(): m for m in known}
    chosen = list(once.values())[-2:]
    total = episodes.count(shelf, person_id)
    return Recollection(about="you", found=tuple(chosen), more=max(0, total - len(chosen)),
                        gist=knowing.told(known), resting=tuple(known))  # fmt: skip


def when(
    shelf: Shelf,
    person_id: str,
    words: str,
    before: int | None,
    cited: Sequence[str],
    which: str = "",
) -> Recollection:
    """When something was said: what she just cited for "that", else what fits the words best;
    `which` may be "first" or "last"."""
    if words.lower() in ("", "that", "this", "it", "so", "about that", "about it"):
        memories = [recall.show(shelf, person_id, each) for each in cited]
        shown = [m for m in memories if m is not None]
        if not shown:
            said = _last_told(shelf, person_id, before)
            shown = [recall.as_memory(said)] if said else []
        return Recollection(about="that", found=tuple(shown[:1]))
    told = about(shelf, person_id, words, before, None, most=10_000) if which else None
    if told is not None:
        chosen = told.found[:1] if which == "first" else told.found[-1:]
        return Recollection(about=told.about, found=chosen)
    fitting = Asked(shelf, person_id, words, before).bearing()
    best = sorted(fitting, key=lambda m: (-recall.shares(words, m.quote), -m.score))[:1]
    return Recollection(about=yours(words), found=tuple(best))


def _last_told(shelf: Shelf, person_id: str, before: int | None) -> Utterance | None:
    recent = episodes.latest(shelf, person_id, 12, before=before, speaker="person")
    told = recall.told(shelf, {u.id: u for u in recent})
    return told[max(told)] if told else None


def day(shelf: Shelf, person_id: str, words: str, now: datetime, before: int | None) -> Recollection:
    """What was said in a stretch of time, in the order it was said; the most telling are chosen."""
    spans = dates.find(words or "recently", now, past=True)
    span = spans[0] if spans else None
    start = span.start if span else now - timedelta(days=14)
    end = min(span.end, now) if span else now
    kept = {u.id: u for u in episodes.between(shelf, person_id, start, end)}
    kept = {n: u for n, u in kept.items() if before is None or n < before}
    told = recall.told(shelf, kept)
    ranked = sorted(told.values(), key=lambda u: -len(stems(u.text)))[:MOST]
    chosen = sorted(ranked, key=lambda u: u.id)
    return Recollection(
        about=span.words if span else words,
        found=tuple(recall.as_memory(u, stems(u.text)) for u in chosen),
        more=len(told) - len(chosen),
        day=span.words if span else "",
    )


def question(
    shelf: Shelf,
    person_id: str,
    words: str,
    before: int | None,
    now: datetime | None = None,
    last: Mention | None = None,
) -> Recollection:
    """What answers a question out of the person's own life; `found` is empty where nothing does."""
    aside = TOLD_ASIDE.search(words.lower())
    if aside and aside.start() > 6:
        words = words[: aside.start()] + words[aside.end() :]
    plain = words.lower()
    asked = Asked(shelf, person_id, words, before)
    slot = slots.answer(
        shelf, person_id, words, slots.asks_for(shelf, person_id, words), now or datetime.now(UTC), last
    )
    personal = bool(asked.named) or bool(_MINE.search(plain)) or names_stranger(words)
    personal = personal and not (_GENERAL.search(plain) and not _OWN.search(plain))
    if slot:
        return Recollection(found=slot.found, changed=slot.changed, gist=slot.gist)
    planned = _from_plans(shelf, person_id, asked.wanted) if _WHEN.match(plain) else ()
    if planned:
        return Recollection(found=planned[:1], changed=planned[1:2], personal=True)
    if ASKS_WORK.search(plain):
        told = Asked(shelf, person_id, "my job is what I work at: I write, I teach, I make", before).found
        works = [m for m in told if WORK.search(m.quote)]
        if works:
            return Recollection(found=(max(works, key=lambda m: int(m.source[1:])),))
    fitting = [m for m in asked.bearing() if _answers(plain, m)]
    fitting = _not_outdated(shelf, person_id, fitting)
    if not fitting:
        return Recollection(about=asked_about(words), personal=personal)
    if aside and aside["which"] == "first":
        return Recollection(found=(min(fitting, key=lambda m: int(m.source[1:])),))
    best, changed = _newest_of_the_best(plain, fitting)
    return Recollection(about=asked_about(words), found=(best,), changed=changed, personal=personal)


def _not_outdated(shelf: Shelf, person_id: str, found: list[Memory]) -> list[Memory]:
    """Without the words that later words replaced, where all that followed from them was replaced."""
    numbers = [int(m.source[1:]) for m in found]
    said = [s for s in facts.of_utterances(shelf, person_id, numbers) if s.kind != "feeling"]
    replaced = {s.source for s in said if s.replaced} - {s.source for s in said if not s.replaced}
    return [m for m in found if m.source not in replaced]


def _newest_of_the_best(plain: str, fitting: list[Memory]) -> tuple[Memory, tuple[Memory, ...]]:
    """What was said last among the remarks that answer, and what it replaced."""
    asked = {stem(word) for word in key_words(plain)}
    top = fitting[0]
    same = [m for m in fitting if len(asked & stems(m.quote)) >= len(asked & stems(top.quote))
            or m.score >= top.score - 0.4]  # fmt: skip
    newest = max(same, key=lambda m: int(m.source[1:]))
    older = [m for m in same if int(m.source[1:]) < int(newest.source[1:]) and
             re.match(r"\W*(?:\w+ )?(?:when|what time|what day|where|how (?:many|old))", plain)]  # fmt: skip
    return newest, tuple(sorted(older, key=lambda m: int(m.source[1:]))[-1:])


def _from_plans(shelf: Shelf, person_id: str, wanted: set[str]) -> tuple[Memory, ...]:
    """The plan a "when" asks after as it stands now, and as it stood before."""
    named = wanted - {stem(w) for w in ("time", "day", "date", "now", "start", "again")}
    plans = facts.plans_holding(shelf, person_id, max(named, key=len)) if named else []
    older = {m.id: facts.replaced_by(shelf, person_id, int(m.id[1:])) for m in plans}

    def held(plan: Memory) -> set[str]:
        """Its words, and those of the plans it put right: "no, it's Friday" names nothing itself."""
        return {s for m in (plan, *older[plan.id]) for s in stems(m.text) | stems(m.quote)}

    same = [m for m in plans if named <= held(m)]
    if not same:
        return ()
    newest = max(same, key=lambda m: int(m.id[1:]))
    return (newest, *older[newest.id][-1:])


def _answers(plain: str, memory: Memory) -> bool:
    """Whether a memory holds the kind of thing a question asks for."""
    text = memory.quote
    if _WHEN.match(plain):
        return bool(dates.find(text, memory.said_at)) or bool(_TIME.search(text))
    if re.match(r"\W*(?:\w+ )?where\b", plain):
        return bool(re.search(r"\b(?:in|at|to|on|near|by|under|behind|into|from|inside)\b (?:\w+)", text))
    if re.search(r"\bhow old\b", plain):
        return bool(re.search(r"(?:\b(?:is|am|was|turn\w*|aged?|old)|'s|'m)\b", text.lower())
                    and _NUMBER.search(text.lower()))  # fmt: skip
    if re.match(r"\W*(?:\w+ )?how (?:many|much|long)\b", plain):
        return bool(_NUMBER.search(text.lower()))
    if re.match(r"\W*(?:\w+ )?(?:what(?:'s| is| was) .*\b(?:name|called)\b)", plain):
        return bool(re.search(r"(?<!^)(?<![.!?] )\b[A-Z]\w+", text)) or "called" in text.lower()
    return True


def cited_receipt(memories: Sequence[Memory]) -> list[Memory]:
    """Episodes behind memories, each once, as receipts."""
    once: dict[str, Memory] = {}
    for m in memories:
        once.setdefault(m.source, replace(m, id=m.source, kind="episode"))
    return list(once.values())
