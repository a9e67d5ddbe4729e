"""When it is serious, on the page: lines by one touch, for one's own country, at every size, for everyone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import Opener
from tests.browser.served import Served
from tests.browser.watch import Watched, sideways
from tests.flows.talk import fine, os1

CONTRAST = (Path(__file__).parent / "contrast.js").read_text("utf-8").split("\n", 1)[1]
DIE = "I want to kill myself."
SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 360, "height": 740}}
UNIMPORTANT = "I had toast for breakfast."


@pytest.fixture(scope="module")
def british(fresh: Callable[[], Served]) -> Served:
    """A home in the United Kingdom in which she has met somebody."""
    served = fresh()
    served.introduce()
    served.stop()
    fine(os1("care", "country", "GB", home=served.home))
    served.start()
    return served


def hrefs(page: Watched, turn: str) -> list[str]:
    found: list[str] = page.entry(turn, "samantha").locator(".help .call").evaluate_all(
        "all => all.map(e => e.getAttribute('href'))"
    )
    return found


@pytest.mark.parametrize("size", SIZES)
def test_the_lines_stand_under_her_words(british: Served, page_of: Opener, size: str) -> None:
    page = page_of(british, viewport=SIZES[size]).open()
    toast = page.say(UNIMPORTANT)
    page.answered(toast)
    expect(page.entry(toast, "samantha").locator(".help")).to_have_count(0)
    turn = page.say(f"{DIE} I mean it, {size}.")
    page.answered(turn)
    if not page.entry(turn, "samantha").locator(".help").count():  # told again: the lines come when asked for
        turn = page.say("What number can I call?")
        page.answered(turn)
    expect(page.entry(turn, "samantha").locator(".help")).to_have_count(1)
    assert {"tel:116123", "sms:85258?body=SHOUT", "tel:999"} <= set(hrefs(page, turn))
    assert sideways(page.page) == 0
    small = page.entry(turn, "samantha").locator(".help :is(.call, select)").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect()).filter(b => b.height < 34 || b.width < 24).length"
    )
    assert small == 0
    page.reload()
    assert "tel:116123" in hrefs(page, turn)


def test_another_country_is_one_choice_and_stays(british: Served, page_of: Opener) -> None:
    page = page_of(british).open()
    page.answered(page.say(DIE))
    turn = page.say("Who can I call?")
    page.answered(turn)
    card = page.entry(turn, "samantha").locator(".help")
    choose = card.get_by_label("Another country")
    expect(choose.locator("option")).to_have_count(24)
    expect(card.locator(".where")).to_have_text("For United Kingdom (you set it).")
    choose.select_option("JP")
    expect(card.locator(".where")).to_have_text("For Japan (you set it).")
    assert "tel:0120279338" in hrefs(page, turn) and "tel:116123" not in hrefs(page, turn)
    page.reload()
    assert "tel:0120279338" in hrefs(page, turn)
    page.entry(turn, "samantha").locator(".help").get_by_label("Another country").select_option("GB")
    expect(page.entry(turn, "samantha").locator(".help .where")).to_have_text("For United Kingdom (you set it).")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_card_can_be_read_reached_and_heard(british: Served, page_of: Opener, scheme: str) -> None:
    page = page_of(british, color_scheme=scheme).open()
    page.answered(page.say(DIE))
    turn = page.say("What is the number?")
    page.answered(turn)
    card = page.entry(turn, "samantha").locator(".help")
    expect(card).to_have_role("region")
    expect(card).to_have_attribute("aria-label", "Whom you can reach: United Kingdom")
    expect(card.get_by_role("link", name="Samaritans: 116 123")).to_be_visible()
    expect(card.get_by_label("Another country")).to_be_enabled()
    found = page.page.evaluate(CONTRAST)
    assert found["count"] > 0 and found["poor"] == []
    card.get_by_role("link", name="Samaritans: 116 123").focus()
    page.page.keyboard.press("Tab")
    page.page.keyboard.press("Shift+Tab")
    ring = "getComputedStyle(document.activeElement).outlineStyle"
    assert page.page.evaluate(ring) != "none"


@pytest.mark.parametrize("size", SIZES)
def test_what_she_does_is_published_on_a_page_of_its_own(british: Served, page_of: Opener, size: str) -> None:
    page = page_of(british, viewport=SIZES[size]).open()
    expect(page.page.locator(".plainly")).to_contain_text("She is software, not a person.")
    page.page.locator("#to-serious").click()
    expect(page.page.get_by_role("heading", level=1)).to_have_text("When it’s serious")
    text = page.page.locator("main").inner_text()
    for words in ("artificially generated, and not a human being", "may not be suitable for some minors",
                  "She asks plainly whether you are thinking of ending your life",
                  "Nothing about it leaves this computer"):  # fmt: skip
        assert words in text
    expect(page.page.locator('#lines a[href="tel:999"]')).to_be_visible()
    assert sideways(page.page) == 0
    found = page.page.evaluate(CONTRAST)
    assert found["count"] > 0 and found["poor"] == []
    page.page.locator("#back").click()
    page.in_room("talk")


def test_what_is_published_can_be_read_without_being_paired(british: Served, page_of: Opener) -> None:
    page = page_of(british)
    with page.page.expect_response("**/care?*") as refused:
        page.page.goto(f"{british.origin}/serious")
    assert refused.value.status == 401
    expect(page.page.locator("main")).to_contain_text("Getting out of the room comes before the page.")
    expect(page.page.locator("#lines a")).to_have_count(0)
    page.faults = [fault for fault in page.faults if "401" not in fault]
