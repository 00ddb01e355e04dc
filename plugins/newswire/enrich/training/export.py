"""Weights to what runs without PyTorch: ``python -m newswire.enrich.training.export --weights FILE --base FOLDER``.

Two ONNX graphs: ``encoder.onnx`` with 8-bit weights, and ``pairs.onnx``, which is small and stays as it is; beside them
the tokenizer.
"""

import argparse
import shutil
import tempfile
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import Tensor, nn

from newswire.enrich.labels import NAME_TAGS
from newswire.enrich.network import WEIGHTS
from newswire.enrich.training.network import HEADS, HIDDEN, Encoder, Layer, PairHead
from newswire.enrich.training.resume import load_weights

OPSET = 18


class _FusedAttention(torch.autograd.Function):
    """Attention as one node of onnxruntime's own, which is faster than its parts; only ever traced, never run."""

    @staticmethod
    def forward(context: object, query: Tensor, key: Tensor, value: Tensor) -> Tensor:
        del context, key, value
        return query.clone()

    @staticmethod
    def symbolic(graph: Any, query: Any, key: Any, value: Any) -> Any:  # noqa: ANN401 - PyTorch does not name their types
        return graph.op("com.microsoft::MultiHeadAttention", query, key, value, num_heads_i=HEADS).setType(query.type())


class _Attention(nn.Module):
    def forward(self, query: Tensor, key: Tensor, value: Tensor, mask: None) -> Tensor:
        """Return what each piece attends to; a window that is run alone needs no mask."""
        del mask
        return _FusedAttention.apply(query, key, value)


class _ByPiece(nn.Linear):
    """A product whose input is brought to one height, piece by piece, and its output back.

    8-bit arithmetic has one scale for a whole window. A few pieces reach far higher than all others between a layer's
    two products, and would leave these only some of the 256 steps: so scaled, the words' error is half of what it was.
    """

    def forward(self, x: Tensor) -> Tensor:
        """Return the product of ``x`` [windows, pieces, inputs]."""
        height = x.abs().amax(dim=-1, keepdim=True).clamp(min=1e-6)
        return nn.functional.linear(x / height, self.weight) * height + self.bias


def _by_piece(product: nn.Linear) -> _ByPiece:
    scaled = _ByPiece(product.in_features, product.out_features)
    scaled.load_state_dict(product.state_dict())
    return scaled


class _OneWindow(nn.Module):
    """The encoder without the windows' axis: a window is run alone."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        for layer in encoder.layers:
            assert isinstance(layer, Layer), "the encoder is made of them"
            layer.attention = _Attention()
            layer.wide, layer.narrow = _by_piece(layer.wide), _by_piece(layer.narrow)
        self.encoder = encoder

    def forward(self, piece_ids: Tensor, shapes: Tensor, breaks: Tensor, heads: Tensor) -> tuple[Tensor, ...]:
        """Return words, anchor logits and name logits of one window."""
        found = self.encoder(piece_ids[None], shapes[None], breaks[None], heads[None])
        return tuple(part[0] for part in found)


def main() -> None:
    """Write the graphs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(options.base / "tokenizer.json"))
    encoder, pair_head = Encoder(tokenizer.get_vocab_size(), len(NAME_TAGS)), PairHead()
    load_weights(options.weights, encoder, pair_head)
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "encoder.onnx"
        _export(
            _OneWindow(encoder.eval()),
            (*(torch.zeros(12, dtype=torch.long) for _ in range(3)), torch.arange(9)),
            full,
            {"piece_ids": "piece", "shapes": "piece", "breaks": "piece", "heads": "word"},
            ["words", "anchors", "names"],
        )
        quantize_dynamic(
            full,
            options.out / "encoder.onnx",
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Gather"],
        )
    example = (torch.zeros(9, HIDDEN), torch.arange(3))
    _export(pair_head.eval(), example, options.out / "pairs.onnx", {"words": "word", "anchors": "anchor"}, ["labels"])
    shutil.copy(options.base / "tokenizer.json", options.out / "tokenizer.json")


def _export(
    module: nn.Module, example: tuple[Tensor, ...], path: Path, axes: dict[str, str], outputs: list[str]
) -> None:
    """Write one graph; ``axes`` names its inputs, and the first axis of each, whose length varies."""
    torch.onnx.export(
        module,
        example,
        str(path),
        input_names=list(axes),
        output_names=outputs,
        dynamic_axes={name: {0: axis} for name, axis in axes.items()},
        opset_version=OPSET,
        dynamo=False,
    )


if __name__ == "__main__":
    main()
