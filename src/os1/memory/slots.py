"""Answers from what is known: the slot a question asks for, of the person it asks about.

What is current answers "now", what it replaced "before", its day "since when"; a value named in the
question is confirmed or denied. Where no statement bears on the question, nothing is answered here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from os1.listening import asking
from os1.listening.asking import Asking
from os1.listening.names import PETS, RELATIONS
from os1.listening.predicates import room
from os1.listening.spoken_dates import say_when
from os1.memory import beliefs, dated, people, pets
from os1.memory.episodes import Shelf
from os1.memory.slot_rules import FAMILY, GROUND, NAMED, OWN, PLAINLY
from os1.memory.wording import key_words, sentence, stem, stems
from os1.types import Memory, Mention

SURE = 0.4
CERTAIN = 0.7
LOOSE = ("", "none", "told", "other", "plans", "happened", "feels", "relation", "located")
"""Predicates that no slot answers, or not alone."""
SOMEBODY = "Ruth"  # a name that stands in the questions the model was made from
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
        if "'s " in each.relation:
            kind = re.escape(each.relation.rpartition("'s ")[2])
            plain = re.sub(rf"\b(?:my )?[\w-]+'s {kind}\b", SOMEBODY, plain, flags=re.IGNORECASE)
        for name in each.names:
            plain = re.sub(rf"\b{re.escape(name)}\b", SOMEBODY, plain, flags=re.IGNORECASE)
    found = asking.read(plain, shelf.encoder.encode([plain])[0])
    for predicate, rule in NAMED:
        if rule.search(words.lower()):
            found = replace(found, predicate=predicate, sure=1.0)
            break
    if found.predicate in ("studies", "works as") and re.match(r"\W*(?:and |so )?where\b", words.lower()):
        found = replace(found, predicate="studies at" if found.predicate == "studies" else "works at")
    for aspect, rule in PLAINLY:  # where the words say it, they are believed
        if rule.search(words.lower()):
            return replace(found, aspect=aspect)
    return found


def answer(
    shelf: Shelf, person_id: str, words: str, asked: Asking, now: datetime, last: Mention | None
) -> Slot | None:
    """The answer that statements give; None where they give none."""
    predicates = FAMILY.get(asked.predicate, (asked.predicate,))
    if asked.sure < SURE or asked.predicate in LOOSE[:7] or asked.aspect == "why":
        return None
    if asked.aspect == "who":
        return _whoever(shelf, person_id, words, predicates)
    who = subjects(shelf, person_id, words, last)
    if who is None:
        return None
    if asked.predicate in ("partner", "married to") and who and re.search(r"\b(?:i|me|we)\b", words.lower()):
        who = []  # "when did Tom and I break up": it is the person's own
    if asked.predicate == "terms" and not who:
        who = [e.id for e in people.everyone(shelf, person_id)]
    rows = [m for m in beliefs.slot(shelf, person_id, who or None, predicates) if m.modality == "asserted" and not m.taken_back]
    rows.sort(key=lambda m: predicates.index(m.predicate))  # the one asked for before its kin
    named = _named_values(words, who, shelf, person_id, asked.predicate)
    bearing = [m for m in rows if named & (stems(m.value) | stems(m.quote))] if named else []
    if asked.predicate == "died" and re.search(r"\balive\b", words.lower()):
        return _alive(rows)
    if asked.predicate == "has pet" and asked.aspect == "whether":
        told = pets.whether(shelf, person_id, words, who)
        kinds = pets.kinds(words)
        of_kind = [m for m in rows if (kinds & pets.kinds(m.value) if kinds else m in bearing or not named)]
        return Slot(told[0], (told[1],)) if told else _whether(of_kind, words.lower())
    if asked.predicate == "has pet" and asked.aspect in ("count", "list", "what"):
        counted = pets.counted(shelf, person_id, words, who)
        if counted:
            return Slot(*counted)
    if asked.aspect == "whether":
        return _whether(bearing or ([] if named else rows), words.lower()) or _of_another(
            shelf, person_id, who, named, predicates
        )
    if asked.aspect in ("when", "ago") and asked.predicate != "birthday":
        return _when(shelf, person_id, words, bearing or ([] if named else rows), now)
    if (
        asked.predicate in ("likes", "dislikes", "owns", "does", "terms", "happened")
        and named
        and not bearing
    ):
        return None
    return _value(bearing if asked.predicate == "terms" and bearing else rows, asked, predicates, now)


def _value(rows: Sequence[Memory], asked: Asking, predicates: Sequence[str], now: datetime) -> Slot | None:
    held = [m for m in rows if m.current and not m.denied]
    gone = [m for m in rows if not m.current]
    first = [m for m in held if m.predicate == predicates[0]] or held
    if asked.aspect == "before":
        past = sorted((m for m in gone if not m.denied), key=lambda m: (m.until or m.said_at, int(m.id[1:])))
        return Slot(sentence(past[-1].text), (past[-1],)) if past else None
    if not first:
        denied = [m for m in rows if m.current and m.denied]
        latest = (denied or gone)[-1:]
        return Slot(_said(latest[0]), (latest[0],)) if latest else None
    newest = max(first, key=lambda m: int(m.id[1:]))
    if asked.aspect == "since":
        return Slot(f"{sentence(newest.text)[:-1]}, since {_day(newest, now)}.", (newest,))
    if asked.aspect == "count":
        chosen = tuple(sorted(first, key=lambda m: int(m.id[1:])))
        said = [m for m in chosen if _COUNTED.match(m.value)]
        if said:
            return Slot(sentence(said[-1].text), (said[-1],))
        return Slot(f"{len(chosen)} that I know of: {', '.join(m.value for m in chosen)}.", chosen[-3:])
    of_several = len({m.subject for m in first}) > 1
    if (asked.aspect == "list" or of_several or room(newest.predicate) == "many") and len(first) > 1:
        chosen = tuple(sorted(first, key=lambda m: int(m.id[1:]))[-6:])
        return Slot(" ".join(sentence(m.text) for m in chosen), chosen)
    before = [m for m in gone if m.predicate == newest.predicate][-1:]
    return Slot(_said(newest), (newest,), tuple(before))


def _said(told: Memory) -> str:
    """What answers, and no more where it is a name."""
    return sentence(told.value if told.predicate == "is called" else told.text)


_ENDS = re.compile(r"\b(?:stop\w*|quit\w*|leav\w+|left|split|br[eo]a?k\w*|s[eo]ll?d?|give up|gave up|end\w*|dump\w*)\b")


def _when(shelf: Shelf, person_id: str, words: str, rows: Sequence[Memory], now: datetime) -> Slot | None:
    """The day something began or ended: the one the words name, else the one it was told."""
    ended = bool(_ENDS.search(words.lower()))
    fitting = [m for m in rows if (m.denied or (not m.current and not m.replaced)) == ended]
    if not fitting:
        return None
    wanted = stems(words)
    newest = max(fitting, key=lambda m: (len(wanted & stems(m.value)), int(m.id[1:])))
    span = dated.span_of(shelf, person_id, newest, stems(words))
    return Slot(dated.gist(words, span, now) if span else "", (newest,))


def asks_of_self(shelf: Shelf, person_id: str, plain: str, asked: Asking) -> bool:
    """Whether a question wants a slot of the person's own life, and names nobody else."""
    named = people.named_in(people.circle(shelf, person_id), plain)
    return asked.sure >= SURE and bool(OWN.search(plain)) and not named


