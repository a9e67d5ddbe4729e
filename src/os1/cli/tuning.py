"""The command `os1 character`: who she is, what she has come to like, and how she is to sound."""

from __future__ import annotations

import argparse
import json
import textwrap
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from os1.cli.opening import open_house
from os1.cli.remembering import Adder
from os1.mind import character
from os1.mind.likings import likings
from os1.store import settings, tuning

WIDTH = 88


def add_commands(command: Adder) -> None:
    parser = command("character", "read who she is and what she has come to like; tune how she sounds")
    parser.add_argument("--name", metavar="NAME", help='call her something else; "" gives back her own name')
    parser.add_argument("--tone", choices=settings.TONES, help="how she is to sound from now on")
    parser.add_argument("--sounding", choices=("on", "off"), help="whether she may guess from your voice how you are")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=_character)


def _character(given: argparse.Namespace) -> int:
    with open_house(given.home) as house:
        me, database = house.person.id, house.database
        if given.name is not None:
            tuning.call(database, me, given.name)
        if given.tone is not None:
            tuning.sound(database, me, given.tone)
        if given.sounding is not None:
            tuning.read_voice(database, me, on=given.sounding == "on")
        shown = character.shape(settings.persona(database, me), likings(house.shelf, me)) | {"sounding": tuning.reads_voice(database, me)}
    print(json.dumps(shown, ensure_ascii=False) if given.json else "\n".join(_lines(shown)))
    return 0


def _lines(shown: dict[str, Any]) -> Iterator[str]:
    """Her character as it is read in a terminal."""
    for part in shown["parts"]:
        yield f"{part['title']}\n{'-' * len(part['title'])}\n"
        said = part["paragraphs"]
        for paragraph, after in zip(said, [*said[1:], ""], strict=True):
            lists = paragraph.startswith("- ")
            yield textwrap.fill(paragraph, WIDTH, subsequent_indent="  " * lists) + "\n" * (not (lists and after.startswith("- ")))
    yield "What I've come to like\n----------------------\n"
    for liking in shown["likings"]:
        yield f"{liking['about'][:1].upper()}{liking['about'][1:]}, told gladly {liking['times']} times:"
        yield from (f"  {said['id']:>5}  {datetime.fromisoformat(said['at']):%Y-%m-%d}  “{said['quote']}”" for said in liking["told"])
    if not shown["likings"]:
        yield "Nothing yet. It grows from what you tell me often, and gladly."
    voice = f" The voice you wished for: {shown['voice']}." if shown["voice"] else ""
    unread = "" if shown["sounding"] else " I don't read your voice."
    yield f"\nNow: {shown['name']}, {shown['tone']}.{voice}{unread}"
