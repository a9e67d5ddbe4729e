"""A speech program kept running in a process of its own, read without ever waiting for good."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from os1.errors import VoiceFailed

MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 -- where there is such a folder, no disk is touched


class Drain:
    """Everything that comes out of a file descriptor, read as it comes, so that its pipe never fills up."""

    def __init__(self, fd: int) -> None:
        self._fd, self._held, self._ended = fd, bytearray(), False
        self._more = threading.Condition()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        try:
            while got := os.read(self._fd, 1 << 16):
                with self._more:
                    self._held += got
                    self._more.notify_all()
        except OSError:
            pass  # the other end is gone, as at the end of the file
        with self._more:
            self._ended = True
            self._more.notify_all()
        os.close(self._fd)

    def take(self, size: int, by: float) -> bytes:
        """Exactly so many bytes. Raises TimeoutError after `by` (monotonic), EOFError where no more will come."""
        with self._more:
            self._wait(lambda: len(self._held) >= size, by)
            taken = bytes(self._held[:size])
            del self._held[:size]
            return taken

    def line(self, by: float) -> bytes:
        """The next line, its end with it. Raises like `take`."""
        with self._more:
            self._wait(lambda: b"\n" in self._held, by)
            size = self._held.index(b"\n") + 1
            taken = bytes(self._held[:size])
            del self._held[:size]
            return taken

    def _wait(self, there: Callable[[], bool], by: float) -> None:
        while not there():
            if self._ended:
                raise EOFError
            if not self._more.wait(by - time.monotonic()):
                raise TimeoutError


class Apart:
    """One running program: what it is told on its standard input and what it says on its standard output."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str] | None = None, keeps: Sequence[int] = ()) -> None:
        """`keeps` are descriptors it inherits. Raises OSError where it can't be started."""
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env, pass_fds=keeps
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        self.pid, self._in = self._process.pid, self._process.stdin
        self.out = Drain(os.dup(self._process.stdout.fileno()))
        self._process.stdout.close()

    def tell(self, line: str) -> None:
        """One line to it. Raises OSError where it is gone."""
        self._in.write(line.encode() + b"\n")
        self._in.flush()

    def close(self) -> None:
        """End it, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        with suppress(OSError):  # what it hadn't read yet goes with it
            self._in.close()


GONE = (OSError, EOFError)
"""What is raised where such a program is gone or, as TimeoutError, doesn't answer."""


def within(text: str, least: float) -> float:
    """By when (monotonic) a clause must have come: `least` seconds and a tenth of a second a word more."""
    return time.monotonic() + least + 0.1 * len(text.split())


def refuse_long(text: str, most: int = 1500) -> None:
    """Raises VoiceFailed for what no clause is as long as."""
    if len(text) > most:
        raise VoiceFailed(f"That is too long to say in one breath; give it in clauses of at most {most} letters.")