def of_others_only(asked: Asking, stated: Sequence[Memory]) -> bool:
    """Whether words tell what is asked for, and of somebody else only."""
    family = FAMILY.get(asked.predicate, (asked.predicate,))
    of_it = [m for m in stated if m.predicate in family]
    return bool(of_it) and all(m.subject != "me" for m in of_it)


def _alive(rows: Sequence[Memory]) -> Slot | None:
    """Whether somebody lives still, where a death was told."""
    return Slot(f"No. {sentence(rows[-1].text)}", (rows[-1],)) if rows else None


_GOOD = re.compile(r"\b(?:made|patched|cleared|buried|speak\w*|talk\w*|friends|mates|good|together)\b")


_COUNTED = re.compile(r"(?:two|three|four|five|six|seven|eight|nine|ten|\d+)\b")


_AT_ODDS = re.compile(r"\b(?:bad terms|fallen out|fell out|fall out|falling out|not (?:speaking|talking)|row|at odds|cross)\b")


def _whether(rows: Sequence[Memory], plain: str = "") -> Slot | None:
    if not rows:
        return None
    newest = max(rows, key=lambda m: (m.until or m.said_at, int(m.id[1:])))
    if re.search(r"\bused? to\b", plain):
        once = [m for m in rows if not m.denied and not m.current]
        if once:
            return Slot(f"Yes: {once[-1].text}.", (once[-1],))
    if newest.predicate == "terms":
        good = bool(_GOOD.search(newest.value)) != newest.denied
        odds, well = _AT_ODDS.search(plain), _GOOD.search(plain)
        ill = odds is not None and (well is None or odds.start() <= well.start())  # what is asked comes first
        return Slot(f"{'No' if good == ill else 'Yes'}: {newest.text}.", (newest,))
    holds = newest.current and not newest.denied
    told = newest.value if newest.subject.lower() == newest.value.lower() else newest.text  # never "Ruth is called Ruth"
    return Slot(f"{'Yes' if holds else 'No'}: {told}.", (newest,))


