"""Floors of page parsing on real pages, which are not part of the repository."""

import pytest

from tests.eval.data import benchmark_pages, eval_folder, publisher_pages
from tests.eval.html import plain_title, read_page
from tests.eval.shingles import score, shingles

needs_pages = pytest.mark.skipif(
    not (eval_folder() / "html").is_dir(), reason="no test material: set NEWSWIRE_EVAL_DATA to its folder"
)


@needs_pages
@pytest.mark.slow
def test_bodies_of_the_article_extraction_benchmark_reach_the_floor() -> None:
    pages = list(benchmark_pages(eval_folder()))
    found = [item.body if (item := read_page(page)) else "" for page in pages]
    assert score(zip((page.body for page in pages), found, strict=True)).f1 >= 0.965


@needs_pages
@pytest.mark.slow
def test_titles_and_instants_of_publishers_pages_reach_the_floor() -> None:
    titles, instants = [], []
    for page in publisher_pages(eval_folder()):
        item = read_page(page)
        titles.append(item is not None and plain_title(item.headline) == plain_title(page.title))
        if page.published_at and page.published_at.tzinfo:
            found_at = item.published_at if item else None
            instants.append(found_at is not None and abs((found_at - page.published_at).total_seconds()) <= 60)
    assert sum(titles) >= 0.8 * len(titles)
    assert sum(instants) >= 0.9 * len(instants)


def test_the_measure_counts_words_as_the_benchmark_does() -> None:
    assert shingles("one two three") == {("one", "two", "three"): 1}
    assert shingles("") == {}
    half = score([("a b c d e", "a b c d x"), ("a b c d", "a b c d")])
    assert (half.precision, half.recall) == (0.75, 0.75)
