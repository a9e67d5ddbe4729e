"""Which voices and ears there are on this computer, which the person chose, and what to fall back on."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from os1 import plugins
from os1.config import Home
from os1.errors import EarsFailed, RubbishError, VoiceError, VoiceFailed
from os1.protocols import Ears, Voice
from os1.speech import Manner, Spoken
from os1.store import settings
from os1.store.database import Database
from os1.voice import festival, wyoming
from os1.voice.neural import python_of
from os1.voice.programs import Espeak, Flite

ORDER = ("kokoro", "pocket", "piper", "festival", "flite", "espeak")
"""What speaks where nothing was chosen, the best first: what the person added, then what the system has."""
ADDED = ORDER[:3]
SERVER, BROWSER = "wyoming", "browser"
GOOD_BROWSERS = ("darwin", "win32", "android")
"""Systems whose own voices, as the browser has them, are better than what speaks below without a download."""
LIKED = ("Samantha", "Ava", "Allison", "Microsoft Aria", "Microsoft Jenny", "Microsoft Zira")
OWN_EARS = "moonshine"
Part = TypeVar("Part", Voice, Ears)
_THERE: Mapping[str, Callable[[], bool]] = {"festival": lambda: festival.found() is not None, "flite": Flite.there, "espeak": Espeak.there}


@dataclass(frozen=True, slots=True)
class Choice:
    """What the person chose: a plug-in by name ("" for none) and where it is, a folder or HOST:PORT. `agreed` is the host
    they let words or sound leave for."""

    name: str = ""
    at: str = ""
    agreed: str = ""


NONE = Choice()


def chosen(database: Database, person_id: str, kind: str) -> Choice:
    """The voice ("voice") or ears ("ears") chosen."""
    return Choice(*(settings.get(database, person_id, f"spoken_{kind}{end}") for end in ("", "_at", "_agreed")))


def choose(database: Database, person_id: str, kind: str, name: str, at: str = "", agrees: str = "") -> None:
    """Choose one. Raises RubbishError for one that isn't there, and for a host that wasn't agreed to."""
    known = sorted([*plugins.voices(), BROWSER] if kind == "voice" else plugins.ears())
    if name not in known:
        raise RubbishError(f"There is no {'voice' if kind == 'voice' else 'kind of ears'} called {name}; there are: {', '.join(known)}.")
    host = ""
    if name == SERVER:
        at = at or chosen(database, person_id, kind).at
        host = wyoming.leaves(at)
        if host and host != agrees:
            raise RubbishError(f"{leaving(kind, host)} Say --leaves as well if you agree.")
    settings.put(database, person_id, **{f"spoken_{kind}": name, f"spoken_{kind}_at": at, f"spoken_{kind}_agreed": host})


def leaving(kind: str, host: str) -> str:
    """What is said before anybody agrees to a host."""
    what = "Everything I say aloud, which tells what you told me," if kind == "voice" else "The sound of everything you say to me"
    return f"{what} will leave this computer to {host}. Whoever runs it can {'read it' if kind == 'voice' else 'listen to it'}."


def there(home: Home, name: str) -> bool:
    """Whether a voice of `ORDER` is on this computer."""
    return python_of(home.root / "voices" / name).exists() if name in ADDED else _THERE[name]()


def available(home: Home) -> list[str]:
    """The voices of `ORDER` that are on this computer, the best first."""
    return [name for name in ORDER if there(home, name)]


def opened(home: Home, name: str, choice: Choice = NONE) -> Voice:
    """One voice by name. Raises VoiceFailed."""
    return _made(plugins.voices(), home, name, choice, "voice", VoiceFailed)


def open_ears(home: Home, choice: Choice) -> tuple[Ears, list[str]]:
    """The ears chosen, or her own where they can't be opened, and what is to be told of it. Raises EarsFailed."""
    found, notes = plugins.ears(), []
    if choice.name and choice.name != OWN_EARS:
        try:
            return _made(found, home, choice.name, choice, "ears", EarsFailed), []
        except EarsFailed as error:
            notes.append(str(error))
    return _made(found, home, OWN_EARS, NONE, "ears", EarsFailed), notes


