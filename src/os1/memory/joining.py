"""One person or two: joining two people who are the same, and parting them again."""

from __future__ import annotations

import re

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from os1.errors import NoSuchMemory, RubbishError
from os1.listening.predicates import room
from os1.listening.segments import sentences
from os1.memory import episodes, people, receipts
from os1.memory.episodes import Shelf, inserted
from os1.memory.receipts import Place
from os1.memory.succession import same_value
from os1.store.tables import chore, entity, mention, move, statement

_Row = Row[tuple[object, ...]]
_CARRIED = 6  # utterances, hers included, over which "she" still means whoever was named
_NAMES = frozenset(("is called", "nickname"))


def merge(shelf: Shelf, person_id: str, keep_id: int, other_id: int) -> None:
    """Two people are the same: all that is of the other becomes the one's, the name an alias.

    What was stated of both is one statement with the receipts of both; where they differ in what can
    only be one, the newer stands. Raises NoSuchMemory, and RubbishError for one and the same.
    """
    if keep_id == other_id:
        raise RubbishError("Those are the same already.")
    with episodes.at_once(shelf, person_id), shelf.database.write() as connection:
        one, other = _entity(connection, person_id, keep_id), _entity(connection, person_id, other_id)
        name = one.name or other.name
        names = dict.fromkeys([*_names(one), *_names(other)])
        values = {
            "name": name,
            "aliases": "\n".join(n for n in names if n != name),
            "relation": one.relation or other.relation,
            "quiet": max(one.quiet, other.quiet),
            "kind": one.kind if one.kind != "other" else other.kind,
        }
        connection.execute(update(entity).where(entity.c.id == keep_id).values(**values))
        for place in _mentions(connection, other_id):
            _mention(connection, keep_id, place)
        connection.execute(delete(mention).where(mention.c.entity_id == other_id))
        moved = update(statement).where(statement.c.entity_id == other_id)
        connection.execute(moved.values(entity_id=keep_id))
        connection.execute(delete(entity).where(entity.c.id == other_id))
        _join_equal(connection, keep_id)
        _newest_stands(connection, keep_id)
    shelf.circles.pop(person_id, None)


def _join_equal(connection: Connection, keep_id: int) -> None:
    """Statements of one person that say the same become one, with every receipt."""
    stand: list[_Row] = []
    for row in _statements(connection, keep_id, "current"):
        same = [
            r for r in stand
            if (r.predicate, r.denied, r.kind) == (row.predicate, row.denied, row.kind)
            and same_value(str(r.value), str(row.value))
        ]  # fmt: skip
        if not same:
            stand.append(row)
            continue
        first, again = int(same[0].id), int(row.id)
        both = receipts.of(connection, [first, again])
        if {at for at, _ in both[first]} & {at for at, _ in both[again]}:
            continue  # said of both in one breath: an utterance is one receipt
        for table, column in ((statement, statement.c.closed_by), (chore, chore.c.about)):
            connection.execute(update(table).where(column == again).values({column.name: first}))
        _cite_instead(connection, f"m{again}", f"m{first}")
        receipts.rest_on(connection, again, both[again][:1])
        connection.execute(delete(statement).where(statement.c.id == again))
        receipts.rest_on(connection, first, [*both[first], *both[again]])


def _cite_instead(connection: Connection, old: str, new: str) -> None:
    """Her replies that rested on a statement rest on the one it became."""
    citing = select(move.c.utterance_id, move.c.memories).where(move.c.memories.contains(old))
    for number, cited in connection.execute(citing).all():
        ids = dict.fromkeys(new if each == old else each for each in str(cited).split())
        connection.execute(update(move).where(move.c.utterance_id == number).values(memories=" ".join(ids)))


