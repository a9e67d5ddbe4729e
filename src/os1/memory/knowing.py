"""What she knows of somebody, told in sentences: who they are, what holds now, how things stand."""

from __future__ import annotations

from collections.abc import Sequence

from os1.memory import beliefs, people
from os1.memory.episodes import Shelf
from os1.memory.wording import sentence
from os1.types import Memory

SENTENCES = 4
_FIRST = ("is my", "relation", "died", "is called", "lives in", "works as", "works at", "partner", "married to",
          "has child", "age", "studies", "terms", "has pet", "allergic to", "has condition")  # fmt: skip


def of(
    shelf: Shelf, person_id: str, who: Sequence[people.Entity] | None, most: int = SENTENCES
) -> list[Memory]:
    """What holds now of the person (None) or of somebody they know, what matters most first."""
    numbers = None if who is None else [e.id for e in who]
    owned = beliefs.of_somebody(shelf, person_id, numbers)
    once: dict[str, Memory] = {}
    for memory in sorted(owned, key=_weight):
        once.setdefault(memory.text.lower(), memory)
    return list(once.values())[:most]


def _weight(memory: Memory) -> tuple[int, int, int]:
    place = _FIRST.index(memory.predicate) if memory.predicate in _FIRST else len(_FIRST)
    return place, -memory.times, -int(memory.id[1:])


def told(known: Sequence[Memory]) -> str:
    """The facts as a few sentences: "Ruth is your sister. She lives in Leeds."."""
    return " ".join(sentence(memory.text) for memory in known)
