"""Speech for the wake word, made by the engines of this machine: voices, words, rooms and noise."""

from __future__ import annotations

import random
import re
import subprocess
import tempfile
import wave
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import gcd
from pathlib import Path

import numpy as np
from scipy.signal import fftconvolve, resample_poly

from os1.voice.sound import RATE, Sound, level, trimmed

NEAR = """hey Amanda|hey, Amanda!|hey some antlers|say a mantra|hey man that|hey Savannah|hey Sam|hey Sam, come here|
hey Susanna|hey Cassandra|hey Martha|hey Matthew|hey Sabrina|hey summer|hey semantics|hey there|hey man|hey Siri|
hey Google|hey Jarvis|hey Miranda|hey Sandra|hey Simon|hey sweetheart|hey, some are mental|Samantha|Samantha.|
Samantha said so|I told Samantha about it|my sister Samantha is coming|the Samantha I know|ask Samantha first|
they saw Samantha there|Samantha, he said, was late|some man thought so|a man there|the panther|hey and then|
he saw a manta ray|a salamander|hey, that's a man there|they have a mantra|day by day the mantra|hey, what a man|
hey, so am I|hey, some manners please|hay for some animals|hey, wait a minute|play a sonata|a cinema there|
pay some attention|they sang a mantra|hey Sammy|hey Anna|hey Sarah|hey Santa|hey Satan|hey Samoa|hey Manta|
hey semester|hey someone there|hey Samson|a fantasy|hey Theresa|the semantics of it""".replace("\n", "").split("|")
CALLS = ["Hey Samantha", "Hey, Samantha!", "hey Samantha.", "Hey Samantha?", "Hey, Samantha,"]
ACCENTS = ["en-us", "en-gb", "en-gb-scotland", "en-029", "en-gb-x-rp", "en-gb-x-gbclan", "en-gb-x-gbcwmd"]
ACCENTS += ["en-us-nyc"]
KINDS = """m1 m2 m3 m4 m5 m6 m7 m8 f1 f2 f3 f4 f5 klatt klatt2 klatt4 Alex Alicia Andrea Andy Annie Diogo Gene Henrique
Hugo Jacky Lee Marco Mario Michael Mike Storm adam anika announcer antonio aunty belinda benjamin boris caleb david ed
edward grandma grandpa iven john linda marcelo max michel miguel norbert pablo paul pedro quincy rob robert sandro shelby
steph travis victor zac""".split()


@dataclass(frozen=True)
class Speaker:
    """One voice of one engine. `apart` says that nothing is learned from it while it is measured."""

    engine: str
    name: str
    apart: bool


@dataclass
class Piece:
    """Something to say. `call` says that it is the word; `sound` is trimmed, mono, 16 kHz."""

    speaker: Speaker
    text: str
    call: bool
    pace: float
    pitch: int
    sound: Sound = field(default_factory=lambda: np.zeros(0, np.float32))


def speakers(rng: random.Random) -> list[Speaker]:
    """Five people's recorded voices in eight forms, and espeak's in many kinds; a part of each kept apart."""
    flite = [Speaker("flite", n, n == "rms") for n in ("slt", "rms", "awb", "kal16", "kal")]
    festival = [Speaker("festival", n, n == "ked_diphone") for n in ("cmu_us_slt_arctic_hts", "kal_diphone", "ked_diphone")]
    kinds = [Speaker("espeak", f"{rng.choice(ACCENTS)}+{kind}", n % 4 == 0) for n, kind in enumerate(KINDS)]
    return flite + festival + kinds


def ordinary(folder: Path) -> list[str]:
    """Lines of talk that don't hold her name after a greeting."""
    lines = [line.split(" ", 2)[2].strip() for path in sorted(folder.glob("*.txt")) for line in path.open() if line[0].isdigit()]
    called = re.compile(r"\b(hey|hi|hello|ok|okay)\W+samantha", re.I)
    return [line for line in lines if 20 < len(line) < 160 and not called.search(line)]


