"""What likely answers a question where no rule finds what surely does: the words that recall finds are
read with it and chosen from; the likeliest is told as the answer, as a guess, or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime

from os1.listening import dates
from os1.memory import beliefs, choosing, dated, moods, slots
from os1.memory.answering import Recollection
from os1.memory.bearing import Asked, names_stranger
from os1.memory.choosing import Setting
from os1.memory.wording import asked_about, stems
from os1.types import Memory, Mention

SURE = 0.75
"""How likely the words that answer best must be to answer for them to be told as the answer."""
GUESS = 0.25
"""How likely for them to be told as what comes nearest."""
NEVER = 0.08
"""How unlikely for words that rules found to be held back."""
_WHEN = re.compile(r"\W*(?:\w+ )?(?:when|what time|what day|which day)\b|\W*(?:and |so )?what (?:date|day|time)\b")
_FIRST = re.compile(r"\b(?:at first|originally|first of all|to begin with|in the first place)\b")
_MINE = re.compile(r"\b(?:i|i'm|i've|i'd|me|my|mine|we|our|us|i'll|he|she|they|his|her|their|him|them|the)\b")


def answer(asked: Asked, now: datetime, last: Mention | None, may_be: Callable[[Memory], bool]) -> Recollection:
    """What likely answers; `may_be` tells whether words can be meant at all."""
    setting, known = setting_of(asked, now, last)
    about = asked_about(asked.words)
    choice = choosing.choose(asked, asked.read(known), setting)
    fair = [(each, share) for each, share in zip(choice.answers, choice.shares, strict=True) if may_be(each.memory)]
    if not fair or fair[0][1] < GUESS:
        return Recollection(about=about)
    best, share = fair[0]
    said = beliefs.of_utterances(asked.shelf, asked.person_id, [best.number])
    ahead = [d for d in dates.find(best.text, best.memory.said_at) if d.start > best.memory.said_at]
    passing = (any(s.replaced for s in said) and not setting.earlier) or (ahead and not setting.timed)
    if share < SURE and passing:
        return Recollection(about=about)  # a guess isn't made from what is or may be out of date
    span = dated.span_of(asked.shelf, asked.person_id, best.memory, stems(asked.words)) if setting.timed else None
    gist = dated.gist(asked.words, span, now) if span else ""
    if setting.timed and not span:
        gist = dated.by_telling(asked.words, best.memory.said_at, now)
    return Recollection(about=about, found=(best.memory,), unsure=share < SURE, gist=gist)


def held_back(asked: Asked, now: datetime, last: Mention | None, found: Sequence[Memory]) -> bool:
    """Whether what rules found can hardly answer, read with the question."""
    setting, known = setting_of(asked, now, last)
    choice = choosing.choose(asked, asked.read([*known, *found]), setting)
    sources = {m.source for m in found}
    return sum(s for a, s in zip(choice.answers, choice.shares, strict=True) if a.memory.source in sources) < NEVER


def setting_of(asked: Asked, now: datetime, last: Mention | None) -> tuple[Setting, list[Memory]]:
    """What is asked, and what statements and plans say to it, with what they replaced."""
    shelf, person_id, words = asked.shelf, asked.person_id, asked.words
    plain = words.lower()
    asking = slots.asks_for(shelf, person_id, words)
    personal = bool(asked.named) or bool(_MINE.search(plain)) or names_stranger(words)
    personal = personal or (asking.sure >= slots.CERTAIN and asking.predicate != "none")
    timed = bool(_WHEN.match(plain)) or dated.asks_how_long(plain)
    timed = timed or (asking.aspect in ("since", "ago") and asking.aspect_sure >= slots.CERTAIN)
    planned = dated.event(shelf, person_id, words) if timed else []
    slot = None if moods.asks(plain) else slots.answer(shelf, person_id, words, asking, now, last)
    said = list(slot.found) if slot else []
    before = list(slot.changed) if slot else []
    for each in said:
        before += beliefs.replaced_by(shelf, person_id, int(each.id[1:])) if each.id.startswith("m") else []
    sources = [{m.source for m in given} for given in (said, before, planned[:1])]
    earlier = asking.aspect == "before" or bool(_FIRST.search(plain))
    return Setting(asking, plain, earlier, timed, personal, *sources), [*said, *before, *planned]
