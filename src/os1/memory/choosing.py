"""Choosing: which of the words that were read answers a question as things stand, or that none does.

A linear model over reasons for and against each (how well it answers, whether newer words answer as
well, whether what followed from it was replaced, whose it is, how it was meant, whether a statement
points to it) and one outcome more, that nothing answers. Trained listwise by `training/chooser.py`
on lives that the matcher never saw.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from os1.listening.asking import Asking
from os1.memory import beliefs, slots
from os1.memory.bearing import Asked
from os1.memory.evidence import Answer
from os1.memory.ruling import How
from os1.memory.slot_rules import OWN
from os1.memory.sorts import holds
from os1.memory.whom import known_relations, relations, subjects
from os1.memory.wording import stems
from os1.types import Memory

_TURNS = re.compile(
    r"\b(?:now|no longer|any ?more|instead|moved?|chang(?:ed|ing)|put back|brought forward|postponed|pushed|called off|off|"
    r"cancell?ed|actually|turns out|in the end|finally|at last|made (?:it )?up|back together|these days|new|switched|swapped|"
    r"gave up|given up|quit|stopped|left|sold|bought|started|over|done with|finished|split|single|again)\b"
)
"""Words in which things change."""
_OWNS_UP = re.compile(
    r"\b(?:jok(?:e|ing)|kidding|having (?:you|u) on|pulling your leg|made (?:that|it|this) up|april fool|messing|winding you up|"
    r"wind-up|not true|never (?:did|was|had)|i meant|correction|wrong|no,|nah|sorry)"
)
"""Words that take back what was said, or put it right."""
NEAR = (0.5, 1.5, 3.0)  # log odds behind the best within which newer words may answer as well
Clues = dict[str, float]
BARS = ("of others", "unreal", "unknown relation", "replaced now", "moved")
"""What rules words out: told of somebody else only, never meant as so, asked of a relation nobody
has, or no longer so."""
PLAINLY = 0.999
"""From how sure a slot was asked for in plain words, which are read by rule."""
_KNOWING = ("ruled by plan", "ruled by slot")
"""Statements and plans know themselves whose they are, and whether they are past."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What is asked, and what is known to bear on it: the sources of what a slot says, of what that
    replaced, of the plan that stands, and of what rules would answer, with how they came to it."""

    asking: Asking
    plain: str
    earlier: bool
    slot: Collection[str] = ()
    changed: Collection[str] = ()
    planned: Collection[str] = ()
    ruled: Collection[str] = ()
    how: How = "nothing"


@dataclass(frozen=True, slots=True)
class Choice:
    """What was read, the likeliest to answer first; how likely each is to, and that nothing does."""

    answers: tuple[Answer, ...]
    shares: tuple[float, ...]
    nothing: float


def choose(asked: Asked, read: Sequence[Answer], setting: Setting) -> Choice:
    """How likely each answers."""
    by = weights()
    given = [(each, clue) for each, clue in zip(read, clues(asked, read, setting), strict=True)
             if not barred(clue)]  # fmt: skip
    read = [each for each, _ in given]
    scores = [sum(by.get(name, 0.0) * value for name, value in clue.items()) for _, clue in given]
    top = max([0.0, *scores])
    raised = [math.exp(score - top) for score in scores]
    whole = sum(raised) + math.exp(-top)
    order = sorted(range(len(read)), key=lambda n: (-scores[n], -read[n].number))
    return Choice(tuple(read[n] for n in order), tuple(raised[n] / whole for n in order), math.exp(-top) / whole)


def barred(clue: Clues) -> bool:
    """Whether words are ruled out."""
    return any(clue.get(name) for name in BARS) and not any(clue.get(name) for name in _KNOWING)


@cache
def weights() -> Mapping[str, float]:
    """What each reason counts, as `training/chooser.py` wrote it."""
    rows = files("os1.memory").joinpath("models/chooser.txt").read_text("utf-8").splitlines()
    return {name: float(value) for name, value in (row.split("\t") for row in rows)}


def clues(asked: Asked, read: Sequence[Answer], setting: Setting) -> list[Clues]:
    """The reasons for and against each of what was read; those that are 0 may be missing."""
    if not read:
        return []
    said = beliefs.by_source(asked.shelf, asked.person_id, [a.number for a in read])
    own = slots.asks_of_self(asked.shelf, asked.person_id, setting.plain, setting.asking)
    bears = {m.source for m in asked.bearing}
    best = max(read, key=lambda a: (a.odds, a.number))
    alike = _alike(asked, read, best)
    near = asked.index.similarity(asked.vector, [a.number for a in read])
    known = known_relations(asked.shelf, asked.person_id)
    found = []
    for answer, like in zip(read, alike, strict=True):
        clue = _answering(answer, best, read, like, setting)
        clue |= _known(answer, setting)
        clue |= _whose(asked, answer, setting, known, own=own)
        clue |= _ruled(answer, setting, len(read))
        clue |= _wording(asked, answer, setting, near.get(answer.number, 0.0), len(read))
        clue |= _plainly(answer.memory.source in bears, clue["sort missing"], setting)
        clue |= _meant(said.get(answer.memory.source, []), setting, own=own)
        found.append(clue)
    return found


def _answering(answer: Answer, best: Answer, read: Sequence[Answer], like: float, setting: Setting) -> Clues:
    when = "earlier" if setting.earlier else "now"
    behind = best.odds - answer.odds
    clue = {"some": 1.0, "odds": answer.odds, "best odds": best.odds, "behind": min(behind, 6.0),
            "prior": answer.prior}  # fmt: skip
    for edge in NEAR:
        near = [a.number for a in read if a.odds >= best.odds - edge]
        clue[f"newest {edge} {when}"] = float(answer.number == max(near))
        clue[f"oldest {edge} {when}"] = float(answer.number == min(near) and len(near) > 1)
    newer = sum(a.number > answer.number and a.odds >= best.odds - NEAR[1] for a in read)
    clue[f"newer {when}"] = math.log1p(newer)
    clue[f"after best {when}"] = float(like) * (answer.number > best.number)
    clue[f"before best {when}"] = float(like) * (answer.number < best.number)
    clue[f"aspect {setting.asking.aspect}"] = 1.0
    rest = [a.odds for a in read if a is not answer]
    clue["lead"] = min(max(0.0, answer.odds - max(rest, default=-4.0)), 6.0)
    plain = answer.text.lower()
    for name, words in (("turns", _TURNS), ("owns up", _OWNS_UP)):
        there = float(words.search(plain) is not None)
        clue |= {name: there, f"{name} after best {when}": there * (answer.number > best.number),
                 f"{name} whether": there * (setting.asking.aspect == "whether")}  # fmt: skip
    return clue


def _alike(asked: Asked, read: Sequence[Answer], best: Answer) -> NDArray[np.float32]:
    """How like each is to the best in meaning, as cosines."""
    vectors = asked.index.vectors([a.number for a in read])
    alike: NDArray[np.float32] = vectors @ vectors[read.index(best)]
    return alike


def _known(answer: Answer, setting: Setting) -> Clues:
    source, text = answer.memory.source, answer.text
    clue = {"slot": float(source in setting.slot), "changed": float(source in setting.changed),
            "planned": float(source in setting.planned), "length": math.log1p(len(text.split())),
            "other than slot": float(bool(setting.slot) and source not in setting.slot),
            "other than plan": float(bool(setting.planned) and source not in setting.planned)}  # fmt: skip
    clue["slot sure"] = clue["slot"] * setting.asking.sure
    return clue


def _ruled(answer: Answer, setting: Setting, count: int) -> Clues:
    """Whether rules would answer with it, or with something else; that counts for more among few."""
    if not setting.ruled:
        return {"unruled": 1.0, "unruled, few": 1 / count}
    by = f"by {setting.how}"
    it = float(answer.memory.source in setting.ruled)
    plainly = float(setting.how == "slot" and setting.asking.sure >= PLAINLY)
    return {f"ruled {by}": it, f"ruled {by}, few": it / count, "ruled by slot, plainly": it * plainly,
            f"other {by}": 1 - it, f"other {by}, few": (1 - it) / count, "other by slot, plainly": (1 - it) * plainly}  # fmt: skip


def _whose(asked: Asked, answer: Answer, setting: Setting, known: set[str], *, own: bool) -> Clues:
    """Whether it is about whom the question is about."""
    mine, others = subjects(answer.text)
    wanted, held = relations(setting.plain), relations(answer.text.lower())
    clue = {"unknown relation": float(bool(wanted) and not wanted & (held | known)),
            "strange relation": float(bool(wanted) and not wanted & held),
            "relation there": float(bool(wanted & held)),
            "of me, relation asked": float(bool(wanted) and mine and not others)}  # fmt: skip
    if asked.named:
        there = answer.number in asked.mentioned
        return clue | {"meant": float(there), "not meant": float(not there),
                       "of me, somebody asked": float(mine and not others and not there)}  # fmt: skip
    own = own or (bool(OWN.search(setting.plain)) and not wanted)
    me = float(own and OWN.search(answer.text.lower()) is None)
    return clue | {"nobody named": 1.0, "own without I": me, "own, of others": float(own and others and not mine)}  # fmt: skip


def _wording(asked: Asked, answer: Answer, setting: Setting, like: float, count: int) -> Clues:
    """How near its words and its meaning are, and whether it holds the sort of thing asked for."""
    held = stems(answer.text)
    part = len(asked.wanted & held) / len(asked.wanted) if asked.wanted else 0.0
    return {"like": like, "covered": part, "covered and like": part * like,
            "all the words": float(part == 1.0), "words asked": float(bool(asked.wanted)),
            "none of the words": float(bool(asked.wanted) and part == 0), "few": 1 / count,
            "few and far": (1 - like) / count, "sort missing": float(not holds(setting.plain, answer.text, answer.memory.said_at))}  # fmt: skip


def _plainly(bears: bool, misses: float, setting: Setting) -> Clues:
    """By the simple rules: its words bear on what is asked, and a slot asked for plainly that nothing
    was stated for isn't known."""
    unstated = setting.asking.sure >= slots.CERTAIN and setting.asking.predicate not in slots.LOOSE and not setting.slot
    own = bool(OWN.search(setting.plain))
    return {"bears": float(bears), "bears, sort missing": float(bears) * misses,
            "unstated": float(unstated), "unstated, of me": float(unstated and own),
            "unstated, bears": float(unstated and bears), "sure of slot": setting.asking.sure,
            "loose": float(setting.asking.predicate in slots.LOOSE)}  # fmt: skip


def _meant(stated: Sequence[Memory], setting: Setting, *, own: bool) -> Clues:
    facts = [s for s in stated if s.kind == "fact"]
    lasting = [s for s in stated if s.kind != "feeling"]
    plans = [s for s in stated if s.kind == "plan"]
    when = "earlier" if setting.earlier else "now"
    unreal = bool(facts) and all(s.modality != "asserted" for s in facts)
    return {
        f"replaced {when}": float(bool(lasting) and all(s.replaced for s in lasting)),
        "unreal": float(unreal and setting.asking.aspect != "whether"),
        "unreal whether": float(unreal and setting.asking.aspect == "whether"),
        "of others": float(own and slots.of_others_only(setting.asking, facts)),
        "states": float(any(s.modality == "asserted" and not s.replaced for s in facts)),
        "moved": float(not setting.earlier and bool(plans) and all(s.replaced for s in plans)),
        "taken back": float(any(s.taken_back for s in stated)),
    }  # fmt: skip
