"""Recall: the utterances that bear on a question, by their words and their meaning together.

Both legs are put on one scale (z-scores within the candidates) and added; a remark whose
neighbour answers the question gains a little, and one about somebody the question names gains
more. Measured beside others on long conversations, the sum of z-scores is well ahead of either
leg alone and of reciprocal ranks.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from os1.listening.names import same_relation
from os1.memory import episodes, facts, people
from os1.memory.episodes import Shelf
from os1.memory.wording import best_sentences, key_words, shorten, stem, stems
from os1.store import search as words
from os1.types import Memory, Utterance

NEIGHBOUR = 0.35
NAMED = 1.5
POOL = 150
LONG_NAME = 4  # words of a name, at most, where stop words between them are passed over


def search(
    shelf: Shelf,
    person_id: str,
    query: str,
    *,
    most: int = 10,
    vector: NDArray[np.float32] | None = None,
    before: int | None = None,
    told_only: bool = False,
) -> list[Memory]:
    """What bears most on `query`, best first, as episodes with their scores.

    `before` leaves out utterances from that number on, `told_only` those in which nothing was
    told (bare questions, greetings) or that were taken back.
    """
    query_vector = shelf.encoder.encode([query])[0] if vector is None else vector
    lexical = _by_words(shelf, query)
    index = shelf.index(person_id)
    near = dict(index.search(query_vector, POOL))
    meant = people_meant(shelf, person_id, query)
    about = episodes.with_mention(shelf, person_id, [e.id for e in meant]) if meant else {}
    numbers = set(lexical) | set(near) | set(list(about)[-POOL:])
    kept = episodes.fetch(shelf, person_id, numbers)
    kept = {
        n: u for n, u in kept.items() if u.speaker == "person" and (before is None or n < before)
    }
    if told_only:
        kept = told(shelf, kept)
    near |= index.similarity(query_vector, kept.keys() - near.keys())
    scores = _scores(list(kept), lexical, near, about)
    ranked = sorted(scores, key=lambda n: (-scores[n], -n))[:most]
    wanted = stems(query)
    return [
        replace(as_memory(kept[n], wanted, about.get(n)), score=round(scores[n], 4)) for n in ranked
    ]


def with_statements(shelf: Shelf, person_id: str, found: Sequence[Memory]) -> list[Memory]:
    """Episodes with the statements that follow from them, each right behind its source."""
    numbers = [int(m.source[1:]) for m in found if m.kind == "episode"]
    by_source: dict[str, list[Memory]] = {}
    for each in facts.of_utterances(shelf, person_id, numbers):
        by_source.setdefault(each.source, []).append(each)
    joined: list[Memory] = []
    for memory in found:
        joined.append(memory)
        joined += [replace(s, score=memory.score) for s in by_source.get(memory.source, ())]
    return joined


def _by_words(shelf: Shelf, query: str) -> dict[int, float]:
    with shelf.database.read() as connection:
        return dict(words.matching(connection, key_words(query), POOL))


def people_meant(shelf: Shelf, person_id: str, query: str) -> list[people.Entity]:
    """The people and things she knows that the words name."""
    held = people.circle(shelf, person_id)
    plain = query.lower()
    row = key_words(query)
    runs = {" ".join(row[a:b]) for a in range(len(row)) for b in range(a + 1, a + 1 + LONG_NAME)}
    found = [held.by_name[run] for run in runs if run in held.by_name]
    found += [each for name, each in held.long_names if name in plain]
    said = _relations_in(query)
    found += [each for each in held.related if same_relation(each.relation) in said]
    return [each for _, each in sorted({each.id: each for each in found}.items())]


def _relations_in(query: str) -> set[str]:
    words = re.findall(r"\bmy ([\w-]+)|\b([Dd]ad|[Mm]um|[Mm]om|[Gg]ran(?:dma|dad)?)\b", query)
    return {same_relation((mine or bare).lower()) for mine, bare in words}


def told(shelf: Shelf, kept: dict[int, Utterance]) -> dict[int, Utterance]:
    """Those in which something was told, and not taken back."""
    heard = episodes.readings(shelf, kept)
    return {
        n: u
        for n, u in kept.items()
        if n in heard and "statement" in str(heard[n].acts).split() and not heard[n].taken_back
        and not str(heard[n].acts).startswith("question request")
    }  # fmt: skip


def _scores(
    numbers: list[int],
    lexical: dict[int, float],
    near: dict[int, float],
    about: Collection[int],
) -> dict[int, float]:
    if not numbers:
        return {}
    by_words = _z([lexical.get(n, 0.0) for n in numbers])
    by_meaning = _z([near.get(n, 0.0) for n in numbers])
    own = dict(zip(numbers, (by_words + by_meaning).tolist(), strict=True))
    return {
        n: own[n]
        + NEIGHBOUR * max(own.get(n - 2, 0.0), own.get(n + 2, 0.0), 0.0)
        + (NAMED if n in about else 0.0)
        for n in numbers
    }


def _z(values: list[float]) -> NDArray[np.float64]:
    row = np.array(values)
    scaled: NDArray[np.float64] = (row - row.mean()) / (row.std() or 1.0)
    return scaled


def as_memory(
    said: Utterance, wanted: set[str] | None = None, numbers: list[int] | None = None
) -> Memory:
    """An utterance as a memory of itself, quoted where it matters."""
    quote = best_sentences(said.text, wanted or set(), numbers)
    return Memory(
        id=f"u{said.id}",
        kind="episode",
        text=shorten(said.text.strip()),
        source=f"u{said.id}",
        quote=quote,
        said_at=said.said_at,
    )


def show(shelf: Shelf, person_id: str, memory_id: str) -> Memory | None:
    """One memory by its id, with its receipt; None where there is none."""
    kind, number = memory_id[:1], memory_id[1:]
    if not number.isdigit() or len(number) > 15:
        return None
    if kind == "m":
        found = facts.by_number(shelf, person_id, [int(number)])
        return found[0] if found else None
    if kind != "u":
        return None
    kept = episodes.fetch(shelf, person_id, [int(number)]).get(int(number))
    if kept is None:
        return None
    heard = episodes.readings(shelf, [kept.id]).get(kept.id)
    taken = bool(heard and heard.taken_back)
    return replace(as_memory(kept), text=kept.text, quote=kept.text, taken_back=taken,
                   current=not taken)  # fmt: skip


def shares(question: str, text: str) -> float:
    """How much of a question's own words a text holds, 0 to 1."""
    wanted = {stem(word) for word in key_words(question)}
    return len(wanted & stems(text)) / len(wanted) if wanted else 0.0
