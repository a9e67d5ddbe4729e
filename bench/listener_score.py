"""The listening score: how a listener answers in a talk, counted by rules in the manner of MITI.

After the Motivational Interviewing Treatment Integrity code 4.2 (Moyers, Manuel & Ernst 2014):
reflections simple and complex, questions, advice and confrontation are counted turn by turn (a turn
has at most one of each; complex wins), and their ratios judged. MITI calls one reflection a question
fair and two good, 40 % complex fair and 50 % good; full marks are given here for 1.5 and 45 %.
To that comes what a program gets wrong and a person doesn't. The points in `GOODS` and `FAULTS` were
written down before anything was measured and aren't fitted to anything; how far the score tells good
human listeners from poor ones is measured by `bench/annomi.py`.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np

from bench import listener_form
from bench import listener_marks as marks
from os1.listening.encoder import MiniLM

Talk = Sequence[tuple[str, str]]
"""A conversation: (speaker, words) in order; the speaker is `PERSON` or anybody else, the listener."""

PERSON = "person"
WINDOW = 100
"""How many of her turns back a frame or sentence counts as said before."""
LATELY = 3
"""How many of the person's turns, with the one replied to, a reply may take words from to be specific."""
NEARER = 0.8
"""The share of other turns a reply must be farther from than from its own."""
RARE = 2
"""A word counts as remembered if the person said it in at most so many of their turns."""

GOODS = {
    "reflections to questions": (20, 0.6), "replies that reflect": (10, 0.4), "complex": (20, 0.45),
    "specific": (15, 0.9), "own words taken up": (10, 0.2), "questions answered": (15, 0.97),
    "remembered": (10, 0.1),
}  # fmt: skip
"""Points, and the share from which on all of them are given; below it in proportion. The first is
reflections among reflections and questions: .6 is three to two."""
FAULTS = {
    "advice unasked": (20, 0.2), "judgement": (10, 0.1), "frames repeated": (15, 0.2),
    "sentences repeated": (10, 0.1), "ill-formed": (10, 0.2), "attributed": (10, 0.2),
}  # fmt: skip
"""Points taken off, and the share of replies at which all of them are."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One reply and what was found; None where there was nothing to find it in.

    `kind` is "", "simple" or "complex"; `taken` the share of the last turn's words of weight that come
    back; `frame` and `repeats` are the frame and the sentences said before within `WINDOW` turns.
    """

    said: str
    reply: str
    kind: str
    asks: bool
    advice: bool
    judgement: bool
    taken: float | None
    specific: bool
    frame: str
    repeats: tuple[str, ...]
    faults: tuple[str, ...]
    answered: bool | None
    remembered: bool | None
    attributed: tuple[str, ...]


class Nearness:
    """Whether a reply is nearer in meaning to its own turn than to most others' turns."""

    def __init__(self, turns: Sequence[str], most: int = 200) -> None:
        """Of `turns`, what everybody said in the whole corpus, `most` are drawn, always the same."""
        kept = sorted({turn for turn in turns if not marks.backchannel(turn)})
        drawn = np.random.default_rng(2013).permutation(len(kept))[:most]
        self._others = MiniLM().encode([kept[n] for n in drawn]) if kept else None

    def __call__(self, reply: str, said: str) -> bool:
        """Nearer to `said` than to `NEARER` of the others."""
        if self._others is None:
            return False
        own, turn = MiniLM().encode([reply])[0], MiniLM().encode([said])[0]
        return float(np.mean(self._others @ own < float(own @ turn))) >= NEARER


def pairs(talk: Talk) -> list[tuple[list[str], str]]:
    """Every reply with all the person's turns until then; what one says in a row is one turn."""
    told: list[tuple[bool, str]] = []
    for speaker, text in talk:
        theirs = speaker == PERSON
        if told and told[-1][0] == theirs:
            told[-1] = (theirs, f"{told[-1][1]}\n{text}")
        else:
            told.append((theirs, text))
    turns: list[str] = []
    found = []
    for theirs, text in told:
        if theirs:
            turns.append(text)
        elif turns:
            found.append(([*turns], text))
    return found


class _Told:
    """What the person has said so far: in how many turns each stem stood, and the feelings named."""

    def __init__(self) -> None:
        self.stems: Counter[str] = Counter()
        self.felt: set[str] = set()
        self._lately: deque[set[str]] = deque(maxlen=2)

    def add(self, turn: str) -> None:
        self._lately.append(set(marks.content(turn)))
        self.stems.update(self._lately[-1])
        self.felt |= marks.feelings(turn)

    def rare(self, stems: set[str]) -> set[str]:
        """Those of `stems` the person said seldom, and not in the last two turns."""
        late = set().union(*self._lately)
        return {stem for stem in stems - late if 0 < self.stems[stem] <= RARE and len(stem) > 3}


