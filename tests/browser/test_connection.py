"""The connection lost, by a killed OS1 or no network: nothing said is lost, nothing is said twice."""

from __future__ import annotations

import json

from playwright.sync_api import WebSocketRoute, expect
from tests.browser.conftest import Opener
from tests.browser.served import Served
from tests.browser.watch import Watched


def times_kept(served: Served, text: str) -> int:
    return sum(entry["text"] == text for entry in served.kept())


def test_killed_while_she_talks_and_while_the_person_types_and_sends(page: Watched, told: Served) -> None:
    page.may_be_away = True
    first = page.say("I had a dream about the lighthouse.")
    expect(page.entry(first, "person")).to_have_attribute("data-state", "kept")
    told.kill()
    page.link_is("lost")
    expect(page.page.locator("#notice")).to_contain_text("what you wrote is safe here")
    expect(page.page.locator("#line")).to_have_attribute("data-state", "away")
    second = page.say("And then the lighthouse was a letter.")
    expect(page.entry(second, "person")).to_have_attribute("data-state", "sending")
    page.page.locator("#say").press_sequentially("half a th")
    told.start()
    page.link_is("up")
    expect(page.page.locator("#notice")).to_be_empty()
    page.answered(second)
    expect(page.page.locator("#say")).to_have_value("half a th")
    expect(page.entry(first, "samantha")).to_have_count(1)  # the answer the crash left owing
    for text in ("I had a dream about the lighthouse.", "And then the lighthouse was a letter."):
        assert times_kept(told, text) == 1
        assert [entry["text"] for entry in page.mine].count(text) == 1
    page.page.locator("#say").fill("")


def test_an_acknowledgement_lost_on_the_way_does_not_make_two_turns(told: Served, page_of: Opener) -> None:
    page = page_of(told)
    said: list[dict[str, str]] = []
    connections: list[WebSocketRoute] = []

    def between(route: WebSocketRoute) -> None:
        connections.append(route)
        server = route.connect_to_server()
        first = len(connections) == 1

        def from_page(message: str | bytes) -> None:
            if json.loads(message)["type"] == "say":
                said.append(json.loads(message))
            server.send(message)

        def from_server(message: str | bytes) -> None:
            if first and json.loads(message)["type"] == "kept":
                route.close()
                server.close()
            elif not (first and said):
                route.send(message)

        route.on_message(from_page)
        server.on_message(from_server)

    page.page.route_web_socket("**/ws", between)
    page.open()
    turn = page.say("The answer to this gets lost on its way.")
    page.answered(turn)
    assert len(connections) == 2
    assert times_kept(told, "The answer to this gets lost on its way.") == 1
    assert [entry["turn"] for entry in page.mine].count(turn) == 1
    assert {frame["id"] for frame in said} == {turn}


def test_without_a_network_words_wait_and_go_out_in_order(page: Watched, told: Served) -> None:
    page.may_be_away = True
    page.page.context.set_offline(True)
    told.kill()
    page.link_is("lost")
    told.start()
    turns = [page.say(f"Waiting, number {n}.") for n in (1, 2, 3)]
    assert "Waiting, number 2." in page.page.evaluate("sessionStorage['os1.outbox']")
    page.page.context.set_offline(False)
    page.link_is("up")
    page.answered(turns[-1])
    kept = [entry["text"] for entry in told.kept() if entry["text"].startswith("Waiting")]
    assert kept == [f"Waiting, number {n}." for n in (1, 2, 3)]
    assert page.page.evaluate("sessionStorage['os1.outbox']") is None


def test_unsent_words_outlive_a_reload(page: Watched, told: Served) -> None:
    page.may_be_away = True
    told.kill()
    page.link_is("lost")
    turn = page.say("Said to nobody, for now.")
    told.start()
    page.reload()
    page.answered(turn)
    assert times_kept(told, "Said to nobody, for now.") == 1


def test_words_off_the_record_wait_in_memory_only(page: Watched, told: Served) -> None:
    page.may_be_away = True
    page.page.locator("#off-record").click()
    told.kill()
    page.link_is("lost")
    turn = page.say("The vanilla envelope is under the stairs.")
    page.page.locator("#say").fill("a vanilla draft")
    assert "vanilla" not in page.page.evaluate("JSON.stringify({...sessionStorage})")
    told.start()
    page.answered(turn)
    assert page.record == "off"
    expect(page.entry(turn, "person")).to_have_attribute("data-kept", "false")
    page.page.locator("#say").fill("")
    page.page.locator("#off-record").click()
    expect(page.entry(turn, "person")).to_have_count(0)
    assert not any("vanilla" in entry["text"] for entry in told.kept())
