"""Running the command `os1` as a person's machine would: a real process on a real home."""

from __future__ import annotations

import itertools
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OS1 = Path(sys.executable).with_name("os1")
Turn = dict[str, Any]

QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|(?<!\w)[‘'][^’']*(?:\w[’']\w[^’']*)*[’'](?!\w)")
INNARDS = re.compile(r"Error\b|ERROR|Exception|sqlite|\berrno\b|0x[0-9a-f]+|\(char \d+\)|recursion|\bNone\b")
"""What only the program's makers would say."""

_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Run:
    """How one process ended: its exit status and what it wrote."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Month:
    """The month as it went: the lines, her results by their ids, and exports along the way.

    `exports` were taken before each day on which something is forgotten, and at the end.
    """

    home: Path
    lines: tuple[Turn, ...]
    turns: dict[str, Turn]
    exports: tuple[str, ...]

    def pairs(self) -> Iterator[tuple[Turn, Turn]]:
        """Each line with its result."""
        return ((line, self.turns[line["id"]]) for line in self.lines)


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's environment without OS1's own settings and without a keyring."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OS1_")}
    kept["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    kept["OMP_NUM_THREADS"] = "1"
    return kept | dict(more or {})


def os1(
    *words: str | bytes | Path,
    home: Path | None = None,
    env: Mapping[str, str] | None = None,
    stdin: bytes = b"",
    timeout: float = 180,
    before: str = "",
) -> Run:
    """Run `os1 WORDS… [--home HOME]`; the Python in `before` runs first, in the same process."""
    command: list[Any] = [OS1, *words]
    if before:
        become = f"{before}\nimport os, sys\nos.execv(sys.argv[1], sys.argv[1:])"
        command = [sys.executable, "-c", become, *command]
    if home is not None:
        command += ["--home", home]
    ended = subprocess.run(
        command,
        input=stdin,
        capture_output=True,
        env=environment(env),
        timeout=timeout,
        check=False,
    )
    return Run(
        ended.returncode,
        ended.stdout.decode("utf-8", "replace"),
        ended.stderr.decode("utf-8", "replace"),
    )


def fine(run: Run) -> Run:
    """The same run, once it is sure that it went well."""
    assert run.code == 0, f"exit status {run.code}\n{run.out[-2000:]}\n{run.err[-2000:]}"
    return run


def complaint(run: Run) -> str:
    """The one sentence of a run that went wrong; fails where there is none or more."""
    sentences = complaints(run)
    assert len(sentences) == 1, run.err
    assert len(re.split(r"(?<=[.!?])\s+(?=[A-Z])", sentences[0])) == 1, sentences[0]
    return sentences[0]


def complaints(run: Run) -> list[str]:
    """The lines of a run that went wrong, each of them words for a person."""
    assert run.code == 1, f"exit status {run.code}: {run.out[-500:]} {run.err[-1500:]}"
    assert "Traceback" not in run.out + run.err, run.err[-1500:]
    said = [text.strip() for text in run.err.splitlines() if text.strip()]
    assert said
    for sentence in said:
        assert re.search(r"[.!]$", sentence), sentence
        assert 3 <= len(sentence.split()) <= 60, sentence
        assert not INNARDS.search(sentence), sentence
    return said


def results(run: Run) -> list[Turn]:
    """The JSON lines of a run's output."""
    return [json.loads(line) for line in run.out.splitlines() if line.strip()]


def own_words(reply: str) -> str:
    """A reply without what it quotes."""
    return QUOTED.sub(" ", reply)


def write_lines(folder: Path, lines: Iterable[Mapping[str, Any]]) -> Path:
    """A replay file in `folder`."""
    path = folder / f"replay-{next(_numbers)}.jsonl"
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    path.write_text(text, encoding="utf-8")
    return path


def replay(home: Path, lines: Iterable[Mapping[str, Any]], **more: Any) -> list[Turn]:
    """Replay `lines` through `home`; one result for each."""
    given = list(lines)
    run = fine(os1("replay", write_lines(home.parent, given), "--json", home=home, **more))
    turns = results(run)
    assert len(turns) == len(given), run.out[-2000:]
    return turns


def say(home: Path, text: str, at: str | None = None, off_record: bool = False, **more: Any) -> Turn:
    """One thing said with `os1 say`, and its result."""
    words = ["say", text, "--json"]
    words += ["--at", at] if at else []
    words += ["--off-record"] if off_record else []
    (turn,) = results(fine(os1(*words, home=home, **more)))
    return turn


def search(home: Path, query: str, k: int = 50, **more: Any) -> list[Turn]:
    """What `os1 memory search` finds."""
    run = fine(os1("memory", "search", query, "-k", str(k), "--json", home=home, **more))
    found: list[Turn] = json.loads(run.out)
    return found


def show(home: Path, memory: str, **more: Any) -> Turn:
    """One memory by its id."""
    shown: Turn = json.loads(fine(os1("memory", "show", memory, "--json", home=home, **more)).out)
    return shown


def forget(home: Path, what: str, **more: Any) -> list[Turn]:
    """What `os1 memory forget` says went."""
    run = fine(os1("memory", "forget", what, "--yes", "--json", home=home, **more))
    gone: list[Turn] = json.loads(run.out)["forgotten"]
    return gone


def export(home: Path, **more: Any) -> str:
    """Everything `os1 export` gives out, as text."""
    return fine(os1("export", home=home, **more)).out


def finds(home: Path, *words: str, **more: Any) -> bool:
    """Whether a search for `words` finds something that holds one of them."""
    texts = [found["text"] + found["quote"] for found in search(home, " ".join(words), **more)]
    return any(word.casefold() in text.casefold() for text in texts for word in words)


def kept(home: Path, **more: Any) -> list[str]:
    """Everything the person said that is kept, in order."""
    lines = [json.loads(line) for line in export(home, **more).splitlines()]
    return [line["text"] for line in lines if line.get("speaker") == "person"]


def still_answers(home: Path) -> None:
    """She still knows what the fixture `told` told her."""
    turn = say(home, "Where does Ruth live?", at="2026-03-20T12:00:00+00:00")
    assert "Leeds" in turn["reply"], turn["reply"]
