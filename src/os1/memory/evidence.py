"""Evidence: the words that may answer a question, each read with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from os1.memory import episodes, matching
from os1.memory.episodes import Shelf
from os1.memory.recall import PAUSE
from os1.memory.wording import quoted_around
from os1.types import Memory, Utterance

BACK = 6  # numbers looked back over for what was said just before: hers stand between


@dataclass(frozen=True, slots=True)
class Answer:
    """A memory quoted round the words that answer, the whole text, the log odds that it answers, and
    how much of them ranking gave."""

    memory: Memory
    text: str
    odds: float
    prior: float

    @property
    def number(self) -> int:
        """The number of the utterance."""
        return int(self.memory.source[1:])


def read(
    shelf: Shelf, person_id: str, question: str, memories: Sequence[Memory], found: Sequence[Memory]
) -> list[Answer]:
    """Memories read with the question, best first; `found` is what a search gave, all of it, and a
    memory that isn't among it counts as the last that is."""
    ranked = {m.source: m.score for m in found}
    last = min(ranked.values(), default=0.0)
    once = list({m.source: m for m in memories}.values())
    numbers = [int(m.source[1:]) for m in once]
    kept = episodes.fetch(shelf, person_id, {n - step for n in numbers for step in range(BACK + 1)})
    here = [(m, kept[n]) for m, n in zip(once, numbers, strict=True) if n in kept]
    told = [(_before(kept, said), said.text) for _, said in here]
    scores = np.array([ranked.get(m.source, last) for m, _ in here], np.float32)
    whole = np.array(list(ranked.values()) or [last], np.float32)
    shares = matching.prior(scores, whole)
    read_with = matching.match(question, told, shares)
    answers = [
        Answer(
            replace(m, quote=quoted_around(said.text, *each.span), score=round(each.odds, 4)),
            said.text,
            each.odds,
            float(share),
        )
        for (m, said), each, share in zip(here, read_with, shares, strict=True)
    ]
    return sorted(answers, key=lambda a: (-a.odds, -a.number))


def _before(kept: dict[int, Utterance], said: Utterance) -> str:
    """What the person said just before, in the same stretch of talk."""
    for number in range(said.id - 1, said.id - BACK - 1, -1):
        last = kept.get(number)
        if last is not None and last.speaker == "person":
            return last.text if 0 <= (said.said_at - last.said_at).total_seconds() <= PAUSE else ""
    return ""

