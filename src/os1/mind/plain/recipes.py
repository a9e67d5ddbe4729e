"""What each move is made of: the parts of the phrasebook a reply takes, in order."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from os1.mind.plain.book import book, fill
from os1.mind.stances import PRIVACY, TONGUE
from os1.protocols import Situation
from os1.types import Move


@dataclass(frozen=True, slots=True)
class Ingredient:
    """One sentence or two of a reply: the parts to try, first to last, then the text as it is.

    Parts with "|" between them are tried together. What only `leads` is left out where the next
    takes up the person's words itself.
    """

    parts: tuple[str, ...] = ()
    slots: dict[str, str] = field(default_factory=dict)
    text: str = ""
    leads: bool = False


_ONE = {
    "hello": "hello.body", "how_are_you": "how_are_you.body", "thanks": "thanks.body",
    "apology": "apology.body", "goodbye": "goodbye.body", "goodnight": "goodnight.body",
    "agree": "agree.body", "laugh": "laugh.body", "bored": "bored.body",
    "anger_at_her": "anger_at_her.body", "praise_her": "praise_her.body",
    "love_her": "love_her.body", "real": "real.body", "who": "who.body", "can_do": "can_do.body",
    "listening": "listening.body", "opinion": "opinion.body", "advice": "advice.body",
    "unknown": "unknown.body", "cannot": "cannot.body", "may": "may.body", "knock": "knock.body", "knock_who": "knock.who", "riddle": "riddle.body",
    "selfdoubt": "selfdoubt.body", "regret": "regret.body",
    "nice": "nice.body", "doctor": "doctor.body", "luck": "luck.body", "guess": "guess.body", "send_off": "send_off.body", "of_her": "of_her.body",
    "story": "story.body", "joke": "joke.body",
    "not_told": "not_told.body", "forget_nothing": "forget.nothing",
    "forget_which": "forget.which", "forget_everything": "forget.everything",
    "record_off": "record.off", "record_on": "record.on", "receipt_none": "receipt.none",
    "why_nothing": "receipt.none", "correct": "correct.body", "repeat": "repeat.body",
    "gibberish": "gibberish.body", "emoji": "emoji.body", "long": "long.body",
    "silence": "silence.body", "be_with": "be_with.body", "hush": "hush.body",
    "forget_done": "forget.done", "took_back": "took_back.body", "leave_it": "leave.body",
    "wont": "wont.body", "quiet_on": "quiet.on", "quiet_off": "quiet.off", "people_same": "people.same",
    "people_two": "people.two", "ask_which": "ask.which", "people_unknown": "people.unknown",
    "noted": "noted.body", "ramble": "ramble.body", "clarify": "unknown.body",
    "not_kept": "record.aside", "complaint": "complaint.body", "tested": "tested.body",
    "doubt": "doubt.body", "pause": "pause.body", "taste": "taste.body", "wonder": "wonder.body",
    "fragment": "fragment.body", "quiet": "quiet.body", "remark": "remark.body",
    "tuned": "tuned.body", "renamed": "renamed.body", "voice_kept": "voice.body", "mood": "mood.body",
    "sounded_wrong": "sounded.wrong", "sounded_nothing": "sounded.nothing", "sounded_told": "sounded.told",
    "sounding_off": "sounding.off", "sounding_on": "sounding.on",
}  # fmt: skip
_NUMBERS = frozenset(
    "two three four five six seven eight nine ten eleven twelve first last".split()
)


def ingredients(move: Move, situation: Situation) -> list[Ingredient]:
    """The ingredients of a reply to this move; what it must end with comes last."""
    ends = move.slots.get("ends", "").split()
    return [*_body(move, situation), *(Ingredient((part,)) for part in ends)]


def _body(move: Move, situation: Situation) -> list[Ingredient]:
    kind = move.kind
    if "at" in move.slots and "parts" not in move.slots and kind not in ("met", "connect"):
        return _situated(move)
    if kind in _COMPOSED:
        return _COMPOSED[kind](move, situation)
    first = [Ingredient((_ONE[kind],), _topic_of(move, kind))]
    if kind == "hello" and "follow_topic" in move.slots:
        return [*first, _follow_up(move)]
    if kind == "taste" and "liked" in move.slots:
        return [Ingredient(("liked.body",))]
    if kind == "real" and "life" in move.slots:
        return [Ingredient(("life.body", "real.body"))]
    return first


def _situated(move: Move) -> list[Ingredient]:
    """The words of the situation, or of one as near; then its own question, where one is asked."""
    lead = f"{move.kind}.body" if move.kind in ("celebrate", "condole") else ""
    made = [Ingredient((lead,))] if lead else []
    made.append(Ingredient((*_at(move), _ONE.get(move.kind, "listen")), {"beside": lead} if lead else {}))
    return [*made, Ingredient(tuple(f"{part}.ask" for part in _at(move)))] if move.asks else made


def _at(move: Move) -> list[str]:
    """The parts written for the situation, or for one as near."""
    keys = [move.slots["at"], *move.slots["beside"].split()] if "at" in move.slots else []
    return [f"at.{key}" for key in keys]


def _topic_of(move: Move, kind: str) -> dict[str, str]:
    """The words a piece may say back: for not_told, what was asked about."""
    if kind == "not_told":
        return {"topic": move.slots["about"]} if move.slots.get("about") else {}
    return {}


def _met(move: Move, situation: Situation) -> list[Ingredient]:
    told, name = move.slots.get("clause", ""), move.slots.get("name", "")
    only_the_name = not told or name.lower() in told.lower().split()
    rest = [Ingredient(tuple(_at(move)))] if "at" in move.slots else [] if only_the_name else [Ingredient(("reflect.bare",))]
    return [Ingredient(("met.body",), text=f"Hello, {name}." if name else ""), *rest]


def _told(move: Move, situation: Situation) -> list[Ingredient]:
    """Say back what was said, where that can be done, or listen; then, where the plan asks, one question."""
    first = () if move.asks or "follow_topic" in move.slots else ("mirror",)
    made = [Ingredient((*first, "reflect.bare|listen", "react|reflect.stay"))]
    if "follow_topic" in move.slots:
        return [*made, _follow_up(move)]
    return [*made, _question(move)] if move.asks else made


def _responded(move: Move, situation: Situation) -> list[Ingredient]:
    """What one says right after hearing it: the last thing named, or a listener's word."""
    return [Ingredient(("mirror", "listen", "react|reflect.stay"))]


