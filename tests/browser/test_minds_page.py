"""The page of minds: who finds her words, the question before any leave this computer, and what was sent."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Request, Route, expect
from tests.browser.conftest import Opener
from tests.browser.served import Served
from tests.browser.test_access import CONTRAST
from tests.browser.test_memory_pages import SMALL
from tests.browser.watch import Watched

ELSEWHERE = "https://models.example.invalid/v1"
HOST = "models.example.invalid"
NOBODY_THERE = "http://127.0.0.1:9/v1"
SIZES = {
    "desk": {"width": 1400, "height": 900},
    "phone": {"width": 390, "height": 844},
    "small phone": {"width": 360, "height": 740},
    "narrow": {"width": 320, "height": 512},
}
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
OWN = "My words are my own."
ASKED = (f"Your words, what we said in the last three hours, and what I remember that bears on it, would leave this computer, to {HOST}. "
         "Whoever runs it can read them. Agree?")  # fmt: skip
LONG = "a-model-with-a-name-that-goes-on-and-on-without-any-place-to-break-it" * 2
FOUND: dict[str, Any] = {
    "now": "ollama/gone:1b", "undo": True, "kept_back": {}, "agreed": [{"host": HOST, "at": "2024-05-03T10:00:00+00:00"}],
    "minds": [
        {"name": "ollama/gone:1b", "host": "127.0.0.1", "leaves": False, "by_hand": False, "agreed": False, "there": False, "now": True},
        {"name": "ollama/qwen3:4b", "host": "127.0.0.1", "leaves": False, "by_hand": False, "agreed": False, "there": True, "now": False},
        {"name": "ollama/big-cloud", "host": "ollama.com", "leaves": True, "by_hand": False, "agreed": False, "there": True, "now": False},
        {"name": LONG[:120], "host": f"{'long.' * 12}{HOST}", "leaves": True, "by_hand": True, "agreed": False, "there": True, "now": False},
    ],
}  # fmt: skip
SENT: dict[str, Any] = {
    "mind": "ollama/qwen3:4b", "host": "127.0.0.1", "leaves": False, "model": "qwen3:4b", "tokens": 1234, "counted": True,
    "fault": "", "kept_back": {"advice": 2, "flattery": 1},
    "messages": [{"role": "system", "content": f"You are <b>her</b>. {LONG}"}, {"role": "user", "content": "Hello."}],
    "called": [{"name": "day_of", "asked": {}, "told": "It is Monday.", "refused": False}],
}  # fmt: skip


@pytest.fixture(scope="module")
def served(fresh: Callable[[], Served]) -> Served:
    """A home in which nothing is changed: its tests show made-up minds."""
    return introduced(fresh)


@pytest.fixture
def own(fresh: Callable[[], Served]) -> Served:
    """A home of a test's own."""
    return introduced(fresh)


def introduced(fresh: Callable[[], Served]) -> Served:
    served = fresh()
    served.introduce("")
    return served


def minds(page: Watched) -> Page:
    """Go to the page of minds and wait until it shows what is there."""
    page.page.goto(f"{page.served.origin}/minds")
    expect(page.page.locator("#all")).to_be_visible()
    return page.page


def told(page: Watched, what: dict[str, Any], path: str = "told") -> None:
    """Have the page told something made up."""

    def answer(route: Route) -> None:
        route.fulfill(status=200, content_type="application/json", body=json.dumps(what))

    page.page.route(f"**/minds/{path}", answer)


def add(page: Page, url: str, name: str, key: str = "") -> Locator:
    """Name a server by hand; its row."""
    page.get_by_label("Its address").fill(url)
    page.get_by_label("Which model there").fill("some-model")
    page.get_by_label("A name for it, if you like").fill(name)
    page.get_by_label("Its key, if it needs one").fill(key)
    page.get_by_role("button", name="put it on the list").click()
    expect(page.locator("#notice")).to_have_text(f"{name} is on the list; it isn't in use yet.")
    return row(page, name)


def row(page: Page, name: str) -> Locator:
    return page.locator("#minds > li").filter(has=page.get_by_role("heading", name=name, exact=True))


def posted(page: Page) -> list[dict[str, Any]]:
    """What the page will have asked for, as it asks."""
    acts: list[dict[str, Any]] = []

    def note(asked: Request) -> None:
        if asked.method == "POST":
            acts.append(asked.post_data_json or {})

    page.on("request", note)
    return acts


