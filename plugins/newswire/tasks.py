"""What each task of the DAGs does: claim what its stage has not done, in batches, and commit each batch.

Every function can be killed at any point and run again: a batch is one transaction, and what is claimed is what the
database says is not done. Libraries that cost time to import are imported inside, so that parsing a DAG stays cheap.
The clock is read here only.
"""

import json
import logging
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from newswire.counts import Counts
    from newswire.db import Database
    from newswire.records import Source

log = logging.getLogger(__name__)

SOURCES_PER_BATCH = 20
ARTICLES_PER_BATCH = 500
STORIES_PER_BATCH = 200
TEXTS_PER_SLICE = 250
MAX_SLICES = 8


class FetchBatch(TypedDict):
    """The part of a run that one fetch task does. Dates are ISO 8601, None for no bound; the last one is included."""

    run_id: int
    sources: list[str]
    published_from: str | None
    published_until: str | None


class EnrichSlice(TypedDict):
    """The part of the waiting texts that one enrich task does: those whose hash falls into ``number`` of ``of``."""

    run_id: int
    number: int
    of: int


def configured_sources() -> tuple["Source", ...]:
    """Return the sources of ``sources.toml``, and that of ``NEWSWIRE_PATH`` where the command line gave one."""
    from newswire.acquire.sources import files_source, read_sources
    from newswire.settings import extra_path, sources_path

    extra = extra_path()
    return read_sources(sources_path()) + ((files_source(extra),) if extra else ())


def source_names() -> list[str]:
    """Return the names that the trigger form offers."""
    return [source.name for source in configured_sources()]


def plan_run(params: dict[str, Any] | None = None, run_id: str | None = None) -> list[FetchBatch]:
    """Open the run and cut its sources into batches; a dry run polls them itself, keeps nothing and returns none."""
    from newswire.acquire.poll import register_sources
    from newswire.connections import open_database
    from newswire.counts import Measure, record_counts
    from newswire.db import fetch_row

    wanted = params or {}
    is_dry, now = bool(wanted.get("dry_run")), datetime.now(UTC)
    sources = choose_sources(configured_sources(), wanted.get("sources") or [])
    with closing(open_database()) as db, db:
        said = {
            "airflow_run_id": run_id or f"by hand {now.isoformat()}",
            "params": json.dumps(dict(wanted)),
            "now": now,
        }
        run = fetch_row(db, "load/upsert_run", said)
        assert run is not None, "an upsert returns its row"
        record_counts(db, run["run_id"], {Measure.ROWS_ADDED: register_sources(db, configured_sources())})
        batches = [
            FetchBatch(
                run_id=run["run_id"],
                sources=[source.name for source in chunk],
                published_from=wanted.get("published_from"),
                published_until=wanted.get("published_until"),
            )
            for chunk in _chunks(sources, SOURCES_PER_BATCH)
        ]
        if is_dry:
            with tempfile.TemporaryDirectory() as folder:
                for batch in batches:
                    _poll_batch(db, batch, folder, keep=False)
            db.rollback()
    log.info("plan: %d sources in %d batches%s", len(sources), len(batches), ", dry run: nothing is kept" * is_dry)
    return [] if is_dry else batches


def fetch_sources(batch: FetchBatch) -> dict[str, int]:
    """Poll each source of the batch and archive what is new; a source that can't be read is a row, not a failure."""
    from newswire.connections import open_database
    from newswire.settings import archive_place

    with closing(open_database()) as db:
        return _as_xcom(_poll_batch(db, batch, archive_place(), keep=True))


def parse_articles(batches: list[FetchBatch]) -> dict[str, int]:
    """Parse, clean and load every archived document that no parser has read, whichever run fetched it."""
    from newswire.acquire.archive import Archive
    from newswire.batches import parse_batch
    from newswire.connections import open_database
    from newswire.settings import archive_place

    archive = Archive(archive_place())
    total: Counts = {}
    with closing(open_database()) as db:
        while True:
            with db:
                counts = parse_batch(db, archive, batches[0]["run_id"], datetime.now(UTC))
            if counts is None:
                return _as_xcom(total)
            total = _log_sums("parse", total, counts)


