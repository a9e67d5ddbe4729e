"""Whether the person has finished: from their last words, the melody of their voice, and what she had asked.

Two logistic models, made by `training/endpointing.py`. The first reads words and parts of speech at the end
of what was heard and whether the clause has what it needs; the second adds the sound. Both learned on text
as speech to text writes it, so the full stop it puts after everything isn't believed.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from os1.listening.tags import tag_forms, tagger
from os1.types import Token
from os1.voice.sound import RATE, Sound

Floats = NDArray[np.float32]
SIZE = 1 << 15  # weights of the text model; a feature's is found by its hash
READ = 24  # words at the end that are read
SHORTEST, LONGEST = 0.2, 1.2  # seconds of silence
SPARED = 0.8  # of the chance that words give, what a voice that doesn't fall leaves
ASKED, SURE = 0.5, 0.76  # the chance by words from which a question is whole, and what it counts for then


@dataclass(frozen=True, slots=True)
class Trail:
    """How the voice ended.

    `slope`: of the pitch over the last voiced stretch, semitones a second, None where too little was voiced;
    `fall`: how far the last 200 ms lie under the loudest of the last second, dB; `voiced`: length of the last
    voiced stretch, s; `length`: of the utterance, s, silence after it left out.
    """

    slope: float | None = None
    fall: float = 0.0
    voiced: float = 0.0
    length: float = 0.0


SILENT = Trail()

# --- the words -------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_MARK = re.compile(r"[.?!…]+\s+")
FILLERS = frozenset("um uh er erm uhm hmm mm ah".split())
# What can't be the end of anything a person means to say, whoever says it.
_OPEN = frozenset(
    "a an the my your our their every and or nor but because cos if than although unless whereas"
    " whether until till as of i i'm i've i'd i'll we're they're we've we'd we'll you've you'd he'd she'd"
    " they'd they'll they've you'll he'll she'll it'll that'll there's who's gonna wanna gotta very into onto"
    " during toward towards between among per upon via despite".split()
)
_OPEN_PAIRS = frozenset(
    "and then|and so|but then|kind of|sort of|it's like|and he|and she|and they|and we|and it|and you|so he|so she|so they"
    "|so we|but he|but she|but they|but we|but it|because it|because he|because she|because they|because we|going to the"
    "|such as|as if|so that|who was|who is|who were|who had|who has|which was|which is|and that|and like|and just|and was|and had|so um"
    "|then he|then she|then they|then we|if he|if she"
    "|if they|if we|if you|if it|when he|when she|when they|when we|when it".split("|")
)
# At the end a preposition, "I" or "was" is fine after a question word or one of these, else more is to come.
_HANGING = frozenset("to for with from at".split())
_LEFT = frozenset("he she it they we that there".split())
_TAKES_TO = frozenset(
    "want wanted wants need needed needs like love loved used going have had got ought able trying tried how hope hoping"
    " wanting supposed allowed meant forgot refuse refused plan planned not listen listened talk talking talked".split()
)
_ASKING = frozenset(
    "what who whom whose where which when why how that what's who's where's how's something anything nothing someone"
    " somebody anyone anybody everything nobody lot place people than as if like".split()
)
_TRUTHS = frozenset("is are was were am do does did have has had can could will would should be".split())
# Whole by themselves, whoever says them: little to read, and often said without a fall.
_WHOLE = frozenset(
    "i don't know|goodbye|bye|bye bye|good night|goodnight|thank you|thanks|stop|never mind|that's all|that's it|hello|hi|yes please|no thanks"
    "|no thank you|of course|not really|me too".split("|")
)


def words(text: str) -> list[str]:
    """The words in small letters, marks left out."""
    return [w.replace("’", "'") for w in _WORD.findall(text.lower())]


def is_open(said: Sequence[str]) -> bool:
    """Whether the last words (`words(...)`) can't be an end, by rule: a function word, "um", an open phrase."""
    if not said:
        return False
    last, before, excused = said[-1], said[-2] if len(said) > 1 else "", bool(_ASKING.intersection(said[:-1]))
    if last in FILLERS:
        return len(said) > 1 or last not in ("mm", "hmm", "ah")
    if last in _OPEN or f"{before} {last}" in _OPEN_PAIRS:
        return not (last == "i" and excused)
    if last in _HANGING or (last in ("was", "were", "is") and before in _LEFT):
        return not excused and not (last == "to" and before in _TAKES_TO)
    return False


