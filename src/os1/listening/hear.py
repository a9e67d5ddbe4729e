"""Reading one utterance: everything the other modules find, put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from os1.listening import (
    acts,
    attributes,
    dates,
    entities,
    feelings,
    hearing,
    parse,
    reader,
    reading,
    requests,
    risk,
    segments,
    situations,
    statements,
    tagging,
)
from os1.types import Feeling, Heard, Meaning, Mention, Situated, Statement

ACTS = {"part": "farewell", "blame_her": "complaint", "praise_her": "praise", "refuse": "leave", "bored": "boredom"}
"""What the model hears of what the rules know by their own names."""
ALONE = {"farewell", "complaint", "praise", "leave"}
SMALL = {"agreement", "farewell", "goodnight", "greeting", "silence", "gibberish"}
"""A bare "ok" or "bye" carries no feeling worth keeping; anything else may."""
SURE = 0.7  # chance from which an act heard without its usual words counts
NEAR, MOSTLY = 0.45, 0.6  # how near a reproach has to be for words to count as one, and how much of all that is near
READ_AT_MOST = 8_000  # characters; a longer text is kept whole but read only so far


def hear(
    text: str,
    now: datetime,
    *,
    known: Mapping[str, str] | None = None,
    met: Sequence[Mention] = (),
    before: Sequence[str] = (),
    hers: str = "",
    her: str = "",
) -> Heard:
    """What was said and meant.

    `known` maps lower-cased names of people already met to the name as kept, `met` are those the
    talk was about (the last one at the end), `before` the person's utterances just before this one (newest last),
    `hers` what she said last, `her` the name she goes by.
    """
    words = text[:READ_AT_MOST].replace(" in law", "-in-law")  # as many letters: places stay
    sentences = segments.sentences(words)
    called = requests.as_addressed(words, her)
    asked = requests.read(called)
    mine = before[-1] if before else ""
    meant = hearing.listen(words, hers, mine)
    situated = situations.of(words, [s.text for s in sentences])
    done = _meant(acts.read(text if called == words else called, asked), meant, situated)
    small = len(done) == 1 and done[0] in SMALL
    margins = hearing.margins(words, hers, mine) if words.strip() else None
    feeling = Feeling() if small else feelings.read(words, margins)
    found = dates.find(words, now)
    mentions = entities.named(sentences, known or {}, met[-1] if met else None)
    if called != words and her.lower() not in (known or {}):
        mentions = tuple(m for m in mentions if m.name.lower() != her.lower())
    believed: tuple[Statement, ...] = ()
    if "statement" in done or any(attributes.own_name(s.text) for s in sentences[:2]):
        names = frozenset(known or ())
        believed = statements.read(words, sentences, mentions, found, feeling, now, met, names)
    if "joke" in done:
        believed = tuple(replace(s, modality="joke") for s in believed if s.kind == "fact")
    return Heard(
        sentences=sentences,
        acts=done,
        feeling=feeling,
        meaning=meant,
        situated=situated,
        requests=asked,
        risk=risk.weigh(risk.judge(words, before), meant, mine),
        mentions=mentions,
        dates=found,
        statements=believed,
    )


def _meant(done: tuple[str, ...], meant: Meaning, situated: Sequence[Situated]) -> tuple[str, ...]:
    """The acts as the rules read them, with what is done without its usual words."""
    act = ACTS.get(meant.acts[0]) if meant.acts and meant.act >= SURE else None
    if situated and situated[0].kind == "complain" and situated[0].near >= NEAR and situated[0].share >= MOSTLY:
        act = "complaint"
    if act is None or act in done or not set(done) <= {"statement", "backchannel", "remark"}:
        return done
    return (act,) if act in ALONE else (*done, act)


def clear() -> None:
    """Let go of every text that listening still holds, as after forgetting."""
    hearing.clear()
    situations.clear()
    reading.clear()
    reader.look.cache_clear()
    parse.clear()
    tagging.clear()
