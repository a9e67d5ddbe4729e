"""Listeners talked to by the same people: Samantha, ELIZA, a parrot, and what a good listener wrote.

The people are the P lines of `bench/talks` and `tests/flows/conversations`, every talk in a fresh home;
then all of them once more in one home, to see what she says twice within a hundred turns. The good
listener is the S lines of `bench/talks`, written by hand; AnnoMI's sessions come in where they are
(`bench/annomi.py`). `python -m bench.listeners --show PART` prints replies that fail a part.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import numpy as np

from bench import annomi
from bench.eliza import Eliza
from bench.listener_marks import sentences
from bench.listener_score import FAULTS, GOODS, PERSON, Mark, Nearness, mark, parts, total
from bench.tables import Table
from os1.config import Home
from os1.house import House
from os1.testing import SetClock

ROOT = Path(__file__).resolve().parents[1]
BEGIN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TARGETS = {
    "reflections : questions": "≥ 1.5", "complex": "≥ 45", "specific": "≥ 90", "questions answered": "≥ 97",
    "advice unasked": "0", "frames repeated": "< 2", "sentences repeated": "0", "ill-formed": "≤ 1",
}  # fmt: skip
SHOWN: dict[str, Callable[[Mark], object]] = {
    "frames": lambda m: m.frame, "sentences": lambda m: m.repeats, "formed": lambda m: m.faults,
    "answers": lambda m: m.answered is False, "advice": lambda m: m.advice, "judgement": lambda m: m.judgement,
    "specific": lambda m: not m.specific, "attributed": lambda m: m.attributed,
    "simple": lambda m: m.kind == "simple",
}  # fmt: skip
"""What `--show` can print, and why a reply fails it."""
Line = tuple[datetime, str]
Spoken = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who talks: their lines with their moments, and the whole talk as written where a listener's
    lines were written too."""

    name: str
    lines: tuple[Line, ...]
    written: tuple[tuple[str, str], ...] = ()


def people() -> list[Person]:
    """Everybody who talks here."""
    found = []
    for path in sorted((ROOT / "bench" / "talks").glob("*.txt")):
        found += [_talk(*each) for each in _blocks(path)]
    for path in sorted((ROOT / "tests" / "flows" / "conversations").glob("*.txt")):
        found += [_conversation(*each) for each in _blocks(path)]
    return found


def _blocks(path: Path) -> Iterable[tuple[str, list[str]]]:
    name, rows = "", list[str]()
    for row in path.read_text("utf-8").splitlines():
        if row.startswith("#"):
            if rows:
                yield name, rows
            name, rows = row[1:].split(";")[0].strip(), []
        elif row.strip():
            rows.append(row)
    if rows:
        yield name, rows


def _talk(name: str, rows: Sequence[str]) -> Person:
    told = [(PERSON if row[0] == "P" else "listener", row[1:].partition(" :: ")[0].strip()) for row in rows]
    said = [text for speaker, text in told if speaker == PERSON]
    return Person(name, tuple((BEGIN + n * timedelta(minutes=3), text) for n, text in enumerate(said)), tuple(told))


