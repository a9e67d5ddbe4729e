"""`os1 minds try NAME`: a mind and the plain one, side by side, over the sixty situations, in homes made for it."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import AsyncGenerator, Callable
from datetime import datetime, timedelta
from pathlib import Path

from os1 import minds as choosing
from os1.cli.opening import open_house
from os1.config import Home
from os1.errors import RubbishError
from os1.house import House
from os1.mind.chat import trial
from os1.mind.chat.trial import Mark, Situation
from os1.store import minds
from os1.store.minds import PLAIN, Server
from os1.testing import SetClock

DAYS_AGO = 4


def try_out(home: str | None, name: str, *, agree: bool) -> int:
    """Run it, show progress, and print both beside each other; Ctrl-C prints what there is by then."""
    if not name:
        raise RubbishError("Say which: os1 minds try NAME (`os1 minds` lists them, and `plain` is always there).")
    with open_house(home) as house:
        wanted = asyncio.run(choosing.named(house, name))
        known = wanted is None or not wanted.leaves or wanted.host in minds.agreed(house.database, house.person.id)
    if wanted and not known and not agree:
        raise RubbishError(f"The made-up talk of the trial would leave this machine to {wanted.host}; say --agree if it may.")
    rows: list[tuple[Mark, Mark]] = []
    try:
        asyncio.run(_both(wanted, rows, lambda n, of, what: print(f"\r{n} of {of}  {what:<24}", end="", file=sys.stderr, flush=True)))
    except KeyboardInterrupt:
        print("\nStopped; this is what there is.", file=sys.stderr)
    print("", file=sys.stderr)
    print("\n".join(table(wanted.name if wanted else PLAIN, rows)))
    return 0


async def _both(wanted: Server | None, rows: list[tuple[Mark, Mark]], tell: Callable[[int, int, str], None]) -> None:
    every = trial.situations()
    async for n, situation, plain, other in replies(wanted):
        tell(n + 1, len(every), situation.name)
        rows.append((trial.mark(situation, plain), trial.mark(situation, other)))


async def replies(wanted: Server | None) -> AsyncGenerator[tuple[int, Situation, str, str]]:
    """Each situation with the plain mind's reply and the other's, each in a home of its own."""
    for n, situation in enumerate(trial.situations()):
        plain = await reply(situation, None)
        yield n, situation, plain, plain if wanted is None else await reply(situation, wanted)


async def reply(situation: Situation, server: Server | None) -> str:
    """What is said to the last words of a situation, in a new home, by one mind."""
    now = datetime.now().astimezone().replace(month=11, day=19, hour=20, minute=10)  # the day some of them speak of
    clock = SetClock(now - timedelta(days=DAYS_AGO))
    with tempfile.TemporaryDirectory(prefix="os1-trial-") as folder, House(Home(Path(folder)), clock, "made for a trial") as house:
        for n, told in enumerate(situation.told):
            await house.reply(f"told{n}", told, at=clock.now() + timedelta(minutes=n), plainly=True)
        clock.set(now)
        if server:
            if server.leaves:
                minds.agree(house.database, house.person.id, server.host, now)
            minds.use(house.database, house.person.id, server)
        said = ""
        for n, words in enumerate(situation.says):
            said = (await house.reply(f"says{n}", words, at=now + timedelta(minutes=n))).reply
        await house.tongue.aclose()
        return said


def table(name: str, rows: list[tuple[Mark, Mark]]) -> list[str]:
    """Both minds' scores, and what each said where one of them went wrong."""
    plain, other = trial.totals([p for p, _ in rows]), trial.totals([o for _, o in rows])
    lines = [f"{'':<12}{PLAIN:>12}{name[:40]:>42}"]
    lines += [f"{score:<12}{f'{plain[score][0]}/{plain[score][1]}':>12}{f'{other[score][0]}/{other[score][1]}':>42}" for score in plain]
    for one, two in rows:
        if one.wrong or two.wrong:
            lines += ["", f"[{one.situation.name}] {one.situation.says[-1]}", f"  {PLAIN}: {one.reply}{_noted(one)}"]
            lines += [f"  {name}: {two.reply}{_noted(two)}"] if name != PLAIN else []
    return lines


def _noted(mark: Mark) -> str:
    return f"   ({', '.join(mark.wrong)})" if mark.wrong else ""