def _beside(part: str) -> Callable[[Move, Situation], list[Ingredient]]:
    """A sound of having heard, then a piece of a kind of its own."""

    def made(move: Move, situation: Situation) -> list[Ingredient]:
        return [Ingredient(("reflect.bare|listen",), leads=True), Ingredient((part, "reflect.stay"))]

    return made


def _question(move: Move) -> Ingredient:
    if "bad" in move.slots and move.slots.get("valence") == "low":
        suffers = "person" in move.slots and move.slots["bad"] == "news"
        return Ingredient((*(("ask.bad_person",) if suffers else ()), "ask.bad|listen.ask"))
    if "person" in move.slots and "new" in move.slots:  # just introduced: then one asks who it is
        return Ingredient(("ask.person", "ask.open"))
    if _worth_asking(move.slots.get("topic", "")):
        return Ingredient(("ask|ask.topic", "ask.open"))
    return Ingredient(("ask|listen.ask", "ask.open"))


def _worth_asking(topic: str) -> bool:
    """Whether a topic is a thing of theirs one can ask about: definite, and no mere number."""
    return topic.startswith("your ") and not any(word in topic.split() for word in _NUMBERS)


def _celebrate(move: Move, situation: Situation) -> list[Ingredient]:
    """Gladness, with the detail of it rather than more of it."""
    made = [Ingredient(("celebrate.body",))]
    return [*made, Ingredient(("celebrate.ask|listen.ask", "ask.open"))] if move.asks else made


def _be_with(move: Move, situation: Situation) -> list[Ingredient]:
    return [Ingredient(("reflect.bare",)), Ingredient(("be_with.body", "reflect.stay"))]


def _connect(move: Move, situation: Situation) -> list[Ingredient]:
    return [Ingredient((*_at(move), "reflect.bare")), _quote(move, 0, ("connect.lead",))]


def _condole(move: Move, situation: Situation) -> list[Ingredient]:
    """Sorrow, with their words where they make a clause."""
    first = ("condole.told", "condole.body") if "clause" in move.slots else ("condole.body",)
    return [Ingredient(first), Ingredient(("condole.stay",))]


def _follow_up(move: Move) -> Ingredient:
    slots = {"topic": move.slots["follow_topic"], "when": move.slots["follow_when"]}
    return Ingredient(("follow_up.ask",), slots)


def _recalled(move: Move, situation: Situation | None = None) -> list[Ingredient]:
    """The remembered words, oldest first; what they replaced comes before."""
    made: list[Ingredient] = []
    if "gist" in move.slots:  # the answer first, then the words it rests on
        made.append(Ingredient(text=move.slots["gist"]))
    for n in range(9):
        if f"changedquote{n}" in move.slots and not made:
            made.append(_quote(move, n, ("recall.lead",), "changed"))
    changed = bool(made) and "gist" not in move.slots
    for n in range(9):
        if f"quote{n}" not in move.slots:
            break
        if f"back{n}" in move.slots:
            made.append(_quote(move, n, ("recall.back",)))
        elif changed:
            made.append(_quote(move, n, ("recall.changed", "recall.more")))
        else:
            made.append(_quote(move, n, ("recall.more",) if n else ("recall.lead",)))
    if "more" in move.slots:
        made.append(Ingredient(("recall.rest",)))
    return made


def _near(move: Move, situation: Situation) -> list[Ingredient]:
    """What may be meant, said to be no more than that."""
    rest = [_quote(move, n, ("recall.more",)) for n in range(1, 9) if f"quote{n}" in move.slots]
    gist = [Ingredient(text=move.slots["gist"])] if "gist" in move.slots else []
    return [Ingredient(("recall.near",)), _quote(move, 0, ("recall.nearest",)), *rest, *gist]


