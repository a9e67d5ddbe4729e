"""What somebody says while she talks: her own words come back, a sign to go on, or words of theirs."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_WORD = re.compile(r"[a-z0-9']+")
_GO_ON = frozenset("mm mmm mhm hm hmm uh huh uhhuh aha ah oh yeah yes yep yup right ok okay sure mmhmm mmhm hmhm m um ya wow nice".split())
LONGEST_GO_ON = 3  # words
HEARD_BACK = 0.6  # how alike what came in and what went out are, from 0 to 1, when it is an echo
NEAR = 8  # words of hers within which the next one has to come
OTHERS = 3  # words at the end that aren't hers from which somebody else speaks
_MISHEARD = 0.78  # how alike two words are when one may be the other misheard; "wait" and "what" are less


def goes_on(words: str) -> bool:
    """Whether words are only a sign that somebody listens ("mm-hm", "yeah, right"): they want her to go on."""
    said = _WORD.findall(words.lower().replace("-", ""))
    return len(said) <= LONGEST_GO_ON and all(word in _GO_ON for word in said)


def is_echo(words: str, hers: str) -> bool:
    """Whether words that were heard are her own, come back through an open loudspeaker.

    `hers` is what came out of the loudspeaker lately. An echo is heard badly, so words count as the same where they
    are spelt alike, in the order she said them and close together. Words that end in others than hers are somebody's
    who speaks over her.
    """
    came, went = _WORD.findall(words.lower()), _WORD.findall(hers.lower())
    if not came or not went:
        return False
    places = {word: [n for n, other in enumerate(went) if _alike(word, other)] for word in set(came)}
    best: dict[int, tuple[int, int]] = {}  # place among hers → how many words match in order up to there, and the last of them
    for n, word in enumerate(came):
        before = dict(best)
        for at in places[word]:
            near = (count for place, (count, _) in before.items() if at - NEAR < place < at)
            best[at] = max(best.get(at, (0, 0)), (1 + max(near, default=0), n))
    found, last = max(best.values(), default=(0, 0))
    return found / len(came) >= HEARD_BACK and len(came) - 1 - last < OTHERS


def _alike(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) > 3 and SequenceMatcher(None, one, other).ratio() >= _MISHEARD)
