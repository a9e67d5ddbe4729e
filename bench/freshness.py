"""Life histories: what she states, believes now, has let go of, and says she doesn't know.

Each history is told to a real home, utterance by utterance, with its questions asked where they
stand. Half of the histories (`unseen`) were never looked at while the house was built. Quoting the
best-matching words by themselves (SQLite FTS5) is measured beside it, in the same table.
"""

from __future__ import annotations

import asyncio
import json
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.tables import Table
from os1.config import Home
from os1.house import House
from os1.memory import beliefs, episodes, recall
from os1.memory.wording import key_words, stems
from os1.store import search
from os1.testing import SetClock
from os1.types import Memory, Reply

FOLDER = Path(__file__).parent / "histories"
Line = dict[str, Any]
UNKNOWN = ("not_told", "unknown", "receipt_none")
UNSURE = "recall_near"
SAME = {"is my": "relation", "married to": "partner", "does": "plays", "studies at": "studies"}


@dataclass(slots=True)
class Tally:
    """What came of one history, or of several added up."""

    utterances: int = 0
    questions: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    outcome: Counter[str] = field(default_factory=Counter)
    plain: Counter[str] = field(default_factory=Counter)
    sure: int = 0
    sure_right: int = 0
    gold: int = 0
    stated: int = 0
    matched: int = 0
    found: int = 0
    receipts: int = 0
    receipts_right: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        for name in ("questions", "right", "outcome", "plain"):
            getattr(self, name).update(getattr(other, name))
        for name in ("utterances", "sure", "sure_right", "gold", "stated", "matched", "found", "receipts",
                     "receipts_right"):  # fmt: skip
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.wrong += other.wrong


def histories(which: str, only: Sequence[str] = ()) -> list[Path]:
    """The files of the `seen` or `unseen` half."""
    return [p for p in sorted((FOLDER / which).glob("*.jsonl")) if not only or p.stem in only]


def live(path: Path, told: Callable[[str], None] = lambda _: None) -> Tally:
    """Tell one history to a new home and ask its questions."""
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="os1-life-") as place:
        clock = SetClock(datetime.fromisoformat(lines[1]["at"]))
        with House(Home(Path(place)), clock) as house:
            asyncio.run(_tell(house, lines, tally, path.stem, told))
            _statements(house, lines, tally)
    return tally


async def _tell(
    house: House, lines: Iterable[Line], tally: Tally, name: str, told: Callable[[str], None]
) -> None:
    for line in lines:
        if "history" in line:
            continue
        at = datetime.fromisoformat(line["at"])
        if "q" in line:
            reply = await house.reply(line["q"], line["ask"], at=at, off_record=True)
            plain = _quoted_alone(house, line["ask"])
            _judge(house, line, reply, plain, tally, name, told)
        else:
            tally.utterances += 1
            await house.reply(line["id"], line["text"], at=at)


def _judge(
    house: House, line: Line, reply: Reply, plain: str, tally: Tally, name: str, told: Callable[[str], None]
) -> None:
    kind = line["kind"]
    tally.questions[kind] += 1
    outcome = judged(line, reply.reply, reply.move.kind in UNKNOWN, reply.move.kind == UNSURE)
    tally.outcome[outcome] += 1
    if reply.move.kind not in UNKNOWN and reply.move.kind != UNSURE:
        tally.sure += 1
        tally.sure_right += outcome == "right"
    tally.plain[judged(line, plain, not plain)] += 1
    if outcome in ("right", "abstained"):
        tally.right[kind] += 1
    for memory in _cited(house, reply):
        tally.receipts += 1
        tally.receipts_right += _is_receipt(house, memory)
    told(f"{outcome:10} {name} {line['q']} [{kind}] {line['ask']!r} -> {reply.reply!r} "
         f"want {line.get('answer') or line.get('all') or 'nothing'} of {line.get('evidence')}")  # fmt: skip


def judged(line: Line, reply: str, silent: bool, unsure: bool = False) -> str:
    """right, abstained (rightly), missed (she said she didn't know), a guess (said to be one, and
    not the answer), stale, another's, invented, or wrong (something true that doesn't answer)."""
    wanted, every = line.get("answer") or [], line.get("all") or []
    if line.get("abstain"):
        return "abstained" if silent else "a guess" if unsure else "invented"
    if (wanted and any(_says(reply, w) for w in wanted)) or (every and all(_says(reply, w) for w in every)):
        return "right"
    if silent:
        return "missed"
    if unsure:
        return "a guess"
    if any(_says(reply, w) for w in line.get("stale") or ()):
        return "stale"
    if any(_says(reply, w) for w in line.get("others") or ()):
        return "another's"
    return "wrong"


def _says(reply: str, words: str) -> bool:
    plain = reply.lower().replace("’", "'")
    return re.search(rf"(?<!\w){re.escape(words.lower().replace('’', chr(39)))}(?!\w)", plain) is not None


def _cited(house: House, reply: Reply) -> list[Memory]:
    if not reply.move.kind.startswith("recall"):
        return []
    shown = [recall.show(house.shelf, house.person.id, i) for i in reply.move.memories]
    return [m for m in shown if m is not None]


