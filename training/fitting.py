"""Places the phrasebook where what is said lies, so that a piece near in meaning can be chosen.

    python training/fitting.py [OUT]

The space is the main directions of the encoder's vectors of the talks in `talks`: what people said
and what a good listener said to it, each less its mean. Prints how often what was said to a line is
nearer to it than what was said to 99 others. Learning maps of the two (InfoNCE, ridge) was tried
and found no more than the plain vectors do: there are two thousand pairs. Needs numpy only.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from os1.listening.encoder import MiniLM
from os1.mind.plain.book import book

HERE = Path(__file__).parent
OUT = HERE.parent / "src/os1/mind/plain/fitting.npz"
WIDTH = 192
Floats = NDArray[np.float32]
STANDS = {"clause": "it happened like that", "topic": "it", "person": "her", "name": "", "her": "Samantha"}


def pairs() -> list[tuple[str, str]]:
    """What was said and what was said to it."""
    found: list[tuple[str, str]] = []
    for path in sorted((HERE / "talks").glob("*.txt")):
        last = ""
        for row in path.read_text("utf-8").splitlines():
            if row.startswith("P "):
                last = row[1:].partition(" :: ")[0].strip()
            elif row.startswith("S ") and last:
                found.append((last, row[1:].strip()))
                last = ""
    return found


def bare(text: str) -> str:
    """A piece without its slots, as it would be said of nothing in particular."""
    plain = re.sub(r"\{(\w+)\}", lambda m: STANDS.get(m[1].lower(), "that"), text)
    return plain.removeprefix("it happened like that. ")


def unit(x: Floats) -> Floats:
    made: Floats = x / np.maximum(np.linalg.norm(x, axis=1, keepdims=True), 1e-6)
    return made


def found(said: Floats, to_it: Floats) -> float:
    """How often what was said to a line is nearer to it than what was said to 99 others."""
    a, b, chance, hits = unit(said), unit(to_it), np.random.default_rng(1), 0
    for n in range(len(a)):
        others = chance.choice(np.delete(np.arange(len(a)), n), 99, replace=False)
        hits += bool((b[others] @ a[n]).max() < b[n] @ a[n])
    return hits / len(a)


def main(out: Path) -> None:
    read, told = MiniLM(), pairs()
    said, to_it = (read.encode([pair[side] for pair in told]) for side in (0, 1))
    middle, theirs = said.mean(0), to_it.mean(0)
    _, _, axes = np.linalg.svd(np.concatenate([said - middle, to_it - theirs]), full_matrices=False)
    onto = axes[:WIDTH].T
    print(f"{len(told)} pairs; found among a hundred: {found(said - middle, to_it - theirs):.3f}, "
          f"in {WIDTH} directions {found((said - middle) @ onto, (to_it - theirs) @ onto):.3f}")  # fmt: skip
    # What was written for a situation is found by the situation.
    pieces = [piece for part, held in book().items() if not part.startswith("at.") for piece in held]
    places = unit((read.encode([bare(piece.text) for piece in pieces]) - theirs) @ onto)
    np.savez_compressed(out, numbers=np.array([piece.number for piece in pieces], np.uint32),
                        places=np.round(places * 127 / np.abs(places).max()).astype(np.int8),
                        onto=onto.astype(np.float16), middle=middle.astype(np.float16))  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else OUT)
