"""Putting right: "that's wrong, it's Cork", "no, I meant Thursday", "not Perth, Brisbane".

What is put right is what she has just said she remembers, else what the person told a moment ago.
The old words stay, no longer believed; the new value points at the words that put it right.
"""

from __future__ import annotations

import re
from datetime import timedelta

from os1.listening import dates
from os1.memory import beliefs, episodes, facts
from os1.memory.episodes import Shelf
from os1.memory.succession import same_value
from os1.types import Heard, Memory, Move, Statement, Utterance

LATELY = timedelta(minutes=30)
_NO = (
    r"(?:no+|nope|nah|wrong|sorry|wait|oops|actually|correction|that'?s (?:wrong|not right|not true|not it|incorrect)"
    r"|that isn'?t right|that is wrong|you(?:'ve| have)? got (?:that|it) wrong|scratch that|i mean)"
)
_RIGHT = re.compile(
    rf"^\W*(?:{_NO}\W+)+(?:not (?P<not>[\w' -]{{2,30}}?),? (?:but |it'?s )?|(?:it|that|he|she|they|i)(?:'?s|'?m|'?re| is| am| are)"
    r"|i meant|i mean|make (?:it|that)|(?:the )?(?:right|correct) (?:one|answer|name|day|word) is|should be|it should be)?\W*"
    r"(?P<value>[\w'’.-]+(?: [\w'’.-]+){0,4}?)\W*(?:,? not (?P<rather>[\w' -]{2,30}))?\W*$",
    re.IGNORECASE,
)
_MEANT = re.compile(
    r"\bnot (?P<not>[A-Z][\w'-]+|\d[\w:]*|\w+),? (?:but |it'?s |i meant? )?(?P<value>[A-Z][\w'-]+|\d[\w:]*)\b"
)
_EMPTY = frozenset("it that this so no yes right wrong way problem worries idea thanks really never mind ok okay".split())


def put_right(
    shelf: Shelf, person_id: str, kept: Utterance, heard: Heard, cited: Move, learned: list[Memory]
) -> list[Memory]:
    """Replace what the words put right; returns what is believed instead, [] where nothing is."""
    value, old_value = _new_value(kept.text)
    if not value:
        return []
    old = _cited(shelf, person_id, kept, cited) or _just_told(shelf, person_id, kept)
    if old_value:
        fitting = [m for m in old if same_value(m.value, old_value)]
        old = fitting
    if not old or any(m.predicate == old[-1].predicate for m in learned):
        return []
    wrong = old[-1]
    if wrong.predicate in _NOT_SO or (dates.find(value, kept.said_at) and wrong.predicate != "birthday"):
        return []  # a day puts a plan right, and plans see to that themselves
    if not _alike(wrong.value, value):
        return []
    kind = wrong.kind
    said = Statement(kind, wrong.subject, wrong.predicate, value, value, 0, denied=wrong.denied)
    new = facts.learn(shelf, person_id, kept, [said])
    for memory in new:
        facts.replace(shelf, int(wrong.id[1:]), int(memory.id[1:]), kept.said_at)
    return new


_NOT_SO = ("located", "asked to remember", "happened", "likes", "dislikes", "wants", "does")
"""What a bare value doesn't put right: it must be said again."""


def _new_value(text: str) -> tuple[str, str]:
    plain = text.strip().replace("’", "'")
    match = _RIGHT.match(plain) or (_MEANT.search(plain) if len(plain.split()) <= 12 else None)
    if match is None:
        return "", ""
    value = match["value"].strip(" .!,")
    if value.lower() in _EMPTY or len(value) < 2:
        return "", ""
    return value, (match["not"] or match.groupdict().get("rather") or "").strip()


def _cited(shelf: Shelf, person_id: str, kept: Utterance, cited: Move) -> list[Memory]:
    """The statements her last reply rested on."""
    if not cited.kind.startswith("recall"):
        return []
    numbers = [int(i[1:]) for i in cited.memories if i.startswith("m")]
    return [m for m in beliefs.by_number(shelf, person_id, numbers) if m.current and m.kind in ("fact", "person")]


def _just_told(shelf: Shelf, person_id: str, kept: Utterance) -> list[Memory]:
    near = episodes.latest(shelf, person_id, 6, before=kept.id, speaker="person")
    recent = [u.id for u in near if kept.said_at - u.said_at <= LATELY][-3:]
    told = beliefs.of_utterances(shelf, person_id, [*recent, kept.id])
    return [m for m in told if m.current and m.kind == "fact" and m.modality == "asserted"]


def _alike(old: str, new: str) -> bool:
    """Whether the new value is of the old one's sort: a name for a name, a number for a number."""

    def sort(words: str) -> str:
        return "number" if any(c.isdigit() for c in words) else "name" if words[:1].isupper() else "words"

    return sort(old) == sort(new) or ("words" in (sort(old), sort(new)) and "number" not in (sort(old), sort(new)))
