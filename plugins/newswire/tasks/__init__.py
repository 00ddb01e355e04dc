"""What each task of the DAGs does: claim what its stage has not done, in batches, and commit each batch.

Every function can be killed at any point and run again: a batch is one transaction, and what is claimed is what the
database says is not done. Libraries that cost time to import are imported inside, so that parsing a DAG stays cheap.
The clock is read here only.
"""

from newswire.errors import TaskRefused
from newswire.tasks.check import check_run
from newswire.tasks.fetch import fetch_sources
from newswire.tasks.plan import FetchBatch, choose_sources, configured_sources, plan_run, plan_watch, source_names
from newswire.tasks.running import task_defaults
from newswire.tasks.stages import EnrichSlice, dedupe_articles, enrich_articles, load_articles, parse_articles

__all__ = [
    "EnrichSlice",
    "FetchBatch",
    "TaskRefused",
    "check_run",
    "choose_sources",
    "configured_sources",
    "dedupe_articles",
    "enrich_articles",
    "fetch_sources",
    "load_articles",
    "parse_articles",
    "plan_run",
    "plan_watch",
    "source_names",
    "task_defaults",
]