def _made(found: Mapping[str, type[Part]], home: Home, name: str, choice: Choice, kind: str, failed: type[VoiceError]) -> Part:
    """A plug-in is called with where it is, if that is known: the folder or server chosen, or its folder in the home."""
    if name not in found:
        raise failed(f"{name} isn't installed any more; choose another with `os1 {kind} use NAME`.")
    at, folder = choice.at if choice.name == name else "", home.root / ("voices" if kind == "voice" else "ears") / name
    if name == SERVER and at and wyoming.leaves(at) not in ("", choice.agreed):
        raise failed(f"You didn't agree that anything leaves for {wyoming.leaves(at)}: os1 {kind} use {name} --at {at}")
    where = at or (str(folder) if folder.is_dir() else "")
    make: Callable[..., Part] = found[name]
    return make(where) if where else make()


def of_browser(home: Home, choice: Choice, local: Sequence[str]) -> str:
    """Which of a browser's own voices is to speak, "" for none: where it was chosen, and where nothing was and the
    system's are good."""
    own = choice.name == "" and sys.platform in GOOD_BROWSERS and not {*available(home)} & {*ADDED}
    if not local or not (choice.name == BROWSER or own):
        return ""
    liked = [name for wished in (choice.at, *LIKED) if wished for name in local if name.startswith(wished)]
    return (liked or list(local))[0]


class HerVoice:
    """The voice chosen, and the next best wherever one fails: she doesn't fall silent over a broken engine.

    `notes` are sentences for the person, one for each that failed; they are the caller's to tell and clear.
    """

    def __init__(self, home: Home, choice: Choice) -> None:
        """Raises VoiceFailed where nothing here can speak."""
        self._home, self._choice = home, choice
        first = [choice.name] if choice.name not in ("", BROWSER) else []
        self._left = first + [name for name in available(home) if name not in first]
        self.notes: list[str] = []
        self._voice = self._next()
        self.name, self.label = self._voice.name, self._voice.label

    def _next(self) -> Voice:
        while self._left:
            try:
                return opened(self._home, self._left.pop(0), self._choice)
            except VoiceFailed as error:
                self.notes.append(str(error))
        raise VoiceFailed(how_to_get())

    def say(self, text: str, manner: Manner) -> Spoken:
        """One clause, from the best voice that can. Raises VoiceFailed."""
        while True:
            try:
                return self._voice.say(text, manner)
            except VoiceFailed as error:
                self.notes.append(str(error))
                self._voice.close()
                self._voice = self._next()
                self.name, self.label = self._voice.name, self._voice.label

    def close(self) -> None:
        self._voice.close()


def how_to_get() -> str:
    """How to give this computer a voice, in one line for the system it runs."""
    if sys.platform == "win32":
        return "For a voice on this computer: winget install eSpeak-NG.eSpeak-NG, or a better one, downloaded: os1 voice add kokoro"
    if sys.platform == "darwin":
        return "For a voice on this computer: brew install flite, or a better one, downloaded: os1 voice add kokoro"
    system = f"{_release().get('ID', '')} {_release().get('ID_LIKE', '')}"
    for like, command in (
        ("debian", "sudo apt install festival festvox-us-slt-hts flite"),
        ("fedora", "sudo dnf install festival festvox-slt-arctic-hts flite"),
        ("arch", "sudo pacman -S flite"),
    ):
        if like in system:
            return f"For a voice on this computer: {command}"
    return "For a voice on this computer, install Festival with its slt-hts voice, or flite, as your system does it."


def _release() -> dict[str, str]:
    try:
        return platform.freedesktop_os_release()
    except OSError:
        return {}
