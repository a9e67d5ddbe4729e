"""The situations she knows: what people tell or ask, and what a good listener says to it.

One file a ground in `situations/`; each situation opens with its kind, its tone and its name, then come
replies (`=`) and questions (`?`), which are pieces of the phrasebook like any other. How people put it
is in `training/situations`, which the ears have learned from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

KINDS = ("tell", "ask_self", "ask_advice", "ask_view", "ask_her", "ask_memory", "ask_world", "complain", "clarify",
         "correct", "request", "react", "social", "play")  # fmt: skip
TONES = ("heavy", "sad", "hard", "plain", "warm", "glad", "funny")


class PhrasebookError(ValueError):
    """The phrasebook has a line that can't be read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One situation; `key` is its file and its number there, and stays while nothing is put before it."""

    key: str
    name: str
    kind: str
    tone: str
    replies: tuple[str, ...]
    questions: tuple[str, ...]


def parse(text: str, file: str) -> Iterator[Entry]:
    """The situations of one file. Raises PhrasebookError with what can't be read."""
    for number, block in enumerate(re.split(r"\n\s*\n", text.strip())):
        head, *lines = [line.strip() for line in block.splitlines() if line.strip()]
        kind, tone, name = (part.strip() for part in head.split("|", 2))
        if kind not in KINDS or tone not in TONES:
            raise PhrasebookError(f"{file}: no such kind or tone: {head}")
        if odd := [line for line in lines if line[:2] not in ("= ", "? ")]:
            raise PhrasebookError(f"{file}, {name}: {odd[0]}")
        said = {mark: tuple(line[2:] for line in lines if line[0] == mark) for mark in "=?"}
        yield Entry(f"{file}.{number}", name, kind, tone, said["="], said["?"])


@cache
def read_all() -> tuple[Entry, ...]:
    """Every situation, in the order of the files."""
    folder = files("os1.mind.plain") / "situations"
    held = sorted((f for f in folder.iterdir() if f.name.endswith(".txt")), key=lambda f: f.name)
    return tuple(entry for file in held for entry in parse(file.read_text("utf-8"), file.name[:-4]))
