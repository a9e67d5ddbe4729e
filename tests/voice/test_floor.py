"""Whose turn it is, window by window: every word spoken is read once, and every turn comes to an end."""

from __future__ import annotations

from collections import deque

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from os1.voice.floor import LAST_WAIT, LOST, STEP, Began, Ended, Floor, Read, Sign
from os1.voice.sound import WINDOW, Sound


class Person:
    """Speaks window by window to a floor; what is to be read is read when it is told to be."""

    def __init__(self, wait: float = 0.3) -> None:
        self.floor, self.wait = Floor(), wait
        self.windows = 0
        self.readings: deque[Read] = deque()
        self.ends: list[Ended] = []
        self.signs: list[Sign] = []

    def hears(self, windows: int, chance: float) -> None:
        for _ in range(windows):
            self.windows += 1
            for sign in self.floor.hear(np.full(WINDOW, self.windows, np.float32), chance):
                self.signs.append(sign)
                if isinstance(sign, Read):
                    self.readings.append(sign)
                elif isinstance(sign, Ended):
                    self.ends.append(sign)

    def says(self, seconds: float) -> None:
        self.hears(round(seconds / STEP), 0.95)

    def rests(self, seconds: float) -> None:
        self.hears(round(seconds / STEP), 0.02)

    def read(self, most: int = 1_000) -> None:
        """Read what is waiting: a stretch says the numbers of its windows."""
        while self.readings and most:
            sign, most = self.readings.popleft(), most - 1
            self.floor.read(sign.number, said(sign.sound), self.wait if sign.paused else None)


def said(sound: Sound) -> str:
    return " ".join(str(round(float(n))) for n in sound[::WINDOW])


def test_speech_is_read_at_a_pause_and_ends_after_its_wait() -> None:
    person = Person(wait=0.3)
    person.rests(1.0)
    person.says(1.0)
    assert isinstance(person.signs[0], Began)
    person.rests(0.1)
    assert person.readings[-1].paused
    person.read()
    person.rests(0.064)
    assert not person.ends
    person.rests(0.064)
    (end,) = person.ends
    assert end.sure == 0.3
    assert not person.floor.open
    assert {str(n) for n in range(32, 63)} <= set(end.text.split()), "with the moment before, where the first consonant is"


def test_who_goes_on_is_read_over_again_and_ends_once() -> None:
    person = Person(wait=0.8)
    person.says(0.6)
    person.rests(0.3)
    person.read()
    person.says(0.6)
    person.rests(0.3)
    person.read()
    assert not person.ends
    person.rests(0.5)
    (end,) = person.ends
    heard = [int(n) for n in end.text.split()]
    assert heard == list(range(1, len(heard) + 1)) and len(heard) >= 1.5 / STEP


def test_a_click_is_no_speech() -> None:
    person = Person()
    for _ in range(20):
        person.hears(1, 0.99)
        person.rests(0.2)
    assert not person.signs


def test_a_long_tale_is_read_in_stretches_and_none_is_too_long() -> None:
    person = Person(wait=0.6)
    for _ in range(4):
        person.says(7.0)
        person.rests(0.2)
        person.read()
    person.says(25.0)
    person.rests(1.3)
    person.read()
    person.rests(0.1)
    (end,) = person.ends
    heard = [int(n) for n in end.text.split()]
    assert heard == sorted(set(heard)), "in order, and nothing twice"
    assert set(range(1, round(28.8 / STEP))) <= set(heard)
    assert len(end.sound) <= 15.1 * 16_000
    assert all(len(sign.sound) <= 10 * 16_000 for sign in person.signs if isinstance(sign, Read))


def test_a_turn_waits_for_every_stretch_of_it() -> None:
    """The last stretch may be read before the one ahead of it: somebody's words mustn't go missing for that."""
    person = Person(wait=0.3)
    person.says(12.0)
    person.rests(0.2)
    closed = next(sign for sign in person.readings if sign.closed)
    last = person.readings[-1]
    person.floor.read(last.number, "the end", 0.3)
    person.rests(0.6)
    assert not person.ends
    person.floor.read(closed.number, "the beginning", None)
    person.rests(0.1)
    assert [end.text.split() for end in person.ends] == ["the beginning the end".split()]


def test_a_reading_that_never_comes_leaves_nobody_waiting_for_ever() -> None:
    person = Person()
    person.says(1.0)
    person.rests(LOST + 0.2)
    assert [end.text for end in person.ends] == [""]
    assert not person.floor.open
    before = len(person.floor._stretch)
    person.rests(60.0)
    assert len(person.floor._stretch) == before == 0, "and nothing piles up"


def test_a_turn_ends_at_the_latest_after_the_last_wait() -> None:
    person = Person(wait=9.0)
    person.says(1.0)
    person.rests(0.1)
    person.read()
    person.rests(LAST_WAIT - 0.1 + 2 * STEP)
    assert len(person.ends) == 1


def test_what_is_carried_stands_before_what_is_said() -> None:
    person = Person(wait=0.3)
    person.says(10.5)
    person.floor.carry("I went to see my mother today.")
    person.rests(0.2)
    closed = next(sign for sign in person.readings if sign.closed)
    person.floor.read(closed.number, "because she is not", None)
    person.floor.read(person.readings[-1].number, "well.", 0.3)
    person.rests(0.4)
    assert [" ".join(end.text.split()) for end in person.ends] == ["I went to see my mother today. because she is not well."]


