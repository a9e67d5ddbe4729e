"""Which memories bear on a question: about whoever it names, and near it in words or meaning."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from os1.memory import episodes, evidence, recall
from os1.memory.episodes import Shelf
from os1.memory.wording import key_words, stem, stems
from os1.types import Memory

CLOSE = 0.42  # cosine from which a remark is about the same thing; see bench/recall.py
MOST = 16  # found and read
LOOKED_AT = 12  # of them looked at by the simple rules
_VERBS = frozenset(stem(w) for w in "happen happened big kind long time old".split())

_NO_NAMES = frozenset("i i'm i've i'd i'll samantha monday tuesday wednesday thursday friday saturday sunday "
                      "january february march april may june july august september october november "
                      "december christmas easter mr mrs ms dr".split())  # fmt: skip
TOLD_ASIDE = re.compile(
    r"\s*,?\s*\b(?:when|the time) i (?P<which>first|last)?\s*(?:told|mentioned|said|spoke|talked)\b[^?]*|"
    r"\s*,?\s*\b(?:like|as) i (?:told|said)\b[^?]*"
)
"""What only says when it was told: "when I first told you about her"."""
WORK = re.compile(
    r"\bI(?:'m| am)? (?:\w+ly |also |still |now )?(?:work|write|teach|build|design|sell|drive|repair|study"
    r"|run|manage|make|train|"
    r"working|studying|teaching|training) (?!with you|so\b|hard\b|out\b|sure\b|it\b|that\b|away\b|late\b"
    r"|home\b|up\b|down\b)\w+", re.IGNORECASE
)
ASKS_WORK = re.compile(r"\bwhat\b.*\b(?:do i do for (?:a living|work)|my (?:job|work|profession)"
                        r"|i work as)\b")


class Asked:
    """A question looked at once: its vector, whom it names, and where those are mentioned."""

    def __init__(self, shelf: Shelf, person_id: str, words: str, before: int | None) -> None:
        self.words = words
        self.shelf, self.person_id, self.before = shelf, person_id, before
        self._read: list[evidence.Answer] = []
        self.vector = shelf.encoder.encode([words])[0]
        self.named = recall.people_meant(shelf, person_id, words)
        ids = [e.id for e in self.named]
        self.mentioned = episodes.with_mention(shelf, person_id, ids) if ids else {}
        names = {stem(w) for e in self.named for w in key_words(f"{e.name} {e.relation}")}
        self.wanted = {stem(w) for w in key_words(words)} - names - _VERBS
        self.strangers = [] if self.named else strangers(words)
        self.index = shelf.index(person_id)
        self.found = recall.search(shelf, person_id, words, most=MOST, vector=self.vector,
                                   before=before, told_only=True)  # fmt: skip

    def read(self, more: Sequence[Memory] = ()) -> list[evidence.Answer]:
        """What was found, and `more`, each read together with the question; best first."""
        done = {a.memory.source for a in self._read}
        missing = [m for m in (*self.found, *more) if m.source not in done and self.told_before(m)]
        if missing:
            answers = evidence.read(self.shelf, self.person_id, self.words, missing, self.found)
            self._read = sorted((*self._read, *answers), key=lambda a: (-a.odds, -a.number))
        return self._read

    def told_before(self, memory: Memory) -> bool:
        """Whether it was said before the number that nothing may come from after."""
        return self.before is None or int(memory.source[1:]) < self.before

    @cached_property
    def bearing(self) -> list[Memory]:
        """Of what was found, the memories that are about what is asked."""
        near = self.index.similarity(self.vector, [int(m.source[1:]) for m in self.found[:LOOKED_AT]])
        return [m for m in self.found[:LOOKED_AT] if self._bears(m, near.get(int(m.source[1:]), 0.0))]

    def _bears(self, memory: Memory, near: float) -> bool:
        """Whoever is named must be meant in it, and its words or its meaning must be near."""
        if self.named and int(memory.source[1:]) not in self.mentioned:
            return False
        held = stems(memory.text) | stems(memory.quote)
        if any(stem(word.lower()) not in held for word in self.strangers):
            return False
        if self.wanted and self.wanted <= held and (self.named or len(self.wanted) > 1):
            return True
        part = len(self.wanted & held) / len(self.wanted) if self.wanted else 0.0 if self.named else 0.5
        if not part and self.named and self.wanted:
            return False  # it is about the right person, and about something else
        return near >= CLOSE + 0.14 * (1 - 2 * part)


def strangers(words: str) -> list[str]:
    """Capitalised words past the first that could be names."""
    bare = [word.strip(".,!?'\"").removesuffix("'s") for word in words.split()[1:]]
    return [word for word in bare if word[:1].isupper() and word.lower() not in _NO_NAMES]


def names_stranger(words: str) -> bool:
    """Whether a name is asked about that she has never heard (she was asked to resolve it first)."""
    alone = len(words.split()) == 1 and words[:1].isupper() and words.lower() not in _NO_NAMES
    return alone or bool(strangers(words))
