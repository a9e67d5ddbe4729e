"""The vector index against the plain definition: all cosines worked out, nothing left behind."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from os1.memory import vectors as index_module
from os1.memory.vectors import CANDIDATES, VectorIndex, pack

WIDTH = 64


def vectors(count: int, seed: int = 7) -> NDArray[np.float32]:
    """Unit vectors; shape (count, WIDTH)."""
    drawn = np.random.default_rng(seed).normal(size=(count, WIDTH)).astype(np.float32)
    unit: NDArray[np.float32] = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    return unit


def filled(made: NDArray[np.float32], first: int = 1) -> VectorIndex:
    index = VectorIndex(WIDTH)
    index.load((first + n, pack(vector)) for n, vector in enumerate(made))
    return index


def test_packing_keeps_the_direction() -> None:
    for vector in vectors(50):
        back = np.frombuffer(pack(vector), np.int8).astype(np.float32)
        assert float(back @ vector / np.linalg.norm(back)) > 0.999
    assert pack(np.zeros(WIDTH, np.float32)) == b"\x00" * WIDTH


def test_the_nearest_are_found_in_order() -> None:
    made = vectors(CANDIDATES // 2)
    index = filled(made)
    for vector in vectors(10, seed=8):
        truth = made @ vector
        got = index.search(vector, 10)
        assert [score for _, score in got] == sorted((s for _, s in got), reverse=True)
        for number, score in got:
            assert score == pytest.approx(float(truth[number - 1]), abs=0.01)
        assert got[0][1] >= float(truth.max()) - 0.01


def test_a_vector_finds_itself_among_many() -> None:
    """Beyond CANDIDATES the sign bits choose first; what is meant must come through."""
    made = vectors(CANDIDATES * 5)
    index = filled(made)
    noise = vectors(100, seed=9) * np.float32(0.3)
    hits = sum(index.search(made[n * 13] + noise[n], 1)[0][0] == n * 13 + 1 for n in range(100))
    assert hits >= 99


def test_a_rough_choice_first_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Among very many the first columns choose; what is near must come through them as well."""
    monkeypatch.setattr(index_module, "CANDIDATES", 100)
    drawn = np.random.default_rng(7).normal(size=(6_000, 384)).astype(np.float32)
    drawn /= np.linalg.norm(drawn, axis=1, keepdims=True)
    index = VectorIndex(384)
    index.load((n, pack(vector)) for n, vector in enumerate(drawn))
    asked = drawn[::60] + np.random.default_rng(8).normal(0, 0.03, (100, 384)).astype(np.float32)
    whole = [index.search(each, 1)[0][0] for each in asked]
    monkeypatch.setattr(index_module, "ROUGH", 600)
    assert len(index._fewest_apart(index_module._sign_bits(index._bytes[:1])[0])) < 300
    rough = [index.search(each, 1)[0][0] for each in asked]
    assert whole == list(range(0, 6_000, 60))
    assert sum(a == b for a, b in zip(whole, rough, strict=True)) >= 97


def test_loading_goes_on_over_many_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "AT_ONCE", 7)
    made = vectors(50)
    index = filled(made)
    assert len(index) == 50
    assert [index.search(vector, 1)[0][0] for vector in made] == list(range(1, 51))


def test_similarity_to_some_only() -> None:
    made = vectors(20)
    index = filled(made)
    got = index.similarity(made[0], [1, 5, 999])
    assert set(got) == {1, 5}
    assert got[1] == pytest.approx(1.0, abs=0.001)
    assert index.similarity(made[0], []) == {}


def test_vectors_come_back_as_unit_rows() -> None:
    made = vectors(20)
    index = filled(made)
    got = index.vectors([7, 999, 1])
    assert got.shape == (3, WIDTH) and not got[1].any()
    assert np.allclose(np.linalg.norm(got[[0, 2]], axis=1), 1, atol=1e-5)
    assert float(got[0] @ made[6]) > 0.999 < float(got[2] @ made[0])
    index.remove(7)
    assert not index.vectors([7]).any()


def test_an_empty_index_and_foreign_widths() -> None:
    index = VectorIndex(WIDTH)
    assert index.search(vectors(1)[0]) == []
    index.load([(1, b"short"), (2, b"")])
    assert len(index) == 0
    index.remove(3)
    index.add(4, b"\x00" * WIDTH)
    assert index.search(vectors(1)[0]) == [(4, 0.0)]


@settings(max_examples=60)
@given(st.lists(st.tuples(st.booleans(), st.integers(1, 12)), max_size=60))
def test_adding_and_removing_in_any_order(steps: list[tuple[bool, int]]) -> None:
    """The index holds exactly what a dictionary would, and a removed vector is in no array."""
    made = vectors(len(steps) or 1)
    index, truth = VectorIndex(WIDTH), dict[int, bytes]()
    for at, (adds, number) in enumerate(steps):
        if adds:
            truth[number] = pack(made[at])
            index.add(number, truth[number])
        else:
            truth.pop(number, None)
            index.remove(number)
        assert len(index) == len(truth)
    got = index.search(made[0], 100)
    assert sorted(number for number, _ in got) == sorted(truth)
    for number, raw in truth.items():
        vector = np.frombuffer(raw, np.int8).astype(np.float32)
        assert index.similarity(vector, [number])[number] == pytest.approx(1.0, abs=1e-3)
    held = {row.tobytes() for row in index._bytes if row.any()}
    assert held == set(truth.values())
