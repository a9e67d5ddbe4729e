"""Where things are on this machine, and the few settings there are."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from platformdirs import user_data_path

from os1.errors import HomeError, HomeReadOnly

DEFAULT_PORT = 2013


@dataclass(frozen=True, slots=True)
class Home:
    """The folder in which everything of one person lives."""

    root: Path

    @property
    def database(self) -> Path:
        return self.root / "os1.db"

    @property
    def key_file(self) -> Path:
        """The bare key (64 hex digits), only where nothing better could hold it."""
        return self.root / "key"

    @property
    def wraps(self) -> Path:
        """The key as wrapped by keyring, passphrase and recovery code (JSON)."""
        return self.root / "key.json"

    @property
    def lock(self) -> Path:
        return self.root / "os1.lock"

    @property
    def door(self) -> Path:
        """Where a running house tells its own command how to reach it (JSON), for this person's eyes alone."""
        return self.root / "door.json"

    @property
    def backups(self) -> Path:
        return self.root / "backups"


def find_home(given: str | None = None) -> Home:
    """The home named by `given`, else by OS1_HOME, else the platform's data folder; made if new.

    Raises HomeError where it can't be a folder, HomeReadOnly where it can't be written.
    """
    named = given or os.environ.get("OS1_HOME") or ""
    root = Path(named).expanduser() if named else user_data_path("os1", appauthor=False)
    if root.exists() and not root.is_dir():
        raise HomeError(f"{root} is a file, not a folder; name another place with --home.")
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = root / f".writable-{os.getpid()}"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise HomeReadOnly(
            f"Nothing can be written in {root} ({error.strerror or error}); "
            "make it writable or name another place with --home."
        ) from error
    return Home(root.resolve())


class SystemClock:
    """The machine's own clock, in the machine's own time zone."""

    def now(self) -> datetime:
        return datetime.now().astimezone()
