"""Runs inside a Python that has mem0 (2.x), apart from OS1's own: stores turns, searches them.

    python bench/mem0_search.py ASKED.json VECTORS.npz

ASKED.json holds {"turns": [texts], "questions": [texts], "most": k}; VECTORS.npz the vectors of all
those texts, so that both sides use one encoder. Prints JSON: for each question the numbers of the
turns found, best first, and the CPU milliseconds spent.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import tempfile
import time
from typing import Any

import numpy as np


def main(asked: str, vectors: str) -> None:
    """Store, search, print."""
    with open(asked, encoding="utf-8") as file:  # noqa: PTH123 - nothing of ours is imported here
        given = json.load(file)
    made = np.load(vectors)
    texts = [text.strip() for text in (*given["turns"], *given["questions"])]
    known = dict(zip(texts, np.r_[made["turns"], made["questions"]], strict=True))
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(sys.stderr):
        memory = _memory(folder, known)
        began = time.process_time()
        for number, turn in enumerate(given["turns"]):
            memory.add(turn, user_id="one", infer=False, metadata={"number": number})
        stored = time.process_time() - began
        began = time.process_time()
        found = [_search(memory, question, given["most"]) for question in given["questions"]]
        searched = time.process_time() - began
    sys.stdout.write(json.dumps({"found": found, "store_ms": 1000 * stored / len(given["turns"]),
                                 "search_ms": 1000 * searched / max(len(found), 1)}))  # fmt: skip


def _search(memory: Any, question: str, most: int) -> list[int]:
    found = memory.search(question, filters={"user_id": "one"}, top_k=most)
    return [int(each["metadata"]["number"]) for each in found["results"]]


def _memory(folder: str, known: dict[str, Any]) -> Any:
    os.environ |= {"MEM0_TELEMETRY": "False", "MEM0_DIR": folder, "OPENAI_API_KEY": "none"}
    from langchain.embeddings.base import Embeddings  # type: ignore[import-not-found]
    from mem0 import Memory  # type: ignore[import-not-found]

    class Known(Embeddings):  # type: ignore[misc]
        def embed_query(self, text: str) -> list[float]:
            return [float(x) for x in known[text.strip()]]

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [self.embed_query(text) for text in texts]

    width = len(next(iter(known.values())))
    return Memory.from_config({
        "embedder": {"provider": "langchain", "config": {"model": Known(), "embedding_dims": width}},
        "vector_store": {"provider": "qdrant", "config": {
            "path": f"{folder}/vectors", "on_disk": True, "embedding_model_dims": width}},
        "history_db_path": f"{folder}/history.db",
    })  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
