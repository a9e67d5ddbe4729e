"""Which kind of remembering a request calls for."""

from __future__ import annotations

import re
from datetime import datetime

from os1.memory import answering, people, questions, recall, waking
from os1.memory.episodes import Shelf
from os1.types import Heard, Mention, Move


def recollect(
    shelf: Shelf,
    person_id: str,
    heard: Heard,
    before: int | None,
    cited: Move,
    at: datetime,
    last: Mention | None,
) -> answering.Recollection | None:
    """What memory has for what was asked; None where nothing was asked of it.

    `before` is the number of the utterance that asks, `cited` her move before it, `last` whom
    the talk was about.
    """
    if not heard.requests:
        return None
    asked = heard.requests[0]
    words = asked.slots.get("question") or asked.slots.get("about") or asked.slots.get("what")
    if words:  # what was brought in from elsewhere wakes where it is spoken of
        waking.stir(shelf, person_id, words, before=before)
    if asked.intent == "recall.about" and _asks_who_has(shelf, person_id, asked.slots["about"]):
        return questions.question(shelf, person_id, f"who's {asked.slots['about']}?", before, at, last)
    if asked.intent == "recall.about":
        return answering.about(shelf, person_id, asked.slots["about"], before, last, at)
    if asked.intent == "recall.when":
        what = asked.slots.get("what", "")
        which = asked.slots.get("which", "").strip().lower()
        return answering.when(shelf, person_id, what, before, cited.memories, which)
    if asked.intent == "recall.day":
        return answering.day(shelf, person_id, asked.slots.get("when", ""), at, before)
    if asked.intent == "receipt":
        found = [m for i in cited.memories if (m := recall.show(shelf, person_id, i))]
        return answering.Recollection(found=tuple(answering.cited_receipt(found)[-1:]))
    if asked.intent == "question":
        return questions.question(shelf, person_id, asked.slots["question"], before, at, last)
    return None


def _asks_who_has(shelf: Shelf, person_id: str, about: str) -> bool:
    """Whether "who is …" names nobody known but what somebody is: "who's afraid of heights?"."""
    plainly = _SOMEHOW.match(about.lower())
    return bool(plainly) and not people.resolve(people.everyone(shelf, person_id), about)


_SOMEHOW = re.compile(
    r"(?:i|afraid|scared|allergic|vegan|vegetarian|into|good at|learning|married|engaged|pregnant|ill|the one"
    r"|the [a-z]+ (?:who|with|that)|moving|coming|getting)\b"
)
