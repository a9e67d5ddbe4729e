"""Cuts text into sentences and words, keeping where each stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from os1.types import Sentence, Token

# After these a full stop ends no sentence unless a line ends there too.
_TITLES = frozenset(
    "dr mr mrs ms mx prof st sr jr rev fr hon capt col gen lt sgt gov sen rep pres vs e.g "
    "i.e eg ie cf al approx dept fig vol ave blvd rd mt ft".split()
)
# After these it ends one only where a capital follows that can start a sentence.
_SHORT = frozenset(
    "a.m p.m pm etc u.s u.k u.s.a e.u d.c ph.d b.a m.a b.sc m.sc b.c a.d inc ltd co corp "
    "feb apr jun jul aug sep sept oct nov dec tue tues thu thur thurs fri hrs".split()
)
_CLOSERS = "\"'”’)]»}*_"
_MARK = re.compile(r"[.!?…。！？؟۔।]+[" + re.escape(_CLOSERS) + r"]*|[\r\n\u2028\u2029]+")
_LAST_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|\.(?=[^\W\d_]))*$")
_I = re.compile(r"\s+i(?:['’]?(?:m|ve|ll|d))?\b")
_LIST_NUMBER = re.compile(r"(?:^|[\n\r])[ \t]*\d{1,3}$")
# How far back the word before a mark is looked for: keeps one endless word linear.
_WINDOW = 24


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of `text` in order, blanks at their edges left out.

    `text[s.start:s.end] == s.text` holds for each. A line end always ends one; text without any
    marks is one sentence; a stop inside a number, an address or an abbreviation ends none.
    """
    found = []
    start = 0
    for end in _ends(text):
        sentence = _trimmed(text, start, end)
        if sentence is not None:
            found.append(sentence)
        start = end
    return tuple(found)


def _ends(text: str) -> Iterator[int]:
    for match in _MARK.finditer(text):
        mark = match.group()
        if mark[0] in "\r\n\u2028\u2029" or _closes(text, match.start(), match.end(), mark):
            yield match.end()
    yield len(text)


def _trimmed(text: str, start: int, end: int) -> Sentence | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Sentence(text[start:end], start, end) if start < end else None


def _closes(text: str, start: int, end: int, mark: str) -> bool:
    """Whether the mark at `start:end` ends a sentence."""
    if mark[0] in "。！？؟۔।" or end == len(text):
        return True
    after = text[end : end + 1]
    if not after.isspace():
        return _run_on(text, start, end, mark)
    following = _next_letter(text, end)
    if mark.rstrip(_CLOSERS) in ("...", "…", "..", "....", ".....", "……"):
        # Typed ellipses join as often as they part; a new "i" or a capital shows a new start.
        return not following.islower() or _I.match(text, end) is not None
    if mark[0] in "!?" or len(mark.rstrip(_CLOSERS)) > 1:
        # '"Why?" he asked' is one sentence.
        return not (following.islower() and mark[-1] in _CLOSERS)
    return not _abbreviates(text, start, following)


