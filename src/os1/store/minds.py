"""The language models this home knows: which one speaks, where each lives, and what was agreed about it.

Everything is kept in the encrypted store: addresses, keys, the person's consent for each host that words
may be sent to, how often a guard had to step in, and the last prompt, so that it can be shown.
"""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from os1.errors import RubbishError
from os1.store import settings
from os1.store.database import Database

PLAIN = "plain"
KINDS = ("openai", "anthropic", "ollama", "llama.cpp", "lm studio", "vllm")
"""How a server is spoken to: Anthropic's has an interface of its own, the others share OpenAI's."""
CLOUD, OLLAMA = re.compile(r"[:-]cloud$", re.IGNORECASE), "ollama.com"
"""What a model is called that a server on this computer passes on, and where to."""
LONGEST_NAME, LONGEST_MODEL, LONGEST_KEY, LONGEST_ADDRESS = 120, 400, 4_096, 1_000
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?|[0-9a-f:.]*[0-9a-f][0-9a-f:.]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Server:
    """One model at one place. `url` is the base the interface hangs on (".../v1"); `remote` is the host a
    server on this computer passes words on to, "" where it keeps them."""

    name: str
    kind: str
    url: str
    model: str
    key: str = field(default="", repr=False)
    remote: str = ""

    @property
    def host(self) -> str:
        """Where words sent to it end up."""
        return self.remote or (urlsplit(self.url).hostname or "")

    @property
    def here(self) -> bool:
        """Whether it stands on this computer. A name is believed to be elsewhere unless it is this computer's
        own: what it resolves to can change."""
        host = urlsplit(self.url).hostname or ""
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"

    @property
    def leaves(self) -> bool:
        """Whether words sent to it leave this computer, there or passed on from here."""
        return bool(self.remote) or not self.here


def server(name: str, kind: str, url: str, model: str, key: str = "", remote: str = "") -> Server:
    """A server as it may be kept. Raises RubbishError for what can't be one."""
    bare = " ".join(name.split())
    if not _is_address(url.strip()):
        raise RubbishError("That isn't an address of a model server, such as https://api.example.com/v1.")
    if kind not in KINDS:
        raise RubbishError(f"A model server is one of: {', '.join(KINDS)}.")
    if not bare or len(bare) > LONGEST_NAME or bare.lower() == PLAIN or not bare.isprintable():
        raise RubbishError(f"A mind needs a short name of its own (and not “{PLAIN}”).")
    if len(model) > LONGEST_MODEL or not model.isprintable():
        raise RubbishError("That isn't the name of a model.")
    if len(key) > LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise RubbishError("That isn't a key: it has to be one line of plain letters and figures.")
    made = Server(bare, kind, url.strip().rstrip("/"), model.strip(), key, remote)
    if key and made.url.lower().startswith("http:") and not made.here:
        raise RubbishError("A key may go to another computer only over https; over http anybody on the way reads it.")
    return replace(made, remote=OLLAMA) if CLOUD.search(made.model) and not made.leaves else made


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    plain = url.isascii() and url.isprintable() and " " not in url and len(url) <= LONGEST_ADDRESS
    bare = not (parts.query or parts.fragment or parts.username)
    return plain and bare and parts.scheme in ("http", "https") and port != 0 and bool(_HOST.fullmatch(host))


def chosen(database: Database, person_id: str) -> Server | None:
    """The model that finds her words now; None for the plain mind, also where its host's consent is gone."""
    held = _read(database, person_id, "mind")
    found = _as_server(held) if held else None
    return found if found and (not found.leaves or found.host in agreed(database, person_id)) else None


def use(database: Database, person_id: str, wanted: Server | None) -> None:
    """Let `wanted` find her words from now on (None: the plain mind). The one before can be had back.

    Raises RubbishError where words would leave for a host that wasn't agreed to.
    """
    if wanted and wanted.leaves and wanted.host not in agreed(database, person_id):
        raise RubbishError(f"With {wanted.name}, your words would leave this computer, to {wanted.host}. Agree to that first.")
    before = settings.get(database, person_id, "mind")
    if before == (json.dumps(asdict(wanted)) if wanted else ""):
        return  # it finds her words already, and what was before that stays
    settings.put(database, person_id, mind=json.dumps(asdict(wanted)) if wanted else "", mind_before=before or "plain")


