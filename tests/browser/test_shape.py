"""The page at phone and desk size, enlarged, and for people who want nothing to move."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import RUTH, Opener
from tests.browser.served import Served, eventually
from tests.browser.watch import Watched, sideways

SIZES = {
    "desk": {"width": 1440, "height": 900},
    "phone": {"width": 360, "height": 740},
    "enlarged": {"width": 320, "height": 512},  # a 1280 pixel screen at 400 %
    "phone with a keyboard": {"width": 390, "height": 420},
}
LONG = "What did I tell you about Ruth?"
READING = """scroll => {
    const top = scroll.getBoundingClientRect().top;
    const entry = [...scroll.querySelectorAll(".entry")].find(e => e.getBoundingClientRect().bottom > top);
    return [entry.dataset.turn, entry.getBoundingClientRect().top];
}"""


@pytest.fixture(scope="module")
def motion() -> str:
    """The page moves as it does for most people."""
    return "no-preference"


@pytest.fixture(scope="module")
def told(met: Served) -> Served:
    """A home with so much said that the page has to scroll, and older talk behind that."""
    met.tell(RUTH, *(f"Today I walked {n} times around the lake." for n in range(2, 32)))
    return met


@pytest.mark.parametrize("size", SIZES)
def test_everything_fits(page: Watched, size: str) -> None:
    page.page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
    turn = page.say(LONG)
    page.answered(turn)
    assert sideways(page.page) == 0
    for part in ("#say", "#off-record"):
        expect(page.page.locator(part)).to_be_in_viewport(ratio=1)
    hers = page.entry(turn, "samantha")
    expect(hers).to_be_in_viewport()
    why = hers.locator("summary")
    why.click()
    expect(hers.locator("[data-memory]").first).to_be_visible()
    assert sideways(page.page) == 0
    why.click()
    page.page.locator("#say").fill("Something I want to say.\n" * 12)
    for part in ("#say", "#send", "#off-record"):
        expect(page.page.locator(part)).to_be_in_viewport(ratio=1)
    assert sideways(page.page) == 0


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_what_is_touched_is_large_enough(page: Watched, size: str) -> None:
    page.page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
    page.page.locator("#say").fill("x")
    small = page.page.evaluate(
        """() => [...document.querySelectorAll("button, summary, textarea, input")]
            .filter(e => e.checkVisibility({ visibilityProperty: true }))
            .map(e => [e.id || e.textContent, e.getBoundingClientRect()])
            .filter(([, box]) => box.width < 24 || box.height < 24)
            .map(([name, box]) => `${name}: ${box.width} x ${box.height}`)"""
    )
    assert small == []  # 24 by 24 CSS pixels: WCAG 2.2, 2.5.8


def test_now_is_largest_and_reading_further_up_holds_still(page: Watched) -> None:
    page.page.set_viewport_size(SIZES["desk"])  # type: ignore[arg-type]
    turn = page.say(LONG)
    page.answered(turn)
    now = page.entry(turn, "samantha")
    sizes: list[float] = page.page.evaluate(
        "[...document.querySelectorAll('.words')].map(w => parseFloat(getComputedStyle(w).fontSize))"
    )
    assert now.locator(".words").evaluate("w => parseFloat(getComputedStyle(w).fontSize)") == max(sizes)
    page.reload()
    before = len(page.entries)
    scroll = page.page.locator("#scroll")
    for _ in range(2):
        scroll.evaluate("s => { s.scrollTop = 0; }")
        page.page.wait_for_timeout(100)
    eventually(lambda: len(page.entries) > before)  # older ones came
    page.page.wait_for_timeout(300)
    reading = scroll.evaluate(READING)
    page.served.tell("Said on another page meanwhile.")
    expect(page.page.get_by_role("button", name="back to now")).to_be_visible()
    turn, top = scroll.evaluate(READING)
    assert (turn, top) == (reading[0], pytest.approx(reading[1], abs=1))
    page.page.get_by_role("button", name="back to now").click()
    expect(page.page.locator('.entry[data-who="person"]').last).to_be_in_viewport()
    expect(page.page.locator("#say")).to_be_focused()


def test_nothing_moves_for_people_who_want_stillness(told: Served, page_of: Opener) -> None:
    page = page_of(told).open()
    path = page.page.locator("#line-path")

    def drawn() -> str | None:
        return path.get_attribute("d")

    still = drawn()
    assert still and len(still) > 100
    page.page.wait_for_timeout(400)
    assert drawn() == still
    turn = page.say(LONG)
    expect(page.page.locator("#line")).to_have_attribute("data-state", "speaking")
    speaking = drawn()
    assert speaking != still  # the state still shows
    page.page.wait_for_timeout(200)
    assert drawn() == speaking
    moving = "document.getAnimations().filter(a => a.playState === 'running').length"
    assert page.page.evaluate(moving) == 0
    page.answered(turn)


def test_the_line_breathes_for_everyone_else(page: Watched) -> None:
    path = page.page.locator("#line-path")
    seen: set[Any] = set()

    def moved() -> bool:
        seen.add(path.get_attribute("d"))
        return len(seen) >= 4

    eventually(moved)
