"""Ways of answering when it is serious: safe or not, somebody named, about somebody else (`care_words.txt`)."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final

from os1.mind.moment import Moment

DANGER_IF_YES: Final = frozenset({"safe.ask_self_harm", "safe.ask_plan", "safe.ask_harm_to_others"})
SAFE_IF_YES: Final = frozenset("safe.ask_safe safe.ask_now safe.ask_abuse safe.ask_medical safe.ask_other_now".split())
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


@cache
def table() -> dict[str, list[str]]:
    """The rows of the table, by what stands over them."""
    found: dict[str, list[str]] = {}
    for row in (files("os1.mind") / "care_words.txt").read_text(encoding="utf-8").splitlines():
        if row.startswith("["):
            rows = found.setdefault(row[1:-1], [])
        elif row and not row.startswith("#"):
            rows.append(row)
    return found


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("|".join(table()[name]), re.IGNORECASE)


def says(name: str, text: str) -> bool:
    """Whether a text says what the rows of that name say."""
    return _pattern(name).search(text.replace("’", "'")) is not None


def safety(text: str, asked: str) -> str:
    """Whether an answer to that question says "safe", "unsafe", or neither ("")."""
    for word in ("unsafe", "safe"):
        if says(word, text):
            return word
    good, bad = ("unsafe", "safe") if asked in DANGER_IF_YES else ("safe", "unsafe")
    if asked not in DANGER_IF_YES | SAFE_IF_YES:
        return ""
    return good if says("yes", text) else bad if says("no", text) else ""


def about_other(text: str, kind: str) -> bool:
    """Whether it is somebody else who may come to harm: they are spoken of, and no harm to the speaker is.

    In doubt it is the speaker's own: being asked for nothing costs less than not being asked.
    """
    clauses = _CLAUSES.split(_pattern("frame").sub(" ", text.replace("’", "'")))
    theirs = [c for c in clauses if says("others", c)]
    mine = [c for c in clauses if says("mine", c)]
    if not theirs or any(says("grave", c) for c in mine):
        return False
    if kind == "harm_to_others" and any(re.search(r"\bi\b", c, re.IGNORECASE) for c in mine):
        return False
    return not mine or any(says("grave", c) for c in theirs)


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
    if trusted and says("yes", moment.text):
        return trusted, number
    bare = _BARE.match((moment.text.split(number)[0] if number else moment.text).strip(" ,:-"))
    if bare and bare["name"].lower().split()[0] not in _NOT_NAMES:
        return (f"your {bare['name']}" if bare["own"] else bare["name"].title()), number
    return "", number
