"""What the statement tagger learns from: our own labelled sentences and life histories.

`statements/*.txt` hold lines with marks inside the words, `{lives in@?hearsay:Rome}`: predicate,
`@` for somebody else's, `!` denied, `~` no longer so, `?` and a modality, then the value; `<…>` names
the one it is said of. Histories are JSON lines with gold statements, whose values are looked
for among the words.
"""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reader_data import FILLERS, slip

from os1.listening.segments import tokens

PREDICATES = (
    "is called|nickname|lives in|is from|works at|works as|studies at|studies|speaks|age|birthday|relation|"
    "partner|married to|terms|has child|has pet|is a|allergic to|diet|eats|drinks|smokes|has condition|takes|"
    "likes|dislikes|favourite|plays|does|owns|drives|supports|reading|learning|member of|believes|afraid of|"
    "wants|died|located|plans|happened|feels"
).split("|")
MODALITIES = ("asserted", "hearsay", "wish", "hypothetical", "joke", "quotation", "question", "doubt")
# Their values are names and kinds of things: one can stand where another stood.
SWAPPED = frozenset(
    "is called|nickname|lives in|is from|works at|works as|speaks|age|partner|married to|has pet|is a|"
    "allergic to|eats|drinks|has condition|takes|likes|dislikes|plays|owns|drives|supports|reading|learning|"
    "afraid of|has child|studies at|studies|located".split("|")
)
_MARK = re.compile(r"\{([^:{}]+):([^{}]*)\}")
_HEAD = re.compile(r"([a-z ]+?)\s*((?:[@!~]|\?[a-z]+)*)$")
_SMALL = frozenset("a an the my me i to of in on at and is it's was".split())


@dataclass(frozen=True, slots=True)
class Said:
    """A statement over the words `first` to before `last`; `over` is None where nobody said."""

    predicate: str
    first: int
    last: int
    modality: str = "asserted"
    denied: bool = False
    over: bool | None = False
    mine: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """The words of an utterance, each with whether a blank follows, and what they state."""

    words: list[str]
    spaces: list[bool]
    said: list[Said]


def cut(text: str) -> tuple[list[str], list[bool], list[int]]:
    """Words, the blanks behind them, and where each begins."""
    row = tokens(text)
    ends = [token.start for token in row[1:]] + [len(text) + 1]
    spaces = [token.end < end for token, end in zip(row, ends, strict=True)]
    return [token.text for token in row], spaces, [token.start for token in row]


def labelled(path: Path) -> list[Line]:
    """The lines of one file of labelled sentences; a broken mark is an error."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        text, marks, at = "", [], 0
        for match in _MARK.finditer(line):
            text += re.sub(r"[<>]", "", line[at : match.start()])
            value = re.sub(r"[<>]", "", match[2])
            marks.append((match[1], len(text), len(text) + len(value)))
            text, at = text + value, match.end()
        text += re.sub(r"[<>]", "", line[at:])
        if "{" in text or "}" in text:
            raise ValueError(f"{path.name}: {line}")
        words, spaces, starts = cut(text)
        said = []
        for head, start, end in marks:
            inside = [n for n, place in enumerate(starts) if start <= place < end]
            if inside:
                said.append(_said(head, inside[0], inside[-1] + 1, f"{path.name}: {line}"))
        found.append(Line(words, spaces, said))
    return found


def _said(head: str, first: int, last: int, where: str) -> Said:
    match = _HEAD.match(head.strip())
    if match is None or match[1] not in PREDICATES:
        raise ValueError(f"{head} in {where}")
    marks = match[2]
    modality = re.search(r"\?([a-z]+)", marks)
    name = modality[1] if modality else "asserted"
    if name not in MODALITIES:
        raise ValueError(f"{head} in {where}")
    return Said(match[1], first, last, name, "!" in marks, "~" in marks, "@" not in marks)


def history(path: Path) -> list[Line]:
    """The utterances of a life history; those with a value that can't be found are left out."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if "text" not in entry:
            continue
        words, spaces, _ = cut(entry["text"])
        said = []
        for gold in entry.get("gold", ()):
            span = place(words, gold["value"], [(s.first, s.last) for s in said])
            if span is None:
                break
            said.append(
                Said(
                    gold["predicate"], *span, gold.get("modality", "asserted"),
                    not gold.get("polarity", True), None, gold["subject"] == "me",
                )
            )  # fmt: skip
        else:
            found.append(Line(words, spaces, said))
    return found


