"""Keep the warehouse in order, each week: partitions ahead, retention, the archive rotated and tried, fresh statistics.

Files of the archive to which nothing points are deleted after a week; small ones of past months are joined. A document,
drawn by chance, is restored from the archive, and what is missing there is an alert.
"""

from datetime import UTC, datetime

from airflow.sdk import ExceptionRetryPolicy, RetryAction, RetryRule, dag, task

from newswire import tasks

REFUSED = RetryRule(exception=tasks.TaskRefused, action=RetryAction.FAIL)


@dag(
    schedule="30 4 * * 0",
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    is_paused_upon_creation=False,
    max_active_runs=1,
    doc_md=__doc__,
    tags=["newswire"],
    default_args={**tasks.task_defaults(), "retry_policy": ExceptionRetryPolicy(rules=[REFUSED])},
)
def maintain_warehouse() -> None:
    """One after the other: each is a small part of a quiet hour."""
    months, retired = task(tasks.add_months)(), task(tasks.retire_articles)()
    rotated, tried = task(tasks.rotate_archive)(), task(tasks.drill_archive)()
    months >> retired >> rotated >> tried >> task(tasks.analyse_tables)()


maintain_warehouse()
