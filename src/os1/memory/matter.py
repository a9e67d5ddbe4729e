"""What a question asks, worked out once: which slot, of when, of whom, and what is known to bear on it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from os1.listening.asking import Asking
from os1.memory import beliefs, dated, moods, slots
from os1.memory.bearing import Asked, names_stranger
from os1.memory.slot_rules import OWN
from os1.memory.slots import Slot
from os1.types import Memory, Mention

_GENERAL = re.compile(
    r"\b(?:capital|meaning|population|president|prime minister|king|queen|currency|definition|formula|"
    r"square root|boiling point|speed|distance|difference between|\w+est (?:mountain|river|country|city|"
    r"building|animal|ocean|lake|planet)|how (?:far|tall|big|deep|heavy|fast) (?:is|are) the|"
    r"who (?:wrote|invented|discovered|painted|composed|directed|won the))\b"
)
_POINTS = re.compile(r"\b(?:told|tell) you\b|\bthe\b|\b(?:he|she|they|his|her|their|him|them)\b")
_ONCE = re.compile(r"\bused? to\b")


@dataclass(frozen=True, slots=True)
class Matter:
    """A question: its words in small letters, what it asks for, whether it is about the person's own
    life, about a day, about what was before, about how somebody felt; the slot that statements give,
    the plans it means (the one that stands first), and what the slot's values replaced."""

    asked: Asked
    plain: str
    asking: Asking
    personal: bool
    timed: bool
    earlier: bool
    felt: bool
    slot: Slot | None
    planned: tuple[Memory, ...]
    replaced: tuple[Memory, ...]

    @property
    def known(self) -> tuple[Memory, ...]:
        """All that statements and plans say to it."""
        return (*(self.slot.found if self.slot else ()), *self.replaced, *self.planned)


def of(asked: Asked, now: datetime, last: Mention | None) -> Matter:
    """What `asked` is about; `last` is whom the talk was about."""
    shelf, person_id, words = asked.shelf, asked.person_id, asked.words
    plain = words.lower()
    asking = slots.asks_for(shelf, person_id, words)
    personal = bool(asked.named) or bool(OWN.search(plain) or _POINTS.search(plain)) or names_stranger(words)
    personal = personal and not (_GENERAL.search(plain) and not OWN.search(plain))
    personal = personal or (asking.sure >= slots.CERTAIN and asking.predicate != "none")
    timed = dated.asks_when(plain) or dated.asks_how_long(plain)
    since = asking.aspect in ("since", "ago") and asking.aspect_sure >= slots.CERTAIN
    felt = moods.asks(plain)
    slot = None if felt else slots.answer(shelf, person_id, words, asking, now, last)
    if slot and not all(asked.told_before(m) for m in slot.found):
        slot = None
    planned = [m for m in dated.event(shelf, person_id, words) if asked.told_before(m)] if timed or since else []
    replaced = list(slot.changed) if slot else []
    for each in slot.found if slot else ():
        replaced += beliefs.replaced_by(shelf, person_id, int(each.id[1:])) if each.id.startswith("m") else []
    earlier = asking.aspect == "before" or dated.asks_earlier(plain) or bool(_ONCE.search(plain))
    return Matter(asked, plain, asking, personal, timed or since, earlier, felt, slot, tuple(planned), tuple(replaced))
