"""Whom words are about: the relations they name, and whether they are told of the person or of others."""

from __future__ import annotations

import re

from os1.listening import reading
from os1.listening.assertions import clauses
from os1.listening.names import RELATIONS, same_relation
from os1.listening.segments import sentences
from os1.memory import people
from os1.memory.episodes import Shelf
from os1.memory.slot_rules import OWN

_KIN = "|".join(sorted(RELATIONS))
_OTHERS = re.compile(rf"(?:he|she|they|who)$|(?:my|our|his|her|their) (?:[\w-]+ ){{0,2}}(?:{_KIN})\b|(?:{_KIN})\b")
_WORD = re.compile(r"[\w-]+")
_OWNED = re.compile(r"'s\b")


def relations(plain: str) -> set[str]:
    """The relations that stand in small-letter words, each by its usual name."""
    return {same_relation(w) for w in _WORD.findall(_OWNED.sub("", plain)) if w in RELATIONS}


def known_relations(shelf: Shelf, person_id: str) -> set[str]:
    """The relations that anybody spoken of has."""
    return {same_relation(e.relation) for e in people.everyone(shelf, person_id) if e.relation}


def subjects(text: str) -> tuple[bool, bool]:
    """Whether the person is the subject of any clause, and whether somebody else is."""
    found = _subjects(text)
    others = [each for each in found if _OTHERS.match(each)]
    return any(OWN.match(each) for each in found if each not in others), bool(others)


def of_others(text: str) -> bool:
    """Whether all that is said is said of somebody else: "my sister takes size 38"."""
    found = _subjects(text)
    return bool(found) and all(_OTHERS.match(each) for each in found)


def _subjects(text: str) -> list[str]:
    return [
        clause.subject.lower()
        for sentence in sentences(text)
        for clause in clauses(sentence.text, reading.read(sentence.text))
    ]
