"""Choosing who finds her words: in the middle of a talk, shown and undoable, never without consent, never with a key in sight."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.contracts.homes import MONDAY, a_house
from tests.minds.fixed import Answer, fixed, listing
from tests.minds.scripted import ModelServer, serving, words

from os1 import minds as choosing
from os1.errors import RubbishError
from os1.house import House
from os1.store import minds
from os1.store.minds import Server

TOLD = "I planted tomatoes with my neighbour Joan today."
SAID = "Tomatoes with Joan, a whole row of them in the ground."
KEY = "sk-made-up-4f81c2-never-seen"
FAR = "https://api.example.invalid/v1"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with a_house(tmp_path) as house:
        yield house


async def now(house: House) -> str:
    name: str = (await choosing.told(house))["now"]
    return name


async def add(house: House, name: str, url: str = FAR, model: str = "m", key: str = "") -> Server:
    return await choosing.add(house, name, url, model, key)


async def use(house: House, name: str, *, agree: bool = False) -> str:
    wanted = await choosing.named(house, name)
    return await choosing.use(house, wanted, agree=wanted.host if wanted and agree else "")


async def row(house: House, name: str) -> dict[str, Any]:
    (found,) = [each for each in (await choosing.told(house))["minds"] if each["name"] == name]
    return dict(found)


def refusal(error: pytest.ExceptionInfo[RubbishError]) -> str:
    """The one sentence of a refusal."""
    said = str(error.value)
    assert said[-1] == "." and "\n" not in said and 3 <= len(said.split()) <= 45, said
    assert KEY not in said and "Error" not in said
    return said


def for_replies(server: ModelServer) -> list[dict[str, Any]]:
    """The requests that asked for words; a server may also be woken up, with who she is and nothing of the person's."""
    woken = [body for body in server.asked if body["max_tokens"] <= 1]
    assert not [body for body in woken if "omato" in json.dumps(body) or "Joan" in json.dumps(body)]
    return [body for body in server.asked if body not in woken]


def holding(folder: Path, words: str) -> list[Path]:
    """The files that hold these words in clear."""
    return [path for path in folder.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]


async def test_the_switch_counts_from_the_next_turn_and_back_again(house: House) -> None:
    async with serving(words(SAID)) as server:
        await house.reply("t1", TOLD)
        assert for_replies(server) == []
        await add(house, "near", server.url, "scripted-1")
        assert await now(house) == "plain" and for_replies(server) == []
        said = await use(house, "near")
        assert "near" in said and await now(house) == "near"
        assert (await house.reply("t2", "I watered the tomatoes with Joan.")).reply == SAID
        assert "plain" not in await choosing.undo(house) or await now(house) == "plain"
        assert await now(house) == "plain"
        after = await house.reply("t3", "I tied the tomatoes up with Joan.")
        await house.tongue.aclose()
    (body,) = for_replies(server)
    assert after.reply and body["messages"][1]["content"] == TOLD, "the talk goes on as it was"


async def test_undo_goes_back_one_change_and_can_itself_be_undone(house: House) -> None:
    async with serving() as server:
        await add(house, "one", server.url, "a")
        await add(house, "two", server.url, "b")
        assert (await choosing.told(house))["undo"] is False
        await use(house, "one")
        await use(house, "two")
        assert (await choosing.told(house))["undo"] is True
        await choosing.undo(house)
        assert await now(house) == "one"
        await choosing.undo(house)
        assert await now(house) == "two"


async def test_where_nothing_was_changed_nothing_can_be_undone(house: House) -> None:
    with pytest.raises(RubbishError) as error:
        await choosing.undo(house)
    refusal(error)
    assert await now(house) == "plain"


async def test_consent_is_asked_once_for_each_host(house: House) -> None:
    await add(house, "far-one", FAR, "one", KEY)
    await add(house, "far-two", FAR, "two", KEY)
    await add(house, "other", "https://models.example.org/v1", "m", KEY)
    with pytest.raises(RubbishError) as error:
        await use(house, "far-one")
    assert "api.example.invalid" in refusal(error)
    assert await now(house) == "plain" and (await choosing.told(house))["agreed"] == []
    assert "api.example.invalid" in await use(house, "far-one", agree=True)
    assert [each["host"] for each in (await choosing.told(house))["agreed"]] == ["api.example.invalid"]
    await use(house, "far-two")
    assert await now(house) == "far-two"
    for agree in ("", "api.example.invalid", "example.org", "http://models.example.org"):
        with pytest.raises(RubbishError):
            await choosing.use(house, await choosing.named(house, "other"), agree=agree)
    assert await now(house) == "far-two"
    assert [each["host"] for each in (await choosing.told(house))["agreed"]] == ["api.example.invalid"]


