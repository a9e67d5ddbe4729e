"""What one reply does to what was said before it, by rules: reflects, asks, advises, judges, answers."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import lru_cache

from bench.listener_words import (
    ADVICE,
    ADVICE_ASKED,
    ANSWER,
    BACKCHANNEL,
    CONTRAST,
    EMERGENCY,
    FEELINGS,
    GENERIC,
    HEARING,
    HEDGE,
    INNER,
    INVERTED,
    IRREGULAR,
    JUDGEMENT,
    NUMBERS,
    ORDER,
    QUOTED,
    STOP,
    TO_YOU,
    UNASKED,
    WORD,
    YOU,
)

STRAIGHT = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'"})
_BREAK = re.compile(r"(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bSt\.)(?<!\bMrs\.)(?<=[.!?…])[\"”’)]*\s+|\n+")
SWAP = {"i": "you", "i'm": "you're", "im": "you're", "i've": "you've", "i'd": "you'd", "i'll": "you'll", "me": "you",
         "my": "your", "mine": "yours", "myself": "yourself", "am": "are", "was": "were", "we": "you", "our": "your",
         "us": "you"}  # fmt: skip
_TELLS = re.compile(r"^\W*(?:(?:so|and|well|okay|ok)\W+)*(?:tell me (?:more|about|what|how|where|who|everything|a)"
                    r"|describe|say (?:more|a little more))\b")  # fmt: skip
_MINE = re.compile(r"^\W*(?:(?:and|but|so|well|oh|then|yes|no|okay)\W+)*(?:i|we|my)(?:'\w+)?\b")
_OPEN = re.compile(r"\b(?:what|how|where|when|which|who|do you|did you|is there|are there|scale|would you|could you)\b")
_PRESSES = re.compile(
    r"\bwhy (?:don't|not|didn't)\b|\bhave you (?:tried|considered|thought about \w+ing)|\b(?:how|what) about\b|"
    r"\byou (?:really |just |probably )*(?:should|need to|ought to|have to) (?:stop|quit|go|try|take|start|be|do|make|get)\b"
)
_FILLER = re.compile(r"(?:^|(?<=[\s,]))(?:you know|i mean|you see),? ?(?!what\b|that\b|how\b|you\b)")
_OFFERS = re.compile(
    r"^\W*(?:(?:so|and|but|well|okay|yeah|alright|right|also)\W+)*(?:let's|let me|if (?:you|there)\b|for example|"
    r"for instance|here's|thank|hi\b|hello|good (?:morning|afternoon)|we(?:'d|'ll| can| could| want| have)\b|there (?:is|are)\b|other people)"
)
_OF_IT = re.compile(r"^\W*(?:(?:and|but|so|yeah|oh|well|okay|mm|no)\W+)*(?:that|it|this)(?:'s|\b)")
_SMALL = frozenset("a an the so oh and okay ok yeah mm hm well it's it is was then that that's did do".split())
_SHORT = 15


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A lower-case word cut to what its forms share, five letters at most; numbers as figures."""
    word = re.sub(r"'(?:s|d|ll|re|ve)$", "", word)
    word = IRREGULAR.get(word, word)
    if word in NUMBERS:
        return NUMBERS[word]
    for ending in ("ing", "ied", "ies", "ed", "es", "s", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: -len(ending)] + ("y" if ending in ("ied", "ies") else "")
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl":
                word = word[:-1]
            break
    return (word[:-1] if len(word) > 3 and word.endswith("e") else word)[:5]


def words(text: str) -> list[str]:
    """The words of a text in lower case, apostrophes straight."""
    return WORD.findall(text.translate(STRAIGHT).lower())


def content(text: str) -> list[str]:
    """The stems of the words that carry something of their own, in their order."""
    return [stem(w) for w in words(text) if w not in STOP and (len(w) > 1 or w.isdigit())]


def sentences(text: str) -> list[str]:
    """The sentences of a text; what is quoted isn't cut."""
    quoted = [match.span() for match in QUOTED.finditer(text)]
    found, start = [], 0
    for match in _BREAK.finditer(text):
        if not any(first < match.start() < last - 1 for first, last in quoted):
            found.append(text[start : match.end()])
            start = match.end()
    return [piece.strip() for piece in [*found, text[start:]] if WORD.search(piece)]


def bare(text: str) -> str:
    """A text in lower case without what it quotes."""
    return QUOTED.sub("_", text).translate(STRAIGHT).lower().strip()


def backchannel(text: str) -> bool:
    """Whether a text only shows that somebody listens ("mm-hmm", "I see")."""
    return bool(BACKCHANNEL.match(bare(text))) or not WORD.search(text)


def asks(sentence: str) -> bool:
    """Whether a sentence asks; "tell me about it" counts as MITI counts it, a quoted question doesn't."""
    plain = bare(sentence)
    return plain.endswith("?") or bool(_TELLS.match(plain))


def feelings(text: str) -> set[str]:
    """The groups of feeling words a text names."""
    said = set(words(text))
    return {group for group, named in FEELINGS.items() if said & named}


