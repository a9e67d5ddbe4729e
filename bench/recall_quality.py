"""How well she recalls: evidence found on LoCoMo, beside words alone and vectors alone.

LoCoMo (Maharana et al. 2024) is CC BY-NC 4.0: it measures here, nothing is fitted on it and none of
it is kept. Its file isn't part of OS1; give it by `--locomo FILE`.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from bench.home import END
from bench.reply import Floats, stored_vectors, vectors_alone, words_alone
from bench.tables import Table
from os1.config import Home
from os1.house import House
from os1.listening.hear import hear
from os1.memory import episodes, people, recall
from os1.memory.vectors import pack
from os1.store import search
from os1.store.tables import embedding, reading
from os1.testing import SetClock

USUAL = Path(__file__).resolve().parents[2] / "shared" / "data" / "memory" / "locomo10.json"
DEPTHS = (5, 10, 20)
SYSTEMS = ("OS1 recall (words and meaning)", "SQLite FTS5 porter, bm25", "MiniLM vectors")
FORMS = ("as said", "as said, “I” for the speaker asked about", "speaker's name before each")
Found = dict[int, float]
"""A question's share of evidence found, by depth."""


def run(given: Path | None = None, *, everything: bool = False) -> list[Table]:
    """Measure on two conversations, or all ten; no table where the file isn't there."""
    path = given or USUAL
    if not path.exists():
        print(f"  no {path.name} here; recall isn't measured (give it by --locomo)", file=sys.stderr)
        return []
    talks = json.loads(path.read_text("utf-8"))[: None if everything else 2]
    rows: list[tuple[str, ...]] = []
    notes = [f"{len(talks)} conversations, categories 1 to 4 with evidence; the pool is one "
             "conversation's turns, all of them told to OS1 as one person's; R@k is the share of "
             "a question's evidence turns among the first k."]  # fmt: skip
    for form in FORMS:
        recalls: dict[str, list[Found]] = {system: [] for system in SYSTEMS}
        for number, talk in enumerate(talks, 1):
            print(f"  conversation {number} of {len(talks)}, {form}", file=sys.stderr)
            _measure(talk, form, recalls)
        rows += [_row(system, form, recalls[system]) for system in SYSTEMS]
        notes += _verdict(form, recalls)
    head = ("search", "text", *(f"R@{k}" for k in DEPTHS), "questions")
    return [Table("Recall of evidence on LoCoMo, percent", head, tuple(rows), tuple(notes))]


def _row(system: str, form: str, found: Sequence[Found]) -> tuple[str, ...]:
    return (system, form, *(f"{_mean(found, k):.1f}" for k in DEPTHS), str(len(found)))


def _mean(found: Sequence[Found], depth: int) -> float:
    return 100 * sum(each[depth] for each in found) / len(found) if found else 0.0


def _verdict(form: str, recalls: dict[str, list[Found]]) -> list[str]:
    ours, *others = SYSTEMS
    told = []
    for depth in DEPTHS:
        mine = _mean(recalls[ours], depth)
        for other in others:
            theirs = _mean(recalls[other], depth)
            if theirs > mine:
                told.append(f"OS1's recall is beaten by {other} at R@{depth}, {form}: "
                            f"{mine:.1f} to {theirs:.1f}.")  # fmt: skip
    return told or [f"OS1's recall is ahead of each leg alone at every depth, {form}."]


def _measure(talk: dict[str, Any], form: str, recalls: dict[str, list[Found]]) -> None:
    """Tell one conversation to a new home, ask its questions, and note what was found."""
    with tempfile.TemporaryDirectory() as folder, House(Home(Path(folder)), SetClock(END)) as house:
        numbers = _tell(house, talk["conversation"], form == FORMS[2])
        stored, matrix = stored_vectors(house)
        for asked in talk["qa"]:
            evidence = {numbers[turn] for turn in _turns(asked) if turn in numbers}
            if asked["category"] == 5 or not evidence:
                continue
            question = str(asked["question"])
            if form == FORMS[1]:
                question = _own(question, talk["conversation"])
            vector = house.shelf.encoder.encode([question])[0]
            most = max(DEPTHS)
            ours = recall.search(house.shelf, house.person.id, question, most=most, vector=vector)
            lists = (
                [int(memory.source[1:]) for memory in ours],
                words_alone(house, question, most),
                [stored[n] for n in vectors_alone(matrix, vector, most)],
            )
            for system, found in zip(SYSTEMS, lists, strict=True):
                recalls[system].append({k: _share(found[:k], evidence) for k in DEPTHS})


def _own(question: str, conversation: dict[str, Any]) -> str:
    """The question as the speaker it is about would ask it: to OS1 nobody names themselves."""
    names = "|".join(conversation[key] for key in ("speaker_a", "speaker_b"))
    return re.sub(rf"\b(?:{names})\b", "I", re.sub(rf"\b(?:{names})'s\b", "my", question))


def _share(found: Sequence[int], evidence: set[int]) -> float:
    return len(evidence & set(found)) / len(evidence)


def _turns(asked: dict[str, Any]) -> list[str]:
    """The turns a question's evidence lies in; some entries hold several."""
    return re.findall(r"D\d+:\d+", " ".join(map(str, asked["evidence"])))


def _tell(house: House, conversation: dict[str, Any], named: bool) -> dict[str, int]:
    """Keep every turn as the person's words, a sound of hers between; turn → utterance number."""
    shelf, person_id = house.shelf, house.person.id
    numbers: dict[str, int] = {}
    at = END - timedelta(days=400)
    sessions = [n for n in range(1, 100) if conversation.get(f"session_{n}")]
    for session in sessions:
        at += timedelta(days=7)
        turns = conversation[f"session_{session}"]
        texts = [f"{t['speaker']}: {t['text']}" if named else t["text"] for t in turns]
        vectors = shelf.encoder.encode(texts)
        for turn, text, vector in zip(turns, texts, vectors, strict=True):
            at += timedelta(minutes=1)
            numbers[turn["dia_id"]] = _keep(house, turn["dia_id"], text, at, vector)
    shelf.vectors.pop(person_id, None)
    return numbers


def _keep(house: House, turn_id: str, text: str, at: datetime, vector: Floats) -> int:
    """What the house keeps of an utterance, without making a reply."""
    shelf, person_id = house.shelf, house.person.id
    heard = hear(text, at, known=people.known_names(people.everyone(shelf, person_id)))
    with shelf.database.write() as connection:
        kept = episodes.keep_in(connection, person_id, turn_id, "person", text, at)
        episodes.keep_in(connection, person_id, turn_id, "samantha", "Mm.", at)
        search.index_words(connection, kept.id, text)
        connection.execute(
            insert(reading).values(utterance_id=kept.id, **episodes.as_row(heard))
        )
        connection.execute(
            insert(embedding).values(
                utterance_id=kept.id, person_id=person_id, vector=pack(vector)
            )
        )
    people.note_mentions(shelf, person_id, kept.id, heard.mentions)
    return kept.id
