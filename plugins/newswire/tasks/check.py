"""The task check_run: the rules that data must keep, after each load."""

import logging
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from newswire.errors import DataCheckError
from newswire.tasks.alerts import watch_run
from newswire.tasks.metrics import emit_run
from newswire.tasks.plan import FetchBatch
from newswire.tasks.running import answerable, sum_up

if TYPE_CHECKING:
    from newswire.report.checks import CheckResult

log = logging.getLogger(__name__)


@answerable
def check_run(batches: list[FetchBatch]) -> dict[str, int]:
    """Run the data checks, close the run, write its digest, tell whom it concerns, and send its metrics.

    Raises DataCheckError where a check of severity 'stop' found rows.
    """
    from newswire.connections import open_database
    from newswire.db import execute, fetch_rows
    from newswire.report.checks import record_checks, run_checks
    from newswire.report.digest import write_digest
    from newswire.report.refresh import compare_versions
    from newswire.settings import run_dir

    run_id, now = batches[0]["run_id"], datetime.now(UTC)
    with closing(open_database()) as db, db:
        results = run_checks(db, run_id)
        [compared] = fetch_rows(db, "report/find_compared_since", {"run_id": run_id})
        compare_versions(db, compared["since"])
        record_checks(db, run_id, results, now)
        execute(db, "load/finish_run", {"run_id": run_id, "now": now})
        for path in write_digest(db, run_id, run_dir() / "digests"):
            log.info("digest: %s", path)
        watch_run(db, run_id, results)
    with closing(open_database()) as db, db:
        emit_run(db, run_id)
    return say_checks("check_run", results)


def say_checks(task: str, results: "Sequence[CheckResult]") -> dict[str, int]:
    """Write what the checks found and return how many rows each. Raises DataCheckError for one of severity 'stop'."""
    for result in results:
        if result.rows:
            log.warning("check %s", result.in_words())
    broken = sum(bool(result.rows) for result in results)
    sum_up(task, f"{len(results)} rules, {broken} broken", {"rules": len(results), "broken": broken})
    stopped = [result.name for result in results if result.rows and result.severity == "stop"]
    if stopped:
        raise DataCheckError(f"rows that must not be there, found by {', '.join(stopped)}: see sql/checks")
    return {result.name: len(result.rows) for result in results if result.rows}
