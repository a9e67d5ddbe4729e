"""What a larger tongue is told: the plan with the few memories that bear on it, if there is a model and the move is one for it."""

from __future__ import annotations

from collections.abc import Sequence

from os1.memory import people, recall
from os1.memory.episodes import Shelf
from os1.mind.chat.prompt import MEMORIES, Brief, before_now, speaks
from os1.mind.moment import Moment
from os1.types import Memory, Move

MANNERS = frozenset({"hello", "how_are_you", "thanks", "apology", "goodbye", "goodnight", "listening", "luck", "who", "joke"})
"""Moves for which nothing is looked for in memory."""


def brief(shelf: Shelf, person_id: str, move: Move, moment: Moment, plain: Sequence[str], before: int | None) -> Brief | None:
    """What a model is to be told for a reply, or None where the house finds the words itself."""
    if not speaks(move):
        return None
    held = people.circle(shelf, person_id)
    quiet = tuple(dict.fromkeys(name for each in held.everyone if each.quiet for name in each.names if name))
    rests = [shown for each in move.memories if (shown := recall.show(shelf, person_id, each)) is not None]
    found = _bearing(shelf, person_id, moment, before) if move.kind not in MANNERS else []
    seen = {u.id for u in before_now(moment, quiet)}
    fresh = [m for m in found if int(m.source[1:]) not in seen and not people.in_quiet(held, m.quote)]
    kept = {m.source: m for m in (*rests, *fresh)}
    return Brief(move, moment, " ".join(plain), tuple(kept.values())[:MEMORIES], quiet)


def _bearing(shelf: Shelf, person_id: str, moment: Moment, before: int | None) -> list[Memory]:
    found = recall.search(shelf, person_id, moment.text[:1_000], most=MEMORIES, before=before, told_only=True)
    return [memory for memory in found if memory.current and not memory.taken_back]
