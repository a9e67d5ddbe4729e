"""The doors: every route × method × Host × Origin × cookie, on a real socket.

What each is answered with is worked out here by a rule of this file's own; the guard's code isn't
asked. A request that must be refused reaches no handler and changes nothing.
"""

from __future__ import annotations

import http.client
import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.routing import Mount, Route, WebSocketRoute
from tests.contracts.served import TOKEN, Served, serving

from os1.channels.web.app import COOKIE

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")
PROMISED = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("doors")) as each:
        each.cookie = each.pair()
        yield each


@pytest.fixture
def client(served: Served) -> Iterator[Client]:
    with Client(served.doors.port) as each:
        yield each


def hosts(port: int) -> dict[str, tuple[str, ...]]:
    """Host headers by what they are."""
    return {
        "right": (f"127.0.0.1:{port}",),
        "localhost": (f"localhost:{port}",),
        "upper case": (f"LOCALHOST:{port}",),
        "foreign": ("evil.example",),
        "foreign with right port": (f"evil.example:{port}",),
        "without port": ("127.0.0.1",),
        "another port": (f"127.0.0.1:{port + 1}",),
        "trailing dot": (f"localhost.:{port}",),
        "IPv6": (f"[::1]:{port}",),
        "missing": (),
        "two": (f"127.0.0.1:{port}", "evil.example"),
    }


def origins(port: int) -> dict[str, str | None]:
    """Origin headers by what they are."""
    return {
        "none": None,
        "right": f"http://127.0.0.1:{port}",
        "foreign": "http://evil.example",
        "null": "null",
        "another port": f"http://127.0.0.1:{port + 1}",
        "https": f"https://127.0.0.1:{port}",
    }


def cookies(right: str) -> dict[str, str | None]:
    return {"none": None, "wrong": "A" * 43, "right": right}


def paths(served: Served) -> list[str]:
    """Every path of the app's own routes, one file of each mount, and paths it doesn't have."""
    found = ["/nowhere", "//evil.example/"]
    for route in served.routes:
        if isinstance(route, Mount):
            found += [f"{route.path}/icon.svg", f"{route.path}/../app.py"]
        else:
            assert isinstance(route, Route | WebSocketRoute), "a new kind of route needs a rule"
            assert "{" not in route.path, "a path with a parameter needs an example here"
            found.append(route.path)
    return found


def expected(path: str, method: str, host: str, origin: str) -> tuple[set[int], bool]:
    """The statuses that may come, and whether the request may reach a handler."""
    if host in ("missing", "two"):
        return {400}, False  # no HTTP at all: the server itself refuses it
    if host not in ("right", "localhost", "upper case") or origin not in ("none", "right"):
        return {403}, False
    if origin == "none" and method not in ("GET", "HEAD") and not path.startswith("/v1/"):
        return {403}, False
    reads = method in ("GET", "HEAD")
    if path in ("/", "/memory", "/serious", "/character", "/minds"):
        return ({200}, True) if reads else ({405}, False)
    if path == "/broken":
        return ({500}, True) if reads else ({405}, False)
    if path == "/memory/rows":  # without a device, or without saying what
        return ({400, 401}, True) if reads else ({405}, False)
    if path == "/character/told":  # without a device, or with a tuning that can't be read
        return ({200, 400, 401}, True) if reads or method == "POST" else ({405}, False)
    if path == "/care":  # without a device, or naming no country
        return ({200, 400, 401}, True) if reads or method == "POST" else ({405}, False)
    if path == "/minds/told":  # without a device, or with an act that can't be read
        return ({200, 400, 401}, True) if reads or method == "POST" else ({405}, False)
    if path == "/minds/prompt":
        return ({200, 401}, True) if reads else ({405}, False)
    if path.startswith("/v1/"):  # a cookie is no token
        return ({401}, True) if (reads if path == "/v1/models" else method == "POST") else ({405}, False)
    if path == "/memory/acts":
        return ({400, 401}, True) if method == "POST" else ({405}, False)
    if path == "/session":  # without a token, or after too many tries
        return ({403, 429}, True) if method == "POST" else ({405}, False)
    if path.startswith("/static/"):
        if not reads:
            return {405}, True
        return ({200} if path.endswith("icon.svg") else {404}), True
    return {404}, False  # also /ws, which is no page


