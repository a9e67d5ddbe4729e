"""Festival with the slt voice: one process kept running, a clause at a time, no file on disk for what is said."""

from __future__ import annotations

import math
import os
import re
import shutil
import struct
import tempfile
import time
import unicodedata
from pathlib import Path

import numpy as np

from os1.errors import VoiceFailed
from os1.speech import Manner, Spoken
from os1.voice.apart import GONE, Apart, Drain, refuse_long, within
from os1.voice.sound import from_pcm
from os1.voice.timing import voiced

VOICE = "cmu_us_slt_arctic_hts"
PATIENCE = 3.0  # seconds in which a clause comes, or the process is taken to hang
STARTING = 20.0
HEAP = "1000000"  # cells: 60 MB resident, where ten times as many, its default, come to 400
STEP = 0.5  # semitones: her own pitches are rounded to this, for each is a voice file of 1.6 MB
_UNSPEAKABLE = re.compile(r"[^A-Za-z0-9 .,;:?!'$%&@+/-]")
"""What never reaches the interpreter. Text stands in a Scheme string, and neither quote nor backslash is left to end it."""
_FOLDED = str.maketrans({"’": "'", "‘": "'", "—": ",", "–": "-", "…": ".", "ß": "ss", "æ": "ae", "ø": "o", "ł": "l"})
_SET_UP = f"""(voice_{VOICE})
(define (os1_root t) (if (item.parent t) nil (list (item.feat t 'whitespace)
  (mapcar (lambda (w) (item.feat w "word_end")) (item.daughters t)))))
(define (os1_say fd pitch voice rate text)
  (set! current-voice pitch)
  (set! hts_engine_params (list (list "-m" voice) (list "-r" rate)))
  (set! u (utt.synth (eval (list 'Utterance 'Text text))))
  (print (list (wave.info (utt.wave u)) (mapcar os1_root (utt.relation.items u 'Token))))
  (fflush nil)
  (utt.save.wave u fd 'raw))
(print 'ready) (fflush nil)"""


def found() -> Path | None:
    """The folder of the voice on this computer; None where Festival or it is missing."""
    program = shutil.which("festival")
    if program is None or os.name == "nt":
        return None
    for share in (Path(program).resolve().parents[1] / "share" / "festival", Path("/usr/share/festival")):
        for folder in (*share.glob(f"voices/*/{VOICE}"), *share.glob(f"lib/voices/*/{VOICE}")):
            return folder
    return None


class Festival:
    """Her voice where nothing was downloaded. About 30 ms for each second of speech, on one core."""

    name, label = "festival", "Festival, slt"

    def __init__(self) -> None:
        """Raises VoiceFailed."""
        folder = found()
        if folder is None:
            raise VoiceFailed(missing())
        self._model = folder / "hts" / f"{VOICE}.htsvoice"
        self._pitches: tempfile.TemporaryDirectory[str] | None = None
        self._apart: Apart | None = None
        self._start()

    def _start(self) -> None:
        reader, writer = os.pipe()
        try:
            self._apart = Apart(["festival", "--heap", HEAP, "--pipe"], keeps=(writer,))
            self._fd, self._sound = writer, Drain(reader)
            self._apart.tell(_SET_UP)
            if b"ready" not in self._apart.out.line(time.monotonic() + STARTING):
                raise EOFError
        except GONE as error:
            self.close()
            raise VoiceFailed("Festival is here but doesn't start; another voice can speak: `os1 voice`.") from error
        finally:
            os.close(writer)

    def say(self, text: str, manner: Manner) -> Spoken:
        """One clause at 32 kHz. A process that died or hangs is started anew, once. Raises VoiceFailed."""
        words = [_speakable(word) for word in text.split()]
        spoken = " ".join(word for word in words if word)
        refuse_long(text)
        if not spoken:
            return voiced(text, np.zeros(0, np.float32), 32_000)
        for again in (True, False):
            try:
                if self._apart is None:
                    self._start()
                return self._said(text, words, spoken, manner)
            except GONE as error:
                self.close()
                if not again:
                    raise VoiceFailed("Festival stopped in the middle of a word; another voice can speak: `os1 voice`.") from error
        raise AssertionError("the second try returns or raises")

    def _said(self, text: str, words: list[str], spoken: str, manner: Manner) -> Spoken:
        assert self._apart is not None
        by = within(spoken, PATIENCE)
        steps = round(max(-12.0, min(12.0, manner.pitch)) / STEP)
        rate = max(0.5, min(2.0, manner.rate))
        self._apart.tell(f'(os1_say "/dev/fd/{self._fd}" (quote os1_{steps}) "{self._pitched(steps)}" {rate:.3f} "{spoken}")')
        told = self._apart.out.line(by).decode("ascii", "replace")
        counted = re.search(r"num_samples (\d+)\) \(sample_rate (\d+)", told)
        if counted is None:
            raise EOFError
        sound = np.frombuffer(self._sound.take(2 * int(counted[1]), by), np.int16)  # as this machine orders bytes
        return voiced(text, from_pcm(sound.astype("<i2").tobytes()), int(counted[2]), _ends(told, words))

    def _pitched(self, steps: int) -> str:
        """The voice's file with its pitch moved: Festival passes no such option on to the engine inside it."""
        if steps == 0:
            return str(self._model)
        try:
            self._pitches = self._pitches or tempfile.TemporaryDirectory(prefix="os1-voice-")
            file = Path(self._pitches.name) / f"{steps}.htsvoice"
            if not file.exists():
                file.write_bytes(moved(self._model.read_bytes(), steps * STEP))
        except (OSError, ValueError) as error:
            raise VoiceFailed("Festival's voice can't be moved in pitch here; another voice can speak: `os1 voice`.") from error
        return str(file)

    def close(self) -> None:
        """End the process; the next clause starts it again."""
        if self._apart is not None:
            self._apart.close()
            self._apart = None
        if self._pitches is not None:
            self._pitches.cleanup()
            self._pitches = None


