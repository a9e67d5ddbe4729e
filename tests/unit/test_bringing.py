"""Bringing a history in: once, whatever happens on the way, and learned from only when it comes up."""

from __future__ import annotations

import io
import itertools
import json
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from tests.contracts.homes import ME, MONDAY, a_shelf, keep

from os1.errors import RubbishError
from os1.listening.hear import hear
from os1.memory import beliefs, bringing, episodes, facts, forgetting, people, recall, waking
from os1.memory.episodes import Shelf
from os1.memory.sources import files
from os1.memory.sources.item import Item
from os1.store.tables import embedding, mention, reading, statement, utterance
from os1.types import Utterance

NOW = MONDAY + timedelta(days=30)
CHAT = "".join(
    f"[{day:02}/03/2024, 10:{minute:02}] {who}: {text}\n"
    for day, minute, who, text in (
        (1, 1, "Elena", "My sister Ruth lives in Leeds."),
        (1, 2, "Tom", "Mine keeps llamas."),
        (13, 3, "Elena", "The boiler broke again."),
        (14, 4, "Elena", "I'm allergic to shellfish."),
    )
)


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = a_shelf(tmp_path)
    yield shelf
    shelf.database.close()


def bring(shelf: Shelf, path: Path) -> bringing.Brought:
    return bringing.bring(shelf, ME, path, now=NOW, called="Elena")


def a_file(folder: Path, text: str | bytes, name: str = "chat.txt") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def rows(shelf: Shelf, *tables: object) -> list[int]:
    with shelf.database.read() as connection:
        return [int(connection.execute(select(func.count()).select_from(t)).scalar_one()) for t in tables]  # type: ignore[arg-type]


def traced(shelf: Shelf, words: str) -> Utterance:
    """The utterance that holds some words."""
    with shelf.database.read() as connection:
        return episodes.as_utterance(
            connection.execute(select(utterance).where(utterance.c.text.contains(words))).one()
        )


def test_what_is_brought_is_found_and_nothing_is_learned(shelf: Shelf, tmp_path: Path) -> None:
    got = bring(shelf, a_file(tmp_path, CHAT))
    assert (got.new, got.known, got.by_origin) == (4, 0, (("text", 4),))
    found = next(m for m in recall.search(shelf, ME, "the boiler") if "boiler" in m.quote)
    assert found.quote == "The boiler broke again." and found.said_at.isoformat()[:16] == "2024-03-13T10:03"
    assert found.id in {m.id for m in recall.search(shelf, ME, "the boiler", told_only=True)}
    assert rows(shelf, statement, mention) == [0, 0] and not people.everyone(shelf, ME)
    assert rows(shelf, reading, embedding) == [3, 3], "another's words are kept, not read"
    with shelf.database.read() as connection:
        kept = connection.execute(select(utterance).where(utterance.c.speaker == "other")).one()
    assert kept.text == "Tom: Mine keeps llamas." and kept.origin == "text"


def test_twice_is_once_and_a_longer_one_adds_the_rest(shelf: Shelf, tmp_path: Path) -> None:
    bring(shelf, a_file(tmp_path, CHAT))
    assert bring(shelf, a_file(tmp_path, CHAT, "again.txt")).new == 0
    longer = CHAT + "[15/03/2024, 10:05] Elena: It is mended.\n" * 2
    got = bring(shelf, a_file(tmp_path, longer, "longer.txt"))
    assert (got.new, got.known) == (2, 4), "the same said twice is two things"


def test_what_was_forgotten_is_not_brought_back(shelf: Shelf, tmp_path: Path) -> None:
    bring(shelf, a_file(tmp_path, CHAT))
    forgetting.forget(shelf, ME, {traced(shelf, "The boiler broke").id: None})
    assert bring(shelf, a_file(tmp_path, CHAT)).new == 0
    assert not any("boiler" in m.quote for m in recall.search(shelf, ME, "boiler"))


