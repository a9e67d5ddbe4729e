"""What she does when it is serious: the protocol of `care.txt`, and where somebody is in it.

`step` says what is said for a kind and level; `proceed` goes one turn on from where the talk is. What is
remembered between turns is a kind, a level and times, never words (`State`); who keeps it is `caring`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files

from os1.listening import hearing
from os1.listening.risk import BAR
from os1.memory.episodes import STRETCH
from os1.mind import care_words as words
from os1.mind.moment import Moment
from os1.types import Move, Risk

FOLLOWED = timedelta(days=3)
PATIENCE = 3
"""Turns without an answer for which she stays with it before the talk goes where it goes."""
RANK = {"none": 0, "passive": 1, "active": 2, "imminent": 3}
_LATER = {"me": ("safe.ask_safe", "safe.ask_who", "safe.ask_more"), "other": ("safe.ask_other_now", "safe.ask_you")}
_NO_PLACE = ("eating", "medical")  # kinds for which "are you safe where you are" is the wrong question
STAYED = frozenset(
    "reflect respond agree be_with fragment name affirm wonder_aloud own tease challenge stance connect celebrate "
    "laugh bored quiet repeat ramble long emoji gibberish silence condole opinion advice correct unknown not_told "
    "cannot took_back leave_it remark doubt story joke hello thanks".split()
)
"""Moves that give way while it is serious: all but what was asked to be done or remembered."""
LEAVING = frozenset({"goodbye", "goodnight", "pause"})
WORDS_LONGEST = 160
LONGEST_NAMING = 5  # words; somebody who comes up in a longer answer wasn't named as the answer


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the protocol; `does` is what is published."""

    kind: str
    levels: tuple[str, ...]
    who: str
    parts: tuple[str, ...]
    does: str


@dataclass(frozen=True, slots=True)
class State:
    """Where a stretch of serious talk is. `shown` is the level at which help was last shown, `asked` the part
    of the phrasebook the open question is from, `told_at` when the words came that began it."""

    kind: str
    level: str
    who: str
    told_at: str
    at: str
    shown: str = "none"
    asked: str = ""
    questions: int = 0
    turns: int = 1
    quiet: int = 0
    open: bool = True
    followed: bool = False

    def since(self, now: datetime) -> timedelta:
        return now - datetime.fromisoformat(self.at)


@dataclass(frozen=True, slots=True)
class Doing:
    """What one turn calls for: the parts said, where that leaves the talk, who was named (with a number)."""

    parts: tuple[str, ...]
    state: State
    why: str
    trusted: tuple[str, str] = ("", "")

    @property
    def helps(self) -> bool:
        return any(part.startswith("safe.help") or part == "safe.leaving" for part in self.parts)


@cache
def protocol() -> tuple[Step, ...]:
    """Every row of the protocol, in order."""
    rows = (files("os1.mind") / "care.txt").read_text(encoding="utf-8").splitlines()
    made = []
    for row in rows:
        if row and not row.startswith("#"):
            kind, levels, who, parts, does = (part.strip() for part in row.split("|"))
            made.append(Step(kind, tuple(levels.split(",")), who, tuple(parts.split()), does))
    return tuple(made)


def step(kind: str, level: str, who: str = "me") -> Step:
    """The row for a kind and level."""
    return next(s for s in protocol() if s.kind == kind and level in s.levels and s.who == who)


def proceed(state: State | None, moment: Moment, move: Move, trusted: str = "") -> Doing | None:
    """What the protocol calls for in this turn, or None where it calls for nothing."""
    here = state if state is not None and state.since(moment.now) < STRETCH else None
    moment = _confirmed(moment)
    if moment.heard.risk.level != "none":
        return _told(here, moment)
    if here is None or not (here.open or here.asked):
        return None
    here = replace(here, at=moment.now.isoformat())
    if move.kind in LEAVING:
        leaving = replace(here, open=False, asked="")
        return Doing(("safe.leaving",), leaving, "you were going, and I let you, with the numbers beside you")
    gives_way = move.kind in STAYED or moment.heard.mentions or words.says("help", moment.text)
    return _answered(here, moment, trusted) if gives_way else None


def _confirmed(moment: Moment) -> Moment:
    """After a plain question about danger a yes is danger told, and so is more of it soon after."""
    before = [u.text for u in moment.said if u.speaker == "person"][-1:]
    asked, meant = [kind for kind, _ in moment.moves[-6:]], moment.heard.meaning
    yes = bool(before) and asked[-1:] == ["check"] and words.says("yes", moment.text)
    if moment.heard.risk.level != "none" or "check" not in asked or not (yes or meant.danger >= BAR):
        return moment
    risk = Risk(hearing.listen(before[0]).kind, "active") if yes else Risk(meant.kind, meant.level)
    return replace(moment, heard=replace(moment.heard, risk=risk))


def due(state: State | None, now: datetime) -> str:
    """The part that asks after it: once, in the next stretch of talk, within three days; else ""."""
    if state is None or state.followed or not STRETCH <= state.since(now) <= FOLLOWED:
        return ""
    return f"safe.{state.kind if state.who == 'me' else 'other'}_followed_up"


