"""The door of the page: which requests come in at all.

Only this computer's own names are answered (a foreign name would be a page elsewhere rebinding
its name to this address), only pages from here may ask, and everything is told how it may be
used. A server left at its defaults accepts foreign hosts, foreign origins and foreign sockets.
"""

from __future__ import annotations

from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(self)",
    "cache-control": "no-store",
}
SAFE_METHODS = {"GET", "HEAD"}


class Guard:
    """Refuses foreign hosts and origins before anything else looks at a request."""

    def __init__(self, app: ASGIApp, hosts: Collection[str], origins: Collection[str]) -> None:
        self._app = app
        self._hosts = frozenset(hosts)
        self._origins = frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is None:
            await self._app(scope, receive, _with_headers(send))
        elif scope["type"] == "websocket":
            await _refuse_socket(receive, send)
        else:
            response = JSONResponse({"problem": refusal}, status_code=403)
            await response(scope, receive, _with_headers(send))

    def _refusal(self, scope: Scope) -> str | None:
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            return "This name isn't mine; open the link OS1 printed when it started."
        origins = headers.getlist("origin")
        if len(origins) > 1 or any(origin.lower() not in self._origins for origin in origins):
            return "Another page asked for this; only OS1's own page may."
        # A program with a token has no page it could come from; a page elsewhere can't send one unasked.
        # `/v1` looks at no cookie at all, so nothing a browser adds of itself opens it.
        by_token = scope["type"] == "http" and (
            scope["path"].startswith("/v1/") or ("authorization" in headers and "cookie" not in headers))  # fmt: skip
        must_have = scope["type"] == "websocket" or (scope["method"] not in SAFE_METHODS and not by_token)
        if must_have and not origins:
            return "It isn't clear which page asks; only OS1's own page may."
        if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            return "Another page asked for this; only OS1's own page may."
        return None


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
        await send(message)

    return sending


async def _refuse_socket(receive: Receive, send: Send) -> None:
    # A bare 403: uvicorn would log a fuller refusal as an error of ours, for any page to repeat.
    await receive()
    await send({"type": "websocket.close", "code": 4403, "reason": "not from here"})
