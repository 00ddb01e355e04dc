"""Average trainings that went on from each other: ``python -m newswire.enrich.training.average PATH... --out FILE``.

Their mean lies nearer the middle of the valley that each ended at another side of, and errs less than any of them
(model soups, Wortsman et al. 2022). Runs from different beginnings have no valley in common: don't mix those.
"""

import argparse
from pathlib import Path
from typing import Any

import torch

from newswire.enrich.labels import NAME_TAGS
from newswire.enrich.network import load_network
from newswire.enrich.training.network import Encoder, PairHead
from newswire.enrich.training.resume import load_weights

PARTS = ("encoder", "pair_head")


def main() -> None:
    """Write the mean of the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path, nargs="+", help="files that train.py wrote, or folders of graphs")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    given = [read(path) for path in options.weights]
    mean = {
        part: {name: sum(one[part][name] for one in given) / len(given) for name in given[0][part]} for part in PARTS
    }
    torch.save(mean, options.out)


def read(path: Path) -> dict[str, dict[str, Any]]:
    """Return the weights at a path, by part and name."""
    tokenizer, _network = load_network()
    encoder, pair_head = Encoder(tokenizer.get_vocab_size(), len(NAME_TAGS)), PairHead()
    load_weights(path, encoder, pair_head)
    return {"encoder": encoder.state_dict(), "pair_head": pair_head.state_dict()}


if __name__ == "__main__":
    main()