def dedupe_articles(batches: list[FetchBatch]) -> list[EnrichSlice]:
    """Put each new article into its cluster; return the slices in which enrich shall work."""
    from newswire.clusters import assign_clusters
    from newswire.connections import open_database
    from newswire.counts import Measure, record_counts
    from newswire.db import fetch_row, fetch_rows

    run_id = batches[0]["run_id"]
    with closing(open_database()) as db:
        while True:
            with db:
                waiting = fetch_rows(db, "clean/find_unclustered_articles", {"batch_size": ARTICLES_PER_BATCH})
                if not waiting:
                    break
                assigned = assign_clusters(db, [row["article_id"] for row in waiting])
                counts = {Measure.DUPLICATES_FOUND: assigned.duplicates, Measure.ROWS_ADDED: assigned.rows}
                record_counts(db, run_id, counts)
            log.info("dedupe: %d articles, %d copies of others", len(waiting), assigned.duplicates)
        with db:
            versions = fetch_row(db, "enrich/count_waiting_versions")
    assert versions is not None, "a count returns its row"
    of = max(1, min(MAX_SLICES, versions["waiting_count"] // TEXTS_PER_SLICE))
    return [EnrichSlice(run_id=run_id, number=number, of=of) for number in range(of)]


def enrich_articles(part: EnrichSlice) -> dict[str, int]:
    """Annotate the waiting texts of this slice; a text that can't be annotated is a rejection, the rest goes on."""
    from newswire.batches import enrich_batch, waiting_texts
    from newswire.connections import open_database
    from newswire.enrich.model import load_model

    total: Counts = {}
    nlp = None  # loaded with the first text: a run with nothing new does not pay for it
    with closing(open_database()) as db:
        for texts in waiting_texts(db, part["number"], part["of"]):
            nlp = nlp or load_model()
            with db:
                counts = enrich_batch(db, nlp, texts, part["run_id"], datetime.now(UTC))
            total = _log_sums("enrich", total, counts)
    return _as_xcom(total)


def load_articles(batches: list[FetchBatch]) -> dict[str, int]:
    """Settle every story with new versions: load its mentions and quotes and point the reports at its head version."""
    from newswire.connections import open_database
    from newswire.counts import record_counts
    from newswire.enrich.version import ANNOTATOR_VERSION
    from newswire.load.stories import load_stories

    total: Counts = {}
    last: int | None = 0
    with closing(open_database()) as db:
        while last is not None:
            with db:
                done = load_stories(
                    db, annotator_version=ANNOTATOR_VERSION, after_story_id=last, batch_size=STORIES_PER_BATCH
                )
                record_counts(db, batches[0]["run_id"], done.counts)
            last = done.last_story_id
            total = _log_sums("load", total, done.counts)
    return _as_xcom(total)


def check_run(batches: list[FetchBatch]) -> dict[str, int]:
    """Run the data checks and close the run; raises DataCheckError where a check of severity 'stop' found rows."""
    from newswire.connections import open_database
    from newswire.db import execute
    from newswire.errors import DataCheckError
    from newswire.report.checks import run_checks

    with closing(open_database()) as db, db:
        results = run_checks(db)
        execute(db, "load/finish_run", {"run_id": batches[0]["run_id"], "now": datetime.now(UTC)})
    for result in results:
        if result.rows:
            log.warning("check %s (%s): %d rows: %s", result.name, result.severity, len(result.rows), result.rule)
    log.info("check: %d rules, %d broken", len(results), sum(bool(result.rows) for result in results))
    stopped = [result.name for result in results if result.rows and result.severity == "stop"]
    if stopped:
        raise DataCheckError(f"rows that must not be there, found by {', '.join(stopped)}: see sql/checks")
    return {result.name: len(result.rows) for result in results}


def choose_sources(sources: Sequence["Source"], names: Sequence[str]) -> list["Source"]:
    """Return the named sources, or the enabled ones where no name is given. Raises UsageError for an unknown name."""
    from newswire.errors import UsageError

    by_name = {source.name: source for source in sources}
    unknown = sorted(set(names) - set(by_name))
    if unknown:
        raise UsageError(f"no source named {', '.join(unknown)} in sources.toml; there are {', '.join(by_name)}")
    chosen = [by_name[name] for name in names] if names else [source for source in sources if source.is_enabled]
    if not chosen:
        raise UsageError("no source is enabled in sources.toml")
    return chosen


def _poll_batch(db: "Database", batch: FetchBatch, place: str, *, keep: bool) -> "Counts":
    """Poll the sources one by one; what one brings is committed before the next is asked, where it is kept."""
    from newswire.acquire.archive import Archive
    from newswire.acquire.hosts import Hosts
    from newswire.acquire.keep import PollLog
    from newswire.acquire.poll import known_sources, poll_source
    from newswire.acquire.reschedule import update_schedules
    from newswire.connections import open_database
    from newswire.db import is_in_transaction

    first, last = batch["published_from"], batch["published_until"]
    total: Counts = {}
    results = []
    with closing(Archive(place)) as archive, closing(open_database()) as turns:
        turns.autocommit = True
        hosts, polls = Hosts(turns), PollLog(db, batch["run_id"])
        sources = choose_sources(configured_sources(), batch["sources"])
        known = known_sources(db, sources)
        for source in sources:
            if keep and is_in_transaction(db):
                polls.write()
                db.commit()
            polled = poll_source(
                db,
                source,
                run_id=batch["run_id"],
                now=datetime.now(UTC),
                archive=archive,
                pause=db.commit if keep else lambda: None,
                hosts=hosts,
                known=known.get(source.name),
                log=polls,
                published_from=_midnight(first) if first else None,
                published_until=_midnight(last) + timedelta(days=1) if last else None,
            )
            log.info("fetch %s: %s, %s", source.name, polled.outcome, polled.detail or "as expected")
            results.append((source, polled))
            total = _log_sums("fetch", total, polled.counts)
        polls.write()
    if not update_schedules(db, results, datetime.now(UTC)):
        log.warning("fetch: no source could be reached; it looks like our own network, and none is counted as failing")
    if keep:
        db.commit()
    return total


def _midnight(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


def _chunks(sources: Sequence["Source"], size: int) -> Iterator[Sequence["Source"]]:
    return (sources[start : start + size] for start in range(0, len(sources), size))


def _log_sums(stage: str, total: "Counts", counts: "Counts") -> dict[Any, int]:
    """Return the new sums, and say them in the task's log."""
    from newswire.counts import add_counts

    sums = add_counts(total, counts)
    log.info("%s so far: %s", stage, ", ".join(f"{key} {value}" for key, value in _as_xcom(sums).items()) or "nothing")
    return sums


def _as_xcom(counts: "Counts") -> dict[str, int]:
    return {measure.value: amount for measure, amount in counts.items() if amount}
