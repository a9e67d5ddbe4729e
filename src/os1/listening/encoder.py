"""The sentence encoder: MiniLM-L6 in int8 on onnxruntime, with its WordPiece tokenizer."""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

PIECES = 128
"""Most word pieces a text is read to, the two frame marks included."""

BATCH = 32
UNKNOWN, START, END = "[UNK]", "[CLS]", "[SEP]"
# No piece is shorter than a character and few English words are longer than eleven, so the
# pieces past this many characters would be cut off anyway.
CHARACTERS = PIECES * 16
LONGEST_WORD = 100


@cache
def vocabulary() -> dict[str, int]:
    """Every word piece and its number."""
    packed = files("os1.listening").joinpath("models/encoder.vocab.gz").read_bytes()
    lines = gzip.decompress(packed).decode("utf-8").splitlines()
    return {piece: number for number, piece in enumerate(lines)}


def pieces(text: str) -> list[int]:
    """The numbers of a text's word pieces, frame marks included, at most `PIECES`.

    Lower-cased, without accents, split at white space, marks and CJK characters, then longest
    match first (WordPiece, Wu et al. 2016). Words it can't spell become the unknown piece.
    """
    return placed(text)[0]


def placed(text: str) -> tuple[list[int], list[tuple[int, int]]]:
    """The numbers of a text's pieces, and the characters of `text` each stands for, as
    (start, end); the frame marks stand for none: (0, 0) and (end, end)."""
    known = vocabulary()
    plain, origin = _plain(text[:CHARACTERS])
    numbers, spans = [known[START]], [(0, 0)]
    for word in _WORD.finditer(plain):
        start = word.start()
        for number, end in _spell(word.group()):
            numbers.append(number)
            spans.append((origin[start], origin[word.start() + end - 1] + 1))
            start = word.start() + end
        if len(numbers) >= PIECES:
            break
    last = spans[: PIECES - 1][-1][1]
    return [*numbers[: PIECES - 1], known[END]], [*spans[: PIECES - 1], (last, last)]


_WORD = re.compile(r"\S+")


def _plain(text: str) -> tuple[str, list[int]]:
    """The text to be spelled, and for each of its characters the place it comes from."""
    low: Iterable[str] = text.lower()
    if len(text.lower()) != len(text):
        low = (character.lower() for character in text)
    found, origin = [], []
    for at, character in enumerate(low):
        for part in unicodedata.normalize("NFD", character):
            spaced = _spaced(part)
            found.append(spaced)
            origin.extend([at] * len(spaced))
    return "".join(found), origin


@lru_cache(maxsize=4096)
def _spaced(character: str) -> str:
    """A character as it stands in the split text: itself, alone between blanks, or gone."""
    if character.isascii() and character.isalnum():
        return character
    kind = unicodedata.category(character)
    if character.isspace() or kind == "Zs":
        return " "
    if kind == "Mn" or kind.startswith("C") or character == "\ufffd":
        return ""
    # ASCII marks such as "$" and "+" count as punctuation whatever Unicode calls them.
    if character.isascii() or kind.startswith("P") or _is_cjk(ord(character)):
        return f" {character} "
    return character


def _is_cjk(code: int) -> bool:
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or 0x20000 <= code <= 0x2CEAF
        or 0xF900 <= code <= 0xFAFF
        or 0x2F800 <= code <= 0x2FA1F
    )


@lru_cache(maxsize=8192)
def _spell(word: str) -> tuple[tuple[int, int], ...]:
    """A word's pieces, each as its number and where in the word it ends."""
    known = vocabulary()
    unknown = ((known[UNKNOWN], len(word)),)
    if len(word) > LONGEST_WORD:
        return unknown
    found: list[tuple[int, int]] = []
    start = 0
    while start < len(word):
        end = len(word)
        mark = "##" if start else ""
        while end > start and mark + word[start:end] not in known:
            end -= 1
        if end == start:
            return unknown
        found.append((known[mark + word[start:end]], end))
        start = end
    return tuple(found)


@cache
def session(package: str, model: str) -> InferenceSession:
    """A package's graph, loaded once. onnxruntime takes long to import, so only when first needed."""
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # The spinning and the memory arena buy nothing on one thread and cost resident memory.
    options.enable_cpu_mem_arena = False
    with as_file(files(package).joinpath(f"models/{model}.onnx")) as path:
        return InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


class MiniLM:
    """all-MiniLM-L6-v2 (Wang et al. 2020; sentence-transformers), int8 weights.

    Texts are read to 128 word pieces. Loading waits for the first `encode`, or for `load`.
    """

    width = 384
    name = "minilm-l6-int8"

    def load(self) -> None:
        """Brings the graph and the vocabulary into memory, so that the first turn needn't."""
        vocabulary()
        for half in ("lower", "upper"):
            session("os1.listening", half)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors, float32, shape (len(texts), 384); an empty text has one too."""
        if len(texts) == 1:
            return _one(texts[0])[0].copy()
        rows = [pieces(text) for text in texts]
        vectors = np.empty((len(rows), self.width), np.float32)
        # Texts of like length go together, so that little is spent on padding.
        order = sorted(range(len(rows)), key=lambda n: len(rows[n]))
        for first in range(0, len(order), BATCH):
            chosen = order[first : first + BATCH]
            vectors[chosen] = _run([rows[n] for n in chosen])[0]
        return vectors

    def clear(self) -> None:
        """Drop the texts it remembers encoding, as after forgetting."""
        _one.cache_clear()


def states(text: str) -> NDArray[np.float32]:
    """What each piece of a text is after layer 4, shape (len(pieces(text)), 384), read-only.

    It comes from the same run that gives the text's vector, so that asking for both costs one.
    """
    return _one(text)[1]


@lru_cache(maxsize=16)
def _one(text: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """One text alone; within a turn the same words are asked for more than once."""
    vectors, rows = _run([pieces(text)])
    rows.flags.writeable = False
    return vectors, rows[0]


def _run(rows: Sequence[Sequence[int]]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    found, mask = lower(rows)
    upper = session("os1.listening", "upper")
    vectors, found = upper.run(["vectors", "states"], {"lower": found, "mask": mask})
    return np.asarray(vectors, np.float32), np.asarray(found, np.float32)


def lower(rows: Sequence[Sequence[int]]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """What the pieces of texts are after two layers, shape (texts, pieces, 384), and which of them
    are real, shape (texts, pieces)."""
    longest = max(len(row) for row in rows)
    ids = np.zeros((len(rows), longest), np.int64)
    mask = np.zeros((len(rows), longest), np.int64)
    for n, row in enumerate(rows):
        ids[n, : len(row)] = row
        mask[n, : len(row)] = 1
    (found,) = session("os1.listening", "lower").run(["lower"], {"ids": ids, "mask": mask})
    return np.asarray(found, np.float32), mask
