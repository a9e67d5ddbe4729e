"""Dependency trees, the best tree from scores, and dictionary forms."""

from __future__ import annotations

import itertools
import time

import numpy as np
import pytest

from os1.listening.parse import Node, lemma, parse, trees
from os1.listening.segments import sentences, tokens
from os1.listening.trees import tree


def head(row: tuple[Node, ...], word: str) -> tuple[str, str]:
    """The word that the first `word` hangs on, and by which relation."""
    node = next(node for node in row if node.low == word)
    return row[node.head].low, node.relation


def whole(row: tuple[Node, ...]) -> bool:
    """Whether every word leads to the one root."""
    roots = [at for at, node in enumerate(row) if node.head == at]
    if len(roots) != 1 or row[roots[0]].relation != "root":
        return False
    for at in range(len(row)):
        for _ in row:
            at = row[at].head
        if at != roots[0]:
            return False
    return True


def test_says_who_does_what_to_whom() -> None:
    row = parse("My sister gave the dog to her neighbour in Ghent.")
    assert head(row, "sister") == ("gave", "nsubj")
    assert head(row, "my") == ("sister", "nmod:poss")
    assert head(row, "dog") == ("gave", "obj")
    assert head(row, "neighbour") == ("gave", "obl")
    assert head(row, "gave") == ("gave", "root")
    assert [node.lemma for node in row if node.low == "gave"] == ["give"]


@pytest.mark.parametrize(
    ("text", "word", "on", "relation"),
    [
        ("i dont eat meat any more", "meat", "eat", "obj"),
        ("i dont eat meat any more", "nt", "eat", "advmod"),
        ("im a nurse at the hospital", "i", "nurse", "nsubj"),
        ("im a nurse at the hospital", "m", "nurse", "cop"),
        ("my dads called frank and he lives in cork", "lives", "called", "conj"),
        ("my dads called frank and he lives in cork", "he", "lives", "nsubj"),
        ("If I ever move to Rome, I'll learn Italian.", "move", "learn", "advcl"),
        ("She says that Karim works in Leeds", "works", "says", "ccomp"),
        ("um I live in Ghent now", "um", "live", "discourse"),
        ("Moved to Antwerp last week", "antwerp", "moved", "obl"),
        ("the woman who taught me piano died", "taught", "woman", "acl:relcl"),
        ("we were given a cat", "we", "given", "nsubj:pass"),
    ],
)
def test_reads_what_people_type(text: str, word: str, on: str, relation: str) -> None:
    assert head(parse(text), word) == (on, relation)


@pytest.mark.parametrize(
    "text",
    ["hi", "?!", "🎉 🎉", "\ud800", "日本語", "no", "a " * 400, "x" * 3000, "so " * 60 + "I left. " * 90],
)
def test_any_words_make_one_tree(text: str) -> None:
    row = parse(text)
    assert [(node.start, node.end) for node in row] == [(t.start, t.end) for t in tokens(text)]
    assert whole(row)


def test_no_words_make_none() -> None:
    assert parse("") == () == parse(" \n")
    assert trees("") == ()


def test_an_utterance_has_a_tree_for_each_sentence() -> None:
    text = "Jo rang. She's moving to Leith, and I miss her! Anyway"
    found = trees(text)
    assert [len(row) for row in found] == [len(tokens(part.text)) for part in sentences(text)]
    for row in found:
        assert whole(row)
        assert all(text[node.start : node.end] == node.text for node in row)
    assert head(found[1], "leith") == ("moving", "obl")


def test_long_utterances_have_trees_too() -> None:
    text = "I saw Jo at the market and we had tea. " * 30
    found = trees(text)
    assert len(found) == 30
    assert all(whole(row) for row in found)
    assert found[29][0].start == text.rindex("I saw")


def test_the_best_tree_wins() -> None:
    chance = np.random.default_rng(3)
    for _ in range(100):
        size = int(chance.integers(1, 6))
        scores = chance.normal(size=(size, size + 1)).astype(np.float32)
        scores[3:, 0] = -50
        heads = tree(scores)
        assert rooted(heads)
        options = [list(row) for row in itertools.product(range(size), repeat=size)]
        best = max(total(scores, row) for row in options if rooted(row))
        assert total(scores, heads) == pytest.approx(best, abs=1e-4)


def rooted(heads: list[int]) -> bool:
    ends = set()
    for at in range(len(heads)):
        for _ in heads:
            at = heads[at]
        ends.add(at)
    return len(ends) == 1 and all(heads[at] == at for at in ends) and sum(
        head == at for at, head in enumerate(heads)
    ) == 1


def total(scores: np.ndarray[tuple[int, int], np.dtype[np.float32]], heads: list[int]) -> float:
    return float(sum(scores[at, 0 if head == at else head + 1] for at, head in enumerate(heads)))


@pytest.mark.parametrize(
    ("form", "tag", "base"),
    [
        ("went", "VERB-VBD", "go"), ("lives", "VERB-VBZ", "live"), ("stopped", "VERB-VBD", "stop"),
        ("wives", "NOUN-NNS", "wife"), ("boxes", "NOUN-NNS", "box"), ("puppies", "NOUN-NNS", "puppy"),
        ("moving", "VERB-VBG", "move"), ("swam", "VERB-VBD", "swim"), ("m", "AUX-VBP", "be"),
        ("bus", "NOUN-NN", "bus"), ("quickly", "ADV", "quickly"), ("married", "VERB-VBN", "marry"),
    ],
)  # fmt: skip
def test_dictionary_forms(form: str, tag: str, base: str) -> None:
    assert lemma(form, tag) == base


def test_costs_little() -> None:
    parse("warm")
    texts = [f"I told my sister that the house in Leith has {n} new windows and a cat" for n in range(20)]
    start = time.process_time()
    for text in texts:
        parse(text)
    assert (time.process_time() - start) / len(texts) < 0.03
