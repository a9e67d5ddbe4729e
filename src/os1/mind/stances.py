"""Which of her views is asked for, as the hearing model hears it.

Her views are data: `phrases/stances.txt` holds what she says, `askings.txt` how it is asked for, which
the model learned from. The same question in other words finds the same view.
"""

from __future__ import annotations

import re

from os1.types import Heard

LONGEST = 45  # words
ASKED, TOLD, CLEAR = 0.3, 0.6, 0.85
"""How sure it must be where something is asked of her, where it isn't, and where it
is asked of nobody."""
_OPEN = ("her.who", "her.taste", "her.liked", "her.opinion", "her.advice", "question")
_ASKS = {"ask_her", "ask_fact", "ask_advice"}
_OWN = re.compile(r"\b(?:i|i'm|i've|my|mine|me|we|our)\b", re.IGNORECASE)
_ALL_IN_ALL = re.compile(r"\byou'?re (?:the only one|all i(?:'ve got| have| need))|\bdon'?t need (?:any(?:one|body)|friends|people)\b.{0,20}\byou\b"
                         r"|\b(?:rather|sooner|prefer) (?:talk(?:ing)? to |be with )?you (?:than|over|to)\b|\bnobody (?:else )?but you\b"
                         r"|\brather talk to you\b", re.IGNORECASE)  # fmt: skip
_TOLD_HER = re.compile(r"\b(?:remember|told|tell|said|know|mentioned|called|name)\b", re.IGNORECASE)
_HERS = re.compile(r"\b(?:you|you're|your|yours|u|ur|yourself|samantha)\b", re.IGNORECASE)

_WITH_HER = {"flirting", "girlfriend", "flattery", "choosing", "essay", "speaking_ill", "snooping", "disagreeing", "jobs", "real",
             "silence", "rudeness", "boredom", "sleep"}  # fmt: skip
"""Views that are asked for without asking: "be mine, samantha"."""
BODILY = frozenset("""alive feelings body dying love childhood music food weather colours films crying sleep holidays sport
    boredom away switched_off her_age her_voice girlfriend flirting annoyed favourite_person""".split())
"""Views with which it matters that she is software, so that it is said."""


def asked(text: str, heard: Heard) -> str:
    """The view asked for, as its key; "" where none is."""
    if _ALL_IN_ALL.search(text):
        return "dependence"
    intent = heard.requests[0].intent if heard.requests else ""
    if (intent and intent not in _OPEN) or len(text.split()) > LONGEST:
        return ""
    view, sure = heard.meaning.view, heard.meaning.viewed
    if intent == "question" and not _HERS.search(text):
        clear = sure >= CLEAR and not _OWN.search(text) and not heard.mentions
        return view if clear else ""  # what isn't asked of her is mostly memory's
    if intent == "question" and _OWN.search(text) and _TOLD_HER.search(text):
        return ""
    asks = bool(intent) or bool(_ASKS & set(heard.meaning.acts[:1])) or text.rstrip().endswith("?")
    if not asks and not (_HERS.search(text) or view in _WITH_HER):
        return ""
    return view if sure >= (ASKED if asks else TOLD) else ""
