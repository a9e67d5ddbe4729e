"""The phrasebook: pieces of talk with the conditions under which each may be said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from zlib import crc32

from os1.mind.plain.situated import PhrasebookError, read_all

_HEADER = re.compile(r"^\[(?P<part>[\w.]+)(?P<rest>(?: \w+=[\w,]+)*)\]$")
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece: its text with {slots}, what must hold for it, and a number that stays the same
    for the same text."""

    text: str
    part: str
    needs: Mapping[str, tuple[str, ...]]
    slots: frozenset[str]
    number: int


def parse(text: str, name: str) -> list[Piece]:
    """The pieces of one phrase file. Raises PhrasebookError with the line."""
    pieces: list[Piece] = []
    part, needs = "", dict[str, tuple[str, ...]]()
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        if bare.startswith("["):
            header = _HEADER.match(bare)
            if not header:
                raise PhrasebookError(f"{name}, line {number}: not a header: {bare}")
            part = header["part"]
            pairs = (pair.split("=", 1) for pair in header["rest"].split())
            needs = {key: tuple(values.split(",")) for key, values in pairs}
            continue
        if not part:
            raise PhrasebookError(f"{name}, line {number}: a piece before any header")
        slots = frozenset(slot.lower() for slot in _SLOT.findall(bare))
        pieces.append(Piece(bare, part, needs, slots, crc32(f"{part} {bare}".encode())))
    return pieces


@cache
def book() -> dict[str, list[Piece]]:
    """All pieces that come with the house, by part."""
    found: dict[str, list[Piece]] = {}
    folder = files("os1.mind.plain") / "phrases"
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".txt"):
            for piece in parse(file.read_text(encoding="utf-8"), file.name):
                found.setdefault(piece.part, []).append(piece)
    for entry in read_all():
        for part, held in ((f"at.{entry.key}", entry.replies), (f"at.{entry.key}.ask", entry.questions)):
            found[part] = [_situated(part, text) for text in held]
    return found


_NAMES = {"name": "person", "user": "name"}


def _situated(part: str, text: str) -> Piece:
    """A piece written for one situation: there {name} is whom it is about, {user} who is talking."""
    plain = _SLOT.sub(lambda m: f"{{{_NAMES.get(m[1], m[1])}}}", text)
    slots = frozenset(slot.lower() for slot in _SLOT.findall(plain))
    return Piece(plain, part, {}, slots, crc32(f"at {plain}".encode()))


@cache
def shapes() -> dict[int, str]:
    """How each piece is built, by its number: where the person's words stand in it and how it goes on."""
    return {piece.number: _shape(piece.text) for pieces in book().values() for piece in pieces}


def _shape(text: str) -> str:
    """The build of a piece that takes up words: "C. ...", "So c, ..."; "" for one that doesn't."""
    found = _SLOT.search(text)
    if found is None:
        return ""
    rest = text[found.end() :]
    return f"{text[: found.start()][:6]}{found[1]}{rest[:1] if len(rest) > 1 else ''}"


def fill(piece: Piece, slots: Mapping[str, str]) -> str:
    """The piece with its slots filled; a capital slot name capitalises what is filled in."""

    def value(match: re.Match[str]) -> str:
        name = match[1]
        held = slots[name.lower()]
        return held[:1].upper() + held[1:] if name[0].isupper() else held

    return _SLOT.sub(value, piece.text)
