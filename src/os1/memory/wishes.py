"""What a person wishes of those she knows of: never to be brought up, to be one, to be two."""

from __future__ import annotations

from os1.errors import RubbishError
from os1.memory import hands, joining, people
from os1.memory.episodes import Shelf
from os1.types import Mention, Request

INTENTS = ("quiet.about", "quiet.not", "people.same", "people.two")


def do(shelf: Shelf, person_id: str, asked: Request, last: Mention | None) -> dict[str, str]:
    """Do what is wished; the slots of the reply that says so."""
    if asked.intent.startswith("quiet."):
        return _quiet(shelf, person_id, asked.slots["about"], last, on=asked.intent == "quiet.about")
    one, other = asked.slots["one"], asked.slots["other"]
    if asked.intent == "people.same":
        return _same(shelf, person_id, one, other)
    return _two(shelf, person_id, one, other)


def _quiet(shelf: Shelf, person_id: str, about: str, last: Mention | None, *, on: bool) -> dict[str, str]:
    meant = people.resolve(people.everyone(shelf, person_id), about, last)
    if not meant and not on:
        return {"kind": "quiet_off", "why": "you said I may bring it up again", "whom": about}
    if not meant:
        made = people.meet(shelf, person_id, about)
        meant = [made]
    for each in meant:
        hands.quiet(shelf, person_id, f"e{each.id}", on=on)
    shown = meant[0].shown
    if not on:
        return {"kind": "quiet_off", "why": "you said I may bring it up again", "whom": shown}
    return {"kind": "quiet_on", "why": "you asked me not to bring it up", "whom": shown}


def _same(shelf: Shelf, person_id: str, one: str, other: str) -> dict[str, str]:
    everyone = people.everyone(shelf, person_id)
    first, second = people.resolve(everyone, one), people.resolve(everyone, other)
    if not first and not second:
        if not (one[:1].isupper() and other[:1].isupper()):
            return {}  # "day and night are the same": nobody is meant
        return {
            "kind": "people_unknown",
            "why": "you named two people I haven't heard of",
            "whom": f"{one} or {other}",
        }
    if not first or not second:  # one of the names is new: it is one more name of the other's
        known, name = (first[0], other) if first else (second[0], one)
        people.also_called(shelf, person_id, known.id, name)
        return {
            "kind": "people_same",
            "why": "you told me that two names are one person",
            "one": known.shown,
            "other": name,
        }
    if first[0].id == second[0].id:
        return {
            "kind": "people_same",
            "why": "you told me that two names are one person",
            "one": one,
            "other": other,
        }
    joining.merge(shelf, person_id, second[0].id, first[0].id)
    return {
        "kind": "people_same",
        "why": "you told me that two names are one person",
        "one": one,
        "other": other,
    }


def _two(shelf: Shelf, person_id: str, one: str, other: str) -> dict[str, str]:
    everyone = people.everyone(shelf, person_id)
    for name, rest in ((one, other), (other, one)):
        for each in people.resolve(everyone, rest):
            if name.lower() in (alias.lower() for alias in each.aliases):
                try:
                    joining.split(shelf, person_id, each.id, name)
                except RubbishError:
                    continue
                break
    return {"kind": "people_two", "why": "you told me that they are two people", "one": one, "other": other}
