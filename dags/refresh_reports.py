"""Make anew what reports keep ready, after each load: it is triggered by the asset that loads publish."""

from datetime import UTC, datetime

from airflow.sdk import Asset, dag, task

from newswire import settings, tasks


@dag(
    schedule=[Asset(settings.ARTICLES_ASSET)],
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    is_paused_upon_creation=False,
    max_active_runs=1,
    doc_md=__doc__,
    tags=["newswire"],
    default_args=tasks.task_defaults(),
)
def refresh_reports() -> None:
    """Refresh."""
    task(tasks.refresh_reports)()


refresh_reports()
