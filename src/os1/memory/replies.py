"""What she said, and the plan behind each of her replies."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select

from os1.memory.episodes import Shelf, keep_in
from os1.store import search, settings
from os1.store.tables import move, utterance
from os1.types import Move, Utterance


def keep_reply(
    shelf: Shelf,
    person_id: str,
    turn_id: str,
    words: str,
    at: datetime,
    plan: Move,
    *,
    cut: bool,
    pieces: Sequence[int],
) -> Utterance:
    """Keep what she was heard to say with the move behind it, in one transaction.

    `pieces` are the numbers of phrasebook pieces she has used lately, this reply's included.
    """
    with shelf.database.write() as connection:
        hers = keep_in(connection, person_id, turn_id, "samantha", words, at, cut=cut)
        known = select(move.c.utterance_id).where(move.c.utterance_id == hers.id)
        if connection.execute(known).first() is None:
            connection.execute(
                insert(move).values(
                    utterance_id=hers.id,
                    kind=plan.kind + (" asks" if plan.asks else ""),
                    why=json.dumps(plan.why),
                    memories=" ".join(plan.memories),
                )
            )
        settings.put_in(connection, person_id, pieces=json.dumps(list(pieces)))
    return hers


def latest_moves(shelf: Shelf, person_id: str, most: int) -> list[Move]:
    """Her last moves as they were kept (without their slots), oldest first."""
    with shelf.database.read() as connection:
        rows = connection.execute(
            select(move)
            .join(utterance, utterance.c.id == move.c.utterance_id)
            .where(search.newest_first(person_id))
            .order_by(utterance.c.id.desc())
            .limit(most)
        ).all()
    return [_as_move(row.kind, row.why, row.memories) for row in reversed(rows)]


def moves_behind(shelf: Shelf, numbers: Sequence[int]) -> dict[int, Move]:
    """The moves behind these of her utterances."""
    with shelf.database.read() as connection:
        rows = connection.execute(select(move).where(move.c.utterance_id.in_(list(numbers))))
        return {int(r.utterance_id): _as_move(r.kind, r.why, r.memories) for r in rows}


def cut_short(shelf: Shelf, numbers: Sequence[int]) -> set[int]:
    """Those of these utterances in which she was stopped before the end."""
    with shelf.database.read() as connection:
        stopped = utterance.c.id.in_(list(numbers)), utterance.c.cut == 1
        return {int(r.id) for r in connection.execute(select(utterance.c.id).where(*stopped))}


def _as_move(kind: str, why: str, memories: str) -> Move:
    name, _, asks = kind.partition(" ")
    return Move(name, tuple(json.loads(why)), tuple(memories.split()), {}, bool(asks))
