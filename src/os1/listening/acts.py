"""Dialogue acts: what an utterance does in the talk, besides what it says."""

from __future__ import annotations

import re
import unicodedata

from os1.listening import requests
from os1.listening.rule_files import blocks
from os1.types import Request

_STRETCHED = re.compile(r"([a-z])\1{2,}")
_WORDY = re.compile(r"[^\W\d_]", re.UNICODE)

_SMALL = {"greeting", "farewell", "goodnight", "thanks", "apology", "agreement", "disagreement",
          "backchannel", "laugh"}  # fmt: skip


_COMPILED = tuple((act, re.compile(rule)) for act, rule in blocks("acts.txt"))


def read(text: str, asked: tuple[Request, ...]) -> tuple[str, ...]:
    """The acts of an utterance, in a fixed order; `asked` are its requests.

    Always at least one: "silence" for nothing, "emoji" and "gibberish" where there are no words,
    "statement" where something is told.
    """
    plain = requests.straight(text[: requests.LONGEST]).lower().strip()
    if not plain:
        return ("silence",)
    odd = _wordless(plain)
    if odd:
        return (odd,)
    squeezed = _STRETCHED.sub(r"\1", plain)  # "heyyy" is "hey"
    acts = [act for act, rule in _COMPILED if rule.search(plain) or rule.search(squeezed)]
    acts = list(dict.fromkeys(acts))
    if "correction" in acts and not any(request.intent.startswith(("recall", "forget")) for request in asked):
        acts = [act for act in acts if act != "disagreement"]
    if any(request.intent != "cannot" and not request.intent.startswith(("forget", "record"))
           for request in asked):  # fmt: skip
        acts.append("question")
    if asked and asked[0].intent != "question":
        acts.append("request")
    if _tells(plain, acts, asked):
        acts.append("statement")
    if len(plain.split()) > 120 or len(text) > requests.LONGEST:
        acts.append("ramble")
    return tuple(acts) or ("statement",)


def _wordless(plain: str) -> str | None:
    if re.fullmatch(r"[.…\s]+", plain):
        return "nothing"
    if not _WORDY.search(plain):
        symbols = sum(unicodedata.category(c) in {"So", "Sk", "Cs"} for c in plain)
        return "emoji" if symbols else "gibberish"
    words = re.findall(r"[^\W\d_]+", plain)
    longest = max(words, key=len)
    latin = longest.isascii()
    if latin and len(words) <= 2 and len(longest) > 5 and not re.search(r"[aeiouy]", longest):
        return "gibberish"
    if latin and len(longest) > 6 and re.search(r"[bcdfghjklmnpqrstvwxz]{6}", longest):
        return "gibberish" if len(words) <= 2 else None
    if any(c == "\ufffd" or (unicodedata.category(c) == "Cc" and c not in "\t\n\r") for c in plain):
        return "gibberish"
    return None


def _tells(plain: str, acts: list[str], asked: tuple[Request, ...]) -> bool:
    """Whether something is told besides greeting, thanking, asking."""
    if asked and asked[0].intent.startswith(("forget", "record")):
        return False
    parts = [part for part in re.split(r"(?<=[.!?])\s+|\n+", plain) if part.strip()]
    told = [part for part in parts if not requests.is_question(part)]
    if asked and len(parts) <= 1:
        return False
    if "correction" in acts:
        return True
    small = set(acts) & _SMALL
    if not small:
        return bool(told) and (not acts or any(len(part.split()) > 2 for part in told))
    return any(len(part.split()) > 6 for part in told) or any(
        len(part.split()) > 1 for part in told[1:]
    )
