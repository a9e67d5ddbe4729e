"""A page under watch: what it asks for, what it complains about, and short words for its parts."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import (
    ConsoleMessage,
    Locator,
    Page,
    Request,
    WebSocket,
    expect,
)
from tests.browser.served import Served

SEEN = """
window.seen = { policy: [], hers: [], sent: new Set() };
addEventListener("securitypolicyviolation", (e) => seen.policy.push(e.violatedDirective));
new MutationObserver(() => {
  const entry = document.querySelector('.entry[data-state="speaking"] .words');
  for (const mine of document.querySelectorAll('.entry[data-who="person"][data-state="sending"]')) {
    seen.sent.add(mine.dataset.turn);
  }
  if (entry && entry.textContent !== seen.hers.at(-1)) seen.hers.push(entry.textContent);
}).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
"""
AWAY = re.compile(r"ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|"
                  r"WebSocket connection to .* failed")  # fmt: skip


class Watched:
    """A page of OS1. Its `faults` must be empty when the test ends."""

    def __init__(self, page: Page, served: Served) -> None:
        self.page = page
        self.served = served
        self.faults: list[str] = []
        self.sent: list[str] = []
        self.may_be_away = False
        page.add_init_script(SEEN)
        page.on("request", self._asked)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("websocket", self._connected)

    def _ours(self, address: str) -> bool:
        host = f"127.0.0.1:{self.served.port}"
        return re.match(rf"(http|ws)://{re.escape(host)}/", address) is not None

    def _asked(self, request: Request) -> None:
        if not self._ours(request.url):
            self.faults.append(f"asked elsewhere: {request.url}")

    def _connected(self, socket: WebSocket) -> None:
        if not self._ours(socket.url):
            self.faults.append(f"connected elsewhere: {socket.url}")
        socket.on("framesent", lambda frame: self.sent.append(str(frame)))

    def _said(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"}:
            return
        if not (self.may_be_away and AWAY.search(message.text)):
            self.faults.append(f"console: {message.text}")

    def check(self) -> None:
        """Nothing was asked of anyone else, complained about or held back by the policy."""
        assert not self.faults, self.faults
        if "127.0.0.1" in self.page.url and not self.page.is_closed():
            assert self.page.evaluate("seen.policy") == []

    # --- going in -----------------------------------------------------------------------------

    def open(self, address: str | None = None, room: str | None = "talk") -> Watched:
        """Open the page by its link and wait until it stands in a room."""
        self.page.goto(address or self.served.link)
        if room:
            self.in_room(room)
        return self

    def reload(self, room: str = "talk") -> None:
        self.page.reload()
        self.in_room(room)

    def in_room(self, name: str) -> None:
        expect(self.page.locator("html")).to_have_attribute("data-room", name)

    def link_is(self, state: str) -> None:
        expect(self.page.locator("html")).to_have_attribute("data-link", state, timeout=10_000)

    # --- talking ------------------------------------------------------------------------------

    def say(self, text: str) -> str:
        """Fill the field, send it, and give the turn's id."""
        before = self.page.evaluate("seen.sent.size")
        field = self.page.locator("#say")
        field.fill(text)
        field.press("Enter")
        self.page.wait_for_function("n => seen.sent.size > n", arg=before)
        return str(self.page.evaluate("[...seen.sent].at(-1)"))

    def answered(self, turn: str) -> str:
        """Her finished words in a turn."""
        expect(self.entry(turn, "samantha")).to_have_attribute("data-state", "kept")
        return self.words(self.entry(turn, "samantha"))

    def ask(self, text: str) -> str:
        """Say something and wait for the whole reply."""
        return self.answered(self.say(text))

    def entry(self, turn: str, who: str) -> Locator:
        return self.page.locator(f'.entry[data-turn="{turn}"][data-who="{who}"]')

    def words(self, entry: Locator) -> str:
        return entry.locator(".words").text_content() or ""

    @property
    def entries(self) -> list[dict[str, Any]]:
        """Everything that stands in the conversation."""
        found: list[dict[str, Any]] = self.page.eval_on_selector_all(
            ".entry",
            """all => all.map(e => ({...e.dataset, cut: e.hasAttribute("data-cut"),
                                     text: e.querySelector(".words").textContent}))""",
        )
        return found

    @property
    def mine(self) -> list[dict[str, Any]]:
        return [entry for entry in self.entries if entry["who"] == "person"]

    @property
    def text(self) -> list[tuple[str, str]]:
        """Who said what."""
        return [(entry["who"], entry["text"]) for entry in self.entries]

    @property
    def record(self) -> str:
        return self.page.locator("html").get_attribute("data-record") or ""


def sideways(page: Page) -> int:
    """By how many pixels anything can be scrolled sideways."""
    moved: int = page.evaluate(
        """() => Math.max(...["html", "body", "#scroll", "#setup"].map(s => {
            const e = document.querySelector(s);
            return e ? e.scrollWidth - e.clientWidth : 0;
        }))"""
    )
    return moved
