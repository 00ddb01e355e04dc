"""Weights to what runs without PyTorch: ``python -m newswire.enrich.training.export --weights FILE --base FOLDER``.

Two ONNX graphs with 8-bit weights, ``encoder.onnx`` and ``pairs.onnx``, and beside them the tokenizer. How their
products are cut to 8 bits is measured in docs/decisions/0023.
"""

import argparse
import shutil
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from newswire.enrich.labels import NAME_TAGS
from newswire.enrich.network import WEIGHTS
from newswire.enrich.pieces import Window, cut_by_content, read_words
from newswire.enrich.training.network import HEADS, HIDDEN, Encoder, Layer, PairHead
from newswire.enrich.training.resume import load_weights

OPSET: Final = 20  # the last that PyTorch writes by tracing
ATTENTION_OPSET: Final = 23  # the first with attention as one node
HIGHEST: Final = 127  # of a weight in 8 bits
TAPS: Final = 5  # of the pair head's convolutions over neighbouring words
GELU_LOWEST: Final = -0.17
GELU_ZERO: Final = 40  # the byte that stands for 0 after Gelu: 40 steps below it, 215 above
EVEN_HEIGHT: Final = 4.0  # of 2.5 to 12 the one that leaves the least error in words, anchors and names
# The channels that reach far do so at [CLS], to the same height in each window, so that any window shows them.
SAMPLE: Final = (
    "Port Ambry (Newswire) - The ferry will not sail before Monday, harbour master Ada Brook said on Friday.\n\n"
    '"We found rust in the hull," she told reporters. "It is worse than we thought."'
)


def to_bytes(weight: Tensor) -> tuple[Tensor, Tensor]:
    """Return ``weight`` [inputs, outputs] in 8 bits, and the scale of each output."""
    scale = weight.abs().amax(dim=0).clamp(min=1e-12) / HIGHEST
    return (weight / scale).round().to(torch.int8), scale


def _constant(graph: Any, value: object, kind: torch.dtype) -> Any:  # noqa: ANN401 - PyTorch does not name a graph's types
    return graph.op("Constant", value_t=torch.tensor(value, dtype=kind))


class _Traced(torch.autograd.Function):
    """A product as nodes of onnxruntime's own; only ever traced, never run for its values."""

    @staticmethod
    def forward(context: object, x: Tensor, weight: Tensor, scale: Tensor, bias: Tensor) -> Tensor:
        del context, scale, bias
        return x.new_zeros(*x.shape[:-1], weight.shape[-1])


class _ByWindow(_Traced):
    """One scale for the whole input, found as it comes."""

    @staticmethod
    def symbolic(graph: Any, x: Any, weight: Any, scale: Any, bias: Any) -> Any:  # noqa: ANN401
        in_bytes, step, zero = graph.op("DynamicQuantizeLinear", x, outputs=3)
        none = _constant(graph, 0, torch.int8)
        return graph.op("com.microsoft::MatMulIntegerToFloat", in_bytes, weight, step, scale, zero, none, bias)


class _ByPiece(_Traced):
    """A scale for each piece, after Gelu, below which nothing can come."""

    @staticmethod
    def symbolic(graph: Any, x: Any, weight: Any, scale: Any, bias: Any) -> Any:  # noqa: ANN401
        highest = graph.op("ReduceMax", x, _constant(graph, [-1], torch.int64), keepdims_i=1)
        above = 255 - GELU_ZERO
        lowest = _constant(graph, -GELU_LOWEST * above / GELU_ZERO, torch.float32)
        step = graph.op("Mul", graph.op("Max", highest, lowest), _constant(graph, 1 / above, torch.float32))
        steps = graph.op("Reshape", step, _constant(graph, [-1], torch.int64))
        zero, none = _constant(graph, GELU_ZERO, torch.uint8), _constant(graph, 0, torch.int8)
        zeros = graph.op("Expand", zero, graph.op("Shape", steps))
        in_bytes = graph.op("QuantizeLinear", x, steps, zeros, axis_i=1)
        one = _constant(graph, 1.0, torch.float32)
        product = graph.op("com.microsoft::MatMulIntegerToFloat", in_bytes, weight, one, scale, zero, none)
        return graph.op("Add", graph.op("Mul", product, step), bias)


