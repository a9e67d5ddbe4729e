"""Finding utterances by their words: SQLite's full-text index, asked the cheap way.

bm25 over every word of a question is slow once common words match tens of thousands of rows, so
each word's utterances are listed in one scan and only the rarest words choose; what is chosen is
ranked elsewhere.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, Select, func, literal_column, select, text

MOST_WORDS = 8
MOST_ROWS = 12_000  # rows the words may match together; commoner words are left out from there

_HOLDERS = text(
    "SELECT group_concat(rowid) FROM (SELECT rowid FROM words WHERE words MATCH :word "
    "ORDER BY rowid DESC LIMIT :most)"
)


def index_words(connection: Connection, utterance_id: int, words: str) -> None:
    """Make an utterance findable by its words."""
    connection.execute(
        text("INSERT INTO words(rowid, text) VALUES(:id, :text)"),
        {"id": utterance_id, "text": words},
    )


def drop_words(connection: Connection, utterance_id: int, words: str) -> None:
    """Take an utterance out of the index; `words` must be what was indexed."""
    connection.execute(
        text("INSERT INTO words(words, rowid, text) VALUES('delete', :id, :text)"),
        {"id": utterance_id, "text": words},
    )


def matching(
    connection: Connection, words: Sequence[str], most: int = 200
) -> list[tuple[int, float]]:
    """Utterance ids that hold any of the words, best first, with a score (higher is better): the
    rarity of the words each holds. Where many fit as well, the newest come first."""
    return best(holders(connection, words), most)


def best(rows: Mapping[str, NDArray[np.int64]], most: int) -> list[tuple[int, float]]:
    """The same, of what `holders` found."""
    chosen = _rarest(rows)
    if not chosen:
        return []
    weights = [np.full(len(rows[word]), 1 / math.log(2 + len(rows[word]))) for word in chosen]
    ids, places = np.unique(np.concatenate([rows[word] for word in chosen]), return_inverse=True)
    scores = np.bincount(places, np.concatenate(weights))
    top = np.lexsort((-ids, -scores))[:most]
    return list(zip(ids[top].tolist(), scores[top].tolist(), strict=True))


def holders(connection: Connection, words: Sequence[str]) -> dict[str, NDArray[np.int64]]:
    """The ids of the utterances that hold each word (in any form), the newest MOST_ROWS and one
    more where there are more; absent words are left out. One scan of the index a word."""
    found: dict[str, NDArray[np.int64]] = {}
    for word in dict.fromkeys(words):
        quoted = '"' + word.replace('"', '""') + '"'
        listed = connection.execute(_HOLDERS, {"word": quoted, "most": MOST_ROWS + 1}).scalar_one()
        if listed:
            found[word] = np.fromstring(listed, dtype=np.int64, sep=",")
    return found


def _rarest(rows: Mapping[str, NDArray[np.int64]]) -> list[str]:
    chosen: list[str] = []
    total = 0
    for word in sorted(rows, key=lambda word: len(rows[word]))[:MOST_WORDS]:
        total += len(rows[word])
        if chosen and total > MOST_ROWS:
            break
        chosen.append(word)
    return chosen


def holding_all(connection: Connection, words: Sequence[str]) -> list[int]:
    """Utterance ids that hold every one of the words, in any form."""
    if not words:
        return []
    query = " AND ".join('"' + word.replace('"', '""') + '"' for word in words)
    rows = connection.execute(
        text("SELECT rowid FROM words WHERE words MATCH :query"), {"query": query}
    )
    return [int(row[0]) for row in rows]


def newest_first(person_id: str) -> ColumnElement[bool]:
    """That an utterance is this person's, for walking back from the newest.

    Nearly all rows of a home are one person's. The plus keeps SQLite from an index on the person,
    by which it would fetch and sort all of them to find the last few.
    """
    return literal_column("+utterance.person_id") == person_id


def listed(numbers: Iterable[int]) -> Select[int]:
    """Numbers as one column to look rows up by: hundreds of them cost one parameter, not one each."""
    return select(func.json_each(json.dumps(list(numbers))).table_valued("value").c.value)
