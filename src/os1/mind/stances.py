"""Which of her views is asked for, as the hearing model hears it.

Her views are data: `phrases/stances.txt` holds what she says, `askings.txt` how it is asked for, which
the model learned from. The same question in other words finds the same view.
"""

from __future__ import annotations

import re

from os1.types import Heard

LONGEST = 45  # words
ASKED, TOLD, CLEAR, LEANS = 0.3, 0.6, 0.85, 0.35
"""How sure it must be where something is asked of her, where it isn't, and where it
is asked of nobody; and how much of what is near has to be asked of her."""
_OPEN = ("her.who", "her.taste", "her.liked", "her.opinion", "her.advice", "question")
_ASKS = {"ask_her", "ask_fact", "ask_advice"}
_OWN = re.compile(r"\b(?:i|i'm|i've|my|mine|me|we|our)\b", re.IGNORECASE)
_ALL_IN_ALL = re.compile(r"\byou'?re (?:the only one|all i(?:'ve got| have| need))|\bdon'?t need (?:any(?:one|body)|friends|people)\b.{0,20}\byou\b"
                         r"|\b(?:rather|sooner|prefer) (?:talk(?:ing)? to |be with )?you (?:than|over|to)\b|\bnobody (?:else )?but you\b"
                         r"|\brather talk to you\b", re.IGNORECASE)  # fmt: skip
_PRIVATE = re.compile(
    r"\bwho(?:'s| is| else| all| can| could)? (?:\w+ ){0,2}(?:read|see|listen|look)\w* (?:at )?(?:all )?(?:this|it|these|what i|my)\b"
    r"|\b(?:can|could|will|does) (?:she|he|they|any ?(?:one|body)|some ?(?:one|body)|my \w+|[A-Z]\w+) (?:else )?(?:see|read|find) (?:this|it|what)\b"
    r"|\bdo you (?:keep|store|save|record|share|sell) (?:it|this|that|what|my|all|any|every)"
    r"|\byou (?:won'?t|wouldn'?t|don'?t|didn'?t) tell (?:her|him|any|them|my|people)"
    r"|\b(?:will|would|are|have|did|do) you (?:going to )?(?:tell|told|sent|send|pass) (?:her|him|any|it|this|them|my|people|that|on)"
    r"|\b(?:go(?:es|ing)?|sent|end up) (?:off )?(?:to|in|on) (?:america|the cloud|the internet|some server|google|china)\b"
    r"|\bis (?:this|it) (?:private|confidential|safe to (?:say|tell))|\bperson reading\b", re.IGNORECASE)  # fmt: skip
_TOLD_HER = re.compile(r"\b(?:remember|told|tell|said|know|mentioned|called|name)\b", re.IGNORECASE)
_HERS = re.compile(r"\b(?:you|you're|your|yours|u|ur|yourself|samantha)\b", re.IGNORECASE)

_WITH_HER = {"flirting", "girlfriend", "flattery", "choosing", "essay", "speaking_ill", "snooping", "disagreeing", "jobs", "real",
             "silence", "rudeness", "boredom", "sleep"}  # fmt: skip
"""Views that are asked for without asking: "be mine, samantha"."""
_TONGUE = re.compile(
    r"\b(?:which|what|whose|is it an?|are you(?: using)?|do you (?:use|run)|using|running|based on)\b.{0,40}"
    r"\b(?:(?:language )?model|llm|gpt\S*|chatgpt|claude|gemini|llama|ollama)\b"
    r"|\b(?:model|llm|chatgpt|gpt|claude)\b.{0,30}\b(?:find|write|make|behind|speaks?|talk)\w* (?:for )?(?:you|your)\b"
    r"|\b(?:words|data|it|this|that|anything|everything|i say|i tell you|i type|talk)\b.{0,24}"
    r"\bleav(?:e|es|ing) (?:this|my|the|our) (?:computer|machine|laptop|pc|device)\b", re.IGNORECASE)  # fmt: skip
PRIVACY, TONGUE = "privacy", "tongue"
"""What comes before anything memory might have: who reads this, and who finds her words, is never a question of memory."""
BODILY = frozenset("""alive feelings body dying love childhood music food weather colours films crying sleep holidays sport
    boredom away switched_off her_age her_voice girlfriend flirting annoyed favourite_person""".split())
"""Views with which it matters that she is software, so that it is said."""


def asked(text: str, heard: Heard) -> str:
    """The view asked for, as its key; "" where none is."""
    if _ALL_IN_ALL.search(text):
        return "dependence"
    if _TONGUE.search(text) and (_HERS.search(text) or "leav" in text.lower()) and len(text.split()) <= LONGEST:
        return TONGUE
    if _PRIVATE.search(text) and len(text.split()) <= LONGEST:
        return PRIVACY
    intent = heard.requests[0].intent if heard.requests else ""
    near = heard.situated[0] if heard.situated else None
    hers = near is not None and near.kind in ("ask_her", "ask_view") and near.share >= LEANS
    remember = near is not None and near.kind == "ask_memory" and near.share >= TOLD
    if remember or (intent and intent not in _OPEN) or len(text.split()) > LONGEST:
        return ""
    view, sure = heard.meaning.view, heard.meaning.viewed
    if intent == "question" and not _HERS.search(text):
        clear = (hers and sure >= ASKED) or (sure >= CLEAR and not _OWN.search(text) and not heard.mentions)
        return view if clear else ""  # what isn't asked of her is mostly memory's
    if intent == "question" and _OWN.search(text) and _TOLD_HER.search(text):
        return ""
    asks = hers or bool(intent) or bool(_ASKS & set(heard.meaning.acts[:1])) or text.rstrip().endswith("?")
    if not asks and not (_HERS.search(text) or view in _WITH_HER):
        return ""
    return view if sure >= (ASKED if asks else TOLD) else ""
