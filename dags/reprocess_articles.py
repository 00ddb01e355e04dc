"""Read archived articles again with the code of today: after a new model, a better cleaner or a mended parser.

By hand with the form, for the days from one to another, or by Airflow's backfill, which makes one run for each day. It
reads the WARC archive alone and asks no server. Choose where to begin; all that follows is done as well.

What is found is kept beside what reports show. When all documents are read, reports switch to it at once. Killed or
cleared at any point, a task goes on where it was. `report.reprocessing` says how far it is.
"""

from datetime import UTC, datetime

from airflow.sdk import Asset, Param, dag, task

from newswire import settings, tasks

DAY = {"type": ["null", "string"], "format": "date", "default": None, "section": "Which"}


@dag(
    schedule="@daily",  # for backfills, which Airflow refuses without one: the daily run itself does nothing
    start_date=datetime(2000, 1, 1, tzinfo=UTC),
    catchup=False,
    is_paused_upon_creation=False,
    max_active_runs=1,
    doc_md=__doc__,
    tags=["newswire"],
    default_args=tasks.task_defaults(),
    params={
        "from_stage": Param("enrich", enum=["parse", "clean", "enrich"], title="Begin with", section="What"),
        "sources": Param(
            [],
            type="array",
            items={"type": "string", "enum": tasks.source_names()},
            examples=tasks.source_names(),
            title="Sources",
            description="None chosen means all.",
            section="Which",
        ),
        "published_from": Param(**DAY, title="From", description="First day of publication, or else of receipt (UTC)."),
        "published_until": Param(**DAY, title="To", description="Last day (UTC); a backfill does its own days."),
        "batch_size": Param(
            None, type=["null", "integer"], minimum=1, maximum=1000, title="Batch", section="How much",
            description="Documents in one transaction.",
        ),
    },
)  # fmt: skip
def reprocess_articles() -> None:
    """Plan, prepare beside, switch."""
    parts = task(tasks.plan_reprocess)()
    prepared = task(tasks.prepare_documents, **settings.annotating()).expand(part=parts)
    prepared >> task(tasks.switch_reports, outlets=[Asset(settings.ARTICLES_ASSET)])(parts)


reprocess_articles()