def _newest_stands(connection: Connection, keep_id: int) -> None:
    """Of what can only be one, the value said last is current."""
    newest: dict[str, _Row] = {}
    for row in _statements(connection, keep_id, "current"):
        if row.denied or room(str(row.predicate)) != "one" or row.predicate in _NAMES:
            continue
        older = newest.get(str(row.predicate))
        newest[str(row.predicate)] = row
        if older is not None:
            closed = {"state": "replaced", "closed_by": row.id,
                      "valid_to": row.valid_from or row.asserted_at}  # fmt: skip
            connection.execute(update(statement).where(statement.c.id == older.id).values(**closed))


def join_namesakes(shelf: Shelf, person_id: str) -> None:
    """Somebody known by relation just got the name of somebody known by nothing else: they are one.

    Where two known by relation share the name, it can't be told which is meant, and all stay.
    """
    held = people.circle(shelf, person_id)
    bare = {e.name.lower(): e for e in held.everyone if e.name and not e.relation and e.kind == "person"}
    related = [e for e in held.related if e.name and e.name.lower() in bare]
    for each in related:
        other = bare[each.name.lower()]
        if sum(e.name.lower() == each.name.lower() for e in related) == 1 and other.id != each.id:
            merge(shelf, person_id, each.id, other.id)


def consolidate(shelf: Shelf, person_id: str) -> None:
    """Idle work: what was said twice of somebody in other words is one statement with both receipts.

    Only what the person said is looked at; what she recalled or said herself teaches nothing.
    """
    with episodes.at_once(shelf, person_id), shelf.database.write() as connection:
        twice = (
            select(statement.c.entity_id)
            .where(statement.c.person_id == person_id, statement.c.state == "current", statement.c.entity_id.is_not(None))
            .group_by(statement.c.entity_id, statement.c.predicate, statement.c.kind, statement.c.denied)
            .having(func.count() > 1)
            .distinct()
            .order_by(statement.c.entity_id)
        )
        for (number,) in connection.execute(twice).all():
            _join_equal(connection, int(number))
    join_namesakes(shelf, person_id)


def split(shelf: Shelf, person_id: str, entity_id: int, alias: str) -> int:
    """One of somebody's names is another person: gives the number of the new one.

    The new one gets the sentences in which that name stands, those after it that mean whoever was
    named, and what was read from them. Raises NoSuchMemory, and RubbishError for no name of theirs.
    """
    with episodes.at_once(shelf, person_id), shelf.database.write() as connection:
        one = _entity(connection, person_id, entity_id)
        names = _names(one)
        stays = [n for n in names if n.lower() != alias.lower()]
        if len(stays) == len(names) or not stays:
            raise RubbishError("Only one of several names can become a person of its own.")
        new = inserted(connection.execute(
            insert(entity).values(person_id=person_id, name=alias, kind=one.kind, quiet=one.quiet)
        ))  # fmt: skip
        left = {"name": stays[0], "aliases": "\n".join(stays[1:])}
        connection.execute(update(entity).where(entity.c.id == entity_id).values(**left))
        going, both = _whose(shelf, person_id, _mentions(connection, entity_id), alias, stays)
        for place in going | both:
            _mention(connection, new, place)
        for at, sentence in going:
            here = mention.c.utterance_id == at, mention.c.sentence == sentence
            connection.execute(delete(mention).where(mention.c.entity_id == entity_id, *here))
        for row in _statements(connection, entity_id):
            _part(connection, row, new, alias, stays, going)
        _open_again(connection, entity_id, new)
        _relation_follows(connection, one, new)
    shelf.circles.pop(person_id, None)
    return new


