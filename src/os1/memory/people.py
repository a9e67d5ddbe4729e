"""People, pets and places she has heard of, and which of them a word means."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from os1.listening.names import RELATIONS
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


def everyone(shelf: Shelf, person_id: str) -> list[Entity]:
    """All she has heard of."""
    with shelf.database.read() as connection:
        return _everyone(connection, person_id)


def _everyone(connection: Connection, person_id: str) -> list[Entity]:
    rows = connection.execute(
        select(entity).where(entity.c.person_id == person_id).order_by(entity.c.id)
    )
    return [Entity(int(r.id), str(r.name), str(r.kind), str(r.relation)) for r in rows]


def known_names(people: list[Entity]) -> dict[str, str]:
    """Lower-cased name → the name as it is kept, for listening."""
    return {e.name.lower(): e.name for e in people if e.name and e.kind in ("person", "pet")}


def note_mentions(
    shelf: Shelf, person_id: str, utterance_id: int, mentions: tuple[Mention, ...]
) -> None:
    """Keep who was meant where; people not met before are met now."""
    if not mentions:
        return
    with shelf.database.write() as connection:
        people = _everyone(connection, person_id)
        for each in mentions:
            found = _match(people, each) or _meet(connection, person_id, each)
            if found not in people:
                people = _everyone(connection, person_id)
            _learn(connection, found, each)
            at = (found.id, utterance_id, each.sentence)
            if not connection.execute(
                select(mention.c.sentence).where(
                    mention.c.entity_id == at[0],
                    mention.c.utterance_id == at[1],
                    mention.c.sentence == at[2],
                )
            ).first():
                connection.execute(
                    insert(mention).values(entity_id=at[0], utterance_id=at[1], sentence=at[2])
                )


def _match(people: list[Entity], said: Mention) -> Entity | None:
    """The entity a mention means: by name, else by relation where only one fits."""
    if said.name:
        same = [e for e in people if e.name.lower() == said.name.lower()]
        if same:
            return same[0]
        # "my sister" was met before anybody said her name
        nameless = [
            e for e in people if not e.name and said.relation and e.relation == said.relation
        ]
        return nameless[0] if nameless else None
    same = [e for e in people if said.relation and e.relation == said.relation]
    return same[0] if same else None


def _meet(connection: Connection, person_id: str, said: Mention) -> Entity:
    result = connection.execute(
        insert(entity).values(
            person_id=person_id, name=said.name, kind=said.kind, relation=said.relation
        )
    )
    return Entity(inserted(result), said.name, said.kind, said.relation)


def _learn(connection: Connection, found: Entity, said: Mention) -> None:
    """A name or relation heard for the first time is added; what was known isn't overwritten."""
    values = {}
    if said.name and not found.name:
        values["name"] = said.name
    if said.relation and not found.relation:
        values["relation"] = said.relation
    if values:
        connection.execute(update(entity).where(entity.c.id == found.id).values(**values))


def resolve(people: list[Entity], words: str, last: Mention | None = None) -> list[Entity]:
    """Whom or what the words mean: "Ruth", "my sister", "mrs okafor", "her"; [] where nobody known."""
    plain = re.sub(r"^(?:the|that|a) ", "", words.lower().strip())
    plain = re.sub(r"'s$", "", plain)
    if plain in ("he", "him", "she", "her", "them", "they") and last:
        return [e for e in people if _same(e, last)]
    by_name = [e for e in people if e.name and e.name.lower() == plain]
    if by_name:
        return by_name
    relation = re.sub(r"^(?:my|our) ", "", plain)
    related = re.fullmatch(r"(.+?) ([A-Za-z'-]+)", relation)  # "sister Ruth"
    if related and related[1] in RELATIONS:
        return [e for e in people if e.name.lower() == related[2]]
    by_relation = [e for e in people if e.relation and e.relation == relation]
    if by_relation:
        return by_relation
    tail = [e for e in people if e.name and plain in e.name.lower().split()]
    return tail if len(tail) == 1 else []


def _same(each: Entity, said: Mention) -> bool:
    if said.name:
        return each.name.lower() == said.name.lower()
    return bool(said.relation) and each.relation == said.relation
