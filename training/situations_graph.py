"""Draws the trained layers that tell situations apart as an int8 ONNX graph, from plain arrays; no torch.

    python training/situations_graph.py WEIGHTS_FILE [OUT_DIR]

The graph takes `states` (float32, batch x pieces x 384; the encoder's fourth layer) and `mask` (int64,
batch x pieces) and gives `vectors` (float32, batch x 384, not of unit length). Beside it lies
`situations.npz`: the places (int8, situations x 384), and each situation's key, kind and tone.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from encoder import IDS, STATES, WIDTH, Graph, bias, layers, mean, model, save
from onnx import TensorProto
from reader_graph import named

from os1.mind.plain.situated import read_all

OUT = Path(__file__).parents[1] / "src/os1/listening/models"


def main(given: Path, out: Path) -> None:
    """Writes both files."""
    with np.load(given) as packed:
        places = packed["places.weight"]
        g = Graph(named({f"situations.{name}": value for name, value in packed.items() if name != "places.weight"}))
    entries = list(read_all())
    if len(entries) != len(places):
        sys.exit(f"{given} knows {len(places)} situations and there are {len(entries)} now; train again.")
    x = layers(g, "states", bias(g), ["situations.layers.0", "situations.layers.1"])
    g.out(mean(g, x, g.op("Cast", "mask", to=TensorProto.FLOAT)), "vectors")
    save(model(g, "situations", {"states": STATES, "mask": IDS}, {"vectors": ["batch", WIDTH]}), out / "situations.onnx")
    places = places / np.linalg.norm(places, axis=1, keepdims=True)
    np.savez_compressed(out / "situations.npz", places=np.round(places / np.abs(places).max() * 127).astype(np.int8),
                        keys=np.array([e.key for e in entries]), kinds=np.array([e.kind for e in entries]),
                        tones=np.array([e.tone for e in entries]))  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else OUT)
