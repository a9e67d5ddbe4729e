"""What the memory pages show, page by page, as the JSON objects of docs/guide/memory.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from os1.listening.predicates import turned
from os1.memory import beliefs, episodes, people
from os1.memory.episodes import Shelf
from os1.memory.wording import best_sentences
from os1.store import search as words
from os1.store.tables import entity, mention, statement, utterance
from os1.types import Memory, Utterance

Shown = dict[str, Any]
PAGE = 40
MOST_POINTS = 400
MOST_ON_THE_MAP = 24
FACTS = ("fact", "person")

_closer = statement.alias("closer")
_called_off = or_(statement.c.predicate == "cancelled", _closer.c.predicate == "cancelled")
_plan_state = case(
    (or_(_called_off, statement.c.state == "taken_back"), "called off"),
    (statement.c.state == "replaced", "moved"),
    (statement.c.state.in_(("past", "asked")), "done"),
    (statement.c.state == "aside", "hoped"),
    else_="open",
)
GROUPS = {
    "now": statement.c.state == "current",
    "before": statement.c.state.in_(("replaced", "past")),
    "aside": statement.c.state.in_(("aside", "taken_back")),
}
PLANS = ("open", "hoped", "moved", "called off", "done")


def counts(shelf: Shelf, person_id: str) -> Shown:
    """How much there is of each, and since when."""
    mine = utterance.c.person_id == person_id, utterance.c.speaker == "person", utterance.c.forgotten == 0
    own = statement.c.person_id == person_id
    with shelf.database.read() as connection:
        of_each = select(statement.c.kind, func.count()).where(own).group_by(statement.c.kind)
        kinds = {str(r[0]): int(r[1]) for r in connection.execute(of_each)}
        beings = entity.c.person_id == person_id, entity.c.kind.in_(("person", "pet"))
        known = select(func.count()).where(*beings)
        said = select(func.count(), func.min(utterance.c.said_at)).where(*mine)
        told, first = connection.execute(said).one()
        met = int(connection.execute(known).scalar_one())
    return {"people": met, "facts": sum(kinds.get(k, 0) for k in FACTS), "plans": kinds.get("plan", 0),
            "words": int(told), "since": first}  # fmt: skip


# --- people -----------------------------------------------------------------------------------


def everyone(shelf: Shelf, person_id: str, skip: int = 0, kind: str = "people") -> Shown:
    """People and pets (or places), those most spoken of first."""
    kinds = ("person", "pet") if kind == "people" else ("place",)
    times = func.count(mention.c.utterance_id.distinct())
    query = (
        select(entity.c.id, times.label("times"), func.max(utterance.c.said_at).label("last"))
        .outerjoin(mention, mention.c.entity_id == entity.c.id)
        .outerjoin(utterance, utterance.c.id == mention.c.utterance_id)
        .where(entity.c.person_id == person_id, entity.c.kind.in_(kinds))
        .group_by(entity.c.id)
        .order_by(times.desc(), entity.c.id)
        .limit(PAGE + 1)
        .offset(skip)
    )
    known = {each.id: each for each in people.everyone(shelf, person_id)}
    with shelf.database.read() as connection:
        rows = connection.execute(query).all()
    shown = [someone(known[int(r.id)], int(r.times), r.last) for r in rows[:PAGE] if int(r.id) in known]
    return {"people": shown, "more": len(rows) > PAGE}


def someone(each: people.Entity, times: int, last: object) -> Shown:
    relation = turned(people.by_relation(each.relation)) if each.relation else ""
    return {"id": f"e{each.id}", "name": each.name or relation, "relation": relation if each.name else "",
            "names": list(each.names), "kind": each.kind, "times": times, "last": last,
            "quiet": each.quiet}  # fmt: skip


def person(shelf: Shelf, person_id: str, number: int) -> Shown | None:
    """Everything of one: now, before, plans, the last times they came up, and their ties."""
    known = {each.id: each for each in people.everyone(shelf, person_id)}
    if number not in known:
        return None
    each = known[number]
    said = episodes.with_mention(shelf, person_id, [number])
    newest = sorted(said, reverse=True)
    last = episodes.fetch(shelf, person_id, newest[:PAGE])
    at = max((u.said_at for u in last.values()), default=None)
    own = statement.c.entity_id == number, statement.c.kind.in_(FACTS)
    plans = statement.c.kind == "plan", statement.c.utterance_id.in_(words.listed(newest[:500]))
    return {
        **someone(each, len(said), at.isoformat() if at else None),
        **{group: rows(shelf, person_id, (*own, where)) for group, where in GROUPS.items()},
        "plans": rows(shelf, person_id, plans, most=12),
        "mentions": [in_words(last[n], said[n]) for n in newest[:12] if n in last],
        "ties": [t for t in _ties(list(known.values()), _told_of_each_other(shelf, person_id))
                 if f"e{number}" in (t["from"], t["to"])],
    }  # fmt: skip


def circle(shelf: Shelf, person_id: str) -> Shown:
    """The people spoken of most, and how they belong together and to the person ("me")."""
    shown = everyone(shelf, person_id)["people"][:MOST_ON_THE_MAP]
    known = {each.id: each for each in people.everyone(shelf, person_id)}
    ties = _ties([known[int(p["id"][1:])] for p in shown], _told_of_each_other(shelf, person_id))
    return {"people": shown, "ties": ties}


def _ties(known: Sequence[people.Entity], told: Iterable[Memory]) -> list[Shown]:
    """Who is what to whom, as far as both are known: by relation, and by what was stated."""
    names = {name.lower(): each.id for each in reversed(known) for name in each.names}
    ties: dict[tuple[int, int], str] = {}
    for each in known:
        owner, mark, how = each.relation.partition("'s ")
        if each.relation and not mark:
            ties[0, each.id] = each.relation
        elif owner.lower() in names:
            ties[names[owner.lower()], each.id] = how
    for memory in told:
        owner, _, how = memory.value.partition("'s ")
        pair = names.get(memory.subject.lower()), names.get(owner.lower())
        if pair[0] and pair[1] and pair[0] != pair[1]:
            how = how or {"partner": "together", "terms": ""}.get(memory.predicate, memory.predicate)
            ties.setdefault((pair[1], pair[0]), how)
    ends = {each.id for each in known} | {0}
    return [{"from": f"e{a}" if a else "me", "to": f"e{b}", "how": how}
            for (a, b), how in ties.items() if a in ends and b in ends]  # fmt: skip


def _told_of_each_other(shelf: Shelf, person_id: str) -> list[Memory]:
    related = ("relation", "partner", "married to", "terms", "has child")
    with shelf.database.read() as connection:
        rows = connection.execute(
            select(statement.c.id)
            .where(statement.c.person_id == person_id, statement.c.predicate.in_(related),
                   statement.c.state == "current", statement.c.entity_id.is_not(None))
            .limit(500)
        )  # fmt: skip
        numbers = [int(r[0]) for r in rows]
    return beliefs.by_number(shelf, person_id, numbers)


# --- statements -------------------------------------------------------------------------------


def known(shelf: Shelf, person_id: str, group: str, skip: int = 0) -> Shown:
    """Facts of a group ("now", "before", "aside"): pinned ones, the person's own, then each other's."""
    where = statement.c.kind.in_(FACTS), GROUPS[group]
    whose = statement.c.subject != "me", func.lower(func.coalesce(entity.c.name, statement.c.subject))
    found = rows(shelf, person_id, where, (statement.c.pinned.desc(), *whose, statement.c.id.desc()), skip)
    return {"rows": found[:PAGE], "more": len(found) > PAGE}


def planned(shelf: Shelf, person_id: str, group: str, skip: int = 0) -> Shown:
    """Plans of a state (PLANS): open ones by their day, the others the newest first."""
    where = statement.c.kind == "plan", _plan_state == group
    day = func.coalesce(statement.c.starts_at, "9")
    order = (statement.c.pinned.desc(), day if group == "open" else statement.c.id.desc())
    found = rows(shelf, person_id, where, order, skip)
    return {"rows": found[:PAGE], "more": len(found) > PAGE}


def timeline(shelf: Shelf, person_id: str, start: datetime, end: datetime) -> Shown:
    """Plans and turning points (what replaced something) from `start` up to `end`."""
    closed = select(statement.c.closed_by).where(
        statement.c.person_id == person_id, statement.c.closed_by.is_not(None), statement.c.kind.in_(FACTS)
    )
    turning = and_(statement.c.kind.in_(FACTS), statement.c.id.in_(closed), statement.c.state != "taken_back")
    day = func.coalesce(statement.c.starts_at, statement.c.valid_from, statement.c.asserted_at)
    within = func.unixepoch(day).between(start.timestamp(), end.timestamp() - 1)
    which = or_(statement.c.kind == "plan", turning), within
    return {"rows": rows(shelf, person_id, which, (day,), most=MOST_POINTS)}


def rows(
    shelf: Shelf,
    person_id: str,
    where: Sequence[ColumnElement[bool]],
    order: Sequence[Any] = (statement.c.pinned.desc(), statement.c.id.desc()),
    skip: int = 0,
    most: int = PAGE + 1,
) -> list[Shown]:
    """Statements as rows, each with its receipt and what it replaced."""
    query = (
        select(statement, entity.c.quiet.label("hushed"), _plan_state.label("stands"))
        .outerjoin(entity, entity.c.id == statement.c.entity_id)
        .outerjoin(_closer, _closer.c.id == statement.c.closed_by)
        .where(statement.c.person_id == person_id, *where)
        .order_by(*order)
        .limit(most)
        .offset(skip)
    )
    with shelf.database.read() as connection:
        found = connection.execute(query).all()
        numbers = [int(r.id) for r in found]
        closed = connection.execute(
            select(statement.c.id, statement.c.closed_by).where(
                statement.c.closed_by.in_(words.listed(numbers)), statement.c.state == "replaced"
            )
        ).all()
    held = {m.id: m for m in beliefs.by_number(shelf, person_id, {*numbers, *(int(r.id) for r in closed)})}
    shown = [_row(held[f"m{r.id}"], r) for r in found]
    by_id = {each["id"]: each for each in shown}
    for older in closed:
        old = held[f"m{older.id}"]
        by_id[f"m{older.closed_by}"]["replaced"].append({"id": old.id, "text": old.text, "value": old.value})
    return shown


def _row(memory: Memory, row: Any) -> Shown:
    state = row.stands if memory.kind == "plan" else row.state.replace("_", " ")
    return {
        "id": memory.id, "kind": memory.kind, "who": "me" if row.entity_id is None else f"e{row.entity_id}",
        "called": "you" if row.subject == "me" else turned(memory.subject),
        "text": turned(memory.text) if memory.kind == "person" else memory.text,
        "what": memory.predicate, "value": memory.value, "state": state, "modality": memory.modality,
        "since": memory.since and memory.since.isoformat(),
        "until": memory.until and memory.until.isoformat(),
        "starts": row.starts_at, "ends": row.ends_at, "at": memory.said_at.isoformat(),
        "source": memory.source, "quote": memory.quote, "times": memory.times, "cause": row.cause,
        "pinned": bool(row.pinned), "quiet": bool(row.quiet or row.hushed), "replaced": [],
    }  # fmt: skip


def in_words(said: Utterance, sentences: list[int] | None = None) -> Shown:
    quote = best_sentences(said.text, set(), sentences)
    return {"id": f"u{said.id}", "kind": "episode", "at": said.said_at.isoformat(), "quote": quote,
            "source": f"u{said.id}"}  # fmt: skip