def missing() -> str:
    """How to get Festival, in one sentence."""
    return "Festival with its slt voice isn't on this computer; `os1 voice` says how to get it."


def moved(model: bytes, semitones: float) -> bytes:
    """An .htsvoice (1.0) whose pitch is so many semitones higher: every mean of the log F0 is moved by as much, which is
    what hts_engine's own half-tone option does. Raises ValueError where the file is laid out otherwise."""
    head = re.search(rb"STREAM_PDF\[LF0\]:(\d+)-(\d+)", model)
    states = re.search(rb"NUM_STATES:(\d+)", model)
    if head is None or states is None or b"NUM_WINDOWS[LF0]:3" not in model:
        raise ValueError("no voice file of a kind that is known")
    base = model.index(b"[DATA]\n") + len(b"[DATA]\n")
    start, stop, counts = base + int(head[1]), base + int(head[2]) + 1, int(states[1])
    densities = sum(struct.unpack(f"<{counts}i", model[start : start + 4 * counts]))
    # Three means, three variances and the chance of being voiced; the first mean is the log F0 itself.
    rows = np.frombuffer(model[start + 4 * counts : stop], "<f4").reshape(densities, 7).copy()
    rows[:, 0] += semitones * math.log(2) / 12
    return model[: start + 4 * counts] + rows.tobytes() + model[stop:]


def _speakable(word: str) -> str:
    """A word in the letters Festival reads; "" where it has none."""
    plain = unicodedata.normalize("NFKD", word.translate(_FOLDED))
    plain = _UNSPEAKABLE.sub("", "".join(each for each in plain if not unicodedata.combining(each)))
    return plain if re.search(r"[A-Za-z0-9$%&@+]", plain) else ""


def _ends(told: str, words: list[str]) -> list[float]:
    """When each word ends, from Festival's tokens: one with white space before it begins a word, its parts end it.
    [] where they don't fit."""
    ends: list[float] = []
    for space, parts in re.findall(r'\("([^"]*)" (nil|\([^()]*\))\)', told):
        end = max((float(n) for n in re.findall(r"[\d.]+(?:e-?\d+)?", parts)), default=0.0)
        if space or not ends:
            ends.append(end)
        else:
            ends[-1] = max(ends[-1], end)
    if len(ends) != sum(1 for word in words if word):
        return []
    left, last, all_of = iter(ends), 0.0, []
    for word in words:
        last = max(last, next(left)) if word else last
        all_of.append(last)
    return all_of
