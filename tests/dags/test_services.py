"""``up``: Airflow's services on loopback, a run triggered as the UI does it, nothing left after Ctrl-C or a kill."""

import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError

import pytest
from psycopg2.extensions import parse_dsn

from tests.services import Up, start_up

pytestmark = [pytest.mark.airflow, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def up(airflow_environment: dict[str, str]) -> Iterator[Up]:
    with start_up(airflow_environment) as started:
        yield started


def test_a_run_is_triggered_by_rest_and_wrong_values_are_refused(up: Up) -> None:
    with pytest.raises(HTTPError, match="401"):
        up.call("/api/v2/dags")
    token = up.token()
    up.call("/api/v2/dags/ingest_wire", {"is_paused": False}, token=token, method="PATCH")
    wrong = {"logical_date": None, "conf": {"sources": ["nobody"]}}
    with pytest.raises(HTTPError, match="400") as refused:
        up.call("/api/v2/dags/ingest_wire/dagRuns", wrong, token=token)
    assert "nobody" in refused.value.read().decode()
    asked = {"logical_date": None, "conf": {"sources": ["tern-agency"]}}
    run = up.call("/api/v2/dags/ingest_wire/dagRuns", asked, token=token)["dag_run_id"]
    deadline = time.monotonic() + 150
    state = "queued"
    while state in ("queued", "running") and time.monotonic() < deadline:
        time.sleep(1)
        state = up.call(f"/api/v2/dags/ingest_wire/dagRuns/{run}", token=token)["state"]
    assert state == "success"


def test_it_listens_on_loopback_only(up: Up) -> None:
    listening = subprocess.run(["ss", "-ltnpH"], capture_output=True, text=True, check=True).stdout.splitlines()
    ours = [line for line in listening if any(f"pid={pid}," in line for pid in up.pids.values())]
    assert ours
    assert all(line.split()[3].startswith("127.0.0.1:") for line in ours)


def test_no_log_of_a_run_or_a_service_has_a_secret(up: Up, airflow_environment: dict[str, str]) -> None:
    folder = Path(airflow_environment["NEWSWIRE_RUN_DIR"])
    secrets = [(folder / "airflow" / name).read_text() for name in ("jwt-secret", "fernet-key")]
    secrets += [up.password, parse_dsn(airflow_environment["NEWSWIRE_DSN"])["password"]]
    logs = [*(folder / "logs").rglob("*.log"), *(folder / "airflow" / "logs").rglob("*.log")]
    assert len(logs) > 4, "services and tasks have written some"
    told = {path.name: path.read_text(encoding="utf-8", errors="replace") for path in logs}
    assert [name for name, text in told.items() if any(secret in text for secret in secrets)] == []


def test_ctrl_c_stops_it_all(up: Up) -> None:
    up.process.send_signal(signal.SIGINT)
    assert up.process.wait(timeout=60) == 0
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", int(up.address.rpartition(":")[2])), timeout=5)
    assert running(up) == []


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="no setpriv: apt-get install util-linux")
def test_a_killed_up_leaves_no_service(airflow_environment: dict[str, str]) -> None:
    with start_up(airflow_environment) as up:
        assert len(running(up)) >= 4
        up.process.kill()
        deadline = time.monotonic() + 60
        while (left := running(up)) and time.monotonic() < deadline:
            time.sleep(0.2)
    assert left == []


def running(up: Up) -> list[str]:
    """Return what runs of the process groups of its services."""
    groups = {str(pid) for name, pid in up.pids.items() if name != "up"}
    shown = subprocess.run(["ps", "-eo", "pgid=,stat=,command="], capture_output=True, text=True, check=True)
    return [line for line in shown.stdout.splitlines() if line.split()[0] in groups and line.split()[1][0] != "Z"]
