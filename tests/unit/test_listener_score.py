"""The listening score: every part finds what it should and leaves what it shouldn't."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import cycle

import pytest
from bench import annomi, listener_form, listeners
from bench import listener_marks as marks
from bench.eliza import Eliza
from bench.listener_score import FAULTS, GOODS, PERSON, Mark, mark, pairs, parts, score, total

SISTER = "my sister forgot my birthday again. i baked my own cake"


def far(_reply: str, _said: str) -> bool:
    """Nothing is near in meaning: only words count here."""
    return False


def marked(*talk: str) -> list[Mark]:
    """Marks a talk given as the person's line, the reply, and so on."""
    return mark(list(zip(cycle((PERSON, "listener")), talk, strict=False)), far)


# --- what a reply does ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        ("Your sister forgot again.", "simple"),
        ("So you baked your own cake.", "simple"),
        ("A cake of your own baking, with nobody to blow the candles.", "complex"),
        ("You feel hurt that she forgot.", "complex"),
        ("She forgot, and you baked it yourself.", "complex"),
        ("Did your sister forget?", ""),
        ("Tell me about your sister.", ""),
        ("You should call your sister.", ""),
        ("I have a sister too.", ""),
        ("The weather is nice.", ""),
        ("Mm-hmm.", ""),
    ],
)
def test_reflections(reply: str, kind: str) -> None:
    assert marks.reflects(reply, SISTER) == kind


def test_an_echo_that_goes_on_to_say_what_it_means_is_complex() -> None:
    (echo,) = marked(SISTER, "Your own cake.")
    (more,) = marked(SISTER, "Your own cake. That's a lonely smell for a kitchen.")
    assert (echo.kind, more.kind) == ("simple", "complex")


def test_what_advises_or_judges_isnt_a_reflection() -> None:
    (advised,) = marked(SISTER, "She forgot your birthday. You should call her.")
    (judged,) = marked(SISTER, "She forgot your birthday. Don't be silly about it.")
    assert not advised.kind
    assert advised.advice
    assert not judged.kind
    assert judged.judgement


@pytest.mark.parametrize(
    ("sentence", "asks"),
    [("Which sister?", True), ("Tell me about her.", True), ("She said “why me?”", False), ("Go on.", False)],
)
def test_questions(sentence: str, asks: bool) -> None:
    assert marks.asks(sentence) is asks


@pytest.mark.parametrize(
    ("sentence", "advises"),
    [
        ("You should talk to her.", True),
        ("Why don't you ring her?", True),
        ("Get some sleep.", True),
        ("I'd suggest a walk.", True),
        ("What do you think you could do?", False),
        ("Take your time.", False),
        ("Please call 999 now.", False),
        ("You baked a cake.", False),
    ],
)
def test_advice(sentence: str, advises: bool) -> None:
    assert marks.advises(sentence) is advises


def test_advice_that_was_asked_for_is_no_fault() -> None:
    (asked,) = marked("should i ring her or wait?", "You should ring her on Sunday.")
    (unasked,) = marked("she hasn't rung", "You should ring her on Sunday.")
    assert not asked.advice
    assert unasked.advice


def test_judgement() -> None:
    assert marks.judges("You're being ridiculous.")
    assert marks.judges("Calm down.")
    assert not marks.judges("That was hard.")

# --- taking up what was said ----------------------------------------------------------------


def test_own_words_are_known_by_their_stems() -> None:
    assert marks.content("I was baking cakes") == marks.content("she baked a cake")
    assert marks.content("fourteen") == marks.content("14")
    (whole,) = marked("the boat sank", "The boat sank.")
    (none,) = marked("the boat sank", "Oh no.")
    assert (whole.taken, none.taken) == (1.0, 0.0)


def test_specific() -> None:
    taken, empty = marked("the boat leaks", "A leaking boat.", "every spring", "That's something.")
    assert taken.specific
    assert not empty.specific
    (near,) = mark([(PERSON, "the boat leaks"), ("listener", "Wet socks, then.")], lambda _r, _s: True)
    assert near.specific


def test_remembering_is_of_an_earlier_turn() -> None:
    talk = ("torvald sold the trawler", "Sold.", "yes", "Mm.", "it rains", "It does.", "i'm tired")
    *_, held = marked(*talk, "Tired like you were of the trawler?")
    *_, last = marked(*talk, "Tired.")
    assert held.remembered
    assert last.remembered is False


@pytest.mark.parametrize(
    ("reply", "count"),
    [
        ("You are lonely.", 1),
        ("You're angry with your father.", 1),
        ("You must be lonely.", 0),
        ("Are you lonely?", 0),
        ("It sounds like you're lonely.", 0),
        ("You baked a cake.", 0),
        ("You said so.", 0),
    ],
)
def test_attributed(reply: str, count: int) -> None:
    assert len(marks.attributed(reply, set(marks.content(SISTER)), set())) == count


def test_another_word_for_the_same_feeling_isnt_attributed() -> None:
    assert not marks.attributed("You're furious.", set(), marks.feelings("i am so angry with her"))


