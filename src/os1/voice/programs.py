"""Flite and eSpeak: a short-lived process for each clause, told on standard input and heard on standard output."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence

from os1.errors import VoiceFailed
from os1.speech import Manner, Spoken
from os1.voice.apart import MEMORY, refuse_long
from os1.voice.timing import from_wav, voiced

PATIENCE = 10.0  # seconds
FLITE_PITCH = 172.0  # Hz: the mean of slt as she is


class Program:
    """A voice that is a program on this computer."""

    name: str
    label: str
    program: str

    def __init__(self) -> None:
        """Raises VoiceFailed."""
        if not self.there():
            raise VoiceFailed(f"{self.label} isn't on this computer; `os1 voice` says how to get a voice.")

    @classmethod
    def there(cls) -> bool:
        return shutil.which(cls.program) is not None

    def options(self, manner: Manner) -> Sequence[str]:
        """What it is started with."""
        raise NotImplementedError

    def say(self, text: str, manner: Manner) -> Spoken:
        """One clause. Raises VoiceFailed."""
        refuse_long(text)
        plain = " ".join("".join(each if each.isprintable() else " " for each in text).split())
        try:
            # Words go by the pipe: arguments are read by everybody on a computer. The sound comes in a file without a name,
            # for Flite goes back to the head of what it wrote.
            with tempfile.TemporaryFile(dir=MEMORY) as heard:
                subprocess.run(
                    [self.program, *self.options(manner)], input=plain.encode() + b"\n", stdout=heard,
                    stderr=subprocess.DEVNULL, timeout=PATIENCE, check=True,
                )  # fmt: skip
                heard.seek(0)
                return voiced(text, *from_wav(heard.read()))
        except (OSError, subprocess.SubprocessError) as error:
            raise VoiceFailed(f"{self.label} stopped in the middle of a word; another voice can speak: `os1 voice`.") from error

    def close(self) -> None:
        """Nothing is kept open."""


class Flite(Program):
    """Flite's slt: the same speaker as Festival's, plainer; no process to keep, 30 ms to begin."""

    name, label, program = "flite", "Flite, slt", "flite"

    @classmethod
    def there(cls) -> bool:
        return os.name != "nt" and super().there()

    def options(self, manner: Manner) -> Sequence[str]:
        pitch = FLITE_PITCH * 2 ** (manner.pitch / 12)
        return ("-voice", "slt", "--setf", f"duration_stretch={1 / manner.rate:.3f}",
                "--setf", f"int_f0_target_mean={pitch:.1f}", "-f", "/dev/stdin", "-o", "/dev/stdout")  # fmt: skip


class Espeak(Program):
    """eSpeak NG, the last resort: understood, never liked."""

    name, label, program = "espeak", "eSpeak NG", "espeak-ng"

    def options(self, manner: Manner) -> Sequence[str]:
        pitch = max(0, min(99, round(50 + 7.5 * manner.pitch)))
        return "-v", "en-us+f3", "-s", str(round(165 * manner.rate)), "-p", str(pitch), "--stdin", "--stdout"