def _run_on(text: str, start: int, end: int, mark: str) -> bool:
    """Whether a mark with no blank after it ends a sentence: "wow!I", "it.Then", not "3.5"."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if mark[0] in "!?":
        return after[:1].isalpha() and before[-1:].isalpha()
    return mark == "." and before.islower() and before.isalpha() and after.istitle()


def _next_letter(text: str, at: int) -> str:
    """The first character after blanks and opening marks."""
    stop = min(len(text), at + _WINDOW)
    while at < stop and (text[at].isspace() or text[at] in "\"'“‘([*_-–—"):
        at += 1
    return text[at : at + 1]


def _abbreviates(text: str, start: int, following: str) -> bool:
    before = text[max(0, start - _WINDOW) : start]
    if _LIST_NUMBER.search(before):
        return True
    word = _LAST_WORD.search(before)
    if word is None:
        return False
    short = word.group().lower()
    if short in _TITLES:
        return True
    if len(short) == 1:
        # An initial ("J. Smith"), but not the person's own "i" at the end of a sentence.
        return word.group().isupper() and short != "i" and following.isupper()
    if short in _SHORT:
        # "At 5 p.m. Bring Tom" has two sentences, "at 5 p.m. on Monday" is inside one.
        return following.islower() or following.isdigit()
    return False


# --- words -----------------------------------------------------------------------------------

_APOSTROPHE = "'’ʼ`´"
_TOKEN = re.compile(
    r"(?:https?://|www\.)[^\s<>]*[^\s<>.,;:!?'\"”’)\]]"
    r"|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
    r"|[@#][^\W\d]\w*"
    r"|(?i:[ap]\.m\.?)(?!\w)"
    r"|[^\W\d_](?:\.[^\W\d_])+\.?"
    r"|(?i:mrs?|ms|dr|prof|st|jr|sr|vs|etc)\.(?=\s|$)"
    r"|\d+(?:[.,:/]\d+)+(?:st|nd|rd|th|[ap]m|s|k|%)?"
    r"|\d+(?:st|nd|rd|th|[ap]m|s|k|m|%)?(?!\w)"
    rf"|[^\W_]+(?:[{_APOSTROPHE}_][^\W_]+)*"
    r"|[:;=][-'^]?[)(DPpOo/\\|\]\[3*]+(?!\w)|<3|\^_*\^"
    r"|\.{2,}|…+|[!?]+|--+|\*+"
    r"|[^\w\s]|_+"
)
_NT = re.compile(rf"(?i)n[{_APOSTROPHE}]?t$")
_CLITIC = re.compile(rf"(?i)[{_APOSTROPHE}](?:s|m|re|ve|ll|d|em)$|(?i:(?<=s)[{_APOSTROPHE}])$")
_AUXILIARY = frozenset(
    "do does did is are was were has have had wo would ca could sha should must might need ai "
    "dare ought may".split()
)
# Words that are two in UD English EWT, by where they are cut; typed without the apostrophe too.
_CUTS = {
    "cannot": 3, "gonna": 3, "wanna": 3, "gotta": 3, "gimme": 3, "lemme": 3,
    "im": 1, "ive": 1, "youre": 3, "youve": 3, "theyre": 4, "theyve": 4,
    "thats": 4, "theres": 5, "whats": 4, "weve": 2, "hes": 2, "shes": 3,
    "youll": 3, "theyll": 4, "itll": 2, "shouldve": 6, "couldve": 5, "wouldve": 5,
}  # fmt: skip


def tokens(text: str) -> list[Token]:
    """Words and marks of `text` with their offsets, cut as in UD English EWT.

    "don't" is do|n't, "I’m" is I|’m, "cannot" is can|not, "Ruth's" is Ruth|'s; typed without the
    apostrophe they are cut alike (do|nt, i|m). Each token is a slice of `text`, blanks left out.
    """
    found = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        for cut in _cuts(match.group()):
            found.append(Token(text[start : start + cut], start, start + cut))
            start += cut
        if start < end:
            found.append(Token(text[start:end], start, end))
    return found


def _cuts(word: str) -> list[int]:
    """Lengths of the pieces to cut off the front of `word`."""
    if len(word) > 32 or len(word) < 2 or not word[0].isalpha():
        return []
    low = word.lower()
    if low in _CUTS:
        return [_CUTS[low]]
    negated = _NT.search(low)
    if negated and low[: negated.start()] in _AUXILIARY:
        return [negated.start()]
    clitic = _CLITIC.search(low)
    if clitic and clitic.start() > 0:
        # "wouldn't've" is three.
        return [*_cuts(word[: clitic.start()]), *_rest(word, clitic.start())]
    return []


def _rest(word: str, at: int) -> list[int]:
    return [at - sum(_cuts(word[:at]))]


def words(text: str) -> list[str]:
    """Lower-cased word forms of `text` without marks; curly apostrophes come out straight."""
    return [
        re.sub(f"[{_APOSTROPHE}]", "'", token.text.lower())
        for token in tokens(text)
        if any(character.isalnum() for character in token.text)
    ]
