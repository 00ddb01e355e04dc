"""The task check_run: the rules that data must keep, after each load."""

import logging
from contextlib import closing
from datetime import UTC, datetime

from newswire.errors import DataCheckError
from newswire.tasks.plan import FetchBatch
from newswire.tasks.running import answerable, sum_up

log = logging.getLogger(__name__)


@answerable
def check_run(batches: list[FetchBatch]) -> dict[str, int]:
    """Run the data checks and close the run; raises DataCheckError where a check of severity 'stop' found rows."""
    from newswire.connections import open_database
    from newswire.db import execute
    from newswire.report.checks import run_checks

    with closing(open_database()) as db, db:
        results = run_checks(db)
        execute(db, "load/finish_run", {"run_id": batches[0]["run_id"], "now": datetime.now(UTC)})
    for result in results:
        if result.rows:
            log.warning("check %s (%s): %d rows: %s", result.name, result.severity, len(result.rows), result.rule)
    broken = sum(bool(result.rows) for result in results)
    sum_up("check_run", f"{len(results)} rules, {broken} broken", {"rules": len(results), "broken": broken})
    stopped = [result.name for result in results if result.rows and result.severity == "stop"]
    if stopped:
        raise DataCheckError(f"rows that must not be there, found by {', '.join(stopped)}: see sql/checks")
    return {result.name: len(result.rows) for result in results if result.rows}
