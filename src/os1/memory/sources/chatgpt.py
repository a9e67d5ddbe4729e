"""ChatGPT's data export: conversations.json, a tree of messages for each conversation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from os1.memory.sources.item import Item, cleaned, items

ORIGIN = "chatgpt"
_ASIDE = frozenset(("user_editable_context", "model_editable_context", "thoughts", "reasoning_recap"))


def fits(data: Any) -> bool:
    """Whether parsed JSON is a list of conversations, or one of them."""
    first = data[0] if isinstance(data, list) and data else data
    return isinstance(first, dict) and isinstance(first.get("mapping"), dict)


def read(data: Any) -> Iterator[Item]:
    """The branch that was last open of every conversation, oldest conversation first: the
    person's lines as theirs, the assistant's as another's."""
    conversations = [c for c in (data if isinstance(data, list) else [data]) if isinstance(c, dict)]
    for each in sorted(conversations, key=lambda c: _number(c.get("create_time")) or 0.0):
        yield from _conversation(each)


def _conversation(talk: dict[str, Any]) -> Iterator[Item]:
    at = _number(talk.get("create_time"))
    for message in _branch(talk):
        role = _dict(message.get("author")).get("role")
        at = _number(message.get("create_time")) or at
        text = _text(message)
        if role not in ("user", "assistant") or not text or at is None:
            continue
        when = datetime.fromtimestamp(at, UTC).astimezone()
        key = str(message.get("id") or f"{talk.get('id')} {at}")
        if role == "user":
            yield from items(key, "person", text, when)
        else:
            yield Item(key, "other", text, when)


def _branch(talk: dict[str, Any]) -> list[dict[str, Any]]:
    """The messages from the first to the one last shown."""
    mapping = _dict(talk.get("mapping"))
    at = talk.get("current_node")
    if at not in mapping:  # left out by some versions: the newest message's branch, then
        at = max(mapping, key=lambda n: _number(_message(mapping[n]).get("create_time")) or 0.0, default=None)
    found: list[dict[str, Any]] = []
    seen: set[str] = set()
    while isinstance(at, str) and at in mapping and at not in seen:
        seen.add(at)
        found.append(_message(mapping[at]))
        at = _dict(mapping[at]).get("parent")
    return found[::-1]


def _message(node: Any) -> dict[str, Any]:
    return _dict(_dict(node).get("message"))


def _text(message: dict[str, Any]) -> str:
    content = _dict(message.get("content"))
    if content.get("content_type") in _ASIDE or message.get("recipient") not in (None, "all"):
        return ""
    if _dict(message.get("metadata")).get("is_visually_hidden_from_conversation"):
        return ""
    spoken = [p.get("text") if isinstance(p, dict) else p for p in content.get("parts") or ()]
    return cleaned("\n".join(p for p in spoken if isinstance(p, str))).strip()


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _number(value: Any) -> float | None:
    """Seconds since 1970, of any year that chats were written in."""
    return float(value) if isinstance(value, int | float) and 0 < value < 7e9 else None
