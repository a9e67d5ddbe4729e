"""A stranger's ears: what a recording says, and how far that is from what it should say."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from tests.spoken.people import RATE, STEP, Sound, joined, levels, rest

LONGEST = 9 * RATE  # samples transcribed at once; longer ones lose their last words
CLIPS = Path(__file__).parents[3] / "shared" / "data" / "speech"
SMALL = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen".split()
SMALL += "fifteen sixteen seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


@cache
def _transcriber() -> Any:
    from moonshine_voice.moonshine_api import ModelArch
    from moonshine_voice.transcriber import Transcriber
    from moonshine_voice.utils import get_model_path

    return Transcriber(get_model_path("tiny-en"), ModelArch.TINY)


def heard(sound: Sound) -> str:
    """What is said in a sound."""
    lines: list[str] = []
    for stretch in stretches(sound):
        given = joined(stretch, rest(0.3)).tolist()
        lines += [line.text for line in _transcriber().transcribe_without_streaming(given, RATE).lines]
    return " ".join(lines).strip()


def stretches(sound: Sound) -> list[Sound]:
    """The sound in parts that can be transcribed at once, cut where it is quietest."""
    parts: list[Sound] = []
    while len(sound) > LONGEST:
        late = levels(sound[LONGEST // 2 : LONGEST])
        quiet = np.convolve(late, np.ones(15) / 15, "same")
        at = LONGEST // 2 + int(np.argmin(quiet)) * STEP
        parts.append(sound[:at])
        sound = sound[at:]
    return [*parts, sound]


def words(text: str) -> list[str]:
    """Its words as they sound: small letters, no signs, numbers up to a hundred as figures."""
    plain = re.sub(r"[^\w\s']", " ", text.lower().replace("’", "'")).replace("'", "")
    found: list[str] = []
    for word in plain.split():
        if word in SMALL[:10] and found and found[-1] in {str(ten) for ten in range(20, 100, 10)}:
            found[-1] = str(int(found[-1]) + SMALL.index(word))
        elif word in SMALL:
            found.append(str(SMALL.index(word)))
        else:
            found.append(str(20 + 10 * TENS.index(word)) if word in TENS else word)
    return found


def wrong(said: str, came: str) -> float:
    """Words put in, left out or changed, for each word that was said."""
    meant, got = words(said), words(came)
    row = list(range(len(got) + 1))
    for i, word in enumerate(meant, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(got, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (word != other))
    return row[-1] / max(len(meant), 1)


def clips() -> list[tuple[Path, str]]:
    """Real people reading, with what they read; none where that folder isn't beside the checkout."""
    listed = CLIPS / "manifest.json"
    if not listed.exists():
        return []
    told = json.loads(listed.read_text("utf-8"))
    return [(CLIPS / clip["file"], clip["text"]) for clip in told if clip["file"].endswith(".wav")]
