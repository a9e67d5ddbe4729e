"""Commands to talk: `os1` (the page), `talk`, `say`, `replay`."""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import sys
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from os1.channels.aloud import WAKE
from os1.channels.terminal import Terminal
from os1.channels.voice_terminal import VoiceTerminal
from os1.channels.web import Web
from os1.cli.opening import open_house
from os1.cli.shapes import reply_json
from os1.errors import RubbishError
from os1.house import House
from os1.store import settings
from os1.testing import SetClock
from os1.types import Reply

Adder = Callable[[str, str], argparse.ArgumentParser]


def add_commands(command: Adder) -> None:
    served = command("serve", "start OS1 and its page on this computer (what plain `os1` does)")
    add_serving(served)
    served.set_defaults(run=serve)
    talk = command("talk", "talk in the terminal")
    talk.add_argument("--voice", action="store_true", help="aloud, with this computer's microphone and loudspeaker")
    talk.set_defaults(run=_talk)
    wake = command("wake", "whether she may be called by her name on this computer's microphone")
    wake.add_argument("wanted", nargs="?", choices=("on", "off"), help="leave it out to see how it stands")
    wake.set_defaults(run=_wake)
    say = command("say", "say one thing and print the reply")
    say.add_argument("text", metavar="TEXT", help="what to say")
    say.add_argument("--at", metavar="ISO", help="as if said at this time (with an offset)")
    say.add_argument("--off-record", action="store_true", help="keep nothing of it")
    say.add_argument("--json", action="store_true", help="print JSON")
    say.set_defaults(run=_say)
    replay = command("replay", "say everything in a file, one JSON object a line")
    replay.add_argument("file", metavar="FILE", help="a file, or - for standard input")
    replay.add_argument("--json", action="store_true", help="print JSON, one line a turn")
    replay.set_defaults(run=_replay)


def add_serving(parser: argparse.ArgumentParser) -> None:
    """How the page is served; left out where not said, so that it may stand before `serve` too."""
    parser.add_argument("--port", type=_port, default=argparse.SUPPRESS,
                        help="port on loopback (2013)")  # fmt: skip
    parser.add_argument("--no-browser", action="store_true", default=argparse.SUPPRESS,
                        help="only print the link")  # fmt: skip


def _port(words: str) -> int:
    if not words.isdigit() or not 0 <= int(words) <= 65535:
        raise argparse.ArgumentTypeError("must be a number from 0 to 65535")
    return int(words)


def serve(given: argparse.Namespace) -> int:
    """The page, until it is stopped."""
    with open_house(given.home) as house:
        asyncio.run(Web().run(house, port=given.port, browser=not given.no_browser))
    return 0


def _talk(given: argparse.Namespace) -> int:
    with open_house(given.home) as house:
        asyncio.run((VoiceTerminal() if given.voice else Terminal()).run(house))
    return 0


def _wake(given: argparse.Namespace) -> int:
    with open_house(given.home) as house:
        if given.wanted:
            settings.put(house.database, house.person.id, **{WAKE: "yes" if given.wanted == "on" else ""})
        on = settings.get(house.database, house.person.id, WAKE) == "yes"
        her = settings.her_name(house.database, house.person.id)
    print(f"While OS1 runs, she waits for “Hey Samantha” on this computer’s microphone; “{her}, don’t listen” stops it."
          if on else "She can’t be called: this computer’s microphone stays closed until you start to talk.")  # fmt: skip
    return 0


def _say(given: argparse.Namespace) -> int:
    at = parse_time(given.at, "--at") if given.at is not None else None
    with open_house(given.home, SetClock(at) if at else None) as house:
        reply = asyncio.run(_one(house, uuid.uuid4().hex, given.text, None, given.off_record))
    print(reply_json(1, reply) if given.json else reply.reply)
    return 0


async def _one(
    house: House, turn_id: str, text: str, at: datetime | None, off_record: bool
) -> Reply:
    await house.run(house.turns.reload, house.person.id)
    try:
        return await house.reply(turn_id, text, at=at, off_record=off_record)
    finally:
        await house.tongue.aclose()


