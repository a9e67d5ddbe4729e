"""Commands that look after the home: export, backup, restore, key, doctor."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from os1.cli.opening import open_house
from os1.config import Home, find_home
from os1.errors import HomeBusy, RubbishError, VoiceError
from os1.memory import archive
from os1.store import backups, checkup
from os1.store.database import lock_home
from os1.store.keys import drop_passphrase, new_recovery_code, recover, set_passphrase
from os1.voice import trying, voices
from os1.voice.stt import Moonshine

Adder = Callable[[str, str], argparse.ArgumentParser]
SHORTEST = 8


def add_commands(command: Adder) -> None:
    export = command("export", "write everything she remembers as JSON Lines, or as Markdown to read")
    export.add_argument("file", nargs="?", metavar="FILE",
                        help="where to (standard output); one that ends in .md is for reading")  # fmt: skip
    export.set_defaults(run=_export)
    backup = command("backup", "write an encrypted copy of the home")
    backup.add_argument("file", nargs="?", metavar="FILE", help="where to (the home's backups)")
    backup.set_defaults(run=_backup)
    restore = command("restore", "bring a backup back")
    restore.add_argument("file", metavar="FILE", help="the backup")
    restore.add_argument("--recovery", metavar="CODE", help="the recovery code of that backup")
    restore.set_defaults(run=_restore)
    key = command("key", "lock the home with a passphrase, unlock it, or renew the recovery code")
    key.add_argument(
        "action", choices=("passphrase", "unlock", "recovery", "recover"),
        help="passphrase: lock the home with one; unlock: without one again; recovery: a new "
        "recovery code; recover: open a locked home with the code",
    )  # fmt: skip
    key.set_defaults(run=_key)
    doctor = command("doctor", "say what is wrong, if anything, and what to do")
    doctor.set_defaults(run=_doctor)


def _export(given: argparse.Namespace) -> int:
    with open_house(given.home) as house:
        written = archive.journal if str(given.file).lower().endswith(".md") else archive.export
        lines = written(house.shelf, house.person.id)
        if given.file is None:
            for line in lines:
                print(line)
            return 0
        try:
            count = archive.write_export(Path(given.file), lines)
        except OSError as error:
            raise RubbishError(f"{given.file} can't be written ({error.strerror}).") from error
    print(f"{count} lines written to {given.file}. They aren't encrypted: they are yours to guard.",
          file=sys.stderr)  # fmt: skip
    return 0


def _backup(given: argparse.Namespace) -> int:
    with open_house(given.home) as house:
        path = backups.backup(house.home, house.database, house.clock.now(), given.file)
    print(f"Backed up to {path}. It opens with this home's passphrase or recovery code.")
    return 0


def _restore(given: argparse.Namespace) -> int:
    home = find_home(given.home)
    code = given.recovery
    passphrase = os.environ.get("OS1_PASSPHRASE")
    lock = lock_home(home)
    try:
        warning = backups.restore(home, Path(given.file), code=code, passphrase=passphrase)
    finally:
        lock.release()
    if warning:
        print(warning, file=sys.stderr)
    print(f"Restored from {given.file}. What you had her forget since stays forgotten.")
    return 0


def _key(given: argparse.Namespace) -> int:
    if given.action == "recover":
        home = find_home(given.home)
        warning = recover(home, _ask("Recovery code: ", "OS1_RECOVERY"))
        print(warning or "The home is open again; the keyring holds its key.")
        return 0
    with open_house(given.home) as house:
        home, key = house.home, house.opened.key
        if given.action == "recovery":
            print(f"The new recovery code is {new_recovery_code(home, key)}. The old one is void.")
        elif given.action == "unlock":
            warning = drop_passphrase(home, key)
            print(warning or "The home is open without a passphrase; the keyring holds its key.")
        else:
            set_passphrase(home, key, _new_passphrase())
            print("The home is locked. Only this passphrase or the recovery code opens it now.")
    return 0


def _new_passphrase() -> str:
    chosen = _ask("New passphrase: ", "OS1_NEW_PASSPHRASE")
    if len(chosen) < SHORTEST:
        raise RubbishError(f"Choose a passphrase of at least {SHORTEST} characters.")
    if sys.stdin.isatty() and getpass.getpass("The same again: ") != chosen:
        raise RubbishError("The two weren't the same; nothing was changed.")
    return chosen


def _ask(prompt: str, variable: str) -> str:
    """A secret from the environment, else from whoever sits at the terminal."""
    given = os.environ.get(variable)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise RubbishError(f"Nobody is here to ask: set {variable}, or use a terminal.")
    return getpass.getpass(prompt)


def _speech(home: Home) -> Iterator[tuple[bool, str]]:
    """Ears and voice, tried on each other: (whether it is well, a sentence)."""
    try:
        ears = Moonshine()
    except VoiceError as error:
        yield False, str(error)
        return
    try:
        voice = voices.HerVoice(home, voices.Choice())
    except VoiceError as error:
        yield True, f"{error} {voices.how_to_get()}"
        ears.close()
        return
    try:
        heard, words = trying.loop(ears, voice)
        yield heard, (f"Her voice ({voice.label}) and her ears ({ears.name}) understand each other."
                      if heard else f"She said “{trying.SENTENCE}” ({voice.label}) and heard “{words}” ({ears.name}).")  # fmt: skip
    except VoiceError as error:
        yield False, str(error)
    finally:
        ears.close()
        voice.close()


def _doctor(given: argparse.Namespace) -> int:
    home = find_home(given.home)
    try:
        lock_home(home).release()
    except HomeBusy as error:
        print(f"note  {error} The database wasn't looked into.")
        return 0
    problems = 0
    for fine, line in checkup.examine(home, os.environ.get("OS1_PASSPHRASE")):
        problems += not fine
        print(f"{'ok   ' if fine else 'WRONG'} {line}", flush=True)
    for fine, line in _speech(home):
        problems += not fine
        print(f"{'ok   ' if fine else 'WRONG'} {line}", flush=True)
    print("Everything is as it should be." if not problems else
          f"{problems} thing{'s' if problems > 1 else ''} to look after, as said above.")  # fmt: skip
    return 1 if problems else 0
