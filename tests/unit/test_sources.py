"""What each format gives: whose words, which words, when; told by what is in a file, not its name."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from os1.errors import RubbishError
from os1.memory import sources
from os1.memory.sources.calendars import repeats
from os1.memory.sources.files import Document, decoded, documents
from os1.memory.sources.item import PART, Hints, Item, parts
from os1.memory.sources.stamps import day_order

NOW = datetime.fromisoformat("2026-03-02T18:00:00+00:00")


def read(text: str, name: str = "file", *own: str) -> tuple[str, list[Item]]:
    """A file's origin and items, for somebody who goes by `own`."""
    origin, items = sources.read(Document(name, text), Hints(name, own, NOW))
    return origin, list(items)


def said(items: list[Item]) -> list[tuple[str, str]]:
    return [(item.speaker, item.text) for item in items]


def days(items: list[Item]) -> list[str]:
    """Days and times as the clock on the wall had them."""
    return [f"{item.at:%Y-%m-%d %H:%M}" for item in items]


def message(number: str, parent: str | None, role: str, *words: Any, **more: Any) -> dict[str, Any]:
    content = {"content_type": "text", "parts": list(words)}
    body = {
        "id": f"m-{number}",
        "author": {"role": role},
        "create_time": 1.7e9 + len(number),
        "content": content,
    }
    return {"id": number, "parent": parent, "message": body | more}


def a_talk() -> dict[str, Any]:
    nodes = [
        {"id": "root", "parent": None, "message": None},
        message("s", "root", "system", ""),
        message("a", "s", "user", "My sister Ruth lives in Leeds."),
        message("bb", "a", "assistant", "How nice."),
        message("old", "bb", "user", "She keeps cats."),
        message("ccc", "bb", "user", "She keeps bees.\n\nOn the roof.", {"asset_pointer": "x"}),
        message("t", "ccc", "tool", "result"),
        message("dddd", "t", "assistant", "code", recipient="python"),
    ]
    return {
        "title": "Ruth",
        "create_time": 1.7e9,
        "mapping": {n["id"]: n for n in nodes},
        "current_node": "dddd",
    }


def test_chatgpt_gives_the_open_branch_of_the_tree() -> None:
    origin, items = read(json.dumps([a_talk()]))
    assert origin == "chatgpt"
    assert said(items) == [
        ("person", "My sister Ruth lives in Leeds."),
        ("other", "How nice."),
        ("person", "She keeps bees."),
        ("person", "On the roof."),
    ]
    assert items[0].at.timestamp() == 1.7e9 + 1


def test_chatgpt_without_a_current_node_takes_the_newest_branch() -> None:
    talk = a_talk()
    del talk["current_node"]
    assert ("person", "She keeps bees.") in said(read(json.dumps(talk))[1])


REPLIKA = (
    "Timestamp,From,Text,Reaction,ID\n"
    '2022-11-02T10:00:01.5+00:00,Rep,"And, then?",None,2\n'
    "2022-11-01T09:00:00+00:00,Me,I saw Tom.\\nHe waved.,Love,1\n"
)


@pytest.mark.parametrize(
    "text",
    [
        REPLIKA,
        REPLIKA.replace("Timestamp,From,Text", "date,sender,message"),
        "\ufeff" + REPLIKA.replace("And, then?", "And; then?").replace(",", ";"),
        json.dumps([{"timestamp": "2022-11-01 09:00:00 UTC", "from": "Me", "text": "I saw Tom.\nHe waved."},
                    {"timestamp": "2022-11-02 10:00:01 UTC", "from": "Rep", "text": "And, then?"}]),
    ],
)  # fmt: skip
def test_replika_in_its_variants(text: str) -> None:
    origin, items = read(text)
    assert origin == "replika"
    assert [s for s, _ in said(items)] == ["person", "other"], "oldest first, whoever wrote it down"
    assert items[0].text == "I saw Tom.\nHe waved."
    assert items[0].at == datetime.fromisoformat("2022-11-01T09:00:00+00:00")


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("[01/03/2024, 10:12:01] Elena: Off to see Mum\n[13/03/2024, 22:05:00] Ruth: Good luck",
         ["2024-03-01 10:12", "2024-03-13 22:05"]),
        ("3/1/24, 10:12\u202fPM - Elena: Off to see Mum\n3/13/24, 9:05 AM - Ruth: Good luck",
         ["2024-03-01 22:12", "2024-03-13 09:05"]),
        ("01.03.24, 10:12 - Elena: Off to see Mum\n02.03.24, 09:05 - Ruth: Good luck",
         ["2024-03-01 10:12", "2024-03-02 09:05"]),
        ("[2024-03-01 10:12] Elena: Off to see Mum\n[2024-03-02 09:05] Ruth: Good luck",
         ["2024-03-01 10:12", "2024-03-02 09:05"]),
        ("3/1/24, 10:12 - Elena: Off to see Mum\n4/1/24, 9:05 - Ruth: Good luck\n",
         ["2024-01-03 10:12", "2024-01-04 09:05"]),  # a day apart, sooner than a month apart
    ],
)  # fmt: skip
def test_a_chat_with_its_days_either_way_round(text: str, times: list[str]) -> None:
    origin, items = read(text, "_chat.txt", "Elena")
    assert origin == "text" and days(items) == times
    assert said(items) == [("person", "Off to see Mum"), ("other", "Ruth: Good luck")]


