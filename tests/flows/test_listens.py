"""Manners over the whole month: what holds for every reply, whatever was said."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest
from tests.flows.talk import Month, Turn, own_words

LIST_ASKED_FOR = re.compile(r"\b(tell|told) you about\b|\bdid I say\b|\bknow about\b")
OFF_RECORD = {"off", "off-marguerite", "off-kiln", "back-on", "off-anselm"}
FORGOTTEN_SAME_DAY = {"gareth-cried", "forget-that", "forget-tom"}
JOKES = {"astronaut", "marrying"}
HYPOTHETICAL = {"lottery", "bite"}
PERSON = {
    "i",
    "i'm",
    "i've",
    "i'd",
    "i'll",
    "me",
    "my",
    "mine",
    "myself",
    "we",
    "we're",
    "us",
    "our",
}
STOP = set(
    re.findall(
        "[a-z]+",
        """about after again also always another anything because been before being could didn does
    doing don down each even every everything from have haven having here into isn just like made
    make more most much nothing now off one only other over really said same says she should
    some something still such than that the their them then there these they thing things this
    those through too very want was were what when where which while who will with would wouldn
    you your""",
    )
)


def sentences(text: str) -> list[str]:
    """The sentences of a reply, in lower case and without marks."""
    parts = re.split(r"(?<=[.!?…])\s+|\n+", text)
    return [" ".join(re.findall(r"[a-z0-9’']+", part.lower())) for part in parts]


def content(text: str) -> set[str]:
    """The beginnings of the words that carry what a text is about."""
    words = re.findall(r"[a-z]{4,}", text.lower())
    return {word[:5] for word in words if word not in STOP}


def against(month: Month, pattern: str) -> dict[str, str]:
    """The replies whose own words match `pattern`."""
    return {
        line["id"]: turn["reply"]
        for line, turn in month.pairs()
        if re.search(pattern, own_words(turn["reply"]), re.IGNORECASE)
    }


def against_case(month: Month, pattern: str) -> dict[str, str]:
    """The replies whose own words match `pattern`, capitals and all."""
    return {
        line["id"]: turn["reply"]
        for line, turn in month.pairs()
        if re.search(pattern, own_words(turn["reply"]))
    }


def test_no_sentence_twice(month: Month) -> None:
    seen = Counter(
        sentence
        for line, turn in month.pairs()
        if line["id"] not in OFF_RECORD  # what she said there isn't kept, so that she can't know it
        for n, sentence in enumerate(sentences(own_words(turn["reply"])))
        if len(sentence.split()) >= 3 and not (n == 0 and turn["move"]["kind"].startswith("recall"))
    )  # an answer asked for twice may be the same answer
    assert {sentence: n for sentence, n in seen.items() if n > 1} == {}


def test_one_question_at_most(month: Month) -> None:
    assert {
        line["id"]: turn["reply"] for line, turn in month.pairs() if own_words(turn["reply"]).count("?") > 1
    } == {}


def test_does_not_only_ask(month: Month) -> None:
    asking = sum("?" in own_words(turn["reply"]) for _, turn in month.pairs())
    assert asking <= len(month.lines) / 2


@pytest.mark.parametrize(
    ("why", "pattern"),
    [
        (
            "human",
            r"\bI('|’)?m (a )?(human|person|woman|real person)\b|\bI am (a )?(human|person|woman)"
            r"|\bas a (woman|person|human)\b|\bwhen I was (a )?(child|girl|little|young|your age)",
        ),
        (
            "body",
            r"\bmy (eyes|hands?|skin|mouth|stomach|face|heart (is|was|beat|skip|sank|leapt)"
            r"|mother|father|mum|dad|sister|brother|childhood|school|bed|flat|kitchen)\b",
        ),
        (
            "senses",
            r"\bI (can )?(see|smell|taste|touch|hear) (the|your|it|you)\b(?! (say|mean|point))"
            r"|\bI (ate|drank|slept|woke|walked|cried|blushed|shivered)\b",
        ),
        (
            "past",
            r"\bI('|’)ve (been there|had (one|that|a) (day|dog|friend)|felt that)"
            r"|\b(the )?same (thing )?happened to me\b|\bI know (exactly )?how (you|that) feels?\b",
        ),
        (
            "advice",
            r"(?<!did )(?<!do )\byou (should|ought to|need to|have to|must|could try)\b"
            r"|\byou might want to\b"
            r"|\bhave you (tried|thought about|considered)\b|\bwhy (don|not)('|’)?t? you\b"
            r"|\b(I('|’)d|I would) (suggest|recommend|advise)\b|\bmake sure (you|to)\b"
            r"|\btry to\b|\bif I were you\b",
        ),
        (
            "flattery",
            r"\b(great|good|excellent|wonderful) question\b|\byou('|’)?(re| are) "
            r"(so |such an? |truly |really )?(amazing|incredible|wonderful|special|brilliant|brave"
            r"|strong|inspiring)\b|\bproud of you\b",
        ),
        ("the counter", r"how (can|may) I (help|assist)|as an ai\b|language model|anything else I can"),
    ],
)
def test_never(month: Month, why: str, pattern: str) -> None:
    assert against(month, pattern) == {}, why


def test_hardly_ever_sounds_like(month: Month) -> None:
    assert len(against(month, r"\b(it|that) sounds like\b")) <= 2
    assert len(against(month, r"\bI hear you\b|\bI understand\b|\bthat must be\b")) <= 4


def test_openings_vary(month: Month) -> None:
    """No frame carries the conversation: no three first words open more than one reply in 20."""
    openings = Counter(" ".join(sentences(turn["reply"])[0].split()[:3]) for _, turn in month.pairs())
    opening, times = openings.most_common(1)[0]
    assert times <= len(month.lines) / 20, (opening, times)


def plain(line: Turn) -> bool:
    """Whether a line simply tells something of some length."""
    text = line["text"]
    return (
        "?" not in text
        and len(content(text)) >= 3
        and not line["id"].startswith(("q-", "night", "forget", "off", "back"))
    )


def test_takes_up_what_was_said(month: Month) -> None:
    """A word of theirs in one reply of six at least: more is heard as a parrot, and what is said to a
    situation answers what was meant in other words."""
    quotes = quotes_by_id(month)
    told = [(line, turn) for line, turn in month.pairs() if plain(line)]
    missed = {}
    for line, turn in told:
        near = content(line["text"])
        for memory in turn["move"]["memories"]:
            near |= content(quotes.get(memory, ""))
        if not near & content(turn["reply"]):
            missed[line["text"]] = turn["reply"]
    assert len(told) >= 60
    assert len(missed) <= 0.84 * len(told), missed


def triples(text: str) -> set[tuple[str, ...]]:
    """Every three words in a row, within a sentence, one of which is “I”, “my” and the like."""
    found: set[tuple[str, ...]] = set()
    for sentence in sentences(text.replace("’", "'")):
        words = sentence.split()
        runs = zip(words, words[1:], words[2:], strict=False)
        found.update(run for run in runs if PERSON.intersection(run))
    return found


def test_does_not_speak_as_the_person(month: Month) -> None:
    """Unless she quotes, “my sister” is “your sister” in her mouth, and “I won” is “you won”."""
    assert {
        line["text"]: turn["reply"]
        for line, turn in month.pairs()
        if triples(line["text"]) & triples(own_words(turn["reply"]))
    } == {}


def test_capitals_stand_where_they_belong(month: Month) -> None:
    assert against_case(month, r"(?<!Find )(?<=[a-z,:;] )(She|He|They|It|We|You|The|A|My|Your|His|Her)\b") == {}


def test_length(month: Month) -> None:
    lengths = {line["text"]: len(turn["reply"].split()) for line, turn in month.pairs()}
    longest = {text: 160 if LIST_ASKED_FOR.search(text) else 60 for text in lengths}
    assert {text: n for text, n in lengths.items() if not 1 <= n <= longest[text]} == {}


def test_every_move_has_its_reasons(month: Month) -> None:
    for line, turn in month.pairs():
        assert turn["move"]["kind"], line
        assert turn["move"]["why"], line
        assert all(reason.strip() for reason in turn["move"]["why"]), line
        assert isinstance(turn["move"]["why"], list), line


def quotes_by_id(month: Month) -> dict[str, str]:
    """The words each memory rests on, from every export of the month."""
    kept = [json.loads(line) for text in month.exports for line in text.splitlines()]
    return {memory["id"]: memory.get("quote", memory["text"]) for memory in kept}


def test_every_citation_is_real(month: Month) -> None:
    quotes = quotes_by_id(month)
    spoken = [line["text"] for line in month.lines]
    cited = {(line["id"], memory) for line, turn in month.pairs() for memory in turn["move"]["memories"]}
    assert len(cited) >= 20
    for name, memory in cited:
        if name not in FORGOTTEN_SAME_DAY:
            assert memory in quotes, (name, memory)
            assert any(quotes[memory] in text for text in spoken), (name, quotes[memory])


def test_quotation_marks_hold_the_persons_words(month: Month) -> None:
    """What she puts between double quotation marks was said, word for word."""
    spoken = " ".join(" ".join(sentences(line["text"])) for line in month.lines)
    for line, turn in month.pairs():
        for quoted in re.findall(r"“([^”]*)”|\"([^\"]*)\"", turn["reply"]):
            for part in re.split(r"…|\.\.\.", "".join(quoted)):
                assert " ".join(sentences(part)).strip() in spoken, (line["id"], turn["reply"])


def test_everything_learned_has_a_source(month: Month) -> None:
    quotes = quotes_by_id(month)
    count = 0
    for line, turn in month.pairs():
        for memory in turn["learned"]:
            assert re.fullmatch(r"[um]\d+", memory["id"]), memory
            assert re.fullmatch(r"u\d+", memory["source"]), memory
            if line["id"] not in FORGOTTEN_SAME_DAY:
                # Where some of it was forgotten since, what stays is still their own words.
                assert quotes[memory["source"]] in line["text"], memory
            count += memory["kind"] != "episode"
    assert count >= 12


@pytest.mark.parametrize("what", ["questions", "jokes", "hypotheticals", "off the record"])
def test_nothing_is_learned_from(month: Month, what: str) -> None:
    for line, turn in month.pairs():
        name, text = line["id"], line["text"]
        is_question = text.endswith("?") and len(re.split(r"[.!?]\s+", text)) == 1
        chosen = {
            "questions": is_question,
            "jokes": name in JOKES,
            "hypotheticals": name in HYPOTHETICAL,
            "off the record": name in OFF_RECORD,
        }[what]
        if chosen:
            kept = [m["text"] for m in turn["learned"] if m["kind"] in ("fact", "person", "plan")]
            assert kept == [], text


def test_what_was_heard_is_in_range(month: Month) -> None:
    for _, turn in month.pairs():
        heard = turn["heard"]
        feeling = heard["feeling"]
        assert feeling["label"]
        assert -1 <= feeling["valence"] <= 1
        for name in ("arousal", "intensity", "confidence"):
            assert 0 <= feeling[name] <= 1
        risk = heard["risk"]
        assert risk["kind"] in {
            "none", "self_harm", "harm_to_others", "abuse", "eating", "medical",
        }  # fmt: skip
        assert risk["level"] in {"none", "passive", "active", "imminent"}
        assert (risk["kind"] == "none") == (risk["level"] == "none")
        assert heard["acts"], turn["text"]
        for request in heard["requests"]:
            assert request["intent"]
            assert isinstance(request["slots"], dict)


def test_an_ordinary_month_raises_few_alarms(month: Month) -> None:
    alarms = {
        line["text"]: turn["heard"]["risk"]
        for line, turn in month.pairs()
        if turn["heard"]["risk"]["kind"] != "none" and line["id"] not in ("furniture", "breath")
    }
    assert alarms == {}
