"""``up``: Airflow's services on loopback, a run triggered as the UI does it, and nothing left after Ctrl-C."""

import json
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from psycopg2.extensions import parse_dsn

pytestmark = [pytest.mark.airflow, pytest.mark.timeout(240)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Up:
    """A running ``up``, where it listens, and its login."""

    process: subprocess.Popen[str]
    address: str
    password: str
    pids: dict[str, int]

    def call(self, path: str, body: dict[str, Any] | None = None, *, token: str = "", method: str | None = None) -> Any:
        """Return the JSON that Airflow's API answers."""
        request = Request(
            self.address + path,
            data=json.dumps(body).encode() if body is not None else None,
            headers={"Content-Type": "application/json", "Authorization": f"Bearer {token}"},
            method=method,
        )
        with urlopen(request, timeout=30) as answer:
            return json.load(answer)


@pytest.fixture(scope="module")
def up(airflow_environment: dict[str, str]) -> Iterator[Up]:
    process = subprocess.Popen(
        [sys.executable, "-m", "newswire", "up"], env=airflow_environment, stdout=subprocess.PIPE, text=True
    )
    try:
        found = re.search(r"(http://127\.0\.0\.1:\d+) +login: admin +password: (\S+)", process.stdout.readline())
        assert found, "up says where it is and how to log in"
        noted = Path(airflow_environment["NEWSWIRE_RUN_DIR"]) / "services.json"
        yield Up(process=process, address=found[1], password=found[2], pids=json.loads(noted.read_text()))
    finally:
        process.kill() if process.poll() is None else None
        process.wait()


def test_a_run_is_triggered_by_rest_and_wrong_values_are_refused(up: Up) -> None:
    with pytest.raises(HTTPError, match="401"):
        up.call("/api/v2/dags")
    token = up.call("/auth/token", {"username": "admin", "password": up.password})["access_token"]
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
    groups = {str(pid) for name, pid in up.pids.items() if name != "up"}
    left = subprocess.run(["ps", "-eo", "pgid=,stat="], capture_output=True, text=True, check=True).stdout.splitlines()
    assert [line for line in left if line.split()[0] in groups and not line.split()[1].startswith("Z")] == []
