"""Which English words are common: the first of the tagger's vocabulary, which stands in the order of frequency."""

import json
from functools import cache
from pathlib import Path

FIRST_PIECES = 8000  # with 2,000 synonyms count as rare, and all 30,000 have the names of most towns


@cache
def common_words() -> frozenset[str]:
    """Return the common words in lower case; read once."""
    path = Path(__file__).parent / "enrich" / "weights" / "tokenizer.json"
    vocabulary = json.loads(path.read_text(encoding="utf-8"))["model"]["vocab"]
    return frozenset(piece for piece, number in vocabulary.items() if number < FIRST_PIECES and piece.isalpha())
