"""`feelings`: labels of everyday talk, the sign of valence, how strongly, and any text at all."""

from __future__ import annotations

import random
import time
from pathlib import Path

import numpy as np
import pytest

from os1.listening.feeling_words import LABEL_VALENCE, buckets, negated, polarity, tokens
from os1.listening.feelings import MODEL_FILE, model, read
from os1.types import Feeling

OWN = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parents[2] / "training" / "feelings_own_test.tsv")
    .read_text("utf-8")
    .splitlines()
]
UNCLEAR = set("neutral surprise realization confusion curiosity desire caring approval".split())


def test_the_model_is_small_and_whole() -> None:
    m = model()
    assert MODEL_FILE.stat().st_size <= 700_000
    assert len(m.labels) == 28 and m.labels[-1] == "neutral"
    assert set(m.labels) == set(LABEL_VALENCE)
    assert m.weights.shape == (len(m.ids), 30) and m.weights.dtype == np.int8
    assert (np.diff(m.ids.astype(np.int64)) > 0).all()


def test_everyday_talk_gets_its_label_and_sign() -> None:
    right = [read(text).label == label for text, label in OWN]
    assert len(OWN) >= 150
    assert sum(right) / len(OWN) >= 0.58
    signed = [(text, LABEL_VALENCE[label]) for text, label in OWN if label not in UNCLEAR]
    agree = [read(text).valence * worth > 0 for text, worth in signed]
    assert sum(agree) / len(signed) >= 0.88


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("my dad died in march", {"grief", "sadness"}),
        ("we got the flat!!", {"excitement", "joy"}),
        ("I passed!!", {"pride", "joy", "excitement"}),
        ("nobody came", {"disappointment", "sadness"}),
        ("she never called back", {"disappointment", "sadness"}),
        ("thank you so much", {"gratitude"}),
        ("i'm so scared", {"fear", "nervousness"}),
        ("i'm sorry i yelled", {"remorse"}),
        ("i love you", {"love"}),
        ("im fine", {"neutral", "approval"}),
        ("the meeting is at three", {"neutral"}),
        ("", {"neutral"}),
    ],
)
def test_labels_of_clear_cases(text: str, labels: set[str]) -> None:
    assert read(text).label in labels


@pytest.mark.parametrize(
    "text",
    [
        "i'm so happy",
        "I'm not sad about it",
        "i've never been so happy",
        "best day ever",
        "we got the flat!!",
        "I passed!!",
        "🎉🎉🎉",
        "❤️",
        "not bad at all",
        "im so proud of her",
        "thank you",
    ],
)
def test_good_is_good(text: str) -> None:
    assert read(text).valence > 0


@pytest.mark.parametrize(
    "text",
    [
        "i'm not happy",
        "i am NOT happy about this",
        "my dad died in march",
        "i can't stop crying",
        "nobody came",
        "😭",
        "💔",
        "i feel terrible",
        "she doesn't love me",
        "i cant believe hes dead",
        "im so anxious abt tmrw",
        "he never makes me happy",
    ],
)
def test_bad_is_bad(text: str) -> None:
    assert read(text).valence < 0


def test_denying_a_word_turns_the_label_too() -> None:
    assert LABEL_VALENCE[read("i'm not happy").label] <= 0
    assert LABEL_VALENCE[read("i'm not sad about it").label] >= 0


def test_it_is_said_more_strongly() -> None:
    calm = read("i am happy")
    assert read("i am so happy").intensity > calm.intensity
    assert read("I AM HAPPY!!!").intensity > calm.intensity
    assert read("i am a bit happy").intensity < read("i am very happy").intensity
    assert read("i am happyyyy").intensity > calm.intensity
    assert read("I AM FURIOUS!!!").arousal > read("i am a little sad").arousal


def test_excitement_stirs_more_than_sadness_and_plain_facts() -> None:
    assert read("omg we're going to japan!!!").arousal > read("i feel empty").arousal
    assert read("i'm furious").arousal > read("the shop opens at nine").arousal


def test_the_surer_the_more_often_right() -> None:
    heard = [(read(text), label) for text, label in OWN]
    sure = [feeling.label == label for feeling, label in heard if feeling.confidence >= 0.65]
    unsure = [feeling.label == label for feeling, label in heard if feeling.confidence < 0.45]
    assert len(sure) >= 20 and len(unsure) >= 20
    assert sum(sure) / len(sure) >= sum(unsure) / len(unsure) + 0.15


def test_any_text_stays_in_range() -> None:
    rng = random.Random(11)
    odd = ["", "   ", "\ud800 \udfff", "🙂" * 3000, "مرحبا بك", "\x00", "?!?!", "a" * 5000, "…"]
    odd += ["".join(chr(rng.randrange(1, 0x2FFFF)) for _ in range(300)) for _ in range(100)]
    for text in odd:
        feeling = read(text)
        assert feeling.label in LABEL_VALENCE
        assert -1 <= feeling.valence <= 1
        for part in (feeling.arousal, feeling.intensity, feeling.confidence):
            assert 0 <= part <= 1
    assert read("") == read(" \n\t") == Feeling()


def test_only_the_beginning_of_a_long_text_is_read() -> None:
    text = "i am so happy today. " * 50_000
    began = time.perf_counter()
    assert read(text) == read(text[:2000])
    assert time.perf_counter() - began < 0.5


def test_an_utterance_costs_little() -> None:
    texts = [text for text, _ in OWN]
    for text in texts:
        read(text)
    best = min(_seconds(texts) for _ in range(3))
    assert best / len(texts) < 0.0012


def _seconds(texts: list[str]) -> float:
    began = time.perf_counter()
    for text in texts:
        read(text)
    return time.perf_counter() - began


def test_tokens_know_emoji_repeats_and_quotes() -> None:
    assert tokens("I’m SOOOO sadddd!!! 😭❤️") == ["i'm", "soo", "sadd", "!!", "emj_cry", "emj_love"]
    assert tokens("") == []


@pytest.mark.parametrize(
    ("text", "under"),
    [
        ("i am not happy", ["happy"]),
        ("i can't stop crying", []),
        ("not tired but happy", ["tired"]),
        ("i've never been so happy", []),
        ("not really very happy", ["happy"]),
    ],
)
def test_what_stands_under_a_not(text: str, under: list[str]) -> None:
    words = tokens(text)
    flagged = [w for w, flag in zip(words, negated(words), strict=True) if flag]
    assert [w for w in flagged if polarity([w])] == under


def test_features_are_the_same_in_every_run() -> None:
    assert sorted(buckets(["hi"])) == [21781, 203420, 308140, 436129, 563074, 849491]
