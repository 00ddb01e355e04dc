"""Alerts: what a person should know, kept as rows that stay open while it holds, so that each is sent once."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from newswire.db import Database, execute, fetch_row, fetch_rows, storable
from newswire.report.checks import CheckResult


class AlertKind(StrEnum):
    """The vocabulary of ``news.alert.kind``."""

    TASK_FAILED = "task_failed"
    SOURCE_QUIET = "source_quiet"
    CHECK_FAILED = "check_failed"
    RUN_SLOW = "run_slow"
    ARCHIVE_DAMAGED = "archive_damaged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """What is the matter with what; ``subject`` is a task, a source, a check, a DAG or a file."""

    kind: AlertKind
    subject: str
    detail: str


def find_alerts(db: Database, run_id: int, checks: Sequence[CheckResult], now: datetime) -> list[Alert]:
    """Return what holds after a run that has ended: broken checks, sources gone quiet, and whether it was slow."""
    broken = [
        Alert(kind=AlertKind.CHECK_FAILED, subject=check.name, detail=f"{len(check.rows)} rows: {check.rule}")
        for check in checks
        if check.rows
    ]
    quiet = [
        Alert(
            kind=AlertKind.SOURCE_QUIET,
            subject=row["source"],
            detail=f"{row['version_count']} articles in 24 hours; this weekday brings {row['fewest_count']} or more",
        )
        for row in fetch_rows(db, "report/find_quiet_sources", {"now": now})
    ]
    slow = [
        Alert(
            kind=AlertKind.RUN_SLOW,
            subject=row["dag_id"],
            detail=f"the last run took {row['duration_s'] / 60:.0f} minutes, {row['median_s'] / 60:.0f} are usual",
        )
        for row in fetch_rows(db, "report/find_slow_run", {"run_id": run_id})
    ]
    return broken + quiet + slow


def keep_alerts(db: Database, found: Sequence[Alert], now: datetime) -> list[Alert]:
    """Keep the alerts as open and return those that were not open before."""
    new = []
    for alert in found:
        row = fetch_row(
            db, "report/upsert_alert", asdict(alert) | {"detail": storable(alert.detail[:1000]), "now": now}
        )
        if row is not None and row["is_new"]:
            new.append(alert)
    return new


def close_alerts(db: Database, kind: AlertKind, still: Sequence[Alert], now: datetime, *, prefix: str = "") -> None:
    """Close the open alerts of a kind, about subjects that begin with ``prefix``, that are not among ``still``."""
    subjects = [alert.subject for alert in still if alert.kind is kind]
    execute(db, "report/close_alerts", {"kind": kind.value, "subjects": subjects, "prefix": prefix, "now": now})
