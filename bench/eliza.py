"""ELIZA, small: keywords, patterns taken apart and put together again, pronouns turned, one memory.

After Weizenbaum, "ELIZA: a computer program for the study of natural language communication between
man and machine", CACM 9 (1966). Its script, `eliza.txt`, follows the well-known one in its patterns
and is worded anew.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

TURNED = {"i": "you", "me": "you", "my": "your", "mine": "yours", "myself": "yourself", "am": "are", "i'm": "you're",
          "i've": "you've", "i'd": "you'd", "i'll": "you'll", "you": "I", "your": "my", "yours": "mine",
          "yourself": "myself", "you're": "I'm", "you've": "I've", "was": "were"}  # fmt: skip
SAME = {"im": "i am", "i'm": "i am", "dont": "don't", "cant": "can't", "ive": "i've", "you're": "you are",
        "hi": "hello", "hey": "hello", "maybe": "perhaps", "how": "what", "when": "what", "yeah": "yes",
        "everybody": "everyone", "nobody": "everyone", "same": "alike", "like": "like", "machine": "computer",
        "machines": "computer", "computers": "computer", "u": "you"}  # fmt: skip


@dataclass
class Rule:
    """A pattern, its answers and which comes next; `kept` are the answers made for later."""

    pattern: re.Pattern[str]
    answers: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    turn: int = 0


class Eliza:
    """One conversation's ELIZA: it takes its answers by turns, and remembers what "my …" was."""

    def __init__(self) -> None:
        """Starts with every answer unused."""
        self._keys = _script()
        self._memory: list[str] = []

    def reply(self, text: str) -> str:
        """The answer to one utterance."""
        for sentence in re.split(r"[.,!?;:\n]+", text.lower().replace("’", "'")):
            words = " ".join(SAME.get(word, word) for word in re.findall(r"[\w']+", sentence)).split()
            keys = sorted((key for key in self._keys if key in words and key != "none"),
                          key=lambda key: (-self._keys[key][0], words.index(key)))  # fmt: skip
            for key in keys:
                said = self._answer(key, " ".join(words))
                if said:
                    return said
        if self._memory:
            return self._memory.pop(0)
        return self._answer("none", "") or "Please go on."

    def _answer(self, key: str, words: str) -> str:
        for rule in self._keys[key][1]:
            match = rule.pattern.fullmatch(words)
            if not match:
                continue
            parts = [_turned(part or "") for part in match.groups()]
            self._memory += [_filled(kept, parts) for kept in rule.kept]
            said = rule.answers[rule.turn % len(rule.answers)]
            rule.turn += 1
            return self._answer(said[2:], words) if said.startswith("= ") else _filled(said, parts)
        return ""


def _turned(part: str) -> str:
    return " ".join(TURNED.get(word, word) for word in part.split())


def _filled(answer: str, parts: list[str]) -> str:
    said = re.sub(r"\{(\d)\}", lambda m: parts[int(m[1]) - 1] or "that", answer)
    return said[:1].upper() + said[1:]


@cache
def _lines() -> tuple[str, ...]:
    rows = Path(__file__).with_name("eliza.txt").read_text("utf-8").splitlines()
    return tuple(row for row in rows if row and not row.startswith("#"))


def _script() -> dict[str, tuple[int, list[Rule]]]:
    """The script anew: by keyword its rank and its rules."""
    keys: dict[str, tuple[int, list[Rule]]] = {}
    rules: list[Rule] = []
    for row in _lines():
        key = re.fullmatch(r"([a-z]+) (\d+)", row)
        if key:
            rules = []
            keys[key[1]] = (int(key[2]), rules)
        elif row.startswith("/ "):
            rules.append(Rule(_pattern(row[2:])))
        elif row.startswith("+ "):
            rules[-1].kept.append(row[2:])
        else:
            rules[-1].answers.append(row)
    return keys


def _pattern(told: str) -> re.Pattern[str]:
    pieces = [r"(.*?)" if piece == "*" else piece for piece in told.split()]
    if pieces[-1] == r"(.*?)":
        pieces[-1] = r"(.*)"
    return re.compile(r"\s*".join(f"\\b{piece}\\b" if not piece.startswith("(.") else piece for piece in pieces))
