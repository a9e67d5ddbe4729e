"""The commands that choose who finds her words: on a closed home, beside a running one, and never with a key in their output."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.browser.served import Served
from tests.flows.talk import Run, complaint, complaints, fine, os1, say
from tests.minds.fixed import fixed, listing
from tests.minds.scripted import ModelServer, beside, words

TOLD = "I planted tomatoes with my neighbour Joan today."
SAID = "Tomatoes with Joan, a whole row of them in the ground."
KEY = "sk-made-up-9d27aa-never-seen"
FAR = "https://api.example.invalid/v1"
EMPTY = {"now": "plain", "minds": [], "undo": False, "kept_back": {}, "programs": []}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that has been opened before, and in which nothing was ever chosen."""
    home = tmp_path_factory.mktemp("opened") / "home"
    assert told(home) == EMPTY | {"agreed": [], "done": ""}
    return home


@contextmanager
def running(home: Path) -> Iterator[Served]:
    """The house as a process of its own."""
    served = Served(home)
    served.start()
    try:
        yield served
    finally:
        served.stop()


def for_replies(server: ModelServer) -> list[dict[str, Any]]:
    """The requests that asked for words; a server may also be woken up, with who she is and nothing of the person's."""
    woken = [body for body in server.asked if body["max_tokens"] <= 1]
    assert not [body for body in woken if "omato" in json.dumps(body) or "Joan" in json.dumps(body)]
    return [body for body in server.asked if body not in woken]


