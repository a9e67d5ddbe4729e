"""What follows from an utterance: facts, people, plans and feelings, each from the words that say it.

Only what is plainly asserted is believed. Questions, wishes, conditions, rumours, quotations and
jokes are kept with how they were meant; a wrong belief is worse than a missing one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from os1.listening import attributes, intentions, marks, whose
from os1.listening.assertions import Clause, clauses
from os1.listening.frames import Stated, stated
from os1.listening.names import PETS, RELATIONS
from os1.listening.parse import trees
from os1.listening.predicates import SEVERAL, said
from os1.listening.reading import read as words_of
from os1.listening.requests import is_question, straight
from os1.listening.tagging import tagged
from os1.types import DateSpan, Feeling, Mention, Modality, Sentence, Statement

_REMEMBER = re.compile(
    r"^\W*(?:please |so |and |now )*(?:remember|note(?: down)?|keep in mind|don'?t forget|make a note)"
    r"(?: for me)?(?: that|:|,)? (?P<value>(?!to\b|me\b|when\b|how\b|what\b|the time\b|that time\b).{6,})",
    re.IGNORECASE,
)
_FELT = frozenset(
    """sadness grief disappointment fear nervousness anger annoyance disgust embarrassment remorse joy
    relief gratitude excitement pride love amusement""".split()
)
_CAUSE = re.compile(
    r"\b(?:about|because(?: of)?|cos|cause|since|that|at|over|by|when)\s+(?P<cause>[^.;!?]{3,80})",
    re.IGNORECASE,
)
_FICTION = re.compile(
    r"\bin the (?:film|book|show|story|novel|song|play|game|dream)\b|\b(?:dreamt|dreamed|had (?:a|this|the) dream)\b"
)
_NEVER_MEANT = re.compile(r"\b(?:i wish|if only|as if|pretend|hypothetically|imagine)\b")


def read(
    utterance: str,
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    dates: Sequence[DateSpan],
    feeling: Feeling,
    now: datetime,
    met: Sequence[Mention] = (),
    known: frozenset[str] = frozenset(),
) -> tuple[Statement, ...]:
    """Every statement an utterance makes, each with how it was meant."""
    found: list[Statement] = []
    people = whose.People(mentions, met, known)
    tags = tagged(utterance) if len(utterance) <= marks.LONGEST else ()
    grown = trees(utterance) if tags else ()
    for number, sentence in enumerate(sentences):
        text = straight(sentence.text)
        found += whose.ties(text, mentions, number, people)
        asked = _REMEMBER.match(text.strip())
        if asked and not text.rstrip().endswith("?"):
            value = asked["value"].rstrip(" .!")
            found.append(_fact("me", "asked to remember", value, number, sentence))
        called = attributes.own_name(text)
        if called:
            found.append(_named(text, called, number, sentence))
        beside = attributes.apposed(sentences[number - 1].text if number else "", text)
        name = text[beside[1] : beside[2]] if beside else ""
        if beside and beside[0] not in {m.relation for m in mentions if m.name} and (name, "place") not in {(m.name, m.kind) for m in mentions}:
            found.append(_fact(f"my {beside[0]}", "is called", name, number, sentence))
        row = words_of(text)
        read_clauses = clauses(text, row)
        mood = _mood(text)
        for clause in read_clauses:
            for each in stated(clause, SEVERAL):
                statement = _statement(clause, each, number, sentence, people, mood, dates, now)
                if statement is not None:
                    found.append(statement)
            kept = _placed(clause, number, sentence, mood) if not _timed(clause, sentence, dates) else None
            if kept is not None:
                found.append(kept)
            had = attributes.owned(clause)
            if had is not None:
                found += _had(had, clause, number, sentence, people, mood)
            people.met(clause.subject, number)
        here = [tag for tag in tags if sentence.start <= tag.start < sentence.end]
        tree = next((t for t in grown if t and sentence.start <= t[0].start < sentence.end), ())
        found += marks.also(here, found, sentence, number, read_clauses, people, mood, tree)
        if mood is None:
            found += intentions.read(text, sentences, number, dates, now)
    found += _felt(sentences, feeling, now)
    return tuple(_once(found))


def _mood(text: str) -> Modality | None:
    """How a whole sentence is meant, where that isn't plainly."""
    plain = text.lower()
    if is_question(plain) or plain.rstrip().endswith("?"):
        return "question"
    if _FICTION.search(plain):
        return "hypothetical"
    return "wish" if _NEVER_MEANT.search(plain) else None


