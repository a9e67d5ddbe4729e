"""Draws the trained matcher as an int8 ONNX graph, from plain arrays; no torch is needed.

    python training/matcher_graph.py WEIGHTS_FILE [OUT]

The graph takes `lower` (float32, batch x pieces x 384; the encoder's second layer) and `mask`
(int64, batch x pieces). It gives `odds` (float32, batch) and `ends` (float32, batch x pieces x 2).
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from encoder import IDS, LAYERS, MATCH, STATES, Graph, bias, layers, mean, model, save
from onnx import TensorProto
from reader_graph import named

OUT = Path(__file__).parents[1] / "src/os1/memory/models/matcher.onnx"


def main(given: Path, out: Path) -> None:
    """Writes the graph."""
    with np.load(given) as packed:
        g = Graph(named({f"matcher.{name}": value for name, value in packed.items()}))
    x = layers(g, "lower", bias(g), [f"matcher.layers.{n}" for n in range(LAYERS - MATCH)])
    first = g.op("Gather", x, g.constant("first", np.array(0, np.int64)), axis=1)
    both = g.op("Concat", first, mean(g, x, g.op("Cast", "mask", to=TensorProto.FLOAT)), axis=1)
    odds = g.dense(both, "matcher.odds")
    g.out(g.op("Squeeze", odds, g.constant("alone", np.array([1], np.int64))), "odds")
    g.out(g.dense(x, "matcher.ends"), "ends")
    save(model(g, "matcher", {"lower": STATES, "mask": IDS}, {"odds": ["batch"], "ends": [*IDS, 2]}), out)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else OUT)
