"""Who is said to do or be what: the clauses of a sentence, each with its subject, its verb and how
it is meant (denied, over, hoped for, reported, supposed).

A shallow reading over tagged words: a subject followed by a verb group starts a clause, and the
clause lasts until the next one. It needs no marks and no capitals, which talk seldom has.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from os1.listening.reading import Word
from os1.listening.subjects import may_start, past_aside, subject_at
from os1.listening.verb_groups import DOUBT, RUMOUR, Group, Tense, group_at
from os1.types import Modality

_I = frozenset("i we".split())
_IF = frozenset("if unless suppose supposing imagine whether pretend lest".split())
_SAID = re.compile(
    r"\b(?:say|says|said|saying|tell|tells|told|telling|claim|claims|claimed|reckon|reckons|reckoned|think|thinks"
    r"|thought|swear|swears|swore|hear|heard|insist|insists|insisted|joke|jokes|joked|ask|asks|asked|promised"
    r"|rumou?r|believes?|believed|announced|texted|wrote|suggested|goes|went like)\b"
)
_WISH = re.compile(r"\b(?:wish|wishes|wished|hope|hopes|hoping|dream(?:t|ed)?|fantas\w+|if only)\b")
_UNSURE = re.compile(
    r"\b(?:think|guess|reckon|suppose|suspect|assume|doubt|bet|not sure|no idea|fancy|wonder\w*)\b"
)
_CONTEXT = 9  # words before a clause in which what governs it stands


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing said of one subject.

    `subject` is as said ("i", "my sister", "Ruth", "" where left out), `main` the words from the
    main verb on, with "be " before them where the verb only joins. `start` and `end` are character
    offsets of the clause into the sentence, `at` that of the words of `main` after a "be ".
    """

    subject: str
    main: str
    start: int
    end: int
    at: int
    tense: Tense = "present"
    denied: bool = False
    over: bool = False
    ongoing: bool = False
    modality: Modality = "asserted"
    certainty: float = 1.0

    @property
    def joins(self) -> bool:
        """Whether the verb only joins subject and what is said of it ("be ...")."""
        return self.main.startswith("be ")


def clauses(sentence: str, row: Sequence[Word]) -> list[Clause]:
    """The clauses of one tagged sentence, in order."""
    heads: list[tuple[int, int, str, Group]] = []  # first word, subject's end, subject, its verb
    at = 0
    while at < len(row):
        end = subject_at(row, at)
        group = group_at(row, past_aside(row, end)) if end else None
        if end and group and may_start(row, at):
            heads.append((at, end, sentence[row[at].start : row[end - 1].end], group))
            at = group.main + (0 if group.joins else 1)
            continue
        bare = _left_out(row, at, bool(heads))
        if bare:
            subject = heads[-1][2] if heads else ""
            heads.append((at, at, subject, bare))
            at = bare.main + (0 if bare.joins else 1)
            continue
        at += 1
    return [_clause(sentence, row, heads, number) for number in range(len(heads))]


def _clause(
    sentence: str, row: Sequence[Word], heads: list[tuple[int, int, str, Group]], number: int
) -> Clause:
    first, _, subject, group = heads[number]
    last = heads[number + 1][0] if number + 1 < len(heads) else len(row)
    while last > group.main + 1 and _binds(row, last - 1):
        last -= 1
    end = row[last - 1].end if last > first else row[first].end
    start = row[group.main].start if group.main < len(row) else len(sentence)
    words = sentence[start : max(start, end)]
    low = [w.low for w in row[group.main : last]]
    found = Clause(
        subject=subject,
        main=("be " if group.joins else "") + words,
        start=row[first].start,
        end=max(start, end),
        at=start,
        tense=group.tense,
        denied=group.denied,
        over=group.over or "anymore" in low or _holds(low, "any", "more") or _holds(low, "any", "longer"),
        ongoing=group.ongoing,
    )
    if found.over and found.denied and found.tense in ("present", "perfect"):
        found = replace(found, denied=True)
    return _meant(found, sentence, row, heads, number)


def _meant(
    found: Clause, sentence: str, row: Sequence[Word], heads: list[tuple[int, int, str, Group]], number: int
) -> Clause:
    """The clause with how it is meant, going by what stands before it and over it."""
    first, _, _, group = heads[number]
    since = max(0, first - _CONTEXT)
    before = [w.low for w in row[since:first]]
    near = before[-4:]
    inside = sentence[: found.start].count('"') % 2 or re.search(r"[“][^”]*$", sentence[: found.start])
    if inside:
        return replace(found, modality="quotation")
    if _IF & set(near) or (before[-2:] == ["as", "if"]):
        return replace(found, modality="hypothetical")
    over = heads[number - 1] if number else None
    over_words = " ".join(w.low for w in row[over[3].main : first]) if over else " ".join(before)
    who = over[2].lower() if over else ""
    governs = over is not None and not re.search(r"[,;]|\b(?:and|but|so|because|when|while)\b", over_words)
    if group.reported or RUMOUR & set(before):
        return replace(found, modality="hearsay", certainty=0.4)
    if governs and _WISH.search(over_words):
        return replace(found, modality="wish")
    if governs and who in _I and _UNSURE.search(over_words):
        return replace(found, modality="doubt", certainty=0.6)
    if governs and who not in _I and _SAID.search(over_words):
        if re.search(r"\b(?:doctor|gp|nurse|consultant|surgeon|dentist|physio|hospital|midwife|vet)\b", who):
            return replace(found, certainty=0.8)
        told_of_self = found.subject.lower() in ("he", "she", "they")
        if told_of_self and who:
            return replace(found, certainty=0.8)
        return replace(found, modality="hearsay", certainty=0.5)
    if group.supposed:
        return replace(found, modality="hypothetical")
    if group.doubted or DOUBT & set(near):
        return replace(found, modality="doubt", certainty=0.6)
    return found


def _binds(row: Sequence[Word], at: int) -> bool:
    """Whether a word at a clause's end belongs to what follows: "and", "because", a comma."""
    return row[at].kind in ("CCONJ", "SCONJ", "PUNCT") or row[at].low in (
        "who",
        "which",
        "that",
        "when",
        "so",
        "then",
    )


def _holds(low: Sequence[str], one: str, two: str) -> bool:
    return any(a == one and b == two for a, b in pairwise(low))


def _left_out(row: Sequence[Word], at: int, inherits: bool) -> Group | None:
    """A verb group without a subject of its own: at the start ("moved to Leith"), or after "and"."""
    word = row[at]
    opens = (
        at == 0
        or row[at - 1].kind in ("INTJ", "PUNCT")
        or row[at - 1].low in ("and", "but", "so", "then", "also", "well", "yeah")
    )
    if (
        not opens
        or word.tag in ("VERB-VB", "AUX-MD")
        or word.low in ("let", "thank", "thanks", "please", "guess", "sorry", "look")
    ):
        return None
    joined = at > 0 and inherits and row[at - 1].low in ("and", "but", ",")
    shaped = word.tag.startswith(("VERB-VBD", "VERB-VBN", "VERB-VBG", "VERB-VBZ", "AUX-VBD"))
    shaped = (
        shaped or (joined and word.tag.startswith(("VERB", "AUX"))) or word.low in ("allergic", "got", "been")
    )
    if at == 0 and (shaped or word.low in ("not", "never", "no")):
        return group_at(row, at)
    return group_at(row, at) if shaped else None