def _statement(
    clause: Clause, each: Stated, number: int, sentence: Sentence, people: whose.People,
    mood: Modality | None, dates: Sequence[DateSpan], now: datetime,
) -> Statement | None:  # fmt: skip
    subject = people.subject(clause.subject, clause.main, number)
    if subject is None:
        return None
    ahead = clause.tense == "future" or (each.how == "event" and clause.ongoing and clause.tense == "present")
    coming = [d for d in dates if sentence.start + clause.start <= d.from_ < sentence.start + clause.end + 1 and d.start > now]
    ahead |= each.how == "event" and clause.tense == "present" and bool(coming)
    if ahead:
        return None  # what is to be is a plan, not yet a fact
    begin, end = _before_dates(each, sentence, dates)
    value = straight(sentence.text)[begin:end].strip(" ,")
    if each.predicate == "located":
        if subject != "me":
            return None
        value = each.value
    if not value or whose.is_pronoun(value):
        return None
    denied = clause.denied != (each.how == "end" and clause.denied)
    over = clause.over or each.how == "end" or (each.how == "state" and clause.tense == "past")
    if each.how == "end" and clause.denied:
        denied, over = False, False
    if each.predicate == "dislikes" and re.match(r"stand|bear|abide", clause.main):
        denied = not clause.denied
    if each.predicate in ("is called", "nickname") and clause.subject.lower() == "we":
        return None  # "we're called Wet Tarmac": a band's name is nobody's
    if each.predicate == "is called" and subject.lower() == value.lower() and whose.is_pronoun(clause.subject):
        subject = people.another(value) or subject  # "my husband he is called Omar"
    if each.predicate in ("is called", "nickname") and subject.lower() == value.lower():
        return None
    if over and each.predicate in ("age", "is from", "birthday"):
        return None  # "I was nineteen then" is no news of now
    subject, predicate, value = _terms(subject, each, value, people, number)
    spans = [d for d in dates if sentence.start + clause.start <= d.from_ < sentence.start + clause.end + 1]
    past = [d for d in spans if d.start <= now]
    return Statement(
        kind="fact",
        subject=subject,
        predicate=predicate,
        value=value,
        text=said(subject, predicate, value, denied=denied and not over, over=over),
        sentence=number,
        start=past[0].start if past else None,
        denied=denied,
        over=over,
        closes=each.how == "end",
        modality=mood or clause.modality,
        certainty=clause.certainty,
        from_=sentence.start + begin,
        to=sentence.start + end,
    )


def _named(text: str, span: tuple[int, int], number: int, sentence: Sentence) -> Statement:
    value = text[span[0] : span[1]]
    value = value[:1].upper() + value[1:]
    return replace(_fact("me", "is called", value, number, sentence),
                   from_=sentence.start + span[0], to=sentence.start + span[1])  # fmt: skip


_THING = re.compile(r"^(?:my|our|the) (?P<what>(?:[\w'-]+ ){0,2}[\w'-]+)$", re.IGNORECASE)
_PLACE = re.compile(
    r"^be (?:still |now |all |always |back |kept |hidden )*(?P<v>(?:in|on|under|behind|next to|beside|inside|above|at) "
    r"(?:the|my|a|our|his|her) [\w' -]{2,40}?)(?=[.,;!?]|$| now| again| so| and| but| because)",
    re.IGNORECASE,
)


def _timed(clause: Clause, sentence: Sentence, dates: Sequence[DateSpan]) -> bool:
    begin = sentence.start + clause.start
    return any(begin <= date.from_ <= sentence.start + clause.end for date in dates)


