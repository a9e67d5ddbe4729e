"""Finding utterances by their words: SQLite's full-text index, asked the cheap way.

bm25 over every word of a question is slow once common words match tens of thousands of rows, so
of each word only the newest utterances are listed, and older ones where two of the words meet;
what is chosen is ranked elsewhere.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    bindparam,
    func,
    literal_column,
    select,
    text,
)
from sqlalchemy.sql.elements import TextClause

MOST_WORDS = 8  # that choose, the rarest
MOST_ROWS = 8_000  # utterances they list together; commoner words are left out from there
NEWEST = 2_000  # utterances listed of a word
MEETING = 500  # of two common words, as far as they stand in one utterance
PAIRED = 3  # common words paired with each other, the rarest
COUNTED = 12_000  # utterances of a word that are counted; from there it is merely common

_COUNT = text(
    "SELECT (SELECT count(*) FROM (SELECT rowid FROM words WHERE words MATCH each.value LIMIT :most)) "
    "FROM json_each(:asked) AS each ORDER BY each.key"
)
_LIST = text(
    "SELECT (SELECT group_concat(rowid) FROM (SELECT rowid FROM words WHERE words MATCH each.value "
    "ORDER BY rowid DESC LIMIT :most)) FROM json_each(:asked) AS each ORDER BY each.key"
)
_Ids = NDArray[np.int64]
_NONE = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """The utterances that hold a word: the ids that are listed, newest first (none of words too common
    to choose by), and how many there are in all, COUNTED at most."""

    ids: _Ids
    count: int


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


def matching(connection: Connection, words: Sequence[str], most: int = 200) -> list[tuple[int, float]]:
    """Utterance ids that hold any of the words, best first, with a score (higher is better): the
    rarity of the words each holds. Where many fit as well, the newest come first."""
    return best(holders(connection, words), most)


def best(rows: Mapping[str, Held], most: int) -> list[tuple[int, float]]:
    """The same, of what `holders` found."""
    chosen = [held for held in rows.values() if len(held.ids)]
    if not chosen:
        return []
    weights = [np.full(len(held.ids), 1 / math.log(2 + held.count)) for held in chosen]
    ids, places = np.unique(np.concatenate([held.ids for held in chosen]), return_inverse=True)
    scores = np.bincount(places, np.concatenate(weights))
    top = np.lexsort((-ids, -scores))[:most]
    return list(zip(ids[top].tolist(), scores[top].tolist(), strict=True))


def holders(connection: Connection, words: Sequence[str]) -> dict[str, Held]:
    """The utterances that hold each word, in any form; absent words are left out. Of common words the
    NEWEST are listed, and the newest that hold two of them."""
    asked = list(dict.fromkeys(words))
    told = _asked(connection, _COUNT, map(_quoted, asked), COUNTED)
    counts = {word: int(n) for n, word in sorted(zip(told, asked, strict=True)) if n}
    chosen = _rarest(counts)
    common = [word for word in chosen if counts[word] > NEWEST][:PAIRED]
    pairs = list(combinations(common, 2))
    found = dict(zip(chosen, _listed(connection, map(_quoted, chosen), NEWEST), strict=True))
    both = _listed(connection, (" AND ".join(map(_quoted, pair)) for pair in pairs), MEETING)
    for pair, ids in zip(pairs, both, strict=True):
        for word in pair:
            found[word] = np.union1d(found[word], ids)[::-1]
    return {word: Held(found.get(word, _NONE), counts[word]) for word in asked if word in counts}


def _rarest(counts: Mapping[str, int]) -> list[str]:
    """The words that choose, of words in the order of their rarity."""
    totals = accumulate(min(count, NEWEST) for count in counts.values())
    few = [word for word, total in zip(counts, totals, strict=True) if total <= MOST_ROWS]
    return (few or list(counts)[:1])[:MOST_WORDS]


def _listed(connection: Connection, queries: Iterable[str], most: int) -> list[_Ids]:
    rows = _asked(connection, _LIST, queries, most)
    return [np.fromstring(row or "", dtype=np.int64, sep=",") for row in rows]


def _asked(connection: Connection, how: TextClause, queries: Iterable[str], most: int) -> list[Any]:
    """What the index answers to each of the queries, all in one round."""
    asked = list(queries)
    if not asked:
        return []
    return [row[0] for row in connection.execute(how, {"asked": json.dumps(asked), "most": most})]


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def holding_all(connection: Connection, words: Sequence[str]) -> list[int]:
    """Utterance ids that hold every one of the words, in any form."""
    if not words:
        return []
    query = " AND ".join(map(_quoted, words))
    rows = connection.execute(text("SELECT rowid FROM words WHERE words MATCH :query"), {"query": query})
    return [int(row[0]) for row in rows]


def newest_first(person_id: str | BindParameter[str]) -> ColumnElement[bool]:
    """That an utterance is this person's, for walking back from the newest.

    Nearly all rows of a home are one person's. The plus keeps SQLite from an index on the person,
    by which it would fetch and sort all of them to find the last few.
    """
    return literal_column("+utterance.person_id") == person_id


def listed(numbers: Iterable[int]) -> Select[int]:
    """Numbers as one column to look rows up by: hundreds of them cost one parameter, not one each."""
    return select(func.json_each(json.dumps(list(numbers))).table_valued("value").c.value)


def given(name: str) -> Select[int]:
    """The same for a statement built once: it is executed with a list in JSON under this name."""
    return select(func.json_each(bindparam(name)).table_valued("value").c.value)
