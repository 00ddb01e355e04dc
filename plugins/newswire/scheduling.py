"""What DAG files ask of Airflow beyond its decorators: when a task is tried again, and who hears of a late run.

Apart from ``connections``, as DAG files are parsed all the time and must not load a database's driver for it.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from airflow.sdk import AsyncCallback, DeadlineAlert, DeadlineReference, ExceptionRetryPolicy, RetryAction, RetryRule


def retry_policy(*, never: type[BaseException]) -> Any:  # noqa: ANN401 - Airflow's own type
    """Return Airflow's policy by which a task is tried again after every error but one that no retry cures."""
    return ExceptionRetryPolicy(rules=[RetryRule(exception=never, action=RetryAction.FAIL)])


def deadline_alert(after: timedelta, callback: Callable[..., Awaitable[None]]) -> Any:  # noqa: ANN401 - Airflow's
    """Return Airflow's alert for a run that has not ended so long after it was queued.

    It is awaited in the triggerer, which every executor has beside it; the Kubernetes executor runs no callbacks.
    """
    return DeadlineAlert(DeadlineReference.DAGRUN_QUEUED_AT, after, AsyncCallback(callback))
