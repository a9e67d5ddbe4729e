"""Clock times in talk ("half past seven", "7pm", "19:30"), and the edges of weeks and months."""

from __future__ import annotations

import re
from datetime import timedelta

from os1.listening import date_windows as on
from os1.listening.date_atoms import END, YEAR, Atom, Rule, Talk, rule
from os1.listening.date_windows import Clock, Reading, Window
from os1.listening.date_words import HOURS, MONTHS, NUMBERS, choice

_HOUR = rf"(?:\d{{1,2}}|{choice(HOURS)})"
_MERIDIEM = r"(?P<half>am|pm|a\.m\.?|p\.m\.?)(?!\w)"
_MINUTES = {**NUMBERS, "quarter": 15, "half": 30, "twenty-five": 25, "twenty five": 25}
_STEPS = "(?:five|ten|twenty[ -]five|twenty|(?:a )?quarter|half)"
_BEFORE = "(?:at|by|until|till|before|after|around)(?: about| around)? "
_HINTS = (
    (re.compile(r"\b(?:dinner|supper|drinks|cinema|concert|theatre|pub|party|film)\b"), 5, 12),
    (re.compile(r"\b(?:breakfast|wake|alarm|get(?:ting)? up|got up|woke)\b"), 4, 0),
)
"""Talk that settles evening or morning, from which hour on up to eleven, and what it adds."""


def _hour(told: str) -> int:
    return HOURS[told] if told in HOURS else int(told)


def _clock(m: re.Match[str], talk: Talk) -> Atom | None:
    groups = m.groupdict()
    told, minute = groups["hour"], groups.get("minute")
    hour, half = _hour(told), (groups.get("half") or "").replace(".", "")
    minutes = _MINUTES.get(minute, 0) if minute and minute.isalpha() else int(minute or 0)
    if hour > 23 or minutes > 59 or (half and not 1 <= hour <= 12):
        return None
    if hour > 12 and not minute and "clock" not in m[0]:
        return None  # "at 15" is an age
    clock = _told(hour, minutes, half, told, bool(minute))
    before = talk.low[max(0, m.start() - 40) : m.start()]
    for hint, first, more in _HINTS:
        if clock.twelve and first <= hour < 12 and hint.search(before):
            clock = Clock(hour + more, minutes, fine=clock.fine)
    return Atom(*m.span(), "clock", clock=clock, part="night" if "night" in m[0] else "")


def _told(hour: int, minutes: int, half: str, told: str, fine: bool) -> Clock:
    if half:
        return Clock(hour % 12 + (12 if half == "pm" else 0), minutes, fine=fine)
    twelve = 1 <= hour <= 12 and not told.startswith("0")
    return Clock(hour, minutes, twelve=twelve, fine=fine)


def _stepped(m: re.Match[str], talk: Talk) -> Atom | None:
    hour, half = _hour(m["hour"]), (m["half"] or "").replace(".", "")
    minutes = _MINUTES[m["step"].removeprefix("a ").replace("-", " ")]
    if not 1 <= hour <= 12:
        return None
    if m["way"] == "to":
        hour, minutes = (hour - 2) % 12 + 1, 60 - minutes
        if half and hour == 11:
            half = "am" if half == "pm" else "pm"
    return Atom(*m.span(), "clock", clock=_told(hour, minutes, half, "", fine=True))


def _named(m: re.Match[str], talk: Talk) -> Atom:
    return Atom(*m.span(), "clock", clock=Clock(24 if m["name"] == "midnight" else 12))


def _clock_range(m: re.Match[str], talk: Talk) -> Atom | None:
    first, last = _hour(m["hour"]), _hour(m["last"])
    if not (1 <= first <= 12 and 1 <= last <= 12):
        return None
    if m["half"] is None:
        if "scale" in talk.low[max(0, m.start() - 20) : m.start()]:
            return None
        start, end = (Clock(hour + (12 if hour <= 7 else 0)) for hour in (first, last))
        if start.hour >= end.hour:
            end = Clock(end.hour + 12)
        clock = Clock(start.hour, until=end)
        return Atom(*m.span(), "clock", clock=clock, weak=True) if end.hour <= 24 else None
    half = m["half"].replace(".", "")
    end = _told(last, int(m["last_minute"] or 0), half, "", fine=True)
    start = _told(first, int(m["minute"] or 0), m["first_half"] or half, "", fine=True)
    if (start.hour, start.minute) >= (end.hour, end.minute):
        start = Clock((start.hour + 12) % 24, start.minute)
    if (start.hour, start.minute) >= (end.hour, end.minute):
        return None
    return Atom(*m.span(), "clock", clock=Clock(start.hour, start.minute, until=end))