def _whose(
    shelf: Shelf, person_id: str, places: list[Place], alias: str, stays: list[str]
) -> tuple[set[Place], set[Place]]:
    """The sentences that are about the alias alone, and those that name both."""
    kept = episodes.fetch(shelf, person_id, {at for at, _ in places})
    going: set[Place] = set()
    both: set[Place] = set()
    last, since = False, -_CARRIED
    for at, number in places:
        parts = [s.text for s in sentences(kept[at].text)] if at in kept else []
        text = parts[number] if number < len(parts) else ""
        theirs = _stands(alias, text)
        others = any(_stands(n, text) for n in stays)
        if theirs and others:
            both.add((at, number))
        if theirs or others:
            last, since = theirs and not others, at
        elif at - since > _CARRIED:
            last = False
        if last:
            going.add((at, number))
    return going, both


def _stands(name: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) is not None


def _part(
    connection: Connection, row: _Row, new: int, alias: str, stays: list[str], going: set[Place]
) -> None:
    """Give a statement to the one its words are about; in two where they are about both."""
    own, *more = receipts.of(connection, [int(row.id)])[int(row.id)]
    subject = str(row.subject).lower()
    named = subject == alias.lower()
    goes = named or (own in going and subject not in [n.lower() for n in stays])
    theirs = [place for place in more if place in going]
    with_own = [own, *(theirs if goes else [p for p in more if p not in going])]
    without = [p for p in more if p not in with_own]
    receipts.rest_on(connection, int(row.id), with_own)
    if without:
        called = stays[0] if goes else alias
        values = {c.name: getattr(row, c.name) for c in statement.columns if c.name != "id"}
        values |= {"subject": called, "entity_id": row.entity_id if goes else new,
                   "text": str(row.text).replace(str(row.subject), called)}  # fmt: skip
        again = inserted(connection.execute(insert(statement).values(**values)))
        receipts.rest_on(connection, again, without)
    if goes:
        connection.execute(update(statement).where(statement.c.id == row.id).values(entity_id=new))


def _open_again(connection: Connection, one: int, new: int) -> None:
    """What another's statement had closed was never replaced."""
    for mine, others in ((one, new), (new, one)):
        closers = select(statement.c.id).where(statement.c.entity_id == others)
        closed = statement.c.entity_id == mine, statement.c.closed_by.in_(closers)
        again = {"state": "current", "closed_by": None, "valid_to": None}
        connection.execute(
            update(statement).where(*closed, statement.c.state == "replaced").values(**again)
        )


def _relation_follows(connection: Connection, one: _Row, new: int) -> None:
    """The relation goes where the words that told it went."""
    told = {
        who: any(r.predicate == "is my" and r.value == one.relation for r in _statements(connection, who))
        for who in (int(one.id), new)
    }
    if told[new] and one.relation:
        connection.execute(update(entity).where(entity.c.id == new).values(relation=one.relation))
        if not told[int(one.id)]:
            connection.execute(update(entity).where(entity.c.id == one.id).values(relation=""))


def _entity(connection: Connection, person_id: str, number: int) -> _Row:
    known = entity.c.person_id == person_id, entity.c.id == number
    row = connection.execute(select(entity).where(*known)).first()
    if row is None:
        raise NoSuchMemory("I know nobody under that number; reload the page.")
    return row


def _names(row: _Row) -> list[str]:
    return [name for name in (str(row.name), *str(row.aliases).split("\n")) if name]


def _mentions(connection: Connection, number: int) -> list[Place]:
    rows = connection.execute(
        select(mention.c.utterance_id, mention.c.sentence)
        .where(mention.c.entity_id == number)
        .order_by(mention.c.utterance_id, mention.c.sentence)
    )
    return [(int(r[0]), int(r[1])) for r in rows]


def _mention(connection: Connection, number: int, place: Place) -> None:
    row = insert(mention).prefix_with("OR IGNORE")
    connection.execute(row.values(entity_id=number, utterance_id=place[0], sentence=place[1]))


def _statements(connection: Connection, number: int, state: str = "") -> list[_Row]:
    which = [statement.c.entity_id == number]
    if state:
        which.append(statement.c.state == state)
    order = statement.c.asserted_at, statement.c.id
    return list(connection.execute(select(statement).where(*which).order_by(*order)))
