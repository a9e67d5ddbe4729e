"""The documentation is true: what can be typed, set or sent is in it, and what it names exists."""

from __future__ import annotations

import argparse
import ast
import dataclasses
import importlib
import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.house.tree import (
    ROOT,
    SOURCE,
    documentation,
    files,
    modules,
    name_of,
    pages,
    parsed,
    project,
)

FENCE = re.compile(r"^[ ]*```.*?\n(.*?)^[ ]*```", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)|\b(?:src|href)=\"([^\"]+)\"")


def code_in(text: str) -> list[str]:
    """What stands in code spans and the lines of code blocks of a Markdown text."""
    blocks = [line.strip() for block in FENCE.findall(text) for line in block.splitlines()]
    return blocks + SPAN.findall(FENCE.sub("", text))


def is_documented(name: str) -> bool:
    """Whether a name stands as a whole in some piece of code in the documentation."""
    whole = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    return any(whole.search(piece) for piece in code_in(documentation()))


# --- what can be typed ----------------------------------------------------------------------


def subcommands(
    parser: argparse.ArgumentParser, path: str = "os1"
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every command and the parser behind it, deepest last: ("os1 memory search", parser)."""
    yield path, parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                yield from subcommands(below, f"{path} {name}")


def commands() -> dict[str, argparse.ArgumentParser]:
    """What `os1.cli` offers; empty where it doesn't exist, which a test of its own refuses."""
    if importlib.util.find_spec("os1.cli") is None:
        return {}
    parser = importlib.import_module("os1.cli").build_parser()
    assert isinstance(parser, argparse.ArgumentParser)
    return dict(subcommands(parser))


COMMANDS = commands()
OPTIONS = sorted(
    {
        (command, option)
        for command, parser in COMMANDS.items()
        for action in parser._actions
        for option in action.option_strings
        if option.startswith("--") and option != "--help"
    }
)


def test_there_are_commands() -> None:
    expected = {"talk", "say", "replay", "memory", "export", "backup", "restore", "doctor"}
    assert {f"os1 {name}" for name in expected} <= COMMANDS.keys()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command: str) -> None:
    assert is_documented(command)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    parser = COMMANDS[command]
    assert parser.description, "give the parser a description: it is what --help says first"
    silent = [
        action.dest
        for action in parser._actions
        if not action.help and not isinstance(action, argparse._SubParsersAction)
    ]
    assert not silent


@pytest.mark.parametrize(("command", "option"), OPTIONS)
def test_every_option_is_documented(command: str, option: str) -> None:
    assert is_documented(option), f"{option} of {command} stands nowhere in the documentation"


def test_no_command_is_made_up() -> None:
    top = {command.split()[1] for command in COMMANDS if " " in command}
    named = {
        match.group(1)
        for piece in code_in(documentation())
        if (match := re.match(r"(?:\$ )?(?:\.venv/bin/)?os1 ([a-z]+)", piece))
    }
    assert named <= top


# --- what can be set ------------------------------------------------------------------------


def variables() -> set[str]:
    """Every environment variable named OS1_… in a string of the source."""
    return {
        found
        for path in modules("src")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for found in re.findall(r"\bOS1_[A-Z][A-Z_]*\b", node.value)
    }


def settings() -> set[str]:
    """Every field of a dataclass in os1.config or os1.types that people set."""
    found: set[str] = set()
    for module in ("os1.config", "os1.types"):
        for name, kind in vars(importlib.import_module(module)).items():
            if dataclasses.is_dataclass(kind) and name in {"Settings", "Persona"}:
                found |= {field.name for field in dataclasses.fields(kind)}
    return found


@pytest.mark.parametrize("name", sorted(variables()))
def test_every_environment_variable_is_documented(name: str) -> None:
    assert is_documented(name)


@pytest.mark.parametrize("name", sorted(settings()))
def test_every_setting_is_documented(name: str) -> None:
    assert is_documented(name)


# --- what can be sent -----------------------------------------------------------------------