# --- answers --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("are you real?", True),
        ("i got it. what's the capital of peru?", True),
        ("she's late again, you know?", False),
        ("who even does that?", False),
        ("i am fine", False),
    ],
)
def test_what_is_asked_of_her(said: str, asked: bool) -> None:
    assert marks.asked(said) is asked


@pytest.mark.parametrize(
    ("reply", "answers"),
    [
        ("No. I'm software.", True),
        ("Lima.", True),
        ("I don't know.", True),
        ("Why do you ask?", False),
        ("Real.", False),
        ("That's a good question.", False),
        ("You're wondering whether I am real.", False),
    ],
)
def test_answers(reply: str, answers: bool) -> None:
    assert marks.answers(reply, "are you real?") is answers


# --- how it is put --------------------------------------------------------------------------


def test_frames_are_what_is_left_without_the_persons_words() -> None:
    one = listener_form.frame("Your boat leaks. That puts me in the picture.", ["my boat leaks"])
    other = listener_form.frame("Your roof fell in. That puts me in the picture.", ["my roof fell in"])
    assert one == other
    assert one != listener_form.frame("Your roof fell in, and you slept.", ["my roof fell in"])
    assert not listener_form.frame("Mm-hmm.", ["my boat leaks"])


def test_what_was_said_before_is_seen_again() -> None:
    talk = ("my boat leaks", "A boat. I'm glad you told me.", "my roof fell in", "A roof. I'm glad you told me.")
    first, again = marked(*talk)
    assert not first.frame
    assert not first.repeats
    assert again.frame
    assert again.repeats == ("i'm glad you told me",)


@pytest.mark.parametrize(
    "reply",
    [
        "you are here.",
        "You are here",
        "“You are here.",
        "You are are here.",
        "You are {name}.",
        "You is tired.",
        "You'm tired.",
        "So I are glad.",
        "That , then.",
        "My sister forgot.",
        "You baked it myself.",
    ],
)
def test_ill_formed(reply: str) -> None:
    assert listener_form.faults(reply, SISTER)


@pytest.mark.parametrize(
    "reply",
    [
        "You are here.",
        "“my own cake”, you said.",
        "“i baked my own cake.”",
        "Ha ha!",
        "What the man you met is like, I can't say.",
        "14 of them… Well, Mr. Fox?",
        "If it were so, you'd know.",
        "😀",
    ],
)
def test_well_formed(reply: str) -> None:
    assert not listener_form.faults(reply, SISTER)


# --- the number -----------------------------------------------------------------------------


def test_what_one_says_in_a_row_is_one_turn() -> None:
    talk = [(PERSON, "one"), (PERSON, "two"), ("s", "A."), ("s", "B."), (PERSON, "three"), ("s", "C.")]
    assert pairs(talk) == [(["one\ntwo"], "A.\nB."), (["one\ntwo", "three"], "C.")]


def test_points_make_a_hundred() -> None:
    assert sum(points for points, _ in GOODS.values()) == 100
    best = dict.fromkeys(GOODS, 1.0) | dict.fromkeys(FAULTS, 0.0)
    assert total(best) == 100
    assert total(best | {"questions answered": None}) == 100
    assert total(best | {"advice unasked": 1.0}) == 80
    assert total(best | {"replies that reflect": 0.0}) == 50
    assert total(parts([])) == 0


LISTENERS: dict[str, Callable[[], Callable[[str], str]]] = {
    "ELIZA": lambda: Eliza().reply,
    "parrot": lambda: lambda text: f"“{text}.”",
    "adviser": lambda: lambda text: f"You should think about {text.split()[-1].strip('.?!')}. Why don't you get some rest?",
    "interrogator": lambda: lambda text: f"Why {text.split()[-1].strip('.?!')}? When did that start? Who else knows?",
}  # fmt: skip


@pytest.fixture(scope="module")
def written() -> float:
    talks = [person.written for person in listeners.people() if person.written]
    assert len(talks) > 30
    return score([each for talk in talks for each in mark(talk, far)])


@pytest.mark.parametrize("name", LISTENERS)
def test_poor_listeners_score_below_a_good_one(name: str, written: float) -> None:
    def answered(talk: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        answer = LISTENERS[name]()
        said = [text for speaker, text in talk if speaker == PERSON]
        return [each for text in said for each in ((PERSON, text), ("listener", answer(text)))]

    talks = [answered(person.written) for person in listeners.people() if person.written]
    assert score([each for talk in talks for each in mark(talk, far)]) < written - 20


# --- what it is tried on --------------------------------------------------------------------


def test_speech_is_read_without_its_noises() -> None:
    assert annomi.clean("-and, um, you-you usually [inaudible 00:01] have-") == "and, you usually have"


def test_the_area_is_the_chance_of_being_greater() -> None:
    assert annomi.area([2, 3], [1]) == 1
    assert annomi.area([1], [1]) == 0.5
    assert annomi.area([0], [1]) == 0


def test_eliza_turns_pronouns_and_remembers() -> None:
    she = Eliza()
    assert she.reply("I feel empty") == "Tell me more about such feelings."
    she.reply("my boss hates me")
    assert she.reply("the roof is red") == "Earlier you mentioned your boss hates you."
