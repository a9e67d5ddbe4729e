"""Days and longer spans in talk: one pattern and one reader for each way of telling them.

A reader turns a match into an `Atom`, or into None for a false friend.
"""

from __future__ import annotations

import re
from datetime import timedelta

from os1.listening import date_windows as on
from os1.listening.date_atoms import END, Atom, Rule, Talk, rule
from os1.listening.date_counts import COUNT, UNIT, amount, offset, rolling
from os1.listening.date_windows import Reading, Window
from os1.listening.date_words import DAY_WORDS, PARTS, SHORT_WEEKDAYS, WEEKDAYS, choice

_NOT_THAT_DAY = re.compile(
    r"(?:\b(?:an?|every|each|most|any|one|same|first|second|third|fourth|black|good|girl|man|super"
    r"|casual) {1,3}|-)$"
)


def _weekday(m: re.Match[str], talk: Talk) -> Atom | None:
    name, week = m["name"], m["week"]
    number = (WEEKDAYS | SHORT_WEEKDAYS)[name]
    which = {"this past": "last", "this coming": "coming"}.get(m["which"], m["which"]) or ""
    if not which and _NOT_THAT_DAY.search(talk.low[max(0, m.start() - 9) : m.start()]):
        return None
    day = on.weekday(number, which)
    if week:
        later = on.weekday(number, "last" if week == "before last" else "coming")
        weeks = {"week": 1, "fortnight": 2, "after next": 1, "before last": -1}[week]
        day = _moved(later, 7 * weeks)
    return Atom(*m.span(), "weekday", day, weekday=None if which or week else number)


def _moved(day: Reading, count: float, unit: str = "day") -> Reading:
    def read(frame: on.Frame) -> Window | None:
        base = day(frame)
        return None if base is None else on.days(on.shifted(base.start.date(), count, unit))

    return read


def _day(m: re.Match[str], talk: Talk) -> Atom | None:
    name = m["name"]
    if name == "tomorrow" and talk.low[max(0, m.start() - 3) : m.start()] == "no ":
        return None
    part = "night" if name == "tonight" else ""
    return Atom(*m.span(), "day", on.relative_day(DAY_WORDS[name]), part)


def _rest_of_day(m: re.Match[str], talk: Talk) -> Atom:
    def read(frame: on.Frame) -> Window | None:
        whole = on.relative_day(0)(frame)
        if m["side"] == "earlier":
            return Window(whole.start, frame.now, "span")
        return Window(frame.now, whole.end, "span")

    return Atom(*m.span(), "span", read)


def _day_part(m: re.Match[str], talk: Talk) -> Atom:
    which, part = m["which"], m["part"]
    if which == "last":
        return Atom(*m.span(), "day", on.relative_day(-1), part)

    def read(frame: on.Frame) -> Window | None:
        # Said at night with no talk of the past, "this morning" is the one about to come.
        ahead = frame.past is not True and part == "morning"
        return on.days(frame.now.date() if ahead else frame.today)

    return Atom(*m.span(), "day", read, part)


def _weak_part(m: re.Match[str], talk: Talk) -> Atom:
    return Atom(*m.span(), "part", part=m["part"], weak=True)


def _strong_part(m: re.Match[str], talk: Talk) -> Atom:
    return Atom(*m.span(), "part", part=m["part"] or "first thing")


def _first_thing(m: re.Match[str], talk: Talk) -> Atom:
    return Atom(*m.span(), "part", part="first thing", weak=True)


def _calendar(m: re.Match[str], talk: Talk) -> Atom | None:
    which, unit, far = m["which"], m["unit"], m["far"]
    if which in ("last", "next") and talk.low[max(0, m.start() - 4) : m.start()] == "the ":
        return None  # "the last week of school" is no week of ours
    if far:
        step = 2 if far == "after next" else -2
        return Atom(*m.span(), "span", on.calendar_span(unit, step))
    if which == "this past" and unit != "weekend":
        return Atom(*m.span(), "span", rolling((1, 1), unit, -1))
    if not which:
        return Atom(*m.span(), "span", on.calendar_span(unit, 0, loose=True))
    step = {"last": -1, "this past": -1, "next": 1}.get(which, 0)
    return Atom(*m.span(), "span", on.calendar_span(unit, step, loose=which == "this"))


def _rolling(m: re.Match[str], talk: Talk) -> Atom | None:
    which, count, unit = m["which"], m["count"], m["unit"]
    if count is None and ((which in ("last", "next", "coming") and not m["over"]) or unit == "day"):
        return None
    sign = -1 if which in ("last", "past") else 1
    return Atom(*m.span(), "span", rolling(amount(count or "one"), unit, sign))


