"""What reading one utterance costs, whole and part by part."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial

from bench.home import END, SEED
from bench.tables import Table, percentile
from bench.talk import Talk
from os1.listening import (
    acts,
    dates,
    entities,
    feelings,
    phrases,
    reading,
    requests,
    risk,
    segments,
    statements,
)
from os1.listening.encoder import MiniLM
from os1.listening.hear import hear

UTTERANCES = 400


def run() -> list[Table]:
    """Measure every part on the same made-up utterances."""
    talk = Talk(SEED + 4)
    pool = talk.pool(600)
    told = [talk.utterance(pool).text for _ in range(UTTERANCES - 120)]
    told += [talk.question() for _ in range(80)] + [talk.small() for _ in range(40)]
    known = {name.lower(): name for name in talk.people}
    print(f"  reading {len(told)} utterances", file=sys.stderr)
    rows = [_row(name, part, told) for name, part in _parts(known).items()]
    words = sum(len(text.split()) for text in told) / len(told)
    note = (f"{len(told)} utterances of {words:.0f} words on average, {len(known)} names known; "
            "a reply hears each once and encodes it once or twice.")  # fmt: skip
    return [Table("Listening, CPU milliseconds an utterance", ("part", "mean", "p50", "p95"),
                  tuple(rows), (note,))]  # fmt: skip


def _parts(known: dict[str, str]) -> dict[str, Callable[[str], object]]:
    encoder = MiniLM()

    def read_statements(text: str) -> object:
        cut = segments.sentences(text)
        named = entities.named(cut, known)
        return statements.read(text, cut, named, dates.find(text, END), feelings.read(text), END)

    return {
        "hear: all but the encoder": partial(hear, now=END, known=known),
        "sentence encoder": lambda text: encoder.encode([text]),
        "sentences": segments.sentences,
        "requests": requests.read,
        "acts": lambda text: acts.read(text, requests.read(text)),
        "feelings": feelings.read,
        "dates": lambda text: dates.find(text, END),
        "people and places": lambda text: entities.named(segments.sentences(text), known),
        "statements, with what they need": read_statements,
        "risk": lambda text: risk.judge(text, ()),
        "parts of speech": lambda text: [reading.read(s.text) for s in segments.sentences(text)],
        "topic and main clause": _phrases,
    }


def _phrases(text: str) -> object:
    clauses = [phrases.main_clause(s.text) for s in segments.sentences(text)]
    return [phrases.turn_about(clause) for clause in clauses if clause], phrases.topic(text)


def _row(name: str, part: Callable[[str], object], told: list[str]) -> tuple[str, ...]:
    for text in told[:20]:
        part(text)
    taken = []
    for text in told:
        began = time.process_time()
        part(text)
        taken.append((time.process_time() - began) * 1000)
    mean = sum(taken) / len(taken)
    return (name, f"{mean:.2f}", f"{percentile(taken, 50):.2f}", f"{percentile(taken, 95):.2f}")
