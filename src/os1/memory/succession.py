"""Which statement takes the place of which, and what stands again where one goes.

Order is when something was said, not when it was read.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, Row, delete, select, update

from os1.listening.predicates import OPPOSITE, room
from os1.memory.wording import stems
from os1.store import search
from os1.store.tables import chore, statement, support
from os1.types import Statement

FIXED = frozenset(("is from", "birthday"))
"""Predicates that don't change in a life: a second value is a doubt, not news."""
_TOGETHER = ("partner", "married to")
_PAIRS = {"partner": _TOGETHER, "married to": _TOGETHER, "owns": ("owns", "drives")}
_ANYBODY = frozenset("broke broken split finished over together".split())
"""The first word of an ending that names nobody: whoever it was, it is over with them."""

_Row = Row[tuple[object, ...]]


def family(predicate: str) -> tuple[str, ...]:
    """The predicates that tell of the same thing as this one, itself among them."""
    return _PAIRS.get(predicate, (predicate,))


def ends_any(predicate: str, value: str) -> bool:
    """Whether an ending names nobody, and so ends whatever stood: "broke up"."""
    return predicate == "partner" and value.split(maxsplit=1)[0].lower() in _ANYBODY


def same_value(one: str, other: str) -> bool:
    """Whether two values name the same thing: the words of one are among those of the other."""
    if one.lower() == other.lower():
        return True
    a, b = stems(one), stems(other)
    return bool(a and b) and (a <= b or b <= a)


def displaces(new: Statement | _Row, old: _Row, *, over: bool = False) -> bool:
    """Whether what was said later of the same somebody makes what was said before no longer true;
    `over` where it says that something is so no longer."""
    if "plan" in (new.kind, old.kind) or "feeling" in (new.kind, old.kind):
        return False
    alike = same_value(str(old.value), str(new.value))
    if old.predicate == OPPOSITE.get(str(new.predicate)):
        return alike and not old.denied and not new.denied and not over
    if old.predicate not in family(str(new.predicate)):
        return False
    if over:
        return not old.denied and (alike or ends_any(str(new.predicate), str(new.value)))
    if new.denied:
        return alike
    if new.predicate in FIXED:
        return bool(old.denied)
    kept = room(str(new.predicate))
    if kept == "each" and new.predicate != "terms":
        return _of_what(old.value) == _of_what(new.value)
    return kept != "many" or alike


def _of_what(value: object) -> str:
    return str(value).partition(":")[0].lower()


def reopen(connection: Connection, going: Collection[int]) -> None:
    """Before these statements go or are no longer believed: what they had closed is closed by what
    else was said after it, or stands again."""
    wanted = search.listed(going)
    orphans = connection.execute(select(statement).where(statement.c.closed_by.in_(wanted))).all()
    for row in orphans:
        values: dict[str, object] = {"closed_by": None}
        if row.state == "replaced":
            heir = _heir(connection, row, going)
            values = {"closed_by": heir.id, "valid_to": heir.valid_from or heir.asserted_at} if heir else {
                "closed_by": None, "valid_to": None, "state": "current"}  # fmt: skip
        connection.execute(update(statement).where(statement.c.id == row.id).values(**values))


def drop(connection: Connection, numbers: Collection[int]) -> None:
    """Take statements out, with what waits on them; what they had closed doesn't stay closed by them."""
    reopen(connection, numbers)
    wanted = search.listed(numbers)
    connection.execute(delete(chore).where(chore.c.about.in_(wanted)))
    connection.execute(delete(support).where(support.c.statement_id.in_(wanted)))
    connection.execute(delete(statement).where(statement.c.id.in_(wanted)))


def _heir(connection: Connection, row: _Row, going: Collection[int]) -> _Row | None:
    """Of what stays, the first said later that makes a statement no longer true."""
    if row.kind == "plan":
        return _closer(connection, row, going)
    own = statement.c.entity_id == row.entity_id if row.entity_id else statement.c.subject == row.subject
    counting = statement.c.state.in_(("current", "past", "replaced"))
    said = connection.execute(
        select(statement).where(statement.c.person_id == row.person_id, own, counting)
    ).all()
    later = [each for each in said if _order(each) > _order(row) and each.id not in going]
    fitting = (each for each in sorted(later, key=_order) if displaces(each, row, over=each.state == "past"))
    return next(fitting, None)


def _order(row: _Row) -> tuple[datetime, int]:
    return datetime.fromisoformat(str(row.asserted_at)), int(row.id)


def _closer(connection: Connection, row: _Row, going: Collection[int]) -> _Row | None:
    """The nearest plan that stays among those that moved one another from this one on."""
    at: _Row | None = row
    for _ in range(len(going) + 1):
        if at is None or (at.id != row.id and at.id not in going):
            break
        at = connection.execute(select(statement).where(statement.c.id == at.closed_by)).first()
    return at if at is not None and at.id not in going and at.state != "taken_back" else None
