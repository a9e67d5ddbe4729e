"""PLACEHOLDER until helper A's file replaces it."""
from __future__ import annotations
import re
from dataclasses import dataclass

@dataclass(frozen=True)
class Clause:
    text: str
    spoken: str

class Clauses:
    def __init__(self) -> None:
        self._rest = ""
    def push(self, piece: str) -> list[Clause]:
        self._rest += piece
        parts = re.split(r"(?<=[.!?,;:])\s+", self._rest)
        self._rest = parts.pop()
        return [Clause(p, p) for p in parts if p.strip()]
    def rest(self) -> list[Clause]:
        left, self._rest = self._rest, ""
        return [Clause(left, left)] if left.strip() else []
