"""Reflection with a model's help: it may point at what the person said; what is kept are the person's own words.

The model is shown utterances by number and proposes statements, each with the words it rests on. A proposal
is kept only where those words stand in that utterance, were meant as they say, and hold what is stated of
them. Memory never waits for this, and without a model it is simply not done.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from os1.listening.predicates import PREDICATES, room
from os1.listening.requests import straight
from os1.listening.segments import sentences
from os1.memory import beliefs, episodes, facts, people
from os1.memory.episodes import Shelf
from os1.memory.wording import stems
from os1.mind.chat import wire
from os1.mind.chat.wire import Asked, Faltered, Words
from os1.store.minds import Server
from os1.types import Memory, Statement, Utterance

MOST, LEAST, BACK = 24, 3, 400
"""Utterances looked at in one go, from how many on it is worth it, and how far back any are looked for."""
LONGEST, MOST_TOKENS, LONGEST_ANSWER = 400, 700, 20_000
CERTAINTY = 0.7  # of what a model pointed at: below what was read at once
_ASKED = """You read what one person said and point out lasting facts they stated about themselves or somebody of theirs.
Answer with one JSON object a line and nothing else:
{"from": 12, "words": "exact words copied from utterance 12", "subject": "me", "predicate": "works as", "value": "a nurse"}
The subject is "me", a name, or a relation such as "my sister".
Predicates: {names}.
Copy the words exactly. The value must stand in the words.
No guesses, no feelings, nothing they asked, wished, denied or joked. Nothing to report: answer with nothing."""
_UNMEANT = re.compile(
    r"\?|n't\b|\b(?:if|wish|maybe|perhaps|might|could|would|imagine|joking|kidding|dream\w*|hope|said that|told me|not|never|no longer|used to|stopped|"
    r"was|were|had|until|before)\b"
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a model pointed at, and why it wasn't kept ("" where it was)."""

    number: int
    words: str
    statement: Statement | None
    refused: str = ""


async def propose(server: Server, said: Sequence[Utterance]) -> list[Proposal]:
    """What a model makes of these utterances, each proposal held against the words. Raises Faltered."""
    asked = _ASKED.replace("{names}", ", ".join(sorted(PREDICATES)))
    shown = "\n".join(f"{u.id}: {' '.join(u.text.split())[:LONGEST]}" for u in said)
    text = ""
    wanted = Asked(asked, ({"role": "user", "content": shown},), (), MOST_TOKENS)
    async with wire.client(server) as http, aclosing(wire.stream(http, server, wanted)) as parts:
        async for part in parts:
            text += part.text if isinstance(part, Words) else ""
            if len(text) > LONGEST_ANSWER:
                raise Faltered("loop", "it wouldn't end")
    by_number = {u.id: u for u in said}
    return [judge(row, by_number) for line in text.splitlines() if (row := _row(line)) is not None]


def _row(line: str) -> Mapping[str, object] | None:
    try:
        row = json.loads(line.strip().strip("`,"))
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) else None


def judge(row: Mapping[str, object], said: Mapping[int, Utterance]) -> Proposal:
    """A proposal as a statement with its receipt, or the reason why it can't be one."""
    number = row.get("from")
    words, subject, predicate, value = (str(row.get(name) or "").strip() for name in ("words", "subject", "predicate", "value"))
    source = said.get(number) if isinstance(number, int) else None
    if source is None or not words:
        return Proposal(0, words, None, "no such words")
    start = source.text.find(words)
    if start < 0:
        return Proposal(source.id, words, None, "the words aren't the person's")
    sentence = next((n for n, s in enumerate(sentences(source.text)) if s.start <= start < max(s.end, s.start + 1)), 0)
    whole = sentences(source.text)[sentence].text
    if _UNMEANT.search(straight(whole).lower()):
        return Proposal(source.id, words, None, "it wasn't meant as said")
    if predicate not in PREDICATES:
        return Proposal(source.id, words, None, "nothing that is kept is called that")
    if not value or not stems(value) or not stems(value) <= stems(words):
        return Proposal(source.id, words, None, "the words don't hold it")
    about = "me" if subject.lower() in ("me", "i", "the person", "user") else subject
    if about == "me" and not re.search(r"\b(?:i|i'm|i've|we|we're|we've)\b", straight(words).lower()):
        return Proposal(source.id, words, None, "it isn't said of them")
    if about != "me" and about.lower().removeprefix("my ") not in straight(source.text).lower():
        return Proposal(source.id, words, None, "nobody of that name is spoken of")
    made = Statement(
        "fact", about, predicate, value[:200], words, sentence, certainty=CERTAINTY, from_=start, to=start + len(words)
    )
    return Proposal(source.id, words, made)


def keep(shelf: Shelf, person_id: str, proposals: Sequence[Proposal]) -> list[Memory]:
    """Keep what was found to stand in the words; what was known already isn't kept twice."""
    kept: list[Memory] = []
    held = people.circle(shelf, person_id)
    for each in proposals:
        source = episodes.fetch(shelf, person_id, [each.number]).get(each.number)
        told = each.statement
        if source is None or told is None or source.text[told.from_ : told.to] != each.words or people.in_quiet(held, each.words):
            continue
        now = beliefs.current(shelf, person_id, subject=told.subject, predicate=told.predicate)
        if now and room(told.predicate) == "one":
            continue  # what was read at once stands; a model replaces nothing
        kept += facts.learn(shelf, person_id, source, [told])
    return kept
