"""What the memory pages are given: groups, ties, weeks, turning points and receipts as they are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from tests.contracts.homes import ME, MONDAY, a_house

from os1.house import House
from os1.memory import hands, overview, sayings


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with a_house(tmp_path_factory.mktemp("overview")) as house:
        yield house


def told(house: House, *lines: str, start: datetime = MONDAY) -> str:
    """Lines of talk, an hour apart; gives whose they are."""
    me = house.person.id
    for n, text in enumerate(lines):
        came = house.turns.accept(me, f"{start}{n}", text, start + timedelta(hours=n))
        house.turns.finish(me, house.turns.answer(me, came), ended=came.at)
    return me


def test_facts_stand_where_they_belong(house: House) -> None:
    me = told(house, "I live in Antwerp.", "My sister Ruth lives in Leeds.", "I live in Ghent now.",
              "Ruth's boyfriend Karim is a baker.", "I live in Ghent, yes.")  # fmt: skip
    now = {r["text"]: r for r in overview.known(house.shelf, me, "now")["rows"]}
    ghent = now["you live in Ghent"]
    assert [old["value"] for old in ghent["replaced"]] == ["Antwerp"]
    assert ghent["times"] == 2 and ghent["who"] == "me" and ghent["called"] == "you"
    assert "Antwerp" not in "".join(now)
    (before,) = overview.known(house.shelf, me, "before")["rows"]
    assert before["value"] == "Antwerp" and before["until"]
    hands.pin(house.shelf, me, now["Ruth lives in Leeds"]["id"])
    assert overview.known(house.shelf, me, "now")["rows"][0]["text"] == "Ruth lives in Leeds"
    words = sayings.around(house.shelf, me, ghent["id"])
    assert words and [e["text"] for e in words["entries"] if e["here"]] == ["I live in Ghent now."]
    assert [r["quote"] for r in words["again"]] == ["I live in Ghent, yes."]
    assert not overview.known(house.shelf, ME, "now")["rows"], "nobody else's"


def test_who_belongs_to_whom(house: House) -> None:
    me = house.person.id
    people = {p["name"]: p for p in overview.everyone(house.shelf, me)["people"]}
    assert people["Ruth"]["relation"] == "your sister"
    ties = {(t["from"], t["to"]): t["how"] for t in overview.circle(house.shelf, me)["ties"]}
    assert ties["me", people["Ruth"]["id"]] == "sister"
    assert ties[people["Ruth"]["id"], people["Karim"]["id"]] == "boyfriend"
    one = overview.person(house.shelf, me, int(people["Karim"]["id"][1:]))
    assert one and [t["how"] for t in one["ties"]] == ["boyfriend"]
    assert any("baker" in r["text"] for r in one["now"])
    assert overview.person(house.shelf, me, 999) is None


def test_a_week_begins_on_monday_and_holds_its_own_words(house: House) -> None:
    sunday = MONDAY + timedelta(days=20)
    me = told(house, "I'm so happy today, I love it!", start=sunday)
    told(house, "I'm furious, I hate this.", start=sunday + timedelta(days=1))
    weeks = sayings.weeks(house.shelf, me)["weeks"][-2:]
    assert [datetime.fromisoformat(w["starts"]).weekday() for w in weeks] == [0, 0]
    assert weeks[0]["mean"] > 0 > weeks[1]["mean"] and [w["count"] for w in weeks] == [1, 1]
    held = [sayings.felt(house.shelf, me, datetime.fromisoformat(w["starts"]))["rows"] for w in weeks]
    assert [r[0]["quote"][:9] for r in held] == ["I'm so ha", "I'm furio"]


def test_the_timeline_holds_plans_and_what_changed(house: House) -> None:
    me = told(house, "I'm seeing the dentist on Friday at ten.", start=MONDAY + timedelta(days=30))
    day = timedelta(days=1)
    rows = overview.timeline(house.shelf, me, MONDAY - day, MONDAY + 60 * day)["rows"]
    assert {r["text"] for r in rows} >= {"you live in Ghent"} and "you live in Antwerp" not in str(rows)
    assert any("dentist" in r["text"] and r["state"] == "open" for r in rows)
    assert not overview.timeline(house.shelf, me, MONDAY + 90 * day, MONDAY + 99 * day)["rows"]


def test_a_search_names_people_and_quotes_words(house: House) -> None:
    found = sayings.found(house.shelf, house.person.id, "Where does Ruth live?")
    assert [p["name"] for p in found["people"]] == ["Ruth"]
    assert any(r["quote"] == "My sister Ruth lives in Leeds." for r in found["rows"][:4])
    sources = [r["source"] for r in found["rows"] if r["kind"] == "episode"]
    assert not {r["source"] for r in found["rows"] if r["kind"] != "episode"} & set(sources), "shown once"
