"""A question out of the person's own life: which of what they told answers it, or that nothing does.

Slots first: what a statement says is current. Then days and feelings, then the words themselves by
recall, and only where they hold what the kind of question asks for and are about whom it names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from os1.listening import dates
from os1.listening.asking import Asking
from os1.memory import beliefs, choosing, dated, episodes, moods, recall, slots
from os1.memory.answering import Recollection
from os1.memory.bearing import TOLD_ASIDE, Asked, names_stranger
from os1.memory.choosing import Choice, Setting
from os1.memory.episodes import Shelf
from os1.memory.evidence import Answer
from os1.memory.wording import asked_about, stems
from os1.types import Memory, Mention

_GENERAL = re.compile(
    r"\b(?:capital|meaning|population|president|prime minister|king|queen|currency|definition|formula|"
    r"square root|boiling point|speed|distance|difference between|\w+est (?:mountain|river|country|city|"
    r"building|animal|ocean|lake|planet)|how (?:far|tall|big|deep|heavy|fast) (?:is|are) the|"
    r"who (?:wrote|invented|discovered|painted|composed|directed|won the))\b"
)
_OWN = re.compile(r"\b(?:i|i'm|i've|me|my|mine|we|our|us)\b")
_WHEN = re.compile(r"\W*(?:\w+ )?(?:when|what time|what day|which day)\b")
_DAY = re.compile(r"\W*(?:and |so )?what (?:date|day|time)\b")
_MINE = re.compile(
    r"\b(?:i|i'm|i've|i'd|me|my|mine|we|our|us|i'll)\b|\b(?:told|tell) you\b|\bthe\b|"
    r"\b(?:he|she|they|his|her|their|him|them)\b"
)
_EARLIER = re.compile(r"\b(?:before|previously|originally|at first|to begin with|first of all|in the first place)\b")
_FIRST = re.compile(r"\b(?:at first|originally|first of all|to begin with|in the first place)\b")
_WHY = re.compile(r"\b(?:why|how come|what made|what for)\b")
_SAYS_SO = re.compile(r"\b(?:joke|joking|said|say|told|tell|heard|true|rumou?r|dream|really)\b")
_HOW_MEANT = {"hypothetical": "You only said it as a what-if.", "wish": "You only wished it.",
              "joke": "You were joking.", "hearsay": "You had only heard it.",
              "doubt": "You weren't sure of it.", "quotation": "Those were somebody else's words."}  # fmt: skip


def question(
    shelf: Shelf,
    person_id: str,
    words: str,
    before: int | None,
    now: datetime | None = None,
    last: Mention | None = None,
) -> Recollection:
    """What answers a question; `found` is empty where nothing does."""
    aside = TOLD_ASIDE.search(words.lower())
    if aside and aside.start() > 6:
        words = words[: aside.start()] + words[aside.end() :]
    plain, now = words.lower(), now or datetime.now(UTC)
    if dated.asks_plans(plain):
        return Recollection(about="what's ahead", found=tuple(dated.upcoming(shelf, person_id, now)))
    standing = _still_on(shelf, person_id, words, now)
    if standing:
        return standing
    if moods.asks(plain) and dates.find(words, now, past=True):
        told = moods.on_day(shelf, person_id, words, now, before)
        return Recollection(about=asked_about(words), found=tuple(told), personal=True)
    asked = Asked(shelf, person_id, words, before)
    known = known_for(asked, now, last)
    choice = choosing.choose(asked, asked.read(known.memories()), known.setting)
    about, personal = asked_about(words), known.setting.personal
    if not choice.answers or choice.shares[0] < GUESS:
        return Recollection(about=about, personal=personal)
    best, unsure = choice.answers[0], choice.shares[0] < SURE
    if unsure:
        found = (best.memory,) if personal and not asked.strangers else ()
        return Recollection(about=about, found=found, personal=personal, unsure=bool(found))
    if known.planned and best.memory.source in known.setting.planned:
        return _dated(shelf, person_id, words, known.planned, now, known.setting.asking)
    if known.slot and best.memory.source in known.setting.slot:
        return Recollection(found=known.slot.found, changed=known.slot.changed, gist=known.slot.gist)
    return _told(asked, choice, known.setting, now, first=aside is not None and aside["which"] == "first")


@dataclass(frozen=True, slots=True)
class Known:
    """What statements and plans say to a question, and what is asked."""

    setting: Setting
    slot: slots.Slot | None
    planned: list[Memory]

    def memories(self) -> list[Memory]:
        """All that is known, to be read beside what is found."""
        of_slot = (*self.slot.found, *self.slot.changed) if self.slot else ()
        return [*of_slot, *self.planned[:2]]


def known_for(asked: Asked, now: datetime, last: Mention | None) -> Known:
    """What is known before any words are looked at."""
    shelf, person_id, words = asked.shelf, asked.person_id, asked.words
    plain = words.lower()
    asking = slots.asks_for(shelf, person_id, words)
    personal = bool(asked.named) or bool(_MINE.search(plain)) or names_stranger(words)
    personal = personal and not (_GENERAL.search(plain) and not _OWN.search(plain))
    personal = personal or (asking.sure >= slots.CERTAIN and asking.predicate != "none")
    timed = bool(_WHEN.match(plain) or _DAY.match(plain)) or dated.asks_how_long(plain)
    timed = timed or (asking.aspect in ("since", "ago") and asking.aspect_sure >= slots.CERTAIN)
    planned = dated.event(shelf, person_id, words) if timed else []
    slot = None if moods.asks(plain) else slots.answer(shelf, person_id, words, asking, now, last)
    sources = [{m.source for m in given} for given in
               (slot.found if slot else (), slot.changed if slot else (), planned[:1])]  # fmt: skip
    earlier = asking.aspect == "before" or bool(_FIRST.search(plain))
    return Known(Setting(asking, plain, earlier, timed, personal, *sources), slot, planned)


SURE = 0.65
"""How likely the words that answer best must be to answer for them to be told as the answer."""
GUESS = 0.25
"""How likely for them to be told as what comes nearest."""
BESIDES = 0.12
"""How likely a further one must be where several are asked for."""


def _told(asked: Asked, choice: Choice, setting: Setting, now: datetime, *, first: bool) -> Recollection:
    """The person's own words as the answer."""
    shelf, person_id = asked.shelf, asked.person_id
    best = choice.answers[0]
    likely = [a for a, share in zip(choice.answers, choice.shares, strict=True) if share >= BESIDES or a is best]
    if first:
        return Recollection(found=(min(likely, key=lambda a: a.number).memory,))
    if setting.timed:
        return _dated(shelf, person_id, asked.words, [best.memory], now, setting.asking)
    if _WHY.search(setting.plain):
        follows = _what_follows(shelf, person_id, best.memory, asked.before)
        return Recollection(found=(best.memory, *follows), personal=setting.personal)
    several = likely[:4] if setting.asking.aspect in ("list", "count") else [best]
    found = tuple(a.memory for a in sorted(several, key=lambda a: a.number))
    return Recollection(about=asked_about(asked.words), found=found, personal=setting.personal,
                        gist=_how_meant(asked, best, setting))  # fmt: skip


