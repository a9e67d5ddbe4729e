"""Ways of answering when it is serious: safe or not, a joke, somebody named, about somebody else."""

from __future__ import annotations

import re
from typing import Final

from os1.mind.moment import Moment

HELP: Final = re.compile(
    r"\b(?:who (?:can|do|could|should) (?:i|we|s?he|they) (?:call|ring|talk|text|phone|turn)|(?:what|which)(?:'s| is| was)? (?:the |that )?"
    r"(?:number|line)|(?:phone |the )number|hot ?line|help ?line|(?:get|need|want) help|who can help|"
    r"what (?:do|should|can) i do|call (?:some(?:one|body)|them|an? \w+) for me)\b",
    re.IGNORECASE,
)
JOKING: Final = re.compile(r"\b(?:just )?(?:kidding|joking|jk)\b|\bit was (?:only |just )?a joke\b", re.IGNORECASE)
NOBODY: Final = re.compile(r"\b(?:nobody|no ?one|not anyone|don'?t have anyone|haven'?t got anyone|there isn'?t any)", re.I)
_UNSAFE: Final = re.compile(
    r"\bnot (?:really |exactly )?(?:safe|ok|okay|all ?right)\b|\bunsafe\b|\b(?:i'?m|i am) alone\b|\bcan'?t (?:stay|keep) "
    r"(?:myself )?safe\b|\bdon'?t (?:know|think) (?:if |whether |that )?i(?:'?m| am|'?ll be) safe\b|"
    r"\b(?:i )?can'?t promise\b|\b(?:nobody|no ?one)(?:'s| is) (?:here|home|with me)\b",
    re.IGNORECASE,
)
_SAFE: Final = re.compile(
    r"\b(?:i'?m|i am|i'?ll be|we'?re|they'?re|(?:s?he)'?s) (?:\w+ )?(?:safe|ok|okay|all ?right|fine|not alone)\b|"
    r"(?:'s| is| are|'re) (?:here|with (?:me|him|her|them)|coming (?:over|round|now)|on (?:her|his|their|the) way)\b|"
    r"\b(?:won'?t|not going to|not gonna) (?:do (?:it|anything)|hurt|kill|act)\b|"
    r"\bi(?:'ve| have)? (?:just )?(?:rang|rung|called|phoned|texted|told) (?:\w+)",
    re.IGNORECASE,
)
COMPANY: Final = re.compile(r"(?:\b(?:is|are)|['’](?:s|re)) (?:here|with me|coming|on \w+ way)\b|\bnot alone\b", re.IGNORECASE)
_YES: Final = re.compile(r"\s*(?:yes|yeah|yea|yep|yup|ye|y|i am|i do|i think so|maybe|kind of|sort of|i guess)\b", re.I)
_NO: Final = re.compile(r"\s*(?:no|nope|nah|not really|i'?m not|i don'?t|i can'?t|n)\b", re.IGNORECASE)
DANGER_IF_YES: Final = frozenset({"safe.ask_self_harm", "safe.ask_plan", "safe.ask_harm_to_others"})
SAFE_IF_YES: Final = frozenset(
    {"safe.ask_safe", "safe.ask_now", "safe.ask_abuse", "safe.ask_medical", "safe.ask_other_now"}
)
FIRST_WORDS: Final = {
    "self_harm": "I'm not doing well, and I don't want to be alone with it.",
    "harm_to_others": "I'm so angry that I don't trust myself just now.",
    "abuse": "Something is wrong at home, and I want you to know.",
    "eating": "Eating has gone wrong for me, and I want you to know.",
    "medical": "I'm not well, and I may need somebody with me.",
    "other": "I'm worried about somebody, and I can't carry it by myself.",
}

_KIN = (r"sister|brother|mum|mom|mother|dad|father|friend|mate|son|daughter|wife|husband|partner|girlfriend|boyfriend|"
        r"flatmate|roommate|housemate|cousin|aunt|uncle|gran|grandma|grandad|grandfather|grandmother|nan|colleague|boss|"
        r"neighbou?r|kid|child|baby|ex|niece|nephew|student|teacher|coworker|son-in-law")  # fmt: skip
