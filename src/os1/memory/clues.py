"""Clues of words: what a question asks for, and what each turn of a talk holds that could answer it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

import numpy as np
from numpy.typing import NDArray

from os1.listening.requests import straight
from os1.memory.wording import STOP, stem

Floats = NDArray[np.float32]

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_IRREGULAR = {
    form: row.split()[0]
    for row in """beat beaten|become became|begin began begun|bite bit bitten|blow blew blown
    |break broke broken
    |bring brought|build built|burn burnt|buy bought|catch caught|child children|choose chose chosen
    |dig dug|draw drew drawn|drink drank drunk|drive drove driven|eat ate eaten|fall fell fallen
    |feel felt|fight fought|find found|fly flew flown|foot feet|forget forgot forgotten
    |freeze froze frozen|grow grew grown|hang hung|hear heard|hide hid hidden|hold held|keep kept
    |knife knives|know knew known|learn learnt|leave left|lend lent|life lives|lose lost|man men
    |mean meant|meet met|mouse mice|pay paid|person people|ride rode ridden|ring rang rung|run ran
    |rise rose risen|see saw seen|sell sold|send sent|shake shook|shine shone|shoot shot|sing sang sung
    |sleep slept|speak spoke spoken|spend spent|spill spilt|stand stood|steal stole stolen|stick stuck
    |swim swam swum|take took taken|teach taught|tear tore torn|think thought|throw threw thrown
    |tooth teeth|understand understood|wake woke woken|wear wore worn|wife wives|win won|woman women
    |write wrote written""".split("|")
    for form in row.split()[1:]
}  # fmt: skip

_MONTHS = ("january february march april may june july august september october november december").split()
_PLACE = re.compile(r"\b(?:in|at|to|from|near|around|outside|through|off) (?:the |a |our |my )?[A-Z]\w+")
_REASON = re.compile(r"\b(?:because|cause|so that|since|in order to|wanted to|helps? me|reason|reminds?|"
                     r"to (?:help|be|get|have|make))\b")  # fmt: skip
_NAME = re.compile(r"(?<=[a-z,;'’\"“] )[A-Z][a-zà-ÿ]+|[\"“][^\"”]{3,40}[\"”]")
_TITLE = re.compile(r"[\"“][^\"”]{3,60}[\"”]")
_MINE = re.compile(r"\b(?:i|my|mine|me|we|our|us)\b")
_YOURS = re.compile(r"\b(?:you|yours?)\b")
_QUESTION = re.compile(r"[^.!?…]*\?")
_ASKS = tuple(
    (name, re.compile(rule, re.IGNORECASE))
    for name, rule in (
        ("when", r"\b(?:when|(?:what|which) (?:day|date|month|year|time|week)|on (?:what|which) da\w+)\b"),
        ("count", r"\bhow (?:many|much|often|old|long|far|heavy|tall|big)\b"),
        ("feel", r"\b(?:feel|felt|feelings?|mood|emotion\w*|react\w*|attitude|afraid|scare\w*)\b"),
        (
            "where",
            r"\bwhere\b|\b(?:what|which) (?:\w+ )?(?:city|country|place|town|street|island|park|area)\b",
        ),
        ("who", r"\b(?:who|whom|whose|name|named|called)\b"),
        ("why", r"\bwhy\b|\breason\b|\bmotivat|\binspir"),
        ("title", r"\b(?:book|movie|film|song|band|novel|series|show|game|album|musician|artist)s?\b"),
    )
)
ASKS = tuple(name for name, _ in _ASKS)


@lru_cache(maxsize=65536)
def root(word: str) -> str:
    """The form a word is compared by, its irregular forms joined; "" for a stop word."""
    bare = word.removesuffix("'s")
    if word in STOP or bare in STOP or len(bare) < 2:
        return ""
    return stem(_IRREGULAR.get(bare, bare))


def roots(text: str) -> list[str]:
    """The words that carry a text, in the form they are compared by, in order."""
    plain = text if text.isascii() else straight(text)
    return [word for each in _WORD.findall(plain.lower()) if (word := root(each))]


def _rooted(words: str) -> frozenset[str]:
    return frozenset(map(root, words.split())) - {""}


_TIMES = _rooted(
    " ".join(_MONTHS)
    + """
    monday tuesday wednesday thursday friday saturday sunday yesterday tomorrow tonight day week
    weekend fortnight month year night spring summer autumn winter christmas easter recently
    birthday
