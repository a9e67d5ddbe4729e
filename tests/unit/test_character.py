"""Her character: a text to be read, tunings in other words, and formal speech with nothing contracted."""

from __future__ import annotations

import re

import pytest

from os1.listening import requests
from os1.mind.character import mood_word, parts
from os1.mind.plain.book import book
from os1.mind.plain.formal import formally
from os1.store.tuning import tone_meant
from os1.types import Persona

CONTRACTED = re.compile(
    r"\b\w+n[’']t\b|\b\w+[’'](?:m|re|ve|ll|d)\b|\b(?:it|that|there|here|what|who|he|she|let|where|how)[’']s\b", re.IGNORECASE
)
TUNED = {
    "playful": ("be more playful", "Can you be more playful?", "I'd like you to be a bit sillier", "be cheekier", "be funnier please"),
    "quiet": ("a bit quieter please", "could you be less chatty", "I want you to be quieter", "A little quieter, Samantha"),
    "formal": ("can you be more formal", "please talk to me more formally", "be a bit more polite"),
    "warm": ("be yourself again", "don't be so formal", "be a bit less playful", "you're too playful", "just be your normal self",
             "be warmer"),
}  # fmt: skip
NAMED = {
    "I'll call you Ada": "Ada", "can I call you Ada?": "Ada", "can i call you ada": "ada", "Call yourself Ada from now on": "Ada",
    "Would you mind if I called you Margaret, after my sister?": "Margaret", "I'm going to call you Mrs Hudson": "Mrs Hudson",
    "your name is Ada now": "Ada", "I'll call you Samantha again": "Samantha",
}  # fmt: skip
NO_TUNING = (
    "I'll call you later", "I'll call you tomorrow about it", "can I call you back", "I'll call you a liar", "I'll call you asap", "i'll call you next week",
    "I'll call you right back",
    "I'd be more formal with him",
    "my boss wants me to be more playful", "be quiet", "can i call you something else", "your name is lovely", "I was formal with him",
    "they should be more polite", "He said he'd call you Ada",
)  # fmt: skip


def intent(text: str, her: str = "") -> str:
    asked = requests.read(requests.as_addressed(text, her))
    return asked[0].intent if asked else ""


def test_the_text_says_who_she_is_and_what_she_never_does() -> None:
    told = {part.title: part.paragraphs for part in parts(Persona())}
    assert list(told) == ["What I am", "What I value", "What I like", "What makes me laugh", "My mood", "My limits",
                          "What I never do", "How to tune me"]  # fmt: skip
    never = " ".join(told["What I never do"])
    for promise in ("claim to be human", "flatter", "hold on", "advise unasked", "diagnose", "speak ill"):
        assert promise in never
    assert "pause lets it go" in " ".join(told["My mood"])


def test_the_text_goes_by_her_name() -> None:
    told = " ".join(said for part in parts(Persona("Margaret")) for said in part.paragraphs)
    assert "I'm Margaret." in told and "Samantha" not in told and "{" not in told


def test_no_piece_has_her_name_fixed() -> None:
    assert [p.text for pieces in book().values() for p in pieces if "samantha" in p.text.lower()] == []


@pytest.mark.parametrize(("tone", "words"), [(tone, words) for tone, ways in TUNED.items() for words in ways])
def test_a_tone_is_wished_for_in_many_ways(tone: str, words: str) -> None:
    (asked,) = requests.read(words)
    assert asked.intent == "tune.tone"
    assert tone_meant(f"{asked.slots.get('less', '')} {asked.slots['tone']}") == tone


@pytest.mark.parametrize(("words", "name"), NAMED.items())
def test_a_name_is_given_in_many_ways(words: str, name: str) -> None:
    (asked,) = requests.read(words)
    assert (asked.intent, asked.slots["called"]) == ("tune.name", name)


@pytest.mark.parametrize("words", NO_TUNING)
def test_what_only_looks_like_a_tuning_is_none(words: str) -> None:
    assert not intent(words).startswith("tune.")


@pytest.mark.parametrize(
    ("words", "wanted"),
    [("hey Ada, what did I say yesterday?", "recall.day"), ("Ada, off the record", "record.off"), ("forget that, Ada.", "forget.last"),
     ("ok ada are you there", "her.listening"), ("Ada?", ""), ("who is Ada?", "recall.about"), ("forget everything about Ada", "forget.about")],
)  # fmt: skip
def test_her_chosen_name_is_heard_where_hers_was(words: str, wanted: str) -> None:
    assert intent(words, "Ada") == wanted


def test_somebody_else_of_that_name_stays_somebody_else() -> None:
    for words in ("Ada is coming tomorrow", "I saw Ada", "who is Ada?"):
        assert requests.as_addressed(words, "Ada") == words


def test_formal_speech_contracts_nothing() -> None:
    left = [said for pieces in book().values() for p in pieces if CONTRACTED.search(said := re.sub(r"“[^”]*”", "", formally(p.text)))]
    assert left == []


@pytest.mark.parametrize(
    ("said", "formal"),
    [("Don't you? I can't, and I won't.", "Do you not? I cannot, and I will not."), ("It's been long. That's it.", "It has been long. That is it."),
     ("You said “I'm off”, didn't you?", "You said “I'm off”, did you not?"),
     ("Let's see. I'd rather; I'd never met her.", "Let us see. I would rather; I had never met her."),
     ("Ruth's garden's gone.", "Ruth's garden has gone."), ("I haven't any favourites.", "I have no favourites.")],
)  # fmt: skip
def test_contractions_are_written_out_as_meant(said: str, formal: str) -> None:
    assert formally(said) == formal


def test_her_mood_in_a_word() -> None:
    assert [mood_word(mood) for mood in (-0.6, 0.0, 0.4)] == ["low", "flat", "high"]
