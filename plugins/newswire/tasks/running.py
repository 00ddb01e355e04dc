"""What every task shares: expected trouble ends it in one line without a stack trace, and one line sums it up."""

import functools
import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import structlog

from newswire.errors import DataCheckError, MigrationError, NewswireError, TaskFailed, TaskRefused, UsageError
from newswire.settings import deadline_s, retry_delay_s, task_retries
from newswire.tasks.alerts import report_failure, report_late

if TYPE_CHECKING:
    from newswire.counts import Counts

log = logging.getLogger(__name__)
REFUSED = (UsageError, DataCheckError, MigrationError)  # the same again is the same answer: a person must act first

P = ParamSpec("P")
R = TypeVar("R")


def task_defaults() -> dict[str, Any]:
    """Return what every task of every DAG has: its owner, retries and a time after which it is ended."""
    from newswire.scheduling import retry_policy

    return {
        "owner": "newswire",
        "retries": task_retries(),
        "retry_policy": retry_policy(never=TaskRefused),
        "retry_delay": timedelta(seconds=retry_delay_s()),
        "execution_timeout": timedelta(hours=3),
        "on_failure_callback": report_failure,
    }


def deadline() -> Any:  # noqa: ANN401 - Airflow's own type
    """Return what tells somebody of a run that has not ended in time, None where no run may be late.

    It counts from when the run was queued.
    """
    from newswire.scheduling import deadline_alert

    return deadline_alert(timedelta(seconds=after_s), report_late) if (after_s := deadline_s()) else None


def answerable(function: Callable[P, R]) -> Callable[P, R]:
    """Let the task end with the message of an error that Newswire raised on purpose, where Airflow runs it.

    Airflow prints a stack trace for whatever is raised, but for SystemExit. Elsewhere the error passes as it is.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        from newswire.connections import current_dag_id

        try:
            return function(*args, **kwargs)
        except NewswireError as error:
            if current_dag_id() is None:
                raise
            log.error("%s: %s", function.__name__, error)
            raise (TaskRefused if isinstance(error, REFUSED) else TaskFailed)(str(error)) from None

    return run


def sum_up(task: str, said: str, fields: Mapping[str, object]) -> None:
    """Write the one line that says what a task did, its numbers also as fields, for whoever reads logs by program."""
    structlog.get_logger("newswire.tasks").info(f"{task}: {said}", **fields)


def as_xcom(counts: "Counts") -> dict[str, int]:
    """Return the counts that are not zero, by the names of ``report.run_summary``."""
    return {measure.value: amount for measure, amount in counts.items() if amount}


def in_words(counts: "Counts") -> str:
    """Return the counts for people: "3 articles read, 2 new texts"."""
    return ", ".join(f"{amount} {measure.value.replace('_', ' ')}" for measure, amount in counts.items() if amount)
