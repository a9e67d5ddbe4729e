"""What the flows share: an empty home, and the month lived through once."""

from __future__ import annotations

import itertools
import json
import shutil
from pathlib import Path

import pytest
from sqlalchemy import update
from tests.flows.talk import OS1, Month, Turn, export, replay

from os1.config import Home
from os1.house import House
from os1.store.tables import person

HERE = Path(__file__).parent
FORGETTING = ("2026-03-27", "2026-03-29")
"""The days of the month on which something is forgotten."""


def read_lines(name: str) -> tuple[Turn, ...]:
    """The objects of a JSON lines file beside this one."""
    text = (HERE / name).read_text(encoding="utf-8")
    return tuple(json.loads(line) for line in text.splitlines())


@pytest.fixture(scope="session", autouse=True)
def installed() -> None:
    """The command is there: without it no flow means anything."""
    assert OS1.exists(), f"{OS1} is missing: run make install"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Where a home may be made."""
    return tmp_path / "home"


@pytest.fixture(scope="session")
def first_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that has been told where Ruth lives; to be copied, never used."""
    home = tmp_path_factory.mktemp("first") / "home"
    replay(home, [{"at": "2026-03-02T18:00:00+00:00", "text": "My sister Ruth lives in Leeds."}])
    return home


@pytest.fixture
def told(home: Path, first_home: Path) -> Path:
    """A home that has been told where Ruth lives."""
    shutil.copytree(first_home, home)
    return home


def settle(home: Path) -> None:
    """A home whose person has a given number: her choice of words follows it, so that the month goes
    the same way each time it is lived."""
    home.mkdir(mode=0o700)
    with House(Home(home)) as house, house.database.write() as connection:
        connection.execute(update(person).values(id="0123456789abcdef"))


@pytest.fixture(scope="session")
def month(tmp_path_factory: pytest.TempPathFactory) -> Month:
    """The whole month, replayed through one home."""
    home = tmp_path_factory.mktemp("month") / "home"
    settle(home)
    lines = read_lines("month.jsonl")
    bounds = [0, *(sum(line["at"] < day for line in lines) for day in FORGETTING), len(lines)]
    turns: list[Turn] = []
    exports: list[str] = []
    for start, stop in itertools.pairwise(bounds):
        turns += replay(home, lines[start:stop])
        exports.append(export(home))
    by_id = {line["id"]: turn for line, turn in zip(lines, turns, strict=True)}
    return Month(home, lines, by_id, tuple(exports))
