"""A cluster on one machine: the sample wire through Celery, a worker killed on the way, and the tables that it left."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from newswire import local
from newswire.connections import connect
from newswire.sample_wire import serve_sample_wire
from tests.natural import differences, natural_rows
from tests.run_tasks import run_tasks
from tests.services import Up, start_up

pytestmark = [
    pytest.mark.airflow,
    pytest.mark.celery,
    pytest.mark.timeout(600),
    pytest.mark.skipif(shutil.which("redis-server") is None, reason="no redis-server: apt-get install redis-server"),
]

IMPATIENT = {
    "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "15",
    "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT_DETECTION_INTERVAL": "3",
    "AIRFLOW__CELERY_BROKER_TRANSPORT_OPTIONS__VISIBILITY_TIMEOUT": "60",
    "NEWSWIRE_TASK_RETRY_DELAY_S": "1",
}
RUNS = "/api/v2/dags/ingest_wire/dagRuns"


def test_a_killed_worker_changes_nothing_and_nothing_is_left_running(
    database_dsn: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster, alone = database_dsn(), database_dsn()
    monkeypatch.setenv("NEWSWIRE_RUN_DIR", str(tmp_path / "cluster"))
    for name in [name for name in os.environ if name.startswith("AIRFLOW__DATABASE__")]:
        monkeypatch.delenv(name)
    environment = local.airflow_environment(cluster) | {"NEWSWIRE_DSN": cluster} | IMPATIENT
    with start_up(environment, "--celery") as up:
        state, tries = ingest_and_kill(up)
        assert listening(up) == []
        up.process.send_signal(signal.SIGINT)
        assert up.process.wait(timeout=90) == 0
    assert state == "success"
    assert tries["enrich_articles"] > 1, "the kill came while the task ran, or this test proves nothing"
    assert left_of(up) == []
    assert worked(cluster) == [("fetch",), ("nlp",)]
    ingest_alone(alone, tmp_path / "alone", monkeypatch)
    assert differences(natural_rows(cluster), natural_rows(alone)) == {}


def ingest_and_kill(up: Up) -> tuple[str, dict[str, int]]:
    """Run the DAG, kill the worker that annotates in the middle of it; return the run's state and the tasks' tries."""
    token = up.token()
    up.call("/api/v2/dags/ingest_wire", {"is_paused": False}, token=token, method="PATCH")
    deadline, killed = time.monotonic() + 300, False
    while time.monotonic() < deadline:
        time.sleep(0.25)
        for run in up.call(RUNS, token=token)["dag_runs"]:
            path = f"{RUNS}/{run['dag_run_id']}/taskInstances"
            found = up.call(path.replace("+", "%2B"), token=token)["task_instances"]
            if not killed and any(i["task_id"] == "enrich_articles" and i["state"] == "running" for i in found):
                os.killpg(up.pids["worker-nlp"], signal.SIGKILL)
                killed = True
            if killed and run["state"] in ("success", "failed"):
                return run["state"], {instance["task_id"]: instance["try_number"] for instance in found}
    return "not finished in time", {}


def ingest_alone(dsn: str, run_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Do the same in this process, without Airflow."""
    monkeypatch.setenv("NEWSWIRE_RUN_DIR", str(run_dir))
    monkeypatch.setenv("NEWSWIRE_DSN", dsn)
    with serve_sample_wire() as proxy:
        monkeypatch.setenv("NEWSWIRE_SAMPLE_PROXY", proxy)
        run_tasks("alone")


def worked(dsn: str) -> list[tuple[str]]:
    """Return the queues beside the default one in which tasks ran."""
    with closing(connect(dsn)) as db, db.cursor() as cursor:
        cursor.execute("SELECT DISTINCT queue FROM airflow.task_instance WHERE queue <> 'default' ORDER BY 1")
        return cursor.fetchall()


def listening(up: Up) -> list[str]:
    """Return the sockets of its processes that more than this machine could reach."""
    shown = subprocess.run(["ss", "-ltnpH"], capture_output=True, text=True, check=True).stdout.splitlines()
    ours = [line for line in shown if any(f"pid={pid}," in line for pid in up.pids.values())]
    assert len(ours) >= 2, "the API and Redis"
    return [line for line in ours if not line.split()[3].startswith("127.0.0.1:")]


def left_of(up: Up) -> list[str]:
    """Return what still runs of its process groups."""
    groups = {str(pid) for name, pid in up.pids.items() if name != "up"}
    shown = subprocess.run(["ps", "-eo", "pgid=,stat=,command="], capture_output=True, text=True, check=True)
    return [line for line in shown.stdout.splitlines() if line.split()[0] in groups and " Z" not in line[:12]]
