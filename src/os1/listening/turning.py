"""Turns a person's words about, so that they can be said back: "my sister" is "your sister".

Everything here would sooner say nothing than something wrong: a clause that isn't clearly a
whole statement of the person's own gives None.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from os1.listening.clauses import states
from os1.listening.reading import DAYS, Word, chunks, read

LONGEST = 22
"""Most words a clause may have to be said back whole."""

_SWAPS = {
    "i": "you", "me": "you", "my": "your", "mine": "yours", "myself": "yourself",
    "'m": "'re", "am": "are",
}  # fmt: skip
_APART = {
    "im": "i'm", "ive": "i've", "dont": "don't", "cant": "can't", "wont": "won't",
    "didnt": "didn't", "doesnt": "doesn't", "isnt": "isn't", "arent": "aren't",
    "wasnt": "wasn't", "werent": "weren't", "havent": "haven't", "hasnt": "hasn't",
    "hadnt": "hadn't", "couldnt": "couldn't", "wouldnt": "wouldn't", "shouldnt": "shouldn't",
    "aint": "ain't", "thats": "that's", "theres": "there's", "hes": "he's", "shes": "she's",
    "theyre": "they're", "theyve": "they've", "itll": "it'll", "idk": "i don't know",
    "alot": "a lot", "ppl": "people", "rn": "right now", "tmrw": "tomorrow", "bc": "because",
    "cuz": "because", "coz": "because", "cos": "because", "bday": "birthday", "nite": "night",
    "shouldve": "should've", "couldve": "could've", "wouldve": "would've",
    "tho": "though", "thru": "through", "wknd": "weekend", "convo": "conversation",
}  # fmt: skip
# Names, when nothing stands before them.
_KIN = frozenset(
    "mum mom mummy mommy dad daddy grandma grandpa granny gran nan nana grandad".split()
)
_TYPED = re.compile(r"(?<![\w'])(?:" + "|".join(_APART) + r")(?![\w'])", re.IGNORECASE)
_ITS = re.compile(
    r"(?<![\w'])(its)(?= (?:a|an|the|my|his|her|their|not|been|so|too|just|really|very|all|only|"
    r"always|never|like|kinda|kind of|going|gonna|getting|hard|fine|over|weird|pretty|more|"
    r"easier|worse|better|me|still|about|almost|probably|definitely|nothing|killing|driving|"
    r"making)\b)",
    re.IGNORECASE,
)
_ID = re.compile(
    r"(?<![\w'])(i)(d|ll)(?= (?:love|like|hate|rather|never|be|have|go|do|get|try|"
    r"probably|just|always|give|say|see|tell|take|call|make)\b)",
    re.IGNORECASE,
)
_OF = re.compile(r"\b((?:sh|c|w)ould) of\b", re.IGNORECASE)
_ASIDE = re.compile(r"\s*,\s*(?:like|you know|i mean|um+|uh+|er|well)\s*,\s*", re.IGNORECASE)
_IDK = re.compile(r"^(?:idk|i dunno)[ ,]+(?=(?:i|im|he|she|it|they)\b)", re.IGNORECASE)
_LEAD = re.compile(
    r"(?:(?:well|so|and|but|or|um+|uh+|erm*|hm+|mm+|oh+|ah+|aw+|ugh+|like|honestly|actually|"
    r"basically|anyways?|okay|ok|yeah|yea|yep|yes|yup|nope|nah|no|look|listen|see|right|sure|"
    r"lol|haha+|omg|man|god|wow|hey|hi|hello|please|sorry|plus|because|'?cause|though|"
    r"i mean|you know|i guess|i suppose|to be honest|tbh|ngl|oh my god|my god|also|then|"
    r"the thing is|it's just that|it's just|thing is|anyhow|samantha|frankly|truth is|"
    r"the truth is|not gonna lie|guess what)"
    r"(?:\s*(?:,|\.{2,}|…|-+|–|—|:)\s*|\s+))",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:\s*,)?\s+(?:lol|haha+|hah|tbh|ngl|though|lmao|you know|i guess|i suppose|i mean|"
    r"or something|or whatever|and stuff|and everything|anyways?|smh|ugh+|samantha|honestly|"
    r"to be honest|x+|thanks|thx|too lol|and all|and that)\s*$",
    re.IGNORECASE,
)
# These are dropped from the front only where a statement plainly starts after them: "so tired"
# and "like Tom" are other words.
_DOUBTFUL = re.compile(
    r"(?:so|like|no|right|see|then|because|'?cause|man|god|though|sorry)\b", re.I
)
_STARTS = re.compile(
    r"(?:(?i:i|he|she|it|they|my|this|that|there|the|a|an|his|her|their|everyone|everybody|"
    r"nobody|no one|someone|me and|today|yesterday|tomorrow|tonight|last|now)|[A-Z][a-z]+)\b"
)
_FORBIDDEN = re.compile(
    r"[\"“”„«»?@#<>{}\[\]()*_=|\\/~^]|https?:|www\.|(?<!\w)['‘](?=\w+[^']*['’](?!\w))"
)


def turn_about(clause: str) -> str | None:
    """The person's words as she would say them back, or None where that isn't safe.

    "Well, im so tired of my job." gives "you're so tired of your job". No last mark, no filler or
    conjunction in front, small first letter but for names. None for questions, requests, quoted
    speech, addresses, emoji, anything said to her or about "us", and anything short of a clause.
    """
    if len(clause) > 400 or not sayable(clause):
        return None
    plain = tidy(clause)
    row = read(plain)
    if not 2 <= len(row) <= LONGEST + 6 or not states(row):
        return None
    return turned(row, 0, len(row))


def tidy(clause: str) -> str:
    """The clause with apostrophes put back and fillers, marks and blanks at its edges gone."""
    text = " ".join(clause.replace("’", "'").replace("‘", "'").split())
    if text.isupper() and len(text) > 4:
        text = text.lower()
    text = _TYPED.sub(lambda match: _APART[match.group().lower()], _IDK.sub("", text))
    text = _OF.sub(r"\1 have", _ASIDE.sub(" ", text))
    text = _ID.sub(r"\1'\2", _ITS.sub("it's", text))
    last = ""
    while text != last:
        last = text
        text = _TAIL.sub("", text.rstrip(" .!,;:-–—…"))
        text = _led(text).lstrip(" .,;:-–—…")
    return text


def _led(text: str) -> str:
    match = _LEAD.match(text)
    if match is None:
        return text
    rest = text[match.end() :]
    parted = not match.group().strip()[-1].isalpha()
    starts = _STARTS.match(rest) or _LEAD.match(rest)
    return text if _DOUBTFUL.match(text) and not parted and not starts else rest


def sayable(text: str) -> bool:
    """Whether it is all letters and everyday marks: no quotes, addresses, questions, emoji."""
    if _FORBIDDEN.search(text):
        return False
    for character in text:
        if ord(character) > 0x24F and character not in "‘’–—…":
            return False
        if unicodedata.category(character) in ("So", "Sk", "Cs", "Co", "Cn"):
            return False
    return True


def turned(row: Sequence[Word], first: int, last: int) -> str:
    """Words `first` up to `last` with "I" made "you", verbs and names set right."""
    pair = _paired(row) if first == 0 else 0
    if 0 < pair < last - 2:
        # "My mum and I" comes back as "you and your mum".
        other = turned(row[:pair], 0, pair)
        return f"you and {other} {turned(row, pair + 2, last)}"
    typed_small = all(word.text == word.text.lower() for word in row)
    said = []
    for at in range(first, last):
        word = row[at]
        new = _swap(row, at)
        if new is None:
            new = _cased(row, at, at == first, typed_small)
        gap = " " if at > first and word.start > row[at - 1].end else ""
        if at > first and word.low == "i" and row[at - 1].low in ("me", "is", "was"):
            gap = " that "
        said.append(gap + new)
    return "".join(said)


def _paired(row: Sequence[Word]) -> int:
    """Where "and" stands in a subject like "my mum and I" at the very start; 0 if there is none."""
    start = next(iter(chunks(row)), None)
    if start is None or start.first or start.pronoun or start.last + 2 >= len(row):
        return 0
    joined = row[start.last].low == "and" and row[start.last + 1].low in ("i", "me")
    return start.last if joined and row[start.last + 2].kind in ("VERB", "AUX", "ADV") else 0


def _swap(row: Sequence[Word], at: int) -> str | None:
    """What the word becomes when she says it; None where it stays."""
    low = row[at].low
    if low == "mine" and row[at].kind == "NOUN" and at and row[at - 1].kind in ("DET", "NOUN"):
        return None
    if low in _SWAPS:
        return _SWAPS[low]
    if low == "was" and _mine(row, at):
        return "were"
    return None


def _mine(row: Sequence[Word], at: int) -> bool:
    """Whether "was" at this place is the person's own ("I never was", "I left and was glad")."""
    before = at - 1
    while before >= 0 and row[before].kind == "ADV":
        before -= 1
    if before < 0:
        return False
    if row[before].low == "i":
        return True
    if row[before].low in ("and", "but", "or", ",", "then"):
        subjects = [w.low for w in row[:before] if w.low in ("i", "he", "she", "it", "they")]
        return subjects[-1:] == ["i"]
    return _together(row, before)


