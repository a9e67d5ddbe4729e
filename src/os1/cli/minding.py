"""Commands for who finds her words: `minds`, `mind`, `token`, `why`; they work on a closed home and beside a running one."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import httpx2

from os1 import minds as choosing
from os1.channels.web.minds import act_on
from os1.cli.keeping import Adder
from os1.cli.opening import open_house
from os1.config import DEFAULT_PORT, find_home
from os1.errors import HomeBusy, RubbishError
from os1.memory import replies
from os1.mind.chat.wire import Faltered
from os1.store import minds

PATIENCE = 15.0  # seconds for a running house to answer
KEY = "OS1_MODEL_KEY"


def add_commands(command: Adder) -> None:
    listed = command("minds", "list the language models that could find her words; `minds try NAME` measures one")
    listed.add_argument("action", nargs="?", choices=("try",), help="try: run the sixty situations against one")
    listed.add_argument("name", nargs="?", metavar="NAME", help="which one")
    listed.add_argument("--agree", action="store_true", help="agree that the made-up words of the trial go to its host")
    listed.add_argument("--json", action="store_true", help="print JSON")
    listed.set_defaults(run=_minds)
    mind = command("mind", "choose who finds her words; `plain` is always there")
    mind.add_argument("action", choices=("use", "undo", "add", "remove", "revoke"),
                      help="use NAME; undo the last change; add a server by hand; remove NAME; revoke HOST")  # fmt: skip
    mind.add_argument("name", nargs="?", default="", metavar="NAME", help="the mind (or, for revoke, the host)")
    mind.add_argument("--url", default="", help="add: the address, such as https://api.example.com/v1")
    mind.add_argument("--model", default="", help="add: the model (else the first a server on this computer lists)")
    mind.add_argument("--key", action="store_true", help=f"add: ask for a key, or take it from {KEY}")
    mind.add_argument("--agree", action="store_true", help="use: agree that your words go to its host")
    mind.set_defaults(run=_mind)
    token = command("token", "let another program talk to her over /v1, or list those that may")
    token.add_argument("name", nargs="?", default="", metavar="PROGRAM", help="what to call the program")
    token.add_argument("--drop", action="store_true", help="take its token back")
    token.set_defaults(run=_token)
    reflect = command("reflect", "let a model on this computer point at facts in what was said lately")
    reflect.set_defaults(run=_reflect)
    why = command("why", "say why she said what she said last")
    why.add_argument("--prompt", action="store_true", help="print what was sent to the language model, word for word")
    why.set_defaults(run=_why)


def _ask(home: str | None, act: Mapping[str, Any] | None) -> dict[str, Any]:
    """Do an act on the minds, or only read; in the home where it is closed, through the running house where it isn't."""
    try:
        with open_house(home) as house:

            async def done() -> dict[str, Any]:
                said = await act_on(house, dict(act)) if act else ""
                told = {**await choosing.told(house), "done": said}
                await house.tongue.aclose()
                return told

            return asyncio.run(done())
    except HomeBusy:
        return _through_door(home, "/minds/told", act)


