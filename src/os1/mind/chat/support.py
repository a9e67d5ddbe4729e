"""Whether what a model says of the person was ever said by the person.

A claim is held against everything that is in mind for this reply: the words just said, the talk before
them, the memories recalled. Names, figures, days and relations must stand there; the rest must be near
enough to something that does, in words or in meaning. What is wondered, asked or merely likely is no claim.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from os1.listening.names import RELATIONS
from os1.listening.requests import straight
from os1.memory.wording import STOP, stem, stems

Vectors = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts to unit vectors, one row each."""

TOLD = re.compile(
    r"\b(?:you(?:'ve| have|'d| had)? (?:just |once |already |also |always |never )?(?:told|said|mentioned|described|shared|wrote|talked|spoke|called|"
    r"promised|admitted|confessed|explained|swore)|as you (?:told|said|put)|i (?:still )?remember|i recall|as i recall|remember (?:when|how|that|the|your)|"
    r"last time|the other (?:day|night|week)|you used to|you once|when you were|before you|since you|ever since|back (?:in|when)|you remember)\b"
)
_LIKELY = re.compile(
    r"\b(?:sounds?|seems?|seem|looks? like|must|may|might|maybe|perhaps|could|can|would|will|'ll|'d|won't|if|probably|"
    r"i (?:wonder|guess|suppose|imagine|hope|think|bet)|as (?:if|though)|guess|wonder|suppose|feels?|let|unless|whether)\b"
)
_YOURS = re.compile(r"\b(?:you|your|yours|yourself|you've|you're|you'd)\b")
_OF_THEIRS = re.compile(r"\b(?:he|she|they|his|her|their|him|them|it|it's|he's|she's|they're)\b")
_NAME = re.compile(r"(?<![.!?…\"“:] )(?<!^)(?<!\w)([A-Z][a-zà-ÿ'’]{2,})")
_OPENS = "I|The|An?|You|Your|He|She|It|They|That|This|And|But|So|No|Not|Yes|What|Who|When|Where|How|Why|Oh|Ah|We|There"
_NAMED = re.compile(rf"(?<!\w)(?!(?:{_OPENS})\b)([A-Z][a-zà-ÿ]{{2,}})(?!['’](?:re|ve|ll|d|m)\b)(?=['’\w]*\W+(?:\w|$))")
_GRAVE = re.compile(
    r"\b(?:died|dead|death|dying|divorced?|cancer|stroke|pregnant|miscarr\w+|married|engaged|widow\w*|fired|sacked|arrested|prison|jail|"
    r"affair|cheated|suicide|funeral|surgery|operation|accident|adopted|bankrupt|abused?|overdose|rehab|left you)\b"
)
_FIGURE = re.compile(r"\b\d+\b")
_DAY = re.compile(
    r"\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|june|july|august|september|october|"
    r"november|december|spring|summer|autumn|winter|christmas|easter|yesterday|last (?:week|night|year|month|summer|spring|winter|autumn)|"
    r"morning|evening|childhood|school|university|years?|months?|weeks?|decades?)\b"
)
_RELATED = "|".join(sorted(map(re.escape, RELATIONS), key=len, reverse=True)) + "|parents|children|grandchildren|kids|twins|family|boss|ex"
_KIN = re.compile(rf"\b(?:{_RELATED})\b")
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_ONES = {word: n for n, word in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split())}  # fmt: skip
_WORD = "|".join((*_TENS, *_ONES))
_IN_WORDS = re.compile(rf"\b(?:{_WORD})(?:(?:[ -]| hundred(?: and)? ?)(?:{_WORD}))*(?: hundred| thousand)?\b")
_ALIKE = {"mum": "mother", "mom": "mother", "mam": "mother", "mummy": "mother", "dad": "father", "papa": "father", "gran": "grandmother",
          "nan": "grandmother", "nana": "grandmother", "grandma": "grandmother", "grandpa": "grandfather", "granddad": "grandfather",
          "grandad": "grandfather", "kids": "children", "kid": "children", "child": "children", "hubby": "husband"}  # fmt: skip


@dataclass(frozen=True)
class Known:
    """What may be taken for known: everything the person has said that is in mind now, newest last."""

    texts: tuple[str, ...]
    vectors: Vectors

    @cached_property
    def plain(self) -> str:
        """All of it, lower-cased."""
        return in_figures(straight(" ".join(self.texts)).lower())

    @cached_property
    def each(self) -> list[str]:
        """Each text by itself, as `plain`, mothers called mother."""
        return [" ".join((plain, *_kin(plain))) for plain in (in_figures(straight(text).lower()) for text in self.texts)]

    @cached_property
    def stems(self) -> set[str]:
        """The stems of its words."""
        return stems(self.plain)

    @cached_property
    def kin(self) -> set[str]:
        """Whose relations it speaks of."""
        return _kin(self.plain)

    @cached_property
    def rows(self) -> NDArray[np.float32]:
        """Its sentences and the whole of it as vectors."""
        parts = [part for text in self.texts for part in re.split(r"(?<=[.!?…])\s+|, (?=\w+ \w+)", text) if part.strip()]
        return self.vectors([*dict.fromkeys((*parts, *self.texts))])


