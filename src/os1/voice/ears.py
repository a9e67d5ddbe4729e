"""Ears besides the ones that come with her: a newer Moonshine and faster-whisper, where the person has them."""

from __future__ import annotations

from pathlib import Path

from os1.errors import EarsFailed
from os1.voice.sound import RATE, Sound
from os1.voice.stt import LONGEST, Moonshine

WHISPER = "small.en"


class MoonshineFolder(Moonshine):
    """A Moonshine model of the person's, in a folder, read by the package that is here. Its size is told by the folder's
    name ("tiny…" or "base…")."""

    name = "moonshine-folder"

    def __init__(self, where: str = "") -> None:
        """Raises EarsFailed."""
        if not where or not Path(where).is_dir():
            raise EarsFailed("Say which folder the Moonshine model is in: os1 ears use moonshine-folder --at FOLDER")
        try:
            from moonshine_voice.errors import MoonshineError
            from moonshine_voice.moonshine_api import ModelArch
            from moonshine_voice.transcriber import Transcriber
        except ImportError as error:
            raise EarsFailed("Moonshine's package isn't installed beside OS1; `make install` puts it back.") from error
        size = ModelArch.BASE if "base" in Path(where).name.lower() else ModelArch.TINY
        try:
            self._reader = Transcriber(where, size, options={"vad_threshold": "0.0", "return_audio_data": "false"})
        except (MoonshineError, OSError, RuntimeError) as error:
            raise EarsFailed(f"There is no Moonshine model in {where} that can be read; `os1 ears use moonshine` goes back.") from error


class FasterWhisper:
    """Whisper through faster-whisper, where the person installed it and has a model in a folder; it downloads none."""

    name = "faster-whisper"

    def __init__(self, where: str = "") -> None:
        """Raises EarsFailed."""
        try:
            from faster_whisper import WhisperModel
        except ImportError as error:
            raise EarsFailed("faster-whisper isn't installed beside OS1: pip install faster-whisper") from error
        if not where or not Path(where).is_dir():
            raise EarsFailed(f"Say which folder a faster-whisper model ({WHISPER}, say) is in: os1 ears use faster-whisper --at FOLDER")
        try:
            self._model = WhisperModel(where, device="cpu", compute_type="int8", local_files_only=True)
        except (OSError, RuntimeError, ValueError) as error:
            raise EarsFailed(f"There is no faster-whisper model in {where} that can be read; `os1 ears use moonshine` goes back.") from error

    def transcribe(self, sound: Sound) -> str:
        """The words in mono sound of 16 kHz. Raises EarsFailed."""
        try:
            pieces, _ = self._model.transcribe(sound, language="en", beam_size=1, without_timestamps=len(sound) < LONGEST * RATE)
            return " ".join(piece.text.strip() for piece in pieces).strip()
        except (RuntimeError, ValueError) as error:
            raise EarsFailed("I couldn't make out what was said; please say it again.") from error

    def close(self) -> None:
        """The model goes when nothing holds it any more."""
