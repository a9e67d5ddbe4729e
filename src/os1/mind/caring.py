"""Care from turn to turn: what is kept of it, the lines shown, the counts, and the notice after three hours.

Kept, on the person's own disk alone: a kind and level with times, which turns had lines, and how often help
was given by month, kind and level. No words. Off the record nothing of it is kept, and nothing counted.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from os1.memory.episodes import STRETCH
from os1.mind import care, helplines
from os1.mind.care import Doing, State
from os1.mind.moment import Moment
from os1.store import settings
from os1.store.database import Database
from os1.types import Move

NOTICE = timedelta(hours=3)
CARDS = 20  # replies whose lines can be shown again after a reload
ASKS_AFTER = care.STAYED | {"greet_back", "how_are_you", "noted", "keep_safe"}
_CLEARED = {"care": "", "care_cards": ""}


class Care:
    """What she does when it is serious, for everyone of one home."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._aside: dict[tuple[str, str], str] = {}
        self._pending: dict[str, dict[str, str]] = {}

    # --- a turn -------------------------------------------------------------------------------

    def attend(self, person_id: str, turn_id: str, moment: Moment, move: Move) -> Move:
        """The move as care has it; what is to be kept of it waits for `said`."""
        kept: dict[str, str] = {}
        ends: list[str] = []
        if moment.on_record:  # what was aside is over, and mustn't reach the disk by being gone on from
            self._aside = {key: value for key, value in self._aside.items() if key[0] != person_id}
        if moment.done.get("kind") == "forget_done":
            kept |= _CLEARED
        else:
            state = self.state(person_id)
            trusted = self.trusted(person_id)
            doing = care.proceed(state, moment, move, trusted[0])
            if doing is not None:
                kept |= self._kept(person_id, turn_id, doing, moment)
                move = care.slots_for(doing, moment, move, self._filled(person_id, doing, moment, trusted))
            elif state and state.asked and not state.open:  # not taken up: a name later on means nothing by itself
                kept["care"] = json.dumps({**asdict(state), "asked": ""})
            elif (part := care.due(state, moment.now)) and move.kind in ASKS_AFTER:
                kept["care"] = json.dumps({**asdict(state), "followed": True}) if state else ""
                ends.append(part)
        if self._notice(person_id, moment.now, kept):
            ends.append("safe.cannot" if move.kind == "keep_safe" else "notice.body")
        self._pending[turn_id] = kept
        said = move.slots.get("parts", "").split()
        ends = [part for part in ends if part not in said]
        return _ending(move, ends)

    def returned(self, person_id: str, turn_id: str, move: Move, now: datetime) -> Move:
        """The greeting of somebody who comes back, asking after it where that is due."""
        state = self.state(person_id)
        part = care.due(state, now) if move.kind == "greet_back" else ""
        if not part or state is None:
            return move
        self._pending[turn_id] = {"care": json.dumps({**asdict(state), "followed": True})}
        return _ending(move, [part])

    def withdraw(self, turn_id: str) -> None:
        """Her reply never went out."""
        self._pending.pop(turn_id, None)

    def said(self, person_id: str, turn_id: str, *, on_record: bool) -> None:
        """Her reply went out: keep what belongs to it."""
        kept = self._pending.pop(turn_id, {})
        if on_record:
            settings.put(self._database, person_id, **kept)
        else:
            self._aside |= {(person_id, name): value for name, value in kept.items() if name != "care_counts"}

    def _kept(self, person_id: str, turn_id: str, doing: Doing, moment: Moment) -> dict[str, str]:
        kept = {"care": json.dumps(asdict(doing.state))}
        if doing.trusted[0]:
            kept["trusted"] = json.dumps(doing.trusted)
        if doing.helps or doing.trusted[0]:
            cards = list(self._json(person_id, "care_cards", {}).items())[-CARDS:]
            named = doing.trusted[0]
            kept["care_cards"] = json.dumps({**dict(cards), turn_id: [doing.state.kind, doing.state.level, named]})
        if doing.helps:
            counts = self._json(person_id, "care_counts", {})
            levels = counts.setdefault(f"{moment.now:%Y-%m}", {}).setdefault(doing.state.kind, {})
            levels[doing.state.level] = levels.get(doing.state.level, 0) + 1
            kept["care_counts"] = json.dumps(counts)
        return kept

    def _filled(
        self, person_id: str, doing: Doing, moment: Moment, trusted: tuple[str, str]
    ) -> dict[str, str]:
        """The words for the pieces' slots: lines of the country, whom they trust, what to send them."""
        state = doing.state
        shown = self.lines(person_id, state.kind, state.level)
        urgent = next((line.number for line in shown if "emergency" in line.kinds), "112")
        others = [line.said for line in shown if "emergency" not in line.kinds]
        who = doing.trusted[0] or trusted[0]
        words = care.words_to_send(state, moment) if "words" in doing.parts else ""
        return {"help": others[0] if others else f"the emergency number, {urgent}", "emergency": urgent,
                "who": who, "words": f"“{words}”" if words else "", "unquoted": words}  # fmt: skip

    def _notice(self, person_id: str, now: datetime, kept: dict[str, str]) -> bool:
        """Whether talk has gone on for three hours without a rest since it began or the last notice."""
        clock = self._json(person_id, "notice", {})
        began, last = (datetime.fromisoformat(clock[k]) if k in clock else now for k in ("began", "last"))
        if now - last >= STRETCH or now < last:
            began = now
        tell = now - began >= NOTICE
        kept["notice"] = json.dumps({"began": (now if tell else began).isoformat(), "last": now.isoformat()})
        return tell

    # --- what is known ------------------------------------------------------------------------

    def state(self, person_id: str) -> State | None:
        held = self._json(person_id, "care", None)
        return State(**held) if held else None

    def trusted(self, person_id: str) -> tuple[str, str]:
        """Whom the person trusts, and their number; ("", "") where neither is known."""
        name, number = self._json(person_id, "trusted", ["", ""])
        return str(name), str(number)

    def counts(self, person_id: str) -> dict[str, dict[str, dict[str, int]]]:
        """How often help was given, by month, kind and level."""
        held: dict[str, dict[str, dict[str, int]]] = self._json(person_id, "care_counts", {})
        return held

    def country(self, person_id: str) -> tuple[str, str]:
        """The country whose lines are given, and how it is known."""
        chosen = settings.get(self._database, person_id, "country")
        return helplines.country(chosen, self.countries())

    def countries(self) -> dict[str, str]:
        """Every country there are lines for, by its code."""
        return helplines.countries(helplines.lines(self.home)[0])

    @property
    def home(self) -> Path:
        return self._database.path.parent

    def settle(self, person_id: str, country: str = "", trusted: tuple[str, str] | None = None) -> None:
        """Take the person's own word for the country they are in, or whom they trust."""
        if country:
            settings.put(self._database, person_id, country=country.upper())
        if trusted is not None:
            settings.put(self._database, person_id, trusted=json.dumps(trusted))

    def lines(self, person_id: str, kind: str, level: str) -> list[helplines.Line]:
        held, _ = helplines.lines(self.home)
        return helplines.for_country(held, self.country(person_id)[0], kind, level)

    def card(self, person_id: str, turn_id: str, words: str = "") -> dict[str, Any] | None:
        """The lines shown under her reply in a turn, or None where it had none."""
        found = self._json(person_id, "care_cards", {}).get(turn_id)
        if not found:
            return None
        kind, level, named = found
        name, number = self.trusted(person_id)
        shown = self.shown(person_id, kind, level)
        if named and name == named and number:
            dial = helplines.dialled(number)
            body = f"?body={quote(words)}" if words else ""
            links = [{"words": number, "href": f"tel:{dial}"},
                     {"words": "write to them", "href": f"sms:{dial}{body}"}]  # fmt: skip
            shown["lines"].insert(0, {"name": name[:1].upper() + name[1:], "hours": "", "links": links})
        return shown

    def shown(self, person_id: str, kind: str, level: str) -> dict[str, Any]:
        """The country and its lines, as pages show them."""
        code, how = self.country(person_id)
        rows = [{"name": line.name, "hours": line.hours, "links": line.links}
                for line in self.lines(person_id, kind, level)]  # fmt: skip
        return {"kind": kind, "level": level, "country": code, "country_name": self.countries()[code],
                "how": how, "lines": rows}  # fmt: skip

    def _json(self, person_id: str, name: str, default: Any) -> Any:
        held = self._aside.get((person_id, name))
        raw = settings.get(self._database, person_id, name) if held is None else held
        return json.loads(raw) if raw else default


def _ending(move: Move, parts: list[str]) -> Move:
    """The move, whose reply ends with pieces of these parts."""
    if not parts:
        return move
    asks = move.asks or any(part.endswith("followed_up") for part in parts)
    return Move(move.kind, move.why, move.memories, {**move.slots, "ends": " ".join(parts)}, asks)
