"""Who is said to do or be what: the clauses of a sentence, each with its subject, its verb and how
it is meant (denied, over, hoped for, reported, supposed).

A shallow reading over tagged words: a subject followed by a verb group starts a clause, and the
clause lasts until the next one. It needs no marks and no capitals, which talk seldom has.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from os1.listening.names import HERS, HIS, PETS, RELATIONS, SHORT_NAMES
from os1.listening.reading import DAYS, Word
from os1.types import Modality

Tense = Literal["present", "past", "perfect", "future"]

_I = frozenset("i we".split())
_PRONOUNS = frozenset("i we he she they it you who that this there".split())
_OWNERS = frozenset("my our his her their".split())
_BE = frozenset("am 'm m is 's s are 're re was were be been being".split())
_WAS = frozenset("was were".split())
_HAVE = frozenset("have 've ve has had 'd having of".split())
_MAY = frozenset("would could might may should d".split())
_WILL = frozenset("will 'll ll gonna wo shall".split())
_CAN = frozenset("can ca must".split())
_NOT = frozenset("n't nt not never neither hardly barely nt".split())
_ADVERBS = frozenset(
    """now just still also actually really only both all finally recently already currently always
    definitely officially originally so well even ever since mostly mainly basically properly quite
    very too totally absolutely literally honestly usually often sometimes generally happily sadly
    obviously clearly simply completely long then kind sort of long-since newly freshly almost nearly
    probably maybe perhaps apparently supposedly""".split()
)
_DOUBT = frozenset("probably maybe perhaps possibly".split())
_RUMOUR = frozenset("apparently supposedly allegedly rumour rumor reckons".split())
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


@dataclass(slots=True)
class _Group:
    """A verb group being read."""

    main: int = 0
    tense: Tense = "present"
    denied: bool = False
    over: bool = False
    ongoing: bool = False
    joins: bool = False
    supposed: bool = False
    doubted: bool = False
    reported: bool = False


def clauses(sentence: str, row: Sequence[Word]) -> list[Clause]:
    """The clauses of one tagged sentence, in order."""
    heads: list[tuple[int, int, str, _Group]] = []  # first word, subject's end, subject, its verb
    at = 0
    while at < len(row):
        end = _subject(row, at)
        group = _group(row, _over_aside(row, end)) if end else None
        if end and group and _apart(row, at):
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
    sentence: str, row: Sequence[Word], heads: list[tuple[int, int, str, _Group]], number: int
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
    found: Clause, sentence: str, row: Sequence[Word], heads: list[tuple[int, int, str, _Group]], number: int
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
    if group.reported or _RUMOUR & set(before):
        return replace(found, modality="hearsay", certainty=0.4)
    if governs and _WISH.search(over_words):
        return replace(found, modality="wish")
    if governs and who in _I and _UNSURE.search(over_words):
        return replace(found, modality="doubt", certainty=0.6)
    if governs and who not in _I and _SAID.search(over_words):
        told_of_self = found.subject.lower() in ("he", "she", "they")
        if told_of_self and who:
            return replace(found, certainty=0.8)
        return replace(found, modality="hearsay", certainty=0.5)
    if group.supposed:
        return replace(found, modality="hypothetical")
    if group.doubted or _DOUBT & set(near):
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
    return any(a == one and b == two for a, b in zip(low, low[1:], strict=False))


def _apart(row: Sequence[Word], at: int) -> bool:
    """Whether a subject may start here: not inside a phrase ("with my sister", "of Ruth")."""
    if at == 0 or row[at].low in ("i", "we", "he", "she", "they"):
        return True
    before = row[at - 1]
    return not (
        before.kind == "ADP"
        and before.low not in ("after", "before", "since", "until", "like", "as", "up", "out")
    )


def _subject(row: Sequence[Word], at: int) -> int:
    """The index after a subject phrase that starts at `at`; 0 where none does."""
    word = row[at]
    joined = _joined(row, at)
    if joined:
        return joined
    if word.low in _PRONOUNS:
        return at + 1
    if word.low in _OWNERS:
        return _owned(row, at + 1)
    if word.low in RELATIONS and not (at and row[at - 1].kind in ("DET", "PRON", "ADJ", "NUM")):
        return _named_too(row, at + 1)
    if _name(word):
        end = at + 1
        while end < len(row) and _name(row[end]) and row[end].start - row[end - 1].end <= 1:
            end += 1
        return _owned(row, end + 1) if _of(row, end) else end
    if word.kind == "DET" and word.low in ("the", "a", "an", "this", "that", "both"):
        return _owned(row, at + 1)
    return 0


def _joined(row: Sequence[Word], at: int) -> int:
    """Past "Ruth and I", "me and my brother"; 0 where nobody is joined with the speaker."""
    if row[at].low in ("me", "i", "myself") and at + 2 < len(row) and row[at + 1].low in ("and", "&", "n"):
        return _subject(row, at + 2) if row[at + 2].low not in _PRONOUNS - {"he", "she", "they"} else 0
    if row[at].low in _OWNERS:
        end = _owned(row, at + 1)
    else:
        end = at + 1 if _name(row[at], inside=at > 0) or row[at].low in ("he", "she", "they") or row[at].text[:1].isupper() else 0
    if end and end + 1 < len(row) and row[end].low in ("and", "&", "n") and row[end + 1].low in ("i", "me", "myself"):
        return end + 2
    return 0


def _name(word: Word, inside: bool = False) -> bool:
    """Whether a word is somebody's name; `inside` a sentence a capital is enough."""
    capital = inside and word.text[:1].isupper() and word.kind in ("X", "NOUN", "ADJ")
    capital |= word.text[:1].isupper() and (word.low in SHORT_NAMES or word.low in HERS or word.low in HIS)
    return (word.kind == "PROPN" or capital) and word.low not in DAYS


