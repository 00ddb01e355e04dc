"""Airflow on this one machine: its settings, its database schema, one run at a terminal, and its services for ``up``.

Airflow is a program here, started with an environment; nothing is imported from it. Its home, logs, keys and passwords
live in the run folder, its tables in schema ``airflow`` of the same database as ours.
"""

import base64
import hashlib
import json
import os
import re
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from importlib.metadata import version
from typing import Any
from urllib.parse import quote, urlencode

from psycopg2.extensions import parse_dsn

from newswire.connections import AIRFLOW_VARIABLE, connect, served_dsn
from newswire.db import execute, fetch_row
from newswire.errors import NewswireError
from newswire.migrate import migrate
from newswire.sample_wire import serve_sample_wire
from newswire.server import binary
from newswire.settings import REPOSITORY, pool_slots, run_dir

DAG_ID = "ingest_wire"
PASSWORDS_FILE = "passwords.json"
PSQL_VARIABLES = {
    "host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE", "options": "PGOPTIONS",
}  # fmt: skip
# Airflow's log line: time, [level], what is said, [logger] loc=file:line.
LOG_LINE = re.compile(r"\S+ \[\w+ *\] (?P<said>.*?) +\[newswire[.\w]*\] .*loc=")
TROUBLE_LINE = re.compile(r"\S+ \[error *\] (?P<said>.*?) +\[newswire[.\w]*\] ")
ERROR_LINE = re.compile(r"(?:\w+\.)*(?P<said>\w*(?:Error|Exception): .*)")


class RunFailedError(NewswireError):
    """The DAG run failed; the message names the log to read."""


def airflow_environment(dsn: str, *, port: int = 8080) -> dict[str, str]:
    """Return the environment in which Airflow works on this machine: loopback only, nothing sent anywhere."""
    home = run_dir() / "airflow"
    address = f"http://127.0.0.1:{port}"
    fixed = {
        "AIRFLOW_HOME": str(home),
        AIRFLOW_VARIABLE: dsn,
        "AIRFLOW__API__BASE_URL": address,
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__API_AUTH__JWT_SECRET": _kept_secret("jwt-secret", lambda: secrets.token_urlsafe(64)),
        "AIRFLOW__CORE__DAGS_FOLDER": str(REPOSITORY / "dags"),
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{address}/execution/",
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__FERNET_KEY": _kept_secret("fernet-key", _new_fernet_key),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__PARALLELISM": "4",  # the scheduler forks so many workers at start; more only cost memory
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(REPOSITORY / "plugins"),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(home / PASSWORDS_FILE),
        "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
    }
    login_password()  # else Airflow makes one up itself, and prints it into a log
    if "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN" not in os.environ:
        fixed["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"] = metadata_url(dsn, "psycopg2")
        # Airflow would take asyncpg, which does not know the option that names the schema.
        fixed["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC"] = metadata_url(dsn, "psycopg")
    return os.environ | fixed


def metadata_url(dsn: str, driver: str) -> str:
    """Return the SQLAlchemy address of Airflow's tables: the same database, schema ``airflow``."""
    parts = parse_dsn(dsn)
    login = quote(parts.pop("user", ""), safe="")
    if password := parts.pop("password", None):
        login += ":" + quote(password, safe="")
    place = f"{login}@{parts.pop('host', '')}:{parts.pop('port', '5432')}/{quote(parts.pop('dbname', ''), safe='')}"
    options = f"{parts.pop('options', '')} -csearch_path=airflow".strip()
    return f"postgresql+{driver}://{place}?{urlencode({**parts, 'options': options}, quote_via=quote)}"


@contextmanager
def ready_database() -> Iterator[str]:
    """Yield the DSN of a migrated database; the embedded server runs as long as someone uses it."""
    os.umask(0o077)  # what the run folder holds is for its owner alone
    with served_dsn() as dsn:
        for name in migrate(dsn):
            say(f"migrated: {name}")
        yield dsn


def run_dag(params: Mapping[str, Any]) -> int | None:
    """Run the DAG once through Airflow in the foreground and return its run_id; the sample wire is served meanwhile.

    A dry run keeps no run and gives None. Raises RunFailedError.
    """
    with ExitStack() as stack:
        dsn = stack.enter_context(ready_database())
        environment = airflow_environment(dsn) | {
            "NEWSWIRE_SAMPLE_PROXY": stack.enter_context(serve_sample_wire()),
            "NEWSWIRE_TASK_RETRIES": "0",  # a person is waiting: say what is wrong at once
            "NEWSWIRE_DEADLINE_S": "0",  # and sees that it is late; Airflow 3.3's `dags test` can't read a deadline
        }
        migrate_airflow(dsn, environment)
        before = _last_run_id(dsn)
        say(f"running {DAG_ID}")
        _test_dag(params, environment)
        run_id = _last_run_id(dsn)
    return run_id if run_id > before else None


