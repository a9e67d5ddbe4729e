"""Remembered words made ready to be told: quoted, dated."""

from __future__ import annotations

from datetime import datetime

from os1.listening.spoken_dates import say_when
from os1.types import Memory


def quotes(memories: tuple[Memory, ...], now: datetime, prefix: str = "") -> dict[str, str]:
    """The slots a remembered sentence fills: its words, its day, and whether it was taken back."""
    held = {}
    for n, memory in enumerate(memories):
        held[f"{prefix}quote{n}"] = quoted(memory.quote)
        held[f"{prefix}when{n}"] = say_when(memory.said_at, now)
        if memory.taken_back:
            held[f"{prefix}back{n}"] = "yes"
    return held


def quoted(words: str) -> str:
    """The person's own words in quotation marks, with an end mark inside."""
    bare = words.strip()
    return f"“{bare}”" if bare[-1:] in ".!?…" else f"“{bare}.”"


def capital_first(sentence: str) -> str:
    """The sentence with a capital and one end mark."""
    return sentence[:1].upper() + sentence[1:].rstrip(".") + "."
