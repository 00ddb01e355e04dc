"""Keep the warehouse in order, each week: partitions ahead, retention, archive, statistics, all data checked.

Small files of the archive are joined to large ones, and removed the week after. Files that documents point to and the
archive lacks are an alert, and so is a document, drawn by chance, that can't be restored as it came. Files to which
nothing points are named in the log and kept. The data checks, which look at what was loaded after each load, look at
everything here.
"""

from datetime import UTC, datetime

from airflow.sdk import dag, task

from newswire import tasks


@dag(
    schedule="30 4 * * 0",
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    is_paused_upon_creation=False,
    max_active_runs=1,
    doc_md=__doc__,
    tags=["newswire"],
    default_args=tasks.task_defaults(),
)
def maintain_warehouse() -> None:
    """One after the other: each is a small part of a quiet hour."""
    months, retired = task(tasks.add_months)(), task(tasks.retire_articles)()
    joined, tried = task(tasks.join_archive)(), task(tasks.drill_archive)()
    analysed, checked = task(tasks.analyse_tables)(), task(tasks.check_tables)()
    months >> retired >> joined >> tried >> analysed >> checked


maintain_warehouse()
