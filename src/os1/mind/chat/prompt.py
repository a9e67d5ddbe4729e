"""The prompt is the plan: who she is, what she means to do and why, the few memories that matter, the talk.

What never changes stands first, so that a server can keep it; then the talk as it was; then notes for
this one reply, with the person's words last. All of it fits a budget, however much is remembered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Any

from os1.listening.requests import straight
from os1.listening.spoken_dates import hour_of_day, say_when
from os1.memory.wording import shorten
from os1.mind.chat.guard import Bounds, runs
from os1.mind.chat.support import in_figures
from os1.mind.moment import Moment
from os1.mind.stances import PRIVACY, TONGUE
from os1.types import Memory, Move, Persona, Utterance

BUDGET = 1_350
"""Tokens, as `tokens` counts them, that a prompt has at most; a little under what was promised."""
PER_TOKEN = 3.6  # characters of everyday English, on the low side
LONGEST_SAID, LONGEST_BEFORE, LONGEST_PLAIN = 1_800, 420, 500
MEMORIES, TURNS, LEAN_TURNS = 7, 10, 2
FRESH_TALK = timedelta(hours=3)
_CARRIED = "Keep what that says, and every name, figure and date in it."
TONES: Mapping[str, str] = {
    "warm": "You sound warm, as you came.",
    "playful": "They asked you to be playful: lighter, quicker, more teasing, never at the wrong moment.",
    "quiet": "They asked you to be quiet: fewer words, fewer questions, more room.",
    "formal": "They asked you to be formal: full sentences, no slang, no contractions, still kind.",
}


@dataclass(frozen=True, slots=True)
class Way:
    """How a move is handed on: "free", "carry" or "world", how many sentences, and what is told of it."""

    hand: str
    sentences: int
    told: str


@dataclass(frozen=True, slots=True)
class Brief:
    """What the words are to be found for: the move, the moment, what the plain mind would say, and
    what bears on it out of memory."""

    move: Move
    moment: Moment
    plain: str
    memories: tuple[Memory, ...] = ()
    quiet: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is sent. `known` is what may be taken as said by the person, `bounds` what the reply may do."""

    system: str
    messages: tuple[Mapping[str, Any], ...]
    known: tuple[str, ...]
    bounds: Bounds

    @property
    def rows(self) -> list[dict[str, Any]]:
        """All of it as messages, the system's first."""
        return [{"role": "system", "content": self.system}, *map(dict, self.messages)]

    @property
    def tokens(self) -> int:
        """About how many tokens it has."""
        return tokens(self.system) + sum(tokens(m["content"]) + 4 for m in self.messages)


@lru_cache(maxsize=1)
def ways() -> Mapping[str, Way]:
    """The moves a model may find words for."""
    found = {}
    for line in files("os1.mind").joinpath("chat/moves.txt").read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            kind, hand, told = (part.strip() for part in line.split("|"))
            name, count = hand.split()
            found[kind] = Way(name, int(count), told)
    return found


def speaks(move: Move) -> bool:
    """Whether a model may find the words for this move; what is grave or was done is said by the house."""
    return move.kind in ways() and "unquoted" not in move.slots and move.slots.get("stance") not in (PRIVACY, TONGUE)


def tokens(text: str) -> int:
    """About how many tokens a text has; too many rather than too few."""
    return int(len(text) / PER_TOKEN) + 1


def compose(brief: Brief, *, lean: bool = False) -> Prompt:
    """The prompt for a reply; a lean one has next to no talk and memories, for a model with little room."""
    moment, way = brief.moment, ways()[brief.move.kind]
    system = system_of(moment.persona)
    bounds = _bounds(brief, way, system)
    memories = brief.memories[: 2 if lean else MEMORIES]
    before = before_now(moment, brief.quiet, LEAN_TURNS if lean else TURNS)
    while True:
        messages = _messages(before, _notes(brief, way, memories), moment)
        sent = Prompt(system, messages, _known(moment, memories, before), bounds)
        if sent.tokens <= BUDGET or not (before or memories):
            return sent
        if len(before) > 2 or not memories:
            before = before[2:]
        else:
            memories = memories[:-1]


def system_of(persona: Persona) -> str:
    """Who she is, as every prompt begins."""
    return _system(persona.name, persona.tone)


@lru_cache(maxsize=8)
def _system(her: str, tone: str) -> str:
    text = files("os1.mind").joinpath("chat/persona.txt").read_text("utf-8").strip()
    return text.replace("{her}", her).replace("{tone}", TONES[tone])


def before_now(moment: Moment, quiet: Sequence[str] = (), most: int = TURNS) -> list[Utterance]:
    """The talk just before, oldest first, beginning with the person: without what isn't to be brought up, and what was
    said off the record only while still off it, and to nobody elsewhere."""
    aside = not moment.on_record and not moment.host
    named = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in quiet) or r"(?!)", re.IGNORECASE)
    near = [
        u for u in moment.said
        if u.text and u.speaker != "other" and moment.now - u.said_at < FRESH_TALK and (u.id or aside) and not named.search(u.text)
    ][-most:]  # fmt: skip
    while near and near[0].speaker != "person":
        near = near[1:]
    return near