class Client:
    """Plain HTTP with any headers, over one connection as long as the server keeps it."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def ask(
        self,
        method: str,
        path: str,
        host: tuple[str, ...],
        origin: str | None = None,
        cookie: str | None = None,
        body: bytes = b"",
        **more: str,
    ) -> tuple[http.client.HTTPResponse, bytes]:
        self.connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name in host:
            self.connection.putheader("Host", name)
        if origin is not None:
            self.connection.putheader("Origin", origin)
        if cookie is not None:
            self.connection.putheader("Cookie", f"{COOKIE}={cookie}")
        for name, value in more.items():
            self.connection.putheader(name.replace("_", "-"), value)
        self.connection.putheader("Content-Length", str(len(body)))
        self.connection.endheaders(body)
        response = self.connection.getresponse()
        content = response.read()
        if response.status in (400, 500) or response.will_close:
            self.connection.close()
        return response, content


def check_headers(response: http.client.HTTPResponse) -> None:
    """The headers every answer of ours carries."""
    for name, value in PROMISED.items():
        assert response.headers.get_all(name) == [value], name
    (policy,) = response.headers.get_all("content-security-policy") or [""]
    rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["frame-ancestors"] == "'none'"
    assert "unsafe" not in policy and "*" not in policy and "http" not in policy
    assert "server" not in response.headers
    assert "access-control-allow-origin" not in response.headers


@pytest.mark.parametrize("method", METHODS)
def test_every_combination(served: Served, client: Client, method: str) -> None:
    """A foreign request reaches no handler; every answer carries the headers and no secret."""
    port = served.doors.port
    before = served.state()
    combinations = itertools.product(
        paths(served),
        hosts(port).items(),
        origins(port).items(),
        cookies(served.cookie).items(),
    )
    count = 0
    for path, (host, names), (origin, from_), (cookie, value) in combinations:
        case = (method, path, host, origin, cookie)
        reached = served.reached.total()
        response, body = client.ask(method, path, names, from_, value)
        statuses, may_reach = expected(path, method, host, origin)
        assert response.status in statuses, (case, response.status, body)
        assert served.reached.total() - reached == may_reach, case
        secrets = (TOKEN, served.cookie)
        assert not any(s.encode() in body or s in str(response.headers) for s in secrets), case
        assert "set-cookie" not in response.headers, case
        if response.status != 400:
            check_headers(response)
        if response.status == 403 and method != "HEAD":
            assert set(json.loads(body)) == {"problem"}, case
        count += 1
    assert count > 1_000
    assert served.state() == before


def test_every_route_is_known_to_the_rule(served: Served) -> None:
    """A new route makes this fail until its outcome is stated above."""
    known = {"/", "/memory", "/memory/rows", "/memory/acts", "/session", "/ws", "/static", "/broken",
             "/serious", "/care", "/character", "/character/told", "/minds", "/minds/told", "/minds/prompt",
             "/v1/models", "/v1/chat/completions"}  # fmt: skip
    assert {getattr(route, "path", None) for route in served.routes} == known


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_browser_that_says_another_site_asks_is_refused(served: Served, client: Client, site: str) -> None:
    before = served.reached.total()
    for method in ("GET", "POST"):
        response, _ = client.ask(method, "/", (served.host,), served.origin, Sec_Fetch_Site=site)
        assert response.status == 403
    assert served.reached.total() == before


BODIES = {
    "nothing": b"",
    "no JSON": b"token",
    "a list": b"[]",
    "a number": b'{"token": 7}',
    "the wrong token": b'{"token": "A"}',
    "a longer token": json.dumps({"token": TOKEN + "x"}).encode(),
    "a surrogate": b'{"token": "\\ud800"}',
    "no UTF-8": b'{"token": "\xff"}',
    "deep": b'{"token":' + b"[" * 900,
    "large": b'{"token": "' + b"A" * 100_000 + b'"}',
}


@pytest.mark.parametrize("body", BODIES)
def test_no_cookie_without_the_token(served: Served, client: Client, body: str) -> None:
    before = served.state()
    response, content = client.ask("POST", "/session", (served.host,), served.origin, body=BODIES[body])
    assert response.status in (403, 429)
    assert set(json.loads(content)) == {"problem"}
    assert "set-cookie" not in response.headers
    check_headers(response)
    assert served.state() == before


def test_the_token_is_not_taken_from_the_url(served: Served, client: Client) -> None:
    before = served.state()
    for path in (f"/?token={TOKEN}", f"/session?token={TOKEN}"):
        for method in ("GET", "POST"):
            response, body = client.ask(method, path, (served.host,), served.origin)
            assert response.status in (200, 403, 405, 429)
            assert TOKEN.encode() not in body and TOKEN not in str(response.headers)
            assert "set-cookie" not in response.headers
    assert served.state() == before


def test_guessing_is_slowed_down(served: Served, client: Client) -> None:
    statuses = [
        client.ask("POST", "/session", (served.host,), served.origin, body=b'{"token":"x"}')[0].status
        for _ in range(60)
    ]
    assert statuses.count(429) > 20
    assert set(statuses) <= {403, 429}


def test_the_log_holds_no_secret_and_only_the_defect(served: Served) -> None:
    """The last of this file: whatever was asked before, none of it was logged but the defect."""
    told = "\n".join(served.log.lines)
    assert TOKEN not in told and served.cookie not in told
    assert "ZeroDivisionError" in told
    traces = told.count("Traceback (most recent call last)")
    assert traces == told.count("ZeroDivisionError: a defect") == served.reached["/broken"]


def test_pairing_gives_a_cookie_only_the_server_sees(tmp_path: Path) -> None:
    with serving(tmp_path) as fresh, Client(fresh.doors.port) as client:
        assert fresh.state()[0] == 0
        response, body = client.ask(
            "POST", "/session", (fresh.host,), fresh.origin,
            body=json.dumps({"token": TOKEN}).encode(),
        )  # fmt: skip
        assert (response.status, body) == (204, b"")
        check_headers(response)
        (cookie,) = response.headers.get_all("set-cookie") or [""]
        value, *marks = [part.strip() for part in cookie.split(";")]
        assert {"httponly", "samesite=strict", "path=/"} <= {mark.lower() for mark in marks}
        assert not any(mark.lower().startswith("domain") for mark in marks)
        assert len(value.partition("=")[2]) >= 43, "256 bits in base 64"
        assert TOKEN not in cookie
        assert fresh.state()[0] == 1
        assert fresh.pair() != value.partition("=")[2], "every browser gets its own"
        assert fresh.state()[0] == 2
