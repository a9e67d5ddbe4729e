"""The command `os1 memory`: search, show, forget."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable

from os1.cli.opening import open_house
from os1.cli.shapes import memory_json, memory_line
from os1.errors import NoSuchMemory
from os1.house import House
from os1.memory import commands, episodes, forgetting, recall
from os1.types import Memory

Adder = Callable[[str, str], argparse.ArgumentParser]


def add_commands(command: Adder) -> None:
    parser = command("memory", "look into what she remembers, and have her forget")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    search = _action(actions, "search", "find memories by words and meaning")
    search.add_argument("query", metavar="QUERY", help="words to look for")
    search.add_argument("-k", type=_count, default=10, metavar="N", help="how many at most")
    search.set_defaults(run=_search)
    show = _action(actions, "show", "show one memory with the words it came from")
    show.add_argument("id", metavar="ID", help="u12 for an utterance, m7 for a statement")
    show.set_defaults(run=_show)
    forget = _action(actions, "forget", "forget one memory, or all about something")
    forget.add_argument("what", metavar="ID|QUERY", help="a memory, or whom or what to forget")
    forget.add_argument("--yes", action="store_true", help="don't ask first")
    forget.set_defaults(run=_forget)
    for action in (search, show, forget):
        action.add_argument("--json", action="store_true", help="print JSON")
        action.add_argument("--home", metavar="DIR", help="where the memories live",
                            default=argparse.SUPPRESS)  # fmt: skip


def _action(
    actions: argparse._SubParsersAction[argparse.ArgumentParser], name: str, told: str
) -> argparse.ArgumentParser:
    return actions.add_parser(name, help=told, description=told)


def _count(words: str) -> int:
    number = int(words)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _search(given: argparse.Namespace) -> int:
    with open_house(given.home) as house:
        house.warm()
        found = recall.search(house.shelf, house.person.id, given.query, most=given.k)
        joined = recall.with_statements(house.shelf, house.person.id, found)
    if given.json:
        print(json.dumps([memory_json(m) for m in joined], ensure_ascii=False))
    else:
        print("\n".join(memory_line(m) for m in joined) or "Nothing you've told is near that.")
    return 0


def _show(given: argparse.Namespace) -> int:
    with open_house(given.home) as house:
        memory = _find(house, given.id)
    if given.json:
        print(json.dumps(memory_json(memory), ensure_ascii=False))
    else:
        print(memory_line(memory))
        if memory.kind != "episode":
            print(f"         said in {memory.source}: “{memory.quote}”")
    return 0


def _find(house: House, memory_id: str) -> Memory:
    found = recall.show(house.shelf, house.person.id, memory_id)
    if found is None:
        raise NoSuchMemory(f"There is no memory {memory_id}; `os1 memory search` finds the ids.")
    return found


def _forget(given: argparse.Namespace) -> int:
    with open_house(given.home) as house:
        house.warm()
        which, names = _meant(house, given.what)
        kept = episodes.fetch(house.shelf, house.person.id, which)
        if not kept:
            raise NoSuchMemory(f"Nothing was found under {given.what!r}; nothing was forgotten.")
        if not given.yes and not _agreed([said.text for said in kept.values()]):
            print("Nothing was forgotten.")
            return 0
        gone = forgetting.forget(house.shelf, house.person.id, dict(which), names)
        house.turns.reload(house.person.id)
    went = [{"id": i, "text": words} for i, words in zip(gone.ids, gone.words, strict=True)]
    if given.json:
        print(json.dumps({"forgotten": went, "replies": len(gone.replies)}, ensure_ascii=False))
    else:
        for each in went:
            print(f"forgot {each['id']}: {each['text']}")
        print(f"Gone: {len(went)} of yours and {len(gone.replies)} of hers. Backups made before "
              "now still hold them.")  # fmt: skip
    return 0


def _meant(house: House, what: str) -> tuple[dict[int, list[int] | None], list[str]]:
    if re.fullmatch(r"[um]\d{1,15}", what):
        return {int(_find(house, what).source[1:]): None}, []
    which, names = commands.about(house.shelf, house.person.id, what)
    return {n: None if parts is None else list(parts) for n, parts in which.items()}, names


def _agreed(texts: list[str]) -> bool:
    for text in texts:
        print(f"  {text}")
    if not sys.stdin.isatty():
        raise NoSuchMemory("Nothing was forgotten: add --yes to forget without being asked.")
    return input(f"Forget these {len(texts)}? It can't be undone. [y/N] ").lower().startswith("y")
