"""Commands for how she sounds and hears: `voice` and `ears`, which list, try, add and choose."""

from __future__ import annotations

import argparse
import sys
import time
import wave
from pathlib import Path

from os1 import plugins
from os1.cli.keeping import Adder
from os1.cli.opening import open_house
from os1.config import find_home
from os1.errors import NoMicrophone, RubbishError
from os1.speech import Manner, Spoken
from os1.voice import getting, voices, wyoming
from os1.voice.sound import to_pcm

GREETINGS = {
    "kokoro": "Hi. It's me, with a warmer voice. I hope you like how I sound.",
    "pocket": "Hello there. I took a small voice with me, and it goes a long way.",
    "piper": "Hey, it's me. I've been practising, can you tell?",
    "festival": "Hello. I'm Samantha, and I'm glad you're here.",
    "flite": "Hi, it's Samantha. I sound a little plain like this, but it's still me.",
    "espeak": "Hello, this is Samantha. I'm sorry about the voice, it's the only one I could find.",
    "wyoming": "Hello from the other room. It's me, Samantha.",
}
GREETING = "Hello, it's Samantha. This is another way I can sound."


def add_commands(command: Adder) -> None:
    voice = command("voice", "list the voices she can speak with; try, choose or add one")
    voice.add_argument("action", nargs="?", choices=("try", "use", "add"), help="try: hear it; use: choose it; add: download it")
    voice.add_argument("name", nargs="?", default="", metavar="NAME", help="which voice")
    voice.add_argument("-o", "--output", metavar="FILE", help="try: write what she says to a WAV file instead of playing it")
    _add_where(voice)
    voice.set_defaults(run=_voice)
    ears = command("ears", "list what she can hear with; choose another")
    ears.add_argument("action", nargs="?", choices=("use",), help="use: choose it")
    ears.add_argument("name", nargs="?", default="", metavar="NAME", help="which ears")
    _add_where(ears)
    ears.set_defaults(run=_ears)