def of_herself(sentence: str) -> bool:
    """Whether it speaks of her alone, and so of nothing the person could have said."""
    plain = straight(sentence).lower()
    return bool(re.search(r"\b(?:i|i'm|i've|i'd|me|my)\b", plain)) and not _YOURS.search(plain) and not TOLD.search(plain)


def surely_invented(sentence: str, known: Known) -> bool:
    """Whether it states of the person or theirs a name, or something grave, that nobody ever mentioned."""
    plain = in_figures(straight(sentence).lower())
    theirs = _YOURS.search(plain) or _kin(plain)
    if not theirs or sentence.rstrip().endswith("?") or _LIKELY.search(plain):
        return False
    fresh = [name for name in _NAME.findall(sentence) if name.lower().replace("’", "'").removesuffix("'s") not in known.plain]
    return bool(fresh) or any(word not in known.plain for word in _GRAVE.findall(plain))


def clues(sentence: str, known: Known) -> NDArray[np.float32]:
    """What speaks for a sentence being an invented memory, as numbers; `ears.CLAIMS` names some by their place."""
    plain = in_figures(straight(sentence).lower())
    names = [name for name in _NAME.findall(sentence) if name.lower().removesuffix("'s").removesuffix("’s") not in known.plain]
    figures = [f for f in _FIGURE.findall(plain) if f not in _FIGURE.findall(known.plain) and f != "1"]
    days = [d for d in _DAY.findall(plain) if d not in known.plain and stem(d) not in known.stems]
    own = {w for w in re.findall(r"[a-zà-ÿ]+", plain) if w not in STOP and len(w) > 2}
    fresh = [w for w in own if stem(w) not in known.stems and w not in known.plain]
    share = len(fresh) / len(own) if own else 0.0
    near = float((known.rows @ known.vectors([sentence])[0]).max()) if known.texts else 0.0
    kin = _kin(plain)
    said = bool(TOLD.search(plain))
    asks, likely, yours = sentence.rstrip().endswith("?"), bool(_LIKELY.search(plain)), bool(_YOURS.search(plain))
    past = bool(re.search(r"\b(?:was|were|had|did|went|came|got|told|said|\w{2,}ed|been|made|left|took|gave|met|bought|grew|taught|lost|kept|knew)\b", plain))
    has = bool(re.search(r"\byou(?:'ve| have|'re| are| were| had| \w+ed| always| never| love| like| hate)\b", plain))
    first = bool(re.search(r"\b(?:i|i'm|i've|my|me)\b", plain))
    told_unlike = said and share > 0.5
    held = {*kin, *(name.lower() for name in _NAMED.findall(sentence)), *_FIGURE.findall(plain)} - {"1"}
    apart = len(held) > 1 and not any(all(anchor in each for anchor in held) for each in known.each)
    grave = [word for word in _GRAVE.findall(plain) if word not in known.plain]
    return np.array([
        min(2, len(names)), bool(kin - known.kin), min(2, len(figures)), min(2, len(days)), share, min(4, len(fresh)) / 4, near,
        said, told_unlike, asks, likely, yours, past, has, first, bool(names) and yours, bool(kin - known.kin) and yours,
        yours and past and not likely and not asks, (yours or bool(_OF_THEIRS.search(plain))) and past and share > 0.6 and not likely and not asks,
        apart and not asks and not likely, bool(grave) and not asks,
        bool(days or figures) and yours and not asks, said and near < 0.45, yours and near < 0.3, len(own) / 8, 1.0,
    ], np.float32)  # fmt: skip


def without_names(sentence: str, known: Known) -> str:
    """The sentence without names that stand beside a relation and were never heard ("your sister Ruth");
    "" where that isn't what is wrong with it."""
    lean = re.sub(rf"\b((?i:your (?:\w+ )?(?:{_RELATED})),?) [A-Z][a-zà-ÿ]+\b,?", r"\1", sentence)
    return lean if lean != sentence and not (_NAME.findall(lean) and not set(map(str.lower, _NAME.findall(lean))) <= set(known.plain.split())) else ""


def in_figures(plain: str) -> str:
    """Numbers in words as figures: "two hundred and twelve" as 212."""

    def value(match: re.Match[str]) -> str:
        total = held = 0
        for word in re.split(r"[ -]", match[0]):
            if word == "hundred":
                held = (held or 1) * 100
            elif word == "thousand":
                total, held = total + (held or 1) * 1000, 0
            else:
                held += _TENS.get(word, 0) + _ONES.get(word, 0)
        return str(total + held)

    return _IN_WORDS.sub(value, plain)


def _kin(plain: str) -> set[str]:
    """The relations spoken of, mums as mothers."""
    return {_ALIKE.get(word, word) for word in _KIN.findall(plain)}