def _edge(m: re.Match[str], talk: Talk) -> Atom | None:
    side, unit, year = m["side"], m["unit"], m["year"]
    side = {"beginning": "start", "early": "start", "late": "end"}.get(side, side).removesuffix("-")
    if unit in MONTHS:
        number = MONTHS[unit]
        if year:
            told = on.months(int(year), number)
            return Atom(*m.span(), "span", lambda frame: _cut(told, side))
        return Atom(
            *m.span(), "span", on.yearly(lambda y: _cut(on.months(y, number), side)),
            yearly=lambda y: _cut(on.months(y, number), side),
        )  # fmt: skip
    count = {"next": 1, "last": -1}.get(m["which"] or "", 0)
    return Atom(*m.span(), "span", _edge_of(on.calendar_span(unit, count), side))


def _edge_of(whole: Reading, side: str) -> Reading:
    def read(frame: on.Frame) -> Window | None:
        window = whole(frame)
        return None if window is None else _cut(window, side)

    return read


def _cut(window: Window, side: str) -> Window:
    """The first or last days of a span: two of a week, ten of a month, a month of a year."""
    length = {"week": 2, "month": 10}.get(window.grain, 31)
    edge = timedelta(days=length)
    if side == "start":
        return Window(window.start, window.start + edge, "span")
    if side == "end":
        return Window(window.end - edge, window.end, "span")
    middle = window.start + (window.end - window.start) // 2
    start = on.at_hour(middle.date(), 0) - edge // 2
    return Window(on.at_hour(start.date(), 0), on.at_hour((start + edge).date(), 0), "span")


def _day_end(m: re.Match[str], talk: Talk) -> Atom:
    def read(frame: on.Frame) -> Window:
        return Window(on.at_hour(frame.today, 16), on.at_hour(frame.today, 24), "span")

    return Atom(*m.span(), "span", read)


CLOCK_RULES: tuple[Rule, ...] = (
    rule(rf"(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d\d))? ?{_MERIDIEM}",
         _clock),
    rule(rf"(?P<hour>{choice(HOURS)}) (?:(?P<minute>fifteen|thirty) )?{_MERIDIEM}", _clock),
    rule(r"(?<![\d:.])(?P<hour>\d{1,2}):(?P<minute>\d\d)(?![\d:])", _clock),
    rule(rf"(?P<hour>{_HOUR}) o'?clock\b", _clock),
    rule(rf"{_BEFORE}(?!one (?:with|and)\b)(?P<hour>{_HOUR}){END}", _clock),
    rule(
        rf"(?P<hour>{_HOUR})(?= in the (?:morning|afternoon|evening)\b"
        r"| this (?:morning|afternoon|evening)\b| tonight\b)",
        _clock,
    ),
    rule(rf"(?P<hour>{_HOUR}) at night\b", _clock),
    rule(rf"{_BEFORE}(?P<hour>{choice(HOURS)}) (?P<minute>fifteen|thirty){END}", _clock),
    rule(rf"{_BEFORE}(?P<hour>\d{{1,2}})\.(?P<minute>[0-5]\d){END}", _clock),
    rule(
        rf"(?P<step>{_STEPS}) (?:minutes )?(?P<way>past) (?P<hour>{_HOUR})\b(?: ?{_MERIDIEM})?",
        _stepped,
    ),
    rule(rf"(?P<step>(?:a )?quarter) (?P<way>to) (?P<hour>{_HOUR})\b(?: ?{_MERIDIEM})?", _stepped),
    rule(
        rf"{_BEFORE}(?P<step>five|ten|twenty[ -]five|twenty) (?:minutes )?(?P<way>to) "
        rf"(?P<hour>{_HOUR})(?: ?{_MERIDIEM}|{END})",
        _stepped,
    ),
    rule(rf"{_BEFORE}(?P<step>half)(?P<way>(?!))? (?P<hour>{choice(HOURS)})(?P<half>(?!))?{END}",
         _stepped),
    rule(rf"(?P<name>noon|midday|midnight){END}", _named),
    rule(
        rf"(?:between |from )?(?P<hour>{_HOUR})(?::(?P<minute>\d\d))?(?P<first_half>am|pm)?"
        rf"(?: ?- ?| to | and | until | till )(?P<last>{_HOUR})(?::(?P<last_minute>\d\d))?"
        rf" ?{_MERIDIEM}",
        _clock_range,
    ),
    rule(
        rf"(?:between|from) (?P<hour>{_HOUR})(?: ?- ?| to | and | until | till )"
        rf"(?P<last>{_HOUR}){END}(?P<half>(?!))?",
        _clock_range,
    ),
    rule(
        rf"(?:the )?(?P<side>end|middle|start|beginning) of (?:(?:the|this|(?P<which>next|last)) )?"
        rf"(?P<unit>week|month|year|{choice(MONTHS)})\b(?:,? (?P<year>{YEAR}))?",
        _edge,
    ),
    rule(rf"(?P<which>(?!))?(?P<side>early|late|mid-?) ?(?P<unit>{choice(MONTHS)})\b"
         rf"(?: (?P<year>{YEAR}))?", _edge),
    rule("by (?:the )?end of (?:the )?day\\b", _day_end),
)  # fmt: skip
