"""Noun phrases, what an utterance is most about, and clauses turned about to be said back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from os1.listening.clauses import BELITTLING
from os1.listening.main_clauses import main_clause
from os1.listening.reading import DAYS, Chunk, Word, chunks, read
from os1.listening.segments import sentences
from os1.listening.turning import turn_about, turned

__all__ = ["NounPhrase", "main_clause", "noun_phrases", "topic", "turn_about"]


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """A noun phrase of a sentence: `text` is `sentence[start:end]`, `head` its main noun."""

    text: str
    start: int
    end: int
    head: str
    has_possessive: bool = False
    is_pronoun: bool = False


_OF_HEADS = frozenset(
    "lot lots bit couple bunch load loads ton tons kind sort type piece number plenty rest pair "
    "hundred hundreds thousands dozen dozens cup glass bottle all most".split()
)
# What each preposition may be tied to: "a fight with Tom" is one thing, "coffee with Tom" two.
_TIES = {
    "with": "argument fight row trouble meeting problem talk conversation relationship date "
    "appointment call chat deal friendship issue issues problems interview",
    "about": "dream dreams news call book film worry thoughts letter question conversation "
    "nightmare nightmares argument feelings email talk",
    "from": "letter call message text email news card present gift note",
    "to": "trip visit letter answer move flight wedding drive journey",
    "for": "interview test exam application result results appointment",
    "at": "interview job exhibition party school",
    "in": "exam job house flat change degree",
    "on": "essay paper report exam work deadline date",
}
_TIED = {(head, link) for link, heads in _TIES.items() for head in heads.split()}

_EMPTY = (
    frozenset(
        "thing things stuff lot lots way time times day days bit one ones something "
        "anything nothing everything people person guy guys kind sort type reason point "
        "part place fact idea case moment minute minutes hour hours second week weeks "
        "month months year years morning evening afternoon night nights weekend end rest "
        "side top front middle while today tomorrow tonight yesterday course example "
        "question answer number couple man men woman somebody someone everyone everybody "
        "nobody anyone god lol haha sense matter sorry thanks ok fine hi hello hey good "
        "bye order result total much many some everything whole samantha os1 mess shit "
        "crap fuck hell damn wtf omg half ages".split()
    )
    | DAYS
)
# These say something only as somebody's ("my back hurts").
_OWNED = frozenset("back head life heart mind hand hands eyes face self own".split())
_ADDRESSED = frozenset("you your yours yourself u ur we us our ours ourselves let's y'all".split())


def noun_phrases(sentence: str) -> list[NounPhrase]:
    """The noun phrases of one sentence in order, one prepositional phrase tied on where safe."""
    row = read(sentence)
    return [_phrase(sentence, row, chunk) for chunk in tied(row)]


def tied(row: Sequence[Word]) -> list[Chunk]:
    """The base noun phrases with "of" phrases and a few close others tied to their noun."""
    found: list[Chunk] = []
    fixed = True
    for chunk in chunks(row):
        before = found[-1] if found else None
        if before and not fixed and before.last + 1 == chunk.first and _ties(row, before, chunk):
            inner = row[before.head].low in _OF_HEADS
            found[-1] = Chunk(before.first, chunk.last, chunk.head if inner else before.head)
            fixed = True
        else:
            found.append(chunk)
            fixed = chunk.pronoun
    return found


def _ties(row: Sequence[Word], before: Chunk, after: Chunk) -> bool:
    link, head = row[before.last].low, row[before.head].low
    if after.pronoun or row[after.head].low in DAYS:
        return False
    return link == "of" or (head, link) in _TIED


def _phrase(sentence: str, row: Sequence[Word], chunk: Chunk) -> NounPhrase:
    inside = row[chunk.first : chunk.last]
    owned = any(w.tag == "PRON-PRP$" or (w.low == "'s" and w.kind == "PART") for w in inside)
    start, end = inside[0].start, inside[-1].end
    return NounPhrase(
        sentence[start:end], start, end, row[chunk.head].text, owned, is_pronoun=chunk.pronoun
    )


def topic(text: str) -> str | None:
    """The noun phrase an utterance is most about, turned about ("your mother's garden").

    None where nothing but pronouns and empty words ("the thing", "a lot") stand in it.
    """
    best: tuple[float, str] | None = None
    heads: dict[str, int] = {}
    for number, sentence in enumerate(sentences(text[:4000])[:12]):
        row = read(sentence.text)
        for chunk in tied(row):
            head = row[chunk.head].low
            heads[head] = heads.get(head, 0) + 1
            said = _sayable(row, chunk)
            if said is None:
                continue
            weight = _weight(row, chunk)
            if weight < 0:
                continue
            score = weight + heads[head] - 0.1 * number - 0.01 * chunk.first
            if best is None or score > best[0]:
                best = (score, said)
    return best[1] if best else None


def last_named(text: str) -> str | None:
    """The last thing or person named in the last sentence that names any, turned about ("the garden
    centre"): what somebody listening would say back. None where nothing but days,
    pronouns and empty words are named."""
    for sentence in reversed(sentences(text[-2000:])[-3:]):
        row = read(sentence.text)
        for chunk in reversed(list(tied(row))):
            said, head = _sayable(row, chunk), row[chunk.head]
            verbal = any(w.kind == "VERB" for w in row[chunk.first : chunk.last])
            if said and not verbal and len(said.split()) <= 4 and head.low not in DAYS | _EMPTY and not said.startswith(("his ", "her ", "their ", "its ")):
                return said
    return None


def _sayable(row: Sequence[Word], chunk: Chunk) -> str | None:
    inside = row[chunk.first : chunk.last]
    if chunk.pronoun or len(inside) > 7 or any(w.low in _ADDRESSED for w in inside):
        return None
    if not all(w.text[0].isalpha() or w.text[0] in "'’" or w.text.isdigit() for w in inside):
        return None
    head = row[chunk.head]
    if head.low in BELITTLING and inside[0].low in ("a", "an", "such"):
        return None
    if head.low in _OWNED and inside[0].tag != "PRON-PRP$":
        return None
    named = any(w.kind == "PROPN" and w.low not in _EMPTY for w in inside)
    telling = [w for w in inside if w.kind == "NOUN" and w.low not in _EMPTY]
    if head.low in _EMPTY and not named and not telling:
        return None
    if len(inside) == 1 and not named and not _stands_alone(row, chunk):
        return None
    return turned(row, chunk.first, chunk.last)


def _stands_alone(row: Sequence[Word], chunk: Chunk) -> bool:
    """Whether a bare noun is surely one: "I hate school", not "been sober", "hate living"."""
    word = row[chunk.head]
    before = row[chunk.first - 1] if chunk.first else None
    if len(word.low) < 3 or word.low.endswith("ing"):
        return False
    # "been sober", "in love", "at work", "to bed" are no things.
    return before is None or (
        before.kind not in ("AUX", "ADV") and before.low not in ("in", "at", "on", "by", "to")
    )


def _weight(row: Sequence[Word], chunk: Chunk) -> float:
    """How likely a phrase is what the person means to talk about."""
    inside = row[chunk.first : chunk.last]
    weight = 0.0
    if any(w.low == "my" for w in inside):
        weight += 3.0
    elif any(w.kind == "PROPN" and w.low not in DAYS for w in inside):
        weight += 2.5
    elif inside[0].low in ("the", "this", "that", "her", "his", "their"):
        weight += 2.0
    elif inside[0].low in ("a", "an"):
        weight += 1.0
    before = row[chunk.first - 1].low if chunk.first else ""
    if before in ("like", "as"):
        weight -= 3.0
    if before in ("about", "over") and len(inside) > 1:
        weight += 2.0
    elif before in ("in", "at", "on", "by", "near", "from", "during", "into"):
        weight -= 1.5
    if row[chunk.head].low in _EMPTY:
        weight -= 1.5
    return weight + 0.2 * min(len(inside) - 1, 3)
