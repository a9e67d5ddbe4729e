"""How she says it: never cheerful at grief, slower towards the slow, room after a question."""

from __future__ import annotations

import itertools

import pytest

from os1.mind.plain import recipes
from os1.mind.policy import table
from os1.speech import Manner, Sounding
from os1.types import Feeling
from os1.voice.manner import FASTEST, HIGHEST, LOWEST, SLOWEST, between, manner

KINDS = sorted({*(row.kind for row in table()), *recipes._ONE, *recipes._COMPOSED, "something_new"})
SOUNDINGS = (None, *(Sounding(how, "", 0.6) for how in ("quieter", "livelier", "slower", "faster", "flatter", "higher")))
LABELS = """admiration amusement anger annoyance approval caring confusion curiosity desire disappointment disapproval disgust
    embarrassment excitement fear gratitude grief joy love nervousness optimism pride realization relief remorse sadness
    surprise neutral""".split()
TONES = ("warm", "playful", "quiet", "formal")
SAD = ("sadness", "grief", "disappointment", "remorse", "fear", "nervousness")
SAFETY = ("keep_safe", "check", "condole", "be_with")


@pytest.mark.parametrize("kind", KINDS)
def test_never_cheerful_at_grief_or_danger(kind: str) -> None:
    feelings = [Feeling(label, sign * 0.6) for label in LABELS for sign in (-1, 0, 1)]
    for feeling, tone, sounds in itertools.product(feelings, TONES, SOUNDINGS):
        made = manner(kind, feeling, tone, sounds)
        assert SLOWEST <= made.rate <= FASTEST and LOWEST <= made.pitch <= HIGHEST and 0 <= made.pause < 1
        if feeling.label in SAD or feeling.valence < 0 or kind in SAFETY:
            assert made.rate <= 1 and made.pitch <= 0, (kind, feeling, tone, sounds)


def test_what_she_does_is_heard() -> None:
    grave, plain, glad = (manner(kind, Feeling(), "warm") for kind in ("condole", "reflect", "celebrate"))
    assert grave.rate < plain.rate < glad.rate and grave.pitch < plain.pitch < glad.pitch and grave.pause > plain.pause
    assert manner("goodnight", Feeling(), "warm").pitch < 0


def test_she_goes_towards_the_slow_and_quiet() -> None:
    usual, slow = (manner("reflect", Feeling(), "warm", sounds) for sounds in (None, Sounding("slower", "", 0.6)))
    assert slow.rate < usual.rate
    assert manner("reflect", Feeling(), "warm", Sounding("quieter", "", 0.6)).pitch < usual.pitch


def test_rests() -> None:
    assert between("And then?") > between("It rained.") > between("Well,") > between("well") == 0
    assert between("“Who knows?”") == between("Who knows?")
    assert between("It rained.", Manner(0.9, -1, 0.25)) > between("It rained.") + 0.25
