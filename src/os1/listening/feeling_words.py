"""Words as the feelings model sees them: tokens, negation, marks, n-grams and a polarity list."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from zlib import crc32

READ_CHARS: Final = 2000
"""How much of an utterance is read; what a person feels shows in the first sentences."""

BUCKETS: Final = 1 << 20
"""Hash space of the n-grams; the model keeps only some of it."""

NEGATION_REACH: Final = 3
"""How many words after a negator stand under it (unless a mark or a "but" ends it)."""

_TOKEN = re.compile(r"\[name\]|[a-z]+(?:'[a-z]+)?|[0-9]+|[!?]+|\.{2,}|[.,;:]|[^\sa-z0-9!?.,;:']+")
_REPEAT = re.compile(r"(.)\1{2,}")
_MARKS = re.compile(r"[\ufe0e\ufe0f\u200d\U0001f3fb-\U0001f3ff]")

NEGATORS: Final = frozenset(
    """not no never nobody nothing neither nor without hardly barely cannot cant can't dont don't
    didnt didn't doesnt doesn't isnt isn't wasnt wasn't arent aren't werent weren't wont won't
    wouldnt wouldn't couldnt couldn't shouldnt shouldn't aint ain't havent haven't hasnt hasn't
    hadnt hadn't nope""".split()
)
SCOPE_ENDS: Final = frozenset(
    """but because cause though although and or stop help believe wait stand bear take forget
    want wanna""".split()
)
"""Words after which a negator has nothing more to deny: "can't stop crying" is still crying."""

INTENSIFIERS: Final = frozenset(
    """very so really extremely totally absolutely completely utterly incredibly insanely super
    terribly awfully deeply truly fucking freaking bloody hella literally beyond such too
    soooo way seriously""".split()
)
SOFTENERS: Final = frozenset(
    "bit little slightly somewhat kinda kind sorta sort maybe fairly okay ok mildly".split()
)

_POSITIVE = """
    happy glad joy joyful delighted thrilled excited amazing awesome wonderful lovely great good
    fantastic brilliant beautiful perfect love loved loves adore enjoy enjoyed enjoying fun proud
    grateful thankful thanks thank relieved relief calm peaceful content hopeful hope laugh laughed
    laughing smile smiled smiling best better win won yay yes hooray congrats congratulations
    blessed lucky passed accepted promoted engaged fine safe free ecstatic overjoyed chuffed
    stoked pumped buzzing cheerful sweet kind cute gorgeous nice pleased optimistic confident
    healed recovered remission alright okay ok enough celebrate celebrating celebrated
    funny hilarious lol haha lmao appreciate appreciated yum delicious cozy cosy warm
    emj_joy emj_love emj_laugh emj_party""".split()
_NEGATIVE = """
    sad unhappy miserable depressed depressing cry crying cried cries tears lonely alone hurt hurts
    hurting pain painful died dead death dying funeral grief grieving loss lost miss awful
    terrible horrible bad worse worst hate hated hates angry furious mad annoyed annoying pissed
    rage scared afraid frightened terrified fear worried worry worrying anxious anxiety nervous
    stressed stress panic panicking ashamed shame embarrassed embarrassing guilty guilt regret sorry
    disappointed disappointing failed fail failing failure fired dumped divorce cancer sick ill
    exhausted tired drained overwhelmed hopeless worthless useless stupid disgusting gross ugh
    disgusted broken heartbroken devastated upset bored boring jealous rejected ignored betrayed
    cheated abandoned stuck struggling struggle ruined nightmare mess unfair rude mean cruel
    burnt numb empty nobody sucks shit crap crappy stolen robbed bullied homesick lied
    gutted dread dreading gutting sobbing bawling abuse trouble problem wrong insomnia shaking
    emj_sad emj_cry emj_angry emj_fear emj_break emj_disgust""".split()
LABEL_VALENCE: Final = {
    "admiration": 0.6, "amusement": 0.6, "anger": -0.8, "annoyance": -0.5, "approval": 0.3,
    "caring": 0.1, "confusion": -0.2, "curiosity": 0.1, "desire": 0.0, "disappointment": -0.6,
    "disapproval": -0.5, "disgust": -0.7, "embarrassment": -0.5, "excitement": 0.8, "fear": -0.7,
    "gratitude": 0.8, "grief": -0.9, "joy": 0.9, "love": 0.8, "nervousness": -0.5,
    "optimism": 0.5, "pride": 0.8, "realization": 0.0, "relief": 0.6, "remorse": -0.6,
    "sadness": -0.8, "surprise": 0.1, "neutral": 0.0,
}  # fmt: skip
"""How good or bad each label is to carry, from -1 to 1: our own judgement, one number each."""

LABEL_AROUSAL: Final = {
    "admiration": 0.5, "amusement": 0.6, "anger": 0.9, "annoyance": 0.6, "approval": 0.3,
    "caring": 0.4, "confusion": 0.45, "curiosity": 0.45, "desire": 0.5, "disappointment": 0.35,
    "disapproval": 0.5, "disgust": 0.6, "embarrassment": 0.6, "excitement": 0.95, "fear": 0.85,
    "gratitude": 0.45, "grief": 0.5, "joy": 0.7, "love": 0.6, "nervousness": 0.75,
    "optimism": 0.5, "pride": 0.65, "realization": 0.4, "relief": 0.3, "remorse": 0.45,
    "sadness": 0.3, "surprise": 0.8, "neutral": 0.2,
}  # fmt: skip
"""How stirred up each label is, from 0 to 1, by the same judgement."""

