"""The whole way, from a microphone to a loudspeaker, in a real Chromium with the real page."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Page, sync_playwright

from bench.voice_caller import AUDIBLE, BLOCK, QUIET, Turn
from bench.voice_sound import SAID, Speech, spoken, write_wav
from os1.voice.sound import RATE, Sound, resample

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", "--no-sandbox", "--disable-gpu", "--disable-quic",
    "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
)  # fmt: skip
CAPTURE = 48_000
LEAD = 8.0  # seconds until the page, her ears and her voice are open
GAP = 3.2  # seconds between one thing said and the next
HEARD = 0.5  # seconds of an answer that are listened to
TAP = Path(__file__).with_name("voice_tap.js")
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Tape:
    """Everything that is said, on one tape, and where each begins, in seconds."""

    said: tuple[Speech, ...]
    sound: Sound
    begins: tuple[float, ...]


def taped(texts: tuple[str, ...]) -> Tape:
    """Texts spoken with pauses between them."""
    said = tuple(spoken(text) for text in texts)
    at, begins, parts = LEAD, [], [np.zeros(int(LEAD * RATE), np.float32)]
    for speech in said:
        begins.append(at)
        parts += [speech.sound, np.zeros(int(GAP * RATE), np.float32)]
        at += (len(parts[-2]) + len(parts[-1])) / RATE
    return Tape(said, np.concatenate(parts), tuple(begins))


def browser() -> str | None:
    """The system's Chromium or Chrome."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def turns(link: str, folder: Path, count: int) -> list[Turn]:
    """Everything said to the page behind a link, and when the answers were heard."""
    tape = taped(SAID[:count])
    write_wav(folder / "said.wav", resample(tape.sound, RATE, CAPTURE), CAPTURE)
    flags = [*FLAGS, f"--use-file-for-fake-audio-capture={folder / 'said.wav'}%noloop"]
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            str(folder / "profile"), executable_path=browser(), headless=True, args=flags, bypass_csp=True
        )
        try:
            page = context.new_page()
            page.add_init_script(path=TAP)
            page.goto(link)
            page.locator("#talk").click()
            return _followed(page, tape)
        finally:
            context.close()


def _followed(page: Page, tape: Tape) -> list[Turn]:
    """Let the tape run; stop each answer as soon as enough of it was heard."""
    ends = time.monotonic() + len(tape.sound) / RATE + 1
    heard = 0.0
    while time.monotonic() < ends:
        page.wait_for_timeout(100)
        since: float = page.evaluate(f"""() => {{
            const loud = voiceTap.out.filter(([at, peak]) => peak > {AUDIBLE}).map(([at]) => at);
            const late = loud.filter((at) => at > {heard});
            return late.length && loud.at(-1) - late[0] > {HEARD} ? loud.at(-1) : 0;
        }}""")
        if since:
            page.keyboard.press("Escape")
            heard = since + 0.3
    mic, out = (np.asarray(page.evaluate(f"voiceTap.{name}"), np.float64) for name in ("mic", "out"))
    return _read(tape, mic, out)


def _read(tape: Tape, mic: Floats, out: Floats) -> list[Turn]:
    """When each thing was said and answered, by the clock of the page's sound."""
    known = _blocks(np.arange(len(tape.sound)) / RATE, np.abs(tape.sound).astype(np.float64), len(tape.sound) / RATE)
    start, ran = float(mic[0, 0]), float(mic[-1, 0] - mic[0, 0])
    came = _blocks(mic[:, 0] - start, mic[:, 1], ran)
    whole = _lag(known, came)  # blocks from the beginning of the recording to that of the tape
    loud = out[out[:, 1] > AUDIBLE, 0]
    onsets = loud[np.diff(loud, prepend=-QUIET) >= QUIET]
    found = []
    for speech, begins in zip(tape.said, tape.begins, strict=True):
        first, last = int(begins / BLOCK), int((begins + speech.seconds) / BLOCK)
        near = _lag(known[first:last], came[max(0, first + whole - 40) : last + whole + 40]) - min(40, first + whole)
        began = start + begins + (whole + near) * BLOCK
        ended = began + speech.seconds
        answer = onsets[(onsets > began) & (onsets < ended + GAP)]
        found.append(Turn(speech.text, began, ended, float(answer[0]) if len(answer) else None))
    return found


def _blocks(at: Floats, peaks: Floats, seconds: float) -> Floats:
    found = np.zeros(int(seconds / BLOCK) + 1)
    np.maximum.at(found, np.clip((at / BLOCK).astype(int), 0, len(found) - 1), peaks)
    return found


def _lag(known: Floats, came: Floats) -> int:
    """By how many blocks one lies behind the other where they are most alike."""
    size = 1 << (len(known) + len(came)).bit_length()
    like = np.fft.irfft(np.fft.rfft(came - came.mean(), size) * np.fft.rfft(known - known.mean(), size).conj(), size)
    at = int(np.argmax(like))
    return at if at < size // 2 else at - size
