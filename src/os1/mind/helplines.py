"""Whom to ring in a country: rows of `helplines.txt`, the person's own rows over them, no network."""

from __future__ import annotations

import locale
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

KINDS = ("emergency", "self_harm", "harm_to_others", "abuse", "eating", "medical")
ELSEWHERE = "XX"
OWN = "helplines.txt"
_PARTS = "country | what for | name | number | text or web | when | source | checked"
_ZONES = Path("/usr/share/zoneinfo/zone.tab")  # every time zone's country, where the system has it
_TEXT = re.compile(r"^text (?:(?P<word>\w+) to )?(?P<number>[\d +-]+)$")
FIRST_EMERGENCY = ("medical", "harm_to_others")
"""Where the emergency number stands first at every level."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of help, or with no kinds the name of a country; `number` and `text` are "" where there is none."""

    country: str
    kinds: tuple[str, ...]
    name: str
    number: str = ""
    text: str = ""
    hours: str = ""
    source: str = ""
    checked: str = ""

    @property
    def links(self) -> list[dict[str, str]]:
        """What one touch opens."""
        made = [{"words": self.number, "href": f"tel:{dialled(self.number)}"}] if self.number else []
        sms = _TEXT.match(self.text)
        if sms:
            body = f"?body={quote(sms['word'])}" if sms["word"] else ""
            made.append({"words": self.text, "href": f"sms:{dialled(sms['number'])}{body}"})
        elif self.text:
            made.append({"words": self.text.removeprefix("https://"), "href": self.text})
        return made

    @property
    def said(self) -> str:
        """The line as she says it."""
        if self.number:
            return f"{self.name} on {self.number}"
        return f"{self.name} ({self.text.removeprefix('https://')})"


def dialled(number: str) -> str:
    """A number as a telephone takes it."""
    return re.sub(r"[^\d+#*]", "", number)


def read(text: str, name: str) -> tuple[list[Line], list[str]]:
    """The rows of a file, and a sentence for each that can't be read; the others stand."""
    rows: list[Line] = []
    bad: list[str] = []
    for number, row in enumerate(text.splitlines(), 1):
        if not row.strip() or row.lstrip().startswith("#"):
            continue
        parts = [part.strip() for part in row.split("|")]
        if len(parts) == 2 and re.fullmatch("[A-Za-z]{2}", parts[0]) and parts[1]:
            rows.append(Line(parts[0].upper(), (), parts[1]))
            continue
        wrong = _wrong(parts)
        if wrong:
            bad.append(f"{name}, line {number}: {wrong}; the row was passed over.")
            continue
        country, kinds, *rest = parts
        named, call, web, hours, source, checked = ("" if part == "-" else part for part in rest)
        rows.append(Line(country.upper(), tuple(k.strip() for k in kinds.split(",")), named, call, web, hours,
                         source, checked))  # fmt: skip
    return rows, bad


def _wrong(parts: Sequence[str]) -> str:
    if len(parts) != 8:
        return f"it has {len(parts)} parts and needs eight: {_PARTS}"
    country, kinds, name, number, text = parts[:5]
    if not re.fullmatch(r"[A-Za-z]{2}", country):
        return f"{country!r} isn't a country code of two letters"
    if strange := [kind for kind in (k.strip() for k in kinds.split(",")) if kind not in KINDS]:
        return f"{strange[0]!r} is none of {', '.join(KINDS)}"
    if not name or name == "-":
        return "it has no name"
    if number != "-" and not re.fullmatch(r"[\d +#*()-]{2,}", number):
        return f"{number!r} isn't a number that can be rung"
    if text != "-" and not _TEXT.match(text) and not re.fullmatch(r"https://[^\s\"'<>]+", text):
        return f"{text!r} is neither an https:// address nor like 'text WORD to NUMBER'"
    return ""


@cache
def shipped() -> tuple[Line, ...]:
    """The rows that come with the house. Raises ValueError where one is bad: they are tested."""
    rows, bad = read((files("os1.mind") / OWN).read_text(encoding="utf-8"), OWN)
    if bad:
        raise ValueError(bad[0])
    return tuple(rows)


def lines(home: Path | None = None) -> tuple[list[Line], list[str]]:
    """All rows, the person's own (a `helplines.txt` in their home) over those that came with the house."""
    held = {(line.country, line.kinds and line.name): line for line in shipped()}
    bad: list[str] = []
    own = home / OWN if home else None
    if own is not None and own.exists():
        try:
            rows, bad = read(own.read_text(encoding="utf-8-sig", errors="replace"), str(own))
        except OSError as error:
            rows, bad = [], [f"{own} can't be read ({error.strerror}); the numbers that came with me stand."]
        held |= {(line.country, line.kinds and line.name): line for line in rows}
    return [line for line in held.values() if line.number or line.text or not line.kinds], bad


def countries(held: Iterable[Line]) -> dict[str, str]:
    """Every country there are lines for, by its code."""
    rows = list(held)
    named = {line.country: line.name for line in rows if not line.kinds}
    return {line.country: named.get(line.country, line.country) for line in rows if line.kinds}


def for_country(held: Iterable[Line], country: str, kind: str, level: str) -> list[Line]:
    """The lines to show, in the order to show them; never none."""
    rows = list(held)
    here = [line for line in rows if line.country == country]
    there = [line for line in rows if line.country == ELSEWHERE]
    helping = [line for line in here if kind in line.kinds and "emergency" not in line.kinds]
    if not helping and kind != "medical":
        helping = [line for line in here if "self_harm" in line.kinds and "emergency" not in line.kinds]
        helping += [line for line in there if kind in line.kinds]
    urgent = _emergency(here, kind) or _emergency(there, kind)
    urgent = urgent or _emergency((line for line in shipped() if line.country == ELSEWHERE), kind)
    first = level == "imminent" or kind in FIRST_EMERGENCY
    return [*urgent, *helping] if first else [*helping, *urgent]


def _emergency(rows: Iterable[Line], kind: str) -> list[Line]:
    urgent = [line for line in rows if "emergency" in line.kinds]
    meant = [line for line in urgent if kind in line.kinds]
    return (meant or [line for line in urgent if line.kinds == ("emergency",)] or urgent)[:1]


def country(chosen: str, known: Iterable[str]) -> tuple[str, str]:
    """The country the person is in, and how that is known; XX where it isn't, or none is known there."""
    codes = set(known)
    for code, how in ((chosen.upper(), "you set it"), (_by_zone(), "from this computer's time zone"),
                      (_by_locale(), "from this computer's language")):  # fmt: skip
        if code in codes:
            return code, how
    return ELSEWHERE, "I can't tell the country from this computer"


def _by_zone() -> str:
    zone = os.environ.get("TZ", "").lstrip(":") or os.path.realpath("/etc/localtime").partition("zoneinfo/")[2]
    if not zone or not _ZONES.exists():
        return ""
    for row in _ZONES.read_text(encoding="utf-8").splitlines():
        parts = row.split("\t")
        if len(parts) > 2 and parts[2] == zone:
            return parts[0]
    return ""


def _by_locale() -> str:
    named = next((v for v in map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG")) if v), "")
    found = re.match(r"[a-z]{2,3}_([A-Z]{2})", named or locale.getlocale()[0] or "")
    return found[1] if found else ""
