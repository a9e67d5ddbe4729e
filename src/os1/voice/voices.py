"""PLACEHOLDER until helper A's file replaces it: these four are what os1.spoken.parts calls."""
from __future__ import annotations
from dataclasses import dataclass
from os1.config import Home
from os1.protocols import Ears, Voice
from os1.store.database import Database
from os1.voice.stt import Moonshine

@dataclass(frozen=True)
class Chosen:
    voice: str = ""
    ears: str = ""

def chosen_names(database: Database, person_id: str) -> Chosen:
    """What the person chose, "" where they didn't."""
    return Chosen()

def open_voice(home: Home, chosen: Chosen) -> tuple[Voice, str]:
    """The voice that was chosen or the best there is, and a note ("" if none). Raises VoiceFailed."""
    from os1.voice.festival import Festival
    return Festival(), ""

def open_ears(home: Home, chosen: Chosen) -> Ears:
    """The ears that were chosen or ours. Raises EarsFailed."""
    return Moonshine()