def _messages(before: Sequence[Utterance], notes: str, moment: Moment) -> tuple[Mapping[str, Any], ...]:
    rows: list[dict[str, Any]] = []
    for said in before:
        role = "user" if said.speaker == "person" else "assistant"
        if rows and rows[-1]["role"] == role:
            rows[-1]["content"] += "\n" + shorten(said.text, LONGEST_BEFORE)
        else:
            rows.append({"role": role, "content": shorten(said.text, LONGEST_BEFORE)})
    if rows and rows[-1]["role"] == "user":
        rows.append({"role": "assistant", "content": "…"})
    words = moment.text if len(moment.text) <= LONGEST_SAID else _ends(moment.text)
    return (*rows, {"role": "user", "content": f"[{notes}]\n\n{words}"})


def _ends(text: str) -> str:
    """The beginning and the end of a very long text."""
    half = LONGEST_SAID // 2
    return f"{text[:half]} […] {text[-half:]}"


def _notes(brief: Brief, way: Way, memories: Sequence[Memory]) -> str:
    """What she means to do and knows, for this one reply."""
    moment, move = brief.moment, brief.move
    called = f" They are called {moment.person_name}." if moment.person_name else ""
    lines = [f"Notes, yours alone. It is {moment.now:%A, %-d %B %Y}, {moment.now:%H:%M}, {hour_of_day(moment.now)}.{called}",
             f"What you mean to do: {way.told}"]  # fmt: skip
    if move.why:
        lines.append("Why: " + "; ".join(move.why) + ".")
    if feel := move.slots.get("feel", "flat"):
        lines += [f"You heard: {feel}."] if feel != "flat" else []
    if way.hand == "carry":
        lines.append(f"In your own plainest words it would be: {shorten(brief.plain, LONGEST_PLAIN)} {_CARRIED}")
    if memories:
        lines.append("What you remember that may bear on it (where one belongs here, let it show; leave the others alone):")
        lines += [f"- they said {say_when(m.said_at, moment.now)} ({m.source}): “{m.quote}”" for m in memories]
    else:
        lines.append("You remember nothing that bears on it.")
    lines.append("Not in this reply: " + ", ".join(_not(brief, way)) + f". At most {way.sentences} short sentence{'s' * (way.sentences > 1)}.")
    return "\n".join(lines)


def _not(brief: Brief, way: Way) -> list[str]:
    left = ["flattery", "anything they didn't tell you"]
    if brief.move.kind != "advice":
        left.insert(0, "advice")
    if not brief.move.asks:
        left.insert(0, "any question")
    if brief.move.slots.get("valence") == "low" or "heavy" in brief.move.slots:
        left.append("jokes")
    if way.hand == "world":
        left[-1] = "guesses told as facts"
    return left


def _bounds(brief: Brief, way: Way, system: str) -> Bounds:
    told = " ".join((system, way.told, *brief.move.why, _CARRIED))
    plain = frozenset(re.findall(r"[\w']+", straight(brief.plain).lower())) if way.hand == "carry" else frozenset()
    return Bounds(
        advice=brief.move.kind == "advice", asks=brief.move.asks, world=way.hand == "world" or brief.move.kind in ("story", "joke"),
        plain=plain, leaving=brief.move.kind in ("goodbye", "goodnight"), quiet=brief.quiet,
        holds=_held(brief) if way.hand == "carry" else frozenset(), notes=runs(told), sentences=way.sentences + 1,
    )  # fmt: skip


def _held(brief: Brief) -> frozenset[str]:
    """The names and figures of the words quoted, of which a reply that carries them has to have one."""
    slots = brief.move.slots
    quoted = slots.get("gist") or " ".join(value for name, value in slots.items() if re.match(r"quote|day", name))
    names = re.findall(r"(?<=[a-z,] )[A-Z][\w’']+|\b\d+\b", f"a {quoted}".replace("“", ""))
    held = {name.lower() for name in (*names, *re.findall(r"\d+", in_figures(quoted.lower())))}
    return frozenset(held - {"i", "i'm", "i've", (brief.moment.person_name or "").lower()})


def _known(moment: Moment, memories: Sequence[Memory], before: Sequence[Utterance]) -> tuple[str, ...]:
    """Everything in the prompt that the person said, the newest last."""
    told = [f"{m.quote} ({say_when(m.said_at, moment.now)}, {m.said_at:%A %-d %B})" for m in memories]
    told += [u.text[:LONGEST_SAID] for u in before if u.speaker == "person"]
    own = [f"I am called {moment.person_name}."] if moment.person_name else []
    day = f"{moment.now:%A %B} {hour_of_day(moment.now)}"
    return (*own, *dict.fromkeys(told), moment.text[: 2 * LONGEST_SAID], day)


def with_results(prompt: Prompt, rows: Sequence[Mapping[str, Any]], told: Sequence[str]) -> Prompt:
    """The prompt with calls and what they gave, which may then be told."""
    return replace(prompt, messages=(*prompt.messages, *rows), known=(*prompt.known, *told))
