"""Airflow's services as a person starts them: ``newswire up`` in a process of its own, and what its API answers."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from newswire.processes import ends_with_us


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
        with urlopen(request, timeout=90) as answer:
            return json.load(answer)

    def token(self) -> str:
        """Return a token of the user that it has made."""
        login = {"username": "admin", "password": self.password}
        return str(self.call("/auth/token", login)["access_token"])


@contextmanager
def start_up(environment: Mapping[str, str], *options: str) -> Iterator[Up]:
    """Run ``up`` in Airflow's environment (``local.airflow_environment``) until the block ends."""
    process = subprocess.Popen(
        [*ends_with_us(), sys.executable, "-m", "newswire", "up", *options],
        env=dict(environment), stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        found = re.search(r"(http://127\.0\.0\.1:\d+) +login: admin +password: (\S+)", process.stdout.readline())
        assert found, "up says where it is and how to log in"
        noted = Path(environment["NEWSWIRE_RUN_DIR"]) / "services.json"
        yield Up(process=process, address=found[1], password=found[2], pids=json.loads(noted.read_text()))
    finally:
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
