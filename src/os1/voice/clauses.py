"""Text as it comes, cut into clauses that can be spoken, the first one short so that sound comes early."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from os1.speech import Spoken

FIRST, LATER, MOST = 3, 5, 22  # words: the fewest in a first and a later clause, and the most in any
SOON = 7  # words after which a first clause ends where another joins on, though no mark says so
_END = re.compile(r"[.!?…]+[\"”’')\]*_]*$")
_REST = re.compile(r"(?:[,;:—–]+[\"”’')\]*_]*|[—–-])$")
_LEAD = r"(?:^|[(\"“‘'*_])"
_NEVER = re.compile(_LEAD + r"(?:(?i:dr|mrs?|ms|prof|st|mt|lt|col|gen|rev|capt|sgt|vs|approx|e\.g|i\.e)|[A-Z](?:\.[A-Z])*)\.$")
_IN_LINE = re.compile(_LEAD + r"(?i:etc|sr|jr|inc|[a-z](?:\.[a-z])+)\.$")
"""An end only where a capital follows: "by 5 p.m. on Monday"."""
_COUNTED = re.compile(_LEAD + r"(?i:nos?|fig|pp?|ch|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|tues?|wed|thu|thurs|fri|sat|sun)\.$")
"""An end unless a number follows: "4 Sept. 2021"."""
_OPEN_WORDS = frozenset("a an the of to in on at for with and or but my your his her its our their i".split())
_JOINING = frozenset("and but because so that when while if which who where though although until unless".split())
_MARKS = re.compile(r"[*_`~#>|•◦▪●‣·\[\]{}<=^\\]+")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_URL = re.compile(r"^[(\"“]*(?:[a-z]+://|www\.)(?:www\.)?([^/\s?#:)\"”]+)\S*?([.,;:!?]*)$", re.IGNORECASE)
_WORD = re.compile(r"\w", re.UNICODE)
_BULLET = re.compile(r"^(?:[-–—*•+]|\d{1,2}[.)])$")
_SAID = {"&": "and", "%": "percent", "+": "plus", "=": "equals", "@": "at", "→": "to", "w/": "with", "w/o": "without", "e.g.": "for example,",
         "i.e.": "that is,", "etc.": "and so on.", "vs.": "versus", "Dr.": "Doctor", "Mr.": "Mister", "Mrs.": "Missus", "Ms.": "Miz",
         "Prof.": "Professor", "approx.": "approximately"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clause:
    """Words to be said in one go: `text` as they are shown, `spoken` as a voice is given them; `shares[i]` is how many
    words of `spoken` stand for word i of `text`, 0 where it isn't spoken at all."""

    text: str
    spoken: str
    shares: tuple[int, ...]

    def shown(self, spoken: Spoken) -> Spoken:
        """What a voice made of `spoken`, its ends told for the words of `text`."""
        ends, at, last = [], 0, 0.0
        for share in self.shares:
            at += share
            last = spoken.ends[at - 1] if share and at <= len(spoken.ends) else last
            ends.append(last)
        if ends:  # what is dropped at the end goes with the last that is said
            silent = next((n for n, share in enumerate(reversed(self.shares)) if share), len(self.shares))
            ends[len(ends) - silent :] = [spoken.seconds] * silent
        return replace(spoken, text=self.text, ends=tuple(ends))


class Clauses:
    """Cuts text that comes in pieces. Every word given comes out again, once and in order."""

    def __init__(self) -> None:
        self._held = ""
        self._quoted = False
        self._begun = False

    def push(self, piece: str) -> list[Clause]:
        """The clauses that are whole now; a word counts once the white space after it has come."""
        self._held += piece
        return self._cut(whole=False)

    def rest(self) -> list[Clause]:
        """What is left, at the end of a reply; the next piece begins another."""
        cut = self._cut(whole=True)
        self._begun = self._quoted = False
        return cut

    def _cut(self, whole: bool) -> list[Clause]:
        words = list(re.finditer(r"\S+", self._held))
        if not whole and words and words[-1].end() == len(self._held):
            words.pop()
        made: list[Clause] = []
        start, quoted = 0, self._quoted
        for n, found in enumerate(words):
            word, following = found[0], words[n + 1] if n + 1 < len(words) else None
            breaks = "\n" in self._held[found.end() : following.start() if following else len(self._held)]
            if following is None and not breaks and not whole:
                break  # whether this is an end may depend on the word after it
            quoted = _quoted_after(word, quoted) and not breaks
            if self._ends(word, n + 1 - start, following[0] if following else "", quoted=quoted, breaks=breaks):
                made.append(_clause([each[0] for each in words[start : n + 1]]))
                start, self._quoted, self._begun = n + 1, quoted, True
        if whole and start < len(words):
            made.append(_clause([each[0] for each in words[start:]]))
        self._held = "" if whole else self._held[words[start - 1].end() :] if start else self._held
        return made

    def _ends(self, word: str, length: int, following: str, *, quoted: bool, breaks: bool) -> bool:
        """Whether a clause ends after this word, the `length`th of it; `breaks` where a line does."""
        if _BULLET.match(word) and (length == 1 or following[:1].isdigit()):
            return False
        if breaks:
            return True
        if _END.search(word):
            capital, number = following[:1].isupper(), following[:1].isdigit()
            runs_on = (_NEVER.search(word) or (_IN_LINE.search(word) and not capital) or (_COUNTED.search(word) and number)
                       or (word.endswith("…") and following[:1].islower()))  # fmt: skip
            return not runs_on
        if _REST.search(word) and not quoted:
            return length >= (LATER if self._begun else FIRST)
        if not self._begun and length >= SOON and not quoted and following.lower() in _JOINING:
            return True
        return length >= MOST and word.lower() not in _OPEN_WORDS and not (word[-1].isdigit() and following[:1].isdigit())


def _clause(words: list[str]) -> Clause:
    said = [speakable(word, leads=n == 0) for n, word in enumerate(words)]
    for n, word in enumerate(words[1:], 1):
        if not said[n] and word in ("—", "–", "-", "…") and said[n - 1][-1:].isalnum():
            said[n - 1] += ","  # the pause a dash makes
    return Clause(" ".join(words), " ".join(each for each in said if each), tuple(len(each.split()) for each in said))


def _quoted_after(word: str, quoted: bool) -> bool:
    """Whether words after this one stand within quotation marks."""
    for mark in re.findall(r"[\"“”]", word):
        quoted = {"“": True, "”": False}.get(mark, not quoted)
    return quoted


def speakable(word: str, *, leads: bool = False) -> str:
    """A word as a voice should be given it: bare of markdown and pictures, an address by its host; "" for nothing."""
    if leads and _BULLET.match(word) and not word[0].isdigit():
        return ""
    word = _LINK.sub(r"\1", word)
    if address := _URL.match(word):
        return f"{address[1].replace('.', ' dot ').replace('-', ' ')}{address[2]}"
    if word in _SAID:
        return _SAID[word]
    plain = _MARKS.sub("", word) if not re.fullmatch(r"[*_`]*\w+_\w+[*_`]*", word) else word.strip("*_`").replace("_", " ")
    plain = plain.replace("…", "." if plain.endswith("…") else ", ").replace("—", ", ").strip()
    plain = re.sub(r"\.{2,}", ".", plain)
    return plain if _WORD.search(plain) or any(mark in plain for mark in "$%&+@") else ""