def test_from_the_talk_by_keys_and_back(served: Served, page_of: Opener) -> None:
    talk = page_of(served).open(room="talk")
    talk.page.get_by_role("link", name="whose words").press("Enter")
    page = talk.page
    expect(page.get_by_role("heading", level=1)).to_have_text("Whose words")
    expect(page.locator("#now")).to_have_text(OWN)
    plain = page.get_by_role("list", name="Who may find my words").get_by_role("listitem").first
    expect(plain).to_contain_text("plain")
    expect(plain).to_contain_text("always here, needs nothing, and nothing leaves")
    expect(plain).to_contain_text("in use")
    expect(plain.get_by_role("button")).to_have_count(0)
    expect(page.get_by_role("button", name="as it was before")).to_be_hidden()
    expect(page.get_by_text("Nowhere. Nothing leaves this computer.")).to_be_visible()
    expect(page.get_by_label("Its key, if it needs one")).to_have_attribute("type", "password")
    page.get_by_role("link", name="back to Samantha").click()
    talk.in_room("talk")


def test_consent_is_asked_once_for_a_host_and_can_be_taken_back(own: Served, page_of: Opener) -> None:
    watched = page_of(own).open(room="talk")
    page = minds(watched)
    far = add(page, ELSEWHERE, "far away", key="sk-secret")
    expect(page.get_by_label("Its key, if it needs one")).to_have_value("")
    expect(far).to_be_focused()
    expect(far).to_contain_text(f"your words would leave this computer, to {HOST}")
    acts = posted(page)
    far.get_by_role("button", name="use this").press("Enter")
    asks = far.get_by_role("group", name=ASKED)
    expect(asks).to_be_visible()
    expect(asks.get_by_role("button", name="no", exact=True)).to_be_focused()
    asks.get_by_role("button", name="no", exact=True).press("Enter")
    expect(asks).to_have_count(0)
    expect(far.get_by_role("button", name="use this")).to_be_focused()
    expect(page.locator("#now")).to_have_text(OWN)
    assert acts == []
    far.get_by_role("button", name="use this").press("Enter")
    page.keyboard.press("Escape")
    expect(asks).to_have_count(0)
    assert acts == []
    far.get_by_role("button", name="use this").click()
    far.get_by_role("button", name="I agree, use it").click()
    expect(page.locator("#now")).to_have_text(
        f"far away finds my words. What you say leaves this computer, to {HOST}."
    )
    expect(page.locator("#notice")).to_have_text(
        f"far away finds my words from now on. Your words now leave this computer, to {HOST}."
    )
    assert acts == [{"act": "use", "name": "far away", "agree": HOST}]
    expect(far).to_contain_text("in use")
    expect(page.locator("#hosts")).to_contain_text(f"{HOST}you agreed today")
    once_is_enough(page, acts)
    page.get_by_role("button", name=f"no more: {HOST}").click()
    expect(page.locator("#now")).to_have_text(OWN)
    expect(page.locator("#notice")).to_have_text(f"Nothing goes to {HOST} any more.")
    expect(page.get_by_role("heading", name="Where words may go")).to_be_focused()
    expect(page.get_by_text("Nowhere. Nothing leaves this computer.")).to_be_visible()
    far.get_by_role("button", name="use this").click()
    expect(asks).to_be_visible()  # it has to be asked again
    assert "sk-secret" not in page.content()


def once_is_enough(page: Page, acts: list[dict[str, Any]]) -> None:
    """Another mind of an agreed host is used at one click, without a question."""
    again = add(page, f"{ELSEWHERE}/other", "the same place")
    again.get_by_role("button", name="use this").click()
    expect(page.locator("#now")).to_contain_text("the same place finds my words.")
    assert acts[-1] == {"act": "use", "name": "the same place"}


