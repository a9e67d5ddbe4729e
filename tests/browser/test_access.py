"""For everyone: contrast, names and roles as a screen reader gets them, and the order of keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import Opener
from tests.browser.served import Served, eventually
from tests.browser.watch import Watched

CONTRAST = (Path(__file__).parent / "contrast.js").read_text("utf-8").split("\n", 1)[1]
LONG = "What did I tell you about Ruth?"
FOCUSED = """() => {
    const e = document.activeElement;
    const style = getComputedStyle(e), form = getComputedStyle(e.form ?? e);
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const edge = e.id === "say" && form.boxShadow !== "none";
    return { name: e.id || e.tagName, shows: ring || edge };
}"""
Scheme = Literal["light", "dark"]
NEEDS_A_NAME = {
    "button", "textbox", "radio", "radiogroup", "link", "log", "region", "DisclosureTriangle",
    "checkbox", "image",
}  # fmt: skip


@pytest.fixture(scope="module")
def unmet(fresh: Callable[[], Served]) -> Served:
    """A served home whose set-up nobody finishes."""
    return fresh()


def contrasts(page: Watched) -> None:
    """Every text that shows stands out enough from what lies behind it, once colours stand still."""
    found = page.page.evaluate(CONTRAST)
    assert found["count"] > 0
    assert found["poor"] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_of_the_set_up(unmet: Served, page_of: Opener, scheme: Scheme) -> None:
    page = page_of(unmet, color_scheme=scheme).open(room="setup")
    contrasts(page)
    page.page.locator("#setup-next").click()
    page.page.get_by_role("radio", name="Quiet").check(force=True)
    contrasts(page)
    page.page.locator("#setup-next").click()
    contrasts(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_of_the_talk(told: Served, page_of: Opener, scheme: Scheme) -> None:
    page = page_of(told, color_scheme=scheme).open()
    turn = page.say(LONG)
    page.answered(turn)
    page.entry(turn, "samantha").locator("summary").click()
    page.page.locator("#say").fill("x")
    contrasts(page)
    page.page.locator("#say").fill("")
    page.page.locator("#off-record").click()
    page.answered(page.say("Just between us."))
    contrasts(page)
    page.page.locator("#off-record").click()
    expect(page.page.locator("html")).to_have_attribute("data-record", "on")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_at_the_closed_door(told: Served, page_of: Opener, scheme: Scheme) -> None:
    contrasts(page_of(told, color_scheme=scheme).open(told.origin, room="unpaired"))


def tree(page: Watched) -> Iterator[dict[str, Any]]:
    """What Chromium tells a screen reader: role, name and properties of each node."""
    session = page.page.context.new_cdp_session(page.page)
    for node in session.send("Accessibility.getFullAXTree")["nodes"]:
        if not node["ignored"]:
            yield {
                "role": node["role"]["value"],
                "name": node.get("name", {}).get("value", ""),
                **{p["name"]: p["value"].get("value") for p in node["properties"]},
            }
    session.detach()


def names_are_given(page: Watched) -> list[dict[str, Any]]:
    nodes = list(tree(page))
    nameless = [n for n in nodes if n["role"] in NEEDS_A_NAME and not n["name"].strip()]
    assert nameless == []
    focusable = [n for n in nodes if n.get("focusable") and n["role"] not in {"RootWebArea", "article"}]
    assert not [n for n in focusable if not n["name"].strip()]
    ids = page.page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))
    assert page.page.locator("html").get_attribute("lang") == "en"
    assert page.page.locator('[aria-hidden="true"] :is(a, button, input, textarea)').count() == 0
    return nodes


def test_names_and_roles_of_the_set_up(unmet: Served, page_of: Opener) -> None:
    page = page_of(unmet).open(room="setup")
    for step in ("1", "2", "3"):
        expect(page.page.locator(f'form[data-step="{step}"]')).to_be_visible()
        nodes = names_are_given(page)
        assert {"heading", "button"} <= {node["role"] for node in nodes}
        assert f"Step {step} of 3" in {node["name"] for node in nodes}
        if step != "3":
            page.page.locator("#setup-next").click()


def test_names_and_roles_of_the_talk(page: Watched) -> None:
    turn = page.say(LONG)
    page.answered(turn)
    page.page.locator("#say").fill("x")
    nodes = names_are_given(page)
    named = {(node["role"], node["name"]) for node in nodes}
    assert {
        ("log", "Conversation"),
        ("textbox", "Say something to Samantha"),
        ("button", "Send"),
        ("button", "off the record"),
        ("heading", "Samantha"),
    } <= named
    who = page.entry(turn, "samantha").locator(".who").inner_text()
    assert who.startswith("Samantha, today ")
    assert page.entry(turn, "person").locator(".who").inner_text().startswith("You, today ")
    # The log itself stays quiet: her words would be read out piece by piece.
    expect(page.page.locator("#conversation")).to_have_attribute("aria-live", "off")
    expect(page.page.locator("#announce")).to_have_attribute("aria-live", "polite")
    expect(page.page.locator("#notice")).to_have_role("status")


def test_every_place_that_takes_keys_shows_that_it_has_them(page: Watched) -> None:
    page.answered(page.say(LONG))
    page.page.locator("#say").fill("x")
    page.page.keyboard.press("Shift+Tab")  # keys are in use: from here on their place shows
    page.page.locator("#skip").focus()
    page.page.wait_for_timeout(400)  # the page comes to rest: what still scrolls may move the place of the keys
    visited: list[str] = []
    for _ in range(60):
        here = page.page.evaluate(FOCUSED)
        assert here["shows"], (here, visited)
        visited.append(here["name"])
        if here["name"] == "off-record":
            break
        page.page.keyboard.press("Tab")
    order = [name for name in visited if name in {"skip", "conversation", "say", "send", "off-record"}]
    assert order == ["skip", "conversation", "say", "send", "off-record"]


def test_the_skip_link_leads_to_the_field(page: Watched) -> None:
    page.page.evaluate("document.activeElement.blur()")
    page.page.locator("#skip").focus()
    page.page.keyboard.press("Enter")
    expect(page.page.locator("#say")).to_be_focused()


def test_forced_colours_leave_the_line_and_the_words_visible(told: Served, page_of: Opener) -> None:
    page = page_of(told, forced_colors="active").open()
    stroke = "getComputedStyle(document.getElementById('line-path')).stroke"
    eventually(lambda: page.page.evaluate(stroke) != "none")
    assert page.page.evaluate(stroke) == page.page.evaluate("getComputedStyle(document.body).color")