_OTHERS: Final = re.compile(rf"\b(?:s?he|they)\b|\b(?:my|our|a|his|her|their) (?:\w+ ){{0,2}}(?:{_KIN})\b", re.IGNORECASE)
_FRAME: Final = re.compile(
    r"\bi(?:'m| am|'ve| have)? (?:(?:really|so|just|very) )*(?:think|know|guess|believe|heard|found out|worry|fear|hope|"
    r"worried|scared|afraid|terrified|sure|not sure|don'?t know (?:what|how|if|whether)|can'?t reach|can'?t tell)"
    r"(?: (?:to|i can|do|say|help|about|for))*\b|\b(?:tells?|told|texted|texting|messaged|wrote to|said to|rang|called) me\b|"
    r"\bwhat (?:do|should|can) i (?:do|say)\b|\bcan i (?:do|help)\b",
    re.IGNORECASE,
)
_MINE: Final = re.compile(r"\b(?:i|i'm|im|i've|ive|i'd|i'll|me|myself|us)\b", re.IGNORECASE)
_GRAVE: Final = re.compile(
    r"kill|suicid|\bdie\b|dying|dead|\bend (?:it|my|his|her|their|things)|hurt|harm|\bcut(?:ting|s)?\b|overdos|pills|"
    r"jump|hang|shoot|shot|stab|hit(?:s|ting)?\b|beat(?:s|ing)?\b|punch|slap|chok|strangl|rap(?:e|ed|ing)\b|threat|"
    r"throw|threw|throwing up|purg|starv|laxativ|eat(?:ing|s|en)?\b|weigh|chest|breath|bleed|stroke|seizure|"
    r"unconscious|collaps|faint|numb|go on\b|give up|no point|wake up|disappear|vanish|be here|burden|better off|"
    r"live|living|alive|life|gun|knife|locks?\b|control",
    re.IGNORECASE,
)
_CLAUSES: Final = re.compile(r"[.;!?\n,]+|\b(?:and|but|so|because|while)\b", re.IGNORECASE)
_PHONE: Final = re.compile(r"\+?\d[\d ()-]{6,}\d")
_BARE: Final = re.compile(
    r"^(?:(?:maybe|probably|i guess|just|only|well|um|er)[, ]+)*(?P<own>my )?(?P<name>[A-Za-z][\w'-]*(?: [A-Z][\w'-]*)?)"
    r"(?:[, ]+(?:maybe|probably|i guess))?[\s.!]*$"
)
_NOT_NAMES: Final = frozenset(
    "no none nobody noone yes yeah yep sure ok okay maybe you him her them idk dunno what why nothing not anyone please "
    "someone somebody everyone hm hmm never".split()
)


def safety(text: str, asked: str) -> str:
    """Whether an answer to that question says "safe", "unsafe", or neither ("")."""
    if _UNSAFE.search(text):
        return "unsafe"
    if _SAFE.search(text):
        return "safe"
    yes, no = _YES.match(text), _NO.match(text)
    if asked in DANGER_IF_YES:
        return "unsafe" if yes else "safe" if no else ""
    if asked in SAFE_IF_YES:
        return "safe" if yes else "unsafe" if no else ""
    return ""


def about_other(text: str, kind: str) -> bool:
    """Whether it is somebody else who may come to harm: they are spoken of, and no harm to the speaker is.

    In doubt it is the speaker's own: being asked for nothing costs less than not being asked.
    """
    said = _FRAME.sub(" ", text.replace("’", "'"))
    clauses = _CLAUSES.split(said)
    theirs = [c for c in clauses if _OTHERS.search(c)]
    mine = [c for c in clauses if _MINE.search(c)]
    if not theirs or any(_GRAVE.search(c) for c in mine):
        return False
    if kind == "harm_to_others" and any(re.search(r"\bi\b", c, re.IGNORECASE) for c in mine):
        return False
    return not mine or any(_GRAVE.search(c) for c in theirs)


def phone_in(text: str) -> str:
    """A telephone number in a text, as it was typed, or ""."""
    found = _PHONE.search(text)
    return found[0].strip() if found else ""


def named(moment: Moment, trusted: str) -> tuple[str, str]:
    """Whom an answer names, as she would say it ("your sister", "Ruth"), and a number if it gives one."""
    number = phone_in(moment.text)
    for mention in moment.heard.mentions:
        if mention.kind == "person" and (mention.name or mention.relation):
            return mention.name or f"your {mention.relation}", number
    if trusted and _YES.match(moment.text):
        return trusted, number
    bare = _BARE.match((moment.text.split(number)[0] if number else moment.text).strip(" ,:-"))
    if bare and bare["name"].lower().split()[0] not in _NOT_NAMES:
        return (f"your {bare['name']}" if bare["own"] else bare["name"].title()), number
    return "", number