def _add_where(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--at", default="", metavar="WHERE", help="use: the folder of a model, or HOST:PORT of a Wyoming server")
    parser.add_argument("--leaves", action="store_true", help="use: agree that words or sound leave this computer for that server")


def _voice(given: argparse.Namespace) -> int:
    if given.action and not given.name:
        raise RubbishError(f"Say which: os1 voice {given.action} NAME.")
    if given.action == "add":
        return _add(given)
    if given.action == "try":
        return _try(given)
    if given.action == "use":
        return _use(given, "voice")
    home = find_home(given.home)
    with open_house(given.home) as house:
        choice = voices.chosen(house.database, house.person.id, "voice")
    here = voices.available(home)
    found = plugins.voices()
    elsewhere = sorted(found.keys() - set(voices.ORDER))
    now = choice.name if choice.name in (*here, *elsewhere) else next(iter(here), "")
    for name in (*voices.ORDER, *elsewhere):
        state = "here" if name in here or name in elsewhere else "to be added" if name in voices.ADDED else "not on this computer"
        if name == voices.SERVER:
            state = choice.at if choice.name == name else "a server: --at HOST:PORT"
        chosen = ", chosen" if name == choice.name else ""
        print(f"{'*' if name == now else ' '} {name:<10} {found[name].label:<18} {state}{chosen}")
    print(f"\n{'* speaks now' if now else 'Nothing here can speak.'}. Hear one: os1 voice try NAME. Choose: os1 voice use NAME."
          f" Download: os1 voice add {' or '.join(voices.ADDED)}.")  # fmt: skip
    if not {"festival", "flite"} & set(here):
        print(voices.how_to_get())
    return 0


def _ears(given: argparse.Namespace) -> int:
    if given.action:
        if not given.name:
            raise RubbishError("Say which: os1 ears use NAME.")
        return _use(given, "ears")
    with open_house(given.home) as house:
        choice = voices.chosen(house.database, house.person.id, "ears")
    now = choice.name or voices.OWN_EARS
    for name in sorted(plugins.ears()):
        print(f"{'*' if name == now else ' '} {name:<18} {choice.at if name == choice.name else ''}".rstrip())
    print("\n* hears now. Choose: os1 ears use NAME, with --at for a folder or a server.")
    return 0


def _use(given: argparse.Namespace, kind: str) -> int:
    """Choose, asking once about a host that isn't this computer where somebody is there to be asked."""
    agrees = host = ""
    if given.name == voices.SERVER and given.at:
        host = wyoming.leaves(given.at)
        agrees = host if given.leaves else ""
    if host and not agrees and sys.stdin.isatty():
        print(voices.leaving(kind, host))
        agrees = host if input("Agree? [y/N] ").strip().lower() in ("y", "yes") else ""
    with open_house(given.home) as house:
        voices.choose(house.database, house.person.id, kind, given.name, given.at, agrees)
    if kind == "voice" and given.name in voices.ORDER and not voices.there(find_home(given.home), given.name):
        how = f"os1 voice add {given.name}" if given.name in voices.ADDED else voices.how_to_get()
        print(f"Chosen, but it isn't here yet, so I speak with the next best. {how}")
    else:
        print(f"I {'speak' if kind == 'voice' else 'hear'} with {given.name} from now on.")
    return 0


def _add(given: argparse.Namespace) -> int:
    """Download a voice, telling how far it is on one line; Ctrl-C stops it and leaves nothing half done."""
    if given.name not in getting.RECIPES:
        raise RubbishError(f"{given.name} is none that can be added; there are: {', '.join(getting.RECIPES)}.")
    shown, live = [0.0, 0], sys.stdout.isatty()

    def tell(how_far: str) -> None:
        if live and (time.monotonic() - shown[0] > 0.1 or "MB" not in how_far):
            print(f"\r{how_far:<{int(shown[1])}}", end="", flush=True)
            shown[:] = time.monotonic(), len(how_far)

    try:
        getting.add(getting.RECIPES[given.name], find_home(given.home).root / "voices" / given.name, tell)
    except KeyboardInterrupt:
        print("\nStopped; nothing was changed.", file=sys.stderr)
        return 130
    finally:
        print(end="\n" if live and shown[1] else "")
    print(f"{given.name} is here. Hear it: os1 voice try {given.name}")
    return 0


def _try(given: argparse.Namespace) -> int:
    """Her greeting in one voice, aloud or into a file."""
    home = find_home(given.home)
    choice = voices.Choice(given.name, given.at, wyoming.leaves(given.at) if given.at and given.leaves else "")
    if not given.at:
        with open_house(given.home) as house:
            choice = voices.chosen(house.database, house.person.id, "voice")
    voice = voices.opened(home, given.name, choice)
    try:
        spoken = voice.say(GREETINGS.get(given.name, GREETING), Manner())
    finally:
        voice.close()
    if given.output:
        try:
            _write(Path(given.output), spoken)
        except OSError as error:
            raise RubbishError(f"{given.output} can't be written: {error.strerror or error}.") from error
        print(f"{spoken.seconds:.1f} s in {given.output}")
    else:
        _play(spoken)
    return 0


def _write(file: Path, spoken: Spoken) -> None:
    with file.open("wb") as out, wave.open(out, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(spoken.rate)
        written.writeframes(to_pcm(spoken.sound))


def _play(spoken: Spoken) -> None:
    try:
        import sounddevice
    except (ImportError, OSError) as error:  # OSError where PortAudio, which it calls, is missing
        raise NoMicrophone("There is no loudspeaker to use here; write it to a file instead: -o FILE.wav") from error
    try:
        sounddevice.play(spoken.sound, spoken.rate, blocking=True)
    except sounddevice.PortAudioError as error:
        raise NoMicrophone("The loudspeaker can't be used; write it to a file instead: -o FILE.wav") from error
