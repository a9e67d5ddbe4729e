""""Hey Samantha", heard on this computer's own microphone, and the wish to be left alone heard in words.

The sound goes through the mel and embedding networks that lie in pyopen-wakeword (Google's speech embedding,
by way of openWakeWord); what stands behind them is ours (training/wake.py, docs/parts/models-wake.md).
"""

from __future__ import annotations

import ctypes
import re
from collections import deque
from importlib.resources import files
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from os1.errors import EarsFailed
from os1.voice.sound import RATE, WINDOW, Sound
from os1.voice.vad import Vad

STEP: Final = 1280  # samples between two embeddings: 80 ms
SPAN: Final = 16  # embeddings the classifier looks at: two seconds
_LEAD = 480  # samples of sound before a step that its mel frames reach back
_MELS, _HOP, _BANDS, _WIDTH = 76, 8, 32, 96  # mel frames an embedding sees, and between two; their sizes
_AT_ONCE = 2  # steps run together: half the work of one by one for 80 ms more delay
_SPEECH, _HANGOVER, _BEFORE = 0.3, 25, 20  # when the networks run: chance of speech, windows after, windows before
_REST = 2 * RATE  # samples after the word in which it isn't heard again

_INSTALL = (
    "Waiting for “hey Samantha” needs one more package: pip install 'os1[wake]' "
    "(there is none for macOS; press the button there)."
)


