"""All tasks of one run as functions; ``python -m tests.run_tasks RUN_ID`` does them in a process of their own."""

import sys
from typing import Any

from newswire import tasks


def run_tasks(run_id: str, **params: Any) -> list[tasks.FetchBatch]:
    """Do all tasks of one run, in the DAG's order, and return its batches; without one nothing is left to do."""
    batches = tasks.plan_run(params, run_id)
    for batch in batches:
        tasks.fetch_sources(batch)
    if batches:
        tasks.parse_articles(batches)
        for part in tasks.dedupe_articles(batches):
            tasks.enrich_articles(part)
        tasks.load_articles(batches)
        tasks.check_run(batches)
    return batches


if __name__ == "__main__":
    run_tasks(sys.argv[1])
