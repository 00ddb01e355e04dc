"""Airflow's services as ``up`` starts them, driven through its REST interface while some of them are killed."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.request import Request, urlopen

from newswire.settings import REPOSITORY
from tests.chaos.world import World, kill

UP_TIMEOUT_S = 240
RUN_TIMEOUT_S = 600


class Airflow:
    """The running services: where they answer, and the numbers of their process groups."""

    def __init__(self, world: World, address: str, password: str) -> None:
        self._world, self._address = world, address
        login = {"username": "admin", "password": password}
        self._token = ""
        self._token = self.call("/auth/token", login)["access_token"]

    def call(self, path: str, body: dict[str, Any] | None = None, method: str | None = None) -> Any:
        """Return the JSON that Airflow answers."""
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self._token}"}
        data = None if body is None else json.dumps(body).encode()
        with urlopen(Request(self._address + path, data, headers, method=method), timeout=30) as answer:
            return json.load(answer)

    def trigger(self) -> str:
        """Start a run of the nightly DAG and return its id."""
        self.call("/api/v2/dags/ingest_wire", {"is_paused": False}, "PATCH")
        return str(self.call("/api/v2/dags/ingest_wire/dagRuns", {"logical_date": None, "conf": {}})["dag_run_id"])

    def wait_for_task(self, run: str, task: str) -> None:
        """Wait until the task is at work, or past it."""
        self._wait(lambda: self._state(f"dagRuns/{run}/taskInstances", task) in ("running", "success", "failed"))

    def wait_for_end(self, run: str) -> str:
        """Wait until the run has ended and return its state."""
        state = ""

        def ended() -> bool:
            nonlocal state
            state = self.call(f"/api/v2/dags/ingest_wire/dagRuns/{run}")["state"]
            return state in ("success", "failed")

        self._wait(ended)
        return state

    def _state(self, path: str, task: str) -> str | None:
        instances = self.call(f"/api/v2/dags/ingest_wire/{path}")["task_instances"]
        return next((one["state"] for one in instances if one["task_id"] == task), None)

    def _wait(self, is_so: Any) -> None:
        deadline = time.monotonic() + RUN_TIMEOUT_S
        while time.monotonic() < deadline:
            if is_so():
                return
            time.sleep(0.5)
        raise TimeoutError("Airflow did not get there")

    def kill_service(self, name: str) -> None:
        """Kill a service and the workers in its process group."""
        pids = json.loads((self._world.run_dir / "services.json").read_text(encoding="utf-8"))
        os.killpg(pids[name], signal.SIGKILL)


@contextmanager
def services(world: World) -> Iterator[Airflow]:
    """Start the services and stop them at the end; a lost task is noticed after some seconds instead of minutes."""
    command = [sys.executable, "-m", "newswire", "up"]
    environment = {
        **world.environment,
        "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "20",
        "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT_DETECTION_INTERVAL": "5",
        "NEWSWIRE_TASK_RETRY_DELAY_S": "5",
    }
    child = subprocess.Popen(
        command, env=environment, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        assert child.stdout is not None, "it was asked for"
        line = child.stdout.readline()
        found = re.search(r"(http://127\.0\.0\.1:\d+) +login: admin +password: (\S+)", line)
        assert found, f"up says where it is, not: {line}"
        yield Airflow(world, found[1], found[2])
    finally:
        with suppress(ProcessLookupError):
            child.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            child.wait(90)
        kill(child)
