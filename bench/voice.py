"""A call, whole and in parts: how long she takes, how soon she is silent, what she mishears and costs; a plain Pipecat
pipeline with the same ears and voice beside her in the same run."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bench import voice_browser, voice_ears
from bench.startup import LINK, enter, say, serving
from bench.tables import Table, met, percentile
from bench.voice_caller import Figures, Stopped, Turn, measured
from bench.voice_socket import calling
from bench.voice_sound import SAID, clips, talk
from os1.errors import VoiceError
from os1.voice.festival import Festival
from os1.voice.stt import Moonshine

ROOT = Path(__file__).resolve().parents[1]
TURNS, INTERRUPTIONS, SECONDS = 30, 20, 20.0
MINDS = 10  # things typed to time her mind
NETWORK = "lib/python*/site-packages/pipecat/audio/turn/smart_turn/data/smart-turn-v3*.onnx"
PARTS = (("silence noticed", "quiet"), ("words read", "words"), ("turn taken for over", "turn"), ("first sound made", "sound"))
NEEDS = "The voice benchmark needs Festival's slt-hts voice and flite (apt install festival festvox-us-slt-hts flite)."


def run(pipecat: Path | None, *, quick: bool = False) -> list[Table]:
    """Every table. `pipecat` is a Python that has Pipecat, None where nobody is to be measured beside her."""
    if not shutil.which("flite"):
        print(f"  {NEEDS}", file=sys.stderr)
        return []
    counts = (TURNS // 3, INTERRUPTIONS // 4) if quick else (TURNS, INTERRUPTIONS)
    try:
        voice, ears = Festival(), Moonshine()
    except VoiceError as error:
        print(f"  {NEEDS} {error}", file=sys.stderr)
        return []
    clause = voice_ears.first_clauses(voice)
    network = next(pipecat.parents[1].glob(NETWORK), None) if pipecat else None
    tables = [voice_ears.misheard(ears), voice_ears.ends_told(ears, network)] if clips() else []
    voice.close()
    ears.close()
    loads = [_load()]
    hers, page, mind = _ours(counts)
    loads.append(_load())
    noticed = voice_ears.silence_noticed()
    for turn in hers.turns:
        turn.marks["quiet"] = noticed  # she doesn't tell the page
    theirs = _theirs(pipecat, counts, mind) if pipecat else None
    loads.append(_load())
    about = (f"For Pipecat a fixed answer after {mind * 1000:.0f} ms: what her mind took for something typed, in the same run. "
             f"Load of the machine before OS1, between the two, and after Pipecat: {', '.join(loads)}; where these differ much, so do the two for that alone.")
    return [_whole(hers, page, theirs, clause, about), _parts(hers, theirs), *tables]


@contextmanager
def _serving() -> Iterator[tuple[int, str]]:
    """OS1 serving a new home where the set-up is over; its process id and its link."""
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder) / "home") as (process, line):
        with enter(line) as socket:
            socket.send(json.dumps({"type": "setup", "id": uuid.uuid4().hex, "call_me": "Theodore", "tone": "", "on_mind": ""}))
            for event in map(json.loads, socket):
                if event["type"] == "words":
                    socket.send(json.dumps({"type": "hush"}))
                if event["type"] == "said":
                    break
        match = LINK.search(line)
        assert match is not None
        yield process.pid, match[0]


def _ours(counts: tuple[int, int]) -> tuple[Figures, list[Turn], float]:
    print("  over the socket …", file=sys.stderr)
    with _serving() as (process, link):
        figures = asyncio.run(_called(link, process, counts))
        mind = _mind(link)
    page: list[Turn] = []
    if voice_browser.browser():
        print("  in the browser …", file=sys.stderr)
        with _serving() as (_, link), tempfile.TemporaryDirectory() as folder:
            page = voice_browser.turns(link, Path(folder), counts[0])
    return figures, page, mind


async def _called(link: str, process: int, counts: tuple[int, int]) -> Figures:
    async with calling(link) as line:
        return await measured(line, process, counts, SECONDS, talk())


def _mind(link: str) -> float:
    """Seconds her mind takes until the first words of an answer to something typed; the median."""
    took = []
    with enter(link) as socket:
        for text in SAID[:MINDS]:
            began = time.perf_counter()
            say(socket, text)
            took.append(time.perf_counter() - began)
            time.sleep(0.3)  # what is done after an answer isn't part of the next
    return median(took)


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def _theirs(python: Path, counts: tuple[int, int], mind: float) -> Figures | None:
    print("  Pipecat …", file=sys.stderr)
    words = [str(python), str(ROOT / "bench" / "voice_pipecat.py"), *map(str, (*counts, SECONDS, round(mind, 3)))]
    environment = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"}
    ran = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if ran.returncode:
        print(f"  Pipecat isn't measured: {(ran.stderr.strip().splitlines() or ['no word why'])[-1]}", file=sys.stderr)
        return None
    return Figures.of(json.loads(ran.stdout))


# --- tables -----------------------------------------------------------------------------------


def _at(values: Sequence[float], share: float) -> float | None:
    return percentile(values, share) * 1000 if values else None


def _lags(turns: Sequence[Turn]) -> list[float]:
    return [turn.lag for turn in turns if turn.lag is not None and turn.lag > 0]


def _stops(figures: Figures | None) -> tuple[list[float], list[float]]:
    found = figures.interruptions if figures else []
    return [s.silent for s in found if s.silent is not None], [s.over for s in found if s.over is not None]


def _whole(hers: Figures, page: Sequence[Turn], theirs: Figures | None, clause: tuple[float, float], about: str) -> Table:
    def row(name: str, target: float | None, unit: str, ours: float | None, other: float | None) -> tuple[str, ...]:
        said = [f"{value:.0f} {unit}" if value is not None else "–" for value in (ours, other)]
        verdict = met(ours, target) if target is not None and ours is not None else ""
        return (name, "" if target is None else f"{target:.0f} {unit}", *said, verdict)

    lags, beside = _lags(hers.turns), _lags(theirs.turns) if theirs else []
    seen = _lags(page)
    stops, over = _stops(hers)
    others, others_over = _stops(theirs)
    rows = [
        row("end of speech to audible, socket, p50", 450, "ms", _at(lags, 50), _at(beside, 50)),
        row("the same, p95", 800, "ms", _at(lags, 95), _at(beside, 95)),
        row("end of speech to audible, Chromium, p50", 450, "ms", _at(seen, 50), None),
        row("the same, p95", 800, "ms", _at(seen, 95), None),
        row("barge-in to silence, p50", 200, "ms", _at(stops, 50), _at(others, 50)),
        row("the same, p95", 350, "ms", _at(stops, 95), _at(others, 95)),
        row("barge-in until she gives up what was left, p50", None, "ms", _at(over, 50), _at(others_over, 50)),
        row("the same, p95", None, "ms", _at(over, 95), _at(others_over, 95)),
        row("first clause made, p50", None, "ms", clause[0], clause[0]),
        row("the same, p95", None, "ms", clause[1], clause[1]),
        row("processor, a quiet room", 5, "%", hers.silent.cpu, theirs.silent.cpu if theirs else None),
        row("processor, somebody talks on", None, "%", hers.listening.cpu, theirs.listening.cpu if theirs else None),
        row("resident memory in a call", 500, "MB", hers.listening.memory, theirs.listening.memory if theirs else None),
    ]
    told = [_missed("OS1", hers.turns, hers.interruptions), _missed("Chromium", page, ())]
    told += [_missed("Pipecat", theirs.turns, theirs.interruptions)] if theirs else ["Pipecat isn't installed: `make bench-voice` tries to."]
    return Table("A call", ("", "target", "OS1", "Pipecat", ""), tuple(rows), (
        f"{len(hers.turns)} sentences of 1 to 4 s by a made voice (flite rms), in real time, each after the last answer was stopped; the end of speech is "
        "its last sample within 45 dB of the loudest. Audible is the first sample of hers above −45 dB. In Chromium both are taken "
        "inside the page, behind its microphone and before its loudspeaker.",
        f"Barge-in: from the first sample of {len(hers.interruptions)} sentences spoken a second into a long answer, until nothing more of her is heard.",
        "Processor: percent of one core, with the voice's own process. For Pipecat the caller runs in the same process.",
        "Pipecat: its base transports, Silero VAD, default turn strategies (Smart Turn v3) and aggregators, with OS1's ears and voice.", about,
        *told,
    ))  # fmt: skip


def _missed(name: str, turns: Sequence[Turn], over: Sequence[Stopped]) -> str:
    never = sum(turn.audible is None for turn in turns)
    early = sum(turn.lag is not None and turn.lag <= 0 for turn in turns)
    deaf = sum(stop.silent is None for stop in over)
    said = f"{name}: of {len(turns)} sentences {early} were answered before their end and {never} not at all"
    return f"{said}; {deaf} of {len(over)} interruptions changed nothing." if over else f"{said}."


def _parts(hers: Figures, theirs: Figures | None) -> Table:
    def until(figures: Figures | None, name: str) -> float | None:
        if figures is None:
            return None
        found = [t.marks[name] for t in figures.turns if name in t.marks and (t.lag or 0) > 0]
        return median(found) * 1000 if found else None

    def heard(figures: Figures | None) -> float | None:
        return _at(_lags(figures.turns), 50) if figures else None

    columns = [[*(until(figures, mark) for _, mark in PARTS), heard(figures)] for figures in (hers, theirs)]
    rows = []
    for n, name in enumerate([*(name for name, _ in PARTS), "audible"]):
        cells = [f"{column[n]:.0f}" if column[n] is not None else "–" for column in columns]
        steps = [f"+{column[n] - (column[n - 1] or 0 if n else 0):.0f}" if column[n] is not None else "–" for column in columns]  # type: ignore[operator]
        rows.append((name, *(cell for pair in zip(cells, steps, strict=True) for cell in pair)))
    return Table("Where the time goes", ("ms after the end of speech, p50", "OS1", "", "Pipecat", ""), tuple(rows),
                 ("The last step is the silence a voice begins with, and the way to the loudspeaker.",))  # fmt: skip
