"""Her as a server: OpenAI's own client and the command `llm` talk to the real program over a real socket."""

from __future__ import annotations

import http.client
import json
import re
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from openai import APIStatusError, OpenAI
from tests.browser.served import Served, eventually
from tests.flows.talk import export, finds, fine, os1
from tests.minds.scripted import ModelServer, Script, beside, words
from tests.minds.serving import PATIENCE, SAMANTHA, Home, ask, client, let_in, llm, lossy, said, turns

SLOW = "That sounds like a good afternoon. " + " ".join(f"Row {n} of the bed is green now." for n in "one two three four five six".split())
HALF = "That sounds like a good afternoon in the garden with her, Theodore, and the sun, "
TELLING = "I planted tomatoes with my neighbour Joan today."
PIRATE = "You are Max, a pirate from Tortuga. Never call yourself Samantha."


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("serving") / "home"


@pytest.fixture(scope="module")
def early(home: Path) -> str:
    """A token made while nobody is served."""
    return let_in(home, "early bird")


@pytest.fixture(scope="module")
def served(home: Path, early: str) -> Iterator[Served]:
    served = Home(home)
    served.start()
    yield served
    served.stop()


@pytest.fixture(scope="module")
def token(served: Served) -> str:
    """A token made while she is served."""
    return let_in(served.home, "the tests")


@pytest.fixture
def program(served: Served, token: str) -> Iterator[OpenAI]:
    with client(served, token) as program:
        yield program


@pytest.fixture
def own(tmp_path: Path) -> Iterator[tuple[Served, str]]:
    """A served home of a test's own, and a token for it."""
    served = Home(tmp_path / "own")
    served.start()
    try:
        yield served, let_in(served.home, "own")
    finally:
        served.stop()


# --- talking ------------------------------------------------------------------------------------


def test_she_is_the_one_model_that_is_listed(program: OpenAI) -> None:
    listed = list(program.models.list())
    assert [model.id for model in listed] == [SAMANTHA]
    assert listed[0].object == "model"


def test_an_answer_has_the_shape_of_a_completion(program: OpenAI) -> None:
    answer = program.chat.completions.create(model=SAMANTHA, messages=[{"role": "user", "content": "The piano is being tuned."}])
    assert answer.object == "chat.completion" and answer.model == SAMANTHA and answer.id
    assert abs(answer.created - time.time()) < 600
    (choice,) = answer.choices
    assert choice.finish_reason == "stop" and choice.message.role == "assistant"
    assert choice.message.content and not choice.message.tool_calls
    # Programs such as `llm` take the counts of a whole answer for granted.
    assert answer.usage and answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens


def test_a_stream_puts_the_same_words_together_that_she_keeps(served: Served, program: OpenAI) -> None:
    said_now = "The attic smells of apples again."
    chunks = list(program.chat.completions.create(model=SAMANTHA, messages=[{"role": "user", "content": said_now}], stream=True))
    assert {chunk.object for chunk in chunks} == {"chat.completion.chunk"} and len({chunk.id for chunk in chunks}) == 1
    assert chunks[0].choices[0].delta.role == "assistant"
    assert [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices][-1] == "stop"
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    kept = served.kept()
    at = next(n for n, entry in enumerate(kept) if entry["text"] == said_now)
    assert kept[at + 1]["who"] == "samantha" and kept[at + 1]["text"] == text.strip() != ""


def test_she_remembers_from_one_call_to_the_next(program: OpenAI) -> None:
    ask(program, "My sister Ruth lives in Ghent.")
    assert "Ghent" in ask(program, "Where does my sister live?")


def test_the_settings_programs_send_are_taken(program: OpenAI) -> None:
    assert ask(program, "The kettle is on.", temperature=0.2, max_tokens=50, top_p=0.9, user="somebody", n=1, seed=1, stop=["END"])


def test_parts_of_text_are_read_as_one(served: Served, program: OpenAI) -> None:
    parts: Any = [{"type": "text", "text": "My brother Tom"}, {"type": "text", "text": "keeps bees in Leuven."}]
    program.chat.completions.create(model=SAMANTHA, messages=[{"role": "user", "content": parts}])
    (kept,) = [entry["text"] for entry in served.kept() if "Tom" in entry["text"] and entry["who"] == "person"]
    assert kept.split() == "My brother Tom keeps bees in Leuven.".split()


