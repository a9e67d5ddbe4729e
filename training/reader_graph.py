"""Draws the trained reader as two int8 ONNX graphs, from plain arrays; no torch is needed.

Each takes `states` (float32, 1 x pieces x 384; the encoder's fourth layer), `share`
(float32, words + 1 x pieces) and `inner` (float32, words + 1 x 1; both as `reader.pooling` makes
them). The parser gives `arcs` (float32, words x words + 1), `relations` (int64, the same shape: the
likeliest relation for each head) and `tags` (int64, words), the statement tagger `marks` and `traits` (float32, words x their lists' length).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
from encoder import WIDTH, Array, Graph, attention, feed
from encoder import save as drawn
from onnx import TensorProto, helper

ARC, LABEL = 256, 96
# How the layers' own names read in the encoder's graph, whose drawing is used again here.
NAMES = {
    "out": "attention.output.dense",
    "norm": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "last": "output.LayerNorm",
}


def named(weights: Mapping[str, Array]) -> dict[str, Array]:
    """The weights under the names that the encoder's drawing looks for."""
    found = {}
    for name, value in weights.items():
        path, _, kind = name.rpartition(".")
        layer, _, part = path.rpartition(".")
        if part == "qkv":
            for own, third in zip(("query", "key", "value"), np.split(value, 3), strict=True):
                found[f"{layer}.attention.self.{own}.{kind}"] = third
        else:
            found[f"{layer}.{NAMES[part]}.{kind}" if ".layers." in name else name] = value
    return found


def words(g: Graph, trunk: str, layers: int) -> str:
    """The words' states after the layers named `trunk`: (words + 1, 384)."""
    still = g.constant(f"{trunk}.still", np.zeros(1, np.float32))
    x = "states"
    for n in range(layers):
        layer = f"{trunk}.layers.{n}"
        x = g.norm(g.op("Add", x, attention(g, x, layer, still)), f"{layer}.attention.output.LayerNorm")
        x = g.norm(g.op("Add", x, feed(g, x, layer)), f"{layer}.output.LayerNorm")
    flat = g.op("Squeeze", x, g.constant(f"{trunk}.first", np.array([0], np.int64)))
    shift = g.op("Mul", "inner", g.constant(f"{trunk}.inner", g.tensors[f"{trunk}.inner"][None]))
    return g.op("Add", g.op("MatMul", "share", flat), shift)


def tail(g: Graph, x: str, name: str) -> str:
    """The rows without the first."""
    one, end, axis = (
        g.constant(f"{name}.{key}", np.array([value], np.int64))
        for key, value in (("one", 1), ("end", 1 << 30), ("axis", 0))
    )
    return g.op("Slice", x, one, end, axis)


def named_output(g: Graph, x: str, name: str) -> None:
    g.nodes.append(helper.make_node("Identity", [x], [name]))


def parser(g: Graph, x: str) -> None:
    """Biaffine arcs and labels, and tags; as `reader_net.Parser`."""
    own = tail(g, x, "parser")

    def hidden(value: str, name: str) -> str:
        return g.op("Relu", g.dense(value, f"parser.{name}"))

    dep, head = hidden(own, "arc_dep"), hidden(x, "arc_head")
    score = g.op("MatMul", g.dense(dep, "parser.arc"), g.op("Transpose", head, perm=[1, 0]))
    score = g.op("Div", score, g.constant("arc.root", np.array(ARC**0.5, np.float32)))
    lean = g.op("Transpose", g.dense(head, "parser.lean"), perm=[1, 0])
    named_output(g, g.op("Add", score, lean), "arcs")
    dep, head = hidden(own, "label_dep"), hidden(x, "label_head")
    relations = len(g.tensors["parser.dep.bias"])
    shape = g.constant("label.shape", np.array([-1, relations, LABEL], np.int64))
    mixed = g.op("Reshape", g.dense(dep, "parser.label"), shape)
    both = g.op("MatMul", mixed, g.op("Transpose", head, perm=[1, 0]))
    both = g.op("Div", both, g.constant("label.root", np.array(LABEL**0.5, np.float32)))
    last = g.constant("label.last", np.array([2], np.int64))
    both = g.op("Add", both, g.op("Unsqueeze", g.dense(dep, "parser.dep"), last))
    w = g.constant("parser.head.w", g.tensors["parser.head.weight"].T)
    both = g.op("Add", both, g.op("Transpose", g.op("MatMul", head, w), perm=[1, 0]))
    named_output(g, g.op("ArgMax", both, axis=1, keepdims=0), "relations")
    named_output(g, g.op("ArgMax", g.dense(own, "parser.tag"), axis=1, keepdims=0), "tags")


def build(weights: Mapping[str, Array], part: str) -> onnx.ModelProto:
    """The graph of the "parser" or of the "tagger", in float32."""
    g = Graph(named(weights))
    trunk = "trunk" if part == "parser" else "second"
    layers = sum(name.startswith(f"{trunk}.layers.") and name.endswith(".qkv.bias") for name in weights)
    x = words(g, trunk, layers)
    if part == "parser":
        parser(g, x)
        outputs = [
            helper.make_tensor_value_info("arcs", TensorProto.FLOAT, ["words", "heads"]),
            helper.make_tensor_value_info("relations", TensorProto.INT64, ["words", "heads"]),
            helper.make_tensor_value_info("tags", TensorProto.INT64, ["words"]),
        ]
    else:
        row = tail(g, x, "tagger")
        for name in ("marks", "traits"):
            named_output(g, g.dense(row, f"tagger.{name}"), name)
        outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["words", name])
                   for name in ("marks", "traits")]  # fmt: skip
    inputs = [
        helper.make_tensor_value_info("states", TensorProto.FLOAT, [1, "pieces", WIDTH]),
        helper.make_tensor_value_info("share", TensorProto.FLOAT, ["rows", "pieces"]),
        helper.make_tensor_value_info("inner", TensorProto.FLOAT, ["rows", 1]),
    ]
    graph = helper.make_graph(g.nodes, part, inputs, outputs, g.constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


LISTS = {"parser": ("relations", "tags", "lemmas"), "tagger": ("predicates", "floors")}


def save(weights: Mapping[str, Array], lists: Mapping[str, Sequence[str]], target: Path) -> None:
    """Writes the int8 models `parser.onnx` and `tagger.onnx`, each with its lists inside, to the
    folder `target`."""
    for part, names in LISTS.items():
        drawn(build(weights, part), target / f"{part}.onnx")
        model = onnx.load(target / f"{part}.onnx")
        helper.set_model_props(model, {name: "\n".join(lists[name]) for name in names})
        onnx.save(model, target / f"{part}.onnx")
