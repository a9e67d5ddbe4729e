"""Which voice of a chat is the person's own; never guessed, since a friend's words aren't theirs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from os1.errors import RubbishError
from os1.memory.sources.item import Hints

_ME = frozenset("me you i myself user human".split())
_MACHINE = frozenset("rep replika robot bot ai assistant samantha".split())
SHOWN = 6


def own_voice(said_by: Iterable[str], hints: Hints) -> str:
    """The name under which the person's own lines stand. Raises RubbishError where none tells."""
    counted = Counter(said_by)
    names = list(counted)
    folded = {name.casefold(): name for name in names}
    for own in (*hints.own, *_ME):
        if own.casefold() in folded:
            return folded[own.casefold()]
    for own in hints.own:
        first = [n for n in names if n.casefold().split()[:1] == own.casefold().split()[:1]]
        if len(first) == 1:
            return first[0]
    if len(names) == 2:
        theirs = [
            n for n in names if n.casefold() in _MACHINE or _in_title(n, f"{hints.within} {hints.name}")
        ]
        if len(theirs) == 1:
            return next(n for n in names if n != theirs[0])
    shown = ", ".join(name for name, _ in counted.most_common(SHOWN))
    raise RubbishError(f"{hints.name}: I can't tell which voice is yours ({shown}); say it with --as NAME.")


def _in_title(name: str, title: str) -> bool:
    """Exported chats are named for whom they were with."""
    return bool(re.search(rf"(?:with|-) {re.escape(name)}\b", title, re.IGNORECASE))