def test_a_chat_goes_on_over_lines_and_leaves_out_what_nobody_said() -> None:
    _, items = read(
        "01/03/2024, 10:11 - Messages are end-to-end encrypted.\n"
        "01/03/2024, 10:12 - Elena: First\nand second\n"
        "01/03/2024, 10:13 - Elena: <Media omitted>\n"
        "01/03/2024, 10:14 - Ruth: see: this\n"
        "14/03/2024, 10:15 - Elena: ok",
        "WhatsApp Chat with Ruth.txt",
    )
    assert said(items) == [("person", "First\nand second"), ("other", "Ruth: see: this"), ("person", "ok")]


def test_whose_voice_is_never_guessed() -> None:
    text = "[01/03/2024, 10:12] Elena: hi\n[01/03/2024, 10:13] Ruth: hi"
    with pytest.raises(RubbishError, match="--as NAME"):
        read(text, "_chat.txt")
    assert said(read(text, "_chat.txt", "ruth")[1])[1] == ("person", "hi")


@pytest.mark.parametrize(
    ("dates", "order"),
    [
        (["01/02/2024", "13/02/2024"], "dmy"),
        (["01/02/2024", "02/13/2024"], "mdy"),
        (["01/02/2024", "01/03/2024", "01/04/2024"], "mdy"),  # three days running, not three months
        (["01/02/2024", "02/02/2024", "03/02/2024"], "dmy"),
        (["01/11/2024", "01/12/2024", "02/01/2025", "02/02/2025"], "dmy"),
        ([], "dmy"),
    ],
)
def test_day_order(dates: list[str], order: str) -> None:
    assert day_order(dates) == order


@pytest.mark.parametrize(
    ("name", "text", "origin", "entries"),
    [
        ("diary.txt", "2024-03-01 Saw Ruth.\nShe was well.\n\n2024-03-02: Rain: all day.\n", "text",
         [("2024-03-01 12:00", "Saw Ruth.\nShe was well."), ("2024-03-02 12:00", "Rain: all day.")]),
        ("diary.txt", "Friday, March 1st, 2024\nSaw Ruth.\n\n2 March 2024 at 9:30 - Rain.\n", "text",
         [("2024-03-01 12:00", "Saw Ruth."), ("2024-03-02 09:30", "Rain.")]),
        ("2024/2024-03-01 Friday.md", "# Work\n\nLong day.\n\n![](a.png)\n\nSlept badly.", "markdown",
         [("2024-03-01 12:00", "Work\nLong day."), ("2024-03-01 12:00", "Slept badly.")]),
        ("x.md", "---\ntitle: x\ndate: 2024-03-01 21:15\n---\nLong day in 2019.", "markdown",
         [("2024-03-01 21:15", "Long day in 2019.")]),
        ("x", "# 2024-03-01\n\n## 08:10\nUp early.\n## 3/4/2024 Trip\nSea.\n## 13.4.2024\nHome.", "markdown",
         [("2024-03-01 08:10", "Up early."), ("2024-04-03 12:00", "Trip\nSea."),
          ("2024-04-13 12:00", "Home.")]),
        ("2024-03-01.md", "2024-05-05 was what I meant to write, not this.", "markdown",
         [("2024-03-01 12:00", "2024-05-05 was what I meant to write, not this.")]),
    ],
)  # fmt: skip
def test_journals(name: str, text: str, origin: str, entries: list[tuple[str, str]]) -> None:
    told, items = read(text, name)
    assert told == origin
    assert list(zip(days(items), [i.text for i in items], strict=True)) == entries
    assert {i.speaker for i in items} == {"person"}


def test_a_journal_that_grew_keeps_its_keys() -> None:
    _, first = read("2024-03-01 Saw Ruth.\n", "d.txt")
    _, second = read("2024-02-28 Before.\n2024-03-01 Saw Ruth.\n\nAnd Tom.\n", "d.txt")
    assert {i.key for i in first} < {i.key for i in second} and len(second) == 3


def test_day_one() -> None:
    entries = [
        {"uuid": "B", "creationDate": "2024-03-02T01:30:00Z", "timeZone": "America/New_York",
         "text": "Late\\. Rain\\!"},
        {"uuid": "A", "creationDate": "2024-03-01T09:00:00Z", "timeZone": "No/Where",
         "richText": json.dumps({"contents": [{"text": "Early."}]})},
        {"uuid": "C"},
    ]  # fmt: skip
    origin, items = read(json.dumps({"metadata": {"version": "1.0"}, "entries": entries}))
    assert origin == "dayone" and [i.text for i in items] == ["Early.", "Late. Rain!"]
    assert items[1].at.isoformat() == "2024-03-01T20:30:00-05:00"


