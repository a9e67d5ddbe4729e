"""Receipts: the words a statement rests on, its own first, and what becomes of it when some go."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import Connection, delete, insert, select, update

from os1.listening.segments import sentences
from os1.memory.wording import STOP, stem
from os1.store import search
from os1.store.tables import statement, support, utterance

Place = tuple[int, int]
"""The number of an utterance and of a sentence in it."""
Going = Mapping[int, Collection[int] | None]
"""The numbers of utterances → the sentences of each that go, or None for all of it."""


def goes(going: Going, place: Place) -> bool:
    """Whether words are among those that go."""
    return place[0] in going and ((parts := going[place[0]]) is None or place[1] in parts)


def of(connection: Connection, numbers: Iterable[int]) -> dict[int, list[Place]]:
    """Statement number → where it was said: the words it was first read from, then the others."""
    wanted = search.listed(numbers)
    own = select(statement.c.id, statement.c.utterance_id, statement.c.sentence).where(
        statement.c.id.in_(wanted)
    )
    more = select(support).where(support.c.statement_id.in_(wanted)).order_by(support.c.utterance_id)
    found = {int(r.id): [(int(r.utterance_id), int(r.sentence))] for r in connection.execute(own)}
    for row in connection.execute(more):
        found[int(row.statement_id)].append((int(row.utterance_id), int(row.sentence)))
    return found


def hand_over(connection: Connection, going: Going) -> set[int]:
    """Before these words go: what was also said elsewhere rests on those words from now on, and says
    no more than they do. Returns the statements that have nothing left to rest on."""
    wanted = search.listed(going)
    touched = {
        int(r[0])
        for query in (
            select(statement.c.id).where(statement.c.utterance_id.in_(wanted)),
            select(support.c.statement_id).where(support.c.utterance_id.in_(wanted)),
        )
        for r in connection.execute(query)
    }
    bare = set()
    for number, places in of(connection, touched).items():
        left = [place for place in places if not goes(going, place)]
        if left:
            rest_on(connection, number, left)
            if left != places and not _say_only(connection, number, places, left):
                bare.add(number)
        else:
            bare.add(number)
    connection.execute(delete(support).where(support.c.statement_id.in_(search.listed(bare))))
    return bare


def rest_on(connection: Connection, number: int, places: list[Place]) -> None:
    """Let a statement rest on these words, the first of them its own."""
    own = select(statement.c.utterance_id, statement.c.sentence).where(statement.c.id == number)
    row = connection.execute(own).one()
    values: dict[str, object] = {"times": len(places)}
    if (row.utterance_id, row.sentence) != places[0]:
        said = select(utterance.c.said_at).where(utterance.c.id == places[0][0])
        day = connection.execute(said).scalar_one()
        values |= {"utterance_id": places[0][0], "sentence": places[0][1], "from_char": 0, "to_char": 0,
                   "asserted_at": day, "valid_from": None, "cause": ""}  # fmt: skip
        closed = statement.c.closed_by == number, statement.c.valid_to.is_not(None)
        connection.execute(update(statement).where(*closed).values(valid_to=day))
    connection.execute(update(statement).where(statement.c.id == number).values(**values))
    connection.execute(delete(support).where(support.c.statement_id == number))
    for at, sentence in places[1:]:
        more = {"statement_id": number, "utterance_id": at, "sentence": sentence}
        connection.execute(insert(support).values(**more))


def _say_only(connection: Connection, number: int, places: list[Place], left: list[Place]) -> bool:
    """Take the words out of a statement that stood only where it no longer rests; False where it then
    says nothing."""
    row = connection.execute(select(statement).where(statement.c.id == number)).one()
    told = " ".join(_sentence(connection, place) for place in left)
    gone = words(" ".join(_sentence(connection, place) for place in places if place not in left)) - words(told)
    if not gone & words(f"{row.value} {row.text} {row.cause}"):
        return True
    value = without(_reworded(str(row.value), gone, told), gone)
    new = {"value": value, "text": _sentence(connection, left[0]), "cause": without(str(row.cause), gone)}
    connection.execute(update(statement).where(statement.c.id == number).values(**new))
    return bool(value)


def _sentence(connection: Connection, place: Place) -> str:
    """The sentence a receipt points at."""
    text = str(connection.execute(select(utterance.c.text).where(utterance.c.id == place[0])).scalar_one())
    parts = sentences(text)
    return parts[place[1]].text if place[1] < len(parts) else text


def _reworded(text: str, gone: Collection[str], told: str) -> str:
    """A text with the words that go as they were said elsewhere: "garden" for "gardens"."""
    forms = {stem(word.lower()): word for word in re.findall(r"[^\W_]+", told)}
    return " ".join(forms.get(stem(w.lower()), w) if words(w) & set(gone) else w for w in text.split())


def words(text: str) -> set[str]:
    """The words of a text, in small letters."""
    return set(re.findall(r"[^\W_]+", text.casefold()))


def without(text: str, gone: Collection[str]) -> str:
    """The longest run of a text's words with none of those gone in it, without small words at its ends."""
    runs: list[list[str]] = [[]]
    for word in text.split():
        if words(word) & set(gone):
            runs.append([])
        else:
            runs[-1].append(word)
    best = max(runs, key=len) if len(runs) > 1 else text.split()
    while len(runs) > 1 and best and best[0].lower() in STOP:
        best = best[1:]
    while len(runs) > 1 and best and best[-1].lower() in STOP:
        best = best[:-1]
    return " ".join(best)