def undo(database: Database, person_id: str) -> Server | None:
    """Back to the mind before the last change; the same again goes forward. Raises RubbishError where there was none."""
    before = settings.get(database, person_id, "mind_before")
    if not before:
        raise RubbishError("The mind was never changed here.")
    use(database, person_id, _as_server(json.loads(before)) if before != PLAIN else None)
    return chosen(database, person_id)


def can_undo(database: Database, person_id: str) -> bool:
    """Whether the mind was ever changed here."""
    return bool(settings.get(database, person_id, "mind_before"))


def added(database: Database, person_id: str) -> list[Server]:
    """The servers named by hand, with their keys."""
    return [found for each in _read(database, person_id, "minds").values() if (found := _as_server(each))]


def add(database: Database, person_id: str, new: Server) -> None:
    """Keep a server named by hand; the same name again replaces it."""
    held = _read(database, person_id, "minds")
    settings.put(database, person_id, minds=json.dumps({**held, new.name: asdict(new)}))
    for slot in ("mind", "mind_before"):
        if _read(database, person_id, slot).get("name") == new.name:
            settings.put(database, person_id, **{slot: json.dumps(asdict(new))})


def remove(database: Database, person_id: str, name: str) -> None:
    """Forget a server and its key, and speak plainly if it was speaking. Raises RubbishError where there is none."""
    held = _read(database, person_id, "minds")
    if held.pop(name, None) is None:
        raise RubbishError(f"There is no mind called {name} that was added by hand.")
    settings.put(database, person_id, minds=json.dumps(held))
    for slot in ("mind", "mind_before"):
        if _read(database, person_id, slot).get("name") == name:
            settings.put(database, person_id, **{slot: "" if slot == "mind" else PLAIN})


def agreed(database: Database, person_id: str) -> dict[str, str]:
    """The hosts that words may be sent to, each with when the person said so."""
    return {str(host): str(at) for host, at in _read(database, person_id, "hosts").items()}


def agree(database: Database, person_id: str, host: str, at: datetime) -> None:
    """Words may go to this host from now on."""
    held = {**agreed(database, person_id), host: at.isoformat(timespec="seconds")}
    settings.put(database, person_id, hosts=json.dumps(held))


def revoke(database: Database, person_id: str, host: str) -> None:
    """No more words go to this host; whatever spoke from there falls silent. Raises RubbishError where nothing was agreed."""
    held = agreed(database, person_id)
    if held.pop(host, None) is None:
        raise RubbishError(f"Nothing was agreed about {host}, so nothing goes there.")
    settings.put(database, person_id, hosts=json.dumps(held))


def count(database: Database, person_id: str, counts: Mapping[str, int]) -> None:
    """Add to how often each guard had to step in; numbers only, no words."""
    held = counted(database, person_id)
    settings.put(database, person_id, slips=json.dumps({**held, **{k: held.get(k, 0) + n for k, n in counts.items()}}))


def counted(database: Database, person_id: str) -> dict[str, int]:
    """How often each guard has had to step in."""
    return {str(name): int(times) for name, times in _read(database, person_id, "slips").items()}


def keep_prompt(database: Database, person_id: str, prompt: Mapping[str, Any] | None) -> None:
    """Keep what was sent for the last reply, in place of the one before; None drops it."""
    settings.put(database, person_id, prompt=json.dumps(prompt) if prompt else "")


def last_prompt(database: Database, person_id: str) -> dict[str, Any]:
    """What was sent for the last reply; empty where it was found without a model."""
    return _read(database, person_id, "prompt")


def without_key(shown: Server) -> dict[str, Any]:
    """A server as it may be shown: never with its key."""
    return {**asdict(replace(shown, key="")), "has_key": bool(shown.key), "host": shown.host, "leaves": shown.leaves}


def _read(database: Database, person_id: str, name: str) -> dict[str, Any]:
    raw = settings.get(database, person_id, name)
    held = json.loads(raw) if raw and raw != PLAIN else {}
    return held if isinstance(held, dict) else {}


def _as_server(held: Mapping[str, Any]) -> Server | None:
    try:
        return Server(**{str(name): str(value) for name, value in held.items()})
    except TypeError:
        return None  # kept by another version, with other fields