class _Smooth(_Traced):
    """A convolution over neighbouring words as one product: each word beside its neighbours, in bytes."""

    @staticmethod
    def symbolic(graph: Any, x: Any, weight: Any, scale: Any, bias: Any) -> Any:  # noqa: ANN401
        in_bytes, step, zero = graph.op("DynamicQuantizeLinear", x, outputs=3)
        side = TAPS // 2
        wider = graph.op("Pad", in_bytes, _constant(graph, [0, side, 0, 0, side, 0], torch.int64), zero)
        one, far = _constant(graph, [1], torch.int64), np.iinfo(np.int64).max
        begins = (_constant(graph, [tap], torch.int64) for tap in range(TAPS))
        ends = (_constant(graph, [tap - TAPS + 1 or far], torch.int64) for tap in range(TAPS))
        beside = (graph.op("Slice", wider, begin, end, one) for begin, end in zip(begins, ends, strict=True))
        none = _constant(graph, 0, torch.int8)
        side_by_side = graph.op("Concat", *beside, axis_i=2)
        return graph.op("com.microsoft::MatMulIntegerToFloat", side_by_side, weight, step, scale, zero, none, bias)


class _Product(nn.Module):
    """A product in 8 bits.

    ``heights`` [inputs] says how far each channel of the input reaches. Those few that reach far are brought down
    before, and their weights up, so that they do not leave the others a few steps of the 256 (SmoothQuant, Xiao et al.
    2023).
    """

    def __init__(self, weight: Tensor, bias: Tensor, way: type[_Traced], heights: Tensor | None = None) -> None:
        super().__init__()
        self._way, self._is_even = way, heights is None
        if heights is not None:
            self.register_buffer("even", (EVEN_HEIGHT / heights).clamp(max=1))
            weight = weight / self.even[:, None]
        for name, value in zip(("weight", "scale", "bias"), (*to_bytes(weight), bias), strict=True):
            self.register_buffer(name, value.detach().contiguous())

    def forward(self, x: Tensor) -> Tensor:
        """Return the product of ``x`` [..., inputs]."""
        found: Tensor = self._way.apply(x if self._is_even else x * self.even, self.weight, self.scale, self.bias)
        return found


class _AlongWords(_Product):
    """A convolution [outputs, inputs, taps] as a product."""

    def __init__(self, given: nn.Conv1d, way: type[_Traced]) -> None:
        super().__init__(given.weight.permute(2, 1, 0).flatten(0, 1), given.bias, way)

    def forward(self, x: Tensor) -> Tensor:
        """Return what becomes of ``x`` [anchors, channels, words]."""
        return super().forward(x.transpose(1, 2)).transpose(1, 2)


def _product(given: nn.Linear, way: type[_Traced] = _ByWindow, heights: Tensor | None = None) -> _Product:
    return _Product(given.weight.T, given.bias, way, heights)


class _FusedAttention(torch.autograd.Function):
    """Attention as one node; only ever traced, never run."""

    @staticmethod
    def forward(context: object, query: Tensor, key: Tensor, value: Tensor) -> Tensor:
        del context, key, value
        return query.clone()

    @staticmethod
    def symbolic(graph: Any, query: Any, key: Any, value: Any) -> Any:  # noqa: ANN401
        return graph.op("Attention", query, key, value, q_num_heads_i=HEADS, kv_num_heads_i=HEADS)


class _Attention(nn.Module):
    def forward(self, query: Tensor, key: Tensor, value: Tensor, mask: None) -> Tensor:
        """Return what each piece attends to; a window that is run alone needs no mask."""
        del mask
        return _FusedAttention.apply(query, key, value)


class _Pieces(nn.Module):
    """The table of pieces in 8 bits, which is half of all weights."""

    def __init__(self, given: nn.Embedding) -> None:
        super().__init__()
        weight = given.weight.detach()
        low, high = weight.min().clamp(max=0), weight.max().clamp(min=0)
        scale = (high - low) / 255
        zero = (-low / scale).round()
        self.register_buffer("weight", (weight / scale + zero).round().clamp(0, 255).to(torch.uint8))
        self.register_buffer("scale", scale)
        self.register_buffer("zero", zero)

    def forward(self, ids: Tensor) -> Tensor:
        """Return the rows of some pieces."""
        return (nn.functional.embedding(ids, self.weight).float() - self.zero) * self.scale


