"""Recall: the utterances that bear on a question.

Candidates first, by their words and by their meaning; those most promising are then ranked by all
clues there are, with what was said just before and after them (see `ranking`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Executable, Row, bindparam, literal, select, text

from os1.listening.names import same_relation
from os1.memory import beliefs, episodes, people, ranking
from os1.memory.clues import root
from os1.memory.episodes import Shelf
from os1.memory.vectors import VectorIndex
from os1.memory.wording import best_sentences, key_words, shorten, stem, stems
from os1.store import search as words
from os1.store.tables import mention, reading, utterance
from os1.types import Memory, Utterance

NAMED = 1.0
POOL = 150  # candidates each by words and by meaning
CLOSELY = 24  # of them ranked by all clues
BESIDE = 2  # utterances looked at on either side of each
FAR = 12  # numbers apart from which two utterances aren't neighbours: hers and the other rooms' lie between
PAUSE = 3 * 3600.0  # seconds of silence that end a stretch of talk
LONGEST = 1_000  # characters of an utterance looked at
LONG_NAME = 4  # words of a name, at most, where stop words between them are passed over

# Built once: building them anew would cost a search more than SQLite takes to answer them.
_ACTS = literal(" ") + reading.c.acts + " "
_TOLD = select(reading.c.utterance_id).where(
    reading.c.utterance_id.in_(words.given("numbers")),
    _ACTS.like("% statement %"),
    _ACTS.not_like(" question request%"), _ACTS.not_like("% complaint %"),
    reading.c.taken_back == "",
)
_SAID = (
    select(*(utterance.c[name] for name in ("id", "turn_id", "speaker", "text", "said_at", "moment")))
    .where(
        utterance.c.id.in_(words.given("numbers")),
        words.newest_first(bindparam("person_id")),  # by number, never by person
        utterance.c.speaker == "person",
        utterance.c.forgotten == 0,
    )
    .order_by(utterance.c.id)
)
_LATELY = (
    select(mention.c.utterance_id)
    .where(mention.c.entity_id == bindparam("entity_id"))
    .distinct()
    .order_by(mention.c.utterance_id.desc())
    .limit(POOL)
)
# By the index on whom is meant: all that mean one person stand together there.
_MEANT = text(
    "SELECT utterance_id, sentence FROM mention INDEXED BY sqlite_autoindex_mention_1 "
    "WHERE entity_id IN (SELECT value FROM json_each(:entity_ids)) "
    "AND utterance_id IN (SELECT value FROM json_each(:numbers)) ORDER BY utterance_id, sentence"
)


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
    with shelf.database.read() as connection:
        holding = words.holders(connection, key_words(query))
    lexical = dict(words.best(holding, POOL))
    index = shelf.index(person_id)
    near = dict(index.search(query_vector, POOL))
    meant = {each.id for each in people_meant(shelf, person_id, query)}
    lately = _lately(shelf, meant)
    numbers = _fair(shelf, {*lexical, *near, *lately}, before, told_only)
    near |= index.similarity(query_vector, numbers - near.keys())
    chosen = _promising(list(numbers), lexical, near, _about(shelf, meant, numbers))
    said = _around(shelf, person_id, chosen)
    around = _scores(said, query, query_vector, index, holding)
    about = _about(shelf, meant, around)
    # What stands beside a candidate may be the answer: "Oh, the one by the harbour".
    beside = _fair(shelf, around.keys() - set(chosen), before, told_only)
    scores = {n: around[n] + (NAMED if n in about else 0.0)
              for n in around.keys() & {*chosen, *beside}}  # fmt: skip
    ranked = sorted(scores, key=lambda n: (-scores[n], -n))[:most]
    kept = {row.id: row for row in said}
    wanted = stems(query)
    return [
        replace(as_memory(episodes.as_utterance(kept[n]), wanted, about.get(n)), score=round(scores[n], 4))
        for n in ranked
    ]


def with_statements(shelf: Shelf, person_id: str, found: Sequence[Memory]) -> list[Memory]:
    """Episodes with the statements that follow from them, each right behind its source."""
    numbers = [int(m.source[1:]) for m in found if m.kind == "episode"]
    by_source = beliefs.by_source(shelf, person_id, numbers)
    joined: list[Memory] = []
    for memory in found:
        joined.append(memory)
        joined += [replace(s, score=memory.score) for s in by_source.get(memory.source, ())]
    return joined


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
    fitting = _told(shelf, kept)
    return {n: u for n, u in kept.items() if n in fitting}


def _told(shelf: Shelf, numbers: Collection[int]) -> set[int]:
    return {int(row[0]) for row in _answered(shelf, _TOLD, numbers)}


def _answered(
    shelf: Shelf, asked: Executable, numbers: Collection[int], **more: str
) -> Sequence[Row[*tuple[Any, ...]]]:
    with shelf.database.read() as connection:
        return connection.execute(asked, {"numbers": json.dumps(list(numbers)), **more}).all()


def _lately(shelf: Shelf, entity_ids: Collection[int]) -> list[int]:
    """The last utterances in which one of these people or things is meant, POOL at most."""
    with shelf.database.read() as connection:
        found = {
            int(row[0]) for each in entity_ids
            for row in connection.execute(_LATELY, {"entity_id": each})
        }  # fmt: skip
    return sorted(found)[-POOL:]


def _about(shelf: Shelf, entity_ids: Collection[int], numbers: Collection[int]) -> dict[int, list[int]]:
    """Of these utterances those that mean one of these people or things, and in which sentences."""
    found: dict[int, list[int]] = {}
    whom = json.dumps(list(entity_ids))
    for number, sentence in _answered(shelf, _MEANT, numbers, entity_ids=whom) if entity_ids else ():
        found.setdefault(int(number), []).append(int(sentence))
    return found


def _fair(shelf: Shelf, numbers: set[int], before: int | None, told_only: bool) -> set[int]:
    if before is not None:
        numbers = {n for n in numbers if n < before}
    return _told(shelf, numbers) if told_only and numbers else numbers


def _promising(
    numbers: list[int], lexical: dict[int, float], near: dict[int, float], about: Collection[int]
) -> list[int]:
    """The few to look at closely: by words and meaning on one scale, and who is meant."""
    if not numbers:
        return []
    by_words = _z([lexical.get(n, 0.0) for n in numbers])
    by_meaning = _z([near.get(n, 0.0) for n in numbers])
    named = np.array([NAMED * (n in about) for n in numbers])
    order = np.argsort(-(by_words + by_meaning + named), kind="stable")[:CLOSELY]
    return [numbers[n] for n in order]


def _around(shelf: Shelf, person_id: str, numbers: Collection[int]) -> Sequence[Row[*tuple[Any, ...]]]:
    """What the person said then and just before and after, in order."""
    reach = range(-BESIDE * 2, BESIDE * 2 + 1)  # hers stand between theirs
    wanted = {n + step for n in numbers for step in reach}
    return _answered(shelf, _SAID, wanted, person_id=person_id)


def _scores(
    said: Sequence[Row[*tuple[Any, ...]]],
    query: str,
    vector: NDArray[np.float32],
    index: VectorIndex,
    holding: Mapping[str, words.Held],
) -> dict[int, float]:
    """The log odds of utterances among each other; they come in order."""
    if not said:
        return {}
    numbers, moments = [row.id for row in said], [row.moment for row in said]
    apart = (np.diff(moments) > PAUSE) | (np.diff(numbers) > FAR)
    talk = ranking.gather(
        [row.text[:LONGEST] for row in said], [""] * len(said), moments, np.r_[0, np.cumsum(apart)],
        index.vectors(numbers), len(index), {root(word): held.count for word, held in holding.items()},
    )  # fmt: skip
    return dict(zip(numbers, ranking.rank(talk, query, vector[None, :]).tolist(), strict=True))


def _z(values: list[float]) -> NDArray[np.float64]:
    row = np.array(values)
    scaled: NDArray[np.float64] = (row - row.mean()) / (row.std() or 1.0)
    return scaled


def as_memory(said: Utterance, wanted: set[str] | None = None, numbers: list[int] | None = None) -> Memory:
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
        found = beliefs.by_number(shelf, person_id, [int(number)])
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
