"""What a clause states, by frames: a predicate, and the words that state it (frames.txt)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from os1.listening.assertions import Clause

How = Literal["state", "event", "end"]

_END = (
    r"(?=\s*(?:[,.;:!?()]|$| -|[–—])| (?:and|but|now|since|because|cos|cause|these|this|last|next|anymore|any more|though"
    r"|again|which|who|where|when|as|until|till|at the|for (?:a|the|two|three|four|five|six|seven|ten|about|over|years"
    r"|months|ages|\d+)|if|so|with|after|before|while|every|on (?:mon|tues|wednes|thurs|fri|satur|sun)|not|either|too"
    r"|lately|by the way|tbh|lol|btw|mate|already|yet|instead|today|yesterday|tomorrow|ago|from)\b)"
)
_VALUE = r"(?P<v>(?!and\b|but\b|so\b)[\w'’&£$-]+(?: (?!(?:and|but)\b)[\w'’&.-]+){0,6}?)" + _END
_SHORT = r"(?P<v>[\w'’-]+(?: [A-Z][\w'’-]+)*)"
_LEADING = re.compile(r"^(?:(?:some|any|all|just|only) )+", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:my|the|our|a|an|his|her|their) ", re.IGNORECASE)
_TRAILING = re.compile(
    r"(?:[ ,.;:!?'\"-]+|\b(?:now|again|though|anymore|any more|either|too|lately|these days|at the moment|today|tonight"
    r"|as well|already|yet|instead|please|btw|tbh|lol|haha+|mate|full time|part time|full-time|part-time|for good|really"
    r"|at all|by the way|right now|ago|alone|together|so far|ever|much|anyway|xx*|of course))+$",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r",\s*(?:and\s+|or\s+)?|\s+(?:and|or|nor)\s+")


@dataclass(frozen=True, slots=True)
class Frame:
    """A predicate and the rule its words follow."""

    predicate: str
    how: How
    rule: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Stated:
    """A predicate with its value; offsets are into the sentence. `other` is who else is meant."""

    predicate: str
    value: str
    start: int
    end: int
    how: How
    other: str = ""


@cache
def frames() -> tuple[Frame, ...]:
    """Every frame, in the order they are tried."""
    lists = {name: _choice(words) for name, words in _lines("frame_words.txt", 2)}
    lists |= {"v": _VALUE, "n": _SHORT, "adv": rf"(?:{lists['adv']} )*"}
    found = []
    for predicate, how, rule in _lines("frames.txt", 3):
        for name, words in lists.items():
            rule = rule.replace("{" + name + "}", words if name in ("v", "n", "adv") else f"(?:{words})")
        found.append(Frame(predicate, how, re.compile(rule, re.IGNORECASE)))  # type: ignore[arg-type]
    return tuple(found)


def _lines(name: str, parts: int) -> list[list[str]]:
    text = files("os1.listening").joinpath(name).read_text("utf-8")
    rows = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [[part.strip() for part in row.split("|", parts - 1)] for row in rows]


def _choice(words: str) -> str:
    return "|".join(sorted((word.replace("_", " ") for word in words.split()), key=len, reverse=True))


def stated(clause: Clause, several: frozenset[str]) -> list[Stated]:
    """Everything the frames find in a clause, at most one of a predicate unless its value lists
    several things and the predicate is one of `several`."""
    shift = clause.at - (3 if clause.joins else 0)
    found: dict[str, list[Stated]] = {}
    for frame in frames():
        if frame.predicate in found:
            continue
        match = frame.rule.match(clause.main)
        if match is None:
            continue
        start, end = match.span("v")
        other = (match.groupdict().get("o") or "").strip()
        key = (match.groupdict().get("k") or "").strip()
        parts = _parts(clause.main, start, end) if frame.predicate in several else [(start, end)]
        rows = [_trimmed(frame, clause.main, a, b, shift, other, key) for a, b in parts]
        if kept := [row for row in rows if row is not None]:
            found[frame.predicate] = kept
    return [row for rows in found.values() for row in rows]


def _parts(main: str, start: int, end: int) -> list[tuple[int, int]]:
    """A list's things: the value, and what "and" or a comma joins to it right behind it."""
    spans = _inside(main, start, end)
    at = end
    while joined := re.match(r"(?:,? (?:and|or|nor) |, )((?:[\w'’-]+ ?){1,3}?)" + _END, main[at:]):
        words = joined[1].split()
        if words[0].lower() in _NEW_CLAUSE or len(spans) > 6:
            break
        spans.append((at + joined.start(1), at + joined.end(1)))
        at += joined.end()
    return spans


def _inside(main: str, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of a value that is itself a list: "French and Dutch"."""
    spans, at = [], start
    for cut in _SEVERAL.finditer(main, start, end):
        spans.append((at, cut.start()))
        at = cut.end()
    return [*spans, (at, end)]


_NEW_CLAUSE = frozenset(
    """i he she they we it you that this there so then but now never always i'm i've he's she's the who not just
    because my his her our their can will would had have has was were is are did do does got""".split()
)


def _trimmed(frame: Frame, main: str, start: int, end: int, shift: int, other: str, key: str = "") -> Stated | None:
    words = main[start:end]
    lead = _LEADING.match(words)
    if lead and lead.end() < len(words):
        start += lead.end()
    tail = _TRAILING.search(main[start:end])
    if tail and tail.start():
        end = start + tail.start()
    value = main[start:end].strip()
    if key:
        return Stated(frame.predicate, f"{_ARTICLE.sub('', key).lower()}: {value}", start + shift, end + shift, frame.how)
    if not value or not any(c.isalnum() for c in value):
        return None
    return Stated(frame.predicate, value, start + shift, end + shift, frame.how, other)