def _through_door(home: str | None, path: str, act: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Ask the house that is running. Raises HomeBusy where it has no door, RubbishError with what it says."""
    try:
        door = json.loads(find_home(home).door.read_text("utf-8"))
        url, headers = f"http://127.0.0.1:{door['port']}{path}", {"authorization": f"Bearer {door['token']}"}
        with httpx2.Client(trust_env=False, timeout=PATIENCE) as http:
            answer = http.get(url, headers=headers) if act is None else http.post(url, headers=headers, json=dict(act))
            told = answer.json()
    except (OSError, ValueError, KeyError, httpx2.HTTPError) as error:
        raise HomeBusy("OS1 is open elsewhere, in a terminal perhaps: say /minds or /mind NAME there, or close it first.") from error
    if answer.status_code != 200:
        raise RubbishError(told.get("problem", "The running OS1 wouldn't do that."))
    return dict(told)


def _minds(given: argparse.Namespace) -> int:
    if given.action == "try":
        from os1.cli import trying

        return trying.try_out(given.home, given.name or "", agree=given.agree)
    told = _ask(given.home, None)
    print(json.dumps(told, ensure_ascii=False) if given.json else "\n".join(choosing.lines(told)))
    return 0


def _mind(given: argparse.Namespace) -> int:
    act: dict[str, Any] = {"act": given.action, "name": given.name, "host": given.name}
    if given.action in ("use", "remove", "revoke") and not given.name:
        raise RubbishError(f"Say which: os1 mind {given.action} NAME.")
    if given.action == "add":
        key = _key() if given.key else ""
        act |= {"url": given.url, "model": given.model, "key": key}
    if given.action == "use":
        act["agree"] = _agrees(given.home, given.name, asks=not given.agree)
    print(_ask(given.home, act)["done"])
    return 0


def _agrees(home: str | None, name: str, *, asks: bool) -> str:
    """The host that words may leave for: asked about once per host, or agreed to beforehand; nobody there to ask means no."""
    told = _ask(home, None)
    exact = [each for each in told["minds"] if each["name"] == name]
    wanted = exact or [each for each in told["minds"] if name.lower() in each["name"].lower()]
    if len(wanted) != 1 or not wanted[0]["leaves"] or wanted[0]["agreed"]:
        return ""
    host = str(wanted[0]["host"])
    if not asks or not sys.stdin.isatty():
        return "" if asks else host
    print(choosing.leaving(host))
    return host if input("Agree? [y/N] ").strip().lower() in ("y", "yes") else ""


def _key() -> str:
    held = os.environ.get(KEY)
    if held is not None:
        return held.strip()
    if not sys.stdin.isatty():
        raise RubbishError(f"Nobody is here to ask for the key: set {KEY}, or use a terminal.")
    return getpass.getpass("Key: ").strip()


def _reflect(given: argparse.Namespace) -> int:
    with open_house(given.home) as house:
        now = minds.chosen(house.database, house.person.id)
        if now is None or now.leaves:
            raise RubbishError("Reflecting takes a language model on this computer: os1 mind use NAME. Memory works without.")
        try:
            proposals = asyncio.run(choosing.reflect(house))
        except Faltered as error:
            raise RubbishError(f"The model couldn't do it: {error}.") from error
    for each in proposals:
        told = each.statement
        print(f"{f'kept: {told.subject} {told.predicate} {told.value}' if told else f'not kept, {each.refused}'}  (u{each.number}: “{each.words}”)")
    print("" if proposals else "Nothing to reflect on: too little was said since the last time, or it found nothing.", end="\n" * (not proposals))
    return 0


def _token(given: argparse.Namespace) -> int:
    if not given.name:
        held = _ask(given.home, None)["programs"]
        print("\n".join(f"{each['name']:<30} since {each['at'][:10]}" for each in held) or "No program may talk to her but this one.")
        return 0
    done = _ask(given.home, {"act": "shut_out" if given.drop else "let_in", "name": given.name})["done"]
    print(done)
    if not given.drop:
        door = find_home(given.home).door
        port = json.loads(door.read_text("utf-8"))["port"] if door.exists() else DEFAULT_PORT
        print(f"That is the token for {given.name}, shown this once. The address is http://127.0.0.1:{port}/v1, the model “samantha”.", file=sys.stderr)
    return 0


def _why(given: argparse.Namespace) -> int:
    try:
        with open_house(given.home) as house:
            sent = minds.last_prompt(house.database, house.person.id)
            last = replies.latest_moves(house.shelf, house.person.id, 1)
    except HomeBusy:
        if not given.prompt:
            raise
        sent, last = _through_door(given.home, "/minds/prompt"), []
    if given.prompt:
        print("\n".join(prompt_lines(sent)))
    elif last:
        print("\n".join(f"- {reason}" for reason in last[-1].why) or "There was nothing behind it but manners.")
    else:
        print("She hasn't said anything yet.")
    return 0


def prompt_lines(sent: Mapping[str, Any]) -> Iterator[str]:
    """What was sent for the last reply, as it is read in a terminal."""
    if not sent:
        yield "Nothing was sent: her last words were found in the house, without a language model."
        return
    where = f"left this machine to {sent['host']}" if sent["leaves"] else "stayed on this computer"
    where = "didn't arrive there" if sent["fault"] == "dead" else where
    yield f"Sent to {sent['mind']}; it {where}. {'' if sent['counted'] else 'About '}{sent['tokens']} tokens.\n"
    if sent["refused"]:
        yield "A fuller one went first, and was refused:\n"
        yield from _message_lines(sent["refused"])
        yield "Then:\n"
    yield from _message_lines(sent["messages"])
    if sent["tools"]:
        yield f"--- tools offered ---\n{json.dumps(sent['tools'], ensure_ascii=False)}\n"
    if sent["fault"]:
        yield f"It faltered ({sent['fault']}); she went on by herself."
    if sent["kept_back"]:
        yield "Kept from being said: " + ", ".join(f"{name} {times}" for name, times in sent["kept_back"].items())


def _message_lines(messages: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for message in messages:
        called = "".join(f"called {c['function']['name']} {c['function']['arguments']}\n" for c in message.get("tool_calls", ()))
        yield f"--- {message['role']} ---\n{called}{message['content']}\n"
