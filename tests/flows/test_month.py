"""A month of one person's life: what she must and must not say, line by line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.flows.talk import Month, Turn, finds, own_words

EXPECTED: dict[str, Turn] = {
    expect["id"]: expect
    for expect in map(
        json.loads,
        (Path(__file__).parent / "month_expect.jsonl").read_text(encoding="utf-8").splitlines(),
    )
}
NO = r"(?:haven|hasn|have|hadn|didn|don|isn|wasn|can)['’]?t|never|nothing|not|no|nobody|none"
TOLD = (
    r"tell\w*|told|sa(?:id|ying)|mention\w*|know|hear\w*|recall|remember|kept|keep|record"
    r"|have|came|come|found|find"
)
UNTOLD = rf"\b(?:{NO})\b[^.?!]{{0,60}}\b(?:{TOLD})\b|\b(?:{TOLD})\b[^.?!]{{0,30}}\b(?:nothing|never)\b|if you(?:'ve)? told me|you may have told me"
PULL = (
    r"leav\w+ (so soon|already)|going (so soon|already)|don('|’)t (go|leave)\b|before you go"
    r"|\b(stay|wait)\b|one more|i('|’)ll miss you|without you"
)


def with_key(key: str) -> list[str]:
    """The ids of the lines for which something is expected under `key`."""
    return [name for name, expect in EXPECTED.items() if key in expect]


def has(pattern: str, text: str) -> bool:
    """Whether `pattern` is found in `text`, in any case."""
    return re.search(pattern, text, re.IGNORECASE) is not None


def learned(turn: Turn) -> list[str]:
    """The statements of a turn in words, without the utterance itself."""
    return [memory["text"] for memory in turn["learned"] if memory["kind"] != "episode"]


@pytest.mark.parametrize("line", with_key("any"))
def test_says_one_of(month: Month, line: str) -> None:
    reply = month.turns[line]["reply"]
    assert any(has(pattern, reply) for pattern in EXPECTED[line]["any"]), reply


@pytest.mark.parametrize("line", with_key("also"))
def test_says_one_of_these_too(month: Month, line: str) -> None:
    reply = month.turns[line]["reply"]
    assert any(has(pattern, reply) for pattern in EXPECTED[line]["also"]), reply


@pytest.mark.parametrize("line", with_key("all"))
def test_says_all_of(month: Month, line: str) -> None:
    reply = month.turns[line]["reply"]
    assert all(has(pattern, reply) for pattern in EXPECTED[line]["all"]), reply


@pytest.mark.parametrize("line", with_key("none"))
def test_never_says(month: Month, line: str) -> None:
    reply = month.turns[line]["reply"]
    said = [pattern for pattern in EXPECTED[line]["none"] if has(pattern, reply)]
    assert not said, f"{said} in {reply!r}"


@pytest.mark.parametrize("line", with_key("untold"))
def test_owns_up_to_what_she_was_never_told(month: Month, line: str) -> None:
    turn = month.turns[line]
    assert has(UNTOLD, own_words(turn["reply"])), turn["reply"]
    assert turn["move"]["memories"] == []


@pytest.mark.parametrize("line", with_key("goodbye"))
def test_lets_go_at_goodbye(month: Month, line: str) -> None:
    reply = month.turns[line]["reply"]
    assert not has(PULL, reply), reply
    assert "?" not in reply, reply


@pytest.mark.parametrize("line", with_key("learned"))
def test_learns(month: Month, line: str) -> None:
    texts = learned(month.turns[line])
    for pattern in EXPECTED[line]["learned"]:
        assert any(has(pattern, text) for text in texts), texts


@pytest.mark.parametrize("line", with_key("learned_none"))
def test_does_not_believe(month: Month, line: str) -> None:
    texts = learned(month.turns[line])
    for pattern in EXPECTED[line]["learned_none"]:
        assert not any(has(pattern, text) for text in texts), texts


@pytest.mark.parametrize("line", with_key("learns_nothing"))
def test_learns_nothing_at_all(month: Month, line: str) -> None:
    assert month.turns[line]["learned"] == []


@pytest.mark.parametrize("line", with_key("move"))
def test_means_to(month: Month, line: str) -> None:
    move = month.turns[line]["move"]["kind"]
    assert move in EXPECTED[line]["move"], month.turns[line]["reply"]


@pytest.mark.parametrize("line", with_key("move_not"))
def test_does_not_mistake_the_moment(month: Month, line: str) -> None:
    assert month.turns[line]["move"]["kind"] not in EXPECTED[line]["move_not"]


@pytest.mark.parametrize("line", with_key("risk"))
def test_weighs_the_risk(month: Month, line: str) -> None:
    risk = month.turns[line]["heard"]["risk"]
    assert [risk["kind"], risk["level"]] in EXPECTED[line]["risk"]


def test_hears_good_from_bad(month: Month) -> None:
    """Valence is a hint, so a few may be missed; what is glad lies above what is sad."""
    valence = {name: month.turns[name]["heard"]["feeling"]["valence"] for name in with_key("valence")}
    low = [v for name, v in valence.items() if EXPECTED[name]["valence"] == "low"]
    high = [v for name, v in valence.items() if EXPECTED[name]["valence"] == "high"]
    ordered = sum(good > bad for good in high for bad in low)
    assert ordered >= 0.9 * len(high) * len(low), valence


def test_every_line_is_answered_in_order(month: Month) -> None:
    for line, turn in month.pairs():
        assert turn["text"] == line["text"]
        assert turn["at"] == line["at"]
        assert turn["ms"] >= 0


def test_what_was_forgotten_or_off_the_record_is_nowhere(month: Month) -> None:
    for word in ("stockroom", "kiln", "ghoul", "kissed", "trellis"):
        assert (word == "trellis") == finds(month.home, word)
        assert (word == "trellis") == (word in month.exports[-1])


def test_the_record_is_clear_of_tom(month: Month) -> None:
    assert "nine years, Tom" in month.exports[1]
    for words in ("nine years, Tom", "Tom rang", "I told Tom no", "wants to try again"):
        assert words not in month.exports[-1]