def typed(node: ast.AST) -> Iterator[str]:
    """The message type a piece of Python makes, matches or compares with, if it does."""
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and key.value == "type":
                yield from words(value)
    elif isinstance(node, ast.MatchMapping):
        for key, pattern in zip(node.keys, node.patterns, strict=True):
            if isinstance(key, ast.Constant) and key.value == "type":
                for part in ast.walk(pattern):
                    if isinstance(part, ast.MatchValue):
                        yield from words(part.value)


def words(node: ast.AST) -> Iterator[str]:
    """The string a node stands for, if it is one."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


# Kinds of form fields and buttons, which JavaScript calls `type` as well.
FIELDS = {"button", "checkbox", "password", "radio", "submit", "text"}


def message_types() -> set[str]:
    """Every WebSocket message type in the web channel, on the server's side and the page's."""
    web = SOURCE / "channels" / "web"
    python = {
        name
        for path in files(web)
        if path.suffix == ".py"
        for node in ast.walk(parsed(path))
        for name in typed(node)
    }
    page = {
        name
        for path in files(web)
        if path.suffix == ".js"
        for name in re.findall(r"""\btype:\s*["']([a-z_]+)["']\s*[,}]""", path.read_text("utf-8"))
    }
    sent = python | (page - FIELDS)
    return {name for name in sent if re.fullmatch(r"[a-z]+(_[a-z]+)*", name)}


def test_there_are_message_types() -> None:
    assert len(message_types()) >= 2


@pytest.mark.parametrize("name", sorted(message_types()))
def test_every_message_type_is_documented(name: str) -> None:
    assert is_documented(name)


@pytest.mark.parametrize("group", sorted(project()["project"]["entry-points"]))
def test_every_entry_point_group_is_documented(group: str) -> None:
    assert is_documented(group)


# --- what the documentation names -----------------------------------------------------------


def targets_of_make() -> set[str]:
    """Every target of the Makefile that has a name of its own."""
    text = (ROOT / "Makefile").read_text("utf-8")
    return set(re.findall(r"^([a-z][a-z-]*):", text, re.MULTILINE))


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    text = FENCE.sub("", page.read_text("utf-8"))
    targets = [a or b for a, b in LINK.findall(text)]
    local = [t.split("#")[0] for t in targets if not re.match(r"[a-z]+:|#", t)]
    assert not [target for target in local if not (page.parent / target).exists()]


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_every_make_target_named_exists(page: Path) -> None:
    named = {
        target
        for piece in code_in(page.read_text("utf-8"))
        if (match := re.match(r"(?:\$ )?make((?: [a-z][a-z-]*)+)", piece))
        for target in match.group(1).split()
    }
    assert named <= targets_of_make()


def drawn_tree() -> list[tuple[int, str]]:
    """(depth, name) for what ARCHITECTURE.md draws under src/os1/, the children at depth 1."""
    page = ROOT / "ARCHITECTURE.md"
    lines = page.read_text("utf-8").splitlines() if page.exists() else []
    drawn: list[tuple[int, str]] = []
    top: int | None = None
    for line in lines:
        match = re.match(r"([ │├└─]*)([\w./-]+(?:[ ]+[\w-]+(?:/|\.py)(?=\s|$))*)", line)
        if not match:
            top = None
            continue
        depth = len(match.group(1))
        names = match.group(2).split()
        if top is not None and depth <= top:
            top = None
        if top is not None:
            drawn += [
                ((depth - top + 3) // 4, name) for name in names if re.search(r"/$|\.py$", name)
            ]
        if names[0].rstrip("/").endswith("src/os1") or (names[0] == "os1/" and depth):
            top = depth
    return drawn


def test_the_tree_in_architecture_is_the_real_one() -> None:
    real = {
        f"{path.name}/" if path.is_dir() else path.name
        for path in SOURCE.iterdir()
        if path.name not in {"__init__.py", "__pycache__", "__main__.py"}
        and (path.is_dir() or path.suffix == ".py")
    }
    assert {name for depth, name in drawn_tree() if depth == 1} == real


def test_deeper_entries_of_the_tree_exist() -> None:
    inside: dict[int, Path] = {0: SOURCE}
    missing = []
    for depth, name in drawn_tree():
        path = inside[depth - 1] / name
        inside[depth] = path
        if not path.exists():
            missing.append(name_of(path))
    assert not missing
