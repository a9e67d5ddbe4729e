"""Talking on the page: words that arrive one by one, interruptions, pages in step, why."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import RUTH, Opener
from tests.browser.served import Served, eventually
from tests.browser.watch import Watched

LONG = "What did I tell you about Ruth?"


@pytest.fixture(scope="module")
def motion() -> str:
    """The page moves as it does for most people."""
    return "no-preference"


@pytest.fixture(scope="module")
def told(met: Served) -> Served:
    """A home in which Ruth and Tom have been talked about: an answer about Ruth is long."""
    met.tell(RUTH, "The soup that Tom made was terrible, and I ate all of it.")
    return met


def test_her_words_arrive_one_by_one_and_are_kept(page: Watched) -> None:
    page.page.evaluate("seen.hers.length = 0")
    turn = page.say(LONG)
    reply = page.answered(turn)
    grown = page.page.evaluate("seen.hers")
    assert len(grown) >= 5, grown
    assert all(later.startswith(before) for before, later in pairwise([*grown, reply]))
    assert "Lisbon" in reply
    for who in ("person", "samantha"):
        assert re.fullmatch(r"\d+", page.entry(turn, who).get_attribute("data-entry") or "")
    here = [said for said in page.text if said[0] == "samantha"][-1]
    page.reload()
    assert page.text[-2:] == [("person", LONG), here]


def test_what_is_said_is_shown_at_once_and_then_as_kept(page: Watched) -> None:
    turn = page.say("The evening light on the harbour was lovely.")
    mine = page.entry(turn, "person")
    expect(mine).to_have_attribute("data-state", "kept")
    expect(mine).to_have_attribute("data-kept", "true")
    expect(page.page.locator("#say")).to_have_value("")
    expect(page.page.locator("#line")).to_have_attribute("data-state", re.compile("thinking|speaking"))
    page.page.keyboard.press("Escape")
    expect(page.page.locator("#line")).to_have_attribute("data-state", "listening")


def test_typing_while_she_talks_stops_her_and_only_what_was_heard_stays(page: Watched) -> None:
    turn = page.say(LONG)
    eventually(lambda: len(page.words(page.entry(turn, "samantha")).split()) >= 3)
    page.page.locator("#say").press_sequentially("wait")
    heard = page.answered(turn)
    assert 3 <= len(heard.split()) < len(RUTH.split())  # she gives the person's own words back
    expect(page.entry(turn, "samantha")).to_have_attribute("data-cut", "")
    page.page.locator("#say").fill("")
    page.reload()
    assert page.words(page.entry(turn, "samantha")) == heard
    expect(page.entry(turn, "samantha")).to_have_attribute("data-cut", "")


@pytest.mark.parametrize("way", ["Escape", "button"])
def test_she_can_be_hushed_without_words(page: Watched, way: str) -> None:
    turn = page.say(LONG)
    expect(page.page.locator("#line")).to_have_attribute("data-state", "speaking")
    if way == "button":
        page.page.get_by_role("button", name="Hush").click()
    else:
        page.page.keyboard.press(way)
    page.answered(turn)
    expect(page.entry(turn, "samantha")).to_have_attribute("data-cut", "")
    expect(page.page.locator("#say")).to_be_focused()
    assert sum('"hush"' in frame for frame in page.sent) == 1


def test_a_second_thing_said_while_she_talks_is_answered_instead(page: Watched) -> None:
    first = page.say(LONG)
    eventually(lambda: page.entry(first, "samantha").count() == 1)
    second = page.say("What did I tell you about Tom?")
    assert "soup" in page.answered(second)
    expect(page.entry(first, "samantha")).to_have_attribute("data-cut", "")
    order = [(entry["turn"], entry["who"]) for entry in page.entries[-4:]]
    assert order == [(first, "person"), (first, "samantha"), (second, "person"),
                     (second, "samantha")]  # fmt: skip


def test_two_pages_stay_in_step(page: Watched, told: Served, page_of: Opener) -> None:
    other = page_of(told).open()
    other.page.evaluate("seen.hers.length = 0")
    turn = page.say(LONG)
    expect(other.entry(turn, "person").locator(".words")).to_have_text(LONG)
    reply = other.answered(turn)
    assert len(other.page.evaluate("seen.hers")) >= 5
    assert page.answered(turn) == reply
    back = other.say("Thank you, that helps.")
    assert page.answered(back) == other.answered(back)
    assert page.text == other.text


def test_a_page_opened_in_the_middle_of_a_reply_joins_it(
    page: Watched, told: Served, page_of: Opener
) -> None:
    turn = page.say(LONG)
    eventually(lambda: page.entry(turn, "samantha").count() == 1)
    page.reload()
    reply = page.answered(turn)
    assert "Lisbon" in reply
    assert [entry["turn"] for entry in page.entries].count(turn) == 2
    other = page_of(told).open()
    assert other.words(other.entry(turn, "samantha")) == reply


def test_what_was_being_written_outlives_a_reload(page: Watched) -> None:
    page.page.locator("#say").fill("half a thought")
    page.reload()
    expect(page.page.locator("#say")).to_have_value("half a thought")
    page.page.locator("#say").fill("")


def test_blank_is_not_sent_and_a_new_line_can_be_made(page: Watched) -> None:
    field = page.page.locator("#say")
    before = len(page.entries)
    field.fill("  \n ")
    field.press("Enter")
    field.fill("one")
    field.press("Shift+Enter")
    page.page.keyboard.type("two")
    expect(field).to_have_value("one\ntwo")
    assert len(page.entries) == before
    field.fill("")


def test_why_opens_with_her_reasons_and_the_words_they_rest_on(page: Watched) -> None:
    turn = page.say(LONG)
    page.answered(turn)
    why = page.entry(turn, "samantha").locator("details[data-why]")
    expect(why.locator("li").first).to_be_hidden()
    summary = why.get_by_label("Why did she say that?")
    summary.focus()
    page.page.keyboard.press("Enter")
    expect(why.locator("li").first).to_be_visible()
    receipt = why.locator("[data-memory]").first
    expect(receipt.locator("blockquote")).to_have_text(f"“{RUTH}”")
    expect(receipt.locator("time")).to_contain_text("today")
    page.reload()
    kept = page.entry(turn, "samantha").locator("details[data-why] [data-memory] blockquote")
    expect(kept.first).to_have_text(f"“{RUTH}”")


def test_a_finished_reply_is_announced_once_to_a_screen_reader(page: Watched) -> None:
    announce = page.page.locator("#announce")
    turn = page.say(LONG)
    eventually(lambda: page.entry(turn, "samantha").count() == 1)
    assert "Lisbon" not in announce.inner_text()
    expect(announce).to_have_text(f"Samantha: {page.answered(turn)}")
