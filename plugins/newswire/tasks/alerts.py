"""Who is told what: a task that failed for good, a source gone quiet, a broken check, a run slow or late."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from newswire.errors import NewswireError

if TYPE_CHECKING:
    from newswire.db import Database
    from newswire.report.alerts import Alert
    from newswire.report.checks import CheckResult

log = logging.getLogger(__name__)


def report_failure(context: Mapping[str, Any]) -> None:
    """Tell that a task failed and will not be tried again: Airflow's ``on_failure_callback``."""
    from newswire.report.alerts import Alert, AlertKind

    ti = context["ti"]
    said = str(context.get("exception") or "it was killed or ran out of time")
    alert = Alert(
        kind=AlertKind.TASK_FAILED,
        subject=f"{ti.dag_id}.{ti.task_id}",
        detail=f"run {context.get('run_id') or ti.run_id}: {said}",
    )
    _tell(alert)


async def report_late(context: Mapping[str, Any]) -> None:
    """Tell that a run has not ended in the time that it has: the callback of Airflow's DeadlineAlert, in the triggerer.

    The alert of a slow run is the same one, so the end of the run, or of the next, closes it.
    """
    from newswire.report.alerts import Alert, AlertKind

    run = context["dag_run"]
    said = f"run {run['dag_run_id']} was queued at {run['queued_at']} and has not ended by its deadline"
    alert = Alert(kind=AlertKind.RUN_SLOW, subject=run["dag_id"], detail=said)
    await asyncio.to_thread(_tell, alert)  # other triggers and callbacks share the loop


def _tell(alert: "Alert") -> None:
    """Keep the alert and send it if it is new."""
    from newswire.connections import open_database

    try:
        with closing(open_database()) as db, db:
            tell_new(db, [alert])
    except NewswireError as error:  # without a database nobody knows whether it was told: tell it
        log.warning("alert not kept: %s", error)
        send([alert])


def watch_run(db: "Database", run_id: int, checks: "Sequence[CheckResult]") -> None:
    """Open and close the alerts of a run that has ended well but for what they say."""
    from newswire.report.alerts import AlertKind, close_alerts, find_alerts

    now = datetime.now(UTC)
    found = find_alerts(db, run_id, checks, now)
    for kind in (AlertKind.CHECK_FAILED, AlertKind.SOURCE_QUIET):
        close_alerts(db, kind, found, now)
    close_alerts(db, AlertKind.RUN_SLOW, found, now, prefix=current_dag())
    close_failures(db)
    tell_new(db, found)


def close_failures(db: "Database") -> None:
    """Close the alerts of failed tasks of this DAG: it has ended well since."""
    from newswire.report.alerts import AlertKind, close_alerts

    close_alerts(db, AlertKind.TASK_FAILED, [], datetime.now(UTC), prefix=f"{current_dag()}.")


def current_dag() -> str:
    """Return the DAG whose task this is; by hand it is the nightly one."""
    from newswire.connections import current_dag_id

    return current_dag_id() or "ingest_wire"


def tell_new(db: "Database", found: "Sequence[Alert]") -> None:
    """Keep the alerts and send the new ones, before the caller's commit: a kill may send one twice, not never."""
    from newswire.report.alerts import keep_alerts

    send(keep_alerts(db, found, datetime.now(UTC)))


def send(alerts: "Sequence[Alert]") -> None:
    """Send the alerts as one message through the channels that are set."""
    from newswire.connections import notify

    if alerts:
        first, more = alerts[0], len(alerts) - 1
        subject = f"{first.kind.value.replace('_', ' ')}: {first.subject}{f' and {more} more' * bool(more)}"
        notify(subject, [f"{alert.kind.value.replace('_', ' ')}: {alert.subject}: {alert.detail}" for alert in alerts])
