"""Tuning her: how she sounds, what she is called, and the voice she is to have once she has one."""

from __future__ import annotations

import re

from os1.errors import RubbishError
from os1.store import settings
from os1.store.database import Database
from os1.types import Persona, Request

PREFIX = "tune."
LONGEST_NAME = 40
_NAME = re.compile(r"[^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*){0,2}")
_TONES = (
    ("warm", r"\b(?:yourself|warm\w*|normal\w*|casual\w*|informal\w*|relaxed|serious\w*)"),
    ("playful", r"\b(?:playful\w*|cheek\w+|fun\w*|sill\w+|light\w*|tease)"),
    ("formal", r"\b(?:formal\w*|polite\w*|proper\w*|courteous\w*)"),
    ("quiet", r"\b(?:quiet\w*|calm\w*|soft\w*|gentl\w+|chatty|wordy|talkative)"),
)
_LESS = re.compile(r"\b(?:less|not|don'?t|stop|too)\b")
_WORDY = re.compile(r"\b(?:chatty|wordy|talkative)\b")


def do(database: Database, person_id: str, asked: Request) -> dict[str, str]:
    """Do what is wished of her; the slots of the reply that says so."""
    if asked.intent == "tune.name":
        name = asked.slots["called"]
        call(database, person_id, name if name != name.lower() else name.title())
        return {"kind": "renamed", "why": "you gave me a name, and I go by it now"}
    if asked.intent in ("tune.read", "tune.unread"):
        read_voice(database, person_id, on=asked.intent == "tune.read")
        return {"kind": "sounding_on" if asked.intent == "tune.read" else "sounding_off", "why": "your voice is yours, and so is who reads it"}
    if asked.intent == "tune.voice":
        settings.put(database, person_id, voice=asked.slots.get("voice", "").strip())
        return {"kind": "voice_kept", "why": "you wished for a voice, and which there are lies with this computer"}
    sound(database, person_id, tone_meant(" ".join((asked.slots.get("less", ""), asked.slots["tone"])).lower()))
    return {"kind": "tuned", "why": "you told me how you'd like me to sound"}


def tone_meant(words: str) -> str:
    """The tone some words wish for: "less formal" is warm, "less chatty" is quiet."""
    tone = next((tone for tone, rule in _TONES if re.search(rule, words)), "warm")
    less = bool(_LESS.search(words))
    if _WORDY.search(words):
        return "quiet" if less else "playful"
    if less:
        return "formal" if re.search(r"casual|informal", words) else "warm"
    return tone


def sound(database: Database, person_id: str, tone: str) -> None:
    """Have her sound so from now on. Raises RubbishError for a tone she hasn't got."""
    if tone not in settings.TONES:
        raise RubbishError(f"I can sound {', '.join(settings.TONES[:-1])} or {settings.TONES[-1]}; nothing was changed.")
    settings.put(database, person_id, tone=tone)


def read_voice(database: Database, person_id: str, *, on: bool) -> None:
    """Have her guess from their voice how they are, or not; what she knew of it is deleted."""
    settings.put(database, person_id, sounding="" if on else "off", **({} if on else {"tones": ""}))


def reads_voice(database: Database, person_id: str) -> bool:
    """Whether she may guess from their voice how they are."""
    return settings.get(database, person_id, "sounding") != "off"


def call(database: Database, person_id: str, name: str) -> None:
    """Give her a name; "" gives back her own. Raises RubbishError for what is no name."""
    bare = " ".join(name.split())
    if bare and (len(bare) > LONGEST_NAME or not _NAME.fullmatch(bare)):
        raise RubbishError(f"A name is a word or three, {LONGEST_NAME} letters at most; nothing was changed.")
    settings.put(database, person_id, her_name="" if bare == Persona().name else bare)