class Embeddings:
    """What pyopen-wakeword's networks make of sound: one vector of 96 every 80 ms.

    Both are convolutions without padding in time, so a longer input gives the same vectors as one step after
    the other, with most of the work shared.
    """

    def __init__(self) -> None:
        try:
            from pyopen_wakeword import OpenWakeWordFeatures
        except ImportError as gone:
            raise EarsFailed(_INSTALL) from gone
        try:
            self._nets: Any = OpenWakeWordFeatures.from_builtin()
        except (OSError, ValueError, RuntimeError) as broken:
            raise EarsFailed(f"The wake word's networks don't load here ({broken}).") from broken
        self._shapes: dict[int, tuple[int, ...]] = {}

    def mels(self, sound: Sound) -> NDArray[np.float32]:
        """Mel frames, shape (n, 32), one every 10 ms, of sound that begins 480 samples before the first."""
        samples = (sound[None, :] * 32_768).astype(np.float32)
        return self._run(self._nets.mel_interpreter, samples).reshape(-1, _BANDS) / np.float32(10) + np.float32(2)

    def of_mels(self, mels: NDArray[np.float32]) -> NDArray[np.float32]:
        """Vectors, shape ((frames - 76) // 8 + 1, 96)."""
        return self._run(self._nets.emb_interpreter, mels[None, :, :, None]).reshape(-1, _WIDTH)

    def _run(self, net: int, given: NDArray[np.float32]) -> NDArray[np.float32]:
        lib, first = self._nets.lib, ctypes.c_int32(0)
        if self._shapes.get(net) != given.shape:
            shape = (ctypes.c_int32 * given.ndim)(*given.shape)
            lib.TfLiteInterpreterResizeInputTensor(net, first, shape, ctypes.c_int32(given.ndim))
            lib.TfLiteInterpreterAllocateTensors(net)
            self._shapes[net] = given.shape
        given = np.ascontiguousarray(given, np.float32)
        entry = lib.TfLiteInterpreterGetInputTensor(net, first)
        lib.TfLiteTensorCopyFromBuffer(
            entry, given.ctypes.data_as(ctypes.c_void_p), ctypes.c_size_t(given.nbytes)
        )
        lib.TfLiteInterpreterInvoke(net)
        end = lib.TfLiteInterpreterGetOutputTensor(net, first)
        found = np.empty(lib.TfLiteTensorByteSize(end) // 4, np.float32)
        lib.TfLiteTensorCopyToBuffer(
            end, found.ctypes.data_as(ctypes.c_void_p), ctypes.c_size_t(found.nbytes)
        )
        return found

    def close(self) -> None:
        self._nets.close()


class Classifier:
    """How likely two seconds end in "hey Samantha": one hidden layer over 16 embeddings."""

    def __init__(self, weights: dict[str, NDArray[np.float32]]) -> None:
        self._w = {name: np.asarray(value, np.float32) for name, value in weights.items()}

    @classmethod
    def shipped(cls) -> tuple[Classifier, float]:
        """Ours, with the bar chosen for it."""
        with files("os1.voice").joinpath("wake.npz").open("rb") as stream, np.load(stream) as held:
            weights = {name: held[name] for name in held.files}
        return cls(weights), float(weights["bar"])

    def blank(self) -> NDArray[np.float32]:
        """A span that says nothing either way: what is mostly heard."""
        return np.tile(self._w["mean"], (SPAN, 1))

    def score(self, spans: NDArray[np.float32]) -> NDArray[np.float32]:
        """Chances, shape (n,), for spans of shape (n, 16, 96)."""
        w = self._w
        flat = ((spans - w["mean"]) / w["spread"]).reshape(len(spans), -1)
        hidden = np.maximum(flat @ w["w1"] + w["b1"], 0)
        found: NDArray[np.float32] = 1 / (1 + np.exp(-(hidden @ w["w2"] + w["b2"])))
        return found


class Wake:
    """Waits for the word. While nobody speaks only the VAD runs; no sound is kept beyond two seconds."""

    def __init__(self) -> None:
        self._embeddings = Embeddings()
        self._classifier, self._bar = Classifier.shipped()
        self._vad = Vad()
        self._before: deque[Sound] = deque(maxlen=_BEFORE)
        self.reset()

    def reset(self) -> None:
        """Forget what was heard, as when the microphone is opened anew."""
        self._vad.reset()
        self._before.clear()
        self._sound = np.zeros(_LEAD, np.float32)
        self._mels = np.zeros((_MELS - _HOP, _BANDS), np.float32)
        self._span = self._classifier.blank()
        self._last = 0.0
        self._left = self._rest = 0

    def hear(self, window: Sound) -> bool:
        """Whether the word has just been said, given the next 512 samples."""
        self._rest = max(0, self._rest - WINDOW)
        if self._vad.hear(window) >= _SPEECH:
            self._left = _HANGOVER
        if not self._left:
            self._before.append(window)
            return False
        self._left -= 1
        self._sound = np.concatenate([self._sound, *self._before, window])
        self._before.clear()
        heard = False
        while len(self._sound) >= _LEAD + _AT_ONCE * STEP:
            heard = self._take(self._sound[: _LEAD + _AT_ONCE * STEP]) or heard
            self._sound = self._sound[_AT_ONCE * STEP :]
        if not heard or self._rest:
            return False
        self._rest = _REST
        return True

    def _take(self, sound: Sound) -> bool:
        mels = np.concatenate([self._mels, self._embeddings.mels(sound)])
        self._mels = mels[-(_MELS - _HOP) :]
        heard = False
        for vector in self._embeddings.of_mels(mels):
            self._span = np.concatenate([self._span[1:], vector[None]])
            now = float(self._classifier.score(self._span[None])[0])
            # Both of two neighbours have to be sure: what merely brushes the word rarely lasts 160 ms.
            heard = heard or min(now, self._last) >= self._bar
            self._last = now
        return heard

    def close(self) -> None:
        self._embeddings.close()


_BEGIN = r"(?:(?:ok|okay|oh|hey|so|well|and|now|please|alright|all right|right|just|{name})[,!]?\s+)*"
_ASKS = r"(?:(?:can|could|would|will) you (?:please )?|i(?:'d like| want| need) you to |you can |you should )?"
_END = (
    r"(?:[,]?\s+(?:now|please|for now|for (?:a|one|the) \w+(?: or two)?|any ?more|again|at all|thanks|thank you|"
    r"to (?:me|us|this)|till i call(?: you)?|until i (?:call|say)(?: (?:you|so))?|while i'm \w+|{name}))*"
)
_DEAF = r"(?:don'?t listen|do not listen|stop listening|quit listening|go deaf|(?:close|cover|shut) your ears)"


def deaf_wish(text: str, her_name: str) -> bool:
    """Whether one of the sentences of a transcript asks her, and nobody else, not to listen any more.

    The whole sentence has to be that wish, so that what is told of others ("don't listen to him", "he told
    Samantha don't listen") isn't taken for it.
    """
    name = re.escape(her_name.lower())
    wish = re.compile((_BEGIN + _ASKS + _DEAF + _END).replace("{name}", name))
    plain = text.lower().replace("’", "'")
    return any(wish.fullmatch(s.strip(" ,'\"“”")) for s in re.split(r"[.?!;…]+", plain))
