"""Speaking formally: contractions written out; what stands in quotation marks is left as it was said."""

from __future__ import annotations

import re

_PRONOUN = r"I|you|he|she|it|we|they|this|that|there|these|those"
_NOTS = {"ca": "cannot", "wo": "will not", "sha": "shall not", "ai": "is not"}
_VERBS = {"ca": "can", "wo": "will", "sha": "shall", "ai": "is"}
_HAS = r"(?= (?:\w+ly |never |always |just |already |only |not )?(?:been|got|had|gone|come|become|taken|happened|grown)\b)"
_HAD = (r"(?= better\b| (?:never |always |just |already |only |not |hardly |even |all )*(?:been|had|said|told|gone|done|got|seen|heard|known|met"
        r"|thought|(?!need\b|feed\b|exceed\b)\w+ed)\b)")  # fmt: skip
_OPENS = r"(^|[.!?,:…”] |\b(?:why|how|what|who|when|where) )"
_IS = r"\b(it|he|she|that|there|here|this|what|who|where|how|when|why|\w+thing|\w+body|everyone|someone|name)"
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple((re.compile(rule, re.IGNORECASE), instead) for rule, instead in (
    (r"\b(let)'s\b", r"\1 us"), (r"\b(I)'m\b", r"\1 am"), (r"\b(\w+)'re\b", r"\1 are"),
    (r"\b(\w+)'ve\b", r"\1 have"), (r"\b(\w+)'ll\b", r"\1 will"),
    (rf"\b(\w+)'d{_HAD}", r"\1 had"), (r"\b(\w+)'d\b", r"\1 would"),
    (rf"{_IS}'s{_HAS}", r"\1 has"), (rf"{_IS}'s\b", r"\1 is"), (r"\b(\w+)'s(?= (?:got|gone|changed|stopped)\b)", r"\1 has"),
    (r"\b(\w+)'s(?= (?:an?|the|no|not|on|off|in|up|over|out|yours|only|still|nearly|barely|done|set|fine|asleep|\w+ing)\b)", r"\1 is"),
))  # fmt: skip
_TURNED = re.compile(rf"{_OPENS}(\w+)n't ({_PRONOUN})\b", re.IGNORECASE)
_NOT = re.compile(r"\b(\w+)n't\b", re.IGNORECASE)


def formally(text: str) -> str:
    """Her words without contractions."""
    parts = re.split(r"(“[^”]*”)", text)
    return "".join(part if part.startswith("“") else _written_out(part) for part in parts)


def _written_out(text: str) -> str:
    text = _TURNED.sub(lambda m: f"{m[1]}{_as(m[2], _VERBS.get(m[2].lower(), m[2].lower()))} {m[3]} not", text.replace("’", "'"))
    text = re.sub(r"\b(have|has|had)n't (?:any|an?) (?!of\b)", r"\1 no ", text, flags=re.IGNORECASE)
    text = _NOT.sub(lambda m: _as(m[1], _NOTS.get(m[1].lower(), f"{m[1].lower()} not")), text)
    for rule, instead in _RULES:
        text = rule.sub(instead, text)
    return text


def _as(before: str, word: str) -> str:
    """A word with the capital that stood there."""
    return word[:1].upper() + word[1:] if before[:1].isupper() else word
