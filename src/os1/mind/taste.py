"""What this person has shown to like: which of her moves they took up, and which they passed over.

Kept as two counts for each kind of move and nothing of what was said.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from os1.store import settings
from os1.store.database import Database
from os1.types import Heard, Move

JUDGED = ("reflect", "respond", "ask", "name", "affirm", "wonder_aloud", "own", "tease", "challenge", "be_with", "connect", "outward")
DOUBT = 4  # how many of each she is taken to have seen before, so that one answer means little
LEAN = 1.6
MOST = 400  # older counts fade, so that a taste may change
_AGAINST = {"refuse", "blame_her", "correct", "disagree", "part"}
_FOR = {"answer", "laugh", "thank", "praise_her", "story", "agree"}


@dataclass(frozen=True, slots=True)
class Leaning:
    """How many turns there have been, and how far each kind of move is liked, from -0.8 to 0.8."""

    turns: int
    leanings: Mapping[str, float]


def taken_up(text: str, heard: Heard) -> bool | None:
    """Whether words take up what was said to them; None where they show neither."""
    acts, words = set(heard.meaning.acts) | set(heard.acts), len(text.split())
    if acts & _AGAINST or "complaint" in acts or "insult" in acts:
        return False
    if words >= 8 or acts & _FOR:
        return True
    return False if words <= 2 else None


def judge(database: Database, person_id: str, made: Move, text: str, heard: Heard, *, kept: bool) -> Leaning:
    """What they like so far, their answer to her last move counted; off the record nothing is."""
    counts: dict[str, list[int]] = json.loads(settings.get(database, person_id, "taste", "{}"))
    turns = int(settings.get(database, person_id, "turns", "0"))
    if kept and text:
        turns += 1
        kind = "ask" if made.asks and made.kind in ("reflect", "respond") else made.kind
        liked = taken_up(text, heard) if kind in JUDGED else None
        if liked is not None:
            counts.setdefault(kind, [0, 0])[0 if liked else 1] += 1
            if sum(counts[kind]) > MOST:
                counts[kind] = [n // 2 for n in counts[kind]]
        settings.put(database, person_id, taste=json.dumps(counts), turns=str(turns))
    usual = _share([sum(c[0] for c in counts.values()), sum(c[1] for c in counts.values())])
    return Leaning(turns, {kind: LEAN * (_share(count, usual) - usual) for kind, count in counts.items()})


def _share(count: list[int], usual: float = 0.5) -> float:
    return (count[0] + DOUBT * usual) / (sum(count) + DOUBT)