async def test_taking_consent_back_silences_it_at_once(house: House) -> None:
    await add(house, "far", FAR, "one", KEY)
    await use(house, "far", agree=True)
    await house.run(minds.revoke, house.database, house.person.id, "api.example.invalid")
    assert await now(house) == "plain"
    assert await house.run(minds.chosen, house.database, house.person.id) is None
    for again in (use(house, "far"), choosing.undo(house)):
        with suppress(RubbishError):
            await again
        assert await house.run(minds.chosen, house.database, house.person.id) is None
    with pytest.raises(RubbishError) as error:
        await house.run(minds.revoke, house.database, house.person.id, "api.example.invalid")
    refusal(error)


async def test_undoing_never_sends_words_where_consent_was_taken_back(house: House) -> None:
    await add(house, "far", FAR, "one", KEY)
    await use(house, "far", agree=True)
    await use(house, "plain")
    await house.run(minds.revoke, house.database, house.person.id, "api.example.invalid")
    with pytest.raises(RubbishError) as error:
        await choosing.undo(house)
    refusal(error)
    assert await now(house) == "plain"


async def test_a_cloud_model_behind_a_local_server_wants_consent_to_its_host(house: House) -> None:
    cloud = minds.server("cloud", "ollama", "http://127.0.0.1:11434/v1", "gpt-oss:120b-cloud", remote="ollama.com")
    with pytest.raises(RubbishError) as error:
        await choosing.use(house, cloud)
    assert "ollama.com" in refusal(error)
    await choosing.use(house, cloud, agree="ollama.com")
    assert (await choosing.told(house))["agreed"][0]["host"] == "ollama.com"


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080/v1", "http://localhost:1234/v1", "http://[::1]:8000/v1",
                                 "https://127.0.0.1/v1", "http://127.8.9.10:11434/v1", "http://LOCALHOST:80/v1"])  # fmt: skip
async def test_this_computer_is_not_elsewhere(house: House, url: str) -> None:
    await add(house, "near", url, "m", KEY)
    assert (await row(house, "near"))["leaves"] is False
    assert "Nothing leaves" in await use(house, "near")


@pytest.mark.parametrize("url", ["http://192.168.1.20:11434/v1", "http://10.0.0.5:8000/v1", "http://nas.local:8080/v1",
                                 "http://[fe80::1]:8000/v1", "http://0.0.0.0:8000/v1", "https://api.openai.com/v1",
                                 "https://localhost.example.com/v1", "https://127.0.0.1.example.com/v1", "http://gpu/v1"])  # fmt: skip
async def test_every_other_computer_is_elsewhere_and_labelled_so(house: House, url: str) -> None:
    await add(house, "far", url)
    told = await row(house, "far")
    assert told["leaves"] is True
    (line,) = [line for line in choosing.lines(await choosing.told(house)) if "far" in line]
    assert f"your words will leave this machine to {told['host']}" in line
    with pytest.raises(RubbishError):
        await use(house, "far")
    assert await now(house) == "plain"


@pytest.mark.parametrize("url", ["http://192.168.1.20:11434/v1", "http://api.example.com/v1", "http://nas.local/v1"])
async def test_a_key_never_goes_to_another_computer_in_the_clear(house: House, url: str) -> None:
    with pytest.raises(RubbishError) as error:
        await add(house, "far", url, "m", KEY)
    assert "https" in refusal(error)
    assert await house.run(minds.added, house.database, house.person.id) == []


URLS = ["", " ", "nonsense", "api.example.com/v1", "ftp://api.example.com/v1", "file:///etc/passwd", "javascript:alert(1)",
        "http://", "https:///v1", "http://host:99999/v1", "http://host:0/v1", "http://host:port/v1", "http://[::1/v1",
        "https://me:secret@api.example.com/v1", "https://api.example.com/v1?key=secret", "https://api.example.com/v1#x",
        "https://exa mple.com/v1", "https://api.example.com/\x00v1", "https://api.exa\nmple.com/v1", "https://.../v1",
        "https://api.example.com\\@127.0.0.1/v1", "https://" + "a" * 5_000 + "/v1"]  # fmt: skip


@pytest.mark.parametrize("url", URLS, ids=[repr(url[:40]) for url in URLS])
async def test_what_is_no_address_is_refused_in_a_sentence_and_changes_nothing(house: House, url: str) -> None:
    before = await choosing.told(house)
    with pytest.raises(RubbishError) as error:
        await add(house, "far", url, "m")
    refusal(error)
    assert await choosing.told(house) == before


