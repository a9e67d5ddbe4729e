"""People, pets and places she has heard of, and which of them a word means."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Connection, func, insert, select, update

from os1.listening.names import PETS, RELATIONS, same_relation
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
    aliases: tuple[str, ...] = ()
    quiet: bool = False

    @property
    def shown(self) -> str:
        return self.name or by_relation(self.relation).replace("my ", "your ", 1)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name they go by, the usual one first."""
        return tuple(name for name in (self.name, *self.aliases) if name)


def by_relation(relation: str) -> str:
    """Somebody without a name, as the person says it: "my sister", "Ruth's boyfriend"."""
    return relation if not relation or relation[:1].isupper() else f"my {relation}"


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
        {name.lower(): e for e in reversed(known) for name in reversed(e.names)},
        tuple((name.lower(), e) for e in known for name in e.names if " " in name),
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
                Entity(int(r.id), str(r.name), str(r.kind), str(r.relation),
                       tuple(filter(None, str(r.aliases).split("\n"))), bool(r.quiet))
                for r in rows
            )  # fmt: skip
            shelf.circles[person_id] = held
    return held


def known_names(people: list[Entity]) -> dict[str, str]:
    """Lower-cased name → the name as it is kept, for listening."""
    return {name.lower(): e.name for e in people if e.kind in ("person", "pet") for name in e.names}


def note_mentions(shelf: Shelf, person_id: str, utterance_id: int, mentions: tuple[Mention, ...]) -> None:
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


def meant_by(
    shelf: Shelf, connection: Connection, person_id: str, subject: str, utterance_id: int, sentence: int
) -> int:
    """The number of whoever a statement is about, met now if never heard of before."""
    held = circle(shelf, person_id)
    own = re.fullmatch(r"my (.+)", subject)
    said = Mention("", "person", sentence, relation=own[1]) if own else Mention(subject, "person", sentence)
    if not own and re.search(r"'s [a-z-]+$", subject):
        said = Mention("", "person", sentence, relation=subject)
    found = _match(held, {}, said)
    if found is None:
        found = _meet(connection, person_id, said)
        shelf.circles[person_id] = _circle_of([*held.everyone, found])
    _note(connection, found.id, utterance_id, sentence)
    return found.id


def tie(shelf: Shelf, connection: Connection, person_id: str, number: int, relation: str) -> None:
    """Whose somebody is ("Ruth's boyfriend"), where nothing nearer is known of them."""
    known = update(entity).where(entity.c.id == number, entity.c.relation == "")
    kind = {"kind": "pet"} if relation.rpartition(" ")[2] in PETS else {}
    if connection.execute(known.values(relation=relation, **kind)).rowcount:
        shelf.circles.pop(person_id, None)


def name(shelf: Shelf, connection: Connection, person_id: str, number: int, called: str) -> None:
    """A name learned of somebody known by relation only; whoever was met under it is the same."""
    known = next((e for e in circle(shelf, person_id).everyone if e.id == number), None)
    if known is not None and not known.name:
        connection.execute(update(entity).where(entity.c.id == number).values(name=called))
        shelf.circles.pop(person_id, None)


def meet(shelf: Shelf, person_id: str, name: str) -> Entity:
    """Somebody or something is known from now on by this name, though nothing was told of it."""
    with shelf.database.write() as connection:
        made = _meet(connection, person_id, Mention(name, "other", 0))
    shelf.circles.pop(person_id, None)
    return made


def also_called(shelf: Shelf, person_id: str, number: int, name: str) -> None:
    """One more name somebody goes by."""
    known = next(e for e in everyone(shelf, person_id) if e.id == number)
    if name.lower() not in (each.lower() for each in known.names):
        with shelf.database.write() as connection:
            connection.execute(
                update(entity).where(entity.c.id == number).values(aliases="\n".join((*known.aliases, name)))
            )
    shelf.circles.pop(person_id, None)


