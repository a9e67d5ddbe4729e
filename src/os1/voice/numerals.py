"""Numbers said as words, as people write them: "two hundred and fifty" is 250, "the twenty first of may" the 21st of May.

Up to twelve they stay words, and so does what isn't surely one number: "thirty three four".
"""

from __future__ import annotations

import re

from os1.listening.date_words import MONTHS, ORDINALS

_ONES = {w: n for n, w in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen".split())}  # fmt: skip
_TENS = {w: n for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_TENS = {w: n * 10 for w, n in _TENS.items()}
_GREAT = {"hundred": 100, "thousand": 1000}
_SMALL = _ONES | _TENS
_UNITS = frozenset(
    "pounds dollars euros pence cents percent quid kilos kilograms grams miles kilometres kilometers degrees pm am p.m a.m".split()
)
_BY_CLOCK = frozenset("at by until till around about before after from past".split())
_BY_YEAR = frozenset("in since until till of by before after from year".split()) | frozenset(MONTHS)
_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?|\d+(?:[.,:]\d+)*[a-z]*|[^\sA-Za-z\d]+|\s+")
_PAIR = re.compile(rf"(?i)\b({'|'.join(_TENS)})-({'|'.join([*list(_ONES)[1:10], *list(ORDINALS)[:9]])})\b")
_MONTH = rf"({'|'.join(MONTHS)})"
_ORDINAL = "|".join(w for w in ORDINALS if "-" not in w)
_OF_MONTH = re.compile(rf"(?i)\bthe ({_ORDINAL}|\d+(?:st|nd|rd|th)) of {_MONTH}\b")
_MONTH_THE = re.compile(rf"\b({'|'.join(name.title() for name in MONTHS)}) (the )?({_ORDINAL})\b")
_PLAIN = frozenset(w for w in ORDINALS if "-" not in w)


def numerals(text: str) -> str:
    """`text` with what is surely a number written in figures."""
    pieces = _WORD.findall(_PAIR.sub(r"\1 \2", text))
    made, n = "", 0
    while n < len(pieces):
        run, stop = _run(pieces, n)
        if not run:
            made, n = made + pieces[n], n + 1
            continue
        before = re.findall(r"[a-z']+", made.lower())[-1:]
        after = [p.lower() for p in pieces[stop : stop + 2] if not p.isspace()][:1]
        written = _written(run, before[0] if before else "", after[0] if after else "")
        made, n = made + (written or "".join(pieces[n:stop])), stop
    made = _OF_MONTH.sub(lambda m: f"{m[0][:3]} {_nth(m[1])} of {m[2].title()}", made)
    return _MONTH_THE.sub(lambda m: f"{m[1]} {m[2] or ''}{_nth(m[3])}", made)


def _run(pieces: list[str], at: int) -> tuple[list[str], int]:
    """The words of number one after another from here, and where they end."""
    run: list[str] = []
    stop = n = at
    while n < len(pieces):
        word = pieces[n].lower()
        if word.isspace() and run and "\n" not in word:
            n += 1
            continue
        great = any(w in _GREAT for w in run)
        later = pieces[n + 2].lower() if n + 2 < len(pieces) else ""
        joins = word == "and" and great and run[-1] in _GREAT and (later in _SMALL and later != "zero")
        figure = word in ("oh", "double", "point") and (run or word != "point") and (later in _ONES or later in ("oh", "double"))
        if not (word in _SMALL or word in _PLAIN or (word in _GREAT and run) or (word == "a" and not run and later in _GREAT)
                or joins or figure):  # fmt: skip
            break
        run.append(word)
        n += 1
        stop = n
        if word in _PLAIN:
            break
    return run, stop


def _written(run: list[str], before: str, after: str) -> str:
    """A run of number words in figures; "" where it stays words."""
    if run[-1] in _PLAIN:
        tens = run[:-1]
        if len(tens) == 1 and tens[0] in _TENS and ORDINALS[run[-1]] < 10:
            return _nth(str(_TENS[tens[0]] + ORDINALS[run[-1]]))
        return _nth(run[-1]) if not tens and ORDINALS[run[-1]] > 12 else ""
    if len(figures := _figures(run)) >= 5:
        return figures
    if "point" in run:
        at = run.index("point")
        whole, tail = _value(run[:at]), _figures(run[at + 1 :])
        return f"{whole}.{tail}" if whole is not None and tail else ""
    if year := _year(run, before, after):
        return year
    if hour := _clock(run, before):
        return hour
    value = _value([w for w in run if w != "and"])
    if value is None or run == ["a", run[-1]] or after in ("past", "to", "o", "oh", "hundred", "thousand", "million", "billion"):
        return ""
    if value <= 12 and after not in _UNITS:
        return ""
    return f"{value:,}" if value >= 10_000 else str(value)


def _value(run: list[str]) -> int | None:
    """The number that a run says, None where it says none or several."""
    total = part = 0
    room = 1000  # only what is smaller than the last can follow
    for word in run:
        if word in _SMALL or word == "a":
            value = _SMALL.get(word, 1)
            if value >= room or (value == 0 and len(run) > 1):
                return None
            part += value
            room = 10 if value in _TENS.values() else 1
        elif word == "hundred" and 0 < part < 20:
            part, room = part * 100, 100
        elif word == "thousand" and part and not total:
            total, part, room = part * 1000, 0, 1000
        else:
            return None
    return total + part if run else None


def _figures(run: list[str]) -> str:
    """Said figure by figure, "" where it isn't."""
    found, times = "", 1
    for word in run:
        if word == "double":
            times = 2
        elif word == "oh" or (word in _ONES and _ONES[word] < 10):
            found, times = found + str(_ONES.get(word, 0)) * times, 1
        else:
            return ""
    return found if times == 1 else ""


def _year(run: list[str], before: str, after: str) -> str:
    """"nineteen seventy two", "in twenty ten", "nineteen oh five", "nineteen hundred and five" is none."""
    first = _SMALL.get(run[0], 0)
    rest = _value(run[1:]) if len(run) in (2, 3) and run[1] != "oh" else None
    if len(run) == 3 and run[1] == "oh" and first in (17, 18, 19, 20):
        rest = _ONES.get(run[2])
        return f"{first}0{rest}" if rest and rest < 10 else ""
    if rest is None or not 10 <= rest <= 99:
        return ""
    sure = first in (17, 18, 19) or (first == 20 and (len(run) == 3 or before in _BY_YEAR))
    return f"{first}{rest}" if sure and after not in _UNITS else ""


def _clock(run: list[str], before: str) -> str:
    """"at ten thirty", "by seven forty five"."""
    hour, minutes = _ONES.get(run[0], 0), _value(run[1:]) if 2 <= len(run) <= 3 else None
    if before in _BY_CLOCK and 1 <= hour <= 12 and minutes and 10 <= minutes <= 59 and run[1] in _SMALL:
        return f"{hour}:{minutes}"
    return ""


def _nth(word: str) -> str:
    """"first" or "21" as 1st, 21st."""
    if word[0].isdigit() and not word.isdigit():
        return word
    n = int(word) if word.isdigit() else ORDINALS[word.lower()]
    end = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{end}"
