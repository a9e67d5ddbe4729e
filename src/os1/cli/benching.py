"""The command `os1 bench`: the measurements that come with the source, run on this computer."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from os1.errors import RubbishError

Adder = Callable[[str, str], argparse.ArgumentParser]
SOURCE = Path(__file__).resolve().parents[3]


def add_commands(command: Adder) -> None:
    parser = command("bench", "measure her on this computer: `os1 bench memory` for what she remembers")
    parser.add_argument("what", nargs="*", metavar="BENCHMARK", help="memory, histories, reply, recall, startup, "
                        "listening, crash, scale (all of them)")  # fmt: skip
    parser.add_argument("--locomo", metavar="FILE", help="where locomo10.json is")
    parser.set_defaults(run=_bench)


def _bench(given: argparse.Namespace) -> int:
    if not (SOURCE / "bench" / "__main__.py").exists():
        raise RubbishError("The benchmarks come with OS1's source; run this from a checkout of it.")
    locomo = ["--locomo", str(Path(given.locomo).absolute())] if given.locomo else []
    return subprocess.call([sys.executable, "-m", "bench", *given.what, *locomo], cwd=SOURCE)
