"""Stretches of everyday talk, each told to a new home, and what she must and must not answer.

`remembering.jsonl` holds one stretch a line: `talk` is told first (a time and the words), then each
of `ask` is put to her. Of a question `any`, `all` and `none` are words its answer must and must not
hold, `unknown` asks her to say that she hasn't been told, and `may_not_know` lets her. A line with
`said` is itself something told; one with `not_yet` is known to go wrong and marked so.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from os1.config import Home
from os1.house import House
from os1.store.tables import person
from os1.testing import SetClock
from os1.types import Person, Reply

Stretch = dict[str, Any]
SOMEBODY = "0123456789abcdef"
NOT_KNOWN = ("not_told", "unknown", "recall_near")
"""Moves that say she hasn't been told, or isn't sure she has."""
NOT_MEANT = ("you only said it as", "you only wished", "you had only heard", "somebody else's words")
QUOTED = re.compile(r"“([^”]*)”")
STRETCHES: dict[str, Stretch] = {
    stretch["id"]: stretch
    for stretch in map(
        json.loads, (Path(__file__).parent / "remembering.jsonl").read_text(encoding="utf-8").splitlines()
    )
}
QUESTIONS = [
    pytest.param(name, i, id=f"{name}-{i}", marks=[pytest.mark.xfail(reason="not understood yet")] if ask.get("not_yet") else [])
    for name, stretch in STRETCHES.items()
    for i, ask in enumerate(stretch["ask"])
]


@dataclass(frozen=True, slots=True)
class Lived:
    """Her replies to one stretch: while it was told, and to each of its questions."""

    told: tuple[Reply, ...]
    asked: tuple[Reply, ...]


async def _tell(house: House, lines: list[tuple[str, str]]) -> list[Reply]:
    return [
        await house.reply(f"t{i}", text, at=datetime.fromisoformat(at)) for i, (at, text) in enumerate(lines)
    ]


def live(stretch: Stretch, place: Path) -> Lived:
    """Tell a stretch to a new home at `place` and ask its questions."""
    lines = [*stretch["talk"], *((ask["at"], ask["q"]) for ask in stretch["ask"])]
    with House(Home(place), SetClock(datetime.fromisoformat(lines[0][0]))) as house:
        with house.database.write() as connection:  # her choice of words follows the number
            connection.execute(update(person).values(id=SOMEBODY))
        house.person = Person(SOMEBODY)
        replies = asyncio.run(_tell(house, lines))
    told = len(stretch["talk"])
    return Lived(tuple(replies[:told]), tuple(replies[told:]))


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Lived]:
    """Gives a stretch by its id; each is lived through once."""
    return cache(lambda name: live(STRETCHES[name], tmp_path_factory.mktemp(name)))


def _says(reply: str, words: str) -> bool:
    plain = " ".join(reply.lower().replace("’", "'").split())
    return re.search(rf"(?<!\w){re.escape(words.lower())}(?!\w)", plain) is not None


@pytest.mark.parametrize(("name", "number"), QUESTIONS)
def test_answers(lived: Callable[[str], Lived], name: str, number: int) -> None:
    ask = STRETCHES[name]["ask"][number]
    reply = lived(name).asked[number]
    about = f"{ask['q']!r} -> {reply.reply!r} [{reply.move.kind}]"
    assert not [words for words in ask.get("none", ()) if _says(reply.reply, words)], about
    if ask.get("unknown"):
        assert reply.move.kind in NOT_KNOWN or _says(reply.reply, "not that you've told me") or any(
            words in reply.reply.lower().replace("’", "'") for words in NOT_MEANT
        ), about
    elif not (ask.get("may_not_know") and reply.move.kind in NOT_KNOWN):
        wanted = ask.get("any", ())
        assert not wanted or any(_says(reply.reply, words) for words in wanted), about
        assert all(_says(reply.reply, words) for words in ask.get("all", ())), about
        # An echo of the question in "you haven't told me" is no answer.
        assert not (wanted or ask.get("all")) or reply.move.kind not in NOT_KNOWN[:2], about


@pytest.mark.parametrize("name", STRETCHES)
def test_quotes_word_for_word(lived: Callable[[str], Lived], name: str) -> None:
    stretch = STRETCHES[name]
    told = [text for _, text in stretch["talk"]]
    told += [ask["q"] for ask in stretch["ask"] if ask.get("said")]
    for reply in (*lived(name).told, *lived(name).asked):
        if reply.move.kind.startswith("recall"):
            for quote in QUOTED.findall(reply.reply):
                words = quote.strip(" …").rstrip(".,!?")
                assert words and any(words in text for text in told), f"{quote!r} in {reply.reply!r}"


def test_every_question_is_judged() -> None:
    for name, stretch in STRETCHES.items():
        for number, ask in enumerate(stretch["ask"]):
            assert ask.keys() & {"any", "all", "none", "unknown"}, (name, number)
