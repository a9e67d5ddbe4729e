"""Names she knows, found behind what the ears made of them: by how both sound.

A word is spelled out as sounds, Irish, Spanish and German names by their own rules beside the English ones,
and compared by the cost of turning one into the other (edit distance, Levenshtein 1966, with sounds that are
mistaken for each other near).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from os1.listening.names import HERS, HIS, NOT_NAMES, RELATIONS, SHORT_NAMES
from os1.listening.tags import tag, tagger
from os1.types import Token

# Order counts: the longer spelling first. Capitals are one sound each; vowels are a e i o u.
_ENGLISH = (
    ("tch", "C"), ("sch", "S"), ("tion", "Sn"), ("ough", "o"), ("augh", "o"), ("igh", "i"), ("sh", "S"), ("ch", "C"), ("ph", "f"),
    ("th", "T"), ("wh", "w"), ("gh", ""), ("ck", "k"), ("kn", "n"), ("wr", "r"), ("qu", "kw"), ("x", "ks"), ("dge", "J"), ("ge$", "J"),
    ("ce", "se"), ("ci", "si"), ("cy", "si"), ("c", "k"), ("q", "k"), ("ee", "i"), ("ea", "i"), ("ie", "i"), ("ei", "e"), ("ai", "e"),
    ("ay", "e"), ("ey", "i"), ("oo", "u"), ("ou", "u"), ("ow", "o"), ("oa", "o"), ("au", "o"), ("aw", "o"), ("eu", "u"), ("ew", "u"),
    ("^y", "y"), ("ya", "ya"), ("y", "i"), ("j", "J"), ("ah$", "a"), ("er$", "a"), ("or$", "a"), ("ar$", "a"), ("o'$", "o"),
)  # fmt: skip
_IRISH = (
    ("aoi", "i"), ("ao", "i"), ("iobh", "iv"), ("bhf", "v"), ("bh", "v"), ("mh", "v"), ("dh", ""), ("gh", ""), ("fh", ""), ("th", ""),
    ("^si", "Si"), ("^se", "Se"), ("ns", "nS"), ("irs", "irS"), ("ea", "a"), ("ia", "ia"), ("c", "k"), ("io", "i"),
)  # fmt: skip
_SPANISH = (("^j", "w"), ("j", "h"), ("qu", "k"), ("ll", "y"), ("ñ", "ny"), ("^x", "h"), ("oa", "wa"), ("z", "s"), ("h", ""), ("v", "b"))
_GERMAN = (("j", "y"), ("w", "v"), ("sch", "S"), ("ch", "k"), ("ei", "ai"), ("ie", "i"), ("z", "s"))
_VOWELS = frozenset("aeiou")
_NEAR = {
    frozenset(pair): cost
    for pairs, cost in (
        ("fv sz td kg pb SJ CS CJ Tf Ts Td zJ zS wv", 0.4), ("mn nN lr hw yi uw tC vb Tt dn", 0.6), ("ei ao ou ae ai", 0.3),
    )
    for pair in pairs.split()
}  # fmt: skip
_SLIGHT = {"h": 0.3, "a": 0.5, "e": 0.5, "i": 0.5, "o": 0.5, "u": 0.5, "w": 0.6, "y": 0.5, "r": 0.6, "n": 0.7}
_INTRODUCES = frozenset(RELATIONS) | frozenset("called named hi hey hello dear".split())
_WORD = re.compile(r"[^\W\d_]+(?:['’]s\b)?")


@dataclass(frozen=True)
class Known:
    """Names with the ways each may sound."""

    sounds: dict[str, tuple[str, ...]]

    @staticmethod
    @lru_cache(maxsize=8)
    def of(names: tuple[str, ...]) -> Known:
        single = dict.fromkeys(part for name in names for part in re.findall(r"[^\W\d_]{2,}", name) if part[0].isupper())
        return Known({name: _ways(name) for name in single})

    def has(self, word: str) -> bool:
        return word.lower() in (name.lower() for name in self.sounds)


def sounds(word: str, rules: tuple[tuple[str, str], ...] = _ENGLISH) -> str:
    """A word as sounds, one letter each; the same sound twice is one."""
    whole = left = word.lower()
    found = ""
    while left:
        spelling, sound = next((rule for rule in rules if _fits(rule[0], left, whole)), (left[0], left[0]))
        # A silent e at the end of a longer word.
        silent = left == "e" and len(whole) > 3 and whole[-2] not in _VOWELS
        found += "" if silent or not left[0].isalpha() else sound
        left = left[len(spelling.strip("^$")) :]
    return re.sub(r"(.)\1+", r"\1", found)


def _fits(spelling: str, left: str, whole: str) -> bool:
    """Whether a rule's spelling comes next in what is left of a word; ^ and $ are its edges."""
    bare = spelling.strip("^$")
    return left.startswith(bare) and (spelling[0] != "^" or left == whole) and (spelling[-1] != "$" or left == bare)


