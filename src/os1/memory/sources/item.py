"""What every source gives: items somebody said or noted elsewhere, cut to what can be found again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from os1.errors import RubbishError
from os1.listening.segments import sentences
from os1.types import Speaker

PART = 900  # characters; the encoder reads about 500, and a receipt is to be read at a glance
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")


class Unknown(RubbishError):
    """A file in no format that is known, or with nothing dated in it."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing somebody said or noted; `at` knows its offset.

    `key` names it within its format and is the same each time it is brought, whatever else has
    been added to the file since.
    """

    key: str
    speaker: Speaker
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of a file besides its words: its name, what the person goes by, the time, and
    the name of what it lay in."""

    name: str
    own: tuple[str, ...]
    now: datetime
    within: str = ""


def items(key: str, speaker: Speaker, text: str, at: datetime) -> Iterator[Item]:
    """A text as one item a paragraph, so that a text that grew adds only what is new in it."""
    for part in parts(text):
        yield Item(f"{key}\n{part}", speaker, part, at)


def parts(text: str) -> Iterator[str]:
    """The paragraphs of a text; a long one is cut between its sentences, a heading stays with
    what it stands over, and pictures are left out."""
    heading = ""
    for paragraph in re.split(r"\n[ \t]*\n", cleaned(text)):
        words = _PICTURE.sub("", paragraph).strip()
        if not words:
            continue
        if re.fullmatch(r"#{1,6} [^\n]+", words):
            heading += words.lstrip("#").strip() + "\n"
            continue
        yield from _cut(heading + words)
        heading = ""
    if heading:
        yield heading.strip()


def _cut(words: str) -> Iterator[str]:
    if len(words) <= PART:
        yield words
        return
    held = ""
    for piece in _short(s.text.strip() for s in sentences(words)):
        if held and len(held) + len(piece) >= PART:
            yield held
            held = ""
        held = f"{held} {piece}".strip()
    if held:
        yield held


def _short(pieces: Iterable[str]) -> Iterator[str]:
    """Sentences; what has no end to it is cut between words."""
    for piece in pieces:
        while len(piece) > PART:
            at = piece.rfind(" ", 1, PART)
            at = at if at > 0 else PART
            yield piece[:at]
            piece = piece[at:].strip()
        if piece:
            yield piece


def cleaned(text: str) -> str:
    """Words as they can be kept: one kind of line end, no NUL, no lone surrogates, no marks of
    direction that nobody sees."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    text = re.sub("[\u200e\u200f\u202a-\u202e\ufeff]", "", text)
    return text.encode("utf-8", "replace").decode("utf-8")
