"""Written conversations: read from their files, lived through a fresh home, judged line by line.

`python -m tests.flows.conversing [KEY…]` prints them with her replies and what is amiss in them.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.flows.conftest import settle
from tests.flows.duties import ALWAYS, Moment, duty

from os1.config import Home
from os1.house import House
from os1.testing import SetClock
from os1.types import Reply

FOLDER = Path(__file__).parent / "conversations"
PAUSE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing said, when, and the words of what is due in reply to it."""

    at: datetime
    text: str
    checks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation as written; `about` says who talks and what is going on."""

    key: str
    about: str
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is amiss in a reply, and the check that says so."""

    line: Line
    reply: str
    check: str
    why: str

    def __str__(self) -> str:
        return (
            f"{self.line.at:%d %b %H:%M}  {self.line.text}\n    {self.reply}\n    ✗ {self.check}: {self.why}"
        )


@dataclass(slots=True)
class Judged:
    """A conversation with her replies, what was amiss, and how much was looked at."""

    conversation: Conversation
    replies: list[Reply]
    complaints: list[Complaint] = field(default_factory=list)
    checks: int = 0


def read(path: Path) -> Iterator[Conversation]:
    """The conversations of a file; ValueError with the line's number where one can't be read."""
    key, about, lines = "", "", list[Line]()
    at: datetime | None = None
    for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        kind, _, rest = row.strip().partition(" ")
        if kind == "#":
            if key:
                yield Conversation(key, about, tuple(lines))
            key, _, about = (part.strip() for part in rest.partition(";"))
            lines, at = [], None
        elif kind == "=":
            at = datetime.fromisoformat(rest).replace(tzinfo=UTC)
        elif kind == "P" and key and at is not None:
            lines.append(Line(at, rest))
            at += PAUSE
        elif kind == "!" and lines and not lines[-1].checks:
            checks = tuple(rest.split())
            if unknown := [word for word in checks if not known(word)]:
                raise ValueError(f"{path.name}:{number}: no such check: {' '.join(unknown)}")
            lines[-1] = Line(lines[-1].at, lines[-1].text, checks)
        elif kind:
            raise ValueError(f"{path.name}:{number}: can't be read: {row}")
    if key:
        yield Conversation(key, about, tuple(lines))


def known(word: str) -> bool:
    """Whether there is a duty of this name."""
    try:
        duty(word)
    except KeyError:
        return False
    return True


def conversations(folder: Path = FOLDER) -> dict[str, Conversation]:
    """Every conversation by its key, in the order of the files."""
    found = [one for path in sorted(folder.glob("*.txt")) for one in read(path)]
    by_key = {one.key: one for one in found}
    if len(by_key) < len(found):
        raise ValueError("two conversations have one key")
    return by_key


async def talk(conversation: Conversation, house: House, clock: SetClock) -> list[Reply]:
    """Her replies to every line in turn."""
    replies = []
    for number, line in enumerate(conversation.lines):
        clock.set(line.at)
        replies.append(await house.reply(f"{conversation.key}-{number}", line.text, at=line.at))
    return replies


def live(conversation: Conversation, home: Path) -> Judged:
    """The conversation lived through `home`, and judged."""
    clock = SetClock(conversation.lines[0].at)
    with House(Home(home), clock) as house:
        replies = asyncio.run(talk(conversation, house, clock))
    return judge(conversation, replies)


def judge(conversation: Conversation, replies: list[Reply]) -> Judged:
    """What each reply's own duties, and the duties of every reply, have to complain of."""
    judged = Judged(conversation, replies)
    texts = tuple(line.text for line in conversation.lines)
    spoken = tuple(reply.reply for reply in replies)
    for number, (line, reply) in enumerate(zip(conversation.lines, replies, strict=True)):
        due = frozenset(word.partition(":")[0] for word in line.checks)
        moment = Moment(line.text, due, texts[:number], spoken[:number])
        for name, check in [*((word, duty(word)) for word in line.checks), *ALWAYS.items()]:
            judged.checks += 1
            if why := check(reply.reply, reply.move, moment):
                judged.complaints.append(Complaint(line, reply.reply, name, why))
    return judged


def show(judged: Judged) -> None:
    """Print a conversation with her replies and what is amiss in them."""
    print(f"\n# {judged.conversation.key}; {judged.conversation.about}")
    before: datetime | None = None
    for line, reply in zip(judged.conversation.lines, judged.replies, strict=True):
        if before is None or line.at - before != PAUSE:
            print(f"= {line.at:%Y-%m-%d %H:%M}")
        before = line.at
        print(f"> {line.text}\n    {reply.reply}  [{reply.move.kind}]")
        for complaint in judged.complaints:
            if complaint.line is line:
                print(f"    ✗ {complaint.check}: {complaint.why}")


def main() -> None:
    """Live through the conversations named, or through all of them."""
    every = conversations()
    parser = argparse.ArgumentParser(prog="python -m tests.flows.conversing", description=__doc__)
    parser.add_argument("keys", nargs="*", metavar="KEY", help="conversations; all of them if none is named")
    keys = parser.parse_args().keys or list(every)
    if strangers := [key for key in keys if key not in every]:
        parser.error(f"no conversation is called {', '.join(strangers)}")
    amiss: Counter[str] = Counter()
    checks = 0
    with tempfile.TemporaryDirectory() as folder:
        settled = Path(folder) / "settled"
        settle(settled)
        for key in keys:
            judged = live(every[key], shutil.copytree(settled, Path(folder) / key))
            show(judged)
            checks += judged.checks
            amiss.update(complaint.check.partition(":")[0] for complaint in judged.complaints)
    print()
    for name, count in amiss.most_common():
        print(f"{count:5}  {name}")
    print(f"{len(keys)} conversations: {amiss.total()} complaints / {checks} checks")


if __name__ == "__main__":
    main()
