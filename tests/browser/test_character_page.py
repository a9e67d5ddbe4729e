"""The page of her character: to be read at every size, reached from the talk, and with hands to tune her."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import Opener
from tests.browser.served import Served
from tests.browser.test_access import CONTRAST
from tests.browser.test_memory_pages import SIZES, SMALL

WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def served(fresh: Callable[[], Served]) -> Served:
    served = fresh()
    served.introduce("")
    return served


def test_from_the_talk_she_is_read_and_tuned_and_the_talk_follows(served: Served, page_of: Opener) -> None:
    talk = page_of(served).open(room="talk")
    other = talk.page.context.new_page()
    other.goto(served.origin)
    talk.page.get_by_role("link", name="who I am").press("Enter")
    expect(talk.page.get_by_role("heading", level=1)).to_have_text("Who I am")
    expect(talk.page.get_by_role("heading", name="What I never do")).to_be_visible()
    expect(talk.page.get_by_role("heading", name="What I've come to like")).to_be_visible()
    name = talk.page.get_by_label("What you call me")
    expect(name).to_have_value("Samantha")
    name.fill("Ada")
    name.press("Enter")
    expect(talk.page.locator("#notice")).to_have_text("Ada it is.")
    expect(talk.page.locator("#view")).to_contain_text("I'm Ada.")
    expect(other).to_have_title("Ada")
    talk.page.get_by_role("radio", name="formal").check()
    expect(talk.page.locator("#notice")).to_have_text("From now on: formal.")
    talk.page.reload()
    expect(name).to_have_value("Ada")
    expect(talk.page.get_by_role("radio", checked=True)).to_have_value("formal")
    talk.page.get_by_role("link", name="back to Ada").click()
    talk.in_room("talk")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("light", ["light", "dark"])
def test_it_fits_and_can_be_read(served: Served, page_of: Opener, size: str, light: str) -> None:
    page = page_of(served, viewport=SIZES[size], color_scheme=light).open(room="talk")
    page.page.goto(f"{served.origin}/character")
    expect(page.page.get_by_role("heading", name="How to tune me")).to_be_attached()
    assert page.page.evaluate(WIDE) <= 0
    assert page.page.evaluate(SMALL) == []
    found = page.page.evaluate(CONTRAST)
    assert found["count"] > 20 and found["poor"] == []
