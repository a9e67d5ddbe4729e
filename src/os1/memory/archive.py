"""Everything she remembers, written out for the person, and forgetting what a backup brought back."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlalchemy import select

from os1.listening.segments import sentences
from os1.memory import episodes, facts, forgetting, replies
from os1.memory.episodes import Shelf, as_utterance
from os1.store import settings
from os1.store.tables import utterance

PAGE = 500


def export(shelf: Shelf, person_id: str) -> Iterator[str]:
    """JSON Lines: each utterance with what was heard in it or meant by it, then what followed."""
    after = 0
    while True:
        with shelf.database.read() as connection:
            rows = connection.execute(
                select(utterance)
                .where(
                    utterance.c.person_id == person_id,
                    utterance.c.id > after,
                    utterance.c.forgotten == 0,
                )
                .order_by(utterance.c.id)
                .limit(PAGE)
            ).all()
        if not rows:
            return
        numbers = [int(row.id) for row in rows]
        heard = episodes.readings(shelf, numbers)
        meant = replies.moves_behind(shelf, numbers)
        follows = facts.of_utterances(shelf, person_id, numbers)
        for row in rows:
            said = as_utterance(row)
            line: dict[str, object] = {
                "id": f"u{said.id}", "turn": said.turn_id, "speaker": said.speaker,
                "at": said.said_at.isoformat(), "text": said.text,
            }  # fmt: skip
            if said.id in heard:
                reading = heard[said.id]
                line["heard"] = {"acts": str(reading.acts).split(), "feeling": reading.label,
                                 "taken_back": reading.taken_back}  # fmt: skip
            if said.id in meant:
                move = meant[said.id]
                line["move"] = {"kind": move.kind, "why": move.why, "memories": move.memories}
            yield json.dumps(line, ensure_ascii=False)
        for each in follows:
            yield json.dumps(
                {"id": each.id, "kind": each.kind, "text": each.text, "source": each.source,
                 "quote": each.quote, "at": each.said_at.isoformat(), "current": each.current},
                ensure_ascii=False,
            )  # fmt: skip
        after = numbers[-1]


def write_export(path: Path, lines: Iterable[str]) -> int:
    """Write the lines to a file only its owner can read; returns how many."""
    count = 0
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        for count, line in enumerate(lines, 1):  # noqa: B007 - the last count is the answer
            file.write(line + "\n")
    return count


def forget_again(shelf: Shelf, person_id: str) -> None:
    """Forget what had been forgotten before a backup brought it back (see store/backups)."""
    pending = settings.get(shelf.database, person_id, settings.TO_FORGET)
    if not pending:
        return
    which: dict[int, list[int] | None] = {}
    hers: list[int] = []
    for turn, speaker, left in json.loads(pending):
        said = episodes.by_turn(shelf, person_id, turn, speaker)
        if said is None or said.text == left:
            continue
        if speaker == "person":
            stays = {s.text.strip() for s in sentences(left)}
            parts = [s.text.strip() for s in sentences(said.text)]
            which[said.id] = [n for n, part in enumerate(parts) if part not in stays] or None
        else:
            hers.append(said.id)
    forgetting.forget(shelf, person_id, dict(which), replies=hers)
    settings.put(shelf.database, person_id, **{settings.TO_FORGET: ""})
    shelf.database.checkpoint()
