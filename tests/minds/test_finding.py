"""Finding the models on this computer: each kind of server as it answers, strangers passed over, nothing private sent."""

from __future__ import annotations

import asyncio
import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from tests.contracts.homes import a_house
from tests.minds.fixed import Answer, Fixed, fixed, listing

from os1 import minds as choosing
from os1.errors import RubbishError
from os1.mind.chat import finding
from os1.store import minds
from os1.store.minds import Server

OLLAMA = listing(
    {"name": "llama3.2:3b", "model": "llama3.2:3b", "modified_at": "2026-01-05T10:00:00Z", "size": 2019393189,
     "digest": "a80c4f17acd5", "details": {"format": "gguf", "family": "llama", "parameter_size": "3.2B"}},
    {"name": "gpt-oss:120b-cloud", "model": "gpt-oss:120b-cloud", "remote_model": "gpt-oss:120b",
     "remote_host": "https://ollama.com:443", "size": 384, "details": {"family": "gptoss"}},
    {"name": "nomic-embed-text:latest", "model": "nomic-embed-text:latest", "size": 274302450,
     "details": {"format": "gguf", "family": "nomic-bert", "families": ["nomic-bert"]}},
    under="models",
)  # fmt: skip
LLAMA_CPP = Answer(json.dumps({
    "models": [{"name": "/models/qwen2.5-3b-instruct-q4_k_m.gguf", "capabilities": ["completion"]}],
    "object": "list",
    "data": [{"id": "/models/qwen2.5-3b-instruct-q4_k_m.gguf", "object": "model", "created": 1767225600,
              "owned_by": "llamacpp", "meta": {"vocab_type": 2, "n_vocab": 151936, "n_ctx_train": 32768}}],
}).encode())  # fmt: skip
LM_STUDIO = listing(
    {"id": "mistral-nemo-instruct-2407", "object": "model", "owned_by": "organization_owner"},
    {"id": "text-embedding-nomic-embed-text-v1.5", "object": "model", "owned_by": "organization_owner"},
)
VLLM = listing({"id": "Qwen/Qwen3-8B", "object": "model", "created": 1767225600, "owned_by": "vllm",
                "root": "Qwen/Qwen3-8B", "parent": None, "max_model_len": 40960, "permission": []})  # fmt: skip
USUAL: dict[str, dict[str, Answer | list[Answer]]] = {
    "ollama": {"/api/tags": OLLAMA}, "llama.cpp": {"/v1/models": LLAMA_CPP},
    "lm studio": {"/v1/models": LM_STUDIO}, "vllm": {"/v1/models": VLLM},
}  # fmt: skip
SECRET = "sk-never-to-be-seen-Zq81"


async def found_at(answers: dict[str, Answer | list[Answer]], kind: str) -> list[Server]:
    """What is found where one server answers so; well within the time anybody would wait."""
    with fixed(answers) as there:
        async with asyncio.timeout(8):
            return await finding.reachable(ports={kind: there.port})


def usual(stack: ExitStack) -> dict[str, Fixed]:
    return {kind: stack.enter_context(fixed(answers)) for kind, answers in USUAL.items()}


async def test_each_usual_server_is_found_with_the_models_that_talk() -> None:
    with ExitStack() as stack:
        there = usual(stack)
        found = await finding.reachable(ports={kind: one.port for kind, one in there.items()})
        by_model = {server.model: server for server in found}
        assert set(by_model) == {"llama3.2:3b", "gpt-oss:120b-cloud", "/models/qwen2.5-3b-instruct-q4_k_m.gguf",
                                 "mistral-nemo-instruct-2407", "Qwen/Qwen3-8B"}  # fmt: skip
        assert [s.kind for s in found] == ["ollama", "ollama", "llama.cpp", "lm studio", "vllm"]
        for server in found:
            assert server.url == f"{there[server.kind].base}/v1"
            assert server.key == ""
        assert len({server.name for server in found}) == len(found)


async def test_a_cloud_model_of_a_local_server_leaves_and_the_others_do_not() -> None:
    found = await found_at(USUAL["ollama"], "ollama")
    leaving = {server.model: server.leaves for server in found}
    assert leaving == {"llama3.2:3b": False, "gpt-oss:120b-cloud": True}
    assert next(s.host for s in found if s.leaves) == "ollama.com"


async def test_a_cloud_model_is_known_by_its_name_where_nothing_else_says_so() -> None:
    rows = listing({"name": "qwen3-coder:480b-cloud", "model": "qwen3-coder:480b-cloud"}, under="models")
    (server,) = await found_at({"/api/tags": rows}, "ollama")
    assert server.leaves and server.host == "ollama.com"


@pytest.mark.parametrize(("port_of", "kind"), [("lm studio", "llama.cpp"), ("vllm", "llama.cpp"), ("llama.cpp", "vllm")])
async def test_a_server_on_anothers_port_is_called_what_it_is(port_of: str, kind: str) -> None:
    (server,) = await found_at(USUAL[kind], port_of)
    assert server.kind == kind


async def test_nothing_but_a_bare_question_is_sent_while_finding() -> None:
    with ExitStack() as stack:
        there = usual(stack)
        await finding.reachable(ports={kind: one.port for kind, one in there.items()})
        for one in there.values():
            assert [came.method for came in one.came] == ["GET"]
            came = one.came[0]
            assert came.body == b"" and "?" not in came.path
            assert not {"authorization", "cookie", "x-api-key", "referer", "from"} & came.headers.keys()