def parse_time(words: object, where: str) -> datetime:
    """An ISO 8601 time with an offset. Raises RubbishError naming where it stood."""
    try:
        at = datetime.fromisoformat(words) if isinstance(words, str) else None
    except ValueError:
        at = None
    if at is None:
        given = repr(words) if words else "no time"
        raise RubbishError(f"{where}: {given} isn't a time like 2026-03-04T19:30:00+01:00.")
    if at.tzinfo is None or at.utcoffset() is None:
        raise RubbishError(f"{where}: {words!r} lacks its offset, as in 2026-03-04T19:30:00+01:00.")
    return at


def _replay(given: argparse.Namespace) -> int:
    if given.file == "-":
        return _replay_from(sys.stdin, given)
    path = Path(given.file)
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as lines:
            return _replay_from(lines, given)
    except OSError as error:
        raise RubbishError(
            f"{path} can't be read ({error.strerror}); name another file."
        ) from error


def _replay_from(lines: TextIO, given: argparse.Namespace) -> int:
    clock = SetClock(datetime.now().astimezone())
    with open_house(given.home, clock) as house:
        return asyncio.run(_replay_lines(lines, house, clock, given.json))


async def _replay_lines(lines: TextIO, house: House, clock: SetClock, as_json: bool) -> int:
    """Every line in turn; a bad one is named and passed over, and makes the exit status 1."""
    await house.run(house.turns.reload, house.person.id)
    bad = 0
    before: datetime | None = None
    seen: Counter[str] = Counter()
    for number, line in _numbered(lines):
        try:
            turn = parse_line(line, number)
        except RubbishError as error:
            bad += 1
            print(error, file=sys.stderr)
            continue
        at: datetime = turn["at"]
        if before is not None and at < before:
            print(f"line {number}: the clock goes back from {before.isoformat()} to "
                  f"{at.isoformat()}; kept in the order it was told.", file=sys.stderr)  # fmt: skip
        before = at
        clock.set(at)
        turn_id = turn["id"] or _turn_id(turn, seen)
        # What was said long ago is answered in the house: no model is asked, and nothing is sent.
        reply = await house.reply(turn_id, turn["text"], at=at, off_record=turn["off_record"], plainly=True)
        print(reply_json(number, reply) if as_json else _shown(house, reply), flush=True)
    if bad:
        print(f"{bad} line{'s' if bad > 1 else ''} couldn't be taken; mend and replay the file "
              "again (what was kept isn't kept twice).", file=sys.stderr)  # fmt: skip
    return 1 if bad else 0


def _numbered(lines: TextIO) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield number, line


def parse_line(line: str, number: int) -> dict[str, Any]:
    """One line of a replay file. Raises RubbishError naming the line."""
    where = f"line {number}"
    try:
        turn = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise RubbishError(
            f"{where}: this isn't JSON, one object in curly braces, so it was passed over."
        ) from error
    if not isinstance(turn, dict):
        raise RubbishError(f"{where}: not a JSON object; passed over.")
    text, off_record, given = turn.get("text"), turn.get("off_record", False), turn.get("id", "")
    if not isinstance(text, str):
        raise RubbishError(f'{where}: "text" is missing or isn\'t words; passed over.')
    if not isinstance(off_record, bool):
        raise RubbishError(f'{where}: "off_record" isn\'t true or false; passed over.')
    if not isinstance(given, str) or len(given) > 200:
        raise RubbishError(f'{where}: "id" isn\'t a short text; passed over.')
    return {"at": parse_time(turn.get("at"), where), "text": text, "off_record": off_record,
            "id": given}  # fmt: skip


def _turn_id(turn: dict[str, Any], seen: Counter[str]) -> str:
    """The same line of the same file gives the same id, so that replaying twice adds nothing."""
    content = f"{turn['at'].isoformat()}\n{turn['text']}"
    digest = hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()[:24]
    seen[digest] += 1
    return f"replay-{digest}-{seen[digest]}"


def _shown(house: House, reply: Reply) -> str:
    day = reply.said_at.strftime("%a %d %b %H:%M")
    return f"{day}  you: {reply.text}\n{'':16}her: {reply.reply}"
