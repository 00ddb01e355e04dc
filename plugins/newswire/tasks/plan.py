"""Which sources a run reads, and the parts into which its work is cut."""

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypedDict

from newswire.errors import UsageError
from newswire.tasks.running import answerable, sum_up

if TYPE_CHECKING:
    from newswire.db import Database
    from newswire.records import Source

log = logging.getLogger(__name__)

SOURCES_PER_BATCH = 20
MAX_BATCHES = 32  # more sources make larger batches, not more tasks: a pool lets few of them run at a time anyway
REDO = ("nothing", "rejected", "feeds")


class FetchBatch(TypedDict):
    """The part of a run that one fetch task does. Dates are ISO 8601, None for no bound; the last one is included.

    ``limit`` is the most new documents that are taken from each source, ``batch_size`` how many documents or texts one
    transaction takes in later stages.
    """

    run_id: int
    sources: list[str]
    published_from: str | None
    published_until: str | None
    limit: int | None
    batch_size: int | None


def configured_sources() -> tuple["Source", ...]:
    """Return the sources of ``sources.toml``, and that of ``NEWSWIRE_PATH`` where the command line gave one."""
    from newswire.acquire.sources import files_source, read_sources
    from newswire.settings import extra_path, sources_path

    extra = extra_path()
    return read_sources(sources_path()) + ((files_source(extra),) if extra else ())


def source_names(*, enabled_only: bool = False) -> list[str]:
    """Return the names of the sources that may be asked for, or of those that are read when none is named."""
    return [source.name for source in configured_sources() if source.is_enabled or not enabled_only]


def choose_sources(sources: Sequence["Source"], names: Sequence[str]) -> list["Source"]:
    """Return the named sources, or the enabled ones where no name is given. Raises UsageError for an unknown name."""
    by_name = {source.name: source for source in sources}
    unknown = sorted(set(names) - set(by_name))
    if unknown:
        raise UsageError(f"no source named {', '.join(unknown)} in sources.toml; there are {', '.join(by_name)}")
    chosen = [by_name[name] for name in names] if names else [source for source in sources if source.is_enabled]
    if not chosen:
        raise UsageError("no source is enabled in sources.toml")
    return chosen


@answerable
def plan_run(params: dict[str, Any] | None = None, run_id: str | None = None) -> list[FetchBatch]:
    """Open the run and cut its sources into batches; a dry run polls them itself, keeps nothing and returns none."""
    from newswire.connections import open_database
    from newswire.tasks.fetch import dry_poll

    wanted = params or {}
    check_days(wanted.get("published_from"), wanted.get("published_until"))
    chosen = choose_sources(configured_sources(), wanted.get("sources") or [])
    with closing(open_database()) as db, db:
        number = open_run(db, wanted, run_id, datetime.now(UTC))
        redone = _reopen(db, chosen, wanted)
        batches = list(cut_batches(number, chosen, wanted))
        if is_dry := bool(wanted.get("dry_run")):
            dry_poll(db, batches)
            db.rollback()
    said = f"{len(chosen)} sources in {len(batches)} batches{redone}{', dry run: nothing is kept' * is_dry}"
    sum_up("plan_run", said, {"sources": len(chosen), "batches": len(batches), "dry_run": is_dry})
    return [] if is_dry else batches


@answerable
def plan_watch(params: dict[str, Any] | None = None, run_id: str | None = None) -> list[FetchBatch]:
    """Open a run over the enabled feeds whose time has come and cut it into batches; no run and none where none is due.

    ``news.source.next_poll_at`` says when: see acquire/schedule.py. A source that was never polled is due.
    """
    from newswire.connections import open_database
    from newswire.db import fetch_rows
    from newswire.records import SourceKind

    now = datetime.now(UTC)
    feeds = {s.name: s for s in configured_sources() if s.is_enabled and s.kind is SourceKind.FEED}
    with closing(open_database()) as db, db:
        due = [row["name"] for row in fetch_rows(db, "acquire/find_due", {"names": list(feeds), "now": now})]
        batches: list[FetchBatch] = []
        if due:
            number = open_run(db, params or {}, run_id, now)
            batches = list(cut_batches(number, [feeds[name] for name in due], params or {}))
    said = f"{len(due)} of {len(feeds)} feeds are due{': ' * bool(due)}{', '.join(due[:20])}"
    sum_up("plan_watch", said, {"due": len(due), "feeds": len(feeds)})
    return batches


def _reopen(db: "Database", sources: Sequence["Source"], params: Mapping[str, Any]) -> str:
    """Mark what shall be done again as not done, as the form's ``redo`` asks, and return it in words.

    For what was read well, and is to be read by newer code, there is the DAG reprocess_articles.
    """
    from newswire.db import execute

    redo, names = str(params.get("redo") or REDO[0]), [source.name for source in sources]
    if redo not in REDO:
        raise UsageError(f"nothing to redo is named {redo}; there are {', '.join(REDO)}")
    if redo == "feeds":
        return f", {execute(db, 'acquire/forget_validators', {'sources': names})} to be read in full"
    if redo == "rejected":
        first, last = params.get("published_from"), params.get("published_until")
        until = date.fromisoformat(last) + timedelta(days=1) if last else None
        count = execute(db, "clean/reopen_rejected", {"sources": names, "first_at": first, "until": until})
        return f", {count} rejected documents to be parsed again"
    return ""


def open_run(db: "Database", params: Mapping[str, Any], airflow_run_id: str | None, now: datetime) -> int:
    """Write the run's row, or find it again when its first task is tried again, and return its run_id."""
    from newswire.acquire.poll import register_sources
    from newswire.connections import current_dag_id
    from newswire.counts import Measure, record_counts
    from newswire.db import fetch_row

    said = {
        "dag_id": current_dag_id() or "ingest_wire",
        "airflow_run_id": airflow_run_id or f"by hand {now.isoformat()}",
        "params": json.dumps(dict(params)),
        "now": now,
    }
    run = fetch_row(db, "load/upsert_run", said)
    assert run is not None, "an upsert returns its row"
    record_counts(db, run["run_id"], {Measure.ROWS_ADDED: register_sources(db, configured_sources())})
    return int(run["run_id"])


def check_days(first: str | None, last: str | None) -> None:
    """Raise UsageError for days that are none, or in the wrong order."""
    try:
        days = [date.fromisoformat(day) for day in (first, last) if day]
    except ValueError as error:
        raise UsageError(f"a day is written as 2026-11-27: {error}") from None
    if len(days) == 2 and days[0] > days[1]:
        raise UsageError(f"the first day, {first}, comes after the last one, {last}")


def cut_batches(run_id: int, sources: Sequence["Source"], params: Mapping[str, Any]) -> Iterator[FetchBatch]:
    """Yield the sources in at most MAX_BATCHES batches of SOURCES_PER_BATCH or more: few tasks do many sources."""
    size = max(SOURCES_PER_BATCH, -(-len(sources) // MAX_BATCHES))
    for start in range(0, len(sources), size):
        yield FetchBatch(
            run_id=run_id,
            sources=[source.name for source in sources[start : start + size]],
            published_from=params.get("published_from"),
            published_until=params.get("published_until"),
            limit=params.get("limit"),
            batch_size=params.get("batch_size"),
        )
