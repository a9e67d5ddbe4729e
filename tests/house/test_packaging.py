"""What is installed and shipped: locked, hashed, explained, and nothing of this machine in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.house.tree import ROOT, SOURCE, files, name_of, project, texts

REQUIREMENTS = ROOT / "requirements"
LOCKS = ["run.txt", "test.txt"]
PINNED = re.compile(r"^([a-z0-9-]+)==([^ ;\\]+)(?: *;[^\\]+)? *\\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")

# A registry's own address, or an option that names one.
REGISTRY = re.compile(
    r"pypi\.org|pythonhosted|npmjs|--(?:extra-)?index-url|--find-links|--trusted-host|"
    r"file://|git\+|https?://[^ ]*/simple",
    re.IGNORECASE,
)
PRIVATE_PATH = re.compile(
    r"(?<![\w.~-])/(?:work|root|opt/(?:wheels|pypi))(?=/|\b)(?![\w-])|"
    r"(?<![\w.])/(?:home|Users)/(?!(?:you|user|me)\b)[a-z]\w*|[A-Z]:\\\\?Users",
)
PROVENANCE = re.compile(
    r"\b(?:issue|session|task)\s+(?:#\s?)?\d+\b|\bthis (?:issue|session|brief)\b|"
    r"\bthe[ ]brief\b|\.\./shared[/]|co-authored[-]by|"
    r"\b(?:generated|written) (?:by|with) (?:an? )?(?:ai|llm|claude|gpt)\b",
    re.IGNORECASE,
)


MODELS = [path for room in ("listening", "memory") for path in files(SOURCE / room / "models")]
MODELS += [path for room in ("plain", "chat") for path in files(SOURCE / "mind" / room) if path.suffix == ".npz"]
MODELS += [path for path in files(SOURCE / "voice") if path.suffix == ".npz"]


def models_told() -> set[str]:
    """The files that docs/data.md has a row for, with the script that makes each."""
    page = (ROOT / "docs" / "data.md").read_text("utf-8")
    return set(re.findall(r"^\| `([\w.-]+)` \| `training/", page, re.MULTILINE))


def names_in(path: Path) -> set[str]:
    """The projects a requirements file asks for, normalised."""
    lines = path.read_text("utf-8").splitlines()
    return {
        re.split(r"[<>=!~; \[]", line)[0].lower().replace("_", "-")
        for line in lines
        if re.match(r"[a-zA-Z]", line)
    }


@pytest.mark.parametrize("name", LOCKS)
def test_every_version_is_pinned_and_hashed(name: str) -> None:
    lines = (REQUIREMENTS / name).read_text("utf-8").splitlines()
    kept = [line for line in lines if line.strip() and not line.strip().startswith("#")]
    strange = [line for line in kept if not (PINNED.match(line) or HASH.match(line))]
    assert not strange
    pins = [i for i, line in enumerate(kept) if PINNED.match(line)]
    assert pins
    assert all(HASH.match(kept[i + 1]) for i in pins)


@pytest.mark.parametrize("name", ["run", "voice", "wake", "test"])
def test_what_is_asked_for_is_locked(name: str) -> None:
    assert names_in(REQUIREMENTS / f"{name}.in") <= names_in(REQUIREMENTS / f"{name}.txt")


def test_the_locks_agree() -> None:
    def versions(name: str) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for line in (REQUIREMENTS / name).read_text("utf-8").splitlines():
            if match := PINNED.match(line):
                found.setdefault(match.group(1), set()).add(match.group(2))
        return found

    run = versions("run.txt")
    for other in map(versions, ("voice.txt", "wake.txt", "test.txt")):
        assert not {name for name in run.keys() & other.keys() if not other[name] <= run[name]}


def test_the_package_asks_for_what_is_locked() -> None:
    declared = {re.split(r"[<>=]", asked)[0] for asked in project()["project"]["dependencies"]}
    backend = {re.split(r"[<>=]", asked)[0] for asked in project()["build-system"]["requires"]}
    assert declared | backend == names_in(REQUIREMENTS / "run.in")
    for extra in ("voice", "wake"):
        asked_for = {re.split(r"[<>=]", asked)[0] for asked in project()["project"]["optional-dependencies"][extra]}
        assert asked_for == names_in(REQUIREMENTS / f"{extra}.in")


@pytest.mark.parametrize(
    "name", sorted(set().union(*(names_in(REQUIREMENTS / f"{name}.in") for name in ("run", "voice", "wake", "test"))))
)
def test_every_dependency_has_its_reason(name: str) -> None:
    page = (ROOT / "docs" / "decisions" / "dependencies.md").read_text("utf-8")
    assert re.search(rf"^\| `{re.escape(name)}` \| [^|]{{15,}}\|", page, re.MULTILINE)


def test_no_reason_is_left_over() -> None:
    page = (ROOT / "docs" / "decisions" / "dependencies.md").read_text("utf-8")
    named = set(re.findall(r"^\| `([a-z0-9-]+)` \|", page, re.MULTILINE))
    assert named == set().union(*(names_in(REQUIREMENTS / f"{name}.in") for name in ("run", "voice", "wake", "test")))


@pytest.mark.parametrize("path", MODELS, ids=name_of)
def test_every_model_says_where_it_comes_from(path: Path) -> None:
    assert path.name in models_told(), "give it a row in docs/data.md: file, script, source, licence"


def test_every_model_named_is_there() -> None:
    assert models_told() == {path.name for path in MODELS}


def test_every_training_script_named_is_there() -> None:
    page = (ROOT / "docs" / "data.md").read_text("utf-8")
    named = re.findall(r"`(training/[\w/]+\.py)`", page)
    assert named
    assert not [script for script in named if not (ROOT / script).is_file()]


def shipped_patterns(path: Path) -> bool:
    """Whether package-data in pyproject.toml takes a file along."""
    patterns = project()["tool"]["setuptools"]["package-data"]
    return any(
        path in set((ROOT / "src" / package.replace(".", "/")).glob(pattern))
        or (
            pattern.endswith("/**")
            and path.is_relative_to(
                ROOT / "src" / package.replace(".", "/") / pattern.removesuffix("/**")
            )
        )
        for package, globs in patterns.items()
        for pattern in globs
    )


@pytest.mark.parametrize(
    "path", [path for path in files(SOURCE) if path.suffix != ".py"], ids=name_of
)
def test_every_file_of_the_package_is_shipped(path: Path) -> None:
    assert shipped_patterns(path), "package-data in pyproject.toml leaves it out"


TEXTS = dict(texts())


@pytest.mark.parametrize(
    "path",
    [
        p
        for p in TEXTS
        if p.suffix in {".in", ".txt", ".toml", ".cfg", ".ini"}
        or p.name == "Makefile"
        or p.parent.name in {".ci", "requirements"}
    ],
    ids=name_of,
)
def test_no_registry_is_named(path: Path) -> None:
    assert not REGISTRY.findall(TEXTS[path])


@pytest.mark.parametrize("path", TEXTS, ids=name_of)
def test_no_place_on_anybodys_machine_is_named(path: Path) -> None:
    assert not [match.group() for match in PRIVATE_PATH.finditer(TEXTS[path])]


@pytest.mark.parametrize("path", TEXTS, ids=name_of)
def test_the_text_stands_by_itself(path: Path) -> None:
    assert not [match.group() for match in PROVENANCE.finditer(TEXTS[path])]
