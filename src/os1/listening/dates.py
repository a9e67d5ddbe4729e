"""When people mean: every time told in a piece of talk, resolved against the moment it was said.

A grammar of our own. `date_rules`, `date_calendar` and `date_clocks` find the pieces; this module
keeps the longest of those that overlap, puts together the ones that stand side by side ("half
past seven" + "tonight", "9 March" + "last year", "between Monday" + "and Wednesday") and guesses
the tense where that decides which Tuesday is meant.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from os1.listening import date_windows as on
from os1.listening.date_atoms import Atom, Talk
from os1.listening.date_calendar import CALENDAR_RULES
from os1.listening.date_clocks import CLOCK_RULES
from os1.listening.date_rules import RULES
from os1.listening.date_windows import Frame, Window
from os1.listening.date_words import AHEAD_CUES, NOT_PAST, PAST_CUES, choice
from os1.types import DateSpan

LONGEST = 4_000
"""Characters read of one text: nobody says more in one breath, and reading stays quick."""

_LOW = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
_LOW |= {ord("\u2019"): ord("'"), ord("\u2018"): ord("'"), ord("\u2013"): ord("-")}
_LOW |= {ord("\u2014"): ord("-"), ord("\u00a0"): ord(" "), ord("\u202f"): ord(" ")}

_SIDE_BY_SIDE = re.compile(r",?\s{1,3}(?:(?:on|at|of|in|by|around|about)\s{1,3}(?:the\s)?)?")
_ONWARD = re.compile(r"\s{1,3}(?:to|until|till|through)\s{1,3}|\s?-\s?")
_AND = re.compile(r"\s{1,3}and\s{1,3}")
_BETWEEN = re.compile(r"\b(?:between|from)\s{1,3}$")
_MOVING = re.compile(r"\b(?:moved|changed|shifted|pushed|switched|rescheduled|move|change)\b")
_OPENING = re.compile(r"\b(since|until|till)\s{1,3}(?:about\s)?$")
_INNER_OPENING = re.compile(r"(since|until|till)\b")
_LEAD = re.compile(r"\b(?:on|by|at|in|over|during|around)\s{1,3}(?:the\s{1,3})?$")
_LEADS_ITSELF = re.compile(r"(?:to(?:day|night|morrow)|yesterday|next|last|this|earlier|later)\b")
_AHEAD_JUST_BEFORE = re.compile(r"\b(?:for|to|until|till|by)\s{1,3}(?:the\s)?$")

_AHEAD = (
    r"'(?:ll|m|re)\b|\b(?:'ve|have|has|i've|she's|he's)\s{1,3}got\b|^(?:so |also )?got an? \w"
    rf"|\b{choice(AHEAD_CUES)}\b"
)
_PAST = (
    r"\bdid(?:n't)?\s{1,3}\w{1,15}\s{1,3}(?:have|want|need|plan|hope)\b"
    rf"|\b{choice(PAST_CUES)}\b|\bremember\b(?! to\b)"
    rf"|\b(?!{choice(NOT_PAST)}\b)[a-z]{{1,20}}[^e\W]ed\b"
)
_CUE = re.compile(f"(?P<ahead>{_AHEAD})|(?P<past>{_PAST})")
_SENTENCE_END = re.compile(r"[.!?]+(?=\s|$)|\n")
_CLAUSE_END = re.compile(r"[,;:()]|\b(?:and|but|because|though|although|while)\b")


def find(
    text: str, now: datetime, *, past: bool | None = None, day_first: bool = True
) -> tuple[DateSpan, ...]:
    """Every time told in `text`, in order, as spans in the timezone of `now`.

    `past` says whether the talk is about what was ("on Tuesday" is then the last one) or will
    be; None guesses from the words around, and takes what is ahead where they say nothing.
    `day_first` reads 9/3 as 9 March. Between 00:00 and 04:00 "today" and "tonight" mean the day
    that hasn't been slept on, and run until 04:00. Weeks begin on Monday, "next Friday" is in
    the week after this one, "until Friday" takes Friday in, "until March" ends with February.
    Reads the first `LONGEST` characters. Raises ValueError where `now` has no timezone.
    """
    frame = on.frame_of(now, past)
    if len(text) > LONGEST:
        text = text[:LONGEST].rpartition(" ")[0]
    talk = Talk(text, text.translate(_LOW), day_first)
    atoms = [atom for atom in _joined(talk.low, _longest(talk)) if not atom.weak]
    return tuple(_spans(talk, atoms, frame)) if atoms else ()


def _longest(talk: Talk) -> list[Atom]:
    found = [
        atom
        for pattern, reader in RULES + CALENDAR_RULES + CLOCK_RULES
        for match in pattern.finditer(talk.low)
        if (atom := reader(match, talk)) is not None
    ]
    found.sort(key=lambda atom: (atom.at - atom.to, atom.at))
    taken = bytearray(len(talk.low))
    kept = []
    for atom in found:
        if not any(taken[atom.at : atom.to]):
            taken[atom.at : atom.to] = b"\1" * (atom.to - atom.at)
            kept.append(atom)
    return sorted(kept, key=lambda atom: atom.at)


def _joined(low: str, atoms: list[Atom]) -> list[Atom]:
    joined: list[Atom] = []
    for atom in atoms:
        both = None
        if joined and _SIDE_BY_SIDE.fullmatch(low, joined[-1].to, atom.at):
            both = _both(joined[-1], atom)
        if both is None:
            joined.append(atom)
        else:
            joined[-1] = both
    return joined


def _both(left: Atom, right: Atom) -> Atom | None:
    """The two as one, where together they tell one time."""
    if left.day is not None and right.day is not None:
        return _both_days(left, right)
    if (left.part and right.part) or (left.clock and right.clock):
        return None
    if "span" in (left.kind, right.kind):
        return None
    told = left if left.day is not None else right
    weak = told.day is None and left.weak and right.weak
    return replace(
        told, at=left.at, to=right.to, part=left.part or right.part,
        clock=left.clock or right.clock, weak=weak,
    )  # fmt: skip


def _both_days(left: Atom, right: Atom) -> Atom | None:
    for one, other in ((left, right), (right, left)):
        if one.weekday is not None and other.kind == "date":
            part, clock = left.part or right.part, left.clock or right.clock
            return replace(other, at=left.at, to=right.to, part=part, clock=clock)
        if other.kind == "span" and (one.weekday is not None or one.yearly is not None):
            return replace(one, at=left.at, to=right.to, day=_within(one, other), yearly=None)
    return None


def _within(one: Atom, other: Atom) -> on.Reading:
    """A weekday in a week, or something yearly in a year; nothing where the span is neither."""

    def read(frame: Frame) -> Window | None:
        span = other.day(frame) if other.day is not None else None
        if span is None:
            return None
        if one.weekday is not None and span.grain == "week":
            return on.days(on.shifted(span.start.date(), one.weekday, "day"))
        if one.yearly is not None and span.grain == "year":
            middle = span.start + (span.end - span.start) / 2  # "two years ago" begins half a year before
            return one.yearly(middle.year)
        return None

    return read


def _window(atom: Atom, frame: Frame) -> Window | None:
    if atom.day is None:
        if atom.clock is not None:
            return on.clock_alone(atom.clock, atom.part)(frame)
        return on.part_alone(atom.part)(frame)
    window = atom.day(frame)
    if window is None or not (atom.clock or atom.part):
        return window
    day = window.start.date()
    if atom.clock is not None:
        return on.clock_on(day, atom.clock, atom.part)
    return on.part_of(day, atom.part)


def _spans(talk: Talk, atoms: list[Atom], frame: Frame) -> Iterator[DateSpan]:
    tense = _Tense(talk.low)
    floor = 0
    rest = iter(zip(atoms, [*atoms[1:], None], strict=True))
    for atom, after in rest:
        here = frame if frame.past is not None else replace(frame, past=tense.at(atom))
        start, to, window = atom.at, atom.to, None
        try:
            opening = _range_start(talk.low, atom, after)
            if opening is not None and after is not None:
                window = _between(atom, after, here)
            if window is not None and opening is not None and after is not None:
                start, to = opening, after.to
                next(rest)
            else:
                start, window = _single(talk.low, atom, here)
            if window is not None:
                yield _span(talk, max(floor, start), to, window, frame)
        except (ValueError, OverflowError):
            continue  # beyond the years a calendar can hold
        floor = to


def _range_start(low: str, atom: Atom, after: Atom | None) -> int | None:
    """Where a range from `atom` to `after` begins in the text; None where there is none."""
    if after is None:
        return None
    before = _BETWEEN.search(low, max(0, atom.at - 11), atom.at)
    if _AND.fullmatch(low, atom.to, after.at):
        return before.start() if before and before[0].startswith("between") else None
    if not _ONWARD.fullmatch(low, atom.to, after.at):
        return None
    if _MOVING.search(low, max(0, atom.at - 50), atom.at) or _opening(low, atom):
        return None
    return before.start() if before else atom.at


def _between(first: Atom, last: Atom, frame: Frame) -> Window | None:
    if first.day is None:
        first = replace(first, day=last.day)
    start = _window(first, frame)
    if start is not None and last.day is None:
        frame = replace(frame, now=start.start, past=False)
    end = _window(last, frame)
    if start is None or end is None:
        return None
    if end.start <= start.start:
        if frame.past:
            start = _window(first, replace(frame, now=end.start, today=end.start.date()))
        else:
            later = replace(frame, now=start.start, today=start.start.date(), past=False)
            end = _window(last, later)
    if start is None or end is None or end.start <= start.start:
        return None
    to = end.start if last.clock is not None else end.end
    return Window(start.start, to, "span")


def _single(low: str, atom: Atom, frame: Frame) -> tuple[int, Window | None]:
    """One atom read alone, with "since" or "until" before it; also where its words begin."""
    opening = _opening(low, atom)
    if opening is None:
        lead = _LEAD.search(low, max(0, atom.at - 14), atom.at)
        if lead and lead[0][:2] in ("on", "at", "in") and _LEADS_ITSELF.match(low, atom.at):
            lead = None  # "let her in tomorrow"
        return (lead.start() if lead else atom.at), _window(atom, frame)
    start = opening.start()
    if opening[1] == "since":
        window = _window(atom, replace(frame, past=True))
        if window is None or window.start >= frame.now:
            return start, None
        return start, Window(window.start, frame.now, "span")
    window = _window(atom, frame)
    if window is None or window.end <= frame.now:
        return start, window
    # The day named is taken in; anything longer or shorter ends it by beginning.
    inside = window.grain == "day" or "end of" in low[atom.at : atom.to]
    to = window.end if inside or window.start <= frame.now else window.start
    return start, Window(frame.now, to, "span") if to > frame.now else None


def _opening(low: str, atom: Atom) -> re.Match[str] | None:
    """The "since" or "until" before an atom or at its head."""
    before = _OPENING.search(low, max(0, atom.at - 14), atom.at)
    return before or _INNER_OPENING.match(low, atom.at, atom.to)


def _span(talk: Talk, start: int, to: int, window: Window, frame: Frame) -> DateSpan:
    return DateSpan(
        on.attached(window.start, frame.zone), on.attached(window.end, frame.zone),
        talk.text[start:to], window.grain, start, to,
    )  # fmt: skip


class _Tense:
    """The tense cues of a text, asked for the words around one time after another."""

    def __init__(self, low: str) -> None:
        self._low = low
        self._cues = [(m.start(), m.end(), m["past"] is not None) for m in _CUE.finditer(low)]
        self._starts = [cue[0] for cue in self._cues]
        self._sentences = [0, *(m.end() for m in _SENTENCE_END.finditer(low)), len(low) + 1]
        self._clauses = sorted({*self._sentences, *(m.end() for m in _CLAUSE_END.finditer(low))})

    def at(self, atom: Atom) -> bool | None:
        """Whether `atom` is in the past: by the nearest cue of its clause, then its sentence."""
        if _AHEAD_JUST_BEFORE.search(self._low, max(0, atom.at - 14), atom.at):
            return False
        middle = bisect_left(self._starts, atom.at)
        for ends in (self._clauses, self._sentences):
            at = bisect_right(ends, atom.at)
            start, end = ends[at - 1], ends[at]
            if middle and self._starts[middle - 1] >= start:
                return self._cues[middle - 1][2]
            for cue_start, _, past in self._cues[middle : middle + 3]:
                if atom.to <= cue_start < end:
                    return past
        return None
