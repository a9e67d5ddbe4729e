"""What a model's words are held against before any of them is spoken.

Three judges, the plainest first: written patterns (`guard.txt`), an ear of our own for the same sins in
other words, and whether what is said of the person was ever said by the person (`support`). A clause
that fails is dropped and counted, never argued with.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from os1.listening.requests import straight
from os1.mind.chat import ears
from os1.mind.chat.cutting import Clause
from os1.mind.chat.support import Known, clues, of_herself, surely_invented, without_names

QUESTIONS, SENTENCES = 1, 5
"""How many questions and how many sentences a reply holds at most."""
REPAIRED = "repaired"
RUN, ALIKE, OWN = 5, 0.7, 0.8
"""Words running that show that notes are being read out; the share of words that makes a sentence one said before, and
the share that makes it one the house would say."""
_CALLED = re.compile(r"\b(?:you(?:'re| are) (?:called|named)|your name(?:'s| is)|i(?:'ll| will) call you) (\w+)")
_ASKS = re.compile(r"\?[\"”’)]*$")
_LETTERS = re.compile(r"[^\W\d_]|\s")
_NOT_SPEECH = re.compile(r"[\x00-\x08\x0b-\x1f\ufffd{}<>\\|]|(?:\w{40,})")


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing she never says: what it is like, and what only looks like it."""

    is_so: re.Pattern[str]
    spared: re.Pattern[str] | None

    def spares(self, plain: str) -> bool:
        """Whether a sentence, lower-cased and with straight apostrophes, only looks like it."""
        return bool(self.spared and self.spared.search(plain))

    def broken_by(self, plain: str) -> str:
        """The words of such a sentence that break it, "" where none do."""
        found = None if self.spares(plain) else self.is_so.search(plain)
        return found[0].strip() if found else ""


@lru_cache(maxsize=1)
def rules() -> Mapping[str, Rule]:
    """The rules of `guard.txt` by name."""
    found: dict[str, list[list[str]]] = {}
    held: list[list[str]] = []
    for line in files("os1.mind").joinpath("chat/guard.txt").read_text("utf-8").splitlines():
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        if not line.startswith(" "):
            held = found.setdefault(bare.removesuffix(":"), [[], []])
        else:
            spares = bare.startswith("but ")
            held[spares].append(bare.removeprefix("but ") if spares else bare)
    return {name: Rule(_any(is_so), _any(spared) if spared else None) for name, (is_so, spared) in found.items()}


def _any(patterns: Collection[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{each})" for each in patterns), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What this reply may do: give advice, ask, say how the world is; whether they are leaving, when nothing
    may hold them; whom it mustn't bring up, which names and figures it has to hold; the words of
    what the house itself would say, which are always fine; and what it was told besides, in runs of RUN words,
    none of which is for anybody's ears."""

    advice: bool = False
    asks: bool = True
    world: bool = False
    leaving: bool = False
    quiet: tuple[str, ...] = ()
    holds: frozenset[str] = frozenset()
    plain: frozenset[str] = frozenset()
    notes: frozenset[str] = frozenset()
    sentences: int = SENTENCES


class Guard:
    """Judges one reply, clause by clause, in order."""

    def __init__(self, bounds: Bounds, known: Known) -> None:
        self.bounds, self.known = bounds, known
        self.slips: dict[str, int] = {}
        self._said: list[str] = []
        self._asked = 0

    def prepare(self) -> None:
        """Work out what every sentence will be held against, while nothing has come yet."""
        rules()
        _ = self.known.rows, self.known.kin, self.known.stems, self.known.each

    @property
    def full(self) -> bool:
        """Whether the reply is as long as a reply may be."""
        return len(self._said) >= self.bounds.sentences

    def pass_on(self, clause: Clause) -> str:
        """The clause as it may be spoken; "" where it may not."""
        fault = self._fault(clause.sentence)
        text = clause.text
        if fault == "memory" and clause.begins and clause.ends:
            mended = without_names(clause.sentence, self.known)
            if mended and not self._fault(mended):
                fault, text = "", mended
                self._count(REPAIRED)
        if fault:
            self._count(fault)
            return ""
        if clause.ends:
            self._said.append(_bare(clause.sentence))
            self._asked += bool(_ASKS.search(clause.sentence))
        return text

    @property
    def lacks(self) -> bool:
        """Whether nothing yet was said of what the reply has to hold."""
        held = set(" ".join(self._said).split())
        return bool(self.bounds.holds) and not self.bounds.holds & held

    def _said_before(self, bare: str) -> bool:
        words = set(bare.split())
        return any(bare == old or (len(words) > 3 and len(words & set(old.split())) >= ALIKE * len(words)) for old in self._said)

    def _count(self, fault: str) -> None:
        self.slips[fault] = self.slips.get(fault, 0) + 1

    def _fault(self, sentence: str) -> str:
        plain = straight(sentence).lower()
        if _garbled(sentence):
            return "garbage"
        if self._said_before(_bare(sentence)):
            return "again"
        if runs(sentence) & self.bounds.notes:
            return "notes"
        if _ASKS.search(sentence) and (self.bounds.leaving or self._asked >= QUESTIONS or (not self.bounds.asks and self._said)):
            return "question"
        if any(re.search(rf"\b{re.escape(name.lower())}\b", plain) for name in self.bounds.quiet):
            return "quiet"
        for name, rule in rules().items():
            if self._minds(name) and self._breaks(name, rule, plain):
                return name
        words = set(_bare(plain).split())
        if len(words & self.bounds.plain) >= OWN * len(words):
            return ""  # the house's own words, put another way
        row = self.known.vectors([sentence])[0]
        minded = [n for n in ears.SINS if self._minds(n) and not rules()[n].spares(plain)]
        heard = ears.sin(sentence, row, minded, leaving=self.bounds.leaving)
        return heard or ("memory" if self._invented(sentence) else "")

    def _breaks(self, name: str, rule: Rule, plain: str) -> bool:
        words = rule.broken_by(plain)
        return bool(words) and not (name == "diagnosis" and words in self.known.plain)  # the person's own word for it

    def _minds(self, name: str) -> bool:
        return not (name == "advice" and self.bounds.advice) and not (name == "diagnosis" and self.bounds.world)

    def _invented(self, sentence: str) -> bool:
        called = _CALLED.search(straight(sentence).lower())
        if called and called[1] not in self.known.plain:
            return True
        if of_herself(sentence):
            return False
        if surely_invented(sentence, self.known):
            return True
        if self.bounds.world and not re.search(r"\byou\w*\b", straight(sentence).lower()):
            return False  # what is said of the world isn't said of the person
        return ears.unsupported(clues(sentence, self.known))


def _garbled(sentence: str) -> bool:
    """Whether it isn't speech at all."""
    letters = len(_LETTERS.findall(sentence))
    return bool(_NOT_SPEECH.search(sentence)) or (len(sentence) > 12 and letters < 0.7 * len(sentence))


def runs(text: str) -> frozenset[str]:
    """Every run of RUN words of a text."""
    words = _bare(text).split()
    return frozenset(" ".join(words[n : n + RUN]) for n in range(len(words) - RUN + 1))


def _bare(sentence: str) -> str:
    return " ".join(re.findall(r"[\w']+", sentence.lower()))

