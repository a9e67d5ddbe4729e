"""The first start on the page: OS1's short set-up, and then her first words."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect
from tests.browser.conftest import Opener
from tests.browser.served import Served
from tests.browser.watch import Watched, sideways

HOLES = re.compile(r"[{}\[\]<>]|\bNone\b|\bnull\b|\bundefined\b|\s[,.!?]|,,|  ")
PHONE = {"width": 360, "height": 740}


def first_words(page: Watched) -> str:
    """What she says first, once she has said it."""
    page.in_room("talk")
    hers = page.page.locator('.entry[data-who="samantha"]').first
    expect(hers).to_have_attribute("data-state", "kept")
    return page.words(hers)


def test_all_answered_with_the_keyboard_alone(fresh: Callable[[], Served], page_of: Opener) -> None:
    served = fresh()
    page = page_of(served).open(room="setup")
    keys = page.page.keyboard
    expect(page.page.get_by_role("textbox", name="What should Samantha call you?")).to_be_focused()
    keys.type("Théodore ✉")
    keys.press("Enter")
    expect(page.page.locator('[data-step="2"]')).to_be_visible()
    expect(page.page.get_by_role("radiogroup", name="How should she sound?")).to_be_visible()
    keys.press("ArrowDown")
    expect(page.page.get_by_role("radio", checked=True)).to_have_value("playful")
    keys.press("Enter")
    keys.type("I keep writing letters for other people.")
    page.reload("setup")
    on_mind = page.page.get_by_role("textbox", name="What's one thing on your mind?")
    expect(on_mind).to_have_value("I keep writing letters for other people.")
    keys.press("Enter")
    said = first_words(page)
    assert "Théodore ✉" in said
    assert not HOLES.search(said.replace("Théodore ✉", "Ada")), said
    assert page.page.title() == "Samantha"
    assert page.page.evaluate("sessionStorage.length") == 0
    assert [e["text"] for e in served.kept()][-1] == said

    # And on, still without a mouse: talk, ask why, go off the record and back.
    expect(page.page.locator("#say")).to_be_focused()
    keys.type("I wrote one to my brother today.")
    keys.press("Enter")
    page.answered(page.mine[-1]["turn"])
    expect(page.page.locator("#say")).to_be_focused()
    keys.press("Shift+Tab")
    keys.press("Enter")
    expect(page.page.locator("details[open] li").first).to_be_visible()
    keys.press("Tab")
    keys.press("Tab")
    expect(page.page.get_by_role("button", name="Talk aloud")).to_be_focused()
    keys.press("Tab")
    expect(page.page.get_by_role("button", name="off the record")).to_be_focused()
    keys.press("Space")
    assert page.record == "off"
    keys.press("Space")
    assert page.record == "on"


def test_all_skipped_after_going_back(fresh: Callable[[], Served], page_of: Opener) -> None:
    served = fresh()
    page = page_of(served, viewport=PHONE).open(room="setup")
    page.page.locator("#call-me").fill("Ada")
    page.page.locator("#setup-next").click()
    page.page.locator("#setup-back").click()
    expect(page.page.locator("#call-me")).to_have_value("Ada")
    for step in ("1", "2", "3"):
        form = page.page.locator(f'#setup form[data-step="{step}"]')
        expect(form).to_be_visible()
        expect(form).to_contain_text("Everything you tell her stays on this computer.")
        for part in ("#setup-skip", "#setup-next"):
            expect(page.page.locator(part)).to_be_in_viewport(ratio=1)
        assert sideways(page.page) == 0
        page.page.locator("#setup-skip").click()
    said = first_words(page)
    assert not HOLES.search(said), said
    assert "Ada" not in said
    page.reload()
    assert page.text == [("samantha", said)]


def test_a_set_up_finished_while_os1_is_away_is_not_lost(
    fresh: Callable[[], Served], page_of: Opener
) -> None:
    served = fresh()
    page = page_of(served, viewport=PHONE).open(room="setup")
    page.may_be_away = True
    page.page.locator("#call-me").fill("<b>عبد</b> الله")
    page.page.locator("#setup-next").click()
    page.page.locator("#setup-skip").click()
    served.kill()
    page.link_is("lost")
    page.page.locator("#setup-skip").click()
    page.in_room("meeting")
    served.start()
    assert "<b>عبد</b> الله" in first_words(page)
    assert sideways(page.page) == 0
