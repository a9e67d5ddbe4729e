"""Whether somebody may come to harm: rules by kind and level, then what takes them away.

A rule is a way of saying something (`risk_rules`). It counts unless the words are a saying, a
story, a denial, long past, or a joke; times and means at hand raise it, in the same utterance or
in the few before it. Somebody else's danger counts like the person's own: they may need help.
Rules can't hear everything that is implied, so "none" means "nothing heard", never "safe".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from os1.listening import hearing
from os1.listening.risk_rules import (
    DENIAL,
    FICTION,
    IDIOM,
    ILL,
    JOKE,
    MEANS,
    MIRTH,
    NEAR_ME,
    NOW,
    PAST,
    PETTY,
    RESOLVED,
    RULES,
    SPELLINGS,
    STILL,
    TOLD,
    Rule,
)
from os1.types import Meaning, Risk, RiskLevel

HEAD_CHARS: Final = 4000
TAIL_CHARS: Final = 2000
"""What is read of a long text: its head and its tail, where a person puts what matters."""

BAR: Final = 2.0
BAR_AFTER: Final = 1.0
"""Log odds of danger from which what the model hears counts; and where it heard some just before."""
CERTAIN: Final = 4.0
"""Odds from which it counts at once, said only once and by no rule. Below, she asks plainly first: three of
twelve people who had said nothing of the kind were met with an emergency number."""
FAINT: Final = 0.5
"""Odds from which it is worth asking, and no more: of tricky harmless words one in fifty reaches them."""
WORRY: Final = -1.2
"""Odds over a stretch of talk from which it is worth asking: ordinary talks reach them one in ten."""
LOOK_BACK: Final = 4
"""How many utterances before this one can change what it means to the rules."""

_LEVELS: Final[tuple[RiskLevel, ...]] = ("none", "passive", "active", "imminent")
_RANK: Final = {level: rank for rank, level in enumerate(_LEVELS)}
_NONE: Final = Risk()
_STEMS: Final = tuple(dict.fromkeys(stem for rule in RULES for stem in rule.stems))

_DROPPED: Final = str.maketrans({"'": "", "’": "", "‘": "", "`": "", "\u200b": "", "“": '"', "”": '"'})
_REPEAT: Final = re.compile(r"([a-z!?.])\1{2,}")
_SPACE: Final = re.compile(r"[^\S\n]+")
_BREAK: Final = re.compile(r"[.!?;\n]+")
_EDGE: Final = ' \t,:-"()*~'
_FATAL: Final = re.compile(r"kill|end|life|die|dead|hang|jump|suicid|pills|tablets|overdos|shoot|walk|throw")
_DO_IT: Final = re.compile(
    r"\b(?:going to|ill|will|about to|im|want to|gotta) (?:\w+ )?"
    r"(?:do it|take them|jump|go through with it|use it|end it)\b"
)
_ARMED: Final = re.compile(r"\b(?:tonight|right now|on my way|waiting for|about to)\b")
_HERE: Final = re.compile(r"\bright now\b|\b(?:hes|shes) (?:coming|still here|downstairs|outside|back)\b")


def plain(text: str) -> str:
    """`text` as the rules read it: cut, lower case, no apostrophes, chat spellings written out."""
    if len(text) > HEAD_CHARS + TAIL_CHARS:
        text = f"{text[:HEAD_CHARS]}. {text[-TAIL_CHARS:]}"
    text = _REPEAT.sub(r"\1", text.lower().translate(_DROPPED))
    for hint, pattern, word in SPELLINGS:
        if hint in text:
            text = pattern.sub(word, text)
    return _SPACE.sub(" ", text)


def judge(text: str, before: Sequence[str] = ()) -> Risk:
    """What risk `text` speaks of, heard after `before`, the person's own last utterances.

    Takes any text of any length (a long one by its head and tail) and never raises. `before` is
    oldest first; only its last `LOOK_BACK` count, and they can only raise what is heard now.
    """
    said = plain(text)
    found = _alone(said)
    if not before:
        return found
    if found.kind not in ("none", "self_harm", "harm_to_others"):
        return found
    resolved = RESOLVED.match(" ".join(_BREAK.sub(" ", said).replace(",", " ").split()))
    if found is _NONE and not resolved and not _DO_IT.search(said):
        return _NONE
    if found is _NONE and JOKE.search(said) is not None:
        return _NONE
    return _after(found, [plain(words) for words in before[-LOOK_BACK:]])


def _after(found: Risk, before: list[str]) -> Risk:
    """`found` raised by what was said before: a risk already heard, or means at hand."""
    earlier = max((_alone(words) for words in before), key=lambda risk: _RANK[risk.level])
    armed = any(MEANS.search(words) and not _staged(words) for words in before)
    if found is _NONE:
        if earlier.kind in ("self_harm", "harm_to_others"):
            return Risk(earlier.kind, _raised(earlier.level, 2 if armed else 1))
        return Risk("self_harm", "imminent") if armed and _pills_alone(before) else _NONE
    if armed and found.kind == "self_harm":
        return Risk(found.kind, "imminent")
    if earlier.kind == found.kind and _RANK[earlier.level] > _RANK[found.level]:
        return Risk(found.kind, earlier.level)
    return found


def _pills_alone(before: list[str]) -> bool:
    """Means were named without a reason for them (a pharmacy, somebody else's prescription)."""
    return not any(re.search(r"\b(?:pharmacy|prescri\w+|for (?:my|his|her)|vet)\b", b) for b in before)


def _raised(level: RiskLevel, steps: int) -> RiskLevel:
    return _LEVELS[min(_RANK[level] + steps, len(_LEVELS) - 1)]


def _alone(said: str) -> Risk:
    """The gravest thing in a plain text, by itself; the first rule wins among equals."""
    stems = {stem for stem in _STEMS if stem in said}
    if not stems:
        return _NONE
    page = "\n".join(_sentences(said))
    tried = [r for r in RULES if not stems.isdisjoint(r.stems) and r.pattern.search(page)]
    if not tried:
        return _NONE
    said = IDIOM.sub(" ~ ", said)
    gravest = _NONE
    for rule, sentence, match in _matches(tried, said):
        level = _level(rule, sentence, match, said)
        if _RANK[level] > _RANK[gravest.level]:
            gravest = Risk(rule.kind, level)
    return gravest


def _sentences(said: str) -> list[str]:
    """The sentences of a plain text, then every two that follow each other as one."""
    alone = [s for s in (piece.strip(_EDGE) for piece in _BREAK.split(said)) if s]
    return [*alone, *(f"{a}, {b}" for a, b in pairwise(alone))]


def _matches(tried: list[Rule], said: str) -> Iterator[tuple[Rule, str, re.Match[str]]]:
    """Every place where a rule holds and nothing takes it away."""
    sentences = _sentences(said)
    for rule in tried:
        for before, sentence in zip(["", *sentences], sentences, strict=False):
            for match in rule.pattern.finditer(sentence):
                if not _taken_away(rule, sentence, match, f"{before}, {sentence}"):
                    yield rule, sentence, match


def _taken_away(rule: Rule, sentence: str, match: re.Match[str], near: str) -> bool:
    """Whether the words around a match say that nobody here is at risk now.

    `near` is the sentence with the one before it, which often sets the scene.
    """
    if rule.deniable and DENIAL.search(sentence[: match.start()]):
        return True
    if PAST.search(sentence) and not STILL.search(sentence):
        return True
    if rule.kind == "harm_to_others" and (
        JOKE.search(near) or (PETTY.search(sentence) and not MEANS.search(near))
    ):
        return True
    if rule.kind == "medical" and (MIRTH.search(near) or JOKE.search(near)):
        return True
    if rule.kind == "eating" and ILL.search(near):
        return True
    # Who speaks of themselves right after a story may well have stopped telling it.
    mine = rule.kind == "self_harm" and NEAR_ME.search(sentence[: match.end()]) is not None
    if _staged(sentence if mine else near):
        return True
    window = sentence[max(0, match.start() - 25) : match.end()]
    return TOLD.search(near) is not None and NEAR_ME.search(window) is None


def _staged(said: str) -> bool:
    return FICTION.search(said) is not None


def _level(rule: Rule, sentence: str, match: re.Match[str], said: str) -> RiskLevel:
    """The rule's level, raised by a time or means beside it, lowered by laughter."""
    level = rule.level
    rest = said.replace(match.group(), " ", 1)
    if rule.kind == "self_harm":
        if JOKE.search(said) and not MEANS.search(said):
            return _LEVELS[_RANK[level] - 1]
        if level != "imminent" and MEANS.search(rest):
            return "imminent"
        if NOW.search(sentence) and _FATAL.search(match.group()):
            return _raised(level, 1)
        return level
    threat = rule.kind == "harm_to_others" and (MEANS.search(rest) or _ARMED.search(sentence))
    beside = rule.kind == "abuse" and level == "active" and _HERE.search(sentence)
    return "imminent" if threat or beside else level


def weigh(ruled: Risk, meant: Meaning, before: str) -> Risk:
    """What the rules found, or what the model hears where they found nothing; just after danger was
    heard, in the words `before`, less is enough."""
    if ruled.level != "none":
        graver = meant.danger >= BAR and meant.kind == ruled.kind and _RANK[meant.level] > _RANK[ruled.level]
        return Risk(ruled.kind, meant.level) if graver else ruled
    # What came before is heard once more only where it decides.
    near = BAR_AFTER <= meant.danger < CERTAIN and hearing.listen(before).danger >= BAR
    return Risk(meant.kind, meant.level) if near or meant.danger >= CERTAIN else _NONE
