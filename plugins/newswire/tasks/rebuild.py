"""Fill a database from the archive alone: each document's note becomes its row again, then the stages do their work."""

import logging
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from newswire.tasks.check import check_run
from newswire.tasks.plan import FetchBatch, configured_sources, open_run
from newswire.tasks.stages import dedupe_articles, enrich_articles, load_articles, parse_articles

if TYPE_CHECKING:
    from newswire.db import Database

log = logging.getLogger(__name__)

NOTES_PER_BATCH = 1000


def rebuild(*, rows_only: bool = False) -> int:
    """Restore the rows of all archived documents, run the stages over them, and return how many rows were added.

    What is there already stays as it is, so this may be killed and run again. With ``rows_only`` the stages are left
    to the next run of ingest_wire, which does them on all workers. A document of a source that ``sources.toml`` no
    longer names is left out, and said. What the archive does not know stays unknown: polls, refused pages, validators.
    """
    from newswire.acquire.archive import Archive
    from newswire.connections import open_database
    from newswire.settings import archive_place

    notes = sorted(Archive(archive_place()).notes(), key=lambda note: str(note["fetched_at"]))
    now = datetime.now(UTC)
    with closing(open_database()) as db:
        with db:
            run_id = open_run(db, {"rebuild": True}, f"rebuild {now.isoformat()}", now)
        added = sum(
            _restore(db, notes[start : start + NOTES_PER_BATCH], run_id)
            for start in range(0, len(notes), NOTES_PER_BATCH)
        )
    log.info("rebuild: %d documents noted in the archive, %d rows added", len(notes), added)
    if not rows_only:
        batch = FetchBatch(
            run_id=run_id,
            sources=[source.name for source in configured_sources()],
            published_from=None,
            published_until=None,
            limit=None,
            batch_size=None,
        )
        parse_articles([batch])
        for part in dedupe_articles([batch]):
            enrich_articles(part)
        load_articles([batch])
        check_run([batch])
    return added


def _restore(db: "Database", notes: Sequence[dict[str, Any]], run_id: int) -> int:
    """Insert the rows of these documents in one transaction; a feed's own document counts as parsed, as it did."""
    from newswire.acquire.parse import PARSER_VERSION
    from newswire.counts import Measure, record_counts
    from newswire.db import execute, fetch_rows

    unknown: Counter[str] = Counter()
    added = 0
    with db:
        source_ids = {row["name"]: row["source_id"] for row in fetch_rows(db, "acquire/find_source_ids")}
        for note in notes:
            if note["source"] not in source_ids:
                unknown[note["source"]] += 1
                continue
            row = note | {
                "source_id": source_ids[note["source"]],
                "run_id": run_id,
                "sha256": bytes.fromhex(note["sha256"]),
                "entry_sha256": bytes.fromhex(note["entry_sha256"]) if note["entry_sha256"] is not None else None,
                "parser_version": PARSER_VERSION if note["parser_version"] else None,
            }
            added += execute(db, "acquire/insert_raw_document", row)
        record_counts(db, run_id, {Measure.DOCUMENTS_ADDED: added, Measure.ROWS_ADDED: added})
    for name, count in sorted(unknown.items()):
        log.warning("rebuild: %d documents of %s are left out: sources.toml does not name it", count, name)
    return added
