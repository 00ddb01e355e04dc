"""Training's weights from the graphs that ship, so that anyone can go on from them without the file they came from."""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

EMBEDDINGS = ("pieces", "places", "shapes", "breaks")


def load_weights(path: Path) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    """Return what the encoder and the pair head hold; ``path`` is a file that training saved, or a folder of graphs.

    From graphs, 8-bit weights come back as near as 8 bits are; a few hundred steps make up for that.
    """
    if path.is_file():
        saved = torch.load(path)
        return saved["encoder"], saved["pair_head"]
    return _read_graph(path / "encoder.onnx"), _read_graph(path / "pairs.onnx")


def _read_graph(path: Path) -> dict[str, Tensor]:
    """Return the weights of a graph of ours, by their names in PyTorch.

    A product's weights lost their name on export; they take that of the node that uses them, which is its module's.
    """
    graph = onnx.load(path).graph
    values = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    found = {name.removeprefix("encoder."): value for name, value in values.items() if "_" != name[-1] and "::" not in name}
    for node in graph.node:
        if node.op_type in ("MatMulInteger", "MatMul") and node.input[1].removesuffix("_quantized") != node.input[1]:
            stem = node.input[1].removesuffix("_quantized")
            whole = _whole(values, stem)
        elif node.op_type == "MatMul" and node.input[1] in values:
            whole = values[node.input[1]]
        else:
            continue
        found[node.name.strip("/").removeprefix("encoder/").rsplit("/", 1)[0].replace("/", ".") + ".weight"] = whole.T
    for name in EMBEDDINGS:
        if f"{name}.weight_quantized" in found:
            found[f"{name}.weight"] = _whole(found, f"{name}.weight")
    return {
        name: torch.from_numpy(np.array(value, dtype=np.float32))
        for name, value in found.items()
        if name.endswith((".weight", ".bias"))
    }


def _whole(values: dict[str, np.ndarray], stem: str) -> np.ndarray:
    scale, zero = values[f"{stem}_scale"], values[f"{stem}_zero_point"]
    return (values[f"{stem}_quantized"].astype(np.float32) - zero.astype(np.float32)) * scale
