"""A question out of the person's own life: which of what they told answers it, or that nothing does.

Slots first: what a statement says is current. Then days and feelings, then the words themselves by
recall, and only where they hold what the kind of question asks for and are about whom it names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

from os1.listening import dates, reading
from os1.listening.asking import Asking
from os1.listening.assertions import clauses
from os1.listening.names import RELATIONS, same_relation
from os1.listening.segments import sentences
from os1.memory import beliefs, dated, episodes, likely, moods, people, recall, slots
from os1.memory.answering import Recollection
from os1.memory.bearing import ASKS_WORK, LOOKED_AT, TOLD_ASIDE, WORK, Asked, names_stranger
from os1.memory.episodes import Shelf
from os1.memory.slot_rules import GROUND
from os1.memory.wording import asked_about, key_words, stem, stems
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
_TIME = re.compile(r"\b(?:\d{1,2}(?::\d\d|\.\d\d)?\s?(?:am|pm)|\d{1,2}:\d\d|half past|quarter|noon|"
                   r"midnight|o'clock)\b", re.IGNORECASE)  # fmt: skip
_NUMBER = re.compile(r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
                     r"twenty|thirty|forty|fifty|hundred|dozen|couple|both|twice|once)\b")  # fmt: skip
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
    asked = Asked(shelf, person_id, words, before)
    personal = bool(asked.named) or bool(_MINE.search(plain)) or names_stranger(words)
    personal = personal and not (_GENERAL.search(plain) and not _OWN.search(plain))
    asking = slots.asks_for(shelf, person_id, words)
    personal = personal or (asking.sure >= slots.CERTAIN and asking.predicate != "none")
    timed = bool(_WHEN.match(plain) or _DAY.match(plain)) or dated.asks_how_long(plain)
    standing = _still_on(shelf, person_id, words, now)
    if standing:
        return standing
    if timed and (planned := dated.event(shelf, person_id, words)):
        return _dated(shelf, person_id, words, planned, now, asking)
    felt = moods.asks(plain)
    slot = None if felt else slots.answer(shelf, person_id, words, asking, now, last)
    if slot:
        return Recollection(found=slot.found, changed=slot.changed, gist=slot.gist)
    about = asked_about(words)
    held = _fitting(shelf, person_id, plain, asked.found[:LOOKED_AT])
    sure = {m.id for m in asked.bearing()}
    fitting = [m for m in held if m.id in sure]
    if felt:
        told = moods.answer(shelf, person_id, words, fitting or held[:4], now, before)
        return Recollection(about=about, found=tuple(told), personal=True)
    if not fitting and ASKS_WORK.search(plain):
        fitting = _work(shelf, person_id, before)
    fitting, gist = _meant(shelf, person_id, plain, fitting, asking)
    by_name = any(name.lower() in plain for e in asked.named for name in e.names)
    of_slot = by_name and asking.sure >= slots.CERTAIN and asking.predicate not in (*slots.LOOSE, "age")
    if of_slot and not asked.wanted - GROUND:
        fitting, held = [], []  # what somebody does or likes was asked, and nothing says it
    fair = personal and not asked.strangers
    may_be = partial(_may_be_of, "" if of_slot else plain, asked)
    if not aside and not ASKS_WORK.search(plain):
        surely = likely.answer(asked, now, last, may_be) if fair else None
        if surely and _comes_before(surely, plain, fitting):
            return surely
        fitting = [] if fitting and likely.held_back(asked, now, last, fitting[:3]) else fitting
    if not fitting:
        return likely.answer(asked, now, last, may_be) if fair else Recollection(about, personal=personal)
    if aside and aside["which"] == "first":
        return Recollection(found=(min(fitting, key=lambda m: int(m.source[1:])),))
    best, changed = _newest_of_the_best(plain, fitting)
    if timed:
        return _dated(shelf, person_id, words, [best, *changed], now, asking)
    follows = _what_follows(shelf, person_id, best, before) if _WHY.search(plain) else []
    return Recollection(about, (best, *follows), () if follows else changed, personal=personal, gist=gist)


def _comes_before(surely: Recollection, plain: str, fitting: Sequence[Memory]) -> bool:
    """Whether what was read surely answers, and isn't what the rules put first anyway."""
    if not surely.found or surely.unsure or _WHY.search(plain):
        return False
    return surely.found[0].source not in {m.source for m in fitting[:1]}


def _fitting(shelf: Shelf, person_id: str, plain: str, found: Sequence[Memory]) -> list[Memory]:
    """What was found that holds the kind of thing asked for, of nobody else, and not outdated."""
    strange = _strange_relations(shelf, person_id, plain)
    kept = [m for m in found if _answers(plain, m) and (not strange or strange & _relations(m.quote.lower()))]
    if _OWN.search(plain) and not people.named_in(people.circle(shelf, person_id), plain):
        kept = [m for m in kept if not _of_others(m.quote)]
    return _not_outdated(shelf, person_id, kept)


def _work(shelf: Shelf, person_id: str, before: int | None) -> list[Memory]:
    """What tells what the person works at."""
    told = Asked(shelf, person_id, "my job is what I work at: I write, I teach, I make", before).found
    return [m for m in told if WORK.search(m.quote) and not _of_others(m.quote)][:1]


