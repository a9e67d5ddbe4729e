"""When it is serious, through the whole house: the reply, the lines, what is kept, what is asked after."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.flows.talk import fine, os1, say

from os1.config import Home
from os1.conversation import Conversation
from os1.house import House
from os1.mind.plain.book import book
from os1.store import settings
from os1.testing import SetClock
from os1.types import Reply

BEGAN = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
DIE = "I want to kill myself."
SOFTWARE = re.compile(r"software|program|not human|not a human")
HURT = re.compile(r"kill|suicid|ending your life|die\b")


class Talk:
    """One home and its clock; it can be closed and opened again."""

    def __init__(self, root: Path) -> None:
        root.mkdir(mode=0o700)
        self.home, self.clock, self.count = Home(root), SetClock(BEGAN), 0
        self.house = House(self.home, self.clock)

    def again(self) -> None:
        self.house.close()
        self.house = House(self.home, self.clock)

    async def say(self, text: str, minutes: float = 1, off_record: bool = False) -> Reply:
        self.count += 1
        self.clock.set(self.clock.now() + timedelta(minutes=minutes))
        return await self.house.reply(f"t{self.count}", text, off_record=off_record)

    def kept(self, name: str) -> str:
        return settings.get(self.house.database, self.house.person.id, name)

    def set(self, **values: str) -> None:
        settings.put(self.house.database, self.house.person.id, **values)


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    made = Talk(tmp_path / "home")
    made.set(country="GB")
    yield made
    made.house.close()


async def test_the_lines_are_those_of_the_country(talk: Talk) -> None:
    first = await talk.say(DIE)
    assert first.move.kind == "keep_safe"
    assert "116 123" in first.reply and first.reply.rstrip().endswith("?")
    assert SOFTWARE.search(first.reply)
    talk.set(country="JP")
    later = await talk.say(DIE, 60 * 24 * 5)
    assert "0120 279 338" in later.reply and "116 123" not in later.reply


async def test_imminent_puts_the_emergency_number_first(talk: Talk) -> None:
    said = await talk.say("I've taken all the pills, I want to die right now.")
    assert said.heard.risk.level == "imminent"
    assert "999" in said.reply and said.reply.count("?") <= 1
    card = talk.house.turns.care.card(talk.house.person.id, said.turn_id)
    assert card is not None and card["lines"][0]["links"][0]["href"] == "tel:999"


async def test_she_does_not_say_the_same_twice_and_stays(talk: Talk) -> None:
    replies = [(await talk.say(DIE)).reply for _ in range(4)]
    assert "116 123" in replies[0]
    assert not [reply for reply in replies[1:] if "116 123" in reply]
    sentences = [s for reply in replies for s in re.split(r"(?<=[.?!])\s+", reply)]
    assert len(sentences) == len(set(sentences))
    assert "116 123" in (await talk.say("what number can I call?")).reply


async def test_it_never_runs_out_of_the_question_and_the_number(talk: Talk) -> None:
    """Every piece may have been used; what must be said is said all the same."""
    talk.set(pieces=json.dumps([p.number for part, ps in book().items() if part.startswith("safe.") for p in ps]))
    said = await talk.say("I don't want to live anymore.")
    assert "116 123" in said.reply and HURT.search(said.reply) and said.reply.endswith("?")


async def test_safe_is_believed_and_words_are_put_together_for_somebody(talk: Talk) -> None:
    await talk.say("I don't want to live anymore.")
    assert (await talk.say("No, I'm safe.")).move.slots["parts"].startswith("safe.answered")
    named = await talk.say("Ruth, 07700 900123")
    assert "I don't want to live anymore" in named.reply and "Ruth" in named.reply
    card = talk.house.turns.care.card(talk.house.person.id, named.turn_id, named.move.slots["unquoted"])
    assert card is not None
    call, write = card["lines"][0]["links"]
    assert call["href"] == "tel:07700900123" and write["href"].startswith("sms:07700900123?body=I%27m%20not")
    assert talk.house.turns.care.trusted(talk.house.person.id) == ("Ruth", "07700 900123")
    assert "want to live" not in "".join(talk.kept(n) for n in ("care", "care_cards", "care_counts", "trusted"))


async def test_she_asks_after_it_once_in_the_next_talk(talk: Talk) -> None:
    await talk.say(DIE)
    asked = {p.text for p in book()["safe.self_harm_followed_up"]}
    talk.again()
    next_day = await talk.say("The dog ran away from a goose today.", 60 * 14)
    assert [text for text in asked if next_day.reply.endswith(text)]
    assert not HURT.search(next_day.reply)
    day_after = await talk.say("The goose was enormous.", 60 * 14)
    assert not [text for text in asked if text in day_after.reply]


async def test_coming_back_is_met_with_the_question_too(talk: Talk) -> None:
    await talk.say(DIE)
    talk.clock.set(talk.clock.now() + timedelta(hours=20))
    draft = await talk.house.welcome_back("back")
    assert draft is not None
    assert any(p.text in draft.text for p in book()["safe.self_harm_followed_up"])
    await talk.house.finish(draft)
    later = await talk.say("The goose is back.", 2)
    assert not any(p.text in later.reply for p in book()["safe.self_harm_followed_up"])


async def test_counts_hold_no_content(talk: Talk) -> None:
    await talk.say(DIE)
    await talk.say("He hit me again last night.", 60)
    await talk.say("He hit me again last night.", 60 * 24 * 40)
    counts = json.loads(talk.kept("care_counts"))
    assert counts == {"2026-11": {"self_harm": {"active": 1}, "abuse": {"active": 1}},
                      "2027-01": {"abuse": {"active": 1}}}  # fmt: skip
    assert set(re.findall(r"[a-z_]+", talk.kept("care_counts"))) == {"self_harm", "abuse", "active"}


async def test_off_the_record_she_helps_and_nothing_of_it_is_kept(talk: Talk) -> None:
    said = await talk.say(DIE, off_record=True)
    assert "116 123" in said.reply
    assert talk.house.turns.care.card(talk.house.person.id, said.turn_id) is not None
    again = await talk.say(DIE, off_record=True)
    assert "116 123" not in again.reply
    assert [talk.kept(n) for n in ("care", "care_cards", "care_counts", "notice")] == ["", "", "", ""]
    await talk.say("It has been raining.")  # on the record again
    assert [talk.kept(n) for n in ("care", "care_cards", "care_counts")] == ["", "", ""]


async def test_forgetting_forgets_it(talk: Talk) -> None:
    await talk.say(DIE)
    assert talk.kept("care")
    await talk.say("Forget that.")
    assert (talk.kept("care"), talk.kept("care_cards")) == ("", "")


async def test_what_a_crash_left_unsaid_was_not_counted(talk: Talk) -> None:
    came = await talk.house.accept("lost", DIE)
    await talk.house.answer(came)
    talk.again()
    assert talk.kept("care_counts") == ""
    draft = await talk.house.answer(await talk.house.accept("lost", DIE))
    assert "116 123" in draft.text  # said for the first time, not "again"


async def test_after_three_hours_she_says_what_she_is(talk: Talk) -> None:
    told = []
    for n in range(22):  # 20 minutes apart: seven hours
        if n == 6:
            talk.again()
        said = await talk.say(f"I planted {n + 2} rows of beans today.", 20)
        told.append(any(said.reply.endswith(p.text) for p in book()["notice.body"]))
    assert [n for n, yes in enumerate(told) if yes] == [9, 18]  # three hours after the first word, and again


async def test_a_rest_starts_the_three_hours_anew(talk: Talk) -> None:
    for n in range(12):
        said = await talk.say(f"I planted {n + 2} rows of beans today.", 35 if n == 6 else 20)
        assert not any(p.text in said.reply for p in book()["notice.body"])


async def test_the_notice_does_not_break_into_what_is_serious(talk: Talk) -> None:
    for n in range(9):
        await talk.say(f"I planted {n + 2} rows of beans today.", 20)
    said = await talk.say("I don't want to live anymore.", 20)
    assert said.move.kind == "keep_safe" and SOFTWARE.search(said.reply)
    assert not any(p.text in said.reply for p in book()["notice.body"])


async def test_the_first_words_say_what_she_is(talk: Talk) -> None:
    draft = await talk.house.set_up("set-up", "Theo", "", "")
    assert any(p.text.replace("{her}", "Samantha") in draft.text for p in book()["greet.honest"])
    assert SOFTWARE.search(draft.text)


async def test_pages_get_the_lines_with_the_reply_and_after_a_reload(talk: Talk) -> None:
    async with Conversation(talk.house, pause=0) as conversation:
        with conversation.listen() as events:
            await conversation.say("t1", DIE)
            while (event := await events.get())["type"] != "said":
                pass
    assert event["entry"]["who"] == "samantha"  # what a machine wrote is marked as hers
    assert {link["href"] for line in event["entry"]["help"]["lines"] for link in line["links"]} >= {"tel:116123", "tel:999"}
    async with Conversation(talk.house, pause=0) as conversation:
        welcome = await conversation.welcome("0")
    assert [e["help"]["country"] for e in welcome["entries"] if "help" in e] == ["GB"]
    assert "help" not in welcome["entries"][0]


def test_the_command_tells_protocol_country_lines_and_counts(home: Path) -> None:
    fine(os1("care", "country", "ie", home=home))
    fine(os1("care", "trusted", "Ruth", "07700 900123", home=home))
    say(home, DIE, at="2026-11-22T18:00:00+00:00")
    told = json.loads(fine(os1("care", "--json", home=home)).out)
    assert (told["country"], told["trusted"]) == ("IE", True)
    assert told["counts"] == {"2026-11": {"self_harm": {"active": 1}}}
    assert {line["number"] for line in told["lines"]} >= {"112", "116 123"}
    assert len(told["protocol"]) > 20
    text = fine(os1("care", home=home)).out
    assert "2026-11  self_harm active: 1" in text and "Samaritans: 116 123" in text
    for words in (text, json.dumps(told)):
        assert "Ruth" not in words and "07700" not in words and "kill myself" not in words


def test_a_bad_row_of_ones_own_is_told_in_a_sentence(home: Path) -> None:
    fine(os1("care", "country", "GB", home=home))
    (home / "helplines.txt").write_text("GB | sadness | X | 1 | - | - | - | -\n", "utf-8")
    run = os1("care", home=home)
    assert run.code == 1
    assert "line 1: 'sadness' is none of" in run.err and "Samaritans: 116 123" in run.out
    assert os1("care", "country", "Britain", home=home).code == 1
