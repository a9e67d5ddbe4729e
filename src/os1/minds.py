"""Choosing who finds her words: what is there, what is in use, and the person's acts on it, for page and command alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from os1.errors import RubbishError
from os1.memory import episodes
from os1.mind.chat import finding, reflecting
from os1.mind.chat.reflecting import Proposal
from os1.rooms import Rooms
from os1.store import minds, programs, settings
from os1.store.minds import PLAIN, Server
from os1.types import Utterance

WELL_KNOWN = {"api.anthropic.com": "anthropic"}
"""Hosts that are spoken to in a way of their own."""


async def offered(house: Rooms) -> list[Server]:
    """Every mind that may be chosen besides the plain one: those named by hand, then those found on this computer."""
    by_hand = await house.run(minds.added, house.database, house.person.id)
    names = {each.name for each in by_hand}
    return [*by_hand, *(each for each in await finding.reachable() if each.name not in names)]


async def told(house: Rooms) -> dict[str, Any]:
    """All of it as a JSON object; never a key."""
    servers = await offered(house)
    return await house.run(_told, house, servers)


def _told(house: Rooms, servers: list[Server]) -> dict[str, Any]:
    database, me = house.database, house.person.id
    now, agreed = minds.chosen(database, me), minds.agreed(database, me)
    by_hand = {each.name for each in minds.added(database, me)}
    shown = servers if now is None or now.name in {s.name for s in servers} else [now, *servers]
    return {
        "now": now.name if now else PLAIN,
        "minds": [{**minds.without_key(s), "by_hand": s.name in by_hand, "agreed": s.host in agreed, "there": s in servers,
                   "now": bool(now and s.name == now.name)} for s in shown],
        "agreed": [{"host": host, "at": at} for host, at in agreed.items()],
        "undo": minds.can_undo(database, me), "kept_back": minds.counted(database, me),
        "programs": [{"name": name, "at": at} for name, at in programs.listed(database, me).items()],
    }  # fmt: skip


async def named(house: Rooms, name: str) -> Server | None:
    """The mind of this name, or the only one whose name holds it; None for the plain one. Raises RubbishError."""
    if name.strip().lower() == PLAIN:
        return None
    servers = await offered(house)
    exact = [s for s in servers if s.name == name] or [s for s in servers if name.strip().lower() in s.name.lower()]
    if len(exact) == 1:
        return exact[0]
    if exact:
        raise RubbishError(f"Several minds are called something like {name}: {', '.join(s.name for s in exact[:6])}. Say which.")
    raise RubbishError(f"There is no mind called {name[:60]} here; `os1 minds` lists those that can be reached.")


async def use(house: Rooms, wanted: Server | None, *, agree: str = "") -> str:
    """Let a mind find her words from the next turn on; what to tell the person. `agree` is the host they have just
    said their words may go to; to any other nothing goes. Raises RubbishError."""
    if wanted and wanted.leaves and agree == wanted.host:
        await house.run(minds.agree, house.database, house.person.id, wanted.host, house.clock.now())
    await house.run(minds.use, house.database, house.person.id, wanted)
    await wake(house)
    return said(wanted)


async def agreed(house: Rooms, wanted: Server) -> bool:
    """Whether words may go to its host already."""
    return wanted.host in await house.run(minds.agreed, house.database, house.person.id)


async def undo(house: Rooms) -> str:
    """Back to the mind before. Raises RubbishError where there was none."""
    now = await house.run(minds.undo, house.database, house.person.id)
    await wake(house)
    return said(now)


async def wake(house: Rooms) -> None:
    """Let the model in use get ready, if there is one."""
    now = await house.run(minds.chosen, house.database, house.person.id)
    if now:
        house.tongue.wake(now, await house.run(settings.persona, house.database, house.person.id))


async def reflect(house: Rooms) -> list[Proposal]:
    """Let the model in use point at what was said since it was last asked, and keep what stands in the person's own
    words. Only with a model on this computer: a whole day's talk is never sent anywhere. Empty where there is none."""
    server, waiting = await house.run(_unreflected, house)
    if server is None or len(waiting) < reflecting.LEAST:
        return []
    proposals = await reflecting.propose(server, waiting)
    await house.run(_reflected, house, proposals, waiting[-1].id)
    return proposals


def _unreflected(house: Rooms) -> tuple[Server | None, list[Utterance]]:
    database, me = house.database, house.person.id
    server, since = minds.chosen(database, me), int(settings.get(database, me, "reflected", "0"))
    if server is None or server.leaves:
        return None, []
    latest = episodes.latest(house.shelf, me, reflecting.BACK, speaker="person")
    return server, [u for u in latest if u.id > since and u.text][: reflecting.MOST]


def _reflected(house: Rooms, proposals: list[Proposal], until: int) -> None:
    reflecting.keep(house.shelf, house.person.id, proposals)
    settings.put(house.database, house.person.id, reflected=str(until))


def leaving(host: str) -> str:
    """What is said before anybody agrees to a host."""
    return (f"Your words, what was said in the last three hours, and what she remembers that bears on it, will leave this machine to {host}. "
            "Whoever runs it can read them.")  # fmt: skip


def said(now: Server | None) -> str:
    """What has changed, in one sentence."""
    if now is None:
        return "My words are my own again, and nothing leaves this computer."
    where = f"Your words now leave this computer, to {now.host}." if now.leaves else "Nothing leaves this computer."
    return f"{now.name} finds my words from now on. {where}"


async def add(house: Rooms, name: str, url: str, model: str, key: str) -> Server:
    """Name a server by hand; without a model, the first it lists, if it may be asked. Raises RubbishError."""
    bare = url.strip().rstrip("/")
    try:
        kind = WELL_KNOWN.get(urlsplit(bare).hostname or "", "openai")
    except ValueError:
        kind = "openai"  # no address at all, which is said below
    if kind == "anthropic" and not bare.endswith("/v1"):
        bare = f"{bare}/v1"
    made = minds.server(name or model or "added", kind, bare, model, key)
    if not made.model:
        if made.leaves:
            raise RubbishError("Say which model, too: before you agree to a host, nothing is asked of it.")
        listed = await finding.models(made)
        if not listed:
            raise RubbishError(f"{made.url} lists no model; start one there, or name it.")
        made = minds.server(name or listed[0], kind, bare, listed[0], key)
    await house.run(minds.add, house.database, house.person.id, made)
    return made


def lines(told: Mapping[str, Any]) -> Iterator[str]:
    """The minds as they are read in a terminal."""
    mark = {True: "*", False: " "}
    yield f"{mark[told['now'] == PLAIN]} {PLAIN:<44} on this computer, always there"
    for each in told["minds"]:
        where = f"your words will leave this machine to {each['host']}" if each["leaves"] else "on this computer"
        gone = "" if each["there"] else " (not reachable now)"
        agreed = " (agreed)" if each["leaves"] and each["agreed"] else ""
        yield f"{mark[each['now']]} {each['name']:<44} {where}{agreed}{gone}"
    if not told["minds"]:
        yield "\nNo language model was found. Start Ollama, llama.cpp, LM Studio or vLLM on this computer and it shows up here,"
        yield "or name one by hand: os1 mind add NAME --url URL --model MODEL [--key]. She needs none of them."
    if kept_back := told["kept_back"]:
        yield "\nKept from being said, so far: " + ", ".join(f"{name} {times}" for name, times in sorted(kept_back.items()))