def _quote(move: Move, n: int, parts: tuple[str, ...], prefix: str = "") -> Ingredient:
    """A remembered sentence; where every piece has been used, its day and its words alone."""
    when, words = move.slots[f"{prefix}when{n}"], move.slots[f"{prefix}quote{n}"]
    bare = f"{when[:1].upper()}{when[1:]}: {words}"
    return Ingredient((*parts, "recall.more", "recall.lead"), {"when": when, "quote": words}, bare)


def _recall_day(move: Move, situation: Situation) -> list[Ingredient]:
    day = {"when": move.slots["day"]} if "day" in move.slots else {"when": "lately"}
    quotes = [Ingredient(text=move.slots[f"quote{n}"]) for n in range(9) if f"quote{n}" in move.slots]
    return [Ingredient(("recall.day",), day), *quotes]


def _forgot(move: Move, situation: Situation) -> list[Ingredient]:
    made = [Ingredient(("forget.done",)), Ingredient(text=move.slots["went"])]
    if "kept_backups" in move.slots:
        made.append(Ingredient(("forget.backups",)))
    return made


def _safe(move: Move, situation: Situation) -> list[Ingredient]:
    """What care asks for, part by part; what must be said is said though every piece has been used."""
    slots = {"help": "the emergency number where you are", "emergency": "112", **move.slots}
    kind, _, when = slots["part"].rpartition("_")
    usual = f"safe.{slots['part']} safe.help safe.ask_{kind if when == 'told' else 'now'}"
    made = []
    for part in slots.get("parts", usual).split():
        if part == "words":
            made.append(Ingredient(text=slots["words"]))
            continue
        must = part.startswith(("safe.help", "safe.ask")) or part.endswith("_now")
        text = fill(book()[part][0], slots) if must else ""
        made.append(Ingredient((part,) if must else (part, "safe.stay"), slots, text))
    return made


def _why(move: Move, situation: Situation) -> list[Ingredient]:
    told = move.slots["reasons"]
    if any(told in each.text for each in situation.said if each.speaker == "samantha"):
        told = f"As before: {told[:1].lower()}{told[1:]}"
    return [Ingredient(("why.lead",)), Ingredient(text=told)]


def _stance(move: Move, situation: Situation) -> list[Ingredient]:
    if move.slots["stance"] == TONGUE:
        return [Ingredient(("tongue.away" if "host" in move.slots else "tongue.here" if "mind" in move.slots else "tongue.none",))]
    if move.slots["stance"] == PRIVACY and "host" in move.slots:
        return [Ingredient(("privacy.away",))]
    return [Ingredient((f"stance.{move.slots['stance']}",)), *([Ingredient(("software.tag",))] if "software" in move.slots else [])]


def _skill(move: Move, situation: Situation) -> list[Ingredient]:
    return [Ingredient(text=move.slots["answer"])]


def _greet_first(move: Move, situation: Situation) -> list[Ingredient]:
    slots = {"her": situation.persona.name}
    last = "greet.mind" if {"topic", "clause"} & move.slots.keys() else "greet.ask"
    return [
        Ingredient(("greet.first",), slots),
        Ingredient(("greet.honest",), slots),
        Ingredient((last, "greet.ask"), slots),
    ]


def _greet_back(move: Move, situation: Situation) -> list[Ingredient]:
    made = [Ingredient(("greet.back",))]
    if "follow_topic" in move.slots:
        return [*made, _follow_up(move)]
    if "when" in move.slots:
        made.append(Ingredient(("greet.recall",)))
    return made


_COMPOSED = {
    "met": _met, "condole": _condole, "respond": _responded,
    "name": _beside("name"), "affirm": _beside("affirm"), "wonder_aloud": _beside("wonder"), "own": _beside("own"),
    "sounded": _responded, "tease": _beside("tease"), "challenge": _beside("challenge"), "outward": _beside("outward"), "stance": _stance,
    "check": lambda move, _: [Ingredient((move.slots["part"],))],
    "reflect": _told, "celebrate": _celebrate, "be_with": _be_with,
    "connect": _connect, "recall": _recalled, "recall_one": _recalled, "recall_near": _near, "recall_day": _recall_day,
    "recall_when": lambda move, _: [_quote(move, 0, ("recall.when",))], "forget_done": _forgot, "keep_safe": _safe, "why": _why,
    "skill": _skill, "greet_first": _greet_first, "greet_back": _greet_back,
}  # fmt: skip


def one_question(clauses: list[str]) -> list[str]:
    """At most one question a reply: of several sentences that ask, only the last is kept."""
    asking = [n for n, clause in enumerate(clauses) if _asks(clause)]
    return [clause for n, clause in enumerate(clauses) if n not in asking[:-1]]


def _asks(clause: str) -> bool:
    return "?" in re.sub(r"“[^”]*”", "", clause)
