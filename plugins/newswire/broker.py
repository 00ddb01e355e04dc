"""The broker that CeleryExecutor hands its tasks through: a Redis of our own on 127.0.0.1, with a generated password.

It keeps nothing on disk: what is lost with it, Airflow's scheduler queues again. A deployment has one of its own
(docker/compose.yaml).
"""

import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass

from newswire.errors import NewswireError
from newswire.processes import ends_with_us, hold_port
from newswire.settings import run_dir

START_TIMEOUT_S = 20
STOP_TIMEOUT_S = 10


class BrokerError(NewswireError):
    """There is no Redis, or it does not start; the message says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broker:
    """A running Redis: its process, and its address as Celery takes it, password and all."""

    pid: int
    url: str


@contextmanager
def serve_broker() -> Iterator[Broker]:
    """Run a Redis until the block ends. Raises BrokerError where none is installed or none starts."""
    program = shutil.which("redis-server")
    if program is None:
        raise BrokerError("no redis-server here: apt-get install redis-server (Debian, Ubuntu), or brew install redis")
    with hold_port() as port:
        yield from _serve(program, port)


def _serve(program: str, port: int) -> Iterator[Broker]:
    password = secrets.token_hex(16)
    log_file = run_dir() / "logs" / "redis.log"
    log_file.parent.mkdir(parents=True, exist_ok=True)
    settings = f'bind 127.0.0.1\nport {port}\nrequirepass {password}\nsave ""\nappendonly no\n'
    with log_file.open("ab") as log:
        server = subprocess.Popen(  # noqa: S603 - found by PATH; its settings go by its standard input
            [*ends_with_us(), program, "-"], stdin=subprocess.PIPE, stdout=log, stderr=log, cwd=log_file.parent,
            start_new_session=True,
        )  # fmt: skip
    assert server.stdin is not None, "it was asked for"
    try:
        with suppress(BrokenPipeError), server.stdin as stdin:  # it ended at once: its log says why
            stdin.write(settings.encode("ascii"))
        _wait_until_ready(server, port, password)
        yield Broker(pid=server.pid, url=f"redis://:{password}@127.0.0.1:{port}/0")
    finally:
        server.terminate()
        with suppress(subprocess.TimeoutExpired):
            server.wait(STOP_TIMEOUT_S)
        server.kill()
        server.wait()


def _wait_until_ready(server: "subprocess.Popen[bytes]", port: int, password: str) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        with suppress(OSError), closing(socket.create_connection(("127.0.0.1", port), timeout=1)) as asked:
            asked.sendall(f"AUTH {password}\r\nPING\r\n".encode("ascii"))
            if b"PONG" in asked.recv(64):
                return
        time.sleep(0.1)
    raise BrokerError(f"redis-server does not start; see {run_dir() / 'logs' / 'redis.log'}")
