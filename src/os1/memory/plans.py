"""Plans: joined when they are moved or called off, asked after once their day has come."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update

from os1.listening.intentions import MOVED, PUT_RIGHT
from os1.memory import beliefs, episodes, facts
from os1.memory.episodes import STRETCH, Shelf
from os1.memory.wording import stem, stems
from os1.store.tables import statement
from os1.types import Memory, Utterance

EMPTY = frozenset(
    stem(word)
    for word in """actually scrap after know get got going monday
    tuesday wednesday thursday friday saturday sunday tomorrow tonight week next morn
    afternoon evening month january february march april june july august september october november
    december move moved put back push postpon chang brought forward cancel call off plan happen
    go meet half past o'clock pm am day time new late earlier later instead thing""".split()
)
TALK = timedelta(days=3)
ASK_WITHIN = timedelta(days=12)


def join(
    shelf: Shelf, person_id: str, learned: Sequence[Memory], before: Sequence[str] = ()
) -> list[Memory]:
    """Close the plans that newly learned ones move or call off; returns those closed. `before` are
    the person's last utterances, for an "it" that was named there."""
    closed: list[Memory] = []
    for new in learned:
        if new.kind != "plan":
            continue
        older = [
            m
            for m in beliefs.current(shelf, person_id, kind="plan")
            if int(m.id[1:]) < int(new.id[1:]) and m.source != new.source
        ]
        same = _same(new, older, before)
        facts.close_plans(shelf, [int(m.id[1:]) for m in same], int(new.id[1:]), new.said_at)
        closed += same
    return closed


def said_before(shelf: Shelf, person_id: str, kept: Utterance) -> list[str]:
    """The person's last words of the same stretch of talk: what an "it" may have named."""
    near = episodes.latest(shelf, person_id, 4, before=kept.id, speaker="person")
    return [u.text for u in near if kept.said_at - u.said_at < STRETCH]


def _same(new: Memory, older: Sequence[Memory], before: Sequence[str]) -> list[Memory]:
    """Plans about the same thing: a telling word in common; for a bare "it", the last one told."""
    about = {w for w in stems(new.text) if w not in EMPTY and not w[0].isdigit() and "'" not in w}
    shared = [m for m in older if (about & stems(m.text)) - EMPTY and _moves(new.text, m)]
    if shared:
        return shared
    if len(about) > 1 or not _changes(new.text):
        return []
    plain = new.text.lower()
    named = {word for text in before for word in stems(text) if word not in EMPTY and not word.isdigit()}
    lately = [m for m in older if named & (stems(m.text) - EMPTY)]
    if lately and (_IT.search(plain) or _THEY.search(plain)):
        return lately[-1:]
    bare = [m for m in older if new.said_at - m.said_at <= TALK]
    return bare[-1:] if _IT.search(plain) else []


_IT = re.compile(r"\b(?:it|it's|its|that|that's|i meant?)\b")
_THEY = re.compile(r"\b(?:they've|they)\b")


def _moves(text: str, old: Memory) -> bool:
    """Whether the newer words replace the older: said so, or it is the same thing told anew."""
    return _changes(text) or len((stems(text) & stems(old.text)) - EMPTY) >= 2


def _changes(text: str) -> bool:
    plain = text.lower()
    return bool(PUT_RIGHT.match(plain)) or bool(MOVED.search(plain)) or any(
        word in plain
        for word in ("moved", "put back", "put off", "pushed", "postponed", "changed", "instead",
                     "brought forward", "cancel", "called off", "not happening", "now on", "is now",
                     "actually", "isn't happening", "fell through", "rescheduled", "'s off")
    )  # fmt: skip


def came_due(shelf: Shelf, number: int) -> None:
    """A plan's time has passed: from now on it may be asked after."""
    _set_state(shelf, number, "past", only="current")


def asked_after(shelf: Shelf, number: int) -> None:
    _set_state(shelf, number, "asked", only="past")


def _set_state(shelf: Shelf, number: int, state: str, *, only: str) -> None:
    with shelf.database.write() as connection:
        connection.execute(
            update(statement)
            .where(statement.c.id == number, statement.c.state == only)
            .values(state=state)
        )


def to_ask_after(shelf: Shelf, person_id: str, now: datetime) -> Memory | None:
    """The latest plan whose time has passed lately and that she hasn't asked about."""
    with shelf.database.read() as connection:
        rows = connection.execute(
            select(statement.c.id, statement.c.ends_at).where(
                statement.c.person_id == person_id,
                statement.c.kind == "plan",
                statement.c.state == "past",
            )
        ).all()
    recent = [
        (datetime.fromisoformat(str(ends)), int(number))
        for number, ends in rows
        if ends and now - ASK_WITHIN <= datetime.fromisoformat(str(ends)) <= now
    ]
    if not recent:
        return None
    found = beliefs.by_number(shelf, person_id, [max(recent)[1]])
    return found[0] if found else None
