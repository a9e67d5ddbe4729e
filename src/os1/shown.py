"""What pages are shown of the talk: entries as it stands, what was just said, what was forgotten."""

from __future__ import annotations

from collections.abc import Sequence

from os1.events import Event, entry
from os1.memory import episodes, recall, replies
from os1.memory.forgetting import Forgotten
from os1.rooms import Rooms
from os1.store import minds, settings
from os1.types import Memory, Move, Reply, Utterance

PAGE = 50


def said(house: Rooms, reply: Reply, cut: bool) -> Event:
    """The event that ends a turn."""
    kept = episodes.by_turn(house.shelf, house.person.id, reply.turn_id, "samantha")
    number, at = (kept.id, kept.said_at) if kept else (0, reply.said_at)
    hers = Utterance(number, reply.turn_id, "samantha", reply.reply, at)
    card = house.turns.care.card(house.person.id, reply.turn_id, reply.move.slots.get("unquoted", ""))
    learned = [{"id": m.id, "kind": m.kind, "text": m.text, "source": m.source} for m in reply.learned]
    return {"type": "said", "turn": reply.turn_id, "learned": learned,
            "entry": entry(hers, kept=bool(number), cut=cut, move=reply.move, cited=_cited(house, reply.move), card=card)}  # fmt: skip


def forgotten(house: Rooms, forgot: Forgotten) -> Event:
    """The event that takes entries off every page."""
    gone = {int(each[1:]) for each in forgot.ids} - {*forgot.shortened}
    left = episodes.fetch(house.shelf, house.person.id, forgot.shortened)
    return {"type": "forgotten", "seqs": [*sorted(gone), *forgot.replies], "shortened": entries_of(house, list(left.values()))}


def welcome(house: Rooms, version: str) -> Event:
    """The talk as it stands, for a page that begins."""
    rows, more = entries(house, None)
    aside = [entry(u, kept=False, card=_card(house, u)) for u in house.turns.talk(house.person.id).aside]
    return {
        **person(house), "type": "welcome", "version": version, "setup_needed": house.needs_set_up(),
        "on_record": house.turns.on_record(house.person.id), "entries": [*rows, *aside], "more": more,
    }  # fmt: skip


def person(house: Rooms) -> Event:
    """What both are called, and how she sounds."""
    persona = settings.persona(house.database, house.person.id)
    mind = minds.chosen(house.database, house.person.id)
    return {"type": "person", "person_name": settings.person_name(house.database, house.person.id),
            "her_name": persona.name, "tone": persona.tone, "goes_to": mind.host if mind and mind.leaves else ""}  # fmt: skip


def entries(house: Rooms, before: int | None) -> tuple[list[Event], bool]:
    """The last entries before a number, and whether there are more."""
    found = episodes.latest(house.shelf, house.person.id, PAGE + 1, before=before)
    return entries_of(house, found[-PAGE:]), len(found) > PAGE


def entries_of(house: Rooms, found: Sequence[Utterance]) -> list[Event]:
    """Utterances with the moves behind them."""
    moves = replies.moves_behind(house.shelf, [u.id for u in found])
    cut = replies.cut_short(house.shelf, [u.id for u in found])
    return [
        entry(u, kept=True, cut=u.id in cut, move=moves.get(u.id),
              cited=_cited(house, moves[u.id]) if u.id in moves else [], card=_card(house, u))
        for u in found if u.text
    ]  # fmt: skip


def _cited(house: Rooms, move: Move) -> list[Memory]:
    found = (recall.show(house.shelf, house.person.id, each) for each in move.memories)
    return [memory for memory in found if memory is not None]


def _card(house: Rooms, said_: Utterance) -> Event | None:
    return house.turns.care.card(house.person.id, said_.turn_id) if said_.speaker == "samantha" else None