def test_words_carried_to_nobody_are_still_a_turn() -> None:
    """Somebody seemed to go on, and had ended before their first words were taken back: those aren't lost."""
    person = Person()
    person.says(0.5)
    person.rests(0.1)
    person.read()
    person.rests(0.4)
    assert len(person.ends) == 1
    person.floor.carry("I went to see my mother today.")
    person.rests(1.3)
    assert person.ends[-1].text == "I went to see my mother today."
    assert not person.floor.open


def test_what_is_said_right_after_an_end_keeps_its_first_consonant() -> None:
    person = Person(wait=0.3)
    person.says(1.0)
    person.rests(0.1)
    person.read()
    person.rests(0.3)
    assert person.ends
    person.hears(2, 0.3)  # the consonant
    began = person.windows - 1
    person.says(0.5)
    person.rests(0.1)
    heard = [int(n) for n in said(person.readings[-1].sound).split()]
    assert began in heard
    assert heard[0] >= 32, "and nothing of what was said before"


def test_a_stretch_that_was_nothing_is_dropped_only_if_nobody_went_on() -> None:
    """A cough, then words, while the cough is still being read."""
    person = Person()
    person.says(0.2)
    person.rests(0.1)
    cough = person.readings.popleft()
    person.says(0.5)
    person.rests(0.1)
    assert not person.floor.drop(cough.number)
    words = person.readings[-1]
    person.floor.read(words.number, "Wait a moment.", 0.3)
    person.rests(0.4)
    assert [end.text for end in person.ends] == ["Wait a moment."]


def test_a_closed_stretch_that_was_nothing_is_not_waited_for() -> None:
    """Ten seconds of her own voice come back, and then somebody speaks."""
    person = Person()
    person.says(10.0)
    closed = person.readings.popleft()
    while not closed.closed:
        closed = person.readings.popleft()
    assert not person.floor.drop(closed.number)
    person.rests(0.1)
    person.floor.read(person.readings[-1].number, "Wait a moment.", 0.3)
    person.rests(0.4)
    assert [end.text for end in person.ends] == ["Wait a moment."]


def test_what_was_nothing_leaves_the_floor_free() -> None:
    person = Person()
    person.says(0.2)
    person.rests(0.1)
    assert person.floor.drop(person.readings[-1].number)
    assert not person.floor.open
    person.floor.read(person.readings[-1].number, "late", 0.2)
    person.rests(2.0)
    assert not person.ends


@pytest.mark.parametrize("seconds", [120.0])
def test_two_minutes_without_a_word_hold_nothing(seconds: float) -> None:
    person = Person()
    person.rests(seconds)
    assert not person.signs
    assert len(person.floor._before) <= 10 and not person.floor._stretch


doings = st.lists(
    st.one_of(
        st.tuples(st.just("hear"), st.integers(1, 40), st.floats(0.0, 1.0)),
        st.tuples(st.just("hear"), st.integers(1, 350), st.sampled_from([0.0, 0.4, 0.95])),
        st.tuples(st.just("read"), st.integers(1, 3), st.none()),
        st.tuples(st.just("carry"), st.integers(0, 9), st.none()),
        st.tuples(st.just("drop"), st.none(), st.none()),
        st.tuples(st.just("clear"), st.none(), st.none()),
    ),
    max_size=40,
)


@given(doings, st.floats(0.0, 3.0))
@settings(max_examples=120)
def test_whatever_comes_no_word_is_lost_or_read_twice(doing: list[tuple[str, int | None, float | None]], wait: float) -> None:
    person = Person(wait)
    spoken: set[int] = set()  # windows heard while somebody spoke, that nothing has taken yet
    for what, count, chance in doing:
        if what == "hear":
            assert count is not None and chance is not None
            for _ in range(count):
                ended = len(person.ends)
                person.hears(1, chance)
                if person.floor.speaking:
                    spoken.add(person.windows)
                if len(person.ends) > ended:
                    taken(person.ends[-1], spoken)
                    spoken.clear()
        elif what == "read":
            person.read(count or 1)
        elif what == "carry":
            person.floor.carry("")
        elif what == "drop" and person.readings:
            nothing = person.readings.pop()
            if person.floor.drop(nothing.number):
                spoken.clear()
            elif nothing.closed:
                spoken -= {int(n) for n in said(nothing.sound).split()}
        elif what == "clear":
            person.floor.clear()
            spoken.clear()
        assert len(person.floor._stretch) <= (LOST + 12) / STEP
        assert person.floor.burst >= 0 and person.floor.silence >= 0
    was = person.windows
    open_ = person.floor.open
    ended = len(person.ends)
    person.rests(4 * STEP)
    person.read()
    person.rests(LAST_WAIT)
    if open_:
        assert len(person.ends) > ended, "whoever falls silent is answered"
        taken(person.ends[ended], {n for n in spoken if n <= was})
    assert not person.floor.open


def taken(end: Ended, spoken: set[int]) -> None:
    """Where it was read at all, a turn holds every window somebody spoke in, in order and once."""
    heard = [int(n) for n in end.text.split()]
    assert heard == sorted(set(heard))
    if end.sure:
        assert spoken <= set(heard), sorted(spoken - set(heard))[:5]
