"""The form in which rules are written down: a head at the margin, its pattern in indented lines below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files


def blocks(name: str) -> Iterator[tuple[str, str]]:
    """The heads of a file beside this one, each with the lines below it joined into one pattern ("" where
    none stands there). Lines that begin with # say something to the reader."""
    text = files("os1.listening").joinpath(name).read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    for block in re.split(r"\n(?=\S)", "\n".join(lines)):
        head, *pattern = block.split("\n")
        yield head, "".join(line.removeprefix("    ") for line in pattern)
