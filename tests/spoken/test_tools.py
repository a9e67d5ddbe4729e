"""The tools of these tests are right themselves: people are understood, the loudspeaker counts, the echo comes when it should."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from tests.spoken import ears, people
from tests.spoken.caller import WINDOW, Caller, Room, calling
from tests.spoken.loudspeaker import HOLD_FADE, STOP_FADE, Loudspeaker
from tests.spoken.people import RATE, VOICES, Sound, VoiceName, from_pcm, rest, says, to_pcm
from websockets.sync.client import connect
from websockets.sync.server import Server, ServerConnection, serve

TONE = (0.5 * np.sin(2 * np.pi * 440 * np.arange(RATE) / RATE)).astype(np.float32)
PIECE = {"speech": "a", "rate": RATE, "pause": 0.1}


@pytest.mark.parametrize("voice", VOICES)
def test_people_are_understood(voice: VoiceName) -> None:
    lines = ["Where does my sister live?", "I went to the doctor on Monday.", "What can you do?"]
    each = [ears.wrong(line, ears.heard(says(line, voice=voice))) for line in lines]
    assert sum(each) / len(each) <= 0.1, each


@pytest.mark.parametrize("pitch", [115.0, 180.0])
def test_a_hum_is_understood(pitch: float) -> None:
    in_a_room = people.joined(rest(0.3), people.mm_hm(pitch), rest(0.2))
    in_a_room = in_a_room + people.noise(len(in_a_room) / RATE)
    assert ears.heard(in_a_room).lower().startswith(("mm", "per mm", "hm"))


def test_words_are_counted_as_they_sound() -> None:
    assert ears.words("It's twenty-five to Three.") == ["its", "25", "to", "3"]
    assert ears.wrong("one two three", "1, 3") == pytest.approx(1 / 3)
    assert ears.wrong("a b", "a b c d") == 1.0


def test_real_people_are_understood() -> None:
    if not (clips := ears.clips()[:6]):
        pytest.skip("no recordings of real people beside this checkout")
    each = [ears.wrong(text, ears.heard(people.read(path))) for path, text in clips]
    assert sum(each) / len(each) <= 0.2, each


def test_a_long_recording_loses_no_words() -> None:
    line = "I live in Antwerp."
    said = says(line, 2.0, line, 3.5, line, 2.5, line)
    assert ears.wrong(" ".join([line] * 4), ears.heard(said)) <= 0.1


def test_noise_is_as_loud_as_it_says() -> None:
    said = says("I live in Antwerp.")
    came = people.in_noise(said, 5.0) - said
    ratio = people.active_level(said) / np.sqrt(np.mean(came**2))
    assert 20 * np.log10(ratio) == pytest.approx(5.0, abs=0.1)


def test_a_sound_survives_its_file_and_other_rates(tmp_path: Path) -> None:
    back = people.read(people.write(tmp_path / "said.wav", TONE))
    assert len(back) == len(TONE)
    assert np.abs(back - TONE)[100:-100].max() < 0.01
    assert len(people.resampled(TONE, RATE, 32_000)) == 2 * RATE


def drained(loudspeaker: Loudspeaker) -> list[dict[str, object]]:
    told = list(loudspeaker.reports)
    loudspeaker.reports.clear()
    return told


def test_pieces_follow_one_another_after_their_rest() -> None:
    loudspeaker = Loudspeaker()
    loudspeaker.take(PIECE, TONE)
    loudspeaker.take({**PIECE, "speech": "b"}, TONE)
    out = loudspeaker.advance(3 * RATE)
    gap = round(0.1 * RATE)
    assert np.array_equal(out[:RATE], TONE)
    assert not out[RATE : RATE + gap].any()
    assert np.array_equal(out[RATE + gap : 2 * RATE + gap], TONE)
    assert not out[2 * RATE + gap :].any()
    assert [told["speech"] for told in drained(loudspeaker) if told["done"]] == ["a", "b"]
    assert loudspeaker.idle


def test_reports_come_ten_times_a_second_and_are_exact() -> None:
    loudspeaker = Loudspeaker()
    loudspeaker.take(PIECE, TONE)
    for _ in range(RATE // WINDOW):
        loudspeaker.advance(WINDOW)
    told = drained(loudspeaker)
    seconds = [float(str(report["seconds"])) for report in told]
    assert seconds == sorted(seconds)
    assert 7 <= len(told) <= 10
    loudspeaker.stop()
    (last,) = drained(loudspeaker)
    assert last["done"]
    assert last["seconds"] == pytest.approx(RATE // WINDOW * WINDOW / RATE + STOP_FADE / RATE, abs=0.011)


def test_a_hold_loses_nothing() -> None:
    loudspeaker = Loudspeaker()
    loudspeaker.take(PIECE, TONE)
    before = loudspeaker.advance(4_000)
    loudspeaker.hold(True)
    fading = loudspeaker.advance(HOLD_FADE)
    assert abs(fading[-1]) <= 0.5 / HOLD_FADE + 1e-3
    assert not loudspeaker.advance(8_000).any()
    assert not loudspeaker.playing
    loudspeaker.hold(False)
    rising = loudspeaker.advance(HOLD_FADE)
    after = loudspeaker.advance(RATE - 4_000 - 2 * HOLD_FADE)
    assert np.array_equal(before, TONE[:4_000])
    assert np.abs(rising - TONE[4_000 + HOLD_FADE : 4_000 + 2 * HOLD_FADE]).max() < 0.5
    assert np.array_equal(after, TONE[4_000 + 2 * HOLD_FADE :])
    assert drained(loudspeaker)[-1] == {"speech": "a", "seconds": 1.0, "done": True}


def test_a_stop_reports_what_never_began() -> None:
    loudspeaker = Loudspeaker()
    for name in "abc":
        loudspeaker.take({**PIECE, "speech": name}, TONE)
    loudspeaker.advance(1_600)
    drained(loudspeaker)
    loudspeaker.stop()
    a, b, c = drained(loudspeaker)
    assert (a["speech"], a["done"]) == ("a", True)
    assert a["seconds"] == pytest.approx(0.1 + STOP_FADE / RATE)
    assert [b["seconds"], c["seconds"], b["done"], c["done"]] == [0, 0, True, True]
    assert np.abs(loudspeaker.advance(STOP_FADE)).max() > 0.1
    assert not loudspeaker.advance(1_000).any()
    assert loudspeaker.idle


class Parrot:
    """A server that says one tone to whoever calls, and keeps the microphone."""

    def __init__(self) -> None:
        self.came: list[bytes] = []
        self.told: list[dict[str, object]] = []

    def __call__(self, socket: ServerConnection) -> None:
        for message in socket:
            if isinstance(message, bytes):
                self.came.append(message)
                continue
            event = json.loads(message)
            self.told.append(event)
            if event["type"] == "hello":
                socket.send(json.dumps({"type": "welcome"}))
            if event["type"] == "call":
                socket.send(json.dumps({"type": "call", "on": True}))
                speech = {"type": "speech", "speech": 1, "rate": RATE, "samples": RATE, "pause": 0.0}
                socket.send(json.dumps(speech))
                socket.send(to_pcm(TONE))

    def microphone(self) -> Sound:
        return from_pcm(b"".join(self.came))


@pytest.fixture
def parrot() -> Iterator[tuple[Parrot, Server]]:
    bird = Parrot()
    with serve(bird, "127.0.0.1", 0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield bird, server
        server.shutdown()
        thread.join()


def called(server: Server, room: Room) -> Caller:
    with connect(f"ws://127.0.0.1:{server.socket.getsockname()[1]}") as socket, calling(socket, room) as caller:
        caller.call()
        caller.begin(people.joined(rest(0.5), people.mm_hm()))
        caller.until_she_talks()
        caller.until_quiet(0.5)
        return caller


def test_the_echo_comes_back_when_and_as_loud_as_it_should(parrot: tuple[Parrot, Server]) -> None:
    bird, server = parrot
    caller = called(server, Room(0.3, 0.08))
    her, came = caller.her(), bird.microphone()
    began = len(her) - len(came)  # the microphone went on air with the call
    assert 0 <= began <= RATE
    meant = people.delayed(her, 0.08, 0.3) + caller.me()
    late = np.convolve(np.abs(meant), np.ones(1_600) / 1_600, "valid")
    got = np.convolve(np.abs(came), np.ones(1_600) / 1_600, "valid")
    offset = min(range(0, began + 2 * WINDOW, WINDOW), key=lambda n: float(np.abs(late[n : n + RATE] - got[:RATE]).mean()))
    apart = meant[offset : offset + len(came)] - came[: len(meant) - offset]
    assert np.sqrt(np.mean(apart**2)) < 0.002  # the room, and nothing else
    assert {len(frame) for frame in bird.came} == {2 * WINDOW}
    reports = [told for told in bird.told if told["type"] == "heard"]
    assert reports[-1] == {"type": "heard", "speech": 1, "seconds": 1.0, "done": True}


def test_the_clock_keeps_real_time(parrot: tuple[Parrot, Server]) -> None:
    caller = called(parrot[1], Room())
    spoken = np.nonzero(people.loud(caller.her()))[0]
    assert (spoken[-1] - spoken[0]) / 100 == pytest.approx(1.0, abs=0.03)
    assert len(rest(0.1)) == 1_600
