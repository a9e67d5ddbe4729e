"""The lines that vCard and iCalendar share (RFC 6350, RFC 5545): folded, with parameters, escaped."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass

from os1.memory.sources.item import cleaned

_HEAD = re.compile(
    r'(?:(?P<group>[\w-]+)\.)?(?P<name>[\w-]+)(?P<given>(?:;[^";:]*(?:"[^"]*"[^";:]*)*)*):', re.ASCII
)
_ESCAPED = re.compile(r"\\([\\;,nN])")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `name` and the names of `given` in capitals, `value` as it stands."""

    group: str
    name: str
    given: dict[str, str]
    value: str

    @property
    def words(self) -> str:
        """The value as words."""
        return unescaped(self.value)

    @property
    def fields(self) -> list[str]:
        """A value of several parts, as of a name or an address."""
        return [unescaped(part).strip() for part in re.split(r"(?<!\\);", self.value)]


def unescaped(value: str) -> str:
    return _ESCAPED.sub(lambda m: "\n" if m[1] in "nN" else m[1], value)


def blocks(text: str, kind: str) -> Iterator[list[Line]]:
    """The lines between every BEGIN and END of a kind, those of blocks within left out."""
    held: list[Line] | None = None
    within: list[str] = []
    for line in lines(text):
        value = line.value.strip().upper()
        if line.name == "BEGIN":
            within.append(value)
            if value == kind:
                held = []
        elif line.name == "END":
            if value == kind and held is not None:
                yield held
                held = None
            if within:
                within.pop()
        elif held is not None and within[-1:] == [kind]:
            held.append(line)


def lines(text: str) -> Iterator[Line]:
    """Every line, unfolded; what is none is passed over."""
    unfolded = re.sub(r"\n[ \t]", "", cleaned(text))
    unfolded = re.sub(r"(?m)^([^:\n]*QUOTED-PRINTABLE[^:\n]*:(?:.*=\n)*.*)", _printable, unfolded)
    for line in unfolded.split("\n"):
        head = _HEAD.match(line)
        if head is None:
            continue
        given: dict[str, str] = {}
        for each in re.findall(r';([^";]*(?:"[^"]*"[^";]*)*)', head["given"]):
            name, _, value = each.partition("=")
            known = given.get(name.upper())
            value = value.replace('"', "")
            given[name.upper()] = f"{known},{value}" if known else value
        yield Line(head["group"] or "", head["name"].upper(), given, line[head.end() :])


def _printable(found: re.Match[str]) -> str:
    """A value of old phones, every letter beyond ASCII as its bytes."""
    name, _, value = found[1].partition(":")
    words = quopri.decodestring(value.replace("=\n", "").encode()).decode("utf-8", "replace")
    return f"{name}:" + words.replace("\r", "").replace("\n", "\\n")
