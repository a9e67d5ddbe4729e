"""Subjects: where a phrase that somebody or something is called by begins and ends."""

from __future__ import annotations

from collections.abc import Sequence

from os1.listening.names import HERS, HIS, PETS, RELATIONS, SHORT_NAMES
from os1.listening.reading import DAYS, Word

_PRONOUNS = frozenset("i we he she they it you who that this there".split())
_OWNERS = frozenset("my our his her their".split())


def may_start(row: Sequence[Word], at: int) -> bool:
    """Whether a subject may start here: not inside a phrase ("with my sister", "of Ruth")."""
    if at == 0 or row[at].low in ("i", "we", "he", "she", "they"):
        return True
    before = row[at - 1]
    return not (
        before.kind == "ADP"
        and before.low not in ("after", "before", "since", "until", "like", "as", "up", "out")
    )


def subject_at(row: Sequence[Word], at: int) -> int:
    """The index after a subject phrase that starts at `at`; 0 where none does."""
    word = row[at]
    joined = _joined(row, at)
    if joined:
        return joined
    if word.low in _PRONOUNS:
        return at + 1
    if word.low in _OWNERS:
        return _owned(row, at + 1)
    if word.low in RELATIONS and not (at and row[at - 1].kind in ("DET", "PRON", "ADJ", "NUM")):
        return _owned(row, at + 2) if of_somebody(row, at + 1) else _named_too(row, at + 1)
    if _name(word):
        end = at + 1
        while end < len(row) and _name(row[end]) and row[end].start - row[end - 1].end <= 1:
            end += 1
        return _owned(row, end + 1) if of_somebody(row, end) else end
    if word.kind == "DET" and word.low in ("the", "a", "an", "this", "that", "both"):
        return _owned(row, at + 1)
    return 0


def _joined(row: Sequence[Word], at: int) -> int:
    """Past "Ruth and I", "me and my brother"; 0 where nobody is joined with the speaker."""
    if row[at].low in ("me", "i", "myself") and at + 2 < len(row) and row[at + 1].low in ("and", "&", "n"):
        return subject_at(row, at + 2) if row[at + 2].low not in _PRONOUNS - {"he", "she", "they"} else 0
    if row[at].low in _OWNERS:
        end = _owned(row, at + 1)
    else:
        end = at + 1 if _name(row[at], inside=at > 0) or row[at].low in ("he", "she", "they") or row[at].text[:1].isupper() else 0
    if end and end + 1 < len(row) and row[end].low in ("and", "&", "n") and row[end + 1].low in ("i", "me", "myself"):
        return end + 2
    return 0


def _name(word: Word, inside: bool = False) -> bool:
    """Whether a word is somebody's name; `inside` a sentence a capital is enough."""
    capital = inside and word.text[:1].isupper() and word.kind in ("X", "NOUN", "ADJ")
    capital |= word.text[:1].isupper() and (word.low in SHORT_NAMES or word.low in HERS or word.low in HIS)
    return (word.kind == "PROPN" or capital) and word.low not in DAYS


def of_somebody(row: Sequence[Word], at: int) -> bool:
    """Whether "'s" at `at` owns what follows ("Ruth's boyfriend") and isn't a verb."""
    if at + 1 >= len(row) or row[at].low not in ("'s", "s"):
        return False
    after = row[at + 1]
    return after.low in RELATIONS or after.low in PETS or after.low in _ATTRIBUTES


_ATTRIBUTES = frozenset("name birthday job nickname age surname new old best favourite favorite".split())


def _owned(row: Sequence[Word], at: int) -> int:
    """Past the noun of "my (older) sister('s boyfriend) (Ruth)"."""
    end = at
    while end < len(row) and end - at < 4 and row[end].kind in ("ADJ", "NOUN", "PROPN", "NUM", "VERB", "X"):
        if row[end].tag.startswith("VERB") and (
            end == at or not row[end].tag.startswith(("VERB-VBG", "VERB-VBN"))
        ):
            break
        if row[end].low in DAYS:
            break
        end += 1
        if (
            row[end - 1].low.endswith("s")
            and row[end - 1].low[:-1] in RELATIONS
            and end < len(row)
            and row[end].low in RELATIONS
        ):
            continue  # "my sisters boyfriend"
        if row[end - 1].low in RELATIONS or row[end - 1].low in PETS:
            break
    if end == at:
        return 0
    if of_somebody(row, end):
        return _owned(row, end + 1)
    return _named_too(row, end)


def _named_too(row: Sequence[Word], at: int) -> int:
    """Past a name that follows a relation: "my sister Ruth"."""
    while at < len(row) and _name(row[at], inside=True) and row[at].text[:1].isupper():
        at += 1
    return at


def past_aside(row: Sequence[Word], at: int) -> int:
    """Past an aside between commas: "Ruth, my sister, ..." or "who"."""
    if at < len(row) and row[at].low == ",":
        for end in range(at + 2, min(at + 8, len(row))):
            if row[end].low == ",":
                return end + 1
    return at + 1 if at < len(row) and row[at].low in ("who", "which") else at