"""
)
_NUMBERS = _rooted(
    """
    two three four five six seven eight nine ten eleven twelve thirteen fifteen twenty thirty forty
    fifty sixty seventy eighty ninety hundred thousand million dozen couple twice half third quarter
"""
)
_FEELINGS = _rooted(
    """
    happy happily happiness sad sadness angry cross afraid scared scary nervous anxious worry
    worried proud relief relieved excited exciting glad lonely guilty ashamed embarrassed jealous
    thrilled delighted upset hurt tired exhausted stress stressed stressful calm peace peaceful
    grateful thankful love loved hate hated miss cry tears laugh overwhelmed overwhelming inspired
    inspiring amazing amazed awesome joy heart confident comfort comforting feel felt feeling fun
    frightened surprised disappointed
"""
)


def _timed(words: frozenset[str]) -> float:
    return float(not _TIMES.isdisjoint(words) or any(w.isdigit() and len(w) == 4 for w in words))


def _numbered(words: frozenset[str]) -> float:
    return min(len(_NUMBERS & words) + sum(w[0].isdigit() for w in words), 2) / 2


def _felt(words: frozenset[str]) -> float:
    return min(len(_FEELINGS & words), 2) / 2


BY_WORDS = {"time": _timed, "number": _numbered, "feeling": _felt}
"""What a turn may hold, 0 to 1, told from its words."""
BY_TEXT = {"place": _PLACE, "name": _NAME, "reason": _REASON, "title": _TITLE}
"""What a turn may hold, told from how it is written."""


def self_told(text: str) -> float:
    """Whether a turn speaks of its speaker (up to 1) or of whom it is said to (down to -1)."""
    low = straight(text).lower()
    mine, yours = len(_MINE.findall(low)), len(_YOURS.findall(low))
    return (mine - yours) / (1 + mine + yours)


def asks(question: str) -> dict[str, float]:
    """What a question is after, as `ASKS` names it: 1 or 0 each."""
    return {name: float(bool(rule.search(question))) for name, rule in _ASKS}


def holds(turns: Read, what: str) -> Floats:
    """How much of `what` (a key of `BY_WORDS` or `BY_TEXT`) each turn holds, 0 to 1."""
    if what in BY_WORDS:
        return np.array([BY_WORDS[what](frozenset(words)) for words in turns.words], np.float32)
    rule = BY_TEXT[what]
    return np.array([min(len(rule.findall(text)), 2) / 2 for text in turns.texts], np.float32)


def months(text: str) -> set[int]:
    """The months a text names, 1 to 12."""
    low = text.lower()
    return {n for n, name in enumerate(_MONTHS, 1) if re.search(rf"\b{name}\b", low)
            and (name != "may" or re.search(r"\bMay\b", text))}  # fmt: skip


def day(text: str) -> int:
    """The day of a month a text names, 0 where it names none."""
    found = re.search(r"\b(?:the )?([12]?\d|3[01])(?:st|nd|rd|th)?,? (?:of )?(?:[A-Z]\w{2,8})\b|"
                      r"\b[A-Z]\w{2,8} ([12]?\d|3[01])\b", text)  # fmt: skip
    return int(found[1] or found[2]) if found and months(found[0]) else 0


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """Turns read once: the words that carry each, those it asks with, its length in words, and how
    much of it is a question."""

    texts: Sequence[str]
    words: list[list[str]]
    asking: list[list[str]]
    lengths: Floats
    asked: Floats


def read(texts: Sequence[str]) -> Read:
    """Read turns in their order."""
    put = ["".join(_QUESTION.findall(text)) if "?" in text else "" for text in texts]
    words = [roots(text) for text in texts]
    return Read(
        texts, words, [roots(part) if part else [] for part in put],
        np.array([len(each) for each in words], np.float32),
        np.array([len(part) / max(len(text), 1) for part, text in zip(put, texts, strict=True)], np.float32),
    )  # fmt: skip


def rarity(holding: int, all_: int) -> float:
    """Inverse document frequency as BM25 has it (Robertson and Zaragoza 2009), never below 0."""
    return log(1 + max(all_ - holding + 0.5, 0) / (holding + 0.5))


def table(turns: Sequence[Sequence[str]], words: Sequence[str]) -> Floats:
    """How often each turn holds each word; shape (turns, words)."""
    counts = np.zeros((len(turns), len(words)), np.float32)
    columns = {word: n for n, word in enumerate(words)}
    for row, held in enumerate(turns):
        for word in held:
            if word in columns:
                counts[row, columns[word]] += 1
    return counts
