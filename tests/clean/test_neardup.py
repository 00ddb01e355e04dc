"""The duplicate finder on a set of wire articles with known clusters; it is not part of the repository."""

import gzip
import json
import os
from collections import Counter
from pathlib import Path

import pytest

from newswire.clean.duplicates import find_clusters

DATA = Path(os.environ.get("NEWSWIRE_EVAL_DATA") or Path(__file__).parents[3] / "shared" / "data")
NEARDUP = DATA / "neardup" / "neardup.jsonl.gz"


def pair_count(sizes: Counter[object]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes.values())


@pytest.mark.skipif(not NEARDUP.exists(), reason=f"{NEARDUP} is not there (set NEWSWIRE_EVAL_DATA)")
def test_pairs_of_known_clusters_are_found() -> None:
    with gzip.open(NEARDUP, "rt", encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    found = [row["cluster_id"] for row in find_clusters(articles)]
    true = [article["cluster"] for article in articles]
    shared = pair_count(Counter(zip(true, found, strict=True)))
    true_pairs, found_pairs = pair_count(Counter(true)), pair_count(Counter(found))
    expected = true_pairs * found_pairs / pair_count(Counter(dict.fromkeys([0], len(articles))))
    adjusted_rand_index = (shared - expected) / ((true_pairs + found_pairs) / 2 - expected)
    assert 2 * shared / (true_pairs + found_pairs) >= 0.975
    assert adjusted_rand_index >= 0.988
