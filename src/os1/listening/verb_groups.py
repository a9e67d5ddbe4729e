"""Verb groups: the auxiliaries, denials and adverbs before a verb, and what they make of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from os1.listening.reading import Word
from os1.listening.subjects import of_somebody

Tense = Literal["present", "past", "perfect", "future"]

_BE = frozenset("am 'm m is 's s are 're re was were be been being".split())
_WAS = frozenset("was were".split())
_HAVE = frozenset("have 've ve has had 'd having of".split())
_MAY = frozenset("would could might may should d".split())
_WILL = frozenset("will 'll ll gonna wo shall".split())
_CAN = frozenset("can ca must".split())
_NOT = frozenset("n't nt not never neither hardly barely nt".split())
_ADVERBS = frozenset(
    """now just still also actually really only both all finally recently already currently always
    definitely officially originally so well even ever since mostly mainly basically properly quite
    very too totally absolutely literally honestly usually often sometimes generally happily sadly
    obviously clearly simply completely long then kind sort of long-since newly freshly almost nearly
    probably maybe perhaps apparently supposedly""".split()
)
DOUBT = frozenset("probably maybe perhaps possibly".split())
RUMOUR = frozenset("apparently supposedly allegedly rumour rumor reckons".split())


_AFTER_HAS = frozenset(
    """got been had moved started left gone become quit split broken bought found stopped given taken come died lost
    passed just""".split()
)
"""Where "'s" stands before one of these it is "has"."""


@dataclass(slots=True)
class Group:
    """A verb group being read."""

    main: int = 0
    tense: Tense = "present"
    denied: bool = False
    over: bool = False
    ongoing: bool = False
    joins: bool = False
    supposed: bool = False
    doubted: bool = False
    reported: bool = False


def group_at(row: Sequence[Word], at: int) -> Group | None:
    """The verb group that starts at `at`; None where no verb does."""
    group = Group()
    seen = False
    while at < len(row):
        low, tag = row[at].low, row[at].tag
        after = _next(row, at + 1)
        if low in _NOT:
            group.denied = True
        elif low == "no" and at + 1 < len(row) and row[at + 1].low == "longer":
            group.over, group.denied, at = True, True, at + 1
        elif low == "used" and at + 1 < len(row) and row[at + 1].low == "to":
            group.over, group.tense, at = True, "past", at + 1
        elif low in _ADVERBS and not (
            low in ("all", "so", "well", "of", "long") and not seen and after is None
        ):
            group.doubted |= low in DOUBT
            group.reported |= low in RUMOUR
        elif low in ("do", "does", "did", "dose") and after and after.kind in ("VERB", "PART", "ADV"):
            group.tense = "past" if low == "did" else group.tense
        elif low in _WILL or low in _CAN:
            group.tense = "future" if low in _WILL else group.tense
        elif low in _MAY or (low == "'d" and after is not None and after.tag in ("VERB-VB", "AUX-VB")):
            group.supposed = True
        elif low in _HAVE and after is not None and _participle(after) and low != "of":
            group.tense = "past" if low in ("had", "'d") else "perfect"
        elif low == "'s" and after is not None and after.low in _AFTER_HAS:
            group.tense = "perfect"
        elif low in _BE and _is_verb(row, at):
            return _be(row, at, group)
        elif low in ("stopped", "stop", "stops", "quit", "gave", "given", "packed", "jacked") and _gerund(
            row, at
        ):
            group.over, group.denied, at = True, True, _gerund(row, at) - 1
        elif (
            low in ("started", "start", "begun", "began") and after is not None and after.low.endswith("ing")
        ):
            pass
        elif row[at].kind in ("VERB", "AUX") or (seen and row[at].kind in ("NOUN", "ADJ")):
            group.main = at
            if tag.startswith("VERB-VBD") and group.tense == "present":
                group.tense = "past"
            if low in ("got", "gotten") and group.tense == "perfect":
                group.tense = "present"  # "I've got" is having
            return group
        else:
            return None
        seen, at = True, at + 1
    return None


def _be(row: Sequence[Word], at: int, group: Group) -> Group:
    """The group after a form of "be": going on, about to, or joining."""
    if row[at].low in _WAS:
        group.tense = "past"
    elif row[at].low == "been" and group.tense == "present":
        group.tense = "perfect"
    at += 1
    while at < len(row) and (
        row[at].low in _NOT or row[at].low in _ADVERBS or row[at].low in ("no", "longer")
    ):
        if row[at].low in _NOT and row[at].low not in ("hardly", "barely"):
            group.denied = True
        if row[at].low == "longer":
            group.over, group.denied = True, True
        group.doubted |= row[at].low in DOUBT
        group.reported |= row[at].low in RUMOUR
        at += 1
    group.main = at
    if at >= len(row):
        group.joins = True
        return group
    low = row[at].low
    if (
        low == "going"
        and at + 2 < len(row)
        and row[at + 1].low == "to"
        and row[at + 2].kind in ("VERB", "AUX")
    ):
        group.tense, group.main = "future", at + 2
        return group
    if low == "being":
        group.main, group.joins = at + 1, True
    elif low.endswith("ing") and row[at].kind in ("VERB", "NOUN") and len(low) > 4:
        group.ongoing = True
    else:
        group.joins = True
    return group


def _is_verb(row: Sequence[Word], at: int) -> bool:
    """Whether "'s" or "s" is a verb here and owns nothing."""
    return row[at].low not in ("'s", "s") or not of_somebody(row, at)


def _next(row: Sequence[Word], at: int) -> Word | None:
    while at < len(row) and (row[at].low in _ADVERBS or row[at].low in _NOT):
        at += 1
    return row[at] if at < len(row) else None


def _participle(word: Word) -> bool:
    return word.tag.startswith(("VERB-VBN", "VERB-VBD", "AUX-VBN")) or word.low in (
        "been", "got", "had", "put", "quit", "become", "come", "moved", "done", "gone")  # fmt: skip


def _gerund(row: Sequence[Word], at: int) -> int:
    """Where the "-ing" after "stopped", "given up" stands; 0 where there is none."""
    for step in (1, 2, 3):
        if at + step < len(row) and row[at + step].low.endswith("ing") and len(row[at + step].low) > 4:
            return at + step
        if at + step < len(row) and row[at + step].low not in ("up", "in", "on"):
            return 0
    return 0
