"""Draws the trained hearing model as an int8 ONNX graph, from plain arrays; no torch is needed.

    python training/hearing_graph.py WEIGHTS_FILE [OUT]

The graph takes `states` (float32, batch x pieces x 384; the encoder's fourth layer), `mask` (int64,
batch x pieces) and `before` (float32, batch x 768: the vectors of her last words and of the person's,
nought where there are none). It gives a score for each label of each head, float32, batch x labels;
those of `labels` (GoEmotions) less what each must reach. The names of a head's labels travel inside.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import onnx
from encoder import IDS, STATES, WIDTH, Graph, bias, layers, mean, model, save
from hearing_data import ACTS, ADVICE, DANGERS, FEELINGS, IRONY, LEVELS, TOPICS
from hearing_rows import VIEWS
from onnx import TensorProto
from reader_graph import named

OUT = Path(__file__).parents[1] / "src/os1/listening/models/hearing.onnx"
HEADS = {"acts": ACTS, "feeling": FEELINGS, "scale": ("valence", "strength"), "topic": TOPICS, "advice": ADVICE,
         "irony": IRONY, "danger": DANGERS, "level": LEVELS, "view": VIEWS}  # fmt: skip


def main(given: Path, out: Path) -> None:
    """Writes the graph."""
    with np.load(given) as packed:
        cuts = packed["cuts"]
        g = Graph(named({f"hearing.{name}": value for name, value in packed.items() if name != "cuts"}))
    x = layers(g, "states", bias(g), ["hearing.layers.0", "hearing.layers.1"])
    first = g.op("Gather", x, g.constant("first", np.array(0, np.int64)), axis=1)
    own = g.op("Concat", first, mean(g, x, g.op("Cast", "mask", to=TensorProto.FLOAT)), axis=1)
    for name in HEADS:
        found, past = g.dense(own, f"hearing.heads.{name}"), g.tensors.get(f"hearing.before.{name}.weight")
        if past is not None:
            found = g.op("Add", found, g.op("MatMul", "before", g.constant(f"{name}.past", past.T)))
        g.out(found, name)
    g.out(g.op("Sub", g.dense(own, "hearing.heads.labels"), g.constant("cuts", cuts)), "labels")
    sizes = {name: len(held) for name, held in HEADS.items()} | {"labels": len(cuts)}
    made = model(g, "hearing", {"states": STATES, "mask": IDS, "before": ["batch", 2 * WIDTH]},
                 {name: ["batch", size] for name, size in sizes.items()})  # fmt: skip
    save(made, out)
    told = onnx.load(out)
    for name, held in HEADS.items():
        told.metadata_props.add(key=name, value="\n".join(held))
    onnx.save(told, out)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else OUT)
