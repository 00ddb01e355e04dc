"""Airflow's four services on this machine, for ``up`` and ``down``: started together, stopped together, none left."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING
from urllib.request import urlopen

from newswire.connections import stop_embedded_server
from newswire.errors import NewswireError
from newswire.local import airflow_environment, migrate_airflow, ready_database, say
from newswire.sample_wire import serve_sample_wire
from newswire.settings import run_dir

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVICES = {
    "api-server": ("api-server",),
    "scheduler": ("scheduler", "--skip-serve-logs"),  # logs are read from the shared folder; no port is needed
    "dag-processor": ("dag-processor",),
    "triggerer": ("triggerer", "--skip-serve-logs"),
}
USUAL_PORT = 8080
READY_TIMEOUT_S = 180
STOP_TIMEOUT_S = 20

Services = Mapping[str, "subprocess.Popen[bytes]"]


class ServiceError(NewswireError):
    """A service of Airflow did not start or ended by itself; the message names its log."""


def up() -> None:
    """Start everything, print the address and the login, and stop it all on SIGINT or SIGTERM.

    Raises ServiceError when a service ends by itself; the others are stopped then too.
    """
    signal.signal(signal.SIGTERM, _interrupt)
    with suppress(KeyboardInterrupt), ExitStack() as stack:
        dsn = stack.enter_context(ready_database())
        port = _free_port()
        environment = airflow_environment(dsn, port=port)
        environment["NEWSWIRE_SAMPLE_PROXY"] = stack.enter_context(serve_sample_wire())
        migrate_airflow(dsn, environment)
        services = stack.enter_context(_running(environment))
        say("starting Airflow (about half a minute)")
        _wait_until_ready(services, port)
        password = json.loads((run_dir() / "airflow" / "passwords.json").read_text(encoding="utf-8"))["admin"]
        print(f"Airflow: http://127.0.0.1:{port}   login: admin   password: {password}", flush=True)
        print("Ctrl-C stops it all.", flush=True)
        while True:
            _check(services)
            time.sleep(1)
    say("stopped")


def down() -> None:
    """Stop what an ``up`` started, also one that was killed, and the embedded server."""
    noted = _read_pids()
    for pid in noted.values():
        if _is_ours(pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_TIMEOUT_S
    while any(_is_ours(pid) for pid in noted.values()) and time.monotonic() < deadline:
        time.sleep(0.2)
    for name, pid in noted.items():
        if name != "up" and _is_ours(pid):
            with suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
    _pid_file().unlink(missing_ok=True)
    stop_embedded_server()


@contextmanager
def _running(environment: Mapping[str, str]) -> "Iterator[Services]":
    """Run the services, each in a process group of its own so that its workers end with it."""
    services: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, arguments in SERVICES.items():
            log = _log_file(name)
            log.parent.mkdir(parents=True, exist_ok=True)
            with log.open("ab") as output:
                services[name] = subprocess.Popen(  # noqa: S603 - our own interpreter and arguments
                    [sys.executable, "-m", "airflow", *arguments],
                    env=dict(environment), stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                    start_new_session=True,
                )  # fmt: skip
        pids = {"up": os.getpid()} | {name: service.pid for name, service in services.items()}
        _pid_file().write_text(json.dumps(pids), encoding="ascii")
        yield services
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C must not leave half of them running
        say("stopping")
        _stop(services)
        _pid_file().unlink(missing_ok=True)


def _stop(services: Services) -> None:
    for service in services.values():
        service.terminate()
    deadline = time.monotonic() + STOP_TIMEOUT_S
    for service in services.values():
        with suppress(subprocess.TimeoutExpired):
            service.wait(max(0.1, deadline - time.monotonic()))
        with suppress(ProcessLookupError):
            os.killpg(service.pid, signal.SIGKILL)  # what is left of its group, the service included
        service.wait()


def _wait_until_ready(services: Services, port: int) -> None:
    deadline = time.monotonic() + READY_TIMEOUT_S
    while time.monotonic() < deadline:
        _check(services)
        with suppress(OSError, ValueError):
            with urlopen(f"http://127.0.0.1:{port}/api/v2/monitor/health", timeout=5) as answer:
                health = json.load(answer)
            if all(part["status"] == "healthy" for part in health.values()):
                return
        time.sleep(0.5)
    raise ServiceError(f"Airflow is not healthy after {READY_TIMEOUT_S} s; see the logs in {run_dir() / 'logs'}")


def _check(services: Services) -> None:
    for name, service in services.items():
        if service.poll() is not None:
            raise ServiceError(f"Airflow's {name} ended with status {service.returncode}; see {_log_file(name)}")


def _free_port() -> int:
    """Return Airflow's usual port, or any free one where that is taken."""
    for port in (USUAL_PORT, 0):
        with suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return int(probe.getsockname()[1])
    raise ServiceError("no free port on 127.0.0.1")


def _is_ours(pid: int) -> bool:
    """Return whether the process runs and is one of ours: a number may have gone to another program since."""
    shown = subprocess.run(  # noqa: S603
        ["ps", "-o", "command=", "-p", str(pid)],  # noqa: S607 - found by PATH as at any shell
        stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    return "airflow" in shown.stdout or "newswire" in shown.stdout


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _log_file(name: str) -> Path:
    return run_dir() / "logs" / f"{name}.log"


def _pid_file() -> Path:
    return run_dir() / "services.json"


def _read_pids() -> dict[str, int]:
    with suppress(FileNotFoundError):
        return {str(k): int(v) for k, v in json.loads(_pid_file().read_text(encoding="ascii")).items()}
    return {}
