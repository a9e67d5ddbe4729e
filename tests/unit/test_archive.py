"""Export and what comes back of it: everything, under the same numbers, in a home that was new."""

from __future__ import annotations

import json
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, update
from tests.contracts.homes import ME, MONDAY, a_shelf, keep

from os1.errors import RubbishError
from os1.listening.hear import hear
from os1.memory import archive, beliefs, bringing, episodes, facts, forgetting, people, plans, recall, replies
from os1.memory.episodes import Shelf
from os1.store import settings
from os1.store.tables import embedding, entity, person, statement, utterance
from os1.types import Move

TOLD = (
    "My sister Ruth lives in Leeds.",
    "Ruth moved to York last week. She was so happy.",
    "I work as a nurse.\nMy brother Tom is a baker.",
    "Tom is allergic to peanuts.",
    "I'm seeing the dentist on Friday at three.",
    "The dentist is moved to Monday at nine.",
    "I feel so sad since Biscuit died.",
    "My sister Ruth lives in York, as I said.",
    "I don't like fish any more.",
    "I might move to Rome one day.",
)
NOW = MONDAY + timedelta(days=30)


def tell(shelf: Shelf, text: str) -> None:
    """One turn, as the house takes it, with an answer that cites it."""
    n = len(episodes.latest(shelf, ME, 1000))
    at = MONDAY + timedelta(hours=n)
    said = keep(shelf, f"t{n}", text, at)
    heard = hear(text, at, known=people.known_names(people.everyone(shelf, ME)))
    episodes.understand(shelf, ME, said, heard)
    people.note_mentions(shelf, ME, said.id, heard.mentions)
    learned = facts.learn(shelf, ME, said, heard.statements)
    plans.join(shelf, ME, learned)
    move = Move("reflect", ("because",), (f"u{said.id}", *(m.id for m in learned)), {}, asks=n % 4 == 0)
    replies.keep_reply(shelf, ME, f"t{n}", f"I hear you: {n}.", at, move, cut=n % 6 == 0, pieces=[1, n])


def written(shelf: Shelf) -> list[str]:
    return list(archive.export(shelf, ME))


def a_person(shelf: Shelf, name: str | None = None) -> None:
    with shelf.database.write() as connection:
        connection.execute(delete(person))
        connection.execute(insert(person).values(id=ME, name=name, made_at=MONDAY.isoformat()))


def brought(folder: Path, name: str, lines: list[str]) -> tuple[Shelf, bringing.Brought]:
    """A new home into which an export has been brought."""
    (folder / name).mkdir()
    shelf = a_shelf(folder / name)
    a_person(shelf)
    path = folder / f"{name}.jsonl"
    archive.write_export(path, lines)
    try:
        return shelf, bringing.bring(shelf, ME, path, now=NOW)
    except BaseException:
        shelf.database.close()
        raise


strange = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=60).filter(
    str.strip
)


