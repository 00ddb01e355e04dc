"""Score page parsing: `python -m tests.eval.html [-v]`; -v lists what is missed.

Bodies are scored beside plain trafilatura in the same run, so that a better score is ours and not its new version's.
"""

import argparse
import re
import sys
import unicodedata
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

import py3langid
import trafilatura

from newswire.acquire.charset import decode
from newswire.acquire.parse_html import parse_html
from newswire.errors import RejectedError
from newswire.records import ParsedItem
from tests.eval.data import Page, benchmark_pages, eval_folder, evaluation_pages, publisher_pages
from tests.eval.shingles import page_f1, score

DATE_TOLERANCE_S = 60


def main() -> int:
    """Print the scores; exit status 1 where the material is not there."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("-v", "--verbose", action="store_true")
    verbose = options.parse_args().verbose
    folder = eval_folder()
    if not (folder / "html").is_dir():
        print(f"no test material at {folder}: set NEWSWIRE_EVAL_DATA")
        return 1
    print_scores(folder, verbose=verbose)
    return 0


def print_scores(folder: Path, *, verbose: bool) -> None:
    """Print every table."""
    print(f"{'pages':26}{'':6}{'F1':>8}{'prec.':>8}{'recall':>8}{'plain F1':>10}{'options F1':>12}{'refused':>9}")
    benchmark, evaluation = list(benchmark_pages(folder)), list(evaluation_pages(folder))
    publishers = list(publisher_pages(folder))
    items = {page.name: read_page(page) for page in (*benchmark, *evaluation, *publishers)}
    for name, pages in (
        ("aeb", benchmark),
        ("fundus-evaluation", evaluation),
        ("fundus, English", [page for page in publishers if is_english(page.body)]),
        ("fundus, all", publishers),
    ):
        print_bodies(name, pages, items, verbose=verbose)
    print_metadata("fundus, all", publishers, items, verbose=verbose)


def read_page(page: Page) -> ParsedItem | None:
    """Return the item of a page; None where it was refused."""
    try:
        return parse_html(page.data, reference=page.url or "", fetched_at=page.crawled_at)[0]
    except RejectedError:
        return None


def print_bodies(name: str, pages: Sequence[Page], items: dict[str, ParsedItem | None], *, verbose: bool) -> None:
    """Print the body scores of one set; a refused page counts as an empty text."""
    texts = [decode(page.data)[0] for page in pages]
    ours = [item.body if (item := items[page.name]) else "" for page in pages]
    plain = [trafilatura.extract(text) or "" for text in texts]
    chosen = [
        trafilatura.extract(text, fast=True, favor_recall=True, include_comments=False, deduplicate=False) or ""
        for text in texts
    ]
    truths = [page.body for page in pages]
    found = score(zip(truths, ours, strict=True))
    others = [score(zip(truths, other, strict=True)).f1 for other in (plain, chosen)]
    refused = sum(items[page.name] is None for page in pages)
    print(
        f"{name:26}{len(pages):6}{found.f1:8.4f}{found.precision:8.4f}{found.recall:8.4f}"
        f"{others[0]:10.4f}{others[1]:12.4f}{refused:9}"
    )
    if verbose:
        rows = [(page_f1(page.body, body), page.name) for page, body in zip(pages, ours, strict=True)]
        for value, page_name in sorted(rows)[:12]:
            print(f"    {value:.3f} {page_name}")


def print_metadata(name: str, pages: Sequence[Page], items: dict[str, ParsedItem | None], *, verbose: bool) -> None:
    """Print the shares of titles, instants and author sets that are right; refused pages are wrong in all."""
    hits = {"titles exact": [], "instants within 60 s": [], "authors as a set": []}  # type: dict[str, list[bool]]
    for page in pages:
        item = items[page.name]
        if page.title:
            right = item is not None and plain_title(item.headline) == plain_title(page.title)
            hits["titles exact"].append(right)
            if verbose and not right:
                print(f"    title {page.name}: {page.title!r} / {item.headline if item else None!r}")
        if page.published_at and page.published_at.tzinfo:
            found_at = item.published_at if item else None
            right = bool(found_at and abs((found_at - page.published_at).total_seconds()) <= DATE_TOLERANCE_S)
            hits["instants within 60 s"].append(right)
            if verbose and not right:
                print(f"    instant {page.name}: {page.published_at.astimezone(UTC)} / {found_at}")
        if page.authors:
            names = set((item.byline or "").split(", ")) if item else set()
            right = {plain_title(name) for name in names} == {plain_title(name) for name in page.authors}
            hits["authors as a set"].append(right)
            if verbose and not right:
                print(f"    authors {page.name}: {page.authors} / {item.byline if item else None!r}")
    for measure, rights in hits.items():
        print(f"{name}: {measure}: {sum(rights)} of {len(rights)} = {sum(rights) / len(rights):.3f}")


def plain_title(text: str | None) -> str:
    """Return a title with its blanks, quotation marks and dashes made alike."""
    text = unicodedata.normalize("NFKC", text or "").replace("\xad", "").replace("\u200b", "")
    text = re.sub("[\u2018\u2019\u201a\u201b`\u00b4]", "'", text)
    text = re.sub("[\u201c-\u201f\u00ab\u00bb]", '"', text)
    return " ".join(re.sub("[\u2010-\u2015]", "-", text).split())


def is_english(text: str) -> bool:
    """Return whether a text is English."""
    return bool(text.strip()) and py3langid.classify(text)[0] == "en"


if __name__ == "__main__":
    sys.exit(main())