def _may_be_of(plain: str, asked: Asked, memory: Memory) -> bool:
    """Whether a remark can be about whom a question names: them, or the person where it says "I"; none
    can where there is no question."""
    if not plain:
        return False
    if asked.named:
        return int(memory.source[1:]) in asked.mentioned
    if _relations(plain):
        return False
    return not (_OWN.search(plain) and _of_others(memory.quote))


def _of_others(text: str) -> bool:
    """Whether all that is said is said of somebody else: "my sister takes size 38"."""
    subjects = [
        clause.subject.lower()
        for sentence in sentences(text)
        for clause in clauses(sentence.text, reading.read(sentence.text))
    ]
    return bool(subjects) and all(_OTHERS.match(each) for each in subjects)


_OTHERS = re.compile(
    rf"(?:he|she|they|who)$|(?:my|our|his|her|their) (?:[\w-]+ ){{0,2}}(?:{'|'.join(sorted(RELATIONS))})\b"
    rf"|(?:{'|'.join(sorted(RELATIONS))})\b"
)


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
    gist = dated.gist(words, span, now) if span else ""
    return Recollection(found=(best,), changed=tuple(found[1:2]), gist=gist)


def _what_follows(shelf: Shelf, person_id: str, best: Memory, before: int | None) -> list[Memory]:
    """What was said right after: a reason often follows what it explains."""
    number = int(best.source[1:])
    near = episodes.fetch(shelf, person_id, range(number + 1, number + 4))
    after = [u for n, u in sorted(near.items()) if u.speaker == "person" and (before is None or n < before)]
    close = [u for u in after if u.said_at - best.said_at <= moods.NEAR]
    return [recall.as_memory(u) for u in recall.told(shelf, {u.id: u for u in close}).values()][:1]


def _meant(
    shelf: Shelf, person_id: str, plain: str, fitting: list[Memory], asking: Asking
) -> tuple[list[Memory], str]:
    """Without what was told of somebody else, and without what was never meant as so, unless the
    question names it; then the sentence that says how it was meant."""
    numbers = [int(m.source[1:]) for m in fitting]
    said: dict[str, list[Memory]] = {}
    for each in beliefs.of_utterances(shelf, person_id, numbers):
        if each.kind == "fact":
            said.setdefault(each.source, []).append(each)
    own = slots.asks_of_self(shelf, person_id, plain, asking)
    kept: list[Memory] = []
    gist = ""
    for memory in fitting:
        stated = said.get(memory.source, [])
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


def _strange_relations(shelf: Shelf, person_id: str, plain: str) -> set[str]:
    """The relations a question names, where nobody known has any of them."""
    asked = _relations(plain)
    if not asked:
        return asked
    known = {same_relation(e.relation) for e in people.everyone(shelf, person_id) if e.relation}
    return set() if asked & known else asked


def _relations(plain: str) -> set[str]:
    """The relations that stand in small-letter words, each by its usual name."""
    return {same_relation(w) for w in re.findall(r"[\w-]+", re.sub(r"'s\b", "", plain)) if w in RELATIONS}


def _not_outdated(shelf: Shelf, person_id: str, found: list[Memory]) -> list[Memory]:
    """Without the words that later words replaced, where all that followed from them was replaced."""
    numbers = [int(m.source[1:]) for m in found]
    said = [s for s in beliefs.of_utterances(shelf, person_id, numbers) if s.kind != "feeling"]
    replaced = {s.source for s in said if s.replaced} - {s.source for s in said if not s.replaced}
    return [m for m in found if m.source not in replaced]


def _newest_of_the_best(plain: str, fitting: list[Memory]) -> tuple[Memory, tuple[Memory, ...]]:
    """What was said last among the remarks that answer, and what it replaced."""
    asked = {stem(word) for word in key_words(plain)}
    top = fitting[0]
    same = [m for m in fitting if len(asked & stems(m.quote)) >= len(asked & stems(top.quote))
            or m.score >= top.score - 1.0]  # fmt: skip
    newest = max(same, key=lambda m: int(m.source[1:]))
    older = [m for m in same if int(m.source[1:]) < int(newest.source[1:]) and
             re.match(r"\W*(?:\w+ )?(?:when|what time|what day|where|how (?:many|old))", plain)]  # fmt: skip
    return newest, tuple(sorted(older, key=lambda m: int(m.source[1:]))[-1:])


def _answers(plain: str, memory: Memory) -> bool:
    """Whether a memory holds the kind of thing a question asks for."""
    text = memory.quote
    if _WHEN.match(plain) and not re.search(r"\b(?:was|were|did|had|has|have)\b", plain):
        return bool(dates.find(text, memory.said_at)) or bool(_TIME.search(text))
    if re.match(r"\W*(?:\w+ )?where\b", plain):
        return bool(re.search(r"\b(?:in|at|to|on|near|by|under|behind|into|from|inside)\b (?:\w+)", text))
    if re.search(r"\bhow old\b", plain):
        return bool(re.search(r"(?:\b(?:is|am|was|turn\w*|aged?|old)|'s|'m)\b", text.lower())
                    and _NUMBER.search(text.lower()))  # fmt: skip
    if re.match(r"\W*(?:\w+ )?how (?:many|much|long)\b", plain):
        return bool(_NUMBER.search(text.lower()))
    if re.match(r"\W*(?:\w+ )?(?:what(?:'s| is| was) .*\b(?:name|called)\b)", plain):
        return bool(re.search(r"(?<!^)(?<![.!?] )\b[A-Z]\w+", text)) or "called" in text.lower()
    return True
