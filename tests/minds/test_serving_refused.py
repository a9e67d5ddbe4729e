"""Her as a server: what a program is refused, and the tokens without which it is refused everything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openai import AuthenticationError, BadRequestError, OpenAI, PermissionDeniedError
from tests.browser.served import Served
from tests.flows.talk import complaint, fine, os1
from tests.minds.serving import SAMANTHA, Home, ask, client, let_in, post, said, turns

RUBBISH: dict[str, bytes] = {
    "nothing": b"", "no JSON": b"hello", "a list": b"[]", "null": b"null", "no text": b"\xff\xfe\x00", "half": b'{"messages": [',
    "deep": b"[" * 100_000, "no messages": b"{}", "messages null": b'{"messages": null}', "none of them": b'{"messages": []}',
    "messages as words": b'{"messages": "hi"}', "numbers": b'{"messages": [1, 2]}', "bare": b'{"messages": [{}]}',
    "no content": said({"role": "user"}), "content null": said({"role": "user", "content": None}),
    "content a number": said({"role": "user", "content": 5}), "only spaces": said({"role": "user", "content": " \n "}),
    "no parts": said({"role": "user", "content": []}), "odd parts": said({"role": "user", "content": [1, "a"]}),
    "odd part": said({"role": "user", "content": [{"type": "text", "text": 5}]}),
    "hers last": said({"role": "user", "content": "Hi."}, {"role": "assistant", "content": "Hello."}),
    "system last": said({"role": "system", "content": "Be brief."}), "role a number": said({"role": 1, "content": "Hi."}),
    "odd stream": said({"role": "user", "content": "Hi."}, stream="yes"), "odd n": said({"role": "user", "content": "Hi."}, n="two"),
    "n of nothing": said({"role": "user", "content": "Hi."}, n=0), "too large": b'{"messages": "' + b"a" * 5_000_000 + b'"}',
}  # fmt: skip


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


def refusal(status: int, told: Any) -> str:
    """The sentence of a refusal in the shape that OpenAI's clients read."""
    assert 400 <= status < 500, (status, told)
    sentence = str(told["error"]["message"])
    assert told["error"]["type"] and re.fullmatch(r"[A-Z“][^\n]{10,300}[.!]", sentence), sentence
    assert not re.search(r"Error|Exception|Traceback|NoneType|codec", sentence), sentence
    return sentence


# --- what can't be answered ----------------------------------------------------------------------------


def test_pictures_are_refused_with_a_clear_sentence(program: OpenAI) -> None:
    parts: Any = [{"type": "text", "text": "What is this?"}, {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}]
    with pytest.raises(BadRequestError, match="picture") as refused:
        program.chat.completions.create(model=SAMANTHA, messages=[{"role": "user", "content": parts}])
    refusal(refused.value.status_code, refused.value.response.json())


@pytest.mark.parametrize("stream", [False, True])
def test_two_answers_to_one_thing_are_refused(served: Served, program: OpenAI, stream: bool) -> None:
    text = f"Say it twice, {stream}."
    with pytest.raises(BadRequestError, match="one answer"):
        program.chat.completions.create(model=SAMANTHA, messages=[{"role": "user", "content": text}], n=2, stream=stream)
    assert turns(served, text) == 0


@pytest.mark.parametrize("what", RUBBISH)
def test_rubbish_is_refused_in_a_sentence(served: Served, token: str, what: str) -> None:
    before = len(served.kept())
    refusal(*post(served, RUBBISH[what], token))
    assert len(served.kept()) == before


def test_odd_letters_and_long_words_are_still_a_turn_or_a_refusal(served: Served, token: str) -> None:
    for text in ("\ud800 is half a letter.", "Nothing\x00 in the middle.", "word " * 20_000):
        status, told = post(served, said({"role": "user", "content": text}), token)
        assert status == 200 and told["choices"][0]["message"]["content"], (status, told)
    status, told = post(served, said({"role": "user", "content": "a" * 2_000_001}), token)
    assert status >= 400 and told["error"]["message"].endswith(".")


def test_without_a_token_nothing_is_answered(served: Served) -> None:
    body = said({"role": "user", "content": "Who is there?"})
    for wrong in ("", "os1-wrong", served.token, "x" * 5_000):
        assert "os1 token" in refusal(*post(served, body, wrong))
        assert post(served, b"", wrong, "/v1/models")[0] == post(served, body, wrong)[0] == 401
        assert post(served, b"rubbish", wrong)[0] == 401
    assert post(served, body, authorization=f"Basic {served.token}")[0] == 401
    with client(served, "wrong") as program, pytest.raises(AuthenticationError):
        ask(program, "Who is there?")
    assert turns(served, "Who is there?") == 0


def test_a_page_from_elsewhere_is_refused_even_with_a_token(served: Served, token: str) -> None:
    body = said({"role": "user", "content": "A page elsewhere asks."})
    for origin in ("https://evil.example", "null", "http://localhost:1"):
        assert post(served, body, token, origin=origin)[0] == post(served, b"", token, "/v1/models", origin=origin)[0] == 403
    assert post(served, body, token, host="evil.example")[0] == 403
    with client(served, token) as program, pytest.raises(PermissionDeniedError):
        ask(program, "A page elsewhere asks.", extra_headers={"Origin": "https://evil.example"})
    assert turns(served, "A page elsewhere asks.") == 0


# --- tokens -------------------------------------------------------------------------------------


def test_a_token_works_whether_it_was_made_before_or_while_she_is_served(served: Served, early: str, token: str) -> None:
    assert early != token
    for each in (early, token):
        with client(served, each) as program:
            assert ask(program, "The tea is hot.")
    listed = fine(os1("token", home=served.home)).out
    assert "early bird" in listed and "the tests" in listed
    assert early not in listed and token not in listed


def test_a_name_is_given_one_token(served: Served, token: str) -> None:
    assert "the tests" in complaint(os1("token", "the tests", home=served.home))


def test_a_token_taken_back_is_worth_nothing_at_once(served: Served) -> None:
    token = let_in(served.home, "a guest")
    with client(served, token) as program:
        assert ask(program, "The guest is here.")
        fine(os1("token", "a guest", "--drop", home=served.home))
        with pytest.raises(AuthenticationError):
            ask(program, "The guest is still here.")
        with pytest.raises(AuthenticationError):
            list(program.models.list())
    assert turns(served, "The guest is still here.") == 0
    assert "a guest" not in fine(os1("token", home=served.home)).out
