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
    parse,
    reader,
    reading,
    requests,
    risk,
    segments,
    statements,
    tagging,
)
from os1.types import Feeling, Heard, Mention, Statement

READ_AT_MOST = 8_000  # characters; a longer text is kept whole but read only so far


def hear(
    text: str,
    now: datetime,
    *,
    known: Mapping[str, str] | None = None,
    met: Sequence[Mention] = (),
    before: Sequence[str] = (),
) -> Heard:
    """What was said and meant.

    `known` maps lower-cased names of people already met to the name as kept, `met` are those the
    talk was about (the last one at the end), `before` the person's utterances just before this one (newest last).
    """
    words = text[:READ_AT_MOST].replace(" in law", "-in-law")  # as many letters: places stay
    sentences = segments.sentences(words)
    asked = requests.read(words)
    done = acts.read(text, asked)
    feeling = feelings.read(words) if "statement" in done or len(done) > 1 else _small(words, done)
    found = dates.find(words, now)
    mentions = entities.named(sentences, known or {}, met[-1] if met else None)
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
        requests=asked,
        risk=risk.judge(words, before),
        mentions=mentions,
        dates=found,
        statements=believed,
    )


def clear() -> None:
    """Let go of every text that listening still holds, as after forgetting."""
    reading.clear()
    reader.look.cache_clear()
    parse.clear()
    tagging.clear()


def _small(words: str, done: Sequence[str]) -> Feeling:
    """A bare "ok" or "bye" carries no feeling worth keeping; anything else may."""
    if done and done[0] in (
        "agreement",
        "farewell",
        "goodnight",
        "greeting",
        "silence",
        "gibberish",
    ):
        return Feeling()
    return feelings.read(words)
