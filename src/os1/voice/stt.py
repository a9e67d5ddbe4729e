"""Speech to text: Moonshine tiny, whose weights come with its wheel."""

from __future__ import annotations

import numpy as np

from os1.errors import EarsFailed
from os1.voice.sound import RATE, Sound

TAIL = np.zeros(int(0.3 * RATE), np.float32)
"""Silence added after what is to be read: without it the last word is often missed."""
LONGEST = 10.0  # seconds at once; above this words go missing
# Its own VAD cuts sentences apart and takes a third of the time; sound comes cut by ours already.
_OPTIONS = {"vad_threshold": "0.0", "return_audio_data": "false"}


class Moonshine:
    """Moonshine tiny for English, 16 kHz, in batch; its stream interface drops last words."""

    name = "moonshine"

    def __init__(self) -> None:
        try:
            from moonshine_voice.moonshine_api import ModelArch
            from moonshine_voice.transcriber import Transcriber
            from moonshine_voice.utils import get_model_path

            self._reader = Transcriber(str(get_model_path("tiny-en")), ModelArch.TINY, options=_OPTIONS)
        except (ImportError, OSError, RuntimeError) as error:
            raise EarsFailed(
                "My ears can't be opened on this computer; we can go on typing. `make install` puts them back."
            ) from error

    def transcribe(self, sound: Sound) -> str:
        """The words in mono sound of 16 kHz; "" where there are none. Raises EarsFailed."""
        from moonshine_voice.errors import MoonshineError

        try:
            read = self._reader.transcribe_without_streaming(np.concatenate([sound, TAIL]).tolist(), RATE)
        except MoonshineError as error:
            raise EarsFailed("I couldn't make out what was said; please say it again.") from error
        return " ".join(line.text.strip() for line in read.lines).strip()

    def close(self) -> None:
        """Let go of the model."""
        self._reader.close()
