"""What the browser tests share: the system's Chromium, a served home, pages under watch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright
from tests.browser.served import Served
from tests.browser.watch import Watched, new_page

FLAGS = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update "
    "--disable-sync --no-first-run"
).split()
PATIENCE_MS = 8_000

Opener = Callable[..., Watched]


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Chromium without a window. Its event loop lives no longer than a module's tests."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Served]]:
    """Serves homes that nobody has lived in, as many as are asked for."""
    homes: list[Served] = []

    def serve() -> Served:
        served = Served(tmp_path_factory.mktemp("served") / "home")
        homes.append(served)
        served.start()
        return served

    yield serve
    for served in homes:
        served.stop()


@pytest.fixture(scope="module")
def met(chromium: str, fresh: Callable[[], Served]) -> Served:
    """A served home in which she has met Theodore; shared by a module's tests."""
    served = fresh()
    served.introduce()
    return served


@pytest.fixture
def context_of(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browser profiles (cookies and all) that last one test."""
    made: list[BrowserContext] = []

    def make(**settings: Any) -> BrowserContext:
        given = {"viewport": {"width": 1280, "height": 800}, "locale": "en-GB", **settings}
        context = browser.new_context(**given)
        context.set_default_timeout(PATIENCE_MS)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def page_of(context_of: Callable[..., BrowserContext]) -> Iterator[Opener]:
    """Opens pages under watch: `page_of(served, context=None, **settings)`, not yet gone in.

    When the test ends, none of them may have had a console error, a violation of the content
    policy or a request to anyone but OS1.
    """
    watched: list[Watched] = []

    def make(served: Served, context: BrowserContext | None = None, **settings: Any) -> Watched:
        page = new_page(context or context_of(**settings), served)
        watched.append(page)
        return page

    yield make
    for page in watched:
        page.check()


@pytest.fixture
def home_page(met: Served, page_of: Opener) -> Watched:
    """A page in which the talk with Theodore goes on."""
    return page_of(met).open()
