"""Confidence with a meaning: the chance that a quote is right, from what speaks for it (Platt 1999, logistic).

A quote is right where its words share at least half of all words with what was said (Jaccard) and its speaker's words
with who said it. The maps are fitted by ``training.calibrate`` on articles that the weights were not trained on.
"""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

TAGGER_MAP: Final = Path(__file__).parent / "weights" / "confidence.json"
RULES_MAP: Final = Path(__file__).parent / "rules_confidence.json"
DIGITS: Final = 3
EDGE: Final = 1e-3  # raw values are kept so far from 0 and 1, where log odds are infinite


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What speaks for a quote: ``raw``, 0 to 1, is what its finder gave it; ``traits`` are facts that hold or don't."""

    raw: float
    traits: frozenset[str]


@dataclass(frozen=True, slots=True)
class ConfidenceMap:
    """Log odds are ``slope`` times those of the raw value, and for each trait its weight; monotone in the raw value."""

    slope: float
    weights: Mapping[str, float]

    def __call__(self, signs: Signs) -> float:
        """Return the chance, 0 to 1, that a quote with these signs is right; an unknown trait changes nothing."""
        odds = self.slope * log_odds(signs.raw) + sum(self.weights.get(trait, 0.0) for trait in sorted(signs.traits))
        return round(1 / (1 + math.exp(-odds)), DIGITS)


def log_odds(raw: float) -> float:
    """Return the logarithm of the odds of a chance."""
    kept = min(max(raw, EDGE), 1 - EDGE)
    return math.log(kept / (1 - kept))


def read_map(text: str) -> ConfidenceMap:
    """Return the map of a JSON text as ``write_map`` gives it; raises ValueError where it is not monotone."""
    data = json.loads(text)
    if data["slope"] < 0:
        raise ValueError("a confidence that falls while the evidence grows")
    return ConfidenceMap(data["slope"], data["weights"])


def write_map(found: ConfidenceMap) -> str:
    """Return the map as JSON, the same text for the same map."""
    weights = {trait: round(weight, DIGITS) for trait, weight in sorted(found.weights.items())}
    return json.dumps({"slope": round(found.slope, DIGITS), "weights": weights}, indent=2) + "\n"


@cache
def load_map(*, with_tagger: bool) -> ConfidenceMap:
    """Return the map that ships with the weights, or that of the rules."""
    return read_map((TAGGER_MAP if with_tagger else RULES_MAP).read_text(encoding="utf-8"))


def tenths(rows: Iterator[tuple[float, bool]]) -> list[tuple[float, float, int]]:
    """Return for each tenth of confidence that occurs: mean confidence, share that is right, and how many.

    >>> tenths(iter([(0.81, True), (0.83, False), (0.12, False)]))
    [(0.12, 0.0, 1), (0.82, 0.5, 2)]
    """
    groups: dict[int, list[tuple[float, bool]]] = {}
    for chance, is_right in rows:
        groups.setdefault(min(9, int(chance * 10)), []).append((chance, is_right))
    return [
        (sum(chance for chance, _ in group) / len(group), sum(right for _, right in group) / len(group), len(group))
        for _, group in sorted(groups.items())
    ]