def _of(row: Sequence[Word], at: int) -> bool:
    """Whether "'s" at `at` owns what follows ("Ruth's boyfriend") and isn't a verb."""
    if at + 1 >= len(row) or row[at].low not in ("'s", "s"):
        return False
    after = row[at + 1]
    return after.low in RELATIONS or after.low in PETS or after.low in _ATTRIBUTES


_ATTRIBUTES = frozenset("name birthday job nickname age surname new old best favourite favorite".split())


def _owned(row: Sequence[Word], at: int) -> int:
    """Past the noun of "my (older) sister('s boyfriend) (Ruth)"."""
    end = at
    while end < len(row) and end - at < 4 and row[end].kind in ("ADJ", "NOUN", "PROPN", "NUM", "VERB", "X"):
        if row[end].tag.startswith("VERB") and (
            end == at or not row[end].tag.startswith(("VERB-VBG", "VERB-VBN"))
        ):
            break
        if row[end].low in DAYS:
            break
        end += 1
        if (
            row[end - 1].low.endswith("s")
            and row[end - 1].low[:-1] in RELATIONS
            and end < len(row)
            and row[end].low in RELATIONS
        ):
            continue  # "my sisters boyfriend"
        if row[end - 1].low in RELATIONS or row[end - 1].low in PETS:
            break
    if end == at:
        return 0
    if _of(row, end):
        return _owned(row, end + 1)
    return _named_too(row, end)


def _named_too(row: Sequence[Word], at: int) -> int:
    """Past a name that follows a relation: "my sister Ruth"."""
    while at < len(row) and _name(row[at], inside=True) and row[at].text[:1].isupper():
        at += 1
    return at


def _over_aside(row: Sequence[Word], at: int) -> int:
    """Past an aside between commas: "Ruth, my sister, ..." or "who"."""
    if at < len(row) and row[at].low == ",":
        for end in range(at + 2, min(at + 8, len(row))):
            if row[end].low == ",":
                return end + 1
    return at + 1 if at < len(row) and row[at].low in ("who", "which") else at


def _left_out(row: Sequence[Word], at: int, inherits: bool) -> _Group | None:
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
        return _group(row, at)
    return _group(row, at) if shaped else None


