"""Hands on the memory pages: what is put right, forgotten, pinned and hushed, joined and parted."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import Opener
from tests.browser.memories import TOLD, go, row
from tests.browser.served import Served, eventually


@pytest.fixture(scope="module")
def told(met: Served) -> Served:
    met.tell(*TOLD)
    return met


def test_a_correction_reaches_every_page(told: Served, page_of: Opener) -> None:
    here, there = (page_of(told).open() for _ in range(2))
    talk = page_of(told).open()
    go(there, "facts")
    shown = go(here, "facts")
    ruth = row(shown, "Ruth lives in Leeds")
    ruth.locator("summary").press("Enter")
    ruth.get_by_role("button", name="that's wrong").press("Enter")
    field = ruth.get_by_label("No, it's")
    expect(field).to_be_focused()
    field.fill("York")
    field.press("Enter")
    for watched in (here, there):
        expect(row(watched.page, "Ruth lives in York")).to_be_visible()
        expect(row(watched.page, "Ruth lives in Leeds")).to_have_count(0)
    expect(row(shown, "Ruth lives in York").locator(".quote")).to_contain_text("No: Ruth lives in York.")
    expect(shown.get_by_role("status")).to_contain_text("Put right")
    expect(talk.page.locator('.entry[data-who="person"]').last).to_contain_text("No: Ruth lives in York.")
    expect(talk.page.locator("#line")).to_have_attribute("data-state", "listening")
    talk.reload()
    assert talk.text[-1] == ("person", "No: Ruth lives in York."), "she doesn't answer it later either"


def test_news_leaves_what_is_open_open(told: Served, page_of: Opener) -> None:
    shown = go(page_of(told).open(), "facts")
    ghent = row(shown, "You live in Ghent")
    ghent.locator(".quote").click()
    expect(ghent.locator("[data-here]")).to_be_visible()
    told.tell("I play the cello.")
    expect(shown.locator("article", has_text="I play the cello.")).to_have_count(1)
    expect(ghent.locator("[data-here]")).to_be_visible()
    ghent.locator("summary").click()
    ghent.get_by_role("button", name="that's wrong").click()
    ghent.get_by_label("No, it's").fill("Gen")
    told.tell("I play the harp.")
    shown.wait_for_timeout(500)
    expect(ghent.get_by_label("No, it's")).to_have_value("Gen")
    ghent.get_by_role("button", name="leave it").click()
    expect(shown.locator("article", has_text="I play the harp.")).to_have_count(1)


def test_forgetting_asks_once_and_says_what_went(told: Served, page_of: Opener) -> None:
    talk = page_of(told).open()
    here = page_of(told).open()
    shown = go(here, "facts")
    nuts = row(shown, "Ruth is allergic to nuts")
    nuts.locator("summary").click()
    nuts.get_by_role("button", name="forget").click()
    keep = nuts.get_by_role("button", name="keep it")
    expect(keep).to_be_focused()
    keep.press("Escape")
    expect(nuts.locator(".sure")).to_have_count(0)
    nuts.locator("summary").click()
    nuts.get_by_role("button", name="forget").click()
    nuts.get_by_role("button", name="forget it").click()
    expect(shown.get_by_role("status")).to_contain_text("Gone: “Ruth is allergic to nuts.”")
    expect(nuts).to_have_count(0)
    expect(talk.page.locator(".entry", has_text="allergic to nuts")).to_have_count(0)
    assert not [e for e in told.kept() if "nuts" in e["text"]]


def test_pinned_comes_first_and_hushed_says_so(told: Served, page_of: Opener) -> None:
    shown = go(page_of(told).open(), "facts")
    nurse = row(shown, "Ruth .*nurse")
    nurse.locator("summary").click()
    nurse.get_by_role("button", name="pin", exact=True).click()
    expect(shown.locator("article").first).to_contain_text("nurse")
    shown.locator("article").first.get_by_role("button", name="don't bring it up").click()
    expect(shown.locator("article").first).to_contain_text("not brought up")
    shown.locator("article").first.get_by_role("button", name="unpin").click()
    expect(shown.locator("article").first).not_to_contain_text("nurse")


def test_two_become_one_and_part_again(told: Served, page_of: Opener) -> None:
    shown = go(page_of(told).open(), "people")
    shown.locator(".card", has_text="Thomas").click()
    shown.get_by_role("button", name="this is the same as…").click()
    shown.get_by_label("Thomas is the same as").fill("tom")
    shown.get_by_role("button", name="Tom", exact=True).click()
    shown.get_by_role("button", name="they are the same").click()
    expect(shown.get_by_role("heading", level=2)).to_have_text("Tom")
    expect(shown.locator(".lead")).to_contain_text("also Thomas")
    shown.get_by_role("button", name="these are two people…").click()
    shown.get_by_role("button", name="Thomas", exact=True).click()
    expect(shown.get_by_role("heading", level=2)).to_have_text("Thomas")
    expect(shown.locator("article")).to_contain_text(["Thomas is late again."])
    shown.goto(f"{told.origin}/memory#people")
    expect(shown.locator(".card", has_text=re.compile("^Tom[^m]"))).to_have_count(1)


def test_a_refusal_is_one_sentence_and_changes_nothing(told: Served, page_of: Opener) -> None:
    watched = page_of(told).open()
    shown = go(watched, "facts")
    hush = """() => fetch("/memory/acts", { method: "POST", body: '{"act": "quiet", "id": "m1"}' })"""
    shown.evaluate(hush)
    eventually(lambda: shown.locator("article", has_text="not brought up").count() >= 1)
    shown.locator("article .hands summary").first.click()
    shown.get_by_role("button", name="that's wrong").first.click()
    shown.locator("article input").first.fill("")
    shown.get_by_role("button", name="put it right").click()
    expect(shown.get_by_role("status")).to_contain_text("Say in a few words what is right")
    watched.faults[:] = [f for f in watched.faults if "400" not in f]
