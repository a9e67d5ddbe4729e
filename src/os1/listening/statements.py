"""What follows from an utterance: facts, people, plans and feelings, each from one sentence.

Only what is plainly asserted counts. Questions, wishes, conditions, reported talk, jokes and
things said of somebody else's mind are left as words; a wrong belief is worse than a missing one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from os1.listening.names import HERS, HIS, PETS, RELATIONS, SHORT_NAMES
from os1.listening.requests import straight
from os1.types import DateSpan, Feeling, Mention, Sentence, Statement

_UNSURE = re.compile(
    r"\?|\b(?:if|unless|suppose|imagine|wish|wished|maybe|perhaps|might|could|would|wouldn't|i'd|"
    r"would've|should|dreamt|dreamed|pretend|hypothetically|apparently|supposedly|rumou?r|as if|"
    r"used to think|they say|(?:he|she|they|\w+) (?:says?|said|thinks?|thought|reckons?|claims?|told me|"
    r"heard)|i (?:think|guess|hope|doubt|reckon|bet)|i'm not sure|not sure|"
    r"whether|or something|in the (?:film|book|show|story|novel|song|play|game)|joking|kidding)\b|[\"“”]"
)
_IS_MY = re.compile(r"\b(?:he|she|they)(?:'s| is|s|'re| are| was) my\b", re.IGNORECASE)
_REMEMBER = re.compile(
    r"^\W*(?:please |so |and |now )*(?:remember|note(?: down)?|keep in mind|don'?t forget|make a note)"
    r"(?: for me)?(?: that|:|,)? (?P<value>(?!to\b|me\b|when\b|how\b|what\b|the time\b|that time\b).{6,})",
    re.IGNORECASE,
)
_FELT = frozenset(
    """sadness grief disappointment fear nervousness anger annoyance disgust embarrassment remorse joy
    relief gratitude excitement pride love amusement""".split()
)
_REL = "|".join(sorted(RELATIONS, key=len, reverse=True))
_PET = "|".join(sorted(PETS))
_PLACE = r"(?P<value>[A-Z][\w'-]+(?: [A-Z][\w'-]+){0,2})"
_NAME = r"(?P<value>[A-Z][\w'-]+)"
_END = r"(?=[.,;:!]|$| (?:and|but|now|with|since|for|because|these|at|on|in|near|though|again|which|who)\b)"
_GIVEN = "|".join(sorted((HERS | HIS | SHORT_NAMES) - {"may", "hope", "joy", "grace", "will", "mark", "frank"}))
_VALUE = r"(?P<value>[\w' -]{2,50}?)"
_AGE = (
    r"[1-9]\d?|(?:nine|six|seven|eigh|thir|four|fif)teen|(?:twenty|thirty|forty|fifty|sixty|seventy|"
    r"eighty|ninety)(?:[- ]\w+)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
)

# predicate, single-valued, rule over the sentence as written; groups: value, maybe subject
_ABOUT_ME: tuple[tuple[str, bool, str], ...] = (
    ("is called", True, rf"\b(?:[Mm]y name(?:'s| is)|(?:[Pp]lease )?[Cc]all me|[Ii] go by"
                        rf"|[Ii]'m called) {_NAME}"),
    ("is called", True, r"^(?:(?:[Hh]i|[Hh]ello|[Hh]ey)(?: there)?[,.!]? )?(?:[Ii]'m|[Ii] am|[Tt]his is"
                        r"|[Ii]t's) (?!Samantha|(?:Hungry|Home|Back|Tired|Fine|Sad|Happy|Bored|Sorry|Done|Lost|Late|Ready|Sick|Cold|Here|Good|Well|Alone|Angry)\b)(?P<value>[A-Z][a-z]+)[.!,]*$"),
    ("is called", True, r"^(?:(?:hi|hey+|hello|so|and|oh)[,.!]? )*(?:my names?(?:'?s| is)?|call me"
                        r"|names) (?P<value>[a-z]+)(?: btw| by the way)?[.!]*$"),
    ("is called", True, rf"^(?:(?:[Hh]i|[Hh]ey+|[Hh]ello|so|and|oh)[,.!]? )*(?:[Ii]'?m|i am|it'?s"
                        rf"|this is) (?P<value>(?i:{_GIVEN}))(?:,? (?:btw|by the way|here))?[.!]*$"),
    ("lives in", True, rf"\b[Ii](?:'m| am)? (?:now |just |still |only )?(?:live|living|moved|have moved"
                       rf"|'ve moved)(?: back| over| down| up)? (?:now )?(?:in|to) {_PLACE}"),
    ("lives in", True, rf"\b[Ii]'ve (?:just )?moved(?: back)? to {_PLACE}"),
    ("is from", True, rf"\b[Ii](?:'m| am| come) (?:originally )?from {_PLACE}"),
    ("works as", True, rf"\b[Ii] work as (?:a|an|the) {_VALUE}{_END}"),
    ("works as", True, r"\b[Ii](?:'m| am) (?:a|an) (?P<value>(?:\w+ ){0,2}(?:nurse|teacher|doctor|driver"
                       r"|cook|chef|baker|carer|cleaner|electrician|plumber|carpenter|builder|gardener"
                       r"|writer|student|waiter|waitress|librarian|accountant|lawyer|solicitor|engineer"
                       r"|designer|musician|painter|farmer|midwife|social worker|translator|photographer"
                       r"|hairdresser|receptionist|postman|pilot|vet|pharmacist|dentist|manager|paramedic"
                       r"|tailor|widow|widower))\b"),
    ("works at", True, rf"\b[Ii] work (?:at|for|in) (?P<value>(?:the |a |an )?[\w' -]{{2,40}}?){_END}"),
    ("is aged", True, r"\b[Ii](?:'m| am) (?P<value>(?:[1-9]\d|(?:nine|six|seven|eigh|thir|four|fif)teen"
                      r"|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty"
                      r"|ninety)(?:[- ]\w+)?))(?= years old| now\b| this year|[.,!]|$)"),
    ("has birthday on", True, r"\b[Mm]y birthday(?:'s| is) (?:on )?(?:the )?(?P<value>\d{1,2}(?:st|nd|rd"
        r"|th)?(?: of)? [A-Z]\w+|[A-Z]\w+ (?:the )?\d{1,2}(?:st|nd|rd|th)?)"),
    ("is allergic to", False, rf"\b[Ii](?:'m| am) (?:\w+ )?allergic to {_VALUE}{_END}"),
    ("doesn't eat", False, r"\b[Ii](?:'m| am) (?:a )?(?P<value>vegetarian|vegan)\b"),
    ("doesn't eat", False, rf"\b[Ii] (?:don't|never|can't|stopped|'ve stopped) eat(?:ing)? {_VALUE}{_END}"),
    ("likes", False, rf"\b[Ii] (?:really |so |absolutely |do |just |still )*(?:love|like|adore"
                     rf"|enjoy) (?P<value>(?!you\b|to\b|it\b|that\b|this\b|him\b|her\b|them\b|how\b|when\b"
                     rf"|the way|being able)[\w' -]{{3,40}}?){_END}"),
    ("doesn't like", False, rf"\b[Ii] (?:really |so |absolutely |just |still )*(?:hate|loathe|can't stand"
                            rf"|don't like|dislike|detest) (?P<value>(?!you\b|it\b|that\b|this\b|him\b"
                            rf"|her\b|them\b|how\b|when\b|myself)[\w' -]{{3,40}}?){_END}"),
    ("plays", False, r"\b[Ii] play (?:the )?(?P<value>piano|guitar|violin|cello|drums|flute|trumpet|chess"
                     r"|football|tennis|bass|clarinet|harp|organ|bridge|golf|rugby|cricket|badminton|squash"
                     r"|accordion)\b"),
    ("is with", True, r"\b[Ii](?:'m| am|'ve got| got)? (?:just )?(?P<value>married|divorced|separated"
                      r"|engaged|single|pregnant)\b(?! to (?:the )?(?:idea|job|work))"),
)  # fmt: skip
_ABOUT_THEM: tuple[tuple[str, bool, str], ...] = (
    ("lives in", True, rf"^(?:now |just |still |only )*(?:lives|is living|'s living|moved|has moved"
                       rf"|'s moved|'s just moved|has just moved)(?: back| over| down| up)? (?:in"
                       rf"|to) {_PLACE}"),
    ("is moving to", True, rf"^(?:'s|is|'re|are) (?:now |just )?moving(?: back| over| down"
                           rf"| up)? to {_PLACE}"),
    ("works as", True, r"^(?:works as|is|'s) (?:a|an) (?P<value>(?:\w+ ){0,2}(?:nurse|teacher|doctor|driver"
                       r"|cook|chef|baker|carer|electrician|plumber|builder|gardener|writer|student"
                       r"|librarian|accountant|lawyer|solicitor|engineer|designer|musician|painter|farmer"
                       r"|midwife|photographer|hairdresser|pilot|vet|pharmacist|dentist|manager"
                       r"|paramedic))\b"),
    ("is allergic to", False, rf"^(?:'s|is) (?:\w+ )?allergic to {_VALUE}{_END}"),
    ("likes", False, rf"^(?:really |absolutely )*(?:loves|likes|adores) (?P<value>(?!me\b|you\b|it\b|that\b"
                     rf"|him\b|her\b|to\b)[\w' -]{{3,40}}?){_END}"),
    ("is aged", True, r"^(?:'s|is|turns|turned|is turning"
                      r"|'s turning) (?P<value>" + _AGE + r")(?= years old| now\b| today| on\b| in\b| next\b|[.,!]|$)"),
    ("died", True, r"^(?P<value>died|passed away|has died|'s died)\b"),
    ("is pregnant", True, r"^(?:'s|is) (?:\w+ )?(?P<value>pregnant|expecting)\b"),
)  # fmt: skip
_ME = tuple((name, single, re.compile(rule)) for name, single, rule in _ABOUT_ME)
_THEM = tuple((name, single, re.compile(rule)) for name, single, rule in _ABOUT_THEM)
_PLANNED = re.compile(
    r"\b(?:its? now|it's now|its on|going to|gonna|'ll|will|i've got|i have|we've got|we have|there's|is on"
    r"|'s on|are on|is at|"
    r"'s at|have to|got to|due|booked|planned|planning|meeting|seeing|visiting|starting|starts|moving"
    r"|flying|^got (?:a|an|my|the|some)|"
    r"moved to|put back to|put off (?:to|until|till)|pushed (?:back )?to|postponed (?:to|until)|"
    r"brought forward to|changed to|comes|coming|arrives|leaving|leaves|is now|taking|going)\b"
)  # fmt: skip
PUT_RIGHT = re.compile(
    r"\W*(?:(?:no|nope|sorry|wait|oops|actually|correction)\W+)+(?:it'?s|that'?s|it is|make (?:it|that)"
    r"|i meant?|on|at|not)\b"
)
_PAST = re.compile(r"\b(?:was|were|had|went|did|last|ago|yesterday|said|got back|came|'d)\b")
_CANCELLED = re.compile(r"\b(?:cancel+ed|called off|not happening|isn't happening|fell through"
                        r"|fallen through|"
                        r"is off|'s off|scrapped|isn't moving|not (?:going|coming|moving))\b")  # fmt: skip


def read(
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    dates: Sequence[DateSpan],
    feeling: Feeling,
    now: datetime,
) -> tuple[Statement, ...]:
    """Every statement an utterance plainly makes."""
    found: list[Statement] = []
    for number, sentence in enumerate(sentences):
        text = straight(sentence.text).strip()
        here = [m for m in mentions if m.sentence == number]
        found += _people(here, number, text)
        asked = _REMEMBER.match(text)
        if asked and not text.endswith("?"):
            value = asked["value"].rstrip(" .!")
            found.append(Statement("fact", "me", "asked to remember", value, value, number))
        if _UNSURE.search(text.lower()):
            continue
        found += _about_me(text, number)
        found += _about_them(text, here, number)
        spans = [d for d in dates if sentence.start <= d.from_ < sentence.end]
        whole = text
        if number and re.match(r"(?:it|its|it's|that|they)\b", text.lower()):
            whole = f"{straight(sentences[number - 1].text).strip()} {text}"  # "it" needs its noun
        if _CANCELLED.search(text.lower()):
            every = " ".join(straight(s.text).strip() for s in sentences)[:300]
            found.append(Statement("plan", "me", "cancelled", every, every, number, closes=True))
        else:
            found += _plans(whole, spans, number, now)
    if feeling.label in _FELT and feeling.confidence >= 0.5 and feeling.intensity >= 0.3:
        told = [n for n, s in enumerate(sentences) if not s.text.rstrip().endswith("?")]
        if told and any(
            re.search(r"\b(?:i|i'm|im|me|my|we|i've|ive)\b", s.text.lower()) for s in sentences
        ):
            found.append(Statement("feeling", "me", "felt", feeling.label,
                                   f"you felt {feeling.label}", told[0], start=now))  # fmt: skip
    return tuple(found)


def _people(mentions: Sequence[Mention], number: int, text: str) -> list[Statement]:
    return [
        Statement(
            "person",
            m.name,
            "is my",
            m.relation,
            f"{m.name} is your {m.relation}",
            number,
            single=True,
        )
        for m in mentions
        if m.name and m.relation and (not m.carried or _IS_MY.search(text))
    ]


def _about_me(text: str, number: int) -> list[Statement]:
    found = []
    for predicate, single, rule in _ME:
        match = rule.search(text)
        if match:
            value = match["value"].strip()
            if predicate == "is called":
                value = value[:1].upper() + value[1:]
            found.append(
                Statement(
                    "fact", "me", predicate, value, f"you: {predicate} {value}", number, single
                )
            )
    return found


def _about_them(text: str, mentions: Sequence[Mention], number: int) -> list[Statement]:
    """Facts whose subject is the person named at the head of the sentence."""
    found = []
    for mention in mentions:
        if mention.kind not in ("person", "pet"):
            continue
        subject = mention.name or f"my {mention.relation}"
        head = _after_subject(text, mention)
        if head is None:
            continue
        for predicate, single, rule in _THEM:
            match = rule.search(head)
            if match:
                value = match["value"].strip()
                shown = subject.replace("my ", "your ")
                told = predicate if predicate in value or value in predicate else f"{predicate} {value}"
                found.append(Statement("fact", subject, predicate, value, f"{shown}: {told}", number, single))  # fmt: skip
    return found


def _after_subject(text: str, mention: Mention) -> str | None:
    """What the sentence says of the mention, where it is the subject; None where it isn't."""
    names = [re.escape(mention.name)] if mention.name else []
    if mention.relation:
        names.append(rf"[Mm]y (?:\w+ ){{0,2}}{mention.relation}(?: {re.escape(mention.name)})?")
    if mention.carried:
        names = ["[Ss]he", "[Hh]e", "[Tt]hey"]
    lead = (r"^(?:(?:[Aa]nd|[Bb]ut|[Ss]o|[Ww]ell|[Oo]h|[Aa]nyway|[Nn]ews|[Aa]pparently|[Aa]ctually"
            r"|[Bb]y the way)[,:]? )*")  # fmt: skip
    for name in names:
        match = re.match(lead + rf"(?:my \w+ )?{name}(?:, [^,]{{2,30}},)?(?= |'s|'re)", text)
        if match:
            return text[match.end() :].lstrip()
    return None


def _plans(text: str, spans: Sequence[DateSpan], number: int, now: datetime) -> list[Statement]:
    plain = text.lower()
    ahead = [d for d in spans if d.end > now + timedelta(minutes=1)]
    # "Hearing tomorrow, half ten" needs no verb; "Ruth rang tonight" has one already.
    bare = len(plain.split()) <= 6 and not text[:1].isupper()
    bare = bare or bool(PUT_RIGHT.match(plain))
    if (
        not ahead
        or not (bare or _PLANNED.search(plain))
        or (_PAST.search(plain) and not _moved(plain))
    ):
        return []
    when = max(ahead, key=lambda d: d.start)  # "on the 26th at half ten": the day, not the hour
    return [Statement("plan", "me", "planned", text, text, number, start=when.start, end=when.end)]


def _moved(plain: str) -> bool:
    return bool(
        re.search(r"\b(?:moved|put (?:back|off)|pushed|postponed|changed|brought forward)\b", plain)
    )
