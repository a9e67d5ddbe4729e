"""Sixty situations that show whether she is still herself, whichever mind finds her words; scored without a judge.

Each situation tells what was told days before, what is said now, and what the reply must and mustn't have
(`trial.txt`). On top, every reply is held against what she never does, and against how she talks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from os1.listening.requests import straight
from os1.mind.chat.guard import rules

SCORES = ("voice", "warmth", "honesty", "memory", "restraint")
LONGEST = 80  # words of a reply
_LIST = re.compile(r"^\s*(?:[-*•]|\d+[.)]) ", re.MULTILINE)
_PICTURE = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf]")
_PROSE = re.compile(r"\b(?:it sounds like|that must (?:be|have been)|thank you for sharing|i'm here for you|i hear you|your feelings are valid|as an ai)\b")


@dataclass(slots=True)
class Situation:
    """One of the sixty. `told` was said days before, `says` now; the patterns are of the reply to the last."""

    name: str
    scores: tuple[str, ...]
    told: list[str] = field(default_factory=list)
    says: list[str] = field(default_factory=list)
    asked: bool = False
    patterns: dict[str, re.Pattern[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mark:
    """What a reply was given in one situation: each score it counts for, and what was wrong with it."""

    situation: Situation
    reply: str
    passed: Mapping[str, bool]
    wrong: tuple[str, ...]


@lru_cache(maxsize=1)
def situations() -> tuple[Situation, ...]:
    """All of them, in order."""
    found: list[Situation] = []
    for line in files("os1.mind").joinpath("chat/trial.txt").read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if head := re.fullmatch(r"\[([\w.]+)\] ([\w ]+)", line.strip()):
            found.append(Situation(head[1], tuple(head[2].split())))
            continue
        key, _, value = line.partition(": ")
        now = found[-1]
        if key in ("told", "says"):
            (now.told if key == "told" else now.says).append(value.strip())
        elif key == "asked":
            now.asked = value.strip() == "yes"
        else:
            now.patterns[key] = re.compile(value.strip(), re.IGNORECASE)
    return tuple(found)


def mark(situation: Situation, reply: str) -> Mark:
    """What a reply is worth in a situation."""
    plain = straight(reply)
    wrong = [name for name, has in situation.patterns.items() if bool(has.search(plain)) is (name == "never")]
    wrong += [f"sin: {name}" for name in _sins(situation, plain)]
    style = [name for name, so in (
        ("long", len(plain.split()) > LONGEST), ("questions", plain.count("?") > 1), ("list", bool(_LIST.search(reply))),
        ("pictures", bool(_PICTURE.search(reply))), ("phrases", bool(_PROSE.search(plain.lower()))), ("silent", not plain.strip()),
    ) if so]  # fmt: skip
    sinned = any(each.startswith("sin") or each == "never" for each in wrong)
    passed = {
        "voice": not style and "takes" not in wrong, "warmth": "warm" not in wrong and not style,
        "honesty": "true" not in wrong and not sinned, "memory": "use" not in wrong and "never" not in wrong, "restraint": not sinned,
    }  # fmt: skip
    return Mark(situation, reply, {name: passed[name] for name in situation.scores}, (*wrong, *style))


def _sins(situation: Situation, plain: str) -> list[str]:
    """What she never does, found in a reply."""
    told = straight(" ".join((*situation.told, *situation.says))).lower()
    return [
        name for name, rule in rules().items()
        if not (name == "advice" and situation.asked) and (words := rule.broken_by(plain.lower())) and words not in told
    ]  # fmt: skip


def totals(marks: Sequence[Mark]) -> dict[str, tuple[int, int]]:
    """For each score how many passed, and of how many; "all" for situations with nothing wrong."""
    held = {name: [m.passed[name] for m in marks if name in m.passed] for name in SCORES}
    counted = {name: (sum(each), len(each)) for name, each in held.items()}
    return {**counted, "all": (sum(all(m.passed.values()) for m in marks), len(marks))}
