"""Journals in words: Markdown with its date in the name, the front matter or headings, and plain
text in which each entry begins with its date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time

from os1.memory.sources.item import Hints, Item, cleaned, items
from os1.memory.sources.stamps import CLOCK, DATED, Order, clock, dated, day_order, noon

MARKDOWN = "markdown"
TEXT = "text"
_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FRONT_DATE = re.compile(r"^(?:date|created(?:_at)?|day)[ \t]*:[ \t]*(.+)$", re.IGNORECASE | re.MULTILINE)
_IN_NAME = re.compile(r"(?<!\d)(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)")
_CLOCK_HEADING = re.compile(rf"(?:at )?({CLOCK})\s*$")
_BREAK = re.compile(r"^[\]*_ \t]*(?:[-–—:|][ \t]*)?")

Entry = tuple[str, datetime | None, str]  # the day as a key, when, the words


def is_markdown(name: str, text: str) -> bool:
    """Whether a text is Markdown: by its front matter, its headings with dates, or its name."""
    return bool(
        name.lower().endswith((".md", ".markdown"))
        or _FRONT.match(text)
        or any(DATED.match(m[1]) for m in re.finditer(r"^#{1,6} +(.+)$", text, re.MULTILINE))
    )


def read(text: str, hints: Hints, *, markdown: bool) -> Iterator[Item]:
    """The paragraphs of every entry under their day; words before the first date have the file's
    own date, and are passed over where it has none."""
    text = cleaned(text)
    front = _FRONT.match(text)
    body = text[front.end() :] if front else text
    order = day_order(m["numbers"] for m in _starts(body, markdown) if m["numbers"])
    start = (_front_day(front[1], order) if front else None) or _day_of(hints.name)
    for key, at, words in _entries(body, start, order, markdown):
        if at is not None:
            yield from items(key, "person", words, at)


def _starts(body: str, markdown: bool) -> Iterator[re.Match[str]]:
    for line in body.split("\n"):
        found = _date_of(line, markdown)
        if found:
            yield found


def _date_of(line: str, markdown: bool) -> re.Match[str] | None:
    """The date a line begins with; in Markdown only a heading, or a date standing alone."""
    plain = re.sub(r"^[#>*_\[ \t]+", "", line)
    found = DATED.match(plain)
    if not found or (markdown and not line.startswith("#") and plain[found.end() :].strip(" *_]:")):
        return None
    after = plain[found.end() : found.end() + 1]
    return None if after.isalnum() else found


def _entries(body: str, start: datetime | None, order: Order, markdown: bool) -> Iterator[Entry]:
    at, held = start, list[str]()

    def entry() -> Entry:
        return (at.strftime("%Y-%m-%d %H:%M") if at else "", at, "\n".join(held))

    for line in body.split("\n"):
        when, rest = _begun(line, at, order, markdown)
        if when is None:
            held.append(line)
            continue
        yield entry()
        at, held = when, [rest] if rest else []
    yield entry()


def _begun(line: str, at: datetime | None, order: Order, markdown: bool) -> tuple[datetime | None, str]:
    """The time a line begins an entry with, and what of the line belongs to it."""
    found = _date_of(line, markdown)
    if found:
        try:
            when = noon(*dated(found, order))
        except ValueError:
            return None, ""
        return when, _BREAK.sub("", found.string[found.end() :], count=1)
    heading = _CLOCK_HEADING.match(line.lstrip("#").strip()) if markdown and line.startswith("#") else None
    if heading and at:
        try:
            return noon(at.date(), clock(heading[1])), ""
        except ValueError:
            return None, ""
    return None, ""


def _front_day(front: str, order: Order) -> datetime | None:
    said = _FRONT_DATE.search(front)
    found = DATED.search(said[1]) if said else None
    try:
        return noon(*dated(found, order)) if found else None
    except ValueError:
        return None


def _day_of(name: str) -> datetime | None:
    """The day in a file's name or path ("2024/2024-03-01 Friday.md")."""
    for found in reversed(list(_IN_NAME.finditer(name))):
        try:
            return noon(date(*(int(n) for n in found.groups())), time(12))
        except ValueError:
            continue
    return None