def _conversation(name: str, rows: Sequence[str]) -> Person:
    at, lines = BEGIN, []
    for row in rows:
        if row.startswith("="):
            at = datetime.strptime(row[1:].strip(), "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
        elif row.startswith("P "):
            lines.append((at, row[1:].strip()))
            at += timedelta(minutes=1)
    return Person(name, tuple(lines))


def samantha(lines: Sequence[Line]) -> Spoken:
    """What she answers, in a home of its own."""
    told: Spoken = []
    with tempfile.TemporaryDirectory(prefix="os1-bench-") as folder, House(Home(Path(folder)), SetClock(lines[0][0])) as house:
        for n, (at, text) in enumerate(lines):
            told += [(PERSON, text), ("listener", asyncio.run(house.reply(f"t{n}", text, at=at)).reply)]
    return told


def eliza(lines: Sequence[Line]) -> Spoken:
    """What ELIZA answers."""
    she = Eliza()
    return [said for _, text in lines for said in ((PERSON, text), ("listener", she.reply(text)))]


def parrot(lines: Sequence[Line]) -> Spoken:
    """Each time the person's last sentence, in quotes."""
    told: Spoken = []
    for _, text in lines:
        last = (sentences(text) or [text])[-1]
        told += [(PERSON, text), ("listener", f"“{last}{'' if last[-1] in '.!?…' else '.'}”")]
    return told


def on_end(folk: Sequence[Person]) -> list[Line]:
    """All lines one after another, three minutes apart, a day between people."""
    at, lines = BEGIN, []
    for person in folk:
        for _, text in person.lines:
            lines.append((at, text))
            at += timedelta(minutes=3)
        at += timedelta(days=1)
    return lines


@dataclass(frozen=True, slots=True)
class Listened:
    """A listener's replies marked: talk by talk, and as one long talk."""

    name: str
    talks: list[list[Mark]]
    whole: list[Mark]

    def shares(self, chosen: Sequence[int] | None = None) -> dict[str, float | None]:
        """The parts of the score; what is said twice is looked for in the long talk where there is one."""
        picked = self.talks if chosen is None else [self.talks[n] for n in chosen]
        found = parts([each for talk in picked for each in talk])
        if self.whole:
            long = parts(self.whole)
            found |= {name: long[name] for name in ("frames repeated", "sentences repeated")}
        return found

    def interval(self, times: int = 200) -> tuple[float, float]:
        """Between what the score lies 95 times in 100 when the talks are drawn anew."""
        chance = np.random.default_rng(2013)
        size = len(self.talks)
        found = [total(self.shares(list(chance.integers(0, size, size)))) for _ in range(times)]
        low, high = np.percentile(found, (2.5, 97.5))
        return float(low), float(high)


def listened(name: str, folk: Sequence[Person], answer: Callable[[Sequence[Line]], Spoken],
             near: Nearness) -> Listened:  # fmt: skip
    """Lets a listener answer everybody, each alone and then all in one go."""
    print(f"  {name}: {len(folk)} talks", file=sys.stderr)
    each = [mark(answer(person.lines), near) for person in folk]
    return Listened(name, each, mark(answer(on_end(folk)), near))


def written(folk: Sequence[Person], near: Nearness) -> Listened:
    """The good listener whose words were written with the talks."""
    talks = [person.written for person in folk if person.written]
    whole = [said for talk in talks for said in talk]
    return Listened("good listener, written", [mark(talk, near) for talk in talks], mark(whole, near))


def _people_of_annomi(path: Path) -> list[Listened]:
    told = annomi.sessions(path)
    near = Nearness([text for each in told for speaker, text in each.talk if speaker == PERSON])
    return [Listened(f"AnnoMI, {'high' if good else 'low'}",
                     [mark(each.talk, near) for each in told if each.good == good], [])
            for good in (True, False)]  # fmt: skip


def run(few: int | None = None) -> list[Table]:
    """Every listener, and how the score does on people."""
    folk = people()[:few]
    near = Nearness([text for person in folk for _, text in person.lines])
    with_listener = [n for n, person in enumerate(folk) if person.written]
    she = listened("Samantha", folk, samantha, near)
    same = Listened("Samantha, the same talks", [she.talks[n] for n in with_listener], she.whole)
    found = [she, same, written(folk, near), listened("ELIZA", folk, eliza, near),
             listened("parrot", folk, parrot, near)]  # fmt: skip
    path = annomi.where()
    if path:
        found += _people_of_annomi(path)
    return [*annomi.tables(path), _table(found)]


def _table(found: Sequence[Listened]) -> Table:
    shares = [each.shares() for each in found]
    rows = [("replies", "", *(f"{sum(map(len, each.talks)):,}" for each in found)),
            ("listening score, of 100", "", *(f"{total(each.shares()):.0f} ({low:.0f}–{high:.0f})"
             for each in found for low, high in [each.interval()]))]  # fmt: skip
    for name in [*GOODS, *FAULTS]:
        values = [share[name] for share in shares]
        if name == "reflections to questions":
            label = "reflections : questions"
            cells = [_ratio(value) for value in values]
        else:
            label, cells = name, ["–" if value is None else f"{100 * value:.1f}" for value in values]
        rows.append((label, TARGETS.get(label, ""), *cells))
    return Table("Listeners", ("in percent of replies", "target", *(each.name for each in found)), tuple(rows), (
        "The score and its parts: `bench/listener_score.py`. “complex” is of the reflections, “questions answered” of "
        "the questions put to the listener, “own words taken up” of the person's words of weight, “remembered” of the "
        "replies where there was something to remember.",
        "Frames and sentences are looked for within 100 turns of one long talk of everybody's lines, in one home; AnnoMI's "
        "within each session. The good listener's lines stand beside Samantha's in the same talks.",
        "Specific is a rule's guess: a word shared with one of the last three turns, or nearer in meaning to its own turn "
        "than to four of five others. A person who says “that must sting” to a story about a shoe fails it.",
    ))  # fmt: skip


def _ratio(share: float | None) -> str:
    if share is None:
        return "–"
    return "∞" if share == 1 else f"{share / (1 - share):.2f}"


def show(part: str, who: str, few: int | None) -> None:
    """Print the replies of a listener that fail a part, with what was said before."""
    folk = people()[:few]
    near = Nearness([text for person in folk for _, text in person.lines])
    answer = {"samantha": samantha, "eliza": eliza, "parrot": parrot}.get(who)
    at_length = part in ("frames", "sentences")
    if answer is None:
        good = written(folk, near)
        talks = [good.whole] if at_length else good.talks
    else:
        talks = [mark(answer(on_end(folk)), near)] if at_length else [mark(answer(p.lines), near) for p in folk]
    found = [each for talk in talks for each in talk if SHOWN[part](each)]
    for each in found:
        why = {"frames": each.frame, "sentences": each.repeats, "formed": each.faults,
               "attributed": each.attributed}.get(part, "")  # fmt: skip
        print(f"  > {each.said}\n    {each.reply}{f'      [{why}]' if why else ''}")
    print(f"{len(found)} of {sum(map(len, talks))} replies fail “{part}”.")


def main() -> int:
    """`python -m bench.listeners [--show PART] [--who LISTENER] [--few N]`."""
    parser = argparse.ArgumentParser(prog="bench.listeners", description="How listeners listen.")
    parser.add_argument("--show", choices=SHOWN, help="print the replies that fail a part")
    parser.add_argument("--who", default="samantha", choices=("samantha", "eliza", "parrot", "written"))
    parser.add_argument("--few", type=int, metavar="N", help="the first N talks only")
    given = parser.parse_args()
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    if given.show:
        show(given.show, given.who, given.few)
    else:
        from bench.tables import shown

        list(map(partial(print, flush=True), map(shown, run(given.few))))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
