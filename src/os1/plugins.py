"""Parts found by entry points: ours and a stranger's register in the same way."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import cast

from os1.protocols import Ears, Mind, Skill, Voice


def skills() -> dict[str, Skill]:
    """Every skill installed, under each intent it answers; the first to claim an intent has it."""
    found: dict[str, Skill] = {}
    for point in sorted(entry_points(group="os1.skills"), key=lambda p: p.value):
        skill = cast(Skill, point.load()())
        for intent in skill.intents:
            found.setdefault(intent, skill)
    return found


def minds() -> dict[str, type[Mind]]:
    """Every mind installed, by name."""
    return {p.name: cast("type[Mind]", p.load()) for p in entry_points(group="os1.minds")}


def ears() -> dict[str, type[Ears]]:
    """Every kind of ears installed, by name."""
    return {p.name: cast("type[Ears]", p.load()) for p in entry_points(group="os1.ears")}


def voices() -> dict[str, type[Voice]]:
    """Every voice installed, by name."""
    return {p.name: cast("type[Voice]", p.load()) for p in entry_points(group="os1.voices")}
