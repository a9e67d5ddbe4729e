"""A page in real Chromium whose microphone is a sound file, with a tape of its loudspeaker."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Playwright, expect
from tests.browser.conftest import PATIENCE_MS
from tests.browser.watch import Watched
from tests.spoken import people
from tests.spoken.caller import Room
from tests.spoken.conftest import Home
from tests.spoken.people import Sound

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --autoplay-policy=no-user-gesture-required "
    "--use-fake-ui-for-media-stream --use-fake-device-for-media-stream"
).split()
LEAD = 4.0  # seconds from the press to the first word; the call has begun by then
TAPE = (Path(__file__).parent / "phone.js").read_text("utf-8")


class Phone(Watched):
    """A watched page on a call."""

    def press(self) -> None:
        """Begin the call, and wait until she listens."""
        self.page.get_by_role("button", name="Talk aloud").click()
        expect(self.page.locator("html")).to_have_attribute("data-call", "on", timeout=30_000)

    def kept_of(self, who: str, count: int, seconds: float = 40.0) -> list[str]:
        """What somebody has said, once it is so many entries and they are over."""
        entries = self.page.locator(f'.entry[data-who="{who}"][data-state="kept"]')
        expect(entries).to_have_count(count, timeout=seconds * 1_000)
        return [text.strip() for text in entries.locator(".words").all_text_contents()]

    def her(self) -> Sound:
        """What has come out of the loudspeaker."""
        sound = people.from_pcm(base64.b64decode(self.page.evaluate("tape.pcm()")))
        return people.resampled(sound, self.page.evaluate("tape.rate"))


@contextmanager
def phoning(
    playwright: Playwright, chromium: str, home: Home, folder: Path, said: Sound, room: Room | None = None
) -> Iterator[Phone]:
    """A call in a new profile, begun; what is `said` comes LEAD seconds after the press, and then it stays quiet."""
    noise = room.noise if room else None
    whole = people.joined(people.rest(LEAD), said, people.rest(60.0))
    around = people.noise(len(whole) / people.RATE) if noise is None else noise
    whole = whole + people.joined(*[around] * (len(whole) // len(around) + 1))[: len(whole)]
    file = people.write(folder / "microphone.wav", whole)
    context = playwright.chromium.launch_persistent_context(
        folder / "profile", executable_path=chromium, viewport={"width": 1280, "height": 800}, locale="en-GB",
        reduced_motion="reduce", args=[*FLAGS, f"--use-file-for-fake-audio-capture={file}%noloop"],
    )  # fmt: skip
    try:
        context.set_default_timeout(PATIENCE_MS)
        echo = {"gain": room.gain if room else 0, "delay": room.delay if room else 0}
        context.add_init_script(TAPE.replace("(ECHO)", f"({json.dumps(echo)})"))
        phone = Phone(context.new_page(), home)
        phone.open()
        phone.press()
        yield phone
        phone.check()
    finally:
        context.close()