def _placed(clause: Clause, number: int, sentence: Sentence, mood: Modality | None) -> Statement | None:
    """Where a thing of the person's is: "my passport is in the drawer"."""
    thing, place = _THING.match(clause.subject), _PLACE.match(clause.main)
    if not thing or not place or clause.tense not in ("present", "perfect"):
        return None
    what = thing["what"].lower()
    if what.split()[-1] in RELATIONS or what.split()[-1] in PETS:
        return None
    value = f"{what}: {place['v']}"
    shift = clause.at - 3
    return Statement("fact", "me", "located", value, said("me", "located", value), number,
                     denied=clause.denied, modality=mood or clause.modality, certainty=clause.certainty,
                     from_=sentence.start + shift + place.start("v"), to=sentence.start + shift + place.end("v"))  # fmt: skip


def _had(
    had: tuple[str, str, str, int, int], clause: Clause, number: int, sentence: Sentence,
    people: whose.People, mood: Modality | None,
) -> list[Statement]:  # fmt: skip
    owner, predicate, value, begin, end = had
    low = owner.lower()
    who: str | None = "me" if low in ("my", "our") else None
    if who is None:
        pronoun = {"his": "he", "her": "she", "their": "they"}.get(low)
        who = people.subject(pronoun or re.sub(r"'?s$", "", owner), "", number)
    if who is None or who.lower() == value.lower() or (predicate == "is called" and who != "me" and not value[:1].isupper()):
        return []
    return [
        Statement("fact", who, predicate, value, said(who, predicate, value, denied=clause.denied), number,
                  denied=clause.denied, over=clause.over or clause.tense == "past", modality=mood or clause.modality,
                  certainty=clause.certainty, from_=sentence.start + begin, to=sentence.start + end)
    ]  # fmt: skip


def _terms(subject: str, each: Stated, value: str, people: whose.People, number: int) -> tuple[str, str, str]:
    """How two people stand is kept under the other one's name."""
    if each.predicate == "partner" and people.beside and re.match(r"(?:together|broke|split|finish|over)", value):
        return subject, "partner", people.beside
    if each.predicate != "terms":
        return subject, each.predicate, value
    beside = people.beside
    other = people.subject(each.other, "", number) if each.other else beside
    if other is None and subject == "me":  # "we've made it up, Ruth and I"
        other = people.other_than_me(number)
    return (other or subject), "terms", value


def _before_dates(each: Stated, sentence: Sentence, dates: Sequence[DateSpan]) -> tuple[int, int]:
    """The value cut where a date begins in it: "Boots on Monday"."""
    end = each.end
    for date in dates:
        at = date.from_ - sentence.start
        if each.start < at < end:
            cut = re.sub(r"\s+(?:on|at|in|from|by|since|the|next|this|last|around|about|till|until)\s*$", "",
                         sentence.text[each.start : at].rstrip())  # fmt: skip
            end = min(end, each.start + len(cut.rstrip()))
    return each.start, end


def _fact(subject: str, predicate: str, value: str, number: int, sentence: Sentence) -> Statement:
    return Statement("fact", subject, predicate, value, said(subject, predicate, value), number,
                     from_=sentence.start, to=sentence.end)  # fmt: skip


def _felt(sentences: Sequence[Sentence], feeling: Feeling, now: datetime) -> list[Statement]:
    if feeling.label not in _FELT or feeling.confidence < 0.5 or feeling.intensity < 0.3:
        return []
    told = [n for n, s in enumerate(sentences) if not s.text.rstrip().endswith("?")]
    own = any(re.search(r"\b(?:i|i'm|im|me|my|we|i've|ive)\b", s.text.lower()) for s in sentences)
    if not told or not own:
        return []
    cause = _CAUSE.search(sentences[told[0]].text)
    return [Statement("feeling", "me", "felt", feeling.label, f"you felt {feeling.label}", told[0], start=now,
                      cause=cause["cause"].strip() if cause else "")]  # fmt: skip


def _once(found: Sequence[Statement]) -> list[Statement]:
    """Each thing stated once, the plainest telling of it."""
    kept: dict[tuple[str, str, str], Statement] = {}
    for each in found:
        key = (each.subject.lower(), each.predicate, each.value.lower())
        if key not in kept or (kept[key].modality != "asserted" and each.modality == "asserted"):
            kept[key] = each
    return list(kept.values())
