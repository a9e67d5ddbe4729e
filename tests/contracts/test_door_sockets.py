"""The socket's doors: which handshakes come in, and what may be sent once inside."""

from __future__ import annotations

import itertools
import json
import socket
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select
from tests.contracts.served import TOKEN, Served, serving
from tests.contracts.test_doors import cookies, hosts, origins, paths
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode
from websockets.sync.client import ClientConnection

from os1.channels.web.app import COOKIE
from os1.store.tables import utterance


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("sockets")) as each:
        each.cookie = each.pair()
        yield each


@pytest.fixture
def page(served: Served) -> Iterator[ClientConnection]:
    with served.open() as each:
        yield each


def shake(
    port: int, path: str, host: tuple[str, ...], origin: str | None, cookie: str | None
) -> tuple[int, str, bytes]:
    """A handshake with any headers: the status, the headers, and the first bytes after them."""
    lines = [f"GET {path} HTTP/1.1", *(f"Host: {name}" for name in host)]
    lines += ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13"]
    lines += ["Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="]
    lines += [f"Origin: {origin}"] if origin is not None else []
    lines += [f"Cookie: {COOKIE}={cookie}"] if cookie is not None else []
    with socket.create_connection(("127.0.0.1", port), 20) as wire:
        wire.sendall("\r\n".join([*lines, "", ""]).encode())
        got = b""
        while b"\r\n\r\n" not in got:
            got += wire.recv(65536)
        head, _, rest = got.partition(b"\r\n\r\n")
        status = int(head.split()[1])
        if status == 101 and not rest:
            wire.settimeout(0.05)
            try:
                rest = wire.recv(65536)
            except TimeoutError:
                rest = b""
        return status, head.decode("latin-1").lower(), rest


def test_every_handshake(served: Served) -> None:
    """Only our own page with a device's cookie gets in; nobody else reaches anything."""
    port = served.doors.port
    before = served.state()
    combinations = itertools.product(
        paths(served),
        hosts(port).items(),
        origins(port).items(),
        cookies(served.cookie).items(),
    )
    inside = 0
    for path, (host, names), (origin, from_), (cookie, value) in combinations:
        case = (path, host, origin, cookie)
        reached = served.reached.total()
        status, head, rest = shake(port, path, names, from_, value)
        assert TOKEN.encode() not in rest and TOKEN.lower() not in head, case
        ours = host in ("right", "localhost", "upper case") and origin == "right"
        if host in ("missing", "two"):
            assert status == 400, case
        elif not ours:
            assert status == 403, (case, status)
            assert rest == b"", case
        elif path != "/ws":
            assert status in (403, 404), (case, status)
        else:
            assert status == 101, (case, status)
            closed = rest[:1] == b"\x88" and int.from_bytes(rest[2:4], "big") == 4401
            assert closed is (cookie != "right"), (case, rest)
            inside += cookie == "right"
        may_reach = ours and (path == "/ws" or path.startswith("/static/"))
        assert served.reached.total() - reached == may_reach, case
    assert inside == 3
    assert served.state() == before


def send(page: ClientConnection, *events: Any) -> None:
    for event in events:
        page.send(event if isinstance(event, str | bytes) else json.dumps(event))


def until(page: ClientConnection, kind: str, turn: str | None = None) -> list[dict[str, Any]]:
    """Everything up to the first event of a kind (about a turn)."""
    seen: list[dict[str, Any]] = []
    while not seen or seen[-1]["type"] != kind or (turn and seen[-1].get("turn") != turn):
        seen.append(json.loads(page.recv(30)))
    return seen


RUBBISH: dict[str, Any] = {
    "nothing": "",
    "no JSON": "hello?",
    "half": '{"type": "say", "id": "x", "te',
    "a list": "[1, 2]",
    "a number": "42",
    "null": "null",
    "not a number": "NaN",
    "a number without end": "1" * 10_000,
    "binary": b"\x00\xff\xfe",
    "binary JSON": b'{"type": "hello"}',
    "deep": "[" * 200_000,
    "deep in a field": '{"type":"say","id":"d","text":' + "[" * 100_000 + "]" * 100_000 + "}",
    "no type": {"id": "a", "text": "x"},
    "unknown type": {"type": "shutdown"},
    "type is a list": {"type": ["say"]},
    "type is an object": {"type": {"say": 1}},
    "type is null": {"type": None},
    "say without id": {"type": "say", "text": "x"},
    "say without text": {"type": "say", "id": "a"},
    "id is a number": {"type": "say", "id": 7, "text": "x"},
    "id is empty": {"type": "say", "id": "", "text": "x"},
    "id is blank": {"type": "say", "id": "  ", "text": "x"},
    "id is long": {"type": "say", "id": "a" * 101, "text": "x"},
    "id is no ASCII": {"type": "say", "id": "é", "text": "x"},
    "id is a lone surrogate": '{"type": "say", "id": "\\ud800", "text": "x"}',
    "id has a NUL": {"type": "say", "id": "a\x00", "text": "x"},
    "text is a number": {"type": "say", "id": "a", "text": 7},
    "text is null": {"type": "say", "id": "a", "text": None},
    "text is a list": {"type": "say", "id": "a", "text": ["x"]},
    "text is very long": {"type": "say", "id": "a", "text": "x" * 2_000_001},
    "record without on": {"type": "record"},
    "on is a word": {"type": "record", "on": "yes"},
    "on is a number": {"type": "record", "on": 1},
    "older without before": {"type": "older"},
    "before is a word": {"type": "older", "before": "1"},
    "before is true": {"type": "older", "before": True},
    "before is a fraction": {"type": "older", "before": 1.5},
    "before is negative": {"type": "older", "before": -1},
    "before is huge": {"type": "older", "before": 2**70},
    "setup without answers": {"type": "setup", "id": "s"},
    "setup with a number": {"type": "setup", "id": "s", "call_me": 1, "tone": "", "on_mind": ""},
    "setup too long": {
        "type": "setup", "id": "s", "call_me": "", "tone": "", "on_mind": "x" * 4_001,
    },
}  # fmt: skip


