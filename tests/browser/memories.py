"""What the tests of the memory pages share: what was told, and how a view and a row of it are found."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect
from tests.browser.watch import Watched

TOLD = (
    "I live in Antwerp.",
    "My sister Ruth is a nurse.",
    "Ruth lives in Leeds. I had soup today.",
    "I live in Ghent now.",
    "I'm seeing the dentist on Friday at ten.",
    "I was so happy about the garden today!",
    "Tom rang. I am furious with him.",
    "Thomas is late again.",
    "Ruth is allergic to nuts.",
)


def go(watched: Watched, view: str) -> Page:
    """Stand in a view, drawn anew."""
    page = watched.page
    page.goto("about:blank")
    page.goto(f"{watched.served.origin}/memory#{view}")
    expect(page.locator("#view h2")).to_be_visible()
    return page


def row(page: Page, words: str) -> Any:
    return page.locator("article.memory").filter(has=page.locator(".says", has_text=re.compile(f"^{words}$")))