@pytest.mark.parametrize(("name", "model", "key"), [
    ("plain", "m", ""), ("Plain", "m", ""), (" plain ", "m", ""), ("x" * 500, "m", ""), ("a\x1b[31mb", "m", ""), ("a\u202eb", "m", ""),
    ("far", "m", "two\nlines"), ("far", "m", "kéy"), ("far", "m", "x" * 10_000), ("far", "m", "nul\x00"), ("far", "m\x1b[2J", ""),
    ("far", "x" * 100_000, "")],
    ids=["plain", "Plain", "spaced plain", "long", "escape", "reversed", "lines", "accent", "long key", "nul", "odd model", "long model"])  # fmt: skip
async def test_rubbish_in_a_name_a_model_or_a_key_is_refused_and_changes_nothing(house: House, name: str, model: str, key: str) -> None:
    before = await choosing.told(house)
    with pytest.raises(RubbishError) as error:
        await add(house, name, FAR, model, key)
    refusal(error)
    assert await choosing.told(house) == before


async def test_a_name_nobody_has_or_several_share_is_asked_about(house: House) -> None:
    await add(house, "far-one")
    await add(house, "far-two")
    for name in ("nobody", "far", "", "\x00", "x" * 10_000):
        with pytest.raises(RubbishError) as error:
            await choosing.named(house, name)
        assert len(str(error.value)) < 400, name[:10]
    assert (await choosing.named(house, "TWO")) == await choosing.named(house, "far-two")
    assert await choosing.named(house, "Plain") is None


async def test_removing_a_mind_in_use_leaves_the_plain_one_and_drops_its_key(house: House) -> None:
    async with serving() as server:
        await add(house, "near", server.url, "m", KEY)
        await use(house, "near")
        await house.run(minds.remove, house.database, house.person.id, "near")
        assert await now(house) == "plain"
        assert (await house.reply("t1", TOLD)).reply and for_replies(server) == []
        with pytest.raises(RubbishError):
            await house.run(minds.remove, house.database, house.person.id, "near")
        with pytest.raises(RubbishError):
            await use(house, "near")


async def test_without_a_model_a_server_here_is_asked_and_one_elsewhere_is_not(house: House) -> None:
    with fixed({"/v1/models": listing({"id": "text-embed-1"}, {"id": "talker-8b"})}) as there:
        made = await add(house, "near", f"{there.base}/v1", "", KEY)
    assert made.model == "talker-8b"
    with pytest.raises(RubbishError) as error:
        await add(house, "far", FAR, "", KEY)
    assert "model" in refusal(error)
    for answer in (Answer(b"<html>", "text/html"), Answer(b'{"data": []}'), Answer(status=401)):
        with fixed({"/v1/models": answer}) as there, pytest.raises(RubbishError) as error:
            await add(house, "bad", f"{there.base}/v1", "", KEY)
        refusal(error)


async def test_anthropics_host_is_spoken_to_in_its_own_way(house: House) -> None:
    for n, url in enumerate(("https://api.anthropic.com", "https://api.anthropic.com/", "https://api.anthropic.com/v1")):
        made = await add(house, f"a{n}", url, "claude-sonnet-4-5", KEY)
        assert (made.kind, made.url, made.host) == ("anthropic", "https://api.anthropic.com/v1", "api.anthropic.com")
    pretender = await add(house, "p", "https://api.anthropic.com.example.org/v1", "m", KEY)
    assert pretender.host == "api.anthropic.com.example.org" and pretender.kind == "openai"


async def test_the_key_is_in_no_listing_and_nowhere_in_clear_on_the_disk(tmp_path: Path) -> None:
    with a_house(tmp_path) as house:
        await add(house, "far", FAR, "m", KEY)
        await use(house, "far", agree=True)
        told = await choosing.told(house)
        assert KEY not in json.dumps(told) and KEY not in "\n".join(choosing.lines(told))
        assert (await row(house, "far"))["has_key"] is True
    assert holding(tmp_path, KEY) == []


async def test_the_key_is_in_no_prompt(house: House) -> None:
    server: ModelServer
    async with serving(words(SAID)) as server:
        await add(house, "near", server.url, "m", KEY)
        await use(house, "near")
        await house.reply("t1", TOLD)
        await house.tongue.aclose()
    assert KEY not in json.dumps(server.asked)
    assert KEY not in json.dumps(await house.run(minds.last_prompt, house.database, house.person.id))


async def test_the_choice_outlives_the_house(tmp_path: Path) -> None:
    with a_house(tmp_path) as house:
        await add(house, "far", FAR, "m", KEY)
        await use(house, "far", agree=True)
    with a_house(tmp_path, MONDAY + timedelta(days=1)) as house:
        assert await now(house) == "far"
        assert (await house.run(minds.chosen, house.database, house.person.id)).key == KEY  # type: ignore[union-attr]
