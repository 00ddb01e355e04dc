"""Measures on outside material, run by ``make eval``; each prints a table and says where its material lies."""

import os
from pathlib import Path


def data_folder() -> Path:
    """Return the folder of the material: ``NEWSWIRE_EVAL_DATA``, else ``../shared/data`` beside the repository."""
    return Path(os.environ.get("NEWSWIRE_EVAL_DATA") or Path(__file__).parents[3] / "shared" / "data")
