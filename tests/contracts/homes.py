"""Homes for tests of the store: real ones in a temporary folder, and never the person's keyring."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import keyring
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import PasswordDeleteError

from os1.config import Home, find_home
from os1.house import House
from os1.listening.encoder import MiniLM
from os1.memory.episodes import Shelf
from os1.store.database import Database
from os1.store.keys import open_key
from os1.testing import SetClock
from os1.types import Utterance

ME = "someone"
MONDAY = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)

keyring.set_keyring(NoKeyring())  # type: ignore[no-untyped-call]  # whichever test comes first, this machine's own isn't touched


class KeptInMemory(KeyringBackend):
    """A keyring that holds its passwords as long as it lives, and can be locked."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the package leaves it bare
        self.held: dict[tuple[str, str], str] = {}

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.held:
            raise PasswordDeleteError("it isn't here")
        del self.held[service, username]


def a_home(folder: Path, name: str = "home") -> Home:
    """A home's folder, made where it isn't there yet."""
    return find_home(str(folder / name))


def a_database(folder: Path, name: str = "home") -> Database:
    """The database of a home."""
    home = a_home(folder, name)
    return Database(home, open_key(home).key)


def a_shelf(folder: Path) -> Shelf:
    """What remembering works with, on a database of its own."""
    return Shelf(a_database(folder), MiniLM(), {})


def a_house(folder: Path, at: datetime = MONDAY) -> House:
    """A whole house whose clock stands at `at`."""
    return House(a_home(folder), SetClock(at))


def keep(shelf: Shelf, turn_id: str, text: str, at: datetime = MONDAY) -> Utterance:
    """Words of the person's, kept under the person `ME`."""
    from os1.memory import episodes

    return episodes.keep(shelf, ME, turn_id, "person", text, at)
