"""The parts of a call by themselves: words misheard on real clips, ends of turns told from pauses, first clauses."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

from bench.tables import Table, percentile
from bench.voice_sound import SAID, Speech, clips, noisy, spoken
from os1.protocols import Ears, Voice
from os1.speech import Manner
from os1.voice.endpointing import ended, trail, wait
from os1.voice.floor import LAST_WAIT, PAUSE, STEP, Floor, Read
from os1.voice.smart_turn import SmartTurn, mixed
from os1.voice.sound import RATE, WINDOW, Sound
from os1.voice.tidy import tidy
from os1.voice.vad import Vad

NOISE = (None, 10.0, 5.0)
PAUSES = (0.5, 1.0)  # seconds somebody thinks in the middle of a sentence
GAP = 0.04  # seconds of quiet between words where such a pause is put
EDGE = 0.5  # seconds of speech on both sides of it
DIGITS = "zero one two three four five six seven eight nine ten eleven twelve".split()
CLAUSES = (
    "Mm.", "I'm here.", "That deserves a moment.", "There's a gap now where it used to nag.", "Your sister Ruth lives in Leeds.",
    "No wonder it's on your mind.", "Is Ruth easy to talk to?", "You talk, I listen, and I remember it.",
    "I like plain ones with one line askew,", "What finally got you over the last stretch?",
)  # fmt: skip


def words(text: str) -> list[str]:
    """Words in small letters, small numbers spelled, marks left out."""
    spelled = re.sub(r"\b\d\d?\b", lambda m: DIGITS[int(m[0])] if int(m[0]) < len(DIGITS) else m[0], text.lower())
    plain = spelled.replace("mr.", "mister").replace("mrs.", "missis").replace("-", " ").replace("’", "'")
    return re.findall(r"[a-z0-9']+", plain)


def wrong(said: Sequence[str], heard: Sequence[str]) -> int:
    """How many words were put in, left out or taken for another (Levenshtein's distance)."""
    row = list(range(len(heard) + 1))
    for n, word in enumerate(said, 1):
        before, row[0] = row[0], n
        for m, other in enumerate(heard, 1):
            before, row[m] = row[m], min(row[m] + 1, row[m - 1] + 1, before + (word != other))
    return row[-1]


def misheard(ears: Ears) -> Table:
    """Word error rate, and how long the reading takes."""
    rows = []
    for decibels in NOISE:
        errors, total, took, sound = 0, 0, 0.0, 0.0
        for clip in clips():
            given = clip.sound if decibels is None else noisy(clip.sound, decibels)
            began = time.perf_counter()
            heard = tidy(ears.transcribe(given), ())
            took, sound = took + time.perf_counter() - began, sound + clip.seconds
            errors, total = errors + wrong(words(clip.text), words(heard)), total + len(words(clip.text))
        rows.append(("clean" if decibels is None else f"{decibels:.0f} dB", f"{len(clips())}", f"{total}",
                     f"{errors / max(total, 1):.1%}", f"{took / max(sound, 1):.2f}"))  # fmt: skip
    return Table("Words misheard", ("noise", "clips", "words", "wrong", "seconds a second"), tuple(rows),
                 ("Real clips up to 12 s, each read at once. The noise is a room: eight made voices over pink noise, so many decibels below "
                  "the clip.",))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judge:
    """Who decides: the seconds of silence after which sound, with its words, is taken for a whole turn. `silence` is how
    much of it has been heard by then, in seconds: a network decides otherwise on sound that breaks off."""

    name: str
    wait: Callable[[str, Sound], float]
    silence: float = PAUSE * STEP

    def waits(self, text: str, sound: Sound) -> float:
        """The same, for sound that ends with its last word."""
        return self.wait(text, np.concatenate([sound, np.zeros(int(self.silence * RATE), np.float32)]))


def judges(network: Path | None) -> list[Judge]:
    """A timer, and ours; where there is Smart Turn's network also ours beside it, and it alone as Pipecat uses it
    (0.2 s, else 3 s)."""
    plain = [
        Judge("always 0.8 s", lambda text, sound: 0.8),
        Judge("OS1", lambda text, sound: wait(ended(text, trail(sound)))),
    ]
    if network is None:
        return plain
    smart = SmartTurn(network)
    return [
        *plain,
        Judge("OS1 with Smart Turn", lambda text, sound: wait(mixed(ended(text, trail(sound)), smart.ended(sound)))),
        Judge("Pipecat (Smart Turn v3)", lambda text, sound: 0.2 if smart.ended(sound) > 0.5 else 3.0, silence=0.2),
    ]


def cuts(clip: Speech) -> list[Sound]:
    """A clip up to each place between two words where somebody could have paused."""
    hop = RATE // 100
    loud = np.sqrt(np.mean(np.square(clip.sound[: len(clip.sound) // hop * hop]).reshape(-1, hop), axis=1))
    quiet = loud < 0.1 * np.percentile(loud, 90)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], quiet, [False]]).astype(int)))
    gaps = [(a, b) for a, b in edges.reshape(-1, 2) if b - a >= GAP * 100]
    inside = [(a + b) // 2 * hop for a, b in gaps if a > EDGE * 100 and b < len(loud) - EDGE * 100]
    return [clip.sound[:at] for at in inside]


def ends_told(ears: Ears, network: Path | None) -> Table:
    """How often a pause is taken for an end, and how long an end is waited for."""
    silence = np.zeros(int(PAUSE * STEP * RATE), np.float32)
    whole = [(ears.transcribe(np.concatenate([c.sound, silence])), c.sound) for c in clips()]
    parts = [(ears.transcribe(np.concatenate([s, silence])), s) for c in clips() for s in cuts(c)]
    rows = []
    for judge in judges(network):
        at_end = [judge.waits(text, sound) for text, sound in whole if text]
        inside = [judge.waits(text, sound) for text, sound in parts if text]
        cut = [f"{sum(w < pause for w in inside) / max(len(inside), 1):.0%}" for pause in PAUSES]
        late = sum(w > LAST_WAIT for w in at_end) / max(len(at_end), 1)
        rows.append((judge.name, *cut, f"{percentile(at_end, 50):.2f} / {percentile(at_end, 95):.2f}", f"{late:.0%}"))
    return Table(
        "Ends told from pauses", ("who decides", "cut off in 0.5 s", "cut off in 1.0 s", "waits at an end, s", f"longer than {LAST_WAIT} s"),
        tuple(rows),
        (f"Cut off: the share of {len(parts)} places between two words of the real clips where a pause of that length is taken for the end. "
         f"Waits: silence after {len(whole)} whole clips, p50 / p95. Most clips are read aloud, and many places in them would do as an end.",
         f"OS1 waits {LAST_WAIT} s at most by its own rule, so for it the last column shows nothing. The time to read the words comes on top, for everybody.",),
    )  # fmt: skip


def silence_noticed() -> float:
    """Seconds from the end of speech until silence is noticed, over everything that is said; the median."""
    found = []
    for text in SAID:
        speech, vad, floor, at = spoken(text), Vad(), Floor(), 0.0
        sound = np.concatenate([speech.sound, np.zeros(RATE, np.float32)])
        for n in range(len(sound) // WINDOW):
            window = sound[n * WINDOW : (n + 1) * WINDOW]
            if any(isinstance(sign, Read) and sign.paused for sign in floor.hear(window, vad.hear(window))):
                at = (n + 1) * STEP - speech.seconds
        found.append(at)  # of the last pause: one may lie within
    return median(found)


def first_clauses(voice: Voice) -> tuple[float, float]:
    """Milliseconds until a first clause is sound, p50 and p95, each said once after two that warm up."""
    took = []
    for clause in (*CLAUSES[:2], *CLAUSES):
        began = time.perf_counter()
        voice.say(clause, Manner())
        took.append((time.perf_counter() - began) * 1000)
    return percentile(took[2:], 50), percentile(took[2:], 95)
