"""What benchmarks give back: tables, and the machine they ran on."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True, slots=True)
class Table:
    """One benchmark's figures: every row as long as `head`; `notes` say what they mean."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


def shown(table: Table) -> str:
    """The table as Markdown, its columns in line so that it reads well as it stands."""
    lines = [table.head, *table.rows]
    widths = [max(len(line[n]) for line in lines) for n in range(len(table.head))]

    def row(cells: Sequence[str]) -> str:
        first, *others = cells
        padded = [first.ljust(widths[0])]
        padded += [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        return "| " + " | ".join(padded) + " |"

    rule = row(["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])])
    body = [f"## {table.title}", "", row(table.head), rule, *map(row, table.rows)]
    notes = ["", *(f"- {note}" for note in table.notes)] if table.notes else []
    return "\n".join([*body, *notes, ""])


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` percent of the values lie."""
    return float(np.percentile(values, share))


def met(value: float, target: float) -> str:
    """How a figure stands to its target (smaller is better)."""
    return "met" if value <= target else "missed"


def machine() -> str:
    """Core count and CPU model, nothing else of whose machine it is."""
    model = platform.processor() or platform.machine()
    told = Path("/proc/cpuinfo")
    if told.exists():
        named = [line for line in told.read_text().splitlines() if line.startswith("model name")]
        model = named[0].partition(":")[2].strip() if named else model
    return f"{os.cpu_count()} cores, {model}, Python {platform.python_version()}"