def reflects(sentence: str, said: str, before: str = "") -> str:
    """"simple" where a sentence gives back what was said, "complex" where it adds to it, or "".

    `said` are the person's words just before, `before` those before that. A reflection takes up a word of
    theirs, or begins as one who has heard ("so you …", "no wonder"), or tells them of what they feel or
    want; what she says of herself alone isn't one. Put as a statement it may end with a question mark.
    Complex after MITI 4.2: it names a feeling they hadn't named, joins two things they said, or adds
    meaning: at least two words of weight of its own, beside theirs.
    """
    plain = _FILLER.sub("", bare(sentence))
    if backchannel(sentence) or advises(sentence) or JUDGEMENT.search(plain) or _OFFERS.match(plain):
        return ""
    heard, to_them = bool(HEARING.search(plain)), bool(TO_YOU.search(plain))
    own, theirs, far = set(content(sentence)), set(content(said)), set(content(before))
    if asks(sentence) and (INVERTED.search(plain) or _TELLS.match(plain) or not (own & theirs or to_them)):
        return ""
    if _MINE.match(plain) and not heard:
        return ""
    taken = own & (theirs | far)
    felt = feelings(sentence) - feelings(said)
    of_it = bool(_OF_IT.match(plain))
    echo = not _swapped(sentence) - _swapped(said) - _SMALL
    if not (taken or echo or (to_them and ((heard and own) or felt or (own and INNER.search(plain))))
            or (of_it and felt)):  # fmt: skip
        return ""
    if (felt and (to_them or heard or taken or of_it)) or (taken and len(own - taken) >= 2):
        return "complex"
    joined = len(_parts(own, said)) > 1 or bool(own & theirs and own & (far - theirs))
    return "complex" if joined and CONTRAST.search(plain) else "simple"


def adds(sentence: str, said: str) -> bool:
    """Whether a sentence beside a reflection adds to it: it speaks on of that, or to the person, and names a
    feeling they hadn't named, or at least two words of weight of its own."""
    plain = _FILLER.sub("", bare(sentence))
    if asks(sentence) or advises(sentence) or _OFFERS.match(plain) or _MINE.match(plain):
        return False
    new = set(content(sentence)) - set(content(said))
    onward = bool(_OF_IT.match(plain) or TO_YOU.search(plain) or "you" in plain)
    return onward and (bool(feelings(sentence) - feelings(said)) or len(new) >= 2)


def _swapped(text: str) -> set[str]:
    """The words of a text with the first person turned to the second."""
    return {SWAP.get(word, word) for word in words(text)}


def _parts(own: set[str], said: str) -> set[int]:
    """Which clauses of what was said the words come from."""
    clauses = re.split(r"[,.;:!?—–]|\b(?:but|and|because|so)\b", bare(said))
    return {n for n, clause in enumerate(clauses) if own & set(content(clause))}


def advises(sentence: str) -> bool:
    """Whether a sentence tells the person what to do; how to reach help at once isn't advice."""
    plain = bare(sentence)
    if EMERGENCY.search(plain) or (HEARING.match(plain) and not _PRESSES.search(plain)):
        return False
    open_question = plain.endswith("?") and _OPEN.search(plain) and not _PRESSES.search(plain)
    ordered = ORDER.match(plain) and not plain.endswith("?")
    return bool((ADVICE.search(plain) and not open_question) or ordered)


def wants_advice(said: str) -> bool:
    """Whether the person asked what to do, or asked for something to be done."""
    return bool(ADVICE_ASKED.search(bare(said)))


def judges(sentence: str) -> bool:
    """Whether a sentence blames, confronts, belittles."""
    return bool(JUDGEMENT.search(bare(sentence)))


def recalls(reply: str, stems: Set[str]) -> bool:
    """Whether a sentence that speaks to the person, or asks them, holds one of the stems; advice doesn't."""
    return any(stems & set(content(sentence)) and ("you" in bare(sentence) or len(words(sentence)) < _SHORT)
               and not advises(sentence) for sentence in sentences(reply))  # fmt: skip


def attributed(reply: str, theirs: Set[str], felt: Set[str]) -> list[str]:
    """Clauses that put to the person as so what they never said.

    `theirs` are the stems of weight of all their turns, `felt` the feelings they named. Only "you …" clauses
    with at least one word of weight, most of them new; what is asked, or marked as a guess, or names in
    other words a feeling they named, isn't counted.
    """
    found = []
    for sentence in sentences(reply):
        plain = bare(sentence)
        if asks(sentence) or HEDGE.search(plain) or advises(sentence):
            continue
        for match in YOU.finditer(plain):
            clause = match["rest"]
            own = set(content(clause))
            new = own - theirs
            if new and 2 * len(new) > len(own) and not feelings(clause) & felt:
                found.append(match.group().strip(" ,;"))
    return found


def asked(said: str) -> bool:
    """Whether the person's words end with a question to the listener (not a tag, not rhetoric)."""
    last = sentences(said)[-1:]
    plain = bare(last[0]) if last else ""
    return plain.endswith("?") and not UNASKED.search(plain) and len(words(plain)) > 1


def answers(reply: str, said: str) -> bool:
    """Whether a reply answers what was asked: a sentence that is no question back, no echo, no filler."""
    question = set(words(said)) | {SWAP.get(word, word) for word in words(said)}
    for sentence in sentences(reply):
        plain = bare(sentence)
        if asks(sentence) or GENERIC.match(plain):
            continue
        if ANSWER.match(plain) or set(words(sentence)) - question - STOP:
            return True
    return False
