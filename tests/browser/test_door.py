"""Who may see the page: the link pairs a browser once, and nobody else gets further than the door."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect
from tests.browser.conftest import Opener
from tests.browser.served import Served

SENTENCE = "This page isn't paired with your OS1. Open the link it printed when it started."


def test_a_page_that_isnt_paired_says_so_in_one_sentence(met: Served, page_of: Opener) -> None:
    page = page_of(met).open(met.origin, room="unpaired")
    expect(page.page.locator("#unpaired")).to_be_visible()
    assert page.page.locator("#unpaired").inner_text().strip() == SENTENCE
    expect(page.page.locator("#announce")).to_have_text(SENTENCE)
    expect(page.page.locator("#say")).to_be_hidden()
    assert page.entries == []


def test_a_wrong_token_opens_nothing_and_leaves_the_address(met: Served, page_of: Opener) -> None:
    page = page_of(met).open(f"{met.origin}/#token={'A' * 43}", room="unpaired")
    assert page.page.url == f"{met.origin}/"
    assert page.page.context.cookies() == []
    refused = [fault for fault in page.faults if "403" in fault]
    assert page.faults == refused and len(refused) == 1  # Chromium itself reports the refusal
    page.faults.clear()
    page.open()  # the right link still works in the same browser


def test_the_link_pairs_once_and_the_token_does_not_stay(
    met: Served, page_of: Opener, context_of: Callable[..., BrowserContext]
) -> None:
    context = context_of()
    page = page_of(met, context).open()
    assert page.page.url == f"{met.origin}/"
    assert met.token not in page.page.evaluate("document.documentElement.outerHTML + history.length")
    (cookie,) = context.cookies()
    assert cookie["httpOnly"] and cookie["sameSite"] == "Strict"
    assert page.page.evaluate("document.cookie") == ""
    second = page_of(met, context).open(met.origin)
    assert second.page.locator("#say").is_visible()


def test_a_paired_browser_stays_paired_when_os1_starts_anew(met: Served, page_of: Opener) -> None:
    page = page_of(met).open()
    page.may_be_away = True
    before = met.token
    met.stop()
    met.start()
    assert met.token != before
    page.link_is("up")
    page.reload()


def test_a_fresh_link_opened_in_an_unpaired_tab_pairs_it(met: Served, page_of: Opener) -> None:
    page = page_of(met).open(met.origin, room="unpaired")
    page.page.evaluate("hash => { location.hash = hash; }", f"token={met.token}")
    page.in_room("talk")
