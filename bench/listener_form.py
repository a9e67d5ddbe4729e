"""How a reply is put, by rules: the frame its words stand in, and what is ill-formed about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from bench.listener_marks import STRAIGHT, SWAP, sentences, words
from bench.listener_words import QUOTED, STOP

_TWICE = re.compile(r"\b([^\W\d_]+) \1\b")
_MAY_TWICE = frozenset("that had no so very ha bye now there yes well never again night hey knock oh long".split())
_SLIPS = re.compile(
    r"(?:^|[,.;:!?–—] |\b(?:and|but|so|because|that|then) )(?:you (?:is|am|was|has|does)|i (?:is|are|has|does|were)|"
    r"(?:he|she|it) (?:are|were|have|am)|(?:they|we) (?:is|was|has|am))\b|\b(?:you|he|she|we|they|it)'m\b|\bi're\b|\bi's\b|"
    r"\byou're (?:are|were|have|is)\b|\byour're\b|\byou (?:my|mine)\b|\byou(?:'re| are| were|'ve)?(?: \w+){0,2} myself\b|"
    r"\bi(?:'m| am| was|'ve)? (?:\w+ )?yourself\b|\b(?:a|an|the|my|your|his|their|our) (?:a(?= \w)|an|the|my|your|our)\b|"
    r"\bto to\b|\bme (?:am|was|is)\b|\ba (?!one|once|eu|ewe)[aeio][a-z]+"
)
_SMALL_I = re.compile(r"(?<![\w'])i(?![\w.])")
_IF = re.compile(r"\b(?:if|as if|as though|wish|suppose) (?:only )?(?:i|he|she|it) (?:were|have|are)\b")


def frame(reply: str, turns: Iterable[str]) -> str:
    """A reply with quotes, names, numbers and the person's own words blanked ("" for a backchannel)."""
    theirs = {word for turn in turns for word in words(turn)}
    theirs |= {SWAP[word] for word in theirs if word in SWAP}
    told = []
    for sentence in re.split(r"(?<=[.!?…])\s+", QUOTED.sub(" _ ", reply).translate(STRAIGHT)):
        parts: list[str] = []
        run: list[str] = []
        for place, word in enumerate([*re.findall(r"[\w']+", sentence), ""]):
            name = place > 0 and word[:1].isupper() and not re.match(r"I(?:'\w+)?$", word)
            if word == "_" or name or word[:1].isdigit():
                run.append("_")
            elif word.lower() in theirs:
                run.append(word.lower())
            else:
                heavy = len(run) > 2 or any(w == "_" or w not in STOP for w in run)
                parts += ["_"] if run and heavy else run
                parts += [word.lower()] if word else []
                run = []
        told.append(" ".join(parts))
    whole = re.sub(r"_(?: _)+", "_", ". ".join(told))
    return whole if "_" in whole or len(whole.split()) > 2 else ""


def faults(reply: str, said: str = "") -> list[str]:
    """What is ill-formed about a reply, in a word or two each; `said` are the person's words before it."""
    text = reply.strip()
    plain = QUOTED.sub("“_”", text).translate(STRAIGHT)
    low = plain.lower()
    found = []
    first = re.search(r"[^\W_]", text)
    if text[:1] in "-–,.;:)" or (first and first.group().islower() and text[:1] not in "“\"‘"):
        found.append("no capital first")
    if not re.search(r"(?:[.!?…][\"”’)]*|[^\w\s,;:(-])$", text):
        found.append("no mark last")
    if text.count("“") != text.count("”") or text.count('"') % 2 or text.count("(") != text.count(")"):
        found.append("quotes open")
    found += [f"“{m.group()}”" for m in _TWICE.finditer(low)
              if m[1] not in _MAY_TWICE and m.group() not in said.lower()]  # fmt: skip
    if re.search(r"[{}<>|]|[a-z,] None\b|\bnull\b|\\n", plain):
        found.append("unfilled")
    found += [f"“{m.group()}”" for m in _SLIPS.finditer(_IF.sub("_", low))]
    if _SMALL_I.search(plain):
        found.append("small i")
    if re.search(r" [,.;!?](?![.\d])|,[,.;!?]|(?<!\.)\.\.(?!\.)|[.;:][?!]|[?!]\.|[;:]\.", plain):
        found.append("marks")
    found += [f"small after stop: “{m[1]}”" for m in re.finditer(r"[^.\d][.!?]\s+([a-z]\w*)", plain)
              if not re.search(r"(?:\b(?:mr|ms|dr|st|mrs|etc|p\.m|a\.m)|\.\.)[.]\s+\w*$", plain[: m.end()].lower())]  # fmt: skip
    if _mixed(plain, said):
        found.append("person not turned")
    return found


def _mixed(plain: str, said: str) -> bool:
    """Whether the person's "I" and "my" come back as the listener's own, outside quotes."""
    theirs = " ".join(words(said))
    for sentence in sentences(plain):
        given = words(sentence)
        if len(given) > 3 and set(given) & {"i", "my", "me", "i'm", "im"} and " ".join(given) in theirs:
            return True
    own = {(a, b) for a, b in _pairs(words(plain)) if a == "my" and b not in STOP}
    return bool(own & set(_pairs(words(said))))


def _pairs(given: Sequence[str]) -> list[tuple[str, str]]:
    return list(pairwise(given))
