"""A run under ``up``'s services, seen and driven through Airflow's API while some of them are killed."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.chaos.world import World
from tests.services import Up, start_up

RUN_TIMEOUT_S = 600
DAG = "/api/v2/dags/ingest_wire"
# A lost task is noticed after a minute instead of five; on a busy machine one that lives may be silent for half of it.
IMPATIENT = {
    "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "60",
    "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT_DETECTION_INTERVAL": "5",
    "NEWSWIRE_TASK_RETRY_DELAY_S": "5",
}


@contextmanager
def services(world: World) -> Iterator[Up]:
    """Start Airflow's services over the world and stop them at the end."""
    with start_up({**world.environment, **IMPATIENT}) as up:
        yield up


def trigger(up: Up) -> str:
    """Start a run of the nightly DAG and return its id."""
    token = up.token()
    up.call(DAG, {"is_paused": False}, token=token, method="PATCH")
    return str(up.call(f"{DAG}/dagRuns", {"logical_date": None, "conf": {}}, token=token)["dag_run_id"])


def wait_for_task(up: Up, run: str, task: str) -> None:
    """Wait until the task is at work, or past it."""
    token, path = up.token(), f"{_path(run)}/taskInstances"

    def is_at_work() -> bool:
        found = up.call(path, token=token)["task_instances"]
        return any(one["task_id"] == task and one["state"] in ("running", "success", "failed") for one in found)

    _wait(is_at_work)


def wait_for_end(up: Up, run: str) -> str:
    """Wait until the run has ended and return its state."""
    token, path = up.token(), _path(run)
    _wait(lambda: up.call(path, token=token)["state"] in ("success", "failed"))
    return str(up.call(path, token=token)["state"])


def failures(up: Up, run: str) -> str:
    """Return the tasks of the run that failed, each with its tries and the end of its last log."""
    token, path = up.token(), f"{_path(run)}/taskInstances"
    told = []
    for one in up.call(path, token=token)["task_instances"]:
        if one["state"] == "failed":
            log = up.call(f"{path}/{one['task_id']}/logs/{one['try_number']}?map_index={one['map_index']}", token=token)
            told.append(f"{one['task_id']} after {one['try_number']} tries: {str(log['content'])[-1500:]}")
    return "; ".join(told)


def _path(run: str) -> str:
    return f"{DAG}/dagRuns/{run}".replace("+", "%2B")


def _wait(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + RUN_TIMEOUT_S
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError("Airflow did not get there")
        time.sleep(0.5)
