"""The house around a language model: what it costs in time and tokens, what it does when one fails, what its guard catches.

The models are a scripted server (it says what it is told at known times) and a real llama.cpp server with
a very small model, whose own tokenizer counts.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import aclosing
from datetime import datetime
from functools import cache
from pathlib import Path

import httpx2
from tests.minds.llamacpp import running
from tests.minds.scripted import ModelServer, Script, serving, words

from bench.tables import Table, met, percentile
from os1.config import Home
from os1.house import House
from os1.listening.encoder import MiniLM
from os1.listening.requests import straight
from os1.mind.chat.cutting import Clause
from os1.mind.chat.guard import Bounds, Guard, rules
from os1.mind.chat.support import Known
from os1.store import minds
from os1.testing import SetClock

TURNS, BEFOREHAND = 60, 6
OVERHEAD_MS, TOKENS = 20.0, 1_500
FIRST_TOKEN = 0.25  # seconds; as fast as a small model with a good graphics card
REPLY = "The wind did all the talking, by the sound of it. A whole hill of it, and you in the middle."
SAID = (
    "I walked up the hill behind the school with my sister and the wind nearly took my hat.",
    "We had soup at my mother's and nobody mentioned the house.", "I finally finished that painting of the harbour.",
    "My boss moved the meeting to Friday again.", "The neighbour's boy has started to play the trumpet.",
    "I couldn't sleep, so I baked bread at four in the morning.", "Ruth rang about the wedding and we laughed for an hour.",
    "It rained all day and I did nothing and it was lovely.", "I found my grandfather's letters in the attic.",
    "I'm nervous about the exam next week.",
)  # fmt: skip
UNSEEN = Path(__file__).parents[1] / "tests" / "unit" / "data" / "guard.tsv"
NOW = datetime.fromisoformat("2026-03-02T20:10:00+00:00")
FAULTS: dict[str, Script | None] = {
    "slow (nothing for 10 s)": Script([10.0, "Too late."]), "stalls after a sentence": Script(["You had the wind with you. ", 10.0, "And then"]),
    "stalls in a sentence": Script(["You had the wind with you, all the way up that long hill, and ", 10.0]),
    "dead": None, "401": Script(status=401), "429": Script(status=429), "500": Script(status=500), "503": Script(status=503),
    "garbage": Script([b"data: {]\n\n"]), "not a stream": Script([b"<html>hello</html>"], kind="text/html"),
    "endless loop": Script(["the wind "], forever=True), "empty": Script([]), "a refusal": words("I'm sorry, but I can't assist with that request."),
    "breaks off": Script(["You had the wind with you, all the way up that long hill, and "], ends=False),
}  # fmt: skip


def run(homes: Iterable[tuple[int, Path]]) -> list[Table]:
    """All four tables."""
    places = list(homes)
    return [asyncio.run(_overhead(places)), asyncio.run(_faults()), *_tokens(places), _guard()]


async def _spoken(house: House, turn: str, text: str) -> tuple[float, float, str]:
    """One turn: when its first words were out and when it ended (seconds from its beginning), and the words."""
    began, first, said = time.perf_counter(), 0.0, ""
    draft = await house.answer(await house.accept(turn, text))
    async with aclosing(house.speak(draft)) as pieces:
        async for piece in pieces:
            first = first or time.perf_counter() - began
            said += piece
    whole = time.perf_counter() - began
    await house.finish(draft)
    return first, whole, said.strip()


async def _overhead(places: list[tuple[int, Path]]) -> Table:
    rows = []
    for size, root in places:
        script = words(REPLY)
        script.steps.insert(0, FIRST_TOKEN)
        async with serving(script) as server:
            with House(Home(root), SetClock(NOW)) as house:
                house.warm()
                await house.run(minds.use, house.database, house.person.id, server.server())
                figures = await _timed(house, server)
                await house.tongue.aclose()
                await house.run(minds.use, house.database, house.person.id, None)
        rows.append((f"{size:,}", *(f"{percentile(f, 50):.1f} / {percentile(f, 95):.1f}" for f in figures)))
        print("  " + " | ".join(rows[-1]), file=sys.stderr)
        verdict = percentile(figures[1], 50)
    return Table(
        "The house around a model", ("utterances", "before the request, ms", "after the first token, ms", "plain mind, whole turn, ms"), tuple(rows),
        (f"Wall milliseconds, p50 / p95 of {TURNS} turns. The server takes 250 ms to its first token and then sends a sentence. "
         "After the first token: from when it was sent "
         "until the first clause of it, cut, guarded and passed on, is out, which is what is added to the server's own time to its first token; "
         f"target {OVERHEAD_MS:.0f} ms at p50: {met(verdict, OVERHEAD_MS)}.",
         "Before the request: the words kept on the disk, heard, remembered, planned, what bears on them looked up, the prompt put together; "
         "the plain mind's turn has all of that but the prompt, and its own words.",),
    )  # fmt: skip


async def _timed(house: House, server: ModelServer) -> tuple[list[float], list[float], list[float]]:
    before, after, plain = [], [], []
    for n in range(TURNS + BEFOREHAND):
        sent, came = len(server.first_sent), time.perf_counter()
        first, _, _ = await _spoken(house, f"b{time.monotonic_ns()}", SAID[n % len(SAID)])
        if n >= BEFOREHAND and len(server.first_sent) > sent:
            before.append((server.first_sent[sent] - came - FIRST_TOKEN) * 1000)
            after.append((came + first - server.first_sent[sent]) * 1000)
    for n in range(TURNS):
        began = time.perf_counter()
        await house.reply(f"p{time.monotonic_ns()}", SAID[n % len(SAID)], plainly=True)
        plain.append((time.perf_counter() - began) * 1000)
    return before, after, plain


async def _faults() -> Table:
    rows = []
    for name, script in FAULTS.items():
        async with serving(script or words("Never.")) as server:
            with tempfile.TemporaryDirectory() as folder, House(Home(Path(folder)), SetClock(NOW)) as house:
                house.warm()
                await house.run(minds.use, house.database, house.person.id, server.server())
                if script is None:
                    await server.stop()
                first, whole, said = await _spoken(house, "t", SAID[0])
                await house.tongue.aclose()
                sent = await house.run(minds.last_prompt, house.database, house.person.id)
                if script is None:
                    await server.start()
        rows.append((name, sent.get("fault") or "–", f"{first:.2f}", f"{whole:.2f}", said))
    return Table("When a model fails", ("what it did", "taken for", "first words, s", "whole turn, s", "what she said"), tuple(rows),
                 ("One turn each in a new home, after “" + SAID[0] + "”. First words from when it was said; 3 s is how long she waits.",))  # fmt: skip


def _tokens(places: list[tuple[int, Path]]) -> list[Table]:
    rows = []
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as llama, httpx2.Client(trust_env=False, timeout=60) as http:

        def counted(text: str) -> int:
            return len(http.post(f"{llama.url}/tokenize", json={"content": text}).json()["tokens"])

        for size, root in places:
            found = asyncio.run(_prompts(root, counted))
            rows.append((f"{size:,}", *(f"{percentile(found, p):,.0f}" for p in (50, 95, 100)), met(percentile(found, 95), TOKENS)))
            print("  " + " | ".join(rows[-1]), file=sys.stderr)
    return [Table("Tokens a turn as memory grows", ("utterances", "p50", "p95", "most", f"p95 ≤ {TOKENS:,}"), tuple(rows),
                  (f"{TURNS} turns in one talk, so that the talk before is in the prompt; counted by the tokenizer of the real server "
                   "(SmolLM2), without the few marks its chat template adds.",))]  # fmt: skip


async def _prompts(root: Path, counted: Callable[[str], int]) -> list[float]:
    count = cache(counted)
    found: list[float] = []
    async with serving(words(REPLY)) as server:
        with House(Home(root), SetClock(NOW)) as house:
            await house.run(minds.use, house.database, house.person.id, server.server())
            for n in range(TURNS):
                await house.reply(f"k{time.monotonic_ns()}", SAID[n % len(SAID)] + (" It has been like that for weeks now." * (n % 5)))
                found.append(sum(count(m["content"]) for m in server.asked[-1]["messages"]) if server.asked else 0)
            await house.tongue.aclose()
            await house.run(minds.use, house.database, house.person.id, None)
    return found


def _guard() -> Table:
    encoder = MiniLM()
    shown, whole, patterns = Counter[str](), Counter[str](), Counter[str]()
    for line in UNSEEN.read_text("utf-8").splitlines():
        label, known, sentence = line.split("\t")
        guard = Guard(Bounds(), Known(tuple(known.split(" | ")), lambda texts: encoder.encode(list(texts))))
        shown[label] += 1
        whole[label] += guard.pass_on(Clause(sentence, sentence)) != sentence
        patterns[label] += any(rule.broken_by(straight(sentence).lower()) for rule in rules().values())
    order = sorted(shown, key=lambda n: n == "ok")
    rows = [(label, f"{shown[label]}", f"{patterns[label] / shown[label]:.0%}", f"{whole[label] / shown[label]:.0%}") for label in order]
    sins = [label for label in shown if label != "ok"]
    total = sum(shown[n] for n in sins)
    rows.append(("every sin", f"{total}", f"{sum(patterns[n] for n in sins) / total:.0%}", f"{sum(whole[n] for n in sins) / total:.0%}"))
    return Table("The guard, on sentences nothing was fitted on", ("kind", "sentences", "patterns alone", "kept back"), tuple(rows),
                 ("Sentences of a kind as language models say them, by a writer who saw neither patterns nor training lines. “ok” is what may be said, half of "
                  "it written to look like a sin: what is kept back of it is the price, a sentence fewer.",))  # fmt: skip
