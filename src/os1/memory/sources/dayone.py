"""Day One's JSON export: one file a journal, alone or in its zip."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from os1.memory.sources.item import Item, items
from os1.memory.sources.stamps import exact

ORIGIN = "dayone"


def fits(data: Any) -> bool:
    """Whether parsed JSON is a journal."""
    entries = data.get("entries") if isinstance(data, dict) else None
    return isinstance(entries, list) and any(isinstance(e, dict) and "creationDate" in e for e in entries)


def read(data: Any) -> Iterator[Item]:
    """The paragraphs of every entry, oldest entry first, at the time of the place it was written."""
    dated = [(at, e) for e in data["entries"] if isinstance(e, dict) and (at := _at(e)) is not None]
    for at, entry in sorted(dated, key=lambda pair: pair[0]):
        key = str(entry.get("uuid") or entry["creationDate"])
        yield from items(key, "person", _text(entry), at)


def _at(entry: dict[str, Any]) -> datetime | None:
    at = exact(str(entry.get("creationDate")))
    try:
        zone = ZoneInfo(str(entry["timeZone"])) if entry.get("timeZone") else None
    except (KeyError, ValueError, OSError):  # a zone this computer knows nothing of
        zone = None
    return at.astimezone(zone) if at else None


def _text(entry: dict[str, Any]) -> str:
    text = entry.get("text")
    if isinstance(text, str):
        return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)  # Markdown, every sign of it escaped
    try:
        rich = json.loads(str(entry.get("richText") or "{}"))
    except (ValueError, RecursionError):
        return ""
    contents = rich.get("contents") if isinstance(rich, dict) else None
    return "".join(str(part.get("text", "")) for part in contents or () if isinstance(part, dict))