def _ways(name: str) -> tuple[str, ...]:
    low, ways = name.lower(), [sounds(name)]
    if re.search(r"aoi|bh|mh|dh|fh|^sea|^si[no]|ao|iadh|gh|irs", low):
        ways += [sounds(name, _IRISH + _ENGLISH), sounds(re.sub(r"e$", "a", low), _IRISH + _ENGLISH)]
    if re.search(r"^j|qu|ll|ñ|^x|j", low):
        ways.append(sounds(name, _SPANISH + _ENGLISH))
    if re.search(r"j|w|sch|ei", low):
        ways.append(sounds(name, _GERMAN + _ENGLISH))
    if low.endswith("e"):
        ways.append(sounds(name) + "i")  # Zoe, Irene
    return tuple(dict.fromkeys(ways))


@lru_cache(maxsize=4096)
def apart(one: str, other: str) -> float:
    """How far two words of sounds lie apart: 0 for the same, about 1 for nothing in common."""
    if abs(len(one) - len(other)) > 2:
        return 1.0
    row = [0.0]
    for sound in other:
        row.append(row[-1] + _SLIGHT.get(sound, 1.0))
    for at, mine in enumerate(one):
        last, row = row, [row[0] + _SLIGHT.get(mine, 1.0)]
        for n, theirs in enumerate(other):
            cost = 0.0 if mine == theirs else _NEAR.get(frozenset(mine + theirs), 0.5 if {mine, theirs} <= _VOWELS else 1.0)
            # What begins a word is heard best.
            cost *= 1.6 if at == n == 0 and not {mine, theirs} <= _VOWELS else 1
            row.append(min(last[n] + cost, last[n + 1] + _SLIGHT.get(mine, 1.0), row[n] + _SLIGHT.get(theirs, 1.0)))
    return row[-1] / max(2.5, (len(one) + len(other)) / 2)


def named(text: str, known: Known) -> str:
    """`text` with the names she knows written as she writes them."""
    if not known.sounds:
        return text
    found, end = "", 0
    for match in _WORD.finditer(text):
        found += text[end : match.start()]
        word, tail = re.sub(r"['’]s$", "", match[0]), re.search(r"['’]s$", match[0])
        name = _meant(word, text, match.start(), known)
        found += (name or word) + (tail[0] if tail else "")
        end = match.end()
    return found + text[end:]


def _meant(word: str, text: str, at: int, known: Known) -> str:
    """The known name that a word stands for, "" where it stands for itself."""
    low = word.lower()
    if len(low) < 3 or low in NOT_NAMES or low in RELATIONS or re.search(r"(.)\1\1", low):
        return ""
    same = next((name for name in known.sounds if name.lower() == low), "")
    if same:
        return same if word[0].isupper() or low not in tagger().clusters or low in HERS | HIS else ""
    before = re.findall(r"[\w']+|[.?!]", text[:at])[-1:]
    first = not before or before[0] in ".?!"
    introduced = bool(before) and before[0].lower() in _INTRODUCES
    # "Ed Sheeran": a surname is of somebody else's.
    surname = not first and not introduced and before[0][0].isupper() and before[0] not in ("I", "And", "But")
    reach = 0.0 if surname else _reach(word, first=first, introduced=introduced)
    heard = sounds(low)
    if len(heard) < 3 or (len(heard) == 3 and low not in tagger().clusters):  # "oof" and "if" are near everything
        reach = min(reach, 0.05 if len(heard) < 3 else 0.17)
    if not reach:
        return ""
    away, name = min((min(apart(heard, way) for way in ways), name) for name, ways in known.sounds.items())
    if away >= reach:
        return ""
    if low in tagger().clusters and not _is_name(text, at):
        return ""
    return name


def _reach(word: str, *, first: bool, introduced: bool) -> float:
    """How far a name may lie from a word and still be meant: the commoner the word, the less."""
    low = word.lower()
    if low not in tagger().clusters:
        return 0.25 if word[0].isupper() or introduced else 0.1
    if low in HERS | HIS | SHORT_NAMES:
        # Another name is most often another person.
        return 0.14 if introduced else 0.05
    if introduced:
        return 0.22
    return 0.2 if word[0].isupper() and not first else 0.0


def _is_name(text: str, at: int) -> bool:
    """Whether the word there stands where a name or a thing stands, and not a verb: "my sister can"."""
    start = max(text.rfind(mark, 0, at) for mark in ".?!\n") + 1
    spans = [(m.start() + start, m[0]) for m in re.finditer(r"[\w']+", text[start : start + 300])]
    tags = tag([Token(w, s, s + len(w)) for s, w in spans])
    return any(s == at and t in ("NOUN", "PROPN", "ADJ") for (s, _), t in zip(spans, tags, strict=True))
