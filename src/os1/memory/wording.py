"""Words as remembering compares them: stems, stop words, and the sentence worth quoting."""

from __future__ import annotations

import re

from os1.listening.names import PETS, RELATIONS
from os1.listening.requests import straight
from os1.listening.segments import sentences

STOP = frozenset(
    """a about above after again ago all also am an and any are aren't as at be because been before being
    below between both but by can can't cannot could couldn't did didn't do does doesn't doing don't dont
    down during each even ever every few for from further get gets getting give go goes going gonna got
    had hadn't has hasn't have haven't having he he's her here hers herself him himself his how i i'd i'll
    i'm i've if im in into is isn't it it's its itself ive just know let like made make me might more most
    much must my myself no nor not now of off oh ok okay on once one only or other our ours out over own
    please really remember remind said same samantha say saying says she she's should so some someone
    something still such tell telling than that that's the their theirs them then there these they thing
    things think this those through to today told too u under until up us very was wasn't we we're were
    what what's whats when when's where where's which while who who's whom whose why will with won't would
    wouldn't yes yet you your yours yourself mention mentioned ever called name""".split()
)
LONGEST_QUOTE = 220
SHORT_QUOTE = 140  # up to here an utterance is quoted whole: cutting it would lose its sense


def stem(word: str) -> str:
    """A word without its commonest endings: enough to see that two are the same word."""
    word = word.removesuffix("'s")
    for ending, least in (("ies", 5), ("ing", 6), ("ed", 5), ("es", 5), ("s", 4), ("ly", 6)):
        if word.endswith(ending) and len(word) >= least and not word.endswith("ss"):
            base = word[: -len(ending)]
            if ending == "ies":
                return base + "y"
            if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "lse":
                base = base[:-1]
            return base.rstrip("e")
    return word.rstrip("e") if len(word) > 3 else word


def key_words(text: str) -> list[str]:
    """The words that carry a text, lower-cased, each once, in order."""
    found = re.findall(r"[^\W_]+(?:'[^\W_]+)?", straight(text).lower())
    bare = (word.removesuffix("'s") for word in found)
    return list(dict.fromkeys(word for word in bare if word not in STOP and len(word) > 1))


def stems(text: str) -> set[str]:
    return {stem(word) for word in key_words(text)}


def best_sentences(text: str, wanted: set[str], numbers: list[int] | None = None) -> str:
    """The part of an utterance worth quoting, word for word: the sentences asked for (`numbers`),
    else the one that shares most with `wanted`; at most LONGEST_QUOTE characters."""
    whole = " ".join(text.split())
    parts = [s.text.strip() for s in sentences(text)]
    if len(whole) <= SHORT_QUOTE or not parts:
        return shorten(whole)
    chosen = [parts[n] for n in numbers or () if n < len(parts)]
    if not chosen:
        scored = [(len(stems(part) & wanted), -n) for n, part in enumerate(parts)]
        best = -max(scored)[1]
        chosen = [parts[best]]
    quote = chosen[0]
    for part in chosen[1:]:
        if len(quote) + len(part) + 1 > LONGEST_QUOTE or f"{quote} {part}" not in " ".join(
            text.split()
        ):
            break
        quote = f"{quote} {part}"
    return shorten(quote)


def quoted_around(text: str, start: int, end: int) -> str:
    """The sentences of an utterance that hold the words from `start` to `end`, word for word; of a
    very long one the words around them, the cuts shown."""
    if len(" ".join(text.split())) <= SHORT_QUOTE:
        return " ".join(text.split())
    parts = [s for s in sentences(text) if s.start < max(end, start + 1) and s.end > start]
    first, last = (parts[0].start, parts[-1].end) if parts else (0, len(text))
    room = LONGEST_QUOTE - 10
    if last - first <= room:
        return " ".join(text[first:last].split())
    middle = (start + end) // 2
    begin = max(first, min(middle - room // 2, last - room))
    stop = min(last, begin + room)
    if begin > first:  # whole words, unless one is longer than the quote
        begin = min(text.find(" ", begin, stop) + 1 or begin, start)
    if stop < last:
        stop = max(text.rfind(" ", begin, stop), min(end, begin + room), begin + 1)
    cut = " ".join(text[begin:stop].split()).rstrip(",;:")
    return ("… " if begin > first else "") + cut + (" …" if stop < last else "")


def shorten(quote: str, most: int = LONGEST_QUOTE) -> str:
    """A quote cut at a word, with the cut shown."""
    quote = " ".join(quote.split())
    if len(quote) <= most:
        return quote
    return quote[:most].rsplit(" ", 1)[0].rstrip(",;:") + " …"


_TIME = re.compile(r"\b(?:\d{1,2}(?::\d\d|\.\d\d)?\s?(?:am|pm)|\d{1,2}:\d\d|half past|quarter|noon|"
                   r"midnight|o'clock)\b", re.IGNORECASE)  # fmt: skip
_NUMBER = re.compile(r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
                     r"twenty|thirty|forty|fifty|hundred|dozen|couple|both|twice|once)\b")  # fmt: skip


def holds_time(text: str) -> bool:
    """Whether a time of day stands in the words."""
    return bool(_TIME.search(text))


def holds_number(text: str) -> bool:
    """Whether a number stands in the words, in figures or spelled."""
    return bool(_NUMBER.search(text.lower()))


_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
            "eleven", "twelve")  # fmt: skip


def number(count: int) -> str:
    """A count in words up to twelve."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def sentence(words: str) -> str:
    """Words as a sentence: a capital before them, a full stop behind."""
    return words[:1].upper() + words[1:] + "."


def yours(words: str) -> str:
    """The person's "my" as she says it."""
    return re.sub(r"\bmy\b", "your", words)


_OWNED = "|".join(sorted({*RELATIONS, *PETS, "name", "birthday", "number", "address"}))


def asked_about(words: str) -> str:
    """A short name for what was asked, where the words hold one."""
    match = re.search(
        r"\b(?:my|the) (?:[\w'-]+ ){0,2}?[\w'-]+(?='s\b|\b)(?: (?:name|birthday|number|address))?",
        words,
    )
    if not match:
        return ""
    named = match.group()
    if named.endswith("'s"):  # "my sister's husband" is about the husband
        owns = re.match(rf" (?:{_OWNED})\b", words[match.end() :])
        named = named + owns.group() if owns else named.removesuffix("'s")
    owned = re.sub(r"\b(\w+[^s'\W])s (?=(?:name|birthday|number|address)$)", r"\1's ", named)
    return yours(owned)
