"""What the tests of her as a server share: a home that is served, tokens for it, and programs that talk to it."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from openai import OpenAI
from tests.browser.served import Served
from tests.flows.talk import Run, environment, fine, os1

LLM = Path(sys.executable).with_name("llm")
PATIENCE = 60.0
SAMANTHA = "samantha"


class Home(Served):
    """A served home whose page is let in once: pairing anew again and again is held to be guessing."""

    _paired = ("", "")

    def _cookie(self) -> str:
        if self._paired[0] != self.token:
            self._paired = (self.token, super()._cookie())
        return self._paired[1]


def let_in(home: Path, name: str) -> str:
    """A token for a program, as `os1 token` prints it."""
    return fine(os1("token", name, home=home)).out.strip()


def client(served: Served, token: str, retries: int = 0) -> OpenAI:
    return OpenAI(base_url=f"{served.origin}/v1", api_key=token, max_retries=retries, timeout=PATIENCE)


def ask(program: OpenAI, text: str, **more: Any) -> str:
    """One thing said by a program, and the reply, not streamed."""
    answer = program.chat.completions.create(model=SAMANTHA, messages=[{"role": "user", "content": text}], **more)
    words = answer.choices[0].message.content
    assert isinstance(words, str) and words.strip()
    return words


def post(served: Served, body: bytes, token: str = "", path: str = "/v1/chat/completions", **headers: str) -> tuple[int, Any]:
    """One request as anything could send it; the status, and the JSON that came back."""
    given = {"content-type": "application/json", **headers}
    if token:
        given["authorization"] = f"Bearer {token}"
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=PATIENCE)
    try:
        connection.request("GET" if path.endswith("models") else "POST", path, body or None, given)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def said(*messages: dict[str, Any], **more: Any) -> bytes:
    """A request's body."""
    return json.dumps({"model": SAMANTHA, "messages": messages, **more}).encode()


def turns(served: Served, text: str) -> int:
    """How often the person is kept as having said something."""
    return sum(entry["text"] == text for entry in served.kept())


def llm(folder: Path, served: Served, token: str, *words: str) -> Run:
    """Run `llm WORDS…` with settings of its own, in which she is a model."""
    folder.mkdir(exist_ok=True)
    model = {"model_id": SAMANTHA, "model_name": SAMANTHA, "api_base": f"{served.origin}/v1", "api_key_name": "os1"}
    (folder / "extra-openai-models.yaml").write_text(json.dumps([model]))  # JSON is YAML as well
    (folder / "keys.json").write_text(json.dumps({"os1": token}))
    kept = {name: value for name, value in environment().items() if not name.startswith(("LLM_", "OPENAI_"))}
    # No plugins: the one that brings a model's file for other tests needs what isn't installed.
    settings = {"LLM_USER_PATH": str(folder), "LLM_LOAD_PLUGINS": "", "HOME": str(folder)}
    ended = subprocess.run([LLM, *words], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE,
                           env=kept | settings, check=False)  # fmt: skip
    return Run(ended.returncode, ended.stdout, ended.stderr)


class Lossy(ThreadingHTTPServer):
    """Stands between a program and her, and loses the answer to the first request it passes on."""

    daemon_threads = True

    def __init__(self, served: Served) -> None:
        super().__init__(("127.0.0.1", 0), _Passing)
        self.beyond = served.port
        self.retries: list[str] = []


class _Passing(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, Lossy)
        body = self.rfile.read(int(self.headers["content-length"]))
        headers = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection")}
        beyond = http.client.HTTPConnection("127.0.0.1", self.server.beyond, timeout=PATIENCE)
        beyond.request("POST", self.path, body, headers)
        answer = beyond.getresponse()
        told = answer.read()
        beyond.close()
        self.close_connection = True
        self.server.retries.append(self.headers.get("x-stainless-retry-count", ""))
        if len(self.server.retries) == 1:
            return  # what was answered never arrives
        self.send_response(answer.status)
        self.send_header("content-type", answer.headers["content-type"])
        self.send_header("content-length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextmanager
def lossy(served: Served) -> Iterator[tuple[str, list[str]]]:
    """The address that loses its first answer, and the retry count of each request that came to it."""
    between = Lossy(served)
    thread = threading.Thread(target=between.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{between.server_port}/v1", between.retries
    finally:
        between.shutdown()
        between.server_close()
        thread.join(5)
