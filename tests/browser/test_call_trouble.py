"""Calls that can't begin or are broken off: every reason is a sentence with a way on, and nothing stays open."""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, WebSocketRoute, expect, sync_playwright
from tests.browser.calls import FLAGS, Call, begin, button
from tests.browser.conftest import Opener, new_context
from tests.browser.served import Served
from tests.browser.watch import Watched, sideways

CONTRAST = (Path(__file__).parent / "contrast.js").read_text("utf-8").split("\n", 1)[1]
STATIC = Path(__file__).parents[2] / "src" / "os1" / "channels" / "web" / "static"
WELCOME: dict[str, object] = {
    "type": "welcome", "version": "0", "person_name": None, "her_name": "Samantha", "tone": "warm", "goes_to": "",
    "setup_needed": False, "on_record": True, "entries": [], "more": False, "speaking": None,
}  # fmt: skip


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Chromium with a microphone that beeps."""
    flags = [*FLAGS, "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    expect.set_options(timeout=8_000)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=flags)
        yield running
        running.close()


@pytest.fixture
def watched(met: Served, page_of: Opener) -> Watched:
    return page_of(met)


@pytest.fixture
def call(watched: Watched) -> Call:
    made = Call(watched.page)
    watched.open()
    return made


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(320, 512), (390, 844), (1280, 800)])
def test_all_of_it_fits_and_can_be_read(met: Served, page_of: Opener, scheme: str, size: tuple[int, int]) -> None:
    watched = page_of(met, color_scheme=scheme, viewport={"width": size[0], "height": size[1]})
    call = Call(watched.page)
    watched.open()
    expect(button(call.page)).to_be_in_viewport(ratio=1)
    begin(call)
    call.tell(type="caption", text="What she hears so far", final=False)
    button(call.page).click()
    for part in ("#talk", "#end-call", "#say", "#caption"):
        expect(call.page.locator(part)).to_be_in_viewport(ratio=1)
    box = button(call.page).bounding_box()
    assert box is not None and min(box["width"], box["height"]) >= 44
    assert sideways(call.page) == 0
    call.page.evaluate("tap.tracks[0].dispatchEvent(new Event('ended'))")
    expect(call.page.locator("#call-trouble")).to_be_visible()
    found = call.page.evaluate(CONTRAST)
    assert found["poor"] == []


# --- before it begins -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("NotAllowedError", "Allow the microphone, by the sign beside the address, and press again."),
        ("NotFoundError", "I can find no microphone. Plug one in or switch it on, and press again."),
        ("NotReadableError", "Another program holds the microphone. Let it go there, and press again."),
        ("StrangeError", "The microphone doesn't open (StrangeError). Press to try again."),
    ],
)
def test_what_the_browser_refuses_is_said_in_words(watched: Watched, name: str, words: str) -> None:
    call = Call(watched.page)
    watched.page.add_init_script(
        f"navigator.mediaDevices.getUserMedia = async () => {{ throw new DOMException('', '{name}'); }};")  # fmt: skip
    watched.open()
    button(call.page).click()
    expect(call.page.locator("#call-trouble")).to_contain_text(words)
    expect(call.page.locator("#announce")).to_contain_text(words)
    expect(call.page.locator("html")).to_have_attribute("data-call", "off")
    assert not call.of("call")


def test_a_browser_without_worklets_is_told(watched: Watched) -> None:
    watched.page.add_init_script("delete window.AudioWorkletNode")
    watched.open()
    button(watched.page).click()
    expect(watched.page.locator("#call-trouble")).to_contain_text("This browser can't pass sound on")


def test_on_plain_http_from_another_machine(browser: Browser) -> None:
    """Really so: the page comes from a name that isn't this computer's, without TLS."""
    page = new_context(browser).new_page()

    def serve(route: Route) -> None:
        path = route.request.url.split("os1.example:2013", 1)[1]
        file = STATIC / ("index.html" if path == "/" else path.removeprefix("/static/"))
        route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file)[0])

    def welcome(socket: WebSocketRoute) -> None:
        socket.on_message(lambda _: socket.send(json.dumps(WELCOME)))

    page.route("http://os1.example:2013/**", serve)
    page.route_web_socket("**/ws", welcome)
    page.goto("http://os1.example:2013/")
    expect(page.locator("html")).to_have_attribute("data-room", "talk")
    assert page.evaluate("[isSecureContext, navigator.mediaDevices === undefined]") == [False, True]
    button(page).click()
    trouble = page.locator("#call-trouble")
    expect(trouble).to_contain_text("only to pages from the same computer")
    expect(trouble).to_contain_text("ssh -L 2013:localhost:2013 os1.example")
    page.set_viewport_size({"width": 320, "height": 640})
    assert sideways(page) == 0
    page.context.close()


def test_the_server_may_have_no_ears(call: Call) -> None:
    call.answers = [{"type": "call", "on": False, "text": "My ears can't be opened on this computer."}]
    button(call.page).click()
    expect(call.page.locator("#call-trouble")).to_have_text("My ears can't be opened on this computer.")
    expect(call.page.locator("html")).to_have_attribute("data-call", "off")
    assert call.page.evaluate("tap.tracks.map(t => t.readyState)") == ["ended"]
    call.answers = [{"type": "call", "on": True, "notes": ["For a better voice: os1 voice add kokoro."]}]
    begin(call)
    expect(call.page.locator("#call-trouble")).to_be_hidden()
    expect(call.page.locator("#notice")).to_have_text("For a better voice: os1 voice add kokoro.")


# --- once it is on ----------------------------------------------------------------------------


def test_a_lost_connection_is_taken_up_again_with_the_same_microphone(call: Call, watched: Watched) -> None:
    begin(call)
    button(call.page).click()
    call.until("mute", on=True)
    call.heard.clear()
    call.sockets[-1].close(code=1013, reason="fell behind")
    call.until("call", on=True)
    assert call.until("mute", on=True)
    expect(call.page.locator("html")).to_have_attribute("data-call", "on")
    assert call.page.evaluate("tap.tracks.map(t => t.readyState)") == ["live"]
    button(call.page).click()
    so_far = len(call.sound)
    call.page.wait_for_timeout(500)
    assert len(call.sound) > so_far


def test_a_page_that_goes_lets_the_microphone_go(call: Call, watched: Watched) -> None:
    begin(call)
    call.page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    assert call.page.evaluate("tap.tracks.map(t => t.readyState)") == ["ended"]
    assert call.until("call", on=False)
    watched.reload()
    expect(call.page.locator("html")).to_have_attribute("data-call", "off")


def test_a_microphone_that_is_unplugged_can_be_replaced(call: Call) -> None:
    begin(call)
    call.page.evaluate("tap.tracks[0].stop(); tap.tracks[0].dispatchEvent(new Event('ended'))")
    expect(call.page.locator("#call-trouble")).to_contain_text("The microphone is gone.")
    expect(call.page.locator("#line")).to_have_attribute("data-state", "muted")
    call.page.get_by_role("button", name="Go on").click()
    expect(call.page.locator("#call-trouble")).to_be_hidden()
    so_far = len(call.sound)
    call.page.wait_for_timeout(500)
    assert len(call.sound) > so_far
    call.page.evaluate("tap.tracks[1].stop(); tap.tracks[1].dispatchEvent(new Event('ended'))")
    call.page.evaluate("navigator.mediaDevices.dispatchEvent(new Event('devicechange'))")  # plugged in again
    expect(call.page.locator("#call-trouble")).to_be_hidden()


def test_sound_that_the_system_took_comes_back(watched: Watched) -> None:
    call = Call(watched.page)
    watched.page.add_init_script("""
        const Context = AudioContext;
        window.AudioContext = class extends Context { constructor(...given) { super(...given); tap.contexts.push(this); } };""")
    watched.open()
    begin(call)
    # As on a telephone that rings: the system stops the sound, and only a press brings it back.
    call.page.evaluate("""async () => { const [context] = tap.contexts;
        context.resume = async () => {}; await context.suspend(); }""")
    expect(call.page.locator("#call-trouble")).to_contain_text("Something else took the sound")
    call.page.evaluate("() => { delete tap.contexts[0].resume; }")
    call.page.get_by_role("button", name="Go on").click()
    expect(call.page.locator("#call-trouble")).to_be_hidden()
    so_far = len(call.sound)
    call.page.wait_for_timeout(500)
    assert len(call.sound) > so_far


def test_nothing_moves_in_a_call_for_people_who_want_stillness(call: Call) -> None:
    begin(call)
    path = call.page.locator("#line-path")
    seen = set()
    for state in ("quiet", "speech", "speaking", "muted"):
        call.tell(type="hearing", state=state)
        call.page.wait_for_timeout(150)
        drawn = path.get_attribute("d")
        call.page.wait_for_timeout(150)
        assert path.get_attribute("d") == drawn
        seen.add(drawn)
    assert len(seen) == 4  # every state shows