POLARITY: Final = {**dict.fromkeys(_POSITIVE, 1), **dict.fromkeys(_NEGATIVE, -1)}
"""Word to sign, for words that are clear without their neighbours."""

_EMOJI_GROUPS = {
    "emj_joy": "😀😃😄😁😊🙂☺😌😇🤗😎🥲👍👏🙌💪✨🌞☀🌈✅",
    "emj_love": "❤♥💕💖💗💓💛💚💙💜🧡🤍🖤😍🥰😘😻💞💘💝🫶",
    "emj_laugh": "😂🤣😆😹😜😝😛😅",
    "emj_party": "🎉🎊🥳🍾🥂🎈🏆🎂🤩🔥🚀",
    "emj_sad": "😢😞😔🙁☹😟😕😣😖😓🥺😩😫😿🥀😪",
    "emj_cry": "😭",
    "emj_angry": "😠😡🤬👿💢😤🖕",
    "emj_fear": "😨😰😱😬🫣😳",
    "emj_break": "💔",
    "emj_disgust": "🤢🤮🙄😒🤦😑",
    "emj_thanks": "🙏",
    "emj_think": "🤔🤨🧐🤷❓",
}
_EMOJI = {mark: f" {name} " for name, marks in _EMOJI_GROUPS.items() for mark in marks}
_FACES = (
    (re.compile(r"(?<![\w:])[:;=]['’]?-?[)D\]]+(?!\w)|\^\^|(?<!\w)xD\b"), " emj_joy "),
    (re.compile(r"(?<![\w:])[:=]-?['’]?-?[(\[]+(?!\w)|(?<!\w)[;:]_;|T_T"), " emj_sad "),
    (re.compile(r"</3"), " emj_break "),
    (re.compile(r"<3+"), " emj_love "),
)
_EMOJI_TABLE = str.maketrans({**_EMOJI, "’": "'", "‘": "'", "`": "'", "“": '"', "”": '"'})
_EMJ_TOKEN = re.compile(r"emj_[a-z]+")


def tokens(text: str) -> list[str]:
    """The lower-case words and marks of `text`, emoji as named groups, long repeats shortened.

    Reads the first `READ_CHARS` characters. Anything goes in, lone surrogates too.
    """
    text = text[:READ_CHARS]
    for face, name in _FACES:
        text = face.sub(name, text)
    text = _MARKS.sub("", text).translate(_EMOJI_TABLE).lower()
    text = _REPEAT.sub(r"\1\1", text)
    found: list[str] = []
    for piece in text.split():
        if piece.startswith("emj_"):
            found.append(piece)
        else:
            found.extend(_TOKEN.findall(piece))
    return found


def negated(words: list[str]) -> list[bool]:
    """For every token, whether it stands under a negator before it.

    "Never been so happy" denies nothing, so "so" after "never" ends the reach.
    """
    flags: list[bool] = []
    reach = 0
    never = False
    for word in words:
        if not word[0].isalpha() or word in SCOPE_ENDS or (never and word == "so"):
            reach = 0
        flags.append(reach > 0)
        if word in NEGATORS:
            reach = NEGATION_REACH
            never = word == "never"
        elif reach and word not in INTENSIFIERS and word not in SOFTENERS:
            reach -= 1
    return flags


def _bucket(gram: str) -> int:
    return crc32(gram.encode("utf-8", "surrogatepass")) & (BUCKETS - 1)


@lru_cache(maxsize=20_000)
def _word_buckets(word: str, under: bool) -> tuple[int, ...]:
    """A word's own bucket and, unless it is negated, those of its 3- to 5-letter pieces.

    A negated word keeps no pieces: they would vote for the very feeling that is denied.
    """
    own = _bucket(("¬" if under else "=") + word)
    if under and word in POLARITY:
        return (own,)
    padded = f" {word[:40]} "
    pieces = {_bucket(padded[i : i + n]) for n in (3, 4, 5) for i in range(len(padded) - n + 1)}
    return (own, *pieces)


@lru_cache(maxsize=20_000)
def _pair_bucket(first: str, second: str) -> int:
    return _bucket(f"{first}_{second}")


def buckets(words: list[str]) -> list[int]:
    """The hashed features of `tokens(...)`: words, pairs of words, pieces of words; each once."""
    found: set[int] = set()
    for word, under in zip(words, negated(words), strict=True):
        found.update(_word_buckets(word, under))
    for first, second in zip(["^", *words], [*words, "$"], strict=True):
        found.add(_pair_bucket(first, second))
    return list(found)


def polarity(words: list[str]) -> float:
    """The mean sign of the clear words, from -1 to 1; a negated word counts the other way."""
    total = count = 0
    for word, under in zip(words, negated(words), strict=True):
        sign = POLARITY.get(word)
        if sign is not None:
            total += -sign if under else sign
            count += 1
    return total / count if count else 0.0