def speak(pieces: Sequence[Piece]) -> None:
    """Fill in every piece's sound; those an engine couldn't say stay empty."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, f"{n}.wav") for n in range(len(pieces))]
        scheme: dict[str, list[str]] = {}
        for piece, path in zip(pieces, paths, strict=True):
            match piece.speaker.engine:
                case "flite":
                    subprocess.run(["flite", "-voice", piece.speaker.name, "--setf", f"duration_stretch={1 / piece.pace:.2f}",
                                    "-t", piece.text, "-o", str(path)], check=True)
                case "espeak":
                    subprocess.run(["espeak-ng", "-v", piece.speaker.name, "-s", str(int(165 * piece.pace)), "-p",
                                    str(piece.pitch), "-w", str(path), "--", piece.text], check=True)
                case _:
                    said = piece.text.replace("\\", "").replace('"', "'")
                    scheme.setdefault(piece.speaker.name, []).append(
                        f"(Parameter.set 'Duration_Stretch {1 / piece.pace:.2f})"
                        f'(utt.save.wave (utt.synth (eval (list \'Utterance \'Text "{said}"))) "{path}" \'riff)')
        for name, lines in scheme.items():
            script = Path(folder, "say.scm")
            script.write_text(f"(voice_{name})\n" + "\n".join(lines), "utf-8")
            subprocess.run(["festival", "-b", str(script)], check=False, stderr=subprocess.DEVNULL)
        for piece, path in zip(pieces, paths, strict=True):
            piece.sound = read(path) if path.exists() and path.stat().st_size > 100 else piece.sound


def read(path: Path) -> Sound:
    """A 16-bit WAV as trimmed 16 kHz mono."""
    with wave.open(str(path), "rb") as held:
        rate, channels = held.getframerate(), held.getnchannels()
        sound = np.frombuffer(held.readframes(held.getnframes()), "<i2").astype(np.float32) / 32_768
    sound = at_rate(sound.reshape(-1, channels).mean(axis=1), rate)
    start, end = trimmed(sound, RATE, 0.01)
    return sound[start:end]


def at_rate(sound: Sound, rate: int, to: int = RATE) -> Sound:
    """Resampled; `rate` other than the true one makes a shorter or longer throat of the same voice."""
    by = gcd(rate, to)
    return resample_poly(sound, to // by, rate // by).astype(np.float32) if rate != to else sound


def noise(kind: str, length: int, rng: np.random.Generator, talk: Sequence[Sound]) -> Sound:
    """Noise of level 1 (rms), twenty seconds of it over and over: white, pink, brown, hum, or the babble of five voices."""
    whole, length = length, min(length, 20 * RATE)
    if kind == "babble":
        found = sum(np.roll(np.resize(talk[int(n)], length), int(rng.integers(length))) for n in rng.integers(len(talk), size=5))
    elif kind == "hum":
        at = np.arange(length) / RATE
        found = sum(np.sin(2 * np.pi * 50 * h * at + rng.uniform(0, 6)) / h for h in range(1, 9)) + rng.normal(0, 0.3, length)
    else:
        power = {"white": 0.0, "pink": 0.5, "brown": 1.0}[kind]
        found = np.fft.irfft(np.fft.rfft(rng.normal(size=length)) / np.maximum(1, np.arange(length // 2 + 1)) ** power, length)
    return np.resize(np.asarray(found / np.sqrt(np.mean(np.square(found)) + 1e-9), np.float32), whole)


def room(sound: Sound, rng: np.random.Generator) -> Sound:
    """The same in a room of 0.1 to 0.6 s of reverberation, nearer or farther from the microphone."""
    length = int(rng.uniform(0.1, 0.6) * RATE)
    tail = rng.normal(size=length) * np.exp(-6.9 * np.arange(length) / length) * rng.uniform(0.02, 0.15)
    tail[0] = 1.0
    return fftconvolve(sound, tail)[: len(sound) + length // 4].astype(np.float32)


def streams(
    pieces: Sequence[Piece], rng: np.random.Generator, minutes: float = 1.0, snr: float | None = None, plain: bool = False
) -> Iterator[tuple[Sound, list[tuple[int, int]]]]:
    """Pieces one after the other with pauses, noise under them, about `minutes` long each; with the samples at
    which each call begins and ends. `snr` fixes the noise in decibels (None: any, or none); `plain` leaves rooms and throats alone."""
    talk = [p.sound for p in pieces if not p.call and len(p.sound) > RATE]
    parts: list[Sound] = []
    calls: list[tuple[int, int]] = []
    length = 0
    for piece in pieces:
        sound = piece.sound
        if not len(sound):
            continue
        if not plain:
            sound = at_rate(sound, round(RATE / 100 * rng.uniform(0.87, 1.15)) * 100)
        gap = int(rng.choice([0.02, 0.1, 0.4, 1.2]) * rng.uniform(0.5, 1.5) * RATE)
        parts.append(np.zeros(gap, np.float32))
        if piece.call:
            calls.append((length + gap, length + gap + len(sound)))
        length += gap + len(sound)
        if not plain and rng.random() < 0.5:
            sound = room(sound, rng)[: len(sound)]
        parts.append(sound * 10 ** ((rng.uniform(-32, -14) if not plain else -24) / 20 - level(sound) / 20))
        if length > minutes * 60 * RATE:
            yield _mixed(parts, calls, rng, snr, plain, talk)
            parts, calls, length = [], [], 0
    if parts:
        yield _mixed(parts, calls, rng, snr, plain, talk)


def _mixed(
    parts: list[Sound], calls: list[tuple[int, int]], rng: np.random.Generator, snr: float | None, plain: bool, talk: list[Sound]
) -> tuple[Sound, list[tuple[int, int]]]:
    sound = np.concatenate([*parts, np.zeros(RATE, np.float32)])
    under = snr if plain else (float(rng.uniform(3, 30)) if rng.random() < 0.75 else 60.0)
    kinds = ["white", "pink", "brown", "hum", "babble"]
    if under is not None:
        kind = str(rng.choice(kinds if talk else kinds[:-1]))
        sound = sound + noise(kind, len(sound), rng, talk) * np.float32(10 ** ((-24 - under) / 20))
    return np.clip(sound, -1, 1), calls
