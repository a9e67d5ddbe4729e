"""The memory pages' doors: only a paired page reads or acts, in pages, and no rubbish changes anything."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from tests.contracts.homes import MONDAY
from tests.contracts.served import Served, serving
from tests.contracts.test_doors import Client, check_headers, cookies, hosts, origins

from os1.memory.overview import GROUPS, PAGE, PLANS
from os1.store.tables import entity, statement, support, utterance

SHOWS = (
    "counts", "people", "places", "person&id=e1", "map", *(f"facts&group={g}" for g in GROUPS),
    *(f"plans&group={p.replace(' ', '+')}" for p in PLANS), "timeline&from=2026-01-01&to=2027-01-01",
    "feelings", "felt&week=2026-03-02", "words&id=u1", "words&id=m1", "search&q=soup",
)  # fmt: skip
ACTS: tuple[dict[str, Any], ...] = (
    {"act": "correct", "id": "m1", "turn": "t", "value": "York"}, {"act": "deny", "id": "m1"},
    {"act": "forget", "id": "u1"}, {"act": "forget", "id": "m1"}, {"act": "pin", "id": "m1"},
    {"act": "quiet", "id": "e1"}, {"act": "nobody", "id": "e1"},
    {"act": "merge", "id": "e1", "other": "e2"}, {"act": "split", "id": "e1", "alias": "Ruth"},
)  # fmt: skip


LIKED = """plums pears soup bread cheese rain snow trains maps bees owls cats dogs horses tulips roses ivy
    moss coffee tea cocoa jazz opera drums chess cards kites boats canoes bridges castles candles lamps books
    poems letters stamps coins shells pebbles islands harbours meadows orchards barns sheep goats""".split()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("memories")) as each:
        each.cookie = each.pair()
        lines = ["My sister Ruth lives in Leeds.", "I had soup today, and was so happy about it!",
                 *(f"I like {thing}." for thing in LIKED)]  # fmt: skip
        assert len(lines) > PAGE + 5
        for n, text in enumerate(lines):
            each.ask(each.house.reply(f"t{n}", text, at=MONDAY + timedelta(minutes=n)))
        yield each


@pytest.fixture
def client(served: Served) -> Iterator[Client]:
    with Client(served.doors.port) as each:
        yield each


def everything(served: Served) -> list[Any]:
    """All that a request could change of what is remembered."""

    def read() -> list[Any]:
        with served.house.database.read() as connection:
            return [connection.execute(select(t)).all() for t in (utterance, statement, entity, support)]

    return served.run(read)


def show(served: Served, client: Client, what: str) -> tuple[int, Any]:
    response, body = client.ask("GET", f"/memory/rows?show={what}", (served.host,), None, served.cookie)
    check_headers(response)
    return response.status, json.loads(body)


def act(served: Served, client: Client, body: bytes) -> tuple[int, Any]:
    response, told = client.ask(
        "POST", "/memory/acts", (served.host,), served.origin, served.cookie, body
    )
    check_headers(response)
    return response.status, json.loads(told)


@pytest.mark.parametrize("what", SHOWS)
def test_only_a_paired_page_reads(served: Served, client: Client, what: str) -> None:
    assert show(served, client, what)[0] == 200
    for name, cookie in cookies(served.cookie).items():
        response, body = client.ask("GET", f"/memory/rows?show={what}", (served.host,), None, cookie)
        if name != "right":
            assert response.status == 401 and set(json.loads(body)) == {"problem"}
            assert b"Ruth" not in body and b"soup" not in body


@pytest.mark.parametrize("body", ACTS, ids=lambda a: f"{a['act']} {a['id']}")
def test_nobody_else_acts(served: Served, client: Client, body: dict[str, Any]) -> None:
    before = everything(served)
    sent = json.dumps(body).encode()
    named = {n: h for n, h in hosts(served.doors.port).items() if n not in ("missing", "two")}  # no HTTP
    for host in named.values():
        for origin in origins(served.doors.port).values():
            for cookie in cookies(served.cookie).values():
                ours = host in ((served.host,), (f"localhost:{served.doors.port}",),
                                (f"LOCALHOST:{served.doors.port}",))  # fmt: skip
                if ours and origin == served.origin and cookie == served.cookie:
                    continue
                response, told = client.ask("POST", "/memory/acts", host, origin, cookie, sent)
                assert response.status in (401, 403)
                assert b"Ruth" not in told
    assert everything(served) == before


RUBBISH = (
    b"", b"[]", b"null", b"7", b'{"act": 7}', b'{"act": "drop"}', b'{"act": "pin"}', b"[" * 5_000, b"\xff",
    b'{"act": "pin", "id": "e1"}', b'{"act": "pin", "id": "m1", "on": 1}',
    b'{"act": "forget", "id": "m1; --"}', b'{"act": "forget", "id": "m\xd9\xa1"}',
    b'{"act": "quiet", "id": ["e1"]}', b'{"act": "pin", "id": "m99999"}',
    b'{"act": "merge", "id": "e1", "other": "e1"}', b'{"act": "split", "id": "e1", "alias": "Nobody"}',
    b'{"act": "split", "id": "e1", "alias": "\\u0000"}', b'{"act": "correct", "id": "m1", "value": "x"}',
    b'{"act": "correct", "id": "m1", "turn": "", "value": "x"}',
    b'{"act": "correct", "id": "m1", "turn": "t", "value": "' + b"x" * 401 + b'"}',
    b'{"act": "pin", "id": "m1", "more": "' + b"x" * 9_000 + b'"}',
)  # fmt: skip


@pytest.mark.parametrize("body", RUBBISH)
def test_rubbish_is_refused_in_one_sentence(served: Served, client: Client, body: bytes) -> None:
    before = everything(served)
    status, told = act(served, client, body)
    assert status in (400, 404) and set(told) == {"problem"}
    assert told["problem"].rstrip().endswith(".") and "Error" not in told["problem"]
    assert everything(served) == before


@pytest.mark.parametrize(
    "what",
    ["", "nothing", "facts", "facts&group=x", "facts&group=now&skip=-1", "facts&group=now&skip=x",
     "people&skip=99999999", "person", "person&id=m1", "person&id=e9999", "words&id=e1", "words&id=u9999",
     "felt&week=soon", "timeline&from=2026-01-01", "timeline&from=99999-01-01&to=x"],
)  # fmt: skip
def test_a_question_that_is_none_is_refused(served: Served, client: Client, what: str) -> None:
    status, told = show(served, client, what)
    assert status in (400, 404) and set(told) == {"problem"}


def test_nothing_loads_everything(served: Served, client: Client) -> None:
    _, first = show(served, client, "facts&group=now")
    _, second = show(served, client, f"facts&group=now&skip={PAGE}")
    assert len(first["rows"]) == PAGE and first["more"]
    assert second["rows"] and not second["more"]
    assert not {r["id"] for r in first["rows"]} & {r["id"] for r in second["rows"]}


def test_an_act_is_told_to_every_page_once_it_is_done(served: Served, client: Client) -> None:
    with served.open() as socket:
        _, rows = show(served, client, "facts&group=now")
        status, _ = act(served, client, json.dumps({"act": "pin", "id": rows["rows"][0]["id"]}).encode())
        assert status == 200
        assert json.loads(socket.recv(10)) == {"type": "memory"}


def test_off_the_record_nothing_new_is_kept(served: Served, client: Client) -> None:
    _, rows = show(served, client, "facts&group=now")
    put = {"act": "correct", "id": rows["rows"][-1]["id"], "turn": "new", "value": "pears"}
    me = served.house.person.id
    served.run(lambda: served.house.turns.set_record(me, on=False))
    before = everything(served)
    assert act(served, client, json.dumps(put).encode())[0] == 400
    assert everything(served) == before
    served.run(lambda: served.house.turns.set_record(me, on=True))
    assert act(served, client, json.dumps(put).encode())[0] == 200
