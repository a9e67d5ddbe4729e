"""The words people tell time with: numbers, days, months, parts of a day, tense cues."""

from __future__ import annotations

from collections.abc import Iterable


def _each(line: str) -> list[str]:
    return line.split()


_COUNTED = _each(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty"
)
NUMBERS = {word: value for value, word in enumerate(_COUNTED, 1)}
NUMBERS |= {"a": 1, "an": 1, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90}
HOURS = {word: value for word, value in NUMBERS.items() if len(word) > 2 and value <= 12}

_ORDERED = _each(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
    " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
ORDINALS = {word: value for value, word in enumerate(_ORDERED, 1)}
ORDINALS |= {f"twenty-{word}": 20 + value for value, word in enumerate(_ORDERED[:9], 1)}
ORDINALS |= {"thirtieth": 30, "thirty-first": 31}

WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAYS = {name.lower(): at for at, name in enumerate(WEEKDAY_NAMES)}
SHORT_WEEKDAYS = {
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3,
    "fri": 4, "sat": 5, "sun": 6,
}  # fmt: skip

MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
MONTHS = {name.lower(): at for at, name in enumerate(MONTH_NAMES, 1)}
SHORT_MONTHS = {name[:3].lower(): at for at, name in enumerate(MONTH_NAMES, 1)} | {"sept": 9}
VERB_MONTHS = frozenset({"may", "march"})
"""Months that are also verbs: in small letters they need more around them to count."""

PARTS = {
    "morning": (4, 12),
    "afternoon": (12, 18),
    "evening": (18, 24),
    "night": (18, 28),
    "lunchtime": (12, 14),
    "first thing": (6, 10),
}
"""Hours from midnight of the day they belong to; a night runs on until 04:00."""

SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""First month of each season, three months long, as they fall north of the equator."""

HOLIDAYS = {
    "christmas day": (12, 25, 1),
    "christmas eve": (12, 24, 1),
    "xmas day": (12, 25, 1),
    "xmas eve": (12, 24, 1),
    "boxing day": (12, 26, 1),
    "new year's eve": (12, 31, 1),
    "new years eve": (12, 31, 1),
    "new year's day": (1, 1, 1),
    "new years day": (1, 1, 1),
    "halloween": (10, 31, 1),
    "bonfire night": (11, 5, 1),
    "valentine's day": (2, 14, 1),
    "valentines day": (2, 14, 1),
}
"""Month, day and length in days; these names need nothing around them."""
SEASONABLE = {"christmas": (12, 24, 3), "xmas": (12, 24, 3), "new year": (12, 31, 2)}
"""As above, but said in many other ways too ("merry christmas", "christmas tree")."""
EASTERS = {"good friday": (-2, 1), "easter sunday": (0, 1), "easter monday": (1, 1),
           "easter": (-2, 4)}  # fmt: skip
"""Days from Easter Sunday, and length in days."""

DAY_WORDS = {
    "today": 0,
    "tonight": 0,
    "tomorrow": 1,
    "tommorow": 1,
    "tommorrow": 1,
    "tomorow": 1,
    "yesterday": -1,
    "day before yesterday": -2,
    "day after tomorrow": 2,
}

FOLLOWERS = _each(
    "and or but so then i i'm i'll i've we we'll we're you he he's she she's it it's they they're"
    " is isn't was wasn't are were will won't at in on to from for with when because before after"
    " if as that which who where my our your his her their the this next last by until till have"
    " has had can could would should might must do did does not just about instead too also"
    " please again actually though sharp exactly today tonight tomorrow yesterday every each"
    " since while without unless okay ok now then either if sorry no yes"
) + list(WEEKDAYS)
"""What may follow a bare number for it to be a time: nothing that it could be counting."""

PAST_CUES = _each(
    "was wasn't were weren't did didn't had hadn't been done gone seen said told went came saw met"
    " got felt made took left gave knew thought found heard kept lost spoke wrote slept ate drank"
    " bought brought drove rang woke fell broke began ran sat stood won paid sent spent taught"
    " caught forgot wore flew grew held couldn't remembered recall sang swam dreamt"
    " became chose hid threw understood meant"
)
AHEAD_CUES = _each(
    "will won't shall going gonna is isn't are aren't am want wants need needs have has must should"
    " might can let's remind plan planning hope don't does doesn't due scheduled booked planned"
    " arranged supposed expected"
)
NOT_PAST = _each(
    "indeed speed hundred tired scared excited worried married naked sacred united interested"
    " bored exceed succeed proceed embed biased shed sled"
)
"""Words in -ed that tell nothing of when."""


def choice(words: Iterable[str]) -> str:
    """A pattern for any of `words`, the longer ones first."""
    return "(?:" + "|".join(sorted(words, key=lambda word: (-len(word), word))) + ")"
