"""What likely answers a question: the words that were found are read with it and weighed beside what
rules would answer; the likeliest is told as the answer, as a guess, or not at all."""

from __future__ import annotations

from datetime import datetime

from os1.listening import dates
from os1.memory import beliefs, choosing, days, ruling
from os1.memory.answering import Recollection
from os1.memory.bearing import MOST
from os1.memory.choosing import Choice, Setting
from os1.memory.evidence import Answer
from os1.memory.matter import Matter
from os1.memory.ruling import How, Ruled
from os1.memory.wording import asked_about
from os1.types import Memory

SURE = 0.8
"""How likely the words that answer best must be to answer for them to be told as the answer."""
RULED: dict[How, float] = {"plan": 0.2, "slot": 0.45, "feeling": 0.6, "words": 0.6, "nothing": 1.0}
"""How likely all that rules would answer with must be, together, by how they came to it."""
FEW: dict[How, float] = {"plan": 0.0, "slot": 0.0, "feeling": 0.0, "words": 0.08, "nothing": 1.0}
"""The same in a home where little was said yet."""
GUESS = 0.3
"""How likely for words to be told as what comes nearest."""
WHETHER = 0.45
"""The same where yes or no is asked: "did I do the right thing?" wants no quotation."""
ALSO = 0.2
"""How likely for a second to be told beside it."""
BESIDES = 0.12
"""How likely a further one must be where several are asked for."""


def weigh(matter: Matter, ruled: Ruled) -> tuple[Setting, list[Answer]]:
    """What bears on choosing an answer, and all that may be one, read with the question."""
    slot, replaced, planned, found = (
        frozenset(m.source for m in given)
        for given in (matter.slot.found if matter.slot else (), matter.replaced, matter.planned[:1], ruled.answer.found)
    )
    setting = Setting(matter.asking, matter.plain, matter.earlier,
                      slot, replaced, planned, found, ruled.how)  # fmt: skip
    return setting, matter.asked.read((*matter.known, *ruled.answer.found))


def decide(matter: Matter, ruled: Ruled, now: datetime) -> Recollection:
    """What is told."""
    nothing = Recollection(asked_about(matter.asked.words), personal=matter.personal)
    if matter.felt and dates.find(matter.asked.words, now, past=True):
        return ruled.answer  # how one day was isn't told by another's words
    setting, read = weigh(matter, ruled)
    choice = choosing.choose(matter.asked, read, setting)
    if not choice.answers:
        return ruled.answer
    best, share = choice.answers[0], choice.shares[0]
    both = zip(choice.answers, choice.shares, strict=True)
    by_rule = sum(each for answer, each in both if answer.memory.source in setting.ruled)
    few = len(matter.asked.found) < MOST  # there reading has little to compare with
    if by_rule >= (FEW if few else RULED)[ruled.how] and (few or share < SURE or by_rule >= share):
        return ruled.answer
    if few and matter.asked.named and best.number not in matter.asked.mentioned:
        return nothing
    if share >= SURE:
        return _told(matter, choice, now)
    if share < (WHETHER if matter.asking.aspect == "whether" else GUESS) or _passing(matter, best):
        return nothing
    near = (best.memory, *_second(matter, ruled, choice))
    return Recollection(nothing.about, near, personal=matter.personal, unsure=True)


def _second(matter: Matter, ruled: Ruled, choice: Choice) -> list[Memory]:
    """What else may be meant where the best is a guess: what rules would answer by the words, else
    the next best."""
    best = choice.answers[0]
    if ruled.how == "words" and ruled.answer.found[0].source != best.memory.source:
        return [ruled.answer.found[0]]
    also = zip(choice.answers[1:2], choice.shares[1:2], strict=True)
    return [answer.memory for answer, share in also if share >= ALSO and not _passing(matter, answer)]


def _passing(matter: Matter, best: Answer) -> bool:
    """Whether words are or may be out of date; no guess is made from those."""
    said = beliefs.of_utterances(matter.asked.shelf, matter.asked.person_id, [best.number])
    ahead = [d for d in dates.find(best.text, best.memory.said_at) if d.start > best.memory.said_at]
    return (any(s.replaced for s in said) and not matter.earlier) or (bool(ahead) and not matter.timed)


def _told(matter: Matter, choice: Choice, now: datetime) -> Recollection:
    """The person's own words as the answer."""
    asked, best = matter.asked, choice.answers[0]
    if matter.timed:
        return days.told(asked.shelf, asked.person_id, asked.words, [best.memory], now)
    about = asked_about(asked.words)
    if ruling.WHY.search(matter.plain):
        return Recollection(about, (best.memory, *ruling.what_follows(asked, best.memory)))
    return Recollection(about, _several(matter, choice))


def _several(matter: Matter, choice: Choice) -> tuple[Memory, ...]:
    """What answers best; with the rest that does, in the order it was told, where several are asked for."""
    if matter.asking.aspect not in ("list", "count"):
        return (choice.answers[0].memory,)
    also = [a for a, share in zip(choice.answers, choice.shares, strict=True) if share >= BESIDES]
    return tuple(a.memory for a in sorted(also, key=lambda a: a.number))
