"""What comes back to her of itself: a likeness, a plan whose day has come, whom the talk is about."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from os1.listening.spoken_dates import say_when
from os1.memory import beliefs, episodes, facts, people, plans, recall
from os1.memory.episodes import Shelf
from os1.memory.wording import stems
from os1.store.tables import entity, mention
from os1.types import Heard, Memory, Mention, Utterance

ALIKE = 0.5  # cosine from which an old remark is worth bringing up
OLD_ENOUGH = timedelta(hours=20)
SHORT_ENOUGH = 120


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A plan whose day has come: the thing, in words, and when it was."""

    memory: Memory
    topic: str
    when: str


def reminded_of(
    shelf: Shelf, person_id: str, said: Utterance, heard: Heard, already: Collection[str]
) -> Memory | None:
    """Something the person told days ago that today's words are close to, not brought up lately."""
    words = said.text[:400]
    vector = shelf.encoder.encode([words])[0]
    found = recall.search(
        shelf, person_id, words, most=4, vector=vector, before=said.id, told_only=True
    )
    near = shelf.index(person_id)
    alike = near.similarity(vector, [int(m.source[1:]) for m in found])
    own = stems(said.text)
    held = people.circle(shelf, person_id)
    for memory in found:
        if people.in_quiet(held, memory.quote):
            continue
        names = stems(" ".join(f"{m.name} {m.relation}" for m in heard.mentions))
        fresh = memory.id not in already and said.said_at - memory.said_at >= OLD_ENOUGH
        close = alike.get(int(memory.source[1:]), 0.0) >= ALIKE and (own & stems(memory.quote)) - names
        if fresh and close and 12 <= len(memory.quote) <= SHORT_ENOUGH and "?" not in memory.quote:
            return memory
    return None


def follow_up(
    shelf: Shelf, person_id: str, now: datetime, topic: Callable[[str], str | None]
) -> FollowUp | None:
    """The plan to ask after now, if one is waiting and its words give it a name."""
    memory = plans.to_ask_after(shelf, person_id, now)
    if memory is None or people.in_quiet(people.circle(shelf, person_id), memory.quote):
        return None
    times = beliefs.plan_times(shelf, int(memory.id[1:]))
    called = topic(memory.quote)
    if times is None or called is None:
        return None
    for article in ("a ", "an "):
        called = "the " + called.removeprefix(article) if called.startswith(article) else called
    since = episodes.between(shelf, person_id, times[1], now + timedelta(minutes=1))
    if any(stems(called) & stems(u.text) and not u.text.rstrip().endswith("?") for u in since):
        plans.asked_after(shelf, int(memory.id[1:]))  # told already; asking would be deaf
        return None
    return FollowUp(memory, called, say_when(times[0], now))


def met(shelf: Shelf, numbers: Sequence[int], most: int = 5) -> list[Mention]:
    """The people and pets meant in these utterances, the one meant last at the end."""
    if not numbers:
        return []
    with shelf.database.read() as connection:
        rows = connection.execute(
            select(entity.c.name, entity.c.kind, entity.c.relation, mention.c.sentence)
            .join(mention, mention.c.entity_id == entity.c.id)
            .where(mention.c.utterance_id.in_(list(numbers)), entity.c.kind.in_(("person", "pet")))
            .order_by(mention.c.utterance_id.desc(), mention.c.sentence.desc(), entity.c.id.desc())
            .limit(most)
        ).all()
    return [Mention(row.name, row.kind, int(row.sentence), relation=row.relation) for row in reversed(rows)]


def take_back(shelf: Shelf, person_id: str, kept: Utterance, heard: Heard) -> None:
    """A joke or a retraction: what it was about is no longer believed; the words stay.

    "Just kidding" takes back the remark it closes, in the same utterance or the one before. "She
    isn't moving after all" takes back the nearest earlier remark that shares its telling words.
    """
    joke = "joke" in heard.acts
    own_joke = any(each.modality == "joke" for each in heard.statements)
    if joke and (own_joke or len(heard.sentences) > 1):
        episodes.take_back(shelf, kept.id, "joke")
        return
    recent = episodes.latest(shelf, person_id, 24, before=kept.id, speaker="person")
    told = list(recall.told(shelf, {u.id: u for u in recent}).values())
    if joke:
        target = max(told, key=lambda u: u.id, default=None)
        how = "joke"
    else:
        target = _retracted(shelf, person_id, kept, heard, told)
        how = "retracted"
    if target is not None:
        episodes.take_back(shelf, target.id, how)
        facts.take_back(shelf, target.id)


def _retracted(
    shelf: Shelf, person_id: str, kept: Utterance, heard: Heard, told: Sequence[Utterance]
) -> Utterance | None:
    own = stems(kept.text)
    about = episodes.with_entities(shelf, kept.id, [u.id for u in told])
    scored = [
        (len(own & stems(u.text)) + 1.5 * (u.id in about), u.id, u) for u in told if u.id != kept.id
    ]
    scored = [s for s in scored if s[0] >= 2]
    if scored:
        return max(scored)[2]
    bare = len(own) <= 1
    if not bare:  # said long ago, perhaps: the words lead back to it
        numbers = [int(m.source[1:]) for m in recall.search(
            shelf, person_id, kept.text, most=6, before=kept.id, told_only=True)]  # fmt: skip
        older = episodes.fetch(shelf, person_id, numbers)
        far = [(len(own & stems(u.text)), u.id, u) for u in older.values()]
        best = max(far, default=None)
        return best[2] if best and best[0] >= 2 else None
    return max(told, key=lambda u: u.id, default=None) if bare else None
