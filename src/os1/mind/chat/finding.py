"""Which language models can be reached: the usual servers on this computer, asked on their usual ports.

Nothing of the person's is sent; each server is only asked which models it has. What answers in another
shape isn't a model server and is passed over.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import httpx2

from os1.errors import RubbishError
from os1.mind.chat.wire import ANTHROPIC_VERSION
from os1.store.minds import CLOUD, LONGEST_NAME, OLLAMA, Server

PORTS: Mapping[str, int] = {"ollama": 11434, "llama.cpp": 8080, "lm studio": 1234, "vllm": 8000}
PATIENCE, FAR_PATIENCE = 0.8, 6.0  # seconds, on this computer and elsewhere
MOST, LARGEST = 60, 2_000_000  # models shown of one server; bytes of its list
_NO_TALKER = re.compile(r"embed|rerank|whisper|\btts\b|bge-|minilm|moderation|dall-e|clip\b", re.IGNORECASE)
_BUILD = re.compile(r"\.(?:gguf|bin|safetensors)$", re.IGNORECASE)


async def reachable(ports: Mapping[str, int] = PORTS) -> list[Server]:
    """Every model of every server that answers on this computer, by server."""
    bounds = httpx2.Timeout(PATIENCE)
    # Nothing here is encrypted, and reading in the certificates of the world would take longer than all answers.
    async with httpx2.AsyncClient(timeout=bounds, follow_redirects=False, trust_env=False, verify=False) as http:
        found = await asyncio.gather(*(_at(http, kind, f"http://127.0.0.1:{port}") for kind, port in ports.items()))
    return [server for servers in found for server in servers]


async def _at(http: httpx2.AsyncClient, kind: str, base: str) -> list[Server]:
    listed = await _json(http, f"{base}/api/tags" if kind == "ollama" else f"{base}/v1/models", {})
    if listed is None:
        return []
    rows = _rows(listed, "models" if kind == "ollama" else "data")
    is_kind = {"llamacpp": "llama.cpp", "vllm": "vllm"}.get(str(rows[0].get("owned_by", "")) if rows else "", kind)
    made = [one for row in rows[:MOST] if (one := _server(is_kind, f"{base}/v1", row)) is not None]
    names = Counter(one.name for one in made)
    return [one if names[one.name] == 1 else replace(one, name=f"{is_kind}/{one.model}"[:LONGEST_NAME]) for one in made]


def _server(kind: str, url: str, row: Mapping[str, Any]) -> Server | None:
    """One listed model as a server. A model that Ollama passes on elsewhere says so in its listing."""
    model = row.get("id") or row.get("model") or row.get("name")
    if not isinstance(model, str) or not model or len(model) > 400 or _NO_TALKER.search(model) or not model.isprintable():
        return None
    remote = str(row.get("remote_host") or "")
    where = urlsplit(remote).hostname or remote
    if not where and kind == "ollama" and CLOUD.search(model):
        where = OLLAMA
    shown = _BUILD.sub("", model.replace("\\", "/").rsplit("/", 1)[-1])
    return Server(f"{kind}/{shown}"[:LONGEST_NAME], kind, url, model, remote=where)


async def models(server: Server) -> list[str]:
    """The models a server named by hand has. Raises RubbishError, in words for the person, where it can't be asked."""
    headers = {"x-api-key": server.key, "anthropic-version": ANTHROPIC_VERSION} if server.kind == "anthropic" else (
        {"authorization": f"Bearer {server.key}"} if server.key else {})  # fmt: skip
    bounds = httpx2.Timeout(FAR_PATIENCE)
    async with httpx2.AsyncClient(timeout=bounds, follow_redirects=False, trust_env=server.leaves) as http:
        listed = await _json(http, f"{server.url}/models", headers)
    if listed is None:
        raise RubbishError(f"No model server answers at {server.url}, or it doesn't take this key; look at both again.")
    names = (row.get("id") for row in _rows(listed, "data"))
    return [name for name in names if isinstance(name, str) and name and not _NO_TALKER.search(name)][:MOST]


async def _json(http: httpx2.AsyncClient, url: str, headers: Mapping[str, str]) -> dict[str, Any] | None:
    """The JSON object at an address; None for anything else, whatever it is."""
    try:
        async with asyncio.timeout(FAR_PATIENCE if headers else 2 * PATIENCE), http.stream("GET", url, headers=dict(headers)) as response:
            body = b""
            async for part in response.aiter_bytes():
                body += part
                if len(body) > LARGEST:
                    return None
            told = httpx2.Response(response.status_code, content=body).json() if response.status_code == 200 else None
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError, TimeoutError, ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def _rows(listed: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    rows = listed.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