def told(home: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(fine(os1("minds", "--json", home=home)).out)
    return found


def add(home: Path, name: str, url: str = FAR, *more: str, key: str = "") -> Run:
    with_key = ("--key",) if key else ()
    return os1("mind", "add", name, "--url", url, "--model", "scripted-1", *with_key, *more, home=home,
               env={"OS1_MODEL_KEY": key} if key else None)  # fmt: skip


def test_use_switches_and_undo_goes_back(home: Path) -> None:
    with beside(words(SAID)) as server:
        fine(add(home, "near", server.url))
        assert told(home)["now"] == "plain"
        assert "near" in fine(os1("mind", "use", "near", home=home)).out
        assert told(home)["now"] == "near"
        assert say(home, TOLD)["reply"] == SAID
        fine(os1("mind", "undo", home=home))
        assert told(home)["now"] == "plain"
        say(home, "I watered the tomatoes with Joan.")
        fine(os1("mind", "use", "near", home=home))
        fine(os1("mind", "remove", "near", home=home))
        assert told(home)["now"] == "plain" and told(home)["minds"] == []
        assert len(for_replies(server)) == 1


def test_what_listens_on_the_usual_port_is_listed_by_itself(home: Path) -> None:
    try:
        with fixed({"/api/tags": listing({"name": "llama3.2:3b", "model": "llama3.2:3b"},
                                         {"name": "big:1t-cloud", "model": "big:1t-cloud", "remote_host": "https://ollama.com"},
                                         {"name": "nomic-embed-text", "model": "nomic-embed-text"}, under="models")}, port=11434):  # fmt: skip
            lines = fine(os1("minds", home=home)).out.splitlines()
            listed = told(home)["minds"]
    except OSError:
        pytest.skip("something listens on Ollama's port here")
    found = {each["model"]: each["leaves"] for each in listed}
    assert found == {"llama3.2:3b": False, "big:1t-cloud": True}
    (near,) = [line for line in lines if "llama3.2:3b" in line]
    (far,) = [line for line in lines if "big:1t-cloud" in line]
    assert "on this computer" in near
    assert "your words will leave this machine to ollama.com" in far


def test_with_nobody_to_ask_consent_has_to_be_given_in_so_many_words(home: Path) -> None:
    fine(add(home, "far", key=KEY))
    assert "api.example.invalid" in complaints(os1("mind", "use", "far", home=home))[-1]
    assert "api.example.invalid" in complaints(os1("mind", "use", "far", home=home, stdin=b"y\n"))[-1]
    assert told(home)["now"] == "plain" and told(home)["agreed"] == []
    assert "api.example.invalid" in fine(os1("mind", "use", "far", "--agree", home=home)).out
    fine(os1("mind", "use", "plain", home=home))
    fine(os1("mind", "use", "far", home=home))
    assert told(home)["now"] == "far"
    fine(os1("mind", "revoke", "api.example.invalid", home=home))
    assert told(home)["now"] == "plain" and told(home)["agreed"] == []
    complaints(os1("mind", "use", "far", home=home))
    complaint(os1("mind", "revoke", "api.example.invalid", home=home))


def test_doctor_lists_where_words_may_go(home: Path) -> None:
    fine(add(home, "far", key=KEY))
    assert "api.example.invalid" not in os1("doctor", home=home).out
    fine(os1("mind", "use", "far", "--agree", home=home))
    run = os1("doctor", home=home)
    assert "api.example.invalid" in run.out and KEY not in run.out + run.err
    fine(os1("mind", "revoke", "api.example.invalid", home=home))
    assert "api.example.invalid" not in os1("doctor", home=home).out


def test_no_command_prints_the_key_and_no_file_holds_it(home: Path, tmp_path: Path) -> None:
    with beside(words(SAID)) as server:
        runs = [add(home, "near", server.url, key=KEY), os1("mind", "use", "near", home=home)]
        assert say(home, TOLD)["reply"] == SAID
        runs += [os1(*command.split(), home=home) for command in (
            "minds", "minds --json", "why", "why --prompt", "doctor", "export", "export --markdown", "character", "mind use plain",
            "mind undo", "mind use nobody", "memory search key", "backup " + str(tmp_path / "copy"), "mind remove near")]  # fmt: skip
        runs.append(add(home, "far", "http://api.example.invalid/v1", key=KEY))
        runs.append(add(home, "far", "nonsense", key=KEY))
        assert KEY not in json.dumps(server.asked)
    for run in runs:
        assert KEY not in run.out + run.err
    for path in (path for path in tmp_path.rglob("*") if path.is_file()):
        assert KEY.encode() not in path.read_bytes(), path


def test_a_key_has_to_come_from_somewhere(home: Path) -> None:
    complaint(os1("mind", "add", "far", "--url", FAR, "--model", "m", "--key", home=home))
    assert told(home)["minds"] == []


@pytest.mark.parametrize("command", [
    ["use"], ["use", "nobody"], ["use", ""], ["undo"], ["remove"], ["remove", "nobody"], ["revoke"], ["revoke", "example.org"],
    ["add"], ["add", "far"], ["add", "far", "--url", "nonsense", "--model", "m"], ["add", "plain", "--url", FAR, "--model", "m"],
    ["add", "far", "--url", FAR], ["add", "far", "--url", "http://127.0.0.1:1/v1"], ["add", "a\x1b[31m", "--url", FAR, "--model", "m"],
    ["add", "far", "--url", "http://[::1", "--model", "m"], ["use", b"\xff\xfe"]], ids=lambda words: repr(words)[:60])  # fmt: skip
def test_a_wrong_command_gets_one_sentence_and_changes_nothing(opened: Path, command: list[str | bytes]) -> None:
    said = complaint(os1("mind", *command, home=opened))
    assert "\x1b" not in said
    assert told(opened) == EMPTY | {"agreed": [], "done": ""}


def test_the_commands_work_beside_a_running_house(home: Path) -> None:
    with beside(words(SAID)) as server, running(home) as served:
        fine(add(home, "near", server.url, key=KEY))
        fine(add(home, "far", key=KEY))
        assert {each["name"] for each in told(home)["minds"]} == {"near", "far"}
        assert "your words will leave this machine to api.example.invalid" in fine(os1("minds", home=home)).out
        assert "api.example.invalid" in complaints(os1("mind", "use", "far", home=home))[-1]
        assert "near" in fine(os1("mind", "use", "near", home=home)).out
        assert told(home)["now"] == "near"
        _talk(served)
        prompt = fine(os1("why", "--prompt", home=home)).out
        (body,) = for_replies(server)
        assert all(message["content"] in prompt for message in body["messages"]) and KEY not in prompt
        fine(os1("mind", "undo", home=home))
        assert told(home)["now"] == "plain"
        fine(os1("mind", "remove", "near", home=home))
        assert [each["name"] for each in told(home)["minds"]] == ["far"]
        complaint(os1("mind", "use", "nobody", home=home))
        assert KEY not in (home.parent / "stderr.txt").read_text()
    assert [each["name"] for each in told(home)["minds"]] == ["far"]


def _talk(served: Served) -> None:
    """One turn by another program's door, so that no page is needed."""
    token = fine(os1("token", "test", home=served.home)).out.split()[-1]
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
    body = json.dumps({"model": "samantha", "messages": [{"role": "user", "content": TOLD}]})
    connection.request("POST", "/v1/chat/completions", body, {"authorization": f"Bearer {token}", "content-type": "application/json"})
    response = connection.getresponse()
    told = json.loads(response.read())
    connection.close()
    assert response.status == 200, told
    assert told["choices"][0]["message"]["content"] == SAID
