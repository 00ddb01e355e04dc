"""Read the feeds whose time has come, every quarter of an hour, for those who want news soon and not tomorrow morning.

Switched off until somebody switches it on. Each feed has an interval of its own, between a floor and a ceiling, that
follows how much is new in it; a feed that is not due is not asked. What comes takes the same way as in `ingest_wire`;
both may run at once: no text is annotated twice, and of two that want one source the second waits.
"""

from datetime import UTC, datetime

from airflow.sdk import Asset, dag, task

from newswire import settings, tasks


@dag(
    schedule="*/15 * * * *",
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    is_paused_upon_creation=True,
    max_active_runs=1,
    deadline=tasks.deadline(),
    doc_md=__doc__,
    tags=["newswire"],
    default_args=tasks.task_defaults(),
)
def watch_sources() -> None:
    """Plan what is due; then as the nightly run."""
    batches = task(tasks.plan_watch)()
    fetched = task(tasks.fetch_sources, **settings.fetching()).expand(batch=batches)
    parsed = task(tasks.parse_articles)(batches)
    slices = task(tasks.dedupe_articles)(batches)
    enriched = task(tasks.enrich_articles, **settings.annotating()).expand(part=slices)
    loaded = task(tasks.load_articles, outlets=[Asset(settings.ARTICLES_ASSET)])(batches)
    fetched >> parsed >> slices >> enriched >> loaded >> task(tasks.check_run)(batches)


watch_sources()
