"""Which move fits what was told: every move weighed against the same clues, as `moves.txt` has them.

Nothing here looks at words she might use; the same clues give the same move whatever mind speaks.
What this person has taken up or passed over so far leans the weights (`taste`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from os1.listening.spoken_dates import hour_of_day
from os1.mind.moment import Moment
from os1.mind.mood import HARD, feeling_group, is_bad, is_death, valence

LATELY = 8  # moves looked back on
TIRING = {"reflect": 0.25, "respond": 0.25}
"""What it costs a move to have been made just now; the others cost `OFTEN`."""
OFTEN = 1.2
SURE = 0.55  # chance from which an act counts
ABOUT = 0.8  # share from which a topic does: a remark on the wrong matter is worse than none
STRONG = 2.0  # of strength, 0 to 3
LOW_MOOD, LIGHT_MOOD = HARD, 0.1
DOING = re.compile(r"^you (?!(?:are|were|have|had|feel|felt|think|thought|know|want|like|love|hate|need|can|could|"
                   r"don't|didn't|can't|couldn't|won't|never|forgot|lost|failed)\b)\w+")  # fmt: skip
_BELITTLES = re.compile(r"\b(?:i'?m|i am|i was|me) (?:\w+ ){0,2}(?:stupid|useless|worthless|pathetic|idiot|failure|fraud|"
                        r"boring|ugly|nobody|nothing|rubbish|hopeless|burden)\b")  # fmt: skip
_FIRST = re.compile(r"\b(?:haven'?t|havent|never|not) (?:told|said (?:it|this|that) to) (?:a soul|any|no ?one|him|her|them|my|mum|dad)|"
                    r"\byou'?re the (?:first|only)|\bonly one (?:who|i can|that knows)|\bno ?(?:body|one) (?:else )?knows|\b(?:nobody|no one) else\b|"
                    r"\bno ?(?:body|one) to (?:tell|talk to|ring|call)\b")  # fmt: skip
_WORDS = {
    "light": "it was a light sort of talk", "act=story": "you were telling it as a story",
    "act=opine": "you'd said what you thought", "act=wonder": "you were wondering aloud",
    "act=plan": "you had something ahead of you", "act=joke": "you were joking", "act=tease": "you'd teased me first",
    "strong": "it weighed a lot", "heavy": "it weighed a lot", "night": "it was late", "short": "you'd said very little",
    "unasked": "I hadn't asked you anything for a while", "belittles": "you were harder on yourself than I'd be",
    "ironic": "you didn't mean it quite seriously", "low": "it wasn't easy to hear", "high": "it was good to hear",
    "first": "you'd told nobody else", "feel=lonely": "you sounded on your own with it", "liked": "you've tended to take that up",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """A move, how much speaks for it, and the clues that spoke loudest."""

    kind: str
    weight: float
    clues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One move of the table."""

    kind: str
    base: float
    why: str
    weights: Mapping[str, float]
    needs: frozenset[str]
    never: frozenset[str]


@cache
def table() -> tuple[Row, ...]:
    """The moves of `moves.txt`."""
    rows: list[Row] = []
    text = files("os1.mind").joinpath("moves.txt").read_text("utf-8")
    for block in re.split(r"\n\n+", text):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        if not lines:
            continue
        head, _, why = lines[0].partition(" | ")
        kind, base = head.split()
        told = [line.split() for line in lines[1:]]
        sets = {name: frozenset(rest) for name, *rest in told if name in ("needs", "never")}
        weights = {name: float(rest[0]) for name, *rest in told if name not in ("needs", "never")}
        rows.append(Row(kind, float(base), why, weights, sets.get("needs", frozenset()), sets.get("never", frozenset())))
    return tuple(rows)


def choose(moment: Moment) -> Choice:
    """The move that fits best."""
    return weigh(moment)[0]


