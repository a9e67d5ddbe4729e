"""What the ears wrote, as a person would have written it: fillers, stutters, numbers, false stops, known names.

Nothing is lost or added that means something: what isn't surely a slip of tongue or ears stays as it was.
Lines of one text are stretches between which the ears put a break; a stop or a break isn't believed where the
words on both sides of it belong together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from os1.listening.tags import tag
from os1.types import Token
from os1.voice.endpointing import words
from os1.voice.numerals import numerals
from os1.voice.sounding import Known, named

_NOISE = re.compile(
    r"\[[A-Z_ ]+\]|♪[^♪\n]*♪?|[(*<\[](?i:music|applause|laughter|laughs|noise|silence|inaudible|coughs?|sighs?|blank)[^)*>\]\n]*[)*>\]]"
)
# What these ears write of silence; said three times over and nothing else, nobody said it.
_OF_SILENCE = frozenset(["thank you", "thanks for watching", "bye", "you", "thank you for watching", "thanks"])
# They open with a word of their own now and then: on a line by itself, without a mark.
_STRAYS = frozenset("you the so i' i'm it i oh 2 to this u o m uh thank and a ?".split())
_STARTS = frozenset(
    "he she it we they i i'm you the a an this that there in on at had have has do did does is are was were can could will would"
    " what when where who why how my his her our tell give if then and but so not no yes".split()
)
# "ER" in capitals is where one is taken after an accident.
_FILLER = re.compile(r"(?:(\S*?)(,?)\s+)?(?<![\w'-])(?:[Uu][mM]+|[Uu][hH]+|[Ee]rm?|[Uu]hm)(?![\w'-])(?:,|…|\.{2,})?")
_STUTTERED = frozenset(
    "i a an the to and my we he she it you in of was for with on at they this but if our his your their i'm it's we're from because"
    " were have what when".split()
)
_AFTER_COMMA = frozenset("i a the my we he she they and but".split())  # "I say it, it is so" says it twice on purpose
_BROKEN = re.compile(r"\bto[ -](day|night|morrow)\b", re.IGNORECASE)
# A sentence can't end with these, nor begin with those and stand alone.
_CUT = frozenset("a an the my your our their and or but because if to from into i'm i've of".split())
_LEANS = frozenset("of than which whose and or because".split())
_LEANS_BARE = frozenset("for to with into from at about".split())
_HALF = frozenset("unless if when while although though whereas after before until".split())
_PRONOUNS = frozenset("i you he she it we they i'm you're he's she's it's we're they're that's there's".split())
_ASK = re.compile(
    r"(?i)^(?:(?:and|so|but|well|okay)\s)?(?:(?:what|who|where|when|why|how)(?:'s|\s(?:is|are|was|were|do|does|did|can|could|would|will|should|have|has))"
    r"|(?:is|are|was|were|do|does|did|can|could|would|will|should|have|has)(?:n't)?\s(?:i|you|he|she|it|we|they|there|the|my|your))\b"
)
_STOP = re.compile(r"(?<=[.?!…])\s+|\n+")


def tidy(text: str, names: Sequence[str] = ()) -> str:
    """`text` tidied; `names` are the people she knows, written as she writes them. "" where no word was said.

    Tidying what is tidy changes nothing.
    """
    known = Known.of(tuple(names))
    for _ in range(4):  # a stutter within a stutter
        done = _once(text, known)
        if done == text:
            break
        text = done
    return text


def _once(text: str, known: Known) -> str:
    lines = [" ".join(line.split()) for line in _NOISE.sub(" ", text).splitlines()]
    text = _without_stray([line for line in lines if line], known)
    parts = [part for part in _STOP.split(text) if words(part)]
    heads = {" ".join(words(part)) for part in parts}
    if len(parts) > 2 and len(heads) == 1 and heads <= _OF_SILENCE:
        return ""
    parts = [part for n, part in enumerate(parts) if n < 3 or not parts[n - 3].lower() == parts[n - 1].lower() == part.lower()]
    parts = [_fluent(part) for part in parts]
    flowing = _flowing([part for part in parts if words(part)])
    return _marked(named(numerals(_BROKEN.sub(r"to\1", flowing)), known))


def _without_stray(lines: list[str], known: Known) -> str:
    """The lines as one text with breaks kept, without the word the ears made up before the first."""
    if len(lines) > 1 and lines[0][-1:] not in ".!" and {*lines[0].lower().replace("?", " ? ").split()} <= _STRAYS:
        lines = lines[1:]
    first, _, rest = lines[0].partition(" ") if lines else ("", "", "")
    follows = rest.partition(" ")[0]
    if first in ("You", "M", "U", "to", "2") and follows[:1].isupper() and follows not in ("I", "I'm") \
            and follows.lower() in _STARTS and not known.has(follows):  # fmt: skip
        lines = [rest, *lines[1:]]
    return "\n".join(lines)


def _fluent(part: str) -> str:
    """Without fillers, and with what was said twice in a row for want of the next word said once."""
    bare = part
    while (bare := _FILLER.sub(_kept, part)) != part:
        part = bare
    said = bare.split()
    said = bare.split()
    for size in (3, 2, 1):
        n = 0
        while n + 2 * size <= len(said):
            one, two = ([w.lower().rstrip(",-–—…") for w in said[at : at + size]] for at in (n, n + size))
            commas = any(w[-1] in ",;" for w in said[n : n + size])
            if one == two and (_AFTER_COMMA if commas else _STUTTERED).issuperset(one):
                del said[n + (n == 0) : n + (n == 0) + size]
            else:
                n += 1
    return " ".join(said)


def _kept(filler: re.Match[str]) -> str:
    """What stays of a filler and the word before it: a comma only where it wasn't the filler's own."""
    word, comma = filler[1] or "", filler[2] or ""
    return word + (comma if words(word) and words(word)[-1] not in _STUTTERED else "")


def _flowing(parts: list[str]) -> str:
    """The sentences as one text, joined where a stop cut one in two."""
    flowing = ""
    for part in parts:
        if not flowing:
            flowing = part
            continue
        joint = _joint(re.split(r"(?<=[.?!…])\s+", flowing)[-1], part)
        if joint:
            lead = part if part.split()[0] in ("I", "I'm", "I'd", "I've", "I'll") else part[0].lower() + part[1:]
            flowing = flowing.rstrip(" .,…") + joint + lead
        else:
            flowing += " " + part if flowing[-1] in ".?!…,;:" else ". " + part
    return flowing


def _joint(before: str, after: str) -> str:
    """What stands between two stretches that are one sentence; "" where they are two."""
    first, second = words(before), words(after)
    if before[-1] in "?!" or not first or not second:
        return ""
    if first[-1] in _CUT and len(first) > 1 and first[-2] not in ("want", "care", "going"):
        return " "
    if second[0] in _LEANS | _LEANS_BARE and min(len(first), len(second)) > 2 and not _acts(second):
        return " "
    # "When did you go" asks and is whole.
    half = first[0] in _HALF and len(first) > 2 and tag([Token(first[1], 0, 0)]) != ["AUX"] and "," not in before
    return ", " if half and second[0] in _PRONOUNS and _acts(first) else ""


def _acts(said: Sequence[str]) -> bool:
    """Whether there is a verb among the words, "to go" aside."""
    tags = ["PART", *tag([Token(word, 0, 0) for word in said])]
    return any(now in ("VERB", "AUX") and then != "PART" for then, now in pairwise(tags))


def _marked(text: str) -> str:
    """With a capital at the beginning, "I" as one writes it, and a mark at the end."""
    text = re.sub(r"\bi(?=$|[\s,.?!]|['’](?:m|d|ve|ll)\b)", "I", text.strip())
    text = re.sub(r"\s+([,.?!])", r"\1", text).lstrip(",.;:!?…- ").rstrip(" ,;:-–—")
    if not words(text):
        return ""
    text = text[0].upper() + text[1:]
    if text[-1] in ".?!…\"'”’)":
        return text
    last = re.split(r"(?<=[.?!…])\s+", text)[-1]
    return text + ("?" if _ASK.match(last) else ".")
