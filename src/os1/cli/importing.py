"""The command `os1 import`: bringing a history in, with its progress on the terminal."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from os1.cli.opening import open_house
from os1.memory import bringing
from os1.memory.bringing import Brought

Adder = Callable[[str, str], argparse.ArgumentParser]
SHOWN = 5
STOPPED = 130


def add_commands(command: Adder) -> None:
    parser = command("import", "bring in what you told, wrote or noted elsewhere")
    parser.add_argument("path", metavar="FILE|FOLDER", help="an export, a chat, a journal, contacts or a "
                        "calendar; or a zip or folder of them")  # fmt: skip
    parser.add_argument("--as", dest="called", metavar="NAME", default="",
                        help="what you go by in a chat, where it can't be told")  # fmt: skip
    parser.set_defaults(run=_import)


def _import(given: argparse.Namespace) -> int:
    progress = _Progress()
    with open_house(given.home) as house:
        before = signal.signal(signal.SIGINT, progress.stop)
        try:
            brought = bringing.bring(
                house.shelf, house.person.id, Path(given.path), now=house.clock.now(),
                called=given.called, tell=progress.tell,
            )  # fmt: skip
        except KeyboardInterrupt:
            progress.end()
            print(f"Stopped at {progress.done:,} of {progress.total:,}; what came in is kept, and running "
                  "it again goes on from there.", file=sys.stderr)  # fmt: skip
            return STOPPED
        finally:
            signal.signal(signal.SIGINT, before)
    progress.end()
    for each in brought.passed[:SHOWN]:
        print(f"Passed over: {each}", file=sys.stderr)
    if len(brought.passed) > SHOWN:
        print(f"Passed over: {len(brought.passed) - SHOWN:,} more like that.", file=sys.stderr)
    if brought.others:
        print(f"{brought.others:,} other files held nothing to bring in.", file=sys.stderr)
    print(_told(brought))
    return 0


def _told(brought: Brought) -> str:
    if brought.restored:
        return f"Everything is back as it was: {brought.new:,} things said, and what she knows from them."
    here = f" {brought.known:,} were here already, or had been forgotten." if brought.known else ""
    kinds = ", ".join(f"{count:,} from {origin}" for origin, count in brought.by_origin)
    more = " She finds them, and they become memory as you speak of them." if brought.new else ""
    return f"Brought in {brought.new:,} things{f' ({kinds})' if kinds else ''}.{here}{more}"


class _Progress:
    """One line of the terminal that counts, nothing where nobody watches; and where Ctrl-C waits for
    what is being written, so that it never falls into the middle of it."""

    def __init__(self) -> None:
        self.done = self.total = 0
        self._began = time.monotonic()
        self._stopped = False

    def stop(self, *_: object) -> None:
        self._stopped = True
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # pressed again, it means at once

    def tell(self, done: int, total: int) -> None:
        """Raises KeyboardInterrupt where Ctrl-C was pressed since."""
        self.done, self.total = done, total
        if self._stopped:
            raise KeyboardInterrupt
        if sys.stderr.isatty():
            pace = done / max(time.monotonic() - self._began, 0.001)
            print(f"\r  {done:,} of {total:,} ({done / max(total, 1):.0%}), {pace:.0f} a second   ",
                  end="", file=sys.stderr, flush=True)  # fmt: skip

    def end(self) -> None:
        if self.total and sys.stderr.isatty():
            print(file=sys.stderr)