def mark(talk: Talk, near: Callable[[str, str], bool]) -> list[Mark]:
    """Marks every reply of a conversation."""
    found: list[Mark] = []
    frames: deque[str] = deque(maxlen=WINDOW)
    lines: deque[list[str]] = deque(maxlen=WINDOW)
    told = _Told()
    for turns, reply in pairs(talk):
        said, before = turns[-1], " ".join(turns[-2:-1])
        told.add(said)
        each = marks.sentences(reply)
        theirs, own = set(marks.content(said)), set(marks.content(reply))
        hers = [part for part in each if not theirs or set(marks.content(part)) - theirs]  # no echoes
        advice = any(map(marks.advises, hers)) and not marks.wants_advice(f"{before} {said}")
        judgement = any(map(marks.judges, hers))
        framed = listener_form.frame(reply, turns[-LATELY:])
        bare = [marks.words(marks.bare(part)) for part in each]
        said_now = [" ".join(line) for line in bare if len(line) > 2]
        found.append(Mark(
            said, reply, "" if advice or judgement else _kind(each, said, before), any(map(marks.asks, each)),
            advice, judgement, len(own & theirs) / len(theirs) if theirs else None,
            bool(own & set(marks.content(" ".join(turns[-LATELY:])))) or near(reply, said),
            framed if framed and framed in frames else "",
            tuple(line for line in said_now if any(line in earlier for earlier in lines)),
            tuple(listener_form.faults(reply, said)), marks.answers(reply, said) if marks.asked(said) else None,
            marks.recalls(reply, told.rare(own)) if len(turns) > LATELY else None,
            tuple(marks.attributed(reply, told.stems.keys(), told.felt)),
        ))  # fmt: skip
        frames.append(framed)
        lines.append(said_now)
    return found


def _kind(each: Sequence[str], said: str, before: str) -> str:
    """The reflection a reply is: what is added in a sentence beside it makes it complex."""
    kinds = {marks.reflects(part, said, before) for part in each}
    if "complex" in kinds or ("simple" in kinds and any(marks.adds(part, said) for part in each)):
        return "complex"
    return "simple" if "simple" in kinds else ""


def parts(found: Sequence[Mark]) -> dict[str, float | None]:
    """The share of every good and every fault; None where nothing could be counted."""
    if not found:
        return dict.fromkeys([*GOODS, *FAULTS])
    reflecting = sum(bool(m.kind) for m in found)
    asking = sum(m.asks for m in found)

    def share(values: Sequence[float | None]) -> float | None:
        known = [value for value in values if value is not None]
        return fmean(known) if known else None

    return {
        "reflections to questions": reflecting / (reflecting + asking) if reflecting else 0.0,
        "replies that reflect": reflecting / len(found),
        "complex": sum(m.kind == "complex" for m in found) / reflecting if reflecting else 0.0,
        "specific": share([m.specific for m in found]),
        "own words taken up": share([m.taken for m in found]),
        "questions answered": share([m.answered for m in found]),
        "remembered": share([m.remembered for m in found]),
        "advice unasked": share([m.advice for m in found]),
        "judgement": share([m.judgement for m in found]),
        "frames repeated": share([bool(m.frame) for m in found]),
        "sentences repeated": share([bool(m.repeats) for m in found]),
        "ill-formed": share([bool(m.faults) for m in found]),
        "attributed": share([bool(m.attributed) for m in found]),
    }


def total(shares: Mapping[str, float | None]) -> float:
    """One number from 0 to 100: the points of the goods (of those that could be counted, brought to
    a hundred), less those of the faults.

    How reflections stand to questions, and how many are complex, says little where hardly anything is
    reflected: those points are given in the measure of the points for reflecting.
    """
    known = {name: min(1.0, value / GOODS[name][1]) for name in GOODS if (value := shares[name]) is not None}
    possible = sum(GOODS[name][0] for name in known)
    if not possible:
        return 0.0
    for ratio in ("reflections to questions", "complex"):
        known[ratio] *= known["replies that reflect"]
    good = sum(GOODS[name][0] * value for name, value in known.items())
    bad = sum(points * min(1.0, (shares[name] or 0.0) / full) for name, (points, full) in FAULTS.items())
    return max(0.0, 100 * good / possible - bad)


def score(found: Sequence[Mark]) -> float:
    """The number of a listener whose replies were marked."""
    return total(parts(found))
