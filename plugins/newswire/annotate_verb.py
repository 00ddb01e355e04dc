"""The verb annotate: JSON Lines for programs, coloured text or a page for people."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from newswire.article_files import ArticleFiles
from newswire.enrich.annotate import annotate_texts, annotation_to_json
from newswire.enrich.display import page_lines, show_annotation
from newswire.enrich.model import load_model
from newswire.errors import RejectedError
from newswire.records import Annotation
from newswire.report.show import output_console

Article = tuple[Any, str, Annotation | RejectedError]


def annotate(options: argparse.Namespace) -> int:
    """Print what is found in each article of the files, as the options ask; return the exit status."""
    files = ArticleFiles(options.files, plain_texts=True)
    write = _show if options.show else _write_page if options.html else _write_lines
    bad = write(_annotated(files))
    return 1 if bad else files.status()


def _annotated(files: ArticleFiles) -> Iterator[Article]:
    rows: list[dict[str, Any]] = []

    def texts() -> Iterator[str]:
        for row in files:
            rows.append(row)
            yield row["text"]

    for found in annotate_texts(load_model(), texts()):
        row = rows.pop(0)
        yield row["id"], row["text"], found


def _write_lines(articles: Iterable[Article]) -> int:
    bad = 0
    for article_id, _text, found in articles:
        if isinstance(found, RejectedError):
            bad += 1
            line: dict[str, Any] = {"id": article_id, "error": str(found)}
        else:
            line = annotation_to_json(article_id, found)
        print(json.dumps(line, ensure_ascii=False))
    return bad


def _show(articles: Iterable[Article]) -> int:
    console = output_console()
    bad = 0
    for article_id, text, found in articles:
        if isinstance(found, RejectedError):
            bad += _complain(article_id, found)
        else:
            show_annotation(console, str(article_id), text, found)
    return bad


def _write_page(articles: Iterable[Article]) -> int:
    bad = 0

    def readable() -> Iterator[tuple[str, str, Annotation]]:
        nonlocal bad
        for article_id, text, found in articles:
            if isinstance(found, RejectedError):
                bad += _complain(article_id, found)
            else:
                yield str(article_id), text, found

    for line in page_lines(readable()):
        print(line)
    return bad


def _complain(article_id: object, error: RejectedError) -> int:
    print(f"newswire: {article_id}: {error}", file=sys.stderr)
    return 1