@hypothesis_settings(max_examples=12)
@given(
    st.lists(st.sampled_from(TOLD) | strange, min_size=1, max_size=10),
    st.sets(st.integers(0, 9), max_size=3),
    st.sets(st.integers(0, 9), max_size=2),
)
def test_what_is_exported_comes_back(told: list[str], forgotten: set[int], taken: set[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        first = a_shelf(Path(folder))
        a_person(first, "Elena")
        for text in told:
            tell(first, text)
        mine = [u.id for u in episodes.latest(first, ME, 1000, speaker="person")]
        for n in taken & set(range(len(mine))):
            facts.take_back(first, mine[n])
            episodes.take_back(first, mine[n], "retracted")
        forgetting.forget(first, ME, {mine[n]: None for n in forgotten if n < len(mine)})
        before = written(first)
        second, _ = brought(Path(folder), "second", before)
        assert written(second) == before
        for text in told[:3]:
            assert recall.search(second, ME, text) == recall.search(first, ME, text)
        again = bringing.bring(second, ME, Path(folder) / "second.jsonl", now=NOW)
        assert again.new == 0 and written(second) == before, "twice is once"
        first.database.close()
        second.database.close()


@pytest.fixture
def full(tmp_path: Path) -> Any:
    """A home with everything in it, among it what no sentence makes."""
    shelf = a_shelf(tmp_path)
    a_person(shelf, "Elena")
    for text in TOLD:
        tell(shelf, text)
    settings.put(shelf.database, ME, tone="playful", set_up=MONDAY.isoformat(), to_forget="[]")
    with shelf.database.write() as connection:
        connection.execute(
            update(entity).where(entity.c.name == "Ruth").values(aliases="Ruthie\nRu", quiet=1)
        )
        connection.execute(update(statement).where(statement.c.id == 1).values(
            pinned=1, quiet=1, cause="a move", times=3, valid_from="2026-01-01T00:00:00+00:00"))  # fmt: skip
    shelf.circles.clear()  # written past those who keep it
    yield shelf
    shelf.database.close()


def test_every_column_of_every_table_comes_back(full: Shelf, tmp_path: Path) -> None:
    second, _ = brought(tmp_path, "second", written(full))
    for table in (utterance, statement, entity, embedding):
        query = select(table).order_by(*table.primary_key.columns)
        ours, theirs = (s.database.connection.execute(query).all() for s in (full, second))
        assert ours and ours == theirs, table.name
    assert settings.person_name(second.database, ME) == "Elena"
    assert settings.persona(second.database, ME).tone == "playful"
    assert settings.get(second.database, ME, settings.TO_FORGET) == ""
    assert [e.aliases for e in people.everyone(second, ME) if e.name == "Ruth"] == [("Ruthie", "Ru")]
    second.database.close()


def test_it_moves_on_past_what_she_said_first(full: Shelf, tmp_path: Path) -> None:
    """A home that has been set up has her greeting; what comes back stands behind it."""
    (tmp_path / "second").mkdir()
    second = a_shelf(tmp_path / "second")
    a_person(second, "Lena")
    replies.keep_reply(second, ME, "hello", "Hello, Lena.", NOW, Move("greet"), cut=False, pieces=[])
    archive.write_export(tmp_path / "e.jsonl", written(full))
    assert bringing.bring(second, ME, tmp_path / "e.jsonl", now=NOW).restored
    assert settings.person_name(second.database, ME) == "Lena", "what was chosen here stays"
    for old, new in zip(beliefs.current(full, ME), beliefs.current(second, ME), strict=True):
        assert (old.text, old.quote, old.said_at) == (new.text, new.quote, new.said_at)
        assert int(new.source[1:]) == int(old.source[1:]) + 1
    cited = [m for move in replies.latest_moves(second, ME, 30) for m in move.memories]
    assert cited and all(recall.show(second, ME, each) for each in cited)
    second.database.close()


def test_into_a_home_with_a_life_of_its_own_it_comes_as_a_trace(full: Shelf, tmp_path: Path) -> None:
    (tmp_path / "second").mkdir()
    second = a_shelf(tmp_path / "second")
    a_person(second)
    said = keep(second, "own", "My sister Ruth lives in Bath.", NOW)
    heard = hear(said.text, NOW)
    episodes.understand(second, ME, said, heard)
    facts.learn(second, ME, said, heard.statements)
    believed = beliefs.current(second, ME)
    archive.write_export(tmp_path / "e.jsonl", written(full))
    got = bringing.bring(second, ME, tmp_path / "e.jsonl", now=NOW)
    assert not got.restored and got.new == 2 * len(TOLD)
    assert beliefs.current(second, ME) == believed
    assert any("dentist" in m.quote for m in recall.search(second, ME, "dentist"))
    second.database.close()


def damaged(lines: list[str]) -> dict[str, list[str]]:
    """An export in which something is wrong, by what."""
    changed = json.loads(lines[-1])
    utter = next(json.loads(line) for line in lines if '"speaker"' in line)
    return {
        "breaks off within a line": [*lines[:-1], lines[-1][:20]],
        "lacks its end": lines[:-3],
        "from a later version": [lines[0].replace('"version": 1', '"version": 99'), *lines[1:]],
        "a number twice": [lines[0], *lines[1:], lines[3]],
        "a time that is none": [*lines[:-1], json.dumps(utter | {"id": "u99", "turn": "x", "at": "now"})],
        "no time": [*lines[:-1], json.dumps({k: v for k, v in utter.items() if k != "at"} | {"id": "u99"})],
        "a number that is none": [*lines, json.dumps(changed | {"id": "u²"})],
        "a number too large": [*lines, json.dumps(utter | {"id": f"u{10**30}", "turn": "x"})],
        "words for a number": [*lines, json.dumps(
            {"id": "e99", "row": {"name": "x", "kind": "person", "quiet": "no"}})],
        "a source that isn't there": [*lines, json.dumps(
            {"id": "m99", "kind": "fact", "source": "u999", "row": {
                "sentence": 0, "subject": "me", "predicate": "x", "value": "x", "text": "x",
                "asserted_at": MONDAY.isoformat(), "state": "current"}})],
        "another shape": [*lines, "[1]"],
        "a strange speaker": [*lines, json.dumps(utter | {"id": "u99", "turn": "x", "speaker": "God"})],
    }  # fmt: skip


@pytest.mark.parametrize(
    "what", damaged(['{"id": "os1", "version": 1}', '{"speaker": "person"}', "{}", "{}"])
)
def test_a_damaged_export_changes_nothing(full: Shelf, tmp_path: Path, what: str) -> None:
    lines = damaged(written(full))[what]
    with pytest.raises(RubbishError) as told:
        brought(tmp_path, "second", lines)
    assert str(told.value).endswith(".") and "second.jsonl" in str(told.value)
    shelf = a_shelf(tmp_path / "second")
    assert len(written(shelf)) == 1, "the head alone"
    shelf.database.close()


def test_the_journal_reads(full: Shelf) -> None:
    taken = next(u for u in episodes.latest(full, ME, 100, speaker="person") if "fish" in u.text)
    forgetting.forget(full, ME, {taken.id: None})
    text = "\n".join(archive.journal(full, ME))
    assert text.startswith("# What she remembers of Elena\n")
    believed, days = text.split("## Monday", 1)
    now, before = believed.split("### Facts before")
    moved = "“Ruth moved to York last week. She was so happy.” (u3, 2 March 2026)"
    assert f"Ruth lives in York, since 23 February 2026: {moved}" in now and "used to" not in now
    assert (
        "Ruth used to live in Leeds, until 23 February 2026: “My sister Ruth lives in Leeds.” (u1" in before
    )
    for words in (
        "### Plans",
        "### Feelings",
        "Ruth, also Ruthie, also Ru, your sister (person)",
        "“I work as a nurse.",
    ):
        assert words in text, words
    assert "> I work as a nurse.\n> My brother Tom is a baker." in days
    assert "fish" not in text
