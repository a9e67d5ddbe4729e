"""Whether, when and why she speaks first: at the first start, and when somebody comes back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from os1.listening.phrases import topic
from os1.listening.spoken_dates import say_when
from os1.memory import episodes, people, plans, recall, reminding
from os1.memory.episodes import Shelf
from os1.types import Memory, Move, Utterance

AWAY = timedelta(hours=3)
"""Silence after which coming back is met with a word."""


def first_words(name: str | None, on_mind: str, clause: str, about: str) -> Move:
    """Her very first words, taking up what the person said was on their mind."""
    slots = {"name": name or "", "clause": clause, "topic": about}
    why = ["this was the first time we met, so I said who and what I am"]
    if on_mind:
        why.append("you had told me what was on your mind")
    return Move("greet_first", tuple(why), (), {k: v for k, v in slots.items() if v}, asks=True)


def welcome_back(shelf: Shelf, person_id: str, name: str | None, now: datetime) -> Move | None:
    """A greeting for somebody who has been away; None where the talk is still warm.

    She asks after a plan whose day has come, else says what was talked about last.
    """
    said = episodes.latest(shelf, person_id, 40)
    if not said or now - said[-1].said_at < AWAY:
        return None
    slots = {"name": name} if name else {}
    follow = reminding.follow_up(shelf, person_id, now, topic)
    if follow is not None:
        plans.asked_after(shelf, int(follow.memory.id[1:]))
        slots |= {"follow_topic": follow.topic, "follow_when": follow.when}
        why = f"you had told me about {follow.topic}, and its day has come"
        return Move("greet_back", ("you came back", why), (follow.memory.id,), slots, asks=True)
    last = _worth_recalling(shelf, person_id, said)
    if last is not None:
        called = topic(last.quote)
        slots |= {"when": say_when(last.said_at, now), **({"topic": called} if called else {})}
        if called:
            return Move("greet_back", ("you came back, and I remembered what we'd talked about",),
                        (last.id,), slots)  # fmt: skip
        slots.pop("when")
    return Move("greet_back", ("you came back",), (), slots)


def _worth_recalling(shelf: Shelf, person_id: str, said: Sequence[Utterance]) -> Memory | None:
    """The last thing told that has a name and wasn't taken back."""
    told = recall.told(shelf, {u.id: u for u in said if u.speaker == "person"})
    held = people.circle(shelf, person_id)
    for number in sorted(told, reverse=True)[:6]:
        if topic(told[number].text) and not people.in_quiet(held, told[number].text):
            return recall.as_memory(told[number])
    return None
