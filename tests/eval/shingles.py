"""How much of a true text an extracted one has, and how much else, by shingles of four words.

The measure of the article extraction benchmark (Scrapinghub, 2019): multisets of 4-word shingles, each page's counts
scaled to sum 1, precision and recall averaged over pages, F1 from the two averages.
"""

import re
import statistics
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

SHINGLE_WORDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Averages over pages, 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def score(pairs: Iterable[tuple[str, str]]) -> Score:
    """Return the score of (true, found) texts; pages without any shingle of a kind count in neither average."""
    precisions, recalls = [], []
    for true, found in pairs:
        wanted, got = shingles(true), shingles(found)
        hits = (wanted & got).total()
        if got:
            precisions.append(hits / got.total())
        if wanted:
            recalls.append(hits / wanted.total())
    return Score(precision=statistics.fmean(precisions), recall=statistics.fmean(recalls))


def page_f1(true: str, found: str) -> float:
    """Return the F1 of one page."""
    wanted, got = shingles(true), shingles(found)
    both = wanted.total() + got.total()
    return 2 * (wanted & got).total() / both if both else 1.0


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Count the shingles of a text; a text of fewer words is one shingle, an empty one none."""
    words = re.findall(r"\w+", text)
    if not words:
        return Counter()
    return Counter(tuple(words[at : at + SHINGLE_WORDS]) for at in range(max(1, len(words) - SHINGLE_WORDS + 1)))


def contained(text: str, page: str) -> float:
    """Return the share of a text's pieces of 12 characters that stand in a page's source, 0 to 1."""
    pieces = [text[at : at + 12] for at in range(0, len(text), 12)]
    return sum(piece in page for piece in pieces) / len(pieces) if pieces else 0.0
