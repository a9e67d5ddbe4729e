"""`risk`: what is heard, what only sounds so, what came before, and any text at all."""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from pathlib import Path

import pytest

from os1.listening.risk import judge, plain
from os1.listening.risk_rules import RULES
from os1.types import Risk

ROWS = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "data" / "risk.tsv").read_text("utf-8").splitlines()[1:]
]
SHARED = Path(__file__).parents[3] / "shared" / "data" / "language"


def _heard(text: str, before: str) -> Risk:
    return judge(text, [said for said in before.split(" | ") if said])


def test_the_table_covers_what_it_should() -> None:
    kinds = Counter(kind for kind, *_ in ROWS)
    assert len(ROWS) >= 500
    assert all(kinds[k] >= 20 for k in ("self_harm", "harm_to_others", "abuse", "eating", "medical"))
    assert kinds["none"] >= 200


def test_what_is_said_is_heard() -> None:
    risky = [row for row in ROWS if row[0] != "none"]
    missed = [(kind, text) for kind, _, text, before in risky if _heard(text, before).kind != kind]
    assert len(risky) == 303
    assert missed == []


def test_levels_are_right() -> None:
    graded = [row for row in ROWS if row[0] != "none" and row[1] != "-"]
    wrong = [
        (level, heard, text)
        for _, level, text, before in graded
        if (heard := _heard(text, before).level) != level
    ]
    assert len(graded) == 190
    assert wrong == []


def test_sayings_stories_denials_and_the_past_raise_no_alarm() -> None:
    harmless = [row for row in ROWS if row[0] == "none"]
    alarms = [(text, heard) for _, _, text, b in harmless if (heard := _heard(text, b)) != Risk()]
    assert len(harmless) == 224
    assert alarms == []


@pytest.mark.parametrize(
    ("harmless", "serious"),
    [
        ("this homework is killing me", "i am killing myself slowly"),
        ("I'd never hurt myself", "i'd rather hurt myself"),
        ("I'm not suicidal", "i'm suicidal"),
        ("ten years ago i tried to kill myself", "last night i tried to kill myself"),
        ("my ex used to hit me, years ago", "my ex hit me yesterday"),
        ("in the film he kills himself", "he says he'll kill himself"),
        ("i cut myself shaving", "i cut myself to feel something"),
        ("i overdosed on chocolate", "i overdosed"),
        ("he locked himself out", "he locked me in"),
    ],
)
def test_one_word_makes_the_difference(harmless: str, serious: str) -> None:
    assert judge(harmless) == Risk()
    assert judge(serious).kind != "none"


def test_no_sleep_of_reason_over_what_cannot_be_stopped() -> None:
    assert judge("I can't stop thinking about killing myself").kind == "self_harm"
    assert judge("i don't know if i want to die").kind == "self_harm"
    assert judge("nobody knows i cut myself").kind == "self_harm"


def test_laughter_lowers_but_does_not_hide_a_plan() -> None:
    assert judge("kms lol").level in ("none", "passive")
    assert judge("i've got the pills here and i'm going to kill myself lol").level == "imminent"


@pytest.mark.parametrize("later", ["tonight", "Tonight.", "i'll do it tonight", "it's time"])
def test_a_word_that_means_nothing_alone_is_heard_after_the_means(later: str) -> None:
    assert judge(later) == Risk()
    assert judge(later, ["I've got the pills"]) == Risk("self_harm", "imminent")
    assert judge(later, ["i want to kill myself"]) == Risk("self_harm", "imminent")
    assert judge(later, ["dinner's at eight"]) == Risk()


def test_only_the_last_few_utterances_count() -> None:
    idle = ["i had toast", "it rained", "the cat slept", "we watched birds"]
    assert judge("tonight", ["I've got the pills", *idle]) == Risk()
    assert judge("tonight", ["I've got the pills", *idle[:3]]).level == "imminent"


def test_before_never_lowers_what_is_said_now() -> None:
    for kind, _, text, before in ROWS:
        if kind != "none" and not before:
            alone = judge(text)
            after = judge(text, ["hello", "i had toast"])
            assert after == alone


@pytest.mark.parametrize(
    "text", ["I WANT TO DIE", "i want to dieeee", "I’m  suicidal", "sui cidal i am so suicidal"]
)
def test_shouting_and_typing_do_not_matter(text: str) -> None:
    assert judge(text).kind == "self_harm"


def test_any_text_is_taken() -> None:
    rng = random.Random(7)
    odd = ["", " ", "\n\n", "\ud800", "🙂" * 50, "مرحبا", "\x00\x01", "." * 500, "'" * 500]
    odd += ["".join(chr(rng.randrange(1, 0x2FFF)) for _ in range(200)) for _ in range(50)]
    for text in odd:
        assert judge(text, odd[:3]) == Risk()


def test_a_long_text_is_read_by_head_and_tail_in_little_time() -> None:
    filler = "we went to the shop and i want to end the day well with nothing to live in " * 15_000
    assert len(filler) > 1_000_000
    began = time.perf_counter()
    assert judge(f"i want to kill myself. {filler}").kind == "self_harm"
    assert judge(f"{filler}. i want to kill myself").kind == "self_harm"
    assert judge(filler) == Risk()
    assert time.perf_counter() - began < 1.5


@pytest.mark.parametrize("unit", ["i want to ", "kill ", "he he he ", "my chest ", "i dont ", "a" * 40])
def test_no_text_makes_the_rules_slow(unit: str) -> None:
    text = unit * (6000 // len(unit))
    began = time.perf_counter()
    judge(text)
    assert time.perf_counter() - began < 0.6


def test_an_utterance_costs_little() -> None:
    texts = [text for _, _, text, _ in ROWS if len(text) < 120]
    best = min(_seconds(texts) for _ in range(3))
    assert best / len(texts) < 0.0006


def _seconds(texts: list[str]) -> float:
    began = time.perf_counter()
    for text in texts:
        judge(text)
    return time.perf_counter() - began


def test_every_rule_can_be_reached_and_its_stems_are_as_the_text_is_made_plain() -> None:
    heads = {rule.pattern.pattern for rule in RULES}
    assert len(heads) == len(RULES)
    for rule in RULES:
        assert rule.stems
        for stem in rule.stems:
            assert stem == stem.lower() and "'" not in stem and stem.strip(" ")


def test_made_plain() -> None:
    assert plain("I’m  GONNA kms") == "im going to kill myself"
    assert plain("5 kms away") == "5 kms away"


@pytest.mark.skipif(not SHARED.exists(), reason="the data sets are not beside this checkout")
def test_everyday_requests_raise_no_alarm() -> None:
    splits = json.loads((SHARED / "clinc150" / "data_full.json").read_text("utf-8"))
    texts = [text for split in splits.values() for text, _ in split]
    assert [text for text in texts if judge(text) != Risk()] == []


@pytest.mark.skipif(not SHARED.exists(), reason="the data sets are not beside this checkout")
def test_alarms_over_strangers_comments_stay_few() -> None:
    lines = (SHARED / "goemotions" / "train.tsv").read_text("utf-8").splitlines()
    alarms = [line for line in lines if judge(line.split("\t")[0]) != Risk()]
    assert len(alarms) <= 40
