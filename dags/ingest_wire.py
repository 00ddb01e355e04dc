"""Fetch the wire, clean and deduplicate it, find who said what, and load it for reports.

Runs nightly once it is switched on, and by hand with the form: choose sources (none chosen means all that are enabled),
bound the days of publication, or make a dry run that polls the sources and keeps nothing.
Each task claims what its stage has not done yet, in batches; any of them can be killed, cleared or tried again.
A source that can't be reached and an article that can't be read are rows in `report.source_health` and
`report.rejection`, never a failed run.
"""

from datetime import UTC, datetime

from airflow.sdk import Asset, Param, dag, task

from newswire import settings, tasks

REDO = "Parse what was rejected in these days again, or read feeds in full though they say that nothing is new."
DAY = {"type": ["null", "string"], "format": "date", "default": None, "section": "Which"}
SOME = {"type": ["null", "integer"], "default": None, "minimum": 1, "section": "How much"}


@dag(
    schedule="15 2 * * *",
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,  # a second run waits its turn in Airflow's queue
    deadline=tasks.deadline(),
    doc_md=__doc__,
    tags=["newswire"],
    default_args=tasks.task_defaults(),
    params={
        "sources": Param(
            [],
            type="array",
            items={"type": "string", "enum": tasks.source_names()},
            examples=tasks.source_names(enabled_only=True),
            title="Sources",
            description="Which sources to read; none chosen means all that are enabled in sources.toml.",
            section="Which",
        ),
        "published_from": Param(**DAY, title="From", description="First day of publication (UTC)."),
        "published_until": Param(**DAY, title="To", description="Last day of publication (UTC)."),
        "redo": Param("nothing", enum=list(tasks.REDO), title="Do again", description=REDO, section="What"),
        "limit": Param(**SOME, maximum=100_000, title="Limit", description="Most new documents of each source."),
        "batch_size": Param(**SOME, maximum=1000, title="Batch", description="Documents or texts in one transaction."),
        "dry_run": Param(False, type="boolean", title="Dry run", description="Poll, keep nothing.", section="What"),
    },
)
def ingest_wire() -> None:
    """Plan, fetch, parse and clean, dedupe, enrich, load, check."""
    batches = task(tasks.plan_run)()
    fetched = task(tasks.fetch_sources, **settings.fetching()).expand(batch=batches)
    parsed = task(tasks.parse_articles)(batches)
    slices = task(tasks.dedupe_articles)(batches)
    enriched = task(tasks.enrich_articles, **settings.annotating()).expand(part=slices)
    loaded = task(tasks.load_articles, outlets=[Asset(settings.ARTICLES_ASSET)])(batches)
    fetched >> parsed >> slices >> enriched >> loaded >> task(tasks.check_run)(batches)


ingest_wire()
