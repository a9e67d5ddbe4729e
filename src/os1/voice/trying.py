"""A spoken loop: she says a sentence and hears it herself, so that both halves are known to work."""

from __future__ import annotations

from difflib import SequenceMatcher

from os1.protocols import Ears, Voice
from os1.speech import Manner
from os1.voice.sound import resample

SENTENCE = "Good morning. I can hear you, and you can hear me."
ALIKE = 0.7  # how much of it has to come back


def loop(ears: Ears, voice: Voice) -> tuple[bool, str]:
    """Whether what was said came back, and what came back. Raises EarsFailed or VoiceFailed."""
    said = voice.say(SENTENCE, Manner())
    heard = ears.transcribe(resample(said.sound, said.rate))
    return SequenceMatcher(None, _plain(SENTENCE), _plain(heard)).ratio() >= ALIKE, heard


def _plain(text: str) -> list[str]:
    return "".join(c for c in text.lower() if c.isalnum() or c == " ").split()
