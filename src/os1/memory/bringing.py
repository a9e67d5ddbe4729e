"""Bringing a history in from elsewhere, as a trace: findable and citable, but nothing is learned
from it until it comes up.

A trace is an utterance of the person's with an origin and a reading that says so (see waking).
Other voices are kept beside it as context, and never read.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, insert, select

from os1.errors import RubbishError, StoreError
from os1.listening import acts, requests
from os1.listening.hear import READ_AT_MOST
from os1.memory import sources
from os1.memory.episodes import Shelf, as_row, inserted
from os1.memory.sources import own
from os1.memory.sources.files import Document, documents
from os1.memory.sources.item import Hints, Item, Unknown
from os1.memory.vectors import pack
from os1.memory.waking import TRACE, TRACES
from os1.store import search, settings
from os1.store.tables import embedding, reading, utterance
from os1.types import Heard

AT_ONCE = 256  # items a transaction: about a second's work, and the most that stopping loses
ENCODED = 2_000  # characters, as everywhere

Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of an import: how many items were new and how many here already, by origin the
    new ones, what was passed over and why, how many further files held nothing of the kind, and
    whether a whole home was put back."""

    new: int = 0
    known: int = 0
    by_origin: tuple[tuple[str, int], ...] = ()
    passed: tuple[str, ...] = ()
    others: int = 0
    restored: bool = False


def bring(
    shelf: Shelf,
    person_id: str,
    path: Path,
    *,
    now: datetime,
    called: str = "",
    tell: Told = lambda done, total: None,
) -> Brought:
    """Bring in a file, a folder or a zip; what is here already, or was forgotten here, isn't
    brought again, so that stopping and starting anew is safe.

    `called` is what the person goes by in a chat, besides their name here; `tell` is told how many
    items of how many are done. Raises RubbishError where nothing in it can be read.
    """
    name = settings.person_name(shelf.database, person_id)
    goes_by = tuple(each for each in (called, name) if each)
    found: list[tuple[str, Item]] = []
    passed: list[str] = []
    others: list[str] = []
    back: list[int] = []
    read = 0
    for document in documents(path):
        try:
            if own.fits(document.text):
                count = _restore(shelf, person_id, document)
                if count is None:
                    found += [(own.ORIGIN, i) for i in own.items(document.text, document.name)]
                else:
                    back.append(count)
            else:
                found += _read(document, Hints(document.name, goes_by, now, path.name))
            read += 1
        except Unknown as error:
            others.append(str(error))
        except RubbishError as error:
            passed.append(str(error))
    if not read:
        raise RubbishError(_nothing(path, [*passed, *others]))
    brought = _keep_all(shelf, person_id, found, now, tell)
    _encode_rest(shelf, person_id, tell)
    return replace(brought, new=brought.new + sum(back), passed=tuple(passed), others=len(others),
                   restored=bool(back))  # fmt: skip


def _nothing(path: Path, passed: Sequence[str]) -> str:
    if len(passed) == 1:
        return passed[0]
    return f"{path} holds nothing I can read: {len(passed)} files were looked into; name another."


def _read(document: Document, hints: Hints) -> list[tuple[str, Item]]:
    """A file's items, the same one said twice told apart. Raises RubbishError."""
    origin, told = sources.read(document, hints)
    seen: Counter[str] = Counter()
    found: list[tuple[str, Item]] = []
    for each in told:
        seen[each.key] += 1
        if seen[each.key] > 1:
            each = replace(each, key=f"{each.key}\n{seen[each.key]}")
        found.append((origin, each))
    if not found:
        raise Unknown(f"{document.name} holds nothing with a date or a name I can read; name another file.")
    return found


def turn_of(origin: str, item: Item) -> str:
    """The id an item's turn always has, whichever home it comes to."""
    if origin == own.ORIGIN:
        return item.key
    return "import:" + hashlib.sha256(f"{origin}\n{item.key}".encode()).hexdigest()[:24]


def _keep_all(
    shelf: Shelf, person_id: str, found: Sequence[tuple[str, Item]], now: datetime, tell: Told
) -> Brought:
    known = 0
    new: Counter[str] = Counter()
    for start in range(0, len(found), AT_ONCE):
        chunk = found[start : start + AT_ONCE]
        fresh = _unknown(shelf, person_id, chunk)
        known += len(chunk) - len(fresh)
        _keep(shelf, person_id, fresh, now)
        new.update(origin for _, origin, _ in fresh)
        tell(min(start + AT_ONCE, len(found)), len(found))
    return Brought(new.total(), known, tuple(new.most_common()))