def _test_dag(params: Mapping[str, Any], environment: Mapping[str, str]) -> None:
    log_file = run_dir() / "logs" / f"run-{time.strftime('%Y%m%dT%H%M%S')}.log"
    log_file.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "airflow", "dags", "test", DAG_ID, "--conf", json.dumps(dict(params))]
    with (
        log_file.open("w", encoding="utf-8") as log,
        subprocess.Popen(  # noqa: S603 - our own interpreter and arguments
            command,
            env=dict(environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as child,
    ):
        assert child.stdout is not None, "it was asked for"
        cause = "no cause found"
        for line in child.stdout:
            log.write(line)
            if (said := progress_of(line)) is not None:
                say(f"  {said}")
            if found := TROUBLE_LINE.match(line) or ERROR_LINE.match(line):
                cause = found["said"]
    if child.returncode:
        raise RunFailedError(f"the run failed: {cause}\nits log is {log_file}")


def progress_of(line: str) -> str | None:
    """Return what a task of ours says to a person in this line of Airflow's log, else None.

    >>> progress_of("2026-11-20T06:00:00Z [info     ] fetch tern: new   [newswire.tasks] loc=tasks.py:9")
    'fetch tern: new'
    """
    found = LOG_LINE.match(line)
    return found["said"] if found else None


def migrate_airflow(dsn: str, environment: Mapping[str, str]) -> None:
    """Create or upgrade Airflow's own tables and pools; done once for each version of Airflow, as it costs seconds."""
    place = environment.get("AIRFLOW__DATABASE__SQL_ALCHEMY_CONN")  # a deployment may have it in a file
    stamp = hashlib.sha256(f"{version('apache-airflow')} {place} {pool_slots()}".encode()).hexdigest()
    marker = run_dir() / "airflow" / "migrated"
    with closing(connect(dsn)) as db, db:
        execute(db, "load/create_airflow_schema")
        has_tables = fetch_row(db, "load/find_airflow_tables")
    if has_tables and marker.is_file() and marker.read_text(encoding="ascii") == stamp:
        return
    say("preparing Airflow's tables (some seconds, once)")
    _run_airflow(environment, "db", "migrate")
    create_pools(environment)
    marker.parent.mkdir(parents=True, exist_ok=True)
    marker.write_text(stamp, encoding="ascii")


def create_pools(environment: Mapping[str, str]) -> None:
    """Create Airflow's pools for fetching and annotating, or give them the size that is set now."""
    told = "made by Newswire; NEWSWIRE_FETCH_SLOTS and NEWSWIRE_NLP_SLOTS set its size"
    pools = {name: {"slots": n, "description": told, "include_deferred": False} for name, n in pool_slots().items()}
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(pools, file)
        file.flush()
        _run_airflow(environment, "pools", "import", file.name)


def _run_airflow(environment: Mapping[str, str], *arguments: str) -> None:
    done = subprocess.run(  # noqa: S603 - our own interpreter and arguments
        [sys.executable, "-m", "airflow", *arguments],
        env=dict(environment), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RunFailedError(f"airflow {' '.join(arguments[:2])} failed: {done.stdout[-2000:]}")


def login_password() -> str:
    """Return the password of Airflow's user ``admin``, generated at first."""
    logins = _kept_secret(PASSWORDS_FILE, lambda: json.dumps({"admin": secrets.token_urlsafe(12)}))
    return str(json.loads(logins)["admin"])


def _new_fernet_key() -> str:
    """Return 32 random bytes in the url-safe base64 that Fernet wants."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode("ascii")


def _kept_secret(name: str, make: Callable[[], str]) -> str:
    """Return what the file of Airflow's home says; where there is none, what ``make`` returns is kept, mode 0600."""
    path = run_dir() / "airflow" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(make())
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii")


def _last_run_id(dsn: str) -> int:
    with closing(connect(dsn)) as db, db:
        row = fetch_row(db, "load/find_last_run")
    return row["run_id"] if row else 0


def say(text: str) -> None:
    """Print a line of progress on standard error."""
    print(text, file=sys.stderr, flush=True)


def run_psql(arguments: Sequence[str]) -> int:
    """Run psql on the database and return its exit status; the login goes through the environment."""
    with served_dsn() as dsn:
        stated = parse_dsn(dsn)
        login = {variable: stated[key] for key, variable in PSQL_VARIABLES.items() if key in stated}
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C belongs to psql
        try:
            return subprocess.run(  # noqa: S603 - the package's own binary
                [str(binary("psql")), *arguments], env=os.environ | login, check=False
            ).returncode
        finally:
            signal.signal(signal.SIGINT, before)
