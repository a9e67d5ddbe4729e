"""Who is named: by name, by relation, by pronoun, and what only looks like a name."""

from __future__ import annotations

import pytest

from os1.listening import entities, segments
from os1.types import Mention


def of(
    text: str, known: dict[str, str] | None = None, last: Mention | None = None
) -> list[tuple[str, str, str]]:
    found = entities.named(segments.sentences(text), known or {}, last)
    return [(m.name, m.kind, m.relation) for m in found]


NAMED = {
    "My sister Ruth lives in Leeds.": ("Ruth", "person", "sister"),
    "so my flatmate priya ate my leftovers": ("Priya", "person", "flatmate"),
    "My wife Margaret died in October.": ("Margaret", "person", "wife"),
    "Gareth is my boss.": ("Gareth", "person", "boss"),
    "I have a very old dog called Biscuit": ("Biscuit", "pet", "dog"),
    "Mrs Okafor upstairs gave me a jar": ("Mrs Okafor", "person", ""),
    "Tom rang.": ("Tom", "person", ""),
    "my brother is coming": ("", "person", "brother"),
    "i miss dad": ("", "person", "dad"),
    "Mum called": ("", "person", "mum"),
    "I moved to Leeds": ("Leeds", "place", ""),
    "i had coffee with marcus": ("Marcus", "person", ""),
}


@pytest.mark.parametrize("text", NAMED)
def test_who_is_named(text: str) -> None:
    assert NAMED[text] in of(text)


@pytest.mark.parametrize(
    "text",
    [
        "i will mark it later",
        "my friend will come",
        "On Monday I slept.",
        "OMG that was LOUD",
        "I love Christmas",
        "the rose was lovely",
        "I'm Arthur",
        "Honestly, it rained.",
    ],
)
def test_who_is_not(text: str) -> None:
    assert [name for name, kind, _ in of(text) if name and kind == "person"] == []


def test_a_known_name_is_known_however_it_is_typed() -> None:
    assert ("McCoy", "person", "") in of("i saw mccoy", {"mccoy": "McCoy"})


RUTH = Mention("Ruth", "person", 0, relation="sister")


@pytest.mark.parametrize(
    ("text", "last", "who"),
    [
        ("She rang again.", RUTH, "Ruth"),
        ("I told her so.", RUTH, "Ruth"),
        ("He rang again.", RUTH, None),
        ("It rang again.", RUTH, None),
        ("She rang again.", None, None),
        ("She rang Helen.", RUTH, "Helen"),
        ("They moved.", Mention("Quill", "person", 0), "Quill"),
    ],
)
def test_a_pronoun_carries_whoever_fits(text: str, last: Mention | None, who: str | None) -> None:
    found = [name for name, kind, _ in of(text, last=last) if kind == "person"]
    assert found == ([who] if who else [])


def test_a_relation_told_of_somebody_named_before() -> None:
    found = of("Gareth moved me to returns. He's my boss.")
    assert ("Gareth", "person", "boss") in found
    assert ("", "person", "boss") not in found


def test_each_once_a_sentence() -> None:
    assert [n for n, _, _ in of("Tom and Tom and Tom came.")] == ["Tom"]
