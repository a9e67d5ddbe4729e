"""Runs the benchmarks: `python -m bench` (or `make bench`), tables to standard output.

python -m bench [reply tongue memory recall startup scale histories listening hearing stances listeners voice crash]
                [--quick] [--all] [--fresh] [--locomo FILE] [--mem0 PYTHON] [--pipecat PYTHON] [--kills N] [--write]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from bench import (
    freshness,
    hearing,
    home,
    listeners,
    listening,
    memory,
    recall_quality,
    reply,
    scale,
    stances,
    startup,
    tongue,
    voice,
)
from bench.tables import Table, machine, shown

SIZES = (1_000, 10_000, 100_000)
RESULTS = Path(__file__).with_name("results")
KILLS = 200
LISTENED = 20
"""How many talks are listened to where it must go quickly."""
LOAD = hasattr(os, "getloadavg")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what was asked for. Exit status 130 after Ctrl-C, with what was measured until then."""
    given = _parser().parse_args(arguments)
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    busy = f" It was this busy when they began: load {os.getloadavg()[0]:.1f}." if LOAD else ""
    about = f"{machine()}. Times depend on what else a machine does.{busy}\n"
    print(about)
    told: dict[str, list[str]] = {}
    status = 0
    with tempfile.TemporaryDirectory(prefix="os1-bench-") as folder:
        try:
            for name, run in _benchmarks(given, Path(folder)).items():
                if given.only and name not in given.only:
                    continue
                began = time.monotonic()
                print(f"{name} …", file=sys.stderr, flush=True)
                for table in run():
                    told.setdefault(name, []).append(shown(table))
                    print(told[name][-1], flush=True)
                print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr)
        except KeyboardInterrupt:
            print("Stopped.", file=sys.stderr)
            status = 130
    if given.write and not status:
        RESULTS.mkdir(exist_ok=True)
        for name, tables in told.items():
            whole = "\n".join([f"# {name.capitalize()}\n\n{about}", *tables])
            RESULTS.joinpath(f"{name}.md").write_text(whole, encoding="utf-8")
        print(f"Written to {RESULTS.name}: {', '.join(told)}.", file=sys.stderr)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench", description="Measure OS1.")
    parser.add_argument("only", nargs="*", metavar="BENCHMARK",
                        help="reply, tongue, memory, recall, startup, scale, histories, listening, hearing, stances, listeners, "
                             "voice, crash (all)")  # fmt: skip
    parser.add_argument("--quick", action="store_true", help="homes of 1,000 and 10,000 only")
    parser.add_argument("--all", action="store_true", help="every conversation of LoCoMo")
    parser.add_argument("--fresh", action="store_true", help="weigh a new environment (network)")
    parser.add_argument("--locomo", type=Path, metavar="FILE", help="where locomo10.json is")
    parser.add_argument("--mem0", type=Path, metavar="PYTHON", help="a Python that has mem0")
    parser.add_argument("--pipecat", type=Path, metavar="PYTHON", help="a Python that has Pipecat")
    parser.add_argument("--kills", type=int, default=KILLS, metavar="N", help="crashes to make")
    parser.add_argument("--write", action="store_true", help=f"write bench/{RESULTS.name} as well")
    return parser


def _benchmarks(given: argparse.Namespace, folder: Path) -> dict[str, Callable[[], list[Table]]]:
    sizes = SIZES[:2] if given.quick else SIZES

    @cache
    def made() -> home.Made:
        return home.make(home.POOL // 4 if given.quick else home.POOL)

    def filled(sizes: Sequence[int]) -> Iterator[tuple[int, Path]]:
        return ((size, home.fill(folder / str(size), made(), size)) for size in sizes)

    @cache
    def homes() -> list[tuple[int, Path]]:
        return list(filled(sizes))

    found: dict[str, Callable[[], list[Table]]] = {
        "listening": listening.run,
        "hearing": hearing.run,
        "stances": stances.run,
        "listeners": lambda: listeners.run(LISTENED if given.quick else None),
        "reply": lambda: reply.run(homes()),
        "tongue": lambda: tongue.run(homes()),
        "startup": lambda: startup.run(homes()[1:], fresh=given.fresh),
        "scale": lambda: scale.run(filled(sizes if given.quick else scale.SIZES)),
        "histories": freshness.run,
        "memory": lambda: memory.run(given.locomo, given.mem0),
        "voice": lambda: voice.run(given.pipecat, quick=given.quick),
        "recall": lambda: recall_quality.run(given.locomo, everything=given.all),
    }
    if find_spec("bench.crash") and hasattr(os, "fork"):
        found["crash"] = lambda: _crash(folder, given.kills)
    return found


def _crash(folder: Path, kills: int) -> list[Table]:
    from bench.crash import crash

    place = folder / "crash"
    place.mkdir()
    for tally in crash(place, kills):
        print(f"\r  {tally.kills} of {kills} kills", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    figures = (tally.kills, tally.acknowledged, tally.lost, tally.duplicated, tally.between)
    head = ("", "kills", "acknowledged turns", "of them lost", "kept twice",
            "killed between commit and acknowledgement")  # fmt: skip
    return [Table("Killed while writing", head, (("kill −9", *(f"{n:,}" for n in figures)),),
                  tuple(tally.wrong[:20]))]  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
