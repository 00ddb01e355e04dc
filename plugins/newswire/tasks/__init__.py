"""What each task of the DAGs does: claim what its stage has not done, in batches, and commit each batch.

Every function can be killed at any point and run again: a batch is one transaction, and what is claimed is what the
database says is not done. Libraries that cost time to import are imported inside, so that parsing a DAG stays cheap.
The clock is read here only.
"""

from newswire.errors import TaskRefused
from newswire.tasks.alerts import report_failure, report_late
from newswire.tasks.check import check_run
from newswire.tasks.fetch import fetch_sources
from newswire.tasks.maintain import (
    add_months,
    analyse_tables,
    check_tables,
    drill_archive,
    join_archive,
    retire_articles,
)
from newswire.tasks.plan import REDO, FetchBatch, choose_sources, configured_sources, plan_run, plan_watch, source_names
from newswire.tasks.rebuild import rebuild
from newswire.tasks.refresh import refresh_reports
from newswire.tasks.reprocess import ReprocessPart, plan_reprocess, prepare_documents, switch_reports
from newswire.tasks.running import deadline, task_defaults
from newswire.tasks.stages import EnrichSlice, dedupe_articles, enrich_articles, load_articles, parse_articles

__all__ = [
    "REDO",
    "EnrichSlice",
    "FetchBatch",
    "ReprocessPart",
    "TaskRefused",
    "add_months",
    "analyse_tables",
    "check_run",
    "check_tables",
    "choose_sources",
    "configured_sources",
    "deadline",
    "dedupe_articles",
    "drill_archive",
    "enrich_articles",
    "fetch_sources",
    "join_archive",
    "load_articles",
    "parse_articles",
    "plan_reprocess",
    "plan_run",
    "plan_watch",
    "prepare_documents",
    "rebuild",
    "refresh_reports",
    "report_failure",
    "report_late",
    "retire_articles",
    "source_names",
    "switch_reports",
    "task_defaults",
]