def place(words: Sequence[str], value: str, taken: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
    """Where a value stands among the words: the shortest stretch with all its words in order, or
    else with most of those that count; None if there is no such stretch that is free."""
    used = {n for first, last in taken for n in range(first, last)}
    low = [_plain(word) for word in words]
    wanted = [_plain(token.text) for token in tokens(value.partition(": ")[2] or value)]
    heavy = [word for word in wanted if word not in _SMALL and word.isalnum()] or wanted
    best: tuple[float, int, int] | None = None
    for first in range(len(low)):
        if low[first] not in wanted or first in used:
            continue
        at, hits = first, 0
        for word in wanted:
            if word in low[at : at + 4]:
                at = low.index(word, at) + 1
                hits += word in heavy
        share = hits / len(heavy) if heavy else 0.0
        clean = share >= 0.6 and not used & set(range(first, at))
        if clean and (best is None or (share, first - at) > (best[0], best[1] - best[2])):
            best = share, first, at
    return (best[1], best[2]) if best else None


def _plain(word: str) -> str:
    return word.translate(str.maketrans("’‘", "''")).lower()


def shortened(line: Line) -> Line:
    """The line as it is measured against: nothing doubled on the same words."""
    seen: set[int] = set()
    said = []
    for statement in line.said:
        span = set(range(statement.first, statement.last))
        if not span & seen:
            said.append(statement)
            seen |= span
    return replace(line, said=said)


def values(lines: Iterable[Line]) -> dict[str, list[tuple[list[str], list[bool]]]]:
    """The values of each predicate that can be swapped."""
    found = defaultdict(list)
    for line in lines:
        for s in line.said:
            if s.predicate in SWAPPED and s.last - s.first <= 4:
                found[s.predicate].append((line.words[s.first : s.last], line.spaces[s.first : s.last]))
    return found


def swapped(line: Line, others: dict[str, list[tuple[list[str], list[bool]]]], chance: random.Random) -> Line:
    """The line with some values exchanged for other lines' values of the same predicate."""
    for at in range(len(line.said)):
        s = line.said[at]
        if s.predicate not in SWAPPED or chance.random() > 0.3:
            continue
        words, spaces = chance.choice(others[s.predicate])
        spaces = [*spaces[:-1], line.spaces[s.last - 1]]
        line = _spliced(line, s.first, s.last, words, spaces)
    return line


def _spliced(line: Line, first: int, last: int, words: list[str], spaces: list[bool]) -> Line:
    more = len(words) - (last - first)
    said = [
        replace(
            s,
            first=s.first + (more if s.first >= last else 0),
            last=s.last + (more if s.last >= last and s.last > first else 0),
        )
        for s in line.said
    ]
    return Line(
        [*line.words[:first], *words, *line.words[last:]],
        [*line.spaces[:first], *spaces, *line.spaces[last:]],
        said,
    )


def noisy(line: Line, chance: random.Random) -> Line:
    """The line as typed in a hurry or heard by a machine."""
    if chance.random() < 0.35:
        return line
    bare = chance.random()
    for at in range(len(line.words) - 1, -1, -1):
        last = at == len(line.words) - 1
        mark = not any(c.isalnum() for c in line.words[at])
        inside = any(s.first <= at < s.last for s in line.said)
        if mark and not inside and len(line.words) > 1 and (bare < 0.4 or (last and bare < 0.8)):
            if at and line.spaces[at]:
                line.spaces[at - 1 : at] = [True]
            line = _spliced(line, at, at + 1, [], [])
    words = line.words
    if chance.random() < 0.5:
        words = [re.sub("['’]", "", word) or word for word in words]
    if chance.random() < 0.35:
        words = [slip(word, chance) for word in words]
    line = replace(line, words=words)
    if chance.random() < 0.15:
        at = chance.choice([0, *(n + 1 for n, space in enumerate(line.spaces[:-1]) if space)])
        if not any(s.first < at < s.last for s in line.said):
            line = _spliced(line, at, at, [chance.choice(FILLERS)], [True])
    return line


def written(line: Line) -> tuple[str, list[tuple[int, int]]]:
    """The text of a line and where each word stands in it."""
    text, spans = "", []
    for word, space in zip(line.words, line.spaces, strict=True):
        spans.append((len(text), len(text) + len(word)))
        text += word + (" " if space else "")
    return text, spans