def _together(row: Sequence[Word], end: int) -> bool:
    """Whether the words up to `end` are "me and Tom" or "Tom and I"."""
    lows = [word.low for word in row[: end + 1]]
    return lows[:2] == ["me", "and"] or lows[-2:] in (["and", "i"], ["and", "me"])


def _cased(row: Sequence[Word], at: int, first: bool, typed_small: bool) -> str:
    word, low = row[at], row[at].low
    if low in DAYS and word.kind == "PROPN":
        return word.text.capitalize()
    if typed_small and word.tag == "PROPN-NNP" and word.text.isalpha() and _bare(row, at):
        return word.text.capitalize()
    shouted = len(word.text) > 1 and word.text.isupper() and word.kind in ("ADV", "VERB", "AUX")
    if shouted or (first and word.kind != "PROPN" and word.text.istitle() and low not in _KIN):
        return word.text.lower()
    return word.text


def _bare(row: Sequence[Word], at: int) -> bool:
    """Whether a name typed small stands where a person's would: "ruth said", "with tom"."""
    if at and row[at - 1].low in ("with", "and", "called", "named", "to", "about", "from"):
        return True
    if at and row[at - 1].kind in ("DET", "ADJ", "ADP", "PRON", "NOUN", "PROPN"):
        return False
    return at + 1 < len(row) and row[at + 1].kind in ("VERB", "AUX", "ADV", "ADP", "CCONJ")
