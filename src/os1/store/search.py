"""Finding utterances by their words: SQLite's full-text index, asked the cheap way.

bm25 over every word of a question is slow once common words match tens of thousands of rows, so
only the rarest words are asked for (document frequencies come from the index itself).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, Select, func, literal_column, select, text

MOST_WORDS = 8
MOST_ROWS = 12_000  # rows the words may match together; commoner words are left out from there


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
    """Utterance ids that hold any of the words, best first, with a score (higher is better)."""
    wanted = _rarest(connection, words)
    if not wanted:
        return []
    query = " OR ".join('"' + word.replace('"', '""') + '"' for word in wanted)
    rows = connection.execute(
        text(
            "SELECT rowid, -bm25(words) FROM words WHERE words MATCH :query "
            "ORDER BY bm25(words) LIMIT :most"
        ),
        {"query": query, "most": most},
    )
    return [(int(row[0]), float(row[1])) for row in rows]


def frequencies(connection: Connection, words: Sequence[str]) -> dict[str, int]:
    """In how many utterances each word (in any form) occurs; absent words are left out."""
    found: dict[str, int] = {}
    for word in dict.fromkeys(words):
        quoted = '"' + word.replace('"', '""') + '"'
        count = connection.execute(
            text(
                "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH :word "
                "LIMIT :most)"
            ),
            {"word": quoted, "most": MOST_ROWS + 1},
        ).scalar_one()
        if count:
            found[word] = int(count)
    return found


def _rarest(connection: Connection, words: Sequence[str]) -> list[str]:
    found = frequencies(connection, words)
    ranked = sorted(found, key=lambda word: found[word])
    chosen: list[str] = []
    rows = 0
    for word in ranked[:MOST_WORDS]:
        rows += found[word]
        if chosen and rows > MOST_ROWS:
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
