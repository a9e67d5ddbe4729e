"""Voices the person added: Kokoro, Pocket TTS and Piper, each in an environment and a process of its own.

None is imported: their packages stay out of OS1's, and Piper is under the GPL.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
import time
from pathlib import Path

from os1.errors import VoiceFailed
from os1.speech import Manner, Spoken
from os1.voice.apart import GONE, MEMORY, Apart, refuse_long, within
from os1.voice.sound import from_pcm
from os1.voice.timing import from_wav, voiced

STARTING = 90.0  # seconds a model may take to be read, from a slow disk
PATIENCE = 20.0


def python_of(folder: Path) -> Path:
    """The Python of the environment in a voice's folder."""
    return folder / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


class Neural:
    """A voice whose process is started with the first clause and again, once, where it died."""

    name: str
    label: str

    def __init__(self, where: str = "") -> None:
        """`where` is the folder it was added to. Raises VoiceFailed."""
        self.folder = Path(where)
        if not where or not python_of(self.folder).exists():
            raise VoiceFailed(f"{self.label} hasn't been added yet: os1 voice add {self.name}")
        self._apart: Apart | None = None

    def say(self, text: str, manner: Manner) -> Spoken:
        """One clause. Raises VoiceFailed."""
        refuse_long(text)
        plain = " ".join("".join(each if each.isprintable() else " " for each in text).split())
        for again in (True, False):
            try:
                return self.said(text, plain, manner)
            except (*GONE, ValueError, KeyError) as error:
                self.close()
                if not again:
                    raise VoiceFailed(f"{self.label} stopped; `os1 voice add {self.name}` puts it in order, or choose another.") from error
        raise AssertionError("the second try returns or raises")

    def said(self, text: str, plain: str, manner: Manner) -> Spoken:
        """The clause, from a process that is started where none runs. Raises what a broken one brings about."""
        if self._apart is None:
            self._apart = Apart([str(python_of(self.folder)), str(Path(__file__).with_name("neural_worker.py")), self.name, str(self.folder)])
            self._answer(time.monotonic() + STARTING)
        self._apart.tell(json.dumps({"text": plain, "rate": manner.rate}))
        by = within(plain, PATIENCE)
        told = self._answer(by)
        return voiced(text, from_pcm(self._apart.out.take(2 * int(told["samples"]), by)), int(told["rate"]))

    def _answer(self, by: float) -> dict[str, int]:
        assert self._apart is not None
        told = json.loads(self._apart.out.line(by))
        if "error" in told:
            raise ValueError(told["error"])
        return dict(told)

    def close(self) -> None:
        """End its process; the next clause starts it again."""
        if self._apart is not None:
            self._apart.close()
            self._apart = None


class Kokoro(Neural):
    """Kokoro 82M, eight bits: the warmest here, and slow on an old computer."""

    name, label = "kokoro", "Kokoro"


class Pocket(Neural):
    """Kyutai's Pocket TTS; brings torch with it."""

    name, label = "pocket", "Pocket TTS"


class Piper(Neural):
    """Piper, through its own command and nothing else: a line in, a WAV file in a folder of ours out, read and deleted.

    Its pace is an argument of the command, so it is started anew where the pace moves by more than `PACE`.
    """

    name, label = "piper", "Piper"
    PACE = 0.15

    def __init__(self, where: str = "") -> None:
        super().__init__(where)
        self._rate = 1.0
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def said(self, text: str, plain: str, manner: Manner) -> Spoken:
        if self._apart is not None and abs(manner.rate - self._rate) > self.PACE:
            self.close()
        if self._apart is None or self._folder is None:
            self._rate, self._folder = manner.rate, tempfile.TemporaryDirectory(prefix="os1-voice-", dir=MEMORY)
            command = f'exec "$0" -m piper -m "$1" -d "$2" --length-scale {1 / self._rate:.2f} 2>&1'
            model = next(self.folder.glob("*.onnx"), self.folder / "voice.onnx")
            self._apart = Apart(["/bin/sh", "-c", command, str(python_of(self.folder)), str(model), self._folder.name])
        self._apart.tell(plain)
        by = time.monotonic() + STARTING
        while not (wrote := re.search(rb"Wrote (.+\.wav)", self._apart.out.line(by))):
            pass  # what it says besides
        file = Path(os.fsdecode(wrote[1]))
        data = file.read_bytes()
        file.unlink()
        return voiced(text, *from_wav(data))

    def close(self) -> None:
        super().close()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None
