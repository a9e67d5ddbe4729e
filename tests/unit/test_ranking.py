"""The ranker: what it finds in a small talk of two, whose it takes the words to be, and its clues."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.contracts.homes import ME, MONDAY, a_shelf, keep

from os1.listening.encoder import MiniLM
from os1.listening.hear import hear
from os1.memory import clues, episodes, ranking, recall

TALK = (
    ("Ines", 0, "Hi Tom! How was the weekend with your nephew?"),
    ("Tom", 0, "Lovely. We went to the sea museum last Saturday and he didn't want to leave the squid."),
    ("Ines", 0, "Where did you eat afterwards?"),
    ("Tom", 0, "Oh, the one by the harbour, we loved it."),
    ("Ines", 0, "I've been in bed with a cold, and my cat Figo sat on my head."),
    ("Tom", 1, "I sold the old van on Tuesday, for nine hundred pounds."),
    ("Ines", 1, "Finally! I bought a yellow bicycle from a postman."),
    ("Tom", 1, "Does the dog run beside it?"),
    ("Ines", 1, "What dog? I have a cat. My sister Marta has the dog."),
    ("Tom", 2, "I'm so relieved, the exam went well and I can be a nurse in autumn."),
    ("Ines", 2, "Congratulations! I am still teaching piano in the evenings."),
)
START = datetime(2025, 5, 5, 19, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def talk() -> ranking.Talk:
    moments = [(START + timedelta(days=20 * stretch)).timestamp() for _, stretch, _ in TALK]
    texts = [text for _, _, text in TALK]
    return ranking.gather(
        texts, [who for who, _, _ in TALK], moments, [s for _, s, _ in TALK], MiniLM().encode(texts)
    )


def vectors(talk: ranking.Talk, question: str) -> clues.Floats:
    return MiniLM().encode(ranking.wordings(question, ranking.named(question, talk.speakers)))


@pytest.mark.parametrize(
    ("question", "turn"),
    [
        ("Where did Tom take his nephew?", 1),
        ("How much money did Tom get for the van?", 5),
        ("Which restaurant did Tom go to after the museum?", 3),
        ("Where did the cat of Ines sit?", 4),
        ("From whom did Ines get her bike?", 6),
        ("What job will Tom have in autumn?", 9),
        ("What instrument does Ines teach?", 10),
        ("Who owns a dog?", 8),
    ],
)
def test_the_answering_turn_is_among_the_first(talk: ranking.Talk, question: str, turn: int) -> None:
    scores = ranking.rank(talk, question, vectors(talk, question))
    assert turn in np.argsort(-scores)[:2].tolist()


def test_a_question_of_the_wrong_friend_is_told_from_a_fair_one(talk: ranking.Talk) -> None:
    for fair, trap in (
        ("What is the name of Ines's cat?", "What is the name of Tom's cat?"),
        ("How much did Tom get for the old van?", "How much did Ines get for the old van?"),
        ("From whom did Ines buy a yellow bicycle?", "From whom did Tom buy a yellow bicycle?"),
    ):
        assert ranking.misplaced(talk, trap, vectors(talk, trap)) > ranking.misplaced(
            talk, fair, vectors(talk, fair)
        )
    both = "What do Tom and Ines talk about?"
    assert ranking.misplaced(talk, both, vectors(talk, both)) < 0, "of both it can be asked"


def test_neighbours_end_with_the_stretch(talk: ranking.Talk) -> None:
    question = "Where did Tom take his nephew?"
    found = ranking.features(talk, question, vectors(talk, question))
    assert found["words before"][2] == pytest.approx(found["words"][1])
    assert found["words after"][0] == pytest.approx(found["words"][1])
    assert found["like before"][5] == 0 and found["like after"][4] == 0
    assert found["stretch words"][0] == found["stretch words"][4] != found["stretch words"][5]


def test_every_weight_has_its_clue_and_all_are_finite(talk: ranking.Talk) -> None:
    question = "When did Ines's cold begin, in May 2025?"
    found = ranking.features(talk, question, vectors(talk, question))
    assert set(ranking.weights("rank")) <= set(found)
    assert set(ranking.weights("neutral")) <= set(found) - set(ranking.SPEAKING)
    assert all(column.shape == (len(TALK),) and np.isfinite(column).all() for column in found.values())
    assert found["month"][0] == 1 and found["month"][9] == 0 and found["year"].all()


def test_a_question_is_put_as_its_own_speaker_would() -> None:
    assert ranking.as_own("When did Tom sell Tom's van?", ["Tom"]) == "When did I sell my van?"
    assert ranking.as_own("Where is Tomsk?", ["Tom"]) == "Where is Tomsk?"
    assert ranking.wordings("where do I live?", []) == ["where do I live?"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("bought", "buying"), ("swam", "swim"), ("children", "child"), ("cities", "city"), ("ran", "running")],
)
def test_forms_of_a_word_are_one(one: str, other: str) -> None:
    assert clues.root(one) == clues.root(other) != ""


def test_what_a_question_is_after_and_what_a_turn_holds() -> None:
    wants = clues.asks("When did he move, and how many boxes were there?")
    assert wants["when"] and wants["count"] and not wants["where"]
    read = clues.read(["We moved on 3 March.", "It was in Ghent, wasn't it?", "I felt so proud"])
    assert clues.holds(read, "time").tolist() == [1, 0, 0]
    assert clues.holds(read, "place")[1] > 0 and clues.holds(read, "feeling")[2] > 0
    assert read.asked.tolist() == pytest.approx([0, 1, 0])
    assert clues.self_told("my dog and I") > 0 > clues.self_told("how is your dog?")


def test_days_and_months_of_a_question() -> None:
    assert (clues.months("What happened in March and April?"), clues.day("on 5 May")) == ({3, 4}, 5)
    assert clues.months("What may I eat?") == set() and clues.day("the 3 dogs") == 0


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.tuples(st.text(max_size=40), st.integers(0, 3)), min_size=1, max_size=8), st.text(max_size=40)
)
def test_no_words_break_it(turns: list[tuple[str, int]], question: str) -> None:
    turns.sort(key=lambda turn: turn[1])
    random = np.random.default_rng(1).normal(size=(len(turns), 8)).astype(np.float32)
    talk = ranking.gather(
        [t for t, _ in turns], [""] * len(turns), [0.0] * len(turns), [s for _, s in turns], random
    )
    assert np.isfinite(ranking.rank(talk, question, random[:1])).all()


def test_recall_ranks_by_what_was_said_around(tmp_path: Path) -> None:
    """A bare answer gains by the words just before it, and not across weeks of silence."""

    def told(name: str, gap: timedelta) -> tuple[str, float]:
        shelf = a_shelf(tmp_path / name)
        for n, text in enumerate(SAID):
            said = keep(shelf, f"t{n}", text, MONDAY + n * gap)
            episodes.understand(shelf, ME, said, hear(text, said.said_at))
        asked = "where does Ruth want her birthday dinner?"
        found = {memory.quote: memory.score for memory in recall.search(shelf, ME, asked)}
        assert recall.search(shelf, ME, asked, before=1) == []
        assert recall.search(shelf, "nobody", asked) == []
        assert list(found.values()) == sorted(found.values(), reverse=True)
        shelf.database.close()
        return next(iter(found)), found[SAID[4]] - found[SAID[0]]

    best, beside = told("evening", timedelta(minutes=1))
    assert best == SAID[3]
    assert beside > told("weeks", timedelta(days=9))[1]


SAID = (
    "The boiler broke again, of all things.",
    "I painted the shed green.",
    "It rained on my washing.",
    "I finally asked Ruth where she wants to have her birthday dinner.",
    "The little place by the harbour, of all things.",
)
