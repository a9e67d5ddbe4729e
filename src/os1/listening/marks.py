"""Statements that no rule found and the trained tagger did: kept where their subject is certain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from os1.listening.assertions import Clause
from os1.listening.parse import Node
from os1.listening.predicates import PREDICATES, said
from os1.listening.tagging import Tagged
from os1.listening.whose import People, is_pronoun
from os1.types import Modality, Sentence, Statement

LONGEST = 600  # characters of an utterance up to which it is tagged: two sittings of the encoder
GRAVE = frozenset(("allergic to", "has condition", "takes", "died", "married to", "partner", "lives in", "works at", "has child"))
SURE = 0.8
SURER = 0.88  # for what must not be believed lightly
_BEGUN = frozenset(("lives in", "works at", "works as", "studies at", "studies", "married to", "partner"))
_LEFT_TO_RULES = frozenset(("relation", "is a", "terms", "located", "birthday"))


def also(
    tags: Iterable[Tagged],
    found: Sequence[Statement],
    sentence: Sentence,
    number: int,
    read: Sequence[Clause],
    people: People,
    mood: Modality | None,
    tree: Sequence[Node] = (),
) -> list[Statement]:
    """The statements of one sentence that the tagger adds to those found by rule."""
    added = []
    for tag in tags:
        taken = any(
            each.predicate == tag.predicate or (each.from_ < tag.end and tag.start < each.to)
            for each in found
            if each.sentence == number and each.kind == "fact"
        )
        if tag.confidence < (SURER if tag.predicate in GRAVE else SURE):
            continue
        if taken or tag.predicate not in PREDICATES or tag.predicate in _LEFT_TO_RULES or is_pronoun(tag.value):
            continue
        clause = _around(read, tag.start - sentence.start)
        if clause and tag.predicate in _BEGUN and (clause.tense == "future" or clause.ongoing):
            continue  # "Jo is moving to Hull": she isn't there yet
        subject = _whose(tag, clause, people, number, tree)
        if subject is None or (tag.predicate == "is called" and not tag.value[:1].isupper()):
            continue
        modality = mood or (clause.modality if clause and clause.modality != "asserted" else tag.modality)
        if modality != "asserted":
            continue  # what isn't meant as so is kept only where a rule can say how it was meant
        denied, over = tag.denied or bool(clause and clause.denied), tag.over or bool(clause and clause.over)
        if denied and tag.predicate == "happened":
            continue
        added.append(
            Statement("fact", subject, tag.predicate, tag.value,
                      said(subject, tag.predicate, tag.value, denied=denied and not over, over=over), number,
                      denied=denied, over=over, modality=modality, certainty=tag.confidence,
                      from_=tag.start, to=tag.end)
        )  # fmt: skip
    return added


def _around(read: Sequence[Clause], at: int) -> Clause | None:
    """The clause in which a value stands."""
    return next((clause for clause in read if clause.start <= at < clause.end), None)


def _whose(
    tag: Tagged, clause: Clause | None, people: People, number: int, tree: Sequence[Node]
) -> str | None:
    """The subject, where the tagger and the clause, or the tree, agree on whether it is the person."""
    words = clause.subject if clause and clause.subject else _subject_over(tree, tag.start)
    meant = people.subject(words, clause.main if clause else "", number) if words or clause else None
    if tag.mine:
        return "me" if meant in (None, "me") else None
    return meant if meant not in (None, "me") else None


def _subject_over(tree: Sequence[Node], at: int) -> str:
    """The subject of the nearest word above a value that has one, as it is said; "" without one."""
    here = next((n for n, node in enumerate(tree) if node.start <= at < node.end), None)
    for _ in tree:
        if here is None:
            return ""
        for n, node in enumerate(tree):
            if node.head == here and node.relation.startswith("nsubj") and n != here:
                phrase = [m for m, other in enumerate(tree) if m == n or (other.head == n and m < n)]
                return " ".join(tree[m].text for m in range(phrase[0], n + 1)).replace(" '", "'")
        here = tree[here].head if tree[here].head != here else None
    return ""
