"""The database: durable, unreadable without the key, migrated whole, open to one process."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from tests.contracts.homes import ME, a_database, a_home, a_house, a_shelf, keep
from tests.flows.pages import database_pages, key_of

from os1.errors import HomeBusy, HomeReadOnly, StoreDamaged, StoreFull, StoreTooNew
from os1.memory import episodes
from os1.store import migrations, settings
from os1.store.database import Database, connect, lock_home
from os1.store.keys import open_key

WORDS = "wheelbarrow chandelier portmanteau"


def test_the_settings_that_make_it_durable_are_on(tmp_path: Path) -> None:
    database = a_database(tmp_path)

    def pragma(name: str) -> str:
        return str(database.connection.execute(text(f"PRAGMA {name}")).scalar_one())

    assert pragma("journal_mode") == "wal"
    assert pragma("synchronous") == "2", "FULL: on the disk before it is acknowledged"
    assert pragma("secure_delete") == "1"
    assert pragma("foreign_keys") == "1"
    assert int(pragma("cache_size")) <= -64 * 1024
    assert pragma("cipher_page_size") == "4096"
    assert pragma("cipher_use_hmac") == "1"
    assert pragma("cipher_version").startswith("4.")
    with database.read() as connection:
        fts = dict(tuple(r) for r in connection.execute(text("SELECT k, v FROM words_config")))
    assert fts["secure-delete"] == 1
    database.close()


def test_the_file_can_not_be_read_without_the_key(tmp_path: Path) -> None:
    shelf = a_shelf(tmp_path)
    keep(shelf, "t", WORDS)
    home = a_home(tmp_path)
    for path in home.root.iterdir():
        content = path.read_bytes()
        assert not any(word.encode() in content for word in WORDS.split()), path.name
    shelf.database.checkpoint()
    content = home.database.read_bytes()
    assert not content.startswith(b"SQLite format 3")
    plain = b"".join(database_pages(key_of(home.root), content))
    assert all(word.encode() in plain for word in WORDS.split()), "the key does open it"
    shelf.database.close()
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(home.database).execute("SELECT * FROM utterance")


def test_the_key_opens_nothing_else(tmp_path: Path) -> None:
    a_database(tmp_path).close()
    home = a_home(tmp_path)
    before = home.database.read_bytes()
    with pytest.raises(StoreDamaged, match="os1 doctor"):
        Database(home, os.urandom(32))
    assert home.database.read_bytes() == before
    Database(home, open_key(home).key).close()


@pytest.mark.parametrize("content", [b"x" * 5000, os.urandom(8192), b"SQLite format 3\x00" * 300])
def test_a_file_that_is_none_of_ours(tmp_path: Path, content: bytes) -> None:
    a_database(tmp_path).close()
    home = a_home(tmp_path)
    home.database.write_bytes(content)
    with pytest.raises(StoreDamaged):
        Database(home, open_key(home).key)
    assert home.database.read_bytes() == content
    lock_home(home).release()


@pytest.mark.parametrize("gone", [True, False])
def test_an_empty_database_is_known_for_a_loss(tmp_path: Path, gone: bool) -> None:
    a_database(tmp_path).close()
    home = a_home(tmp_path)
    for leftover in home.root.glob("os1.db*"):
        leftover.unlink()
    if not gone:
        home.database.touch()
    with pytest.raises(StoreDamaged, match="os1 restore"):
        Database(home, open_key(home).key)


# Migrations


def test_a_new_database_takes_every_step(tmp_path: Path) -> None:
    database = a_database(tmp_path)
    assert migrations.version(database.connection) == len(migrations.STEPS) > 0
    assert not migrations.pending(database.connection)
    database.close()
    assert not a_home(tmp_path).backups.exists(), "there was nothing to copy first"


def test_a_database_from_a_newer_os1_is_left_alone(tmp_path: Path) -> None:
    database = a_database(tmp_path)
    database.connection.exec_driver_sql(f"PRAGMA user_version = {len(migrations.STEPS) + 1}")
    database.checkpoint()
    database.close()
    home = a_home(tmp_path)
    before = home.database.read_bytes()
    with pytest.raises(StoreTooNew, match="newer"):
        Database(home, open_key(home).key)
    assert home.database.read_bytes() == before


def add_moon(connection: Connection) -> None:
    connection.execute(text("CREATE TABLE moon (phase TEXT)"))
    connection.execute(text("INSERT INTO moon VALUES ('full')"))


def fail_half_way(connection: Connection) -> None:
    add_moon(connection)
    connection.execute(text("ALTER TABLE utterance ADD COLUMN tide TEXT"))
    connection.execute(text("SELECT * FROM nowhere"))


def test_a_step_is_taken_whole_with_a_copy_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = a_shelf(tmp_path)
    keep(shelf, "t", WORDS)
    shelf.database.close()
    old = len(migrations.STEPS)
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, add_moon))
    database = a_database(tmp_path)
    assert migrations.version(database.connection) == old + 1
    assert database.connection.execute(text("SELECT phase FROM moon")).scalar_one() == "full"
    database.close()
    home = a_home(tmp_path)
    (copy,) = home.backups.iterdir()
    before = connect(copy, open_key(home).key)
    assert migrations.version(before) == old
    assert before.execute(text("SELECT text FROM utterance")).scalar_one() == WORDS
    before.close()
    before.engine.dispose()


def test_a_failing_step_leaves_the_old_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = a_shelf(tmp_path)
    keep(shelf, "t", WORDS)
    shelf.database.close()
    with monkeypatch.context() as patched:
        patched.setattr(migrations, "STEPS", (*migrations.STEPS, fail_half_way))
        with pytest.raises(Exception, match="nowhere"):
            a_database(tmp_path)
    database = a_database(tmp_path)
    assert migrations.version(database.connection) == len(migrations.STEPS)
    tables = [str(row[0]) for row in database.connection.execute(text("SELECT sql FROM sqlite_master"))]
    assert not any("moon" in sql or "tide" in sql for sql in tables)
    assert database.connection.execute(text("SELECT text FROM utterance")).scalar_one() == WORDS
    database.close()


# One process, and what a disk may do


def test_one_process_at_a_time(tmp_path: Path) -> None:
    database = a_database(tmp_path)
    home = a_home(tmp_path)
    opening = (
        "import sys; from pathlib import Path; from os1.config import Home\n"
        "from os1.errors import HomeBusy; from os1.store.database import lock_home\n"
        "try: lock_home(Home(Path(sys.argv[1])))\n"
        "except HomeBusy as error: print(error); sys.exit(7)\n"
    )
    command = [sys.executable, "-c", opening, str(home.root)]
    busy = subprocess.run(command, capture_output=True, text=True, check=False)
    assert busy.returncode == 7 and "Another OS1 is using" in busy.stdout
    with pytest.raises(HomeBusy):
        a_database(tmp_path)
    database.close()
    assert subprocess.run(command, check=False).returncode == 0


def test_a_transaction_is_whole_or_not_there(tmp_path: Path) -> None:
    shelf = a_shelf(tmp_path)
    with pytest.raises(ZeroDivisionError), shelf.database.write() as connection:
        settings.put_in(connection, ME, tone="quiet")
        raise ZeroDivisionError
    assert settings.get(shelf.database, ME, "tone") == ""
    keep(shelf, "t", "and it goes on")
    shelf.database.close()


def test_a_block_inside_another_is_part_of_it(tmp_path: Path) -> None:
    database = a_database(tmp_path)
    with pytest.raises(ZeroDivisionError), database.write():
        settings.put(database, ME, tone="quiet")
        raise ZeroDivisionError
    assert settings.get(database, ME, "tone") == ""
    with database.write():
        settings.put(database, ME, tone="warm")
    database.close()
    again = a_database(tmp_path)
    assert settings.get(again, ME, "tone") == "warm"
    again.close()


TALK_WITHOUT_ROOM = """
import asyncio, resource, signal, sys
from pathlib import Path
from tests.contracts.homes import a_house
from os1.errors import StoreFull
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with a_house(Path(sys.argv[1])) as house:
    asyncio.run(house.reply("before", "The wheelbarrow is red."))
    size = int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    failed = 0
    for n in range(60):
        try:
            asyncio.run(house.accept(f"t{n}", f"Number {n}. " + "The wheel squeaks. " * 300))
            print(n)
        except StoreFull as error:
            failed += 1
            told = str(error)
    assert failed and "room" in told, failed
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
    asyncio.run(house.reply("after", "The handle is blue."))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limits on file sizes there")
