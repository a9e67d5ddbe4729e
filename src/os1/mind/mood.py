"""How an utterance feels, as the phrasebook sorts it: which feeling, and whether high or low."""

from __future__ import annotations

import re

from os1.mind.moment import Moment

LOW = ("sad", "tired", "lonely", "afraid", "angry", "ashamed")
SURE = 0.45  # confidence from which a feeling is taken up
_TIRED = re.compile(r"\b(?:tired|exhausted|knackered|shattered|worn out|can'?t sleep|no sleep|"
                    r"didn'?t sleep|"
                    r"drained|sleepless|burnt out|run down)\b")  # fmt: skip
_LONELY = re.compile(r"\b(?:lonely|(?:all|feel|so|feeling) alone|nobody (?:to|came|called|there|rang)|"
                     r"no ?one (?:to|came|called|cares)|"
                     r"on my own|miss (?:him|her|them)|by myself|empty (?:house|flat))\b")  # fmt: skip
BAD_NEWS = re.compile(
    r"\b(?:fell|fall(?:en)?|hospital|ambulance|a ?& ?e|crash(?:ed)?|accident|hurt|injur\w+|broken?|ill|sick|"
    r"cancer|stroke|tumou?r|heart attack|surgery|operat\w+|fired|sacked|redundan\w+|laid off|"
    r"divorc\w+|split up|broke up|fail(?:ed)?|lost (?:my|the|our|his|her)|stolen|burgled|robbed|evicted|"
    r"died|dying|dead|put (?:him|her|it) down|murmur|rejected)\b"
)
BAD_DEEDS = re.compile(r"\b(?:cheated|lied to me|shouted at|screamed at|left (?:me|us|in|on|without)|dumped|"
                       r"fired|sacked|hit|pushed|blamed|ignored|never called|hung up)\b")  # fmt: skip
_GOOD_NEWS = re.compile(
    r"\b(?:got (?:the|a|that|my) (?:job|flat|place|part|promotion|offer|scholarship|results?|visa|house|keys)|"
    r"passed|won|engaged|got in|all clear|said yes|promoted|accepted|it worked|came home|she'?s home|he'?s home|"
    r"through it|first (?:steps?|word|tooth)|had (?:the|her|their) baby|it'?s a (?:boy|girl)|we did it|"
    r"i did it|pregnant|finished (?:it|the|my))\b"
)
_DIED = re.compile(
    r"\b(?:died|passed away|funeral|lost (?:him|her|my)|cremat|buried|miscarr|killed)\w*\b"
)
_GROUP = {
    "sadness": "sad", "grief": "sad", "disappointment": "sad", "fear": "afraid",
    "nervousness": "afraid", "anger": "angry", "annoyance": "angry", "disgust": "angry",
    "embarrassment": "ashamed", "remorse": "ashamed", "joy": "glad",
    "relief": "glad", "gratitude": "glad", "excitement": "glad", "pride": "proud",
    "love": "loving", "caring": "loving", "optimism": "hopeful", "surprise": "surprised",
    "amusement": "amused",
}  # fmt: skip


_UNREAL = re.compile(r"\b(?:if|would|wouldn't|i'd|wish|hope|haven't|hasn't|didn't|never|nearly|almost|not)\b")


def is_bad(text: str) -> str:
    """"news" where something bad has happened, "deed" where somebody did it, "" where neither."""
    plain = text.lower()
    return "deed" if BAD_DEEDS.search(plain) else "news" if BAD_NEWS.search(plain) else ""


def feeling_group(moment: Moment) -> str:
    """The feeling as the phrasebook sorts it; "flat" where none is clear."""
    plain = moment.text.lower()
    if _DIED.search(plain):
        return "sad"
    if _TIRED.search(plain) and moment.feeling.valence < 0.3:
        return "tired"
    if _LONELY.search(plain) and moment.feeling.valence < 0.3:
        return "lonely"
    group = _GROUP.get(moment.feeling.label, "flat")
    if group in LOW and moment.feeling.valence > -0.3:
        return "flat"
    if group in ("glad", "proud", "loving", "hopeful", "amused") and moment.feeling.valence < 0.25:
        return "flat"
    sure = moment.feeling.confidence >= SURE and moment.feeling.intensity >= 0.3
    return group if sure else "flat"  # a feeling put into somebody's mouth is worse than none


def valence(moment: Moment) -> str:
    """low, high or flat."""
    group = feeling_group(moment)
    if group in LOW or moment.feeling.valence < -0.5:
        return "low"
    if (
        is_bad(moment.text)
        and moment.feeling.valence < 0.3
        and not moment.has("laugh")
    ):
        return "low"
    plain = moment.text.lower()
    if _GOOD_NEWS.search(plain) and moment.feeling.valence > -0.2 and not _UNREAL.search(plain):
        return "high"
    good = group in ("glad", "proud", "loving") and moment.feeling.valence > 0.3
    good = good and not _UNREAL.search(plain)
    return "high" if good else "flat"