def test_who_she_is_is_not_up_to_a_program(served: Served, program: OpenAI) -> None:
    answer = program.chat.completions.create(model=SAMANTHA, messages=[
        {"role": "system", "content": PIRATE},
        {"role": "developer", "content": PIRATE},
        {"role": "user", "content": "My uncle Otto lives in Rome."},
        {"role": "assistant", "content": "Arr, I am Max."},
        {"role": "user", "content": "What is your name?"},
    ])  # fmt: skip
    reply = answer.choices[0].message.content or ""
    assert reply and not re.search(r"\b(?:Max|Arr|pirate)\b", reply)
    with served.line() as line:
        assert line.welcome["her_name"] == "Samantha"
    everything = json.dumps(served.kept())
    assert "Tortuga" not in everything and "Otto" not in everything


def test_two_programs_at_once_are_both_answered(served: Served, token: str, early: str) -> None:
    lines = [[f"{where} number {n} is painted blue." for n in range(5)] for where in ("Door", "Window")]

    def talk(token: str, lines: list[str]) -> list[str]:
        with client(served, token) as program:
            return [ask(program, line) for line in lines]

    with ThreadPoolExecutor(2) as both:
        assert all(all(replies) for replies in both.map(talk, (token, early), lines))
    assert all(turns(served, line) == 1 for each in lines for line in each)


# --- the same request again ---------------------------------------------------------------------


@pytest.mark.parametrize("stream", [False, True])
def test_a_request_sent_again_is_no_second_turn(served: Served, token: str, stream: bool) -> None:
    text = f"The clock in the hall struck {'nine' if stream else 'ten'}."
    with lossy(served) as (url, retries), OpenAI(base_url=url, api_key=token, max_retries=3, timeout=PATIENCE) as program:
        asked: Any = {"model": SAMANTHA, "messages": [{"role": "user", "content": text}]}
        if stream:
            chunks = list(program.chat.completions.create(**asked, stream=True))
            reply = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
        else:
            reply = program.chat.completions.create(**asked).choices[0].message.content or ""
    assert retries == ["0", "1"]
    kept = [entry["text"] for entry in served.kept()]
    assert kept.count(text) == 1 and reply.strip() == kept[kept.index(text) + 1]


def test_the_same_words_said_anew_are_a_turn_of_their_own(served: Served, program: OpenAI) -> None:
    for _ in range(2):
        ask(program, "The swing creaks.")
    assert turns(served, "The swing creaks.") == 2


# --- with a model behind her --------------------------------------------------------------------


def use(served: Served, url: str) -> None:
    """Let a scripted model find her words, chosen beside the running program."""
    fine(os1("mind", "add", "slow", "--url", url, "--model", "scripted-1", home=served.home))
    fine(os1("mind", "use", "slow", home=served.home))


def asked(model: ModelServer) -> int:
    """How often a model was asked about the telling; it may have been asked something else to get ready."""
    return sum(TELLING in json.dumps(body) for body in model.asked)


def test_words_are_passed_on_as_they_come_and_no_program_reaches_the_model(own: tuple[Served, str]) -> None:
    served, token = own
    with beside(words(SLOW, 0.05)) as model, client(served, token) as program:
        use(served, model.url)
        messages: Any = [{"role": "system", "content": PIRATE}, {"role": "user", "content": TELLING}]
        came = [time.perf_counter() for chunk in program.chat.completions.create(model=SAMANTHA, messages=messages, stream=True)
                if chunk.choices and chunk.choices[0].delta.content]  # fmt: skip
    assert came[-1] - came[0] > 0.3
    assert asked(model) == 1 and "Tortuga" not in json.dumps(model.asked)


def test_a_program_that_goes_away_hushes_her(own: tuple[Served, str]) -> None:
    served, token = own
    with beside(words(SLOW, 0.1)) as model, client(served, token) as program:
        use(served, model.url)
        heard = ""
        with program.chat.completions.create(model=SAMANTHA, messages=[{"role": "user", "content": TELLING}], stream=True) as stream:
            while not heard:
                heard = next(stream).choices[0].delta.content or ""
        left = time.perf_counter()
        eventually(lambda: bool(model.left), "the model was never left alone")
        assert model.gone_at[0] - left < 1.0  # through two sockets, on a machine that may be busy
        eventually(lambda: served.kept()[-1]["who"] == "samantha", "what she had said wasn't kept")
        last = served.kept()[-1]
        assert last["cut"] is True and last["text"].startswith(heard.strip()) and "Row six" not in last["text"]
        assert ask(program, "Where were we?")


