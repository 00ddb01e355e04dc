"""The tagger's weights, which ship beside this module, run by onnxruntime. Loads in half a second, once a process."""

from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from newswire.enrich.pieces import Window
from newswire.enrich.tagger import Floats

WEIGHTS: Final = Path(__file__).parent / "weights"


def session_options(threads: int = 1) -> onnxruntime.SessionOptions:
    """Return how the graphs are run."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Its one node for a sum and its norm takes nine times as long as the two (1.32, docs/decisions/0023).
    options.add_session_config_entry("optimization.disable_specified_optimizers", "SkipLayerNormFusion")
    return options


class OnnxNetwork:
    """Runs the two graphs; results are the same in any process, as each window is run alone."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        self._encoder, self._pairs = (
            onnxruntime.InferenceSession(folder / name, session_options(threads), providers=["CPUExecutionProvider"])
            for name in ("encoder.onnx", "pairs.onnx")
        )

    def read(self, window: Window) -> tuple[Floats, Floats, Floats]:
        """Return words [words, hidden], anchor logits [words] and name logits [words, NAME_TAGS]."""
        words, anchors, names = self._encoder.run(
            None,
            {"piece_ids": window.piece_ids, "shapes": window.shapes, "breaks": window.breaks, "heads": window.heads},
        )
        return words, anchors, names

    def relate(self, words: Floats, anchors: NDArray[np.int64]) -> Floats:
        """Return logits [anchors, words, PAIR_LABELS]."""
        (labels,) = self._pairs.run(None, {"words": words, "anchors": anchors})
        return np.asarray(labels)


@cache
def load_network(folder: Path = WEIGHTS) -> tuple[Tokenizer, OnnxNetwork]:
    """Return the tokenizer and the network of a folder of weights."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer, OnnxNetwork(folder)