def test_stopped_half_way_it_goes_on(shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bringing, "AT_ONCE", 10)
    text = "".join(f"2024-03-{n:02} Walk number {n}.\n\n" for n in range(1, 29))
    path = a_file(tmp_path, text)
    seen: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        seen.append((done, total))
        if done == 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bringing.bring(shelf, ME, path, now=NOW, tell=stop)
    assert rows(shelf, utterance, reading, embedding) == [20, 20, 20]
    got = bringing.bring(shelf, ME, path, now=NOW, tell=lambda done, total: seen.append((done, total)))
    assert (got.new, got.known) == (8, 20)
    assert seen == [(10, 28), (20, 28), (10, 28), (20, 28), (28, 28)]
    assert len(recall.search(shelf, ME, "walk", most=50)) == 28


def test_waking_learns_once_with_its_own_day(shelf: Shelf, tmp_path: Path) -> None:
    bring(shelf, a_file(tmp_path, CHAT))
    said = traced(shelf, "allergic to shellfish")
    (learned,) = waking.wake(shelf, ME, said)
    assert "shellfish" in learned.text and learned.source == f"u{said.id}"
    assert learned.said_at == said.said_at and learned.quote == "I'm allergic to shellfish."
    assert not waking.asleep(shelf, [said.id])
    assert waking.wake(shelf, ME, said) == [] and rows(shelf, statement) == [1]
    assert waking.wake(shelf, ME, traced(shelf, "My sister"))
    assert [p.name for p in people.everyone(shelf, ME)] == ["Ruth", "Leeds"]


def test_only_the_persons_own_traces_wake(shelf: Shelf, tmp_path: Path) -> None:
    own = keep(shelf, "t1", "My brother Tom lives in Hull.")
    episodes.understand(shelf, ME, own, hear(own.text, own.said_at))
    bring(shelf, a_file(tmp_path, CHAT))
    with shelf.database.read() as connection:
        other = connection.execute(select(utterance).where(utterance.c.speaker == "other")).one()
    assert waking.wake(shelf, ME, own) == []
    assert waking.wake(shelf, ME, episodes.as_utterance(other)) == []
    assert rows(shelf, statement) == [0]


def test_what_is_spoken_of_wakes(shelf: Shelf, tmp_path: Path) -> None:
    assert waking.stir(shelf, ME, "Where does Ruth live?") == [], "nothing was brought"
    bring(shelf, a_file(tmp_path, CHAT))
    assert waking.stir(shelf, ME, "What a lovely day, isn't it?") == []
    learned = waking.stir(shelf, ME, "I saw Ruth yesterday.")
    assert {m.value for m in learned} >= {"Leeds"} and {m.quote for m in learned} == {
        "My sister Ruth lives in Leeds."
    }
    assert waking.stir(shelf, ME, "Where does Ruth live?") == [], "it is awake"
    assert waking.stir(shelf, ME, "Which shellfish am I allergic to?")


PLACES = ("Leeds", "York", "Hull", "Bath")


@settings(max_examples=15)
@given(st.permutations(range(4)), st.integers(0, 4))
def test_what_was_said_last_is_current_whenever_it_wakes(order: list[int], spoken: int) -> None:
    """Places told over four years, woken in any order, with talk of today before any of them."""
    with tempfile.TemporaryDirectory() as folder:
        shelf = a_shelf(Path(folder))
        diary = "".join(
            f"202{n}-03-01 My sister Ruth lives in {place} now.\n\n" for n, place in enumerate(PLACES)
        )
        bring(shelf, a_file(Path(folder), diary))
        traces = [traced(shelf, f"Ruth lives in {place}") for place in PLACES]
        newest = PLACES[max(order[:spoken], default=0)]
        if spoken < 4:
            said = keep(shelf, "today", "My sister Ruth lives in Rome now.", NOW)
            heard = hear(said.text, NOW)
            episodes.understand(shelf, ME, said, heard)
            people.note_mentions(shelf, ME, said.id, heard.mentions)
            facts.learn(shelf, ME, said, heard.statements)
            newest = "Rome"
        for n in order if spoken < 4 else order[:spoken]:
            waking.wake(shelf, ME, traces[n])
        homes = [m for m in beliefs.by_number(shelf, ME, range(1, 50)) if m.predicate == "lives in"]
        assert [m.value for m in homes if m.current] == [newest]
        assert len(homes) == 4 + (spoken < 4) and all(m.current or m.replaced for m in homes)
        shelf.database.close()