def _unknown(shelf: Shelf, person_id: str, chunk: Sequence[tuple[str, Item]]) -> list[tuple[str, str, Item]]:
    """Those not kept before, each with its turn; a forgotten one left its turn behind."""
    turns = {(turn_of(origin, item), item.speaker): (origin, item) for origin, item in chunk}
    with shelf.database.read() as connection:
        rows = connection.execute(
            select(utterance.c.turn_id, utterance.c.speaker).where(
                utterance.c.person_id == person_id,
                utterance.c.turn_id.in_(search.listed(turn for turn, _ in turns)),  # type: ignore[misc]
            )
        )
        here = {(str(row[0]), str(row[1])) for row in rows}
    return [(turn, origin, item) for (turn, who), (origin, item) in turns.items() if (turn, who) not in here]


def _keep(shelf: Shelf, person_id: str, fresh: Sequence[tuple[str, str, Item]], now: datetime) -> None:
    """Some items in one transaction, the person's own findable when it ends."""
    vectors = iter(_encoded(shelf, [i.text for _, _, i in fresh if i.speaker == "person"]))
    packed: list[tuple[int, bytes]] = []
    with shelf.database.write() as connection:
        if fresh:
            settings.put_in(connection, person_id, **{TRACES: "yes"})
        for turn, origin, item in fresh:
            number = _insert(connection, person_id, turn, origin, item, now)
            if item.speaker == "person":
                raw = next(vectors)
                _trace(connection, number, item.text)
                connection.execute(
                    insert(embedding).values(utterance_id=number, person_id=person_id, vector=raw)
                )
                packed.append((number, raw))
    if person_id in shelf.vectors:
        shelf.vectors[person_id].load(packed)


def _encoded(shelf: Shelf, texts: Sequence[str]) -> list[bytes]:
    """Vectors as they are kept. One text at a time: in a batch the eight-bit encoder's scale, and so
    the vector, would depend on the neighbours, and the same home give other answers; it costs 15 %."""
    return [pack(shelf.encoder.encode([text[:ENCODED]])[0]) for text in texts]


def _insert(connection: Connection, person_id: str, turn: str, origin: str, item: Item, now: datetime) -> int:
    at = min(item.at, now)  # nothing was said in time to come
    return inserted(connection.execute(insert(utterance).values(
        person_id=person_id, turn_id=turn, speaker=item.speaker, text=item.text, said_at=at.isoformat(),
        moment=at.timestamp(), cut=0, forgotten=0, origin=origin,
    )))  # fmt: skip


def _trace(connection: Connection, number: int, text: str) -> None:
    """What is heard in a trace: no more than whether something is told in it."""
    words = text[:READ_AT_MOST]
    heard = Heard(acts=(*acts.read(words, requests.read(words)), TRACE))
    connection.execute(insert(reading).values(utterance_id=number, **as_row(heard)))
    search.index_words(connection, number, text)


def _restore(shelf: Shelf, person_id: str, document: Document) -> int | None:
    """A whole home put back in one transaction; how many utterances, None where this one isn't new."""
    if not own.is_whole(document.text):
        return None
    try:
        with shelf.database.write() as connection:
            if not own.is_untold(connection, person_id):
                return None
            count = own.restore(connection, person_id, document.text, document.name)
    except StoreError as error:
        if type(error) is not StoreError:  # a full disk and the like are no fault of the file's
            raise
        raise RubbishError(f"{document.name} doesn't hang together; nothing was taken.") from error
    shelf.vectors.pop(person_id, None)
    shelf.circles.pop(person_id, None)
    return count


def _encode_rest(shelf: Shelf, person_id: str, tell: Told) -> None:
    """Vectors for what a home put back has none of yet."""
    bare = (
        select(utterance.c.id, utterance.c.text)
        .join(reading, reading.c.utterance_id == utterance.c.id)
        .outerjoin(embedding, embedding.c.utterance_id == utterance.c.id)
        .where(utterance.c.person_id == person_id, utterance.c.forgotten == 0)
        .where(embedding.c.utterance_id.is_(None))
        .order_by(utterance.c.id)
    )
    with shelf.database.read() as connection:
        rows = [(int(row[0]), str(row[1])) for row in connection.execute(bare)]
    for start in range(0, len(rows), AT_ONCE):
        chunk = rows[start : start + AT_ONCE]
        vectors = _encoded(shelf, [words for _, words in chunk])
        packed = [(number, raw) for (number, _), raw in zip(chunk, vectors, strict=True)]
        with shelf.database.write() as connection:
            connection.execute(insert(embedding), [
                {"utterance_id": number, "person_id": person_id, "vector": raw} for number, raw in packed
            ])  # fmt: skip
        if person_id in shelf.vectors:
            shelf.vectors[person_id].load(packed)
        tell(start + len(chunk), len(rows))
