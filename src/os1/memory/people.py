"""People, pets and places she has heard of, and which of them a word means."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Connection, func, insert, select, update

from os1.listening.names import RELATIONS, same_relation
from os1.memory.episodes import Shelf, inserted
from os1.store.tables import entity, mention
from os1.types import Mention


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something she knows of; `name` is "" while only the relation was told."""

    id: int
    name: str
    kind: str
    relation: str

    @property
    def shown(self) -> str:
        return self.name or f"your {self.relation}"


@dataclass(frozen=True, slots=True)
class Circle:
    """Everybody and everything she has heard of, as it is looked up: oldest first, by small-letter
    name, those whose name has several words, those of whom a relation is known."""

    everyone: tuple[Entity, ...]
    by_name: dict[str, Entity]
    long_names: tuple[tuple[str, Entity], ...]
    related: tuple[Entity, ...]

    @property
    def stands_for(self) -> tuple[int, int]:
        """How many there are and the newest number. Numbers are never given twice, so this tells
        whether anybody has come or gone."""
        return len(self.everyone), self.everyone[-1].id if self.everyone else 0


def _circle_of(everyone: Iterable[Entity]) -> Circle:
    known = tuple(sorted(everyone, key=lambda e: e.id))
    return Circle(
        known,
        {e.name.lower(): e for e in reversed(known) if e.name},
        tuple((e.name.lower(), e) for e in known if " " in e.name),
        tuple(e for e in known if e.relation),
    )


def everyone(shelf: Shelf, person_id: str) -> list[Entity]:
    """All she has heard of."""
    return list(circle(shelf, person_id).everyone)


def circle(shelf: Shelf, person_id: str) -> Circle:
    """All she has heard of, held in memory and read again where somebody was forgotten."""
    with shelf.database.read() as connection:
        count, newest = connection.execute(
            select(func.count(), func.coalesce(func.max(entity.c.id), 0)).where(
                entity.c.person_id == person_id
            )
        ).one()
        held = shelf.circles.get(person_id)
        if held is None or held.stands_for != (count, newest):
            rows = connection.execute(select(entity).where(entity.c.person_id == person_id))
            held = _circle_of(
                Entity(int(r.id), str(r.name), str(r.kind), str(r.relation)) for r in rows
            )
            shelf.circles[person_id] = held
    return held


def known_names(people: list[Entity]) -> dict[str, str]:
    """Lower-cased name → the name as it is kept, for listening."""
    return {e.name.lower(): e.name for e in people if e.name and e.kind in ("person", "pet")}


def note_mentions(
    shelf: Shelf, person_id: str, utterance_id: int, mentions: tuple[Mention, ...]
) -> None:
    """Keep who was meant where; people not met before are met now."""
    if not mentions:
        return
    held = circle(shelf, person_id)
    fresh: dict[int, Entity] = {}
    with shelf.database.write() as connection:
        for each in mentions:
            known = _match(held, fresh, each)
            found = _learn(connection, known or _meet(connection, person_id, each), each)
            if found != known:
                fresh[found.id] = found
            _note(connection, found.id, utterance_id, each.sentence)
    if fresh:
        kept = {e.id: e for e in held.everyone} | fresh
        shelf.circles[person_id] = _circle_of(kept.values())


def _note(connection: Connection, entity_id: int, utterance_id: int, sentence: int) -> None:
    known = select(mention.c.sentence).where(
        mention.c.entity_id == entity_id,
        mention.c.utterance_id == utterance_id,
        mention.c.sentence == sentence,
    )
    if connection.execute(known).first() is None:
        connection.execute(
            insert(mention).values(
                entity_id=entity_id, utterance_id=utterance_id, sentence=sentence
            )
        )


def _match(held: Circle, fresh: dict[int, Entity], said: Mention) -> Entity | None:
    """The entity a mention means: by name, else by relation where only one fits.

    `fresh` are those met or learned more of in the same utterance.
    """
    if said.name:
        same = [e for e in fresh.values() if e.name.lower() == said.name.lower()]
        known = same[0] if same else held.by_name.get(said.name.lower())
        if known:
            return known
    related = [fresh.get(e.id, e) for e in held.related]
    related += [e for e in fresh.values() if e not in related]
    own = same_relation(said.relation)
    fitting = [e for e in related if own and same_relation(e.relation) == own]
    if said.name:  # "my sister" was met before anybody said her name
        fitting = [e for e in fitting if not e.name]
    return fitting[0] if fitting else None


def _meet(connection: Connection, person_id: str, said: Mention) -> Entity:
    result = connection.execute(
        insert(entity).values(
            person_id=person_id, name=said.name, kind=said.kind, relation=said.relation
        )
    )
    return Entity(inserted(result), said.name, said.kind, said.relation)


def _learn(connection: Connection, found: Entity, said: Mention) -> Entity:
    """A name or relation heard for the first time is added; what was known isn't overwritten."""
    learned = replace(
        found, name=found.name or said.name, relation=found.relation or said.relation
    )
    if learned == found:
        return found
    connection.execute(
        update(entity)
        .where(entity.c.id == found.id)
        .values(name=learned.name, relation=learned.relation)
    )
    return learned


def resolve(people: list[Entity], words: str, last: Mention | None = None) -> list[Entity]:
    """Whom or what the words mean: "Ruth", "my sister", "mrs okafor", "her"; [] where nobody known."""
    plain = re.sub(r"^(?:the|that|a) ", "", words.lower().strip())
    plain = re.sub(r"(?:'s)+$", "", plain)
    if plain in ("he", "him", "she", "her", "them", "they") and last:
        return [e for e in people if _same(e, last)]
    by_name = [e for e in people if e.name and e.name.lower() == plain]
    if by_name:
        return by_name
    relation = re.sub(r"^(?:my|our) ", "", plain)
    related = re.fullmatch(r"(.+?) ([A-Za-z'-]+)", relation)  # "sister Ruth"
    if related and related[1] in RELATIONS:
        return [e for e in people if e.name.lower() == related[2]]
    by_relation = [e for e in people if e.relation and same_relation(e.relation) == same_relation(relation)]
    if by_relation:
        return by_relation
    tail = [e for e in people if e.name and plain in e.name.lower().split()]
    return tail if len(tail) == 1 else []


def _same(each: Entity, said: Mention) -> bool:
    if said.name:
        return each.name.lower() == said.name.lower()
    return bool(said.relation) and same_relation(each.relation) == same_relation(said.relation)
