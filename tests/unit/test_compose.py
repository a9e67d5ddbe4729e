"""Words for moves: fresh, filled, one question at most, and nothing said twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from os1.listening.hear import hear
from os1.mind.moment import Moment
from os1.mind.pickup import pick_up
from os1.mind.plain import PlainMind
from os1.mind.plain.compose import sentences_of
from os1.mind.plain.recipes import one_question
from os1.mind.plan import decide
from os1.types import Feeling, Move, Persona, Utterance

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
DAY = (
    "hello", "My sister Ruth lives in Leeds.", "She rang about the car", "it rained all day",
    "I made soup", "the bus was late", "ok", "I slept rather poorly.", "I don't know what to do",
    "My wife Margaret died in October.", "I still lay two places", "Purple.", "meh", "she smiled at me",
    "You're useless.", "that wasn't funny", "Are you real?", "tell me a joke", "thanks", "good night",
)  # fmt: skip


@dataclass
class Talk:
    """A talk that goes on; each reply is kept as the house keeps it."""

    persona: Persona = field(default_factory=Persona)
    person_name: str | None = None
    now: datetime = NOW
    feeling: Feeling = field(default_factory=Feeling)
    said: list[Utterance] = field(default_factory=list)
    moves: list[tuple[str, bool]] = field(default_factory=list)
    used: list[int] = field(default_factory=list)
    answered: str = ""

    def reply(self, text: str, seed: str) -> list[str]:
        heard = hear(text, self.now)
        move = decide(Moment(text=text, heard=heard, now=self.now, moves=tuple(self.moves),
                             said=tuple(self.said[-12:]), pickup=pick_up(text, heard, (), ())))  # fmt: skip
        clauses, pieces = PlainMind().find(move, self, seed=seed, used=tuple(self.used))  # type: ignore[arg-type]
        self.used += pieces
        self.moves.append((move.kind, move.asks))
        self.said.append(Utterance(0, seed, "samantha", " ".join(clauses), self.now))
        self.now += timedelta(minutes=2)
        return clauses


@pytest.fixture(scope="module")
def replies() -> list[list[str]]:
    talk = Talk()
    return [talk.reply(text, f"{turn} {n}") for turn in range(3) for n, text in enumerate(DAY)]


def test_no_sentence_is_said_twice(replies: list[list[str]]) -> None:
    assert len(replies) == 60
    own = [s for clauses in replies for clause in clauses for s in sentences_of(clause)]
    theirs = {s.lower().rstrip(".") for text in DAY for s in (text,)}
    again = {s for s in own if own.count(s) > 1}
    echoed = {s for s in again if any(set(t.split()) & set(s.split()) for t in theirs)}
    assert again - echoed == set()


def test_one_question_at_most(replies: list[list[str]]) -> None:
    assert max(" ".join(clauses).count("?") for clauses in replies) == 1


def test_every_reply_is_well_formed(replies: list[list[str]]) -> None:
    for clauses in replies:
        text = " ".join(clauses)
        assert text and "{" not in text
        assert text[0].isupper() or text[0] == "“"
        assert text[-1] in ".!?”…"


def test_never_human(replies: list[list[str]]) -> None:
    said = " ".join(" ".join(c) for c in replies).lower()
    assert "i'm human" not in said and "as a woman" not in said


def test_the_same_seed_and_past_give_the_same_words() -> None:
    assert Talk().reply("it rained all day", "one") == Talk().reply("it rained all day", "one")


def test_other_seeds_give_other_words() -> None:
    assert len({" ".join(Talk().reply("it rained all day", str(n))) for n in range(12)}) > 3


def test_of_several_questions_the_last_is_kept() -> None:
    assert one_question(["Really?", "Oh.", "And then?"]) == ["Oh.", "And then?"]
    assert one_question(["You said “Who knows?” once.", "And now?"]) == [
        "You said “Who knows?” once.",
        "And now?",
    ]


def test_somebody_is_asked_about_only_when_just_introduced() -> None:
    slots = {"clause": "Ruth rang", "person": "Ruth", "topic": "Ruth", "feel": "flat", "valence": "flat"}
    for seed in map(str, range(30)):
        clauses, _ = PlainMind().find(Move("reflect", ("",), (), slots, True), Talk(), seed=seed)  # type: ignore[arg-type]
        assert "Ruth" not in clauses[-1]


def test_no_other_name_beside_the_name_just_told() -> None:
    slots = {"name": "Arthur", "clause": "your name is Arthur", "feel": "flat", "valence": "flat"}
    clauses, _ = PlainMind().find(Move("met", ("",), (), slots), Talk(), seed="x")  # type: ignore[arg-type]
    assert len(clauses) == 1 and "Arthur" in clauses[0]


def test_when_all_is_said_there_is_still_a_word() -> None:
    talk = Talk()
    for n in range(60):
        assert " ".join(talk.reply("meh", str(n))).strip()
