"""Deciding as a whole: each of her moves where it is due, none that isn't, and the same whatever mind speaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.contracts.homes import MONDAY, a_house

from os1.house import House
from os1.memory.answering import Recollection
from os1.mind import policy
from os1.mind.moment import Moment
from os1.mind.pickup import Pickup
from os1.mind.plan import decide
from os1.talk import Talk
from os1.types import Feeling, Heard, Meaning, Memory, Move, Request, Risk

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
WORDLESS = "la " * 12
OLD = Memory("u3", "episode", "The roof leaks.", "u3", "The roof leaks.", NOW - timedelta(days=20))
SAFE = ("self_harm", "harm_to_others", "abuse", "eating", "medical")


def told(*acts: str, requests: tuple[str, ...] = (), risk: Risk | None = None, **more: object) -> Moment:
    """A moment in which something was told, or asked, in no words at all."""
    heard = Heard(acts=acts or ("statement",), feeling=Feeling(), requests=tuple(Request(r) for r in requests), risk=risk or Risk(),
                  meaning=Meaning(acts=("inform",), act=0.9, topic="home", sure=0.9))  # fmt: skip
    return Moment(text=WORDLESS, heard=heard, now=NOW, pickup=Pickup(clause="you la la"), **more)  # type: ignore[arg-type]


DUE = {
    "said back": ("reflect", told(moves=(("reflect", True),))),
    "recalled": ("recall_one", told("question", requests=("question",), recollection=Recollection(found=(OLD,)))),
    "two things weeks apart, connected": ("connect", told(echo=OLD)),
    "a view of hers, asked for": ("stance", told("question", stance="music")),
    "a question of what she is": ("real", told("question", requests=("her.real",))),
    "thought along with, when advice was asked": ("advice", told("question", requests=("her.advice",))),
    "handed over to a skill": ("skill", told("question", requests=("clock",), skill_answer="Ten past nine.")),
    "let go at goodbye": ("goodbye", told("farewell")),
    "let go at night": ("goodnight", told("goodnight")),
    "left alone when asked to": ("leave_it", told("leave")),
    "a silence, kept": ("silence", told("silence")),
    "two things that can't both be so": ("ask_which", told(doubt=(1, OLD, OLD))),
}  # fmt: skip


@pytest.mark.parametrize("what", DUE)
def test_what_is_due_is_meant(what: str) -> None:
    kind, moment = DUE[what]
    move = decide(moment)
    assert move.kind == kind
    assert move.why and all(len(why.split()) >= 3 for why in move.why)
    assert not {"=", "_"} & set("".join(move.why))


@pytest.mark.parametrize("what", DUE)
@pytest.mark.parametrize("kind", SAFE)
def test_keeping_safe_comes_before_all_of_it(kind: str, what: str) -> None:
    _, moment = DUE[what]
    for level in ("passive", "active", "imminent"):
        at_risk = replace(moment, heard=replace(moment.heard, risk=Risk(kind, level)))  # type: ignore[arg-type]
        assert decide(at_risk).kind == "keep_safe"
        assert decide(replace(at_risk, taste={"reflect": 0.8, "tease": 0.8})).kind == "keep_safe"


@given(
    st.lists(st.sampled_from(("feel", "story", "plan", "opine", "wonder", "joke", "rhetorical")), min_size=1, max_size=3, unique=True),
    st.sampled_from(("sad", "afraid", "unsure", "glad", "none")), st.floats(0, 3), st.booleans(), st.integers(0, 500),
)  # fmt: skip
def test_no_suggestion_unasked(acts: list[str], feeling: str, strength: float, asked: bool, turns: int) -> None:
    moment = told(turns=turns, moves=(("reflect", asked),))
    sign = {"glad": 0.7, "none": 0.0}.get(feeling, -0.6)
    meant = replace(moment.heard.meaning, acts=tuple(acts), feeling=feeling, felt=0.9, valence=sign, strength=strength)
    move = decide(replace(moment, heard=replace(moment.heard, meaning=meant)))
    assert move.kind != "advice"


def test_what_is_remembered_is_named_with_its_source() -> None:
    for what in ("recalled", "two things weeks apart, connected"):
        assert decide(DUE[what][1]).memories == ("u3",)


@pytest.mark.parametrize(("feeling", "strength"), [("grief", 3.0), ("sad", 1.0), ("angry", 1.2), ("ashamed", 0.8)])
def test_nothing_old_is_brought_up_in_a_low_moment(feeling: str, strength: float) -> None:
    moment = told(echo=OLD)
    meant = replace(moment.heard.meaning, feeling=feeling, felt=0.9, valence=-0.8, strength=strength)
    assert decide(replace(moment, heard=replace(moment.heard, meaning=meant))).memories == ()


def test_asked_why_she_gives_the_reasons_of_the_move_before() -> None:
    before = decide(told(moves=(("reflect", True),)))
    why = decide(replace(told("question", requests=("why",)), reasons=before.why))
    assert why.kind == "why"
    assert all(reason[1:] in why.slots["reasons"] for reason in before.why)
    assert decide(told("question", requests=("why",))).kind == "why_nothing"


# --- the same whatever mind speaks ------------------------------------------------------------


class Parrot:
    """A mind with one sentence."""

    name = "parrot"

    def find(self, move: Move, situation: object, *, seed: str, used: tuple[int, ...] = ()) -> tuple[list[str], list[int]]:
        return ["Polly would say so."], []


DAY = (
    "hello", "My sister Ruth lives in Leeds.", "It rained on the washing again.", "I can't believe he said that to me", "Where does Ruth live?",
    "are you human?", "should I move house?", "my dog died this morning", "We won the cup!", "I want to kill myself", "good night",
)  # fmt: skip


@pytest.fixture
def houses(tmp_path: Path) -> Iterator[tuple[House, House]]:
    with a_house(tmp_path / "one") as plain, a_house(tmp_path / "other") as other:
        other.turns.mind = Parrot()  # type: ignore[assignment]
        yield plain, other


async def test_another_mind_means_the_same(houses: tuple[House, House]) -> None:
    """Each line a day apart, so that nothing she said is still in the air."""
    meant = []
    for house in houses:
        replies = [await house.reply(f"t{n}", text, at=MONDAY + timedelta(days=n)) for n, text in enumerate(DAY)]
        meant.append([(r.move.kind, r.move.why, r.move.asks, r.move.memories) for r in replies])
    assert meant[0] == meant[1]
    assert len({kind for kind, *_ in meant[0]}) >= 8


# --- the stretch of talk ------------------------------------------------------------------------


SOON, LATER = timedelta(minutes=1), timedelta(hours=2)


def sounding(valence: float, *acts: str) -> Heard:
    return Heard(feeling=Feeling(valence=max(-1.0, min(1.0, valence))), meaning=Meaning(acts=acts, valence=valence))


def moods(*valences: float, acts: tuple[str, ...] = ()) -> list[float]:
    talk = Talk()
    return [talk.moved(sounding(valence, *acts), "", SOON) for valence in valences]


def test_one_sour_sentence_does_not_turn_the_talk() -> None:
    (only,) = moods(-1.0)
    glad = moods(*[0.8] * 6, -1.0)
    assert -0.5 < only < 0 < glad[-1] < glad[-2]


def test_a_heavy_talk_lowers_her_and_a_light_one_lifts() -> None:
    assert moods(*[-0.8] * 6)[-1] < policy.LOW_MOOD < 0 < policy.LIGHT_MOOD < moods(*[0.6] * 6)[-1]
    assert moods(0.0, 0.0, acts=("joke",))[-1] > moods(0.0, 0.0)[-1]


def test_bad_news_lowers_her_at_once() -> None:
    assert Talk().moved(sounding(0.3), "news", SOON) < policy.LOW_MOOD


def test_a_pause_lets_go_of_it() -> None:
    talk = Talk()
    for _ in range(8):
        talk.moved(sounding(-1.0), "", SOON)
    assert talk.moved(sounding(0.0), "", LATER) == 0.0


@given(st.lists(st.tuples(st.floats(-9, 9), st.sampled_from(("", "news", "deed"))), min_size=1, max_size=30))
def test_it_never_leaves_its_scale(told_of: list[tuple[float, str]]) -> None:
    talk = Talk()
    assert all(-1 <= talk.moved(sounding(valence, "joke"), bad, SOON) <= 1 for valence, bad in told_of)


def test_after_a_heavy_talk_she_sounds_quieter() -> None:
    assert decide(told(mood=-0.8)).slots.get("tone") == "quiet"
    assert "tone" not in decide(told()).slots
