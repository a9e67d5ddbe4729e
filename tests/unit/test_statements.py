"""What follows from an utterance, and above all what must not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from os1.listening.hear import hear

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


def of(text: str) -> list[tuple[str, str, str]]:
    return [
        (s.subject, s.predicate, s.value)
        for s in hear(text, NOW).statements
        if s.kind != "feeling" and s.modality == "asserted"
    ]


LEARNED = {
    "My name is Arthur.": ("me", "is called", "Arthur"),
    "im jess btw": ("me", "is called", "Jess"),
    "my names viktor": ("me", "is called", "Viktor"),
    "I'm seventy-one and I live in Whitby": ("me", "lives in", "Whitby"),
    "I work at a garden centre": ("me", "works at", "a garden centre"),
    "I'm allergic to nuts.": ("me", "allergic to", "nuts"),
    "I love old maps.": ("me", "likes", "old maps"),
    "I play the cello": ("me", "plays", "cello"),
    "My sister Ruth lives in Leeds.": ("Ruth", "lives in", "Leeds"),
    "Actually, my sister Ruth moved to Lisbon last month.": ("Ruth", "lives in", "Lisbon"),
    "My wife Margaret died in October.": ("Margaret", "died", "died"),
    "Gareth is my boss.": ("Gareth", "is my", "boss"),
    "so my flatmate priya ate my leftovers": ("Priya", "is my", "flatmate"),
    "remember that the key is in the teapot": ("me", "asked to remember", "the key is in the teapot"),
}


@pytest.mark.parametrize("text", LEARNED)
def test_what_is_learned(text: str) -> None:
    assert LEARNED[text] in of(text)


NOT_LEARNED = (
    "Do I live in Leeds?",
    "If I lived in Leeds I'd be happy.",
    "She says I live in Whitby",
    "I wish I lived in Paris",
    "I might work at the school",
    "Maybe my sister Ruth lives in York, not sure",
    "I'm going to be an astronaut by the way. just kidding",
    "im tired btw",
    "im done",
    "I'm Hungry",
    "I love you",
    "In the film my brother Tom lives in Rome",
    "I work so hard",
    "my hope is that it rains",
)


@pytest.mark.parametrize("text", NOT_LEARNED)
def test_what_is_not_learned(text: str) -> None:
    learned = {p for _, p, _ in of(text)} - {"is my"}
    assert learned == set()


def test_a_death_is_told_plainly() -> None:
    (died,) = [s for s in hear("My wife Margaret died in October.", NOW).statements if s.predicate == "died"]
    assert died.text == "Margaret died"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("I'm seeing the dentist on Friday at three.", 6),
        ("No, it's Friday at 3.", 6),
        ("no wait, make it thursday", 5),
        ("exam got moved to monday", 9),
        ("hearing tomorrow, half ten", 3),
    ],
)
def test_a_plan_has_its_day(text: str, day: int) -> None:
    (plan,) = [s for s in hear(text, NOW).statements if s.kind == "plan"]
    assert plan.start is not None and plan.start.day == day


@pytest.mark.parametrize(
    "text", ["I saw the dentist on Friday.", "Ruth rang yesterday", "I like Fridays", "I slept"]
)
def test_what_is_no_plan(text: str) -> None:
    assert [s for s in hear(text, NOW).statements if s.kind == "plan"] == []


def test_a_cancelled_plan_closes() -> None:
    (plan,) = [s for s in hear("The trip to Whitby is off.", NOW).statements if s.kind == "plan"]
    assert plan.closes
