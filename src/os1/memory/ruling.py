"""What simple rules find to answer a question: what a slot says is current, then days and feelings,
then the words found that hold what is asked for and are about whom it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from os1.memory import beliefs, days, episodes, moods, people, recall, slots
from os1.memory.answering import Recollection
from os1.memory.bearing import ASKS_WORK, LOOKED_AT, WORK, Asked
from os1.memory.matter import Matter
from os1.memory.slot_rules import GROUND, OWN
from os1.memory.sorts import holds
from os1.memory.whom import known_relations, of_others, relations
from os1.memory.wording import asked_about, key_words, stem, stems
from os1.types import Memory

How = Literal["plan", "slot", "feeling", "words", "nothing"]

WHY = re.compile(r"\b(?:why|how come|what made|what for)\b")
_SAYS_SO = re.compile(r"\b(?:joke|joking|said|say|told|tell|heard|true|rumou?r|dream|really)\b")
_CHILDREN = re.compile(r"\b(?:my|our) (?:\w+ )?(?:kids?|children|boys|girls|sons|daughters|youngest|oldest|eldest)\b")
"""Children asked of together: who they are was told in one breath, and nowhere one by one as hers or his."""
_HOW_MEANT = {"hypothetical": "You only said it as a what-if.", "wish": "You only wished it.",
              "joke": "You were joking.", "hearsay": "You had only heard it.",
              "doubt": "You weren't sure of it.", "quotation": "Those were somebody else's words."}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ruled:
    """What rules would answer, and what it comes from."""

    how: How
    answer: Recollection


def rule(matter: Matter, now: datetime, *, first: bool = False) -> Ruled:
    """What rules would answer; of several times it was told the first, where that is asked."""
    asked, plain = matter.asked, matter.plain
    shelf, person_id, words = asked.shelf, asked.person_id, asked.words
    if matter.timed and matter.planned:
        return Ruled("plan", days.told(shelf, person_id, words, matter.planned, now))
    if matter.slot:
        slot = matter.slot
        return Ruled("slot", Recollection(found=slot.found, changed=slot.changed, gist=slot.gist))
    held = _fitting(matter)
    sure = {m.id for m in asked.bearing}
    fitting = [m for m in held if m.id in sure]
    about = asked_about(words)
    if matter.felt:
        told = moods.answer(shelf, person_id, words, fitting or held[:4], now, asked.before)
        return Ruled("feeling" if told else "nothing", Recollection(about=about, found=tuple(told), personal=True))
    if not fitting and ASKS_WORK.search(plain):
        fitting = _work(asked)
    fitting, gist = _meant(matter, fitting)
    if _nobodys(matter):
        fitting = []
    if not fitting and _CHILDREN.search(plain):
        fitting = beliefs.slot(shelf, person_id, None, ("has child",))
    if not fitting:
        return Ruled("nothing", Recollection(about, personal=matter.personal))
    if first:
        return Ruled("words", Recollection(found=(min(fitting, key=lambda m: int(m.source[1:])),)))
    best, changed = _newest_of_the_best(plain, fitting)
    if matter.timed:
        return Ruled("words", days.told(shelf, person_id, words, [best, *changed], now))
    follows = what_follows(asked, best) if WHY.search(plain) else []
    answer = Recollection(about, (best, *follows), () if follows else changed, personal=matter.personal, gist=gist)
    return Ruled("words", answer)


def _nobodys(matter: Matter) -> bool:
    """Whether what somebody is or has was asked plainly and by name, and nothing states it."""
    asked, asking = matter.asked, matter.asking
    by_name = any(name.lower() in matter.plain for e in asked.named for name in e.names)
    of_slot = by_name and asking.sure >= slots.CERTAIN and asking.predicate not in (*slots.LOOSE, "age")
    return of_slot and not matter.slot and not asked.wanted - GROUND


def what_follows(asked: Asked, best: Memory) -> list[Memory]:
    """What was said right after: a reason often follows what it explains."""
    number = int(best.source[1:])
    near = episodes.fetch(asked.shelf, asked.person_id, range(number + 1, number + 4))
    told = [u for n, u in sorted(near.items())
            if u.speaker == "person" and (asked.before is None or n < asked.before)]  # fmt: skip
    close = [u for u in told if u.said_at - best.said_at <= moods.NEAR]
    return [recall.as_memory(u) for u in recall.told(asked.shelf, {u.id: u for u in close}).values()][:1]


def _fitting(matter: Matter) -> list[Memory]:
    """What was found that holds the kind of thing asked for, of nobody else, and not outdated."""
    asked, plain = matter.asked, matter.plain
    wanted = relations(plain)
    strange = wanted if wanted and not wanted & known_relations(asked.shelf, asked.person_id) else set()
    kept = [m for m in asked.found[:LOOKED_AT]
            if holds(plain, m.quote, m.said_at) and (not strange or strange & relations(m.quote.lower()))]  # fmt: skip
    if OWN.search(plain) and not people.named_in(people.circle(asked.shelf, asked.person_id), plain):
        kept = [m for m in kept if not of_others(m.quote)]
    return _not_outdated(asked, kept)


def _work(asked: Asked) -> list[Memory]:
    """What tells what the person works at."""
    words = "my job is what I work at: I write, I teach, I make"
    told = Asked(asked.shelf, asked.person_id, words, asked.before).found
    return [m for m in told if WORK.search(m.quote) and not of_others(m.quote)][:1]


def _meant(matter: Matter, fitting: list[Memory]) -> tuple[list[Memory], str]:
    """Without what was told of somebody else, and without what was never meant as so, unless the
    question names it; then the sentence that says how it was meant."""
    asked, plain, asking = matter.asked, matter.plain, matter.asking
    numbers = [int(m.source[1:]) for m in fitting]
    said = beliefs.by_source(asked.shelf, asked.person_id, numbers)
    own = slots.asks_of_self(asked.shelf, asked.person_id, plain, asking)
    kept: list[Memory] = []
    gist = ""
    for memory in fitting:
        stated = [s for s in said.get(memory.source, ()) if s.kind == "fact"]
        unreal = stated and all(s.modality != "asserted" for s in stated)
        if unreal and not _SAYS_SO.search(plain):
            named = {stem(w) for w in key_words(plain)} & {x for s in stated for x in stems(s.value)}
            if asking.aspect != "whether" or not named:
                continue
            gist = gist or (_HOW_MEANT.get(stated[0].modality, "") if not kept else "")
        if own and slots.of_others_only(asking, stated):
            continue
        kept.append(memory)
    return kept, gist


def _not_outdated(asked: Asked, found: list[Memory]) -> list[Memory]:
    """Without the words that later words replaced, where all that followed from them was replaced."""
    numbers = [int(m.source[1:]) for m in found]
    said = [s for s in beliefs.of_utterances(asked.shelf, asked.person_id, numbers) if s.kind != "feeling"]
    replaced = {s.source for s in said if s.replaced} - {s.source for s in said if not s.replaced}
    return [m for m in found if m.source not in replaced]


def _newest_of_the_best(plain: str, fitting: Sequence[Memory]) -> tuple[Memory, tuple[Memory, ...]]:
    """What was said last among the remarks that answer, and what it replaced."""
    asked = {stem(word) for word in key_words(plain)}
    top = fitting[0]
    same = [m for m in fitting if len(asked & stems(m.quote)) >= len(asked & stems(top.quote))
            or m.score >= top.score - 1.0]  # fmt: skip
    newest = max(same, key=lambda m: int(m.source[1:]))
    older = [m for m in same if int(m.source[1:]) < int(newest.source[1:]) and
             re.match(r"\W*(?:\w+ )?(?:when|what time|what day|where|how (?:many|old))", plain)]  # fmt: skip
    return newest, tuple(sorted(older, key=lambda m: int(m.source[1:]))[-1:])
