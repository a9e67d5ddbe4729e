"""Dependency trees in Universal Dependencies: who did what to whom in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from os1.listening.reader import lists, look, readable
from os1.listening.segments import sentences, tokens
from os1.listening.trees import LOW, tree

_STRAIGHT = str.maketrans("’ʼ`´‘", "'''''")
_KINDS = {"VERB": "v", "AUX": "v", "NOUN": "n"}


@dataclass(frozen=True, slots=True)
class Node:
    """A word in its tree.

    `low` is its straightened small-letter form, `lemma` the dictionary form of a verb or noun
    (of others `low`), `head` the index of the word it hangs on, its own for the root, `relation`
    the UD relation to it ("nsubj", "obl", "root"; with subtypes as in English EWT) and `tag` the
    part of speech as `tags.tag_forms` writes it. Offsets are into the text that was parsed.
    """

    text: str
    low: str
    lemma: str
    start: int
    end: int
    head: int
    relation: str
    tag: str


def parse(sentence: str) -> tuple[Node, ...]:
    """The tree of one sentence, one root; of a text without words, none."""
    return _parse(sentence)


def trees(utterance: str) -> tuple[tuple[Node, ...], ...]:
    """A tree for each sentence of an utterance, read in one go so that they share its cost.

    Offsets are into the utterance; heads count from the sentence's own first word.
    """
    return _trees(utterance)


# One turn asks for the same sentence from several sides.
@lru_cache(maxsize=32)
def _parse(sentence: str) -> tuple[Node, ...]:
    found: list[Node] = []
    for start, end in readable(sentence):
        part = sentence[start:end]
        if count := len(look(part, "parser")[0]):
            base = len(found)
            found += [_moved(node, start, base) for node in _grown(part, [count])[0]]
    # What is too long to be read at once is read in stretches, which hang on the first one's root.
    top = next((at for at, node in enumerate(found) if node.head == at), 0)
    return tuple(
        replace(node, head=top, relation="parataxis") if node.head == at != top else node
        for at, node in enumerate(found)
    )


def _moved(node: Node, start: int, base: int) -> Node:
    return replace(node, start=node.start + start, end=node.end + start, head=node.head + base)


@lru_cache(maxsize=16)
def _trees(utterance: str) -> tuple[tuple[Node, ...], ...]:
    parts = sentences(utterance)
    counts = [len(tokens(part.text)) for part in parts]
    if len(readable(utterance)) == 1 and sum(counts) == len(tokens(utterance)):
        return _grown(utterance, counts)
    return tuple(tuple(_moved(node, part.start, 0) for node in parse(part.text)) for part in parts)


def _grown(text: str, counts: Sequence[int]) -> tuple[tuple[Node, ...], ...]:
    """The trees over a text of which the first `counts[0]` words are the first sentence, ..."""
    row, out = look(text, "parser")
    forms = lists("parser", "tags")
    found, first = [], 0
    for count in counts:
        last = first + count
        heads = tree(_within(out["arcs"], first, last))
        made = []
        for at, (token, head) in enumerate(zip(row[first:last], heads, strict=True)):
            low = token.text.translate(_STRAIGHT).lower()
            form = forms[int(out["tags"][first + at])]
            column = int(out["relations"][first + at, first + head + 1])
            relation = "root" if head == at else lists("parser", "relations")[column]
            made.append(Node(token.text, low, lemma(low, form), token.start, token.end, head, relation, form))
        found.append(tuple(made))
        first = last
    return tuple(found)


def _within(arcs: NDArray[np.generic], first: int, last: int) -> NDArray[np.float32]:
    """The scores of heads inside one sentence and of the root."""
    found = np.full((last - first, last - first + 1), LOW, np.float32)
    found[:, 0] = arcs[first:last, 0]
    found[:, 1:] = arcs[first:last, first + 1 : last + 1]
    return found


@cache
def _lemmas() -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], tuple[int, str]]]:
    """Words by class and form; and by class and ending, how many letters go and what comes."""
    known, rules = {}, {}
    for line in lists("parser", "lemmas"):
        kind, key, value = line.split(" ")
        if key.startswith("="):
            known[kind, key[1:]] = value
        else:
            rules[kind, key] = int(value[0]), value[1:]
    return known, rules


def lemma(low: str, tag: str) -> str:
    """The dictionary form of a verb or noun in small letters: "went" is "go", "wives" "wife"."""
    kind = _KINDS.get(tag.partition("-")[0], "")
    if not kind:
        return low
    known, rules = _lemmas()
    if (kind, low) in known:
        return known[kind, low]
    for size in range(min(4, len(low) - 1), 0, -1):
        change = rules.get((kind, low[-size:]))
        if change is not None:
            return low[: len(low) - change[0]] + change[1]
    return low


def clear() -> None:
    """Let go of the texts read lately."""
    _parse.cache_clear()
    _trees.cache_clear()
