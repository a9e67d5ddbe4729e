"""Off the record, by a word and by the button, and forgetting: what must leave the page does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import Opener
from tests.browser.served import Served, eventually
from tests.browser.watch import Watched

SECRET = "I told Amy that I was fine about the pomegranate, and I was not."
WAYS = ("word", "button")


@pytest.fixture(autouse=True)
def on_record(page: Watched) -> Iterator[None]:
    """Every test begins and ends on the record."""
    yield
    if page.record == "off":
        page.page.locator("#off-record").click()
        expect(page.page.locator("html")).to_have_attribute("data-record", "on")


def stand(page: Watched, way: str, on: bool) -> None:
    """Put the talk on or off the record."""
    if way == "button":
        page.page.get_by_role("button", name="off the record").click()
    else:
        page.ask("Back on the record." if on else "Can we go off the record?")
    shown = "on" if on else "off"
    expect(page.page.locator("html")).to_have_attribute("data-record", shown)
    expect(page.page.locator("#off-record")).to_have_attribute("aria-pressed", str(not on).lower())
    expect(page.page.locator("#off-words")).to_be_visible(visible=not on)


def secrets(page: Watched) -> list[str]:
    return [entry["text"] for entry in page.entries if "pomegranate" in entry["text"]]


@pytest.mark.parametrize("way", WAYS)
def test_off_the_record_shows_and_leaves_nothing(
    page: Watched, met: Served, page_of: Opener, way: str
) -> None:
    other = page_of(met).open()
    stand(page, way, on=False)
    assert "off the record" in page.page.title()
    turn = page.say(SECRET)
    page.answered(turn)
    for seen in (page, other):
        for who in ("person", "samantha"):
            expect(seen.entry(turn, who)).to_have_attribute("data-kept", "false")
            expect(seen.entry(turn, who)).to_have_attribute("data-entry", "")
        assert seen.record == "off"
    page.reload()
    assert page.record == "off"
    assert SECRET in secrets(page)  # still being talked about, held in memory alone
    stand(page, way, on=True)
    for seen in (page, other):
        eventually(lambda seen=seen: not secrets(seen))  # type: ignore[misc]
    expect(other.page.locator("html")).to_have_attribute("data-record", "on")
    page.reload()
    assert secrets(page) == []
    assert not any("pomegranate" in entry["text"] for entry in met.kept())
    assert "pomegranate" not in page.page.evaluate("JSON.stringify({...sessionStorage})")


def test_back_on_the_record_while_she_talks_off_it(page: Watched, met: Served) -> None:
    stand(page, "button", on=False)
    turn = page.say(SECRET)
    eventually(lambda: page.entry(turn, "samantha").count() == 1)
    stand(page, "button", on=True)
    eventually(lambda: not secrets(page))
    expect(page.entry(turn, "samantha")).to_have_count(0)
    page.reload()
    assert page.entry(turn, "samantha").count() == 0
    assert secrets(page) == []


def test_the_record_stands_as_it_was_wished_last(page: Watched, met: Served) -> None:
    stand(page, "button", on=False)
    turn = page.say("Back on the record.")
    eventually(lambda: page.entry(turn, "samantha").count() == 1)
    expect(page.page.locator("html")).to_have_attribute("data-record", "on")
    page.page.locator("#off-record").click()  # while she still talks
    page.ask(SECRET)
    page.reload()
    assert page.record == "off"
    assert not any("pomegranate" in entry["text"] for entry in met.kept())


def test_nothing_said_right_after_off_the_record_is_kept(page: Watched, met: Served) -> None:
    with met.line() as line:
        line.until("words", line.say("Off the record, please."))
        line.until("said", line.say(SECRET))  # without waiting for her to end
        line.send(type="record", on=True)
        line.until("record")
    expect(page.page.locator("html")).to_have_attribute("data-record", "on")
    assert not any("pomegranate" in entry["text"] for entry in met.kept())


def test_a_draft_off_the_record_is_not_put_down_anywhere(page: Watched) -> None:
    page.page.locator("#say").fill("the pomegranate")
    stand(page, "button", on=False)
    assert page.page.evaluate("sessionStorage['os1.draft']") is None
    page.page.locator("#say").press_sequentially(" again")
    assert page.page.evaluate("sessionStorage['os1.draft']") is None
    page.page.locator("#say").fill("")


def test_forget_that_takes_it_off_every_open_page(page: Watched, met: Served, page_of: Opener) -> None:
    other = page_of(met).open()
    told = page.say("My locker code at the pool is on the pomegranate jar.")
    page.answered(told)
    turn = page.say("Forget that.")
    assert page.answered(turn)
    for seen in (page, other):
        expect(seen.entry(told, "person")).to_have_count(0)
        assert not any("jar" in text for who, text in seen.text if who == "person")
        expect(seen.entry(turn, "samantha")).to_have_attribute("data-state", "kept")
        assert all(text.strip() for _, text in seen.text), "an empty entry was left standing"
    page.reload()
    assert not any("jar" in text for _, text in page.text)
    assert not any("jar" in entry["text"] for entry in met.kept())


def test_what_is_forgotten_in_part_is_shortened_on_every_open_page(
    page: Watched, met: Served, page_of: Opener
) -> None:
    other = page_of(met).open()
    mixed = page.say("Wilhelmina broke my teapot again. The garden looks lovely in this light.")
    page.answered(mixed)
    wish = page.say("Forget everything about Wilhelmina.")
    page.answered(wish)  # which says what went, and stands only until the page goes
    for seen in (page, other):
        expect(seen.entry(mixed, "person").locator(".words")).not_to_contain_text("teapot")
        assert "garden" in seen.words(seen.entry(mixed, "person"))
        left = [entry["text"] for entry in seen.entries if entry["turn"] != wish]
        assert not [text for text in left if "teapot" in text or "Wilhelmina" in text]
