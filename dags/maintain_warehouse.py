"""Keep the warehouse in order, each week: partitions ahead, retention, the archive tried, fresh statistics.

Files that documents point to and the archive lacks are an alert, and so is a document, drawn by chance, that can't be
restored as it came. Files to which nothing points are named in the log and kept.
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
    months >> retired >> task(tasks.drill_archive)() >> task(tasks.analyse_tables)()


maintain_warehouse()
