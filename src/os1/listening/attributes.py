"""What is said to be somebody's: their name, birthday, job, what they like best, what they are."""

from __future__ import annotations

import re

from os1.listening.assertions import Clause
from os1.listening.names import HERS, HIS, NOT_NAMES, PETS, RELATIONS, SHORT_NAMES

_GIVEN = "|".join(
    sorted((HERS | HIS | SHORT_NAMES) - {"may", "hope", "joy", "grace", "will", "mark", "frank"})
)
_NAME = r"(?P<v>[A-Z][\w'-]+)"
_HELLO = r"^\W*(?:(?:hi+|hey+|hello|so|and|oh|yes|well|ok)[,.!]? )*"
_GREETED = r"^\W*(?:hi+|hey+|hello)(?: there| again)?[,.!]? "
_NOT_YET = (
    r"(?!Samantha|(?:Hungry|Home|Back|Tired|Fine|Sad|Happy|Bored|Sorry|Done|Lost|Late|Ready|Sick|Cold|Here|Good|Well"
    r"|Alone|Angry|Off|Out|In)\b)"
)
_CALLED = tuple(
    re.compile(rule)
    for rule in (
        rf"\b(?:[Mm]y name(?:'s| is)|(?:[Pp]lease )?[Cc]all me|[Ii] go by|[Ii]'m called) {_NAME}",
        rf"(?i:{_HELLO})[Ii](?:'m| am) {_NOT_YET}{_NAME[:-1]})(?=[.!,]*$|, |\. )",
        rf"(?i:{_GREETED})(?:[Tt]his is|[Ii]t's) {_NOT_YET}{_NAME[:-1]})(?=[.!,]*$|, |\. )",
        rf"(?i:{_HELLO}(?:my names?(?:'?s| is)?|call me|names) )(?P<v>[a-z]+)(?: btw| by the way)?[.!]*$",
        rf"(?i:{_HELLO}(?:i'?m|i am)) (?P<v>(?i:{_GIVEN}))(?:,? (?:btw|by the way|here))?[.!]*$",
        rf"(?i:{_GREETED}(?:it'?s|this is)) (?P<v>(?i:{_GIVEN}))(?:,? (?:btw|by the way|here))?[.!]*$",
    )
)
_ASKS = re.compile(r"(?:^|[^\w\s'’])\s*$|\b(?:please|just|so|and|but|can|could|may|now|ok|okay|instead)\s+$", re.IGNORECASE)
"""What may stand before "call me": others do it otherwise ("only Bridie call me Angel")."""
_MISTAKEN = re.compile(r"\b(?:thinks?|thought|thinking|says?|said|assumes?|assumed|that|if|whether|decided|told \w+)\s+$", re.IGNORECASE)
_OWNED = re.compile(
    r"^(?P<owner>my|our|his|her|their|(?:my )?[\w' -]+?'?s) (?P<what>full name|first name|real name|name|nickname|birthday"
    r"|b-?day|age|job|star sign|fav(?:ou?rite)? (?P<kind>[\w -]+?)|(?:middle|maiden|last|sur) ?name)$",
    re.IGNORECASE,
)
_PREDICATE = {"name": "is called", "first name": "is called", "real name": "is called", "full name": "is called",
              "nickname": "nickname", "birthday": "birthday", "bday": "birthday", "b-day": "birthday", "age": "age",
              "job": "works as"}  # fmt: skip
_DATE = re.compile(
    r"(?:on )?(?P<v>(?:the )?\d{1,2}(?:st|nd|rd|th)?(?: of)? [A-Za-z]{3,9}|[A-Za-z]{3,9} (?:the )?\d{1,2}(?:st|nd|rd|th)?"
    r"|(?:the )?(?:first|second|third|\w+th) of [A-Za-z]{3,9})",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"^(?:be )?(?:called |named )?(?P<v>[^,.;:!?]+?)(?=[,.;:!?]|$| (?:and|but|btw|by the way|now|then|though)\b)"
)


def own_name(sentence: str) -> tuple[int, int] | None:
    """Where the person says what they are called."""
    for rule in _CALLED:
        match = rule.search(sentence.strip())
        if match and _own(sentence.strip()[: match.start()], match.group().lower()):
            shift = len(sentence) - len(sentence.lstrip())
            return match.start("v") + shift, match.end("v") + shift
    return None


_REL = "|".join(sorted((r for r in {*RELATIONS, *PETS} if r not in ("kid", "child", "doctor", "teacher", "boss", "baby")), key=len, reverse=True)) + "|baby"
_OF_MINE = re.compile(rf"\b(?:[Mm]y|[Ii]'?(?:ve| have)(?: got)? an?|[Gg]ot an?) (?:\w+ )?(?P<relation>(?i:{_REL}))\b(?P<rest>[^.!?;]*)")
_ALONE = re.compile(rf"^{_NAME}(?:, (?:he|she)(?: is|'s| was) (?:called|\w+)| (?:he|she|it) was called|, (?:he|she|it) was called)?[.!]*$")
_AFTER = re.compile(rf",? {_NAME}(?:,|[.!]*$)")


def apposed(before: str, sentence: str) -> tuple[str, int, int] | None:
    """Whose name stands beside what they are: "I have a daughter in Canada. Elspeth.", "my grandson was
    here, Alfie, he's four". The relation, and where in the sentence the name stands; `before` is the
    sentence before it."""
    told, bare = _OF_MINE.search(before), _ALONE.match(sentence.strip())
    if told and bare and bare["v"].lower() not in NOT_NAMES and not re.match(r" [A-Z]", told["rest"]):
        return told["relation"].lower(), *bare.span("v")
    here = _OF_MINE.search(sentence)
    named = _AFTER.search(sentence, here.end("relation")) if here else None
    known = named and (named["v"].lower() in HERS | HIS | SHORT_NAMES)
    return (here["relation"].lower(), *named.span("v")) if here and named and known else None


def _own(before: str, said: str) -> bool:
    """Whether a name said so is the person's own word for themselves."""
    if said.startswith("call me"):
        return bool(_ASKS.search(before))
    return not (said.startswith("my name") and _MISTAKEN.search(before))


def owned(clause: Clause) -> tuple[str, str, str, int, int] | None:
    """What a clause about something of somebody's says: whose it is, the predicate, the value, and
    where the value stands in the sentence. "My favourite film is Alien": "my", "favourite",
    "film: Alien"."""
    match = _OWNED.match(clause.subject)
    if match is None or not clause.joins:
        return None
    what = match["what"].lower()
    predicate = "favourite" if match["kind"] else _PREDICATE.get(what)
    if predicate is None:
        return None
    rest = clause.main[3:]
    value = (_DATE if predicate == "birthday" else _OWN).search(rest)
    if value is None:
        return None
    start, end = value.span("v")
    words = rest[start:end].strip()
    shown = f"{match['kind'].lower()}: {words}" if match["kind"] else words
    return match["owner"], predicate, shown, clause.at + start, clause.at + end
