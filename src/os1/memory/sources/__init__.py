"""Where history comes from: one small module a format, and which of them a file is, by its words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from os1.errors import RubbishError
from os1.memory.sources import calendars, chatgpt, chats, contacts, dayone, journal, replika
from os1.memory.sources.files import Document
from os1.memory.sources.item import Hints, Item, Unknown

UNKNOWN = (
    "{name} is nothing I know how to read; ChatGPT's, Replika's, Day One's and OS1's own exports, chats, "
    "journals with dates, contacts and calendars are."
)


def read(document: Document, hints: Hints) -> tuple[str, Iterator[Item]]:
    """The format of a file, as its origin is called, and what was said in it.

    Raises Unknown where it is none that is known, RubbishError where it breaks off.
    """
    text = document.text.lstrip("\ufeff \t\r\n")
    if not text:
        raise Unknown(f"{document.name} is empty; name another file.")
    if text[0] in "[{":
        told = _told_in_json(text, hints)
        if told is not None:
            return told
    if contacts.fits(text):
        return contacts.ORIGIN, contacts.read(text, hints)
    if calendars.fits(text):
        return calendars.ORIGIN, calendars.read(text, hints)
    rows = replika.table(text)
    if rows:
        return replika.ORIGIN, replika.read(rows, hints)
    if chats.fits(text):
        return chats.ORIGIN, chats.read(text, hints)
    markdown = journal.is_markdown(document.name, text)
    return journal.MARKDOWN if markdown else journal.TEXT, journal.read(text, hints, markdown=markdown)


def _told_in_json(text: str, hints: Hints) -> tuple[str, Iterator[Item]] | None:
    """None where it isn't JSON at all, such as a chat that begins "[01/03/2024, 10:12]"."""
    data: Any
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        if text.startswith("{") or text[1:].lstrip()[:1] in ("{", "["):
            raise RubbishError(
                f"{hints.name} breaks off or is damaged; fetch it again and bring it then."
            ) from error
        return None
    if chatgpt.fits(data):
        return chatgpt.ORIGIN, chatgpt.read(data)
    if dayone.fits(data):
        return dayone.ORIGIN, dayone.read(data)
    if replika.fits(data):
        return replika.ORIGIN, replika.read(data, hints)
    raise Unknown(UNKNOWN.format(name=hints.name))
