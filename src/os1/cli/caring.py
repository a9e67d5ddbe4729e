"""The command `os1 care`: what she does when it is serious, for which country, and how often it was needed."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from typing import Any

from os1.cli.opening import open_house
from os1.errors import RubbishError
from os1.house import House
from os1.mind import care, helplines

Adder = Callable[[str, str], argparse.ArgumentParser]


def add_commands(command: Adder) -> None:
    parser = command("care", "what she does when it is serious: protocol, country, lines and counts")
    parser.add_argument("what", nargs="?", choices=("country", "trusted"),
                        help="country: say which you are in; trusted: say whom you trust")  # fmt: skip
    parser.add_argument("value", nargs="*", metavar="VALUE", help="a code such as GB; or a name and a number")
    parser.add_argument("--json", action="store_true", help="print JSON, without any content")
    parser.set_defaults(run=_care)


def _care(given: argparse.Namespace) -> int:
    with open_house(given.home) as house:
        if given.what is not None:
            _settle(house, given.what, given.value)
        told = _told(house)
    for sentence in told["problems"]:
        print(sentence, file=sys.stderr)
    print(json.dumps(told, ensure_ascii=False) if given.json else _shown(told))
    return 1 if told["problems"] else 0


def _settle(house: House, what: str, value: list[str]) -> None:
    known = house.turns.care.countries()
    if what == "trusted" and len(value) <= 2:
        name, number = [*value, "", ""][:2]
        house.turns.care.settle(house.person.id, trusted=(name, number))
    elif what == "country" and len(value) == 1 and value[0].upper() in known:
        house.turns.care.settle(house.person.id, value[0])
    else:
        asked = f"one of {', '.join(known)}" if what == "country" else "a name and a number, each in quotes"
        raise RubbishError(f"`os1 care {what}` needs {asked}.")


def _told(house: House) -> dict[str, Any]:
    """Everything but content: no words, and of whom the person trusts only whether there is somebody."""
    kept, person_id = house.turns.care, house.person.id
    held, problems = helplines.lines(kept.home)
    code, how = kept.country(person_id)
    return {
        "country": code, "country_name": kept.countries()[code], "how": how,
        "trusted": bool(kept.trusted(person_id)[0]),
        "lines": [{"name": line.name, "for": list(line.kinds), "number": line.number, "text": line.text,
                   "when": line.hours, "source": line.source, "checked": line.checked}
                  for line in held if line.country == code and line.kinds],
        "protocol": [{"kind": s.kind, "levels": list(s.levels), "who": s.who, "does": s.does} for s in care.protocol()],
        "counts": kept.counts(person_id), "problems": problems,
    }  # fmt: skip


def _shown(told: dict[str, Any]) -> str:
    rows = [f"Country: {told['country_name']} ({told['country']}), {told['how']}. Change it with `os1 care country CODE`.",
            f"Somebody you trust: {'set' if told['trusted'] else 'not set'}.", "", "Lines"]  # fmt: skip
    rows += [f"  {line['name']}: {' · '.join(filter(None, (line['number'], line['text'])))} ({line['when']}; for "
             f"{', '.join(line['for'])}; {line['checked']})" for line in told["lines"]]  # fmt: skip
    rows += ["", "What she does"]
    rows += [f"  {s['kind']}, {'/'.join(s['levels'])}{', of somebody else' if s['who'] == 'other' else ''}: {s['does']}"
             for s in told["protocol"]]  # fmt: skip
    rows += ["", "How often help was given (no words are kept of it)"]
    rows += [f"  {month}  {kind} {level}: {count}" for month, kinds in sorted(told["counts"].items())
             for kind, levels in kinds.items() for level, count in levels.items()] or ["  never yet"]  # fmt: skip
    return "\n".join(rows)
