"""The command `os1`: what it can be asked to do, and errors told in one sentence."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from os1.cli import benching, caring, importing, keeping, minding, remembering, talking, tuning, voicing
from os1.config import DEFAULT_PORT
from os1.errors import OS1Error


def build_parser() -> argparse.ArgumentParser:
    """Every command with its arguments; each sets `run` to the function that does it."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--home", metavar="DIR", default=argparse.SUPPRESS,
                        help="where the memories live")  # fmt: skip
    parser = argparse.ArgumentParser(
        prog="os1", description="OS1: a companion on your own computer.", parents=[shared]
    )
    talking.add_serving(parser)
    parser.set_defaults(run=talking.serve, port=DEFAULT_PORT, no_browser=False)
    commands = parser.add_subparsers(metavar="COMMAND", title="commands")

    def command(name: str, help_text: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=help_text, description=help_text, parents=[shared])

    talking.add_commands(command)
    remembering.add_commands(command)
    tuning.add_commands(command)
    minding.add_commands(command)
    voicing.add_commands(command)
    importing.add_commands(command)
    keeping.add_commands(command)
    caring.add_commands(command)
    benching.add_commands(command)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Exit status 0, or 1 with one sentence on standard error."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # more threads of the small models only wait for each other, busily
    os.umask(0o077)  # whatever is made here is for the person alone
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # words in any script, also where the locale is C
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    given = build_parser().parse_args(arguments)
    given.home = getattr(given, "home", None)  # a default of its own would undo one given before the command
    try:
        status: int = given.run(given)
    except OS1Error as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped; everything said is kept.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        return 0
    finally:
        _flush()
    return status


def _flush() -> None:
    """Write out what is left; where whoever read our output has gone, somewhere quiet."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
