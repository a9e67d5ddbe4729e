"""Her character as data: the parts of `character.txt` in her own voice, under the name she goes by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from os1.mind.likings import Liking
from os1.types import Persona

LIGHT, LOW = 0.2, -0.2  # of her mood, from where it shows


@dataclass(frozen=True, slots=True)
class Part:
    """One part of her character: its title, and its paragraphs in order; what begins with "- " stands in a list."""

    title: str
    paragraphs: tuple[str, ...]


def parts(persona: Persona) -> tuple[Part, ...]:
    """Who she is, told by herself."""
    text = files("os1.mind").joinpath("character.txt").read_text("utf-8")
    told = "\n".join(line for line in text.splitlines() if not re.match(r"#(?!#)", line))
    found = []
    for block in re.split(r"^## ", told, flags=re.MULTILINE)[1:]:
        title, _, rest = block.partition("\n")
        said = (" ".join(each.split()) for each in re.split(r"\n\n+|\n(?=- )", rest))
        found.append(Part(title.strip(), tuple(each.replace("{her}", persona.name) for each in said if each)))
    return tuple(found)


def mood_word(mood: float) -> str:
    """Her mood as pieces are sorted by it."""
    return "high" if mood > LIGHT else "low" if mood < LOW else "flat"


def shape(persona: Persona, likings: Sequence[Liking]) -> dict[str, Any]:
    """All of it as a JSON object: what the page and the command show."""
    return {
        "name": persona.name, "tone": persona.tone, "voice": persona.voice,
        "parts": [{"title": part.title, "paragraphs": list(part.paragraphs)} for part in parts(persona)],
        "likings": [
            {"about": each.about, "times": each.times,
             "told": [{"id": f"u{u.id}", "quote": each.quote(u), "at": u.said_at.isoformat()} for u in each.told]}
            for each in likings
        ],
    }  # fmt: skip
