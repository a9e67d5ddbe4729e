"""The plain mind: no language model; words from the plan, the person's own and a phrasebook."""

from __future__ import annotations

from collections.abc import AsyncIterator

from os1.mind.plain.compose import compose
from os1.mind.plain.recipes import one_question
from os1.protocols import Situation
from os1.types import Move


class PlainMind:
    """Finds words at once; the same seed and past give the same words."""

    name = "plain"

    def find(
        self, move: Move, situation: Situation, *, seed: str, used: tuple[int, ...] = ()
    ) -> tuple[list[str], list[int]]:
        """The reply in speakable clauses, and the numbers of the pieces used."""
        clauses, taken = compose(move, situation, seed, used)
        return one_question(clauses), taken

    async def speak(self, move: Move, situation: Situation) -> AsyncIterator[str]:
        """Clause by clause, as every mind speaks."""
        seed = f"{situation.now.isoformat()} {len(situation.said)}"
        clauses, _ = self.find(move, situation, seed=seed)
        for clause in clauses:
            yield clause