def _group(row: Sequence[Word], at: int) -> _Group | None:
    """The verb group that starts at `at`; None where no verb does."""
    group = _Group()
    seen = False
    while at < len(row):
        low, tag = row[at].low, row[at].tag
        after = _next(row, at + 1)
        if low in _NOT:
            group.denied = True
        elif low == "no" and at + 1 < len(row) and row[at + 1].low == "longer":
            group.over, group.denied, at = True, True, at + 1
        elif low == "used" and at + 1 < len(row) and row[at + 1].low == "to":
            group.over, group.tense, at = True, "past", at + 1
        elif low in _ADVERBS and not (
            low in ("all", "so", "well", "of", "long") and not seen and after is None
        ):
            group.doubted |= low in _DOUBT
            group.reported |= low in _RUMOUR
        elif low in ("do", "does", "did", "dose") and after and after.kind in ("VERB", "PART", "ADV"):
            group.tense = "past" if low == "did" else group.tense
        elif low in _WILL or low in _CAN:
            group.tense = "future" if low in _WILL else group.tense
        elif low in _MAY or (low == "'d" and after is not None and after.tag in ("VERB-VB", "AUX-VB")):
            group.supposed = True
        elif low in _HAVE and after is not None and _participle(after) and low != "of":
            group.tense = "past" if low in ("had", "'d") else "perfect"
        elif (
            low == "'s"
            and after is not None
            and after.low
            in (
                "got",
                "been",
                "had",
                "moved",
                "started",
                "left",
                "gone",
                "become",
                "quit", "split", "broken", "bought", "found", "stopped", "given", "taken", "come",
                "died",
                "lost",
                "passed",
                "just",
            )
        ):
            group.tense = "perfect"
        elif low in _BE and _is_verb(row, at):
            return _be(row, at, group)
        elif low in ("stopped", "stop", "stops", "quit", "gave", "given", "packed", "jacked") and _gerund(
            row, at
        ):
            group.over, group.denied, at = True, True, _gerund(row, at) - 1
        elif (
            low in ("started", "start", "begun", "began") and after is not None and after.low.endswith("ing")
        ):
            pass
        elif row[at].kind in ("VERB", "AUX") or (seen and row[at].kind in ("NOUN", "ADJ")):
            group.main = at
            if tag.startswith("VERB-VBD") and group.tense == "present":
                group.tense = "past"
            if low in ("got", "gotten") and group.tense == "perfect":
                group.tense = "present"  # "I've got" is having
            return group
        else:
            return None
        seen, at = True, at + 1
    return None


def _be(row: Sequence[Word], at: int, group: _Group) -> _Group:
    """The group after a form of "be": going on, about to, or joining."""
    if row[at].low in _WAS:
        group.tense = "past"
    elif row[at].low == "been" and group.tense == "present":
        group.tense = "perfect"
    at += 1
    while at < len(row) and (
        row[at].low in _NOT or row[at].low in _ADVERBS or row[at].low in ("no", "longer")
    ):
        if row[at].low in _NOT and row[at].low not in ("hardly", "barely"):
            group.denied = True
        if row[at].low == "longer":
            group.over, group.denied = True, True
        group.doubted |= row[at].low in _DOUBT
        group.reported |= row[at].low in _RUMOUR
        at += 1
    group.main = at
    if at >= len(row):
        group.joins = True
        return group
    low = row[at].low
    if (
        low == "going"
        and at + 2 < len(row)
        and row[at + 1].low == "to"
        and row[at + 2].kind in ("VERB", "AUX")
    ):
        group.tense, group.main = "future", at + 2
        return group
    if low == "being":
        group.main, group.joins = at + 1, True
    elif low.endswith("ing") and row[at].kind in ("VERB", "NOUN") and len(low) > 4:
        group.ongoing = True
    else:
        group.joins = True
    return group


def _is_verb(row: Sequence[Word], at: int) -> bool:
    """Whether "'s" or "s" is a verb here and owns nothing."""
    return row[at].low not in ("'s", "s") or not _of(row, at)


def _next(row: Sequence[Word], at: int) -> Word | None:
    while at < len(row) and (row[at].low in _ADVERBS or row[at].low in _NOT):
        at += 1
    return row[at] if at < len(row) else None


def _participle(word: Word) -> bool:
    return word.tag.startswith(("VERB-VBN", "VERB-VBD", "AUX-VBN")) or word.low in (
        "been", "got", "had", "put", "quit", "become", "come", "moved", "done", "gone")  # fmt: skip


def _gerund(row: Sequence[Word], at: int) -> int:
    """Where the "-ing" after "stopped", "given up" stands; 0 where there is none."""
    for step in (1, 2, 3):
        if at + step < len(row) and row[at + step].low.endswith("ing") and len(row[at + step].low) > 4:
            return at + step
        if at + step < len(row) and row[at + step].low not in ("up", "in", "on"):
            return 0
    return 0
