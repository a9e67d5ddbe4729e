"""Talking aloud on the page: its microphone, its loudspeaker, the big button, the line and the captions.

The server's side of the call is played by the test, so that what the page does is measured alone.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from tests.browser.calls import Call, begin, button, flags_with, microphone_file, spoken, stretches
from tests.browser.conftest import Opener
from tests.browser.served import Served
from tests.browser.watch import Watched

from os1.voice.sound import RATE, Sound, from_pcm
from os1.voice.stt import Moonshine

SAID = "My sister Ruth is moving to Lisbon, and I am fine with it."
HERS = "You say that quickly. What will you miss when she is gone?"
TONE_RATE = 24_000


def tone(seconds: float) -> Sound:
    return (0.3 * np.sin(2 * np.pi * 440 * np.arange(round(TONE_RATE * seconds)) / TONE_RATE)).astype(np.float32)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("flite") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI has no flite, so nobody would speak to the page.")
        pytest.skip("no flite on this machine to speak to the page")
    return tmp_path_factory.mktemp("microphone")


@pytest.fixture(scope="module")
def browser(chromium: str, folder: Path) -> Iterator[Browser]:
    """Chromium with a microphone into which somebody speaks once, 1.5 s after it is opened."""
    flags = flags_with(microphone_file(folder / "said.wav", spoken(SAID, folder)))
    expect.set_options(timeout=8_000)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=flags)
        yield running
        running.close()


@pytest.fixture(scope="module")
def ears() -> Iterator[Moonshine]:
    opened = Moonshine()
    yield opened
    opened.close()


@pytest.fixture
def watched(met: Served, page_of: Opener) -> Watched:
    return page_of(met)


@pytest.fixture
def call(watched: Watched) -> Call:
    """A page that stands in the talk, with the test as the other side of its calls."""
    made = Call(watched.page)
    watched.open()
    return made


def words_of(text: str) -> list[str]:
    return "".join(c for c in text.lower() if c.isalpha() or c == " ").split()


# --- her ears ---------------------------------------------------------------------------------


def test_what_is_said_arrives_at_16_khz_and_can_be_read(call: Call, ears: Moonshine) -> None:
    begin(call)
    began, before = call.page.evaluate("performance.now()"), len(call.sound)
    call.page.wait_for_timeout(6_500)
    passed = (call.page.evaluate("performance.now()") - began) / 1000
    assert len(call.sound) % 1024 == 0  # frames of 512 samples
    came = (len(call.sound) - before) / 2 / RATE
    assert 0.8 * passed < came < passed + 0.25  # on a busy machine Chromium's stand-in for a microphone loses some
    assert words_of(ears.transcribe(from_pcm(bytes(call.sound)))) == words_of(SAID)


def test_muted_nothing_is_sent_and_the_microphone_itself_is_silent(call: Call) -> None:
    begin(call)
    expect(button(call.page)).to_have_attribute("aria-pressed", "false")
    button(call.page).click()
    expect(button(call.page)).to_have_attribute("aria-pressed", "true")
    assert call.until("mute", on=True)
    assert call.page.evaluate("tap.tracks.map(t => t.enabled)") == [False]
    expect(call.page.locator("#line")).to_have_attribute("data-state", "muted")
    expect(call.page.locator("#call-words")).to_have_text("muted")
    call.page.wait_for_timeout(100)
    so_far = len(call.sound)
    call.page.wait_for_timeout(1_000)
    assert len(call.sound) == so_far
    call.tell(type="hearing", state="speaking")  # she may be heard all the same
    expect(call.page.locator("#line")).to_have_attribute("data-state", "speaking")
    button(call.page).click()
    assert call.until("mute", on=False)
    call.page.wait_for_timeout(500)
    assert len(call.sound) > so_far


def test_she_can_be_told_not_to_listen(call: Call) -> None:
    begin(call)
    call.tell(type="mute", on=True, text="I'm not listening now.")
    expect(button(call.page)).to_have_attribute("aria-pressed", "true")
    expect(call.page.locator("#notice")).to_have_text("I'm not listening now.")
    assert call.page.evaluate("tap.tracks.map(t => t.enabled)") == [False]
    assert not call.of("mute")  # she knows
    button(call.page).click()
    assert call.until("mute", on=False)


# --- her voice --------------------------------------------------------------------------------


def test_her_answer_comes_out_whole(call: Call, ears: Moonshine, folder: Path) -> None:
    begin(call)
    for name, text in enumerate(HERS.split(". ")):
        call.speak(f"s{name}", spoken(text, folder), pause=0.15)
    call.until("heard", speech="s1", done=True)
    assert words_of(ears.transcribe(call.come_out())) == words_of(HERS)


def test_what_was_heard_is_reported_as_it_comes_out(call: Call) -> None:
    begin(call)
    call.speak("a", tone(1.0), TONE_RATE, pause=0.2)
    call.speak("b", tone(0.5), TONE_RATE)
    call.until("heard", speech="b", done=True)
    first, second = stretches(call.come_out())
    assert first[1] - first[0] == pytest.approx(1.0, abs=0.01)
    assert second[0] - first[1] == pytest.approx(0.2, abs=0.01)
    assert second[1] - second[0] == pytest.approx(0.5, abs=0.01)
    told = [(at, event) for at, event in call.heard if event.get("speech") == "a"]
    assert [event["done"] for _, event in told] == [False] * (len(told) - 1) + [True]
    assert told[-1][1]["seconds"] == pytest.approx(1.0, abs=0.001)
    late = [at - event["seconds"] for at, event in told]
    assert max(late) - min(late) < 0.06
    assert 9 <= len(told) <= 13


def test_stopped_she_is_silent_and_says_how_far_she_was(call: Call) -> None:
    begin(call)
    call.speak("a", tone(4.0), TONE_RATE)
    call.speak("never", tone(1.0), TONE_RATE)
    call.until("heard", speech="a")
    call.page.wait_for_timeout(600)
    call.tell(type="stop")
    heard = call.until("heard", speech="a", done=True)["seconds"]
    assert call.until("heard", speech="never")["seconds"] == 0
    [(begun, ended)] = stretches(call.come_out())
    assert ended - begun == pytest.approx(heard, abs=0.03)
    call.speak("next", tone(0.3), TONE_RATE)
    assert call.until("heard", speech="next", done=True)["seconds"] == pytest.approx(0.3, abs=0.001)


def test_held_she_waits_and_goes_on_from_where_she_was(call: Call) -> None:
    begin(call)
    call.speak("a", tone(2.0), TONE_RATE)
    call.until("heard", speech="a")
    call.page.wait_for_timeout(400)
    call.tell(type="hold", on=True)
    call.page.wait_for_timeout(600)
    held = call.of("heard", speech="a")[-1]
    assert not held["done"]
    call.tell(type="hold", on=False)
    assert call.until("heard", speech="a", done=True)["seconds"] == pytest.approx(2.0, abs=0.001)
    first, second = stretches(call.come_out(), gap=0.05)
    assert first[1] - first[0] == pytest.approx(held["seconds"], abs=0.03)
    assert second[1] - second[0] == pytest.approx(2.05 - held["seconds"], abs=0.03)


def test_escape_stops_her_before_the_server_has_answered(call: Call) -> None:
    begin(call)
    call.speak("a", tone(4.0), TONE_RATE)
    call.until("heard", speech="a")
    call.page.keyboard.press("Escape")
    assert call.until("heard", speech="a", done=True)["seconds"] < 2
    assert call.of("hush")
    call.speak("late", tone(1.0), TONE_RATE)  # was on its way already
    assert call.until("heard", speech="late", done=True)["seconds"] == 0


def test_a_voice_of_the_browser_is_followed_by_its_letters(watched: Watched) -> None:
    call = Call(watched.page)
    watched.page.add_init_script("""
        const speaking = { name: "Daniel", lang: "en-GB", localService: true };
        const said = { getVoices: () => [speaking, { name: "Far", lang: "en", localService: false }],
          cancel() {}, pause() {}, resume() {}, addEventListener() {}, speak(utterance) {
            for (const at of [0, 5]) utterance.dispatchEvent(Object.assign(new Event("boundary"), { charIndex: at }));
            setTimeout(() => utterance.dispatchEvent(new Event("end")), 200);
          } };
        Object.defineProperty(window, "speechSynthesis", { value: said });
        window.SpeechSynthesisUtterance = class extends EventTarget { };""")
    watched.open()
    begin(call)
    assert call.of("call")[0]["local_voices"] == [{"name": "Daniel", "lang": "en-GB"}]
    call.tell(type="speech", speech="a", turn="t", text="Good evening", pause=0, aside=False, browser="Daniel",
              pace=1.0, pitch=1.0)  # fmt: skip
    assert call.until("heard", speech="a", done=True) == {
        "type": "heard", "speech": "a", "seconds": -1, "chars": 12, "done": True}  # fmt: skip
    assert [e["chars"] for e in call.of("heard")] == [0, 5, 12]


# --- the button, the line and the captions ----------------------------------------------------


def test_by_keyboard_alone(call: Call) -> None:
    keys, talk = call.page.keyboard, button(call.page)
    expect(call.page.locator("#say")).to_be_focused()
    keys.press("Tab")
    expect(call.page.get_by_role("button", name="Talk aloud")).to_be_focused()
    keys.press("Enter")
    expect(call.page.locator("html")).to_have_attribute("data-call", "on")
    expect(call.page.get_by_role("button", name="Mute", pressed=False)).to_be_focused()
    keys.press("Space")
    expect(talk).to_have_attribute("aria-pressed", "true")
    keys.press("m")
    expect(talk).to_have_attribute("aria-pressed", "false")
    keys.press("Shift+Tab")
    keys.type("mmm")
    expect(call.page.locator("#say")).to_have_value("mmm")
    expect(talk).to_have_attribute("aria-pressed", "false")
    call.page.locator("#say").fill("")
    keys.press("Tab")
    keys.press("Tab")
    expect(call.page.get_by_role("button", name="end the call")).to_be_focused()
    keys.press("Enter")
    expect(call.page.locator("html")).to_have_attribute("data-call", "off")
    expect(call.page.get_by_role("button", name="Talk aloud")).to_be_focused()
    assert call.until("call", on=False)
    assert call.page.evaluate("tap.tracks.map(t => t.readyState)") == ["ended"]


def test_the_line_and_the_captions_follow_the_call(call: Call) -> None:
    begin(call)
    line, caption = call.page.locator("#line"), call.page.locator("#caption")
    for state, pose in [("speech", "hearing"), ("deciding", "deciding"), ("thinking", "thinking"), ("quiet", "listening")]:
        call.tell(type="hearing", state=state)
        expect(line).to_have_attribute("data-state", pose)
    call.tell(type="caption", text="My sister Ruth is", final=False)
    expect(caption).to_have_text("My sister Ruth is")
    expect(caption).to_be_in_viewport(ratio=1)
    entry = {"seq": None, "turn": "c1", "who": "person", "text": SAID, "at": "2026-01-01T10:00:00+00:00",
             "kept": True, "cut": False, "move": None}  # fmt: skip
    call.tell(type="kept", turn="c1", entry=entry)
    expect(caption).to_be_hidden()
    call.tell(type="withdrawn", turn="c1")  # they went on talking before she said a word
    expect(call.page.locator('.entry[data-turn="c1"]')).to_have_count(0)
    call.tell(type="kept", turn="c1", entry=entry)
    call.tell(type="words", turn="c1", text="You say that quickly.")
    said = {**entry, "who": "samantha", "text": "You say that quickly.", "cut": True}
    call.tell(type="said", turn="c1", entry=said, learned=[])
    expect(call.page.locator('.entry[data-turn="c1"][data-who="samantha"]')).to_have_attribute("data-cut", "")
    assert "quickly" not in (call.page.locator("#announce").text_content() or "")  # she was heard
