"""Strange things to say: other scripts, very long, markup, more than can be taken in."""

from __future__ import annotations

import pytest
from playwright.sync_api import WebSocketRoute, expect
from tests.browser.conftest import Opener
from tests.browser.served import Served, eventually
from tests.browser.watch import Watched, sideways

STRANGE = {
    "right to left": "مرحبا يا سامانثا، كيف حالك اليوم؟",
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈 🫠",
    "override": "\u202eabc\u202c and \u0000 and \ufeff",
    "markup": "<img src=x onerror=alert(1)><script>alert(2)</script> &amp; <b>bold</b>",
    "one long word": "x" * 3_000,
    "many lines": "\n".join(f"line {n}" for n in range(400)),
    "20,000 characters": "So much has happened since we talked. " * 527,
}


@pytest.mark.parametrize("name", STRANGE)
def test_strange_words_stand_as_they_were_written(page: Watched, told: Served, name: str) -> None:
    text = STRANGE[name]
    turn = page.say(text)
    mine = page.entry(turn, "person")
    expect(mine).to_have_attribute("data-state", "kept")
    kept = text.replace("\u0000", "\ufffd")
    assert page.words(mine) == kept
    assert sideways(page.page) == 0
    assert page.page.locator(".entry img, .entry script, .entry b").count() == 0
    expect(page.page.locator("#say")).to_be_in_viewport(ratio=1)
    expect(page.entry(turn, "samantha")).to_have_count(1)
    page.page.keyboard.press("Escape")
    assert kept in [entry["text"] for entry in told.kept() if entry["turn"] == turn]


def test_each_script_runs_its_own_way(page: Watched) -> None:
    directions = "e => getComputedStyle(e.querySelector('.words')).direction"
    arabic = page.entry(page.say(STRANGE["right to left"]), "person")
    latin = page.entry(page.say("Good evening."), "person")
    assert arabic.evaluate(directions) == "rtl"
    assert latin.evaluate(directions) == "ltr"


def test_a_very_long_text_folds_until_all_of_it_is_wanted(page: Watched) -> None:
    turn = page.say(STRANGE["many lines"])
    mine = page.entry(turn, "person")
    expect(mine).to_have_attribute("data-state", "kept")
    page.page.keyboard.press("Escape")
    tall = "e => e.querySelector('.words').getBoundingClientRect().height"
    folded = mine.evaluate(tall)
    mine.get_by_role("button", name="show all of it").click()
    expect(mine.locator(".unfold")).to_have_count(0)
    assert mine.evaluate(tall) > 5 * folded


PASTE_AND_SEND = """length => {
    const field = document.getElementById("say");
    field.value = "word ".repeat(length / 5);
    field.dispatchEvent(new InputEvent("input", { inputType: "insertFromPaste" }));
    field.getBoundingClientRect();
    document.getElementById("composer").requestSubmit();
}"""


def test_more_than_can_be_taken_in_is_refused_and_stays_with_the_person(page: Watched, told: Served) -> None:
    length = 2_100_000
    page.page.evaluate(PASTE_AND_SEND, length)
    trouble = page.page.locator('.entry[data-state="problem"]').last
    expect(trouble.locator(".trouble")).to_contain_text("2,100,000 characters long")
    assert trouble.evaluate("e => e.querySelector('.words').textContent.length") == length
    expect(trouble.get_by_role("button", name="send again")).to_be_visible()
    assert sideways(page.page) == 0
    assert max(len(entry["text"]) for entry in told.kept()) < length
    page.answered(page.say("All right, shorter then."))
    page.page.evaluate("sessionStorage.clear()")
    page.reload()


def test_a_message_the_server_hangs_up_on_is_not_sent_for_ever(told: Served, page_of: Opener) -> None:
    page = page_of(told)
    hung_up = 0

    def between(route: WebSocketRoute) -> None:
        server = route.connect_to_server()

        def from_page(message: str | bytes) -> None:
            nonlocal hung_up
            if "too much" in str(message):
                hung_up += 1
                route.close(code=1009, reason="message too big")
            else:
                server.send(message)

        route.on_message(from_page)

    page.page.route_web_socket("**/ws", between)
    page.open()
    turn = page.say("This stands for too much.")
    mine = page.entry(turn, "person")
    expect(mine.locator(".trouble")).to_contain_text("more than I can take in at once")
    page.link_is("up")
    page.answered(page.say("All right, less then."))
    assert hung_up == 1
    mine.get_by_role("button", name="send again").click()
    eventually(lambda: hung_up == 2)
    expect(mine.locator(".words")).to_have_text("This stands for too much.")
