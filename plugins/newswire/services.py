"""Airflow's services on this machine, for ``up`` and ``down``: started together, stopped together, none left."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from types import FrameType
from urllib.request import urlopen

from newswire.broker import serve_broker
from newswire.connections import stop_embedded_server
from newswire.errors import NewswireError
from newswire.local import airflow_environment, login_password, migrate_airflow, ready_database, say
from newswire.processes import ends_with_us_once, hold_port
from newswire.sample_wire import serve_sample_wire
from newswire.settings import run_dir

SERVICES = {
    "api-server": ("api-server",),
    "scheduler": ("scheduler", "--skip-serve-logs"),  # logs are read from the shared folder; no port is needed
    "dag-processor": ("dag-processor",),
    "triggerer": ("triggerer", "--skip-serve-logs"),
}
# The workers of `up --celery` and the queues that each of them serves, as in docker/compose.yaml.
WORKERS = {"worker-fetch": "fetch,default", "worker-nlp": "nlp"}
WORKER_OPTIONS = ("--concurrency", "2", "--skip-serve-logs", "--without-gossip", "--without-mingle")
# What a user may set otherwise. A worker that died is noticed after the timeout; Airflow's own is 300 s.
CELERY_DEFAULTS = {
    "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "60",
    "AIRFLOW__CELERY_BROKER_TRANSPORT_OPTIONS__VISIBILITY_TIMEOUT": "14400",  # above every task's execution_timeout
    "NEWSWIRE_FETCH_QUEUE": "fetch",
    "NEWSWIRE_NLP_QUEUE": "nlp",
}
USUAL_PORT = 8080
READY_TIMEOUT_S = 600  # half a minute is usual; a busy machine is no reason to give up
STOP_TIMEOUT_S = 20


class ServiceError(NewswireError):
    """A service of Airflow did not start or ended by itself; the message names its log."""


def up(*, celery: bool = False) -> None:
    """Start everything, print the address and the login, and stop it all on SIGINT or SIGTERM.

    With ``celery`` the tasks go through a Redis to two workers with queues of their own, as on several machines; a
    worker that dies is started again. Raises ServiceError when another service ends by itself; the rest is stopped
    then too.
    """
    signal.signal(signal.SIGTERM, _interrupt)
    with suppress(KeyboardInterrupt), ExitStack() as stack:
        dsn = stack.enter_context(ready_database())
        port = stack.enter_context(hold_port(USUAL_PORT))
        environment = airflow_environment(dsn, port=port)
        environment["NEWSWIRE_SAMPLE_PROXY"] = stack.enter_context(serve_sample_wire())
        services = _Services(environment)
        if celery:
            broker = stack.enter_context(serve_broker())
            services.pids["redis"] = broker.pid
            environment["AIRFLOW__CORE__EXECUTOR"] = "CeleryExecutor"
            environment["AIRFLOW__CELERY__BROKER_URL"] = broker.url
            for name, value in CELERY_DEFAULTS.items():
                environment.setdefault(name, value)
        migrate_airflow(dsn, environment)
        stack.callback(services.stop)
        say("starting Airflow (about half a minute)")
        services.start(celery=celery)
        services.wait_until_ready(port)
        print(f"Airflow: http://127.0.0.1:{port}   login: admin   password: {login_password()}", flush=True)
        print("Ctrl-C stops it all.", flush=True)
        while True:
            services.check()
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
            _kill_group(pid)
    _pid_file().unlink(missing_ok=True)
    stop_embedded_server()


class _Services:
    """The services, each in a process group of its own so that its workers end with it."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.pids = {"up": os.getpid()}
        self._environment = environment
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, *, celery: bool) -> None:
        for name in (*SERVICES, *(WORKERS if celery else ())):
            self._launch(name)

    def _launch(self, name: str) -> None:
        arguments = SERVICES.get(name) or (
            "celery", "worker", "--queues", WORKERS[name], "--celery-hostname", f"newswire-{name}", *WORKER_OPTIONS
        )  # fmt: skip
        log = _log_file(name)
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as output:
            self._processes[name] = subprocess.Popen(  # noqa: S603 - our own interpreter and arguments
                [*ends_with_us_once(), sys.executable, "-m", "airflow", *arguments],
                env=dict(self._environment), stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                start_new_session=True,
            )  # fmt: skip
        self.pids[name] = self._processes[name].pid
        _pid_file().write_text(json.dumps(self.pids), encoding="ascii")

    def check(self) -> None:
        for name, process in self._processes.items():
            if process.poll() is None:
                continue
            if name not in WORKERS:
                raise ServiceError(f"Airflow's {name} ended with status {process.returncode}; see {_log_file(name)}")
            _kill_group(process.pid)
            say(f"{name} ended with status {process.returncode}: starting it again")
            self._launch(name)

    def wait_until_ready(self, port: int) -> None:
        deadline = time.monotonic() + READY_TIMEOUT_S
        while time.monotonic() < deadline:
            self.check()
            with suppress(OSError, ValueError):
                with urlopen(f"http://127.0.0.1:{port}/api/v2/monitor/health", timeout=5) as answer:
                    health = json.load(answer)
                if all(part["status"] == "healthy" for part in health.values()):
                    return
            time.sleep(0.5)
        raise ServiceError(f"Airflow is not healthy after {READY_TIMEOUT_S} s; see the logs in {run_dir() / 'logs'}")

    def stop(self) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C must not leave half of them running
        say("stopping")
        for process in self._processes.values():
            process.terminate()
        deadline = time.monotonic() + STOP_TIMEOUT_S
        for process in self._processes.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, deadline - time.monotonic()))
            _kill_group(process.pid)  # what is left of its group, the service included
            process.wait()
        _pid_file().unlink(missing_ok=True)


def _kill_group(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def _is_ours(pid: int) -> bool:
    """Return whether the process runs and is one of ours: a number may have gone to another program since.

    A Celery worker calls itself by its name, which holds ours; Redis by its address.
    """
    shown = subprocess.run(  # noqa: S603
        ["ps", "-o", "command=", "-p", str(pid)],  # noqa: S607 - found by PATH as at any shell
        stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    return any(word in shown.stdout for word in ("airflow", "newswire", "redis-server 127.0.0.1"))


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