def test_one_click_to_use_and_one_to_go_back_and_the_talk_is_told(own: Served, page_of: Opener) -> None:
    watched = page_of(own).open(room="talk")
    talk = page_of(own, context=watched.page.context)
    talk.open(own.origin)
    talk.link_is("up")
    page = minds(watched)
    here = add(page, NOBODY_THERE, "near by")
    expect(here).to_contain_text("on this computer")
    here.get_by_role("button", name="use this").click()
    expect(page.locator("#now")).to_have_text("near by finds my words, on this computer.")
    expect(here).to_contain_text("in use")
    expect(here.get_by_role("button", name="use this")).to_have_count(0)
    expect(talk.page.locator("#notice")).to_have_text(
        "near by finds my words from now on. Nothing leaves this computer."
    )
    talk.ask("I had a long day.")
    expect(talk.page.locator("#notice")).to_have_text("near by can't be reached, so I went on by myself.")
    expect(talk.page.get_by_role("button", name="send again")).to_have_count(0)
    page.get_by_text("What was sent last").click()
    expect(page.locator("#sent-words")).to_contain_text("To near by, on this computer (127.0.0.1): about")
    expect(page.locator("#sent-words pre").last).to_contain_text("I had a long day.")
    page.get_by_role("button", name="as it was before").click()
    expect(page.locator("#now")).to_have_text(OWN)
    page.get_by_role("button", name="as it was before").click()
    expect(page.locator("#now")).to_have_text("near by finds my words, on this computer.")
    row(page, "near by").get_by_role("button", name="take it off the list").click()
    expect(page.locator("#now")).to_have_text(OWN)
    expect(row(page, "near by")).to_have_count(0)
    expect(page.locator("#notice")).to_have_text("near by is gone, and its key with it.")


def test_two_pages_agree_and_an_open_question_stays(own: Served, page_of: Opener) -> None:
    watched = page_of(own).open(room="talk")
    page = minds(watched)
    other = page_of(own, context=watched.page.context)
    far = add(page, ELSEWHERE, "far away")
    far.get_by_role("button", name="use this").click()
    page.get_by_label("Its address").fill("half written")
    page.get_by_label("Its address").focus()
    add(minds(other), NOBODY_THERE, "near by")
    expect(row(page, "near by")).to_be_visible()
    expect(far.get_by_role("group", name=ASKED)).to_be_visible()
    expect(page.get_by_label("Its address")).to_have_value("half written")
    expect(page.get_by_label("Its address")).to_be_focused()


def test_what_cannot_be_is_a_sentence(own: Served, page_of: Opener) -> None:
    watched = page_of(own).open(room="talk")
    page = minds(watched)
    page.get_by_label("Its address").fill("nowhere at all")
    page.get_by_label("Its address").press("Enter")
    expect(page.locator("#notice")).to_contain_text("That isn't an address of a model server")
    expect(page.get_by_label("Its address")).to_have_value("nowhere at all")
    assert all("400" in fault for fault in watched.faults)  # the browser's own note of the refusal
    watched.faults.clear()


def test_what_was_sent_last(served: Served, page_of: Opener) -> None:
    watched = page_of(served).open(room="talk")
    page = minds(watched)
    summary, words = page.get_by_text("What was sent last"), page.locator("#sent-words")
    expect(words).to_be_hidden()
    summary.click()
    expect(words).to_have_text("Nothing: my last words were found here, without a model.")
    summary.click()
    told(watched, SENT, "prompt")
    summary.click()
    expect(words).to_contain_text("To ollama/qwen3:4b, on this computer (127.0.0.1): about 1,234 tokens.")
    expect(words).to_contain_text("Kept back by a guard: advice, twice; flattery, once.")
    expect(words.locator("pre")).to_have_text([SENT["messages"][0]["content"], "Hello.", "It is Monday."])


def test_where_nobody_else_is(served: Served, page_of: Opener) -> None:
    watched = page_of(served).open(room="talk")
    told(watched, {"now": "plain", "minds": [], "agreed": [], "undo": False, "kept_back": {}})
    page = minds(watched)
    expect(
        page.get_by_text(
            "Ollama, llama.cpp, LM Studio or vLLM on this computer, and it shows up here by itself"
        )
    ).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("light", ["light", "dark"])
def test_it_fits_and_can_be_read(served: Served, page_of: Opener, size: str, light: str) -> None:
    watched = page_of(served, viewport=SIZES[size], color_scheme=light).open(room="talk")
    told(watched, FOUND)
    told(watched, SENT, "prompt")
    page = minds(watched)
    expect(page.locator("#now")).to_have_text("ollama/gone:1b finds my words, on this computer.")
    expect(row(page, "ollama/gone:1b")).to_contain_text("not reachable now")
    expect(page.locator("#alone")).to_be_hidden()
    expect(page.locator("#hosts")).to_contain_text("3 May 2024")
    row(page, LONG[:120]).get_by_role("button", name="use this").click()
    page.get_by_text("What was sent last").click()
    expect(page.locator("#sent-words pre")).to_have_count(3)
    assert page.evaluate(WIDE) <= 0
    assert page.evaluate(SMALL) == []
    found = page.evaluate(CONTRAST)
    assert found["count"] > 30 and found["poor"] == []
