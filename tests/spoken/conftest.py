"""What the tests of calls share: homes with a page behind which somebody can be called, and whether that can be tried."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

import pytest
from tests.browser.served import Event, Served
from tests.flows.talk import fine, os1
from tests.minds.scripted import ModelServer, beside, words
from tests.spoken import people
from tests.spoken.caller import Caller, Room, calling
from websockets.sync.client import connect
from websockets.typing import Origin

RUTH = "My sister Ruth is moving to Lisbon in May."
STORY = (
    "There was a man who had a small garden behind his house. Every morning he carried water up the hill, and every "
    "evening he carried apples down. One day a friend came in with a letter for him, and he read it twice before supper."
)
"""What she says when she is asked for a story, where a larger model finds her words: about fifteen seconds."""


SHORT = (
    "test_a_spoken_question_is_heard_and_answered_aloud", "test_what_was_said_aloud_is_remembered", "test_a_hesitation_is_one_turn",
    "test_she_doesnt_answer_herself[80 ms]", "test_going_on_after_she_began_to_think_makes_one_turn[0.5]",
    "test_a_spoken_question_is_answered_aloud", "test_before_they_have_met_nobody_speaks",
)  # fmt: skip
"""The calls of `make test`; all others, in real time as well, are `make test-long`."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Calls take as long as calls do."""
    for item in items:
        if "test_call" in str(item.path) and item.path.parent.name == "spoken" and item.name not in SHORT:
            item.add_marker(pytest.mark.long)


class Home(Served):
    """A served home that can be called without a browser."""

    def by(self, who: str, since: int = 0) -> list[Event]:
        """What somebody has said that is kept, after so many entries of both."""
        return [entry for entry in self.kept()[since:] if entry["who"] == who]

    @contextmanager
    def caller(self, room: Room | None = None, *, call: bool = True) -> Iterator[Caller]:
        """Somebody on a call, or (without `call`) just before it."""
        headers = {"Cookie": self._cookie()}
        origin, address = Origin(self.origin), f"ws://127.0.0.1:{self.port}/ws"
        with (
            connect(address, origin=origin, additional_headers=headers, max_size=None) as socket,
            calling(socket, room) as caller,
        ):
            if call:
                answer = caller.call()
                assert answer["on"], answer
            yield caller


Maker = Callable[[], Home]


def cannot(why: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI has no {why}, so nobody would speak in the tests.")
    pytest.skip(f"no {why} on this machine")


@pytest.fixture(scope="session", autouse=True)
def speech() -> None:
    """Skips where people have no voice or nobody has ears; in CI that fails."""
    if lacking := people.missing():
        cannot(" and no ".join(lacking))
    if importlib.util.find_spec("moonshine_voice") is None:
        cannot("moonshine-voice")


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Maker]:
    """Serves homes that nobody has lived in, as many as are asked for."""
    homes: list[Home] = []

    def serve() -> Home:
        home = Home(tmp_path_factory.mktemp("called") / "home")
        homes.append(home)
        home.start()
        return home

    yield serve
    for home in homes:
        home.stop()


@pytest.fixture(scope="module")
def met(fresh: Maker) -> Home:
    """A home in which she has met Theodore; shared by a module's tests."""
    home = fresh()
    home.introduce()
    return home




@pytest.fixture(scope="module")
def told(met: Home) -> Home:
    """The same home once she knows about Ruth."""
    met.tell(RUTH)
    return met


@pytest.fixture(scope="module")
def model() -> Iterator[ModelServer]:
    """A larger model that knows one story."""
    with beside(words(STORY)) as server:
        yield server


@pytest.fixture(scope="module")
def teller(fresh: Maker, model: ModelServer) -> Home:
    """A home in which she tells a story at length."""
    home = fresh()
    home.introduce()
    fine(os1("mind", "add", "near", "--url", model.url, "--model", "scripted-1", home=home.home))
    fine(os1("mind", "use", "near", home=home.home))
    return home
