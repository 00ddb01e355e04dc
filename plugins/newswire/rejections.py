"""Whatever is skipped leaves a row: ``news.rejection``."""

from datetime import datetime

from newswire.db import Database, fetch_row, storable
from newswire.errors import RejectedError
from newswire.keys import bounded_key

MAX_CHARS = 2000  # of a detail: hostile input may have a megabyte to say


def record_rejection(
    db: Database,
    *,
    source_id: int,
    run_id: int,
    stage: str,
    reference: str,
    error: RejectedError,
    now: datetime,
    raw_document_id: int | None = None,
) -> bool:
    """Keep a rejection and return whether it is new; the same one again is counted on its row."""
    row = fetch_row(
        db,
        "load/upsert_rejection",
        {
            "source_id": source_id,
            "run_id": run_id,
            "raw_document_id": raw_document_id,
            "stage": stage,
            "reference": bounded_key(storable(reference)),
            "reason": error.reason.value,
            "detail": storable(error.detail[:MAX_CHARS]),
            "now": now,
        },
    )
    return row is not None and bool(row["is_new"])
