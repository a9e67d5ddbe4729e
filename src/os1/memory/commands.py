"""What a person commands: forget, go off the record, come back on it, sound otherwise, be called otherwise."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from os1.listening import requests
from os1.listening.segments import sentences
from os1.listening.spoken_dates import say_when
from os1.memory import episodes, forgetting, people, recall, wishes
from os1.memory.episodes import Shelf
from os1.memory.forgetting import Forgotten
from os1.memory.wording import key_words, shorten, stem, stems
from os1.store import search, settings, tuning
from os1.types import Mention, Move

PREFIXES = ("forget.", "record.", "quiet.", "people.", tuning.PREFIX)
RECALLING = ("recall", "recall_one", "recall_day", "recall_when", "connect")
_NUMBERS = tuple("nothing one two three four five six seven eight nine ten".split())


@dataclass(frozen=True, slots=True)
class Done:
    """What a command did: slots for the plan, what was forgotten, where the record is put."""

    slots: dict[str, str] = field(default_factory=dict)
    forgot: Forgotten | None = None
    record: bool | None = None


def command_in(text: str, her: str = "") -> str:
    """The intent of a command on memory or on her (`her` is what she is called), or ""."""
    asked = requests.read(requests.as_addressed(text, her))
    intent = asked[0].intent if asked else ""
    if intent.startswith(tuning.PREFIX) and len(sentences(text)) > 1:
        return ""  # the rest is told her, and to be remembered
    return intent if intent.startswith(PREFIXES) else ""


def is_wish(command: str) -> bool:
    """Whether a command is a wish to forget that says what."""
    return command.startswith("forget.") and command != "forget.which"


def teaches(command: str) -> bool:
    """Whether a command tells her how to go about what she knows, and so is no news of a life."""
    return command in wishes.INTENTS or command.startswith(tuning.PREFIX)


def do(
    shelf: Shelf,
    person_id: str,
    text: str,
    before: int | None,
    cited: Move,
    now: datetime,
    last: Mention | None,
) -> Done:
    """Do what is commanded; an empty Done where nothing is, or where she has to ask back."""
    asked = requests.read(requests.as_addressed(text, settings.her_name(shelf.database, person_id)))
    intent = asked[0].intent if asked else ""
    if intent.startswith(tuning.PREFIX):
        return Done(tuning.do(shelf.database, person_id, asked[0]))
    if intent == "record.off":
        why = "you wanted this off the record, so nothing of it is kept until you say otherwise"
        return Done({"kind": "record_off", "why": why}, record=False)
    if intent == "record.on":
        return Done({"kind": "record_on", "why": "you're back on the record"}, record=True)
    if intent == "forget.last":
        return _forget(shelf, person_id, _that(shelf, person_id, before, cited), (), now)
    if intent == "forget.about":
        which, names = about(shelf, person_id, asked[0].slots.get("about", ""), last)
        return _forget(shelf, person_id, which, names, now)
    if intent in wishes.INTENTS:
        return Done(wishes.do(shelf, person_id, asked[0], last))
    if intent == "forget.every_word":
        return _every_word(shelf, person_id)
    return Done()


def _that(shelf: Shelf, person_id: str, before: int | None, cited: Move) -> dict[int, Sequence[int] | None]:
    """What "that" means: what she has just recalled, else what the person said last."""
    if cited.kind in RECALLING and cited.memories:
        shown = [recall.show(shelf, person_id, each) for each in cited.memories]
        return {int(m.source[1:]): None for m in shown if m}
    recent = episodes.latest(shelf, person_id, 12, before=before, speaker="person")
    if not recent:
        return {}
    told = recall.told(shelf, {u.id: u for u in recent})
    return {max(told) if told else recent[-1].id: None}


def about(
    shelf: Shelf, person_id: str, words: str, last: Mention | None = None
) -> tuple[dict[int, Sequence[int] | None], list[str]]:
    """The utterances and sentences about somebody or something, and the names they go by."""
    if not words:
        return {}, []
    meant = people.resolve(people.everyone(shelf, person_id), words, last)
    if not meant and len(words.split()) >= MANY:
        return _said_like(shelf, person_id, words), []
    names = [e.name for e in meant if e.name] or ([] if meant else [_bare(words)])
    which: dict[int, set[int]] = {}
    if meant:
        for number, parts in episodes.with_mention(shelf, person_id, [e.id for e in meant]).items():
            which.setdefault(number, set()).update(parts)
    for name in names:
        for number, hits in _sentences_with(shelf, person_id, name).items():
            which.setdefault(number, set()).update(hits)
    return {number: sorted(parts) for number, parts in which.items()}, names


MANY = 4
LIKE = 0.6  # share of the words of a remark to be forgotten that it must hold
_SAID = re.compile(r"^(?:i(?:'ve)? )?(?:said|told you|mentioned|say)(?: that)? ", re.IGNORECASE)


def _said_like(shelf: Shelf, person_id: str, words: str) -> dict[int, Sequence[int] | None]:
    """The one sentence that a whole remark names; none where none is like enough: what goes is gone."""
    bare = _SAID.sub("", words)
    wanted = set(re.findall(r"[\w']+", bare.lower()))
    best: tuple[float, int, int] = (0.0, 0, 0)
    for memory in recall.search(shelf, person_id, bare, most=8):
        number = int(memory.source[1:])
        kept = episodes.fetch(shelf, person_id, [number])[number]
        for at, sentence in enumerate(sentences(kept.text)):
            held = set(re.findall(r"[\w']+", sentence.text.lower()))
            best = max(best, (len(wanted & held) / len(wanted), number, at))
    return {best[1]: [best[2]]} if best[0] >= LIKE else {}


def _bare(words: str) -> str:
    for lead in ("my ", "the ", "a ", "that ", "our "):
        if words.lower().startswith(lead):
            return words[len(lead) :]
    return words


def _sentences_with(shelf: Shelf, person_id: str, words: str) -> dict[int, set[int]]:
    """Sentences that hold all of these words, in any of their forms."""
    wanted = {stem(word) for word in key_words(words)} or {words.lower()}
    with shelf.database.read() as connection:
        found = search.holding_all(connection, key_words(words) or [words])
    kept = episodes.fetch(shelf, person_id, found)
    which: dict[int, set[int]] = {}
    for number, said in kept.items():
        parts = [s.text for s in sentences(said.text)]
        hit = {n for n, part in enumerate(parts) if wanted <= stems(part)}
        which[number] = hit or set(range(max(1, len(parts))))
    return which


def _forget(
    shelf: Shelf,
    person_id: str,
    which: dict[int, Sequence[int] | None],
    names: Sequence[str],
    now: datetime,
) -> Done:
    kept = episodes.fetch(shelf, person_id, which)
    if not kept:
        why = "you asked me to forget something, and there was nothing of it to forget"
        return Done({"kind": "forget_nothing", "why": why})
    days = list(dict.fromkeys(say_when(said.said_at, now) for said in kept.values()))
    gone = forgetting.forget(shelf, person_id, dict(which), names)
    slots = {
        "kind": "forget_done",
        "why": "you asked me to forget it, and it's yours to decide",
        "count": _count(len(gone.ids)),
        "went": _went(gone, days),
    }
    return Done(slots, forgot=gone)


def _went(gone: Forgotten, days: Sequence[str]) -> str:
    """One sentence that says what went, so that the person can be sure of it."""
    if len(gone.words) == 1:
        return f"It was this, from {_said(days)}: “{shorten(gone.words[0])}”"
    return f"They were from {_said(days)}."


def _said(days: Sequence[str]) -> str:
    bare = [day.removeprefix("on ") for day in days]
    if len(bare) > 4:
        return f"{bare[0]}, {bare[1]} and other times up to {bare[-1]}"
    return " and ".join(filter(None, (", ".join(bare[:-1]), bare[-1])))


def _count(number: int) -> str:
    word = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    return f"{word} thing{'s' if number != 1 else ''}"


def _every_word(shelf: Shelf, person_id: str) -> Done:
    everything = forgetting.everything(shelf, person_id)
    why = "you asked me to forget every word"
    slots = {"kind": "forget_done", "why": why, "count": _count(len(everything.ids)),
             "went": "That was everything you ever told me."}  # fmt: skip
    return Done(slots, forgot=everything)
