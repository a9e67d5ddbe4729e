"""What somebody says while she talks: her own words come back, a sign to go on, or words of theirs."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_WORD = re.compile(r"[a-z0-9']+")
_GO_ON = frozenset("mm mmm mhm hm hmm uh huh uhhuh aha ah oh yeah yes yep yup right ok okay sure mmhmm mmhm hmhm m um ya wow nice".split())
LONGEST_GO_ON = 3  # words
HEARD_BACK = 0.6  # how alike what came in and what went out are, from 0 to 1, when it is an echo
_MISHEARD = 0.7  # how alike two words are when one may be the other misheard


def goes_on(words: str) -> bool:
    """Whether words are only a sign that somebody listens ("mm-hm", "yeah, right"): they want her to go on."""
    said = _WORD.findall(words.lower().replace("-", ""))
    return len(said) <= LONGEST_GO_ON and all(word in _GO_ON for word in said)


def is_echo(words: str, hers: str) -> bool:
    """Whether words that were heard are her own, come back through an open loudspeaker.

    `hers` is what came out of the loudspeaker lately. An echo is heard badly, so words count as the same where
    they are spelt alike, in the order she said them.
    """
    came, went = _WORD.findall(words.lower()), _WORD.findall(hers.lower())
    if not came or not went:
        return False
    found, at = 0, 0
    for word in came:
        near = next((n for n in range(at, min(len(went), at + 8 if found else len(went))) if _alike(word, went[n])), None)
        if near is not None:
            found, at = found + 1, near + 1
    return found / len(came) >= HEARD_BACK


def _alike(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) > 2 and SequenceMatcher(None, one, other).ratio() >= _MISHEARD)