def features(text: str, hers: str = "") -> list[int]:
    """Which weights of the text model count for what was heard after `hers`, her last words ("" if none)."""
    parts = [part for part in _MARK.split(text) if _WORD.search(part)]
    if not parts:
        return []
    said = words(parts[-1])[-READ:]
    forms = tag_forms([Token(w, 0, 0) for w in said])
    tags = [form.partition("-")[0] for form in forms]
    kinds = [tagger().clusters.get(w, "?") for w in said]
    w, t, f, k = (["_", "_", "_", *row] for row in (said, tags, forms, kinds))
    size = min(len(said), 4) if len(said) < 5 else 5 if len(said) < 8 else 6 if len(said) < 13 else 7
    asked = hers.rstrip().endswith("?")
    opening = words(hers)[:1] if asked else []
    verb = next((n for n in range(len(said) - 1, -1, -1) if tags[n] in ("VERB", "AUX")), -1)
    full = next((n for n in range(len(said) - 1, -1, -1) if tags[n] == "VERB"), -1)
    doer = any(tag in ("NOUN", "PROPN", "PRON") for tag in tags[:verb]) if verb > 0 else False
    since = min(len(said) - 1 - verb, 5) if verb >= 0 else 9
    joint = next((said[n] for n in range(len(said) - 1, -1, -1) if tags[n] in ("SCONJ", "CCONJ", "ADP")), "")
    mark = "?" if text.rstrip().endswith("?") else ""
    shape = f"{mark}{said[0] if said[0] in _ASKING or said[0] in _TRUTHS else tags[0]}"
    numbers = sum(tag == "NUM" or word.isdigit() for tag, word in zip(tags[-12:], said[-12:], strict=True))
    found = [
        "b", f"a{w[-1]}", f"b{w[-2]} {w[-1]}", f"c{w[-3]} {w[-2]} {w[-1]}", f"d{t[-1]}", f"e{f[-1]}",
        f"f{t[-2]} {t[-1]}", f"g{f[-2]} {f[-1]}", f"h{t[-3]} {t[-2]} {t[-1]}", f"i{f[-3]} {f[-2]} {f[-1]}",
        f"j{k[-1]}", f"k{k[-2]} {k[-1]}", f"l{w[-2]} {f[-1]}", f"m{f[-2]} {w[-1]}", f"n{k[-2]} {f[-1]}",
        f"o{w[-1][-3:]}", f"p{size}", f"q{size} {t[-1]}", f"r{size} {w[-1]}", f"s{said[0]} {t[-1]}",
        f"t{' '.join(said[:2])}", f"u{said[0]} {size}", f"v{verb >= 0} {doer} {t[-1]}", f"w{since} {t[-1]}",
        f"x{said[verb] if verb >= 0 else ''} {since}", f"y{kinds[verb] if verb >= 0 else ''} {since} {t[-1]}",
        f"z{joint} {t[-1]}", f"A{joint} {full >= 0} {size}", f"B{shape} {size}", f"C{shape} {t[-1]} {since}",
        f"D{asked} {size}", f"E{asked} {size} {t[-1]}", f"F{asked} {w[-1]}", f"G{opening} {t[-1]} {size}",
        f"H{min(numbers, 8)} {t[-1] == 'NUM'}", f"I{tags.count('VERB')} {tags.count('SCONJ')} {t[-1]}",
        f"J{mark} {t[-1]}", f"K{k[-3]} {k[-2]} {k[-1]}", f"L{t[-4:]}", f"M{w[-1]} {said.count(w[-1]) > 1}",
        f"N{len(parts) > 1} {size} {t[-1]}", f"O{len(parts) > 1} {size} {w[-1]}",
    ]  # fmt: skip
    return [crc32(one.encode()) & (SIZE - 1) for one in found]


# --- the sound -------------------------------------------------------------------------------

