"""What the browser tests share: the system's Chromium, a served home, pages under watch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright
from tests.browser.served import Served
from tests.browser.watch import Watched

FLAGS = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update "
    "--disable-sync --no-first-run"
).split()
PATIENCE_MS = 8_000
RUTH = "My sister Ruth is moving to Lisbon in May, and I pretend that I am fine with it."

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


@pytest.fixture(scope="module")
def told(met: Served) -> Served:
    """The same home once it has been told what a module's tests talk about."""
    met.tell(RUTH)
    return met


@pytest.fixture
def context_of(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browser profiles (cookies and all) that last one test."""
    made: list[BrowserContext] = []

    def make(**settings: Any) -> BrowserContext:
        made.append(new_context(browser, **settings))
        return made[-1]

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
        watched.append(Watched((context or context_of(**settings)).new_page(), served))
        return watched[-1]

    yield make
    for page in watched:
        page.check()


@pytest.fixture(scope="module")
def motion() -> str:
    """Whether the living page moves. Drawing without a graphics card is slow, so mostly it doesn't."""
    return "reduce"


@pytest.fixture(scope="module")
def living(browser: Browser, told: Served, motion: str) -> Iterator[Watched]:
    """A page that stays open through a module's tests, as a person's would."""
    context = new_context(browser, reduced_motion=motion)
    yield Watched(context.new_page(), told)
    context.close()


@pytest.fixture
def page(living: Watched) -> Iterator[Watched]:
    """The living page at rest: connected, on the record, nothing in its field."""
    if living.served.process is None:
        living.served.start()
    if living.page.url == "about:blank":
        living.open()
    living.link_is("up")
    living.sent.clear()
    yield living
    living.page.locator("#say").fill("")
    living.page.keyboard.press("Escape")
    living.check()
    living.may_be_away = False


def new_context(browser: Browser, **settings: Any) -> BrowserContext:
    """A browser profile of desk size in which nothing moves, unless said otherwise."""
    size = {"width": 1280, "height": 800}
    given = {"viewport": size, "locale": "en-GB", "reduced_motion": "reduce", **settings}
    context = browser.new_context(**given)
    context.set_default_timeout(PATIENCE_MS)
    return context
