"""The memory pages: what they show, what hands can do on them, and that they are for everyone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.conftest import Opener, new_context
from tests.browser.memories import TOLD, go, row
from tests.browser.served import Served
from tests.browser.test_access import CONTRAST
from tests.browser.watch import Watched

VIEWS = ("people", "facts", "facts/before", "facts/aside", "plans", "plans/done", "feelings", "search/Ruth")
SIZES = {
    "desk": {"width": 1280, "height": 800},
    "phone": {"width": 390, "height": 844},
    "enlarged": {"width": 640, "height": 400},  # a 1280 pixel screen at 200 %
    "narrow": {"width": 320, "height": 512},
}
SMALL = """() => [...document.querySelectorAll("button, summary, a, input, .point .reach")]
    .filter(e => e.checkVisibility({ visibilityProperty: true }) && !e.closest(".tied"))
    .map(e => [e.textContent || e.id, e.getBoundingClientRect()])
    .filter(([, box]) => box.width < 24 || box.height < 24)
    .map(([name, box]) => `${name}: ${box.width} x ${box.height}`)"""
RING = """() => {
    const e = document.activeElement, style = getComputedStyle(e), field = getComputedStyle(e.form ?? e);
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const reach = e.querySelector(".reach");
    return { key: e.dataset.key || e.id || (e === document.body ? "BODY" : e.textContent.trim()),
      shows: ring || field.boxShadow !== "none" || (reach && getComputedStyle(reach).stroke !== "none") };
}"""


@pytest.fixture(scope="module")
def told(met: Served) -> Served:
    met.tell(*TOLD)
    return met


@pytest.fixture(scope="module")
def empty(fresh: Callable[[], Served]) -> Served:
    served = fresh()
    served.introduce("")
    return served


@pytest.fixture(scope="module")
def paired(browser: Browser, told: Served) -> Iterator[Watched]:
    """A page that has been let in, for all tests that only look."""
    context = new_context(browser)
    watched = Watched(context.new_page(), told)
    watched.open()
    yield watched
    context.close()


@pytest.fixture
def page(paired: Watched) -> Iterator[Watched]:
    paired.page.set_viewport_size(SIZES["desk"])  # type: ignore[arg-type]
    yield paired
    paired.check()


# --- what is shown ----------------------------------------------------------------------------


def test_one_click_or_key_from_the_talk_and_back(page: Watched) -> None:
    page.page.goto(page.served.origin)
    page.in_room("talk")
    page.page.get_by_role("link", name="what I remember").press("Enter")
    expect(page.page.get_by_role("heading", level=1)).to_have_text("What I remember")
    expect(page.page.locator("#since")).to_contain_text("things you said since today")
    page.page.get_by_role("link", name="back to Samantha").click()
    page.in_room("talk")


def test_people_in_a_picture_and_in_words(page: Watched) -> None:
    shown = go(page, "people")
    ruth = shown.locator(".cards .card", has_text="Ruth")
    expect(ruth).to_contain_text("your sister")
    expect(ruth).to_contain_text("spoken of 3 times")
    point = shown.get_by_role("button", name=re.compile("^Ruth, your sister, spoken of 3 times"))
    point.focus()
    point.press("Enter")
    expect(shown.get_by_role("heading", level=2)).to_have_text("Ruth")
    expect(shown.locator("article", has_text="Ruth lives in Leeds").first).to_be_visible()
    expect(shown.get_by_role("heading", level=2)).to_be_focused()


def test_a_fact_has_what_it_replaced_and_its_words_with_those_around(page: Watched) -> None:
    shown = go(page, "facts")
    ghent = row(shown, "You live in Ghent")
    expect(ghent).to_contain_text("before: Antwerp")
    quote = ghent.get_by_role("button", name=re.compile("I live in Ghent now"))
    expect(quote).to_have_attribute("aria-expanded", "false")
    quote.click()
    around = ghent.locator(".around")
    expect(around.locator("[data-here]")).to_contain_text("I live in Ghent now.")
    expect(around).to_contain_text("I had soup today")
    before = go(page, "facts/before")
    expect(before.locator("article")).to_contain_text(["Antwerp"])


def test_plans_stand_on_the_timeline(page: Watched) -> None:
    shown = go(page, "plans")
    expect(shown.locator(".rows article")).to_contain_text(["dentist"])
    point = shown.get_by_role("button", name=re.compile("plan, open: .*dentist"))
    point.click()
    expect(shown.locator(".chosen article")).to_contain_text("dentist")
    turned = shown.get_by_role("button", name=re.compile("you live in Ghent"))
    expect(turned).to_have_count(1)


def test_each_week_opens_its_words_and_gives_no_verdict(page: Watched) -> None:
    shown = go(page, "feelings")
    shown.locator(".week").click()
    expect(shown.locator(".week-words article", has_text="furious")).to_contain_text("it sounded like")
    verdicts = re.compile(r"\b(you are|you're|average|trend|score|mood)\b", re.IGNORECASE)
    assert not verdicts.search(shown.locator("#view").inner_text().replace("not how you are", ""))


def test_search_finds_by_words_and_by_meaning(page: Watched) -> None:
    shown = go(page, "people")
    for words in ("dentist", "where my home is"):
        shown.get_by_role("searchbox").fill(words)
        shown.get_by_role("searchbox").press("Enter")
        expect(shown.get_by_role("heading", level=2)).to_have_text(f"“{words}”")
        wanted = "dentist" if words == "dentist" else "Ghent"
        expect(shown.locator("article", has_text=wanted).first).to_be_visible()
    go(page, "search/zzqx%25%22")
    expect(shown.locator("#view")).not_to_contain_text("undefined")


def test_nothing_yet_is_said_kindly(empty: Served, page_of: Opener) -> None:
    watched = page_of(empty).open()
    for view in ("people", "facts", "facts/before", "facts/aside", "plans", "plans/moved", "feelings"):
        shown = go(watched, view)
        expect(shown.locator(".nothing")).to_be_visible()
    shown = go(watched, "search/anything")
    expect(shown.locator(".nothing")).to_have_text("Nothing you told me is near that.")


def test_a_browser_that_is_not_paired_is_told_so(told: Served, page_of: Opener) -> None:
    watched = page_of(told)
    watched.page.goto(f"{told.origin}/memory")
    expect(watched.page.locator(".nothing")).to_contain_text("isn't paired")
    watched.faults[:] = [f for f in watched.faults if "401" not in f]


# --- for everyone -----------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("view", VIEWS)
def test_everything_fits(page: Watched, view: str, size: str) -> None:
    page.page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
    shown = go(page, view)
    if shown.locator("article .hands").count():
        shown.locator("article .hands summary").first.click()
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert shown.evaluate(wide) == 0
    assert shown.evaluate(SMALL) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(told: Served, page_of: Opener, scheme: str) -> None:
    watched = page_of(told, color_scheme=scheme).open()
    for view in ("people", "facts", "plans", "feelings"):
        shown = go(watched, view)
        if view == "facts":
            shown.locator(".quote").first.click()
            shown.locator(".hands summary").first.click()
            shown.get_by_role("button", name="forget").first.click()
            expect(shown.locator(".sure")).to_be_visible()
        found = shown.evaluate(CONTRAST)
        assert found["count"] > 5 and found["poor"] == []


@pytest.mark.parametrize("view", ["people", "facts", "plans", "feelings"])
def test_every_place_that_takes_keys_shows_it(page: Watched, view: str) -> None:
    shown = go(page, view)
    shown.keyboard.press("Tab")
    visited: list[str] = []
    for _ in range(70):
        here = shown.evaluate(RING)
        if here["key"] == "BODY":
            break
        assert here["shows"], (here, visited)
        visited.append(here["key"])
        shown.keyboard.press("Tab")
    assert visited[:3] == ["skip", "back", "query"] and len(visited) > 8, visited


def test_everything_has_a_name_and_nothing_moves(page: Watched) -> None:
    for view in VIEWS:
        shown = go(page, view)
        nameless = shown.evaluate(
            """() => [...document.querySelectorAll("button, a, input, summary, svg[role], .point, nav")]
                .filter(e => !(e.getAttribute("aria-label") || e.textContent.trim() || e.labels?.length))
                .map(e => e.outerHTML.slice(0, 80))"""
        )
        assert nameless == []
        ids = shown.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
        assert len(ids) == len(set(ids))
        assert shown.evaluate("document.getAnimations().filter(a => a.playState === 'running').length") == 0


def test_the_pages_are_in_the_folder_that_ships() -> None:
    static = Path(__file__).parents[2] / "src/os1/channels/web/static"
    named = re.findall(r'(?:href|src)="/static/([^"]+)"', (static / "memory.html").read_text("utf-8"))
    assert len(named) >= 5 and all((static / name).is_file() for name in named)
