"""Parts of speech: an averaged perceptron over words, endings, neighbours and word clusters.

Collins 2002, greedy from left to right; made by `training/tags.py`.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from os1.types import Token

_STRAIGHT = str.maketrans("’ʼ`´‘“”", "'''''\"\"")
_EDGE = "_"


@dataclass(frozen=True, slots=True)
class Tagger:
    """The weights: a row of `weights` (int16, one column a label) for each feature."""

    labels: tuple[str, ...]
    rows: Mapping[str, int]
    weights: NDArray[np.int16]
    clusters: Mapping[str, str]


@cache
def tagger() -> Tagger:
    """The shipped model, read once."""
    packed = files("os1.listening").joinpath("models/tags.npz").read_bytes()
    with np.load(io.BytesIO(packed)) as arrays:
        features = arrays["features"].tobytes().decode("utf-8").split("\n")
        lexicon = arrays["lexicon"].tobytes().decode("utf-8").split("\n")
        codes = arrays["clusters"].tolist()
        return Tagger(
            labels=tuple(arrays["labels"].tolist()),
            rows={feature: row for row, feature in enumerate(features)},
            weights=arrays["weights"].astype(np.int16),
            clusters={word: str(code) for word, code in zip(lexicon, codes, strict=True)},
        )


def tag(tokens: Sequence[Token]) -> list[str]:
    """The universal part of speech (UPOS) of each token of one sentence."""
    return [label.partition("-")[0] for label in tag_forms(tokens)]


def tag_forms(tokens: Sequence[Token]) -> list[str]:
    """UPOS with the Penn form behind a hyphen where it matters: "VERB-VBD", "PRON-PRP$".

    Verbs, auxiliaries, nouns, names, pronouns and determiners carry one; the others don't.
    """
    if not tokens:
        return []
    model = tagger()
    forms = [token.text for token in tokens]
    shapes = spelled(forms, model.clusters)
    rows, labels = model.rows, model.labels
    found: list[str] = []
    for at in range(len(forms)):
        known = [rows[f] for f in shapes[at] if f in rows]
        known += [rows[f] for f in left(shapes[at], found) if f in rows]
        found.append(labels[int(model.weights[known].sum(axis=0).argmax())])
    return found


def spelled(forms: Sequence[str], clusters: Mapping[str, str]) -> list[list[str]]:
    """The features of each word that need no labels; the first is the word itself."""
    low = [_EDGE, _EDGE, *(form.translate(_STRAIGHT).lower() for form in forms), _EDGE, _EDGE]
    kinds = [clusters.get(word, "?") for word in low]
    plain = "l" if all(form == form.lower() for form in forms) else ""
    found = []
    for at, form in enumerate(forms, start=2):
        word, before, after = low[at], low[at - 1], low[at + 1]
        kind, shape = kinds[at], _shape(form) + plain
        first = "^" if at == 2 else ""
        found.append([
            f"w{word}", "b", f"p{before}", f"n{after}", f"P{low[at - 2]}", f"N{low[at + 2]}",
            f"1{word[-1:]}", f"2{word[-2:]}", f"3{word[-3:]}", f"4{word[-4:]}", f"a{word[:2]}",
            f"s{shape}{first}", f"S{shape}{word[-2:]}", f"q{before[-3:]}", f"o{after[-3:]}",
            f"x{before} {word}", f"y{word} {after}", f"z{before} {after}",
            f"k{kind}", f"j{kinds[at - 1]}", f"l{kinds[at + 1]}",
            f"g{kinds[at - 1]} {kind}", f"h{kind} {kinds[at + 1]}", f"K{kind}{word[-2:]}",
            f"u{kinds[at - 1]} {word}", f"v{word} {kinds[at + 1]}", f"c{kind}{shape}",
        ])  # fmt: skip
    return found


def left(own: Sequence[str], found: Sequence[str]) -> list[str]:
    """The features that rest on the labels already given to the words before."""
    last = found[-1] if found else _EDGE
    past = found[-2] if len(found) > 1 else _EDGE
    return [f"t{last}", f"T{past} {last}", f"m{last} {own[0]}", f"M{last} {own[3]}",
            f"e{last} {own[8]}", f"f{last} {own[18]}"]  # fmt: skip


def _shape(form: str) -> str:
    if form.isalpha():
        if form.islower():
            return "x"
        return "X" if form.isupper() else "Xx" if form[0].isupper() else "xX"
    if any(character.isdigit() for character in form):
        return "9" if not any(character.isalpha() for character in form) else "9x"
    return "'" if any(character.isalpha() for character in form) else "."
