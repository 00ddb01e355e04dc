"""Training's weights from the graphs that ship, so that anyone can go on from them without the file they came from."""

import re
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn


def load_weights(path: Path, encoder: nn.Module, pair_head: nn.Module) -> None:
    """Put what is at ``path`` into the modules: a file that training saved, or a folder of exported graphs.

    From graphs, 8-bit weights come back as near as 8 bits are; a few hundred steps make up for that.
    """
    if path.is_file():
        saved = torch.load(path)
        encoder.load_state_dict(saved["encoder"])
        pair_head.load_state_dict(saved["pair_head"])
    else:
        _load_graph(path / "encoder.onnx", encoder)
        _load_graph(path / "pairs.onnx", pair_head)


def _load_graph(path: Path, module: nn.Module) -> None:
    """Put the weights of a graph that export.py wrote into the module it was made of."""
    values = _read_values(path)
    module.load_state_dict({name: _whole(values, name, part.shape) for name, part in module.state_dict().items()})


def _read_values(path: Path) -> dict[str, Tensor]:
    """Return the weights of a graph by their names in PyTorch.

    The factor of a product in 32 bits lost its name on export; it takes that of the node that uses it.
    """
    graph = onnx.load(path).graph
    values = {item.name.removeprefix("encoder."): numpy_helper.to_array(item) for item in graph.initializer}
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in values:
            module = node.name.strip("/").rsplit("/", 1)[0].replace("/", ".")
            values[f"{module}.weight"] = values[node.input[1]].T
    return {name: torch.from_numpy(np.array(value)) for name, value in values.items()}


def _whole(values: dict[str, Tensor], name: str, shape: torch.Size) -> Tensor:
    """Return a weight in 32 bits and its module's shape; export.py has inputs before outputs, and taps before both."""
    value, stem = values[name], name.removesuffix(".weight")
    if (scale := values.get(f"{stem}.scale")) is None or name == stem:
        return value
    if (zero := values.get(f"{stem}.zero")) is not None:
        return (value.float() - zero) * scale
    value = value.float() * scale
    # What three products share has the name of the first of them.
    if (even := values.get(re.sub(r"\.(key|value)$", ".query", stem) + ".even")) is not None:
        value = value * even[:, None]
    outputs, inputs, *_taps = shape
    return value.reshape(-1, inputs, outputs).permute(2, 1, 0).reshape(shape)
