"""What she has come to like: what this person tells of often and gladly, with the words it grew from.

Worked out anew whenever it is wanted, from the words that are kept: what is forgotten leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Row, select

from os1.listening.phrases import topic
from os1.memory import episodes, people
from os1.memory.episodes import Shelf
from os1.memory.wording import best_sentences, key_words, stem, stems
from os1.store.tables import mention, reading, utterance
from os1.types import Heard, Utterance

GLAD, HEAVY = 0.2, 0.05  # valence from which words are glad, and mean below which a matter isn't liked
OFTEN, DAYS = 3, 2  # glad words, and days they were said on
LOOKED_BACK = 1_500  # utterances
MOST, SHOWN = 5, 3  # likings, and glad words shown for each
TRIED = 16  # words looked at as things


@dataclass(frozen=True, slots=True)
class Liking:
    """One thing she likes hearing about: as she calls it, how often it was told gladly, and the gladdest words."""

    about: str
    times: int
    told: tuple[Utterance, ...]

    @property
    def memories(self) -> tuple[str, ...]:
        return tuple(f"u{each.id}" for each in self.told)

    def quote(self, said: Utterance) -> str:
        """The part of what was said that speaks of it."""
        return best_sentences(said.text, stems(self.about))


def likings(shelf: Shelf, person_id: str) -> list[Liking]:
    """What she has come to like, the dearest first."""
    known = people.circle(shelf, person_id)
    told = {int(row.id): row for row in _told(shelf, person_id) if not people.in_quiet(known, str(row.text))}
    found: list[tuple[float, Liking]] = []
    names: set[str] = set()
    meant = _meant(shelf, told)
    for each in known.everyone:
        liked = _judged(each.shown, [told[n] for n in meant.get(each.id, ())])
        if liked is not None and not each.quiet:
            found.append(liked)
            names |= {stem(word) for name in (*each.names, each.relation) for word in key_words(name)}
    found += _things(told, names)
    found.sort(key=lambda each: -each[0])
    return [liking for _, liking in found[:MOST]]


def asked(shelf: Shelf, person_id: str, heard: Heard) -> dict[str, str]:
    """The slots of her answer where she is asked what she likes, and likes something; else {}."""
    if not heard.requests or heard.requests[0].intent != "her.liked":
        return {}
    first = next(iter(likings(shelf, person_id)), None)
    if first is None:
        return {}
    why = f"you asked what I like, and you've told me of {first.about} often, and gladly"
    return {"kind": "taste", "why": why, "liked": first.about, "memories": " ".join(first.memories)}


def _told(shelf: Shelf, person_id: str) -> list[Row[tuple[object, ...]]]:
    """What the person last said to her and meant, with how light it was."""
    query = (
        select(utterance, reading.c.valence)
        .join(reading, reading.c.utterance_id == utterance.c.id)
        .where(utterance.c.person_id == person_id, utterance.c.speaker == "person", utterance.c.forgotten == 0,
               utterance.c.origin == "", reading.c.taken_back == "", reading.c.risk_level == "none")
        .order_by(utterance.c.id.desc())
        .limit(LOOKED_BACK)
    )  # fmt: skip
    with shelf.database.read() as connection:
        return list(connection.execute(query))


def _meant(shelf: Shelf, told: Mapping[int, object]) -> dict[int, set[int]]:
    """Who is meant in which of these words."""
    meant: dict[int, set[int]] = {}
    with shelf.database.read() as connection:
        rows = connection.execute(select(mention.c.entity_id, mention.c.utterance_id).where(mention.c.utterance_id.in_(list(told))))
        for number, said in rows:
            meant.setdefault(int(number), set()).add(int(said))
    return meant


def _things(told: Mapping[int, Row[tuple[object, ...]]], names: set[str]) -> Iterable[tuple[float, Liking]]:
    """Things told of gladly: words that come often, and are what some of those words are about."""
    holding: dict[str, list[Row[tuple[object, ...]]]] = {}
    for row in told.values():
        for each in stems(str(row.text)) - names:
            holding.setdefault(each, []).append(row)
    often = sorted(((word, rows) for word, rows in holding.items() if _judged(word, rows)), key=lambda held: -len(held[1]))
    for word, rows in often[:TRIED]:
        called = [about for row in _gladdest(rows) if (about := topic(str(row.text))) and stem(about.split()[-1].lower()) == word]
        liked = _judged(min(called, key=lambda about: (not about.startswith("your "), len(about))), rows) if called else None
        if liked is not None:
            yield liked


def _gladdest(rows: Iterable[Row[tuple[object, ...]]]) -> list[Row[tuple[object, ...]]]:
    return sorted((r for r in rows if r.valence >= GLAD), key=lambda r: (-r.valence, -r.id))


def _judged(about: str, rows: list[Row[tuple[object, ...]]]) -> tuple[float, Liking] | None:
    """How dear a matter is, going by everything said of it; None where it was told seldom, or mostly sadly."""
    glad = _gladdest(rows)
    days = {str(row.said_at)[:10] for row in glad}
    mean = sum(float(row.valence) for row in rows) / max(1, len(rows))
    if len(glad) < OFTEN or len(days) < DAYS or mean < HEAVY:
        return None
    return len(glad) * mean, Liking(about, len(glad), tuple(episodes.as_utterance(row) for row in glad[:SHOWN]))
