"""Who may import whom: the contract in pyproject.toml holds, and would notice if it didn't."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from tests.house.tree import ROOT, SOURCE, modules, name_of, parsed, project

ENTRY_POINTS = [
    EntryPoint(name=name, group=group, value=value)
    for group, points in project()["project"]["entry-points"].items()
    for name, value in points.items()
]


def lint_imports(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs import-linter's own command in a folder."""
    call = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", call, "--no-cache", "--no-logo", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_nobody_imports_upwards() -> None:
    ran = lint_imports(ROOT)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_an_upward_import_would_be_noticed(tmp_path: Path) -> None:
    package = tmp_path / "os1"
    package.mkdir()
    for name in ("__init__", "house", "protocols", "types", "errors", "speech"):
        (package / f"{name}.py").write_text('"""A stand-in."""\n')
    (package / "types.py").write_text("import os1.house\n")
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    ran = lint_imports(tmp_path)
    assert ran.returncode != 0
    assert "os1.types is not allowed to import os1.house" in ran.stdout


@pytest.mark.parametrize("name", ["types", "errors"])
def test_the_core_imports_nothing_of_ours(name: str) -> None:
    imported = {
        part
        for node in ast.walk(parsed(SOURCE / f"{name}.py"))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for part in (
            [node.module]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
        )
    }
    roots = {str(part).split(".")[0] for part in imported}
    assert roots <= sys.stdlib_module_names


@pytest.mark.parametrize("path", modules("src"), ids=name_of)
def test_nothing_is_imported_that_only_tests_have(path: Path) -> None:
    tools = {"pytest", "hypothesis", "playwright", "httpx", "mypy", "tests", "bench", "training"}
    imported = {
        name.split(".")[0]
        for node in ast.walk(parsed(path))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom) and node.level == 0
            else []
        )
    }
    assert not imported & tools


@pytest.mark.parametrize("point", ENTRY_POINTS, ids=lambda point: f"{point.group}:{point.name}")
def test_every_entry_point_loads(point: EntryPoint) -> None:
    part = point.load()
    assert callable(part)
    assert part.__doc__


def test_the_command_loads() -> None:
    value = project()["project"]["scripts"]["os1"]
    assert callable(EntryPoint(name="os1", group="console_scripts", value=value).load())
