"""How a moment or a span is said back, word for word."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from os1.listening.dates import find
from os1.listening.spoken_dates import hour_of_day, say_span, say_when

NOW = datetime(2026, 3, 11, 14, 30, tzinfo=UTC)  # a Wednesday


def at(told: str) -> datetime:
    return datetime.fromisoformat(told).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "now", "words"),
    [
        ("2026-03-11T14:30", "2026-03-11T14:30", "just now"),
        ("2026-03-11T14:29", "2026-03-11T14:30", "just now"),
        ("2026-03-11T14:31", "2026-03-11T14:30", "in a moment"),
        ("2026-03-11T14:26", "2026-03-11T14:30", "a few minutes ago"),
        ("2026-03-11T14:35", "2026-03-11T14:30", "in a few minutes"),
        ("2026-03-11T14:15", "2026-03-11T14:30", "a quarter of an hour ago"),
        ("2026-03-11T14:00", "2026-03-11T14:30", "half an hour ago"),
        ("2026-03-11T15:00", "2026-03-11T14:30", "in half an hour"),
        ("2026-03-11T13:20", "2026-03-11T14:30", "about an hour ago"),
        ("2026-03-11T15:35", "2026-03-11T14:30", "in about an hour"),
        ("2026-03-11T09:00", "2026-03-11T14:30", "this morning"),
        ("2026-03-11T12:10", "2026-03-11T14:30", "this afternoon"),
        ("2026-03-11T17:00", "2026-03-11T14:30", "this afternoon"),
        ("2026-03-11T19:00", "2026-03-11T14:30", "this evening"),
        ("2026-03-11T23:00", "2026-03-11T14:30", "tonight"),
        ("2026-03-12T01:00", "2026-03-11T14:30", "tonight"),
        ("2026-03-11T01:00", "2026-03-11T14:30", "last night"),
        ("2026-03-10T23:00", "2026-03-11T14:30", "last night"),
        ("2026-03-10T19:00", "2026-03-11T14:30", "yesterday evening"),
        ("2026-03-10T15:00", "2026-03-11T14:30", "yesterday afternoon"),
        ("2026-03-10T05:00", "2026-03-11T14:30", "yesterday morning"),
        ("2026-03-10T01:00", "2026-03-11T14:30", "on Monday night"),
        ("2026-03-12T09:00", "2026-03-11T14:30", "tomorrow morning"),
        ("2026-03-12T20:00", "2026-03-11T14:30", "tomorrow evening"),
        ("2026-03-13T02:00", "2026-03-11T14:30", "tomorrow night"),
        ("2026-03-09T10:00", "2026-03-11T14:30", "on Monday"),
        ("2026-03-08T10:00", "2026-03-11T14:30", "last Sunday"),
        ("2026-03-05T10:00", "2026-03-11T14:30", "last Thursday"),
        ("2026-03-06T02:00", "2026-03-11T14:30", "last Thursday night"),
        ("2026-03-04T10:00", "2026-03-11T14:30", "on 4 March"),
        ("2026-03-13T10:00", "2026-03-11T14:30", "on Friday"),
        ("2026-03-17T10:00", "2026-03-11T14:30", "on Tuesday"),
        ("2026-03-18T10:00", "2026-03-11T14:30", "on 18 March"),
        ("2026-12-09T10:00", "2026-03-11T14:30", "on 9 December"),
        ("2026-01-01T10:00", "2026-03-11T14:30", "on 1 January"),
        ("2025-03-03T10:00", "2026-03-11T14:30", "on 3 March last year"),
        ("2025-12-31T10:00", "2026-03-11T14:30", "on 31 December last year"),
        ("2021-03-03T10:00", "2026-03-11T14:30", "on 3 March 2021"),
        ("2027-03-03T10:00", "2026-03-11T14:30", "on 3 March next year"),
        ("2028-02-29T10:00", "2026-03-11T14:30", "on 29 February 2028"),
        ("2026-03-10T20:00", "2026-03-11T01:30", "this evening"),
        ("2026-03-10T09:00", "2026-03-11T01:30", "this morning"),
        ("2026-03-11T09:00", "2026-03-11T01:30", "tomorrow morning"),
        ("2025-12-30T10:00", "2026-01-01T09:00", "on Tuesday"),
        ("2025-12-28T10:00", "2026-01-01T09:00", "last Sunday"),
        ("2025-12-20T10:00", "2026-01-01T09:00", "on 20 December last year"),
    ],
)
def test_a_moment_is_said(moment: str, now: str, words: str) -> None:
    assert say_when(at(moment), at(now)) == words


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("today", "today"),
        ("yesterday", "yesterday"),
        ("tomorrow", "tomorrow"),
        ("on Monday", "on Monday"),
        ("we met on Monday", "on Monday"),
        ("we met on Friday", "last Friday"),
        ("next Friday", "on 20 March"),
        ("9 March 2021", "on 9 March 2021"),
        ("this morning", "this morning"),
        ("tonight", "tonight"),
        ("last night", "last night"),
        ("yesterday evening", "yesterday evening"),
        ("Tuesday evening", "on Tuesday evening"),
        ("the evening of the 9th", "on the evening of 9 April"),
        ("first thing tomorrow", "first thing tomorrow"),
        ("tomorrow lunchtime", "tomorrow at lunchtime"),
        ("at half past seven tonight", "tonight at 7:30 pm"),
        ("tomorrow at 9", "tomorrow at 9 am"),
        ("noon on Friday", "on Friday at noon"),
        ("tonight at 1am", "tonight at 1 am"),
        ("midnight", "tonight at midnight"),
        ("last Friday at 7pm", "last Friday at 7 pm"),
        ("this week", "this week"),
        ("last week", "last week"),
        ("next week", "next week"),
        ("the week after next", "in the week of 23 March"),
        ("two weeks ago", "about two weeks ago"),
        ("a week ago", "about a week ago"),
        ("in three weeks", "in about three weeks"),
        ("this weekend", "this weekend"),
        ("last weekend", "last weekend"),
        ("the weekend after next", "on the weekend of 28 March"),
        ("in March", "this month"),
        ("last month", "in February"),
        ("in March last year", "in March last year"),
        ("March 2021", "in March 2021"),
        ("next May", "in May"),
        ("two months ago", "about two months ago"),
        ("in six months", "in about six months"),
        ("this year", "this year"),
        ("last year", "last year"),
        ("in 2019", "in 2019"),
        ("three years ago", "about three years ago"),
        ("last summer", "in the summer last year"),
        ("in the summer of 2019", "in the summer of 2019"),
        ("over Christmas", "over Christmas"),
        ("last Christmas", "over Christmas last year"),
        ("between Friday and Sunday", "between Friday and Sunday"),
        ("from the 9th to the 12th of June", "between 9 and 12 June"),
        ("the last few days", "between last Friday and today"),
        ("the end of last month", "between 19 and 28 February"),
        ("earlier today", "today"),
    ],
)
def test_a_span_is_said(told: str, words: str) -> None:
    (span,) = find(told, NOW)
    assert say_span(span, NOW) == words


def test_a_span_moves_away_as_days_pass() -> None:
    (span,) = find("tomorrow", NOW)
    said = [say_span(span, NOW + timedelta(days=days)) for days in (-3, 0, 1, 2, 3, 6, 20, 300)]
    assert said == [
        "on Thursday",
        "tomorrow",
        "today",
        "yesterday",
        "on Thursday",
        "last Thursday",
        "on 12 March",
        "on 12 March last year",
    ]


@pytest.mark.parametrize("hours", [0, 1.5, 5, 9, 14.5, 19, 23.99])
def test_what_is_said_reads_back_to_a_span_around_the_moment(hours: float) -> None:
    now = datetime(2026, 3, 11, tzinfo=UTC) + timedelta(hours=hours)
    for step in [*range(-400, 401, 7), *range(-24000, 24001, 173)]:
        moment = now + timedelta(hours=step)
        if abs(step) < 2:
            continue
        words = say_when(moment, now)
        (span,) = find(words, now, past=step < 0)
        assert span.words == words
        assert span.start <= moment < span.end, (words, moment, now)


def test_a_moment_is_said_in_the_listeners_timezone() -> None:
    east = timezone(timedelta(hours=9))
    moment = datetime(2026, 3, 11, 1, 0, tzinfo=UTC)
    assert say_when(moment, datetime(2026, 3, 11, 20, 0, tzinfo=east)) == "this morning"
    assert say_when(moment, datetime(2026, 3, 11, 12, 0, tzinfo=UTC)) == "last night"
    (span,) = find("at noon on Friday", NOW)
    assert say_span(span, NOW.astimezone(east)) == "on Friday at 9 pm"


@pytest.mark.parametrize(
    ("hour", "name"),
    [
        (0, "night"),
        (4, "night"),
        (5, "morning"),
        (11, "morning"),
        (12, "day"),
        (17, "day"),
        (18, "evening"),
        (22, "evening"),
        (23, "night"),
    ],
)
def test_hour_of_day(hour: int, name: str) -> None:
    assert hour_of_day(NOW.replace(hour=hour)) == name
