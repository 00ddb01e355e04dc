"""What a run did, in numbers that add up whatever was killed: each count is written with the rows that it counts."""

from collections.abc import Mapping
from enum import StrEnum

from newswire.db import Database, execute


class Measure(StrEnum):
    """The vocabulary of ``news.run_count.measure``; each is a column of ``report.run_summary``."""

    SOURCES_POLLED = "sources_polled"
    SOURCES_FAILED = "sources_failed"
    DOCUMENTS_READ = "documents_read"
    DOCUMENTS_ADDED = "documents_added"
    ARTICLES_READ = "articles_read"
    VERSIONS_ADDED = "versions_added"
    ARTICLES_ADDED = "articles_added"
    DUPLICATES_FOUND = "duplicates_found"
    REJECTIONS_ADDED = "rejections_added"
    ANNOTATIONS_ADDED = "annotations_added"
    WORDS_ANNOTATED = "words_annotated"
    ANNOTATION_MS = "annotation_ms"
    ENTITIES_ADDED = "entities_added"
    MENTIONS_ADDED = "mentions_added"
    QUOTES_ADDED = "quotes_added"
    ROWS_ADDED = "rows_added"


Counts = Mapping[Measure, int]


def record_counts(db: Database, run_id: int, counts: Counts) -> None:
    """Add the counts to the run's sums; zeros are not written."""
    added = {measure.value: amount for measure, amount in counts.items() if amount}
    if added:
        lists = {"measures": list(added), "amounts": list(added.values())}
        execute(db, "load/insert_run_count", {"run_id": run_id, **lists})


def add_counts(*parts: Counts) -> dict[Measure, int]:
    """Return the sums of several counts."""
    total: dict[Measure, int] = {}
    for part in parts:
        for measure, amount in part.items():
            total[measure] = total.get(measure, 0) + amount
    return total