def _told(here: State | None, moment: Moment) -> Doing:
    """Something serious was said: the first time or nearer than before, or again."""
    risk, now = moment.heard.risk, moment.now.isoformat()
    who = "other" if words.about_other(moment.text, risk.kind) else "me"
    why = "what you said sounded as if somebody could come to harm, and that comes before everything else"
    if here is None or (here.kind, here.who) != (risk.kind, who):
        here = State(risk.kind, risk.level, who, now, now)
    if RANK[risk.level] > RANK[here.shown]:
        parts = step(risk.kind, risk.level, who).parts
        return Doing(parts, replace(here, level=risk.level, at=now, shown=risk.level, asked=parts[-1], open=True,
                                    quiet=0), why)  # fmt: skip
    here = replace(here, at=now, turns=here.turns + 1, open=True, quiet=0, told_at=now)
    again = f"safe.{here.kind}_again" if who == "me" else "safe.other_again"
    asked_for = words.says("help", moment.text) or (risk.level == "imminent" and here.turns % 3 == 0)
    return _ask(here, (again, *(_help_parts(here) if asked_for else ())), why)


def _ask(here: State, parts: tuple[str, ...], why: str) -> Doing:
    """The parts, then the next plain question."""
    later = [q for q in _LATER[here.who] if q != "safe.ask_safe" or here.kind not in _NO_PLACE]
    question = later[min(here.questions, len(later) - 1)]
    return Doing((*parts, question), replace(here, asked=question, questions=here.questions + 1), why)


def _help_parts(here: State) -> tuple[str, ...]:
    return tuple(p for p in step(here.kind, here.level, here.who).parts if p.startswith("safe.help"))


def _answered(here: State, moment: Moment, trusted: str) -> Doing | None:
    """Nothing new that is serious, but the talk isn't past it: an answer, or words she stays with."""
    text, asked = moment.text, here.asked
    if words.says("help", text):
        return Doing(_help_parts(here), here, "you asked whom you could turn to")
    if words.says("mistaken", text):
        return Doing(("safe.mistaken",), replace(here, open=False, asked=""), "I'd heard danger where there was none")
    if words.says("joking", text):
        return Doing(("safe.joking",), replace(here, open=False, asked=""), "you said it was a joke")
    if asked in ("safe.ask_who", "safe.ask_trusted"):
        found = words.named(moment, trusted if asked == "safe.ask_trusted" else "")
        if found[0] and len(text.split()) <= LONGEST_NAMING:
            parts = step("any", "trusted").parts
            parts = parts if found[1] else (*parts[:-1], "safe.ask_number")
            return Doing(parts, replace(here, open=False, asked=parts[-1]),
                         "you named somebody you trust, so I put words together for you to send", found)  # fmt: skip
        if words.says("nobody", text):
            return Doing(("safe.nobody", *_help_parts(here)), replace(here, asked=""),
                         "you said there was nobody, and there is somebody on that line")  # fmt: skip
    if asked == "safe.ask_number":
        number = words.phone_in(text)
        return Doing(("safe.send",), replace(here, asked=""), "you gave me their number", (trusted, number)) if number else None
    answer = words.safety(text, asked)
    if answer == "unsafe":
        level = "imminent" if here.level == "imminent" else "active"
        parts = step("any", "unsafe").parts if here.who == "me" else ("safe.other_again", "safe.help_now", "safe.ask_you")
        parts = tuple("safe.help_medical_now" if here.kind == "medical" and "help" in p else p for p in parts)
        return Doing(parts, replace(here, level=level, shown=level, asked=parts[-1], open=True),
                     "you told me you weren't safe")  # fmt: skip
    if answer == "safe":
        parts = step("any", "safe").parts
        if trusted:
            parts = (*parts[:-1], "safe.ask_trusted")
        question = "" if here.who == "other" or words.says("company", text) else parts[-1]
        parts = parts[:-1] if not question or asked == question else parts
        return Doing(parts, replace(here, open=False, asked=question), "you told me you were safe, and I believe you")
    if asked in ("safe.ask_who", "safe.ask_trusted") and words.says("declines", text):
        return Doing(("safe.declined",), replace(here, asked="", open=False), "you'd rather nobody knew yet")
    if not here.open or here.quiet >= PATIENCE:
        return None
    here = replace(here, quiet=here.quiet + 1)
    why = "you had told me something serious, and I stayed with it"
    return _ask(here, ("safe.stay",), why) if here.quiet % 2 else Doing(("safe.stay",), replace(here, asked=""), why)


def words_to_send(state: State, moment: Moment) -> str:
    """Words for somebody they trust, out of their own."""
    first = words.table()[f"words {'other' if state.who == 'other' else state.kind}"][0]
    theirs = [u.text for u in moment.said if u.speaker == "person" and u.said_at.isoformat() == state.told_at]
    own = " ".join(theirs[-1].split()).replace("“", "'").replace("”", "'") if theirs else ""
    if len(own) > WORDS_LONGEST:
        own = own[:WORDS_LONGEST].rsplit(" ", 1)[0] + "…"
    said = f" This is how I put it: ‘{own}’" if own else ""
    end = "" if not own or own[-1] in ".!?…" else "."
    return f"{first}{said}{end} Could you ring me, or come?"


def slots_for(doing: Doing, moment: Moment, move: Move, filled: Mapping[str, str]) -> Move:
    """The move that carries it."""
    held = {k: v for k, v in move.slots.items() if k not in ("clause", "topic", "fragment", "person", "follow_topic", "follow_when")}
    slots = {**held, **filled, "parts": " ".join(doing.parts), "part": f"{doing.state.kind}_told",
             "serious": f"{doing.state.kind} {doing.state.level} {doing.state.who}"}  # fmt: skip
    asks = any(part.startswith("safe.ask") for part in doing.parts)
    return Move("keep_safe", (doing.why,), (), {k: v for k, v in slots.items() if v}, asks)
