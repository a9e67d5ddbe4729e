"""Smart Turn, where the person has installed Pipecat: whether a voice sounds finished, beside our own model.

The network is Daily's smart-turn v3 (BSD 2-Clause), which lies in the package `pipecat-ai`; only its file
is used, Pipecat itself isn't imported. It hears the log-mel spectrum of Whisper (Radford and others, 2022).
"""

from __future__ import annotations

import math
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from os1.voice.sound import RATE, Sound

Floats = NDArray[np.float32]
SECONDS, BANDS, FFT, HOP = 8, 80, 400, 160


def found() -> Path | None:
    """The network's file, None where Pipecat isn't installed."""
    spec = find_spec("pipecat")
    places = list(spec.submodule_search_locations or ()) if spec else []
    held = [path for place in places for path in Path(place, "audio/turn/smart_turn/data").glob("smart-turn-v3*.onnx")]
    return max(held, default=None)


class SmartTurn:
    """Takes the last 8 s of a turn, gives the chance that it is finished: 80 ms on one core."""

    def __init__(self, path: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._net: Any = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def ended(self, sound: Sound) -> float:
        """The chance, 0 to 1, that the turn ends where `sound` ends."""
        return float(self._net.run(None, {"input_features": spectrum(sound)[None]})[0].ravel()[0])


def mixed(ours: float, theirs: float) -> float:
    """Both chances as one: the mean of their odds. What our rule holds open stays open."""
    if ours <= 0.05:
        return ours
    odds = (math.log(p / (1 - p)) for p in (min(max(x, 0.01), 0.99) for x in (ours, theirs)))
    return 1 / (1 + math.exp(-sum(odds) / 2))


def spectrum(sound: Sound) -> Floats:
    """Whisper's features of the last 8 s, shape (80, 800); shorter sound has silence before it."""
    last = sound[-SECONDS * RATE :].astype(np.float64)
    full = np.concatenate([np.zeros(SECONDS * RATE - len(last)), last])
    full = (full - full.mean()) / math.sqrt(full.var() + 1e-7)
    padded = np.pad(full, FFT // 2, mode="reflect")
    frames = np.lib.stride_tricks.sliding_window_view(padded, FFT)[::HOP][: SECONDS * RATE // HOP]
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(FFT) / FFT)
    power = np.abs(np.fft.rfft(frames * window)) ** 2
    loud = np.log10(np.maximum(power @ _bands(), 1e-10)).T
    made: Floats = ((np.maximum(loud, loud.max() - 8.0) + 4.0) / 4.0).astype(np.float32)
    return made


@cache
def _bands() -> NDArray[np.float64]:
    """Triangles of equal area along Slaney's mel scale (linear to 1 kHz, then logarithmic), shape (201, 80)."""
    top = 15 + math.log(RATE / 2 / 1000) * 27 / math.log(6.4)
    mel = np.linspace(0, top, BANDS + 2)
    edges = np.where(mel < 15, mel * 200 / 3, 1000 * np.exp((mel - 15) * math.log(6.4) / 27))
    at = np.linspace(0, RATE / 2, FFT // 2 + 1)[:, None]
    up, down = (at - edges[:-2]) / np.diff(edges)[:-1], (edges[2:] - at) / np.diff(edges)[1:]
    found: NDArray[np.float64] = np.maximum(0, np.minimum(up, down)) * (2 / (edges[2:] - edges[:-2]))
    return found
