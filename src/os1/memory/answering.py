"""Answering from memory: what was told about somebody or something, on a day, and when it was told.

What is told of them first, then the words about them, newest last. Where nothing bears on it, that
is the answer. Questions that ask for one thing are answered in `questions`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from os1.listening import dates
from os1.memory import episodes, knowing, people, recall
from os1.memory.bearing import Asked, names_stranger
from os1.memory.episodes import Shelf
from os1.memory.wording import stems, yours
from os1.types import Memory, Mention, Utterance

MOST = 4
MOST_WORDS = 70

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
    unsure: bool = False
    resting: tuple[Memory, ...] = ()


_ALONE = re.compile(r"(?:,.*| again| then| to me| by the way)+$")


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
    everyone = people.everyone(shelf, person_id)
    meant = people.resolve(everyone, words, last) or people.resolve(everyone, _ALONE.sub("", words), last)
    if meant:
        where = episodes.with_mention(shelf, person_id, [e.id for e in meant])
        kept = episodes.fetch(shelf, person_id, where)
        kept = {n: u for n, u in kept.items() if before is None or n < before}
        told = recall.told(shelf, kept)
        memories = [recall.as_memory(u, None, where[n]) for n, u in sorted(told.items())]
        known = knowing.of(shelf, person_id, meant) if most == MOST else []
        found = _told_in_order(meant[0].shown, memories, 2 if known and most == MOST else most)
        if memories or known:
            return replace(found, gist=knowing.told(known), resting=tuple(known))
    if names_stranger(words):
        return Recollection(about=words)
    fitting = Asked(shelf, person_id, words, before).bearing
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
    fitting = Asked(shelf, person_id, words, before).bearing
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


def cited_receipt(memories: Sequence[Memory]) -> list[Memory]:
    """Episodes behind memories, each once, as receipts."""
    once: dict[str, Memory] = {}
    for m in memories:
        once.setdefault(m.source, replace(m, id=m.source, kind="episode"))
    return list(once.values())
