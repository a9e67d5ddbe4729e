"""Calendar dates in talk: days of a month, months, seasons, feasts and years."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from os1.listening import date_windows as on
from os1.listening.date_atoms import DAY, END, MONTH, YEAR, Atom, Rule, Talk, ended, rule
from os1.listening.date_windows import Window, Yearly
from os1.listening.date_words import (
    EASTERS,
    HOLIDAYS,
    MONTHS,
    ORDINALS,
    SEASONABLE,
    SEASONS,
    SHORT_MONTHS,
    VERB_MONTHS,
    choice,
)

_BEFORE_DATE = re.compile(r"\b(?:on|for|by|since|until|till|before|after|from|to|of|due)\s{1,3}$")


def _verb(m: re.Match[str], talk: Talk) -> bool:
    """Whether the month may as well be the verb: "we march 9 miles", "9 may come"."""
    small = talk.text[m.start("month")].islower()
    before = _BEFORE_DATE.search(talk.low, max(0, m.start() - 9), m.start())
    return small and m["month"] in VERB_MONTHS and not m["year"] and before is None


def _day_month(m: re.Match[str], talk: Talk) -> Atom | None:
    if _verb(m, talk) and not (m["of"] or ended(talk, m.end())):
        return None
    return _told(m)


def _month_day(m: re.Match[str], talk: Talk) -> Atom | None:
    if _verb(m, talk) and not m["day"][-1].isalpha():
        return None
    return _told(m)


def _told(m: re.Match[str]) -> Atom | None:
    month, year = (MONTHS | SHORT_MONTHS)[m["month"]], m["year"]
    return _dated(m, month, _number(m["day"]), int(year) if year else None)


def _number(told: str) -> int:
    word = told.replace(" ", "-")
    return ORDINALS[word] if word in ORDINALS else int(re.sub(r"\D", "", told))


def _dated(m: re.Match[str], month: int, day: int, year: int | None) -> Atom | None:
    if on.valid_day(2000, month, day) is None:
        return None
    if year is not None:
        window = on.valid_day(year, month, day)
        return None if window is None else Atom(*m.span(), "date", lambda frame: window)
    make: Yearly = lambda y: on.valid_day(y, month, day)  # noqa: E731
    return Atom(*m.span(), "date", on.yearly(make), yearly=make)


def _numeric(m: re.Match[str], talk: Talk) -> Atom | None:
    first, second, year = int(m["first"]), int(m["second"]), m["year"]
    whole = None if year is None else int(year) + (2000 if len(year) == 2 else 0)
    if (whole is None and (first, second) == (24, 7)) or (
        m["mark"] == "." and len(year or "") == 2
    ):
        return None  # "open 24/7", "version 1.2.26"
    day, month = (first, second) if talk.day_first else (second, first)
    if month > 12:
        day, month = month, day
    return _dated(m, month, day, whole) if 1 <= month <= 12 else None


def _iso(m: re.Match[str], talk: Talk) -> Atom | None:
    return _dated(m, int(m["month"]), int(m["day"]), int(m["year"]))


def _day_of_month(m: re.Match[str], talk: Talk) -> Atom | None:
    number = _number(m["day"])
    if talk.low[max(0, m.start() - 3) : m.start()] == "in ":
        return None  # "in the 2nd" is a half, or a heat
    return Atom(*m.span(), "date", on.monthly(number)) if 1 <= number <= 31 else None


def _day_range(m: re.Match[str], talk: Talk) -> Atom | None:
    if m.start("month") < m.start("day") and _verb(m, talk) and m["day"].isdigit():
        return None
    month = (MONTHS | SHORT_MONTHS)[m["month"]]
    first, last = _number(m["first"]), _number(m["day"])

    def make(year: int) -> Window | None:
        start, end = on.valid_day(year, month, first), on.valid_day(year, month, last)
        if start is None or end is None or first >= last:
            return None
        return Window(start.start, end.end, "span")

    return None if make(2000) is None else _span(m, make, "", m["year"])


def _month(m: re.Match[str], talk: Talk) -> Atom | None:
    name, which, year = m["month"], m["which"] or "", m["year"]
    small = talk.text[m.start("month")].islower()
    if which == "this" and small and name in VERB_MONTHS:
        return None
    number = MONTHS[name]
    return _span(m, lambda y: on.months(y, number), which, year)


def _span(m: re.Match[str], make: Yearly, which: str, year: str | None) -> Atom:
    if year:
        return Atom(*m.span(), "span", lambda frame: make(int(year)))
    return Atom(*m.span(), "span", on.yearly(make, which), yearly=None if which else make)


def _season(m: re.Match[str], talk: Talk) -> Atom:
    first = SEASONS[m["season"]]
    return _span(m, lambda y: on.months(y, first, 3, "span"), m["which"] or "", m["year"])


def _holiday(m: re.Match[str], talk: Talk) -> Atom:
    name, which = m["name"], m["which"] or ""
    if name in EASTERS:
        return _feast(m, on.easter_days(name), which)
    month, day, count = (HOLIDAYS | SEASONABLE)[name]

    def make(year: int) -> Window:
        start = datetime(year, month, day)
        return Window(start, start + timedelta(days=count), "day" if count == 1 else "span")

    return _feast(m, make, which)


def _feast(m: re.Match[str], make: Yearly, which: str) -> Atom:
    year = m["year"]
    if year:
        return Atom(*m.span(), "date", lambda frame: make(int(year)))
    return Atom(*m.span(), "date", on.yearly(make, which), yearly=None if which else make)


def _year(m: re.Match[str], talk: Talk) -> Atom:
    number = int(m["year"])
    return Atom(*m.span(), "span", lambda frame: on.months(number, 1, 12, "year"))


_LATER = choice(word for word, day in ORDINALS.items() if day > 3).replace("-", "[ -]")
_SET = "(?:in|over|during|since|until|till|by|before|after|at|for|throughout|of)"
_IN = f"(?:(?P<which>last|this|next)|{_SET}(?: the)?)"
_OF_YEAR = f"(?:,? (?:of )?(?P<year>{YEAR}))?"
_NAMED = [*HOLIDAYS, *set(EASTERS) - {"easter"}]

CALENDAR_RULES: tuple[Rule, ...] = (
    rule(f"(?:the )?(?P<day>{DAY}) (?P<of>of )?(?P<month>{MONTH})\\b{_OF_YEAR}", _day_month),
    rule(
        f"(?:from |between )?(?:the )?(?P<first>{DAY})(?: ?- ?| to | and | until | till )"
        f"(?:the )?(?P<day>{DAY}) (?:of )?(?P<month>{MONTH})\\b{_OF_YEAR}",
        _day_range,
    ),
    rule(
        f"(?P<month>{MONTH}) (?:the )?(?P<first>{DAY})(?: ?- ?| to | and )"
        f"(?:the )?(?P<day>{DAY})\\b(?![:/])(?:,? (?P<year>{YEAR}))?",
        _day_range,
    ),
    rule(
        f"(?P<month>{MONTH})\\.? (?:the )?(?P<day>{DAY})\\b(?!:)(?:,? (?P<year>{YEAR}))?",
        _month_day,
    ),
    rule(rf"the (?P<day>\d{{1,2}}(?:st|nd|rd|th)){END}", _day_of_month),
    rule(r"(?<=day.)(?P<day>\d{1,2}(?:st|nd|rd|th))\b", _day_of_month),  # "Thursday 26th"
    rule(rf"(?:on|by|until|till|since|from) the (?P<day>{_LATER}){END}", _day_of_month),
    rule(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?![\d-])", _iso),
    rule(
        r"(?P<first>\d{1,2})(?P<mark>[/.-])(?P<second>\d{1,2})(?P=mark)(?P<year>(?:19|20)?\d\d)"
        r"(?![\d/-]|\.\d)",
        _numeric,
    ),
    rule(
        r"(?:on|by|until|till|since|before|after|due|dated|from|for) (?:the )?"
        r"(?P<first>\d{1,2})/(?P<second>\d{1,2})(?P<year>(?!))?(?P<mark>(?!))?(?![\d/])" + END,
        _numeric,
    ),
    rule(
        f"{_IN} (?:early |late |mid-?)?(?P<month>{choice(MONTHS)})\\b"
        f"(?! (?:the )?{DAY}\\b){_OF_YEAR}",
        _month,
    ),
    rule(f"(?P<which>(?!))?(?P<month>{choice(MONTHS)}),? (?:of )?(?P<year>{YEAR})", _month),
    rule(f"{_IN} (?P<season>spring|summer|autumn|winter)\\b{_OF_YEAR}", _season),
    rule(f"{_IN} (?P<season>fall)\\b{_OF_YEAR}{END}", _season),
    rule(
        f"(?:(?P<which>last|this|next) )?(?P<name>{choice(_NAMED)})\\b{_OF_YEAR}",
        _holiday,
    ),
    rule(
        f"{_IN} (?P<name>{choice([*SEASONABLE, 'easter'])})\\b{_OF_YEAR}"
        "(?! (?:tree|card|present|gift|dinner|pudding|egg))",
        _holiday,
    ),
    rule(f"(?:in|since|during|until|till|by|of|back in) (?P<year>{YEAR}){END}", _year),
)