def _offset(m: re.Match[str], talk: Talk) -> Atom | None:
    groups = m.groupdict()
    count, unit, half = groups["count"], groups["unit"], groups["half"]
    low, high = amount(count)
    more = 0.5 if half else 0.0
    size, base = (low + more, high + more), groups.get("base")
    before = talk.low[max(0, m.start() - 8) : m.start()]
    if re.search(r"\b(?:once|twice|times|all) $", before):
        return None
    if base in ("today", "tomorrow", "yesterday"):
        from_day: Reading = on.relative_day(DAY_WORDS[base])
    elif base in WEEKDAYS:
        from_day = on.weekday(WEEKDAYS[base], "last" if groups.get("ago") else "coming")
    else:
        ago = groups.get("ago") is not None
        whole = unit == "day" and low == high
        return Atom(*m.span(), "day" if whole else "span", offset(size, unit, -1 if ago else 1))
    sign = -1 if groups.get("ago") else 1
    factor = 2 if unit == "fortnight" else 1
    name = "week" if factor == 2 else unit
    return Atom(*m.span(), "day", _moved(from_day, sign * low * factor, name))


def _loose(m: re.Match[str], talk: Talk) -> Atom:
    def read(frame: on.Frame) -> Window:
        today = on.at_hour(frame.today, 0)
        if m[0] == "just now":
            return Window(frame.now - timedelta(minutes=10), frame.now, "span")
        if m[0] == "the other day":
            return Window(today - timedelta(days=7), today, "span")
        return Window(today - timedelta(days=14), frame.now, "span")

    return Atom(*m.span(), "span", read)


_WEEKDAY = choice(WEEKDAYS)
_SHORT = choice(SHORT_WEEKDAYS)
_PART = choice(set(PARTS) - {"first thing"})
_WHICH = "(?P<which>this coming|this past|coming|this|next|last)"
_WEEKDAY_TAIL = "(?: (?P<week>week|fortnight|after next|before last)\\b)?"

RULES: tuple[Rule, ...] = (
    rule(f"(?:the )?(?P<name>{choice(DAY_WORDS)})\\b", _day),
    rule("(?P<side>earlier|later|later on) today\\b", _rest_of_day),
    rule(f"(?P<which>this|last) (?P<part>{_PART})\\b", _day_part),
    rule(f"(?P<part>{_PART})\\b", _weak_part),
    rule("first thing\\b", _first_thing),
    rule("(?:first thing )?in the (?P<part>morning|afternoon|evening)\\b", _strong_part),
    rule(
        f"(?:the )?(?:{_WHICH} )?(?P<name>{_WEEKDAY})\\b{_WEEKDAY_TAIL}"
        "(?! (?:school|best|times|addams|mornings|afternoons|evenings|nights)\\b)",
        _weekday,
    ),
    rule(
        f"(?:on|by|until|till|since|from|(?P<which>next|last)) (?P<name>{_SHORT})\\b"
        f"(?P<week>(?!))?(?:(?= {_PART})|{END})",
        _weekday,
    ),
    rule(
        f"(?:early |late |later |earlier )?{_WHICH} (?P<unit>week|weekend|month|year)\\b"
        "(?P<far>(?!))?",
        _calendar,
    ),
    rule(
        "the (?P<unit>week|weekend|month|year) (?P<far>after next|before last)\\b(?P<which>(?!))?",
        _calendar,
    ),
    rule("the (?P<unit>weekend)\\b(?P<which>(?!))?(?P<far>(?!))?", _calendar),
    rule(
        f"(?P<over>(?:in|over|during|for|within) )?(?:the|these|this) "
        f"(?P<which>last|past|next|coming)(?: (?P<count>{COUNT}))? (?P<unit>{UNIT})s?\\b",
        _rolling,
    ),
    rule(
        f"(?P<which>last|next|past)(?P<over>(?!))? (?P<count>{COUNT}) (?P<unit>{UNIT})s\\b",
        _rolling,
    ),
    rule(
        f"(?P<count>{COUNT}) (?P<unit>{UNIT})s?(?P<half> and a half)? (?P<ago>ago)\\b"
        f"(?: (?:on )?(?P<base>today|yesterday|{_WEEKDAY})\\b)?",
        _offset,
    ),
    rule(
        f"in (?:about |around |exactly )?(?P<count>{COUNT}) (?P<unit>{UNIT})s?"
        "(?P<half> and a half)?(?:'?s?'? time| from now)?\\b(?!'s|[ -]old)",
        _offset,
    ),
    rule(
        f"(?P<count>{COUNT}) (?P<unit>{UNIT})s?(?P<half> and a half)? from "
        f"(?P<base>now|today|tomorrow|{_WEEKDAY})\\b",
        _offset,
    ),
    rule(
        f"(?P<count>{COUNT}) (?P<unit>week|fortnight|month)s?(?P<half>(?!))? (?:on )?"
        f"(?P<base>today|tomorrow|{_WEEKDAY})\\b",
        _offset,
    ),
    rule("(?:the other day|recently|lately|just now)\\b", _loose),
)
