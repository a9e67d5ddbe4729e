"""Talk made up by a seeded grammar: many people, topics and years, and no two days alike."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from bench.talk_words import FRAMES, GAPS, QUESTIONS, SMALL_TALK, SURNAMES, TAILS
from os1.listening.encoder import vocabulary
from os1.listening.names import HERS, HIS

GAP = re.compile(r"\{(\w+)\}")
PEOPLE = 420
NEAREST = 40.0  # people at this rank are named about a third as often as the nearest


@dataclass(frozen=True, slots=True)
class Said:
    """One made-up utterance: its text, and the numbers of the pool's sentences it is made of."""

    text: str
    sentences: tuple[int, ...]


class Talk:
    """Everything one made-up person says; the same seed says the same."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        given = sorted(HERS | HIS)
        self._chance.shuffle(given)
        self.people = tuple(
            f"{name.capitalize()} {self._chance.choice(SURNAMES)}" if n % 4 == 3
            else name.capitalize()
            for n, name in enumerate(given[:PEOPLE])
        )  # fmt: skip
        spelled = sorted(w for w in vocabulary() if w.isascii() and w.isalpha() and len(w) > 3)
        self._rare = tuple(word.capitalize() for word in spelled)
        self._frames = tuple(frame for frames in FRAMES.values() for frame in frames)

    def sentence(self) -> str:
        """One sentence about somebody's life."""
        return self._filled(self._chance.choice(self._frames))

    def pool(self, size: int) -> list[str]:
        """`size` sentences, all different, in a fixed order (a longer pool begins the same)."""
        found: dict[str, None] = {}
        while len(found) < size:
            found[self.sentence()] = None
        return list(found)

    def utterance(self, pool: list[str]) -> Said:
        """One to three of the pool's sentences, often with an ending of their own."""
        count = self._chance.choices((1, 2, 3), (55, 30, 15))[0]
        numbers = tuple(self._chance.randrange(len(pool)) for _ in range(count))
        return Said(" ".join(self._ended(pool[n]) for n in numbers), numbers)

    def question(self) -> str:
        """A question of memory."""
        return self._filled(self._chance.choice(QUESTIONS))

    def small(self) -> str:
        """Small talk."""
        return self._chance.choice(SMALL_TALK)

    def _ended(self, sentence: str) -> str:
        if self._chance.random() < 0.4:
            return sentence
        return sentence[:-1] + self._filled(self._chance.choice(TAILS)) + "."

    def _filled(self, frame: str) -> str:
        special: dict[str, Callable[[], str]] = {
            "name": self._name, "title": self._title, "number": self._number,
        }  # fmt: skip

        def fill(match: re.Match[str]) -> str:
            gap = match[1]
            return special[gap]() if gap in special else self._chance.choice(GAPS[gap])

        return GAP.sub(fill, frame)

    def _name(self) -> str:
        """Somebody; a few people are named often, most seldom, as in any life."""
        rank = int(self._chance.expovariate(1 / NEAREST))
        return self.people[rank % len(self.people)]

    def _title(self) -> str:
        return f"{self._chance.choice(self._rare)} {self._chance.choice(self._rare)}"

    def _number(self) -> str:
        return str(self._chance.randrange(3, 1_900))
