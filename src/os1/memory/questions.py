"""A question out of the person's own life: which of what they told answers it, or that nothing does.

What rules find is one voice; then all that was found is read with the question and weighed, and
that decides (`likely`).
"""

from __future__ import annotations

from datetime import UTC, datetime

from os1.memory import dated, days, likely, matter, ruling
from os1.memory.answering import Recollection
from os1.memory.bearing import TOLD_ASIDE, Asked
from os1.memory.episodes import Shelf
from os1.memory.matter import Matter
from os1.memory.ruling import Ruled
from os1.types import Mention


def question(
    shelf: Shelf,
    person_id: str,
    words: str,
    before: int | None,
    now: datetime | None = None,
    last: Mention | None = None,
) -> Recollection:
    """What answers a question; `found` is empty where nothing does."""
    now = now or datetime.now(UTC)
    found = ruled(shelf, person_id, words, before, now, last)
    return found if isinstance(found, Recollection) else likely.decide(*found, now)


def ruled(
    shelf: Shelf, person_id: str, words: str, before: int | None, now: datetime, last: Mention | None
) -> Recollection | tuple[Matter, Ruled]:
    """The answer where rules alone have it; else what is asked and what they would answer, to be
    weighed against the rest."""
    aside = TOLD_ASIDE.search(words.lower())
    if aside and aside.start() > 6:
        words = words[: aside.start()] + words[aside.end() :]
    if dated.asks_plans(words):
        return Recollection(about="what's ahead", found=tuple(dated.upcoming(shelf, person_id, now)))
    asked = Asked(shelf, person_id, words, before)
    standing = days.stands(asked, now)
    if standing:
        return standing
    about = matter.of(asked, now, last)
    by_rule = ruling.rule(about, now, first=aside is not None and aside["which"] == "first")
    if (aside and by_rule.answer.found) or not about.personal or asked.strangers:
        return by_rule.answer
    return about, by_rule
