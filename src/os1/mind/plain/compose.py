"""Composing a reply from a move: which pieces, in which order, chosen for fit and freshness."""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from os1.listening.spoken_dates import hour_of_day
from os1.mind.plain.book import Piece, book, fill, shapes
from os1.mind.plain.fitting import fitness
from os1.mind.plain.formal import formally
from os1.mind.plain.recipes import Ingredient, ingredients
from os1.protocols import Situation
from os1.types import Move

LIKE = {"grief": ("sad",), "hurt": ("sad",), "guilty": ("ashamed",), "grateful": ("glad",), "calm": ("flat",),
        "bored": ("flat",), "jealous": ("flat",), "disgusted": ("flat",)}  # fmt: skip
"""What else is right for a feeling, besides what was written for it."""
FITS = 4.0  # what the fit of a piece's meaning weighs
LIGHT = {"react", "own", "wonder", "challenge"}
TELLING = {"reflect", "respond", "agree", "be_with", "fragment"}
"""Moves for which a sound or the person's own words do, where everything has been said."""
RHYTHM = 6  # pieces whose build isn't used again at once
FRESH = 1200  # pieces within which one without the person's words isn't used again
_KEEPING = re.compile(
    r"\b(?:keep(?:ing)?|kept|remember\w*|remembering|put that with|wr(?:ite|itten|ote)|not(?:e|ed|ing)|"
    r"drawer|star next|stored?|saved?|down|filed?|won't lose|have it now|goes in|safe with)\b", re.IGNORECASE
)
_STAYING = re.compile(
    r"\b(?:stays?|kept|locked|keep) (?:\w+ ){0,3}on (?:this|your own|the one|this one)|\bleaves this\b|\bnowhere else\b|\bnobody is told\b|\bon this machine\b",
    re.IGNORECASE)  # fmt: skip
_SAID_ALREADY = re.compile(r"\b(?:sorry|glad|lovely|good)\b", re.IGNORECASE)
"""What stands in the words of sorrow or gladness that a piece for the situation comes after."""
OWN = frozenset({"clause", "topic", "fragment"})
LONGEST_CLAUSE_REPEAT = 3  # words from which a sentence said before counts as said again


@dataclass
class Chooser:
    """Chooses pieces for one reply; remembers what it took so that nothing comes twice.

    `used` are the numbers of pieces she has used lately, oldest first; `said` her sentences of
    this conversation, normalised.
    """

    random: random.Random
    tone: str
    hour: str
    used: Sequence[int]
    said: Collection[str]
    answered: str = ""
    taken: list[int] = field(default_factory=list)
    spoken: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._age = {number: n for n, number in enumerate(self.used)}
        self._fits = fitness(self.answered) if self.answered else {}
        self._fresh = set(self.used[-FRESH:])
        self._shapes = [shape for number in self.used[-RHYTHM:] if (shape := shapes().get(number))]

    def choose(self, parts: str, slots: Mapping[str, str], *, again: bool = False) -> Piece | None:
        """The freshest fitting piece of some parts (with "|" between them); None where nothing fresh fits,
        but where an answer is due, `again`: then the one said longest ago."""
        best: tuple[float, Piece, str] | None = None
        for piece in (piece for part in parts.split("|") for piece in book().get(part, ())):
            worn = piece.number in self._fresh and not piece.slots and len(piece.text.split()) >= LONGEST_CLAUSE_REPEAT
            if not self._allowed(piece, slots) or (not again and worn):
                continue
            text = fill(piece, slots)
            if not again and self._said(text):
                continue
            score = self._fit(piece, slots) + FITS * self._fits.get(piece.number, 0.0) + 1.2 * self.random.random()
            if piece.number in self._age:  # used before: the longer ago, the less it matters
                score -= 6 + 6 * self._age[piece.number] / (len(self.used) or 1)
            if best is None or score > best[0]:
                best = (score, piece, text)
        if best is None:
            return None
        self.take(best[1].number, best[2])
        return best[1]

    def take(self, number: int, text: str) -> None:
        self.taken.append(number)
        self.spoken += sentences_of(text)

    def _allowed(self, piece: Piece, slots: Mapping[str, str]) -> bool:
        if "aside" in slots and _KEEPING.search(piece.text) and not piece.part.startswith("record."):
            return False  # off the record she mustn't say that she keeps it
        if "host" in slots and _STAYING.search(piece.text):
            return False  # while a model elsewhere finds her words, it wouldn't be so
        if "heavy" in slots and piece.part in LIGHT and not {"feel", "valence"} & piece.needs.keys():
            return False  # what is right at any other time may be flippant in a hard one
        if piece.number in self.taken or not piece.slots <= slots.keys():
            return False
        if slots.get("beside", "").endswith(".body") and _SAID_ALREADY.search(piece.text):
            return False
        felt = slots.get("feel", "flat")
        held = {"tone": (slots.get("tone", self.tone),), "hour": (self.hour,), "feel": (felt, *LIKE.get(felt, ())),
                "valence": (slots.get("valence", "flat"),), "topic": (slots.get("matter", "other"),),
                "strength": (slots.get("strength", "1"),), "close": (slots.get("close", "new"),),
                "act": (slots.get("act", "inform"),), "light": (slots.get("light", "no"),)}  # fmt: skip
        if piece.part == "ask" and "person" in piece.slots and "new" not in slots:
            return False  # somebody named in passing isn't what the talk is about
        return all(any(value in values for value in held[key]) for key, values in piece.needs.items())

    def _fit(self, piece: Piece, slots: Mapping[str, str]) -> float:
        """What is more particular fits better: the person's own words most of all."""
        own = 2.0 * bool(piece.slots & {"clause", "person", "quote", "fragment"})
        # A name said too often sounds like a salesman; the first hello is what names are for.
        name = (4.0 if piece.part == "greet.first" else -1.5) * ("name" in piece.slots)
        feel = 1.2 * ("feel" in piece.needs and slots.get("feel") != "flat")
        # In a low moment what was written for any moment is likelier to jar.
        careful = 1.5 * (slots.get("valence") == "low" and bool({"feel", "valence"} & piece.needs.keys()))
        topic = 0.8 * ("topic" in piece.needs and slots.get("matter") != "other")
        # The same build twice running is heard as a formula.
        again = 0.9 * self._shapes.count(shapes().get(piece.number, ""))
        formal = 3.0 * (piece.needs.get("tone") == ("formal",))
        return own + name + feel + careful + topic + formal + 0.3 * len(piece.needs) - again

    def _said(self, text: str) -> bool:
        told = formally(text) if self.tone == "formal" else text
        return any(s in self.said or s in self.spoken for s in sentences_of(told))