def weigh(moment: Moment) -> list[Choice]:
    """Every move that may be made, the fittest first."""
    held = clues(moment)
    made = []
    for row in table():
        if not _all(row.needs, held) or any(_holds(clue, held) for clue in row.never):
            continue
        spoke = {clue: weight for clue, weight in row.weights.items() if _holds(clue, held)}
        liked = moment.taste.get(row.kind, 0.0)
        total = row.base + sum(spoke.values()) + liked - _tired_of(row.kind, moment)
        if liked > 0.1:  # less is too little to be given as a reason
            spoke["liked"] = liked
        loudest = sorted((c for c, weight in spoke.items() if weight > 0), key=lambda c: -spoke[c])
        made.append(Choice(row.kind, round(total, 3), tuple(loudest)))
    return sorted(made, key=lambda choice: -choice.weight)


def reason(choice: Choice) -> str:
    """Why, in her own voice."""
    why = next(row.why for row in table() if row.kind == choice.kind)
    said = next((_WORDS[clue] for clue in choice.clues if clue in _WORDS), "")
    return f"I {why}, because {said}" if said else f"I {why}"


def may_ask(moment: Moment) -> bool:
    """A question at most every third reply: people like being heard more than being asked."""
    return not any(asked for _, asked in moment.moves[-2:])


def _all(needs: Collection[str], held: Collection[str]) -> bool:
    return all(_holds(clue, held) for clue in needs)


def _holds(clue: str, held: Collection[str]) -> bool:
    return all(part in held for part in clue.split("&"))


def _tired_of(kind: str, moment: Moment) -> float:
    """What a move made lately costs, less the longer ago."""
    cost = 0.0
    for ago, (done, asked) in enumerate(reversed(moment.moves[-LATELY:])):
        same = done == kind or (kind == "ask" and asked) or (kind == "nod" and done == "agree")
        cost += same * TIRING.get(kind, OFTEN) * (1 - ago / LATELY)
    return cost


def clues(moment: Moment) -> frozenset[str]:
    """What holds of this moment."""
    meant, said, group = moment.heard.meaning, moment.pickup, feeling_group(moment)
    worth, words, lately = valence(moment), len(moment.text.split()), moment.moves
    low = worth == "low"
    found = {
        "low": low,
        "high": worth == "high",
        "strong": meant.strength >= STRONG,
        "heavy": low and (meant.strength >= STRONG or moment.feeling.intensity >= 0.55),
        "felt": group != "flat",
        "felt_low": meant.valence < -0.3,
        "named": "feel" in meant.acts[:1],
        "grave": bool(is_bad(moment.text)) or is_death(moment),
        "ironic": meant.irony > 0.5,
        "short": words <= 4,
        "night": hour_of_day(moment.now) == "night",
        "clause": bool(said.clause),
        "doing": bool(DOING.match(said.clause)),
        "person": bool(said.person),
        "about": meant.sure >= ABOUT and meant.topic != "other",
        "answer": "answer" in meant.acts,
        "asked": not may_ask(moment),
        "unasked": not any(asked for _, asked in lately[-3:]),
        "advice": meant.advice > 0.6,
        "told_off": bool({"complaint", "anger_at_her"} & {kind for kind, _ in lately[-8:]}),
        "leave": bool({"refuse", "leave"} & {*meant.acts, *moment.heard.acts}),
        "quiet_mood": moment.mood < LOW_MOOD,
        "light": moment.mood > LIGHT_MOOD or bool({"joke", "tease", "laugh"} & set(meant.acts)),
        "first": bool(_FIRST.search(moment.text.lower())),
        "belittles": bool(_BELITTLES.search(moment.text.lower())),
        closeness(moment.turns): True,
        f"tone={moment.persona.tone}": True,
        f"feel={group}": True,
        f"topic={meant.topic}": meant.sure >= ABOUT,
    }
    return frozenset({name for name, holds in found.items() if holds} | {f"act={act}" for act in meant.acts[:2]})


def closeness(turns: int) -> str:
    """How long they have been talking, in a word."""
    return "new" if turns < 25 else "known" if turns < 300 else "dear"
