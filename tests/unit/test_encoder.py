"""The sentence encoder and its word pieces."""

from __future__ import annotations

import subprocess
import sys
import time
from importlib.resources import files

import numpy as np

from os1.listening.encoder import PIECES, MiniLM, pieces, vocabulary
from os1.protocols import Encoder


def spelled(text: str) -> list[str]:
    names = {number: piece for piece, number in vocabulary().items()}
    return [names[number] for number in pieces(text)]


def test_is_an_encoder() -> None:
    assert isinstance(MiniLM(), Encoder)
    assert MiniLM().width == 384
    assert MiniLM().name == "minilm-l6-int8"


def test_spells_words_in_pieces() -> None:
    assert spelled("Unbelievable, Café!") == ["[CLS]", "unbelievable", ",", "cafe", "!", "[SEP]"]
    assert spelled("embeddings") == ["[CLS]", "em", "##bed", "##ding", "##s", "[SEP]"]
    assert spelled("$5 日本") == ["[CLS]", "$", "5", "日", "本", "[SEP]"]
    assert spelled("") == ["[CLS]", "[SEP]"]
    assert spelled("\u200b\ud800") == ["[CLS]", "[SEP]"]
    assert spelled("x" * 101) == ["[CLS]", "[UNK]", "[SEP]"]


def test_vectors_have_length_one_whatever_the_text() -> None:
    texts = ["", " ", "🎉", "\ud800", "مرحبا", "I miss her.", "word " * 500]
    vectors = MiniLM().encode(texts)
    assert vectors.shape == (len(texts), 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert MiniLM().encode([]).shape == (0, 384)


def test_like_meaning_lies_near() -> None:
    dog, puppy, tax = MiniLM().encode(
        ["My dog died last week.", "We lost our puppy a few days ago.", "The tax form is due."]
    )
    assert dog @ puppy > 0.4
    assert dog @ puppy > dog @ tax + 0.3


def test_knows_these_pairs_as_the_unquantised_model_does() -> None:
    # The figures are those of the float32 weights, computed with numpy.
    first, second, third = MiniLM().encode(
        ["That is a happy person", "That is a happy dog", "Today is a sunny day"]
    )
    assert abs(first @ second - 0.6946) < 0.05
    assert abs(first @ third - 0.2569) < 0.05


def test_a_batch_gives_what_single_texts_give_in_order() -> None:
    texts = [f"word {'and more ' * (n % 9)}{n}" for n in range(70)]
    together = MiniLM().encode(texts)
    alone = np.vstack([MiniLM().encode([text]) for text in texts])
    assert (together * alone).sum(axis=1).min() > 0.93
    assert ((together @ alone.T).argmax(axis=1) == np.arange(70)).mean() > 0.9


def test_long_texts_are_cut_and_cost_no_more() -> None:
    assert len(pieces("word " * 300_000)) == PIECES
    start = time.process_time()
    MiniLM().encode(["é" * 1_000_000, "a b " * 250_000, "." * 1_000_000])
    assert time.process_time() - start < 5


def test_onnxruntime_waits_for_the_first_text() -> None:
    code = (
        "import sys; from os1.listening.encoder import MiniLM; e = MiniLM();"
        "assert 'onnxruntime' not in sys.modules; e.load(); assert 'onnxruntime' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": ":".join(sys.path)})


def test_the_model_fits_the_budget() -> None:
    models = files("os1.listening").joinpath("models")
    assert sum(len(models.joinpath(half).read_bytes()) for half in ("lower.onnx", "upper.onnx")) < 24_000_000
