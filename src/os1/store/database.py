"""The encrypted database: opened once, by one process, written by one thread.

SQLCipher in WAL mode with `synchronous=FULL`: when a transaction has committed, its words are on
the disk. `secure_delete` (and FTS5's own) overwrite what is deleted.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from filelock import FileLock, Timeout
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from os1.config import Home
from os1.errors import HomeBusy, HomeReadOnly, StoreDamaged, StoreError, StoreFull
from os1.store import migrations
from os1.store.keys import mark_made, was_made

DAMAGED = (
    "The database {name} is damaged or its key is another's, and nothing was changed; restore a "
    "backup with `os1 restore FILE`, or run `os1 doctor` to see what can still be read."
)
FULL = (
    "The disk has no room left (or refuses to write), so this wasn't kept; free some space and "
    "say it again."
)


class Database:
    """One person's encrypted database, open for this process alone."""

    def __init__(self, home: Home, key: bytes) -> None:
        """Open it, migrating where needed.

        Raises HomeBusy, HomeReadOnly, StoreDamaged, StoreFull or StoreTooNew.
        """
        self.path = home.database
        self._lock = lock_home(home)
        self._writing = False
        try:
            if was_made(home) and not (self.path.exists() and self.path.stat().st_size):
                raise StoreDamaged(
                    f"The database {self.path} is empty or gone, though this home has been used; "
                    "restore a backup with `os1 restore FILE`, or move the folder away to begin "
                    "anew."
                )
            self.connection = connect(self.path, key)
            with translated(self.path):
                self._migrate(home)
                mark_made(home)
        except BaseException:
            self._lock.release()
            raise

    def _migrate(self, home: Home) -> None:
        if not migrations.pending(self.connection):
            return
        before = migrations.version(self.connection)
        if before:
            self.checkpoint()
            home.backups.mkdir(mode=0o700, exist_ok=True)
            shutil.copy2(self.path, home.backups / f"before-version-{before + 1}.db")
        migrations.migrate(self.connection)

    def drop_old_copies(self) -> None:
        """Drop the copies made before a migration: they would still hold what is forgotten since."""
        for path in self.path.parent.glob("backups/before-version-*.db"):
            path.unlink(missing_ok=True)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction: all of it is on the disk when the block ends, or none of it is.

        A block inside another is part of the outer one.
        """
        if self._writing:
            yield self.connection
            return
        with translated(self.path):
            self.connection.exec_driver_sql("BEGIN IMMEDIATE")
            self._writing = True
            try:
                yield self.connection
                self.connection.exec_driver_sql("COMMIT")
            except BaseException:
                self._roll_back()
                raise
            finally:
                self._writing = False

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """The connection, with the database's own errors told in our words."""
        with translated(self.path):
            yield self.connection

    def _roll_back(self) -> None:
        driver: Any = self.connection.connection.dbapi_connection
        if driver is not None and driver.in_transaction:  # SQLite ends some failures itself
            self.connection.exec_driver_sql("ROLLBACK")

    def checkpoint(self) -> None:
        """Fold the write-ahead log into the database and empty it."""
        with translated(self.path):
            self.connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def tidy(self) -> None:
        """Daily upkeep: let SQLite look at its statistics, and empty the log."""
        with translated(self.path):
            self.connection.exec_driver_sql("PRAGMA optimize")
        self.checkpoint()

    def damaged_pages(self) -> list[str]:
        """What SQLCipher's own page check and SQLite's structure check complain of."""
        with translated(self.path):
            told = self._asked("cipher_integrity_check")
            if not told:  # with a page that can't be decrypted the structure can't be read at all
                told = self._asked("quick_check")
        return [line for line in told if line != "ok"]

    def _asked(self, pragma: str) -> list[str]:
        rows = self.connection.exec_driver_sql(f"PRAGMA {pragma}")
        return [str(row[0]) for row in rows]

    def close(self) -> None:
        try:
            self.connection.close()
            self.connection.engine.dispose()
        finally:
            self._lock.release()


def lock_home(home: Home) -> FileLock:
    """Hold the home for this process. Raises HomeBusy where another one does."""
    lock = FileLock(home.lock, mode=0o600)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise HomeBusy(
            f"Another OS1 is using {home.root}; talk to it where it runs, or stop it first."
        ) from error
    home.door.unlink(missing_ok=True)  # whoever held the home before is gone, and nobody may answer in its place
    return lock


def connect(path: Path, key: bytes) -> Connection:
    """A connection that has shown it can read the file. Raises StoreDamaged."""

    def make() -> Any:
        raw = sqlcipher.connect(str(path), check_same_thread=False, isolation_level=None)
        try:
            raw.execute("PRAGMA cipher_log_level = NONE")  # errors are told in our own words
            raw.execute("PRAGMA cipher_log_level = NONE")  # it would talk on standard error
            raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
            raw.execute("PRAGMA journal_mode = WAL")
            raw.execute("PRAGMA synchronous = FULL")
            raw.execute("PRAGMA secure_delete = ON")
            raw.execute("PRAGMA foreign_keys = ON")
            raw.execute("PRAGMA cache_size = -65536")
            raw.execute("PRAGMA temp_store = MEMORY")
        except BaseException:
            raw.close()
            raise
        return raw

    engine = create_engine(
        "sqlite://",
        creator=make,
        module=sqlcipher,
        poolclass=StaticPool,
        isolation_level="AUTOCOMMIT",  # transactions are begun and ended in words, above
    )
    with translated(path):
        return engine.connect()


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn the driver's errors into sentences."""
    try:
        yield
    except (DBAPIError, sqlcipher.Error) as error:
        told = str(error.orig if isinstance(error, DBAPIError) else error).lower()
        if "full" in told or "disk i/o" in told or "unable to open" in told:
            raise StoreFull(FULL) from error
        if "readonly" in told:
            raise HomeReadOnly(
                f"{path} can't be written, so nothing was kept; make it writable and try again."
            ) from error
        if "locked" in told or "busy" in told:
            raise HomeBusy(f"Another program is using {path}; close it and try again.") from error
        if "malformed" in told or "not a database" in told or "corrupt" in told:
            raise StoreDamaged(DAMAGED.format(name=path)) from error
        raise StoreError(f"The database couldn't do that ({told}); run `os1 doctor`.") from error
