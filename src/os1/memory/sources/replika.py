"""Replika's chats as they are backed up: a table of who said what when.

The usual columns are Timestamp, From, Text, Reaction, ID, with "Me" and "Rep"; other names of the
columns and other signs between them are met too, and the same rows as JSON.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from os1.memory.sources.item import Hints, Item, items
from os1.memory.sources.stamps import DATED, dated, day_order, exact, noon
from os1.memory.sources.voices import own_voice

ORIGIN = "replika"
_WHEN = ("timestamp", "date", "datetime", "time", "created_at", "created at", "sent at")
_WHO = ("from", "sender", "author", "speaker", "role", "who", "nature")
_WHAT = ("text", "message", "content", "body")
LONGEST = 1 << 24  # characters of one cell


def table(text: str) -> list[Mapping[str, Any]]:
    """The rows of a table that has such columns; [] where the text is no such table."""
    first = text.lstrip("\ufeff\r\n ").split("\n", 1)[0]
    sign = max(",;\t|", key=first.count)
    names = [name.strip().strip('"').casefold() for name in first.split(sign)]
    if not columns(names):
        return []
    csv.field_size_limit(LONGEST)
    rows = csv.reader(io.StringIO(text.lstrip("\ufeff\r\n "), newline=""), delimiter=sign)
    next(rows)
    return [dict(zip(names, row, strict=False)) for row in rows if len(row) >= 3]


def columns(names: Sequence[str]) -> tuple[str, str, str] | None:
    """The columns that say when, who and what."""
    found = [next((n for n in wanted if n in names), "") for wanted in (_WHEN, _WHO, _WHAT)]
    return (found[0], found[1], found[2]) if all(found) else None


def fits(data: Any) -> bool:
    """Whether parsed JSON is a list of such rows."""
    first = data[0] if isinstance(data, list) and data else None
    return isinstance(first, dict) and columns([str(name).casefold() for name in first]) is not None


def read(rows: Sequence[Mapping[str, Any]], hints: Hints) -> Iterator[Item]:
    """Every line said, oldest first; backups are often written newest first."""
    plain = [{str(k).casefold(): v for k, v in row.items()} for row in rows if isinstance(row, Mapping)]
    found = columns(list(plain[0]))
    assert found is not None
    when, who, what = found
    said = [r for r in plain if all(isinstance(r.get(c), str) for c in found) and str(r[what]).strip()]
    if not said:
        return
    own = own_voice([str(r[who]).strip() for r in said], hints)
    order = day_order(m["numbers"] for r in said if (m := DATED.match(str(r[when]))) and m["numbers"])
    timed = [(at, r) for r in said if (at := _at(str(r[when]), order)) is not None]
    if len(timed) > 1 and timed[0][0] > timed[-1][0]:
        timed.reverse()
    for at, row in timed:
        text = str(row[what]).replace("\\n", "\n").strip()
        key = str(row.get("id") or f"{row[when]} {row[who]}")
        if str(row[who]).strip() == own:
            yield from items(key, "person", text, at)
        else:
            yield Item(f"{key}\n{text}", "other", text, at)


def _at(words: str, order: Any) -> datetime | None:
    at = exact(words)
    if at is not None:
        return at
    found = DATED.match(words.strip())
    try:
        return noon(*dated(found, order)) if found else None
    except ValueError:
        return None