@pytest.mark.parametrize("size", [4096, 60_000, 200_000])
def test_a_full_disk_while_talking(tmp_path: Path, size: int) -> None:
    """What was acknowledged is there; what wasn't isn't, and with room again the talk goes on."""
    ran = subprocess.run(
        [sys.executable, "-c", TALK_WITHOUT_ROOM, str(tmp_path), str(size)],
        capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-2000:]
    acknowledged = {f"t{n}" for n in ran.stdout.split()}
    with a_house(tmp_path) as house:
        kept = episodes.latest(house.shelf, house.person.id, 500, speaker="person")
        assert {u.turn_id for u in kept} == acknowledged | {"before", "after"}
        for said in kept:
            if said.turn_id.startswith("t"):
                assert said.text == f"Number {said.turn_id[1:]}. " + "The wheel squeaks. " * 300
        assert house.database.damaged_pages() == []


@pytest.mark.skipif(sys.platform == "win32", reason="root is no matter there")
def test_a_home_that_turns_read_only(tmp_path: Path) -> None:
    """SQLite's own switch stands in for the disk's, which doesn't stop root."""
    shelf = a_shelf(tmp_path)
    keep(shelf, "t", WORDS)
    shelf.database.connection.exec_driver_sql("PRAGMA query_only = ON")
    with pytest.raises(HomeReadOnly, match="nothing was kept"):
        keep(shelf, "u", "never")
    shelf.database.connection.exec_driver_sql("PRAGMA query_only = OFF")
    assert episodes.by_turn(shelf, ME, "u", "person") is None
    assert episodes.by_turn(shelf, ME, "t", "person") is not None
    shelf.database.close()


def test_a_damaged_page_is_found_and_said(tmp_path: Path) -> None:
    shelf = a_shelf(tmp_path)
    for n in range(80):
        keep(shelf, f"t{n}", WORDS * 20)
    assert shelf.database.damaged_pages() == []
    shelf.database.close()
    home = a_home(tmp_path)
    shutil.copy2(home.database, tmp_path / "whole.db")
    with home.database.open("r+b") as file:
        file.seek(home.database.stat().st_size - 6000)
        file.write(b"\x00" * 200)
    database = Database(home, open_key(home).key)
    assert database.damaged_pages()
    database.close()


def test_errors_are_told_in_our_words(tmp_path: Path) -> None:
    database = a_database(tmp_path)
    with pytest.raises(StoreFull):
        database.connection.exec_driver_sql("PRAGMA max_page_count = 1")
        with database.write() as connection:
            settings.put_in(connection, ME, much="x" * 500_000)
    database.close()
