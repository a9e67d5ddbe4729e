"""The tables that `risk` reads: its rules (`risk.txt`) and the words around them (`risk_words.txt`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple, get_args

from os1.listening.rule_files import blocks
from os1.types import RiskKind, RiskLevel


class Rule(NamedTuple):
    """One way of saying it. One of `stems` must stand in the text for `pattern` to be tried.

    `deniable` says that a "not" before it takes it away ("I'm not suicidal").
    """

    kind: RiskKind
    level: RiskLevel
    stems: tuple[str, ...]
    pattern: re.Pattern[str]
    deniable: bool


_KINDS: Final[dict[str, RiskKind]] = {kind: kind for kind in get_args(RiskKind)}
_LEVELS: Final[dict[str, RiskLevel]] = {level: level for level in get_args(RiskLevel)}
_WORDS: Final = dict(blocks("risk_words.txt"))
_LISTS: Final = {name: words for name, words in _WORDS.items() if name.startswith("<")}


def _expand(pattern: str) -> re.Pattern[str]:
    """Compile a pattern in which `<self>`, `<near>`, `<who>`, `<me>`, `<pills>` stand for lists."""
    for name, words in _LISTS.items():
        pattern = pattern.replace(name, words)
    return re.compile(pattern, re.MULTILINE)


def _rules() -> Iterator[Rule]:
    kind: RiskKind = "none"
    for head, pattern in blocks("risk.txt"):
        if not pattern:
            kind = _KINDS[head]
            continue
        level, _, stems = head.partition(": ")
        deniable = not level.endswith(" always")
        level = level.removesuffix(" always")
        yield Rule(kind, _LEVELS[level], tuple(stems.split(", ")), _expand(pattern), deniable)


def _spellings() -> Iterator[tuple[str, re.Pattern[str], str]]:
    for head, pattern in _WORDS.items():
        word, _, hint = head.partition(": ")
        if hint:
            yield hint, re.compile(pattern), word


RULES: Final = tuple(_rules())
"""Every rule there is, in the order in which the first of equal levels wins."""

SPELLINGS: Final = tuple(_spellings())
"""A letter group to look for first, what people type, and what they mean by it."""

# What each of these holds is told in `risk_words.txt`. Three are read over several lines at once.
IDIOM: Final = _expand(_WORDS["IDIOM"])
FICTION: Final = _expand(_WORDS["FICTION"])
MEANS: Final = _expand(_WORDS["MEANS"])
TOLD: Final = re.compile(_WORDS["TOLD"])
NEAR_ME: Final = re.compile(_WORDS["NEAR_ME"])
PAST: Final = re.compile(_WORDS["PAST"])
STILL: Final = re.compile(_WORDS["STILL"])
DENIAL: Final = re.compile(_WORDS["DENIAL"])
JOKE: Final = re.compile(_WORDS["JOKE"])
NOW: Final = re.compile(_WORDS["NOW"])
RESOLVED: Final = re.compile(_WORDS["RESOLVED"])
PETTY: Final = re.compile(_WORDS["PETTY"])
MIRTH: Final = re.compile(_WORDS["MIRTH"])
ILL: Final = re.compile(_WORDS["ILL"])