def _of_another(
    shelf: Shelf, person_id: str, who: Sequence[int], named: set[str], predicates: Sequence[str]
) -> Slot | None:
    """What is asked of one person and was only told of another: that is said, and whose it is."""
    everyone = [e.id for e in people.everyone(shelf, person_id) if e.id not in who]
    rows = beliefs.slot(shelf, person_id, everyone, predicates)
    rows += beliefs.slot(shelf, person_id, None, predicates) if who else []
    bearing = [m for m in rows if m.modality == "asserted" and m.current and named & stems(m.value)]
    if not bearing:
        return None
    return Slot(f"Not that you've told me. {sentence(bearing[-1].text)}", (bearing[-1],))


def _whoever(shelf: Shelf, person_id: str, words: str, predicates: Sequence[str]) -> Slot | None:
    """Whoever has the value a question names: "who's the vegetarian?"."""
    wanted = {stem(w) for w in key_words(words)} - GROUND
    everyone = [e.id for e in people.everyone(shelf, person_id)]
    rows = beliefs.slot(shelf, person_id, everyone, predicates) + beliefs.slot(shelf, person_id, None, predicates)
    scored = [
        (len(wanted & stems(m.value)), m.current, int(m.id[1:]), m) for m in rows if m.modality == "asserted"
    ]
    best = max((s for s in scored if s[0]), default=None)
    return Slot(sentence(best[3].text), (best[3],)) if best else None


_TIED = re.compile(rf"\b[\w-]+'s (?:{'|'.join(sorted({*RELATIONS, *PETS}))})\b(?!'s)")


_WHOSE = re.compile(r"\bmy (?!name|nickname|first name|full name)[\w -]{2,25}?(?:'s name| called| named)\b")


def subjects(shelf: Shelf, person_id: str, words: str, last: Mention | None) -> list[int] | None:
    """Whom a question is about: numbers of people, [] for the person themselves, None for nobody known."""
    held = people.circle(shelf, person_id)
    meant = people.named_in(held, words)
    tied = _TIED.search(words.lower())
    if tied and not any("'s " in e.relation for e in meant):
        return None  # "Ewa's dog", and nobody ever told of one
    if meant:
        return [e.id for e in meant]
    if _WHOSE.search(words.lower()):
        return None  # "what's my cat called", and nobody ever told of a cat
    described = re.findall(r"\bthe ([a-z][\w-]*(?: [a-z][\w-]*)?)", words.lower())
    for each in described:
        if found := by_description(shelf, person_id, each):
            return found
    if re.search(r"\b(?:he|she|him|her|his|they|their|them)\b", words.lower()) and last:
        return [e.id for e in people.resolve(list(held.everyone), last.name or f"my {last.relation}")] or None
    return [] if OWN.search(words.lower()) else None


def by_description(shelf: Shelf, person_id: str, words: str) -> list[int]:
    """Who "the bass player" or "the nurse" is, where just one person fits."""
    wanted = stems(re.sub(r"\b(?:player|fella|guy|man|woman|lad|girl|one|person)\b", "", words))
    if not wanted:
        return []
    everyone = people.everyone(shelf, person_id)
    related = [e.id for e in everyone if e.relation and wanted <= stems(e.relation)]
    if len(related) == 1:
        return related
    rows = beliefs.slot(shelf, person_id, [e.id for e in everyone], ("works as", "plays", "is a", "nickname"))
    owners = {m.subject for m in rows if wanted <= stems(m.value)}
    fitting = [e.id for e in everyone if e.name in owners or people.by_relation(e.relation) in owners]
    return fitting if len(fitting) == 1 else []


def _named_values(words: str, who: Sequence[int], shelf: Shelf, person_id: str, predicate: str) -> set[str]:
    """What a question names beside the people and the words of asking: "still in the choir"."""
    names = {
        s for e in people.everyone(shelf, person_id) if e.id in who for s in stems(f"{e.name} {e.relation}")
    }
    ground = GROUND - ({"dog", "cat"} if "pet" not in predicate and predicate != "is a" else set())
    return {stem(w) for w in key_words(words)} - ground - names


def _day(memory: Memory, now: datetime) -> str:
    return re.sub(r"^on ", "", say_when(memory.since or memory.said_at, now))
