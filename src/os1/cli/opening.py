"""Opening a home for a command, and what the person must be told as it opens."""

from __future__ import annotations

import getpass
import os
import sys

from os1.config import find_home
from os1.errors import PassphraseNeeded
from os1.house import House
from os1.protocols import Clock


def open_house(given: str | None, clock: Clock | None = None) -> House:
    """The house of a home, asking for the passphrase where it is locked and somebody is there."""
    home = find_home(given)
    passphrase = os.environ.get("OS1_PASSPHRASE")
    try:
        house = House(home, clock, passphrase)
    except PassphraseNeeded:
        if passphrase is not None or not sys.stdin.isatty():
            raise
        house = House(home, clock, getpass.getpass("Passphrase: "))
    tell_once(house)
    return house


def tell_once(house: House) -> None:
    """On the first start: the recovery code, and where the key lies if no keyring holds it."""
    opened = house.opened
    if opened.recovery_code:
        print(
            f"Your recovery code is {opened.recovery_code}. Write it down and keep it apart from "
            "this computer: it opens your memories if everything else is lost, and is not shown "
            "again.",
            file=sys.stderr,
        )
        if opened.warning:
            print(opened.warning, file=sys.stderr)