_HOP, _FRAME = RATE // 100, RATE * 32 // 1000
_LAGS = (RATE // 400, RATE // 65)  # 65 to 400 Hz


def trail(sound: Sound) -> Trail:
    """How the voice ended, from the last second before the silence after it; pitch by autocorrelation."""
    if len(sound) < _FRAME:
        return SILENT
    power = np.square(sound[: len(sound) // _HOP * _HOP], dtype=np.float32).reshape(-1, _HOP).mean(axis=1)
    loud = 10 * np.log10(power + 1e-10)
    heard = np.flatnonzero(loud > max(float(loud.max()) - 30, -60))
    if not len(heard):
        return SILENT
    end, length = int(heard[-1]) + 1, float(heard[-1] - heard[0] + 1) / 100
    begin = max(0, end - 100)
    last = loud[begin:end]
    pitch = _pitch(sound[begin * _HOP : end * _HOP + _FRAME - _HOP])
    voiced = np.flatnonzero(pitch > 0)
    fall = float(np.max(last) - np.mean(last[-20:]))
    if not len(voiced):
        return Trail(None, fall, 0.0, length)
    gaps = np.flatnonzero(np.diff(voiced) > 3)
    stretch = voiced[gaps[-1] + 1 :] if len(gaps) else voiced
    return Trail(_slope(pitch[stretch[-30:]], stretch[-30:]), fall, len(stretch) / 100, length)


def _pitch(sound: Sound) -> Floats:
    """Semitones over 1 Hz every 10 ms, 0 where nothing is voiced."""
    count = (len(sound) - _FRAME) // _HOP + 1
    if count < 1:
        return np.zeros(0, np.float32)
    frames = sound[np.arange(count)[:, None] * _HOP + np.arange(_FRAME)]
    frames = frames - frames.mean(axis=1, keepdims=True)
    spectrum = np.fft.rfft(frames, 2 * _FRAME)
    like = np.fft.irfft(np.abs(spectrum) ** 2)[:, : _LAGS[1] + 1]
    # The further apart, the fewer samples are compared: what is lost by it is given back.
    like = like / (like[:, :1] + 1e-6) * (_FRAME / (_FRAME - np.arange(_LAGS[1] + 1)))
    lags = like[:, _LAGS[0] :]
    # The first of nearly equal peaks: twice the period fits as well as the period.
    at = np.argmax(lags > 0.9 * lags.max(axis=1, keepdims=True), axis=1)
    near = np.minimum(at[:, None] + np.arange(8), lags.shape[1] - 1)
    at = near[np.arange(count), np.argmax(np.take_along_axis(lags, near, axis=1), axis=1)]
    found = 12 * np.log2(RATE / (at + _LAGS[0]))
    return np.where(lags.max(axis=1) > 0.55, found, 0).astype(np.float32)


def _slope(pitch: Floats, at: NDArray[np.int64]) -> float | None:
    """Semitones a second along a stretch; leaps of an octave are mistakes and left out."""
    near = np.abs(pitch - np.median(pitch)) < 6
    if near.sum() < 8:
        return None
    return float(np.clip(np.polyfit(at[near] / 100, pitch[near], 1)[0], -60, 60))


# --- both ------------------------------------------------------------------------------------


def heard(how: Trail, text: str) -> Floats:
    """What the sound's model sees, each about -1 to 1.

    The ears are part of it: what breaks off they often write without a mark or with a comma at the end.
    """
    slope = (how.slope or 0.0) / 20
    mark = text.rstrip()[-1:]
    row = [1.0, mark.isalnum(), mark == ",", mark == "?", how.slope is None, min(slope, 0), max(slope, 0), abs(slope) < 0.3, how.fall / 20, how.fall > 25,
           min(how.voiced, 0.6), math.log(max(how.length, 0.1))]  # fmt: skip
    return np.clip(np.array(row, np.float32), -3, 3)


@cache
def _model() -> tuple[Floats, Floats]:
    """The weights of the words and those of the sound, the last of which is how far the words count beside it."""
    with np.load(io.BytesIO(files("os1.voice").joinpath("endpointing.npz").read_bytes())) as held:
        return held["words"].astype(np.float32) * held["step"], held["sound"].astype(np.float32)


def ended(text: str, how: Trail = SILENT, *, hers: str = "") -> float:
    """How likely the person has finished, 0 to 1: `text` as it was heard, `hers` what she had said before.

    0 where nothing was said. A function word or an open phrase at the end is never an end.
    """
    found = features(text, hers)
    if not found:
        return 0.0
    of_words, of_sound = _model()
    if is_open(words(text)):
        return min(_chance(float(of_words[found].sum())), 0.05)
    score = float(of_words[found].sum())
    chance = _chance(score)
    if how.length:
        # A flat voice doesn't make whole words unfinished: the melody takes only so much from them.
        chance = max(SPARED * chance, _chance(score * float(of_sound[-1]) + float(of_sound[:-1] @ heard(how, text))))
    asks = text.rstrip().endswith("?") and _chance(score) >= ASKED
    return max(chance, SURE) if asks or " ".join(words(text)) in _WHOLE else chance


def _chance(score: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def wait(chance: float, *, long: bool = False) -> float:
    """Seconds of silence, from the end of speech, after which it is their end; `long` while they tell at length."""
    sure = (chance - 0.2) / 0.55
    seconds = LONGEST - (LONGEST - SHORTEST) * max(0.0, min(1.0, sure)) + 0.15 * long
    return max(SHORTEST, min(LONGEST, round(seconds, 3)))
