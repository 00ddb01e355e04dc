"""Training's weights from the graphs that ship, so that anyone can go on from them without the file they came from."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor, nn

QUANTIZED = "_quantized"


def load_weights(path: Path, encoder: nn.Module, pair_head: nn.Module) -> None:
    """Put what is at ``path`` into the modules: a file that training saved, or a folder of exported graphs.

    From graphs, 8-bit weights come back as near as 8 bits are; a few hundred steps make up for that.
    """
    if path.is_file():
        saved = torch.load(path)
        encoder.load_state_dict(saved["encoder"])
        pair_head.load_state_dict(saved["pair_head"])
    else:
        encoder.load_state_dict(_read_graph(path / "encoder.onnx"))
        _load_known(pair_head, _read_graph(path / "pairs.onnx"))


def _load_known(module: nn.Module, found: Mapping[str, Tensor]) -> None:
    """Load all of ``found``; wide convolutions, which older graphs lack, begin as nothing."""
    missing, unexpected = module.load_state_dict(found, strict=False)
    if wrong := [*unexpected, *(name for name in missing if not name.startswith("wide."))]:
        raise ValueError(f"weights without a place, or places without weights: {wrong}")


def _read_graph(path: Path) -> dict[str, Tensor]:
    """Return the weights of a graph of ours, by their names in PyTorch.

    The factors of products lost their names on export; they take the name of the node that uses them.
    """
    graph = onnx.load(path).graph
    values = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    names = {name: name for name in values}
    transposed = set()
    for node in graph.node:
        if node.op_type in {"MatMul", "MatMulInteger"} and node.input[1] in values:
            module = node.name.strip("/").rsplit("/", 1)[0].replace("/", ".")
            names[node.input[1]] = f"{module}.weight"
            transposed.add(node.input[1])
    found = {}
    for key, name in names.items():
        name_in_module = name.removesuffix(QUANTIZED).removeprefix("encoder.")
        if name_in_module.endswith((".weight", ".bias")):
            whole = _whole(values, key)
            found[name_in_module] = torch.from_numpy(np.array(whole.T if key in transposed else whole))
    return found


def _whole(values: Mapping[str, NDArray[np.float32]], key: str) -> NDArray[np.float32]:
    """Return the values as 32-bit numbers; 8-bit ones have a scale and a zero point beside them, in all or a column."""
    if not key.endswith(QUANTIZED):
        return values[key]
    stem = key.removesuffix(QUANTIZED)
    scale, zero = values[f"{stem}_scale"], values[f"{stem}_zero_point"]
    return np.asarray((values[key].astype(np.float32) - zero.astype(np.float32)) * scale, dtype=np.float32)
