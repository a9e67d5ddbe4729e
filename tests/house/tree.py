"""What lies in the repository, for the tests that look at the house itself."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "os1"
NOT_OURS = {
    ".git",
    ".venv",
    ".hypothesis",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    "__pycache__",
    "build",
    "dist",
}
CODE = {".py", ".js", ".mjs", ".css", ".html"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def files(folder: Path = ROOT) -> list[Path]:
    """Every file of ours under `folder`, built and installed things left out."""
    found: list[Path] = []
    for path in sorted(folder.iterdir()):
        if path.name in NOT_OURS or path.name.endswith(".egg-info"):
            continue
        if path.is_dir():
            found += files(path)
        else:
            found.append(path)
    return found


def texts() -> Iterator[tuple[Path, str]]:
    """Every file that is text, with its text; weights and pictures are passed over."""
    for path in files():
        try:
            yield path, path.read_text("utf-8")
        except UnicodeDecodeError:
            continue


def name_of(path: Path) -> str:
    """The path as a person would name it, from the root of the repository."""
    return path.relative_to(ROOT).as_posix()


def modules(*folders: str) -> list[Path]:
    """Every Python file under the named folders of the repository."""
    return [p for folder in folders for p in files(ROOT / folder) if p.suffix == ".py"]


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(path.read_text("utf-8"), str(path))


def functions(path: Path) -> Iterator[tuple[str, Function]]:
    """Every function of a module with its qualified name, nested ones and methods included."""

    def walk(node: ast.AST, prefix: str) -> Iterator[tuple[str, Function]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, Function | ast.ClassDef):
                name = f"{prefix}{child.name}"
                if isinstance(child, Function):
                    yield name, child
                yield from walk(child, f"{name}.")
            else:
                yield from walk(child, prefix)

    yield from walk(parsed(path), "")


def length(function: Function) -> int:
    """Lines from `def` to the last one; decorators don't count."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def project() -> dict[str, Any]:
    """pyproject.toml as read."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def pages() -> list[Path]:
    """Every Markdown page of the repository."""
    return [path for path in files() if path.suffix == ".md"]


@cache
def documentation() -> str:
    """README, ARCHITECTURE and everything in docs/ except the decisions, as one text.

    A decision says why something is so; naming a thing there doesn't tell anyone how to use it.
    """
    kept = [
        path
        for path in pages()
        if name_of(path) in {"README.md", "ARCHITECTURE.md"}
        or (name_of(path).startswith("docs/") and "decisions" not in path.parts)
    ]
    return "\n".join(path.read_text("utf-8") for path in kept)
