"""What pages are told: utterances and troubles as the JSON objects of docs/guide/socket.md."""

from __future__ import annotations

from typing import Any

from os1.types import Memory, Move, Utterance

Event = dict[str, Any]


def problem(text: str, turn: str | None = None) -> Event:
    """Something that went wrong, in one sentence."""
    return {"type": "problem", "text": text, "turn": turn}


def entry(
    said: Utterance,
    *,
    kept: bool,
    cut: bool = False,
    move: Move | None = None,
    cited: list[Memory] | None = None,
    card: Event | None = None,
) -> Event:
    """One utterance as pages show it; `card` are the lines of help under it."""
    behind = None
    if move is not None:
        memories = [{"id": m.id, "quote": m.quote, "at": m.said_at.isoformat()}
                    for m in cited or ()]  # fmt: skip
        behind = {"kind": move.kind, "why": list(move.why), "memories": memories}
    shown = {"seq": said.id or None, "turn": said.turn_id, "who": said.speaker, "text": said.text,
             "at": said.said_at.isoformat(), "kept": kept, "cut": cut, "move": behind}  # fmt: skip
    return {**shown, "help": card} if card else shown