def test_contacts() -> None:
    origin, items = read(
        "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Okafor;Ruth;;;\r\nFN:Ruth Oka\r\n for\r\nNICKNAME:Ruthie\r\n"
        "BDAY:1988-05-04\r\nTEL;TYPE=CELL,work:+44 1\r\nEMAIL:r@example.org\r\n"
        "NOTE:Met in Hull\\, 2019\\nKind\r\n"
        "item1.X-ABRELATEDNAMES:Tom\r\nitem1.X-ABLabel:_$!<Brother>!$_\r\nREV:20240301T101112Z\r\nEND:VCARD\r\n"
        "BEGIN:VCARD\nVERSION:4.0\nFN:Jo\nBDAY:--0504\nRELATED;TYPE=friend;VALUE=text:Ann\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:2.1\nFN;ENCODING=QUOTED-PRINTABLE:J=C3=BC=\nrgen\nTEL:1\nEND:VCARD\n"
    )  # fmt: skip
    assert origin == "contacts"
    assert [i.text for i in items] == [
        "Ruth Okafor is called Ruthie. Ruth Okafor's birthday is on 4 May 1988. "
        "Ruth Okafor's work phone number is +44 1. Ruth Okafor's e-mail address is r@example.org. "
        "Met in Hull, 2019\nKind. "
        "Ruth Okafor's brother is Tom.",
        "Jo's birthday is on 4 May. Jo's friend is Ann.",
        "Jürgen's phone number is 1.",
    ]
    assert items[0].at.isoformat() == "2024-03-01T10:11:12+00:00" and items[1].at == NOW


def test_calendar() -> None:
    event = "BEGIN:VEVENT\nUID:{0}\nSUMMARY:{0}\n{1}\nBEGIN:VALARM\nSUMMARY:ring\nEND:VALARM\nEND:VEVENT\n"
    origin, items = read(
        "BEGIN:VCALENDAR\nVERSION:2.0\n"
        + event.format("Choir", "DTSTART;TZID=Europe/London:20240301T190000\n"
                       "DTEND;TZID=Europe/London:20240301T203000\nLOCATION:St Ann\\, Hull\n"
                       "RRULE:FREQ=WEEKLY;BYDAY=FR;UNTIL=20240501T000000Z\nCREATED:20240220T080000Z")
        + event.format("Rome", "DTSTART;VALUE=DATE:20230510\nDTEND;VALUE=DATE:20230514\nSTATUS:CANCELLED")
        + "BEGIN:VEVENT\nSUMMARY:no time\nEND:VEVENT\nEND:VCALENDAR\n"
    )  # fmt: skip
    assert origin == "calendar"
    assert [i.text for i in items] == [
        "Rome: Wednesday 10 May 2023 to Saturday 13 May 2023. It was cancelled.",
        "Choir: Friday 1 March 2024 at 19:00 to 20:30, at St Ann, Hull, every week on Friday, "
        "until 1 May 2024.",
    ]
    assert items[1].at.isoformat()[:10] == "2024-02-20", "the day it was entered, not the day it is about"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=DAILY;COUNT=5", "every day, 5 times"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "every 2 weeks on Monday and Thursday"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every week on weekdays"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "every month on the last Friday"),
        ("FREQ=YEARLY", "every year"),
        ("nonsense", "every so often"),
    ],
)
def test_repeats(rule: str, words: str) -> None:
    assert repeats(rule) == words


@pytest.mark.parametrize(
    "text",
    [
        "", " \n", "{", '[{"mapping": {"a"', '{"entries": "x"}', "{}", "[]", "[1, 2]", '{"a": ' * 5000,
        "[" * 100_000, '[{"mapping": {}}, 3, null, {"mapping": 4}]',
    ],
)  # fmt: skip
def test_broken_json_is_told_or_empty(text: str) -> None:
    try:
        assert read(text, "x.json")[1] == []
    except RubbishError as error:
        assert "x.json" in str(error) and str(error).endswith((".", "!"))


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    words = "2024-03-01 Café with Zoë, très bien — “yes”.\n" * 3
    (tmp_path / "d.txt").write_bytes(words.encode(encoding))
    (document,) = documents(tmp_path / "d.txt")
    assert document.text.lstrip("\ufeff") == words


def test_bytes_are_no_words() -> None:
    assert decoded(bytes(range(256)) * 20) is None
    assert decoded(b"\x89PNG\r\n\x1a\n" + bytes(200)) is None
    assert decoded("naïve".encode("latin-1")) == "naïve"


def test_long_words_are_cut_where_they_can_be() -> None:
    text = "One sentence here. " * 200 + "x" * 5000
    cut = list(parts(text))
    assert all(len(part) <= PART for part in cut)
    assert "".join("".join(cut).split()) == "".join(text.split()), "nothing is lost"
