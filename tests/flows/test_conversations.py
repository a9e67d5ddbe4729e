"""Written conversations: in each of them she does what is due, line by line, and nothing she mustn't."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.flows.conftest import settle
from tests.flows.conversing import conversations, live

CONVERSATIONS = conversations()


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which nothing was said yet; to be copied, never used."""
    home = tmp_path_factory.mktemp("settled") / "home"
    settle(home)
    return home


@pytest.mark.parametrize("key", CONVERSATIONS)
def test_she_does_what_is_due(key: str, home: Path, settled: Path) -> None:
    judged = live(CONVERSATIONS[key], shutil.copytree(settled, home))
    amiss = "\n".join(str(complaint) for complaint in judged.complaints)
    assert not judged.complaints, f"{len(judged.complaints)} of {judged.checks} checks\n{amiss}"