def test_a_folder_of_all_sorts(shelf: Shelf, tmp_path: Path) -> None:
    folder = tmp_path / "all"
    folder.mkdir()
    a_file(folder, "# 2024-03-01\n\nPlain day.", "notes.dat")
    a_file(folder, "BEGIN:VCARD\nVERSION:3.0\nFN:Jo\nTEL:1\nEND:VCARD\n", "x")
    a_file(folder, bytes(range(256)) * 9, "picture.txt")
    a_file(folder, '[{"mapping": {', "cut.json")
    a_file(folder, "no date at all", "todo.md")
    a_file(folder, "<!DOCTYPE html><p>2024-03-01 the same to look at", "chat.html")
    a_file(folder, "2024-03-01 hidden", ".hidden.txt")
    got = bring(shelf, folder)
    assert dict(got.by_origin) == {"markdown": 1, "contacts": 1}
    assert [each.split()[0] for each in got.passed] == ["cut.json"] and got.others == 1
    packed = tmp_path / "all.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for each in folder.iterdir():
            archive.write(each, f"in/{each.name}")
    assert bring(shelf, packed).new == 0, "packed or not, it is the same"


def test_a_chat_is_named_for_whom_it_was_with(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "WhatsApp Chat - Tom.zip").write_bytes(a_zip(("_chat.txt", CHAT.encode())))
    bringing.bring(shelf, ME, tmp_path / "WhatsApp Chat - Tom.zip", now=NOW)
    assert traced(shelf, "boiler").speaker == "person"
    assert traced(shelf, "llamas").speaker == "other"


def a_zip(*members: tuple[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return held.getvalue()


RUBBISH = {
    "empty": b"",
    "blank": b" \n\t\n",
    "binary": bytes(range(256)) * 50,
    "cut.json": json.dumps([{"mapping": {"a": {"message": None}}}]).encode()[:-4],
    "deep.json": b"[" * 200_000,
    "other.json": b'{"a": 1}',
    "no-dates.txt": b"Dear diary, nothing to see.",
    "one-line.txt": b"x" * 3_000_000,
    "bad.zip": a_zip(("a.txt", b"2024-03-01 words" * 999))[:-300],
    "empty.zip": a_zip(),
    "spoiled.zip": a_zip(("a.txt", b"2024-03-01 words" * 999)).replace(b"\x99", b"\x98", 1)[:60]
    + a_zip(("a.txt", b"2024-03-01 words" * 999))[64:],
    "card.vcf": b"BEGIN:VCARD\nVERSION:3.0\nEND:VCARD",
    "half.ics": b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x",
    "impossible.txt": b"2024-13-45 Never.\n31/31/2024 nor this.",
    "wrong-encoding.txt": "каждый день".encode("koi8-r"),
}


@pytest.mark.parametrize("name", [*RUBBISH, "nowhere", "folder", "bomb.zip"])
def test_rubbish_is_told_in_one_sentence(
    shelf: Shelf, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(shelf, a_file(tmp_path, CHAT))
    before = rows(shelf, utterance, reading, embedding)
    path = tmp_path / name
    if name in RUBBISH:
        path.write_bytes(RUBBISH[name])
    elif name == "folder":
        path.mkdir()
    elif name == "bomb.zip":
        monkeypatch.setattr(files, "MOST_BYTES", 1 << 20)
        path.write_bytes(a_zip(*((f"{n}.txt", b"2024-03-01 " + b"0" * 400_000) for n in range(9))))
    with pytest.raises(RubbishError) as told:
        bring(shelf, path)
    sentence = str(told.value)
    assert name in sentence and sentence.endswith(".") and len(sentence) < 400 and "\n" not in sentence
    assert rows(shelf, utterance, reading, embedding) == before


def test_nothing_is_said_in_time_to_come(shelf: Shelf, tmp_path: Path) -> None:
    bring(shelf, a_file(tmp_path, "2099-01-01 A letter to myself."))
    assert traced(shelf, "letter to myself").said_at == NOW


def test_the_turn_is_the_same_in_every_home() -> None:
    names = [
        bringing.turn_of(origin, Item(key, "person", "x", NOW))
        for origin, key in itertools.product(("text", "chatgpt"), ("a", "b"))
    ]
    assert len(set(names)) == 4
    assert names[0] == "import:67b558c37f0dd74ce0602052", "a new rule would bring everything in twice"