def _note(connection: Connection, entity_id: int, utterance_id: int, sentence: int) -> None:
    known = select(mention.c.sentence).where(
        mention.c.entity_id == entity_id,
        mention.c.utterance_id == utterance_id,
        mention.c.sentence == sentence,
    )
    if connection.execute(known).first() is None:
        connection.execute(
            insert(mention).values(entity_id=entity_id, utterance_id=utterance_id, sentence=sentence)
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
    own = _canonical(held, said.relation)
    fitting = [e for e in related if own and _canonical(held, e.relation) == own]
    if said.name:  # "my sister" was met before anybody said her name
        fitting = [e for e in fitting if not e.name]
    return fitting[0] if fitting else None


def _canonical(held: Circle, relation: str) -> str:
    """One way of saying a relation: "sister's boyfriend" is "Lena's boyfriend" where the sister is Lena."""
    owner, tied, rest = relation.rpartition("'s ")
    if not tied:
        return same_relation(relation)
    named = [e.name for e in held.related if e.name and same_relation(e.relation) == same_relation(owner)]
    return f"{named[0] if named else owner}'s {same_relation(rest)}"


def _meet(connection: Connection, person_id: str, said: Mention) -> Entity:
    result = connection.execute(
        insert(entity).values(person_id=person_id, name=said.name, kind=said.kind, relation=said.relation)
    )
    return Entity(inserted(result), said.name, said.kind, said.relation)


def _learn(connection: Connection, found: Entity, said: Mention) -> Entity:
    """A name or relation heard for the first time is added; what was known isn't overwritten."""
    learned = replace(found, name=found.name or said.name, relation=found.relation or said.relation)
    if learned == found:
        return found
    connection.execute(
        update(entity).where(entity.c.id == found.id).values(name=learned.name, relation=learned.relation)
    )
    return learned


def resolve(people: list[Entity], words: str, last: Mention | None = None) -> list[Entity]:
    """Whom or what the words mean: "Ruth", "my sister", "mrs okafor", "her"; [] where nobody known."""
    plain = re.sub(r"^(?:the|that|a) ", "", words.lower().strip())
    plain = re.sub(r"(?:'s)+$", "", plain)
    if plain in ("he", "him", "she", "her", "them", "they") and last:
        return [e for e in people if _same(e, last)]
    by_name = [e for e in people if plain in (name.lower() for name in e.names)]
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


def named_in(held: Circle, words: str) -> list[Entity]:
    """The people and pets whose name or relation to the person stands in the words, longest first."""
    plain = re.sub(r"\b(what|who|where|when|how)'s\b", r"\1 is", words.lower().replace("’", "'"))
    said_ties = {_canonical(held, _cased(held, m)) for m in re.findall(r"(?:my )?([\w-]+'s [\w-]+)", plain)}
    tied = [e for e in held.everyone if "'s " in e.relation and _canonical(held, e.relation) in said_ties]
    if tied:
        return list({e.id: e for e in tied}.values())
    row = re.findall(r"[^\W_]+(?:-[^\W_]+)*", re.sub(r"'s\b", "", plain))
    found = [held.by_name[w] for w in row if w in held.by_name and held.by_name[w].kind in ("person", "pet")]
    whole = [each for name, each in held.long_names if name in plain]
    said = {same_relation(w.removesuffix("s") if w not in RELATIONS else w) for w in row}
    said &= {same_relation(r) for r in (*RELATIONS, *PETS)}
    if not found and not whole:
        found = [e for e in held.related if same_relation(e.relation) in said]
        plural = {w.removesuffix("s") for w in row if w not in RELATIONS and w.endswith("s")}  # "my cats"
        alike = len({same_relation(e.relation) for e in found}) == 1
        found = found[:1] if alike and not plural & {e.relation for e in found} else found
    return list({e.id: e for e in (whole or found)}.values())


def _cased(held: Circle, relation: str) -> str:
    """A relation with its owner's name as it is kept: "ruth's boyfriend" is "Ruth's boyfriend"."""
    owner, _, rest = relation.partition("'s ")
    known = held.by_name.get(owner)
    return f"{known.name if known else owner}'s {rest}"


def in_quiet(held: Circle, words: str) -> bool:
    """Whether words name somebody or something that isn't to be brought up."""
    plain = words.lower()
    names = [name.lower() for e in held.everyone if e.quiet for name in (*e.names, e.relation) if name]
    bare = (re.sub(r"^(?:the|my|our|a) ", "", name) for name in names)
    return any(re.search(rf"\b{re.escape(name)}\b", plain) for name in bare)


def _same(each: Entity, said: Mention) -> bool:
    if said.name:
        return each.name.lower() == said.name.lower()
    return bool(said.relation) and same_relation(each.relation) == same_relation(said.relation)
