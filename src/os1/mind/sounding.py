"""How the person sounded: kept as a feeling with its evidence, said at most once a day, and taken back on their word."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select, update

from os1.listening import dates
from os1.listening.requests import straight
from os1.listening.spoken_dates import say_when
from os1.memory import beliefs, facts
from os1.memory.episodes import STRETCH, Shelf
from os1.mind.moment import Moment
from os1.mind.mood import is_death, valence
from os1.speech import Sounding
from os1.store.tables import move as moves
from os1.store.tables import statement, utterance
from os1.types import Heard, Memory, Move, Statement, Utterance

SOUNDED = "sounded"
LISTENING = frozenset({"reflect", "respond", "agree", "fragment", "affirm", "wonder_aloud", "own", "challenge", "outward"})
"""Moves that may give way to a word on how somebody sounds."""
GRAVE = frozenset({"condole", "keep_safe", "check"})
LATELY, ONCE = 8, timedelta(hours=20)  # moves since something grave; within which it is said at most once
TROUBLED = -0.25  # mood of a talk in which something bad was told lately: a low voice is no news there
MOVES = {"quieter": -0.2, "flatter": -0.2, "slower": -0.1, "livelier": 0.2}
"""What a reading says of a mood, from -1 to 1."""
_RIGHTED = re.compile(
    r"\b(?:i'?m|i am) not (?!(?:fine|ok|okay|good|all ?right|alright|great|well|doing|coping|sure)\b)|"
    r"\bi (?:always|usually) (?:sound|talk|speak)|\b(?:how|the way) i (?:always |usually )?(?:sound|talk|speak)|\bi don'?t sound\b|"
    r"^\W*(?:(?:no+|nah|nope|not really|oh|really|honestly)\W+)+(?:i'?m|i am|it'?s|everything'?s|just|only) ?(?:just |only |quite |perfectly |honestly )*"
    r"(?:fine|ok|okay|good|all ?right|alright|great|tired|sleepy|hoarse|whispering|the (?:mic|microphone|line|headset))\b|"
    r"\b(?:i'?m|i am|it'?s|i'?ve) (?:just|only) (?:(?:a bit|got a) )?(?:tired|sleepy|hoarse|cold|whispering|"
    r"(?:my|the) (?:voice|throat|mic|microphone|line|headset|cold))\b|"
    r"\b(?:you'?re|that'?s|you are|you got (?:that|me)) (?:wrong|not (?:right|true|it))\b|\bmy (?:normal|usual|ordinary) voice\b"
)  # fmt: skip
_ASKED = re.compile(r"\bhow (?:did|do|have|was|am) i (?:been )?sound")
LONGEST = 16  # words of an answer that puts a reading right


def note(shelf: Shelf, person_id: str, kept: Utterance, sounds: Sounding) -> Memory:
    """Keep a reading as a feeling that follows from these words; the same once a day."""
    told = [m for m in _readings(shelf, person_id) if kept.said_at - m.said_at < ONCE and m.value == _value(sounds)]
    if told:
        return told[-1]
    text = f"you sounded {_value(sounds)} ({sounds.evidence})"
    reading = Statement("feeling", "me", SOUNDED, _value(sounds), text, 0, start=kept.said_at, certainty=sounds.sure, cause=sounds.evidence)
    return facts.learn(shelf, person_id, kept, [reading])[0]


def fit(shelf: Shelf, person_id: str, kept: Utterance | None, moment: Moment, move: Move) -> Move:
    """The move, with a tentative word on how they sound where there is room for one."""
    sounds = moment.sounds
    if sounds is None or kept is None or moment.done:
        return move
    noted = note(shelf, person_id, kept, sounds)
    if not _room(moment, move, sounds) or _said(shelf, person_id, moment.now):
        return move
    why = (f"you sounded {_value(sounds)} to me: your voice was {sounds.evidence} than it mostly is, in the last few things you said",
           "that's a guess from a few figures, and you'd know better")  # fmt: skip
    return replace(move, kind="sounded", why=why, memories=(noted.id,), slots={**move.slots, "ends": f"sounded.{sounds.how}"}, asks=True)


def answered(shelf: Shelf, person_id: str, text: str, heard: Heard, now: datetime, cited: Move, after: timedelta) -> dict[str, str]:
    """The slots of her answer where they put a reading right, which is then taken back, or ask how they sounded; else {}."""
    plain = straight(text).lower()
    if _ASKED.search(plain) and heard.requests:
        return _told(shelf, person_id, plain, now)
    if cited.kind != "sounded" or after >= STRETCH or heard.requests or heard.risk.level != "none":
        return {}
    if len(plain.split()) > LONGEST or not _RIGHTED.search(plain):
        return {}
    numbers = [int(each[1:]) for each in cited.memories if each.startswith("m")]
    with shelf.database.write() as connection:
        wrong = statement.c.id.in_(numbers), statement.c.person_id == person_id, statement.c.predicate == SOUNDED
        connection.execute(update(statement).where(*wrong).values(state="taken_back"))
    return {"kind": "sounded_wrong", "why": "you told me I'd heard it wrong, and it's your voice"}


def _told(shelf: Shelf, person_id: str, plain: str, now: datetime) -> dict[str, str]:
    """What was read on the day that is asked of, else the last time."""
    spans = dates.find(plain, now, past=True)
    held = [m for m in _readings(shelf, person_id) if not spans or spans[0].start <= m.said_at < spans[0].end]
    why = "you asked how you sounded, and that's what I made of it"
    if not held:
        return {"kind": "sounded_nothing", "why": why}
    last = held[-1]
    words = last.text.removeprefix("you sounded ").replace(" (", ", ").rstrip(")")
    return {"kind": "sounded_told", "why": why, "sounds": words, "when": say_when(last.said_at, now), "memories": last.id}


def mood(sounds: Sounding | None) -> float:
    """What a reading adds to the mood of the talk; little, for it is a guess."""
    return MOVES.get(sounds.how, 0.0) * sounds.sure if sounds else 0.0


def _room(moment: Moment, move: Move, sounds: Sounding) -> bool:
    """Whether it may be said now: to something plain, and never as though a grief just told were news."""
    if move.kind not in LISTENING or moment.heard.requests or "ends" in move.slots:
        return False
    if moment.has("joke", "laugh", "tease") or {"joke", "tease", "laugh", "refuse", "leave"} & set(moment.heard.meaning.acts):
        return False
    if moment.mood < TROUBLED or is_death(moment) or GRAVE & {kind for kind, _ in moment.moves[-LATELY:]}:
        return False
    return valence(moment) in (("flat", "high") if MOVES.get(sounds.how, 0.0) > 0 else ("flat",))


def _value(sounds: Sounding) -> str:
    return f"{sounds.how} than usual"


def _readings(shelf: Shelf, person_id: str) -> list[Memory]:
    """Every reading that stands, oldest first."""
    return [m for m in beliefs.slot(shelf, person_id, None, [SOUNDED]) if not m.taken_back]


def _said(shelf: Shelf, person_id: str, now: datetime) -> bool:
    """Whether she was heard to say how they sound lately."""
    lately = (
        select(moves.c.utterance_id)
        .join(utterance, utterance.c.id == moves.c.utterance_id)
        .where(utterance.c.person_id == person_id, utterance.c.moment > (now - ONCE).timestamp(), moves.c.kind.startswith("sounded asks"))
    )
    with shelf.database.read() as connection:
        return connection.execute(lately).first() is not None
