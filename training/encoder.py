"""Builds the sentence encoder: MiniLM-L6-v2 as an int8 ONNX graph, straight from its weights.

    python training/encoder.py MODEL_DIR [OUT_DIR]

MODEL_DIR holds `model.safetensors` and `vocab.txt` of all-MiniLM-L6-v2 (Apache-2.0). Two graphs:
`lower` (the word table and two layers) takes `ids` and `mask` (int64, batch x pieces) and gives
`lower` (float32, batch x pieces x 384), which the matcher starts from too; `upper` takes that and
`mask` and gives `vectors` (float32, batch x 384, unit length: mean over the pieces that the mask
keeps, L2 norm) and `states` (as `lower`, after layer 4), which the reader starts from. No torch is
needed.
"""

from __future__ import annotations

import gzip
import json
import struct
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

LAYERS, WIDTH, HEADS, POSITIONS = 6, 384, 12, 128
READ, MATCH = 4, 2
"""The layers whose states the reader and the matcher start from."""
OUT = Path(__file__).parents[1] / "src/os1/listening/models"

Array = NDArray[np.float32]
Shape = list[str | int]


def weights(path: Path) -> dict[str, Array]:
    """Every float32 tensor of a safetensors file, by name."""
    blob = path.read_bytes()
    (length,) = struct.unpack("<Q", blob[:8])
    body = memoryview(blob)[8 + length :]
    found = {}
    for name, entry in json.loads(blob[8 : 8 + length]).items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            start, end = entry["data_offsets"]
            found[name] = np.frombuffer(body[start:end], np.float32).reshape(entry["shape"])
    return found


class Graph:
    """Collects nodes and constants; every method returns the name of what it made."""

    def __init__(self, tensors: dict[str, Array]) -> None:
        self.tensors = tensors
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        self.constants.append(numpy_helper.from_array(value.copy(order="C"), name))
        return name

    def op(self, kind: str, *inputs: str, domain: str = "", **attributes: object) -> str:
        out = f"{kind.lower()}_{len(self.nodes)}"
        self.nodes.append(
            helper.make_node(kind, list(inputs), [out], name=out, domain=domain, **attributes)
        )
        return out

    def out(self, x: str, name: str) -> None:
        self.nodes.append(helper.make_node("Identity", [x], [name]))

    def linear(self, x: str, name: str, weight: Array, bias: Array) -> str:
        w = self.constant(f"{name}.w", weight.T)
        return self.op("Add", self.op("MatMul", x, w), self.constant(f"{name}.b", bias))

    def dense(self, x: str, name: str) -> str:
        return self.linear(x, name, self.tensors[f"{name}.weight"], self.tensors[f"{name}.bias"])

    def norm(self, x: str, name: str) -> str:
        scale = self.constant(f"{name}.scale", self.tensors[f"{name}.weight"])
        bias = self.constant(f"{name}.bias", self.tensors[f"{name}.bias"])
        return self.op("LayerNormalization", x, scale, bias, axis=-1, epsilon=1e-12)


def embedding(g: Graph) -> str:
    """Word table as int8 with a scale a row, plus positions and the one token type we use."""
    table = g.tensors["embeddings.word_embeddings.weight"]
    scale = np.abs(table).max(axis=1, keepdims=True) / 127
    rows = g.constant("words.int8", np.round(table / scale).astype(np.int8))
    scales = g.constant("words.scale", scale.astype(np.float32))
    word = g.op("Cast", g.op("Gather", rows, "ids", axis=0), to=TensorProto.FLOAT)
    word = g.op("Mul", word, g.op("Gather", scales, "ids", axis=0))
    place = g.tensors["embeddings.position_embeddings.weight"][:POSITIONS]
    place = place + g.tensors["embeddings.token_type_embeddings.weight"][0]
    length = g.op(
        "Slice",
        g.op("Shape", "ids"),
        *(g.constant(n, np.array([v], np.int64)) for n, v in (("one", 1), ("two", 2))),
    )
    zero = g.constant("zero", np.array([0], np.int64))
    here = g.op("Slice", g.constant("places", place), zero, length, zero)
    return g.norm(g.op("Add", word, here), "embeddings.LayerNorm")


