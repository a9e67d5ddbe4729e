"""The person's animals: whether there is one, whether it still lives, how many there are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from os1.listening.names import PETS
from os1.memory import beliefs, people
from os1.memory.episodes import Shelf
from os1.memory.people import Entity
from os1.memory.slot_rules import OWN
from os1.memory.wording import number
from os1.types import Memory

_ANY = re.compile(r"\b(?:pets?|animals?)\b")


def kinds(words: str) -> set[str]:
    """The kinds of animal that words name, each in the singular."""
    return {re.sub(r"ies$", "y", w).removesuffix("s") for w in re.findall(r"[a-z]+", words.lower())} & PETS


def whether(shelf: Shelf, person_id: str, words: str, who: Sequence[int]) -> tuple[str, Memory] | None:
    """Yes or no with what tells of it; None where nothing was told of an animal of that kind."""
    pets = _asked(shelf, person_id, words, who)
    dead = _dead(shelf, person_id, pets)
    living = [e for e in pets if _called(e) not in {m.subject for m in dead}]
    if not living and not dead:
        return None
    told = beliefs.slot(shelf, person_id, [(living or pets)[-1].id], ("is my", "died"))
    return (f"{'Yes' if living else 'No'}: {told[-1].text}.", told[-1]) if told else None


def counted(shelf: Shelf, person_id: str, words: str, who: Sequence[int]) -> tuple[str, tuple[Memory, ...]] | None:
    """How many there are, by name; None for fewer than two."""
    pets = _asked(shelf, person_id, words, who)
    gone = {m.subject for m in _dead(shelf, person_id, pets)}
    living = [e for e in pets if e.name and e.name not in gone]
    known = beliefs.slot(shelf, person_id, [e.id for e in living], ("is my",))
    if len(living) < 2 or not known:
        return None
    *names, last = (e.name for e in living)
    once = {m.source: m for m in known}
    count = number(len(living))
    return f"{count[:1].upper()}{count[1:]} that I know of: {', '.join(names)} and {last}.", tuple(once.values())[-3:]


def _asked(shelf: Shelf, person_id: str, words: str, who: Sequence[int]) -> list[Entity]:
    """The person's own animals that a question means: none where it is about somebody else's."""
    own = [e for e in people.everyone(shelf, person_id) if e.relation in PETS]  # "Ruth's dog" is hers
    if not OWN.search(words.lower()) or set(who) - {e.id for e in own}:
        return []
    wanted = kinds(words)
    return [e for e in own if e.relation in wanted or (not wanted and _ANY.search(words.lower()))]


def _dead(shelf: Shelf, person_id: str, pets: Sequence[Entity]) -> list[Memory]:
    told = beliefs.slot(shelf, person_id, [e.id for e in pets], ("died",)) if pets else []
    return [m for m in told if m.modality == "asserted" and not m.denied and not m.taken_back]


def _called(each: Entity) -> str:
    return each.name or people.by_relation(each.relation)
