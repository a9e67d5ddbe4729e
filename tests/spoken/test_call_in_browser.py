"""A call in real Chromium: real speech into its microphone, her voice taped from its loudspeaker and written down again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect, sync_playwright
from tests.spoken import ears, people
from tests.spoken.caller import Room
from tests.spoken.conftest import STORY, Home
from tests.spoken.people import LOUDNESS, Sound, rest, says
from tests.spoken.phone import LEAD, Phone, phoning

MISHEARD = 0.3
Dial = Callable[..., AbstractContextManager[Phone]]


def a_question() -> Sound:
    return says("What did I tell you about my sister?", voice="awb")


def a_wish() -> Sound:
    return says("Tell me a story.")


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture
def dial(playwright: Playwright, chromium: str, tmp_path: Path) -> Dial:
    """Opens the page of a home with `said` at its microphone: `dial(home, said, room)`."""

    def make(home: Home, said: Sound, room: Room | None = None) -> AbstractContextManager[Phone]:
        return phoning(playwright, chromium, home, tmp_path, said, room)

    return make


def counts(home: Home) -> tuple[int, int]:
    """How many entries of both there are, as a page shows them: those without words aren't."""
    return sum(bool(e["text"]) for e in home.by("person")), sum(bool(e["text"]) for e in home.by("samantha"))


def test_a_spoken_question_is_answered_aloud(told: Home, dial: Dial) -> None:
    mine, hers = counts(told)
    with dial(told, a_question()) as phone:
        expect(phone.page.locator("#caption")).to_contain_text("What", timeout=20_000)
        asked = phone.kept_of("person", mine + 1)[-1]
        answer = phone.kept_of("samantha", hers + 1)[-1]
        phone.page.wait_for_timeout(700)
        aloud = ears.heard(phone.her())
    assert ears.wrong("What did I tell you about my sister?", asked) <= 0.15, asked
    assert "Lisbon" in answer
    assert ears.wrong(answer, aloud) <= MISHEARD, (answer, aloud)


def test_an_interruption_in_the_middle_of_her_words(teller: Home, dial: Dial) -> None:
    mine, hers = counts(teller)
    with dial(teller, people.joined(a_wish(), rest(5.0), says("Wait, stop, what time is it now?"))) as phone:
        story = phone.kept_of("samantha", hers + 1)[-1]
        heard = phone.kept_of("person", mine + 2)[-1]
        aloud = ears.heard(phone.her())
        answer = phone.kept_of("samantha", hers + 2)[-1]
    assert STORY.startswith(story) and story != STORY
    assert "time" in heard
    told, out = ears.words(story), ears.words(aloud)
    assert abs(len(told) - len(out)) <= 2 or ears.wrong(story, " ".join(out[: len(told)])) <= MISHEARD, (story, aloud)
    assert answer


def test_a_hesitation_is_waited_for(told: Home, dial: Dial) -> None:
    mine, hers = counts(told)
    with dial(told, says("I went to", 0.9, "um", 0.7, "the doctor on Monday.")) as phone:
        said = phone.kept_of("person", mine + 1)[-1]
        phone.kept_of("samantha", hers + 1)
        assert len(phone.kept_of("person", mine + 1)) == mine + 1
    assert {"doctor", "monday"} <= set(ears.words(said)), said


def test_a_listening_noise_lets_her_go_on(teller: Home, dial: Dial) -> None:
    mine, hers = counts(teller)
    with dial(teller, people.joined(a_wish(), rest(5.0), people.mm_hm())) as phone:
        assert phone.kept_of("samantha", hers + 1)[-1] == STORY
        assert len(phone.kept_of("person", mine + 1)) == mine + 1
        phone.page.wait_for_timeout(700)
        assert ears.wrong(STORY, ears.heard(phone.her())) <= MISHEARD


@pytest.mark.parametrize("decibels", [10, 5])
def test_a_question_in_noise(told: Home, dial: Dial, decibels: float) -> None:
    mine, _ = counts(told)
    noise = people.noise(16.0, LOUDNESS / 10 ** (decibels / 20), seed=7)
    with dial(told, says("What can you do?"), Room(noise=noise)) as phone:
        asked = phone.kept_of("person", mine + 1, LEAD + 12)[-1]
        phone.page.wait_for_function("() => tape.chunks.some(chunk => chunk.some(sample => Math.abs(sample) > 0.05))")
    assert ears.wrong("What can you do?", asked) <= 0.5, asked


@pytest.mark.parametrize("delay", [0.08, 0.18])
def test_she_doesnt_answer_her_own_echo(teller: Home, dial: Dial, delay: float) -> None:
    mine, hers = counts(teller)
    with dial(teller, a_wish(), Room(0.3, delay)) as phone:
        assert phone.kept_of("samantha", hers + 1)[-1] == STORY
        phone.page.wait_for_timeout(3_000)
        assert len(phone.kept_of("person", mine + 1)) == mine + 1
        assert ears.wrong(STORY, ears.heard(phone.her())) <= MISHEARD


def test_muted_by_the_keyboard_nothing_is_heard(told: Home, dial: Dial) -> None:
    mine, _ = counts(told)
    with dial(told, people.joined(a_question(), rest(8.0), a_question())) as phone:
        phone.page.locator("#end-call").focus()
        phone.page.keyboard.press("m")
        expect(phone.page.locator("html")).to_have_attribute("data-muted", "")
        phone.page.wait_for_timeout(round((LEAD + len(a_question()) / people.RATE + 2.5) * 1_000))
        assert counts(told)[0] == mine
        phone.page.keyboard.press("m")
        assert "sister" in phone.kept_of("person", mine + 1)[-1]


def test_a_minute_of_silence(told: Home, dial: Dial) -> None:
    before = counts(told)
    with dial(told, rest(0.1)) as phone:
        phone.page.wait_for_timeout(60_000)
        assert not people.loud(phone.her()).any()
        expect(phone.page.locator("#caption")).to_be_hidden()
        expect(phone.page.locator("html")).to_have_attribute("data-call", "on")
    assert counts(told) == before


def test_the_call_ends_with_a_press(told: Home, dial: Dial) -> None:
    mine, _ = counts(told)
    with dial(told, a_question()) as phone:
        phone.page.locator("#end-call").press("Enter")
        expect(phone.page.locator("html")).to_have_attribute("data-call", "off")
        phone.page.wait_for_timeout(round((LEAD + 3) * 1_000))
        assert counts(told)[0] == mine
