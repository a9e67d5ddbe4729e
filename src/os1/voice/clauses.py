"""Text as it comes, cut into clauses that can be spoken, the first one short so that sound comes early."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from os1.types import Spoken

FIRST, LATER, MOST = 3, 5, 22  # words: the fewest in a first and a later clause, and the most in any
_END = re.compile(r"[.!?…]+[\"”’')\]*_]*$")
_REST = re.compile(r"(?:[,;:—–]+[\"”’')\]*_]*|[—–-])$")
_NO_END = re.compile(
    r"(?:^|[(\"“‘'])(?:dr|mr|mrs|ms|prof|st|sr|jr|vs|etc|e\.g|i\.e|approx|no|fig|dept|mt|ft|lt|col|gen|rev|capt|sgt|"
    r"[a-z](?:\.[a-z])*|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|tue|tues|wed|thu|thurs|fri|sat|sun|\d+)\.[,;]?$",
    re.IGNORECASE,
)
_OPEN_WORDS = frozenset("a an the of to in on at for with and or but my your his her its our their i".split())
_MARKS = re.compile(r"[*_`~#>|•◦▪●‣·\[\]{}<=^\\]+")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_URL = re.compile(r"^[(\"“]*(?:[a-z]+://|www\.)(?:www\.)?([^/\s?#:)\"”]+)\S*?([.,;:!?]*)$", re.IGNORECASE)
_WORD = re.compile(r"\w", re.UNICODE)
_BULLET = re.compile(r"^(?:[-–—*•+]|\d{1,2}[.)])$")
_SAID = {"&": "and", "%": "percent", "+": "plus", "=": "equals", "@": "at", "→": "to", "w/": "with", "w/o": "without", "e.g.": "for example,",
         "i.e.": "that is,", "etc.": "and so on.", "vs.": "versus", "Dr.": "Doctor", "Mr.": "Mister", "Mrs.": "Missus", "Ms.": "Miz",
         "Prof.": "Professor", "approx.": "approximately", "no.": "number"}  # fmt: skip


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
        self._begun = False
        return cut

    def _cut(self, whole: bool) -> list[Clause]:
        words = [(found[0], found.end()) for found in re.finditer(r"\S+", self._held)]
        if not whole and words and words[-1][1] == len(self._held):
            words.pop()
        made: list[Clause] = []
        start = used = 0
        for n, (word, _) in enumerate(words):
            following = words[n + 1][0] if n + 1 < len(words) else ""
            line_ends = "\n" in self._held[words[n][1] : _next(self._held, words[n][1])]
            if not (following or line_ends or whole):
                break  # whether this is an end may depend on the word after it
            if self._ends(word, n + 1 - start, following, line_ends):
                made.append(self._clause([each for each, _ in words[start : n + 1]]))
                start, used = n + 1, words[n][1]
        if whole and start < len(words):
            made.append(self._clause([each for each, _ in words[start:]]))
            used = len(self._held)
        self._held = "" if whole else self._held[used:]
        return [each for each in made if each.text]

    def _ends(self, word: str, length: int, following: str, line_ends: bool) -> bool:
        """Whether a clause ends after this word, the `length`th of it."""
        quoted = self._quoted
        self._quoted = quoted_after(word, quoted)
        enough = FIRST if not self._begun else LATER
        if line_ends and not _BULLET.match(word):
            ends = True
        elif _END.search(word) and not _NO_END.search(word) and not (word.endswith("…") and following[:1].islower()):
            ends = length >= 2 or not self._quoted
        elif self._quoted:
            ends = length >= MOST
        elif _REST.search(word):
            ends = length >= enough and not (word[-2:-1].isdigit() and following[:1].isdigit())
        else:
            ends = length >= MOST and word.lower() not in _OPEN_WORDS and not (word[-1].isdigit() and following[:1].isdigit())
        if ends:
            self._quoted = False if line_ends else self._quoted
            self._begun = True
        return ends

    def _clause(self, words: list[str]) -> Clause:
        said = [speakable(word, n == 0) for n, word in enumerate(words)]
        return Clause(" ".join(words), " ".join(each for each in said if each), tuple(len(each.split()) for each in said))


def quoted_after(word: str, quoted: bool) -> bool:
    """Whether words after this one stand within quotation marks."""
    for mark in re.findall(r"[\"“”]", word):
        quoted = {"“": True, "”": False}.get(mark, not quoted)
    return quoted


def speakable(word: str, leads: bool = False) -> str:
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


def _next(text: str, at: int) -> int:
    """Where the white space that begins at `at` ends."""
    found = re.compile(r"\s*").match(text, at)
    return found.end() if found else at
