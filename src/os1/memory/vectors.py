"""Finding utterances by meaning: sign bits to choose, eight-bit vectors to rank, all in memory.

The truth is in the database; this index is rebuilt from it at start-up. Two steps because they
are fast without a graph to build: the Hamming distance of 384 sign bits picks candidates (among
very many, that of the first half of them picks what the rest is worked out for), the dot product
of the eight-bit vectors ranks them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

CANDIDATES = 800
ROUGH = 8_000  # chosen by the first columns alone, or every SHARE-th where that is more
SHARE = 50
FIRST = 3  # columns of 64 bits; differences of three still fit into a byte
MANY = 8  # times ROUGH from which a rough choice pays
SAMPLE = 16  # every so many rows are looked at for where the rough choice ends
BLOCK = 16_384  # rows compared at a time: what is worked out in between stays in the processor's cache
AT_ONCE = 8_192  # rows taken at a time, so that loading needs little room of its own
Floats = NDArray[np.float32]


def pack(vector: Floats) -> bytes:
    """A unit vector as signed bytes, as it is kept; its direction survives to about 0.999."""
    scale = float(np.max(np.abs(vector))) or 1.0
    return np.round(vector * (127.0 / scale)).astype(np.int8).tobytes()


class VectorIndex:
    """Vectors of `width` numbers under utterance ids; grows by doubling, forgets by swapping."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._count = 0
        self._row: dict[int, int] = {}
        self._ids = np.zeros(0, dtype=np.int64)
        self._bytes = np.zeros((0, width), dtype=np.int8)
        # Column by column, as a search walks through them.
        self._bits = np.zeros((0, width // 64), dtype=np.uint64, order="F")
        self._norms = np.zeros(0, dtype=np.float32)

    def __len__(self) -> int:
        return self._count

    def load(self, rows: Iterable[tuple[int, bytes]]) -> None:
        """Take many, as at start-up; vectors of another width are passed over."""
        left = iter(rows)
        while part := list(islice(left, AT_ONCE)):
            kept = [(number, raw) for number, raw in part if len(raw) == self._width]
            if kept:
                self._append(*zip(*kept, strict=True))

    def _append(self, ids: tuple[int, ...], raws: tuple[bytes, ...]) -> None:
        start, end = self._count, self._count + len(ids)
        self._grow(end)
        block = np.frombuffer(b"".join(raws), dtype=np.int8).reshape(len(ids), self._width)
        self._ids[start:end] = ids
        self._bytes[start:end] = block
        self._bits[start:end] = _sign_bits(block)
        part = block.astype(np.float32)
        norms = np.sqrt(np.einsum("ij,ij->i", part, part))
        self._norms[start:end] = np.where(norms > 0, norms, 1)
        self._row.update(zip(ids, range(start, end), strict=True))
        self._count = end

    def add(self, utterance_id: int, raw: bytes) -> None:
        self.remove(utterance_id)
        self.load([(utterance_id, raw)])

    def remove(self, utterance_id: int) -> None:
        """Forget one; nothing of it stays in the arrays."""
        row = self._row.pop(utterance_id, None)
        if row is None:
            return
        last = self._count - 1
        if row != last:
            self._ids[row] = self._ids[last]
            self._bytes[row] = self._bytes[last]
            self._bits[row] = self._bits[last]
            self._norms[row] = self._norms[last]
            self._row[int(self._ids[row])] = row
        self._bytes[last] = 0
        self._bits[last] = 0
        self._count = last

    def search(self, query: Floats, most: int = 100) -> list[tuple[int, float]]:
        """The nearest utterance ids with their cosine similarity, best first."""
        if self._count == 0:
            return []
        wanted = np.frombuffer(pack(query), dtype=np.int8)
        few = self._count <= CANDIDATES
        rows = np.arange(self._count) if few else self._fewest_apart(_sign_bits(wanted[None, :])[0])
        scores = self._cosine(rows, wanted)
        order = np.argsort(-scores)[:most]
        return [(int(self._ids[rows[n]]), float(scores[n])) for n in order]

    def _fewest_apart(self, wanted: NDArray[np.uint64]) -> NDArray[np.int64]:
        """The rows whose sign bits differ least from these, about CANDIDATES of them."""
        bits = self._bits[: self._count]
        if self._count < MANY * ROUGH:
            return _nearest(_differences(bits, wanted, np.uint16), CANDIDATES)
        first = _differences(bits[:, :FIRST], wanted[:FIRST], np.uint8)
        rows = _nearest(first, max(ROUGH, self._count // SHARE), SAMPLE)
        return rows[_nearest(_differences(bits[rows], wanted, np.uint16), CANDIDATES)]

    def similarity(self, query: Floats, utterance_ids: Iterable[int]) -> dict[int, float]:
        """Cosine similarity to just these utterances; ids without a vector are left out."""
        known = [i for i in utterance_ids if i in self._row]
        if not known:
            return {}
        rows = np.array([self._row[i] for i in known])
        scores = self._cosine(rows, np.frombuffer(pack(query), dtype=np.int8))
        return {i: float(score) for i, score in zip(known, scores, strict=True)}

    def vectors(self, utterance_ids: Sequence[int]) -> Floats:
        """The unit vectors of utterances, one row each; zeros where one has none."""
        rows = np.array([self._row.get(i, -1) for i in utterance_ids], np.int64)
        there = rows >= 0
        found = np.zeros((len(rows), self._width), np.float32)
        found[there] = self._bytes[rows[there]] / self._norms[rows[there], None]
        return found

    def _cosine(self, rows: NDArray[np.int64], wanted: NDArray[np.int8]) -> Floats:
        query = wanted.astype(np.float32)
        dots = self._bytes[rows].astype(np.float32) @ query
        length = np.float32(np.linalg.norm(query) or 1.0)
        scores: Floats = dots / (self._norms[rows] * length)
        return scores

    def _grow(self, size: int) -> None:
        if size <= len(self._ids):
            return
        # Some room over, so that the first utterance after start-up doesn't copy everything.
        room = max(size + 1024, 2 * len(self._ids))
        for name in ("_ids", "_bytes", "_bits", "_norms"):
            old = getattr(self, name)
            new = np.zeros((room, *old.shape[1:]), old.dtype, "F" if name == "_bits" else "C")
            new[: self._count] = old[: self._count]
            setattr(self, name, new)


def _sign_bits(block: NDArray[np.int8]) -> NDArray[np.uint64]:
    return np.packbits(block > 0, axis=1).view(np.uint64)


def _differences(bits: NDArray[np.uint64], wanted: NDArray[np.uint64], counted: type) -> NDArray[Any]:
    """How many bits of each row differ from these."""
    found: NDArray[Any] = np.zeros(len(bits), counted)
    for start in range(0, len(bits), BLOCK):
        part = found[start : start + BLOCK]
        for column, bit in zip(bits[start : start + BLOCK].T, wanted, strict=True):
            part += np.bitwise_count(column ^ bit)
    return found


def _nearest(distance: NDArray[Any], most: int, step: int = 1) -> NDArray[np.int64]:
    """The rows that stand nearest, about `most`; of `step` rows one is looked at for where they end.

    Counting how many stand at each distance is far quicker than putting them in order.
    """
    counts = np.cumsum(np.bincount(distance[::step]))
    return np.flatnonzero(distance <= np.searchsorted(counts, most // step))
