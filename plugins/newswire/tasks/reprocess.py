"""The tasks of reprocess_articles: archived documents are read beside what reports show; then these switch."""

import logging
import time
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, TypedDict

from newswire.errors import NewswireError, UsageError
from newswire.tasks.alerts import close_failures
from newswire.tasks.plan import check_days, choose_sources, configured_sources, open_run
from newswire.tasks.running import answerable, as_xcom, in_words, sum_up

if TYPE_CHECKING:
    from newswire.db import Database

log = logging.getLogger(__name__)

STAGES = ("parse", "clean", "enrich")
DOCUMENTS_PER_PART = 500
MAX_PARTS = 8
PROGRESS_S = 30


class ReprocessPart(TypedDict):
    """What one of the tasks is told that read a work list together; each claims what no other has in hand."""

    run_id: int
    from_stage: str
    batch_size: int | None


@answerable
def plan_reprocess(
    params: dict[str, Any] | None = None, run_id: str | None = None, logical_date: datetime | None = None
) -> list[ReprocessPart]:
    """Open the reprocessing and list its documents; return as many parts as tasks shall read them, none for none.

    A run of Airflow's backfill does the day that it stands for, whatever days the form names. A scheduled run does
    nothing: the schedule is there for backfills.
    """
    from newswire.connections import open_database
    from newswire.db import execute, fetch_row
    from newswire.enrich.version import ANNOTATOR_VERSION

    if (run_id or "").startswith("scheduled__"):
        sum_up("plan_reprocess", "nothing: it is done by hand or by a backfill", {"documents": 0, "parts": 0})
        return []
    wanted = params or {}
    from_stage = str(wanted.get("from_stage") or "enrich")
    if from_stage not in STAGES:
        raise UsageError(f"no stage {from_stage} to begin with; there are {', '.join(STAGES)}")
    first, last = _days(wanted, run_id, logical_date)
    known = configured_sources()
    names = [source.name for source in choose_sources(known, wanted["sources"])] if wanted.get("sources") else []
    with closing(open_database()) as db, db:
        number = open_run(db, wanted, run_id, datetime.now(UTC))
        opened = {"run_id": number, "from_stage": from_stage, "annotator_version": ANNOTATOR_VERSION}
        row = fetch_row(db, "reprocess/upsert_reprocess", opened)
        assert row is not None, "an upsert returns its row"
        if row["switched_at"] is None:
            bounds = {"first_at": _midnight(first), "until": _midnight(last) + timedelta(days=1)}
            execute(db, "reprocess/insert_documents", {"run_id": number, "sources": names, **bounds})
            row = fetch_row(db, "reprocess/update_document_count", {"run_id": number})
        count = row.get("document_count", 0) if row else 0
        if not count:
            execute(db, "load/finish_run", {"run_id": number, "now": datetime.now(UTC)})
    of = min(MAX_PARTS, -(-count // DOCUMENTS_PER_PART))
    said = f"{count} documents of {first} to {last} from {from_stage} on, in {of} tasks, by {ANNOTATOR_VERSION}"
    sum_up("plan_reprocess", said, {"documents": count, "parts": of})
    return [ReprocessPart(run_id=number, from_stage=from_stage, batch_size=wanted.get("batch_size"))] * of


@answerable
def prepare_documents(part: ReprocessPart) -> dict[str, int]:
    """Read documents of the work list and annotate their texts until none is left; reports show nothing of it yet."""
    from newswire.acquire.archive import Archive
    from newswire.connections import open_database
    from newswire.enrich.model import load_model
    from newswire.reprocess import DOCUMENTS_PER_BATCH, prepare_batch
    from newswire.settings import archive_place

    archive, said_at, total = Archive(archive_place()), 0.0, 0
    model = cache(load_model)  # once a task, with its first text
    run_id, from_stage = part["run_id"], part["from_stage"]
    size = part["batch_size"] or DOCUMENTS_PER_BATCH
    with closing(open_database()) as db:
        while True:
            with db:
                done = prepare_batch(
                    db, archive, model, run_id=run_id, from_stage=from_stage, now=datetime.now(UTC), batch_size=size
                )
            if not done:
                break
            total += done
            if time.monotonic() - said_at > PROGRESS_S:
                said_at = time.monotonic()
                with db:
                    _say_progress(db, run_id)
    sum_up("prepare_documents", f"{total} documents read", {"documents": total})
    return {"documents": total}


@answerable
def switch_reports(parts: list[ReprocessPart]) -> dict[str, int]:
    """Let reports show what was prepared, all at once, and close the run. Raises NewswireError where some is left."""
    from newswire.acquire.archive import Archive
    from newswire.connections import open_database
    from newswire.db import execute, fetch_row
    from newswire.enrich.model import load_model
    from newswire.reprocess import switch
    from newswire.settings import archive_place

    run_id, now = parts[0]["run_id"], datetime.now(UTC)
    with closing(open_database()) as db, db:
        left = fetch_row(db, "reprocess/count_left", {"run_id": run_id})
        if left and left["left_count"]:
            raise NewswireError(f"{left['left_count']} documents are not read yet: clear prepare_documents, and this")
        counts = switch(db, Archive(archive_place()), cache(load_model), run_id=run_id, now=now)
        execute(db, "load/finish_run", {"run_id": run_id, "now": datetime.now(UTC)})
        close_failures(db)
    sum_up("switch_reports", in_words(counts) or "nothing reads otherwise than before", as_xcom(counts))
    return as_xcom(counts)


def _days(params: dict[str, Any], run_id: str | None, logical_date: datetime | None) -> tuple[date, date]:
    if (run_id or "").startswith("backfill__") and logical_date is not None:
        return logical_date.astimezone(UTC).date(), logical_date.astimezone(UTC).date()
    first, last = params.get("published_from"), params.get("published_until")
    check_days(first, last)
    if not first or not last:
        raise UsageError("say from which day to which, or use Airflow's backfill, which does one run for each day")
    return date.fromisoformat(first), date.fromisoformat(last)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _say_progress(db: "Database", run_id: int) -> None:
    from newswire.db import fetch_row

    row = fetch_row(db, "reprocess/find_progress", {"run_id": run_id})
    if row is not None and row["left_s"] is not None:
        left = timedelta(seconds=round(row["left_s"]))
        log.info("prepare: %d of %d documents read, %d left, about %s", row["done_count"], row["document_count"],
                 row["left_count"], left)  # fmt: skip