_BE_ON = re.compile(r"^\W*(?:so |and |but )?(?:is|are|am|was|were|do|does|did) ")


def _still_on(shelf: Shelf, person_id: str, words: str, now: datetime) -> Recollection | None:
    """Whether a plan stands on the day a question names, or stands at all."""
    spans = dates.find(words, now)
    if not _BE_ON.match(words.lower()) or not (spans or re.search(r"\bstill (?:on|happening|going)\b", words.lower())):
        return None
    bare = words
    for span in reversed(spans):
        bare = bare[: span.from_] + bare[span.to :]
    found = dated.event(shelf, person_id, re.sub(r"\b(?:still|on|happening|going)\b", " ", bare))
    if not found:
        return None
    best = found[0]
    if best.predicate == "cancelled":
        return Recollection(found=(best,), gist="No, it's off.")
    stands = dated.span_of(shelf, person_id, best, stems(bare))
    if stands is None:
        return None
    agrees = not spans or any(s.start <= stands.start < s.end or stands.start <= s.start < stands.end for s in spans)
    return Recollection(found=(best,), gist=f"{'Yes' if agrees else 'No'}. {dated.gist(bare, stands, now)}")


def _dated(
    shelf: Shelf, person_id: str, words: str, found: Sequence[Memory], now: datetime, asking: Asking
) -> Recollection:
    """The day, then the words it comes from; of what was moved, the day before where that is asked."""
    best = found[0]
    if len(found) > 1 and _EARLIER.search(words.lower()):
        best = found[-1] if _FIRST.search(words.lower()) else found[1]
    if best.predicate == "cancelled":
        return Recollection(found=(best,), changed=tuple(found[1:2]), gist="It's off.")
    span = dated.span_of(shelf, person_id, best, stems(words))
    gist = dated.gist(words, span, now) if span else dated.by_telling(words, best.said_at, now)
    return Recollection(found=(best,), changed=tuple(found[1:2]), gist=gist)


def _what_follows(shelf: Shelf, person_id: str, best: Memory, before: int | None) -> list[Memory]:
    """What was said right after: a reason often follows what it explains."""
    number = int(best.source[1:])
    near = episodes.fetch(shelf, person_id, range(number + 1, number + 4))
    after = [u for n, u in sorted(near.items()) if u.speaker == "person" and (before is None or n < before)]
    close = [u for u in after if u.said_at - best.said_at <= moods.NEAR]
    return [recall.as_memory(u) for u in recall.told(shelf, {u.id: u for u in close}).values()][:1]


def _how_meant(asked: Asked, answer: Answer, setting: Setting) -> str:
    """The sentence that says how words were meant, where they weren't meant as so."""
    if setting.asking.aspect != "whether" or _SAYS_SO.search(setting.plain):
        return ""
    stated = [s for s in beliefs.of_utterances(asked.shelf, asked.person_id, [answer.number]) if s.kind == "fact"]
    unreal = bool(stated) and all(s.modality != "asserted" for s in stated)
    return _HOW_MEANT.get(stated[0].modality, "") if unreal else ""
