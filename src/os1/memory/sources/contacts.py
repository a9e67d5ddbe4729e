"""Address books (vCard 2.1, 3.0 and 4.0): what a card says of somebody, as sentences of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from os1.memory.sources.contentlines import Line, blocks
from os1.memory.sources.item import Hints, Item
from os1.memory.sources.stamps import exact

ORIGIN = "contacts"
_PLACES = (("work", "work"), ("home", "home"), ("cell", "mobile"))
_RELATED = frozenset(
    """spouse husband wife partner child son daughter parent mother father sibling brother sister friend
    colleague co-worker neighbor neighbour manager assistant boss uncle aunt cousin""".split()
)


def fits(text: str) -> bool:
    return text.lstrip("\ufeff\r\n ")[:20].upper().startswith("BEGIN:VCARD")


def read(text: str, hints: Hints) -> Iterator[Item]:
    """One item a card, dated by when the card was last changed, else by now."""
    for card in blocks(text, "VCARD"):
        name = _name(card)
        said = _sentences(card, name)
        if not name or not said:
            continue
        changed = _first(card, "REV")
        at = (exact(_iso(changed.value)) if changed else None) or hints.now
        words = " ".join(said)
        uid = _first(card, "UID")
        yield Item(f"{uid.value if uid else name}\n{words}", "person", words, at)


def _name(card: list[Line]) -> str:
    full = _first(card, "FN")
    if full and full.words.strip():
        return " ".join(full.words.split())
    parts = _first(card, "N")
    family, given = ([*parts.fields, "", ""] if parts else ["", ""])[:2]
    whole = f"{given} {family}".strip()
    company = _first(card, "ORG")
    return whole or (company.fields[0] if company else "")


def _sentences(card: list[Line], name: str) -> list[str]:
    found: list[str] = []
    for line in card:
        words = " ".join(line.words.split())
        if not words:
            continue
        if line.name == "NICKNAME":
            found.append(f"{name} is called {words.replace(',', ' or ')}.")
        elif line.name == "BDAY":
            day = _birthday(line.value.strip())
            found += [f"{name}'s birthday is {day}."] if day else []
        elif line.name in ("TEL", "EMAIL"):
            what = "phone number" if line.name == "TEL" else "e-mail address"
            found.append(f"{name}'s {_place(line)}{what} is {re.sub('^(?:tel|mailto):', '', words)}.")
        elif line.name == "NOTE":
            found.append(line.words.strip().rstrip(".") + ".")
        elif line.name in ("RELATED", "X-ABRELATEDNAMES") and not words.startswith("urn:"):
            found.append(f"{name}'s {_relation(line, card)} is {words}.")
    return found


def _place(line: Line) -> str:
    kinds = line.given.get("TYPE", "").lower()
    return next((f"{place} " for kind, place in _PLACES if kind in kinds), "")


def _relation(line: Line, card: list[Line]) -> str:
    """What somebody named on a card is to whom the card is of."""
    labels = [each.words for each in card if each.group == line.group != "" and each.name == "X-ABLABEL"]
    said = re.sub(r"[^a-z,-]", "", (labels[0] if labels else line.given.get("TYPE", "")).lower())
    return next((each for each in said.split(",") if each in _RELATED), "contact")


def _birthday(value: str) -> str:
    """ "19880504", "1988-05-04", "--0504" as a day in words; "" for anything else."""
    found = re.match(r"(?:(\d{4})|--)-?(\d{2})-?(\d{2})", value)
    if not found:
        return ""
    try:
        day = date(int(found[1] or 2000), int(found[2]), int(found[3]))
    except ValueError:
        return ""
    return f"on {day.day} {day:%B}" + (f" {day.year}" if found[1] and day.year > 1604 else "")


def _iso(value: str) -> str:
    """A time without its dashes and colons, with them."""
    return re.sub(r"^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)", r"\1-\2-\3T\4:\5:\6", value.strip())


def _first(card: list[Line], name: str) -> Line | None:
    return next((line for line in card if line.name == name), None)
