"""How she says it: pace, pitch and rests, by what she does and by how both of them are."""

from __future__ import annotations

from os1.speech import Manner, Sounding
from os1.types import Feeling

SLOWEST, FASTEST = 0.85, 1.08  # of her own pace
LOWEST, HIGHEST = -2.0, 1.5  # semitones from her own pitch
_GRAVE = "keep_safe check condole be_with selfdoubt"
_GENTLE = "name outward sounded sounded_wrong regret goodnight doctor forget_done took_back apology not_told hush leave_it quiet silence wont"
_GLAD = "celebrate laugh tease joke luck riddle knock knock_who praise_her"
_KINDS = {
    **dict.fromkeys(_GRAVE.split(), Manner(0.89, -1.0, 0.25)),
    **dict.fromkeys(_GENTLE.split(), Manner(0.94, -0.5, 0.12)),
    **dict.fromkeys(_GLAD.split(), Manner(1.04, 0.8, 0.0)),
}
_LOW = frozenset("sadness grief disappointment remorse embarrassment fear nervousness anger annoyance disgust disapproval".split())
_BRIGHT = frozenset("joy amusement excitement pride".split())
_TONES = {"quiet": (-0.03, -0.3), "playful": (0.02, 0.3), "formal": (-0.02, 0.0)}
_TOWARDS = {"quieter": (-0.04, -0.4), "flatter": (-0.03, -0.2), "slower": (-0.05, 0.0), "livelier": (0.02, 0.3), "faster": (0.02, 0.0)}
"""How far she goes towards how somebody sounds: part of the way, as people do who listen."""
_RESTS = {"?": 0.4, "!": 0.3, ".": 0.3, "…": 0.5, ":": 0.22, "–": 0.2, "—": 0.2, ",": 0.1}  # seconds
HEAVY = -0.3  # valence from which nothing cheerful belongs in a voice


def manner(kind: str, feeling: Feeling, tone_setting: str, sounding: Sounding | None = None) -> Manner:
    """The manner of a reply: `kind` of its move, what the person's words carry, the tone she was given, and how they
    sound. Never quicker or higher than she is where they are low or what she does is grave. `pause` comes on top of
    the rests between clauses."""
    own = _KINDS.get(kind, Manner())
    low = kind in _GRAVE.split() or feeling.label in _LOW or feeling.valence <= HEAVY
    rate, pitch, pause = own.rate, own.pitch, own.pause
    if low:
        rate, pitch, pause = min(rate, 0.93), min(pitch, -0.6), max(pause, 0.15)
    elif feeling.label in _BRIGHT and feeling.valence > 0 and own == Manner():
        rate, pitch = 1.02, 0.4
    for faster, higher in (_TONES.get(tone_setting, (0.0, 0.0)), _TOWARDS.get(sounding.how if sounding else "", (0.0, 0.0))):
        rate, pitch = rate + faster, pitch + higher
    fastest, highest = (1.0, 0.0) if low else (FASTEST, HIGHEST)
    return Manner(round(min(fastest, max(SLOWEST, rate)), 3), round(min(highest, max(LOWEST, pitch)), 2), pause)


def between(clause: str, by: Manner | None = None) -> float:
    """Seconds of rest after a clause, by its end mark and the manner it is said in; a question leaves room to answer."""
    by = by or Manner()
    rest = _RESTS.get(clause.rstrip(" \n\"”’')")[-1:], 0.0)
    return round(rest / by.rate + (by.pause if rest >= _RESTS[":"] else 0.0), 3)