def _is_receipt(house: House, memory: Memory) -> bool:
    """Whether a memory's quote stands word for word in the utterance it names."""
    number = int(memory.source[1:])
    kept = episodes.fetch(house.shelf, house.person.id, [number]).get(number)
    if kept is None:
        return False
    return memory.quote.removeprefix("… ").removesuffix(" …") in " ".join(kept.text.split())


def _quoted_alone(house: House, ask: str) -> str:
    """The baseline: the words that match best by FTS5, quoted, and nothing else."""
    with house.database.read() as connection:
        found = search.matching(connection, key_words(ask), 20)
    kept = episodes.fetch(house.shelf, house.person.id, dict(found))
    best = [
        kept[n].text
        for n, _ in sorted(found, key=lambda f: -f[1])
        if n in kept and kept[n].speaker == "person"
    ]
    return best[0] if best else ""


def _statements(house: House, lines: Sequence[Line], tally: Tally) -> None:
    """Which of the statements that should be believed were made, and which were made up."""
    for line in lines:
        if "text" not in line:
            continue
        kept = episodes.by_turn(house.shelf, house.person.id, line["id"], "person")
        assert kept is not None
        made = [m for m in beliefs.of_utterances(house.shelf, house.person.id, [kept.id])
                if m.modality == "asserted" and m.kind in ("fact", "person") and m.source == f"u{kept.id}"]  # fmt: skip
        gold = [g for g in line.get("gold", ()) if g["predicate"] not in ("feels", "plans", "happened")
                and "modality" not in g and "retracts" not in g]  # fmt: skip
        loose = line.get("gold", ())
        tally.gold += len(gold)
        tally.stated += len(made)
        tally.found += sum(any(_same(g, m) for m in made) for g in gold)
        tally.matched += sum(any(_same(g, m) for g in loose if "modality" not in g) for m in made)


def _same(gold: Line, made: Memory) -> bool:
    predicate = SAME.get(made.predicate, made.predicate)
    if SAME.get(gold["predicate"], gold["predicate"]) != predicate:
        return False
    if gold["predicate"] != "terms" and (gold["subject"] == "me") != (made.subject == "me"):
        return False
    a, b = stems(str(gold["value"])), stems(made.value)
    return bool(a & b) or not a or str(gold["value"]).lower() in made.value.lower()


def tables(tallies: dict[str, Tally]) -> list[Table]:
    """The figures of each half, and by kind of question."""
    head = ("", "questions", "right", "stale", "another's", "invented", "a guess", "missed", "beside the point",
            "told as sure", "of them right")  # fmt: skip
    rows = []
    for name, t in tallies.items():
        told = (str(t.sure), _share(t.sure_right, t.sure))
        plain = t.plain.total() - t.plain["missed"] - t.plain["abstained"]
        alone = (str(plain), _share(t.plain["right"], plain))
        for who, outcome, surely in ((f"{name}: OS1", t.outcome, told),
                                     (f"{name}: quoting alone (FTS5)", t.plain, alone)):  # fmt: skip
            total = sum(outcome.values()) or 1
            good = outcome["right"] + outcome["abstained"]
            row = (
                good,
                outcome["stale"],
                outcome["another's"],
                outcome["invented"],
                outcome["a guess"],
                outcome["missed"],
                outcome["wrong"],
            )
            rows.append((who, str(total), *(f"{100 * n / total:.1f} %" for n in row), *surely))
    answered = Table("Life histories: what she answers", head, tuple(rows), (
        "right: the answer is in the reply, or nothing supports one and she says so; "
        "another's: a value that is somebody else's, a joke, a wish or a rumour; a guess: she says she isn't "
        "sure, quotes what comes nearest, and it isn't the answer; told as sure: she answers without saying "
        "that she isn't sure, and what she says is right, of all questions with an answer and without",))  # fmt: skip
    columns = ("", "utterances", "statements to make", "recall", "precision", "receipts right")
    made = [
        (name, str(t.utterances), str(t.gold), _share(t.found, t.gold), _share(t.matched, t.stated),
         f"{t.receipts_right} of {t.receipts}") for name, t in tallies.items()
    ]  # fmt: skip
    kinds = sorted({k for t in tallies.values() for k in t.questions})
    by_kind = [(k, *(f"{t.right[k]} of {t.questions[k]}" for t in tallies.values())) for k in kinds]
    return [answered, Table("Life histories: what she states", columns, tuple(made)),
            Table("Life histories: right, by kind of question", ("", *tallies), tuple(by_kind))]  # fmt: skip


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


def run(
    halves: Sequence[str] = ("seen", "unseen"), only: Sequence[str] = (), *, log: bool = False
) -> list[Table]:
    """Tell every history; `log` prints each question's outcome (never for the unseen half)."""
    tallies: dict[str, Tally] = {}
    for half in halves:
        total = Tally()
        for path in histories(half, only):
            total.add(live(path, print if log and half == "seen" else lambda _: None))
        tallies[half] = total
    return tables(tallies)
