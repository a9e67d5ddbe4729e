"""Picks the clause of a longer sentence that is worth saying back."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from os1.listening.clauses import FINITE
from os1.listening.reading import Word, read
from os1.listening.turning import sayable, tidy, turn_about

SHORT = 14
"""Most words of a clause picked out of a longer sentence."""

_PARTS = frozenset([",", ";", "-", "--", "–", "—", ":", "...", "…", ".."])
_JOINS = frozenset(["but", "and", "because", "so", "although", "though", "which", "while", "except",
                    "when", "since", "yet"])  # fmt: skip
# Cut here only before another clause: "Tom and Ruth", "since yesterday" belong to theirs.
_NEED_VERB = frozenset("and since when while because".split())
_SUPPOSED = frozenset("if unless whether".split())
_REPORTS = frozenset(
    "say says said saying tell tells told think thinks thought wish wished hope hoped pretend "
    "pretended imagine imagined dream dreamt dreamed believe believed reckon claims claimed "
    "suppose figured assumed worried afraid scared".split()
)
_OWN = frozenset("i me my mine myself".split())


def main_clause(sentence: str) -> str | None:
    """The shortest clause of a sentence worth saying back, at most 14 words, or None.

    It comes in the person's own words, tidied; `turn_about` of it is never None. What hangs on an
    "if", or on somebody's saying so, is never torn off.
    """
    if len(sentence) > 1000 or not sayable(sentence):
        return None
    plain = tidy(sentence)
    row = read(plain)
    best: tuple[float, str] | None = None
    for first, last in _spans(row):
        text = tidy(plain[row[first].start : row[last - 1].end])
        words = read(text)
        if not 3 <= len(words) <= SHORT or turn_about(text) is None:
            continue
        score = _worth(row, first, last)
        if best is None or score > best[0]:
            best = (score, text)
    return best[1] if best else None


def _spans(row: Sequence[Word]) -> list[tuple[int, int]]:
    """Stretches of words that may stand alone: the whole, or what lies between two joints."""
    whole = [(0, len(row))] if row else []
    joints = [-1]
    for at, word in enumerate(row):
        if at and (word.low in _PARTS or word.low in _JOINS) and not _degree(row, at):
            joints.append(at)
    joints.append(len(row))
    spans = [(a + 1, b) for a, b in pairwise(joints) if b - a > 2]
    return whole + [span for span in spans if span != (0, len(row)) and _free(row, *span)]


def _degree(row: Sequence[Word], at: int) -> bool:
    """Whether "so" or "yet" only makes the next word stronger: "so tired", "not yet"."""
    after = row[at + 1].kind if at + 1 < len(row) else ""
    return row[at].low in ("so", "yet") and after not in ("PRON", "DET", "PROPN", "NOUN")


def _free(row: Sequence[Word], first: int, last: int) -> bool:
    """Whether a stretch means the same without what stands before and after it."""
    turn = max((n for n in range(first) if row[n].low == "but"), default=-1) + 1
    left = [word.low for word in row[turn:first]]
    right = [word.low for word in row[last:]]
    joint = row[first - 1].low if first else ""
    here = [word.low for word in row[first:last]]
    rest = row[last + 1 :]
    framed = turn < len(row) and joint == "," and row[turn].kind in ("ADP", "ADV", "SCONJ")
    if joint in ("and", ",") and not framed and not _acts(row[turn:first]):
        return False
    if last < len(row) and row[last].low in _NEED_VERB and not _acts(rest):
        return False
    if joint in ("while", "though", "although", "which", "when", "since"):
        return False
    if _SUPPOSED & {*left, *here} or _SUPPOSED & set(right[:2]):
        return False
    if _REPORTS & set(left):
        return False
    after = right[0] if right else ""
    denied = "n't" in here or "not" in here or "never" in here
    return not (denied and after in ("because", "so")) and after not in ("-", "--", ":")


def _acts(words: Sequence[Word]) -> bool:
    return any(word.tag.startswith(FINITE) for word in words)


def _worth(row: Sequence[Word], first: int, last: int) -> float:
    here = [word.low for word in row[first:last]]
    joint = row[first - 1].low if first else ""
    score = 1.5 * bool(_OWN & set(here)) - 0.1 * len(here) - 0.05 * first
    if joint == "but":
        score += 2.0
    if last < len(row) and row[last].low == "but":
        score -= 1.0
    if len(here) < 4:
        score -= 0.2
    return score
