"""The duplicate finder on a set of wire articles with known clusters; it is not part of the repository."""

import pytest

from tests.eval.data import eval_folder
from tests.eval.dedupe import clusters_at_once, read_articles, scores

NEARDUP = eval_folder() / "neardup" / "neardup.jsonl.gz"


@pytest.mark.skipif(not NEARDUP.exists(), reason=f"{NEARDUP} is not there (set NEWSWIRE_EVAL_DATA)")
@pytest.mark.slow
def test_pairs_of_known_clusters_are_found() -> None:
    articles = read_articles(NEARDUP)
    f1, adjusted_rand_index = scores(articles, clusters_at_once(articles))
    assert f1 >= 0.990
    assert adjusted_rand_index >= 0.990