async def test_nothing_of_the_persons_and_no_key_is_sent_while_listing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ExitStack() as stack:
        there = usual(stack)
        ports = {kind: one.port for kind, one in there.items()}
        asked = finding.reachable

        async def on_these_ports() -> list[Server]:
            return await asked(ports)

        monkeypatch.setattr(finding, "reachable", on_these_ports)
        with a_house(tmp_path) as house:
            await house.reply("t1", "My name is Philippa and my neighbour Joan grows roses.", plainly=True)
            await choosing.add(house, "own", f"{there['vllm'].base}/v1", "Qwen/Qwen3-8B", SECRET)
            await choosing.add(house, "far", "https://api.example.invalid/v1", "m", SECRET)
            told = await choosing.told(house)
        assert {"llama3.2:3b", "Qwen/Qwen3-8B", "m"} <= {each["model"] for each in told["minds"]}
        for came in (came for one in there.values() for came in one.came):
            assert not [word for word in ("Philippa", "Joan", SECRET) if word in came.all]
            assert came.method == "GET"


GARBAGE: dict[str, Answer] = {
    "a page": Answer(b"<!doctype html><title>My blog</title>", "text/html"),
    "no JSON": Answer(b'{"data": [{"id": "half'),
    "a list": Answer(b'[{"id": "x"}]'),
    "a word": Answer(b'"models"'),
    "null": Answer(b"null"),
    "other keys": Answer(b'{"hello": "world"}'),
    "rows that are none": Answer(b'{"data": "x", "models": {"a": 1}}'),
    "rows of rubbish": Answer(b'{"data": [1, null, "x", [], {}], "models": [1, null, "x", [], {}]}'),
    "ids that are none": Answer(b'{"data": [{"id": 7}, {"id": null}, {"id": ""}], "models": [{"name": {}}]}'),
    "letters that move the cursor": Answer(json.dumps({"data": [{"id": "a\x1b[2Jb"}], "models": [{"name": "a\nb"}]}).encode()),
    "deep nesting": Answer(b"[" * 100_000),
    "not text": Answer(bytes(range(256)) * 20),
    "an error": Answer(b'{"data": [{"id": "x"}], "models": [{"name": "x"}]}', status=500),
    "a wish for a key": Answer(b'{"error": "unauthorized"}', status=401),
    "a body without end": Answer(b'{"data": [', endless=True),
    "a body that drips": Answer(b'{"data": [', dribbles=True),
    "nothing": Answer(b""),
}


@pytest.mark.parametrize("kind", ["ollama", "llama.cpp"])
@pytest.mark.parametrize("what", GARBAGE)
async def test_what_is_no_model_server_is_passed_over(what: str, kind: str) -> None:
    assert await found_at({"/api/tags": GARBAGE[what], "/v1/models": GARBAGE[what]}, kind) == []


async def test_a_stranger_does_not_hide_the_others() -> None:
    with fixed({"/v1/models": GARBAGE["a body without end"]}) as bad, fixed(USUAL["ollama"]) as good:
        found = await finding.reachable(ports={"vllm": bad.port, "ollama": good.port})
    assert "llama3.2:3b" in {server.model for server in found}


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_redirect_is_not_followed(status: int) -> None:
    with fixed({"/v1/models": VLLM, "/api/tags": OLLAMA}) as elsewhere:
        away = {path: Answer(status=status, more={"location": f"http://localhost:{elsewhere.port}{path}"})
                for path in ("/v1/models", "/api/tags")}  # fmt: skip
        assert await found_at({**away}, "vllm") == []
        assert await found_at({**away}, "ollama") == []
        assert elsewhere.came == []


async def test_where_nothing_listens_nothing_is_found() -> None:
    with fixed({}) as gone:
        port = gone.port
    async with asyncio.timeout(8):
        assert await finding.reachable(ports={"ollama": port, "vllm": port}) == []


async def test_a_proxy_of_the_surroundings_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with fixed({}) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.base)
        assert await found_at(USUAL["vllm"], "vllm")
        assert proxy.came == []


async def test_a_key_goes_along_only_when_its_own_server_is_asked_for_its_models() -> None:
    with fixed({"/v1/models": VLLM}) as there:
        assert await finding.models(minds.server("own", "openai", f"{there.base}/v1", "", SECRET)) == ["Qwen/Qwen3-8B"]
        assert await finding.models(minds.server("own", "anthropic", f"{there.base}/v1", "", SECRET)) == ["Qwen/Qwen3-8B"]
    first, second = (came.headers for came in there.came)
    assert first["authorization"] == f"Bearer {SECRET}"
    assert second["x-api-key"] == SECRET and second["anthropic-version"] == "2023-06-01"


async def test_a_redirect_does_not_carry_a_key_elsewhere() -> None:
    with fixed({"/v1/models": VLLM}) as elsewhere:
        to: Any = {"location": f"http://localhost:{elsewhere.port}/v1/models"}
        with fixed({"/v1/models": Answer(status=307, more=to)}) as there, pytest.raises(RubbishError, match="model server"):
            await finding.models(minds.server("own", "openai", f"{there.base}/v1", "", SECRET))
        assert elsewhere.came == []
