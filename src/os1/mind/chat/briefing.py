"""What a larger tongue is told: the plan with the few memories that bear on it, if there is a model and the move is one for it."""

from __future__ import annotations

from collections.abc import Sequence

from os1.memory import people, recall
from os1.memory.episodes import Shelf
from os1.memory.wording import key_words
from os1.mind.chat.prompt import MEMORIES, Brief, speaks
from os1.mind.moment import Moment
from os1.types import Memory, Move

LEAST_WORDS = 2  # words that carry an utterance, below which nothing is looked for
NEAR = 0.0  # a memory's score from which it may bear on what was said


def brief(shelf: Shelf, person_id: str, move: Move, moment: Moment, plain: Sequence[str], before: int | None) -> Brief | None:
    """The brief for a reply, or None where the house finds the words itself."""
    if not speaks(move):
        return None
    held = people.circle(shelf, person_id)
    quiet = tuple(dict.fromkeys(name for each in held.everyone if each.quiet for name in each.names if name))
    rests = [shown for each in move.memories if (shown := recall.show(shelf, person_id, each)) is not None]
    found = _bearing(shelf, person_id, moment, before) if len(key_words(moment.text)) >= LEAST_WORDS else []
    seen = {u.id for u in moment.said}
    fresh = [m for m in found if int(m.source[1:]) not in seen and not people.in_quiet(held, m.quote)]
    kept = {m.source: m for m in (*rests, *fresh)}
    return Brief(move, moment, " ".join(plain), tuple(kept.values())[:MEMORIES], quiet)


def _bearing(shelf: Shelf, person_id: str, moment: Moment, before: int | None) -> list[Memory]:
    found = recall.search(shelf, person_id, moment.text[:1_000], most=MEMORIES, before=before, told_only=True)
    return [memory for memory in found if memory.score >= NEAR and memory.current and not memory.taken_back]
