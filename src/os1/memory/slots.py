"""Answers from what is known: the slot a question asks for, of the person it asks about.

What is current answers "now", what it replaced "before", its day "since when"; a value named in the
question is confirmed or denied. Where no statement bears on the question, nothing is answered here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from os1.listening import asking
from os1.listening.asking import Asking
from os1.listening.predicates import room
from os1.listening.spoken_dates import say_when
from os1.memory import facts, people
from os1.memory.episodes import Shelf
from os1.memory.wording import key_words, stem, stems
from os1.types import Memory, Mention

SURE = 0.4
SOMEBODY = "Ruth"  # a name that stands in the questions the model was made from
_FAMILY: dict[str, tuple[str, ...]] = {
    "works at": ("works at", "works as"), "works as": ("works as", "works at"),
    "studies at": ("studies at", "studies"), "studies": ("studies", "studies at", "learning"),
    "partner": ("partner", "married to"), "married to": ("married to", "partner"),
    "plays": ("plays", "does", "member of"), "does": ("does", "plays", "member of"),
    "relation": ("is my", "relation", "partner", "married to", "works as"),
    "eats": ("eats", "diet", "allergic to"), "diet": ("diet", "eats", "allergic to"),
    "likes": ("likes", "favourite", "dislikes"), "dislikes": ("dislikes", "likes"),
    "favourite": ("favourite", "likes"), "has pet": ("has pet", "is a"), "is a": ("is a", "has pet"),
    "drinks": ("drinks",), "has condition": ("has condition", "allergic to"),
    "drives": ("drives", "owns"), "owns": ("owns", "drives"), "learning": ("learning", "studies"),
    "is called": ("is called", "nickname", "is my", "relation"), "nickname": ("nickname", "is called"),
}  # fmt: skip
_OWN = re.compile(r"\b(?:i|i'm|im|i've|ive|i'd|me|my|mine|myself|meself|we|our|us)\b")
_GROUND = frozenset(
    stem(w)
    for w in """live living lived work working works job home house place still moved move current currently
    these days moment minute old age birthday allergic allergy drink drinks drinking smoke smoking eat eating play
    plays playing married partner seeing dating together talking speaking terms pet dog cat animal called medicine
    tablets pills taking take condition wrong like likes love hate dislike fan favourite support team read reading book
    learning learn study studying course language speak member club afraid scared fear want wants car drive drives own
    have has got kind type many much long ago before after since which whose person people anyone anybody somebody one
    born originally address town city area part country company employer boss school college university uni subject
    know tell told said mention ever yet anymore again today year month week""".split()
)


@dataclass(frozen=True, slots=True)
class Slot:
    """What answers, best first, with the sentence that says it; what it replaced."""

    gist: str
    found: tuple[Memory, ...]
    changed: tuple[Memory, ...] = ()


def asks_for(shelf: Shelf, person_id: str, words: str) -> Asking:
    """Which slot a question means. Names say nothing of that, so each is read as one and the same."""
    plain = words
    for each in people.named_in(people.circle(shelf, person_id), words):
        for name in each.names:
            plain = re.sub(rf"\b{re.escape(name)}\b", SOMEBODY, plain, flags=re.IGNORECASE)
    return asking.read(plain, shelf.encoder.encode([plain])[0])


def answer(
    shelf: Shelf, person_id: str, words: str, asked: Asking, now: datetime, last: Mention | None
) -> Slot | None:
    """The answer that statements give; None where they give none."""
    predicates = _FAMILY.get(asked.predicate, (asked.predicate,))
    if asked.sure < SURE or asked.predicate in ("", "none", "told", "other", "plans", "happened", "feels"):
        return None
    if asked.aspect == "who":
        return _whoever(shelf, person_id, words, predicates)
    who = subjects(shelf, person_id, words, last)
    if who is None:
        return None
    rows = [
        m
        for p in predicates
        for m in facts.slot(shelf, person_id, who or None, [p])
        if m.modality == "asserted"
    ]
    rows = [m for m in rows if not m.taken_back]
    named = _named_values(words, who, shelf, person_id, asked.predicate)
    bearing = [m for m in rows if named & (stems(m.value) | stems(m.quote))] if named else []
    if asked.aspect == "whether":
        return _whether(bearing or ([] if named else rows), now) or _of_another(
            shelf, person_id, who, named, predicates
        )
    if (
        asked.predicate in ("likes", "dislikes", "owns", "does", "terms", "happened")
        and named
        and not bearing
    ):
        return None
    return _value(bearing if asked.predicate in ("terms",) and bearing else rows, asked, predicates, now)


def _value(rows: Sequence[Memory], asked: Asking, predicates: Sequence[str], now: datetime) -> Slot | None:
    held = [m for m in rows if m.current and not m.denied]
    gone = [m for m in rows if not m.current]
    first = [m for m in held if m.predicate == predicates[0]] or held
    if asked.aspect == "before":
        past = sorted(gone, key=lambda m: (m.until or m.said_at, int(m.id[1:])))
        return Slot(_sentence(past[-1]), (past[-1],)) if past else None
    if not first:
        denied = [m for m in rows if m.current and m.denied]
        latest = (denied or gone)[-1:]
        return Slot(_sentence(latest[0]), (latest[0],)) if latest else None
    newest = max(first, key=lambda m: int(m.id[1:]))
    if asked.aspect == "since":
        return Slot(f"{_sentence(newest)[:-1]}, since {_day(newest, now)}.", (newest,))
    if (asked.aspect in ("list", "count") or room(newest.predicate) == "many") and len(first) > 1:
        chosen = tuple(sorted(first, key=lambda m: int(m.id[1:]))[-6:])
        return Slot(" ".join(_sentence(m) for m in chosen), chosen)
    before = [m for m in gone if m.predicate == newest.predicate][-1:]
    return Slot(_sentence(newest), (newest,), tuple(before))


def _whether(rows: Sequence[Memory], now: datetime) -> Slot | None:
    if not rows:
        return None
    newest = max(rows, key=lambda m: (m.until or m.said_at, int(m.id[1:])))
    holds = newest.current and not newest.denied
    return Slot(f"{'Yes' if holds else 'No'}: {newest.text}.", (newest,))


def _of_another(
    shelf: Shelf, person_id: str, who: Sequence[int], named: set[str], predicates: Sequence[str]
) -> Slot | None:
    """What is asked of one person and was only told of another: that is said, and whose it is."""
    everyone = [e.id for e in people.everyone(shelf, person_id) if e.id not in who]
    rows = facts.slot(shelf, person_id, everyone, predicates)
    rows += facts.slot(shelf, person_id, None, predicates) if who else []
    bearing = [m for m in rows if m.modality == "asserted" and m.current and named & stems(m.value)]
    if not bearing:
        return None
    return Slot(f"Not that you've told me. {_sentence(bearing[-1])}", (bearing[-1],))


def _whoever(shelf: Shelf, person_id: str, words: str, predicates: Sequence[str]) -> Slot | None:
    """Whoever has the value a question names: "who's the vegetarian?"."""
    wanted = {stem(w) for w in key_words(words)} - _GROUND
    everyone = [e.id for e in people.everyone(shelf, person_id)]
    rows = facts.slot(shelf, person_id, everyone, predicates) + facts.slot(shelf, person_id, None, predicates)
    scored = [
        (len(wanted & stems(m.value)), m.current, int(m.id[1:]), m) for m in rows if m.modality == "asserted"
    ]
    best = max((s for s in scored if s[0]), default=None)
    return Slot(_sentence(best[3]), (best[3],)) if best else None


def subjects(shelf: Shelf, person_id: str, words: str, last: Mention | None) -> list[int] | None:
    """Whom a question is about: numbers of people, [] for the person themselves, None for nobody known."""
    held = people.circle(shelf, person_id)
    meant = people.named_in(held, words)
    if meant:
        return [e.id for e in meant]
    described = re.findall(r"\bthe ([a-z][\w-]*(?: [a-z][\w-]*)?)", words.lower())
    for each in described:
        if found := by_description(shelf, person_id, each):
            return found
    if re.search(r"\b(?:he|she|him|her|his|they|their|them)\b", words.lower()) and last:
        return [e.id for e in people.resolve(list(held.everyone), last.name or f"my {last.relation}")] or None
    return [] if _OWN.search(words.lower()) else None


def by_description(shelf: Shelf, person_id: str, words: str) -> list[int]:
    """Who "the bass player" or "the nurse" is, where just one person fits."""
    wanted = stems(re.sub(r"\b(?:player|fella|guy|man|woman|lad|girl|one|person)\b", "", words))
    if not wanted:
        return []
    everyone = people.everyone(shelf, person_id)
    related = [e.id for e in everyone if e.relation and wanted <= stems(e.relation)]
    if len(related) == 1:
        return related
    rows = facts.slot(shelf, person_id, [e.id for e in everyone], ("works as", "plays", "is a", "nickname"))
    owners = {m.subject for m in rows if wanted <= stems(m.value)}
    fitting = [e.id for e in everyone if e.name in owners or people.by_relation(e.relation) in owners]
    return fitting if len(fitting) == 1 else []


def _named_values(words: str, who: Sequence[int], shelf: Shelf, person_id: str, predicate: str) -> set[str]:
    """What a question names beside the people and the words of asking: "still in the choir"."""
    names = {
        s for e in people.everyone(shelf, person_id) if e.id in who for s in stems(f"{e.name} {e.relation}")
    }
    ground = _GROUND - ({"dog", "cat"} if "pet" not in predicate and predicate != "is a" else set())
    return {stem(w) for w in key_words(words)} - ground - names


def _sentence(memory: Memory) -> str:
    return memory.text[:1].upper() + memory.text[1:] + "."


def _day(memory: Memory, now: datetime) -> str:
    return re.sub(r"^on ", "", say_when(memory.since or memory.said_at, now))
