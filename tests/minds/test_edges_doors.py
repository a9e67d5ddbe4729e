"""Doors at the edges: what a program's token opens, a door left behind, models that pass words on, sizes of a request."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.routing import Route
from tests.browser.served import Served as Process
from tests.contracts.homes import MONDAY, a_home, a_house
from tests.contracts.served import Served, serving
from tests.flows.talk import complaint, fine, os1
from tests.minds.edges import V1, asked, let_in, texts
from tests.minds.fixed import Answer, fixed, listing
from tests.minds.scripted import serving as a_model
from tests.minds.scripted import words
from tests.minds.serving import said
from websockets.exceptions import ConnectionClosed

from os1 import minds as choosing
from os1.errors import HomeBusy, RubbishError
from os1.house import House
from os1.store import minds, programs
from os1.store.database import lock_home

READS = ("/memory/rows?show=counts", "/memory/rows?show=search&q=tomatoes", "/minds/told", "/minds/prompt", "/character/told", "/care")
ACTS: tuple[tuple[str, dict[str, str]], ...] = (
    ("/memory/acts", {"act": "forget", "id": "u1"}), ("/minds/told", {"act": "use", "name": "plain"}),
    ("/minds/told", {"act": "let_in", "name": "another"}), ("/character/told", {}), ("/care", {}),
)  # fmt: skip
TELLING, SAID = "I planted tomatoes with my neighbour Joan today.", "Tomatoes with Joan sound lovely."


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with a_house(tmp_path) as house:
        yield house


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("doors")) as each:
        each.cookie = each.pair()
        each.ask(each.house.reply("t", TELLING, at=MONDAY))
        yield each


# --- what a program's token opens -------------------------------------------------------------


def test_a_programs_token_opens_no_page_and_only_v1(served: Served) -> None:
    token, before = let_in(served, "a program"), texts(served)
    for path in READS:
        assert asked(served, path, cookie=served.cookie)[0] == 200, "the page itself may"
    for path, act in [*((path, None) for path in READS), *ACTS]:
        body = None if act is None else json.dumps(act).encode()
        ways = ((token, ""), ("", token), (token, token), ("", ""))
        told = [asked(served, path, body, cookie=cookie, bearer=bearer) for cookie, bearer in ways]
        assert [status for status, _ in told] == [401] * 4, path
        assert not [each for _, each in told if b"omato" in each or b"Joan" in each]
    assert asked(served, "/session", json.dumps({"token": token}).encode())[0] == 403
    assert texts(served) == before and set(served.run(lambda: programs.listed(served.house.database, served.house.person.id))) == {"a program"}
    assert asked(served, "/v1/models", bearer=token)[0] == 200
    assert asked(served, "/v1/models", cookie=token)[0] == asked(served, "/v1/models", cookie=served.cookie)[0] == 401
    served.run(lambda: programs.drop(served.house.database, served.house.person.id, "a program"))
    for path in (*READS, "/v1/models"):
        assert asked(served, path, cookie=token)[0] == asked(served, path, bearer=token)[0] == 401, path
    assert asked(served, V1, said({"role": "user", "content": "May I?"}), bearer=token)[0] == 401


def test_wherever_a_programs_token_comes_it_counts_as_none(served: Served) -> None:
    """Every route there is to read: what it answers to the token is what it answers to nobody."""
    token = let_in(served, "another program")
    paths = [route.path for route in served.routes if isinstance(route, Route) and "GET" in (route.methods or ()) and route.path != "/broken"]
    assert len(paths) > 8
    for path in paths:
        nobody = asked(served, path)
        assert asked(served, path, cookie=token) == nobody, path
        if path != "/v1/models":
            assert asked(served, path, bearer=token) == nobody, path


def test_a_programs_token_opens_no_socket(served: Served) -> None:
    token, cookie = let_in(served, "a third"), served.cookie
    try:
        served.cookie = token
        with served.open() as socket, pytest.raises(ConnectionClosed) as closed:
            socket.recv(20)
        assert closed.value.rcvd and closed.value.rcvd.code == 4401
    finally:
        served.cookie = cookie


# --- what a request may be --------------------------------------------------------------------


@pytest.mark.parametrize("stream", [False, True, None])
def test_a_setting_that_is_null_is_as_good_as_left_out(served: Served, stream: bool | None) -> None:
    token = let_in(served, f"of nothing {stream}")
    body = said({"role": "user", "content": "The kettle is on."}, n=None, stream=stream, stop=None, temperature=None, tools=None)
    status, told = asked(served, V1, body, bearer=token)
    assert status == 200 and (b"data: [DONE]" in told) == (stream is True)


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("content", ["a" * 2_000_001, [{"type": "text", "text": "a" * 1_000_001}] * 2], ids=["in one", "in parts"])
def test_a_message_that_is_too_long_is_a_bad_request(served: Served, content: object, stream: bool) -> None:
    token, before = let_in(served, f"long {stream} {len(texts(served))} {type(content).__name__}"), texts(served)
    status, told = asked(served, V1, said({"role": "user", "content": content}, stream=stream), bearer=token)
    assert status == 400 and json.loads(told)["error"]["message"].endswith(".")
    assert texts(served) == before


# --- the door of a running house --------------------------------------------------------------


def test_a_door_left_behind_is_gone_once_the_home_is_held(tmp_path: Path) -> None:
    home = a_home(tmp_path)
    home.door.write_text("{}")
    lock = lock_home(home)
    try:
        assert not home.door.exists()
        home.door.write_text("{}")
        with pytest.raises(HomeBusy):
            lock_home(home)
        assert home.door.exists(), "who didn't get the home takes nobody's door"
    finally:
        lock.release()
    with a_house(tmp_path):
        assert not home.door.exists()


def test_a_door_left_behind_is_asked_by_no_command(tmp_path: Path) -> None:
    home = a_home(tmp_path)
    with fixed({"/minds/told": Answer(b'{"now": "a stranger", "minds": []}'), "/minds/prompt": Answer(b"{}")}) as stranger:
        left = json.dumps({"port": stranger.port, "token": "left"})
        for command in (("minds",), ("why", "--prompt"), ("mind", "use", "plain"), ("token",)):
            home.door.write_text(left)
            assert "stranger" not in fine(os1(*command, home=home.root)).out
            assert not home.door.exists()
        home.door.write_text(left)
        with a_house(tmp_path):  # in a terminal, which has no door
            assert "open elsewhere" in complaint(os1("minds", home=home.root))
        assert stranger.came == []


def test_after_a_power_cut_she_is_served_through_a_door_of_her_own(tmp_path: Path) -> None:
    served = Process(tmp_path / "home")
    served.start()
    try:
        door = served.home / "door.json"
        fine(os1("minds", home=served.home))
        first = json.loads(door.read_text())
        served.kill()
        assert door.exists(), "nobody was left to take it away"
        served.start()
        fine(os1("minds", home=served.home))
        assert json.loads(door.read_text())["token"] != first["token"]
    finally:
        served.stop()
    assert not door.exists()


# --- models that pass words on ----------------------------------------------------------------


@pytest.mark.parametrize("model", ["gpt-oss:120b-cloud", "deepseek-v3.1:cloud", "Qwen3-Coder:480B-Cloud", " glm-4.6:cloud "])
@pytest.mark.parametrize("where", ["127.0.0.1", "localhost", "[::1]"])
async def test_a_cloud_model_named_by_hand_leaves_this_computer(house: House, model: str, where: str) -> None:
    made = await choosing.add(house, "mine", f"http://{where}:11434/v1", model, "")
    assert made.leaves and made.host == "ollama.com"
    with pytest.raises(RubbishError, match=r"ollama\.com"):
        await choosing.use(house, await choosing.named(house, "mine"))
    assert (await choosing.told(house))["now"] == "plain"
    assert "ollama.com" in await choosing.use(house, await choosing.named(house, "mine"), agree="ollama.com")
    await house.run(minds.revoke, house.database, house.person.id, "ollama.com")
    assert (await choosing.told(house))["now"] == "plain"


@pytest.mark.parametrize("model", ["cloudy:7b", "cloud-nine:8b", "nimbus-clouds"])
async def test_a_model_that_only_sounds_like_one_stays_here(house: House, model: str) -> None:
    assert not (await choosing.add(house, "mine", "http://127.0.0.1:11434/v1", model, "")).leaves


async def test_a_cloud_model_that_was_only_listed_leaves_too(house: House) -> None:
    with fixed({"/v1/models": listing({"id": "gpt-oss:20b-cloud"})}) as there:
        assert (await choosing.add(house, "mine", f"{there.base}/v1", "", "")).host == "ollama.com"


async def test_a_mind_in_use_that_becomes_a_cloud_model_falls_silent(house: House) -> None:
    async with a_model(words(SAID)) as server:
        await choosing.add(house, "mine", server.url, "scripted-1", "")
        await house.run(minds.use, house.database, house.person.id, await choosing.named(house, "mine"))
        await choosing.add(house, "mine", server.url, "scripted:cloud", "")
        assert (await house.reply("t", TELLING)).reply and server.asked == []
        await house.tongue.aclose()
