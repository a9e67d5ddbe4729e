"""The phrasebook of the plain mind: its form, its counts, and what she must never say."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from tests.unit.phrasebook_rules import (
    BY_FEELING,
    DANGER,
    LONGEST,
    NEVER,
    QUESTION_PARTS,
    SAMPLES,
)

import os1

DOC = Path(__file__).parents[2] / "docs" / "parts" / "phrasebook.md"
PHRASES = Path(os1.__file__).parent / "mind" / "plain" / "phrases"
FAMILIES = ("reflect", "ask", "greet", "social", "self", "memory", "other", "house", "safe",
            "react", "react_play", "react_plain", "react_soft", "own", "ask_near", "ask_far", "stances", "listen", "outward", "formal", "voice")  # fmt: skip
BESIDE = {"ask", "react", "listen", "listen.ask", "mirror", "name", "affirm", "wonder", "own", "tease", "challenge"}
"""Parts that are always tried together with another, so that every piece may be bound to something."""
ALL_FEELINGS = """sad grief afraid angry ashamed tired lonely glad proud loving hopeful surprised amused unsure relieved
    bored disgusted grateful jealous hurt guilty calm flat"""
TOPICS = """love family friends work study health body mind sleep money home food pets travel games art faith death
    world weather her self children past future other"""

CONDITIONS = {
    "feel": {*ALL_FEELINGS.split()},
    "topic": {*TOPICS.split()},
    "strength": {"1", "2", "3"},
    "close": {"new", "known", "dear"},
    "light": {"yes"},
    "act": {*"inform feel story opine plan wonder joke tease".split()},
    "tone": {"warm", "playful", "quiet", "formal"},
    "hour": {"night", "morning", "day", "evening"},
    "valence": {"low", "high", "soft", "flat"},
}


def documented_parts() -> dict[str, tuple[int, frozenset[str]]]:
    """Least pieces and slots of each part, as the table in the docs promises them."""
    rows = re.findall(
        r"^\| `([\w.]+)` \| (\d+) \| ([^|]*) \|", DOC.read_text("utf-8"), re.MULTILINE
    )
    return {
        part: (int(least), frozenset(re.findall(r"\{(\w+)\}", slots)))
        for part, least, slots in rows
    }


PARTS = documented_parts()


@dataclass(frozen=True, slots=True)
class Piece:
    """One line of the phrasebook with the header it stands under."""

    family: str
    part: str
    conditions: tuple[tuple[str, str], ...]
    text: str

    @property
    def slots(self) -> set[str]:
        return set(re.findall(r"\{([^}]*)\}", self.text))

    @property
    def words(self) -> list[str]:
        return self.text.split()


def _group(part: str) -> str:
    """A view of hers counts as one part with the others: there is one for each matter."""
    return "stance" if part.startswith("stance.") else part


def read(family: str) -> list[Piece]:
    """Every piece of one file, in order; a bad line fails the test that reads it."""
    pieces: list[Piece] = []
    header: tuple[str, tuple[tuple[str, str], ...]] | None = None
    for number, raw in enumerate(
        (PHRASES / f"{family}.txt").read_text(encoding="utf-8").splitlines(), start=1
    ):
        assert raw == raw.strip(), f"{family}:{number}: stray space"
        if not raw or raw.startswith("#"):
            continue
        if raw.startswith("["):
            assert raw.endswith("]"), f"{family}:{number}: header not closed"
            part, *rest = raw[1:-1].split()
            header = _group(part), tuple((key, value) for key, _, value in (r.partition("=") for r in rest))
            continue
        assert header is not None, f"{family}:{number}: a piece before any header"
        pieces.append(Piece(family, *header, raw))
    return pieces


BOOK = [piece for family in FAMILIES for piece in read(family)]


def of(part: str) -> list[Piece]:
    return [piece for piece in BOOK if piece.part == part]


def filled(piece: Piece) -> list[str]:
    """The piece as it would be said, once for each set of sample values."""
    said = []
    for turn in range(max(len(values) for values in SAMPLES.values())):
        text = piece.text
        for slot, values in SAMPLES.items():
            value = values[turn % len(values)]
            text = text.replace("{" + slot + "}", value)
            text = text.replace("{" + slot.capitalize() + "}", value[0].upper() + value[1:])
        count = "three" if piece.part == "recall.day" else "three things"
        text = text.replace("{count}", count).replace("{Count}", count.capitalize())
        said.append(text)
    return said


def test_every_family_has_its_file() -> None:
    assert set(FAMILIES) <= {path.stem for path in PHRASES.glob("*.txt")}


def test_every_header_is_known() -> None:
    assert set(PARTS) == {piece.part for piece in BOOK}
    for piece in BOOK:
        assert piece.part in PARTS, piece
        keys = [key for key, _ in piece.conditions]
        assert len(keys) == len(set(keys)), piece
        for key, value in piece.conditions:
            assert key in CONDITIONS, piece
            assert set(value.split(",")) <= CONDITIONS[key], piece


@pytest.mark.parametrize("part", PARTS)
def test_there_are_enough_pieces(part: str) -> None:
    assert len(of(part)) >= PARTS[part][0]


@pytest.mark.parametrize("part", PARTS)
def test_only_its_own_slots(part: str) -> None:
    allowed = PARTS[part][1]
    for piece in of(part):
        assert {slot.lower() for slot in piece.slots} <= allowed, piece.text
        assert all(slot in (slot.lower(), slot.capitalize()) for slot in piece.slots), piece.text


@pytest.mark.parametrize("part", PARTS)
def test_something_can_be_said_with_no_condition(part: str) -> None:
    """A part bound to one hour or feeling everywhere would leave her without words elsewhere."""
    if part == "reflect.stay":
        feelings = Counter(dict(piece.conditions)["feel"] for piece in of(part))
        assert all(feelings[feel] >= 12 for feel in BY_FEELING), feelings
        assert feelings["flat"] >= 18
    elif part not in BESIDE:
        assert any(not piece.conditions for piece in of(part))


def test_no_piece_twice() -> None:
    for part in PARTS:
        seen = Counter(re.sub(r"\W+", " ", piece.text).lower() for piece in of(part))
        assert [text for text, times in seen.items() if times > 1] == [], part
    longer = Counter(piece.text.lower() for piece in BOOK if len(piece.words) > 3)
    assert [text for text, times in longer.items() if times > 1] == []


def test_no_sentence_shared() -> None:
    """A sentence once said is not said again that day: two pieces with one in common are one."""
    shared: dict[str, list[str]] = {}
    for piece in BOOK:
        for sentence in re.split(r"(?<=[.!?…])\s+", piece.text):
            words = re.findall(r"[\w'{}]+", sentence.lower())
            if len(words) >= 3:
                shared.setdefault(" ".join(words), []).append(piece.text)
    assert {text: who for text, who in shared.items() if len(who) > 1} == {}


@pytest.mark.parametrize("part", PARTS)
def test_no_frame_worn_out(part: str) -> None:
    openings = Counter(
        " ".join(piece.words[:4]).lower() for piece in of(part) if len(piece.words) >= 4
    )
    most = max(4, len(of(part)) // 100)
    assert [opening for opening, times in openings.items() if times > most] == []


@pytest.mark.parametrize("kind", NEVER)
def test_what_she_never_says(kind: str) -> None:
    pattern = re.compile(NEVER[kind], re.IGNORECASE)
    told = [p for p in BOOK if p.family != "safe" or kind in ("flattery", "diagnosis", "list")]
    assert [piece.text for piece in told if pattern.search(piece.text)] == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [("stem", "It sounds like you're tired."), ("advice", "You should ring her."),
     ("flattery", "Great question."), ("diagnosis", "That could be anxiety."),
     ("body", "My heart goes out to you."), ("hold", "Leaving so soon?"),
     ("list", "First this; then that.")],
)  # fmt: skip
def test_the_bans_do_bite(kind: str, text: str) -> None:
    assert re.search(NEVER[kind], text, re.IGNORECASE)


def test_goodbyes_let_go() -> None:
    pull = re.compile(r"\?|\bstay\b|\bwait(ing)?\b|\bone more\b|\bsoon\b|\bme\b", re.IGNORECASE)
    for part in ("goodbye.body", "goodnight.body"):
        assert [piece.text for piece in of(part) if pull.search(piece.text)] == []


def test_questions() -> None:
    for piece in BOOK:
        assert piece.text.count("?") <= 1, piece.text
        if piece.part in QUESTION_PARTS.split():
            assert piece.text.endswith("?"), piece.text
            assert len(piece.words) <= 12, piece.text
        if piece.part.startswith(("reflect.", "be_with.", "recall.", "record.", "receipt.")):
            assert "?" not in piece.text, piece.text


def test_lengths() -> None:
    for piece in BOOK:
        longest = DANGER if piece.family == "safe" else LONGEST.get(piece.part, 14)
        assert len(piece.words) <= longest, piece.text


def test_exclamations_only_for_joy_and_rarely() -> None:
    loud = [piece for piece in BOOK if "!" in piece.text]
    assert {piece.part for piece in loud} <= {"celebrate.body", "react"}
    assert len(loud) <= 8


def test_her_name_for_them_is_used_sparingly() -> None:
    for part in PARTS:
        named = sum("name" in piece.slots for piece in of(part))
        if part not in ("greet.first", "met.body"):
            assert named <= math.ceil(len(of(part)) / 10), part


def test_never_told_says_so() -> None:
    for piece in of("not_told.body"):
        assert re.search(r"(?:n't|\bnever|\bnot|\bif you|\bmay have)\b.*\b(?:told|telling) me", piece.text, re.IGNORECASE), piece.text


def test_topic_agrees_with_no_verb() -> None:
    """A topic may be one thing, many, or a person: no verb or pronoun may count it."""
    verb = r"(is|are|was|were|has|have|does|do|isn't|aren't|matters|keeps|stays|comes)"
    clash = re.compile(rf"\{{topic\}} {verb}\b|\b{verb} \{{topic\}}|\b\w+'s \{{topic\}}", re.I)
    for piece in BOOK:
        if piece.part != "follow_up.ask":
            assert not clash.search(piece.text), piece.text


def test_slots_stand_where_they_can() -> None:
    for piece in BOOK:
        assert not re.search(r"\b(from|for|since|until|by|of|about) \{when\}", piece.text), piece
        assert not re.search(r"\{quote\}[^ ]", piece.text), piece.text
        assert not re.search(r"\babout \{clause\}", piece.text), piece.text
        assert not re.search(r"\b(no|a|the|my|your) \{(thing|topic|person)\}", piece.text), piece
        for sentence_start in re.findall(r"(?:^|[.?!] )\{(\w+)\}", piece.text):
            assert sentence_start[0].isupper() or sentence_start in ("quote", "name", "her"), piece


def test_filled_pieces_are_well_formed() -> None:
    for piece in BOOK:
        for said in filled(piece):
            assert "{" not in said and "}" not in said, said
            assert said[0].isupper() or said[0] == "“", said
            assert said[-1] in ".?!”", said
            assert not re.search(r"[.,!?:][.,!:]|  | [.,!?]", said.replace("...", ".")), said
            for before, after in pairwise(said.split()):
                assert before.lower() != after.lower() or before in ("night",), said
