"""The shape of the code: small files, short functions, names that say something."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from statistics import quantiles

import pytest
from tests.house.tree import (
    CODE,
    SOURCE,
    files,
    functions,
    length,
    modules,
    name_of,
    parsed,
)

FILE_LINES = 300
FUNCTION_LINES = 60
FUNCTION_LINES_P90 = 30
SOURCE_LINES = 23_200  # of Python that does something: blank lines, comments, docstrings left out
ROOM_LINES = 6_000  # the same, of one room: what lies in one folder or file of src/os1

VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "shared", "lib"}
NUMBERED = re.compile(r"(?:_v|V)[2-9]\d*$|_(?:new|old)$", re.ASCII)

# Outermost loops, where anything at all may come out of a stranger's part and the house must go on.
# Each entry: "module: function" and why nothing narrower will do.
MAY_CATCH_ALL: dict[str, str] = {
    "src/os1/tongue.py: Tongue._pump": "whatever a stranger's server sends, the turn has to end",
    "src/os1/mind/chat/tools.py: Bench._run": "a stranger's skill mustn't take a turn away",
    "src/os1/channels/web/pages.py: _take": "a fault in one message mustn't take the page away",
}

EVERYWHERE = modules("src", "tests", "training", "bench")
IN_SOURCE = modules("src")
SOURCE_CODE = [path for path in files(SOURCE) if path.suffix in CODE]


@pytest.mark.parametrize("path", EVERYWHERE, ids=name_of)
def test_a_module_starts_by_saying_what_lives_there(path: Path) -> None:
    first = path.read_text("utf-8").split("\n", 1)[0]
    if first.startswith("#!"):
        first = path.read_text("utf-8").split("\n", 2)[1]
    assert first.startswith(('"""', 'r"""')), f"the first line is {first!r}"
    assert ast.get_docstring(parsed(path))


@pytest.mark.parametrize(
    "path", [*SOURCE_CODE, *modules("tests", "training", "bench")], ids=name_of
)
def test_a_file_can_be_read_at_one_sitting(path: Path) -> None:
    lines = len(path.read_text("utf-8").splitlines())
    assert lines <= FILE_LINES, f"{lines} lines: it is probably two parts"


@pytest.mark.parametrize("path", EVERYWHERE, ids=name_of)
def test_no_function_is_long(path: Path) -> None:
    long = {
        name: length(function)
        for name, function in functions(path)
        if length(function) > FUNCTION_LINES
    }
    assert not long


def test_most_functions_are_short() -> None:
    lengths = [length(function) for path in IN_SOURCE for _, function in functions(path)]
    assert len(lengths) > 10
    p90 = quantiles(lengths, n=10, method="inclusive")[-1]
    assert p90 <= FUNCTION_LINES_P90


def test_the_whole_source_stays_small() -> None:
    assert sum(lines_of_code(path) for path in IN_SOURCE) <= SOURCE_LINES


@pytest.mark.parametrize("room", sorted({path.relative_to(SOURCE).parts[0] for path in IN_SOURCE}))
def test_no_room_grows_over_the_others(room: str) -> None:
    inside = [path for path in IN_SOURCE if path.relative_to(SOURCE).parts[0] == room]
    assert sum(lines_of_code(path) for path in inside) <= ROOM_LINES


def lines_of_code(path: Path) -> int:
    """Lines that hold code: what explains it is not held against it."""
    tree = parsed(path)
    told: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            told.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    lines = enumerate(path.read_text("utf-8").splitlines(), 1)
    return sum(
        1 for n, line in lines if n not in told and line.strip() and not line.lstrip().startswith("#")
    )


@pytest.mark.parametrize("path", EVERYWHERE, ids=name_of)
def test_names_say_what_a_thing_is(path: Path) -> None:
    named = (
        [part.removesuffix(".py") for part in path.parts[path.parts.index("src") + 1 :]]
        if ("src" in path.parts)
        else [path.stem]
    )
    assert not VAGUE & set(named), "name it after what it holds"
    defined = [
        node.name
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    ]
    assert not [name for name in [*named, *defined] if NUMBERED.search(name)]


def swallows_all(handler: ast.ExceptHandler) -> bool:
    """Whether a handler takes every error and doesn't hand it on.

    Putting things back in order and then raising the same error again is no swallowing.
    """
    last = handler.body[-1]
    if isinstance(last, ast.Raise) and last.exc is None:
        return False
    caught = handler.type
    kinds = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(
        kind is None or (isinstance(kind, ast.Name) and kind.id in {"Exception", "BaseException"})
        for kind in kinds
    )


def broad_handlers(path: Path) -> list[str]:
    """`module: function` for every function that holds a broad except, "" outside of any."""
    inside = {id(node): name for name, function in functions(path) for node in ast.walk(function)}
    return [
        f"{name_of(path)}: {inside.get(id(node), '')}"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ExceptHandler) and swallows_all(node)
    ]


@pytest.mark.parametrize("path", EVERYWHERE, ids=name_of)
def test_errors_are_caught_by_name(path: Path) -> None:
    assert not set(broad_handlers(path)) - MAY_CATCH_ALL.keys()


def test_leave_to_catch_all_is_used() -> None:
    used = {place for path in EVERYWHERE for place in broad_handlers(path)}
    assert MAY_CATCH_ALL.keys() <= used, "take what is no longer needed off the list"
    assert len(MAY_CATCH_ALL) <= 5
    assert all(MAY_CATCH_ALL.values())


def test_every_package_says_what_it_is() -> None:
    folders = {path.parent for path in IN_SOURCE if path.is_relative_to(SOURCE)}
    assert not [name_of(f) for f in folders if not (f / "__init__.py").is_file()]
