"""How replies and memories look as JSON."""

from __future__ import annotations

import json
from typing import Any

from os1.types import Memory, Reply


def reply_json(number: int, reply: Reply) -> str:
    """One line for one turn."""
    feeling, risk = reply.heard.feeling, reply.heard.risk
    shape: dict[str, Any] = {
        "n": number,
        "at": reply.said_at.isoformat(),
        "text": reply.text,
        "reply": reply.reply,
        "move": {
            "kind": reply.move.kind,
            "why": list(reply.move.why),
            "memories": list(reply.move.memories),
        },
        "heard": {
            "acts": list(reply.heard.acts),
            "feeling": {
                "label": feeling.label,
                "valence": round(feeling.valence, 3),
                "arousal": round(feeling.arousal, 3),
                "intensity": round(feeling.intensity, 3),
                "confidence": round(feeling.confidence, 3),
            },
            "requests": [
                {"intent": r.intent, "slots": dict(r.slots)} for r in reply.heard.requests
            ],
            "risk": {"kind": risk.kind, "level": risk.level},
        },
        "learned": [learned_json(m) for m in reply.learned],
        "kept": reply.kept,
        "ms": reply.ms,
    }
    return json.dumps(shape, ensure_ascii=False)


def learned_json(memory: Memory) -> dict[str, str]:
    return {"id": memory.id, "kind": memory.kind, "text": memory.text, "source": memory.source}


def memory_json(memory: Memory) -> dict[str, Any]:
    return {
        "id": memory.id,
        "kind": memory.kind,
        "text": memory.text,
        "source": memory.source,
        "quote": memory.quote,
        "said_at": memory.said_at.isoformat(),
        "current": memory.current,
        "taken_back": memory.taken_back,
        "score": memory.score,
    }


def memory_line(memory: Memory) -> str:
    """One memory for reading: its id, its day, its words."""
    day = memory.said_at.strftime("%Y-%m-%d %H:%M")
    mark = " (taken back)" if memory.taken_back else "" if memory.current else " (no longer)"
    words = memory.text if memory.kind == "episode" else f"{memory.text}, from “{memory.quote}”"
    return f"{memory.id:>7}  {day}  {words}{mark}"
