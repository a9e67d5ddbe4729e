"""Times told in talk, resolved against the moment they were said."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest

from os1.listening.date_windows import easter
from os1.listening.dates import LONGEST, find

NOW = datetime(2026, 3, 11, 14, 30, tzinfo=UTC)  # a Wednesday

ROWS = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "data" / "dates.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def moment(told: str) -> datetime:
    iso, _, zone = told.partition("[")
    plain = datetime.fromisoformat(iso)
    if not zone:
        return plain
    try:
        return plain.astimezone(ZoneInfo(zone.removesuffix("]")))
    except ZoneInfoNotFoundError:
        pytest.skip("no timezone data on this machine")


@pytest.mark.parametrize(("phrase", "now", "start", "end"), ROWS)
def test_every_row(phrase: str, now: str, start: str, end: str) -> None:
    said = moment(now)
    found = [
        (span.start.isoformat(timespec="minutes"), span.end.isoformat(timespec="minutes"))
        for span in find(phrase, said)
    ]
    assert found == ([] if start == "-" else [(start, end)])
    assert all(span.start.tzinfo is said.tzinfo for span in find(phrase, said))


def test_the_rows_are_many() -> None:
    assert len(ROWS) >= 140
    assert sum(row[2] == "-" for row in ROWS) >= 40


def dates_of(text: str, **how: bool) -> list[str]:
    return [f"{span.start:%Y-%m-%d}" for span in find(text, NOW, **how)]


def test_a_tense_given_decides_over_the_words() -> None:
    assert dates_of("Tuesday", past=True) == ["2026-03-10"]
    assert dates_of("Tuesday", past=False) == ["2026-03-17"]
    assert dates_of("I saw her on Tuesday", past=False) == ["2026-03-17"]
    assert dates_of("the hearing is in February", past=True) == ["2026-02-01"]
    assert dates_of("on 9 March", past=True) == ["2026-03-09"]
    assert dates_of("at the weekend", past=True) == ["2026-03-07"]
    assert dates_of("tomorrow", past=True) == ["2026-03-12"]


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("She went home on Monday", "2026-03-09"),
        ("We talked about it on Monday", "2026-03-09"),
        ("What was it that I wanted on Monday?", "2026-03-09"),
        ("I couldn't sleep on Monday", "2026-03-09"),
        ("What did you have on Monday?", "2026-03-09"),
        ("He's on a train on Monday", "2026-03-16"),
        ("They moved it to Monday", "2026-03-16"),
        ("I'm worried about Monday", "2026-03-16"),
        ("I need to leave on Monday", "2026-03-16"),
        ("Monday", "2026-03-16"),
        ("Ruth called. The hearing is on Monday.", "2026-03-16"),
        ("The hearing is soon. Ruth called on Monday.", "2026-03-09"),
    ],
)
def test_tense_is_guessed_from_the_words_around(sentence: str, day: str) -> None:
    assert dates_of(sentence) == [day]


def test_each_time_of_an_utterance_has_its_own_tense() -> None:
    text = (
        "Ruth came over on Tuesday, and the hearing is on Friday at ten. "
        "I was away from Sunday to Monday."
    )
    spans = find(text, NOW)
    assert [span.words for span in spans] == [
        "on Tuesday",
        "on Friday at ten",
        "from Sunday to Monday",
    ]
    assert [f"{span.start:%d %H}" for span in spans] == ["10 00", "13 10", "08 00"]
    assert [span.grain for span in spans] == ["day", "hour", "span"]


def test_words_stand_where_they_are_said_to() -> None:
    text = "İstanbul’a gidelim — Let’s go on Tuesday evening, or at half past seven tonight!"
    spans = find(text, NOW)
    assert [text[span.from_ : span.to] for span in spans] == [span.words for span in spans]
    assert [span.words for span in spans] == ["on Tuesday evening", "at half past seven tonight"]


@pytest.mark.parametrize(
    ("phrase", "grain"),
    [
        ("19:30", "minute"),
        ("7pm", "hour"),
        ("tonight", "part"),
        ("tomorrow", "day"),
        ("next week", "week"),
        ("this weekend", "weekend"),
        ("in March", "month"),
        ("last year", "year"),
        ("the last few days", "span"),
    ],
)
def test_grain_says_how_finely_it_was_meant(phrase: str, grain: str) -> None:
    (span,) = find(phrase, NOW)
    assert span.grain == grain


def test_day_and_month_the_other_way_round() -> None:
    assert dates_of("9/3/2026") == ["2026-03-09"]
    assert dates_of("9/3/2026", day_first=False) == ["2026-09-03"]
    assert dates_of("25/3/2026", day_first=False) == ["2026-03-25"]
    assert dates_of("2026-09-03", day_first=False) == ["2026-09-03"]


def test_the_longest_telling_wins() -> None:
    assert [span.words for span in find("the day before yesterday", NOW)] == [
        "the day before yesterday"
    ]
    assert len(find("two weeks ago", NOW)) == 1
    assert len(find("Sunday 15 March at 9:30 am", NOW)) == 1


def test_a_move_is_two_times_and_not_a_range() -> None:
    assert len(find("it was moved from Monday to Wednesday", NOW)) == 2
    assert len(find("we were there from Monday to Tuesday", NOW)) == 1


def test_a_range_ends_after_it_begins() -> None:
    for first in ("Monday", "Wednesday", "Friday", "Sunday"):
        for last in ("Tuesday", "Thursday", "Saturday", "Monday"):
            for past in (True, False):
                (span,) = find(f"between {first} and {last}", NOW, past=past)
                assert span.start < span.end
                assert span.end - span.start <= timedelta(days=8)
                assert (span.end <= NOW) if past else (span.start > NOW)


def test_spans_never_overlap_and_stand_in_order() -> None:
    text = "Tuesday at 7 in the evening or 9 March last year at noon, since Monday until Friday"
    spans = find(text, NOW)
    assert len(spans) == 4
    assert all(one.to <= other.from_ for one, other in pairwise(spans))


def test_now_needs_a_timezone() -> None:
    with pytest.raises(ValueError, match="timezone"):
        find("today", datetime(2026, 3, 11))


@pytest.mark.parametrize("year", [1, 9999])
def test_the_ends_of_the_calendar_are_survived(year: int) -> None:
    edge = datetime(year, 12 if year > 1 else 1, 31 if year > 1 else 1, 23, tzinfo=UTC)
    text = "tomorrow, yesterday, 999 years ago, in 999 years, last winter, next Christmas, the 9th"
    for zone in (UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))):
        found = find(text, edge.replace(tzinfo=zone))
        assert {span.words for span in found} <= set(text.split(", "))


@pytest.mark.parametrize("text", ["", " ", "\n\n", "🙂", "\ud800 tomorrow", "\0", "غدا", "99:99"])
def test_rubbish_is_taken(text: str) -> None:
    assert [span.words for span in find(text, NOW)] == (["tomorrow"] if "tomorrow" in text else [])


@pytest.mark.parametrize(
    "piece",
    [
        "I was walking with Tom and he said something about Tuesday at seven. ",
        "the ",
        " ",
        "9 ",
        "9",
        "a",
        "an hour and a half ",
        "twenty-",
        "from Monday to ",
    ],
)
def test_a_megabyte_is_read_only_so_far(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    best = 1.0
    for _ in range(5):
        began = time.perf_counter()
        spans = find(text, NOW)
        best = min(best, time.perf_counter() - began)
    assert best <= 0.05
    assert all(span.to <= LONGEST for span in spans)


def test_easter() -> None:
    known = {
        1961: "04-02",
        2000: "04-23",
        2024: "03-31",
        2025: "04-20",
        2026: "04-05",
        2038: "04-25",
    }
    assert {year: f"{easter(year):%m-%d}" for year in known} == known
