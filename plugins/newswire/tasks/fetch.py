"""The task fetch_sources: poll each source of a batch, politely, and archive what is new."""

import logging
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from newswire.tasks.plan import FetchBatch, choose_sources, configured_sources
from newswire.tasks.running import answerable, as_xcom, sum_up

if TYPE_CHECKING:
    from newswire.acquire.archive import Archive
    from newswire.acquire.hosts import Hosts
    from newswire.acquire.keep import PollLog
    from newswire.acquire.poll import PollResult
    from newswire.counts import Counts
    from newswire.db import Database, Row
    from newswire.records import Source

log = logging.getLogger(__name__)


@answerable
def fetch_sources(batch: FetchBatch) -> dict[str, int]:
    """Poll each source of the batch and archive what is new; a source that can't be read is a row, not a failure."""
    from newswire.connections import open_database
    from newswire.settings import archive_place

    with closing(open_database()) as db:
        total = _poll_batch(db, batch, archive_place(), keep=True)
    counts = as_xcom(total)
    said = (
        f"{counts.get('sources_polled', 0)} sources polled, {counts.get('sources_failed', 0)} not read, "
        f"{counts.get('documents_read', 0)} documents seen, {counts.get('documents_added', 0)} new"
    )
    sum_up("fetch_sources", said, counts)
    return counts


def dry_poll(db: "Database", batches: Sequence[FetchBatch]) -> None:
    """Poll the sources and say what came; the caller rolls back."""
    with tempfile.TemporaryDirectory() as folder:
        for batch in batches:
            _poll_batch(db, batch, folder, keep=False)


def _poll_batch(db: "Database", batch: FetchBatch, place: str, *, keep: bool) -> "Counts":
    """Poll the sources one by one; what one brings is committed before the next is asked, where it is kept."""
    from newswire.acquire.archive import Archive
    from newswire.acquire.hosts import Hosts
    from newswire.acquire.keep import PollLog
    from newswire.acquire.poll import known_sources
    from newswire.acquire.reschedule import update_schedules
    from newswire.connections import open_database
    from newswire.counts import add_counts
    from newswire.db import is_in_transaction

    total: Counts = {}
    results = []
    with closing(Archive(place)) as archive, closing(open_database()) as turns:
        turns.autocommit = True
        hosts, polls = Hosts(turns), PollLog(db, batch["run_id"])
        sources = choose_sources(configured_sources(), batch["sources"])
        known = known_sources(db, sources)
        if keep:
            db.commit()  # no transaction stays open while a server takes its time
        for source in in_turn(turns, sources):
            polled = _poll(
                db, source, batch, archive=archive, hosts=hosts, known=known.get(source.name), polls=polls, keep=keep
            )
            log.info("fetch %s: %s, %s", source.name, polled.outcome, polled.detail or "as expected")
            if keep and is_in_transaction(db):
                polls.write()
                db.commit()
            results.append((source, polled))
            total = add_counts(total, polled.counts)
        polls.write()
    if not update_schedules(db, results, datetime.now(UTC)):
        log.warning("fetch: no source could be reached; it looks like our own network, and none is counted as failing")
    if keep:
        db.commit()
    return total


def _poll(
    db: "Database",
    source: "Source",
    batch: FetchBatch,
    *,
    archive: "Archive",
    hosts: "Hosts",
    known: "Row | None",
    polls: "PollLog",
    keep: bool,
) -> "PollResult":
    from newswire.acquire.poll import poll_source

    first, last = batch["published_from"], batch["published_until"]
    return poll_source(
        db,
        source,
        run_id=batch["run_id"],
        now=datetime.now(UTC),
        archive=archive,
        pause=db.commit if keep else lambda: None,
        hosts=hosts,
        published_from=_midnight(first) if first else None,
        published_until=_midnight(last) + timedelta(days=1) if last else None,
        limit=batch["limit"],
        known=known,
        log=polls,
    )


def in_turn(turns: "Database", sources: Sequence["Source"]) -> Iterator["Source"]:
    """Yield each source while this session alone has it: one that another run reads now comes last, and is waited for.

    The lock ends with the session, so a killed task leaves none.
    """
    from newswire.db import execute, fetch_row

    busy = []
    done = None
    for source in sources:
        taken = fetch_row(turns, "acquire/try_source", {"source": source.name, "done": done})
        done = None
        if taken is None or not taken["is_taken"]:
            busy.append(source)
            continue
        yield source
        done = source.name
    if done is not None:
        execute(turns, "acquire/unlock_source", {"source": done})
    for source in busy:
        log.info("fetch %s: another run reads it now; waiting until it has", source.name)
        execute(turns, "acquire/lock_source", {"source": source.name})
        yield source
        execute(turns, "acquire/unlock_source", {"source": source.name})


def _midnight(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)