class _OneWindow(nn.Module):
    """The encoder for a window alone: without a mask, and in 8 bits."""

    def __init__(self, encoder: Encoder, window: Window) -> None:
        super().__init__()
        heights = _heights(encoder, window)
        for layer in encoder.layers:
            assert isinstance(layer, Layer), "the encoder is made of them"
            into_attention, into_wide = heights[layer.query], heights[layer.wide]
            layer.query, layer.key, layer.value = (
                _product(given, heights=into_attention) for given in (layer.query, layer.key, layer.value)
            )
            layer.attention = _Attention()
            layer.out = _product(layer.out)
            layer.wide, layer.narrow = _product(layer.wide, heights=into_wide), _product(layer.narrow, _ByPiece)
        encoder.pieces = _Pieces(encoder.pieces)
        encoder.anchor, encoder.names = _product(encoder.anchor), _product(encoder.names)
        self.encoder = encoder

    def forward(self, piece_ids: Tensor, shapes: Tensor, breaks: Tensor, heads: Tensor) -> tuple[Tensor, ...]:
        """Return words, anchor logits and name logits of one window."""
        encoder = self.encoder
        x = encoder.pieces(piece_ids) + encoder.places.weight[: piece_ids.shape[0]]
        x = encoder.norm(x + encoder.shapes(shapes) + encoder.breaks(breaks))[None]
        for layer in encoder.layers:
            x = layer(x, None)
        words = x[0][heads]
        return words, encoder.anchor(words)[:, 0], encoder.names(words)


def _heights(encoder: Encoder, window: Window) -> dict[nn.Module, Tensor]:
    """Return how far each channel reaches of what comes into each product."""
    found: dict[nn.Module, Tensor] = {}

    def note(module: nn.Module, given: tuple[Tensor]) -> None:
        found[module] = given[0].abs().amax(dim=(0, 1)).clamp(min=1e-6)

    hooks = [module.register_forward_pre_hook(note) for module in encoder.modules() if isinstance(module, nn.Linear)]
    with torch.no_grad():
        encoder(
            *(torch.from_numpy(part)[None] for part in (window.piece_ids, window.shapes, window.breaks, window.heads))
        )
    for hook in hooks:
        hook.remove()
    return found


def _in_bytes(pair_head: PairHead) -> PairHead:
    """Put products in 8 bits into the pair head; its convolutions of single channels stay as they are."""
    pair_head.from_word, pair_head.word_gate = _product(pair_head.from_word), _product(pair_head.word_gate)
    pair_head.smooth_1, pair_head.smooth_2 = (
        _AlongWords(given, _Smooth) for given in (pair_head.smooth_1, pair_head.smooth_2)
    )
    for wide in pair_head.wide:
        wide.across = _AlongWords(wide.across, _ByWindow)
    return pair_head


def main() -> None:
    """Write the graphs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True, help="a file that train.py wrote, or a folder of graphs")
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(options.base / "tokenizer.json"))
    encoder, pair_head = Encoder(tokenizer.get_vocab_size(), len(NAME_TAGS)), PairHead()
    load_weights(options.weights, encoder, pair_head)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    (window,) = cut_by_content(read_words(SAMPLE, tokenizer))
    _export(
        _OneWindow(encoder.eval(), window).eval(),
        (*(torch.zeros(12, dtype=torch.long) for _ in range(3)), torch.arange(9)),
        options.out / "encoder.onnx",
        {"piece_ids": "piece", "shapes": "piece", "breaks": "piece", "heads": "word"},
        ["words", "anchors", "names"],
    )
    example = (torch.zeros(9, HIDDEN), torch.arange(3))
    _export(
        _in_bytes(pair_head.eval()).eval(),
        example,
        options.out / "pairs.onnx",
        {"words": "word", "anchors": "anchor"},
        ["labels"],
    )
    if options.base != options.out:
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
    model = onnx.load(path)
    del model.graph.value_info[:]  # the tracer's guesses, wrong for what it does not know
    next(given for given in model.opset_import if not given.domain).version = ATTENTION_OPSET
    onnx.save(model, path)


if __name__ == "__main__":
    main()