@pytest.mark.parametrize("name", RUBBISH)
def test_rubbish_gets_one_sentence(served: Served, page: ClientConnection, name: str) -> None:
    """One problem, nothing changed, and the connection goes on."""
    before = served.state()
    send(page, RUBBISH[name], {"type": "hello"})
    told, welcome = json.loads(page.recv(30)), json.loads(page.recv(30))
    assert told["type"] == "problem", told
    assert told["text"].strip().endswith(".")
    assert len(told["text"].split(". ")) == 1 and "Traceback" not in told["text"]
    assert welcome["type"] == "welcome"
    assert served.state() == before


def test_surrogates_are_taken_as_what_can_be_kept(served: Served, page: ClientConnection) -> None:
    """Said on the record, off it, and in the set-up: each is acknowledged and answered."""
    send(page, '{"type": "say", "id": "s1", "text": "bees \\ud800 \\u0000 fly"}')
    assert until(page, "said", "s1")[0]["entry"]["text"] == "bees ? \ufffd fly"
    send(page, {"type": "record", "on": False})
    send(page, '{"type": "say", "id": "s2", "text": "wasps \\udfff too"}')
    seen = until(page, "said", "s2")
    (kept,) = [event for event in seen if event["type"] == "kept"]
    assert kept["entry"]["text"] == "wasps ? too" and kept["entry"]["kept"] is False
    send(page, {"type": "record", "on": True})
    send(page, '{"type":"setup","id":"s3","call_me":"Z\\ud800o\\u0000","tone":"","on_mind":""}')
    assert until(page, "said", "s3")[-1]["entry"]["text"]


def test_nine_megabytes_are_refused(served: Served) -> None:
    before = served.state()
    with served.open() as page:
        with pytest.raises(ConnectionClosed):
            page.send(json.dumps({"type": "say", "id": "big", "text": "x" * 9_000_001}))
            page.recv(30)
        assert page.close_code == 1009
    assert served.state() == before
    with served.open() as page:
        send(page, {"type": "hello"})
        assert until(page, "welcome")


def test_a_message_in_many_small_parts_is_bounded_too(served: Served) -> None:
    with served.open() as page, pytest.raises((ConnectionClosed, OSError)):
        page.send("x" * 500_000 for _ in range(40))
        page.recv(30)
    assert page.close_code in (1009, 1006), "closed in words, or cut off while still sending"
    with served.open() as page:
        send(page, {"type": "hello"})
        assert until(page, "welcome")


def test_text_that_is_no_utf8_ends_only_that_socket(served: Served) -> None:
    with served.open() as page:
        wire = page.socket
        wire.sendall(Frame(Opcode.TEXT, b"\xff\xfe").serialize(mask=True))
        with pytest.raises(ConnectionClosed):
            page.recv(30)
        assert page.close_code == 1007
    with served.open() as page:
        send(page, {"type": "hello"})
        assert until(page, "welcome")


def test_a_thousand_at_once(served: Served) -> None:
    """Too many are told so; whatever was acknowledged is kept, once."""
    with served.open() as page:
        told: Counter[str] = Counter()
        kept: dict[str, str] = {}
        for n in range(1_000):
            send(page, {"type": "say", "id": f"b{n % 20}", "text": f"Burst number {n % 20}."})
        while told["kept"] + told["problem"] < 1_000:
            event = json.loads(page.recv(60))
            told[event["type"]] += 1
            if event["type"] == "kept":
                kept[event["turn"]] = event["entry"]["text"]
            elif event["type"] == "problem":
                assert event["turn"].startswith("b")
        assert told["problem"] >= 300 and told["kept"] >= 200
        time.sleep(1.5)
        send(page, {"type": "say", "id": "after", "text": "And one more."})
        assert until(page, "said", "after")

    def rows() -> list[tuple[str, str]]:
        with served.house.database.read() as connection:
            found = connection.execute(
                select(utterance.c.turn_id, utterance.c.text).where(
                    utterance.c.turn_id.like("b%"), utterance.c.speaker == "person"
                )
            )
            return [(str(row[0]), str(row[1])) for row in found]

    assert sorted(served.run(rows)) == sorted(kept.items())
    assert len(kept) == 20


def test_two_pages_are_in_step_and_one_that_goes_harms_nobody(served: Served) -> None:
    with served.open() as one, served.open() as two:
        send(one, {"type": "say", "id": "step", "text": "The piano is being tuned."})
        here, there = until(one, "said", "step"), until(two, "said", "step")
        assert here == there
        words = "".join(event["text"] for event in here if event["type"] == "words")
        assert words.split() == here[-1]["entry"]["text"].split()
        one.socket.shutdown(socket.SHUT_RDWR)  # gone without a word
        send(two, {"type": "say", "id": "alone", "text": "It was badly out."})
        assert until(two, "said", "alone")


def test_nothing_was_logged(served: Served) -> None:
    """The last of this file: rubbish is answered, it isn't a defect to leave a trace of."""
    by_server = ("Invalid UTF-8", "Invalid HTTP request received")
    hung_up = "EOFError: stream ended"  # how the server's library tells of a peer that is gone in mid-frame
    told = [line for line in served.log.lines if not line.startswith(by_server) and not line.strip().endswith(hung_up)]
    assert not told, told[:3]