@lru_cache(maxsize=1024)  # her last few hundred utterances are compared at every turn
def sentences_of(text: str) -> list[str]:
    """The sentences of a reply outside quotation marks, normalised, those long enough to be
    noticed when they come again."""
    bare = re.sub(r"“[^”]*”", " “ ", text)
    parts = re.split(r"(?<=[.!?…])\s+", bare)
    plain = (" ".join(re.findall(r"[\w']+", part.lower())) for part in parts)
    return [p for p in plain if len(p.split()) >= LONGEST_CLAUSE_REPEAT]


def compose(
    move: Move, situation: Situation, seed: str, used: Sequence[int]
) -> tuple[list[str], list[int]]:
    """The reply as speakable clauses, and the numbers of the pieces it was made of."""
    said = {
        sentence
        for each in situation.said
        if each.speaker == "samantha"
        for sentence in sentences_of(each.text)
    }
    chooser = Chooser(
        random=random.Random(seed),
        tone=situation.persona.tone,
        hour=hour_of_day(situation.now),
        used=used,
        said=said,
        answered=situation.answered,
    )
    clauses = _put_together(ingredients(move, situation), move, situation, chooser)
    if not clauses:
        clauses.append(_last_resort(move, chooser))
    if chooser.tone == "formal":
        clauses = [formally(clause) for clause in clauses]
    return clauses, chooser.taken


def _put_together(
    wanted: Sequence[Ingredient], move: Move, situation: Situation, chooser: Chooser
) -> list[str]:
    """A sentence or two for each ingredient; the person's words are taken up once."""
    made: dict[int, str] = {}
    taken_up: frozenset[str] = frozenset()
    order = sorted(range(len(wanted)), key=lambda n: n + 1.5 * wanted[n].leads)
    for n in order:
        ingredient = wanted[n]
        if ingredient.leads and taken_up:
            continue
        slots = {"her": situation.persona.name, **move.slots, **ingredient.slots}
        if taken_up and not ingredient.slots:
            slots = {name: value for name, value in slots.items() if name not in OWN}
        for parts in ingredient.parts:
            piece = chooser.choose(parts, slots)
            if piece is not None:
                made[n] = fill(piece, slots)
                taken_up = taken_up | (piece.slots & OWN)
                break
        else:
            made[n] = ingredient.text
    if not any(made.values()) and wanted and move.kind not in TELLING:
        last = wanted[0]
        slots = {"her": situation.persona.name, **move.slots, **last.slots}
        found = (chooser.choose(parts, slots, again=True) for parts in last.parts)
        if piece := next((piece for piece in found if piece is not None), None):
            made[0] = fill(piece, slots)
    return [made[n] for n in sorted(made) if made[n]]


def _last_resort(move: Move, chooser: Chooser) -> str:
    """When every piece has been said: the person's own words, or a sound."""
    for text in (move.slots.get("clause"), move.slots.get("topic")):
        if text:
            return text[:1].upper() + text[1:] + "."
    return chooser.random.choice(("Mm.", "Yes.", "Right.", "Ah.", "I'm here.", "Go on."))