def attention(g: Graph, x: str, layer: str, bias: str) -> str:
    """Self-attention of one layer with query, key and value made by one multiplication."""
    names = [f"{layer}.attention.self.{part}" for part in ("query", "key", "value")]
    weight = np.concatenate([g.tensors[f"{n}.weight"] for n in names])
    offset = np.concatenate([g.tensors[f"{n}.bias"] for n in names])
    joined = g.linear(x, f"{layer}.qkv", weight, offset)
    shape = g.constant(f"{layer}.split", np.array([0, 0, 3, HEADS, WIDTH // HEADS], np.int64))
    parts = g.op("Transpose", g.op("Reshape", joined, shape), perm=[2, 0, 3, 1, 4])
    q, k, v = (
        g.op("Gather", parts, g.constant(f"{layer}.{n}", np.array(n, np.int64)), axis=0)
        for n in range(3)
    )
    root = g.constant(f"{layer}.root", np.array(np.sqrt(WIDTH / HEADS), np.float32))
    score = g.op("Div", g.op("MatMul", q, g.op("Transpose", k, perm=[0, 1, 3, 2])), root)
    share = g.op("Softmax", g.op("Add", score, bias), axis=-1)
    mixed = g.op("Transpose", g.op("MatMul", share, v), perm=[0, 2, 1, 3])
    flat = g.constant(f"{layer}.flat", np.array([0, 0, WIDTH], np.int64))
    return g.dense(g.op("Reshape", mixed, flat), f"{layer}.attention.output.dense")


def feed(g: Graph, x: str, layer: str) -> str:
    """The two dense layers with the exact (erf) GELU between them."""
    inner = g.dense(x, f"{layer}.intermediate.dense")
    two = g.constant(f"{layer}.sqrt2", np.array(np.sqrt(2), np.float32))
    one = g.constant(f"{layer}.one", np.array(1, np.float32))
    half = g.constant(f"{layer}.half", np.array(0.5, np.float32))
    bell = g.op("Add", g.op("Erf", g.op("Div", inner, two)), one)
    return g.dense(g.op("Mul", g.op("Mul", inner, bell), half), f"{layer}.output.dense")


def mean(g: Graph, x: str, keep: str) -> str:
    """Mean over kept pieces."""
    axis = g.constant("axis", np.array([1], np.int64))
    wide = g.op("Unsqueeze", keep, g.constant("last", np.array([2], np.int64)))
    total = g.op("ReduceSum", g.op("Mul", x, wide), axis, keepdims=0)
    return g.op("Div", total, g.op("ReduceSum", wide, axis, keepdims=0))


def pool(g: Graph, x: str, keep: str) -> str:
    """Mean over kept pieces, then length one."""
    return g.op("LpNormalization", mean(g, x, keep), axis=1, p=2)


def bias(g: Graph) -> str:
    """What attention adds to its scores: far below zero for the pieces that only fill up."""
    keep = g.op("Cast", "mask", to=TensorProto.FLOAT)
    ones = g.constant("full", np.array(1, np.float32))
    gap = g.op("Mul", g.op("Sub", ones, keep), g.constant("far", np.array(-1e4, np.float32)))
    return g.op("Unsqueeze", gap, g.constant("heads", np.array([1, 2], np.int64)))


def layers(g: Graph, x: str, far: str, names: Sequence[str]) -> str:
    """BERT layers, one after the other."""
    for layer in names:
        x = g.norm(g.op("Add", x, attention(g, x, layer, far)), f"{layer}.attention.output.LayerNorm")
        x = g.norm(g.op("Add", x, feed(g, x, layer)), f"{layer}.output.LayerNorm")
    return x


def layer_names(first: int, end: int) -> list[str]:
    return [f"encoder.layer.{n}" for n in range(first, end)]


def lower(tensors: dict[str, Array]) -> onnx.ModelProto:
    """The word table and the first layers, in float32 but for the table."""
    g = Graph(tensors)
    x = layers(g, embedding(g), bias(g), layer_names(0, MATCH))
    g.out(x, "lower")
    return model(g, "lower", {"ids": IDS, "mask": IDS}, {"lower": STATES})


def upper(tensors: dict[str, Array]) -> onnx.ModelProto:
    """The layers above, and the vector of the whole text."""
    g = Graph(tensors)
    far = bias(g)
    x = layers(g, "lower", far, layer_names(MATCH, READ))
    g.out(x, "states")
    keep = g.op("Cast", "mask", to=TensorProto.FLOAT)
    g.out(pool(g, layers(g, x, far, layer_names(READ, LAYERS)), keep), "vectors")
    return model(g, "upper", {"lower": STATES, "mask": IDS}, {"vectors": ["batch", WIDTH], "states": STATES})


IDS: Shape = ["batch", "pieces"]
STATES: Shape = ["batch", "pieces", WIDTH]


def model(g: Graph, name: str, inputs: dict[str, Shape], outputs: dict[str, Shape]) -> onnx.ModelProto:
    """A graph closed; `ids` and `mask` are int64, everything else float32."""

    def told(side: dict[str, Shape]) -> list[onnx.ValueInfoProto]:
        kinds = {"ids": TensorProto.INT64, "mask": TensorProto.INT64}
        return [helper.make_tensor_value_info(n, kinds.get(n, TensorProto.FLOAT), shape)
                for n, shape in side.items()]  # fmt: skip

    graph = helper.make_graph(g.nodes, name, told(inputs), told(outputs), g.constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def save(graph: onnx.ModelProto, target: Path) -> None:
    """Writes the graph with int8 weights.

    Seven bits a weight: with eight, processors without VNNI add up with saturation and the same
    text would get another vector on another machine.
    """
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / "full.onnx"
        onnx.save(graph, full)
        quantize_dynamic(
            full,
            target,
            op_types_to_quantize=["MatMul"],
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
        )


def main(source: Path, target: Path) -> None:
    """Writes `lower.onnx`, `upper.onnx` and `encoder.vocab.gz` under `target`."""
    target.mkdir(parents=True, exist_ok=True)
    tensors = weights(source / "model.safetensors")
    save(lower(tensors), target / "lower.onnx")
    save(upper(tensors), target / "upper.onnx")
    words = (source / "vocab.txt").read_bytes()
    (target / "encoder.vocab.gz").write_bytes(gzip.compress(words, 9, mtime=0))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else OUT)