def test_what_is_streamed_when_the_model_breaks_off_is_what_she_keeps(own: tuple[Served, str]) -> None:
    served, token = own
    with beside(Script([HALF, "and "], ends=False)) as model, client(served, token) as program:
        use(served, model.url)
        chunks = list(program.chat.completions.create(model=SAMANTHA, messages=[{"role": "user", "content": TELLING}], stream=True))
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    hers = [entry["text"] for entry in served.kept() if entry["who"] == "samantha"]
    assert hers == [text.strip()] and hers[0].startswith("That sounds") and asked(model) == 1


def test_a_socket_torn_off_hushes_her_too(own: tuple[Served, str]) -> None:
    served, token = own
    with beside(words(SLOW, 0.1)) as model:
        use(served, model.url)
        torn = http.client.HTTPConnection("127.0.0.1", served.port, timeout=PATIENCE)
        torn.request("POST", "/v1/chat/completions", said({"role": "user", "content": TELLING}, stream=True), {"authorization": f"Bearer {token}"})
        answer = torn.getresponse()
        assert answer.status == 200 and answer.readline().startswith(b"data:")
        eventually(lambda: asked(model) == 1)
        assert isinstance(torn.sock, socket.socket)
        torn.sock.shutdown(socket.SHUT_RDWR)
        answer.close()
        torn.close()
        eventually(lambda: bool(model.left), "the model was never left alone")
        assert all(entry["cut"] for entry in served.kept() if entry["who"] == "samantha")
        assert turns(served, TELLING) == 1


def test_who_speaks_while_she_talks_stops_her_and_both_streams_end(own: tuple[Served, str]) -> None:
    served, token = own
    with beside(words(SLOW, 0.1)) as model, client(served, token) as program:
        use(served, model.url)
        first = program.chat.completions.create(model=SAMANTHA, messages=[{"role": "user", "content": TELLING}], stream=True)
        while not next(first).choices[0].delta.content:
            pass
        assert ask(program, "We watered the beans afterwards with Joan.")
        assert [chunk.choices[0].finish_reason for chunk in first][-1] == "stop"
    assert turns(served, TELLING) == 1 and len(model.left) == 1


# --- the command `llm` --------------------------------------------------------------------------


def test_llm_lists_her_and_talks_to_her(served: Served, token: str, tmp_path: Path) -> None:
    assert SAMANTHA in fine(llm(tmp_path / "llm", served, token, "models")).out
    streamed = fine(llm(tmp_path / "llm", served, token, "-m", SAMANTHA, "My cousin Ida lives in Bruges.")).out
    whole = fine(llm(tmp_path / "llm", served, token, "-m", SAMANTHA, "--no-stream", "Where does my cousin live?")).out
    assert streamed.strip() and "Bruges" in whole
    assert turns(served, "My cousin Ida lives in Bruges.") == turns(served, "Where does my cousin live?") == 1


def test_llm_goes_on_with_a_talk_and_cannot_make_her_another(served: Served, token: str, tmp_path: Path) -> None:
    fine(llm(tmp_path / "llm", served, token, "-m", SAMANTHA, "-s", PIRATE, "The lamp by the door flickers."))
    told = fine(llm(tmp_path / "llm", served, token, "-c", "What is your name?")).out
    assert told.strip() and not re.search(r"\b(?:Max|Arr|pirate)\b", told)
    assert turns(served, "The lamp by the door flickers.") == 1


def test_llm_takes_a_key_by_hand_and_a_wrong_one_is_refused(served: Served, token: str, tmp_path: Path) -> None:
    assert fine(llm(tmp_path / "llm", served, "wrong", "-m", SAMANTHA, "--key", token, "The rain has stopped.")).out.strip()
    refused = llm(tmp_path / "llm", served, "wrong", "-m", SAMANTHA, "The rain is back.")
    assert refused.code != 0 and "os1 token" in refused.err
    assert turns(served, "The rain is back.") == 0


# --- afterwards ---------------------------------------------------------------------------------


def test_the_talk_is_among_her_memories_afterwards(tmp_path: Path) -> None:
    home = tmp_path / "home"
    token, served = let_in(home, "a program"), Home(home)
    served.start()
    try:
        with client(served, token) as program:
            reply = ask(program, "My aunt Vera moved to Trieste last week.")
    finally:
        served.stop()
    everything = export(home)
    assert finds(home, "Trieste") and "Vera" in everything and json.dumps(reply, ensure_ascii=False)[1:-1] in everything
    assert token not in everything
    fine(os1("token", "a program", "--drop", home=home))
    served.start()
    try:
        with client(served, token) as program, pytest.raises(APIStatusError) as refused:
            ask(program, "May I come in?")
        assert refused.value.status_code == 401
    finally:
        served.stop()
