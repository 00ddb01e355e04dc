"""Average trainings that went on from each other: ``python -m newswire.enrich.training.average FILE... --out FILE``.

Their mean lies nearer the middle of the valley that each ended at another side of, and errs less than any of them
(model soups, Wortsman et al. 2022). Runs from different beginnings have no valley in common: don't mix those.
"""

import argparse
from pathlib import Path

import torch


def main() -> None:
    """Write the mean of the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path, nargs="+", help="files that train.py wrote")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    given = [torch.load(path) for path in options.weights]
    mean = {
        part: {name: sum(one[part][name] for one in given) / len(given) for name in given[0][part]} for part in given[0]
    }
    torch.save(mean, options.out)


if __name__ == "__main__":
    main()
